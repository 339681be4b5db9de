package storage

import (
	"cmp"
	"context"
	"database/sql"
)

// Empty is an archive without a postmortem that is on no disk: what a person has before the first one. It may only be read, and
// says of every reference that there is no such postmortem.
func Empty(ctx context.Context, opt Options) (*Archive, error) {
	a := unopened("", opt)
	a.empty, a.readOnly, a.use = true, true, lookingOn
	var err error
	if a.read, err = sql.Open("sqlite", "file::memory:"); err != nil {
		return nil, a.fault(err)
	}
	a.read.SetMaxOpenConns(1) // each connection would have a memory of its own
	conn, err := a.read.Conn(ctx)
	if err != nil {
		return nil, a.fault(err)
	}
	a.edits = &writer{conn: conn, statements: map[string]*sql.Stmt{}}
	err = a.migrate(ctx, embedded, cmp.Or(opt.Prefix, "PM"))
	a.edits.finish()
	a.edits = nil
	if err != nil {
		_ = a.Close()
		return nil, err
	}
	a.prefix = cmp.Or(opt.Prefix, "PM")
	return a, nil
}
