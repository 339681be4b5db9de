package storage_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"debrief/model"
	"debrief/model/guide"
	"debrief/model/patterns"
	"debrief/storage"
)

// whole is a postmortem with something of everything that patterns count.
func whole(title string, began time.Time) *model.Postmortem {
	p := model.New(title, noon)
	p.Zone, p.Services, p.Tags = "Europe/Berlin", []string{"payments"}, []string{"pool"}
	moment := func(after time.Duration) *model.Moment { return &model.Moment{At: model.At(began.Add(after))} }
	p.Moments = model.Moments{Started: moment(0), Detected: moment(3 * time.Minute), Mitigated: moment(31 * time.Minute)}
	p.Causes = []model.Cause{{Text: "The pool has no alert", Role: "detection gap", Whys: []model.Why{
		{Answer: "Nobody decided who adds one", Category: "process gap", Root: true},
	}}}
	done, late := model.NewAction(), model.NewAction()
	done.Title, done.Status, done.Scope = "Alert on the pool", "done", "class"
	done.Test = &model.Test{Name: "TestPool", Failing: &model.Run{At: model.At(noon), ExitCode: 1}}
	late.Title, late.Due = "Size the pool", "2026-11-01"
	p.Actions = []model.Action{done, late}
	p.FollowUp = &model.FollowUp{At: model.At(noon), Verdicts: []model.Verdict{{Action: "A1", Helped: "yes"}}}
	return p
}

func stories(t *testing.T, a *storage.Archive) []patterns.Story {
	t.Helper()
	all, err := a.Stories(context.Background(), "2026-11-18")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestPatternsAreCountedFromWhatIsThere(t *testing.T) {
	a := open(t, newPath(t), "ana")
	ctx := context.Background()
	create := func(p *model.Postmortem) *model.Postmortem {
		applied, err := a.Create(ctx, p, "start")
		if err != nil {
			t.Fatal(err)
		}
		return applied.Postmortem
	}
	first := create(whole("first", noon))
	second := whole("second", noon.AddDate(0, 1, 0))
	second.Relations = []model.Relation{{ID: first.ID, Ref: "OLD-1", Kind: "repeat of"}}
	create(second)
	third := whole("third", noon)
	third.Moments.Started = nil
	day := model.NewEvent()
	day.At, day.Precision = model.At(noon.Add(-time.Hour)), "day"
	third.Events, third.Relations = []model.Event{day}, []model.Relation{{Ref: "PM-1", Kind: "related"}, {Ref: "PM-4", Kind: "related"}}
	create(third)
	gone := create(whole("gone", noon))
	if _, err := a.Delete(ctx, gone.Ref); err != nil {
		t.Fatal(err)
	}
	example, err := model.Decode(bytes.NewReader(guide.Example()), noon)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Import(ctx, example, ""); err != nil {
		t.Fatal(err)
	}
	all := stories(t, a)
	if len(all) != 3 {
		t.Fatalf("the example and what is deleted do not count: %+v", all)
	}
	one := all[0]
	if one.Ref != "PM-1" || one.Zone != "Europe/Berlin" || !one.Began.Equal(model.At(noon)) || one.WholeDay || *one.Metrics.TTD != 180 || *one.Metrics.TTR != 1680 {
		t.Errorf("%+v", one)
	}
	if fmt.Sprint(one.Services, one.Tags, one.Categories, one.Unseen) != "[payments] [pool] [process gap] true" {
		t.Errorf("%+v", one)
	}
	if one.Actions != (patterns.Actions{Promised: 2, Done: 1, Helped: 1, Late: 1, Class: 1}) || one.Tests != (patterns.Tests{Promised: 1, Failing: 1}) {
		t.Errorf("%+v", one)
	}
	if fmt.Sprint(one.Helped) != "[{A1 Alert on the pool}]" || len(all[1].Helped) != 0 {
		t.Errorf("what helped is said of those that came back: %v, %v", one.Helped, all[1].Helped)
	}
	if r := all[1].Relations; len(r) != 1 || r[0].Ref != "PM-1" || r[0].ID != first.ID {
		t.Errorf("a relation has the reference of today: %+v", r)
	}
	if r := all[2].Relations; len(r) != 1 || r[0].ID != first.ID {
		t.Errorf("a relation is known by its reference too, and not to what is deleted: %+v", r)
	}
	ties := func(ref string) string {
		p, err := a.Load(ctx, ref)
		if err != nil {
			t.Fatal(err)
		}
		said, err := a.Ties(ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(said, "\n")
	}
	const back = "said to help, and it came back: PM-1/A1 Alert on the pool"
	if got := ties("PM-1"); got != "PM-2 is a repeat of this one: second\nPM-3 is related to this one: third\n"+back {
		t.Error(got)
	}
	if got := ties("PM-2"); got != "This one is a repeat of PM-1\n"+back {
		t.Error(got)
	}
	if _, err := a.Delete(ctx, "PM-1"); err != nil {
		t.Fatal(err)
	}
	if got := ties("PM-2"); got != "This one is a repeat of PM-1, which was deleted" {
		t.Error(got)
	}
	if !all[2].WholeDay {
		t.Error("its first event has no clock")
	}
}

// BenchmarkPatterns10000 finds the patterns of 10,000 postmortems of about five kilobytes, from the file on.
func BenchmarkPatterns10000(b *testing.B) {
	a := open(b, benchPath(b), "ana")
	ctx := context.Background()
	r := rand.New(rand.NewPCG(17, 2026))
	for i := range 10_000 {
		p, t := long("", 16), whole(fmt.Sprintf("incident %d", i), noon.Add(-time.Duration(r.Int64N(int64(1000*24*time.Hour)))))
		t.Events, t.Actions, t.Causes = p.Events, append(t.Actions, p.Actions[:3]...), append(t.Causes, p.Causes[:2]...)
		t.Services = []string{fmt.Sprintf("service-%d", r.IntN(40)), fmt.Sprintf("service-%d", r.IntN(400))}
		if _, err := a.Create(ctx, t, "start"); err != nil {
			b.Fatal(err)
		}
	}
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		all, err := a.Stories(ctx, "2026-11-18")
		if err != nil {
			b.Fatal(err)
		}
		if p := patterns.Of(all); len(p.Stories) != 10_000 || len(p.Sections()) == 0 {
			b.Fatal(len(p.Stories))
		}
		took = append(took, time.Since(start))
	}
	b.ReportMetric(median(took)/1000, "ms/patterns")
}
