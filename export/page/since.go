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

// Sections are the headings of a page that Section knows, in its order.
func Sections(g *Page) []string {
	var names []string
	for _, s := range sections(g) {
		names = append(names, s.name)
	}
	return names
}

// Section is the part of a page below one of its headings, as a page of its own.
func Section(g *Page, name string) *Page {
	part := &Page{of: g.of, who: g.who, names: g.names}
	for _, s := range sections(g) {
		if s.name == name {
			part.Blocks = s.blocks
		}
	}
	return part
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
