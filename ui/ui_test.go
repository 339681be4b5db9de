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
	"debrief/ui/ask"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
	eastasian "golang.org/x/text/width"
)

// TestEveryFieldOfTheDocumentCanBeEntered compares the fields that the screens offer with those that the document has.
func TestEveryFieldOfTheDocumentCanBeEntered(t *testing.T) {
	for _, kind := range model.Kinds {
		offered := map[string]bool{}
		for _, f := range ask.FieldsOf[kind.Letter] {
			offered[f.Name] = true
		}
		for _, list := range ask.RecordsOf(kind.Letter) {
			for _, f := range ask.Records[list] {
				offered[list+"."+f.Name] = true
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
		missing = append(missing, leaves(name+"."+model.NameOf(f), f.Type, offered)...)
	}
	return missing
}

// homes are the sheets on which a part of each kind is shown.
var homes = map[string]string{"N": "assemble", "I": "facts", "E": "facts", "C": "causes", "W": "whys", "A": "action", "K": "action", "L": "close"}

// TestEveryFieldIsKeptAsItWasTyped types a value into every field of every kind of part, by keys, and undoes it.
func TestEveryFieldIsKeptAsItWasTyped(t *testing.T) {
	t.Parallel()
	r := newRig(t, 100, 30)
	importPayments(r)
	before := string(model.Encode(r.pm(), true))
	for _, ref := range []string{"", "N1", "I1", "E3", "C1", "W3", "A1", "K1", "L1"} {
		letter := ""
		if ref != "" {
			letter = ref[:1]
		}
		for _, f := range ask.FieldsOf[letter] {
			r.press("1")
			r.app.Top().Base().List.Choose("", "title")
			if ref != "" {
				r.run(r.app.shelf.ShowPart(ref, homes[ref[:1]]))
			}
			r.press("ctrl+o")
			s := r.app.Top().Base()
			if !s.List.Choose(ref, f.Name) {
				t.Fatalf("%s %s is not on its page", ref, f.Name)
			}
			was := r.pm().Get(ref, f.Name)
			r.press("enter")
			enterSome(r, f)
			if s.Typing() {
				t.Errorf("%s %s: still typing:\n%s", ref, f.Name, r.screen())
				r.press("esc")
				continue
			}
			if now := r.pm().Get(ref, f.Name); now == was {
				t.Errorf("%s %s is still %q after it was changed: %s", ref, f.Name, was, r.app.notice.Text)
			}
			r.tick = r.tick.Add(time.Second)
			r.press("u")
			if now := r.pm().Get(ref, f.Name); now != was {
				t.Errorf("%s %s is %q after undo, want %q", ref, f.Name, now, was)
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
func enterSome(r *rig, f ask.Field) {
	s := r.app.Top().Base()
	if f.Words == "parked_outcome" { // not acting has a reason
		r.play("press a space d enter", nil)
		r.typeText("another")
		r.press("enter")
		return
	}
	if f.Words == "status" { // what is open is said before
		r.play("press r enter enter", nil)
		return
	}
	switch f.Entry {
	case ask.YesNo:
		return
	case ask.Words:
		r.press("down")
		if r.pm().Get(s.Ref(), f.Name) == model.Words[f.Words][0] {
			r.press("down")
		}
		r.press("enter")
		return
	case ask.Several:
		r.play("press down down down space enter", nil)
		return
	}
	typed := map[ask.Entry]string{ask.Line: "another", ask.Text: "another", ask.Listed: "another", ask.Verbatim: "another", ask.Instant: "2026-12-01 10:11", ask.Date: "2027-01-02", ask.Number: "7"}[f.Entry]
	switch {
	case f.Name == "published_url":
		typed = "https://wiki.example/pm-1"
	case f.Name == "events":
		typed = "E1, E2"
	case f.Name == "answers":
		typed = "C1"
	case f.Name == "zone":
		typed = "Europe/Oslo"
	case f.Name == "action":
		typed = "A2"
	case f.Name == "settled_by" || strings.HasSuffix(f.Name, ".event"):
		typed = "E5"
	case strings.HasPrefix(f.Name, "moments.") && strings.HasSuffix(f.Name, ".at"):
		typed = "2026-11-18 02:15:30"
	case f.Name == "until":
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
	r.run(r.app.shelf.Bring(pm, ""))
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
		if r.app.Top().Typing() {
			r.press("esc")
		}
		acts := append(slices.Clone(r.app.Top().Actions()), r.app.actions()...)
		for i := range acts {
			if acts[i].Name == "" || acts[i].Do == nil || acts[i].Scope == 0 || len(acts[i].Keys) == 0 && acts[i].Foot != "" {
				t.Errorf("page %s: the action %q is not whole", page, acts[i].ID)
			}
			for _, key := range acts[i].Keys {
				if slices.Contains(never, key) {
					t.Errorf("page %s: %s is bound to %s", page, acts[i].ID, key)
				}
				for _, in := range []sheet.Scope{sheet.InList, sheet.Typing} {
					if acts[i].Foot == "" || acts[i].Scope&in == 0 {
						continue
					}
					got := sheet.ByKey(key, in, r.app.Top().Actions())
					if got == nil {
						got = sheet.ByKey(key, in, r.app.actions())
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

// TestAltAndALetterEditTheLineAndNothingElse sends what a terminal sends when an escape and a letter come quickly.
func TestAltAndALetterEditTheLineAndNothingElse(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	before := string(model.Encode(r.pm(), true))
	r.press("2")
	r.typeText("half a line")
	alt := func(code rune) { r.send(tea.KeyPressMsg{Code: code, Mod: tea.ModAlt}) }
	alt(tea.KeyBackspace)
	r.sees("Add  half a")
	alt('b')
	alt('b')
	alt('d')
	r.sees("Add   a")
	alt('f')
	r.typeText("n end")
	r.sees("Add   an end")
	for _, char := range "qudcltxpUMJK.,<>" {
		alt(char)
	}
	r.sees("2 FACTS", "Add   an end")
	r.press("esc")
	for _, char := range "qudcltxpUMJK.,<>dbf" {
		alt(char)
	}
	r.sees("2 FACTS")
	if r.app.Top().Typing() || string(model.Encode(r.pm(), true)) != before {
		t.Errorf("alt and a letter did something in the list:\n%s", r.screen())
	}
	r.press("tab")
	alt('3')
	r.sees("3 CAUSES")
	alt('2')
	r.sees("2 FACTS", "Add   an end")
}

// TestEveryBackspaceIsBackspace sends the forms that terminals have for the two keys.
func TestEveryBackspaceIsBackspace(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.press("2")
	for _, key := range []tea.KeyPressMsg{{Code: tea.KeyBackspace}, {Code: 'h', Mod: tea.ModCtrl}, {Code: tea.KeyBackspace, Mod: tea.ModShift}} {
		r.typeText("abc")
		r.send(key)
		r.sees("Add  ab")
		r.press("ctrl+u")
	}
	for _, key := range []tea.KeyPressMsg{{Code: tea.KeyDelete}, {Code: tea.KeyDelete, Mod: tea.ModShift}} {
		r.typeText("abc")
		r.press("home")
		r.send(key)
		r.sees("Add  bc")
		r.press("ctrl+u")
		r.press("ctrl+k")
	}
}

// TestAWordTypedInAChooserMarksItAndEnterTakesIt types the word that a chooser shows, and a sentence.
func TestAWordTypedInAChooserMarksItAndEnterTakesIt(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.press("1")
	was := r.pm().LikelyAgain
	open := func() {
		r.app.Top().Base().List.Choose("", "likely_again")
		r.press("enter")
	}
	open()
	r.typeText("unlikely")
	r.sees("> unlikely")
	if got := r.pm().LikelyAgain; got != was {
		t.Errorf("without enter, likely again is %q", got)
	}
	r.press("enter")
	if got := r.pm().LikelyAgain; got != "unlikely" || r.app.Top().Typing() {
		t.Errorf("likely again is %q:\n%s", got, r.screen())
	}
	open()
	r.press("enter")
	open()
	r.typeText("up to Priya")
	r.sees("Add people  up to Priya")
	if got := r.pm().LikelyAgain; got != "unlikely" {
		t.Errorf("a sentence was taken for the choice %q", got)
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
	other.run(other.app.Load(ref, "facts", ""))
	other.press("esc")
	other.press("e")
	other.press("ctrl+u")
	other.typeText("their words")
	other.press("enter")
	r.press("enter")
	r.sees("my words", "their words", "changed by somebody else", "ctrl+r tries again")
	r.press("ctrl+r")
	if got := r.pm().Event("E8").Text; got != "my words" {
		t.Errorf("after saving over it the event says %q", got)
	}
}

// TestTwoTextsForOneField: both are kept and shown, and two keys choose one or join them.
func TestTwoTextsForOneField(t *testing.T) {
	for name, c := range map[string]struct {
		keys, want string
		typing     bool // on in the page's own line, over which nothing opens by itself
	}{
		"mine":                {"m enter", "my words", false},
		"theirs":              {"t enter", "their words", false},
		"both":                {"b enter", "their words; my words", false},
		"left for later":      {"enter tab enter b enter", "their words; my words", false},
		"ctrl+r means mine":   {"ctrl+r", "my words", false},
		"while one types":     {"enter m enter", "my words", true},
		"joined while typing": {"enter b enter", "their words; my words", true},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, 100, 30)
			importPayments(r)
			other := r.beside(100, 30)
			r.press("2")
			if c.typing {
				r.play("press up enter ctrl+k\ntype 03:10 ?+ my words #log #later", nil)
			} else {
				r.play("press esc e ctrl+u\ntype my words", nil)
			}
			other.run(other.app.Load(r.pm().Ref, "facts", ""))
			other.play("press esc e ctrl+u\nenter their words", nil)
			r.press("enter")
			r.sees("my words", "their words")
			if choosing := r.app.Top().Base().Choosing(); choosing == c.typing {
				t.Errorf("the choice is open: %v\n%s", choosing, r.screen())
			}
			r.play("press "+c.keys, nil)
			if got := r.pm().Event("E8").Text; got != c.want {
				t.Errorf("the event says %q, want %q\n%s", got, c.want, r.screen())
			}
			if left := r.drafts.Entries(); len(left) > 0 {
				t.Errorf("it is kept as not saved: %+v", left)
			}
		})
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
	t.Parallel()
	hostile := "\x1b[2J\x1b]52;c;aGk=\x07\u009b31m\u202egnp.exe 障害報告書 👩‍👩‍👧 مرحبا " + strings.Repeat("long ", 2000)
	r := newRig(t, 80, 24)
	importPayments(r)
	for _, part := range r.pm().Parts() {
		for _, f := range ask.FieldsOf[part.Kind.Letter] {
			if f.Entry == ask.Line || f.Entry == ask.Text || f.Entry == ask.Verbatim {
				switch f.Name {
				case "zone", "settled_by", "action", "moments.started.event", "moments.detected.event", "moments.mitigated.event", "moments.resolved.event":
					continue
				}
				r.edit(model.SetFrom(part.Ref(), f.Name, r.pm().Get(part.Ref(), f.Name), hostile, hostile))
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
			if r.app.Top().Typing() {
				r.press("esc")
			}
			r.press("q")
			if r.app.open.pm == nil {
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
			if listed := r.app.Top().Base().Page.ID == "actions"; r.app.open.pm == nil && !listed && random.IntN(3) == 0 {
				r.press("esc")
				r.press("enter")
			}
			if r.quit {
				return
			}
		}
		if r.app.open.pm == nil {
			return
		}
		kept, err := r.archive.Load(t.Context(), r.app.open.pm.Ref)
		if err != nil {
			t.Fatal(err)
		}
		if string(model.Encode(kept, true)) != string(model.Encode(r.app.open.pm, true)) {
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

// TestALineIsInSightInEveryWidth types into a narrow window, in which the line wraps and scrolls, and makes the window wide.
func TestALineIsInSightInEveryWidth(t *testing.T) {
	for _, narrow := range []int{0, 1, 12, 40} {
		r := newRig(t, 80, 24)
		importPayments(r)
		r.press("2")
		r.send(tea.WindowSizeMsg{Width: narrow, Height: 10})
		r.typeText("02:31 ! half a sentence that wraps")
		r.lines()
		r.send(tea.WindowSizeMsg{Width: 80, Height: 24})
		r.sees("02:31 ! half a sentence that wraps")
	}
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
		if got := ask.LabelFor("change", "", name); got != want {
			t.Errorf("a change of %s is called %q, want %q", name, got, want)
		}
	}
	for name := range ask.InSentence {
		if ask.FieldOf("", name).Label == name {
			t.Errorf("no field of the postmortem is called %s", name)
		}
	}
}
