package storage

import (
	"context"
	"database/sql"
	"errors"

	"debrief/model"
)

// Live is where somebody is in a postmortem; SetLive fills in the session and the instant.
type Live = model.Live

// SetLive writes where this session is in a postmortem; the newest to do so counts. A power cut may lose it. The caller does
// not call more often than is of use.
func (a *Archive) SetLive(ctx context.Context, ref string, l Live) error {
	if a.empty {
		return a.notFound(ref)
	}
	if a.readOnly {
		return &trouble{kind: ErrReadOnly, text: "the archive is read-only"}
	}
	a.living.Lock()
	defer a.living.Unlock()
	if a.closed {
		return errClosed
	}
	if a.lives == nil {
		w, err := openWriter(ctx, a.path, living, a.patience)
		if err != nil {
			return a.fault(err)
		}
		a.lives = w
		a.lives.check, a.lives.keeps = a.stillThere, a.keeps
	}
	if err := a.lives.change(func() error { return a.setLive(ref, l) }); err != nil {
		return a.failed(err)
	}
	a.tidy(a.lives)
	return nil
}

func (a *Archive) setLive(ref string, l Live) error {
	key, err := a.find(a.lives, ref)
	if err != nil {
		return err
	}
	at := model.AtFraction(a.now(), 3).String()
	return a.lives.exec(`INSERT INTO live (postmortem, session, phase, selected, question, running, at) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (postmortem) DO UPDATE SET session = excluded.session, phase = excluded.phase, selected = excluded.selected,
		question = excluded.question, running = excluded.running, at = excluded.at`,
		key, a.session, l.Phase, l.Selected, l.Question, instant(l.Running), at)
}

// Live is where somebody was last in a postmortem; zero where nobody has been.
func (a *Archive) Live(ctx context.Context, ref string) (Live, error) {
	var l Live
	err := a.look(ctx, func(r reader) error {
		key, err := a.find(r, ref)
		if err != nil {
			return err
		}
		var running sql.NullString
		var at string
		err = one(r, "SELECT session, phase, selected, question, running, at FROM live WHERE postmortem = ?", []any{key},
			&l.Session, &l.Phase, &l.Selected, &l.Question, &running, &at)
		if none(err) {
			return nil
		}
		read := instants{}
		if err == nil {
			l.Running, l.At, err = read.read(running), read.read(sql.NullString{String: at}), read.err
		}
		return err
	})
	return l, err
}

var errClosed = errors.New("the archive is closed")

// Latest is the reference of the postmortem that somebody was in last, "" where nobody has been in any.
func (a *Archive) Latest(ctx context.Context) (string, error) {
	ref := ""
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
