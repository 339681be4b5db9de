package storage

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"debrief/model"
	"debrief/storage/terms"
)

// applicationID marks an archive's file ("dbrf"), as `file` and other programs see it.
const applicationID = 0x64627266

// statesSince is the schema from which on every transaction gives the archive a new state.
const statesSince = 6

//go:embed migrations/*.sql
var embedded embed.FS

// migration leads from the schema before it to its own.
type migration struct {
	schema int
	text   string
}

// migrations are those of a folder in their order; the numbers of the files must count from 1.
func migrations(from fs.FS) ([]migration, error) {
	names, err := fs.Glob(from, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	all := make([]migration, len(names))
	for i, name := range names {
		number, _, _ := strings.Cut(filepath.Base(name), "_")
		if n, err := strconv.Atoi(number); err != nil || n != i+1 {
			return nil, fmt.Errorf("migration %s is out of order", name)
		}
		text, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, err
		}
		all[i] = migration{i + 1, string(text)}
	}
	return all, nil
}

// schemaVersion is the newest schema that this program knows.
const schemaVersion = 12

// marks of a file, read before anything is written to it.
type fileMarks struct{ application, schema, tables int }

type rower interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func readMarks(ctx context.Context, from rower) (m fileMarks, err error) {
	err = from.QueryRowContext(ctx, `SELECT (SELECT application_id FROM pragma_application_id),
		(SELECT user_version FROM pragma_user_version), count(*) FROM sqlite_schema`).
		Scan(&m.application, &m.schema, &m.tables)
	return m, err
}

func (m fileMarks) empty() bool { return m == fileMarks{} }

// refuseForeign returns an error for a file that is not an archive, or a newer program's.
func (a *Archive) refuseForeign(ctx context.Context, from rower) error {
	m, err := readMarks(ctx, from)
	if err != nil {
		return a.fault(err)
	}
	a.schema = m.schema
	return a.refuse(ctx, from, m)
}

func (a *Archive) refuse(ctx context.Context, from rower, m fileMarks) error {
	if m.application != applicationID {
		return a.foreign()
	}
	oldest := 0
	if m.schema <= schemaVersion {
		if err := from.QueryRowContext(ctx, "SELECT oldest FROM meta").Scan(&oldest); err != nil {
			return a.fault(err)
		}
	}
	if newest := max(m.schema, oldest); newest > schemaVersion {
		return newer(newest)
	}
	return nil
}

func newer(schema int) error {
	text := fmt.Sprintf("this archive was made by a newer debrief (schema %d); this one reads up to %d", schema, schemaVersion)
	return &trouble{kind: ErrNewer, text: text}
}

// prepare makes a new archive, refuses what is none, and brings an older one up to date.
func (a *Archive) prepare(ctx context.Context, prefix string) error {
	m, err := readMarks(ctx, a.edits.conn)
	if err != nil {
		return a.fault(err)
	}
	if !m.empty() {
		if err := a.refuse(ctx, a.edits.conn, m); err != nil {
			return err
		}
	}
	if err := a.writeAhead(ctx); err != nil {
		return err
	}
	if m.schema == schemaVersion {
		if made, err := a.wordsAreOurs(); made || err != nil {
			return a.fault(err)
		}
	}
	return a.migrate(ctx, embedded, prefix)
}

// writeAhead switches the journal of the engine. It needs the file alone for a moment, and does not wait for it by itself.
func (a *Archive) writeAhead(ctx context.Context) error {
	for until := time.Now().Add(a.patience); ; time.Sleep(10 * time.Millisecond) {
		var mode string
		err := a.edits.conn.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode)
		switch {
		case err == nil && mode == "wal":
			return nil
		case err == nil:
			return fmt.Errorf("open the archive: its disk cannot keep a write-ahead log (%s)", mode)
		case !errors.Is(a.fault(err), ErrBusy) || time.Now().After(until):
			return a.fault(err)
		}
	}
}

// migrate runs what is missing, each in one transaction, after a copy of an archive that holds something. One program does it at a
// time.
func (a *Archive) migrate(ctx context.Context, from fs.FS, prefix string) error {
	all, err := migrations(from)
	if err != nil {
		return err
	}
	if a.turns != nil {
		if err := a.turns.take(a.patience); err != nil {
			return err
		}
		defer a.turns.leave()
	}
	m, err := readMarks(ctx, a.edits.conn)
	if err != nil {
		return a.fault(err)
	}
	if m.schema > 0 && m.schema < len(all) {
		if err := a.copyOf(ctx, m.schema); err != nil {
			return fmt.Errorf("copy the archive before bringing it up to date: %w", a.fault(err))
		}
	}
	a.fresh = m.schema < len(all)
	if m.empty() { // there is nothing that a step could leave half done
		return a.migrateIn(ctx, all, prefix)
	}
	for i := range all {
		if err := a.migrateIn(ctx, all[i:i+1], prefix); err != nil {
			return err
		}
	}
	if err := a.remakeWords(ctx); err != nil {
		return fmt.Errorf("make the words that the archive is searched by: %w", a.fault(err))
	}
	return nil
}

// migrateIn takes some steps in one transaction.
func (a *Archive) migrateIn(ctx context.Context, steps []migration, prefix string) error {
	at := 0
	err := a.edits.transaction(func() error {
		var begun, ended int
		if err := one(a.edits, "PRAGMA schema_version", nil, &begun); err != nil {
			return err
		}
		done := false
		for _, step := range steps {
			at = step.schema
			did, err := a.migrateTo(ctx, step, prefix)
			if err != nil {
				return err
			}
			done = done || did
		}
		if !done || at < statesSince {
			return nil
		}
		if at >= wordsSince { // where there is no text, all its words are made
			if err := a.edits.exec(wordsMade+" WHERE NOT EXISTS (SELECT 1 FROM postmortem)", terms.Version); err != nil {
				return err
			}
		}
		if err := one(a.edits, "PRAGMA schema_version", nil, &ended); err != nil {
			return err
		}
		_, err := a.edits.stamp(begun, ended)
		return err
	})
	if err != nil {
		return fmt.Errorf("bring the archive to schema %d: %w", at, a.fault(err))
	}
	return nil
}

// migrateTo takes one step, and reports whether it was still to take: another process may have been quicker.
func (a *Archive) migrateTo(ctx context.Context, step migration, prefix string) (bool, error) {
	m, err := readMarks(ctx, a.edits.conn)
	if err != nil || m.schema >= step.schema {
		return false, err
	}
	texts := []string{step.text, fmt.Sprintf("PRAGMA user_version = %d", step.schema)}
	if m.empty() {
		texts = append(texts, fmt.Sprintf("PRAGMA application_id = %d", applicationID))
	}
	for _, text := range texts {
		if _, err := a.edits.conn.ExecContext(context.WithoutCancel(ctx), text); err != nil {
			return false, err
		}
	}
	if m.empty() {
		err = a.edits.exec("INSERT INTO meta (one, archive, prefix, last, oldest) VALUES (1, ?, ?, 0, 1)", model.NewID(a.now()), prefix)
	}
	return true, err
}
