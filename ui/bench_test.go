package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/intake/capture"
	"debrief/model"

	"charm.land/bubbles/v2/table"
	tea "charm.land/bubbletea/v2"
)

// The window that the measures are taken in, in cells: a large one, where drawing costs most.
const benchWidth, benchHeight = 250, 70

// longIncident is a postmortem with so many events.
func longIncident(events int) *model.Postmortem {
	began := time.Date(2026, 11, 18, 2, 14, 0, 0, time.UTC)
	p := model.New("The pool ran dry", began)
	words := []string{"Error rate on /payments crosses 5 %", "The pool of worker 7 is empty", "Deploy rolled back", "Support was told"}
	kinds := []string{"signal", "signal", "action", "communication"}
	for i := range events {
		e := model.NewEvent()
		e.At = model.At(began.Add(time.Duration(i) * 20 * time.Second))
		e.Original, e.OriginalZone, e.Source = "02:14", "UTC", "log"
		e.Kind, e.Text = kinds[i%len(kinds)], fmt.Sprintf("%s, for the %dth time", words[i%len(words)], i)
		p.Events = append(p.Events, e)
	}
	return p
}

// onFacts opens the Facts sheet of a postmortem with so many events, with the cursor in the list.
func onFacts(b *testing.B, events int) *rig {
	b.Helper()
	r := newRig(b, benchWidth, benchHeight)
	if _, err := r.archive.Create(context.Background(), longIncident(events), "start"); err != nil {
		b.Fatal(err)
	}
	r.run(r.app.Load("PM-1", "facts", ""))
	r.press("esc")
	if s := r.app.Top().Base(); s.Typing() || len(s.List.Rows) < events {
		b.Fatalf("the Facts sheet does not show its list:\n%s", r.screen())
	}
	return r
}

// upAndDown gives one cursor key after another, to the top and back.
func upAndDown(rows int) func() tea.KeyPressMsg {
	key, n := tea.KeyPressMsg{Code: tea.KeyUp}, 0
	return func() tea.KeyPressMsg {
		if n++; n%rows == 0 {
			if key.Code == tea.KeyUp {
				key.Code = tea.KeyDown
			} else {
				key.Code = tea.KeyUp
			}
		}
		return key
	}
}

// cursorKey is what one cursor key costs on the Facts sheet: the program's Update and View.
func cursorKey(b *testing.B, events int) func() {
	r := onFacts(b, events)
	next := upAndDown(events)
	return func() {
		r.app.Update(next())
		r.app.View()
	}
}

// keyInTable is the yardstick: the rows of a page in the table of Bubbles, in the same window.
func keyInTable(on *rig) func() {
	s := on.app.Top().Base()
	var rows []table.Row
	for _, r := range s.List.Rows {
		if !r.Heading {
			rows = append(rows, table.Row{r.Lead, r.Text, r.Tail})
		}
	}
	const lead, tail, around = 18, 30, 6
	t := table.New(table.WithRows(rows), table.WithFocused(true), table.WithWidth(benchWidth), table.WithHeight(benchHeight-headerHeight-footerHeight),
		table.WithColumns([]table.Column{{Title: "When", Width: lead}, {Title: "What", Width: benchWidth - lead - tail - around}, {Title: "Source", Width: tail}}))
	t.GotoBottom()
	next := upAndDown(len(rows))
	return func() {
		t, _ = t.Update(next())
		t.View()
	}
}

// BenchmarkCursorKeyAgainstTable compares a cursor key on the Facts sheet with one on the same 200 rows in the table of Bubbles.
func BenchmarkCursorKeyAgainstTable(b *testing.B) {
	ours, peer := takeTurns(b, cursorKey(b, 200), keyInTable(onFacts(b, 200)))
	b.ReportMetric(ours, "µs/key")
	b.ReportMetric(peer, "µs/key-in-table")
	verdict(b, "cursor key on Facts, 200 events", ours/peer, 0.1, "of bubbles/table")
}

// BenchmarkCursorKeyOnAVeryLongTimeline compares a cursor key on the Facts sheet with 5,000 events with one on 200.
func BenchmarkCursorKeyOnAVeryLongTimeline(b *testing.B) {
	long, short := takeTurns(b, cursorKey(b, 5000), cursorKey(b, 200))
	b.ReportMetric(long, "µs/key-of-5000")
	b.ReportMetric(short, "µs/key-of-200")
	verdict(b, "cursor key on Facts, 5,000 events", long/short, 1.2, "× one with 200 events")
}

// BenchmarkTypedLineAgainstFrame compares reading a fact's line with the frame that shows what was understood of it.
func BenchmarkTypedLineAgainstFrame(b *testing.B) {
	const line = "about 02:41 ! rolled back the deploy and told @mei https://x.example/a #m"
	r := onFacts(b, 200)
	ctx := capture.Context{Post: r.app.open.pm, Now: r.app.Now(), Selected: "E100"}
	r.play("press end tab", nil)
	r.app.Update(tea.PasteMsg{Content: line})
	if !strings.Contains(r.screen(), "mitigated") {
		b.Fatalf("the line is not read while it is typed:\n%s", r.screen())
	}
	keys, n := []tea.KeyPressMsg{{Code: 'x', Text: "x"}, {Code: tea.KeyBackspace}}, 0
	grammar, frame := takeTurns(b, func() {
		if _, err := capture.ReadEvent(line, ctx); err != nil {
			b.Fatal(err)
		}
	}, func() {
		n++
		r.app.Update(keys[n%2])
		r.app.View()
	})
	b.ReportMetric(grammar, "µs/line")
	b.ReportMetric(frame, "µs/frame")
	verdict(b, "reading a typed line, 200 events", grammar/frame, 0.1, "of a frame")
}

// takeTurns measures two things by turns, so that a busy machine slows both, and gives their medians in microseconds.
func takeTurns(b *testing.B, one, other func()) (ofOne, ofOther float64) {
	b.Helper()
	var ones, others []time.Duration
	for b.Loop() {
		start := time.Now()
		one()
		middle := time.Now()
		other()
		ones = append(ones, middle.Sub(start))
		others = append(others, time.Since(middle))
	}
	return median(ones), median(others)
}

// verdict says how a ratio stands to its limit.
func verdict(b *testing.B, what string, ratio, limit float64, of string) {
	b.Helper()
	word := "held"
	if ratio > limit {
		word = "OVER"
	}
	b.Logf("%s: %.3g %s (limit %.3g: %s)", what, ratio, of, limit, word)
}

// median in microseconds: a busy machine stretches a few of them without measure.
func median(all []time.Duration) float64 {
	slices.Sort(all)
	return float64(all[len(all)/2]) / float64(time.Microsecond)
}

// deepTree is a postmortem with so many whys below two causes, in branches of so many levels.
func deepTree(whys, depth int) *model.Postmortem {
	p := longIncident(20)
	p.Causes = []model.Cause{{Text: "A release shipped a query without its index"}, {Text: "The pool has no alert of its own"}}
	for n := 0; n < whys; {
		list := &p.Causes[n/depth%len(p.Causes)].Whys
		for level := 0; level < depth && n < whys; level++ {
			n++
			*list = append(*list, model.Why{
				Question: fmt.Sprintf("Why is it that this holds for the %dth time?", n),
				Answer:   fmt.Sprintf("The migration that adds the index ran after deploy %d, and nothing orders the two", n),
				Events:   []string{"E3"}, Root: level == depth-1, Stop: map[bool]string{true: "actionable"}[level == depth-1],
			})
			list = &(*list)[len(*list)-1].Whys
		}
	}
	return p
}

// BenchmarkKeysOnADeepTree presses every kind of key on a tree of 500 whys, 20 deep, at 120×40, and takes each with the frame
// after it; beside each, one cursor key in the table of Bubbles with the same rows. What comes after an edit is not in it: neither
// the archive's time, nor that of the coach, who reads all texts anew.
func BenchmarkKeysOnADeepTree(b *testing.B) {
	r := newRig(b, benchWidth, benchHeight)
	if _, err := r.archive.Create(context.Background(), deepTree(500, 20), "start"); err != nil {
		b.Fatal(err)
	}
	r.run(r.app.Load("PM-1", "whys", ""))
	r.press("esc")
	peer := keyInTable(r)
	keys := strings.Fields("end up up down pgup k home down j h l z z R R P x tab tab backspace esc i esc M down esc space esc , esc . esc")
	took := map[string][]time.Duration{}
	var peers []time.Duration
	for b.Loop() {
		for _, key := range keys {
			msg, start := r.key(key), time.Now()
			_, cmd := r.app.Update(msg)
			waited := r.app.keys.flush(r.app) // a letter waits for the next one, and then does what it does
			r.app.View()
			middle := time.Now()
			peer()
			took[key], peers = append(took[key], middle.Sub(start)), append(peers, time.Since(middle))
			r.run(cmd)
			r.run(waited)
		}
	}
	worst, slowest := 0.0, ""
	for key, all := range took {
		if m := median(all); m > worst {
			worst, slowest = m, key
		}
	}
	b.ReportMetric(worst, "µs/slowest-key")
	b.ReportMetric(median(peers), "µs/key-in-table")
	verdict(b, "slowest key on a tree of 500 whys ("+slowest+")", worst/median(peers), 0.1, "of bubbles/table")
}
