package storage

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"debrief/model"
)

// Room is what a meeting shares beside the document: its clock, and whether the shared screens are blank. It is zero where there has
// been none.
func (a *Archive) Room(ctx context.Context, ref string) (model.Room, error) {
	var room model.Room
	err := a.look(ctx, func(r reader) error {
		key, err := a.find(r, ref)
		if err != nil || a.schema < livesSince {
			return err
		}
		room, err = roomOf(r, key)
		return err
	})
	return room, err
}

func roomOf(from source, key int64) (room model.Room, err error) {
	c := &room.Clock
	var at sql.NullString
	err = one(from, "SELECT clock, preset, phase, running, at, kept, blank FROM room WHERE postmortem = ?", []any{key},
		&c.ID, &c.Preset, &c.Phase, &c.Running, &at, &c.Kept, &room.Blank)
	if none(err) {
		return room, nil
	}
	if err != nil {
		return room, err
	}
	read := instants{}
	c.At = read.read(at)
	rows, err := from.query("SELECT phase, planned, taken, kept FROM room_share WHERE postmortem = ?", key)
	if err != nil {
		return room, err
	}
	defer func() { _ = rows.Close() }()
	c.Phases = map[string]model.Share{}
	for rows.Next() {
		var phase string
		var planned, taken, kept int64
		if err := rows.Scan(&phase, &planned, &taken, &kept); err != nil {
			return room, err
		}
		c.Phases[phase] = model.Share{Planned: milliseconds(planned), Taken: milliseconds(taken), Kept: milliseconds(kept)}
	}
	return room, errors.Join(rows.Err(), read.err)
}

func milliseconds(n int64) time.Duration { return time.Duration(n) * time.Millisecond }

// SetRoom changes what a meeting shares, from its newest state, in one transaction, and gives what it is now. It leaves no step, and a
// power cut may lose it.
func (a *Archive) SetRoom(ctx context.Context, ref string, do func(*model.Room)) (model.Room, error) {
	var room model.Room
	err := a.beside(ctx, ref, func(key int64) (err error) {
		if room, err = roomOf(a.lives, key); err != nil {
			return err
		}
		do(&room)
		c := &room.Clock
		err = a.lives.exec(`INSERT INTO room (postmortem, clock, preset, phase, running, at, kept, blank) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (postmortem) DO UPDATE SET clock = excluded.clock, preset = excluded.preset, phase = excluded.phase,
			running = excluded.running, at = excluded.at, kept = excluded.kept, blank = excluded.blank`,
			key, c.ID, c.Preset, c.Phase, c.Running, instant(c.At), c.Kept, room.Blank)
		if err == nil {
			err = a.lives.exec("DELETE FROM room_share WHERE postmortem = ?", key)
		}
		for phase, s := range c.Phases {
			if err == nil {
				err = a.lives.exec("INSERT INTO room_share (postmortem, phase, planned, taken, kept) VALUES (?, ?, ?, ?, ?)",
					key, phase, s.Planned.Milliseconds(), s.Taken.Milliseconds(), s.Kept.Milliseconds())
			}
		}
		return err
	})
	return room, err
}
