package ui

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"debrief/model"

	tea "charm.land/bubbletea/v2"
)

func TestTheCoachAsksAboutEveryTextAfterAPause(t *testing.T) {
	for name, story := range map[string]struct{ keys, typed, words string }{
		"a title":                {"1 esc home enter ctrl+u", "We should have noticed the gauge", "should have noticed"},
		"a summary":              {"1 esc home down down enter ctrl+u", "It was obvious that the pool was small.", "obvious"},
		"an impact":              {"2 esc I", "4180 requests that Joe carelessly dropped", "carelessly"},
		"an event's line":        {"2", "02:50 ! Joe carelessly closed the ticket @joe #r", "carelessly"},
		"an event's text":        {"2 esc home down down down enter ctrl+u", "Joe carelessly closed the ticket", "carelessly"},
		"a cause":                {"3", "We should have noticed the gauge #trigger e1", "should have noticed"},
		"an answer":              {"4", "Why was that? Human error #process", "Human error"},
		"an action":              {"5", "Be more careful with migrations by 4 dec", ""},
		"what an action is":      {"5 esc / A 1 enter enter ctrl+u", "Be more careful with migrations", ""},
		"when an action is done": {"5 esc / A 1 enter down enter ctrl+u", "Everybody is more careful", ""},
		"a lesson":               {"6 w w e n t space b enter", "We should have noticed the gauge", "should have noticed"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, 80, 24)
			importPayments(r)
			r.play("press "+story.keys, nil)
			r.typeText(story.typed)
			question := regexp.MustCompile(`"[^"\n]*` + story.words + `[^"\n]*": What `)
			if question.MatchString(r.screen()) {
				t.Errorf("it is asked while somebody types:\n%s", r.screen())
			}
			before := r.lines()
			cursor := *r.app.frame().Cursor
			r.wait()
			after := r.lines()
			if !question.MatchString(strings.Join(after, "\n")) {
				t.Errorf("nothing is asked about its words:\n%s", strings.Join(after, "\n"))
			}
			if !slices.Equal(before[:cursor.Y+1], after[:cursor.Y+1]) || before[23] != after[23] || *r.app.frame().Cursor != cursor {
				t.Errorf("the question moves something:\n%s\n--- before\n%s", strings.Join(after, "\n"), strings.Join(before, "\n"))
			}
			r.press("left")
			if got := r.lines(); !slices.Equal(got, before) {
				t.Errorf("after the next key the screen is not as before:\n%s", strings.Join(got, "\n"))
			}
		})
	}
}

func TestAPauseThatAKeyEndsAsksNothing(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.play("press 3\ntype We should have noticed", nil)
	early := r.pauses
	r.typeText(" it")
	for _, pause := range early {
		r.run(pause)
	}
	if strings.Contains(r.screen(), `": What`) {
		t.Errorf("it is asked two seconds after an earlier key:\n%s", r.screen())
	}
	r.wait()
	r.sees(`"should have noticed": What`)
}

func TestAQuestionGoesWithItsLine(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.play("press 3\ntype We should have noticed\nwait\nsees should have noticed\": What\npress esc\nwait", nil)
	if strings.Contains(r.screen(), `": What`) {
		t.Errorf("the question stays without its line:\n%s", r.screen())
	}
	r.play("press a\nwait\nsees should have noticed\": What\npress enter\nwait", nil)
	if strings.Contains(r.screen(), `": What`) {
		t.Errorf("the question stays after its words were saved:\n%s", r.screen())
	}
}

func TestWhatIsNoTextOfAPersonIsNotRead(t *testing.T) {
	for name, story := range map[string]struct{ keys, typed string }{
		"a thought in the room":    {"2", "02:50 ? we should have noticed the gauge"},
		"a thought parked":         {"5 ctrl+t", "We should have noticed the gauge"},
		"a private note":           {"1 N", "We should have noticed the gauge"},
		"a line that has no sense": {"2", "25:00 we should have noticed the gauge"},
		"somebody's name":          {"1 a", "Will May /Should have"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, 80, 24)
			importPayments(r)
			r.play("press "+story.keys, nil)
			r.typeText(story.typed)
			before := r.screen()
			r.wait()
			if got := r.screen(); got != before {
				t.Errorf("something is asked:\n%s", got)
			}
		})
	}
}

func TestAQuestionThatWasSetAsideIsNotAskedWhileTyping(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.edit((model.Edit{Label: "set aside", Do: func(p *model.Postmortem) error {
		p.Causes[1].Text = "We should have noticed the gauge"
		p.Dismissed = append(p.Dismissed, model.Dismissal{Code: "counterfactual", At: "C2", Text: "should have noticed"})
		return nil
	}}))
	r.play("press 3 esc home down enter\nwait", nil)
	if strings.Contains(r.screen(), `": What`) {
		t.Errorf("it is asked all the same:\n%s", r.screen())
	}
	r.play("press ctrl+u\ntype We could have noticed the gauge\nwait", nil)
	r.sees(`"could have noticed": What`)
}

func TestWhatWasUnderstoodStaysInSightBesideTheQuestion(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.play("press 2\ntype 02:50 ! Joe carelessly closed the ticket https://tracker.example/PAY-311 @joe #chat #later #r\nwait", nil)
	r.sees("02:50 UTC, did, Joe Smith, chat, resolved (was 02:52), not known then", "with a link", `"carelessly`, "What made that")
}

func TestALongTextLeavesRoomForTheQuestion(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {80, 24}, {120, 40}} {
		r := newRig(t, size[0], size[1])
		importPayments(r)
		r.play("press 1 esc home down down enter ctrl+u", nil)
		r.send(tea.PasteMsg{Content: strings.Repeat("The pool ran dry once more. ", 200) + "We should have noticed"})
		r.press(".")
		r.wait()
		if screen := r.screen(); !regexp.MustCompile(`"should[^"]*": What`).MatchString(screen) || !strings.Contains(screen, "noticed.") {
			t.Errorf("text or question are out of sight:\n%s", screen)
		}
	}
}

func TestALongDraftComesBackWithItsCursorInSight(t *testing.T) {
	r := newRig(t, 42, 11)
	importPayments(r)
	r.play("press 1 esc p\ntype a thought that is long enough for several lines of a window as small as this one\npress esc p", nil)
	r.lines() // a cursor outside of the window fails
	r.sees("as this one")
}
