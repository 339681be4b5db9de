package main

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"sync"

	"debrief/export"
	"debrief/export/page"
	"debrief/model"
	"debrief/storage"
)

// foldered is what became of the files of a folder, as an answer.
type foldered struct {
	Schema    int      `json:"schema"`
	Written   int      `json:"written"`
	Unchanged int      `json:"unchanged"`
	Edited    []string `json:"edited,omitempty"` // files that somebody has changed, which stay as they are
	Gone      []string `json:"gone"`             // files that debrief wrote once, of postmortems that have another name now, or none

	names map[string]string // of the files that belong there, by the reference of their postmortem
}

// exportFolder writes every postmortem but the example into a file of its own. A file that says the same already stays as it is: a wiki in
// git sees what changed. Nothing is deleted: what belongs to no postmortem any more is named.
func (p *program) exportFolder(ctx context.Context, a *storage.Archive, flags *exportFlags) error {
	entries, err := ownEntries(ctx, a)
	if err != nil {
		return err
	}
	done := foldered{Schema: 1, Gone: []string{}, names: map[string]string{}}
	if flags.addresses, err = a.Addresses(ctx); err != nil {
		return err
	}
	pages, err := p.allPages(ctx, a, &done, flags)
	if err == nil {
		err = flags.folder()
	}
	if err != nil {
		return err
	}
	for _, one := range pages {
		if err := p.keepPage(ctx, a, &done, flags, one); err != nil {
			return err
		}
	}
	if flags.format == "markdown" && len(entries) > 0 {
		if err := p.index(&done, flags, entries); err != nil {
			return err
		}
	}
	if done.Written > 0 {
		syncFolder(flags.to)
	}
	if err := p.sayFoldered(&done); err != nil {
		return err
	}
	if len(done.Edited) > 0 {
		return errNo
	}
	return nil
}

// allPages are the pages before the first is written: one that says too much keeps all of them back.
func (p *program) allPages(ctx context.Context, a *storage.Archive, done *foldered, flags *exportFlags) (pages []paged, err error) {
	for one := range p.drafted(ctx, a, flags) {
		if one.err != nil {
			return nil, p.told(flags, one.err)
		}
		if one.data == nil { // it has no dates for a calendar
			continue
		}
		name := flags.fileName(one.pm)
		done.names[one.pm.Ref] = name
		if one.pm.PublishedAt.IsZero() && one.pm.PublishedURL == "" {
			one.pm = nil
		}
		pages = append(pages, paged{name, one.data, one.pm})
	}
	return pages, nil
}

// paged is what a file of the folder is to say.
type paged struct {
	name      string
	data      []byte
	published *model.Postmortem // nil where it was not yet
}

// drafted is a postmortem in its format, before it is written.
type drafted struct {
	pm   *model.Postmortem
	data []byte
	err  error
}

// drafted gives all postmortems in their format, in the order of the archive: some at a time, while the next ones are read.
func (p *program) drafted(ctx context.Context, a *storage.Archive, f *exportFlags) iter.Seq[drafted] {
	const ahead = 64
	return func(yield func(drafted) bool) {
		ctx, cancel := context.WithCancel(ctx)
		queue := make(chan chan drafted, ahead)
		var work sync.WaitGroup
		defer work.Wait()
		defer cancel()
		work.Go(func() {
			defer close(queue)
			for pm, err := range a.All(ctx) {
				one := make(chan drafted, 1)
				select {
				case queue <- one:
				case <-ctx.Done():
					return
				}
				draft := func() {
					d := drafted{pm: pm, err: err}
					if err == nil {
						d.data, d.err = p.exportData(ctx, a, pm, f)
					}
					one <- d
				}
				if f.layout != nil { // somebody's own: one at a time
					draft()
					continue
				}
				work.Go(draft)
			}
		})
		for one := range queue {
			if !yield(<-one) {
				return
			}
		}
	}
}

func (p *program) sayFoldered(done *foldered) error {
	if p.asJSON {
		return p.out.answer(done)
	}
	for _, name := range done.Gone {
		p.hint(name + " belongs to no postmortem of this archive any more: delete it if nobody links to it")
	}
	return nil
}

// keepPage keeps the file of a postmortem, and says what has changed since its page was published.
func (p *program) keepPage(ctx context.Context, a *storage.Archive, done *foldered, flags *exportFlags, one paged) error {
	before := done.Written
	err := p.keep(ctx, a, done, flags, one.name, one.data)
	if err == nil && one.published != nil && done.Written > before {
		err = p.saySince(ctx, a, one.published, one.published.Ref+" ", *flags)
	}
	return err
}

// keep writes a file of the folder where it would say something else than it does.
func (p *program) keep(ctx context.Context, a *storage.Archive, done *foldered, flags *exportFlags, name string, data []byte) error {
	path := filepath.Join(flags.to, name)
	if there, err := os.ReadFile(path); err == nil && same(there, data) {
		done.Unchanged++
		return nil
	}
	err := p.mayReplace(ctx, a, path, data, flags)
	if edited := new(editedError); errors.As(err, &edited) {
		done.Edited = append(done.Edited, name)
		p.complain(err)
		return nil
	}
	if err != nil {
		return err
	}
	return p.put(done, flags, name, data)
}

// put writes a file of the folder.
func (p *program) put(done *foldered, flags *exportFlags, name string, data []byte) error {
	path := filepath.Join(flags.to, name)
	if err := writeFileOf(path, data, flags.mode(), ofMany); err != nil {
		return err
	}
	done.Written++
	if p.asJSON {
		return nil
	}
	return p.out.line(path)
}

// index writes the page that leads to all others, and finds the pages that belong to none.
func (p *program) index(done *foldered, flags *exportFlags, entries []model.Entry) error {
	index := "index." + flags.extension()
	belongs := map[string]bool{index: true}
	for _, name := range done.names {
		belongs[name] = true
	}
	if export.Indexed(flags.dialect) && (flags.audience == "" || flags.audience == "team") {
		if err := p.keepIndex(done, flags, index, export.Index(entries, done.names, flags.dialect)); err != nil {
			return err
		}
	}
	files, err := filepath.Glob(filepath.Join(flags.to, "*."+flags.extension()))
	if err != nil {
		return err
	}
	for _, path := range files {
		name := filepath.Base(path)
		if belongs[name] {
			continue
		}
		if data, err := os.ReadFile(path); err == nil && len(page.WithoutFoot(data)) < len(data) {
			done.Gone = append(done.Gone, name)
		}
	}
	return nil
}

// keepIndex writes the index page, where there is none or one of debrief's: somebody's own begins otherwise.
func (p *program) keepIndex(done *foldered, flags *exportFlags, name string, data []byte) error {
	there, err := os.ReadFile(filepath.Join(flags.to, name))
	switch {
	case err == nil && bytes.Equal(there, data):
		done.Unchanged++
		return nil
	case err == nil && !flags.replace && len(there) > 0 && !export.IsIndex(there, flags.dialect):
		done.Edited = append(done.Edited, name)
		p.complain(&editedError{path: filepath.Join(flags.to, name)})
		return nil
	}
	return p.put(done, flags, name, data)
}
