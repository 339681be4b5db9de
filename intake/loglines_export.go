package intake

import "strings"

// exportFormats is "journalctl -o export": a field a line, an empty line between entries.
func exportFormats() []format {
	return []format{{name: "journal export", source: "log", recognise: recogniseExport, read: readExport}}
}

func recogniseExport(lines []string) int {
	if len(lines) < 2 || !strings.HasPrefix(lines[0], "__CURSOR=") && !strings.HasPrefix(lines[0], "__REALTIME_TIMESTAMP=") {
		return 0
	}
	n := 0
	for n < len(lines) && (lines[n] == "" || isExportField(lines[n])) {
		n++
	}
	for n > 0 && lines[n-1] == "" {
		n--
	}
	return n
}

func isExportField(line string) bool {
	name, _, ok := strings.Cut(line, "=")
	return ok && name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == ""
}

func readExport(b *block) ([]entry, []Dropped) {
	var entries []entry
	var dropped []Dropped
	start := 0
	for i := 0; i <= len(b.lines); i++ {
		if i < len(b.lines) && b.lines[i] != "" {
			continue
		}
		if i > start {
			if e, ok := exportEntry(b.lines[start:i]); ok {
				e.line, e.lines = b.line(start), i-start
				entries = append(entries, e)
			} else {
				dropped = append(dropped, b.drop(start, "an entry without a time or a message"))
			}
		}
		start = i + 1
	}
	return entries, dropped
}

func exportEntry(lines []string) (entry, bool) {
	fields := map[string]string{}
	for _, line := range lines {
		name, value, _ := strings.Cut(line, "=")
		if _, there := fields[name]; !there {
			fields[name] = value
		}
	}
	when, ok := epochTime(fields["__REALTIME_TIMESTAMP"])
	text := strings.TrimSpace(fields["MESSAGE"])
	if !ok || text == "" {
		return entry{}, false
	}
	e := entry{when: when, key: fields["__CURSOR"], text: text, raw: strings.Join(lines, "\n"), kind: logKind(journalLevel(fields["PRIORITY"]), text)}
	if unit := firstText(fields["SYSLOG_IDENTIFIER"], fields["_COMM"]); unit != "" {
		e.text = unit + ": " + text
	}
	return e, true
}
