package model

import (
	"testing"
	"time"
)

func TestAPhaseIsReachedByWhatIsWritten(t *testing.T) {
	p := New("Payments 500s", time.Now())
	for _, step := range []struct {
		write func()
		want  string
	}{
		{func() {}, "assemble"},
		{func() { p.Impact = []Impact{{What: "300 orders failed"}} }, "facts"},
		{func() { p.Causes = []Cause{{Text: "the pool is small"}} }, "causes"},
		{func() { p.Causes = append(p.Causes, Cause{Whys: []Why{{Answer: "nobody measured it"}}}) }, "whys"},
		{func() { p.Actions = []Action{{Title: "measure it"}} }, "action"},
		{func() { p.Lessons = []Lesson{{Text: "measure"}} }, "close"},
		{func() { *p = *New("short", time.Now()); p.Status = "published" }, "close"},
	} {
		if step.write(); p.Reached() != step.want {
			t.Errorf("with %+v the phase is %s, want %s", p, p.Reached(), step.want)
		}
	}
}

func TestAPostmortemIsDeclaredReviewedAndPublishedAndADraftAgain(t *testing.T) {
	monday, tuesday := At(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)), At(time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC))
	p := New("Payments 500s", monday.Time())
	for _, step := range []struct {
		status              string
		now                 Instant
		reviewed, published Instant
	}{
		{"reviewed", monday, monday, Instant{}},
		{"reviewed", tuesday, monday, Instant{}},
		{"published", tuesday, monday, tuesday},
		{"reviewed", tuesday, tuesday, Instant{}},
		{"draft", tuesday, Instant{}, Instant{}},
		{"published", monday, Instant{}, monday},
		{"closed", tuesday, Instant{}, monday},
	} {
		if err := p.Declare(step.status, step.now); err != nil {
			t.Fatal(err)
		}
		if p.Status != step.status || !p.ReviewedAt.Equal(step.reviewed) || !p.PublishedAt.Equal(step.published) {
			t.Errorf("declared %s it is %s, reviewed %s, published %s", step.status, p.Status, p.ReviewedAt, p.PublishedAt)
		}
	}
	if err := p.Declare("finished", monday); err == nil || p.Status != "closed" {
		t.Errorf("a word that is no status was taken: %s, %v", p.Status, err)
	}
}
