package report

import (
	"slices"
	"strings"

	"debrief/intake"
	"debrief/intake/clock"
	"debrief/intake/markdown"
	"debrief/intake/parts"
	"debrief/intake/text"
)

// stretch are the lines of a document that tell of one incident.
type stretch struct{ from, to int }

// incidents are the stretches of a document that tell of an incident each, as a log of incidents does: below headings of one level, of which
// at least two name a day or an incident and have parts of a postmortem of their own. Fewer than two mean that the document tells of one.
func (d *documentReader) incidents() []stretch {
	for level := 1; level <= 4; level++ {
		var found []stretch
		whole := 0 // those with parts of their own
		for n := range d.pieces {
			if p := &d.pieces[n]; d.opensIncident(p, level) {
				s := stretch{p.from, d.endOfHeading(n, level)}
				found = append(found, s)
				if len(d.partsIn(n, s.to)) > 1 {
					whole++
				}
			}
		}
		if whole > 1 {
			return found
		}
	}
	return nil
}

var namesIncident = text.Expression(`(?i)\b(?:incident|outage|postmortem|post-mortem)\b`)

// NamesIncident reports a title, or the name of a file, that calls itself an incident's, however little stands below it.
func NamesIncident(title string) bool {
	return namesIncident().MatchString(strings.NewReplacer("-", " ", "_", " ").Replace(title)) || namesIncident().MatchString(title)
}

// opensIncident reports a heading of a level that names an incident, or the day of one, and no part of a postmortem, nor stands in one.
func (d *documentReader) opensIncident(p *piece, level int) bool {
	n := len(p.under)
	if p.shape != heading || p.rest == "" || n == 0 || p.under[n-1].level != level || parts.Named(p.rest) != parts.Unknown {
		return false
	}
	if slices.ContainsFunc(p.under, func(o opened) bool { return o.part != parts.Unknown }) {
		return false
	}
	day, dated := clock.DayNamedIn(p.rest)
	return dated && day.Form == clock.Local || namesIncident().MatchString(p.rest)
}

// endOfHeading is the line at which what stands below the heading of a piece ends.
func (d *documentReader) endOfHeading(n, level int) int {
	for i := n + 1; i < len(d.pieces); i++ {
		if p := &d.pieces[i]; p.shape == heading && p.rest != "" && p.under[len(p.under)-1].level <= level {
			return p.from
		}
	}
	return len(d.lines)
}

// partsIn are the parts of a postmortem that are named from a piece on, up to a line.
func (d *documentReader) partsIn(n, to int) map[parts.Part]bool {
	found := map[parts.Part]bool{}
	for _, p := range d.pieces[n:] {
		if p.from >= to {
			break
		}
		if len(p.under) == 0 || p.shape != heading && p.shape != label && p.shape != labelled {
			continue
		}
		if part := p.part(); part != parts.Unknown && part != parts.Facts && part != parts.Aside {
			found[part] = true
		}
	}
	return found
}

// each makes a postmortem of each of the stretches. What stands outside of them may say the zone of their times.
func (r *Reading) each(in intake.Input, opt intake.Options, d *documentReader, stretches []stretch) error {
	outside := slices.Clone(d.source)
	for _, s := range stretches {
		clear(outside[s.from:s.to])
	}
	rest, says := in, map[int]bool{}
	rest.Data = []byte(strings.Join(outside, "\n"))
	if result, err := intake.Read(rest, opt); err == nil && opt.Zone == "" && result.Blocks[0].Zone != "" {
		opt.Zone = result.Blocks[0].Zone
		for i := range outside {
			says[in.Numbers[i]] = d.lines[i].Kind != markdown.Heading
		}
		for _, dropped := range result.Dropped {
			says[dropped.Line] = false
		}
	}
	for i, line := range outside {
		if hasWords(line) && !says[in.Numbers[i]] {
			r.drop(in.Numbers[i], line, "it stands outside of the incidents that the document tells of")
		}
	}
	for _, s := range stretches {
		d := readLines(d.source[s.from:s.to], true, d.refs)
		if d.doc.Template {
			for i := s.from; i < s.to; i++ {
				if hasWords(d.source[i-s.from]) {
					r.drop(in.Numbers[i], d.source[i-s.from], "a template that nobody has filled in")
				}
			}
			continue
		}
		part := in
		part.Data, part.Numbers = []byte(strings.Join(d.source, "\n")), in.Numbers[s.from:s.to]
		if err := r.one(part, opt, d); err != nil {
			return err
		}
	}
	slices.SortStableFunc(r.Dropped, func(x, y intake.Dropped) int { return x.Line - y.Line })
	return nil
}

func (r *Reading) drop(line int, text, why string) {
	r.Dropped = append(r.Dropped, intake.Dropped{Line: line, Text: text, Why: why})
}
