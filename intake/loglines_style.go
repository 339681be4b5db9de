package intake

import (
	"cmp"
	"strconv"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
)

func readLogLine(line string) (l logLine, ok bool) {
	if len(line) < 9 {
		return l, false
	}
	if l, ok = styleByStart(line); !ok && !isContainer(line) {
		l, ok = accessLine(line)
	}
	if !ok && (text.IsLetter(line[0]) || line[0] == '[') {
		l, ok = prefixedLine(line)
	}
	if ok {
		l = l.finished()
	}
	return l, ok
}

func styleByStart(line string) (l logLine, ok bool) {
	switch c := line[0]; {
	case text.IsDigit(c):
		l, ok = numberedLine(line)
	case c == '[':
		if l, ok = bracketedLine(line); !ok {
			l, ok = taggedLine(line)
		}
	case c == '<':
		l, ok = priorityLine(line)
	case text.IsLetter(c):
		l, ok = letteredLine(line)
	case c == '(' && line[2] == ')': // qBittorrent: "(W) 2026-11-18T02:14:05 - …"
		l, ok = leveledLine(klogLevels[line[1]], "", line[3:])
	case c == ' ': // levels that are padded to one width, and tags
		if l, ok = letteredLine(strings.TrimLeft(line, " ")); !ok || l.level == "" {
			l, ok = taggedLine(strings.TrimLeft(line, " "))
		}
	}
	return l, ok
}

// finished reads the message for what it says itself: a level, a repetition, an object of JSON.
func (l logLine) finished() logLine {
	l.text = strings.TrimSpace(l.text)
	if strings.HasPrefix(l.text, "{") && strings.HasSuffix(l.text, "}") {
		if object := validMembers(l.text); object != nil {
			l.text, l.sure = cmp.Or(firstOf(object, textKeys), l.text), true
			l.level = levels[strings.ToUpper(firstOf(object, levelKeys))]
		}
	}
	if l.level == "" {
		l.level = levelOf(l.text)
	}
	if l.level == "" && l.sure && l.family == plainLog {
		l.level = leadingLevel(l.text)
	}
	l.sure = l.sure || l.level != ""
	before, behind, _ := strings.Cut(l.text, "message repeated ") // rsyslog's "message repeated 12 times: [ … ]"
	number, rest, repeated := strings.Cut(behind, " times: [")
	if !repeated {
		return l
	}
	if n, err := strconv.Atoi(number); err == nil && n > 0 {
		l.count, l.text = n, before+strings.TrimSpace(strings.TrimSuffix(rest, "]"))
	}
	return l
}

// written is a line of a log that only a program writes, of no family of its own.
func written(when clock.Stamp, text string) logLine {
	return logLine{family: plainLog, when: when, text: text, sure: true}
}

// numberedLine starts with a digit: an ISO time, a day first, an epoch, a clock alone, the short dates of Spark and Android.
func numberedLine(line string) (logLine, bool) {
	if w, ok := clock.ISOTime(line); ok {
		return isoLine(w, line)
	}
	if l, ok := shortDateLine(line); ok {
		return l, true
	}
	if c := clock.ClockAt(line, 0); c.N > 0 {
		return logLine{family: plainLog, when: c.Stamp, text: line[c.N:]}, levelOf(line[c.N:]) != "" // else a person's note
	}
	first, rest, _ := strings.Cut(line, " ")
	if w, ok := clock.DayFirstTime(rest); ok && strings.Contains(first, ":") && len(first) < 12 { // redis: "1:M 18 Nov 2026 …"
		return written(w.Stamp, rest[w.N:]), true
	}
	if st, ok := clock.EpochTime(first); ok && len(first) >= 10 && len(first) < len(line) {
		if host, text, ok := hostAndUnit(" " + rest); ok && strings.Contains(first, ".") { // journalctl -o short-unix
			return logLine{family: journalLines, when: st, host: host, text: text, sure: true}, true
		}
		return written(st, rest), true
	}
	w, ok := clock.DayFirstTime(line)
	return written(w.Stamp, line[w.N:]), ok && leadingLevel(line[w.N:]) != "" // Tomcat: "18-Nov-2026 02:14:05.123 SEVERE …"
}

// isoLine is a line of a journal where a host and a unit follow the time, else a line of a log.
func isoLine(w clock.Wrote, line string) (logLine, bool) {
	rest := line[w.N:]
	if rest != "" && (text.IsWord(rest[0]) || rest[0] == '-' && len(rest) > 1 && text.IsDigit(rest[1])) {
		return logLine{}, false
	}
	if w.Loc != nil || w.Strong {
		if host, text, ok := hostAndUnit(rest); ok {
			return logLine{family: journalLines, when: w.Stamp, host: host, text: text, sure: true}, true
		}
	}
	comma := strings.HasPrefix(rest, ",") && leadingLevel(rest) != "" // "2026-11-18 02:14:05, Info  CBS  …"
	rest = strings.TrimLeft(rest, " \t-|:,;")
	return logLine{family: plainLog, when: w.Stamp, text: rest, sure: w.Strong || comma}, rest != ""
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
	name, pid, hasPID := strings.Cut(unit, "[")
	odd := hasPID && !strings.HasSuffix(pid, "]") || strings.ContainsAny(name, " =\"{") && !hasPID
	return host, name + ": " + message, ok && unit != "" && len(unit) <= 64 && !odd
}

func nameLike(s string) bool {
	for i := range len(s) {
		if !text.IsWord(s[i]) && strings.IndexByte("-.:", s[i]) < 0 {
			return false
		}
	}
	return text.IsLetter(s[0]) || text.IsDigit(s[0])
}

// shortDateLine is "26/11/18 02:14:05 INFO …" (year first, as Spark and Hadoop write it), "261118 02:14:05 [Warning] …" (MySQL of old) and
// "11-18 02:14:05.123  1702  2395 E Tag: …" (Android); all need the level behind, because a person may mean another day.
func shortDateLine(line string) (logLine, bool) {
	if len(line) < 20 {
		return logLine{}, false
	}
	day := func(year, month, day, clockAt int) (clock.Wrote, bool) {
		y := 0
		if year >= 0 {
			y = 2000 + text.DigitsAt(line, year, 2)
		}
		return clock.DayAndClock(line, y, text.DigitsAt(line, month, 2), text.DigitsAt(line, day, 2), clockAt)
	}
	switch {
	case line[6] == ' ' && leadingLevel(line[15:]) != "":
		w, ok := day(0, 2, 4, 7)
		return written(w.Stamp, line[w.N:]), ok
	case line[2] == '/' && line[5] == '/' && line[8] == ' ':
		w, ok := day(0, 3, 6, 9)
		return written(w.Stamp, line[w.N:]), ok && levelOf(line[w.N:min(len(line), w.N+10)]) != ""
	case line[2] != '-' || line[5] != ' ':
		return logLine{}, false
	}
	w, ok := day(-1, 0, 3, 6)
	fields := strings.Fields(line[w.N:min(len(line), w.N+40)])
	if !ok || w.Digits != 3 || len(fields) < 4 || len(fields[2]) != 1 {
		return logLine{}, false
	}
	l := written(w.Stamp, "")
	_, l.text, _ = strings.Cut(line[w.N:], " "+fields[2]+" ")
	l.level = androidLevels[fields[2]]
	return l, l.level != ""
}

var androidLevels = map[string]string{"V": "debug", "D": "debug", "I": "info", "W": "warn", "E": "error", "F": "fatal", "A": "fatal"}

// bracketedLine is "[2026-11-18 02:14:05,123] …", "[Wed Nov 18 02:14:05.123456 2026] …" and "[1794881645] …".
func bracketedLine(line string) (logLine, bool) {
	end := strings.IndexByte(line, ']')
	if end < 9 || end > 48 {
		return logLine{}, false
	}
	inner, text := line[1:end], strings.TrimLeft(line[end+1:], " :-")
	if l, ok := datedBracket(inner, text); ok || text == "" {
		return l, ok && text != ""
	}
	if st, ok := clock.EpochTime(inner); ok && len(inner) >= 10 {
		return written(st, text), true
	}
	c := clock.ClockAt(inner, 0)
	return written(c.Stamp, text), c.N == len(inner) && levelOf(text) != ""
}

// taggedLine has a name in brackets before its time: "[BACKEND][2026-11-18 02:14:05] …", "[GIN] 2026/11/18 - 02:14:05 | 401 | …",
// "[Nest] 7  - 11/18/2026, 2:14:05 AM   WARN …".
func taggedLine(line string) (logLine, bool) {
	tag, rest, ok := strings.Cut(line, "]")
	rest = strings.TrimLeft(rest, " [")
	if !ok || len(tag) < 3 || len(tag) > 20 || line[0] != '[' || len(rest) < 21 || !text.IsLetter(line[1]) {
		return logLine{}, false
	}
	l := logLine{family: plainLog, sure: true}
	if pid, behind, apart := strings.Cut(rest, "  - "); apart && strings.Trim(pid, "0123456789") == "" {
		l.when, rest, ok = clock.ReadStamp(behind)
		ok = ok && l.when.HasDate() && l.when.HasClock()
	} else {
		if rest[10:13] == " - " {
			rest = rest[:10] + rest[12:]
		}
		w, timed := clock.ISOTime(rest)
		l.when, rest, ok = w.Stamp, rest[w.N:], timed
	}
	l.text = tag[1:] + " " + strings.TrimLeft(rest, "] :-|")
	return l, ok
}

func datedBracket(inner, text string) (l logLine, ok bool) {
	if w, ok := clock.ISOTime(inner); ok && (w.N == len(inner) || inner[w.N] == ' ' || inner[w.N] == ':') {
		l = written(w.Stamp, strings.TrimSpace(strings.TrimLeft(inner[w.N:], " :")+" "+text))
		l.sure = w.Strong
		return l, true
	}
	w, ok := clock.ServerTime(inner)
	l = written(w.Stamp, text)
	if status := statusOf(text); status >= 400 && text[0] == '"' {
		l.level = statusLevel(status)
	}
	return l, ok && w.N == len(inner)
}

// letteredLine starts with a letter: the month of a syslog line, a weekday, klog's letter, a level before the time, logfmt.
func letteredLine(line string) (logLine, bool) {
	if w, ok := clock.SyslogTime(line); ok {
		return syslogLine(w, line)
	}
	for _, read := range []func(string) (logLine, bool){klogLine, weekdayLine, rubyLine, logfmtLine, auditLine} {
		if l, ok := read(line); ok {
			return l, true
		}
	}
	word, rest, _ := strings.Cut(line, " ")
	return leveledLine(levels[strings.ToUpper(strings.TrimRight(word, ":"))], word+" ", rest)
}

func leveledLine(level, word, rest string) (logLine, bool) {
	if level == "" {
		return logLine{}, false
	}
	rest = strings.TrimLeft(rest, " [")
	w, ok := clock.LogTime(rest)
	l := written(w.Stamp, word+strings.TrimLeft(rest[w.N:], "] :-"))
	l.level = level
	return l, ok
}

// auditLine is a record of Linux's audit: "type=SYSCALL msg=audit(1794881645.123:99): arch=…".
func auditLine(line string) (logLine, bool) {
	kind, rest, _ := strings.Cut(line, " msg=audit(")
	at, text, ok := strings.Cut(rest, "): ")
	number, _, _ := strings.Cut(at, ":")
	when, known := clock.EpochTime(number)
	return written(when, strings.TrimPrefix(kind, "type=")+" "+text), ok && known && strings.HasPrefix(kind, "type=")
}

var klogLevels = map[byte]string{'N': "info", 'I': "info", 'W': "warn", 'E': "error", 'C': "error", 'F': "fatal"}

// klogLine is "E1118 02:14:05.123456    1 pool.go:27] message": the letter is the level, the year is not written.
func klogLine(line string) (logLine, bool) {
	level := klogLevels[line[0]]
	if level == "" || !text.IsDigit(line[1]) || len(line) < 30 || line[5] != ' ' {
		return logLine{}, false
	}
	w, ok := clock.DayAndClock(line[1:], 0, text.DigitsAt(line, 1, 2), text.DigitsAt(line, 3, 2), 5)
	head, said, closed := strings.Cut(line[1+w.N:], "] ")
	head = strings.TrimSpace(head)
	file := head[strings.LastIndexByte(head, ' ')+1:]
	return logLine{family: klogLines, when: w.Stamp, text: file + ": " + said, level: level, sure: true}, ok && closed && file != ""
}

// weekdayLine is journalctl's short-full, "Wed 2026-11-18 02:14:05 CET host unit[pid]: …", and ctime before a message.
func weekdayLine(line string) (logLine, bool) {
	if w, ok := clock.WeekdayISOTime(line); ok {
		host, text, ok := hostAndUnit(line[w.N:])
		return logLine{family: journalLines, when: w.Stamp, host: host, text: text, sure: true}, ok
	}
	w, ok := clock.CtimeTime(line)
	rest := strings.TrimLeft(line[w.N:], " :-")
	return written(w.Stamp, rest), ok && rest != ""
}

// accessLine is a line of a web server: the time stands in brackets behind the caller, the request in quotation marks.
func accessLine(line string) (logLine, bool) {
	for at := 1; at < min(len(line)-26, 200); at++ {
		if line[at] != '[' {
			continue
		}
		w, ok := clock.ServerTime(line[at+1:])
		if !ok {
			continue
		}
		rest := strings.TrimLeft(line[at+1+w.N:], "] ")
		l := logLine{family: accessLines, when: w.Stamp, text: rest, sure: true, level: statusLevel(statusOf(rest))}
		if caller, _, _ := strings.Cut(line, " "); caller != "" && caller[0] != '[' {
			l.text = caller + " " + rest
		}
		return l, rest != ""
	}
	return logLine{}, false
}

func statusLevel(status int) string {
	switch {
	case status >= 500:
		return "error"
	case status >= 400:
		return "warn"
	}
	return "info"
}

// statusOf is the number behind the request in quotation marks, or behind the brackets of uWSGI, 0 where there is none.
func statusOf(rest string) int {
	_, after, ok := strings.Cut(strings.TrimPrefix(rest, `"`), `" `)
	if !ok {
		_, after, _ = strings.Cut(rest, "(HTTP/1.1 ")
	}
	return max(text.DigitsAt(after, 0, 3), 0)
}
