package intake

import (
	"strconv"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
)

// logfmtLine is "time=… level=… msg=…".
func logfmtLine(line string) (logLine, bool) {
	eq := strings.IndexByte(line, '=')
	if eq < 1 || eq > 24 || strings.IndexByte(line[:eq], ' ') >= 0 {
		return logLine{}, false
	}
	pairs := logfmtPairs(line)
	when := clock.Stamp{}
	ok := false
	for _, key := range timeKeys {
		if v, there := pairs[key]; there {
			if when, ok = clock.MachineTime(v); ok {
				break
			}
		}
	}
	if !ok {
		return logLine{}, false
	}
	l := logfmtSays(pairs, line)
	l.when = when
	return l, true
}

// logfmtMessage is a message of such pairs without a time; false where it is none.
func logfmtMessage(text string) (logLine, bool) {
	eq := strings.IndexByte(text, '=')
	if eq < 1 || eq > 24 || strings.IndexByte(text[:eq], ' ') >= 0 {
		return logLine{}, false
	}
	l := logfmtSays(logfmtPairs(text), text)
	return l, l.text != text
}

// logfmtSays is what the pairs of a line say.
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

// logfmtPairs reads key=value and key="quoted value"; words without "=" are left out.
func logfmtPairs(line string) map[string]string {
	pairs := map[string]string{}
	for i := 0; i < len(line); {
		from := i
		for i < len(line) && line[i] != '=' && line[i] != ' ' {
			i++
		}
		if i >= len(line) || line[i] == ' ' {
			i++
			continue
		}
		key := line[from:i]
		i++
		from = i
		if i < len(line) && line[i] == '"' {
			n := text.Quoted(line[i+1:], '"', false)
			if n < 0 {
				n = strings.IndexByte(line[i+1:]+" ", ' ')
			}
			v, err := strconv.Unquote(line[i:min(len(line), i+n+2)])
			if err != nil {
				v = line[i+1 : i+1+n]
			}
			pairs[key] = v
			i += n + 2
			continue
		}
		for i < len(line) && line[i] != ' ' {
			i++
		}
		pairs[key] = line[from:i]
	}
	return pairs
}
