package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"debrief/export"
	"debrief/export/page"
	"debrief/intake"
	"debrief/intake/report"
	"debrief/model"
	"debrief/storage"
	"debrief/ui"
)

// hasArchive reports whether something is where the archive is to be.
func (p *program) hasArchive() bool {
	path, err := p.archiveFile()
	if err == nil {
		_, err = os.Lstat(path)
	}
	return err == nil
}

// boundMemory keeps reading below what a small machine has to spare, until what it returns is called.
func (p *program) boundMemory() func() {
	if p.env("GOMEMLIMIT") != "" {
		return func() {}
	}
	before := debug.SetMemoryLimit(readingMemory)
	return func() { debug.SetMemoryLimit(before) }
}

// found is a file to read, or why it is not read.
type found struct {
	name  string
	err   error
	below bool // it was found in a folder, and not named
}

// filesOf are the files that arguments name; of a folder, those in it and below that may hold a postmortem, in the order of their names.
func filesOf(args []string) iter.Seq[found] {
	return func(yield func(found) bool) {
		w := walk{yield: yield}
		for _, arg := range args {
			info, err := os.Stat(arg)
			if arg == "-" || err != nil || !info.IsDir() {
				w.found(arg, nil) // reading it says what is wrong
				continue
			}
			before := w.files
			w.below = true
			w.folder(arg)
			if w.below = false; w.files == before {
				w.found(arg, errors.New("no file in this folder ends in .md, .markdown or .json"))
			}
		}
	}
}

// walk goes through folders, each once, also where links lead back.
type walk struct {
	yield func(found) bool
	over  bool
	files int
	below bool          // it goes through a folder
	above []os.FileInfo // the folders that it is in
}

func (w *walk) found(name string, err error) {
	w.files++
	w.over = w.over || !w.yield(found{name, err, w.below})
}

// folder finds what is in a folder and below, hidden ones left out.
func (w *walk) folder(dir string) {
	info, err := os.Stat(dir)
	if err == nil && slices.ContainsFunc(w.above, func(is os.FileInfo) bool { return os.SameFile(is, info) }) {
		w.found(dir, errors.New("the link leads back to a folder that it is in"))
		return
	}
	entries, errRead := os.ReadDir(dir)
	if err = cmp.Or(err, errRead); err != nil {
		w.found(dir, reason(err))
		return
	}
	w.above = append(w.above, info)
	for _, e := range entries {
		if w.over {
			return
		}
		if !strings.HasPrefix(e.Name(), ".") {
			w.entry(filepath.Join(dir, e.Name()))
		}
	}
	w.above = w.above[:len(w.above)-1]
}

func (w *walk) entry(path string) {
	mayHold := isMarkdown(path) || strings.EqualFold(filepath.Ext(path), ".json")
	info, err := os.Stat(path) // of what a link leads to
	switch {
	case err == nil && info.IsDir():
		w.folder(path)
	case !mayHold:
	case err != nil:
		w.found(path, reason(err))
	case !info.Mode().IsRegular():
		w.found(path, errors.New("it is no file"))
	default:
		w.found(path, nil)
	}
}

// planned is what an import would make of files, in their order. told is told how many were read, of how many.
func (p *program) planned(ctx context.Context, a *storage.Archive, args []string, flags importFlags, told ui.Progress) iter.Seq[*imported] {
	return p.recognised(ctx, a, p.readAhead(ctx, args, flags, told))
}

// recognised looks for each that was read whether it is here already, or was among those before.
func (p *program) recognised(ctx context.Context, a *storage.Archive, all iter.Seq[*imported]) iter.Seq[*imported] {
	return func(yield func(*imported) bool) {
		seen := map[string]*imported{}
		for r := range all {
			if r.post != nil {
				p.recognise(ctx, a, r, seen)
			}
			if !yield(r) {
				return
			}
		}
	}
}

// readAhead reads files on all processors, and gives what was read in their order.
func (p *program) readAhead(ctx context.Context, args []string, flags importFlags, told ui.Progress) iter.Seq[*imported] {
	return func(yield func(*imported) bool) {
		ctx, stop := context.WithCancel(ctx)
		queue := make(chan chan []*imported, 2*runtime.GOMAXPROCS(0))
		var files []found
		var work sync.WaitGroup
		defer work.Wait()
		defer stop()
		for f := range filesOf(args) {
			if files = append(files, f); ctx.Err() != nil {
				return
			}
		}
		work.Go(func() {
			defer close(queue)
			for _, f := range files {
				one := make(chan []*imported, 1)
				select {
				case queue <- one:
				case <-ctx.Done():
					return
				}
				work.Go(func() { one <- p.readFile(f, flags) })
			}
		})
		n := 0
		for one := range queue {
			told(n, len(files))
			for _, r := range <-one {
				if !yield(r) {
					return
				}
			}
			n++
		}
	}
}

// recognise looks whether a postmortem is here already, or was among the files before.
func (p *program) recognise(ctx context.Context, a *storage.Archive, r *imported, seen map[string]*imported) {
	if r.twin = seen[r.post.ID]; r.twin != nil {
		if r.Known = r.sum == r.twin.sum; !r.Known {
			r.Error = "it tells of the same incident as " + r.twin.File + ", and differs: nothing was taken from it"
		}
		r.post, r.Events, r.Whys, r.Actions = nil, 0, 0, 0
		return
	}
	var err error
	r.Ref, err = kept{a}.RefOf(ctx, r.post.ID)
	switch {
	case errors.Is(err, storage.ErrDeleted):
		if r.post.ID == model.ExampleID {
			return // it comes back
		}
		r.deleted, err = true, nil
	case err == nil && r.Ref != "":
		err = r.compare(ctx, a)
	case err == nil:
		seen[r.post.ID] = r
		return
	}
	if err != nil {
		if ctx.Err() != nil {
			return // it was stopped
		}
		r.Error = model.Clean(err.Error())
	}
	r.post, r.Known, r.Events, r.Whys, r.Actions = nil, err == nil, 0, 0, 0
}

// summed is a sum of what a postmortem says, by which a copy of it is known.
func summed(pm *model.Postmortem) [sha256.Size]byte {
	said := pm.Clone()
	said.CreatedAt = model.Instant{} // it may be the time of reading
	for i := range said.Events {
		said.Events[i].Origin = ""
	}
	return sha256.Sum256(model.Encode(said, true))
}

// readFile reads one file. A failure is part of the answer, so that one bad file does not stop the others.
func (p *program) readFile(f found, flags importFlags) []*imported {
	err := f.err
	if err == nil {
		err = tooLarge(f.name)
	}
	var data []byte
	if err == nil {
		data, err = p.readAll(f.name)
	}
	if err != nil {
		r := newImported(f.name)
		r.Error = model.Clean(err.Error())
		return []*imported{r}
	}
	all := p.understand(f.name, data, flags)
	if f.below && all[0].Error != "" && isForeignJSON(f.name, data) {
		all[0].Left, all[0].Error = "JSON of something else than debrief", ""
	}
	return all
}

// isForeignJSON reports JSON that does not even claim to be a document of debrief's.
func isForeignJSON(file string, data []byte) bool {
	var claims struct {
		Schema     json.RawMessage `json:"schema"`
		Postmortem json.RawMessage `json:"postmortem"`
	}
	list := new(json.UnmarshalTypeError) // or a number, a text
	err := json.Unmarshal(data, &claims)
	return isJSON(file, data) && (errors.As(err, &list) || err == nil && claims.Schema == nil && claims.Postmortem == nil)
}

// isMarkdown reports a file that is Markdown by its name.
func isMarkdown(file string) bool {
	return slices.Contains([]string{".md", ".markdown"}, strings.ToLower(filepath.Ext(file)))
}

// isJSON tells a document of debrief's from a page. Markdown may begin with a bracket as well: "[[_TOC_]]".
func isJSON(file string, data []byte) bool {
	begins := bytes.TrimSpace(withoutMark(data))
	return len(begins) > 0 && (begins[0] == '{' || begins[0] == '[') && (!isMarkdown(file) || json.Valid(begins))
}

// isIndex reports the list of pages that export writes beside them.
func isIndex(file string, data []byte) bool {
	return strings.EqualFold(filepath.Base(file), "index.md") &&
		slices.ContainsFunc(export.Dialects(), func(dialect string) bool { return export.IsIndex(data, dialect) })
}

// tooLarge refuses Markdown that is longer than a postmortem can be, before it is read.
func tooLarge(name string) error {
	info, err := os.Stat(name)
	if err != nil || info.Size() <= model.MaxDocument || strings.EqualFold(filepath.Ext(name), ".json") {
		return nil //nolint:nilerr // reading it says what is wrong
	}
	return fmt.Errorf("it has %d MB, and the most that a postmortem has is %d MB", info.Size()>>20, model.MaxDocument>>20)
}

func newImported(file string) *imported {
	return &imported{File: model.Clean(file), Dropped: []intake.Dropped{}, Assumed: []string{}, Differs: []string{}}
}

// understand reads what a file holds: a document of debrief's, a page that it wrote, or what people write.
func (p *program) understand(file string, data []byte, flags importFlags) []*imported {
	r := newImported(file)
	if len(bytes.TrimSpace(withoutMark(data))) == 0 {
		r.Error = "there is nothing in it"
		return []*imported{r}
	}
	if isJSON(file, data) {
		post, err := p.decode(data)
		if err != nil {
			r.Error = model.Clean(err.Error())
		} else {
			r.holdsPost(post)
		}
		return []*imported{r}
	}
	if isIndex(file, data) {
		r.Left = "the list of pages that debrief wrote"
		return []*imported{r}
	}
	if mayBeOurs(data) {
		if c, ours := page.Parse(page.Read(data)); ours && (c.Post.ID != "" || c.Post.Ref != "") {
			r.foreign, r.data = c, data
			return []*imported{r}
		}
	}
	return p.whole(file, data, flags)
}

// whole reads what people write.
func (p *program) whole(file string, data []byte, flags importFlags) []*imported {
	r := newImported(file)
	reading, err := report.Whole(intake.Input{Name: filepath.Base(file), Data: data},
		intake.Options{Now: p.time(), Zone: flags.zone, DayDate: flags.dayOrder})
	if err != nil {
		r.Error = model.Clean(strings.TrimPrefix(err.Error(), model.Quote(filepath.Base(file))+": "))
		return []*imported{r}
	}
	return r.each(reading)
}

// each is every incident of a document.
func (r *imported) each(reading report.Reading) (all []*imported) {
	for _, incident := range reading.Incidents {
		one := newImported(r.File)
		one.markdown = true
		one.Assumed = append(one.Assumed, incident.Assumed...)
		one.holdsPost(incident.Post)
		all = append(all, one)
	}
	if len(all) == 0 {
		all = append(all, r)
	}
	first := all[0]
	first.hidden = reading.Hidden
	first.Dropped = append(first.Dropped, reading.Dropped...)
	switch {
	case reading.Template:
		first.Error = "a template that nobody has filled in"
	case len(reading.Incidents) == 0 || len(all) == 1 && tellsNothing(first.post) && !report.NamesIncident(first.post.Title):
		first.post, first.Error = nil, "nothing of a postmortem is in it: no times, no causes, no impact, no actions and no lessons"
	}
	return all
}

// tellsNothing reports whether a text has a title and words, and nothing that makes it a postmortem.
func tellsNothing(pm *model.Postmortem) bool {
	return len(pm.Events)+len(pm.Causes)+len(pm.Actions)+len(pm.Impact)+len(pm.Lessons) == 0 && pm.Begin().IsZero()
}

func (r *imported) holdsPost(pm *model.Postmortem) {
	r.post, r.sum, r.title, r.Events, r.Actions = pm, summed(pm), pm.Title, len(pm.Events), len(pm.Actions)
	for _, part := range pm.Parts() {
		if part.Kind.Letter == "W" {
			r.Whys++
		}
	}
}

// mayBeOurs is a quick look whether a page may be one that debrief wrote: its first line or its last one says so.
func mayBeOurs(data []byte) bool {
	return bytes.Contains(data, []byte("Written by debrief for ")) || bytes.Contains(data, []byte(" · "))
}
