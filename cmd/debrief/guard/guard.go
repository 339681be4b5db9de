// Package guard looks through a source tree for the references of regression tests. Its rule: a file is read once, whatever is
// looked for; nothing is written; and what could not be looked into is named.
package guard

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// repository is the name of what makes a folder the root of a repository; it is no source.
const repository = ".git"

// Hit is the first place in a file where a reference stands.
type Hit struct {
	File string // below the folder that was looked through, with slashes
	Line int    // counts from 1
	Page bool   // a document that tells of the test, where no test can be: Markdown, a plain text, a change log, debrief's own JSON
	Call bool   // a line that calls debrief, such as the one in a workflow that asks for the test; no other line of the file names it
}

// String is "path:line".
func (h Hit) String() string { return fmt.Sprintf("%s:%d", h.File, h.Line) }

// Skip is something that was not looked into.
type Skip struct {
	Path string // below the folder that was looked through, with slashes; "." is the folder itself
	Why  error  // what the system said; nil for what is skipped by its nature
}

// Found is what a look found.
type Found struct {
	Hits       map[string][]Hit // by reference, in the order of their files
	Files      int              // that were read
	Binary     []Skip           // files that hold no text
	Links      []Skip           // links, which are not followed: what they lead to stands elsewhere in the tree, or is no part of it
	Unreadable []Skip           // files and folders that could not be read
}

// Look reads every file of a folder that no .gitignore file leaves out and finds the references in it: each whole, with no
// letter, digit or underscore before or after it, so that A3 is not A31. An error means that the folder cannot be read.
func Look(dir string, refs []string) (*Found, error) {
	dir, err := filepath.Abs(dir)
	if err == nil {
		dir, err = filepath.EvalSymlinks(dir)
	}
	if err != nil {
		return nil, err
	}
	w := &walk{dir: dir, search: newSearch(refs), found: Found{Hits: map[string][]Hit{}}}
	w.free.L = &w.mu
	w.todo = []task{{rules: rulesAbove(dir)}}
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), 16) {
		workers.Go(func() { w.work() })
	}
	workers.Wait()
	if len(w.found.Unreadable) == 1 && w.found.Unreadable[0].Path == "." {
		return nil, w.found.Unreadable[0].Why
	}
	w.sort()
	return &w.found, nil
}

// Add reads files of the folder that the look left out, such as those that git tracks whatever a .gitignore file says.
func (f *Found) Add(dir string, refs, files []string) {
	r := &reader{search: newSearch(refs), buffer: make([]byte, bufferSize)}
	for _, file := range files {
		if info, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(file))); err == nil && info.Mode().IsRegular() && Ignored(dir, file) {
			r.read(dir, file)
		}
	}
	w := &walk{found: *f}
	w.take(&r.found)
	w.sort()
	*f = w.found
}

// walk is one look. Its workers take what is to do from one list: a folder, or a handful of files, so that a folder of ten
// thousand files keeps all of them busy.
type walk struct {
	dir    string
	search *search

	mu    sync.Mutex
	free  sync.Cond // something was put on the list, or all is done
	todo  []task
	busy  int // workers that may still put something on it
	found Found
}

// task is a folder to list, or some of its files to read.
type task struct {
	path  string // of the folder below the root of the look, with slashes and one at its end; "" is the root
	rules *rules // of the folders above it
	files []string
}

// handful is how many files a worker takes at once.
const handful = 32

func (w *walk) work() {
	r := &reader{search: w.search, buffer: make([]byte, bufferSize)}
	for {
		t, ok := w.next()
		if !ok {
			break
		}
		if t.files == nil {
			w.list(t, r)
		} else {
			for _, name := range t.files {
				r.read(w.dir, t.path+name)
			}
		}
		w.mu.Lock()
		w.busy--
		w.free.Broadcast()
		w.mu.Unlock()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.take(&r.found)
}

// take adds what a reader found.
func (w *walk) take(found *Found) {
	w.found.Files += found.Files
	w.found.Binary = append(w.found.Binary, found.Binary...)
	w.found.Links = append(w.found.Links, found.Links...)
	w.found.Unreadable = append(w.found.Unreadable, found.Unreadable...)
	for ref, hits := range found.Hits {
		w.found.Hits[ref] = append(w.found.Hits[ref], hits...)
	}
}

// next waits for something to do; false when there will be nothing more.
func (w *walk) next() (task, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.todo) == 0 && w.busy > 0 {
		w.free.Wait()
	}
	if len(w.todo) == 0 {
		return task{}, false
	}
	last := len(w.todo) - 1
	t := w.todo[last]
	w.todo = w.todo[:last]
	w.busy++
	return t, true
}

// list puts what a folder holds on the list.
func (w *walk) list(t task, r *reader) {
	dir := filepath.Join(w.dir, filepath.FromSlash(t.path))
	entries, err := readFolder(dir)
	if err != nil {
		r.found.Unreadable = append(r.found.Unreadable, Skip{cmp.Or(t.path, "."), err}) // and what was listed before is looked into
	}
	rules := t.rules
	if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == ignoreFile }) {
		rules = rules.within(dir, t.path)
	}
	var tasks []task
	var files []string
	for _, e := range entries {
		name, kind := e.Name(), e.Type()
		path := t.path + name
		if name == repository || rules.ignored(path, name, e.IsDir()) {
			continue
		}
		switch {
		case kind.IsRegular():
			files = append(files, name)
		case e.IsDir():
			tasks = append(tasks, task{path: path + "/", rules: rules})
		case kind&fs.ModeSymlink != 0:
			r.found.Links = append(r.found.Links, Skip{Path: path})
		}
	}
	for some := range slices.Chunk(files, handful) {
		tasks = append(tasks, task{path: t.path, files: some})
	}
	w.mu.Lock()
	w.todo = append(w.todo, tasks...)
	w.mu.Unlock()
}

// readFolder lists a folder in no order: what is found is sorted in the end.
func readFolder(dir string) ([]fs.DirEntry, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	return f.ReadDir(-1)
}

// sort makes the answer the same, whoever found what first.
func (w *walk) sort() {
	for _, hits := range w.found.Hits {
		slices.SortFunc(hits, func(a, b Hit) int { return strings.Compare(a.File, b.File) })
	}
	for _, skips := range [][]Skip{w.found.Binary, w.found.Links, w.found.Unreadable} {
		slices.SortFunc(skips, func(a, b Skip) int { return strings.Compare(a.Path, b.Path) })
	}
}
