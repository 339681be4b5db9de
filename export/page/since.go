package page

import (
	"reflect"
	"slices"
)

// Since are the sections in which a page says something else than it did before, by their headings, in its order; "Summary" is what stands
// above the first. A section that is no longer there is named last.
func Since(before, now *Page) []string {
	was, is := sections(before), sections(now)
	var changed []string
	for _, s := range is {
		i := slices.IndexFunc(was, func(w section) bool { return w.name == s.name })
		if i < 0 || !reflect.DeepEqual(was[i].blocks, s.blocks) {
			changed = append(changed, s.name)
		}
	}
	for _, w := range was {
		if !slices.ContainsFunc(is, func(s section) bool { return s.name == w.name }) {
			changed = append(changed, w.name)
		}
	}
	return changed
}

// section is what stands below a heading of level 2, with it.
type section struct {
	name   string
	blocks []Block
}

// sections are those of a page, without its foot.
func sections(g *Page) []section {
	all := []section{{name: "Summary"}}
	for _, b := range g.Blocks {
		switch {
		case b.Level == 2:
			all = append(all, section{name: b.Heading.Text()})
		case footPattern().MatchString(b.Paragraph.Text()):
			continue
		}
		last := &all[len(all)-1]
		last.blocks = append(last.blocks, b)
	}
	return all
}

// Piece is a section of a page, as a page of its own. Its name is the heading; "Summary" for what stands above the first, "" for the foot.
type Piece struct {
	Name string
	Page *Page
}

// Pieces are the sections of a page, and its foot, in its order.
func (g *Page) Pieces() []Piece {
	piece := func(name string, blocks []Block) Piece {
		return Piece{name, &Page{Blocks: blocks, of: g.of, who: g.who, names: g.names, hosts: g.hosts}}
	}
	var all []Piece
	for _, s := range sections(g) {
		all = append(all, piece(s.name, s.blocks))
	}
	if foot := Foot(g); foot != nil {
		all = append(all, piece("", foot))
	}
	return all
}

// Section is the part of a page below one of its headings, as a page of its own; empty where there is none.
func Section(g *Page, name string) *Page {
	pieces := g.Pieces()
	if i := slices.IndexFunc(pieces, func(p Piece) bool { return p.Name == name }); i >= 0 {
		return pieces[i].Page
	}
	return &Page{of: g.of, who: g.who, names: g.names, hosts: g.hosts}
}

// SectionNames are the names that a section of any page has, in the order of a page.
var SectionNames = []string{"Summary", "Impact", "Actions", "Timeline", "What we are doing", "What is missing", "Causes", "Lessons", "Follow-up",
	"Details"}

// Foot is the line that says where a page comes from, nil where it does not.
func Foot(g *Page) []Block {
	for _, b := range g.Blocks {
		if footPattern().MatchString(b.Paragraph.Text()) {
			return []Block{b}
		}
	}
	return nil
}
