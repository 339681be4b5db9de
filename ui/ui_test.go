package ui

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/model"

	tea "charm.land/bubbletea/v2"
	eastasian "golang.org/x/text/width"
)

// TestEveryFieldOfTheDocumentCanBeEntered compares the fields that the screens offer with those that the document has.
func TestEveryFieldOfTheDocumentCanBeEntered(t *testing.T) {
	for _, kind := range model.Kinds {
		offered := map[string]bool{}
		for _, f := range fieldsOf[kind.Letter] {
			offered[f.name] = true
		}
		for _, list := range recordsOf(kind.Letter) {
			for _, f := range records[list] {
				offered[list+"."+f.name] = true
			}
		}
		var missing []string
		for _, f := range kind.Fields {
			missing = append(missing, leaves(f.Name, kind.Type.FieldByIndex(f.Index).Type, offered)...)
		}
		if len(missing) > 0 {
			t.Errorf("of a %s these cannot be entered: %s", kind.Name, strings.Join(missing, ", "))
		}
	}
}

// leaves are the names below a field that are not offered.
func leaves(name string, t reflect.Type, offered map[string]bool) []string {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if name == "agenda.taken_seconds" {
		name += ".facts"
	}
	if t.Kind() != reflect.Struct || t == reflect.TypeFor[model.Instant]() {
		if offered[name] {
			return nil
		}
		return []string{name}
	}
	var missing []string
	for f := range t.Fields() {
		missing = append(missing, leaves(name+"."+f.Tag.Get("json"), f.Type, offered)...)
	}
	return missing
}

// TestEveryFieldIsKeptAsItWasTyped types a value into every field of every kind of part, by keys, and undoes it.
func TestEveryFieldIsKeptAsItWasTyped(t *testing.T) {
	r := newRig(t, 100, 30)
	importPayments(r)
	before := string(model.Encode(r.pm(), true))
	for _, ref := range []string{"", "N1", "I1", "E3", "C1", "W3", "A1", "K1", "L1"} {
		letter := ""
		if ref != "" {
			letter = ref[:1]
		}
		for _, f := range fieldsOf[letter] {
			r.press("1")
			r.app.push(newFieldsPage(r.app, ref))
			s := r.app.top().(*sheet)
			if !s.list.Choose(ref, f.name) {
				t.Fatalf("%s %s is not on its page", ref, f.name)
			}
			was := r.pm().Get(ref, f.name)
			r.press("enter")
			enterSome(r, f)
			if s.prompt != nil {
				t.Errorf("%s %s: still typing: %s", ref, f.name, s.prompt.problem)
				r.press("esc")
				continue
			}
			if now := r.pm().Get(ref, f.name); now == was {
				t.Errorf("%s %s is still %q after it was changed: %s", ref, f.name, was, r.app.notice.text)
			}
			r.tick = r.tick.Add(time.Second)
			r.press("u")
			if now := r.pm().Get(ref, f.name); now != was {
				t.Errorf("%s %s is %q after undo, want %q", ref, f.name, now, was)
			}
			r.press("q")
		}
	}
	after := r.pm().Clone()
	if string(model.Encode(after, true)) != before {
		t.Errorf("undo did not lead back:\n%s", model.Encode(after, true))
	}
}

// enterSome enters a value that the field does not have yet.
func enterSome(r *rig, f field) {
	s := r.app.top().(*sheet)
	if f.words == "parked_outcome" { // not acting has a reason
		r.press("d")
		r.typeText("another")
		r.press("enter")
		return
	}
	if f.words == "status" { // what is open is said before
		r.play("press r enter", nil)
		return
	}
	switch f.entry {
	case yesNo:
		return
	case words:
		for _, c := range s.prompt.choices {
			if !c.on && c.word != "" {
				r.press(c.key)
				return
			}
		}
	case several:
		r.press(s.prompt.choices[3].key)
		r.press("enter")
		return
	}
	typed := map[entry]string{line: "another", text: "another", listed: "another", verbatim: "another", instant: "2026-12-01 10:11", date: "2027-01-02", number: "7"}[f.entry]
	switch {
	case f.name == "events":
		typed = "E1, E2"
	case f.name == "answers":
		typed = "C1"
	case f.name == "zone":
		typed = "Europe/Oslo"
	case f.name == "action":
		typed = "A2"
	case f.name == "settled_by" || strings.HasSuffix(f.name, ".event"):
		typed = "E5"
	case strings.HasPrefix(f.name, "moments.") && strings.HasSuffix(f.name, ".at"):
		typed = "2026-11-18 02:15:30"
	case f.name == "until":
		typed = "2026-12-01 10:11"
	}
	r.press("ctrl+u")
	r.typeText(typed)
	r.press("enter")
}

func importPayments(r *rig) {
	r.t.Helper()
	document, err := os.ReadFile("../model/testdata/payments.json")
	if err != nil {
		r.t.Fatal(err)
	}
	pm, err := model.Decode(strings.NewReader(string(document)), r.now)
	if err != nil {
		r.t.Fatal(err)
	}
	r.run(r.app.bring(pm, ""))
	r.pm()
	r.press("esc")
}

// TestKeysReachTheirOwnAction looks at every page: no key means two things in one place, none is a key that terminals take for
// another, and every key of the footer does what the footer says.
func TestKeysReachTheirOwnAction(t *testing.T) {
	never := []string{"ctrl+s", "ctrl+q", "ctrl+h", "ctrl+i", "ctrl+m", "ctrl+[", "ctrl+b"}
	r := newRig(t, 120, 40)
	importPayments(r)
	pages := []string{"1", "2", "3", "4", "5", "6", "f", "v", "ctrl+o"}
	for _, page := range pages {
		r.press("2")
		r.press("esc")
		r.press(page)
		if r.app.top().Typing() {
			r.press("esc")
		}
		acts := append(slices.Clone(r.app.top().Actions()), r.app.actions()...)
		for i := range acts {
			if acts[i].Name == "" || acts[i].Do == nil || acts[i].Scope == 0 || len(acts[i].Keys) == 0 {
				t.Errorf("page %s: the action %q is not whole", page, acts[i].ID)
			}
			for _, key := range acts[i].Keys {
				if slices.Contains(never, key) {
					t.Errorf("page %s: %s is bound to %s", page, acts[i].ID, key)
				}
				for _, in := range []scope{inList, typing} {
					if acts[i].Foot == "" || acts[i].Scope&in == 0 {
						continue
					}
					got := find(r.app.top().Actions(), key, in)
					if got == nil {
						got = find(r.app.actions(), key, in)
					}
					if footed := strings.Contains(r.app.footer(), acts[i].Foot); footed && got.Foot != "" && got.ID != acts[i].ID && got.Foot == acts[i].Foot {
						t.Errorf("page %s: the footer names %s for %s, but it reaches %s", page, key, acts[i].ID, got.ID)
					}
				}
			}
		}
		r.press("q")
	}
}

// TestABurstOfLettersNeitherDeletesNorLeaves lets text that was meant for a line arrive in a list.
func TestABurstOfLettersNeitherDeletesNorLeaves(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.press("2")
	r.press("esc")
	before := model.Encode(r.pm(), true)
	r.hold = true
	for _, char := range "dqdd quick" {
		r.send(tea.KeyPressMsg{Code: char, Text: string(char)})
		r.tick = r.tick.Add(time.Millisecond)
	}
	r.hold = false
	for _, cmd := range r.held {
		r.run(cmd)
	}
	if r.quit || r.app.pm == nil {
		t.Fatal("the burst left the postmortem")
	}
	r.press("esc")
	if got := r.pm().Events; len(got) != 8 {
		t.Errorf("the burst deleted events: %d are left\n%s", len(got), before)
	}
}

// TestTheArchiveOpensOnTheLastOne leaves one of two postmortems and starts the program again.
func TestTheArchiveOpensOnTheLastOne(t *testing.T) {
	r := newRig(t, 80, 24)
	r.play("press n\nenter Queue backlog\nenter 2026-11-20 09:14\npress enter q", nil)
	importPayments(r)
	r.press("3")
	_ = r.drafts.Close()
	_ = r.archive.Close()
	r.start(80, 24)
	r.press("enter")
	r.sees("PM-2 Payments", "3 CAUSES")
}

// TestEscapeThenALetterAreTwoKeys sends what a terminal sends when both come quickly.
func TestEscapeThenALetterAreTwoKeys(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.press("2")
	r.typeText("half a line")
	r.send(tea.KeyPressMsg{Code: '3', Mod: tea.ModAlt})
	r.sees("3 CAUSES")
}

// TestAWholeWordTypedInAChooserIsOneChoice types the word that a chooser shows, instead of its first letter.
func TestAWholeWordTypedInAChooserIsOneChoice(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.press("1")
	r.app.top().(*sheet).list.Choose("", "likely_again")
	r.press("enter")
	r.typeText("unlikely")
	if got := r.pm().LikelyAgain; got != "unlikely" {
		t.Errorf("likely again is %q", got)
	}
	if r.app.top().Typing() || r.app.phase() != "assemble" {
		t.Errorf("the rest of the word was taken for commands:\n%s", r.screen())
	}
}

// TestWhatWasTypedIsBackAfterAKill types without enter, drops the program, and starts it again.
func TestWhatWasTypedIsBackAfterAKill(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.press("2")
	r.typeText("02:50 ! scaled the pool")
	if err := r.drafts.Flush(); err != nil {
		t.Fatal(err)
	}
	again := &rig{t: t, dir: r.dir, now: r.now, tick: r.tick}
	_ = r.drafts.Close()
	_ = r.archive.Close()
	again.start(80, 24)
	for _, o := range again.drafts.Orphans() {
		if _, err := again.drafts.Adopt(o); err != nil {
			t.Fatal(err)
		}
	}
	again.press("enter")
	again.sees("2 FACTS", "Your unsaved text is back", "02:50 ! scaled the pool")
	again.press("enter")
	if got := len(again.pm().Events); got != 9 {
		t.Errorf("%d events, want 9", got)
	}
}

// TestTwoTerminalsOnOneField lets a second terminal change the event that is being edited: the first is told, and its text is
// still in the line.
func TestTwoTerminalsOnOneField(t *testing.T) {
	r := newRig(t, 100, 30)
	importPayments(r)
	other := &rig{t: t, dir: r.dir, now: r.now, tick: r.tick}
	other.start(100, 30)
	r.press("2")
	r.press("esc")
	r.press("e") // the last event
	r.press("ctrl+u")
	r.typeText("my words")
	ref := r.pm().Ref
	other.run(other.app.open(ref, "facts"))
	other.press("esc")
	other.press("e")
	other.press("ctrl+u")
	other.typeText("their words")
	other.press("enter")
	r.press("enter")
	r.sees("my words", "their words", "changed by somebody else")
	r.press("enter")
	if got := r.pm().Event("E8").Text; got != "my words" {
		t.Errorf("after saving over it the event says %q", got)
	}
}

// TestUndoSurvivesARestart edits, restarts, and takes the edit back by name.
func TestUndoSurvivesARestart(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.press("2")
	r.typeText("02:50 ! scaled the pool")
	r.press("enter")
	_ = r.drafts.Close()
	_ = r.archive.Close()
	r.start(80, 24)
	r.press("enter")
	r.press("esc")
	r.press("u")
	r.sees("Undone: add an event.")
	if got := len(r.pm().Events); got != 8 {
		t.Errorf("%d events after undo, want 8", got)
	}
	r.press("U")
	if got := len(r.pm().Events); got != 9 {
		t.Errorf("%d events after redo, want 9", got)
	}
}

// TestHostileTextIsShownSafely puts escape sequences, wide and right-to-left text and ten kilobytes into every field, and looks
// at every page.
func TestHostileTextIsShownSafely(t *testing.T) {
	hostile := "\x1b[2J\x1b]52;c;aGk=\x07\u009b31m\u202egnp.exe 障害報告書 👩‍👩‍👧 مرحبا " + strings.Repeat("long ", 2000)
	r := newRig(t, 80, 24)
	importPayments(r)
	for _, part := range r.pm().Parts() {
		for _, f := range fieldsOf[part.Kind.Letter] {
			if f.entry == line || f.entry == text || f.entry == verbatim {
				switch f.name {
				case "zone", "settled_by", "action", "moments.started.event", "moments.detected.event", "moments.mitigated.event", "moments.resolved.event":
					continue
				}
				r.run(r.app.edit(model.SetFrom(part.Ref(), f.name, r.pm().Get(part.Ref(), f.name), hostile, hostile), nil, nil))
			}
		}
	}
	for _, size := range [][2]int{{40, 10}, {80, 24}, {250, 80}} {
		r.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		for _, key := range []string{"1", "2", "3", "4", "5", "6", "f", "v", "ctrl+o"} {
			r.press("6")
			r.press(key)
			for _, down := range []string{"down", "down", "G"} {
				r.press(down)
				r.lines()
			}
			for _, l := range r.app.frame().Lines {
				if safe := unpainted.ReplaceAllString(l, ""); strings.ContainsAny(safe, "\x1b\a\u009b\u202e") {
					t.Fatalf("page %s shows an escape sequence: %q", key, l)
				}
			}
			if r.app.top().Typing() {
				r.press("esc")
			}
			r.press("q")
			if r.app.pm == nil {
				r.press("enter")
			}
		}
		if title := r.app.windowTitle(); strings.ContainsAny(title, "\x1b\a\u009b\u202e") {
			t.Errorf("the window title holds an escape sequence: %q", title)
		}
	}
}

var unpainted = regexp.MustCompile("\x1b\\[[0-9;:]*m|\x1b\\]8;[^\a\x1b]*(?:\a|\x1b\\\\)")

// FuzzFrames presses random keys at random sizes: the frame always fills the window, nothing panics, and what is on the
// screen is what is in the archive.
func FuzzFrames(f *testing.F) {
	for seed := range uint64(4) {
		f.Add(seed)
	}
	keys := []string{"enter", "esc", "tab", "up", "down", "left", "right", "home", "end", "pgup", "pgdown", "backspace", "space",
		"ctrl+t", "ctrl+l", "ctrl+o", "ctrl+u", "ctrl+j", "ctrl+a", "ctrl+k", "ctrl+w", "1", "2", "3", "4", "5", "6", "<", ">", "?", ":", "/", "u", "U", "p",
		"f", "n", "w", "v", "N", "a", "b", "c", "d", "e", "i", "r", "s", "y", "o", "J", "K", "H", "L", "C", "T", "A", "R", "z", "Z", "S", "F", "M", "X", "+", "-",
		"h", "j", "k", "l", "*", "!", "#", "@", "0", "界", "é"}
	f.Fuzz(func(t *testing.T, seed uint64) {
		random := rand.New(rand.NewPCG(seed, 7))
		r := newRig(t, 80, 24)
		importPayments(r)
		for range 300 {
			switch random.IntN(20) {
			case 0:
				r.send(tea.WindowSizeMsg{Width: 1 + random.IntN(250), Height: 1 + random.IntN(80)})
			case 1:
				r.send(tea.PasteMsg{Content: "pasted\x1b[31m text"})
			case 2:
				r.wait()
			default:
				r.press(keys[random.IntN(len(keys))])
			}
			r.lines()
			if _, listed := contentOf[*actionsPage](r.app.top()); r.app.pm == nil && !listed && random.IntN(3) == 0 {
				r.press("esc")
				r.press("enter")
			}
			if r.quit {
				return
			}
		}
		if r.app.pm == nil {
			return
		}
		kept, err := r.archive.Load(t.Context(), r.app.pm.Ref)
		if err != nil {
			t.Fatal(err)
		}
		if string(model.Encode(kept, true)) != string(model.Encode(r.app.pm, true)) {
			t.Error("the screen shows something else than the archive holds")
		}
	})
}

// TestEverySizeIsFilled draws every page at the sizes from 1x1 up.
func TestEverySizeIsFilled(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	for _, page := range []string{"1", "2", "3", "4", "5", "6", "?"} {
		r.press(page)
		for _, w := range []int{1, 2, 5, 20, 39, 40, 41, 60, 79, 80, 116, 120, 250} {
			for _, h := range []int{1, 2, 5, 9, 10, 11, 16, 24, 40, 80} {
				r.send(tea.WindowSizeMsg{Width: w, Height: h})
				r.lines()
			}
		}
		r.press("esc")
	}
	r.send(tea.WindowSizeMsg{Width: 39, Height: 10})
	r.sees("debrief needs a window")
}

// TestOwnGlyphsAreNarrowEverywhere reads the program's own source: a glyph of ambiguous width, or an emoji, would break the
// columns in some terminals.
func TestOwnGlyphsAreNarrowEverywhere(t *testing.T) {
	files := 0
	err := filepath.WalkDir(".", func(path string, _ os.DirEntry, err error) error {
		if err != nil || strings.HasSuffix(path, "_test.go") || !strings.HasSuffix(path, ".go") {
			return err
		}
		files++
		source, err := os.ReadFile(path)
		for _, r := range string(source) {
			if k := eastasian.LookupRune(r).Kind(); r > 0x7f && k != eastasian.Neutral && k != eastasian.EastAsianNarrow {
				t.Errorf("%s uses %q", path, r)
			}
		}
		return err
	})
	if err != nil || files < 20 {
		t.Errorf("%d files were read: %v", files, err)
	}
}

func TestAChangeIsSaidInASentenceWhateverTheLabelOfItsField(t *testing.T) {
	for name, want := range map[string]string{
		"title":                  "change the title",
		"reread.due":             "change when to read it again",
		"follow_up.missed":       "change what we missed",
		"moments.detected.at":    "change when it was detected",
		"moments.detected.event": "change the event that detected it",
	} {
		if got := labelFor("change", "", name); got != want {
			t.Errorf("a change of %s is called %q, want %q", name, got, want)
		}
	}
	for name := range inSentence {
		if fieldOf("", name).label == name {
			t.Errorf("no field of the postmortem is called %s", name)
		}
	}
}
