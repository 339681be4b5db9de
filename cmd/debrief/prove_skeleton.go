package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"debrief/export"
	"debrief/model"
)

// unwritten finds out whether a test is still the skeleton that debrief printed: by its own words in what a run prints, or in
// the test's file.
type unwritten struct {
	phrases []string
	file    string // that the test was promised in; it may be ""

	mu    sync.Mutex
	last  []byte // the end of what was heard
	heard bool
}

// skeletonPhrases are what the skeletons of an action's test say when they fail, under any reference that it had.
func skeletonPhrases(pm *model.Postmortem, part string) []string {
	var all []string
	for _, ref := range pm.WholeRefs(part) {
		all = append(all, export.SkeletonSays(ref))
	}
	return all
}

// hear takes a piece of output. A phrase may begin in one and end in the next.
func (u *unwritten) hear(b []byte) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.heard {
		return
	}
	longest := 0
	for _, phrase := range u.phrases {
		longest = max(longest, len(phrase))
	}
	seam := slices.Concat(u.last, b[:min(len(b), longest)])
	for _, phrase := range u.phrases {
		u.heard = u.heard || bytes.Contains(b, []byte(phrase)) || bytes.Contains(seam, []byte(phrase))
	}
	if len(b) < longest {
		b = seam
	}
	u.last = append(u.last[:0:0], b[max(0, len(b)-longest):]...)
}

// is reports whether the skeleton was heard, or still stands in the file: below this folder, or below one above it up to the
// root of the repository.
func (u *unwritten) is() bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	name := filepath.FromSlash(strings.ReplaceAll(strings.TrimSpace(u.file), `\`, "/"))
	if u.heard || name == "" {
		return u.heard
	}
	if filepath.IsAbs(name) {
		return u.standsIn(name)
	}
	dir, err := os.Getwd()
	for err == nil {
		if u.standsIn(filepath.Join(dir, name)) {
			return true
		}
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil || filepath.Dir(dir) == dir {
			return false
		}
		dir = filepath.Dir(dir)
	}
	return false
}

// standsIn reports whether the file says a phrase in its first megabyte.
func (u *unwritten) standsIn(file string) bool {
	if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }() // it was only read
	text, err := io.ReadAll(io.LimitReader(f, 1<<20))
	if err != nil {
		return false
	}
	for _, phrase := range u.phrases {
		if bytes.Contains(text, []byte(phrase)) {
			return true
		}
	}
	return false
}
