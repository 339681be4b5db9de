package ui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/model"
	"debrief/model/cast"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// planted is a postmortem full of what nobody in a room may read on the screen, and the words that would give each of them away.
type planted struct {
	what  string // as cast.Private names it, or what is private beside the fields
	words *regexp.Regexp
	plant func(*model.Postmortem)
}

// neverShared are all of them: one that is added to cast.Private has to be planted here too.
var neverShared = []planted{
	{"private notes", regexp.MustCompile(`(?i)zznote`), func(p *model.Postmortem) { p.Notes = "zznote: Xaver is leaving" }},
	{"how somebody was involved", regexp.MustCompile(`(?i)observe|mitigate[,;)]|leads and responded`), func(p *model.Postmortem) {
		for i := range p.Participants {
			p.Participants[i].Involved = []string{"mitigate", "observe"}
		}
	}},
	{"other postmortems", regexp.MustCompile(`(?i)zzother|PM-1\b|repeat of`), func(p *model.Postmortem) {
		p.Relations = []model.Relation{{ID: "0193e0a0-0000-7000-8000-000000000001", Ref: "PM-1", Kind: "repeat of"}}
	}},
	{"who is named and has no seat", regexp.MustCompile(`(?i)is there a seat`), func(p *model.Postmortem) {
		p.Meeting = &model.Meeting{At: model.At(time.Date(2026, 11, 5, 14, 0, 0, 0, time.UTC)), Minutes: 60}
	}},
	{"what is late", regexp.MustCompile(`(?i)\blate\b|overdue|the day is over`), func(p *model.Postmortem) {
		for i := range p.Actions {
			p.Actions[i].Due = "2026-11-01"
		}
		p.FollowUp = &model.FollowUp{At: model.At(time.Date(2026, 11, 10, 9, 0, 0, 0, time.UTC)), Minutes: 30}
	}},
	{"owners of old actions", regexp.MustCompile(`(?i)zorana`), func(*model.Postmortem) {}},
	{"names in the timeline and in texts", regexp.MustCompile(`(?i)xaver|zuber's|qzub said`), func(p *model.Postmortem) {
		p.Title, p.Summary = "Xaver's deploy", "On the day xaver deployed, Zuber's team slept"
		p.Events[0].By, p.Events[0].Text = "Xaver", "Xaver told @xaver and Zuber's phone"
		p.Events[1].By, p.Events[1].Text = "Quentin Zuber", "qzub said that xaver had left"
		p.Events[1].Raw, p.Events[1].Link = "02:17 xaver: on it", "https://example.com/xaver"
		p.Events[2].Also = []model.Also{{Text: "Xaver saw it", Source: "memory", Raw: "xaver"}}
		p.Causes[0].Text, p.Causes[0].Whys[0].Question = "Xaver forgot the index", "Why did Xaver do it?"
		p.Causes[0].Whys[0].Answer = "Xaver's plan was read by nobody"
		p.Parking = append(p.Parking, model.Parked{Text: "ask Xaver", Phase: "facts"})
		p.Lessons = append(p.Lessons, model.Lesson{Kind: "learned", Text: "Xaver's way is good"})
		p.Impact[0].What = "Xaver's customers"
		p.Dismissed = append(p.Dismissed, model.Dismissal{Code: "blame", At: "C1", Text: "Xaver forgot the index"})
	}},
	{"what the coach calls it", regexp.MustCompile(`what did not happen|known only afterwards|a person as the cause`), func(p *model.Postmortem) {
		p.Events[2].Text = "They should have known better, obviously"
	}},
	{"drafts of somebody who was alone", regexp.MustCompile(`(?i)zzdraft`), func(*model.Postmortem) {}},
}

// plantedRig shows that postmortem in the room; what was typed alone waits in the drafts.
func plantedRig(t *testing.T, w, h int) *rig {
	t.Helper()
	r := newRig(t, w, h)
	ctx := context.Background()
	old := model.New("zzother: the same thing in March", r.now.AddDate(0, -8, 0))
	old.Services = []string{"Payments"}
	old.Actions = []model.Action{{Title: "alert", Owner: "Zorana Petrov", Due: "2026-04-01", Status: "open"}}
	if _, err := r.archive.Create(ctx, old, "start it"); err != nil {
		t.Fatal(err)
	}
	read, err := r.readDocument("../model/testdata/payments.json")
	if err != nil {
		t.Fatal(err)
	}
	pm := read.Post
	pm.ID, pm.Ref = model.NewID(r.now), ""
	pm.Participants[0].Name, pm.Participants[0].Handle = "Quentin Zuber", "qzub"
	for i := range pm.Participants[1:] {
		pm.Participants[i+1].Name, pm.Participants[i+1].Handle = "Person "+string(rune('P'+i)), ""
	}
	for i := range pm.Events {
		pm.Events[i].By = ""
	}
	for i := range pm.Actions {
		pm.Actions[i].Owner = "Person P"
	}
	for _, s := range neverShared {
		s.plant(pm)
	}
	pm.Settle()
	applied, err := r.archive.Import(ctx, pm, "")
	if err != nil {
		t.Fatal(err)
	}
	ref := applied.Postmortem.Ref
	r.run(r.app.Load(ref, "assemble", ""))
	for _, page := range model.Phases {
		r.run(r.app.Dispatch(sheet.Call{ID: "phase.go", Arg: page}))
		s := r.app.Top().Base()
		if s.Line() != nil {
			r.typeText("zzdraft xaver")
		}
		r.drafts.Enter(model.Draft{Key: s.Place() + "/lesson learned", Entry: "x-" + page, Text: "zzdraft of a lesson"})
		r.drafts.Put(s.Place()+"/field - notes", "zzdraft of a note")
	}
	_ = r.drafts.Close()
	_ = r.archive.Close()
	r.room = true
	r.start(w, h)
	r.run(r.app.Load(ref, "facts", ""))
	return r
}

// shares fails where anything that is drawn, titled, noticed or copied gives away what is private.
func (r *rig) shares(where string) {
	r.t.Helper()
	everything := strings.Join([]string{r.screen(), r.app.View().WindowTitle, r.app.notice.Text, r.copied}, "\n")
	for _, s := range neverShared {
		if found := s.words.FindString(everything); found != "" {
			r.t.Errorf("%s shows %s, %q:\n%s", where, s.what, found, everything)
		}
	}
}

// TestEverySecretIsPlanted fails where something private was added and nobody looks for it.
func TestEverySecretIsPlanted(t *testing.T) {
	for _, secret := range cast.Private {
		if !slices.ContainsFunc(neverShared, func(p planted) bool { return p.what == secret.What }) {
			t.Errorf("nothing plants %q", secret.What)
		}
	}
}

// TestWhatIsPlantedIsSeenAlone makes sure that the test below could fail: alone, all of it is on some page.
func TestWhatIsPlantedIsSeenAlone(t *testing.T) {
	r := plantedRig(t, 160, 60)
	r.run(r.app.Dispatch(sheet.Call{ID: "room"}))
	var seen strings.Builder
	look := func() { seen.WriteString(r.screen() + "\n") }
	for _, page := range model.Phases {
		r.run(r.app.Dispatch(sheet.Call{ID: "phase.go", Arg: page}))
		look()
		for _, id := range []string{"findings", "fields"} {
			r.run(r.app.Dispatch(sheet.Call{ID: id}))
			r.everyRow(look)
			r.run(r.app.Pop())
		}
	}
	if name := r.app.Top().Base().CompleteOwner("@zor"); name != "" {
		seen.WriteString(name)
	}
	for _, s := range neverShared {
		if !s.words.MatchString(seen.String()) {
			t.Errorf("%s is seen nowhere, so nothing tests that the room does not see it", s.what)
		}
	}
}

func (r *rig) redraw() { r.send(tea.WindowSizeMsg{Width: r.app.window.w, Height: r.app.window.h}) }

// everyRow looks at the page with each of its rows selected.
func (r *rig) everyRow(look func()) {
	s := r.app.Top().Base()
	for i := range s.List.Rows {
		if !s.List.Rows[i].Heading {
			s.List.Sel = i
			s.Fit()
			look()
		}
	}
	r.redraw()
}

// TestNothingPrivateIsOnASharedScreen opens every page, and does everything that can be done there, in the room.
func TestNothingPrivateIsOnASharedScreen(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{40, 10}, {80, 24}, {170, 50}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			t.Parallel()
			r := plantedRig(t, size[0], size[1])
			for _, phase := range model.Phases {
				r.lookAround(phase)
			}
		})
	}
}

// lookAround does everything that can be done on the sheet of a phase, from one row of each kind.
func (r *rig) lookAround(phase string) {
	r.t.Helper()
	enter := func() *sheet.Sheet {
		r.run(r.app.Show(phase, r.app.shelf.Phase(phase)))
		r.redraw()
		return r.app.Top().Base()
	}
	s := enter()
	r.everyRow(func() { r.shares(phase) })
	rows := map[string]string{}
	for i := range s.List.Rows {
		row := &s.List.Rows[i]
		if kind := strings.TrimRight(row.Ref, "0123456789"); !row.Heading && rows[kind] == "" {
			rows[kind] = row.Ref
		}
	}
	acts := slices.Concat(s.Actions(), r.app.actions())
	for _, ref := range rows {
		for i := range acts {
			switch acts[i].ID {
			case "room", "room.names", "suspend", "phase.go":
				continue
			}
			r.tick = r.tick.Add(time.Second) // as a hand takes it
			revision := r.pm().Revision
			enter().List.Choose(ref, "*")
			if acts[i].Scope&sheet.InList != 0 {
				r.app.Top().Base().StopTyping()
			}
			r.redraw()
			where := fmt.Sprintf("%s, %s on %q", phase, acts[i].ID, ref)
			r.send(acts[i].Call())
			r.shares(where)
			r.wait()
			r.shares(where)
			if top := r.app.Top().Base(); top != s && !top.Typing() {
				r.everyRow(func() { r.shares(where) })
			}
			if r.pm().Revision != revision {
				r.run(r.app.undo())
				r.shares(where + ", undone")
			}
			r.app.Hush()
			r.copied = ""
		}
	}
}

// TestTheRoomIsThisTerminalsAndStays: it stays over a restart, until it is turned off, and the archive is not shown unasked.
func TestTheRoomIsThisTerminalsAndStays(t *testing.T) {
	r := plantedRig(t, 80, 24)
	ref := r.pm().Ref
	restart := func() {
		_ = r.drafts.Close()
		_ = r.archive.Close()
		r.room = false
		r.start(80, 24)
	}
	restart()
	if !r.app.Room() || r.pm().Ref != ref {
		t.Fatalf("after a restart the room is %t", r.app.Room())
	}
	r.press("esc")
	r.press("q")
	r.shares("leaving")
	r.sees("Others watch this screen")
	r.press("q")
	r.sees("6 CLOSE") // its follow-up is due
	r.press("N")
	r.sees("In room mode nobody is shown private notes")
	r.press("q")
	r.press("enter")
	r.sees("zzother") // as was agreed
	r.press("m")
	if r.app.Room() {
		t.Error("m does not turn room mode off")
	}
	restart()
	if r.app.Room() || r.app.open.pm != nil {
		t.Error("room mode comes back after it was turned off")
	}
}

// TestAProgramThatRunsBesideTheRoomIsNotInIt starts one while the other is in room mode.
func TestAProgramThatRunsBesideTheRoomIsNotInIt(t *testing.T) {
	r := plantedRig(t, 80, 24)
	r.room = false
	r.start(80, 24)
	if r.app.Room() {
		t.Error("the second terminal is in the room too")
	}
}

// TestWhatIsTypedInTheRoomReachesThePostmortem edits behind the veil: names that are not shown stay what they are.
func TestWhatIsTypedInTheRoomReachesThePostmortem(t *testing.T) {
	r := plantedRig(t, 100, 30)
	text := r.pm().Events[0].Text
	r.run(r.app.Dispatch(sheet.Call{ID: "phase.go", Arg: "facts"}))
	r.press("esc")
	r.app.Top().Base().List.Choose("E1", "*")
	r.press("e")
	r.sees("participant A told participant A and Support A's phone")
	r.typeText(" at once")
	r.press("enter")
	if got := r.pm().Event("E1").Text; got != text+" at once" {
		t.Errorf("E1 says %q, and said %q", got, text)
	}
	if p := r.pm(); p.Notes == "" || len(p.Relations) != 1 || len(p.Participants[0].Involved) != 2 {
		t.Error("what is not shown is lost")
	}
	r.press("a")
	r.typeText("02:20 ! called @person q")
	r.press("enter")
	r.sees("called")
	e := r.pm().Events[slices.IndexFunc(r.pm().Events, func(e model.Event) bool { return e.Text == "called" })]
	if e.By != "Person Q" {
		t.Errorf("it is by %q", e.By)
	}
	r.shares("what was typed")
	r.run(r.app.Dispatch(sheet.Call{ID: "room.names"}))
	r.sees("Xaver told @xaver")
	r.run(r.app.Dispatch(sheet.Call{ID: "phase.go", Arg: "assemble"}))
	r.press("tab")
	r.typeText("Lou Dijkstra")
	r.press("enter")
	if p := r.pm(); !slices.ContainsFunc(p.Participants, func(n model.Participant) bool { return n.Name == "Lou Dijkstra" && n.Involved == nil }) {
		t.Errorf("who comes in is not among %+v", p.Participants)
	}
}

// TestWhatIsBroughtInIsShownByLetterToo pastes a chat while others watch.
func TestWhatIsBroughtInIsShownByLetterToo(t *testing.T) {
	r := plantedRig(t, 100, 30)
	r.send(tea.PasteMsg{Content: "02:20 xaver looks at the queue\r02:21 told Xaver's team to wait\r"})
	r.sees("participant A looks at the queue", "told participant A's team to wait")
	r.shares("bringing in")
	r.press("enter") // its day
	r.press("enter") // and its zone
	r.press("enter")
	r.shares("what was brought in")
	if !slices.ContainsFunc(r.pm().Events, func(e model.Event) bool { return e.Text == "xaver looks at the queue" }) {
		t.Errorf("what was brought in is not what was pasted:\n%s", r.screen())
	}
}

// TestWhatIsWrittenInTheRoomIsTheWholePage writes and copies the page for the team: the file names people, and the screen does not.
func TestWhatIsWrittenInTheRoomIsTheWholePage(t *testing.T) {
	r := plantedRig(t, 80, 24)
	r.play("press esc v", nil)
	shown := r.screen()
	r.play("press y a l l enter", nil)
	if !strings.Contains(r.copied, "Xaver's deploy") || !strings.Contains(r.copied, "repeat of PM-1") {
		t.Errorf("copied is only what is shown:\n%s", r.copied)
	}
	r.play("press x enter enter ctrl+u", nil)
	r.sees("and not as the room does")
	r.typeText("page.md")
	r.press("enter")
	written, err := os.ReadFile(filepath.Join(r.dir, "page.md"))
	if err != nil || string(written) != r.copied || strings.Contains(string(written), "zznote") {
		t.Errorf("what was written is another page: %v\n%s", err, written)
	}
	if strings.Contains(shown+r.screen(), "Xaver") {
		t.Errorf("somebody is named on the screen:\n%s", r.screen())
	}
}
