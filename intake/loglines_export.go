package intake

import (
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
)

// "journalctl -o export" is a field a line and an empty line between entries, and "-o verbose" the fields below a line with the time and
// the cursor.

// verboseHead is the first line of an entry: "Wed 2026-11-18 02:14:05.123456 CET [s=e99;i=372a;…]".
func verboseHead(line string) (when clock.Stamp, cursor string, ok bool) {
	if len(line) < 30 || line[3] != ' ' || !strings.HasSuffix(line, "]") {
		return clock.Stamp{}, "", false
	}
	w, ok := clock.ISOTime(line[4:])
	if !ok {
		return clock.Stamp{}, "", false
	}
	w.Text = line[:4] + w.Text
	cursor, ok = strings.CutPrefix(line[4+w.N:], " [s=")
	return w.Stamp, "s=" + strings.TrimSuffix(cursor, "]"), ok
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
			b.drop(i, "an entry without a time or a message")
		}
		i = end
	}
}

func recogniseExport(lines []string) int {
	if len(lines) < 2 || !strings.HasPrefix(lines[0], "__CURSOR=") && !strings.HasPrefix(lines[0], "__REALTIME_TIMESTAMP=") {
		return 0
	}
	n := text.Run(lines, func(line string) bool { return line == "" || isExportField(line) })
	return len(text.WithoutBlankEnd(lines[:n]))
}

func isExportField(line string) bool {
	name, _, ok := strings.Cut(line, "=")
	return ok && name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == ""
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
				b.drop(start, "an entry without a time or a message")
			}
		}
		start = i + 1
	}
}

// exportEntry is the entry of such fields; ok says that it has a message.
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
