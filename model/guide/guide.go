// Package guide holds our own words for leading a group through the phases: per phase a title, its purpose in one sentence,
// the questions to ask the room, and, where there is one, the statement to read aloud; the wordings of a why-question; and
// the worked example.
//
// A phase is one Markdown file whose name is its place and its key, "3-causes.md":
//
//	# Title, short enough for the header
//
//	The purpose, one paragraph.
//
//	## Ask
//
//	- one question per item
//
//	## Read aloud
//
//	Paragraphs, where the phase opens with a statement.
package guide

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
)

//go:embed *.md
var files embed.FS

// Phase is what the guide says about one phase.
type Phase struct {
	Key       string   // one of model.Phases
	Title     string   // a few words for the header
	Purpose   string   // one sentence
	Questions []string // to ask the room, in their order
	Opening   string   // to read aloud, paragraphs apart by an empty line; "" where the phase has none
}

// Phases are the phases in their order. The slice is the caller's own; what it holds is shared and read only.
func Phases() []Phase { return append([]Phase(nil), phases()...) }

// Of is the phase of that key; the zero Phase for a key that is none.
func Of(key string) Phase {
	for _, p := range phases() {
		if p.Key == key {
			return p
		}
	}
	return Phase{}
}

var phases = sync.OnceValue(func() []Phase {
	names, err := fs.Glob(files, "*.md")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	all := make([]Phase, 0, len(names))
	for _, name := range names { // sorted, so in the order of the numbers
		text, err := files.ReadFile(name)
		if err != nil {
			panic(err) // it was just listed
		}
		p, err := parse(name, string(text))
		if err != nil {
			panic(err) // a test parses every file that is built in
		}
		all = append(all, p)
	}
	return all
})

// parse reads one file of the guide. Its error names the file and what is wrong with it.
func parse(name, text string) (Phase, error) {
	_, key, ok := strings.Cut(strings.TrimSuffix(path.Base(name), ".md"), "-")
	if !ok || key == "" {
		return Phase{}, fmt.Errorf("read %s: its name is not like 3-causes.md", name)
	}
	p := Phase{Key: key}
	section := ""
	for block := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		block = strings.TrimSpace(block)
		switch {
		case block == "":
		case strings.HasPrefix(block, "# "):
			p.Title = strings.TrimSpace(block[2:])
		case strings.HasPrefix(block, "## "):
			section = strings.TrimSpace(block[3:])
		case section == "":
			p.Purpose = oneLine(block)
		case section == "Ask":
			p.Questions = append(p.Questions, items(block)...)
		case section == "Read aloud":
			p.Opening = strings.TrimPrefix(p.Opening+"\n\n"+oneLine(block), "\n\n")
		default:
			return Phase{}, fmt.Errorf("read %s: there is no section %q; expected Ask or Read aloud", name, section)
		}
	}
	if p.Title == "" || p.Purpose == "" || len(p.Questions) == 0 {
		return Phase{}, fmt.Errorf("read %s: it needs a title, a purpose and questions", name)
	}
	return p, nil
}

// items are the items of a list; an item's later lines belong to it.
func items(block string) []string {
	var all []string
	for item := range strings.SplitSeq("\n"+block, "\n- ") {
		if item = oneLine(item); item != "" {
			all = append(all, item)
		}
	}
	return all
}

// oneLine undoes the wrapping of a paragraph.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
