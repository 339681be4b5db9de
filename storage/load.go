package storage

import (
	"context"
	"database/sql"
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

// load reads a whole postmortem.
func load(from source, key int64) (*model.Postmortem, error) {
	p := &model.Postmortem{}
	if err := loadRoot(from, key, p); err != nil {
		return nil, err
	}
	whys := map[string][]model.Part{}
	for _, k := range model.Kinds[1:] {
		t := tables()[k.Letter]
		err := t.each(from, key, func(_ int64, part model.Part) error {
			if k.Letter == "W" {
				whys[part.Parent] = append(whys[part.Parent], part)
				return nil
			}
			return p.Insert(part)
		})
		if err != nil {
			return nil, err
		}
	}
	for _, c := range p.Causes {
		if err := hang(p, whys, c.Ref); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// hang puts whys below their parent, from the top down.
func hang(p *model.Postmortem, whys map[string][]model.Part, parent string) error {
	for _, part := range whys[parent] {
		if err := p.Insert(part); err != nil {
			return err
		}
		if err := hang(p, whys, part.Ref()); err != nil {
			return err
		}
	}
	return nil
}

func loadRoot(from source, key int64, p *model.Postmortem) error {
	t := tables()[""]
	v := reflect.ValueOf(p).Elem()
	var createdAt sql.NullString
	dest := []any{&p.ID, &p.Ref, &createdAt, &p.Revision, new(any), new(any), new(any)} // what is derived is not needed
	dest = append(dest, pointers(&p.Last)...)
	values := make([]any, len(t.columns))
	for i := range values {
		dest = append(dest, &values[i])
	}
	if err := one(from, t.load, []any{key}, dest...); err != nil {
		return err
	}
	for i, c := range t.columns {
		if err := c.take(v, values[i]); err != nil {
			return err
		}
	}
	var err error
	if p.CreatedAt, err = model.ParseInstant(createdAt.String); err != nil {
		return err
	}
	for _, l := range t.lists {
		if err := l.each(from, key, func(_ owner, item reflect.Value) { l.add(v, item) }); err != nil {
			return err
		}
	}
	p.Formerly, err = texts(from, "SELECT value FROM postmortem_formerly WHERE postmortem = ? ORDER BY position", key)
	return err
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

// everywhere is the key for the parts of all postmortems.
const everywhere = 0

// each reads the parts of a kind in their order, whys of all parents together, with their lists.
func (t *table) each(from source, key int64, do func(key int64, part model.Part) error) error {
	lists := make([]map[owner][]reflect.Value, len(t.lists))
	for i, l := range t.lists {
		lists[i] = map[owner][]reflect.Value{}
		err := l.each(from, key, func(whose owner, item reflect.Value) {
			lists[i][whose] = append(lists[i][whose], item)
		})
		if err != nil {
			return err
		}
	}
	rows, err := queryFor(from, key, t.load, t.loadAll)
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

func queryFor(from source, key int64, one, all string) (*sql.Rows, error) {
	if key == everywhere {
		return from.query(all)
	}
	return from.query(one, key)
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

// each reads the items of a list, in the order of their owners and places.
func (l list) each(from source, key int64, do func(whose owner, item reflect.Value)) error {
	rows, err := queryFor(from, key, l.load, l.loadAll)
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
