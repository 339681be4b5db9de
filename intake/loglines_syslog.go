package intake

import (
	"strconv"
	"strings"

	"debrief/intake/clock"
)

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
	host, text, ok := hostAndUnit(line[w.N:])
	if !ok {
		if rest := strings.TrimSpace(line[w.N:]); levelOf(rest) != "" {
			return logLine{family: plainLog, when: w.Stamp, text: rest}, true
		}
		return logLine{}, false
	}
	return logLine{family: syslogLines, when: w.Stamp, host: host, text: text, sure: true}, true
}
