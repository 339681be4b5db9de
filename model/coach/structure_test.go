package coach_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/model"
	"debrief/model/coach"
)

// minute is an instant of the night of the payments incident.
func minute(clock string) model.Instant {
	at, err := model.ParseInstant("2026-11-18T" + clock + ":00Z")
	if err != nil {
		panic(err)
	}
	return at
}

func told(ref, clock, source, text string) model.Event {
	e := model.NewEvent()
	e.Ref, e.At, e.Original, e.OriginalZone, e.Source, e.Text = ref, minute(clock), clock, "UTC", source, text
	return e
}

// TestTheStructureIsAskedAbout takes the payments incident and changes one thing. What is left open in it anyway is left out.
func TestTheStructureIsAskedAbout(t *testing.T) {
	for name, story := range map[string]struct {
		change func(*model.Postmortem)
		want   []string
	}{
		"the facilitator also triaged": {func(p *model.Postmortem) {
			p.Participants[0].Involved = []string{"observe", "triage"}
		}, []string{"facilitator-involved N1"}},
		"before a meeting is planned anybody may have the chair": {func(p *model.Postmortem) {
			p.Participants[0].Involved, p.Meeting = []string{"mitigate"}, nil
		}, []string{"meeting-missing meeting"}},
		"three actions without a ticket are one question": {func(p *model.Postmortem) {
			p.Actions[0].Ticket = ""
		}, []string{"ticket-missing actions A1, A2, A3"}},
		"of one that was set aside it is asked no more": {func(p *model.Postmortem) {
			p.Actions[0].Ticket = ""
			p.Dismissed = []model.Dismissal{{Code: "ticket-missing", At: "A1"}}
		}, nil},
		"people of the timeline have no seat": {func(p *model.Postmortem) {
			p.Events[2].By, p.Events[3].By = "Ada Wong", "ada wong"
			p.Events[4].Text = "@bo thinks that the pool is exhausted, mail root@example.com"
		}, []string{"seat-missing participants Ada Wong", "seat-missing participants bo"}},
		"a part of a name is enough to have a seat": {func(p *model.Postmortem) {
			p.Events[2].By, p.Events[3].By, p.Events[4].By, p.Events[5].Text = "mei", "joe.smith@example.com", "Tanaka", "@joes rolled back"
		}, nil},
		"several people may do one thing": {func(p *model.Postmortem) {
			p.Events[2].By, p.Events[3].By = "Mei (payments) and Ada Wong", "Joe Smith, SRE"
		}, []string{"seat-missing participants Ada Wong"}},
		"bots, tools, teams and roles need no seat": {func(p *model.Postmortem) {
			for i, by := range []string{"deploy-bot", "Jenkins", "the platform team", "on-call engineer", "github-actions[bot]", "system:node:7", "SRE"} {
				p.Events[i].By = by
			}
		}, nil},
		"before a meeting is planned nobody needs a seat": {func(p *model.Postmortem) {
			p.Events[2].By, p.Meeting = "Ada Wong", nil
		}, []string{"meeting-missing meeting"}},
		"an imported chat asks for five seats at a time": {func(p *model.Postmortem) {
			for i := range p.Events {
				p.Events[i].By = fmt.Sprintf("Ada%c", 'a'+i)
			}
		}, []string{"seat-missing participants Adaa", "seat-missing participants Adab", "seat-missing participants Adac",
			"seat-missing participants Adad", "seat-missing participants Adae"}},
		"over for three days and no facts": {func(p *model.Postmortem) {
			day := func(at model.Instant) *model.Moment { return &model.Moment{At: model.At(at.Time().AddDate(0, 0, -1))} }
			p.Events, p.Moments = nil, model.Moments{Started: day(minute("02:14")), Detected: day(minute("02:17")), Mitigated: day(minute("02:45"))}
		}, []string{"facts-late timeline", "timeline-missing timeline"}},
		"over for two days and no facts yet": {func(p *model.Postmortem) { p.Events = nil }, []string{"timeline-missing timeline"}},
		"an impact without a number": {func(p *model.Postmortem) {
			p.Impact = p.Impact[:1]
			p.Impact[0].Amount, p.Impact[0].What = nil, "payments failed for a while"
		}, []string{"impact-unmeasured I1"}},
		"a number in words is one": {func(p *model.Postmortem) {
			p.Impact = p.Impact[:1]
			p.Impact[0].Amount, p.Impact[0].What = nil, "half of the payments failed"
		}, nil},
		"detected before it started": {func(p *model.Postmortem) {
			p.Moments.Detected = &model.Moment{At: minute("02:10")}
		}, []string{"moment-order moments started 02:14, detected 02:10"}},
		"mitigated a day before it was detected": {func(p *model.Postmortem) {
			p.Moments.Mitigated = &model.Moment{At: model.At(minute("02:45").Time().AddDate(0, 0, -1))}
		}, []string{"moment-order moments detected Wed 18 Nov 2026 02:17, mitigated Tue 17 Nov 2026 02:45"}},
		"a long silence, told in the postmortem's zone": {func(p *model.Postmortem) {
			p.Zone, p.Events = "Asia/Tokyo", slices.Delete(p.Events, 2, 5)
			p.Events = slices.Insert(p.Events, 2, told("E20", "02:18", "log", "Pool at 100 %"), told("E21", "02:20", "log", "Pool still at 100 %"))
			p.Causes = p.Causes[:1]
		}, []string{"timeline-gap E21 11:20–11:45"}},
		"a silence is no question before anybody knows when it was over": {func(p *model.Postmortem) {
			p.Events, p.Moments.Mitigated = slices.Delete(p.Events, 2, 6), nil
			p.Causes[1].Events = []string{"E7"}
			p.Causes[0].Events = []string{"E8"}
		}, []string{"moment-missing moments mitigated"}},
		"told from memory only": {func(p *model.Postmortem) {
			for i := range p.Events {
				p.Events[i].Source = []string{"memory", "witness", ""}[i%3]
			}
		}, []string{"memory-only timeline"}},
		"one log is enough": {func(p *model.Postmortem) {
			for i := range p.Events {
				p.Events[i].Source = "memory"
			}
			p.Events[5].Also = []model.Also{{Source: "log", Text: "rollback done"}}
		}, nil},
		"what was brought in may come from a log": {func(p *model.Postmortem) {
			for i := range p.Events {
				p.Events[i].Source, p.Events[i].Origin = "", "timeline.md:7"
			}
		}, nil},
		"a merged source is two hours off": {func(p *model.Postmortem) {
			p.Events[1].Also = []model.Also{{At: minute("04:18"), Source: "chat", Origin: "chat.json:4", Text: "alert fires"}}
		}, []string{"clock-offset E2 alert 02:17, chat 04:18"}},
		"a source that agrees elsewhere has a good clock": {func(p *model.Postmortem) {
			p.Events[1].Also = []model.Also{{At: minute("04:17"), Source: "memory"}}
			p.Events[1].Source, p.Events[6].Source = "log", "log"
			p.Events[6].Also = []model.Also{{At: minute("02:51"), Source: "memory"}}
		}, nil},
		"a few minutes are memory, and no clock": {func(p *model.Postmortem) {
			p.Events[1].Also = []model.Also{{At: minute("03:27"), Source: "memory"}}
		}, nil},
		"two logs write the same lines an hour apart": {func(p *model.Postmortem) {
			for i, line := range []string{"pool exhausted", "pool recovered"} {
				a, b := told(fmt.Sprint("E2", i), fmt.Sprint("02:5", 3+i), "log", line), told(fmt.Sprint("E3", i), fmt.Sprint("03:5", 3+i), "log", line)
				a.Origin, b.Origin = fmt.Sprint("api.log:", i), fmt.Sprint("db.log:", i)
				p.Events = append(p.Events, a, b)
			}
		}, []string{"clock-offset E20 log 02:53, log 03:53"}},
		"a line that comes every hour says nothing about clocks": {func(p *model.Postmortem) {
			for i := range 4 {
				e := told(fmt.Sprint("E2", i), fmt.Sprint("0", 3+i, ":30"), "log", "backup done")
				e.Origin = []string{"api.log:1", "db.log:1"}[i%2]
				p.Events = append(p.Events, e)
			}
		}, nil},
		"detecting took longer than recovering": {func(p *model.Postmortem) {
			p.Moments.Started = &model.Moment{At: minute("01:14")}
			p.Causes[1].Role, p.Actions[1].Area, p.Actions[2].Area = "contributing", "response", ""
		}, []string{"detection-slow causes"}},
		"a detection gap answers for slow detection": {func(p *model.Postmortem) {
			p.Moments.Started = &model.Moment{At: minute("01:14")}
		}, nil},
		"an action for detection answers for it too": {func(p *model.Postmortem) {
			p.Moments.Started, p.Causes[1].Role = &model.Moment{At: minute("01:14")}, ""
			p.Actions[1].Area = "detection"
		}, nil},
		"a cause that nothing in the timeline shows": {func(p *model.Postmortem) { p.Causes[1].Events = nil }, []string{"cause-unsupported C2"}},
		"without a timeline no event can show it": {func(p *model.Postmortem) {
			p.Events, p.Causes[1].Events = nil, nil
		}, []string{"timeline-missing timeline"}},
		"a branch stops at the second why": {func(p *model.Postmortem) {
			p.Causes[0].Whys[0].Whys[0].Whys = nil
			p.Actions[0].Answers = []string{"W2"}
		}, []string{"why-shallow W2"}},
		"an open question below does not make it deeper": {func(p *model.Postmortem) {
			p.Causes[0].Whys[0].Whys[0].Whys = []model.Why{{Ref: "W9", Question: "What made that possible?"}}
			p.Actions[0].Answers = []string{"W2"}
		}, []string{"why-shallow W2"}},
		"nobody has to go on after the fifth": {func(p *model.Postmortem) {
			w := &p.Causes[0].Whys[0].Whys[0].Whys[0]
			w.Stop, w.Root = "", false
			w.Whys = []model.Why{{Ref: "W9", Answer: "It was quicker then.", Whys: []model.Why{{Ref: "W10", Answer: "Releases were rare then."}}}}
		}, nil},
		"a reason to stop is enough": {func(p *model.Postmortem) {
			w := &p.Causes[0].Whys[0].Whys[0].Whys[0]
			w.Stop, w.Root = "outside our control", false
		}, nil},
		"human error is where the questions begin": {func(p *model.Postmortem) {
			p.Causes[0].Whys[1].Category = "human error"
		}, []string{"human-error W4"}},
		"human error in words and as a category is one question": {func(p *model.Postmortem) {
			p.Causes[0].Whys[1].Category, p.Causes[0].Whys[1].Answer = "human error", "Human error."
		}, []string{"human-error W4 Human error"}},
		"human error with a why below it": {func(p *model.Postmortem) { p.Causes[0].Whys[0].Category = "human error" }, nil},
		"a root that cannot be fixed needs no action": {func(p *model.Postmortem) {
			p.Causes[0].Whys[0].Whys[0].Whys[0].Fixable, p.Actions[0].Answers = "no", []string{"C1"}
		}, nil},
		"an action that was dropped answers nothing": {func(p *model.Postmortem) {
			a := p.Actions[0]
			a.Ref, a.Status, a.Answers = "A9", "dropped", []string{"W3"}
			p.Actions[0].Answers = []string{"C1"}
			p.Actions = append(p.Actions, a)
		}, []string{"cause-unanswered W3"}},
		"without a cause an action cannot answer one": {func(p *model.Postmortem) {
			p.Causes = nil
			p.Actions[0].Answers = nil
		}, []string{"cause-missing causes"}},
		"an action that answers nothing": {func(p *model.Postmortem) { p.Actions[1].Answers = nil }, []string{"action-unlinked A2"}},
		"several owners":                 {func(p *model.Postmortem) { p.Actions[1].Owner = "Joe and Mei" }, []string{"owner-many A2 Joe and Mei"}},
		"an owner from elsewhere":        {func(p *model.Postmortem) { p.Actions[1].Owner = "Ada Wong" }, nil},
		"words for a day": {func(p *model.Postmortem) {
			p.Actions[1].Due, p.Actions[1].Title = "", "Alert when the pool is above 80 %, next sprint"
		}, []string{"due-fuzzy A2 next sprint"}},
		"a day beside the words is enough": {func(p *model.Postmortem) {
			p.Actions[1].Title = "Alert when the pool is above 80 %, next sprint"
		}, nil},
		"the day is over": {func(p *model.Postmortem) { p.Actions[1].Due = "2026-11-19" }, []string{"due-past A2 Thu 19 Nov 2026"}},
		"today is not over, in the postmortem's zone": {func(p *model.Postmortem) {
			p.Zone, p.Actions[1].Due = "Pacific/Honolulu", "2026-11-20"
		}, nil},
		"what is done is never late": {func(p *model.Postmortem) {
			p.Actions[1].Due, p.Actions[1].Status = "2026-11-19", "done"
		}, nil},
		"the fifth open action": {func(p *model.Postmortem) {
			for i := range 2 {
				a := p.Actions[0]
				a.Ref = fmt.Sprint("A", 10+i)
				p.Actions = append(p.Actions, a)
			}
		}, []string{"actions-many actions"}},
		"the follow-up is over and was not held": {func(p *model.Postmortem) {
			p.FollowUp.At = model.At(now.AddDate(0, 0, -1))
		}, []string{"follow-up-late follow_up Thu 19 Nov 2026"}},
		"the follow-up is today": {func(p *model.Postmortem) { p.FollowUp.At = model.At(now.Add(-time.Hour)) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := payments(t)
			story.change(p)
			got := slices.DeleteFunc(found(p), func(s string) bool { return slices.Contains(left, s) })
			slices.Sort(got)
			if slices.Sort(story.want); !slices.Equal(got, story.want) {
				t.Errorf("found %q\n want %q", got, story.want)
			}
		})
	}
}

func TestAQuestionSaysTheDayAndTheSilence(t *testing.T) {
	p := payments(t)
	p.Events = slices.Insert(slices.Delete(p.Events, 2, 5), 2, told("E20", "02:18", "log", "Pool full"), told("E21", "02:20", "log", "Pool still full"))
	p.Actions[0].Due, p.FollowUp.At = "2026-11-19", model.At(now.AddDate(0, 0, -2))
	asked := map[string]string{}
	for _, f := range coach.Check(p, now) {
		asked[f.Code] = f.Question
	}
	for code, want := range map[string]string{
		"timeline-gap":   "Nothing recorded 02:20–02:45. Is there a log for it?",
		"due-past":       "It was due on Thu 19 Nov 2026: what stands in the way?",
		"follow-up-late": "It was planned for Wed 18 Nov 2026: when do we meet instead?",
	} {
		if asked[code] != want {
			t.Errorf("%s asks %q, want %q", code, asked[code], want)
		}
	}
}

// contract are the codes of the document, in its order.
const contract = `counterfactual hindsight blame character human-error willpower opinion name-outside-facts
	vague-action owner-missing owner-team owner-many due-missing due-fuzzy due-past ticket-missing actions-many
	facilitator-missing facilitator-involved meeting-missing seat-missing involvement-missing facts-late
	impact-missing impact-unmeasured moment-missing moment-order timeline-missing timeline-gap memory-only clock-offset detection-slow
	cause-missing cause-unsupported why-missing why-shallow root-missing category-missing
	action-missing action-unlinked cause-unanswered preventative-missing class-missing test-missing
	follow-up-missing follow-up-late verdict-missing`

func TestTheCatalogueHoldsTheCodesOfTheDocumentAndAQuestionForEach(t *testing.T) {
	var codes []string
	for _, e := range coach.Catalogue() {
		codes = append(codes, e.Code)
		if e.Family == "" || e.Instead == "" || !strings.HasSuffix(e.Question, "?") || strings.Count(e.Question, "?") != 1 {
			t.Errorf("%s does not say all it has to: %+v", e.Code, e)
		}
	}
	want := strings.Fields(contract)
	slices.Sort(codes)
	slices.Sort(want)
	if !slices.Equal(codes, want) {
		t.Errorf("the catalogue holds %q\n want %q", codes, want)
	}
}

// TestOurOwnWordsPassTheCoach holds the catalogue to what it asks for (blameless in our own words too), in every section.
func TestOurOwnWordsPassTheCoach(t *testing.T) {
	words := []string{}
	for _, e := range coach.Catalogue() {
		words = append(words, e.Family, e.Question, e.Instead)
	}
	late := payments(t)
	late.Events = slices.Delete(late.Events, 3, 5)
	late.FollowUp.At, late.Actions[0].Due = model.At(now.AddDate(0, 0, -2)), "2026-11-01"
	for _, f := range slices.Concat(coach.Check(model.New("Payments 500s", now), now), coach.Check(late, now)) {
		words = append(words, f.Question)
	}
	r := coach.NewReader(nil)
	for _, s := range words {
		for _, section := range coach.Sections {
			for _, f := range r.Read(section, s) {
				t.Errorf("%q is %s in %s for %q", s, f.Code, section, f.Text)
			}
		}
	}
}
