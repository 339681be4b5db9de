package storage

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	"debrief/model"
)

// tableNames says in which table the parts of a letter are kept. A cause is a why without a parent.
var tableNames = map[string]string{
	"": "postmortem", "N": "participant", "I": "impact", "E": "event", "C": "why", "W": "why", "A": "action", "K": "parked", "L": "lesson",
}

// table is where the parts of one kind are kept. It is derived from the model, so that a field is described once; a test
// holds it against the migrations.
type table struct {
	kind    *model.Kind
	name    string
	columns []column
	lists   []list
	fields  map[string]place // by the name of the model's field
	insert  string
	load    string // the parts of some postmortems
	one     string // one part
}

// place is what holds one field of the model: some of a table's columns, or lists, or both.
type place struct {
	columns []column
	lists   []list
}

// column holds one value of a part, or of an item of a list.
type column struct {
	name  string
	at    []int // from the struct to the value; crosses pointers to records that may be absent
	typ   reflect.Type
	words string
	ref   string
	there bool // 1 where the record is there: the columns of an absent record hold what an empty one would
}

// list is a table with one row for each item of a list.
type list struct {
	name    string
	owner   string // the column with the reference of the part whose list it is; "" for the postmortem's own
	at      []int
	typ     reflect.Type // of the list; string where a single long text stands in a table of its own
	columns []column     // of an item
	insert  string
	clear   string
	load    string // the items of some postmortems
	one     string // the items of one part
}

var (
	instantType = reflect.TypeFor[model.Instant]()
	dateType    = reflect.TypeFor[model.Date]()
	takenType   = reflect.TypeFor[model.Taken]()
	amountType  = reflect.TypeFor[*float64]()
)

// tables are the plans by the letter of the kind, made when first needed: the start of the program does not wait for them.
var tables = sync.OnceValue(func() map[string]*table {
	all := map[string]*table{}
	for _, k := range model.Kinds {
		all[k.Letter] = newTable(k)
	}
	return all
})

func newTable(k *model.Kind) *table {
	t := &table{kind: k, name: tableNames[k.Letter], fields: map[string]place{}}
	for _, f := range k.Fields {
		name := strings.ReplaceAll(f.Name, ".", "_")
		p := t.place(name, k.Type.FieldByIndex(f.Index))
		if k.Letter == "E" && name == "raw" { // raw log lines stand aside, so that reading events does not drag them along
			p = place{lists: []list{t.list(name, p.columns[0].at, p.columns[0].typ, []column{{name: "line", typ: p.columns[0].typ}})}}
		}
		for i := range p.columns {
			p.columns[i].at = slices.Concat(f.Index[:len(f.Index)-1], p.columns[i].at)
		}
		for i := range p.lists {
			p.lists[i].at = slices.Concat(f.Index[:len(f.Index)-1], p.lists[i].at)
		}
		t.fields[f.Name] = p
		t.columns = append(t.columns, p.columns...)
		t.lists = append(t.lists, p.lists...)
	}
	t.statements()
	return t
}

// place spreads a field over columns and lists. Paths start at the struct that the field belongs to.
func (t *table) place(name string, f reflect.StructField) place {
	c := column{name: name, at: f.Index, typ: f.Type, words: f.Tag.Get("words"), ref: f.Tag.Get("ref")}
	switch {
	case f.Type == takenType:
		return place{lists: []list{t.list(name, f.Index, f.Type, []column{
			{name: "phase", at: []int{0}, typ: f.Type.Key(), words: "phase"}, {name: "seconds", at: []int{1}, typ: f.Type.Elem()},
		})}}
	case f.Type.Kind() == reflect.Slice:
		items := []column{{name: "value", typ: f.Type.Elem(), words: c.words, ref: c.ref}}
		if f.Type.Elem().Kind() == reflect.Struct {
			items = t.record("", f.Type.Elem()).columns
		}
		return place{lists: []list{t.list(name, f.Index, f.Type, items)}}
	case f.Type.Kind() == reflect.Pointer && f.Type != amountType:
		p := t.record(name+"_", f.Type.Elem())
		for i := range p.columns {
			p.columns[i].at = slices.Concat(f.Index, p.columns[i].at)
		}
		for i := range p.lists {
			p.lists[i].at = slices.Concat(f.Index, p.lists[i].at)
		}
		c.there = true
		p.columns = slices.Insert(p.columns, 0, c)
		return p
	}
	return place{columns: []column{c}}
}

// record spreads the fields of a record.
func (t *table) record(prefix string, typ reflect.Type) place {
	var all place
	for f := range typ.Fields() {
		p := t.place(prefix+model.NameOf(f), f)
		all.columns = append(all.columns, p.columns...)
		all.lists = append(all.lists, p.lists...)
	}
	return all
}

func (t *table) list(name string, at []int, typ reflect.Type, items []column) list {
	l := list{name: t.name + "_" + name, at: at, typ: typ, columns: items}
	key := []string{"postmortem"}
	if t.kind.Letter != "" {
		l.owner = t.name
		key = append(key, l.owner)
	}
	all := append(slices.Clone(key), "position")
	for _, c := range items {
		all = append(all, c.name)
	}
	l.insert = fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", quote(l.name), quoteAll(all), marks(len(all)))
	l.clear = fmt.Sprintf("DELETE FROM %s WHERE %s", quote(l.name), equals(key))
	l.load = fmt.Sprintf("SELECT %s FROM %s WHERE %s ORDER BY %s", quoteAll(all), quote(l.name), within, quoteAll(all[:len(key)+1]))
	l.one = fmt.Sprintf("SELECT %s FROM %s WHERE %s ORDER BY position", quoteAll(all), quote(l.name), equals(key))
	return l
}

// within picks the rows of some postmortems: those of a span.
const within = "postmortem BETWEEN ? AND ?"

// rootKept are the columns of the postmortem's row that no step changes.
var rootKept = []string{"id", "ref", "created_at"}

// touched are the columns of the postmortem's row that the archive itself keeps up to date with every step.
func touched() []string { return []string{"revision", "began", "actions", "open_actions"} }

// counters are the columns of model.Last, in its order.
var counters = sync.OnceValue(func() []string {
	typ := reflect.TypeFor[model.Last]()
	names := make([]string, typ.NumField())
	for i := range names {
		names[i] = "last_" + strings.ToLower(typ.Field(i).Name)
	}
	return names
})

// head are the columns in front of the fields' own.
func (t *table) head() []string {
	switch t.kind.Letter {
	case "":
		return slices.Concat(rootKept, touched(), counters())
	case "C", "W":
		return []string{"ref", "rank", "parent"}
	}
	return []string{"ref", "rank"}
}

func (t *table) statements() {
	names := t.head()
	for _, c := range t.columns {
		names = append(names, c.name)
	}
	if t.kind.Letter == "" {
		t.insert = fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", quote(t.name), quoteAll(names), marks(len(names)))
		t.load = fmt.Sprintf("SELECT postmortem, %s FROM %s WHERE %s ORDER BY postmortem", quoteAll(names), quote(t.name), within)
		return
	}
	all := slices.Insert(slices.Clone(names), 0, "postmortem")
	t.insert = fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", quote(t.name), quoteAll(all), marks(len(all)))
	only := ""
	switch t.kind.Letter {
	case "C":
		only = " AND parent IS NULL"
	case "W":
		only = " AND parent IS NOT NULL"
	}
	t.load = fmt.Sprintf("SELECT %s FROM %s WHERE %s%s ORDER BY postmortem, rank", quoteAll(all), quote(t.name), within, only)
	t.one = fmt.Sprintf("SELECT %s FROM %s WHERE postmortem = ? AND ref = ?", quoteAll(all), quote(t.name))
}

// update is the statement that sets the columns of one field of one part.
func (t *table) update(columns []string) string {
	set := make([]string, len(columns))
	for i, name := range columns {
		set[i] = quote(name) + " = ?"
	}
	key := []string{"postmortem"}
	if t.kind.Letter != "" {
		key = append(key, "ref")
	}
	return fmt.Sprintf("UPDATE %s SET %s WHERE %s", quote(t.name), strings.Join(set, ", "), equals(key))
}

func (t *table) remove() string {
	return fmt.Sprintf("DELETE FROM %s WHERE postmortem = ? AND ref = ?", quote(t.name))
}

func quote(name string) string { return `"` + name + `"` }

func quoteAll(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = quote(name)
	}
	return strings.Join(quoted, ", ")
}

func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

func equals(names []string) string {
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = quote(name) + " = ?"
	}
	return strings.Join(parts, " AND ")
}

// nullable reports whether the column holds NULL for what is absent.
func (c column) nullable() bool {
	return !c.there && (c.typ == instantType || c.typ == dateType || c.typ == amountType || c.ref != "")
}

// of follows the column's path; false where a record on the way is absent.
func (c column) of(v reflect.Value) (reflect.Value, bool) { return follow(v, c.at) }

func follow(v reflect.Value, at []int) (reflect.Value, bool) {
	for _, i := range at {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return v, false
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return v, true
}
