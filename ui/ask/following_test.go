package ask_test

import (
	"testing"
	"time"

	"debrief/model"
	"debrief/ui/ask"
)

func TestAQuestionThatNobodyWordedFollowsTheWordsItWasMadeOf(t *testing.T) {
	now := time.Date(2026, 11, 18, 9, 0, 0, 0, time.UTC)
	p := model.New("orders were late", now)
	p.Participants = []model.Participant{{Name: "Kim Berg", Team: "Platform"}}
	p.Causes = []model.Cause{{Text: "the queue was ful"}}
	p.Settle()
	edit := func(do func(*model.Postmortem) error) {
		t.Helper()
		if err := ask.Following(do, now)(p); err != nil {
			t.Fatal(err)
		}
		p.Settle()
	}
	below := func(target, answer string) {
		t.Helper()
		q := ask.Proposed(p, target, now)
		edit(func(p *model.Postmortem) error { return p.Answer(target, model.Why{Question: q, Answer: answer}) })
	}
	asks := func(ref, want string) {
		t.Helper()
		if got := p.Get(ref, "question"); got != want {
			t.Errorf("%s asks %q, want %q", ref, got, want)
		}
	}
	set := func(ref, field, to string) {
		edit(func(p *model.Postmortem) error { return p.Set(ref, field, to) })
	}
	below("C1", "nobody had seen it grow")
	below("W1", "it has no alert")
	asks("W1", "Why is it that the queue was ful?")

	set("C1", "text", "the queue was full")
	asks("W1", "Why is it that the queue was full?")
	set("W1", "answer", "its size is on no dashboard")
	asks("W2", "Why is it that its size is on no dashboard?")
	set("W1", "answer", "Kim should have looked at it")
	if q := p.Get("W2", "question"); q == "" || q == "Why is it that Kim should have looked at it?" || q == "Why is it that its size is on no dashboard?" {
		t.Errorf("of blame it asks %q: the words are not repeated", q)
	}
	set("W1", "answer", "its size was on no dashboard")
	asks("W2", "Why is it that its size was on no dashboard?")

	set("W2", "question", "What would have told us?")
	set("W1", "answer", "nobody saw it")
	asks("W2", "What would have told us?")

	edit(func(p *model.Postmortem) error { // an answer that goes, and one that comes, at once
		if err := p.Delete("W2"); err != nil {
			return err
		}
		return p.Answer("C1", model.Why{Answer: "the consumer was slow"})
	})
	asks("W3", "")
}
