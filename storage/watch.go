package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"
)

// Change is what somebody else did: another process, another terminal, or another Archive of this process.
type Change struct {
	Refs []string // postmortems with new steps that were not made here
	Live []string // postmortems in which another session has moved, come or gone, or the clock was moved
	Err  error    // ErrMoved or ErrNewer: the archive is no longer the one that was opened, and the watch has ended
}

// How often a watch looks: while something may be on its way to the disk, and while nothing is and a bell would ring. The bell
// rings for each of many small writes, and the first look waits for a few of them.
const (
	pace     = 150 * time.Millisecond
	idle     = 5 * time.Second
	onTheWay = 3 * time.Second
	soon     = 20 * time.Millisecond
)

// Watch calls do, from a goroutine of its own, when somebody else has changed the archive; what this Archive writes is not
// reported. It ends with the context, with Close, or with a Change that has an Err. Steps from before the call are not
// reported, every one after it is.
func (a *Archive) Watch(ctx context.Context, do func(Change)) error {
	if a.empty {
		return nil
	}
	e := &eye{archive: a, live: map[string]string{}}
	if err := e.open(ctx); err != nil {
		return a.unread(a.failed(err))
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	a.watches.add(func() { cancel(); <-done })
	go func() {
		defer close(done)
		defer e.close()
		defer cancel()
		e.watch(ctx, do)
	}()
	return nil
}

// watches are the watches of an archive and the steps that they need not report.
type watches struct {
	mu     sync.Mutex
	stops  []func()
	mine   map[int64]bool
	newest int64 // the step under way
}

func (w *watches) add(stop func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.mine == nil {
		w.mine = map[int64]bool{}
	}
	w.stops = append(w.stops, stop)
}

func (w *watches) stop() {
	w.mu.Lock()
	stops := w.stops
	w.stops = nil
	w.mu.Unlock()
	for _, stop := range stops {
		stop()
	}
}

// begin says that no step is under way yet.
func (w *watches) begin() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.newest = 0
}

// made notes a step of our own before it is committed, so that no watch can see it first.
func (w *watches) made(step int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.mine != nil {
		w.mine[step] = true
		w.newest = step
	}
}

// takeBack forgets the step under way, which was not committed: its number may be somebody else's next.
func (w *watches) takeBack() {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.mine, w.newest)
	w.newest = 0
}

func (w *watches) own(step int64) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.mine[step]
}

// eye is one watch.
type eye struct {
	archive *Archive
	db      *sql.DB
	conn    *sql.Conn
	version int64
	seen    os.FileInfo // of an archive in which the engine does not count versions
	step    int64       // the newest step that was reported
	live    map[string]string
	looked  time.Time // for others
}

func (e *eye) open(ctx context.Context) (err error) {
	if e.db, err = connect(e.archive.path, e.archive.use, e.archive.patience); err != nil {
		return err
	}
	if e.conn, err = e.db.Conn(ctx); err != nil {
		_ = e.db.Close()
		return err
	}
	e.changed(ctx)
	if err = e.archive.read.QueryRowContext(ctx, "SELECT coalesce(max(step), 0) FROM step").Scan(&e.step); err != nil {
		e.close()
		return err
	}
	_, err = e.moves(ctx)
	return err
}

func (e *eye) close() {
	_ = e.conn.Close()
	_ = e.db.Close()
}

// watch looks as often as there is reason to: where a bell rings for what others touch, hardly ever while it does not. It rings when a
// change is written, and that is committed when the disk has it; so one looks for a while.
func (e *eye) watch(ctx context.Context, do func(Change)) {
	pause, until := pace, time.Now().Add(onTheWay)
	wait, seldom := waitFor, pace
	if b := newBell(e.archive.path); b != nil {
		ended := context.AfterFunc(ctx, b.end)
		defer func() {
			ended()
			b.close()
		}()
		wait, seldom = func(_ context.Context, d time.Duration) bool { return b.wait(d) }, idle
	}
	for {
		rung := wait(ctx, pause)
		if ctx.Err() != nil {
			return
		}
		if rung {
			if until = time.Now().Add(onTheWay); pause > pace {
				pause = soon // for some more of it
				continue
			}
			time.Sleep(soon)
		}
		changed, over := e.lookOnce(ctx, do)
		if over {
			return
		}
		e.archive.beat()
		switch pause = pace; {
		case changed:
			until = time.Now()
		case time.Now().After(until):
			pause = seldom
		}
	}
}

// waitFor waits where nothing rings.
func waitFor(ctx context.Context, d time.Duration) (rung bool) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
	return false
}

// lookOnce reports whether anything has changed, and whether the watch is over.
func (e *eye) lookOnce(ctx context.Context, do func(Change)) (changed, over bool) {
	ctx = context.WithoutCancel(ctx) // a look waits for nobody, and what could end it would wake threads
	if err := e.archive.stillThere(); err != nil {
		do(Change{Err: e.archive.unread(err)})
		return false, true
	}
	before := e.version
	changed = e.changed(ctx)
	if !changed && (len(e.live) == 0 || time.Since(e.looked) < Beat) { // who falls silent changes nothing
		return false, false
	}
	c, err := e.look(ctx)
	switch {
	case errors.Is(err, ErrNewer):
		do(Change{Err: err})
		return false, true
	case err != nil:
		e.version, e.seen = before, nil // look again
	case len(c.Refs)+len(c.Live) > 0:
		do(c)
	}
	return changed, false
}

// changed reports whether anybody has committed since the last call.
func (e *eye) changed(ctx context.Context) bool {
	if e.archive.use == frozen {
		info, err := os.Stat(e.archive.path)
		was := e.seen
		e.seen = info
		return err == nil && (was == nil || was.ModTime() != info.ModTime() || was.Size() != info.Size())
	}
	was := e.version
	err := e.conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&e.version)
	return err == nil && e.version != was
}

// look finds out what the change is.
func (e *eye) look(ctx context.Context) (Change, error) {
	m, err := readMarks(ctx, e.archive.read)
	if err != nil {
		return Change{}, err
	}
	if m.schema > schemaVersion {
		return Change{}, newer(m.schema)
	}
	var c Change
	if c.Live, err = e.moves(ctx); err == nil {
		c.Refs, err = e.steps(ctx)
	}
	if err != nil {
		clear(e.live) // the next look reports it again rather than not at all
	}
	return c, err
}

// steps are the postmortems in which somebody else has made a step.
func (e *eye) steps(ctx context.Context) ([]string, error) {
	rows, err := e.archive.read.QueryContext(ctx,
		"SELECT step, ref FROM step JOIN postmortem USING (postmortem) WHERE step > ? ORDER BY step", e.step)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var refs []string
	newest := e.step
	for rows.Next() {
		var ref string
		if err := rows.Scan(&newest, &ref); err != nil {
			return nil, err
		}
		if !e.archive.watches.own(newest) && !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	e.step = newest
	return refs, nil
}

// moves are the postmortems in which another session is somewhere else than before, has come, left, or fallen silent, or in which the
// clock or the screens are not as they were.
func (e *eye) moves(ctx context.Context) ([]string, error) {
	e.looked = time.Now()
	if e.archive.schema < livesSince {
		return nil, nil
	}
	query := reader(func(text string, args ...any) (*sql.Rows, error) {
		return e.archive.read.QueryContext(ctx, text, args...)
	})
	now, err := e.places(query)
	if err != nil {
		return nil, err
	}
	var refs []string
	for ref, where := range now {
		if e.live[ref] != where {
			refs = append(refs, ref)
		}
	}
	for ref := range e.live {
		if _, still := now[ref]; !still {
			refs = append(refs, ref)
		}
	}
	e.live = now
	slices.Sort(refs)
	return refs, nil
}

// places is by postmortem what others tell beside the document. When they have said so is no part of it.
func (e *eye) places(from reader) (map[string]string, error) {
	rows, err := from.query(`SELECT ref, session, live.at, process, live.here,
			concat_ws(char(31), session, name, seat, live.phase, selected, typing, question)
		FROM live JOIN postmortem USING (postmortem) WHERE session <> ?
		UNION ALL SELECT ref, '', '', '', 1, concat_ws(char(31), clock, preset, room.phase, running, kept, blank,
			(SELECT group_concat(room_share.phase || planned, char(31)) FROM room_share WHERE room_share.postmortem = room.postmortem))
		FROM room JOIN postmortem USING (postmortem)`, e.archive.session)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	now, read := map[string]string{}, instants{}
	var seen []Live
	for rows.Next() {
		var ref, at, process, where string
		var l Live
		if err := rows.Scan(&ref, &l.Session, &at, &process, &l.Here, &where); err != nil {
			return nil, err
		}
		if at != "" {
			l.At = read.read(sql.NullString{String: at, Valid: true})
			l.Here = l.Here && e.archive.speaks(l.At) && !ended(process)
			seen = append(seen, l)
		}
		now[ref] += fmt.Sprint(where, l.Here, "\x1e")
	}
	e.archive.sees(seen)
	return now, errors.Join(rows.Err(), read.err)
}
