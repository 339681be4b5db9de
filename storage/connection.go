package storage

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"
)

// use is what a connection is for.
type use int

const (
	editing   use = iota // writes that are acknowledged
	living               // the live row: the newest may be lost in a power cut
	reading              // beside a writer
	lookingOn            // an archive that may not be written
	frozen               // one in a folder that may not be written either, and nobody is writing
	alone                // one that has a log, and whose disk has no room for an index of it beside the file: the index is in memory
)

// address is the DSN. The path is escaped, because the engine would take a part of it for options.
func address(path string, u use, patience time.Duration) string {
	query := url.Values{"_txlock": {"immediate"}, "_dqs": {"0"}, "mode": {"rw"}} // whether to make the file is not the engine's to say
	query.Add("_pragma", fmt.Sprintf("busy_timeout(%d)", patience.Milliseconds()))
	query.Add("_pragma", "foreign_keys(1)")
	query.Add("_pragma", "trusted_schema(0)")
	query.Add("_pragma", "wal_autocheckpoint(0)") // not without a look at the file
	switch u {
	case editing:
		query.Add("_pragma", "synchronous(FULL)")
		query.Add("_pragma", "temp_store(MEMORY)")
	case living:
		query.Add("_pragma", "synchronous(NORMAL)")
	case reading:
		query.Add("_pragma", "query_only(1)")
	case lookingOn:
		query.Set("mode", "ro")
	case frozen:
		query.Set("mode", "ro")
		query.Set("immutable", "1")
	case alone:
		query.Add("_pragma", "locking_mode(EXCLUSIVE)")
		query.Add("_pragma", "query_only(1)")
	}
	slash := filepath.ToSlash(path)
	if !strings.HasPrefix(slash, "/") {
		slash = "/" + slash
	}
	return (&url.URL{Scheme: "file", Path: slash, RawQuery: query.Encode()}).String()
}

// connect makes a pool of connections.
func connect(path string, u use, patience time.Duration) (*sql.DB, error) {
	db, err := sql.Open("sqlite", address(path, u, patience))
	if err != nil {
		return nil, fmt.Errorf("open the archive: %w", err)
	}
	switch u {
	case editing, living, alone:
		db.SetMaxOpenConns(1)
	case frozen: // a file that is not locked may be exchanged: every look opens it anew
		db.SetMaxIdleConns(-1)
	default:
		db.SetMaxOpenConns(3)
	}
	return db, nil
}

// writer is the one connection that writes, with its prepared statements. It is not safe for use from two goroutines.
type writer struct {
	db         *sql.DB
	conn       *sql.Conn
	statements map[string]*sql.Stmt
	failed     func()             // runs before a transaction is rolled back, while nobody else can write; may be nil
	check      func() error       // whether the archive is still the one that was opened
	keeps      func(state string) // runs after a commit, with the state that it has led to
	wrote      bool               // something in the transaction under way
}

// openWriter connects and reads back what was asked for, because a misspelt option would be ignored without a word.
func openWriter(ctx context.Context, path string, u use, patience time.Duration) (*writer, error) {
	db, err := connect(path, u, patience)
	if err != nil {
		return nil, err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		_ = db.Close()
		return nil, err
	}
	w := &writer{db: db, conn: conn, statements: map[string]*sql.Stmt{}}
	var foreignKeys, trusted, synchronous int
	var timeout int64
	err = conn.QueryRowContext(ctx, `SELECT (SELECT foreign_keys FROM pragma_foreign_keys), (SELECT trusted_schema FROM pragma_trusted_schema),
		(SELECT synchronous FROM pragma_synchronous), (SELECT timeout FROM pragma_busy_timeout)`).Scan(&foreignKeys, &trusted, &synchronous, &timeout)
	want := 2
	if u == living {
		want = 1
	}
	if err == nil && (foreignKeys != 1 || trusted != 0 || synchronous != want || timeout != patience.Milliseconds()) {
		err = fmt.Errorf("open the archive: the engine did not take the settings")
	}
	if err != nil {
		_ = w.close()
		return nil, err
	}
	return w, nil
}

func (w *writer) close() error {
	w.finish()
	return w.db.Close()
}

// finish gives the connection back.
func (w *writer) finish() {
	for _, s := range w.statements {
		_ = s.Close()
	}
	_ = w.conn.Close()
}

// statement prepares each text once. A write takes no context: a deadline that strikes inside a transaction would roll back
// what came before and let what follows be kept.
func (w *writer) statement(text string) (*sql.Stmt, error) {
	if s, ok := w.statements[text]; ok {
		return s, nil
	}
	s, err := w.conn.PrepareContext(context.Background(), text)
	if err == nil {
		w.statements[text] = s
	}
	return s, err
}

func (w *writer) exec(text string, args ...any) error {
	_, err := w.insert(text, args...)
	return err
}

func (w *writer) insert(text string, args ...any) (int64, error) {
	s, err := w.statement(text) //nolint:sqlclosecheck // it is kept for the next time
	if err != nil {
		return 0, err
	}
	w.wrote = true
	result, err := s.ExecContext(context.Background(), args...)
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

func (w *writer) query(text string, args ...any) (*sql.Rows, error) {
	s, err := w.statement(text) //nolint:sqlclosecheck // it is kept for the next time
	if err != nil {
		return nil, err
	}
	return s.QueryContext(context.Background(), args...)
}

// usualMemory is the engine's page cache of a connection, in kB.
const usualMemory = 2000

// pragma sets one of the engine's numbers.
func (w *writer) pragma(name string, value int) error {
	_, err := w.conn.ExecContext(context.Background(), fmt.Sprintf("PRAGMA %s = %d", name, value))
	return err
}

// change runs do in one transaction and gives the archive a new state, if anything was written. A file that is exchanged on the way
// leads to a mixture, which is not kept: its error goes before what do makes of it.
func (w *writer) change(do func() error) error {
	state := ""
	err := w.transaction(func() error {
		if err := w.check(); err != nil {
			return err
		}
		w.wrote = false
		err := do()
		if err == nil && w.wrote {
			var version int
			if err = one(w, "PRAGMA schema_version", nil, &version); err == nil {
				state, err = w.stamp(version, version)
			}
		}
		if gone := w.check(); gone != nil {
			return gone
		}
		return err
	})
	if err == nil && state != "" {
		w.keeps(state)
	}
	return err
}

// stamp gives the archive a new state, which tells the one that it found. The versions are the engine's of its schema, at the
// beginning and at the end of the transaction.
func (w *writer) stamp(begun, ended int) (state string, err error) {
	state = fmt.Sprintf("%d:%s", ended, rand.Text())
	return state, w.exec(`UPDATE meta SET state_before = CASE state WHEN '' THEN '' ELSE ?1 || ltrim(state, '0123456789') END,
		state = ?2`, begun, state)
}

// transaction runs do in one immediate transaction: an error, or a panic, leaves nothing behind.
func (w *writer) transaction(do func() error) (err error) {
	if err := w.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	done := false
	defer func() {
		if !done {
			if w.failed != nil {
				w.failed()
			}
			_ = w.exec("ROLLBACK") // the engine may have rolled back already
		}
	}()
	if err := do(); err != nil {
		return err
	}
	if err := w.exec("COMMIT"); err != nil {
		return err
	}
	done = true
	return nil
}

// source is what rows can be read from.
type source interface {
	query(text string, args ...any) (*sql.Rows, error)
}

// reader reads within a read transaction, so that all it sees is one state.
type reader func(text string, args ...any) (*sql.Rows, error)

func (r reader) query(text string, args ...any) (*sql.Rows, error) { return r(text, args...) }

// look runs do on one state of the archive. What was read while the file was exchanged is a mixture, and is not given.
func (a *Archive) look(ctx context.Context, do func(r reader) error) error {
	err := a.lookAt(ctx, do)
	if a.guard != nil {
		if gone := a.stillThere(); gone != nil {
			err = gone
		}
	}
	return a.unread(err)
}

func (a *Archive) lookAt(ctx context.Context, do func(r reader) error) error {
	if conn := a.borrow(); conn != nil {
		defer a.writes.Unlock()
		return lookWith(ctx, conn, func(r reader) error { return do(r.asOf(a.schema)) })
	}
	tx, err := a.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	p := prepared{tx: tx, texts: map[string]*sql.Stmt{}}
	return do(reader(func(text string, args ...any) (*sql.Rows, error) { return p.query(ctx, text, args) }).asOf(a.schema))
}

// prepared keeps the statements of one look: what is asked again and again is read by the engine once. They end with the transaction.
type prepared struct {
	tx    *sql.Tx
	texts map[string]*sql.Stmt // nil for a text that was asked once
}

func (p *prepared) query(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	s, again := p.texts[text]
	if !again {
		p.texts[text] = nil
		return p.tx.QueryContext(ctx, text, args...)
	}
	if s == nil {
		var err error
		if s, err = p.tx.PrepareContext(ctx, text); err != nil {
			return nil, err
		}
		p.texts[text] = s
	}
	return s.QueryContext(ctx, args...)
}

// borrow gives the connection that writes to a reader, with writes locked, until the first change: a program that starts, or that
// only reads, needs one connection. From then on changes and readers do not wait for each other. It is nil where there is
// nothing to borrow.
func (a *Archive) borrow() *sql.Conn {
	if a.edits == nil || a.wrote.Load() || !a.writes.TryLock() {
		return nil
	}
	if a.closed {
		a.writes.Unlock()
		return nil
	}
	return a.edits.conn
}

// lookWith looks with a connection that is to go on living: the end of a context would close it, and is heeded between queries.
func lookWith(ctx context.Context, conn *sql.Conn, do func(r reader) error) error {
	whole := context.WithoutCancel(ctx)
	tx, err := conn.BeginTx(whole, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	p := prepared{tx: tx, texts: map[string]*sql.Stmt{}}
	return do(func(text string, args ...any) (*sql.Rows, error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return p.query(whole, text, args)
	})
}
