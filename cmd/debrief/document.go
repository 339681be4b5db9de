package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"debrief/model"
)

// lockPatience is how long another debrief may take with a document. It takes milliseconds, unless it was suspended.
const lockPatience = 10 * time.Second

// errHeld says that another process holds the lock of a document.
var errHeld = errors.New("another debrief is writing it")

// acquire takes the lock of a document, which no other debrief has then. The system takes it back from a process that ends,
// however it ends, so that none is left behind.
func acquire(file string) (release func() error, err error) {
	info, err := os.Lstat(file)
	switch {
	case err != nil:
		return nil, reason(err)
	case info.Mode()&os.ModeSymlink != 0:
		return nil, errors.New("it is a link; name the file itself")
	case !info.Mode().IsRegular():
		return nil, errors.New("it is no file")
	}
	patience := time.NewTimer(lockPatience)
	defer patience.Stop()
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for {
		release, err := lock(file)
		if err == nil {
			return release, nil
		}
		if !errors.Is(err, errHeld) {
			return nil, reason(err)
		}
		select {
		case <-again.C:
		case <-patience.C:
			return nil, errHeld
		}
	}
}

// besideDocument is the file that a document is written to before it takes the document's place. It has one name, and whoever
// holds the lock owns it: what a process left there that was killed is written over by the next.
func besideDocument(file string) string {
	dir, name := filepath.Split(file)
	return filepath.Join(dir, "."+name+".tmp")
}

// writableDocument reads the document of a postmortem, which must be a file that editDocument can write anew.
func (p *program) writableDocument(file, post string) (pm *model.Postmortem, err error) {
	refused := func(err error) error {
		return fmt.Errorf("the run could not be recorded in %s, so nothing was run: %w", file, reason(err))
	}
	release, err := acquire(file)
	if err != nil {
		return nil, refused(err)
	}
	defer func() { err = errors.Join(err, release()) }()
	if pm, err = p.documentOf(file, post); err != nil {
		return nil, err
	}
	trial := besideDocument(file)
	if err = writeBeside(trial, nil, ownersAlone, alone); err == nil {
		err = os.Remove(trial)
	}
	if err != nil {
		return nil, refused(err)
	}
	return pm, nil
}

// editDocument makes an edit in the document of a postmortem, whole or not at all. It is read again under the lock, so that
// what another process recorded meanwhile stays.
func (p *program) editDocument(file, post string, edit model.Edit) (*model.Postmortem, error) {
	release, err := acquire(file)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", file, err)
	}
	pm, err := p.documentOf(file, post)
	if err == nil {
		err = errors.Join(edit.Do(pm), pm.Validate())
	}
	if err == nil {
		err = replaceFile(file, besideDocument(file), model.Encode(pm, true), 0o644, alone)
	}
	if err = errors.Join(err, release()); err != nil {
		return nil, err
	}
	return pm, nil
}
