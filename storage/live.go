package storage

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"debrief/model"
)

// Live is where a terminal is in a postmortem; SetLive fills in the session, the name and the instant.
type Live = model.Live

// livesSince is the schema from which on each terminal has a row of its own. What older ones say of places is passed over.
const livesSince = 7

// A terminal that is somewhere says so at least every Beat. One that has been silent for the time of three was killed, or its machine
// is asleep: it is not counted among those who are here, and when it speaks again it is.
const (
	Beat   = 10 * time.Second
	silent = 3 * Beat
)

// livePatience is how long a place, or the clock, waits for those who write what counts. It comes again anyway.
const livePatience = 250 * time.Millisecond

// SetLive writes where this session is in a postmortem, or, with Here false, that it has left. A power cut may lose it, and it keeps
// nobody's edit waiting. The caller does not call more often than is of use; a watch says every Beat that it is still so.
func (a *Archive) SetLive(ctx context.Context, ref string, l Live) error {
	return a.beside(ctx, ref, func(key int64) error {
		now := a.now()
		at := func(t time.Time) string { return model.AtFraction(t, 3).String() }
		// Whoever was killed, and whoever has left and is back under the same name, leaves no row behind.
		err := a.lives.exec(`DELETE FROM live WHERE postmortem = ?1 AND session <> ?2
			AND (here = 1 AND (at < ?3 OR at > ?4) OR here = 0 AND (name = ?5 OR at < ?6))`,
			key, a.session, at(now.Add(-silent)), at(now.Add(silent)), a.Author(), at(now.AddDate(0, -1, 0)))
		if err != nil {
			return err
		}
		return a.lives.exec(`INSERT INTO live (postmortem, session, name, seat, phase, selected, typing, question, process, here, at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (postmortem, session) DO UPDATE SET name = excluded.name, seat = excluded.seat, phase = excluded.phase,
			selected = excluded.selected, typing = excluded.typing, question = excluded.question, process = excluded.process,
			here = excluded.here, at = excluded.at`,
			key, a.session, a.Author(), string(l.Seat), l.Phase, l.Selected, l.Typing, l.Question, process(), l.Here, at(now))
	})
}

// beside writes what is beside the document, on a connection of its own: what it writes last may be lost in a power cut.
func (a *Archive) beside(ctx context.Context, ref string, do func(key int64) error) error {
	if a.empty {
		return a.notFound(ref)
	}
	if a.readOnly {
		return &trouble{kind: ErrReadOnly, text: "the archive is read-only"}
	}
	a.sits.Store(true)
	a.living.Lock()
	defer a.living.Unlock()
	if a.closed {
		return errClosed
	}
	if a.lives == nil {
		w, err := openWriter(ctx, a.path, living, min(a.patience, livePatience))
		if err != nil {
			return a.fault(err)
		}
		a.lives = w
		a.lives.check, a.lives.keeps = a.stillThere, a.keeps
	}
	err := a.lives.change(func() error {
		key, err := a.find(a.lives, ref)
		if err != nil {
			return err
		}
		return do(key)
	})
	if err != nil {
		return a.failed(err)
	}
	a.spoke = time.Now()
	a.tidy(a.lives)
	return nil
}

// beat says that this session is still where it was, where it has not said so for a while. A watch calls it.
func (a *Archive) beat() {
	a.living.Lock()
	defer a.living.Unlock()
	if a.lives == nil || a.closed || time.Since(a.spoke) < Beat {
		return
	}
	a.spoke = time.Now()
	_ = a.lives.change(func() error { // who cannot tell falls silent
		return a.lives.exec("UPDATE live SET at = ? WHERE session = ? AND here = 1", model.AtFraction(a.now(), 3).String(), a.session)
	})
}

// leaves tells that this session is nowhere any more, where it was somewhere. Who cannot tell falls silent.
func (a *Archive) leaves() {
	if a.lives == nil {
		return
	}
	_ = a.lives.change(func() error {
		return a.lives.exec("UPDATE live SET here = 0, typing = '' WHERE session = ? AND here = 1", a.session)
	})
}

const livesText = "SELECT session, name, seat, live.phase, selected, typing, question, process, here, at FROM live"

// livesOf reads places. Whoever has fallen silent, or whose process has ended, is not here.
func (a *Archive) livesOf(from source, text string, args ...any) ([]Live, error) {
	rows, err := from.query(livesText+" "+text, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []Live
	read := instants{}
	for rows.Next() {
		var l Live
		var at, process string
		if err := rows.Scan(&l.Session, &l.Name, &l.Seat, &l.Phase, &l.Selected, &l.Typing, &l.Question, &process, &l.Here, &at); err != nil {
			return nil, err
		}
		l.At = read.read(sql.NullString{String: at, Valid: true})
		l.Here = l.Here && a.speaks(l.At) && !ended(process)
		all = append(all, l)
	}
	return all, errors.Join(rows.Err(), read.err)
}

// Live is where somebody was last in a postmortem: this author where they were in it, else whoever was; zero where nobody has been.
func (a *Archive) Live(ctx context.Context, ref string) (Live, error) {
	var l Live
	err := a.look(ctx, func(r reader) error {
		key, err := a.find(r, ref)
		if err != nil || a.schema < livesSince {
			return err
		}
		all, err := a.livesOf(r, "WHERE postmortem = ? ORDER BY name <> ?, at DESC LIMIT 1", key, a.Author())
		if len(all) > 0 {
			l = all[0]
		}
		return err
	})
	return l, err
}

// Lives are the terminals of other sessions in a postmortem, in the order of their sessions: those who are here now, and the last
// places of those who have left.
func (a *Archive) Lives(ctx context.Context, ref string) ([]Live, error) {
	var all []Live
	err := a.look(ctx, func(r reader) error {
		key, err := a.find(r, ref)
		if err != nil || a.schema < livesSince {
			return err
		}
		all, err = a.livesOf(r, "WHERE postmortem = ? AND session <> ? ORDER BY session", key, a.session)
		return err
	})
	a.sees(all)
	return all, err
}

// speaks reports whether a terminal has said lately that it is there. One that has said so in the future wrote before the clock was
// set back.
func (a *Archive) speaks(at model.Instant) bool {
	age := a.now().Sub(at.Time())
	return -silent <= age && age <= silent
}

// process names this process among those of all machines.
var process = sync.OnceValue(func() string {
	host, _ := os.Hostname()
	return host + " " + strconv.Itoa(os.Getpid())
})

// ended reports whether a process of this machine is known to have ended: a terminal that was killed, and is back a moment later, is
// not two.
func ended(name string) bool {
	host, number, _ := strings.Cut(name, " ")
	ours, _, _ := strings.Cut(process(), " ")
	pid, err := strconv.Atoi(number)
	return err == nil && host == ours && hasEnded(pid)
}

// beside are the sessions that were seen at work in a postmortem while this one was. Their steps are theirs, also under the same name,
// and for as long as this terminal lasts.
type beside struct {
	mu       sync.Mutex
	sessions map[string]bool
}

// sees notes who is here.
func (a *Archive) sees(all []Live) {
	a.others.mu.Lock()
	defer a.others.mu.Unlock()
	for _, l := range all {
		if l.Here && l.Session != a.session {
			if a.others.sessions == nil {
				a.others.sessions = map[string]bool{}
			}
			a.others.sessions[l.Session] = true
		}
	}
}

// owns gives whether a step is this terminal's own, or one of its author's from before. A command, which sits nowhere, goes by the
// author alone.
func (a *Archive) owns(from source, key int64) (func(s model.Step) bool, error) {
	author := a.Author()
	if !a.sits.Load() {
		return func(s model.Step) bool { return s.Author == author }, nil
	}
	all, err := a.livesOf(from, "WHERE postmortem = ? AND here = 1", key)
	if err != nil {
		return nil, err
	}
	a.sees(all)
	a.others.mu.Lock()
	others := maps.Clone(a.others.sessions)
	a.others.mu.Unlock()
	return func(s model.Step) bool {
		return s.Session == a.session || s.Author == author && !others[s.Session]
	}, nil
}

var errClosed = errors.New("the archive is closed")

// Latest is the reference of the postmortem that somebody was in last, "" where nobody has been in any.
func (a *Archive) Latest(ctx context.Context) (string, error) {
	ref := ""
	if a.schema < livesSince {
		return "", nil
	}
	err := a.look(ctx, func(r reader) error {
		text := "SELECT ref FROM live JOIN postmortem USING (postmortem) WHERE " + notDeleted + " ORDER BY live.at DESC LIMIT 1"
		err := one(r, text, nil, &ref)
		if none(err) {
			return nil
		}
		return err
	})
	return ref, err
}
