package coach_test

import (
	"fmt"
	"testing"
	"time"

	"debrief/model"
	"debrief/model/coach"
)

// longIncident is the payments incident with so many events of a chat and two logs, each by somebody else than the one before.
func longIncident(t testing.TB, events int) *model.Postmortem {
	p := payments(t)
	began := p.Moments.Started.At.Time()
	words := []string{
		"Error rate on /payments crosses 5 % in the second zone", "The pool of worker 7 is empty, and its queue grows",
		"@bo looked at the dashboard and should have seen it", "Support was told that customers see errors at checkout",
	}
	for i := range events {
		e := told(fmt.Sprint("E", 100+i), "02:14", []string{"log", "chat", "alert"}[i%3], words[i%len(words)])
		e.At, e.By, e.Origin = model.At(began.Add(time.Duration(i)*time.Second)), fmt.Sprintf("person%d", i), fmt.Sprintf("file%d:%d", i%3, i)
		if i%10 == 0 {
			e.Text = fmt.Sprintf("request %d took long", i/2)
			e.Also = []model.Also{{At: e.At.Add(time.Hour), Source: "memory"}}
		}
		p.Events = append(p.Events, e)
	}
	return p
}

func BenchmarkCheckOf200Events(b *testing.B)    { benchmarkCheck(b, 200) }
func BenchmarkCheckOf100000Events(b *testing.B) { benchmarkCheck(b, 100_000) }

func benchmarkCheck(b *testing.B, events int) {
	p := longIncident(b, events)
	for b.Loop() {
		coach.Check(p, now)
	}
}

func BenchmarkReadAFieldOf500Characters(b *testing.B) {
	text := ""
	for len(text) < 500 {
		text += "Staging holds two percent of the rows, so the scan was fast there, and nobody saw what the plan would do at full size. "
	}
	r := coach.NewReader(payments(b))
	b.SetBytes(500)
	for b.Loop() {
		r.Read(coach.Whys, text[:500])
	}
}
