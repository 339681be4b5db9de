package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"

	"debrief/export"
	"debrief/export/page"
	"debrief/storage"
)

// editedError says that a file holds something else than debrief wrote.
type editedError struct {
	path string
	step int64 // from which it was written, 0 where it does not say so
}

func (e *editedError) Error() string {
	const otherwise = "name another file, or --replace it"
	if e.step == 0 {
		return e.path + " does not say where debrief wrote it from, so somebody may have written it: " + otherwise
	}
	return fmt.Sprintf("%s has been changed since debrief wrote it from step %d: bring the changes in (debrief import), %s",
		e.path, e.step, otherwise)
}

// mayReplace refuses to write over a page that somebody has changed. Its foot says from which step of which postmortem it was written: what
// the archive had then must give the same page, whatever dialect it is in. A file that does not say so cannot be told from one whose foot
// is gone.
func (p *program) mayReplace(ctx context.Context, a *storage.Archive, path string, data []byte, f *exportFlags) error {
	if f.replace || f.format != "markdown" {
		return nil
	}
	there, err := os.ReadFile(path)
	if err != nil || len(there) == 0 || same(there, data) { // what cannot be read is refused when it is written
		return nil //nolint:nilerr // as said
	}
	foot, ok := page.FootIn(there)
	if !ok {
		return &editedError{path: path}
	}
	edited := &editedError{path, foot.Step}
	then, err := a.At(ctx, foot.Ref, foot.Step)
	if errors.Is(err, context.Canceled) {
		return err
	}
	if err != nil { // it is from elsewhere, or from a copy of the archive that went on
		return edited
	}
	was := *f
	was.audience = foot.Audience.Name()
	g, err := p.pageFor(ctx, a, then, &was)
	if err != nil {
		return err
	}
	for _, dialect := range export.Dialects() {
		if same(there, export.Page(g, dialect)) {
			return nil
		}
	}
	if f.layout != nil {
		if by, err := f.layout.Write(g, f.dialect); err == nil && same(there, by) {
			return nil
		}
	}
	return edited
}

// same says of two pages that they say the same, whatever their feet say.
func same(there, data []byte) bool {
	return bytes.Equal(there, data) || bytes.Equal(page.WithoutFoot(there), page.WithoutFoot(data))
}
