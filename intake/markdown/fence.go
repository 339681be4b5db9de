package markdown

import (
	"strings"
)

// Fences looks for the ends of fences. What it did not find once it never looks for again, so that many open fences
// cost no more than one.
type Fences struct {
	backticks, tildes int    // the shortest marks that no line below closes
	open              string // the mark of the fence that Inside is in
}

// Inside reports, asked for one line after the other, whether a line belongs to a fence that one of the lines below it closes.
func (f *Fences) Inside(line string, below []string) bool {
	if f.open != "" {
		if ClosesFence(line, f.open) {
			f.open = ""
		}
		return true
	}
	if mark := FenceMark(line); mark != "" && f.Closing(below, mark) >= 0 {
		f.open = mark
	}
	return f.open != ""
}

// Closing is the first of the lines that closes a fence, -1 where none does. The lines of later calls must be a part of
// those of earlier ones.
func (f *Fences) Closing(lines []string, mark string) int {
	missed := &f.backticks
	if mark[0] == '~' {
		missed = &f.tildes
	}
	if *missed > 0 && len(mark) >= *missed {
		return -1
	}
	for i := range lines {
		if ClosesFence(lines[i], mark) {
			return i
		}
	}
	*missed = len(mark)
	return -1
}

// FenceMark is the run of backticks or tildes that opens a fence on this line, "" where there is none.
func FenceMark(line string) string {
	t := strings.TrimSpace(line)
	for _, c := range []string{"`", "~"} {
		run := t[:len(t)-len(strings.TrimLeft(t, c))]
		if len(run) >= 3 && !strings.Contains(t[len(run):], "`") {
			return run
		}
	}
	return ""
}

// ClosesFence reports whether a line closes the fence that mark opened.
func ClosesFence(line, mark string) bool {
	t := strings.TrimSpace(line)
	return strings.HasPrefix(t, mark) && strings.Trim(t, mark[:1]) == ""
}
