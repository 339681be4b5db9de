package cast

import (
	"reflect"
	"testing"

	"debrief/model"
)

func meeting() *model.Postmortem {
	p := people([3]string{"Mei Tanaka", "platform", "mei"}, [3]string{"Sam", "", ""})
	p.Notes, p.Relations = "Sam is leaving", []model.Relation{{ID: "1", Ref: "PM-3", Kind: "related"}}
	p.Participants[0].Involved = []string{"deploy", "triage"}
	happened(p, "E1", "Mei Tanaka", "Mei told Sam, and mei restarted it")
	happened(p, "E2", "Sam", "looked")
	p.Events[0].Also = []model.Also{{Text: "Sam saw it", Source: "memory"}}
	p.Causes = []model.Cause{{Ref: "C1", Text: "Mei's deploy", Whys: []model.Why{{Ref: "W1", Answer: "asked Sam"}}}}
	p.Dismissed = []model.Dismissal{{Code: "blame", At: "C1", Text: "Mei's"}}
	p.Last = model.Last{E: 2, C: 1, W: 1, N: 2}
	return p
}

// TestWhatIsShownTellsNoName looks at every text that is shown.
func TestWhatIsShownTellsNoName(t *testing.T) {
	v := NewVeil(meeting(), false)
	s := v.Shown
	if s.Notes != "" || s.Relations != nil || s.Participants[0].Involved != nil {
		t.Error("what is private is shown")
	}
	for _, pair := range [][2]string{
		{s.Events[0].By, "Platform A"}, {s.Events[0].Text, "Platform A told participant A, and Platform A restarted it"},
		{s.Events[0].Also[0].Text, "participant A saw it"}, {s.Causes[0].Text, "Platform A's deploy"},
		{s.Causes[0].Whys[0].Answer, "asked participant A"}, {s.Participants[0].Name, "Mei Tanaka"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("shown: %s, want %s", pair[0], pair[1])
		}
	}
	if named := NewVeil(meeting(), true).Shown; named.Events[0].By != "Mei Tanaka" || named.Notes != "" {
		t.Error("with names on, names are shown, and what is private is not")
	}
}

// TestAnEditOfWhatIsShownIsOneOfWhatIs changes things through the veil.
func TestAnEditOfWhatIsShownIsOneOfWhatIs(t *testing.T) {
	for name, c := range map[string]struct {
		edit func(*model.Postmortem)
		want func(*model.Postmortem)
	}{
		"nothing": {func(*model.Postmortem) {}, func(*model.Postmortem) {}},
		"a text, around the names": {
			func(p *model.Postmortem) {
				p.Events[0].Text = "At once Platform A told participant A; Platform A restarted the pod"
			},
			func(p *model.Postmortem) { p.Events[0].Text = "At once Mei told Sam; mei restarted the pod" },
		},
		"a field beside a text": {
			func(p *model.Postmortem) { p.Events[0].Kind = "decision" },
			func(p *model.Postmortem) { p.Events[0].Kind = "decision" },
		},
		"who did it": {
			func(p *model.Postmortem) { p.Events[1].By = "Mei Tanaka" },
			func(p *model.Postmortem) { p.Events[1].By = "Mei Tanaka" },
		},
		"an event goes": {
			func(p *model.Postmortem) { p.Events = p.Events[1:] },
			func(p *model.Postmortem) { p.Events = p.Events[1:] },
		},
		"events change places": {
			func(p *model.Postmortem) { p.Events[0], p.Events[1] = p.Events[1], p.Events[0] },
			func(p *model.Postmortem) { p.Events[0], p.Events[1] = p.Events[1], p.Events[0] },
		},
		"a text that moves elsewhere": {
			func(p *model.Postmortem) {
				p.Events[1].Also = append(p.Events[1].Also, model.Also{Text: p.Events[0].Text})
			},
			func(p *model.Postmortem) {
				p.Events[1].Also = append(p.Events[1].Also, model.Also{Text: p.Events[0].Text})
			},
		},
		"what was told besides goes": {
			func(p *model.Postmortem) { p.Events[0].Also = nil },
			func(p *model.Postmortem) { p.Events[0].Also = nil },
		},
		"a cause from an event": {
			func(p *model.Postmortem) { p.Causes = append(p.Causes, model.Cause{Text: p.Events[0].Text}) },
			func(p *model.Postmortem) { p.Causes = append(p.Causes, model.Cause{Text: p.Events[0].Text}) },
		},
		"somebody comes, and somebody is known better": {
			func(p *model.Postmortem) {
				p.Participants[0].Involved = []string{"triage", "support"}
				p.Participants = append(p.Participants, model.Participant{Name: "Kim", Involved: []string{"sales"}}, model.Participant{Name: "Lou"})
			},
			func(p *model.Postmortem) {
				p.Participants[0].Involved = []string{"deploy", "triage", "support"}
				p.Participants = append(p.Participants, model.Participant{Name: "Kim", Involved: []string{"sales"}}, model.Participant{Name: "Lou"})
			},
		},
		"a question is asked again, and another set aside": {
			func(p *model.Postmortem) {
				p.Dismissed = []model.Dismissal{{Code: "hindsight", At: "E1", Text: p.Events[0].Text}}
			},
			func(p *model.Postmortem) {
				p.Dismissed = []model.Dismissal{{Code: "hindsight", At: "E1", Text: p.Events[0].Text}}
			},
		},
		"an answer below": {
			func(p *model.Postmortem) { p.Causes[0].Whys[0].Whys = []model.Why{{Answer: "nobody was there"}} },
			func(p *model.Postmortem) { p.Causes[0].Whys[0].Whys = []model.Why{{Answer: "nobody was there"}} },
		},
	} {
		got, want := meeting(), meeting()
		c.want(want)
		v := NewVeil(got, false)
		if err := v.Through(func(p *model.Postmortem) error { c.edit(p); return nil })(got); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n got %+v\nwant %+v", name, got, want)
		}
	}
}
