package guard

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ignoreFile is the name of the files that say what belongs to no source tree.
const ignoreFile = ".gitignore"

// rules are what one .gitignore file says, on top of those of the folders above.
type rules struct {
	above    *rules
	base     int    // how much of a path stands before what the patterns speak of
	outside  string // what stands before a path, where the file lies above the folder that is looked through
	patterns []pattern
}

// ignored reports whether something is left out. The last pattern that matches decides, and a file deeper down decides before
// one above it. The path counts from the folder that is looked through, and has slashes.
func (r *rules) ignored(path, name string, folder bool) bool {
	for ; r != nil; r = r.above {
		below := r.outside + path[r.base:]
		for i := len(r.patterns) - 1; i >= 0; i-- {
			if p := &r.patterns[i]; p.matches(below, name, folder) {
				return !p.keep
			}
		}
	}
	return false
}

// within adds the rules of a folder's own .gitignore file. The folder's path counts from the root of the look and ends with a
// slash; "" is the root.
func (r *rules) within(dir, path string) *rules {
	if patterns := patternsIn(dir); len(patterns) > 0 {
		return &rules{above: r, base: len(path), patterns: patterns}
	}
	return r
}

// patternsIn reads a folder's .gitignore file; there are none where there is no such file, or where it is a link, which git
// does not follow either, or cannot be read.
func patternsIn(dir string) []pattern {
	path := filepath.Join(dir, ignoreFile)
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	return parsePatterns(text)
}

// rulesAbove are the rules of the folders above a folder, up to the one that holds the repository. Without a repository there
// are none.
func rulesAbove(dir string) *rules {
	var chain []string
	found := isRepository(dir)
	for at := dir; !found; {
		up := filepath.Dir(at)
		if up == at {
			return nil
		}
		chain = append(chain, up)
		found = isRepository(up)
		at = up
	}
	var r *rules
	for _, at := range slices.Backward(chain) {
		if below, err := filepath.Rel(at, dir); err == nil {
			r = &rules{above: r, outside: filepath.ToSlash(below) + "/", patterns: patternsIn(at)}
		}
	}
	return r
}

func isRepository(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, repository))
	return err == nil
}

// Patterns leave out files by the rules of a .gitignore file.
type Patterns struct{ rules }

// ParsePatterns reads patterns, each as a line of a .gitignore file. One that can match nothing is an error.
func ParsePatterns(lines []string) (p Patterns, err error) {
	for _, line := range lines {
		one, ok := parsePattern(line)
		if !ok {
			return p, fmt.Errorf("%q is no pattern: it would match nothing", line)
		}
		p.patterns = append(p.patterns, one)
	}
	return p, nil
}

// LeavesOut reports whether a file, or a folder above it, is left out. The path has slashes.
func (p *Patterns) LeavesOut(path string) bool {
	path = strings.TrimPrefix(path, "/")
	for i := range len(path) + 1 {
		if i == len(path) || path[i] == '/' {
			if folder := path[:i]; p.ignored(folder, folder[strings.LastIndexByte(folder, '/')+1:], i < len(path)) {
				return true
			}
		}
	}
	return false
}

// Ignored reports whether a .gitignore file leaves out a file of a folder. The path counts from the folder and has slashes.
func Ignored(dir, path string) bool {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return false
	}
	r := rulesAbove(dir).within(dir, "")
	names := strings.Split(path, "/")
	below := ""
	for i, name := range names {
		below += name
		folder := i < len(names)-1
		if r.ignored(below, name, folder) {
			return true
		}
		if folder {
			r = r.within(filepath.Join(dir, filepath.FromSlash(below)), below+"/")
			below += "/"
		}
	}
	return false
}
