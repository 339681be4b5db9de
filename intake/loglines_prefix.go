package intake

import (
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
	if name == "" || !nameLike(name) || strings.IndexByte(name, ':') >= 0 {
		return "", "", false
	}
	return name, strings.TrimPrefix(line[at+1:], " "), true
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

// behindPrefix reads what stands behind a prefix; plain says that it is one. Where it could be any word, only what begins
// with a time counts.
func behindPrefix(name, rest string, plain bool) (l logLine, ok bool) {
	if len(rest) < 9 {
		return logLine{}, false
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
func objectLine(line string) (logLine, bool) {
	if !strings.HasSuffix(strings.TrimRight(line, " "), "}") {
		return logLine{}, false
	}
	x := validMembers(line)
	when, _, ok := stampOf(x)
	s := x.text()
	if !ok || s == "" {
		return logLine{}, false
	}
	l := x.line(s)
	l.family, l.when, l.sure = plainLog, when, true
	return l, true
}

// rubyLine is a line of Ruby's logger, "E, [2026-11-18T02:14:05.123456 #4242] ERROR -- : text", and the first of a request in
// the log of Rails, "Started GET "/pay" for 10.0.0.1 at 2026-11-18 02:14:05 +0000".
func rubyLine(line string) (logLine, bool) {
	if len(line) > 30 && line[1:4] == ", [" {
		w, ok := clock.ISOTime(line[4:])
		_, text, closed := strings.Cut(line, "]")
		if !ok || !closed {
			return logLine{}, false
		}
		level, message, parted := strings.Cut(text, "--")
		if parted {
			text = strings.TrimLeft(message, " :")
		}
		return logLine{family: plainLog, when: w.Stamp, text: text, level: leadingLevel(level), sure: true}, strings.TrimSpace(text) != ""
	}
	request, ok := strings.CutPrefix(line, "Started ")
	at := strings.LastIndex(line, " at ")
	if !ok || at < 0 || !strings.Contains(request[:min(len(request), 9)], ` "`) {
		return logLine{}, false
	}
	w, ok := clock.ISOTime(line[at+4:])
	return logLine{family: plainLog, when: w.Stamp, text: line[:at], sure: true}, ok && at+4+w.N == len(line)
}
