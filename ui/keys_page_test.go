package ui

import (
	"os"
	"strings"
	"testing"

	"debrief/model"
	"debrief/model/guide"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

const keysPage = "../docs/keys.md"

// TestTheDocsNameEveryKey compares the key table of docs/keys.md with the program's action tables; -update writes it.
func TestTheDocsNameEveryKey(t *testing.T) {
	const begin, end = "<!-- keys: written by make golden -->\n", "<!-- end of keys -->\n"
	b, err := os.ReadFile(keysPage)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(b), begin)
	accepted, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatal("docs/keys.md has no place for the key table")
	}
	table := keyTable(t)
	if accepted == table {
		return
	}
	if !*update {
		t.Fatalf("the keys of docs/keys.md are not the program's any more: make golden writes them\n%s", table)
	}
	if err := os.WriteFile(keysPage, []byte(before+begin+table+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// keyTable is every action of the program by the place that it is reached from, as a table in Markdown.
func keyTable(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("| where | keys |\n|---|---|\n")
	line := func(where string, in sheet.Scope, tables ...[]sheet.Action) {
		if keys := keysOf(in, tables...); keys != "" {
			b.WriteString("| " + where + " | " + keys + " |\n")
		}
	}
	r := newRig(t, 120, 40)
	archive := own(r)
	r.press("A")
	open := own(r)
	r.press("q")
	r.press("e")
	shared, everywhere := shared(r), r.app.actions()
	line("not typing", sheet.InList, everywhere)
	line("lists", sheet.InList, shared)
	line("typing", sheet.Typing, shared, everywhere)
	line("archive", sheet.InList, archive)
	line("open actions", sheet.InList, open)
	for i, key := range model.Phases {
		r.press(string(rune('1' + i)))
		line(guide.Of(key).Title, sheet.InList, own(r))
		if r.app.Top().Typing() {
			r.press("esc")
		}
	}
	r.press("2")
	r.send(tea.PasteMsg{Content: "02:14 the first line\n02:17 the second line\n"})
	line("bringing in", sheet.InList, own(r))
	return b.String()
}

func keysOf(in sheet.Scope, tables ...[]sheet.Action) string {
	var keys []string
	for _, table := range tables {
		for i := range table {
			act := &table[i]
			if act.Scope&in == 0 || len(act.Keys) == 0 { // what has no key is found by its name
				continue
			}
			if n := model.PhaseIndex(act.Arg); n == 0 {
				keys = append(keys, "`1` to `6` go to a phase")
				continue
			} else if n > 0 {
				continue
			}
			var names []string
			for _, k := range act.Keys {
				names = append(names, "`"+sheet.KeyName(k)+"`")
			}
			keys = append(keys, strings.Join(names, " ")+" "+act.Name)
		}
	}
	return strings.Join(keys, " · ")
}

// own are the actions that only the page on top has, and shared those that every sheet has.
func own(r *rig) []sheet.Action { return r.app.Top().Base().Page.Actions() }

func shared(r *rig) []sheet.Action { return r.app.Top().Actions()[len(own(r)):] }
