package sheet

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"debrief/intake/secret"
	"debrief/model"
	"debrief/model/guide"
	"debrief/ui/ask"
	"debrief/ui/draw"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// Line is a line of text, or several lines, that somebody types in at the bottom of a page. What is entered in it either goes to
// the archive (Enter) or does something here (Do).
type Line struct {
	Label    string
	Key      string                       // names it on its page: what was typed is kept under it; "" keeps nothing
	Fleeting bool                         // what is typed in it is kept for as long as the program runs
	Lines    bool                         // may hold several lines
	Stays    bool                         // the page's own: it stays open after each entry
	Ask      func() string                // the question that it answers, for as long as it is open; nil for none
	Hint     func(text string) []string   // what was understood, before enter
	Says     func(text string) ask.Saying // what the coach reads of it; nil where it does not listen
	About    func() map[string]string     // what the text is about, noted when it is entered
	Enter    func(text string, about map[string]string) (Job, error)
	Next     func(e *Entry) tea.Cmd             // what comes once a text was entered, without waiting for the archive; nil for nothing
	Do       func(text string) (tea.Cmd, error) // what is not for the archive
	Empty    func() tea.Cmd                     // enter without a text; nil closes the line, or asks for a text where it stays
	Tab      func(text string) string           // completes the text; the same text when there is nothing to complete
	OnTab    func() tea.Cmd                     // what tab does when it completes nothing
	TabIs    string                             // what tab does, for the footer
	Typed    func(text string) tea.Cmd          // after each change of the text
	Lead     func(text string) int              // how many bytes of it are a time in front, which one typed there replaces; nil for none

	was      string // the text that it started from
	marked   bool   // there was something in it that nobody sees, and that is a mark here
	entry    string // the id of the entry that its text was given back from
	area     textarea.Model
	proposal bool                                    // the text is only proposed: the first letter replaces it
	refused  bool                                    // the last enter was refused, and nothing was changed since
	problem  string                                  // why
	offer    func() (name string, do func() tea.Cmd) // what tab does with a text that may have been meant as keys; nil for nothing

	drawn  []string // as it was fitted into the window last
	cursor *tea.Cursor
}

// areaKeys are the usual editing keys, without those that a terminal takes for others (ctrl+m is enter) and without ctrl+b, which is
// tmux's. Of alt, what every shell has.
func areaKeys() textarea.KeyMap {
	k := textarea.DefaultKeyMap()
	bind := func(b *key.Binding, keys ...string) { b.SetKeys(keys...) }
	bind(&k.CharacterBackward, "left")
	bind(&k.CharacterForward, "right", "ctrl+f")
	bind(&k.WordBackward, "alt+b", "alt+left", "ctrl+left")
	bind(&k.WordForward, "alt+f", "alt+right", "ctrl+right")
	bind(&k.DeleteWordForward, "alt+d", "alt+delete")
	bind(&k.DeleteWordBackward, "ctrl+w", "alt+backspace")
	bind(&k.DeleteCharacterBackward, "backspace")
	bind(&k.DeleteCharacterForward, "delete", "ctrl+d")
	bind(&k.InsertNewline, "ctrl+j", "alt+enter", "shift+enter")
	bind(&k.LineNext, "down")
	bind(&k.LinePrevious, "up")
	for _, b := range []*key.Binding{&k.Paste, &k.TransposeCharacterBackward, &k.LowercaseWordForward, &k.UppercaseWordForward,
		&k.CapitalizeWordForward} {
		bind(b)
	}
	return k
}

// NewLine is a line that starts from a text.
func NewLine(label, text string) *Line {
	area := textarea.New()
	area.ShowLineNumbers = false
	area.Prompt = ""
	area.CharLimit = 0
	area.MaxHeight = 0
	area.EndOfBufferCharacter = ' '
	area.KeyMap = areaKeys()
	area.SetVirtualCursor(false)
	area.SetStyles(textarea.Styles{})
	area.InsertString(model.Mark(text))
	area.MoveToEnd()
	area.Focus()
	return &Line{Label: label, was: text, marked: model.Mark(text) != text, area: area}
}

// Propose makes the text one that the first letter replaces.
func (l *Line) Propose(text string) {
	l.Set(text)
	l.proposal = true
}

// Text is what was typed. What nobody could see of the text that it started from is shown as marks in the line, and stands for itself
// here.
func (l *Line) Text() string {
	if l.marked {
		return model.Unmark(l.area.Value())
	}
	return l.area.Value()
}

// kept reports whether its text is kept over a restart.
func (l *Line) kept() bool { return l.Key != "" && !l.Fleeting }

// secrets is how many will be hidden from what is on its way to the archive.
func (l *Line) secrets() int {
	if l.Enter == nil && !l.kept() {
		return 0 // a text to find, or the name of a file
	}
	_, n := secret.Hide(l.Text())
	return n
}

// IsEmpty reports whether nothing stands in it.
func (l *Line) IsEmpty() bool { return l.Text() == "" }

// Set replaces the text.
func (l *Line) Set(text string) {
	l.setWhole(text)
	l.area.MoveToEnd()
	l.refused, l.problem, l.proposal = false, "", false
}

// setWhole sets a text while there is room for all of it: in the height of the one before, its first lines would scroll away.
func (l *Line) setWhole(text string) {
	const most = 100
	room := max(l.area.Width()-1, 4) // words wrap before the end
	tall := 1
	for line := range strings.SplitSeq(text, "\n") {
		tall += 1 + 2*draw.Width(line)/room
	}
	l.area.SetHeight(min(tall, most))
	if !l.IsEmpty() {
		l.area.Reset() // makes room for ten thousand lines each time
	}
	l.marked = l.marked || model.Mark(text) != text
	l.area.InsertString(model.Mark(text))
}

// ToBegin puts the cursor before the text.
func (l *Line) ToBegin() { l.area.MoveToBegin() }

// giveWay takes the time in front of the text away, where a key begins another one there.
func (l *Line) giveWay(key string) {
	text := l.Text()
	begins := len(key) == 1 && (isDigit(key[0]) || key == "+" || key == "~")
	if l.Lead == nil || text == "" || !begins || l.area.Line() > 0 || l.area.Column() > 0 {
		return
	}
	n := l.Lead(text)
	if n == 0 && isDigit(text[0]) { // one more digit of a number
		return
	}
	l.setWhole(" " + text[n:])
	l.area.MoveToBegin()
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// Refuse says why enter was not taken. The text stays, and the first letter after it belongs to another one.
func (l *Line) Refuse(why string) {
	l.problem, l.refused = why, true
}

// update takes a key that edits the text.
func (l *Line) update(k tea.KeyPressMsg) tea.Cmd {
	if !l.Lines {
		switch k.String() {
		case "ctrl+j", "alt+enter", "shift+enter":
			return nil
		}
	}
	l.refused, l.problem = false, ""
	if k.Text != "" {
		if k.Text = model.Clean(k.Text); k.Text == "" {
			return nil // a key that writes nothing that can be seen
		}
	}
	if l.proposal {
		l.proposal = false
		if k.Text != "" {
			l.Set("")
		}
	}
	var cmd tea.Cmd
	for range l.reach(k) {
		l.area, cmd = l.area.Update(k)
	}
	return cmd
}

// reach is how many characters a key goes over that is about one: what is drawn as one (a flag, a heart with its colour, a family) is
// gone over as one.
func (l *Line) reach(k tea.KeyPressMsg) int {
	keys, at := &l.area.KeyMap, l.area.Column()
	back := key.Matches(k, keys.CharacterBackward, keys.DeleteCharacterBackward)
	if !back && !key.Matches(k, keys.CharacterForward, keys.DeleteCharacterForward) {
		return 1
	}
	rest, begin := strings.Split(l.Text(), "\n")[l.area.Line()], 0
	for rest != "" {
		drawn, _ := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
		end := begin + utf8.RuneCountInString(drawn)
		switch {
		case back && begin < at && at <= end:
			return at - begin
		case !back && at < end:
			return end - at
		}
		rest, begin = rest[len(drawn):], end
	}
	return 1
}

// insert puts pasted text at the cursor.
func (l *Line) insert(text string) {
	text = model.CleanLines(text)
	if !l.Lines {
		text = model.Clean(strings.TrimSpace(text))
	}
	if l.proposal {
		l.Set("")
	}
	l.refused, l.problem = false, ""
	l.area.InsertString(text)
}

// encodedBreak is a line's end as some terminals put it into a paste: as the key that makes one (CSI u, modifyOtherKeys).
var encodedBreak = regexp.MustCompile("\x1b\\[(?:27;[0-9]+;(?:10|13|106|109)~|(?:10|13|106|109)(?:;[0-9]+)?u)")

// PastedText is a paste with line breaks as \n, however the terminal writes them.
func PastedText(content string) string {
	content = encodedBreak.ReplaceAllString(content, "\n")
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(content)
}

// toGap puts the cursor in the place of the first gap of a sentence to complete; false when it has none.
func (l *Line) toGap() bool {
	text := l.Text()
	at := guide.FindGap(text)
	if at < 0 {
		return false
	}
	l.refused, l.problem = false, ""
	l.setWhole(text[:at] + text[at+len(guide.Gap):])
	l.area.SetCursorColumn(len([]rune(text[:at])))
	return true
}

// height is how many lines it wants in w cells, at most most.
func (l *Line) height(w, most int) int {
	n := 0
	for line := range strings.SplitSeq(l.Text(), "\n") {
		n += max(1, (draw.Width(model.Clean(line))+l.room(w))/max(l.room(w), 1))
	}
	return min(max(n, 1), most)
}

func (l *Line) room(w int) int { return max(w-l.indent(w), 4) }

// indent is where the text begins, and what is said below it.
func (l *Line) indent(w int) int { return min(draw.Width(l.Label)+3, w/2) }

// fit lays the text out in h lines of w cells, with the cursor in sight.
func (l *Line) fit(t *draw.Theme, w, h int) {
	if l.area.Width() != l.room(w) {
		l.area.SetWidth(l.room(w))
		l.resize(h, true)
	} else if l.area.Height() != h {
		l.resize(h, h > l.area.Height())
	}
	indent := l.indent(w)
	gap := strings.Repeat(" ", indent)
	l.drawn = strings.Split(l.area.View(), "\n")
	for i := range l.drawn {
		text := draw.Fit(strings.TrimRight(l.drawn[i], " "), l.room(w))
		if i == 0 {
			l.drawn[i] = draw.Pad(" "+t.Key.Paint(draw.Fit(l.Label, indent-2)), indent) + text
		} else {
			l.drawn[i] = gap + text
		}
	}
	l.cursor = l.area.Cursor()
	if l.cursor != nil {
		l.cursor.X = min(l.cursor.X+indent, w-1)
	}
}

// resize gives the text another height, with the cursor in sight. In a taller or another width it begins at its top again: what
// had scrolled away while it was wrapped into more lines comes back.
func (l *Line) resize(h int, fromTop bool) {
	l.area.View() // only what was drawn once can scroll to the cursor
	l.area.SetHeight(h)
	if !fromTop {
		return
	}
	line, column := l.area.Line(), l.area.Column()
	l.area.MoveToBegin()
	for l.area.Line() < line {
		l.area.CursorDown()
	}
	l.area.SetCursorColumn(column)
	l.area.View()
	l.area.SetHeight(h)
}
