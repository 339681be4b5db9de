package draw

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// drawn is what a list of rows shows in a window.
func drawn(l *List, w, h int) string {
	t := NewTheme("mono")
	l.Fit(t, w, h)
	lines := l.View(t, w, h, true)
	for i := range lines {
		lines[i] = strings.TrimRight(ansi.Strip(lines[i]), " ")
	}
	return strings.Join(lines, "\n")
}

func TestRowsWrapWhileLinesAreFreeAndTheSelectedOneAlways(t *testing.T) {
	rows := []Row{
		{Ref: "E1", Lead: "02:14 ", Text: "the error rate crosses five per cent", Tail: "log  started"},
		{Ref: "E2", Lead: "02:17 ", Text: "the alert pages the engineer on call", Tail: "alert"},
		{Ref: "E3", Lead: "02:45 ", Text: "rolled back", Tail: "deploy"},
	}
	for h, want := range map[int]string{
		8: "   02:14 the error rate crosses five\n         per cent       log  started\n > 02:17 the alert pages the\n" +
			"         engineer on call      alert\n   02:45 rolled back          deploy\n\n\n",
		4: "   02:14 the error rate c..  started\n > 02:17 the alert pages the\n         engineer on call      alert\n   02:45 rolled back          deploy",
		3: " > 02:17 the alert pages the\n         engineer on call      alert\n   02:45 rolled back          deploy",
		1: " > 02:17 the alert pages th..  alert",
	} {
		l := List{Rows: rows, Sel: 1, Offset: 1}
		if got := drawn(&l, 36, h); got != want {
			t.Errorf("in %d lines:\n%s\nwant:\n%s", h, got, want)
		}
	}
}

func TestAShortTextLeavesItsTailAllTheRest(t *testing.T) {
	l := List{Rows: []Row{{Ref: "A1", Lead: "Minutes ", Text: "6,060", Tail: "4 d 5 h: meant?"}}, Sel: -1}
	if got, want := drawn(&l, 33, 1), "   Minutes 6,060  4 d 5 h: meant?"; got != want {
		t.Errorf("it is drawn as\n%s\nwant\n%s", got, want)
	}
}

func TestTheGuidesOfATreeGoOnBesideAWrappedAnswer(t *testing.T) {
	l := List{Rows: []Row{{Ref: "W2", Lead: "W2  ╎ ╎ ", Text: "nothing orders migrations and deploys", Tail: "root, no action"}}}
	if got, want := drawn(&l, 40, 3), " > W2  ╎ ╎ nothing orders migrations and\n       ╎ ╎ deploys       root, no action\n"; got != want {
		t.Errorf("it is drawn as\n%s\nwant\n%s", got, want)
	}
}

func TestARowThatIsWholeStaysSoInALongList(t *testing.T) {
	l := List{Rows: []Row{{Ref: "C1", Lead: "C1  ", Text: "the release shipped a query without its index", Whole: true}}}
	for range 20 {
		l.Rows = append(l.Rows, Row{Ref: "E", Text: "event"})
	}
	l.Sel = 1
	first := " C1  the release shipped a\n       query without its\n       index\n"
	if got, want := drawn(&l, 28, 5), "  "+first+" > event\n   event"; got != want {
		t.Errorf("it is drawn as\n%s\nwant\n%s", got, want)
	}
	l.Sel = 20
	if got := drawn(&l, 28, 5); strings.Count(got, "event") != 5 || !strings.HasSuffix(got, " > event") {
		t.Errorf("at the end it is drawn as\n%s", got)
	}
	for l.Sel > 1 {
		l.Sel--
		drawn(&l, 28, 5)
	}
	if l.Sel = 0; drawn(&l, 28, 5) != " >"+first+"   event\n   event" {
		t.Errorf("back at the top it is drawn as\n%s", drawn(&l, 28, 5))
	}
}

func TestTheHeadingOfADayStaysWhileItsRowsAreInSight(t *testing.T) {
	l := List{}
	l.Set([]Row{{Ref: "I1", Text: "impact"}, {Heading: true, Stays: true, Text: "Wed"}, {Ref: "E1", Text: "one"}, {Ref: "E2", Text: "two"}, {Ref: "E3", Text: "three"},
		{Heading: true, Stays: true, Text: "Thu"}, {Ref: "E4", Text: "four"}, {Ref: "E5", Text: "five"}, {Ref: "E6", Text: "six"}, {Ref: "E7", Text: "seven"}})
	for _, c := range []struct {
		sel  int
		want string
	}{
		{2, "   impact\n Wed\n > one\n   two"}, {4, " Wed\n   one\n   two\n > three"}, {6, " Wed\n   three\n Thu\n > four"},
		{9, " Thu\n   five\n   six\n > seven"}, {7, " Thu\n > five\n   six\n   seven"}, {6, " Thu\n > four\n   five\n   six"}, {0, " > impact\n Wed\n   one\n   two"},
	} {
		l.Sel = c.sel
		if got := drawn(&l, 20, 4); got != c.want {
			t.Errorf("with row %d selected:\n%s\nwant:\n%s", c.sel, got, c.want)
		}
	}
}

// TestNothingOfARowIsLostWhileLinesAreFree goes through widths, leads and texts of all lengths: every word stands in the window, in
// its order, and no line is wider than the window.
func TestNothingOfARowIsLostWhileLinesAreFree(t *testing.T) {
	for w := 20; w < 120; w += 3 {
		for n := 1; n < 60; n += 7 {
			text := strings.TrimSpace(strings.Repeat("word and more ", n))
			for _, lead := range []string{"", "W1  ", "17 Nov 02:14 thought  "} {
				for _, heading := range []bool{false, true} {
					l := List{Rows: []Row{{Ref: "E1", Lead: lead, Text: text, Tail: "one tail  another one, longer", Heading: heading}, {Ref: "E2"}}, Sel: 1}
					got := drawn(&l, w, 200)
					for line := range strings.SplitSeq(got, "\n") {
						if Width(line) > w {
							t.Fatalf("%q is wider than %d", line, w)
						}
					}
					words := strings.Join(strings.Fields(got), " ")
					if want := strings.Join(strings.Fields(text+" one tail another one, longer"), " "); !strings.Contains(words, want) {
						t.Fatalf("in %d cells, with the lead %q:\n%s", w, lead, got)
					}
				}
			}
		}
	}
}
