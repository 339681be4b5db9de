package present

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/model"
	"debrief/model/agenda"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

var two = time.Date(2026, 11, 20, 14, 0, 0, 0, time.UTC)

// shelf is an archive of one postmortem, as others leave it.
type shelf struct {
	post  *model.Postmortem
	lives []model.Live
	room  model.Room
	err   error
}

func (s *shelf) Load(context.Context, string) (*model.Postmortem, error) { return s.post, s.err }
func (s *shelf) Lives(context.Context, string) ([]model.Live, error)     { return s.lives, s.err }
func (s *shelf) Room(context.Context, string) (model.Room, error)        { return s.room, s.err }
func (s *shelf) SetRoom(_ context.Context, _ string, do func(*model.Room)) (model.Room, error) {
	do(&s.room)
	return s.room, s.err
}

// show is a view of the worked incident in a window.
func show(t *testing.T, w, h int) (*shelf, *View) {
	t.Helper()
	f, err := os.Open("../../model/testdata/payments.json")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	p, err := model.Decode(f, two)
	if err != nil {
		t.Fatal(err)
	}
	p.Ref = "PM-1"
	s := &shelf{post: p}
	v := New(context.Background(), Config{Archive: s, Ref: "PM-1", Theme: "mono", Now: func() time.Time { return two }, Clock: func() time.Time { return two }})
	send(v, tea.WindowSizeMsg{Width: w, Height: h})
	run(v, v.Init())
	return s, v
}

func send(v *View, msg tea.Msg) {
	_, cmd := v.Update(msg)
	if _, isTick := msg.(found); !isTick { // what comes behind it is a tick, which takes its time
		run(v, cmd)
	}
}

func run(v *View, cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			run(v, c)
		}
	case nil, tea.QuitMsg:
	default:
		send(v, msg)
	}
}

// moves puts the facilitator somewhere.
func (s *shelf) moves(v *View, l model.Live) {
	l.Session, l.Seat, l.Here = "1", model.Facilitator, true
	s.lives = []model.Live{l}
	send(v, changed{})
}

func screen(v *View) string { return ansi.Strip(v.View().Content) }

func sees(t *testing.T, v *View, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(screen(v), w) {
			t.Errorf("it does not show %q:\n%s", w, screen(v))
		}
	}
}

func TestItShowsOneThingAtATime(t *testing.T) {
	s, v := show(t, 60, 20)
	for _, c := range []struct {
		place model.Live
		want  []string
	}{
		{model.Live{Phase: "facts", Selected: "E4", Question: "What did you see?"},
			[]string{"02:24  did", "02:31  saw  Spike in database connection timeouts", "02:38  thought", "What did you see?"}},
		{model.Live{Phase: "facts", Selected: "E1", Typing: "E8"}, []string{"03:10  note"}},
		{model.Live{Phase: "facts", Selected: "E1", Typing: model.Elsewhere}, []string{"02:14  saw"}},
		{model.Live{Phase: "causes", Selected: "C2"}, []string{"The pool has no alert of its own"}},
		{model.Live{Phase: "whys", Selected: "W2", Question: "Why is it that nothing orders migrations and deploys?"},
			[]string{"A release shipped a query without its index", "      Nothing orders", "Why is it that nothing orders migrations and deploys?"}},
		{model.Live{Phase: "action", Selected: "A1"}, []string{"Make the deploy wait for its migrations", "Done when", "Mei Tanaka, by Fri 4 Dec 2026"}},
		{model.Live{Phase: "assemble", Selected: "N1"}, []string{"Who was involved"}},
		{model.Live{Phase: "close"}, []string{"Did we do it"}},
		{model.Live{Phase: "whys", Selected: "W999"}, []string{"Dig deeper"}},
	} {
		s.moves(v, c.place)
		sees(t, v, append(c.want, "Payments 500s after deploy")...)
	}
}

// TestItIsTheSameInEveryWindow: the block that everything stands in is the same, with more air around it.
func TestItIsTheSameInEveryWindow(t *testing.T) {
	block := func(w, h int) string {
		s, v := show(t, w, h)
		s.moves(v, model.Live{Phase: "whys", Selected: "W3", Question: "Why is it that the two pipelines were split in June without a dependency?"})
		lines := strings.Split(screen(v), "\n")
		if len(lines) != h {
			t.Errorf("%d lines in a window of %d", len(lines), h)
		}
		first, last, left := -1, 0, w
		for i, line := range lines {
			if ansi.StringWidth(line) > w {
				t.Errorf("%d x %d: a line is too wide: %q", w, h, line)
			}
			if strings.TrimSpace(line) != "" {
				if first < 0 {
					first = i
				}
				last, left = i, min(left, len(line)-len(strings.TrimLeft(line, " ")))
			}
		}
		if above, below := first, h-1-last; w == 250 && (above < 20 || below < 20) {
			t.Errorf("%d x %d: %d lines above, %d below", w, h, above, below)
		}
		var b strings.Builder
		for _, line := range lines[first : last+1] {
			b.WriteString(strings.TrimPrefix(line, strings.Repeat(" ", left)) + "\n")
		}
		return b.String()
	}
	small := block(60, 20)
	for _, size := range [][2]int{{80, 24}, {120, 40}, {250, 70}} {
		if large := block(size[0], size[1]); large != small {
			t.Errorf("at %d x %d:\n%s\nat 60 x 20:\n%s", size[0], size[1], large, small)
		}
	}
	for w := 1; w < 60; w += 7 {
		for h := 1; h < 20; h += 3 {
			_, v := show(t, w, h)
			if n := strings.Count(screen(v), "\n") + 1; n != h {
				t.Errorf("%d x %d has %d lines", w, h, n)
			}
		}
	}
}

func TestItFollowsTheFacilitatorAndNeverTheNoteTaker(t *testing.T) {
	p := model.New("x", two)
	p.Participants = []model.Participant{{Name: "Kim Lee", Facilitator: true}, {Name: "Sam", NoteTaker: true}}
	at := model.At(two)
	kim := model.Live{Session: "2", Name: "kim", Here: true, At: at}
	sam := model.Live{Session: "1", Name: "Sam", Here: true, At: at}
	gone := model.Live{Session: "0", Name: "kim", At: at}
	other := model.Live{Session: "3", Name: "noor", Here: true, At: at}
	notes := model.Live{Session: "4", Name: "ola", Seat: model.NoteTaker, Here: true, At: at}
	for name, c := range map[string]struct {
		all  []model.Live
		was  model.Live
		want string
	}{
		"by the mark in the postmortem":          {[]model.Live{sam, kim, other}, model.Live{}, "2"},
		"nobody but the note-takers":             {[]model.Live{sam, notes}, model.Live{}, ""},
		"where the facilitator was last":         {[]model.Live{gone, sam}, kim, "0"},
		"and when they are back":                 {[]model.Live{gone, kim, sam}, gone, "2"},
		"nobody is known to be the facilitator":  {[]model.Live{sam, other}, model.Live{}, "3"},
		"by what they said":                      {[]model.Live{other, {Session: "5", Name: "ola", Seat: model.Facilitator, Here: true}}, other, "5"},
		"of two unknown the one that it was":     {[]model.Live{other, {Session: "9", Name: "x", Here: true}}, model.Live{Session: "9", Name: "x"}, "9"},
		"of two facilitators the one it follows": {[]model.Live{kim, {Session: "9", Name: "Kim Lee", Here: true}}, model.Live{Session: "9", Name: "Kim Lee"}, "9"},
	} {
		if got := follow(p, c.all, c.was); got.Session != c.want {
			t.Errorf("%s: it follows %q, want %q", name, got.Session, c.want)
		}
	}
	if all := []model.Live{sam, kim}; !slices.Equal(all, []model.Live{sam, kim}) {
		t.Error("the list was changed")
	}
}

func TestNothingPrivateIsOnIt(t *testing.T) {
	s, v := show(t, 60, 20)
	p := s.post.Clone()
	p.Revision++
	s.post = p
	p.Notes = "PRIVATE she cried"
	p.Participants = append(p.Participants, model.Participant{Ref: "N9", Name: "Zoltan Kodaly", Team: "Platform", Involved: []string{"deploy"}})
	p.Events[0].Text = "Zoltan Kodaly pushed the release and zoltan told support"
	p.Events[0].By = "Zoltan Kodaly"
	p.Actions[0].Status = "open"
	for _, phase := range model.Phases {
		for _, part := range p.Parts() {
			for _, typing := range []string{"", model.Elsewhere, part.Ref()} {
				s.moves(v, model.Live{Phase: phase, Selected: part.Ref(), Typing: typing, Question: "What did Zoltan Kodaly see?"})
				for _, private := range []string{"PRIVATE", "cried", "Zoltan", "zoltan", "Kodaly", "late", "triage"} {
					if strings.Contains(screen(v), private) {
						t.Fatalf("%s %s shows %q:\n%s", phase, part.Ref(), private, screen(v))
					}
				}
			}
		}
	}
	s.moves(v, model.Live{Phase: "facts", Selected: "E1"})
	sees(t, v, "Platform ")
}

func TestTheClockAndTheBlankScreen(t *testing.T) {
	s, v := show(t, 60, 20)
	s.room.Clock = agenda.Start(agenda.Of("60"), "facts", two)
	s.moves(v, model.Live{Phase: "facts", Selected: "E1"})
	sees(t, v, "Facts: 15 min left, we end 15:00")
	v.config.Clock = func() time.Time { return two.Add(8 * time.Minute) }
	v.config.Now = func() time.Time { return two.Add(8*time.Minute - time.Hour) } // and the one on the wall was set back
	send(v, tea.WindowSizeMsg{Width: 60, Height: 20})
	sees(t, v, "Facts: 7 min left, we end 14:00")

	send(v, tea.KeyPressMsg{Code: 'B', Text: "B"})
	if got := strings.TrimSpace(screen(v)); got != "" || !s.room.Blank {
		t.Errorf("it shows\n%s", got)
	}
	if _, cmd := v.Update(tea.KeyPressMsg{Code: 'q', Text: "q"}); cmd != nil {
		if _, quits := cmd().(tea.QuitMsg); quits {
			t.Error("the key that ends it leaves")
		}
	}
	if s.room.Blank {
		t.Error("the others are blank still")
	}
	sees(t, v, "02:14")
	s.room.Blank = true // at the facilitator's
	send(v, changed{})
	if got := strings.TrimSpace(screen(v)); got != "" {
		t.Errorf("it shows\n%s", got)
	}
}

func TestWhatCannotBeReadLeavesTheLastPicture(t *testing.T) {
	s, v := show(t, 60, 20)
	s.moves(v, model.Live{Phase: "facts", Selected: "E1"})
	s.err = errors.New("the archive was moved or replaced since it was opened")
	send(v, changed{})
	sees(t, v, "02:14  saw", "the archive was moved or replaced since it was opened")
	s.err = nil
	send(v, changed{})
	if strings.Contains(screen(v), "moved") {
		t.Errorf("it is back, and says still\n%s", screen(v))
	}
	send(v, broken{errors.New("the archive was\x1b[2J moved")})
	if raw := v.View().Content; strings.Contains(raw, "\x1b[2J") {
		t.Errorf("an error commands the terminal: %q", raw)
	}
}

func TestLongTextsEndWithAMark(t *testing.T) {
	s, v := show(t, 60, 20)
	s.post.Events[0].Text = strings.Repeat("a very long telling of it ", 100)
	s.moves(v, model.Live{Phase: "facts", Selected: "E1", Question: strings.Repeat("why ", 200) + "?"})
	sees(t, v, draw.CutMark)
}
