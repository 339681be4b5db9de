package main

import (
	"bytes"
	"strings"
	"sync"
	"unicode/utf8"

	"debrief/intake/secret"
	"debrief/model"
)

// How much of a run's output is looked at for what is kept, and how much is kept: enough for the message of a failed test. The
// first is wider, so that a secret of which only the end is kept is known by its beginning.
const (
	tailBytes = 64 << 10
	keptBytes = 4 << 10
	keptLines = 40
)

// tail is the end of what a command wrote. Two streams may write to it at once.
type tail struct {
	mu   sync.Mutex
	last []byte
	cut  bool // there was more before it
}

func (t *tail) add(b []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last = append(t.last, b...)
	if len(t.last) > 2*tailBytes {
		t.last = append(t.last[:0], t.last[len(t.last)-tailBytes:]...)
		t.cut = true
	}
}

// text is what is kept: the last lines, safe to show, with secrets hidden. The first line is left out where its beginning is
// not known, and the word where there is no line: half of a secret would not be known as one.
func (t *tail) text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	last := t.last
	if t.cut {
		end := bytes.IndexByte(last, '\n')
		if end < 0 {
			end = bytes.IndexByte(last, ' ')
		}
		last = last[end+1:]
	}
	safe, _ := secret.Hide(model.CleanLines(string(last)))
	lines := strings.Split(strings.TrimRight(safe, "\n "), "\n")
	lines = lines[max(0, len(lines)-keptLines):]
	size := 0
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
		size += len(lines[i]) + 1
	}
	for len(lines) > 1 && size > keptBytes {
		size -= len(lines[0]) + 1
		lines = lines[1:]
	}
	return lastBytes(strings.Join(lines, "\n"), keptBytes)
}

// lastBytes is the end of a text, in whole characters.
func lastBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	from := len(s) - n
	for from < len(s) && !utf8.RuneStart(s[from]) {
		from++
	}
	return s[from:]
}
