package storage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"debrief/model"
)

func newArchive(t *testing.T) *Archive {
	t.Helper()
	a, err := Open(context.Background(), filepath.Join(t.TempDir(), "archive.db"), Options{Author: "ana"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a
}

// names are the names of the columns that a query gives in its first column.
func (a *Archive) names(t *testing.T, query string, args ...any) []string {
	t.Helper()
	all, err := texts(a.edits, query, args...)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

// expected are the columns of every table as the model wants them: "name TYPE", with "null" where NULL may stand.
func expected() map[string][]string {
	want := map[string]map[string]bool{}
	put := func(table string, lines ...string) {
		if want[table] == nil {
			want[table] = map[string]bool{}
		}
		for _, line := range lines {
			want[table][line] = true
		}
	}
	for _, t := range tables() {
		put(t.name, "postmortem INTEGER")
		if t.kind.Letter != "" {
			put(t.name, "ref TEXT", "rank INTEGER")
		}
		for _, c := range t.columns {
			put(t.name, describe(c))
		}
		for _, l := range t.lists {
			put(l.name, "postmortem INTEGER", "position INTEGER")
			if l.owner != "" {
				put(l.name, l.owner+" TEXT")
			}
			for _, c := range l.columns {
				if c.name == "value" {
					c.ref = "" // an item of a list of references is never absent
				}
				put(l.name, describe(c))
			}
		}
	}
	put("why", "parent TEXT null")
	put("postmortem", "id TEXT", "ref TEXT", "created_at TEXT null", "revision INTEGER", "began TEXT null", "actions INTEGER", "open_actions INTEGER",
		"deleted_at TEXT null")
	for _, name := range counters() {
		put("postmortem", name+" INTEGER")
	}
	all := map[string][]string{}
	for table, lines := range want {
		for line := range lines {
			all[table] = append(all[table], line)
		}
		slices.Sort(all[table])
	}
	return all
}

func describe(c column) string {
	line := c.name + " TEXT"
	switch {
	case c.there || c.typ.Kind() == reflect.Bool || c.typ.Kind() == reflect.Int || c.typ.Kind() == reflect.Int64:
		line = c.name + " INTEGER"
	case c.typ == amountType:
		line = c.name + " REAL"
	}
	if c.nullable() {
		line += " null"
	}
	return line
}

func TestTheTablesAndTheModelSayTheSame(t *testing.T) {
	a := newArchive(t)
	for table, want := range expected() {
		got := a.names(t, `SELECT name || ' ' || type || iif("notnull" OR pk > 0, '', ' null') FROM pragma_table_xinfo(?)`, table)
		if !slices.Equal(got, want) {
			for _, line := range want {
				if !slices.Contains(got, line) {
					t.Errorf("table %s lacks the column %s", table, line)
				}
			}
			for _, line := range got {
				if !slices.Contains(want, line) {
					t.Errorf("table %s has a column %s that the model does not know", table, line)
				}
			}
		}
	}
	loose := a.names(t, `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'`)
	if len(loose) > 0 {
		t.Errorf("these tables take values of any type: %v", loose)
	}
}

// filled is the archive with our worked incident in it.
func filled(t *testing.T) *Archive {
	t.Helper()
	a := newArchive(t)
	f, err := os.Open("../model/testdata/payments.json")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	p, err := model.Decode(f, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if p.FollowUp == nil || len(p.FollowUp.Verdicts) == 0 {
		p.FollowUp = &model.FollowUp{Minutes: 30, Verdicts: []model.Verdict{{Action: "A1", Helped: "yes"}}}
	}
	p.Relations = []model.Relation{{ID: "x", Ref: "PM-9", Kind: "related"}}
	p.Agenda.Taken = model.Taken{"facts": 60}
	p.Events[0].Also = []model.Also{{Text: "told otherwise", Source: "chat"}}
	p.Events[0].Raw = "02:14:07Z payments pool: acquire timed out"
	p.Parking = append(p.Parking, model.Parked{Text: "a thought"})
	if _, err := a.Import(context.Background(), p, ""); err != nil {
		t.Fatal(err)
	}
	return a
}

func TestTheTablesKnowTheSameWordsAsTheModel(t *testing.T) {
	a := filled(t)
	check := func(table string, c column) {
		if c.words == "" {
			return
		}
		set := fmt.Sprintf("UPDATE %s SET %s = ?", quote(table), quote(c.name))
		for _, word := range model.Words[c.words] {
			if err := a.edits.exec(set, word); err != nil {
				t.Errorf("%s.%s refuses %q: %v", table, c.name, word, err)
			}
		}
		if err := a.edits.exec(set, "no such word"); err == nil {
			t.Errorf("%s.%s takes any word", table, c.name)
		}
	}
	for _, plan := range tables() {
		for _, c := range plan.columns {
			check(plan.name, c)
		}
		for _, l := range plan.lists {
			for _, c := range l.columns {
				check(l.name, c)
			}
		}
	}
}

func TestEveryReferenceInTheTablesMustLeadSomewhere(t *testing.T) {
	a := filled(t)
	check := func(table string, c column, where string) {
		if c.ref == "" {
			return
		}
		err := a.edits.transaction(func() error {
			return a.edits.exec(fmt.Sprintf("UPDATE %s SET %s = ? WHERE %s", quote(table), quote(c.name), where), c.ref[:1]+"999")
		})
		if err == nil || !strings.Contains(err.Error(), "FOREIGN KEY") {
			t.Errorf("%s.%s may point at nothing: %v", table, c.name, err)
		}
	}
	for _, plan := range tables() {
		for _, c := range plan.columns {
			check(plan.name, c, "true")
		}
		for _, l := range plan.lists {
			for _, c := range l.columns {
				check(l.name, c, "true")
			}
			if l.owner != "" {
				first := fmt.Sprintf("position = 0 AND %[1]s = (SELECT min(%[1]s) FROM %[2]s)", quote(l.owner), quote(l.name))
				check(l.name, column{name: l.owner, ref: plan.kind.Letter}, first)
			}
		}
	}
	check("why", column{name: "parent", ref: "C"}, "parent IS NOT NULL")
}

func TestTheJournalCannotBeRewritten(t *testing.T) {
	a := filled(t)
	for _, text := range []string{
		"UPDATE step SET label = 'something else'", "DELETE FROM step", "UPDATE change SET after = 'null'", "DELETE FROM change",
	} {
		if err := a.edits.exec(text); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestAFullDiskLosesNothing(t *testing.T) {
	a := filled(t)
	ctx := context.Background()
	before, err := a.Load(ctx, "1")
	if err != nil {
		t.Fatal(err)
	}
	var pages int
	if err := one(a.edits, "SELECT page_count FROM pragma_page_count", nil, &pages); err != nil {
		t.Fatal(err)
	}
	if err := one(a.edits, fmt.Sprintf("PRAGMA max_page_count = %d", pages), nil, &pages); err != nil {
		t.Fatal(err)
	}
	long := model.Edit{Label: "write a summary", Do: func(p *model.Postmortem) error {
		p.Summary = strings.Repeat("a long text ", 5_000)
		return nil
	}}
	_, err = a.Apply(ctx, "1", long)
	if want := "the disk is full: nothing was saved"; err == nil || err.Error() != want {
		t.Fatalf("got %v, want %s", err, want)
	}
	after, err := a.Load(ctx, "1")
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(before, after) {
		t.Error("the failed edit left something behind")
	}
	if err := one(a.edits, "PRAGMA max_page_count = 1000000", nil, &pages); err != nil {
		t.Fatal(err)
	}
	if applied, err := a.Apply(ctx, "1", long); err != nil || applied.Postmortem.Revision != before.Revision+1 {
		t.Errorf("with room again: %v", err)
	}
}

// later is the folder of migrations as a newer program would have it: ours, one more, and one that fails half way.
func later(t *testing.T) fstest.MapFS {
	t.Helper()
	all, err := migrations(embedded)
	if err != nil || len(all) != schemaVersion {
		t.Fatalf("%d migrations lead to schema %d: %v", len(all), schemaVersion, err)
	}
	folder := fstest.MapFS{}
	put := func(n int, text string) {
		folder[fmt.Sprintf("migrations/%04d_x.sql", n)] = &fstest.MapFile{Data: []byte(text)}
	}
	for _, m := range all {
		put(m.schema, m.text)
	}
	put(schemaVersion+1, "CREATE TABLE more (n INTEGER PRIMARY KEY) STRICT;")
	put(schemaVersion+2, "CREATE TABLE half (n INTEGER PRIMARY KEY) STRICT; CREATE TABLE more (n INTEGER);")
	return folder
}

func TestAnOlderArchiveIsCopiedBeforeItIsBroughtUpToDate(t *testing.T) {
	a := filled(t)
	if err := a.migrate(context.Background(), later(t), "PM"); err == nil {
		t.Fatal("a migration that fails is an error")
	}
	if got := a.names(t, "SELECT name FROM sqlite_schema WHERE name IN ('more', 'half')"); !slices.Equal(got, []string{"more"}) {
		t.Errorf("a migration was done by halves: %v", got)
	}
	m, err := readMarks(context.Background(), a.edits.conn)
	if err != nil || m.schema != schemaVersion+1 {
		t.Errorf("schema %d, want %d: %v", m.schema, schemaVersion+1, err)
	}
	copied := fmt.Sprintf("%s.schema-%d", a.path, schemaVersion)
	info, err := os.Stat(copied)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the copy: %v %v", info, err)
	}
	old, err := Open(context.Background(), copied, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = old.Close() }()
	if list, err := old.List(context.Background()); err != nil || len(list) != 1 {
		t.Errorf("the copy holds %d postmortems, want 1: %v", len(list), err)
	}
	_, err = a.Apply(context.Background(), "1", model.Edit{Label: "x", Do: func(p *model.Postmortem) error { p.Title = "x"; return nil }})
	want := fmt.Sprintf("this archive was made by a newer debrief (schema %d); this one reads up to %d", schemaVersion+1, schemaVersion)
	if err == nil || err.Error() != want {
		t.Errorf("an archive that became newer under us: %v", err)
	}
}

// opens asks for the indexes of what is open, which the second migration makes.
const opens = "SELECT name FROM sqlite_schema WHERE type = 'index' AND name GLOB '*_open'"

// proofs asks for the columns that the fourth migration makes.
const proofs = `SELECT name FROM pragma_table_xinfo('action')
	WHERE name GLOB 'test_*_runner' OR name GLOB 'test_*_tests' OR name GLOB 'test_*ing_command' OR name GLOB 'test_*_despite' OR name = 'test_guard_says'`

func TestAnArchiveOfTheFirstSchemaIsBroughtUpToDateWithAllThatItHolds(t *testing.T) {
	a := filled(t)
	ctx := context.Background()
	before, err := a.Load(ctx, "1")
	if err != nil {
		t.Fatal(err)
	}
	indexes := a.names(t, opens)
	if len(indexes) != 3 {
		t.Fatalf("there are %v", indexes)
	}
	taken := []string{ // what the later migrations add, taken away
		"ALTER TABLE meta DROP COLUMN state_before", "ALTER TABLE meta DROP COLUMN state",
		"DROP INDEX step_entry", "ALTER TABLE step DROP COLUMN entry",
		"DROP INDEX postmortem_newest", "DROP INDEX postmortem_deleted", "ALTER TABLE postmortem DROP COLUMN deleted_at",
	}
	for _, name := range indexes {
		taken = append(taken, "DROP INDEX "+name)
	}
	for _, name := range a.names(t, proofs) {
		taken = append(taken, `ALTER TABLE "action" DROP COLUMN `+name)
	}
	for _, text := range append(append(BeforeRooms, taken...), "PRAGMA user_version = 1") {
		if err := a.edits.exec(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(ctx, a.path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = again.Close() }()
	after, err := again.Load(ctx, "1")
	if err != nil || !reflect.DeepEqual(before, after) {
		t.Errorf("it holds something else now: %v", err)
	}
	if got := again.names(t, opens); !slices.Equal(got, indexes) {
		t.Errorf("it has the indexes %v, want %v", got, indexes)
	}
	if got := again.names(t, proofs); len(got) != 9 {
		t.Errorf("it keeps of proofs %v", got)
	}
	if _, err := os.Stat(a.path + ".schema-1"); err != nil {
		t.Errorf("no copy was kept: %v", err)
	}
	if l, err := again.Live(ctx, "1"); err != nil || l.Phase != "whys" || l.Selected != "W2" || l.Here {
		t.Errorf("somebody was last at %+v: %v", l, err)
	}
	edit := model.Edit{Label: "a title", Entry: "one", Do: func(p *model.Postmortem) error { p.Title = "entered"; return nil }}
	if applied, err := again.Apply(ctx, "1", edit); err != nil || applied.Step.Entry != "one" {
		t.Errorf("it keeps no entries: %+v %v", applied.Step, err)
	}
}

func TestUntilTheFirstChangeOneConnectionIsEnough(t *testing.T) {
	path := filled(t).path
	ctx := context.Background()
	a, err := Open(ctx, path, Options{Author: "bo"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	read := func() {
		t.Helper()
		if list, err := a.List(ctx); err != nil || len(list) != 1 {
			t.Fatalf("%d postmortems: %v", len(list), err)
		}
		if _, err := a.Load(ctx, "1"); err != nil {
			t.Fatal(err)
		}
	}
	read()
	gone, cancel := context.WithCancel(ctx)
	err = a.look(gone, func(r reader) error {
		cancel()
		return one(r, "SELECT prefix FROM meta", nil, new(string))
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a look that nobody waits for any more: %v", err)
	}
	read()
	if n := a.read.Stats().OpenConnections; n != 0 {
		t.Errorf("there are %d connections more than the one", n)
	}
	// Two that look at once do not wait for each other, and neither does one that looks while it changes something.
	err = a.look(ctx, func(reader) error { read(); return nil })
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.Apply(ctx, "1", model.Edit{Label: "x", Do: func(p *model.Postmortem) error { read(); p.Title = "x"; return nil }})
	if err != nil {
		t.Fatal(err)
	}
	err = a.look(ctx, func(reader) error {
		_, err := a.Apply(ctx, "1", model.Edit{Label: "y", Do: func(p *model.Postmortem) error { p.Title = "y"; return nil }})
		return err
	})
	if err != nil {
		t.Errorf("after the first change, a reader and a change wait for each other: %v", err)
	}
}
