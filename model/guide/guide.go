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
//
// A card is a Markdown file too, "stall.md": a title, then what is read aloud or shown. The questions that people are sent before the
// meeting are "beforehand.md": a title, a greeting, and a list for each way of being involved and for each thing that a timeline may not
// say. A team may have words of its own for any of them: see Use.
package guide

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"debrief/model"
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

// Card is something to read aloud or to look at in the course of a meeting.
type Card struct {
	Key   string // its file's name without .md: silence, round, hands, stall, closing
	Title string
	Text  string // paragraphs apart by an empty line; an item of a list is a line of its own that begins with "- "
}

// Beforehand is what people are asked before the meeting.
type Beforehand struct {
	Title, Greeting string
	Questions       map[string][]string // by a way of being involved, or what a timeline does not say; {time}, {from}, {to}, {text} are filled in
}

// book is the whole guide.
type book struct {
	phases []Phase
	cards  []Card
	before Beforehand
}

// Phases are the phases in their order. The slice is the caller's own; what it holds is shared and read only.
func Phases() []Phase { return append([]Phase(nil), open().phases...) }

// Of is the phase of that key; the zero Phase for a key that is none.
func Of(key string) Phase {
	for _, p := range open().phases {
		if p.Key == key {
			return p
		}
	}
	return Phase{}
}

// CardOf is the card of that key; the zero Card for a key that is none.
func CardOf(key string) Card {
	for _, c := range open().cards {
		if c.Key == key {
			return c
		}
	}
	return Card{}
}

// Cards are all of them. The slice is the caller's own.
func Cards() []Card { return slices.Clone(open().cards) }

// Before is what people are asked before the meeting.
func Before() Beforehand { return open().before }

// teams is the guide with a team's own words, nil where there are none.
var teams atomic.Pointer[book]

func open() *book {
	if b := teams.Load(); b != nil {
		return b
	}
	return builtIn()
}

var builtIn = sync.OnceValue(func() *book {
	b := &book{}
	for _, name := range Files() {
		text, err := files.ReadFile(name)
		if err != nil {
			panic(err) // it was just listed
		}
		if err := b.take(name, string(text)); err != nil {
			panic(err) // a test parses every file that is built in
		}
	}
	return b
})

// Files are the names of the guide's files, the phases first, in their order.
func Files() []string {
	names, err := fs.Glob(files, "*.md")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	return names
}

// File is one of them as it is built in, to start one's own from.
func File(name string) []byte {
	text, err := files.ReadFile(name)
	if err != nil {
		return nil
	}
	return text
}

// longestFile bounds a file of a team's guide, in bytes: it is read aloud.
const longestFile = 64 << 10

// Use takes a team's own words from a folder, for all the files that it has; nil goes back to the built-in ones. For a file that is
// missing or cannot be read the built-in words stand, and the error says so, in one line: it is no reason not to meet.
func Use(folder fs.FS) error {
	if folder == nil {
		teams.Store(nil)
		return nil
	}
	b := *builtIn()
	b.phases, b.cards = slices.Clone(b.phases), slices.Clone(b.cards)
	var missing, doubts []string
	for _, name := range Files() {
		text, err := fs.ReadFile(folder, name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			missing = append(missing, name)
			continue
		case err == nil:
			if err = Reads(name, string(text)); err == nil {
				err = b.take(name, string(text))
			}
		}
		if err != nil {
			doubts = append(doubts, err.Error())
		}
	}
	others, err := fs.Glob(folder, "*.md")
	if err != nil {
		return err
	}
	for _, name := range others {
		if !slices.Contains(Files(), name) {
			doubts = append(doubts, "no page of the guide is called "+name)
		}
	}
	teams.Store(&b)
	if len(missing) > 0 {
		doubts = append(doubts, "there is no "+strings.Join(missing, ", "))
	}
	if len(doubts) == 0 {
		return nil
	}
	return errors.New(model.Shorten(model.Visible(strings.Join(doubts, "; ")), 300) + ": the built-in words stand there")
}

// take reads one file into the book, in the place of what it had of that name.
func (b *book) take(name, text string) error {
	text = model.CleanLines(strings.TrimPrefix(text, "\ufeff"))
	key := strings.TrimSuffix(path.Base(name), ".md")
	switch {
	case key == "beforehand":
		before, err := parseBefore(name, text)
		if err == nil {
			b.before = before
		}
		return err
	case !strings.Contains(key, "-"):
		c, err := parseCard(name, text)
		if err == nil {
			b.cards = put(b.cards, c, func(o Card) bool { return o.Key == c.Key })
		}
		return err
	}
	p, err := parse(name, text)
	if err == nil {
		b.phases = put(b.phases, p, func(o Phase) bool { return o.Key == p.Key })
	}
	return err
}

// Reads says what is wrong with a text for a file of the guide, nil where it can be read.
func Reads(name, text string) error {
	if len(text) > longestFile {
		return fmt.Errorf("read %s: it is longer than %d KB", name, longestFile>>10)
	}
	return (&book{}).take(name, text)
}

func put[T any](list []T, item T, same func(T) bool) []T {
	if i := slices.IndexFunc(list, same); i >= 0 {
		list[i] = item
		return list
	}
	return append(list, item)
}

// parseCard reads a title and what follows it.
func parseCard(name, text string) (Card, error) {
	c := Card{Key: strings.TrimSuffix(path.Base(name), ".md")}
	var paragraphs []string
	for block := range blocks(text) {
		switch {
		case strings.HasPrefix(block, "# ") && c.Title == "":
			c.Title = oneLine(block[2:])
		case strings.HasPrefix(block, "- "):
			paragraphs = append(paragraphs, "- "+strings.Join(items(block), "\n- "))
		default:
			paragraphs = append(paragraphs, oneLine(block))
		}
	}
	if c.Title == "" || len(paragraphs) == 0 {
		return Card{}, fmt.Errorf("read %s: it needs a title and a text", name)
	}
	c.Text = strings.Join(paragraphs, "\n\n")
	return c, nil
}

// parseBefore reads a title, a greeting, and the lists of questions by their headings.
func parseBefore(name, text string) (Beforehand, error) {
	all := Beforehand{Questions: map[string][]string{}}
	section := ""
	for block := range blocks(text) {
		switch {
		case strings.HasPrefix(block, "# "):
			all.Title = oneLine(block[2:])
		case strings.HasPrefix(block, "## "):
			section = oneLine(block[3:])
			if !slices.Contains(asked, section) && !slices.Contains(model.Words["involved"], section) {
				return Beforehand{}, fmt.Errorf("read %s: there is no section %q; expected %s, or a way of being involved", name, section,
					strings.Join(asked, ", "))
			}
		case section == "":
			all.Greeting = oneLine(block)
		default:
			all.Questions[section] = append(all.Questions[section], items(block)...)
		}
	}
	if all.Title == "" || len(all.Questions[Everybody]) < Beforehands {
		return Beforehand{}, fmt.Errorf("read %s: it needs a title, and %d questions for %s", name, Beforehands, Everybody)
	}
	return all, nil
}

// Beforehands is how many questions each participant is sent.
const Beforehands = 3

// What a timeline may not say, or says of somebody: the sections of the questions beforehand besides the ways of being involved.
const (
	Did       = "did"       // somebody did something in it
	Silence   = "gap"       // nothing is written down for long
	Open      = "open"      // a thought was neither confirmed nor ruled out
	Impact    = "impact"    // nobody knows how many
	Everybody = "everybody" // what can always be asked
)

var asked = append([]string{Did, Silence, Open, Impact, Everybody}, model.MomentNames...)

func blocks(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for block := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
			if block = strings.TrimSpace(block); block != "" && !yield(block) {
				return
			}
		}
	}
}

// parse reads one file of the guide. Its error names the file and what is wrong with it.
func parse(name, text string) (Phase, error) {
	_, key, ok := strings.Cut(strings.TrimSuffix(path.Base(name), ".md"), "-")
	if !ok || key == "" {
		return Phase{}, fmt.Errorf("read %s: its name is not like 3-causes.md", name)
	}
	p := Phase{Key: key}
	section := ""
	for block := range blocks(text) {
		switch {
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
