package intake

import (
	"slices"
	"strings"
)

func gitFormats() []format {
	return []format{
		{name: "git log", source: "deploy", recognise: recogniseGitLog, read: readGitLog},
		{name: "git log lines", source: "deploy", recognise: recogniseGitLines, read: readGitLines},
		{name: "git log --oneline", source: "deploy", recognise: recogniseOneline, read: readOneline},
	}
}

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

var gitHeaders = []string{"Author:", "AuthorDate:", "Commit:", "CommitDate:", "Date:", "Merge:", "gpg:", "Signed-off", "Notes"}

func isGitHeader(line string) bool {
	return slices.ContainsFunc(gitHeaders, func(h string) bool { return strings.HasPrefix(line, h) })
}

// isGitBody reports a line of a message, a statistic or a patch.
func isGitBody(line string) bool {
	if line == "" || line[0] == ' ' || line[0] == '\t' || line[0] == '+' || line[0] == '@' || line[0] == '-' {
		return true
	}
	return strings.HasPrefix(line, "diff --") || strings.HasPrefix(line, "index ") || strings.HasPrefix(line, "new file") ||
		strings.HasPrefix(line, "deleted file") || strings.HasPrefix(line, "rename ") || strings.HasPrefix(line, "similarity ") ||
		strings.HasPrefix(line, "Binary files")
}

func recogniseGitLog(lines []string) int {
	if len(lines) < 2 {
		return 0
	}
	if _, ok := isCommitLine(lines[0]); !ok || !slices.ContainsFunc(lines[1:min(len(lines), 6)], isGitHeader) {
		return 0
	}
	n := 1
	for n < len(lines) {
		if _, ok := isCommitLine(lines[n]); !ok && !isGitHeader(lines[n]) && !isGitBody(lines[n]) {
			break
		}
		n++
	}
	for n > 1 && strings.TrimSpace(lines[n-1]) == "" {
		n--
	}
	return n
}

// readGitLog reads the default and the fuller format. The time at which a commit was committed counts, which is that of the
// merge; the time of the author may be months older.
func readGitLog(b *block) ([]entry, []Dropped) {
	var entries []entry
	var dropped []Dropped
	start := 0
	flush := func(end int) {
		if end == start {
			return
		}
		if e, ok := gitCommit(b.lines[start:end]); ok {
			e.line, e.lines = b.line(start), end-start
			entries = append(entries, e)
		} else {
			dropped = append(dropped, b.drop(start, "a commit without a date that can be read: run "+gitCommand))
		}
	}
	for i, line := range b.lines {
		if _, ok := isCommitLine(line); ok {
			flush(i)
			start = i
		}
	}
	flush(len(b.lines))
	return oldestFirst(entries), dropped
}

func gitCommit(lines []string) (entry, bool) {
	for len(lines) > 1 && strings.TrimSpace(lines[len(lines)-1]) == "" {
		lines = lines[:len(lines)-1]
	}
	hash, _ := isCommitLine(lines[0])
	e := entry{key: hash, kind: "change", raw: strings.Join(lines, "\n")}
	committed := false
	ok := false
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch name {
		case "Author":
			e.by, _, _ = strings.Cut(value, " <")
		case "CommitDate":
			e.when, ok = machineTime(value)
			committed = true
		case "Date":
			if !committed {
				e.when, ok = machineTime(value)
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
	return firstText(subject, "commit") + " (" + short(hash) + ")"
}

// gitLine reads one line of a format of our own or of a like one: a time, a hash, a name and a subject, separated by tabs or
// by " | ". The hash may stand first.
func gitLine(line string) (entry, bool) {
	separator := "\t"
	if !strings.Contains(line, separator) {
		separator = " | "
	}
	cells := strings.SplitN(line, separator, 4)
	if len(cells) < 3 {
		return entry{}, false
	}
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	if isHash(cells[0]) && len(cells[0]) >= 7 {
		cells[0], cells[1] = cells[1], cells[0]
	}
	when, ok := machineTime(cells[0])
	if !ok || !isHash(cells[1]) || when.form != exact && when.form != local {
		return entry{}, false
	}
	e := entry{when: when, key: cells[1], kind: "change", raw: line, lines: 1, text: gitText(cells[1], cells[len(cells)-1])}
	if len(cells) == 4 {
		e.by = cells[2]
	}
	return e, true
}

func recogniseGitLines(lines []string) int {
	n := 0
	for n < len(lines) {
		if _, ok := gitLine(lines[n]); !ok {
			break
		}
		n++
	}
	return n
}

func readGitLines(b *block) ([]entry, []Dropped) {
	var entries []entry
	var dropped []Dropped
	for i, line := range b.lines {
		e, ok := gitLine(line)
		switch {
		case ok:
			e.line = b.line(i)
			entries = append(entries, e)
		case strings.TrimSpace(line) != "":
			dropped = append(dropped, b.drop(i, "not a commit: a time, a hash, a name and a subject, separated by tabs"))
		}
	}
	return oldestFirst(entries), dropped
}

// recogniseOneline takes two lines or more that start with a hash: one alone may be anything.
func recogniseOneline(lines []string) int {
	n := 0
	for n < len(lines) {
		hash, subject, ok := strings.Cut(lines[n], " ")
		if !ok || len(hash) < 7 || len(hash) > 40 || !isHash(hash) || strings.Trim(hash, "0123456789") == "" || subject == "" {
			break
		}
		n++
	}
	if n < 2 {
		return 0
	}
	return n
}

func readOneline(b *block) ([]entry, []Dropped) {
	var dropped []Dropped
	for i, line := range b.lines {
		if strings.TrimSpace(line) != "" {
			dropped = append(dropped, b.drop(i, "git log --oneline has no times: run "+gitCommand))
		}
	}
	return nil, dropped
}

// oldestFirst puts a list with the newest on top into the order of time; days without a clock are turned round.
func oldestFirst(entries []entry) []entry {
	for _, e := range entries {
		if e.when.form != exact {
			slices.Reverse(entries)
			return entries
		}
	}
	slices.Reverse(entries)
	slices.SortStableFunc(entries, func(x, y entry) int { return x.when.at.Compare(y.when.at) })
	return entries
}
