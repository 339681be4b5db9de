package storage

import (
	"slices"
	"strconv"
	"strings"
)

// A log belongs to a file if it was begun on the state that the file is in, or has led to it. States are random: two archives have
// one in common only where one is a copy of the other.

// stateIn is a state in a version of the engine's schema; a file that was built anew, page for page another, has a later one.
func stateIn(version uint32, state string) string {
	if state == "" {
		return ""
	}
	return strconv.FormatUint(uint64(version), 10) + strings.TrimLeft(state, "0123456789")
}

// belongsTo reports whether the log can be applied to a file. A log of one from before it had states is taken on its word, as it
// always was, unless it names another archive.
func (l *walLog) belongsTo(f fileAlone) bool {
	begun, signed := l.begunOn()
	switch {
	case l.commits == 0:
		return true
	case l.pageSize != f.pageSize:
		return false
	case !f.holds: // then it can only be what a new archive is made by
		return len(l.stamps) > 0 && begun == "" && (f.empty || f.application == applicationID)
	case slices.ContainsFunc(l.stamps, func(s stamp) bool { return s.archive != f.stamp.archive }):
		return false
	case f.stamp.state == "":
		return begun == ""
	}
	return signed && begun == f.stamp.state || slices.ContainsFunc(l.stamps, func(s stamp) bool { return s.state == f.stamp.state })
}

// begunOn is the state that the first transaction has found which has set one.
func (l *walLog) begunOn() (state string, signed bool) {
	for _, s := range l.stamps {
		if s.state != "" {
			return s.before, true
		}
	}
	return "", false
}

// unsigned reports whether no program that keeps states has written to the log: it may be a shell's that is at work.
func (l *walLog) unsigned() bool {
	_, signed := l.begunOn()
	return l.commits > 0 && !signed
}

// sight is what a program that has an archive open sees of its file and log.
type sight struct {
	archive, state string
	salts          salts // of the log; zero where it is empty
	size           int64 // of the log, in bytes
}

// follows reports whether a sight can come after another one, as far as the log need not be read for it.
func (s sight) follows(was sight) bool {
	switch {
	case s.archive != was.archive && was.archive != "":
		return false
	case s.salts == salts{}: // nothing leads from one state to another
		return s.state == was.state || was.state == ""
	case s.salts == was.salts: // it only grows
		return s.size >= was.size
	case was.salts == salts{}:
		return true
	}
	return int32(s.salts.first-was.salts.first) > 0 // it was begun anew, and not taken from a backup
}
