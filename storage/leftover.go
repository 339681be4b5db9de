package storage

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"debrief/model"
)

// A log that lies beside an archive may be what a killed program left, and hold what it reported as saved. It may as well be the log of
// another archive that had this name before: then somebody brought a file back, from a backup or by a sync client. The engine
// would apply either, so they are told apart before it looks.

// Whoever looks while another program works may see half of what it does, and looks again.
const (
	looks     = 10
	lookAgain = 15 * time.Millisecond
)

// settleLog makes sure that the engine finds no log but the archive's own. One that is not is set aside where nobody has it open,
// and left alone where it cannot be.
func (a *Archive) settleLog() error {
	for look := range looks {
		log, err := openLog(a.logPath())
		if log == nil || err != nil {
			return err
		}
		done, err := a.judge(log, look == looks-1)
		_ = log.Close()
		if done || err != nil {
			return err
		}
		time.Sleep(lookAgain)
	}
	text := fmt.Sprintf("%s does not belong to %s, which was exchanged while another program has it open: end that program, then try again",
		a.logName(), a.name())
	return &trouble{kind: ErrMoved, text: text}
}

// note adds to what a person should know.
func (a *Archive) note(text string) {
	if a.notice != "" {
		text = a.notice + "; " + text
	}
	a.notice = text
}

func (a *Archive) logPath() string { return a.path + "-wal" }
func (a *Archive) name() string    { return model.Clean(filepath.Base(a.path)) }
func (a *Archive) logName() string { return model.Clean(filepath.Base(a.logPath())) }

// judge reports whether a log is settled; last says that nobody looks again.
func (a *Archive) judge(log *os.File, last bool) (done bool, err error) {
	if belongs, err := a.belongs(log); belongs || err != nil {
		return belongs, err
	}
	if a.readOnly && !last {
		return false, nil
	}
	if a.readOnly {
		a.unlogged = true
		a.note(fmt.Sprintf("%s does not belong to %s and was left out", a.logName(), a.name()))
		return true, nil
	}
	if !claimLog(log) || engineHas(a.main.File) || !stillNamed(log) {
		return false, nil
	}
	// Now nobody else can change it, and what was seen a moment ago may be half of what somebody did before leaving.
	if belongs, err := a.belongs(log); belongs || err != nil {
		return belongs, err
	}
	aside, err := setAside(log)
	if err != nil {
		return false, fmt.Errorf("%s does not belong to %s and cannot be set aside: %w", a.logName(), a.name(), plainPath(err))
	}
	a.note(fmt.Sprintf("%s did not belong to %s, and was set aside as %s: it holds changes to the archive that was here before",
		a.logName(), a.name(), model.Clean(filepath.Base(aside))))
	return true, nil
}

// setAside gives a log another name. An open file cannot be renamed everywhere.
func setAside(log *os.File) (aside string, err error) {
	if aside, err = putAside(log.Name()); err == nil {
		return aside, nil
	}
	_ = log.Close()
	return putAside(log.Name())
}

// belongs reports whether a log can be applied to the archive's file. A file that is no archive is refused: its log is not ours to
// judge.
func (a *Archive) belongs(log *os.File) (bool, error) {
	size, err := log.Seek(0, io.SeekEnd)
	if err != nil || size == 0 {
		return true, err
	}
	if a.main.length() == 0 {
		return false, a.loneLog()
	}
	l, err := readLog(io.NewSectionReader(log, 0, size))
	broken := errors.Is(err, errNoLog)
	if err != nil && !broken {
		return false, plainPath(err)
	}
	f, err := readAlone(a.main, l.page)
	switch {
	case err != nil:
		return false, plainPath(err)
	case f.pageSize == 0, f.application != applicationID && !f.empty:
		return false, a.foreign()
	case broken:
		return false, nil
	case l.belongsTo(f), l.unsigned() && engineHas(a.main.File):
		return true, nil
	case f.empty:
		return false, a.loneLog()
	}
	return false, nil
}

func (a *Archive) foreign() error {
	return &trouble{kind: ErrForeign, text: model.Clean(a.path) + " is not a debrief archive"}
}

// logBelongs reports whether there is no log but the archive's own.
func (a *Archive) logBelongs() bool {
	log, err := openLog(a.logPath())
	if log == nil || err != nil {
		return err == nil
	}
	defer func() { _ = log.Close() }()
	belongs, err := a.belongs(log)
	return belongs && err == nil
}

// refuseLoneLog refuses a log without an archive: the engine would take the one for new and remove the other.
func (a *Archive) refuseLoneLog() error {
	if holdsSomething(a.path) {
		return nil
	}
	log, err := openLog(a.logPath())
	if log == nil || err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	if size, err := log.Seek(0, io.SeekEnd); err != nil || size == 0 || holdsSomething(a.path) { // somebody is making it
		return plainPath(err)
	}
	return a.loneLog()
}

func (a *Archive) loneLog() error {
	text := "there is no archive in %s, but %s beside it holds changes that were saved: bring the archive back from a copy, or move the log away"
	return &trouble{kind: ErrMoved, text: fmt.Sprintf(text, model.Clean(a.path), a.logName())}
}
