package sheet

import (
	"strings"

	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// Chooser offers a few words. Nothing is selected when it opens: letters that begin a word mark it, arrows move, enter takes what
// is marked and skips where nothing is. What goes on with no word is the beginning of a sentence: the chooser closes, nothing is
// chosen, and all of it stands in the line that comes next.
type Chooser struct {
	Label   string
	Choices []Choice
	Many    bool                         // any number of them: space marks one as on, enter takes all that are on
	Ask     func() string                // the question that it answers; nil for none
	Hint    string                       // what else can be done
	Take    func(words []string) tea.Cmd // what enter does with the choice
	Skip    func() tea.Cmd               // what enter alone does; nil only closes it
	OnTab   func() tea.Cmd               // what tab does; nil for nothing
	Next    func() *Line                 // the line that a sentence goes on in; nil for the page's

	at    int    // the one that is marked; -1 for none
	begun string // the letters that mark it
	raw   string // all that was typed since an arrow: what a sentence begins with
}

// Choice is one of a few words.
type Choice struct {
	Word, Name string // as the document has it, and as a person reads it
	About      string // what it means, for a line of its own
	On         bool   // it holds now
}

// NewChooser asks for one of the choices.
func NewChooser(label string, choices []Choice) *Chooser {
	return &Chooser{Label: label, Choices: choices, at: -1}
}

// Choices are words of the document as choices; those that hold now are on.
func Choices(words, on []string) []Choice {
	choices := make([]Choice, 0, len(words))
	for _, w := range words {
		c := Choice{Word: w}
		for _, o := range on {
			c.On = c.On || o == w
		}
		choices = append(choices, c)
	}
	return choices
}

// Shown is the word that a person reads.
func (c Choice) Shown() string {
	if c.Name != "" {
		return c.Name
	}
	return c.Word
}

// beginsWith is the first choice whose word begins with some letters, -1 for none. Numbered words begin with their number, too.
func beginsWith(choices []Choice, letters string) int {
	letters = strings.ToLower(letters)
	number := func(c Choice) string { return strings.TrimLeft(c.Word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") }
	for _, word := range []func(Choice) string{Choice.Shown, func(c Choice) string { return c.Word }, number} {
		for i, c := range choices {
			if strings.HasPrefix(strings.ToLower(word(c)), letters) && letters != "" {
				return i
			}
		}
	}
	return -1
}

// typed takes a printable key. It gives back the sentence that begins here, "" while there is none.
func (c *Chooser) typed(text string) (sentence string) {
	if c.Many && text == " " && c.at >= 0 {
		c.Choices[c.at].On = !c.Choices[c.at].On
		c.begun, c.raw = "", c.raw+text
		return ""
	}
	c.raw += text
	if at := beginsWith(c.Choices, c.begun+text); at >= 0 {
		c.at, c.begun = at, c.begun+text
		return ""
	}
	return c.raw
}

// back takes back the last letter.
func (c *Chooser) back() {
	if c.begun == "" {
		c.at, c.raw = -1, ""
		return
	}
	letters := []rune(c.begun)
	c.begun = string(letters[:len(letters)-1])
	c.raw = c.begun
	c.at = beginsWith(c.Choices, c.begun)
}

// move marks the next or the previous one.
func (c *Chooser) move(by int) {
	c.begun, c.raw = "", ""
	switch {
	case c.at < 0 && by < 0:
		c.at = len(c.Choices) - 1
	default:
		c.at = (c.at + by + len(c.Choices)) % len(c.Choices)
	}
}

// take is enter: the words that are taken, nil where nothing was marked.
func (c *Chooser) take() []string {
	switch {
	case c.Many:
		words := []string{}
		for _, x := range c.Choices {
			if x.On {
				words = append(words, x.Word)
			}
		}
		return words
	case c.at >= 0:
		return []string{c.Choices[c.at].Word}
	}
	return nil
}

// lines are the choices in at most so many lines of w cells: where their meanings are known and there is room, each on a line with
// its meaning.
func (c *Chooser) lines(t *draw.Theme, w, most int) []string {
	if len(c.Choices) > 0 && c.Choices[0].About != "" && len(c.Choices) < most {
		return c.explained(t, w)
	}
	line := " " + t.Heading.Paint(c.Label) + " "
	var lines []string
	for i, x := range c.Choices {
		piece := " " + c.word(t, i, x) + " "
		if draw.Width(line)+draw.Width(piece) > w && draw.Width(line) > 2 {
			lines = append(lines, draw.Fit(line, w))
			line = "  "
		}
		line += piece
	}
	return append(lines, draw.Fit(line, w))
}

// word is a choice as it is drawn: marked, on, or neither.
func (c *Chooser) word(t *draw.Theme, i int, x Choice) string {
	word := x.Shown()
	switch {
	case x.On && c.Many:
		word = "[" + word + "]"
	case x.On:
		word += " (now)"
	}
	if i == c.at {
		return t.Accent.Paint("> " + word)
	}
	return "  " + word
}

func (c *Chooser) explained(t *draw.Theme, w int) []string {
	column := 0
	for i, x := range c.Choices {
		column = max(column, draw.Width(c.word(t, i, x)))
	}
	lines := []string{" " + draw.PaintFit(t.Heading, c.Label, w-1)}
	for i, x := range c.Choices {
		lines = append(lines, draw.Fit(" "+draw.Pad(c.word(t, i, x), column)+"  "+t.Faint.Paint(x.About), w))
	}
	return lines
}
