package patterns

import (
	"strings"

	"debrief/model"
	"debrief/model/say"
)

// barsMost is how many services and tags have a bar; monthsMost is how many months.
const (
	barsMost   = 8
	monthsMost = 12
)

// Section is patterns of one kind in words, for the screen, the terminal and the page alike.
type Section struct {
	Title string
	About string // what its figures are of
	Long  bool   // they are lengths of time
	Heads []string
	Lines []Line
}

// Line is a bar or a row of a heat map, in words too.
type Line struct {
	Name  string
	Said  string
	Size  int64 // how long its bar is beside the others of its section
	Cells []int // of a row of a heat map; nil for a bar
	Of    []int // the postmortems behind it; none for a line that only says something
}

// Head says of how many postmortems, and of what time, all of it is.
func (p *Patterns) Head() string {
	head := say.Count(len(p.Stories), "postmortem", "postmortems")
	if p.From == "" {
		return head
	}
	from, to := p.From.Time().Format("Jan 2006"), p.To.Time().Format("Jan 2006")
	if from == to {
		return head + ", " + from
	}
	return head + ", " + from + " to " + to
}

// Sections are all patterns that there are enough postmortems for.
func (p *Patterns) Sections() (all []Section) {
	if len(p.Stories) < CountsFrom {
		return nil
	}
	for _, s := range []Section{
		p.standsOut(), p.origins(), top("Services", p.Services), top("Tags", p.Tags), p.week(), p.lengths(),
		p.months("Time to detect, month by month", p.TTD, func(m *Month) Figure { return m.TTD }),
		p.months("Time to recover, month by month", p.TTR, func(m *Month) Figure { return m.TTR }),
		p.promises(), p.tests(), p.recurring(), p.cameBack(),
	} {
		if len(s.Lines) > 0 {
			all = append(all, s)
		}
	}
	return all
}

// Later says what there are not enough postmortems for yet.
func (p *Patterns) Later() (lines []string) {
	n := len(p.Stories)
	more := func(from int) string { return say.Count(from-n, "more postmortem", "more postmortems") }
	if n < CountsFrom {
		lines = append(lines, "With "+more(CountsFrom)+": how many came from where, on which services, and what became of actions and tests.")
	}
	switch {
	case n < TrendsFrom:
		lines = append(lines, "With "+more(TrendsFrom)+": weekdays and times of day, time to detect and to recover month by month, "+
			"and what chance would rarely make.")
	case n < HoursFrom:
		lines = append(lines, "With "+more(HoursFrom)+": weekdays hour by hour.")
	}
	return lines
}

func (p *Patterns) standsOut() Section {
	s := Section{Title: "What stands out"}
	for _, one := range p.Said {
		s.Lines = append(s.Lines, Line{Name: one.Text, Of: one.Of})
	}
	if len(s.Lines) == 0 && len(p.Stories) >= TrendsFrom {
		s.Lines = []Line{{Name: "No weekday and no trend that chance would not make as well."}}
	}
	return s
}

func (p *Patterns) origins() Section {
	s := Section{Title: "Where it came from", About: "postmortems with a cause of that category"}
	found := false
	for _, b := range p.Categories {
		found = found || b.N > 0
		s.Lines = append(s.Lines, line(b))
	}
	if !found {
		return Section{}
	}
	return s
}

// line is a bar with its number.
func line(b Bar) Line {
	return Line{Name: b.Name, Said: say.Thousands(b.N), Size: int64(b.N), Of: b.Of}
}

// top are the longest bars, and how many others there are.
func top(title string, list []Bar) Section {
	s := Section{Title: title, About: "postmortems that name it"}
	for _, b := range list[:min(len(list), barsMost)] {
		s.Lines = append(s.Lines, line(b))
	}
	if more := len(list) - barsMost; more > 0 {
		s.Lines = append(s.Lines, Line{Name: say.Thousands(more) + " more, each no more often"})
	}
	return s
}

// week is the heat map: weekdays by quarters of the day, from a hundred postmortems on by hours.
func (p *Patterns) week() Section {
	if len(p.Stories) < TrendsFrom || p.From == "" {
		return Section{}
	}
	s := Section{Title: "When it began", About: "in each postmortem's own zone; at the end of a row all of that weekday",
		Heads: []string{"00-06", "06-12", "12-18", "18-24"}}
	cells := len(s.Heads)
	if len(p.Stories) >= HoursFrom {
		s.Heads, cells = nil, 24
		for h := range cells {
			s.Heads = append(s.Heads, string([]byte{byte('0' + h/10), byte('0' + h%10)}))
		}
	}
	for i, day := range p.Weekdays {
		row := line(day)
		row.Cells = make([]int, cells)
		for hour, n := range p.Hours[i] {
			row.Cells[hour*cells/24] += n
		}
		s.Lines = append(s.Lines, row)
	}
	return s
}

// lengths are the two figures; a mean stands beside its median only, because one long incident makes it.
func (p *Patterns) lengths() Section {
	s := Section{Title: "How long it took", Long: true}
	for _, one := range []struct {
		name string
		of   func(*Story) *int64
		f    Figure
	}{
		{"Time to detect", func(s *Story) *int64 { return s.Metrics.TTD }, p.TTD},
		{"Time to recover", func(s *Story) *int64 { return s.Metrics.TTR }, p.TTR},
	} {
		if one.f.N == 0 {
			continue
		}
		l := Line{Name: one.name, Size: *one.f.Median,
			Said: "median " + say.Seconds(*one.f.Median) + " (n " + say.Thousands(one.f.N) + ", mean " + say.Seconds(*one.f.Mean) + ")"}
		for i := range p.Stories {
			if one.of(&p.Stories[i]) != nil {
				l.Of = append(l.Of, i)
			}
		}
		s.Lines = append(s.Lines, l)
	}
	return s
}

// months are the medians of the last months in which something began.
func (p *Patterns) months(title string, all Figure, of func(*Month) Figure) Section {
	s := Section{Title: title, About: "median, and of how many it is known", Long: true}
	if len(p.Stories) < TrendsFrom || all.N == 0 {
		return s
	}
	for i := max(len(p.Months)-monthsMost, 0); i < len(p.Months); i++ {
		m := &p.Months[i]
		l := Line{Name: m.Name, Said: "not known (n 0)", Of: m.Of}
		if f := of(m); f.N > 0 {
			l.Size, l.Said = *f.Median, say.Seconds(*f.Median)+" (n "+say.Thousands(f.N)+")"
		}
		s.Lines = append(s.Lines, l)
	}
	return s
}

func (p *Patterns) promises() Section {
	s := Section{Title: "Actions", About: "what was promised, and what became of it"}
	if p.Actions.Promised.N == 0 {
		return s
	}
	return s.with(named("promised", p.Actions.Promised), named("done", p.Actions.Done), named("said to help", p.Actions.Helped),
		named("late now", p.Actions.Late))
}

func (p *Patterns) tests() Section {
	s := Section{Title: "Regression tests", About: "what was promised, and what was seen of it"}
	if p.Tests.Promised.N == 0 {
		return s
	}
	s = s.with(named("promised", p.Tests.Promised), named("seen failing", p.Tests.Failing), named("seen passing", p.Tests.Passing))
	if p.Tests.Looked.N > 0 {
		s = s.with(named("still there", p.Tests.There))
		s.Lines[len(s.Lines)-1].Said += " of " + say.Thousands(p.Tests.Looked.N) + " looked for"
	}
	return s
}

func named(name string, b Bar) Bar { b.Name = name; return b }

func (s Section) with(list ...Bar) Section {
	for _, b := range list {
		s.Lines = append(s.Lines, line(b))
	}
	return s
}

func (p *Patterns) recurring() Section {
	s := Section{Title: "Again and again", About: "what came to the same place in three postmortems or more"}
	return s.with(p.Classes...)
}

// cameBack are the repeats, with what was said to help and did not keep it from coming back.
func (p *Patterns) cameBack() Section {
	s := Section{Title: "What came back", About: "as people said it"}
	for _, r := range p.Relations {
		l := Line{Name: p.Stories[r.Story].Ref + " " + Tied(r.Kind) + " " + r.Of, Of: []int{r.Story}}
		if r.Earlier >= 0 {
			l.Of = append(l.Of, r.Earlier)
			if r.Kind == model.RepeatOf {
				l.Said = DidNotPrevent(p.Stories[r.Earlier].Ref, p.Stories[r.Earlier].Helped)
			}
		}
		s.Lines = append(s.Lines, l)
	}
	return s
}

// Tied is what a relation is called between two references.
func Tied(kind string) string {
	if kind == model.RepeatOf {
		return "is a repeat of"
	}
	return "is related to"
}

// DidNotPrevent names the actions of an earlier postmortem that were said to help and did not keep it from coming back; "" for none.
func DidNotPrevent(ref string, helped []Helped) string {
	var all []string
	for _, h := range helped {
		all = append(all, ref+"/"+h.Ref+" "+h.Title)
	}
	if len(all) == 0 {
		return ""
	}
	return "said to help, and it came back: " + strings.Join(all, "; ")
}

// Scale is what the bars and cells of a section are drawn beside.
type Scale struct {
	Longest int64 // of its bars
	Fullest int   // of its cells
}

// Scale is the section's.
func (s *Section) Scale() (scale Scale) {
	for i := range s.Lines {
		scale.Longest = max(scale.Longest, s.Lines[i].Size)
		for _, n := range s.Lines[i].Cells {
			scale.Fullest = max(scale.Fullest, n)
		}
	}
	return scale
}

// Refs are the references of postmortems.
func (p *Patterns) Refs(of []int) []string {
	refs := make([]string, 0, len(of))
	for _, i := range of {
		refs = append(refs, p.Stories[i].Ref)
	}
	return refs
}
