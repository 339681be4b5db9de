package ui

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/model"
	"debrief/model/coach"
)

// asked are the codes of the questions that are asked by now, with their places.
func asked(r *rig) []string {
	r.t.Helper()
	r.screen()
	codes := []string{}
	for _, f := range r.app.Checks().Asked {
		codes = append(codes, f.Code+" "+f.At)
	}
	return codes
}

func TestWhatIsMissingIsAskedForOnceThePhaseWasLeft(t *testing.T) {
	r := newRig(t, 80, 24)
	r.play("press n\nenter Queue backlog\nenter 2026-11-20 09:00\npress enter", nil)
	if got := asked(r); len(got) != 0 {
		t.Errorf("while Assemble is being filled in, this is asked: %q", got)
	}
	r.press("2")
	if got := asked(r); !slices.Contains(got, "meeting-missing meeting") || slices.Contains(got, "impact-missing impact") {
		t.Errorf("in Facts, this is asked: %q", got)
	}
	r.sees("1 Assemble (2)", "2 questions open")
	r.play("press esc 1", nil)
	if got := asked(r); !slices.Contains(got, "impact-missing impact") {
		t.Errorf("back from Facts, this is asked: %q", got)
	}
	r.sees("2 Facts (4)", "6 questions open f")
}

func TestWordsAreAskedAboutAtOnce(t *testing.T) {
	r := newRig(t, 80, 24)
	r.play("press n\nenter Queue backlog\nenter 2026-11-20 09:00\npress enter 2\nenter 09:10 ! Joe carelessly forgot to restart the consumer", nil)
	if got := asked(r); !slices.ContainsFunc(got, func(s string) bool { return strings.HasSuffix(s, " E1") }) {
		t.Errorf("of the event's words nothing is asked: %q", got)
	}
	r.sees("2 FACTS (")
}

func TestAPhaseLeftInAnEarlierSessionIsAskedAbout(t *testing.T) {
	r := newRig(t, 80, 24)
	r.play("press n\nenter Queue backlog\nenter 2026-11-20 09:00\npress enter 3\nenter The consumer stops at one bad message\npress esc q", nil)
	r.press("enter")
	got := asked(r)
	for _, want := range []string{"meeting-missing meeting", "impact-missing impact"} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is not asked in the next session: %q", want, got)
		}
	}
	if slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "cause-") }) {
		t.Errorf("the phase that somebody was in last is asked about: %q", got)
	}
}

// withoutFollowUp is the payments incident before anybody was in its last phase.
func withoutFollowUp(t *testing.T) *rig {
	t.Helper()
	r := newRig(t, 80, 24)
	importPayments(r)
	r.edit((model.Edit{Label: "start over", Do: func(p *model.Postmortem) error {
		p.FollowUp, p.Reread, p.Phase = nil, nil, "action"
		return nil
	}}))
	r.play("press 5 esc", nil)
	return r
}

const noFollowUp = "follow-up-missing follow_up"

func TestTheLastPhaseIsSilentWhileSomebodyFillsItForTheFirstTime(t *testing.T) {
	r := withoutFollowUp(t)
	r.press("6")
	for _, step := range []string{"press / R e a d space a g a i n space o n enter space", "press w l\nenter Migrations can be slow", "press v q", "press f q"} {
		r.play(step, nil)
		if got := asked(r); slices.Contains(got, noFollowUp) {
			t.Errorf("after %q this is asked: %q", step, got)
		}
		if line := r.lines()[1]; !strings.HasSuffix(line, "6 CLOSE") {
			t.Errorf("after %q the phases are %q", step, line)
		}
	}
	r.press("1")
	if got := asked(r); !slices.Contains(got, noFollowUp) {
		t.Errorf("in another phase this is asked: %q", got)
	}
	r.sees("6 Close (1)")
}

func TestTheLastPhaseWasLeftWhenASessionThatHadReachedItEnded(t *testing.T) {
	for story, way := range map[string]struct{ before, opens string }{
		"it was filled in":                 {"press 6 / R e a d space a g a i n space o n enter space", ""},
		"somebody only looked":             {"press 6", ""},
		"filled in, and opened elsewhere":  {"press 6 / R e a d space a g a i n space o n enter space", "facts"},
		"filled in, and left from another": {"press 6 / R e a d space a g a i n space o n enter space 2 esc", ""},
	} {
		r := withoutFollowUp(t)
		r.play(way.before, nil)
		_ = r.drafts.Close()
		_ = r.archive.Close()
		r.start(80, 24)
		r.run(r.app.Load("PM-1", way.opens, ""))
		if got := asked(r); !slices.Contains(got, noFollowUp) {
			t.Errorf("%s: in the next session this is asked: %q", story, got)
		}
	}
	r := withoutFollowUp(t)
	r.play("press q enter", nil)
	if got := asked(r); slices.Contains(got, noFollowUp) {
		t.Errorf("of a phase that nobody was in this is asked: %q", got)
	}
}

func TestAFollowUpThatIsOverdueIsAskedAboutWhereItIsHeld(t *testing.T) {
	r := withoutFollowUp(t)
	r.edit(model.SetFrom("", "follow_up.at", "", "2026-12-11T14:00:00Z", "plan the follow-up"))
	r.press("q")
	r.now = time.Date(2026, 12, 14, 9, 0, 0, 0, time.UTC)
	r.run(r.app.Load("PM-1", "", ""))
	if got := asked(r); !slices.Contains(got, "follow-up-late follow_up") {
		t.Errorf("this is asked: %q", got)
	}
	r.sees("6 CLOSE (1)")
}

func TestAReviewedPostmortemIsAskedAboutWhole(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.play("press q enter", nil)
	r.app.open.visits.Seen, r.app.open.visits.Left = 5, 0
	r.edit(model.SetFrom("", "status", "draft", "reviewed", "review it"))
	if got := len(asked(r)); got != len(coach.Check(r.pm(), r.now)) {
		t.Errorf("%d questions are asked of a reviewed postmortem", got)
	}
}

// onList opens the list of open questions of the payments incident, with every phase left.
func onList(t *testing.T, w, h int) *rig {
	r := newRig(t, w, h)
	importPayments(r)
	r.play("press 6 esc 1 esc f", nil)
	return r
}

// toQuestion puts the cursor on the question of a code about a part.
func toQuestion(r *rig, code, at string) {
	r.t.Helper()
	page := r.app.Top().Base()
	all := slices.Concat(r.app.Checks().Asked, coach.Dismissed(r.pm(), r.now))
	k := slices.IndexFunc(all, func(f coach.Finding) bool { return f.Code == code && f.At == at })
	if k < 0 {
		r.t.Fatalf("%s %s is not listed:\n%s", code, at, r.screen())
	}
	for i := range page.List.Rows {
		if !page.List.Rows[i].Heading && page.List.Rows[i].Number == k {
			page.List.Sel = i
		}
	}
}

func TestAQuestionIsSetAsideAndAskedAgain(t *testing.T) {
	r := onList(t, 80, 24)
	toQuestion(r, "vague-action", "A3")
	before := len(asked(r))
	r.press("d")
	r.sees("Set aside", "Saved: set a question aside.")
	if got := len(asked(r)); got != before-1 {
		t.Errorf("%d questions are asked after one of %d was set aside", got, before)
	}
	r.press("u")
	if got := asked(r); len(got) != before {
		t.Errorf("u did not bring it back: %q", got)
	}
	toQuestion(r, "vague-action", "A3")
	r.press("d")
	toQuestion(r, "vague-action", "A3")
	r.press("d")
	if got := asked(r); len(got) != before || len(r.pm().Dismissed) != 0 {
		t.Errorf("d did not ask it again: %q, %+v", got, r.pm().Dismissed)
	}
}

func TestInTheSmallestWindowAQuestionIsReadToItsEndAndWhatIsBetterIsSaid(t *testing.T) {
	r := newRig(t, 40, 10)
	importPayments(r)
	r.edit((model.Edit{Label: "begin again", Do: func(p *model.Postmortem) error {
		p.Meeting, p.Impact, p.FollowUp = nil, nil, nil
		p.Summary, p.Causes[0].Whys[0].Answer = "Joe should have noticed the gauge.", "Human error."
		return nil
	}}))
	r.play("press 6 esc 1 esc f", nil)
	listed := r.app.Checks().Asked
	if len(listed) < 10 {
		t.Fatalf("only %d questions are listed", len(listed))
	}
	for range listed {
		r.sees("Better: ")
		question := listed[r.app.Top().Base().Selected().Number].Question
		if read := strings.Join(strings.Fields(r.screen()), " "); !strings.Contains(read, question) {
			t.Errorf("the screen does not show all of %q:\n%s", question, r.screen())
		}
		r.press("down")
	}
}

func TestAQuestionThatWasSetAsideIsAskedAgainOfOtherWords(t *testing.T) {
	r := onList(t, 80, 24)
	toQuestion(r, "vague-action", "A3")
	r.press("d")
	r.edit(model.SetFrom("A3", "title", r.pm().Get("A3", "title"), "Look into monitoring", "change A3"))
	if got := asked(r); !slices.Contains(got, "vague-action A3") {
		t.Errorf("the new words are not asked about: %q", got)
	}
}

func TestAQuestionLeadsToItsPlace(t *testing.T) {
	for name, story := range map[string]struct {
		change func(*model.Postmortem)
		code   string
		at     string
		sees   []string
	}{
		"a date":              {nil, "due-missing", "A3", []string{"5 ACTION", "A3 due"}},
		"three tickets":       {func(p *model.Postmortem) { p.Actions[0].Ticket = "" }, "ticket-missing", "actions", []string{"5 ACTION", "A1 ticket"}},
		"a ticket":            {nil, "ticket-missing", "A2", []string{"5 ACTION", "A2 ticket"}},
		"an outcome":          {nil, "vague-action", "A3", []string{"5 ACTION", "A3 done when"}},
		"a cause's first why": {nil, "why-missing", "C2", []string{"4 DIG DEEPER", "below C2"}},
		"a meeting": {func(p *model.Postmortem) { p.Meeting = nil }, "meeting-missing", "meeting",
			[]string{"1 ASSEMBLE", "a day and a time"}},
		"an impact": {func(p *model.Postmortem) { p.Impact = nil }, "impact-missing", "impact",
			[]string{"2 FACTS", "a number, its unit, then what"}},
		"a moment": {func(p *model.Postmortem) { p.Moments.Detected = nil }, "moment-missing", "moments", []string{"2 FACTS", "Detected"}},
		"a timeline": {func(p *model.Postmortem) {
			for len(p.Events) > 0 {
				_ = p.Delete(p.Events[0].Ref)
			}
		}, "timeline-missing", "timeline",
			[]string{"2 FACTS", "02:45 ! rolled back"}},
		"a cause": {func(p *model.Postmortem) {
			for len(p.Causes) > 0 {
				_ = p.Delete(p.Causes[0].Ref)
			}
		}, "cause-missing", "causes", []string{"3 CAUSES", "where it was introduced"}},
		"a category": {func(p *model.Postmortem) { p.Causes[0].Whys[1].Category = "" }, "category-missing", "W4",
			[]string{"4 DIG DEEPER", "W4 category"}},
		"nothing preventative": {func(p *model.Postmortem) {
			p.Actions[0].Kind, p.Actions[2].Kind = "corrective", "corrective"
		}, "preventative-missing", "actions", []string{"5 ACTION", "what changes @owner"}},
		"nothing for the class": {func(p *model.Postmortem) {
			p.Actions[0].Scope, p.Actions[2].Scope = "specific", "specific"
		}, "class-missing", "actions", []string{"5 ACTION", "what changes @owner"}},
		"no test": {func(p *model.Postmortem) {
			p.Actions[0].Status, p.Actions[0].Reason = "dropped", "no need"
		}, "test-missing", "actions", []string{"5 ACTION", ">   A2  Alert when", "A2 test", "put PM-1/A2 into the test"}},
		"an owner":    {func(p *model.Postmortem) { p.Actions[1].Owner = "" }, "owner-missing", "A2", []string{"5 ACTION", "A2 owner"}},
		"an action":   {func(p *model.Postmortem) { p.Actions = nil }, "action-missing", "actions", []string{"5 ACTION", "what changes @owner"}},
		"a follow-up": {func(p *model.Postmortem) { p.FollowUp = nil }, "follow-up-missing", "follow_up", []string{"6 CLOSE", "Follow-up  2"}},
		"a seat": {func(p *model.Postmortem) { p.Events[2].By = "Sam Roe" }, "seat-missing", "participants",
			[]string{"1 ASSEMBLE", "Add people"}},
		"a gap": {func(p *model.Postmortem) { _ = p.Delete("E4"); _ = p.Delete("E5") }, "timeline-gap", "E3", []string{"2 FACTS", "02:45 ! rolled back"}},
		"the order of moments": {func(p *model.Postmortem) {
			p.Moments.Detected = &model.Moment{At: model.At(p.Moments.Started.At.Time().Add(-time.Hour))}
		}, "moment-order", "moments", []string{"2 FACTS", "Detected  2026-11-18 01:14"}},
		"a branch that stopped early": {func(p *model.Postmortem) {
			p.Causes[0].Whys[1].Root, p.Causes[0].Whys[1].Stop = false, ""
		}, "why-shallow", "W4", []string{"4 DIG DEEPER", "below W4"}},
		"a root without an action":  {nil, "cause-unanswered", "W4", []string{"5 ACTION", "answers W4"}},
		"an action without a cause": {nil, "action-unlinked", "A3", []string{"5 ACTION", "A3 answers"}},
		"a team":                    {nil, "owner-team", "A3", []string{"5 ACTION", "A3 owner"}},
		"the words of the summary": {func(p *model.Postmortem) { p.Summary = "Joe should have noticed the gauge." }, "counterfactual", "summary",
			[]string{"1 ASSEMBLE", "Summary  Joe should have noticed"}},
		"the words of an event": {func(p *model.Postmortem) { p.Events[2].Text = "We should have noticed the gauge." }, "counterfactual", "E3",
			[]string{"2 FACTS", "E3 what"}},
		"the words of an answer": {func(p *model.Postmortem) { p.Causes[0].Whys[0].Answer = "We should have noticed the gauge." },
			"counterfactual", "W1", []string{"4 DIG DEEPER", "W1 answer"}},
		"the words of an outcome": {func(p *model.Postmortem) { p.Actions[0].DoneWhen = "Everybody is more careful." },
			"willpower", "A1", []string{"5 ACTION", "A1 done when"}},
		"the words of what was missed": {func(p *model.Postmortem) { p.FollowUp.Missed = "We should have noticed the gauge." },
			"counterfactual", "follow_up", []string{"6 CLOSE", "What did we miss"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, 80, 24)
			importPayments(r)
			if story.change != nil {
				r.edit(model.Edit{Label: "change it", Do: func(p *model.Postmortem) error { story.change(p); return nil }})
			}
			r.play("press 6 esc 1 esc f", nil)
			toQuestion(r, story.code, story.at)
			r.press("enter")
			r.sees(story.sees...)
			if !r.app.Top().Typing() {
				t.Errorf("nothing is opened there:\n%s", r.screen())
			}
		})
	}
}

func TestTheQuestionWhichTestLeadsThroughAllThatATestNeeds(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.edit(model.Edit{Label: "no test", Do: func(p *model.Postmortem) error { p.Actions[0].Test = nil; return nil }})
	r.play("press 6 esc f", nil)
	toQuestion(r, "test-missing", "actions")
	r.play("press enter\nenter TestDeployWaits\nenter deploy_test.go\nenter go test ./deploy", nil)
	if test := r.pm().Action("A1").Test; test == nil || test.Name != "TestDeployWaits" || test.File != "deploy_test.go" || test.Command != "go test ./deploy" {
		t.Errorf("the test is %+v", test)
	}
	if got := asked(r); slices.Contains(got, "test-missing actions") {
		t.Errorf("it is still asked: %q", got)
	}
}

func TestTheQuestionWhichActionsWillShipLeadsToTheFirstOfThem(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.edit((model.Edit{Label: "many", Do: func(p *model.Postmortem) error {
		for range 6 {
			p.Actions = append(p.Actions, model.Action{Title: "Watch the pool", Status: "open"})
		}
		return nil
	}}))
	r.play("press 6 esc f", nil)
	toQuestion(r, "actions-many", "actions")
	r.press("enter")
	r.sees(">   A1")
}

func TestNothingOpenIsPublishedAtOnceAndSinceWhenIsKept(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.edit((model.Edit{Label: "set all aside", Do: func(p *model.Postmortem) error {
		for _, f := range coach.Check(p, r.now) {
			p.Dismissed = append(p.Dismissed, model.Dismissal{Code: f.Code, At: f.At, Text: f.Text})
		}
		return nil
	}}))
	r.play("press 6 P p enter", nil)
	if pm := r.pm(); pm.Status != "published" || !pm.PublishedAt.Time().Equal(r.now) {
		t.Errorf("it is %s since %s:\n%s", pm.Status, pm.PublishedAt, r.screen())
	}
	r.typeText("https://wiki.example/pm-1") // it asks where
	r.press("enter")
	if pm := r.pm(); pm.PublishedURL != "https://wiki.example/pm-1" {
		t.Errorf("it was published at %q:\n%s", pm.PublishedURL, r.screen())
	}
	r.play("press P d enter", nil)
	if pm := r.pm(); pm.Status != "draft" || !pm.PublishedAt.IsZero() {
		t.Errorf("it is %s, published %s", pm.Status, pm.PublishedAt)
	}
}

func TestWhoLeadsIsAskedOfThoseWhoAreThere(t *testing.T) {
	r := newRig(t, 80, 24)
	p := model.New("Mail queue stuck", r.now)
	p.Participants = []model.Participant{{Name: "ana", Team: "ops"}, {Name: "will", Team: "sre"}}
	if _, err := r.archive.Create(context.Background(), p, "start"); err != nil {
		t.Fatal(err)
	}
	r.run(r.app.Load("PM-1", "facts", ""))
	r.play("press esc f", nil)
	toQuestion(r, "facilitator-missing", "participants")
	r.press("enter")
	r.sees("Who leads", "ana", "will")
	r.play("press w enter", nil)
	if !r.pm().Participants[1].Facilitator || r.pm().Participants[0].Facilitator {
		t.Errorf("somebody else leads: %+v", r.pm().Participants)
	}
	r.press("u")
	r.play("press f", nil)
	toQuestion(r, "facilitator-missing", "participants")
	r.play("press enter enter\nenter noor: facilitator", nil)
	if n := r.pm().Participants; len(n) != 3 || !n[2].Facilitator {
		t.Errorf("nobody was added to lead: %+v", n)
	}
}
