package storage

import (
	"encoding/json"
	"fmt"
	"reflect"
	"sync"

	"debrief/model"
)

// writeRoot makes the row of a new postmortem and returns its key; rest takes the rows of its lists.
func (w *writer) writeRoot(p *model.Postmortem, rest sink) (int64, error) {
	t := tables()[""]
	v := reflect.ValueOf(p).Elem()
	args := append([]any{p.ID, p.Ref, instant(p.CreatedAt)}, touchArgs(p)...)
	for _, c := range t.columns {
		args = append(args, c.bind(v))
	}
	key, err := w.insert(t.insert, args...)
	if err != nil {
		return 0, err
	}
	for _, l := range t.lists {
		if err := writeItems(rest, l, key, "", v); err != nil {
			return 0, err
		}
	}
	for i, ref := range p.Formerly {
		if err := rest.exec("INSERT INTO postmortem_formerly (postmortem, position, value) VALUES (?, ?, ?)", key, i, ref); err != nil {
			return 0, err
		}
	}
	return key, nil
}

func instant(at model.Instant) any {
	if at.IsZero() {
		return nil
	}
	return at.String()
}

// touchArgs are the values of the touched columns and the counters.
func touchArgs(p *model.Postmortem) []any {
	open := 0
	for i := range p.Actions {
		if status := p.Actions[i].Status; status == "open" || status == "doing" {
			open++
		}
	}
	args := []any{p.Revision, instant(p.Begin()), len(p.Actions), open}
	last := reflect.ValueOf(p.Last)
	for _, counter := range last.Fields() {
		args = append(args, counter.Int())
	}
	return args
}

// touch writes what the archive itself keeps on the postmortem's row.
func (w *writer) touch(key int64, p *model.Postmortem) error {
	return w.exec(touchText(), append(touchArgs(p), key)...)
}

var touchText = sync.OnceValue(func() string { return tables()[""].update(append(touched(), counters()...)) })

func writePart(to sink, key int64, part model.Part) error {
	t := tables()[part.Kind.Letter]
	args := []any{key, part.Ref(), part.Value.Field(1).Int()}
	if part.Kind.Letter == "C" || part.Kind.Letter == "W" {
		args = append(args, column{ref: "CW"}.text(reflect.ValueOf(part.Parent)))
	}
	for _, c := range t.columns {
		args = append(args, c.bind(part.Value))
	}
	if err := to.exec(t.insert, args...); err != nil {
		return err
	}
	for _, l := range t.lists {
		if err := writeItems(to, l, key, part.Ref(), part.Value); err != nil {
			return err
		}
	}
	return nil
}

func writeItems(to sink, l list, key int64, owner string, part reflect.Value) error {
	for i, item := range l.items(part) {
		args := append(l.owned(key, owner), i)
		for _, c := range l.columns {
			args = append(args, c.bind(item))
		}
		if err := to.exec(l.insert, args...); err != nil {
			return err
		}
	}
	return nil
}

func (l list) owned(key int64, owner string) []any {
	if l.owner == "" {
		return []any{key}
	}
	return []any{key, owner}
}

// removePart removes a part's row and its lists, not what is below it: that has changes of its own.
func (w *writer) removePart(key int64, ref string) error {
	t := tables()[model.KindOf(ref).Letter]
	for _, l := range t.lists {
		if err := w.exec(l.clear, l.owned(key, ref)...); err != nil {
			return err
		}
	}
	return w.exec(t.remove(), key, ref)
}

// writeChanges brings the rows from one state to the next: only what a change names is written.
func (w *writer) writeChanges(key int64, p *model.Postmortem, changes []model.Change) error {
	part := partsOf(p, len(changes))
	for _, c := range changes {
		if c.Field == "" && string(c.After) == "null" {
			if err := w.removePart(key, c.Part); err != nil {
				return err
			}
			continue
		}
		at, ok := part(c.Part)
		if !ok {
			return fmt.Errorf("write %s: it is not there", c.Part)
		}
		var err error
		if c.Field == "" {
			err = writePart(w, key, at)
		} else {
			err = w.writeField(key, at, c.Field)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// partsOf finds parts by their references: by looking for a few, with an index for many.
func partsOf(p *model.Postmortem, looks int) func(ref string) (model.Part, bool) {
	if looks < 8 {
		return p.Part
	}
	all := map[string]model.Part{}
	for _, part := range p.Parts() {
		all[part.Ref()] = part
	}
	return func(ref string) (model.Part, bool) {
		part, ok := all[ref]
		return part, ok
	}
}

func (w *writer) writeField(key int64, part model.Part, field string) error {
	t := tables()[part.Kind.Letter]
	at := []any{key}
	if part.Ref() != "" {
		at = append(at, part.Ref())
	}
	switch field {
	case "rank":
		return w.exec(t.update([]string{"rank"}), append([]any{part.Value.Field(1).Int()}, at...)...)
	case "parent":
		return w.exec(t.update([]string{"parent"}), append([]any{part.Parent}, at...)...)
	}
	to := t.fields[field]
	if len(to.columns) > 0 {
		names := make([]string, len(to.columns))
		args := make([]any, len(to.columns))
		for i, c := range to.columns {
			names[i], args[i] = c.name, c.bind(part.Value)
		}
		if err := w.exec(t.update(names), append(args, at...)...); err != nil {
			return err
		}
	}
	for _, l := range to.lists {
		if err := w.exec(l.clear, at...); err != nil {
			return err
		}
		if err := writeItems(w, l, key, part.Ref(), part.Value); err != nil {
			return err
		}
	}
	return nil
}

// writeStep appends to the journal and returns the step's row; rest takes its changes.
func (w *writer) writeStep(key int64, s model.Step, rest sink) (int64, error) {
	row, err := w.insert(`INSERT INTO step (postmortem, n, at, author, session, batch, entry, label, kind, undoes)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		key, s.N, s.At.String(), s.Author, s.Session, s.Batch, s.Entry, s.Label, s.Kind, s.Undoes)
	if err != nil {
		return 0, err
	}
	for i, c := range s.Changes {
		err := rest.exec(`INSERT INTO change (step, position, part, field, before, after) VALUES (?, ?, ?, ?, ?, ?)`,
			row, i, c.Part, c.Field, string(c.Before), string(c.After))
		if err != nil {
			return 0, err
		}
	}
	return row, nil
}

// newest stands for the last step of a journal.
const newest = 1 << 62

// steps reads the journal of a postmortem from one step to another, oldest first; with changes or without.
func (a *Archive) steps(from source, key, first, last int64, changes bool) ([]model.Step, error) {
	rows, err := from.query(`SELECT n, at, author, session, batch, `+a.entryColumn()+`, label, kind, undoes
		FROM step WHERE postmortem = ? AND n BETWEEN ? AND ? ORDER BY n`, key, first, last)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []model.Step
	for rows.Next() {
		var s model.Step
		var at string
		if err := rows.Scan(&s.N, &at, &s.Author, &s.Session, &s.Batch, &s.Entry, &s.Label, &s.Kind, &s.Undoes); err != nil {
			return nil, err
		}
		if s.At, err = model.ParseInstant(at); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	if err := rows.Err(); err != nil || !changes || len(all) == 0 {
		return all, err
	}
	byN := map[int64]*model.Step{}
	for i := range all {
		byN[all[i].N] = &all[i]
	}
	err = eachChange(from, key, first, last, func(n int64, c model.Change) { byN[n].Changes = append(byN[n].Changes, c) })
	return all, err
}

func eachChange(from source, key, first, last int64, do func(n int64, c model.Change)) error {
	rows, err := from.query(`SELECT step.n, part, field, before, after FROM step JOIN change USING (step)
		WHERE step.postmortem = ? AND step.n BETWEEN ? AND ? ORDER BY step.n, position`, key, first, last)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var n int64
		var c model.Change
		var before, after string
		if err := rows.Scan(&n, &c.Part, &c.Field, &before, &after); err != nil {
			return err
		}
		c.Before, c.After = json.RawMessage(before), json.RawMessage(after)
		do(n, c)
	}
	return rows.Err()
}
