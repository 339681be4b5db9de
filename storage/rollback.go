package storage

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"debrief/model"
)

// settleJournal sets aside what a program has left that wrote to a file of this name in the engine's older way, and was killed. The
// engine would write it over the archive, whose own changes are in a log: it is another file's, or of another time.
func (a *Archive) settleJournal() error {
	for range looks {
		journal, err := openLog(a.journalPath())
		if journal == nil || err != nil {
			return err
		}
		done, err := a.judgeJournal(journal)
		_ = journal.Close()
		if done || err != nil {
			return err
		}
		time.Sleep(lookAgain)
	}
	text := fmt.Sprintf("%s does not belong to %s, and another program has it open: end that program, then try again", a.journalName(), a.name())
	return &trouble{kind: ErrMoved, text: text}
}

// judgeJournal reports whether the engine may look. A journal that begins with nothing is over and done with, and one of a program
// that lives the engine leaves alone. A file without tables is one that was being made.
func (a *Archive) judgeJournal(journal *os.File) (done bool, err error) {
	var first [1]byte
	if _, err := journal.ReadAt(first[:], 0); err != nil || first[0] == 0 {
		return true, plainPath(noMore(err, nil))
	}
	f, err := readAlone(a.main, 0)
	switch {
	case err != nil:
		return false, plainPath(err)
	case f.pageSize == 0, f.empty:
		return true, nil
	case f.application != applicationID:
		return false, a.foreign()
	case !f.writesAhead, engineHas(a.main.File):
		return true, nil
	}
	if a.readOnly {
		a.unlogged = true
		a.note(fmt.Sprintf("%s does not belong to %s and was left out", a.journalName(), a.name()))
		return true, nil
	}
	if !claimLog(journal) || !stillNamed(journal) {
		return false, nil
	}
	aside, err := setAside(journal)
	if err != nil {
		return false, fmt.Errorf("%s does not belong to %s and cannot be set aside: %w", a.journalName(), a.name(), plainPath(err))
	}
	a.note(fmt.Sprintf("%s did not belong to %s, and was set aside as %s: it holds half a change to the file that was here before",
		a.journalName(), a.name(), model.Clean(filepath.Base(aside))))
	return true, nil
}

func (a *Archive) journalPath() string { return a.path + "-journal" }
func (a *Archive) journalName() string { return model.Clean(filepath.Base(a.journalPath())) }
