package storage_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"debrief/model"
)

// TestWhatIsLikeOneIsNamedWithTheReason: rare words and services say which, whys and categories put one before another, and what was
// decided then comes with it.
func TestWhatIsLikeOneIsNamedWithTheReason(t *testing.T) {
	explained := func(p *model.Postmortem, answer, category string) *model.Postmortem {
		p.Causes = []model.Cause{{Text: "A release", Whys: []model.Why{{Answer: answer, Category: category, Root: true}}}}
		return p
	}
	helped := explained(incident(1, "Checkout stalls", "payments", "pgbouncer refused clients"), "nothing orders migrations before deploys", "process gap")
	helped.Actions = []model.Action{{Title: "Later", Status: "open"}, {Title: "Order them", Status: "done", DoneAt: model.At(noon)}}
	helped.FollowUp = &model.FollowUp{Verdicts: []model.Verdict{{Action: "A2", Helped: "yes"}}}
	now := explained(incident(9, "Refunds stall", "refunds", "pgbouncer refused clients again"), "migrations and deploys run in any order", "process gap")
	a := archiveWith(t,
		helped,
		explained(incident(2, "Search is empty", "search", "pgbouncer refused clients again"), "an index was dropped", "tooling failure"),
		incident(3, "Certificate expired", "edge", "handshakes failed"),
		incident(4, "Quiet night", "edge", "a disk was slow"),
		incident(5, "Another night", "mail", "a relay was slow"),
		incident(6, "Third night", "mail", "a queue was long"),
		incident(6, "Fourth night", "mail", "a log was long"),
		incident(6, "Fifth night", "mail", "a form was odd"),
		now)
	all := must[[]model.Likeness](t)(a.Similar(context.Background(), must[*model.Postmortem](t)(a.Load(context.Background(), "PM-9")), 5))
	var told []string
	for _, l := range all {
		told = append(told, l.Ref+": "+strings.Join(l.Because, ", "))
	}
	want := "PM-1: why: nothing orders migrations before deploys, stall, clients, pgbouncer, process gap\nPM-2: clients, pgbouncer, refused"
	if got := strings.Join(told, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if d := all[0].Decided; len(d) != 2 || d[0].Said() != "done, it helped" || d[1].Said() != "open" {
		t.Errorf("what was decided then: %+v", d)
	}
}

// TestWhatIsLongIsNotLikeEverything: who tells a lot shares words of everything, and is less alike for them than who tells little else.
func TestWhatIsLongIsNotLikeEverything(t *testing.T) {
	steps := []string{"The ward had no labels", "A nurse went to another desk", "The driver of a printer was replaced", "The ribbon was at the vendor"}
	for i := range 60 {
		steps = append(steps, fmt.Sprintf("And in week %d of the winter something else was done about the heating of house %d", i, i))
	}
	a := archiveWith(t, incident(1, "A long winter", "core", steps...),
		incident(2, "Blank paper at the bedside", "wards", "A ribbon was put into the printer upside down", "Labels came from another desk"),
		incident(3, "Quiet night", "edge", "A disk was slow"), incident(4, "Another night", "edge", "A queue was long"))
	told := model.New("What was told", noon)
	told.Summary = "The ward gets no labels out of its printer since somebody changed the ribbon; a nurse takes them from the desk next door."
	all := must[[]model.Likeness](t)(a.Similar(context.Background(), told, 5))
	if len(all) != 2 || all[0].Ref != "PM-2" || all[0].Score <= all[1].Score {
		t.Errorf("most like it is %+v", all)
	}
}

// TestHowSomebodyTellsItIsNoLikeness: numbers in words, times of day, people without a name and what they think are no reason.
func TestHowSomebodyTellsItIsNoLikeness(t *testing.T) {
	a := archiveWith(t, incident(1, "Gate stuck", "gates", "Three people asked somebody in the morning", "Nobody knows what everybody thinks", "It was a 20-minute wait in a 3-day queue"),
		incident(2, "Mail late", "mail", "A relay was slow"))
	told := model.New("What was told", noon)
	told.Summary = "Three people ask this morning, and somebody says that everybody thinks nobody knows: a 20-minute wait, a 3-day one."
	if all := must[[]model.Likeness](t)(a.Similar(context.Background(), told, 5)); len(all) > 0 {
		t.Errorf("like it is %+v", all)
	}
}
