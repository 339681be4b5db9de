package storage

import "strings"

// sink takes rows, one statement each: the writer at once, a sheaf when it has many.
type sink interface {
	exec(insert string, args ...any) error
}

// sheaf gathers rows, and writes those of one table together. The texts of its statements end with the marks for one row.
type sheaf struct {
	w      *writer
	behind string // what follows the rows
	args   map[string][]any
	many   map[string]string // by the text for one row
}

// together is how many rows one statement writes.
const together = 32

func newSheaf(w *writer, behind string) *sheaf {
	return &sheaf{w: w, behind: behind, args: map[string][]any{}, many: map[string]string{}}
}

func (s *sheaf) exec(insert string, args ...any) error {
	s.args[insert] = append(s.args[insert], args...)
	all := s.args[insert]
	if len(all) < together*len(args) {
		return nil
	}
	s.args[insert] = all[:0]
	text, ok := s.many[insert]
	if !ok {
		text = insert + strings.Repeat(", ("+marks(len(args))+")", together-1) + s.behind
		s.many[insert] = text
	}
	return s.w.exec(text, all...)
}

// finish writes what is left.
func (s *sheaf) finish() error {
	for insert, all := range s.args {
		width := strings.Count(insert, "?")
		for ; len(all) > 0; all = all[width:] {
			if err := s.w.exec(insert+s.behind, all[:width]...); err != nil {
				return err
			}
		}
	}
	clear(s.args)
	return nil
}
