package export

import (
	"slices"
	"time"

	"debrief/export/page"
	"debrief/model"
)

// dialects are the markups that a page is written in, by name. The first is the one that pastes into most wikis.
var dialects = []dialect{
	{"portable", "md", portable},
	{"github", "md", github},
	{"confluence-wiki", "txt", confluence},
	{"mediawiki", "wiki", mediawiki},
	{"html", "html", rich},
}

// Dialects are the names of the dialects.
func Dialects() []string {
	var names []string
	for _, d := range dialects {
		names = append(names, d.name)
	}
	return names
}

// Extension is what a file of the dialect ends with.
func Extension(dialect string) string { return named(dialect).extension }

// dialect is a markup: its name, what its files end with, and who writes it.
type dialect struct {
	name, extension string
	write           func(*page.Page) string
}

// named is the dialect of that name, the first for a name that is none.
func named(name string) dialect {
	i := slices.IndexFunc(dialects, func(d dialect) bool { return d.name == name })
	return dialects[max(i, 0)]
}

// Page is a page for a wiki in a dialect.
func Page(g *page.Page, dialect string) []byte { return []byte(named(dialect).write(g)) }

// Markdown is the whole page of a postmortem in the Markdown that pastes cleanly into most wikis.
func Markdown(p *model.Postmortem) []byte {
	return Page(page.Of(p, page.Team, time.Time{}), "portable")
}
