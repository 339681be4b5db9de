package ui

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"debrief/model"
	"debrief/ui/present"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// meeting is a room: who leads, who takes notes, each at a terminal, and the calm view on the wall.
type meeting struct {
	t     *testing.T
	kim   *rig
	lee   *rig // nil until their terminal is opened
	wall  *present.View
	looks int
}

// neverInTheMeeting is what no frame may show: the note, what is known of other incidents, how somebody was involved, and, in a line of
// the timeline, who it was.
var neverInTheMeeting = regexp.MustCompile(`(?i)zznote|zzother|zorana|overdue|days late|observe|triage, mitigate|blame\b.*\?|careless.*\?` +
	`|(?m)^[ >]*\d\d:\d\d +(?:saw|did|decided|thought|told|changed|note) .*\b(?:Kim|Lee|Dana|Ravi|Sofia)\b`)

// look takes a frame of every screen.
func (m *meeting) look() {
	m.t.Helper()
	if m.looks++; m.looks%20 == 0 { // the wall changes with the archive, and not with every key
		m.private(m.wallScreen())
	}
	for _, r := range []*rig{m.kim, m.lee} {
		if r != nil && r.app.Room() {
			m.private(r.screen())
			m.private(r.app.View().WindowTitle)
		}
	}
}

func (m *meeting) private(screen string) {
	m.t.Helper()
	if found := neverInTheMeeting.FindString(screen); found != "" {
		m.t.Fatalf("a frame shows %q:\n%s", found, screen)
	}
}

// wallScreen is what the calm view shows, after it has read the archive again.
func (m *meeting) wallScreen() string {
	if m.wall == nil {
		return ""
	}
	var carry func(cmd tea.Cmd)
	carry = func(cmd tea.Cmd) {
		if cmd == nil {
			return
		}
		switch msg := cmd().(type) {
		case nil:
		case tea.BatchMsg:
			for _, c := range msg {
				carry(c)
			}
		default:
			_, _ = m.wall.Update(msg) // what comes behind it is the clock's tick
		}
	}
	carry(m.wall.Init())
	return ansi.Strip(m.wall.View().Content)
}

func (m *meeting) seat(who string) *rig {
	if who == "lee" {
		return m.lee
	}
	return m.kim
}

// step is one line of the story.
func (m *meeting) step(line string) {
	m.t.Helper()
	if who, ok := strings.CutPrefix(line, "kill "); ok {
		r := m.seat(who)
		_ = r.drafts.Close()
		_ = r.archive.Close()
		w, h, name := r.app.window.w, r.app.window.h, r.archive.Author()
		r.start(w, h)
		r.archive.SetAuthor(name) // who sat at a terminal is known there still
		r.app.config.Who.Known = true
		return
	}
	who, what, ok := strings.Cut(line, ": ")
	if !ok {
		m.t.Fatalf("nobody does %q", line)
	}
	if what == "room" {
		m.lee = &rig{t: m.t, dir: m.kim.dir, now: m.kim.now, tick: m.kim.tick, room: true}
		m.lee.start(100, 30)
		m.lee.run(m.lee.app.Load(m.kim.pm().Ref, "facts", ""))
		m.lee.each = m.look
		m.wall = present.New(context.Background(), present.Config{Archive: m.lee.archive, Ref: m.kim.pm().Ref, Theme: "mono",
			Now: func() time.Time { return m.kim.now }, Clock: func() time.Time { return m.kim.tick }})
		_, _ = m.wall.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
		return
	}
	r := m.seat(who)
	r.play(what, nil)
	m.private(m.wallScreen())
	for _, other := range []*rig{m.kim, m.lee} {
		if other != nil && other != r && other.app.open.pm != nil {
			other.hears()
		}
	}
}

// TestAMeetingFromTheDayBeforeToItsLastAction plays a whole meeting, and looks at every frame of every screen.
func TestAMeetingFromTheDayBeforeToItsLastAction(t *testing.T) {
	t.Parallel()
	story, err := os.ReadFile("testdata/meeting.txt")
	if err != nil {
		t.Fatal(err)
	}
	m := &meeting{t: t, kim: newRig(t, 100, 30)}
	old := model.New("zzother: the edge in March", m.kim.now.AddDate(0, -8, 0))
	old.Services = []string{"edge"}
	old.Actions = []model.Action{{Title: "Alert on it", Owner: "Zorana Petrov", Due: "2026-04-01", Status: "open"}}
	if _, err := m.kim.archive.Create(context.Background(), old, "start it"); err != nil {
		t.Fatal(err)
	}
	m.kim.run(m.kim.app.Init())
	m.kim.each = m.look
	for line := range strings.Lines(string(story)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			m.step(line)
		}
	}
	m.agreed(m.kim.pm())
	if text, keys := ownText(m.kim.pm()), m.kim.keys+m.lee.keys; float64(keys) > 1.4*float64(text) {
		t.Errorf("it took %d keys for %d characters of what was said, more than 1.4 a character", keys, text)
	} else {
		t.Logf("%d keys for %d characters: %.2f a character; %d frames", keys, text, float64(keys)/float64(text), m.looks)
	}
}

// agreed compares what the document has with what was said.
func (m *meeting) agreed(pm *model.Postmortem) {
	m.t.Helper()
	events := map[string]*model.Event{}
	for i := range pm.Events {
		events[pm.Events[i].Text] = &pm.Events[i]
	}
	if len(pm.Events) != 13 || len(pm.Parking) != 1 || len(pm.Impact) != 1 || len(pm.Lessons) != 1 || len(pm.Actions) != 2 {
		m.t.Errorf("%d events, %d parked, %d impacts, %d lessons, %d actions", len(pm.Events), len(pm.Parking), len(pm.Impact), len(pm.Lessons), len(pm.Actions))
	}
	if e := events["Turn the one setting off instead of rolling the edge back"]; e == nil || len(e.Also) != 1 || e.Also[0].Original != "10:27" {
		m.t.Errorf("of a disputed time both are kept: %+v", e)
	}
	if e := events["Watched the slowest region fill its cache"]; e == nil || e.By != "Ravi Menon" || e.Original != "10:45" {
		m.t.Errorf("what was typed when the terminal went came back whole: %+v", e)
	}
	if e := events["Status page says resolved"]; e == nil || e.By != "Lee Novak" {
		m.t.Errorf("a sentence goes on where a thought was parked: %+v", e)
	}
	if e := events["Dana should have caught this in review, careless"]; e == nil {
		m.t.Error("what was said in anger is kept as it was said")
	}
	if e := events["The release with the fault goes out to the whole edge"]; e == nil || pm.Events[0].Ref != e.Ref {
		m.t.Error("a late fact is at its place")
	}
	if len(pm.Causes) != 2 || len(pm.Causes[0].Whys) != 0 || len(pm.Causes[1].Whys) != 1 {
		m.t.Errorf("the cause with most hands is dug into first: %+v", pm.Causes)
	}
	for _, a := range pm.Actions {
		if a.Owner == "" || a.Due == "" || a.DoneWhen == "" {
			m.t.Errorf("an action was agreed without owner, day or end: %+v", a)
		}
	}
	for _, phase := range []string{"facts", "causes", "whys", "action"} {
		if pm.Agenda.Taken[phase] < 5*60 {
			m.t.Errorf("%s took %d s", phase, pm.Agenda.Taken[phase])
		}
	}
}
