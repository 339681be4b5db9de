package intake

import (
	"encoding/json"
	"strconv"
	"strings"
)

// readLogLine takes a line apart in the first style that it has.
func readLogLine(line string) (logLine, bool) {
	if len(line) < 9 {
		return logLine{}, false
	}
	var l logLine
	ok := false
	switch c := line[0]; {
	case isDigit(c):
		l, ok = numberedLine(line)
	case c == '[':
		l, ok = bracketedLine(line)
	case c == '<':
		l, ok = priorityLine(line)
	case isLetter(c):
		l, ok = letteredLine(line)
	}
	if !ok && !isContainer(line) {
		l, ok = accessLine(line)
	}
	if !ok && (isLetter(line[0]) || line[0] == '[') {
		l, ok = prefixedLine(line)
	}
	if !ok {
		return logLine{}, false
	}
	return l.finished(), true
}

// finished reads the message for what it says itself: a level, a repetition, an object of JSON.
func (l logLine) finished() logLine {
	l.text = strings.TrimSpace(l.text)
	if strings.HasPrefix(l.text, "{") && strings.HasSuffix(l.text, "}") {
		l.fromObject()
	}
	if l.level == "" {
		l.level = levelOf(l.text)
	}
	if l.level == "" && l.sure && l.family == plainLog {
		l.level = leadingLevel(l.text)
	}
	l.sure = l.sure || l.level != ""
	l.repeated()
	return l
}

// fromObject takes text and level from a message that is an object of JSON.
func (l *logLine) fromObject() {
	var object map[string]json.RawMessage
	if json.Unmarshal([]byte(l.text), &object) != nil {
		return
	}
	l.sure = true
	if text := firstOf(object, textKeys); text != "" {
		l.text = text
	}
	l.level = levels[strings.ToUpper(firstOf(object, levelKeys))]
}

// repeated reads rsyslog's "message repeated 12 times: [ … ]".
func (l *logLine) repeated() {
	at := strings.Index(l.text, "message repeated ")
	if at < 0 {
		return
	}
	number, rest, ok := strings.Cut(l.text[at+len("message repeated "):], " times: [")
	n, err := strconv.Atoi(number)
	if !ok || err != nil || n < 1 {
		return
	}
	l.count = n
	l.text = l.text[:at] + strings.TrimSpace(strings.TrimSuffix(rest, "]"))
}

// numberedLine starts with a digit: an ISO time, a day first, an epoch, a clock alone, the short dates of Spark and Android.
func numberedLine(line string) (logLine, bool) {
	if w, ok := isoTime(line); ok {
		return isoLine(w, line)
	}
	if l, ok := shortDateLine(line); ok {
		return l, true
	}
	if c := clockAt(line, 0); c.n > 0 {
		return logLine{family: plainLog, when: c.stamp(line[:c.n]), text: line[c.n:]}, levelOf(line[c.n:]) != "" // else a person's note
	}
	if pid, rest, ok := strings.Cut(line, " "); ok && strings.Contains(pid, ":") && len(pid) < 12 { // redis: "1:M 18 Nov 2026 …"
		if w, ok := dayFirstTime(rest); ok {
			return logLine{family: plainLog, when: w.stamp(), text: rest[w.n:], sure: true}, true
		}
	}
	if number, rest, ok := strings.Cut(line, " "); ok {
		if st, ok := epochTime(number); ok && len(number) >= 10 {
			if host, text, ok := hostAndUnit(" " + rest); ok && strings.Contains(number, ".") { // journalctl -o short-unix
				return logLine{family: journalLines, when: st, host: host, text: text, sure: true}, true
			}
			return logLine{family: plainLog, when: st, text: rest, sure: true}, true
		}
	}
	if w, ok := dayFirstTime(line); ok && leadingLevel(line[w.n:]) != "" { // Tomcat: "18-Nov-2026 02:14:05.123 SEVERE …"
		return logLine{family: plainLog, when: w.stamp(), text: line[w.n:], sure: true}, true
	}
	return logLine{}, false
}

// isoLine is a line of a journal where a host and a unit follow the time, else a line of a log.
func isoLine(w wrote, line string) (logLine, bool) {
	rest := line[w.n:]
	if rest != "" && (isWord(rest[0]) || rest[0] == '-' && len(rest) > 1 && isDigit(rest[1])) {
		return logLine{}, false
	}
	if w.loc != nil || w.strong {
		if host, text, ok := hostAndUnit(rest); ok {
			return logLine{family: journalLines, when: w.stamp(), host: host, text: text, sure: true}, true
		}
	}
	comma := strings.HasPrefix(rest, ",") && leadingLevel(rest) != "" // "2026-11-18 02:14:05, Info  CBS  …"
	rest = strings.TrimLeft(rest, " \t-|:,;")
	return logLine{family: plainLog, when: w.stamp(), text: rest, sure: w.strong || comma}, rest != ""
}

// hostAndUnit reads " host unit[pid]: message".
func hostAndUnit(rest string) (host, text string, ok bool) {
	host, tail, ok := strings.Cut(strings.TrimPrefix(rest, " "), " ")
	if !ok || host == "" || !nameLike(host) || levels[strings.ToUpper(host)] != "" {
		return "", "", false
	}
	unit, message, ok := strings.Cut(tail, ": ")
	if !ok {
		unit, ok = strings.CutSuffix(tail, ":")
	}
	if !ok || unit == "" || len(unit) > 64 {
		return "", "", false
	}
	name, pid, hasPID := strings.Cut(unit, "[")
	if hasPID && !strings.HasSuffix(pid, "]") || strings.ContainsAny(name, " =\"{") && !hasPID {
		return "", "", false
	}
	return host, name + ": " + message, true
}

func nameLike(s string) bool {
	for i := range len(s) {
		if setDotted&charsetOf(s[i]) == 0 && s[i] != ':' {
			return false
		}
	}
	return isLetter(s[0]) || isDigit(s[0])
}

// shortDateLine is "26/11/18 02:14:05 INFO …" (year first, as Spark and Hadoop write it) and "11-18 02:14:05.123  1702
// 2395 E Tag: …" (Android); both need the level behind, because a person may mean another day.
func shortDateLine(line string) (logLine, bool) {
	if len(line) < 20 {
		return logLine{}, false
	}
	if line[2] == '/' && line[5] == '/' && line[8] == ' ' {
		w, ok := dayAndClock(line, 2000+atoiAt(line, 0, 2), atoiAt(line, 3, 2), atoiAt(line, 6, 2), 9)
		return logLine{family: plainLog, when: w.stamp(), text: line[w.n:], sure: true}, ok && levelOf(line[w.n:min(len(line), w.n+10)]) != ""
	}
	if line[2] != '-' || line[5] != ' ' {
		return logLine{}, false
	}
	w, ok := dayAndClock(line, 0, atoiAt(line, 0, 2), atoiAt(line, 3, 2), 6)
	fields := strings.Fields(line[w.n:min(len(line), w.n+40)])
	if !ok || w.digits != 3 || len(fields) < 4 || len(fields[2]) != 1 {
		return logLine{}, false
	}
	_, text, _ := strings.Cut(line[w.n:], " "+fields[2]+" ")
	return logLine{family: plainLog, when: w.stamp(), text: text, level: androidLevels[fields[2]], sure: true}, androidLevels[fields[2]] != ""
}

var androidLevels = map[string]string{"V": "debug", "D": "debug", "I": "info", "W": "warn", "E": "error", "F": "fatal", "A": "fatal"}

// bracketedLine is "[2026-11-18 02:14:05,123] …", "[Wed Nov 18 02:14:05.123456 2026] …" and "[1794881645] …".
func bracketedLine(line string) (logLine, bool) {
	end := strings.IndexByte(line, ']')
	if end < 9 || end > 48 {
		return logLine{}, false
	}
	inner := line[1:end]
	text := strings.TrimLeft(line[end+1:], " :-")
	if text == "" {
		return logLine{}, false
	}
	if l, ok := datedBracket(inner, text); ok {
		return l, true
	}
	if st, ok := epochTime(inner); ok && len(inner) >= 10 {
		return logLine{family: plainLog, when: st, text: text, sure: true}, true
	}
	if c := clockAt(inner, 0); c.n == len(inner) && levelOf(text) != "" {
		return logLine{family: plainLog, when: c.stamp(inner), text: text, sure: true}, true
	}
	return logLine{}, false
}

// datedBracket is such a line whose brackets hold a day.
func datedBracket(inner, text string) (logLine, bool) {
	if w, ok := isoTime(inner); ok && (w.n == len(inner) || inner[w.n] == ' ' || inner[w.n] == ':') {
		more := strings.TrimLeft(inner[w.n:], " :")
		return logLine{family: plainLog, when: w.stamp(), text: strings.TrimSpace(more + " " + text), sure: w.strong}, true
	}
	for _, read := range []func(string) (wrote, bool){ctimeTime, clfTime, dayFirstTime} {
		if w, ok := read(inner); ok && w.n == len(inner) {
			l := logLine{family: plainLog, when: w.stamp(), text: text, sure: true}
			if status := statusOf(text); status >= 400 && text[0] == '"' {
				l.level = statusLevel(status)
			}
			return l, true
		}
	}
	return logLine{}, false
}

// letteredLine starts with a letter: the month of a syslog line, a weekday, klog's letter, a level before the time, logfmt.
func letteredLine(line string) (logLine, bool) {
	if w, ok := syslogTime(line); ok {
		return syslogLine(w, line)
	}
	if l, ok := klogLine(line); ok {
		return l, true
	}
	if l, ok := weekdayLine(line); ok {
		return l, true
	}
	if l, ok := rubyLine(line); ok {
		return l, true
	}
	if l, ok := logfmtLine(line); ok {
		return l, true
	}
	word, rest, _ := strings.Cut(line, " ")
	level := levels[strings.ToUpper(strings.TrimRight(word, ":"))]
	if level == "" {
		return logLine{}, false
	}
	rest = strings.TrimLeft(rest, " [")
	w, ok := isoTime(rest)
	if !ok {
		return logLine{}, false
	}
	return logLine{family: plainLog, when: w.stamp(), text: word + " " + strings.TrimLeft(rest[w.n:], "] :-"), level: level, sure: true}, true
}

// klogLine is "E1118 02:14:05.123456    1 pool.go:27] message": the letter is the level, the year is not written.
func klogLine(line string) (logLine, bool) {
	level := map[byte]string{'I': "info", 'W': "warn", 'E': "error", 'F': "fatal"}[line[0]]
	if level == "" || !isDigit(line[1]) || len(line) < 30 || line[5] != ' ' {
		return logLine{}, false
	}
	w, ok := dayAndClock(line[1:], 0, atoiAt(line, 1, 2), atoiAt(line, 3, 2), 5)
	end := strings.Index(line, "] ")
	if !ok || end < 0 {
		return logLine{}, false
	}
	fields := strings.Fields(line[1+w.n : end])
	if len(fields) == 0 {
		return logLine{}, false
	}
	return logLine{family: klogLines, when: w.stamp(), text: fields[len(fields)-1] + ": " + line[end+2:], level: level, sure: true}, true
}

// weekdayLine is journalctl's short-full, "Wed 2026-11-18 02:14:05 CET host unit[pid]: …", and ctime before a message.
func weekdayLine(line string) (logLine, bool) {
	if len(line) < 24 || line[3] != ' ' || weekdays[strings.ToLower(line[:3])] == "" {
		return logLine{}, false
	}
	if w, ok := isoTime(line[4:]); ok {
		rest := line[4+w.n:]
		w.text = line[:4] + w.text
		host, text, ok := hostAndUnit(rest)
		return logLine{family: journalLines, when: w.stamp(), host: host, text: text, sure: true}, ok
	}
	w, ok := ctimeTime(line)
	rest := strings.TrimLeft(line[w.n:], " :-")
	return logLine{family: plainLog, when: w.stamp(), text: rest, sure: true}, ok && rest != ""
}

// accessLine is a line of a web server: the time stands in brackets behind the caller, the request in quotation marks.
func accessLine(line string) (logLine, bool) {
	w, at, ok := bracketedTime(line)
	if !ok {
		return logLine{}, false
	}
	end := at + 1 + w.n
	rest := strings.TrimLeft(line[end:], "] ")
	text := rest
	if caller, _, _ := strings.Cut(line, " "); caller[0] != '[' {
		text = caller + " " + rest
	}
	return logLine{family: accessLines, when: w.stamp(), text: text, sure: true, level: statusLevel(statusOf(rest))}, rest != ""
}

// statusLevel is how bad the answer to a request was.
func statusLevel(status int) string {
	switch {
	case status >= 500:
		return "error"
	case status >= 400:
		return "warn"
	}
	return "info"
}

// bracketedTime is a time in brackets near the beginning of a line, but not first: that of a web server, or of uWSGI.
func bracketedTime(line string) (w wrote, at int, ok bool) {
	for at = 1; at < min(len(line)-26, 200); at++ {
		if line[at] != '[' {
			continue
		}
		if w, ok = clfTime(line[at+1:]); ok {
			return w, at, true
		}
		if w, ok = ctimeTime(line[at+1:]); ok {
			return w, at, true
		}
	}
	return wrote{}, 0, false
}

// statusOf is the number behind the request in quotation marks, 0 where there is none.
func statusOf(rest string) int {
	_, after, ok := strings.Cut(strings.TrimPrefix(rest, `"`), `" `)
	if !ok {
		_, after, ok = strings.Cut(rest, "(HTTP/1.1 ") // uWSGI
	}
	if !ok {
		return 0
	}
	return max(atoiAt(after, 0, 3), 0)
}
