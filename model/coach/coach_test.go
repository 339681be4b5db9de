package coach_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/model"
	"debrief/model/coach"
)

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func payments(t testing.TB) *model.Postmortem {
	t.Helper()
	b, err := os.ReadFile("../testdata/payments.json")
	if err != nil {
		t.Fatal(err)
	}
	p, err := model.Decode(bytes.NewReader(b), now)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// found is the findings in short: "due-missing A3".
func found(p *model.Postmortem) []string {
	short := []string{}
	for _, f := range coach.Check(p, now) {
		s := f.Code + " " + f.At
		if f.Text != "" {
			s += " " + f.Text
		}
		short = append(short, s)
	}
	return short
}

func wantFound(t *testing.T, p *model.Postmortem, want ...string) {
	t.Helper()
	if got := found(p); !slices.Equal(got, want) {
		t.Errorf("found %q\n want %q", got, want)
	}
}

// left is what the payments incident leaves open: a cause that was never asked about, a root that no action answers, and
// nearly everything about its third action.
var left = []string{"why-missing C2", "cause-unanswered W4", "ticket-missing A2", "vague-action A3 Improve our monitoring",
	"owner-team A3 the team", "due-missing A3", "ticket-missing A3", "action-unlinked A3"}

func TestThePaymentsIncidentLeavesEightQuestionsOpen(t *testing.T) {
	wantFound(t, payments(t), left...)
}

func TestAnEmptyPostmortemIsAskedOnlyWhatCanBeAnsweredNow(t *testing.T) {
	wantFound(t, model.New("Payments 500s", now),
		"meeting-missing meeting", "facilitator-missing participants",
		"impact-missing impact", "moment-missing moments started", "moment-missing moments detected", "moment-missing moments mitigated",
		"timeline-missing timeline", "cause-missing causes", "action-missing actions")
}

func TestADismissedFindingStaysAwayAndOnlyThatOne(t *testing.T) {
	p := model.New("Payments 500s", now)
	p.Dismissed = []model.Dismissal{
		{Code: "moment-missing", At: "moments", Text: "detected"},
		{Code: "impact-missing", At: "impact", Text: "other words"},
	}
	got := found(p)
	if slices.Contains(got, "moment-missing moments detected") {
		t.Errorf("the dismissed finding is still there: %q", got)
	}
	for _, want := range []string{"moment-missing moments started", "impact-missing impact"} {
		if !slices.Contains(got, want) {
			t.Errorf("%q is gone: %q", want, got)
		}
	}
}

func TestEachThingThatIsTakenAwayIsAskedFor(t *testing.T) {
	third := left[3:]
	for name, story := range map[string]struct {
		change func(*model.Postmortem)
		more   []string // findings beside those that are left
		fewer  []string
	}{
		"nobody leads": {func(p *model.Postmortem) { p.Participants[0].Facilitator = false }, []string{"facilitator-missing participants"}, nil},
		"no meeting":   {func(p *model.Postmortem) { p.Meeting = nil }, []string{"meeting-missing meeting"}, nil},
		"a meeting without a time is not planned": {func(p *model.Postmortem) { p.Meeting.At = model.Instant{} }, []string{"meeting-missing meeting"}, nil},
		"those who know are not invited": {func(p *model.Postmortem) {
			p.Participants[1].Invited, p.Participants[2].Invited = false, false
		}, []string{"involvement-missing participants"}, nil},
		"triage alone does not tell how it was built": {func(p *model.Postmortem) {
			p.Participants = p.Participants[:2]
			p.Participants[1].Involved = []string{"triage"}
		}, []string{"involvement-missing participants"}, nil},
		"before a meeting is planned nobody has to be invited": {func(p *model.Postmortem) {
			p.Participants, p.Meeting = p.Participants[:1], nil
		}, []string{"meeting-missing meeting"}, nil},
		"no impact":                  {func(p *model.Postmortem) { p.Impact = nil }, []string{"impact-missing impact"}, nil},
		"all clear is not asked for": {func(p *model.Postmortem) { p.Moments.Resolved = nil }, nil, nil},
		"a moment at an event of no known time": {func(p *model.Postmortem) {
			p.Event("E2").At = model.Instant{}
			p.Settle()
		}, []string{"moment-missing moments detected"}, nil},
		"no timeline": {func(p *model.Postmortem) { p.Events = nil }, []string{"timeline-missing timeline"}, nil},
		"a question without an answer is still to be asked": {func(p *model.Postmortem) {
			p.Causes[1].Whys = []model.Why{{Ref: "W9", Question: "Why is that?"}}
		}, nil, nil},
		"a first answer is enough": {func(p *model.Postmortem) {
			p.Causes[1].Whys = []model.Why{{Ref: "W9", Answer: "It was never asked for.", Stop: "actionable"}}
		}, nil, []string{"why-missing C2"}},
		"an answer below a question that was skipped counts": {func(p *model.Postmortem) {
			p.Causes[1].Whys = []model.Why{{Ref: "W9", Whys: []model.Why{{Ref: "W10", Answer: "Nobody asked for it.", Stop: "actionable"}}}}
		}, nil, []string{"why-missing C2"}},
		"no root": {func(p *model.Postmortem) {
			p.Causes[0].Whys[0].Whys[0].Whys[0].Root = false
			p.Causes[0].Whys[1].Root = false
		}, []string{"root-missing whys"}, []string{"cause-unanswered W4"}},
		"before anything is answered nobody has to choose a root": {func(p *model.Postmortem) {
			p.Causes[0].Whys = nil
		}, []string{"why-missing C1"}, []string{"cause-unanswered W4"}},
		"a root of no kind": {func(p *model.Postmortem) { p.Causes[0].Whys[1].Category = "" }, []string{"category-missing W4"}, nil},
		"nobody owns it":    {func(p *model.Postmortem) { p.Actions[0].Owner = " " }, []string{"owner-missing A1"}, nil},
		"what is done needs no date and no ticket": {func(p *model.Postmortem) {
			p.Actions[2].Status = "done"
		}, nil, slices.DeleteFunc(slices.Clone(third), func(s string) bool { return s == "owner-team A3 the team" })},
		"what was dropped needs nothing": {func(p *model.Postmortem) {
			p.Actions[2].Status, p.Actions[2].Owner = "dropped", ""
		}, nil, third},
		"nothing preventative": {func(p *model.Postmortem) {
			p.Actions[0].Kind, p.Actions[2].Kind = "corrective", ""
		}, []string{"preventative-missing actions"}, nil},
		"nothing for the class": {func(p *model.Postmortem) {
			p.Actions[0].Scope, p.Actions[2].Scope = "specific", ""
		}, []string{"class-missing actions"}, nil},
		"no regression test":    {func(p *model.Postmortem) { p.Actions[0].Test = nil }, []string{"test-missing actions"}, nil},
		"an empty test is none": {func(p *model.Postmortem) { p.Actions[0].Test = &model.Test{} }, []string{"test-missing actions"}, nil},
		"no actions": {func(p *model.Postmortem) { p.Actions = nil },
			[]string{"action-missing actions"}, left[1:]},
		"when every action was dropped nothing will change": {func(p *model.Postmortem) {
			for i := range p.Actions {
				p.Actions[i].Status = "dropped"
			}
		}, []string{"action-missing actions"}, left[1:]},
		"no follow-up": {func(p *model.Postmortem) { p.FollowUp = nil }, []string{"follow-up-missing follow_up"}, nil},
		"a held follow-up asks whether each action helped": {func(p *model.Postmortem) {
			p.FollowUp.HeldAt = model.At(now)
			p.FollowUp.Verdicts = []model.Verdict{{Action: "A1", Helped: "yes"}, {Action: "A2", Note: "was there, no word yet"}}
			p.Actions[2].Status = "dropped"
		}, []string{"verdict-missing A2"}, third},
	} {
		t.Run(name, func(t *testing.T) {
			p := payments(t)
			story.change(p)
			want := slices.DeleteFunc(slices.Concat(left, story.more), func(s string) bool { return slices.Contains(story.fewer, s) })
			got := found(p)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("found %q\n want %q", got, want)
			}
		})
	}
}

func TestFindingsComeInTheOrderOfPhasesAndThenOfTheDocument(t *testing.T) {
	p := payments(t)
	p.Participants, p.Impact = nil, nil
	p.Actions[0].Due, p.Actions[0].Test = "", nil
	wantFound(t, p,
		"facilitator-missing participants", "seat-missing participants Joe Smith", "involvement-missing participants",
		"impact-missing impact", "why-missing C2", "cause-unanswered W4", "due-missing A1", "ticket-missing A2",
		"vague-action A3 Improve our monitoring", "owner-team A3 the team", "due-missing A3", "ticket-missing A3", "action-unlinked A3",
		"test-missing actions")
}

func TestEveryFindingIsOneQuestionInsideAPhase(t *testing.T) {
	p := model.New("Payments 500s", now)
	for _, f := range slices.Concat(coach.Check(p, now), coach.Check(payments(t), now)) {
		if model.PhaseIndex(f.Phase) < 0 || f.At == "" || f.Question == "" || f.Question[len(f.Question)-1] != '?' {
			t.Errorf("not a question with a place: %+v", f)
		}
	}
}

func TestAPhaseIsOKOnceItWasWorkedOnAndLeavesNothingOpen(t *testing.T) {
	p := payments(t)
	var ok []string
	open := map[string]int{}
	for _, phase := range coach.Progress(p, coach.Check(p, now)) {
		if phase.OK() {
			ok = append(ok, phase.Phase)
		}
		open[phase.Phase] = phase.Open
	}
	if want := []string{"assemble", "facts", "causes", "close"}; !slices.Equal(ok, want) {
		t.Errorf("ok are %q, want %q", ok, want)
	}
	if open["whys"] != 1 || open["action"] != 7 {
		t.Errorf("open are %v, want 1 in whys and 7 in action", open)
	}
	for _, phase := range coach.Progress(model.New("Payments 500s", now), nil) {
		if phase.Entered || phase.OK() {
			t.Errorf("%s counts as entered in a postmortem that has only a title", phase.Phase)
		}
	}
}

func TestAFindingSaysWhereItsWordsStandInTheText(t *testing.T) {
	text := "The pool ran dry. **We should have\nnoticed** the gauge."
	findings := coach.NewReader(nil).Read(coach.Causes, text)
	if len(findings) == 0 {
		t.Fatal("nothing was found")
	}
	for _, f := range findings {
		if got := strings.Join(strings.Fields(text[f.From:f.To]), " "); got != f.Text {
			t.Errorf("%s: %q stands there, not %q", f.Code, got, f.Text)
		}
	}
}
