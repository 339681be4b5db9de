package storage

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/model"
)

// promised is an archive with open and settled actions, follow-ups and re-reads around Fri 4 Dec 2026.
func promised(t *testing.T) *Archive {
	t.Helper()
	a := newArchive(t)
	at := func(s string) model.Instant {
		i, err := model.ParseInstant(s)
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	add := func(title, zone string, followUp *model.FollowUp, reread *model.Reread, actions ...model.Action) {
		p := model.New(title, time.Now())
		p.Zone, p.FollowUp, p.Reread, p.Actions = zone, followUp, reread, actions
		if _, err := a.Create(context.Background(), p, "start"); err != nil {
			t.Fatal(err)
		}
	}
	add("the pool ran dry", "Pacific/Auckland", &model.FollowUp{At: at("2026-12-04T12:00:00Z")}, &model.Reread{Due: "2026-11-30"},
		model.Action{Title: "later", Due: "2026-12-20", Owner: "mei", Status: "open"},
		model.Action{Title: "late", Due: "2026-12-01", Owner: "joe", Status: "doing"},
		model.Action{Title: "some day", Status: "open"},
		model.Action{Title: "was done", Due: "2026-11-01", Status: "done"},
		model.Action{Title: "was dropped", Due: "2026-11-02", Status: "dropped"})
	add("the disk was full", "UTC", &model.FollowUp{At: at("2026-11-20T12:00:00Z"), HeldAt: at("2026-11-20T12:00:00Z")},
		&model.Reread{Due: "2026-11-01", DoneAt: at("2026-11-01T12:00:00Z")},
		model.Action{Title: "imported without a status", Due: "2026-12-04", Owner: "mei"})
	add("the night was long", "America/Los_Angeles", &model.FollowUp{At: at("2026-12-04T05:00:00Z")}, nil)
	return a
}

func TestWhatIsDueComesInTheOrderOfItsDayAndOnTheDayOfItsZone(t *testing.T) {
	a := promised(t)
	now := time.Date(2026, 12, 4, 4, 30, 0, 0, time.UTC)
	for _, c := range []struct {
		within, limit int
		more          bool
		want          []string
	}{
		{14, 0, false, []string{
			"PM-1 re-read 2026-11-30 4 the pool ran dry", "PM-1/A2 action 2026-12-01 3 late", "PM-3 follow-up 2026-12-03 0 the night was long",
			"PM-2/A1 action 2026-12-04 0 imported without a status", "PM-1 follow-up 2026-12-05 -1 the pool ran dry",
		}},
		{0, 0, false, []string{
			"PM-1 re-read 2026-11-30 4 the pool ran dry", "PM-1/A2 action 2026-12-01 3 late", "PM-3 follow-up 2026-12-03 0 the night was long",
			"PM-2/A1 action 2026-12-04 0 imported without a status",
		}},
		{16, 2, true, []string{"PM-1 re-read 2026-11-30 4 the pool ran dry", "PM-1/A2 action 2026-12-01 3 late"}},
	} {
		all, more, err := a.Due(context.Background(), now, c.within, nil, c.limit)
		var got []string
		for _, d := range all {
			got = append(got, fmt.Sprintf("%s %s %s %d %s", d.Ref, d.What, d.Date, d.LateDays, d.Title))
		}
		if err != nil || more != c.more || !slices.Equal(got, c.want) {
			t.Errorf("within %d days, at most %d: more %v, %v, got\n%s\nwant\n%s", c.within, c.limit, more, err, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
	if all, _, err := a.Due(context.Background(), now, 16, nil, 0); err != nil || len(all) != 6 || all[5].Title != "later" {
		t.Errorf("two days more bring %v: %v", all, err)
	}
}

func TestOpenActionsComeFirstAndTheEarliestOfThem(t *testing.T) {
	a := promised(t)
	open := []string{"PM-1/A2 late", "PM-2/A1 imported without a status", "PM-1/A1 later", "PM-1/A3 some day"}
	for _, c := range []struct {
		settled bool
		limit   int
		more    bool
		want    []string
	}{
		{false, 0, false, open},
		{false, 4, false, open},
		{false, 3, true, open[:3]},
		{true, 0, false, append(slices.Clone(open), "PM-1/A4 was done", "PM-1/A5 was dropped")},
		{true, 5, true, append(slices.Clone(open), "PM-1/A4 was done")},
	} {
		all, more, err := a.ActionLines(context.Background(), c.settled, nil, c.limit)
		var got []string
		for _, l := range all {
			got = append(got, l.Ref+" "+l.Title)
		}
		if err != nil || more != c.more || !slices.Equal(got, c.want) {
			t.Errorf("settled %v, at most %d: more %v, %v, got %v", c.settled, c.limit, more, err, got)
		}
	}
}

// TestWhatWasLateForLongBeforeItCameInWaitsForNobody: until somebody gives it another day.
func TestWhatWasLateForLongBeforeItCameInWaitsForNobody(t *testing.T) {
	ctx, a := context.Background(), newArchive(t)
	now := a.now()
	day := func(ago int) model.Date { return model.DateOf(now.AddDate(0, 0, -ago)) }
	p := model.New("of before", now)
	p.Actions = []model.Action{
		{Title: "forgotten", Due: day(LongLate + 1), Status: "open"}, {Title: "just late", Due: day(LongLate - 1), Status: "open"},
	}
	if _, err := a.Import(ctx, p, "run"); err != nil {
		t.Fatal(err)
	}
	own := model.New("our own", now)
	own.Actions = []model.Action{{Title: "ours", Due: day(LongLate + 1), Status: "open"}}
	if _, err := a.Create(ctx, own, "start"); err != nil {
		t.Fatal(err)
	}
	named := func() (titles []string) {
		t.Helper()
		all, _, err := a.Due(ctx, now, 0, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range all {
			titles = append(titles, d.Title)
		}
		return titles
	}
	if got, want := named(), []string{"forgotten", "ours", "just late"}; !slices.Equal(got, want) {
		t.Errorf("due are %q, want %q", got, want)
	}
	for limit, want := range map[int]string{0: "PM-2 91 PM-1 89 false", 3: "PM-2 91 PM-1 89 false", 2: "PM-2 91 PM-1 89 true", 1: "PM-1 89 true"} {
		waits, more, err := a.Waiting(ctx, now, limit)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, w := range waits {
			got += fmt.Sprint(w.Postmortem, " ", w.LateDays, " ")
		}
		if got += fmt.Sprint(more); got != want {
			t.Errorf("of %d there wait %s, want %s", limit, got, want)
		}
	}
	again := model.Edit{Label: "edit the day", Do: func(p *model.Postmortem) error { p.Actions[0].Due = day(2); return nil }}
	if _, err := a.Apply(ctx, "PM-1", again); err != nil {
		t.Fatal(err)
	}
	if waits, _, err := a.Waiting(ctx, now, 0); err != nil || len(waits) != 3 {
		t.Errorf("with another day there wait %v (%v)", waits, err)
	}
}

// TestWhatIsDueIsReadFromItsIndexes holds the queries to their plan: none walks through a whole table, and none sorts.
func TestWhatIsDueIsReadFromItsIndexes(t *testing.T) {
	a := newArchive(t)
	for text, args := range map[string][]any{
		openActions: {10}, dueActions: {"2026-12-04", 10}, dueLately: {"-90 days", "2026-12-04", 10},
		dueFollowUps: {"2026-12-04", 10}, dueRereads: {"2026-12-04", 10},
	} {
		plan := a.plan(t, text, args...)
		if !strings.Contains(plan, "_open") || strings.Contains(plan, "TEMP B-TREE") || strings.Contains(plan, "SCAN p") {
			t.Errorf("%s\nis answered by\n%s", text, plan)
		}
	}
}

// TestWhoCountsIsReadFromAnIndex: to leave out the deleted ones and the example, nobody's postmortem is read.
func TestWhoCountsIsReadFromAnIndex(t *testing.T) {
	a := newArchive(t)
	for _, text := range []string{openOwners, allOwners} {
		plan := a.plan(t, text)
		if !strings.Contains(plan, "postmortem_deleted") || strings.Contains(plan, "SCAN postmortem\n") {
			t.Errorf("%s\nis answered by\n%s", text, plan)
		}
	}
}

// TestTheNewestAreReadFromAnIndex: to show the first page of the archive, the others are not read, nor to count them.
func TestTheNewestAreReadFromAnIndex(t *testing.T) {
	a := newArchive(t)
	for text, args := range map[string][]any{entryColumns + newestFirst: {100}, countDownTo: {"PM-7"}} {
		if plan := a.plan(t, text, args...); !strings.Contains(plan, "postmortem_newest") || strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%s\nis answered by\n%s", text, plan)
		}
	}
	if plan := a.plan(t, countCounted); strings.Count(plan, "COVERING INDEX") != 2 || strings.Contains(plan, "SCAN postmortem\n") {
		t.Errorf("%s\nis answered by\n%s", countCounted, plan)
	}
}

// plan is how the engine answers a query.
func (a *Archive) plan(t *testing.T, text string, args ...any) string {
	t.Helper()
	var lines []string
	err := a.look(context.Background(), func(r reader) error {
		var id, parent, unused int
		var detail string
		return each(r, "EXPLAIN QUERY PLAN "+text, args, func() error {
			lines = append(lines, detail)
			return nil
		}, &id, &parent, &unused, &detail)
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

func TestOpenActionsAreFilteredByOwnerAndCountedForEach(t *testing.T) {
	a := promised(t)
	for _, c := range []struct {
		filter model.OpenFilter
		want   []string
	}{
		{model.OpenFilter{}, []string{"PM-1/A2 late joe", "PM-2/A1 imported without a status mei", "PM-1/A1 later mei", "PM-1/A3 some day "}},
		{model.OpenFilter{Limit: 2}, []string{"PM-1/A2 late joe", "PM-2/A1 imported without a status mei"}},
		{model.OpenFilter{Owner: "mei"}, []string{"PM-2/A1 imported without a status mei", "PM-1/A1 later mei"}},
		{model.OpenFilter{Owner: "mei", Limit: 1}, []string{"PM-2/A1 imported without a status mei"}},
		{model.OpenFilter{Unowned: true}, []string{"PM-1/A3 some day "}},
		{model.OpenFilter{Owner: "nobody else"}, nil},
	} {
		all, owners, err := a.OpenActions(context.Background(), c.filter)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, l := range all {
			got = append(got, l.Postmortem+"/"+l.Ref+" "+l.Title+" "+l.Owner)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%+v gives %q, want %q", c.filter, got, c.want)
		}
		if !slices.Equal(owners, []model.Owner{{Name: "mei", Open: 2}, {Name: "", Open: 1}, {Name: "joe", Open: 1}}) {
			t.Errorf("%+v: the owners are %+v", c.filter, owners)
		}
	}
	if names, err := a.Owners(context.Background()); err != nil || !slices.Equal(names, []string{"mei", "joe"}) {
		t.Errorf("all owners are %q, %v", names, err)
	}
}

func TestWhatWaitsIsWhatIsDueByToday(t *testing.T) {
	a := promised(t)
	all, more, err := a.Waiting(context.Background(), time.Date(2026, 12, 4, 4, 30, 0, 0, time.UTC), 3)
	want := []model.Waiting{{Postmortem: "PM-1", What: "re-read", LateDays: 4}, {Postmortem: "PM-1", What: "action", LateDays: 3},
		{Postmortem: "PM-3", What: "follow-up", LateDays: 0}}
	if err != nil || !more || !slices.Equal(all, want) {
		t.Errorf("waiting are %+v, more %v, %v", all, more, err)
	}
}

func TestOneOwnersActionsAreCountedAmongThemselves(t *testing.T) {
	a := promised(t)
	now := time.Date(2026, 12, 4, 4, 30, 0, 0, time.UTC)
	mei := func(owner string) bool { return owner == "mei" }
	for _, c := range []struct {
		limit int
		more  bool
		want  []string
	}{
		{0, false, []string{"PM-2/A1", "PM-1/A1"}},
		{2, false, []string{"PM-2/A1", "PM-1/A1"}},
		{1, true, []string{"PM-2/A1"}},
	} {
		var listed, coming []string
		lines, more, err := a.ActionLines(context.Background(), true, mei, c.limit)
		for _, l := range lines {
			listed = append(listed, l.Ref)
		}
		if err != nil || more != c.more || !slices.Equal(listed, c.want) {
			t.Errorf("of at most %d actions: more %v, %v, got %v", c.limit, more, err, listed)
		}
		all, more, err := a.Due(context.Background(), now, 16, mei, c.limit)
		for _, d := range all {
			coming = append(coming, d.Ref)
		}
		if err != nil || more != c.more || !slices.Equal(coming, c.want) {
			t.Errorf("of at most %d that are due: more %v, %v, got %v", c.limit, more, err, coming)
		}
	}
}
