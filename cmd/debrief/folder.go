package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"

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
	Gone      []string `json:"gone"` // files that debrief wrote once, of postmortems that have another name now, or none

	names []string // of the files that belong there
}

// exportFolder writes every postmortem but the example into a file of its own. A file that says the same already stays as it is: a wiki in
// git sees what changed. Nothing is deleted: what belongs to no postmortem any more is named.
func (p *program) exportFolder(ctx context.Context, a *storage.Archive, flags exportFlags) error {
	entries, err := ownEntries(ctx, a)
	if err != nil {
		return err
	}
	if err := flags.folder(); err != nil {
		return err
	}
	done := foldered{Schema: 1, Gone: []string{}}
	for i := range entries {
		pm, err := a.Load(ctx, entries[i].Ref)
		if err != nil {
			return err
		}
		data, err := p.exportData(ctx, a, pm, flags)
		if err != nil {
			return err
		}
		if data == nil { // it has no dates for a calendar
			continue
		}
		if err := p.keep(&done, flags, flags.fileName(pm), data); err != nil {
			return err
		}
	}
	if flags.format == "markdown" && len(entries) > 0 {
		if err := p.index(&done, flags, entries); err != nil {
			return err
		}
	}
	if p.asJSON {
		return p.out.answer(done)
	}
	for _, name := range done.Gone {
		p.hint(name + " belongs to no postmortem of this archive any more: delete it if nobody links to it")
	}
	return nil
}

// keep writes a file of the folder where it would say something else than it does.
func (p *program) keep(done *foldered, flags exportFlags, name string, data []byte) error {
	done.names = append(done.names, name)
	path := filepath.Join(flags.to, name)
	if there, err := os.ReadFile(path); err == nil && bytes.Equal(page.WithoutFoot(there), page.WithoutFoot(data)) {
		done.Unchanged++
		return nil
	}
	if err := writeFile(path, data, flags.mode()); err != nil {
		return err
	}
	done.Written++
	if p.asJSON {
		return nil
	}
	return p.out.line(path)
}

// index writes the page that leads to all others, and finds the pages that belong to none.
func (p *program) index(done *foldered, flags exportFlags, entries []model.Entry) error {
	if flags.extension() == "md" && (flags.audience == "" || flags.audience == "team") {
		if err := p.keep(done, flags, "index.md", export.Index(entries, done.names)); err != nil {
			return err
		}
	}
	files, err := filepath.Glob(filepath.Join(flags.to, "*."+flags.extension()))
	if err != nil {
		return err
	}
	for _, path := range files {
		name := filepath.Base(path)
		if slices.Contains(done.names, name) {
			continue
		}
		if data, err := os.ReadFile(path); err == nil && len(page.WithoutFoot(data)) < len(data) {
			done.Gone = append(done.Gone, name)
		}
	}
	return nil
}
