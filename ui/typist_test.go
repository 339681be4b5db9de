package ui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/intake/secret"
	"debrief/model"
	"debrief/storage"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// gate stands before the real archive: it answers late, and now and then refuses.
type gate struct {
	*storage.Archive

	random *rand.Rand
	lag    time.Duration // of the answer that was given last
	slow   bool
	refuse bool
}

var errBusy = errors.New("another program is writing to the archive: nothing was saved, try again")

func (g *gate) Apply(ctx context.Context, ref string, e model.Edit) (model.Applied, error) {
	if g.slow {
		g.lag = time.Duration(g.random.IntN(2000)) * time.Millisecond
	}
	if g.refuse && g.random.IntN(3) == 0 {
		return model.Applied{}, errBusy
	}
	return g.Archive.Apply(ctx, ref, e)
}

// typist types with a clock of its own. What comes later than the present waits for its time, as timers and slow answers do.
type typist struct {
	t      testing.TB
	random *rand.Rand
	app    *App
	gate   *gate
	drafts *storage.Drafts
	now    time.Time
	later  []due
	n      int
	typed  []string // the sentences, in the order in which they were typed
	jumps  int      // frames that were drawn twice and differed
}

// due is a message for a time.
type due struct {
	at  time.Time
	n   int // of two for one time, the earlier one comes first
	cmd tea.Cmd
	msg tea.Msg
}

// timer is what a command gives back that only waits.
type timer struct {
	after time.Duration
	then  func() tea.Msg
}

func newTypist(t testing.TB, seed uint64) *typist {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 11))
	y := &typist{t: t, random: random, now: time.Date(2026, 11, 20, 13, 55, 0, 0, time.UTC)}
	dir := t.TempDir()
	archive, err := storage.Open(context.Background(), filepath.Join(dir, "archive.db"), storage.Options{Author: "noor"})
	if err != nil {
		t.Fatal(err)
	}
	if y.drafts, err = storage.OpenDrafts(filepath.Join(dir, "drafts"), "one", secret.Hide); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = y.drafts.Close(); _ = archive.Close() })
	y.gate = &gate{Archive: archive, random: random}
	document, err := os.ReadFile("../model/testdata/payments.json")
	if err != nil {
		t.Fatal(err)
	}
	pm, err := model.Decode(strings.NewReader(string(document)), y.now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := archive.Import(context.Background(), pm, ""); err != nil {
		t.Fatal(err)
	}
	config := Config{
		Archive: y.gate, Drafts: y.drafts, Session: "one", Theme: "mono", Open: "PM-1", Phase: "facts",
		Now: func() time.Time { return y.now }, Clock: func() time.Time { return y.now },
		After: func(d time.Duration, then func() tea.Msg) tea.Cmd { return func() tea.Msg { return timer{d, then} } },
	}
	y.app = newApp(context.Background(), config.withDefaults(context.Background()))
	y.start(y.app.Init())
	y.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	y.pass(time.Second)
	return y
}

// start carries out a command; what it gives comes after the gate's lag.
func (y *typist) start(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	y.gate.lag = 0
	msg := cmd()
	lag := y.gate.lag
	switch msg := msg.(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			y.start(c)
		}
	case timer:
		y.at(msg.after, due{cmd: msg.then})
	default:
		if v := reflect.ValueOf(msg); v.Kind() == reflect.Slice {
			for i := range v.Len() {
				if c, ok := reflect.TypeAssert[tea.Cmd](v.Index(i)); ok {
					y.start(c)
				}
			}
			return
		}
		y.at(lag, due{msg: msg})
	}
}

func (y *typist) at(after time.Duration, d due) {
	y.n++
	d.at, d.n = y.now.Add(after), y.n
	y.later = append(y.later, d)
}

// pass lets time go by, and what is due in it happen.
func (y *typist) pass(d time.Duration) {
	until := y.now.Add(d)
	for {
		i := -1
		for k := range y.later {
			if l := &y.later[k]; !l.at.After(until) && (i < 0 || cmp.Or(l.at.Compare(y.later[i].at), l.n-y.later[i].n) < 0) {
				i = k
			}
		}
		if i < 0 {
			break
		}
		next := y.later[i]
		y.later = slices.Delete(y.later, i, i+1)
		y.now = next.at
		if next.cmd != nil {
			y.start(next.cmd)
		} else {
			y.send(next.msg)
		}
	}
	y.now = until
}

// send gives the program a message, and draws twice: the frames must be equal.
func (y *typist) send(msg tea.Msg) {
	_, cmd := y.app.Update(msg)
	first := y.app.frame()
	if second := y.app.frame(); !slices.Equal(first.Lines, second.Lines) || !slices.Equal(first.Lines, y.app.window.frame.Lines) {
		y.jumps++
	}
	y.start(cmd)
}

// key presses one key, after the time that a hand takes.
func (y *typist) key(k tea.KeyPressMsg) {
	y.pass(time.Duration(30+y.random.IntN(170)) * time.Millisecond)
	y.send(k)
}

func (y *typist) press(names ...string) {
	for _, name := range names {
		k, ok := keyNamed[name]
		if !ok {
			k = tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
		}
		y.key(k)
	}
}

func (y *typist) write(text string) {
	if y.random.IntN(40) == 0 { // an input method gives it at once
		y.key(tea.KeyPressMsg{Code: tea.KeyExtended, Text: text})
		return
	}
	for _, char := range text {
		if char == ' ' {
			y.press("space")
			continue
		}
		y.press(string(char))
	}
}

// places are how somebody comes to type: the phase, the keys that are pressed there with a pause before and after each, and whether a
// chooser is open then.
var places = []struct {
	name, phase string
	keys        string
}{
	{"the line of Facts", "2", ""}, {"the line of Causes", "3", ""}, {"the line of Dig deeper", "4", ""}, {"the line of Action", "5", ""},
	{"the list of Facts", "2", "esc"}, {"the list of Causes", "3", "esc"}, {"the list of Dig deeper", "4", "esc"}, {"the list of Action", "5", "esc"},
	{"a kind", "2", "esc up c"}, {"a moment", "2", "esc up space"}, {"a filter", "2", "esc F"}, {"a role", "3", "esc c"},
	{"a stop", "4", "esc end s"}, {"a category", "4", "esc end c"}, {"a root", "4", "esc end r"}, {"a status", "5", "esc down space"},
	{"a parked thought", "5", "esc end space"}, {"a lesson in the list", "3", "esc w"}, {"a field", "3", "esc home e"},
	{"impact", "2", "esc I"}, {"a park line", "2", "esc p"}, {"the palette", "3", ":"}, {"help", "2", "esc ?"},
}

// beginnings are how sentences begin: with every letter, with capitals, digits, times, marks and accents.
var beginnings = []string{
	"", "", "", "09:41 * ", "14:25 ", "0245 ! ", "? ", "! ", "= ", "> ", "* ", "^ ", "2300 orders, ", "5 ", "Über ", "é ", "jj ", "dd ", "uu ", "del ",
	"障害 ", "q", "d", "u ", "no ", "yes ", "now ", "done ", "open ", "just ", "kill ", "look ", "go ", "help ", "1 of 3 ", "+", "-", "J", "K",
}

var middles = []string{
	"because it was chosen for speed and nobody asked", "Queue grew", "users see errors", "the cache keeps nothing over a restart", "Message from mei",
	"updated the runbook", "Zed said so", "alert fires late", "finance could not pay", "humming along until lunch", "weekly report was late",
	"xenon lamp blinked", "vendor call ended", "ops were paged twice", "it helped", "cannot be fixed", "site down for hours", "naïve retry, then success",
}

// sentence is one that nobody has typed before. Its last word tells it from all others.
func (y *typist) sentence() string {
	begin := beginnings[y.random.IntN(len(beginnings))]
	middle := middles[y.random.IntN(len(middles))]
	s := fmt.Sprintf("%s%s zq%d", begin, middle, len(y.typed))
	y.typed = append(y.typed, s)
	return s
}

// story types so many sentences all over the program.
func (y *typist) story(sentences int) {
	at, fields := "", map[string]bool{}
	for len(y.typed) < sentences {
		p := places[y.random.IntN(len(places))]
		if p.name == "a field" && fields[p.name] {
			continue // a second sentence would go on in the first, as it should
		}
		fields[p.name] = true
		y.gate.slow, y.gate.refuse = y.random.IntN(2) == 0, y.random.IntN(6) == 0
		if at != p.name {
			y.goTo(p.phase, p.keys)
			at = p.name
		}
		y.write(y.sentence())
		y.press("enter")
		switch y.random.IntN(8) {
		case 0:
			y.press("enter")
		case 1:
			y.pass(3 * time.Second)
		}
		if p.keys != "" {
			at = ""
		}
	}
	y.gate.slow, y.gate.refuse = false, false
	y.pass(time.Minute)
}

// goTo goes to a phase as anybody can in any place, and presses its keys slowly.
func (y *typist) goTo(phase, keys string) {
	y.send(tea.KeyPressMsg{Code: rune(phase[0]), Mod: tea.ModAlt})
	for y.app.Top().Base().Page.Phase.Key == "" && len(y.app.stack) > 2 { // a page above the phases
		y.send(keyNamed["esc"])
	}
	if y.app.open.pm == nil {
		y.send(keyNamed["enter"])
		y.pass(time.Second)
	}
	y.send(tea.KeyPressMsg{Code: rune(phase[0]), Mod: tea.ModAlt})
	for key := range strings.FieldsSeq(keys) {
		y.pass(300 * time.Millisecond)
		y.press(key)
		y.pass(300 * time.Millisecond)
	}
}

// kept are the texts that are somewhere: of each part of the document, of each entry that waits, of each line.
func (y *typist) kept() []string {
	pm, err := y.gate.Load(context.Background(), "PM-1")
	if err != nil {
		y.t.Fatal(err)
	}
	var all []string
	for _, part := range pm.Parts() {
		text := ""
		for _, f := range part.Kind.Fields {
			switch f.Name {
			case "question", "original": // questions are worded from answers
			case "done_when": // a text of its own
				all = append(all, pm.Get(part.Ref(), f.Name))
			default:
				text += " " + pm.Get(part.Ref(), f.Name)
			}
		}
		all = append(all, text)
	}
	for _, e := range y.app.queue.entries {
		all = append(all, "waiting: "+e.Text)
	}
	if l := y.app.Top().Base().Line(); l != nil {
		all = append(all, "line: "+l.Text())
	}
	for _, key := range y.lines() {
		all = append(all, "draft: "+y.drafts.Get(key))
	}
	return all
}

// lines are the keys of lines that may hold text that nobody has entered, but for the one that is open.
func (y *typist) lines() []string {
	var keys []string
	open := ""
	top := y.app.Top().Base()
	if l := top.Line(); l != nil {
		open = top.Place() + "/" + l.Key
	}
	for _, phase := range model.Phases {
		for _, line := range []string{"event", "cause", "answer", "action", "people", "park", "impact", "lesson learned", "field C1 text", "field C2 text"} {
			if key := y.app.open.pm.ID + "/" + phase + "/" + line; key != open {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// judge says which sentences are lost, doubled, cut or glued.
func (y *typist) judge() {
	y.t.Helper()
	kept := y.kept()
	faults := 0
	for i, sentence := range y.typed {
		words := strings.Fields(sentence)
		mark := words[len(words)-1]
		var found []string
		for _, text := range kept {
			if slices.Contains(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' }), mark) {
				found = append(found, text)
			}
		}
		fault := ""
		switch {
		case len(found) == 0:
			fault = "is lost"
		case len(found) > 1:
			fault = fmt.Sprintf("is there %d times: %q", len(found), found)
		case !whole(sentence, found[0]):
			fault = fmt.Sprintf("was cut: %q", found[0])
		case strings.Count(found[0], "zq") > 1:
			fault = fmt.Sprintf("was glued: %q", found[0])
		}
		if fault != "" {
			faults++
			if faults < 12 {
				y.t.Errorf("sentence %d %q %s", i, sentence, fault)
			}
		}
	}
	if y.jumps > 0 {
		y.t.Errorf("%d frames were not the same when they were drawn twice", y.jumps)
	}
	if faults >= 12 {
		y.t.Errorf("and more: %d in all of %d", faults, len(y.typed))
	}
}

// whole reports whether every word of the middle of a sentence stands in a text: a line's grammar puts some into fields of their own.
func whole(sentence, text string) bool {
	for _, m := range middles {
		if !strings.Contains(sentence, m) {
			continue
		}
		for word := range strings.FieldsSeq(strings.ReplaceAll(m, ",", " ")) {
			if !strings.Contains(text, word) {
				return false
			}
		}
		return true
	}
	return false
}

// choices are the fields that a choice sets.
var choices = []string{"kind", "role", "stop", "category", "root", "fixable", "fix", "status", "outcome", "scope", "area", "priority", "attended", "noise"}

// noChoice fails where the journal holds a choice that no enter confirmed: nobody has chosen anything, but that enter alone takes what
// is proposed for a new action.
func (y *typist) noChoice() {
	y.t.Helper()
	steps, err := y.gate.History(context.Background(), "PM-1")
	if err != nil {
		y.t.Fatal(err)
	}
	for _, s := range steps[1:] { // the first is the import
		for _, c := range s.Changes {
			if slices.Contains(choices, c.Field) && !strings.HasPrefix(s.Label, "say what kind of action") && !strings.Contains(s.Label, "root cause") &&
				!slices.Contains(s.Created(), c.Part) {
				y.t.Errorf("step %d, %q, has chosen %s of %s: %s", s.N, s.Label, c.Field, c.Part, c.After)
			}
		}
	}
}

func TestATypistLosesNoWordAndTakesNoDecision(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2) {
		y := newTypist(t, seed)
		y.story(80)
		y.judge()
		y.noChoice()
		t.Logf("seed %d: %d sentences, %d texts wait", seed, len(y.typed), len(y.app.queue.entries))
	}
}

// FuzzTypist types 2,000 sentences in all, in stories of 100, and as many more as there is time for.
func FuzzTypist(f *testing.F) {
	if os.Getenv("DEBRIEF_LONG") == "" {
		f.Skip("the long run: make fuzz")
	}
	for seed := range uint64(20) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		y := newTypist(t, seed)
		y.story(100)
		y.judge()
		y.noChoice()
	})
}

var _ sheet.Archive = (*gate)(nil)
