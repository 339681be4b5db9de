package storage_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"debrief/model"
	"debrief/storage"
	"debrief/storage/terms"
)

// incident is a postmortem of a day with a title, a service and what happened.
func incident(day int, title, service string, events ...string) *model.Postmortem {
	p := model.New(title, noon)
	p.Services = []string{service}
	p.Moments.Started = &model.Moment{At: model.At(noon.AddDate(0, 0, day))}
	for _, text := range events {
		e := model.NewEvent()
		e.Text, e.Precision, e.Original, e.OriginalZone, e.At = text, "minute", "12:00", "UTC", model.At(noon.AddDate(0, 0, day))
		p.AddEvent(e, "")
	}
	return p
}

func archiveWith(t *testing.T, all ...*model.Postmortem) *storage.Archive {
	t.Helper()
	a := open(t, filepath.Join(t.TempDir(), "archive.db"), "ana")
	for _, p := range all {
		must[storage.Applied](t)(a.Create(context.Background(), p, "start"))
	}
	return a
}

func search(t *testing.T, a *storage.Archive, text string) (refs string, found model.Found) {
	t.Helper()
	text, open := strings.CutSuffix(text, "…")
	q, err := terms.Parse(text, open)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	found = must[model.Found](t)(a.Search(context.Background(), q, 20))
	var all []string
	for _, h := range found.Hits {
		all = append(all, h.Ref)
	}
	return strings.Join(all, " "), found
}

func TestWhatSomebodyRemembersIsFound(t *testing.T) {
	a := archiveWith(t,
		incident(1, "Checkout times out", "payments", "The connection pool ran dry", "Mei drained it at 02:14"),
		incident(2, "Pool of workers too small", "ingest", "A connection was refused once", "The café was closed"),
		incident(3, "Certificate expired", "edge", "TLS handshakes failed after v1.2.3, and the site went down", "障害報告書を書いた"),
		incident(4, "Quiet night", "payments", "The pool was fine; a timeout of a connection in the pool was logged"),
	)
	must[storage.Applied](t)(a.Apply(context.Background(), "PM-2", model.Edit{Label: "say who", Do: func(p *model.Postmortem) error {
		p.Severity, p.Actions = "SEV2", append(p.Actions, model.Action{Title: "Widen it", Owner: "Mei Tanaka", Status: "open"})
		return nil
	}}))
	for query, want := range map[string]string{
		"pool":                         "PM-2 PM-4 PM-1", // in the title first, then the newest
		"connection pool":              "PM-4 PM-1 PM-2", // both in one part first, then the title
		"timed out":                    "PM-1 PM-4",
		"timed out…":                   "PM-1 PM-4", // while it is typed, too
		"site down":                    "PM-3",      // no verb, and apart
		"site down certificate":        "PM-3",
		"site timed out":               "",
		"timeout checkout":             "PM-1",
		"certificates":                 "PM-3",
		"V1.2.3":                       "PM-3",
		"Cafe":                         "PM-2",
		"報告":                           "PM-3",
		`"connection pool"`:            "PM-1",
		"pool -connection":             "",
		"pool -handshake":              "PM-2 PM-4 PM-1",
		"service:payments":             "PM-4 PM-1",
		"pool service:payments":        "PM-4 PM-1",
		"drain* dry pool":              "PM-1",
		"pool connection handshakes":   "PM-4 PM-1 PM-2",
		"pm-3":                         "PM-3",
		"after:2026-11-21 connections": "PM-4",
		"nowhere":                      "",
		"pool -zebra -handshake -dry":  "PM-2 PM-4", // a word that nobody has leaves the others out still
		"severity:2 owner:mei":         "PM-2",
		`"closed"`:                     "PM-2",
		`"in the pool was logged"`:     "PM-4", // the short word is kept of titles alone, and stands there
		`"a timeout of a connection"`:  "PM-4",
		"pool of":                      "PM-2 PM-4 PM-1", // and is lacking nowhere
		"of":                           "PM-2",
		"owner:mei severity:1":         "",
	} {
		if got, found := search(t, a, query); got != want {
			t.Errorf("%s\n got %s\nwant %s\n%+v", query, got, want, found.Hits)
		}
	}
	_, found := search(t, a, "connection pool ran")
	if _, found := search(t, a, "timed out"); found.Hits[1].Snippet != "The pool was fine; a ⟦timeout⟧ of a connection in the pool was logged" || found.Hits[0].Snippet != "Checkout ⟦times out⟧" {
		t.Errorf("the hits say %+v", found.Hits)
	}
	for query, at := range map[string]string{"pm-3": "ref", "payments": "services", "sev2": "severity", "quiet": "title", "closed": "E2"} {
		if _, found := search(t, a, query); found.Hits[0].At != at || found.Hits[0].Says() != (at != "ref" && at != "title") {
			t.Errorf("%s is found at %s: %s", query, found.Hits[0].At, found.Hits[0].Snippet)
		}
	}
	if h := found.Hits[0]; h.At != "E1" || h.Snippet != "The ⟦connection⟧ ⟦pool⟧ ⟦ran⟧ dry" {
		t.Errorf("the hit leads to %s: %s", h.At, h.Snippet)
	}
}

// TestAVerbAndItsNounFindEachOther: but for such as are words of their own.
func TestAVerbAndItsNounFindEachOther(t *testing.T) {
	a := archiveWith(t, incident(1, "Deletion of a queue", "mail", "The job was deleting what was new"), incident(2, "Queue deleted", "mail", "A rotation of keys"),
		incident(3, "Queue of a product", "mail", "Clients hang"))
	for query, want := range map[string]string{"queue deleted": "PM-2 PM-1", "queue deletion": "PM-2 PM-1", "key rotates": "PM-2", "production queue": ""} {
		if got, _ := search(t, a, query); got != want {
			t.Errorf("%s finds %q, want %q", query, got, want)
		}
	}
}

// TestEveryFilterKeepsSomeAndItsOppositeTheOthers: also of names with letters that only people tell the case of.
func TestEveryFilterKeepsSomeAndItsOppositeTheOthers(t *testing.T) {
	p := incident(1, "Gate stuck", "Ørsta Übersicht", "A gate was stuck")
	p.Severity, p.Tags, p.Status = "SEV2", []string{"ÆØÅ"}, "reviewed"
	p.Causes = []model.Cause{{Text: "A latch", Whys: []model.Why{{Answer: "It was bent"}}}}
	p.Actions = []model.Action{{Title: "Straighten it", Owner: "Åse Ødegård", Status: "open", Test: &model.Test{Name: "TestLatch", File: "latch_test.go"}}}
	p.Lessons = []model.Lesson{{Text: "Look at latches"}}
	p.FollowUp = &model.FollowUp{Verdicts: []model.Verdict{{Action: "A1", Helped: "yes"}}}
	a := archiveWith(t, p, incident(5, "Gate slow", "gates", "A gate was slow"))
	filters := []string{"severity:2", "service:\"ørsta übersicht\"", "service:\"Ørsta Übersicht\"", "tag:æøå", "tag:ÆØÅ", "owner:åse", "owner:ødegård",
		"owner:\"Åse Ødegård\"", "status:reviewed", "status:open", "before:2026-11-21"}
	for _, has := range terms.Has {
		filters = append(filters, "has:"+has)
	}
	for _, filter := range filters {
		if got, _ := search(t, a, filter+" gate"); got != "PM-1" {
			t.Errorf("%s keeps %q", filter, got)
		}
		if got, _ := search(t, a, "gate -"+filter); got != "PM-2" {
			t.Errorf("-%s keeps %q", filter, got)
		}
	}
	if got, _ := search(t, a, "gate owner:%"); got != "" {
		t.Errorf("nobody is called %%: %q", got)
	}
}

// TestTheWordsFollowEveryEdit compares what is searched by with what would be made anew, after edits, their undo and a new start.
func TestTheWordsFollowEveryEdit(t *testing.T) {
	ctx := context.Background()
	r := rand.New(rand.NewPCG(7, 1))
	words := strings.Fields("pool connection deploy rollback timed out café v1.2.3 payments 障害 queue retry retries failing PM-7 a mei@example.org")
	text := func() string {
		var b []string
		for range 1 + r.IntN(6) {
			b = append(b, words[r.IntN(len(words))])
		}
		return strings.Join(b, " ")
	}
	path := filepath.Join(t.TempDir(), "archive.db")
	a := open(t, path, "ana")
	for range 3 {
		must[storage.Applied](t)(a.Create(ctx, incident(r.IntN(9), text(), "edge", text(), text()), "start"))
	}
	for range 150 {
		ref := fmt.Sprintf("PM-%d", 1+r.IntN(3))
		edit := func(p *model.Postmortem) error {
			switch n := r.IntN(6); {
			case n == 0:
				p.Title = text()
			case n == 1:
				p.Moments.Started = &model.Moment{At: model.At(noon.Add(time.Duration(r.IntN(4)) * time.Hour))}
			case n == 2 && len(p.Events) > 1:
				return p.Delete(p.Events[r.IntN(len(p.Events))].Ref)
			case n == 3 && len(p.Events) > 0:
				p.Events[r.IntN(len(p.Events))].Text = text()
			default:
				e := model.NewEvent()
				e.Text = text()
				p.AddEvent(e, "")
			}
			return nil
		}
		if r.IntN(5) == 0 {
			_, _ = a.Undo(ctx, ref)
		} else {
			must[storage.Applied](t)(a.Apply(ctx, ref, model.Edit{Label: "edit", Do: edit}))
		}
	}
	if is := sameWordsAnew(t, a, path); len(is) < 500 {
		t.Errorf("there are few: %s", is)
	}
}

// TestANameOfTwoWordsIsFoundHoweverItIsWritten: as one word, as one with two capitals, as two words.
func TestANameOfTwoWordsIsFoundHoweverItIsWritten(t *testing.T) {
	a := archiveWith(t,
		incident(1, "Nobody was woken", "alerts", "PagerDuty had no number for Mei", "The load balancer was fine"),
		incident(2, "The pager was off", "alerts", "Pager Duty was told at 02:14"),
		incident(3, "Quiet night", "alerts", "pagerduty woke Mei", "CloudFront served what was old"),
		incident(4, "Late again", "alerts", "Mei had the pager", "Noor was on duty"),
		incident(5, "Front door shut", "edge", "A cloud hung over it"),
	)
	for query, want := range map[string]string{
		"pager duty":   "PM-2 PM-3 PM-1 PM-4", // in one part, the title of PM-2 too
		"pager duty…":  "PM-2 PM-3 PM-1 PM-4",
		"PagerDuty":    "PM-3 PM-1 PM-2",
		"pagerduty":    "PM-3 PM-1",
		"cloud front":  "PM-3 PM-5",
		"CloudFront":   "PM-3",
		`"pager duty"`: "PM-2",
		"loadbalancer": "",
	} {
		if refs, found := search(t, a, query); refs != want {
			t.Errorf("%s finds %s, want %s: %v", query, refs, want, found.Hits)
		}
	}
	if _, found := search(t, a, "pager duty"); found.Hits[1].Snippet != "⟦pagerduty⟧ woke Mei" {
		t.Errorf("it shows %q", found.Hits[1].Snippet)
	}
}

// sameWordsAnew compares the words that were written with what is made anew, and closes the archive.
func sameWordsAnew(t *testing.T, a *storage.Archive, path string) string {
	t.Helper()
	is := must[string](t)(a.Postings(ctx))
	for _, do := range []func() error{a.ForgetWords, a.Close} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
	}
	if anew := must[string](t)(open(t, path, "ana").Postings(ctx)); anew != is {
		t.Errorf("made anew they differ:\n%.3000s\n--- made anew\n%.3000s", is, anew)
	}
	return is
}
