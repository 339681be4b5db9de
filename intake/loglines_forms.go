package intake

import (
	"strconv"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
)

// containerLine takes the name of a container off a line of "docker compose logs": "api-1  | text".
func containerLine(line string) (name, rest string, ok bool) {
	at := strings.IndexByte(line[:min(len(line), 80)], '|')
	if at < 2 || line[at-1] != ' ' {
		return "", "", false
	}
	name = strings.TrimRight(line[:at], " ")
	return name, strings.TrimPrefix(line[at+1:], " "), name != "" && nameLike(name) && strings.IndexByte(name, ':') < 0
}

func isContainer(line string) bool {
	_, _, ok := containerLine(line)
	return ok
}

// prefixedLine is a line behind the name of its container or file: "api-1  | …" (compose), "[pod/api-7/app] …" (kubectl),
// "app.log:…" (grep). It may be of any family, or an object of JSON.
func prefixedLine(line string) (logLine, bool) {
	if name, rest, ok := containerLine(line); ok {
		return behindPrefix(name, rest, true)
	}
	look := line[:min(len(line), 120)]
	for _, mark := range []string{"] ", ":", " "} {
		at := strings.Index(look, mark)
		if at < 1 || mark == "] " && !strings.HasPrefix(line, "[pod/") {
			continue
		}
		name, rest := strings.Trim(line[:at], " ["), line[at+len(mark):]
		if name == "" || strings.ContainsAny(name, " \t|\"`*") {
			continue
		}
		if l, ok := behindPrefix(name, rest, mark == "] "); ok {
			return l, true
		}
	}
	return logLine{}, false
}

// behindPrefix reads what stands behind a prefix; plain says that it is one. Where it could be any word, only what begins with a time counts.
func behindPrefix(name, rest string, plain bool) (l logLine, ok bool) {
	if len(rest) < 9 {
		return l, false
	}
	switch c := rest[0]; {
	case c == '{':
		l, ok = objectLine(rest)
	case plain || text.IsDigit(c) || c == '[' && name != "":
		l, ok = readLogLine(rest)
		ok = ok && l.sure && (plain || l.family != accessLines && (c != '[' || !strings.HasSuffix(name, "]")))
	}
	l.host, l.family = name, plainLog
	return l, ok
}

// objectLine is an object of JSON with a time, on one line.
func objectLine(line string) (l logLine, ok bool) {
	if !strings.HasSuffix(strings.TrimRight(line, " "), "}") {
		return l, false
	}
	x := validMembers(line)
	when, _, ok := stampOf(x)
	s := x.text()
	if ok = ok && s != ""; ok {
		l = x.line(s)
		l.family, l.when, l.sure = plainLog, when, true
	}
	return l, ok
}

// rubyLine is a line of Ruby's logger, "E, [2026-11-18T02:14:05.123456 #4242] ERROR -- : text", and the first of a request in
// the log of Rails, "Started GET "/pay" for 10.0.0.1 at 2026-11-18 02:14:05 +0000".
func rubyLine(line string) (logLine, bool) {
	if len(line) > 30 && line[1:4] == ", [" {
		w, ok := clock.ISOTime(line[4:])
		_, text, closed := strings.Cut(line, "]")
		level, message, parted := strings.Cut(text, "--")
		if parted {
			text = strings.TrimLeft(message, " :")
		}
		l := written(w.Stamp, text)
		l.level = leadingLevel(level)
		return l, ok && closed && strings.TrimSpace(text) != ""
	}
	request, ok := strings.CutPrefix(line, "Started ")
	at := strings.LastIndex(line, " at ")
	if !ok || at < 0 || !strings.Contains(request[:min(len(request), 9)], ` "`) {
		return logLine{}, false
	}
	w, ok := clock.ISOTime(line[at+4:])
	return written(w.Stamp, line[:at]), ok && at+4+w.N == len(line)
}

// priorityLine is syslog as it goes over the wire: RFC 5424 where a version follows the priority, else RFC 3164.
func priorityLine(line string) (logLine, bool) {
	end := strings.IndexByte(line, '>')
	if end < 2 || end > 4 {
		return logLine{}, false
	}
	priority, err := strconv.Atoi(line[1:end])
	if err != nil || priority > 191 {
		return logLine{}, false
	}
	body := line[end+1:]
	level := journalLevel(strconv.Itoa(priority % 8))
	if rest, ok := strings.CutPrefix(body, "1 "); ok {
		if l, ok := syslog5424(rest); ok {
			l.level = level
			return l, true
		}
	}
	if w, ok := clock.SyslogTime(body); ok {
		l, ok := syslogLine(w, body)
		l.level, l.sure = level, true
		return l, ok
	}
	if w, ok := clock.ISOTime(body); ok {
		l, ok := isoLine(w, body)
		l.family, l.level = syslogLines, level
		return l, ok
	}
	return logLine{}, false
}

// syslog5424 is "TIMESTAMP HOST APP PROCID MSGID [SD] MSG" (RFC 5424, 6).
func syslog5424(rest string) (logLine, bool) {
	w, ok := clock.ISOTime(rest)
	if !ok || w.Loc == nil {
		return logLine{}, false
	}
	fields := strings.SplitN(strings.TrimPrefix(rest[w.N:], " "), " ", 5)
	if len(fields) < 5 {
		return logLine{}, false
	}
	message := strings.TrimPrefix(afterStructuredData(fields[4]), "\ufeff")
	if message == "" {
		message = fields[4]
	}
	if fields[1] != "-" {
		message = fields[1] + ": " + message
	}
	return logLine{family: syslogLines, when: w.Stamp, host: strings.Trim(fields[0], "-"), text: message, sure: true}, true
}

// afterStructuredData skips "-" or elements in brackets, in whose values \] is escaped.
func afterStructuredData(s string) string {
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		return strings.TrimSpace(rest)
	}
	for strings.HasPrefix(s, "[") {
		end := 1
		for end < len(s) && (s[end] != ']' || s[end-1] == '\\') {
			end++
		}
		if end >= len(s) {
			return ""
		}
		s = s[end+1:]
	}
	return strings.TrimSpace(s)
}

func syslogLine(w clock.Wrote, line string) (logLine, bool) {
	if host, text, ok := hostAndUnit(line[w.N:]); ok {
		return logLine{family: syslogLines, when: w.Stamp, host: host, text: text, sure: true}, true
	}
	rest := strings.TrimSpace(line[w.N:])
	return logLine{family: plainLog, when: w.Stamp, text: rest}, levelOf(rest) != ""
}

// logfmtLine is "time=… level=… msg=…".
func logfmtLine(line string) (logLine, bool) {
	pairs := logfmtPairs(line)
	for _, key := range timeKeys {
		if v, there := pairs[key]; there {
			if when, ok := clock.MachineTime(v); ok {
				l := logfmtSays(pairs, line)
				l.when = when
				return l, true
			}
		}
	}
	return logLine{}, false
}

func logfmtSays(pairs map[string]string, line string) logLine {
	l := logLine{family: logfmtLines, text: line, sure: true}
	for _, key := range levelKeys {
		if level := levels[strings.ToUpper(pairs[key])]; level != "" {
			l.level = level
		}
	}
	for _, key := range textKeys {
		if v := pairs[key]; v != "" {
			l.text = v
			break
		}
	}
	if cause := pairs["err"] + pairs["error"]; cause != "" && cause != l.text {
		l.text += ": " + cause
	}
	return l
}

// logfmtPairs reads key=value and key="quoted value" of a line that begins with one; words without "=" are left out.
func logfmtPairs(line string) map[string]string {
	if eq := strings.IndexByte(line, '='); eq < 1 || eq > 24 || strings.IndexByte(line[:eq], ' ') >= 0 {
		return nil
	}
	pairs := map[string]string{}
	for line = strings.TrimLeft(line, " "); line != ""; line = strings.TrimLeft(line, " ") {
		n := strings.IndexAny(line, "= ")
		if n < 0 {
			break
		}
		key, mark := line[:n], line[n]
		if line = line[n+1:]; mark == ' ' {
			continue
		}
		if strings.HasPrefix(line, `"`) {
			n = text.Quoted(line[1:], '"', false)
			if n < 0 {
				n = strings.IndexByte(line[1:]+" ", ' ')
			}
			v, err := strconv.Unquote(line[:min(len(line), n+2)])
			if err != nil {
				v = line[1 : 1+n]
			}
			pairs[key], line = v, line[min(len(line), n+2):]
			continue
		}
		n = strings.IndexByte(line+" ", ' ')
		pairs[key], line = line[:n], line[n:]
	}
	return pairs
}

// "journalctl -o export" is a field a line and an empty line between entries, and "-o verbose" the fields below a line with the time and
// the cursor.

// verboseHead is the first line of an entry: "Wed 2026-11-18 02:14:05.123456 CET [s=e99;i=372a;…]".
func verboseHead(line string) (when clock.Stamp, cursor string, ok bool) {
	w, timed := clock.WeekdayISOTime(line)
	cursor, ok = strings.CutPrefix(line[w.N:], " [s=")
	return w.Stamp, "s=" + strings.TrimSuffix(cursor, "]"), timed && ok && strings.HasSuffix(line, "]")
}

func recogniseVerbose(lines []string) int {
	if _, _, ok := verboseHead(lines[0]); !ok {
		return 0
	}
	return 1 + text.Run(lines[1:], func(line string) bool {
		_, _, ok := verboseHead(line)
		return ok || strings.HasPrefix(line, "    ")
	})
}

func readVerbose(b *block) {
	for i := 0; i < len(b.lines); {
		when, cursor, ok := verboseHead(b.lines[i])
		end := i + 1 + text.Run(b.lines[i+1:], func(line string) bool { return strings.HasPrefix(line, "    ") })
		fields := make([]string, 0, end-i)
		for _, line := range b.lines[i+1 : end] {
			fields = append(fields, strings.TrimLeft(line, " "))
		}
		e, said := exportEntry(fields)
		if ok && said {
			e.when, e.key, e.line, e.lines, e.raw = when, cursor, b.line(i), end-i, strings.Join(b.lines[i:end], "\n")
			b.add(e)
		} else {
			b.dropLines(i, end, "an entry without a time or a message")
		}
		i = end
	}
}

func recogniseExport(lines []string) int {
	if len(lines) < 2 || !strings.HasPrefix(lines[0], "__CURSOR=") && !strings.HasPrefix(lines[0], "__REALTIME_TIMESTAMP=") {
		return 0
	}
	n := text.Run(lines, func(line string) bool {
		name, _, field := strings.Cut(line, "=")
		return line == "" || field && name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == ""
	})
	return len(text.WithoutBlankEnd(lines[:n]))
}

func readExport(b *block) {
	start := 0
	for i := 0; i <= len(b.lines); i++ {
		if i < len(b.lines) && b.lines[i] != "" {
			continue
		}
		if i > start {
			if e, ok := exportEntry(b.lines[start:i]); ok && e.when.Form == clock.Exact {
				e.line, e.lines = b.line(start), i-start
				b.add(e)
			} else {
				b.dropLines(start, i, "an entry without a time or a message")
			}
		}
		start = i + 1
	}
}

func exportEntry(lines []string) (e entry, ok bool) {
	fields := map[string]string{}
	for _, line := range lines {
		name, value, _ := strings.Cut(line, "=")
		if _, there := fields[name]; !there {
			fields[name] = value
		}
	}
	e = journalEntry(func(name string) string { return fields[name] })
	e.raw = strings.Join(lines, "\n")
	return e, e.text != ""
}
