package capture

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"debrief/model"
)

// Line is the event of that reference as it would be typed: time (about and disputed times too), mark, text, person, link and #
// words, each only where the event has it; "" for an event that is not there. ReadEvent reads it back, with Event set to that
// reference, as the same event: entered unchanged it changes nothing (see Change).
//
// The time names its day only where it would be taken for another, and its offset only where its clock stands twice that night.
func Line(p *model.Postmortem, ref string) string {
	e := p.Event(ref)
	if e == nil {
		return ""
	}
	x := Context{Post: p, Event: ref}
	l := line{time: x.timeOf(e), mark: x.markOf(e), text: withMoments(e.Text), tail: x.tailOf(e)}
	best, left := "", -1
	for _, try := range [][2]bool{{}, {true, false}, {false, true}, {true, true}} {
		written := l.written(x, try[0], try[1])
		read, err := ReadEvent(written, x)
		if err != nil {
			continue
		}
		if differs := read.from(e); left < 0 || differs < left {
			best, left = written, differs
		}
		if left == 0 {
			break
		}
	}
	return best
}

type line struct{ time, mark, text, tail string }

// written puts a line together; head and tail say where a backslash makes the text's first word, or what its last words are, text.
func (l line) written(x Context, head, tail bool) string {
	said := l.text
	if from := strings.TrimRight(said, blanks); tail {
		if at := takenAtEnd(from, x.people()); at >= 0 {
			for at > 0 && said[at-1] == '\\' {
				at--
			}
			said = said[:at] + `\` + said[at:]
		} else if at := escapedAtEnd(from, x.people()); at >= 0 {
			said = said[:at] + `\` + said[at:]
		}
	}
	if head {
		said = `\` + said
	}
	return strings.Join(slices.DeleteFunc([]string{l.time, l.mark, said, l.tail}, func(s string) bool { return s == "" }), " ")
}

func withMoments(s string) string {
	if !strings.Contains(s, "#") {
		return s
	}
	var b strings.Builder
	for s != "" {
		gap := blanksAt(s)
		w := word(s[gap:])
		b.WriteString(s[:gap])
		if momentOf(strings.TrimLeft(w, `\`)) != "" {
			b.WriteByte('\\')
		}
		b.WriteString(w)
		s = s[gap+len(w):]
	}
	return b.String()
}

// markOf is the mark of an event: that of its kind, or of the thought that it settles; "" for a note.
func (x Context) markOf(e *model.Event) string {
	for mark, kind := range Marks {
		if kind == e.Kind {
			return mark
		}
	}
	if thought := settledBy(x.post(), e.Ref); thought != nil {
		for mark, outcome := range Settling {
			if outcome == thought.Outcome {
				return mark
			}
		}
	}
	return ""
}

// tailOf is what stands behind the text: person, link, source and moments.
func (x Context) tailOf(e *model.Event) string {
	var words []string
	if who := x.personOf(e.By); who != "" {
		words = append(words, who)
	}
	if isLink(e.Link) && e.Link != e.Text {
		words = append(words, e.Link)
	}
	if e.Source != "" {
		words = append(words, "#"+e.Source)
	}
	if !e.KnownThen {
		words = append(words, "#later")
	}
	for _, m := range x.post().Moments.List() {
		if m.Moment != nil && m.Event == e.Ref {
			words = append(words, "#"+m.Name[:1])
		}
	}
	return strings.Join(words, " ")
}

// personOf is the shortest way to write a person; "" where there is none.
func (x Context) personOf(name string) string {
	var ways []string
	for i := range x.people() {
		if p := &x.people()[i]; p.Name == name {
			first, _, _ := strings.Cut(p.Name, " ")
			ways = append(ways, p.Handle, first, p.Name)
		}
	}
	for _, way := range append(ways, name, `"`+name+`"`) {
		if got, n := personAt("@"+way, x.people()); got == name && n == len(way)+1 && way != "" {
			return "@" + way
		}
	}
	return ""
}

func (x Context) timeOf(e *model.Event) string {
	if e.At.IsZero() {
		return ""
	}
	ways := x.waysOf(e)
	for _, way := range ways {
		r := newReader("", x, &Event{})
		w, err := r.whole(way)
		if err == nil && w.at.Equal(e.At) && w.until.Equal(e.Until) && sameTimes(w.others, disputed(e)) {
			return way
		}
	}
	return ways[len(ways)-1]
}

func sameTimes(a, b []model.Also) bool {
	return slices.EqualFunc(a, b, func(a, b model.Also) bool { return a.At.Equal(b.At) })
}

// waysOf are the ways to write the time of an event, the shortest first: its clock, with the day, with the offset, and as UTC.
func (x Context) waysOf(e *model.Event) []string {
	loc := x.post().Location()
	clockAs := clockLayout(e)
	var ways []string
	if e.Precision == "day" {
		ways = append(ways, e.At.Time().In(loc).Format(time.DateOnly))
	}
	for _, as := range []struct {
		layout, to string
		loc        *time.Location
	}{
		{clockAs, "-", loc}, {time.DateOnly + " " + clockAs, " - ", loc}, {time.DateOnly + " " + clockAs + " -07:00", " - ", loc},
		{time.DateOnly + "T" + clockAs + "Z", " - ", time.UTC},
	} {
		said := e.At.Time().In(as.loc).Format(as.layout)
		if !e.Until.IsZero() {
			said += as.to + e.Until.Time().In(as.loc).Format(as.layout)
		}
		said += orElse(e, as.loc, as.layout)
		if e.Precision == "about" {
			said = "~" + said
		}
		ways = append(ways, said)
	}
	return ways
}

// clockLayout is a layout for the clocks of an event that leaves nothing out.
func clockLayout(e *model.Event) string {
	seconds, digits := e.Precision == "second", 0
	for _, at := range append(disputed(e), model.Also{At: e.At}, model.Also{At: e.Until}) {
		t := at.At.Time()
		seconds = seconds || t.Second() != 0 || t.Nanosecond() != 0
		digits = max(digits, len(strings.TrimRight(fmt.Sprintf("%09d", t.Nanosecond()), "0")))
	}
	switch {
	case digits > 0:
		return "15:04:05." + strings.Repeat("0", digits)
	case seconds:
		return "15:04:05"
	}
	return "15:04"
}

// TimeEnd is how many bytes the time at the beginning of a line takes, with the blanks behind it; 0 where it begins with none. What
// is typed there in its place is a new time.
func TimeEnd(typed string, ctx Context) int {
	r := newReader(typed, ctx, &Event{})
	n, err := r.headTime(r.rest())
	if err != nil || n == 0 || r.from > 0 {
		return 0
	}
	r.from += n
	r.rest()
	return r.from
}
