package storage

import (
	"context"
	"database/sql"
	"iter"
	"math"
	"reflect"
	"strconv"
	"strings"

	"debrief/model"
)

// Load reads a postmortem by its reference: "PM-7", "pm-7" or "7", or one that it had in another archive. ErrNotFound where
// there is none, ErrDeleted where it was deleted. The postmortem is the caller's own.
func (a *Archive) Load(ctx context.Context, ref string) (*model.Postmortem, error) {
	var p *model.Postmortem
	err := a.look(ctx, func(r reader) error {
		key, err := a.find(r, ref)
		if err != nil {
			return err
		}
		p, err = load(r, key)
		return err
	})
	return p, err
}

// batch is how many rows All reads at once.
const batch = 256

// All are the postmortems that are there but the example, in the order in which they came; each table is read once for many of them. An
// error is the last that is given. The postmortems are the caller's own.
func (a *Archive) All(ctx context.Context) iter.Seq2[*model.Postmortem, error] {
	return func(yield func(*model.Postmortem, error) bool) {
		for last, more := int64(0), true; more; {
			var some []*model.Postmortem
			err := a.look(ctx, func(r reader) (err error) {
				some, last, err = next(r, last)
				more = len(some) > 0
				return err
			})
			if err != nil {
				yield(nil, err)
				return
			}
			for _, p := range some {
				if !yield(p, nil) {
					return
				}
			}
		}
	}
}

// next reads the postmortems that count of the rows behind one, a batch of them; and gives the row of the last.
func next(r reader, behind int64) (some []*model.Postmortem, last int64, err error) {
	of := span{behind + 1, behind}
	counts := map[int64]bool{}
	rows, err := r.query("SELECT postmortem FROM postmortem WHERE postmortem > ? AND "+counted+" ORDER BY postmortem LIMIT ?", behind, batch)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := rows.Scan(&of.last); err != nil {
			return nil, 0, err
		}
		counts[of.last] = true
	}
	if err := rows.Err(); err != nil {
		return nil, 0, err
	}
	err = loadAll(r, of, func(key int64, p *model.Postmortem) {
		if counts[key] {
			some = append(some, p)
		}
	})
	return some, of.last, err
}

// find is the row of a postmortem that is there.
func (a *Archive) find(from source, ref string) (int64, error) {
	key, there, err := a.lookUp(from, ref)
	if err == nil && !there {
		var name string
		if err = one(from, "SELECT ref FROM postmortem WHERE postmortem = ?", []any{key}, &name); err == nil {
			err = a.deleted(name)
		}
	}
	return key, err
}

// lookUp is the row of a postmortem, and whether it is there: it may be deleted.
func (a *Archive) lookUp(from source, ref string) (key int64, there bool, err error) {
	name := strings.ToUpper(strings.TrimSpace(ref))
	if n, err := strconv.Atoi(name); err == nil && n > 0 {
		name = a.prefix + "-" + strconv.Itoa(n)
	}
	for _, text := range []string{
		"SELECT postmortem, " + notDeleted + " FROM postmortem WHERE ref IN (?, ?)",
		"SELECT postmortem, " + notDeleted + ` AS there FROM postmortem_formerly JOIN postmortem USING (postmortem)
			WHERE value IN (?, ?) ORDER BY there DESC, postmortem LIMIT 1`,
	} {
		if err := one(from, text, []any{name, strings.TrimSpace(ref)}, &key, &there); !none(err) {
			return key, there, err
		}
	}
	return 0, false, a.notFound(ref)
}

// one reads a single row.
func one(from source, text string, args []any, dest ...any) error {
	rows, err := from.query(text, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return err
		}
		return sql.ErrNoRows
	}
	if err := rows.Scan(dest...); err != nil {
		return err
	}
	return rows.Close()
}

// span is rows of the table of postmortems: from the first to the last.
type span struct{ first, last int64 }

// everywhere is all rows.
var everywhere = span{0, math.MaxInt64}

// load reads a whole postmortem.
func load(from source, key int64) (*model.Postmortem, error) {
	var p *model.Postmortem
	err := loadAll(from, span{key, key}, func(_ int64, one *model.Postmortem) { p = one })
	if err == nil && p == nil {
		err = sql.ErrNoRows
	}
	return p, err
}

// loadAll reads the whole postmortems of some rows, each table once, and gives them in the order of their rows.
func loadAll(from source, of span, give func(key int64, p *model.Postmortem)) error {
	var keys []int64
	all := map[int64]*model.Postmortem{}
	err := loadRoots(from, of, func(key int64, p *model.Postmortem) {
		keys, all[key] = append(keys, key), p
	})
	if err != nil {
		return err
	}
	whys := map[owner][]model.Part{} // by what they hang on
	for _, k := range model.Kinds[1:] {
		err := tables()[k.Letter].each(from, of, func(key int64, part model.Part) error {
			switch p := all[key]; {
			case p == nil: // a row that belongs to none is for the check of the archive to name
				return nil
			case k.Letter != "W":
				return p.Insert(part)
			}
			above := owner{key, part.Parent}
			whys[above] = append(whys[above], part)
			return nil
		})
		if err != nil {
			return err
		}
	}
	for _, key := range keys {
		p := all[key]
		for _, c := range p.Causes {
			if err := hang(p, whys, owner{key, c.Ref}); err != nil {
				return err
			}
		}
		give(key, p)
	}
	return nil
}

// hang puts whys below their parent, from the top down.
func hang(p *model.Postmortem, whys map[owner][]model.Part, parent owner) error {
	for _, part := range whys[parent] {
		if err := p.Insert(part); err != nil {
			return err
		}
		if err := hang(p, whys, owner{parent.key, part.Ref()}); err != nil {
			return err
		}
	}
	return nil
}

// loadRoots reads the postmortems' own fields and lists.
func loadRoots(from source, of span, give func(key int64, p *model.Postmortem)) error {
	all := map[int64]*model.Postmortem{}
	if err := tables()[""].roots(from, of, func(key int64, p *model.Postmortem) {
		all[key] = p
		give(key, p)
	}); err != nil {
		return err
	}
	for _, l := range tables()[""].lists {
		err := l.each(from, of, func(whose owner, item reflect.Value) {
			if p := all[whose.key]; p != nil {
				l.add(reflect.ValueOf(p).Elem(), item)
			}
		})
		if err != nil {
			return err
		}
	}
	rows, err := from.query("SELECT postmortem, value FROM postmortem_formerly WHERE postmortem BETWEEN ? AND ? ORDER BY postmortem, position",
		of.first, of.last)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	var key int64
	var ref string
	for rows.Next() {
		if err := rows.Scan(&key, &ref); err != nil {
			return err
		}
		if p := all[key]; p != nil {
			p.Formerly = append(p.Formerly, ref)
		}
	}
	return rows.Err()
}

// roots reads the table of postmortems, without their lists.
func (t *table) roots(from source, of span, give func(key int64, p *model.Postmortem)) error {
	rows, err := from.query(t.load, of.first, of.last)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		p := &model.Postmortem{}
		var key int64
		var createdAt sql.NullString
		dest := []any{&key, &p.ID, &p.Ref, &createdAt, &p.Revision, new(any), new(any), new(any)} // what is derived is not needed
		dest = append(dest, pointers(&p.Last)...)
		values := make([]any, len(t.columns))
		for i := range values {
			dest = append(dest, &values[i])
		}
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		v := reflect.ValueOf(p).Elem()
		for i, c := range t.columns {
			if err := c.take(v, values[i]); err != nil {
				return err
			}
		}
		if p.CreatedAt, err = model.ParseInstant(createdAt.String); err != nil {
			return err
		}
		give(key, p)
	}
	return rows.Err()
}

func texts(from source, text string, args ...any) ([]string, error) {
	rows, err := from.query(text, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

// owner is a part of a postmortem.
type owner struct {
	key int64
	ref string
}

// each reads the parts of a kind in their order, whys of all parents together, with their lists.
func (t *table) each(from source, of span, do func(key int64, part model.Part) error) error {
	lists := make([]map[owner][]reflect.Value, len(t.lists))
	for i, l := range t.lists {
		lists[i] = map[owner][]reflect.Value{}
		err := l.each(from, of, func(whose owner, item reflect.Value) {
			lists[i][whose] = append(lists[i][whose], item)
		})
		if err != nil {
			return err
		}
	}
	rows, err := from.query(t.load, of.first, of.last)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	row := t.newRow()
	for rows.Next() {
		part, err := row.scan(rows)
		if err != nil {
			return err
		}
		for i, l := range t.lists {
			for _, item := range lists[i][row.owner] {
				l.add(part.Value, item)
			}
		}
		if err := do(row.key, part); err != nil {
			return err
		}
	}
	return rows.Err()
}

// row reads the rows of a table of parts.
type row struct {
	owner
	table  *table
	rank   int64
	parent sql.NullString
	values []any
	dest   []any
}

func (t *table) newRow() *row {
	r := &row{table: t, values: make([]any, len(t.columns))}
	r.dest = []any{&r.key, &r.ref, &r.rank}
	if len(t.head()) == 3 {
		r.dest = append(r.dest, &r.parent)
	}
	for i := range r.values {
		r.dest = append(r.dest, &r.values[i])
	}
	return r
}

func (r *row) scan(rows *sql.Rows) (model.Part, error) {
	if err := rows.Scan(r.dest...); err != nil {
		return model.Part{}, err
	}
	v := reflect.New(r.table.kind.Type).Elem()
	v.Field(0).SetString(r.ref)
	v.Field(1).SetInt(r.rank)
	for i, c := range r.table.columns {
		if err := c.take(v, r.values[i]); err != nil {
			return model.Part{}, err
		}
	}
	return model.Part{Kind: r.table.kind, Parent: r.parent.String, Value: v}, nil
}

// part reads one part by itself, with its lists of records.
func (t *table) part(from source, key int64, ref string) (part model.Part, there bool, err error) {
	rows, err := from.query(t.one, key, ref)
	if err != nil {
		return part, false, err
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		return part, false, rows.Err()
	}
	if part, err = t.newRow().scan(rows); err != nil {
		return part, false, err
	}
	for _, l := range t.lists {
		if l.typ.Kind() != reflect.Slice || l.typ.Elem().Kind() != reflect.Struct {
			continue
		}
		if err := l.read(from, l.one, []any{key, ref}, func(_ owner, item reflect.Value) { l.add(part.Value, item) }); err != nil {
			return part, false, err
		}
	}
	return part, true, rows.Close()
}

// each reads the items of a list, in the order of their owners and places.
func (l list) each(from source, of span, do func(whose owner, item reflect.Value)) error {
	return l.read(from, l.load, []any{of.first, of.last}, do)
}

func (l list) read(from source, text string, args []any, do func(whose owner, item reflect.Value)) error {
	rows, err := from.query(text, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	var whose owner
	var position int64
	values := make([]any, len(l.columns))
	dest := []any{&whose.key}
	if l.owner != "" {
		dest = append(dest, &whose.ref)
	}
	dest = append(dest, &position)
	for i := range values {
		dest = append(dest, &values[i])
	}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		item := l.item()
		for i, c := range l.columns {
			if err := c.take(item, values[i]); err != nil {
				return err
			}
		}
		do(whose, item)
	}
	return rows.Err()
}
