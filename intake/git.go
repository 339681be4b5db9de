package intake

import (
	"slices"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
)

// gitCommand is what prints a log that can be read: one line a commit, with the time at which it was committed.
const gitCommand = "git log --date=iso-strict --format='%cI%x09%h%x09%an%x09%s'"

// isCommitLine reports "commit 0f1e2d…", which starts a commit of the default format; decorations may follow.
func isCommitLine(line string) (hash string, ok bool) {
	rest, ok := strings.CutPrefix(strings.TrimLeft(line, "*| "), "commit ")
	if !ok {
		return "", false
	}
	hash, _, _ = strings.Cut(rest, " ")
	return hash, len(hash) >= 7 && isHash(hash)
}

func isHash(s string) bool {
	return len(s) >= 4 && len(s) <= 64 && strings.Trim(s, "0123456789abcdef") == ""
}

func isGitHeader(line string) bool {
	return text.StartsWithAny(line, "Author:", "AuthorDate:", "Commit:", "CommitDate:", "Date:", "Merge:", "gpg:", "Signed-off", "Notes")
}

func recogniseGitLog(lines []string) int {
	if len(lines) < 2 {
		return 0
	}
	if _, ok := isCommitLine(lines[0]); !ok {
		return 0
	}
	graph := lines[0][0] == '*'
	if !slices.ContainsFunc(lines[1:min(len(lines), 6)], func(l string) bool { return isGitHeader(withoutGraph(l, graph)) }) {
		return 0
	}
	n := text.Run(lines, func(line string) bool {
		line = withoutGraph(line, graph)
		_, ok := isCommitLine(line)
		return ok || isGitHeader(line) || line == "" || strings.IndexByte(" \t+@-", line[0]) >= 0 || // a message, a statistic or a patch
			text.StartsWithAny(line, "diff --", "index ", "new file", "deleted file", "rename ", "similarity ", "Binary files")
	})
	return len(text.WithoutBlankEnd(lines[:n]))
}

// withoutGraph takes the branches that --graph draws off a line, and the blanks that stand for the others: "| * commit …",
// "|\\  Merge: …". The four blanks before a message stay.
func withoutGraph(line string, graph bool) string {
	if !graph {
		return line
	}
	end := len(line) - len(strings.TrimLeft(line, "*|\\/_ "))
	drawn := strings.TrimRight(line[:end], " ")
	rest := line[len(drawn):]
	near := end-len(drawn) < 4 // else it is a message
	switch {
	case end == len(line) || near && (strings.HasPrefix(line[end:], "commit ") || isGitHeader(line[end:])):
		return line[end:]
	case strings.HasPrefix(rest, "     "): // one blank behind the branch, four before the message
		return rest[1:]
	}
	return rest
}

// readGitLog reads the default and the fuller format. The time at which a commit was committed counts, which is that of the
// merge; the time of the author may be months older.
func readGitLog(b *block) {
	start := 0
	graph := strings.HasPrefix(b.lines[0], "*")
	flush := func(end int) {
		if end == start {
			return
		}
		if e, ok := gitCommit(b.lines[start:end], graph); ok {
			e.line, e.lines = b.line(start), end-start
			b.add(e)
		} else {
			b.dropLines(start, end, "a commit without a date that can be read: run "+gitCommand)
		}
	}
	for i, line := range b.lines {
		if _, ok := isCommitLine(line); ok {
			flush(i)
			start = i
		}
	}
	flush(len(b.lines))
	b.oldestFirst()
}

func gitCommit(lines []string, graph bool) (entry, bool) {
	lines = text.WithoutBlankEnd(lines)
	hash, _ := isCommitLine(lines[0])
	e := entry{key: short(hash), kind: "change", raw: strings.Join(lines, "\n")}
	committed := false
	ok := false
	for _, line := range lines[1:] {
		line = withoutGraph(line, graph)
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch name {
		case "Author":
			e.by, _, _ = strings.Cut(value, " <")
		case "CommitDate":
			e.when, ok = clock.MachineTime(value)
			committed = true
		case "Date":
			if !committed {
				e.when, ok = clock.MachineTime(value)
			}
		}
		if text, body := strings.CutPrefix(line, "    "); body && strings.TrimSpace(text) != "" {
			if e.text == "" {
				e.text = strings.TrimSpace(text)
			} else if strings.HasPrefix(e.text, "Merge pull request") && !strings.Contains(e.text, ": ") {
				e.text += ": " + strings.TrimSpace(text)
			}
		}
	}
	e.text = gitText(hash, e.text)
	return e, ok
}

func gitText(hash, subject string) string {
	return text.First(subject, "commit") + " (" + short(hash) + ")"
}

// gitLine reads one line of a format of our own or of a like one: a time, a hash, a name and a subject, separated by tabs or
// by bars. The hash may stand first; with single blanks between them there is no name.
func gitLine(line string) (entry, bool) {
	line = strings.TrimLeft(line, "*|\\/ ")
	cells := gitCells(line)
	if len(cells) < 3 {
		return entry{}, false
	}
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	if isHash(cells[0]) && len(cells[0]) >= 7 {
		cells[0], cells[1] = cells[1], cells[0]
	}
	when, ok := clock.MachineTime(cells[0])
	if !ok || !isHash(cells[1]) || when.Form != clock.Exact && when.Form != clock.Local {
		return entry{}, false
	}
	e := entry{when: when, key: short(cells[1]), kind: "change", raw: line, lines: 1, text: gitText(cells[1], cells[len(cells)-1])}
	if len(cells) == 4 {
		e.by = cells[2]
	}
	return e, true
}

func gitCells(line string) []string {
	for _, separator := range []string{"\t", " | ", "|"} {
		if strings.Contains(line, separator) {
			if cells := strings.SplitN(line, separator, 4); len(cells) > 2 {
				return cells
			}
		}
	}
	hash, rest, _ := strings.Cut(line, " ")
	if len(hash) >= 7 && isHash(hash) { // "0f1e2d3 2026-11-18T02:14:05+01:00 subject"
		rest = strings.TrimLeft(rest, " -(")
		if n := leadingTime(rest); n > 0 && n < len(rest) {
			return []string{rest[:n], hash, strings.TrimLeft(rest[n:], ") -:|")}
		}
		return nil
	}
	n := leadingTime(line)
	if n == 0 {
		return nil
	}
	hash, subject, ok := strings.Cut(strings.TrimLeft(line[n:], " "), " ")
	if !ok || len(hash) < 7 || !isHash(hash) || strings.Trim(hash, "0123456789") == "" {
		return nil
	}
	return []string{line[:n], hash, subject}
}

// leadingTime is the length of the ISO time, or of the day, at the beginning of a line; 0 where there is none.
func leadingTime(line string) int {
	if w, ok := clock.ISOTime(line); ok {
		return w.N
	}
	if len(line) > 10 && line[10] == ' ' &&
		clock.ValidDay(text.DigitsAt(line, 0, 4), text.DigitsAt(line, 5, 2), text.DigitsAt(line, 8, 2)) && line[4] == '-' && line[7] == '-' {
		return 10
	}
	return 0
}

func recogniseGitLines(lines []string) int {
	return text.Run(lines, func(line string) bool { _, ok := gitLine(line); return ok })
}

func readGitLines(b *block) {
	for i, line := range b.lines {
		e, ok := gitLine(line)
		switch {
		case ok:
			e.line = b.line(i)
			b.add(e)
		case strings.TrimSpace(line) != "":
			b.drop(i, "not a commit: a time, a hash, a name and a subject, separated by tabs")
		}
	}
	b.oldestFirst()
}

// recogniseOneline takes two lines or more that start with a hash: one alone may be anything.
func recogniseOneline(lines []string) int {
	first := true
	n := text.Run(lines, func(drawn string) bool {
		line := strings.TrimLeft(drawn, "*|\\/ ")
		hash, subject, ok := strings.Cut(line, " ")
		branches := line == "" && !first && drawn != ""
		first = false
		return branches || ok && len(hash) >= 7 && len(hash) <= 40 && isHash(hash) && strings.Trim(hash, "0123456789") != "" && subject != ""
	})
	if n < 2 {
		return 0
	}
	return n
}

func readOneline(b *block) {
	for i, line := range b.lines {
		if strings.TrimSpace(line) != "" {
			b.drop(i, "git log --oneline has no times: run "+gitCommand)
		}
	}
}

// oldestFirst puts a list with the newest on top into the order of time; days without a clock are turned round.
func (b *block) oldestFirst() {
	slices.Reverse(b.entries)
	if !slices.ContainsFunc(b.entries, func(e entry) bool { return e.when.Form != clock.Exact }) {
		b.byTime()
	}
}
