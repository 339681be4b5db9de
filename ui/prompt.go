package ui

import (
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/draw"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"
)

// prompt is the one place where things are entered: a line of text, several lines, or a choice by one key. It stands at the
// bottom of every page. Its text stays until what it led to is saved.
type prompt struct {
	label    string
	draft    string                     // where its text is kept until it is saved; "" for nowhere
	was      string                     // the text that it started from
	lines    bool                       // may hold several lines
	capture  bool                       // stays open after each entry, as the line for events does
	area     textarea.Model             // the text
	hint     func(text string) []string // what was understood, before enter
	tab      func(text string) string   // completes the text; the same text when there is nothing to complete
	onTab    func() tea.Cmd             // what tab does when it completes nothing
	says     func(text string) saying   // what the coach reads of it; nil where it does not listen
	submit   func(text string) tea.Cmd  // what enter does
	empty    func() tea.Cmd             // what enter does without a text or a choice; nil where one is needed
	choices  []choice                   // one of these, by key, instead of text
	many     bool                       // any number of the choices; enter accepts
	choose   func(words []string) tea.Cmd
	proposal bool   // the text is only proposed: the first letter replaces it
	sent     string // the text that is being saved
	problem  string // why the last enter did not work
}

// choice is one of a few words, picked by one key.
type choice struct {
	key, word, name string
	about           string // what it means, for a line of its own
	on              bool
}

// areaKeys are the usual editing keys, without those that a terminal takes for others (ctrl+h is backspace, ctrl+m enter) and
// without ctrl+b, which is tmux's.
func areaKeys() textarea.KeyMap {
	k := textarea.DefaultKeyMap()
	bind := func(b *key.Binding, keys ...string) { b.SetKeys(keys...) }
	bind(&k.CharacterBackward, "left")
	bind(&k.CharacterForward, "right", "ctrl+f")
	bind(&k.DeleteCharacterBackward, "backspace")
	bind(&k.InsertNewline, "ctrl+j", "alt+enter", "shift+enter")
	bind(&k.Paste)
	bind(&k.TransposeCharacterBackward)
	bind(&k.LineNext, "down")
	bind(&k.LinePrevious, "up")
	return k
}

func newPrompt(label, text string) *prompt {
	area := textarea.New()
	area.ShowLineNumbers = false
	area.Prompt = ""
	area.CharLimit = 0
	area.MaxHeight = 0
	area.EndOfBufferCharacter = ' '
	area.KeyMap = areaKeys()
	area.SetVirtualCursor(false)
	area.SetStyles(textarea.Styles{})
	area.SetValue(text)
	area.MoveToEnd()
	area.Focus()
	return &prompt{label: label, was: text, area: area}
}

func newChooser(label string, choices []choice) *prompt {
	p := newPrompt(label, "")
	p.choices = choices
	return p
}

func (p *prompt) isChooser() bool { return p.choices != nil }

// text is what was typed, with unknown line breaks made known.
func (p *prompt) text() string { return p.area.Value() }

func (p *prompt) Set(text string) {
	p.setWhole(text)
	p.area.MoveToEnd()
}

// setWhole sets a text while there is room for all of it: in the height of the one before, its first lines would scroll away.
func (p *prompt) setWhole(text string) {
	const tall = 100
	p.area.SetHeight(tall)
	p.area.SetValue(text)
}

// update takes a key that is not an action's, or pasted text.
func (p *prompt) update(msg tea.Msg) tea.Cmd {
	if p.isChooser() {
		if k, ok := msg.(tea.KeyPressMsg); ok {
			return p.pick(k)
		}
		return nil
	}
	if paste, ok := msg.(tea.PasteMsg); ok {
		text := model.CleanLines(paste.Content)
		if !p.lines {
			text = model.Clean(strings.TrimSpace(text))
		}
		if p.proposal {
			p.proposal = false
			p.Set("")
		}
		p.area.InsertString(text)
		return nil
	}
	if k, ok := msg.(tea.KeyPressMsg); ok && !p.lines {
		switch k.String() {
		case "ctrl+j", "alt+enter", "shift+enter":
			return nil
		}
	}
	var cmd tea.Cmd
	p.problem = ""
	if k, ok := msg.(tea.KeyPressMsg); ok && p.proposal {
		p.proposal = false
		if k.Text != "" {
			p.Set("")
		}
	}
	p.area, cmd = p.area.Update(msg)
	return cmd
}

func (p *prompt) pick(k tea.KeyPressMsg) tea.Cmd {
	name := k.String()
	if p.many && name == "enter" {
		var words []string
		for _, c := range p.choices {
			if c.on {
				words = append(words, c.word)
			}
		}
		return p.choose(words)
	}
	if name == "enter" && p.empty != nil {
		return p.empty()
	}
	for i := range p.choices {
		if p.choices[i].key != name {
			continue
		}
		if p.many {
			p.choices[i].on = !p.choices[i].on
			return nil
		}
		return p.choose([]string{p.choices[i].word})
	}
	p.problem = "Press one of the keys shown, or esc to leave it."
	return nil
}

// height is how many lines it wants, at most most.
func (p *prompt) height(w, most int) int {
	if p.isChooser() {
		return min(len(p.chooserLines(nil, w, most)), most)
	}
	p.layout(w)
	n := 0
	for line := range strings.SplitSeq(p.text(), "\n") {
		n += max(1, (draw.Width(say.Safe(line))+p.room(w))/max(p.room(w), 1))
	}
	return min(max(n, 1), most)
}

func (p *prompt) room(w int) int { return max(w-p.indent(w), 4) }

// indent is where the text begins, and what is said below it. Below choices with a long label that is where their next line begins.
func (p *prompt) indent(w int) int {
	if p.isChooser() && draw.Width(p.label) > w/3 {
		return 3
	}
	return min(draw.Width(p.label)+3, w/2)
}

func (p *prompt) layout(w int) {
	if p.area.Width() != p.room(w) {
		p.area.SetWidth(p.room(w))
	}
}

// View draws it in at most h lines and says where the cursor is, from its own top left.
func (p *prompt) View(t *draw.Theme, w, h int) ([]string, *tea.Cursor) {
	if p.isChooser() {
		return p.chooserLines(t, w, h), nil
	}
	p.layout(w)
	if p.area.Height() != h {
		p.resize(h)
	}
	indent := p.indent(w)
	gap := strings.Repeat(" ", indent)
	lines := strings.Split(p.area.View(), "\n")
	for i := range lines {
		text := draw.Fit(strings.TrimRight(lines[i], " "), p.room(w))
		if i == 0 {
			lines[i] = draw.Pad(" "+t.Key.Paint(draw.Fit(p.label, indent-2)), indent) + text
		} else {
			lines[i] = gap + text
		}
	}
	cursor := p.area.Cursor()
	if cursor != nil {
		cursor.X = min(cursor.X+indent, w-1)
	}
	return lines, cursor
}

// resize gives the text another height, with the cursor in sight. In a taller one it begins at its top again: what had scrolled
// away while a word wrapped into the next line comes back.
func (p *prompt) resize(h int) {
	grows := h > p.area.Height()
	p.area.View() // only what was drawn once can scroll to the cursor
	p.area.SetHeight(h)
	if !grows {
		return
	}
	line, column := p.area.Line(), p.area.Column()
	p.area.MoveToBegin()
	for p.area.Line() < line {
		p.area.CursorDown()
	}
	p.area.SetCursorColumn(column)
	p.area.View()
	p.area.SetHeight(h)
}

// explains reports whether the choices have meanings to tell.
func (p *prompt) explains() bool { return p.choices != nil && p.choices[0].about != "" }

// chooserLines are the choices: where their meanings are known and there is room, each on a line with its meaning.
func (p *prompt) chooserLines(t *draw.Theme, w, most int) []string {
	if p.explains() && len(p.choices) < most {
		return p.explained(t, w)
	}
	line := " " + p.label + " "
	if t != nil {
		line = " " + t.Heading.Paint(p.label) + " "
	}
	var lines []string
	for _, c := range p.choices {
		word := c.shown()
		if c.on && p.many {
			word = "[" + word + "]"
		} else if c.on {
			word += " (now)"
		}
		piece := " " + c.key + " " + word + " "
		if t != nil {
			piece = " " + t.Key.Paint(c.key) + " " + word + " "
		}
		if draw.Width(line)+draw.Width(piece) > w && draw.Width(line) > 2 {
			lines = append(lines, draw.Fit(line, w))
			line = "  "
		}
		line += piece
	}
	return append(lines, draw.Fit(line, w))
}

func (p *prompt) explained(t *draw.Theme, w int) []string {
	if t == nil {
		t = &draw.Theme{}
	}
	column := 0
	for _, c := range p.choices {
		column = max(column, draw.Width(c.shown()))
	}
	lines := []string{" " + draw.PaintFit(t.Heading, p.label, w-1)}
	for _, c := range p.choices {
		word := draw.Pad(c.shown(), column)
		about := c.about
		if c.on {
			about = strings.TrimSpace("(now) " + about)
		}
		lines = append(lines, draw.Fit("  "+t.Key.Paint(c.key)+" "+word+"  "+t.Faint.Paint(about), w))
	}
	return lines
}

// shown is the word that a person reads.
func (c choice) shown() string {
	if c.name != "" {
		return c.name
	}
	return c.word
}

// after is what follows the key in the word that it chooses, where it is the first letter: somebody who types the whole word
// has chosen by that letter.
func (p *prompt) after(key string) string {
	for _, c := range p.choices {
		if word := strings.ToLower(c.shown()); c.key == key && strings.HasPrefix(word, key) {
			return word[len(key):]
		}
	}
	return ""
}

// wordChoices offers words by the first letter that is still free, or by their number where the words are numbered.
func wordChoices(words, on []string) []choice {
	taken := map[string]bool{}
	choices := make([]choice, 0, len(words))
	for i, w := range words {
		k := freeKey(w, i, taken)
		taken[k] = true
		c := choice{key: k, word: w}
		for _, o := range on {
			c.on = c.on || o == w
		}
		choices = append(choices, c)
	}
	return choices
}

func freeKey(word string, i int, taken map[string]bool) string {
	if last := word[len(word)-1]; last >= '0' && last <= '9' {
		return string(last)
	}
	for _, r := range strings.ToLower(word) {
		if k := string(r); r >= 'a' && r <= 'z' && !taken[k] {
			return k
		}
	}
	return string(rune('1' + i))
}
