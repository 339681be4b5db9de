package storage_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"debrief/model"
	"debrief/storage"
)

func TestImportingTwiceIsKnown(t *testing.T) {
	a, _ := started(t)
	p, _ := payments(t)
	imported := must[storage.Applied](t)(a.Import(ctx, p, "b"))
	_, err := a.Import(ctx, p, "b")
	var known *storage.KnownError
	if !errors.As(err, &known) || !errors.Is(err, storage.ErrKnown) || known.Ref != imported.Postmortem.Ref {
		t.Errorf("want it known as %s: %v", imported.Postmortem.Ref, err)
	}
}

func TestAnImportedReferenceStaysWhereItIsFree(t *testing.T) {
	a, _ := started(t) // PM-1 is taken
	tests := []struct{ given, gets, formerly string }{
		{"PM-7", "PM-7", ""},
		{"PM-3", "PM-3", ""},
		{"PM-1", "PM-8", "PM-1"},
		{"INC-4", "PM-9", "INC-4"},
		{"PM-99999999999999999999", "PM-10", "PM-99999999999999999999"},
		{"", "PM-11", ""},
	}
	for _, test := range tests {
		p := model.New("from elsewhere", noon)
		p.Ref = test.given
		applied := must[storage.Applied](t)(a.Import(ctx, p, ""))
		got := applied.Postmortem
		if got.Ref != test.gets || fmt.Sprint(got.Formerly) != fmt.Sprintf("[%s]", test.formerly) {
			t.Errorf("%q became %s, formerly %v; want %s, formerly [%s]", test.given, got.Ref, got.Formerly, test.gets, test.formerly)
		}
		if test.formerly != "" && test.formerly != "PM-1" && load(t, a, test.formerly).Ref != test.gets {
			t.Errorf("%s is not found by its former reference", test.gets)
		}
		if p.Ref != test.given {
			t.Errorf("the one given was changed")
		}
	}
	if made := must[storage.Applied](t)(a.Create(ctx, model.New("next", noon), "start")); made.Postmortem.Ref != "PM-12" {
		t.Errorf("the next is %s, want PM-12", made.Postmortem.Ref)
	}
}

func TestADocumentThatIsWrongIsNotImportedByHalves(t *testing.T) {
	a, _ := started(t)
	p, _ := payments(t)
	p.Actions[0].Answers = []string{"W99"}
	if _, err := a.Import(ctx, p, ""); err == nil {
		t.Fatal("it was imported")
	}
	if list := must[[]model.Entry](t)(a.List(ctx)); len(list) != 1 {
		t.Errorf("%d postmortems, want the one that was there", len(list))
	}
	if made := must[storage.Applied](t)(a.Create(ctx, model.New("next", noon), "start")); made.Postmortem.Ref != "PM-2" {
		t.Errorf("the next is %s, want PM-2", made.Postmortem.Ref)
	}
}

// A moment that is only known by its day has no clock: a figure that counts from it would be one nobody has measured.
func TestAWholeDayIsNoMomentToCountFrom(t *testing.T) {
	a := open(t, newPath(t), "ana")
	for _, precision := range []string{"minute", "day"} {
		p := model.New(precision, noon)
		for hour, as := range []string{precision, "minute", "minute"} {
			e := model.NewEvent()
			e.At, e.Precision = model.At(noon.Add(time.Duration(hour)*time.Hour)), as
			p.Events = append(p.Events, e)
		}
		p.Settle()
		p.Moments.Started = &model.Moment{At: p.Events[0].At, Event: "E1"}
		p.Moments.Detected = &model.Moment{At: p.Events[1].At, Event: "E2"}
		p.Moments.Mitigated = &model.Moment{At: p.Events[2].At, Event: "E3"}
		must[storage.Applied](t)(a.Create(ctx, p, "start"))
		if f := p.Figures(); f.TTR == nil || *f.TTR != 3600 || (f.TTD == nil) != (precision == "day") {
			t.Errorf("%s: time to detect %v, to recover %v", precision, f.TTD, f.TTR)
		}
	}
	for _, e := range must[[]model.Entry](t)(a.List(ctx)) {
		if m := e.Metrics; m.TTR == nil || (m.TTD == nil) != (e.Title == "day") {
			t.Errorf("the list: %s: time to detect %v, to recover %v", e.Title, m.TTD, m.TTR)
		}
	}
}

func TestTheListIsNewestIncidentFirst(t *testing.T) {
	a := open(t, newPath(t), "ana")
	add := func(title string, created time.Time, change func(*model.Postmortem)) {
		p := model.New(title, created)
		if change != nil {
			change(p)
		}
		must[storage.Applied](t)(a.Create(ctx, p, "start"))
	}
	day := 24 * time.Hour
	add("written today, nothing known", noon, nil)
	add("last week's", noon, func(p *model.Postmortem) {
		for _, at := range []time.Duration{-6 * day, -7 * day} {
			e := model.NewEvent()
			e.At = model.At(noon.Add(at))
			p.Events = append(p.Events, e)
		}
	})
	add("half a second later than yesterday's", noon, func(p *model.Postmortem) {
		p.Moments.Started = &model.Moment{At: model.AtFraction(noon.Add(-day+500*time.Millisecond), 1)}
	})
	add("yesterday's", noon, func(p *model.Postmortem) {
		p.Moments.Started = &model.Moment{At: model.At(noon.Add(-day))}
		p.Moments.Detected = &model.Moment{At: model.At(noon.Add(-day + 3*time.Minute))}
		p.Moments.Mitigated = &model.Moment{At: model.At(noon.Add(-day + 33*time.Minute))}
		p.Services, p.Tags = []string{"z", "a"}, []string{"pool"}
		p.Actions = []model.Action{{Title: "limit it", Status: "open"}, {Title: "done", Status: "done"}, {Title: "soon", Status: "doing"}}
		p.FollowUp = &model.FollowUp{At: model.At(noon.Add(30 * day))}
		p.Reread = &model.Reread{Due: "2027-05-18", DoneAt: model.At(noon)}
	})
	list := must[[]model.Entry](t)(a.List(ctx))
	var titles []string
	for _, e := range list {
		titles = append(titles, e.Title)
	}
	want := []string{"written today, nothing known", "half a second later than yesterday's", "yesterday's", "last week's"}
	if !slices.Equal(titles, want) {
		t.Errorf("got %q\nwant %q", titles, want)
	}
	e := list[2]
	if *e.Metrics.TTD != 180 || *e.Metrics.TTR != 1800 || e.Actions != 3 || e.OpenActions != 2 || e.Reread != "" ||
		!slices.Equal(e.Services, []string{"z", "a"}) || !slices.Equal(e.Tags, []string{"pool"}) || e.FollowUp.String() != "2026-12-18T12:00:00Z" {
		t.Errorf("the entry says %+v", e)
	}
	apply(t, a, e.Ref, "finish", func(p *model.Postmortem) error { p.Actions[0].Status = "dropped"; return p.Delete("A3") })
	if e := must[[]model.Entry](t)(a.List(ctx))[2]; e.Actions != 2 || e.OpenActions != 0 {
		t.Errorf("after an edit it counts %d of %d open", e.OpenActions, e.Actions)
	}
	actions := must[[]storage.Owned](t)(a.Actions(ctx))
	if len(actions) != 2 || actions[0].Ref != e.Ref || actions[0].Title != "yesterday's" || actions[0].Action.Title != "limit it" {
		t.Errorf("the actions of all: %+v", actions)
	}
}

func TestAnUnknownReferenceIsToldPlainly(t *testing.T) {
	a, _ := started(t)
	for _, ref := range []string{"PM-2", "payments", "", "0", "-1", "99999999999999999999"} {
		if _, err := a.Load(ctx, ref); !errors.Is(err, storage.ErrNotFound) {
			t.Errorf("%q: %v", ref, err)
		}
	}
	_, err := a.Load(ctx, "PM\x1b[2J-2")
	if want := `there is no postmortem "PM-2"; references look like PM-7 or 7`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
