package ui

import (
	"os"
	"strings"
	"testing"
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
	table := keyTable()
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
func keyTable() string {
	var b strings.Builder
	b.WriteString("| where | keys | what they do | action |\n|---|---|---|---|\n")
	for _, r := range KeyTable(nil) {
		keys := "by name"
		if len(r.Keys) > 0 {
			keys = "`" + strings.Join(r.Keys, "` `") + "`"
		}
		b.WriteString("| " + r.Where + " | " + keys + " | " + r.Does + " | `" + r.Action + "` |\n")
	}
	return b.String()
}
