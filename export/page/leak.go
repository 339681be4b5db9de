package page

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"debrief/model"
	"debrief/model/lazyregexp"
)

// Leak is what must not stand on a page for those who will read it: where, the words, and what they are.
type Leak struct {
	At   string `json:"at"` // a reference, or the section
	Text string `json:"text"`
	Why  string `json:"why"`
}

// leftOut stands where an address stood that leads to somebody, or into the company.
const leftOut = "(address left out)"

// webAddress and mailAddress find what leads to somebody's place.
var (
	webAddress  = lazyregexp.New("https?://[^ <>\"`]+")
	mailAddress = lazyregexp.New(`[A-Za-z0-9](?:[A-Za-z0-9._+-]*[A-Za-z0-9])?@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+`)
)

// Leaks are the people, addresses and secrets that the page shows and those who will read it may not see. hide replaces secrets. What
// somebody set aside as not a name is none.
func (g *Page) Leaks(hide func(string) (string, int)) []Leak { return g.leaks(textsOf(g), hide) }

// LeaksIn are those of a text in whatever markup that was written of the page's postmortem for those who will read the page, by line.
func (g *Page) LeaksIn(text string, hide func(string) (string, int)) []Leak {
	var all []placed
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		n++
		line = unescaped(line)
		all = append(all, placed{aLine + strconv.Itoa(n), line, []string{line}})
	}
	return g.leaks(all, hide)
}

func (g *Page) leaks(texts []placed, hide func(string) (string, int)) []Leak {
	if g.names == nil {
		return nil
	}
	var leaks []Leak
	known := knownNames(g.of)
	for _, s := range texts {
		see := func(words []string, why string) {
			for _, text := range words {
				if l := (Leak{s.at, text, why}); !l.setAside(g.of) && !slices.Contains(leaks, l) {
					leaks = append(leaks, l)
				}
			}
		}
		for _, piece := range s.pieces { // behind a reference the first word of a sentence would be somebody
			see(g.names.Named(piece), aName)
		}
		see(known(s.text), aName)
		see(mailAddress().FindAllString(s.text, -1), "a mail address")
		if g.who == Public {
			leads := webAddress().FindAllString(s.text, -1)
			see(slices.DeleteFunc(leads, func(to string) bool { return allowedOf(g.hosts, to) != "" }), "an address")
		}
		if safe, n := hide(s.text); n > 0 {
			see([]string{safe}, "a secret")
		}
	}
	return leaks
}

// aName is what a leak is that names somebody; notAName the code of a dismissal that says of a place that it does not.
const (
	aLine    = "line " // where it stands in a text
	aName    = "a name"
	notAName = "not-a-name"
)

// setAside reports whether somebody has said of a place that it names nobody; of a line in somebody's own layout, of any place with the
// words.
func (l Leak) setAside(p *model.Postmortem) bool {
	return l.Names() && slices.ContainsFunc(p.Dismissed, func(d model.Dismissal) bool {
		return d.Code == notAName && (d.At == l.At || strings.HasPrefix(l.At, aLine)) && strings.EqualFold(d.Text, l.Text)
	})
}

// Names reports whether the leak is a name: what may turn out to be none. An address or a secret is what it is.
func (l Leak) Names() bool { return l.Why == aName }

// NotAName is the edit that says of places that they name nobody. It holds as long as their texts stay.
func NotAName(leaks ...Leak) model.Edit {
	return model.Edit{Label: "say that it is not a name", Do: func(p *model.Postmortem) error {
		for _, l := range leaks {
			if !l.Names() {
				return fmt.Errorf("%s %s is %s: that cannot be set aside", l.At, model.Quote(l.Text), l.Why)
			}
			if !l.setAside(p) {
				p.Dismissed = append(p.Dismissed, model.Dismissal{Code: notAName, At: l.At, Text: l.Text})
			}
		}
		return nil
	}}
}

// knownNames finds the whole names of those who took part, and their handles behind an @, however they are written.
func knownNames(p *model.Postmortem) func(string) []string {
	var all []string
	for i := range p.Participants {
		n := &p.Participants[i]
		if name := Line(n.Name); strings.Contains(name, " ") {
			all = append(all, name)
		}
		if handle := strings.TrimLeft(Line(n.Handle), "@"); handle != "" {
			all = append(all, "@"+handle)
		}
	}
	return func(text string) (found []string) {
		lower := strings.ToLower(text)
		for _, name := range all {
			if strings.Contains(lower, strings.ToLower(name)) {
				found = append(found, name)
			}
		}
		return found
	}
}

// placed is a text of a page, the pieces that were written one by one, and where it stands.
type placed struct {
	at, text string
	pieces   []string
}

func textsOf(g *Page) (all []placed) {
	section := "title"
	for i := range g.Blocks {
		b := &g.Blocks[i]
		switch {
		case b.Heading != nil:
			if b.Level > 1 {
				section = strings.ToLower(b.Heading.Text())
			}
			all = append(all, placedLine(section, b.Heading))
		case b.Paragraph != nil:
			all = append(all, placedLine(section, b.Paragraph))
		case b.List != nil:
			for _, item := range b.List {
				all = append(all, placedLine(placeOf(item, section), item))
			}
		case b.Table != nil:
			for _, row := range b.Table.Rows {
				at := placeOf(row[0], section)
				if first, _, _ := strings.Cut(row[len(row)-1].Text(), " "); refStart().MatchString(first) {
					at = first
				}
				for _, cell := range row {
					all = append(all, placedLine(at, cell))
				}
			}
		}
	}
	return all
}

// placedLine is what a line says, and where its links lead.
func placedLine(at string, line Spans) placed {
	words, pieces := []string{line.Text()}, make([]string, 0, len(line))
	for _, s := range line {
		words, pieces = append(words, s.To), append(pieces, s.Text, s.To)
	}
	return placed{at, Joined(" ", words...), pieces}
}

// placeOf is the reference that a line begins with or says in its aside, else the section.
func placeOf(line Spans, section string) string {
	if ref, _, _ := lead(line); ref != "" {
		return ref
	}
	if _, behind := asides(line); len(behind) > 0 && refStart().MatchString(behind[0]) {
		return behind[0]
	}
	return section
}
