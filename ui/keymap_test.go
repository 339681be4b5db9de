package ui

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"debrief/ui/sheet"
)

// rebound starts a program whose keys are chosen.
func rebound(t *testing.T, m Keymap) *rig {
	t.Helper()
	if wrong := CheckKeys(m); len(wrong) > 0 {
		t.Fatalf("these keys cannot be: %v", wrong)
	}
	r := newRig(t, 120, 40)
	r.app.config.Keys, r.app.fromAnywhere = m, nil
	return r
}

func TestSomebodyTypesWithKeysOfTheirOwn(t *testing.T) {
	r := rebound(t, Keymap{
		"undo": {"ctrl+y"}, "redo": {"f8"}, "phase.go.facts": {"f2"}, "facts.cause": {"u", "f7"}, "line.enter": {"f5"}, "list.down": {"ctrl+n"},
		"findings": {"="}, "park.typing": {"f6"}, "help": {"f1"}, "list.delete": {},
	})
	if why := sheet.KeyBarred("ctrl+p", sheet.Typing); why == "" {
		t.Error("ctrl+p edits the line, and can be bound there")
	}
	importPayments(r)
	causes := len(r.pm().Causes)
	r.play("press f2 esc", nil)
	r.sees("f1 help")
	r.app.Top().Base().List.Choose("E4", "")
	r.press("u")
	r.wait()
	r.press("f5")
	if n := len(r.pm().Causes); n != causes+1 {
		t.Fatalf("u and f5 make %d causes, want %d\n%s", n, causes+1, r.screen())
	}
	r.press("esc")
	r.press("ctrl+y")
	if n := len(r.pm().Causes); n != causes {
		t.Fatalf("ctrl+y leaves %d causes, want %d", n, causes)
	}
	r.sees("f8 does it again")
	r.press("f8")
	r.wait()
	if n := len(r.pm().Causes); n != causes+1 {
		t.Errorf("f8 leaves %d causes, want %d", n, causes+1)
	}
	r.press("f2")
	r.typeText(":")
	r.typeText("undo")
	r.sees("ctrl+y", "undo my last step")
	r.press("esc")
	r.typeText(":4") // the number of a phase stays, whatever its key
	if got := r.app.Top().Base().Page.ID; got != "whys" {
		t.Errorf(":4 goes to %s", got)
	}
	r.press("esc")
	events := len(r.pm().Events)
	r.play("press f2", nil)
	r.typeText("02:58 u and d are letters here")
	r.press("f5")
	if n := len(r.pm().Events); n != events+1 {
		t.Errorf("%d events, want %d", n, events+1)
	}
}

func TestKeysThatCannotBeAreRefusedWithWhatWasExpected(t *testing.T) {
	for _, x := range []struct {
		keys Keymap
		at   string
		want string
	}{
		{Keymap{"undoo": {"z"}}, "undoo", "the name of an action"},
		{Keymap{"undo": {"ctrl+s"}}, "undo", "another key"},
		{Keymap{"undo": {"ctrl+i"}}, "undo", "another key"},
		{Keymap{"undo": {"ctrl+["}}, "undo", "another key"},
		{Keymap{"undo": {"alt+u"}}, "undo", "without alt"},
		{Keymap{"undo": {"page down"}}, "undo", "a key such as"},
		{Keymap{"undo": {""}}, "undo", "a key such as"},
		{Keymap{"undo": {"\x1b[A"}}, "undo", "a key such as"},
		{Keymap{"undo": {"ctrl+y", "ctrl+y"}}, "undo", "stands twice"},
		{Keymap{"undo": {"x"}}, "undo", `"x" is that of export`},
		{Keymap{"undo": {"enter"}}, "undo", `"enter" is that of `},
		{Keymap{"undo": {"b"}, "redo": {"b"}}, "undo", `"b" is that of redo (Assemble)`},
		{Keymap{"park.typing": {"z"}}, "park.typing", "no letter"},
		{Keymap{"fields": {"space"}}, "fields", "no letter"},
		{Keymap{"line.escape": {"ctrl+w"}}, "line.escape", "edits the line"},
		{Keymap{"line.enter": {}}, "line.enter", "a key at least"},
		{Keymap{"facts.sort": {"J"}}, "facts.sort", `"J" is that of list.move-down (Facts)`},
		{Keymap{"close.export": {"x"}}, "", ""}, // as it was
		{Keymap{"undo": {"U"}, "redo": {"u"}}, "actions.undo", ""},
		{Keymap{"undo": {}}, "", ""},
		{Keymap{"facts.sort": {"b"}}, "", ""}, // which is another one's in Dig deeper alone
		{Keymap{"archive.new": {"t"}}, "", ""},
	} {
		wrong := CheckKeys(x.keys)
		if got := wrong[x.at]; x.want == "" && len(wrong) > 0 || !strings.Contains(got, x.want) {
			t.Errorf("%v: %q, want %q of %q", x.keys, wrong, x.want, x.at)
		}
	}
}

// TestEverySentenceNamesTheKeyThatAnActionHas looks at what the source says to be an action's own key.
func TestEverySentenceNamesTheKeyThatAnActionHas(t *testing.T) {
	own := map[string][]string{}
	for _, r := range KeyTable(nil) {
		own[r.Action] = append(own[r.Action], r.Keys...)
	}
	named, seen := regexp.MustCompile(`Key\("([a-z.-]+)", "([^"]+)"\)`), 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, m := range named.FindAllStringSubmatch(string(source), -1) {
			seen++
			if !slices.Contains(own[m[1]], m[2]) {
				t.Errorf("%s: the key of %s is said to be %q, and is one of %q", path, m[1], m[2], own[m[1]])
			}
		}
		return err
	})
	if err != nil || seen < 30 {
		t.Errorf("%d keys are named: %v", seen, err)
	}
}

func TestEveryActionIsInTheTableOfKeys(t *testing.T) {
	known := map[string]bool{}
	for _, r := range KeyTable(nil) {
		known[r.Action] = true
	}
	r := newRig(t, 120, 40)
	importPayments(r)
	for _, open := range []string{"1", "2", "3", "4", "5", "6", "f", "v", "?", "ctrl+o"} {
		r.press(open)
		r.wait()
		for _, acts := range [][]sheet.Action{r.app.Top().Actions(), r.app.actions()} {
			for i := range acts {
				if name := acts[i].Call().Name(); !known[name] {
					t.Errorf("behind %s: %s is not in the table", open, name)
				}
			}
		}
		if r.app.Top().Typing() {
			r.press("esc")
		}
		for r.app.Top().Base().Page.ID == "findings" || r.app.Top().Base().Page.ID == "preview" {
			r.press("q")
			r.wait()
		}
	}
}
