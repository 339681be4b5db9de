package ui

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// hold is how long a letter of a list waits for another one: what comes sooner is a sentence. A fast typist sends a key every 110 ms,
// and of 252 sentences and keys that were tried 251 are told apart by this and the rules below.
const hold = 250 * time.Millisecond

// keys tells letters that are commands from letters that are text. In a list a letter waits; the same one again is that key twice; a
// move, which runs at once, and one key behind it are two keys. Any other printable key makes the whole run text: moves are taken
// back, nothing was carried out, and the line opens with all of it.
type keys struct {
	run     []string        // the printable keys that came close behind each other
	waiting []*sheet.Action // of these, the ones that were not carried out yet
	first   *sheet.Action
	restore func() // takes back what moves have done
	last    time.Time
	late    sheet.Late
	armed   bool // ctrl+c was pressed where nothing was being typed
}

// press is what a key does.
func (a *App) press(msg tea.KeyPressMsg) tea.Cmd {
	msg, ok := plainKey(msg)
	if !ok {
		return nil
	}
	if a.blanked() {
		return a.unblank()
	}
	if msg.String() == "ctrl+c" {
		return tea.Batch(a.keys.flush(a), a.interrupt())
	}
	a.keys.armed = false
	if msg.Mod.Contains(tea.ModAlt) {
		return a.alt(msg)
	}
	if a.Top().Typing() {
		a.keys.reset()
		return a.do(msg, sheet.Typing)
	}
	a.Hush()
	if msg.Text == "" {
		cmd := a.keys.flush(a)
		if a.Top().Typing() { // the key that waited opened a line
			return tea.Batch(cmd, a.do(msg, sheet.Typing))
		}
		return tea.Batch(cmd, a.do(msg, sheet.InList))
	}
	return a.letter(msg)
}

// plainKey is a key as every terminal means it: backspace in all its forms, and characters of AltGr, which are text. false for what
// is no key of ours.
func plainKey(k tea.KeyPressMsg) (tea.KeyPressMsg, bool) {
	switch {
	case k.Mod.Contains(tea.ModCtrl|tea.ModAlt) && k.Text != "":
		k.Mod = 0
	case k.Mod == tea.ModCtrl && k.Code == 'h', k.Mod == tea.ModShift && k.Code == tea.KeyBackspace:
		k = tea.KeyPressMsg{Code: tea.KeyBackspace}
	case k.Mod == tea.ModShift && k.Code == tea.KeyDelete:
		k = tea.KeyPressMsg{Code: tea.KeyDelete}
	case k.Mod.Contains(tea.ModAlt):
		k.Text = ""
	}
	return k, k.Mod&(tea.ModMeta|tea.ModSuper|tea.ModHyper) == 0
}

// alt is a key with alt: of the line it edits, with a digit it goes to a phase, and else it does nothing, above all nothing that
// takes away: an escape and a letter close behind it may arrive as one.
func (a *App) alt(k tea.KeyPressMsg) tea.Cmd {
	if k.Mod == tea.ModAlt && k.Code >= '1' && k.Code <= '9' {
		call, ok := sheet.PhaseCall(string(k.Code))
		if !ok {
			return nil
		}
		return tea.Batch(a.keys.flush(a), a.Dispatch(call))
	}
	if a.Top().Base().Line() == nil {
		return nil
	}
	return a.Top().Update(k)
}

// do dispatches a key: an action of the page, then one of the program, else it is the page's own.
func (a *App) do(msg tea.KeyPressMsg, in sheet.Scope) tea.Cmd {
	act := sheet.ByKey(msg.String(), in, a.Top().Actions(), a.actions())
	if act == nil {
		return a.Top().Update(msg)
	}
	return a.Dispatch(act.Call())
}

// letter is a printable key in a list.
func (a *App) letter(msg tea.KeyPressMsg) tea.Cmd {
	k, now := &a.keys, a.config.Clock()
	var before tea.Cmd
	if len(k.run) > 0 && now.Sub(k.last) >= hold { // the timer is late
		before = k.flush(a)
		if a.Top().Typing() {
			return tea.Batch(before, a.do(msg, sheet.Typing))
		}
	}
	k.last = now
	if k.chooses() {
		before = tea.Batch(before, k.flush(a))
		if a.Top().Typing() {
			return tea.Batch(before, a.do(msg, sheet.Typing))
		}
	}
	act := sheet.ByKey(msg.String(), sheet.InList, a.Top().Actions(), a.actions())
	if act != nil && isSign(act, msg.Text) && len(k.waiting) == 0 {
		k.reset()
		return tea.Batch(before, a.Dispatch(act.Call()))
	}
	if !k.isKey(act, msg.Text) {
		return tea.Batch(before, a.sentence(msg.Text))
	}
	if len(k.run) == 0 {
		k.first, k.restore = act, a.Top().Base().State()
	}
	k.run = append(k.run, msg.Text)
	if act.Move {
		return tea.Batch(before, a.Dispatch(act.Call()))
	}
	k.waiting = append(k.waiting, act)
	turn := k.late.Turn()
	return tea.Batch(before, a.Later(hold, func() tea.Cmd {
		if !k.late.Is(turn) {
			return nil
		}
		return k.flush(a)
	}))
}

// isSign reports whether a key runs at once that opens a line of its own.
func isSign(act *sheet.Action, text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return slices.Contains(signs, act.ID) && !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// signs open a line of their own that narrows what is there.
var signs = []string{"help", "palette", "list.find"}

// isKey reports whether a key that is bound to an action is one more key, and not the next letter of a sentence.
func (k *keys) isKey(act *sheet.Action, text string) bool {
	n := len(k.run)
	switch {
	case act == nil:
		return false
	case n == 0, k.run[n-1] == text && (len(k.waiting) > 0 || n < 2 || k.run[0] == text):
		return true
	}
	return len(k.waiting) == 0 && k.run[0] == k.run[n-1] // moves of one kind, and one key behind them
}

// chooses reports a run that is a space, of which the page makes a chooser: no sentence begins with one, so what comes behind it is the
// beginning of a choice's word. Where it is not, the chooser gives it to the line.
func (k *keys) chooses() bool {
	if len(k.run) != 1 || k.run[0] != " " || len(k.waiting) != 1 {
		return false
	}
	act := k.waiting[0]
	return act.Chooses != nil && act.Barred() == "" && act.Chooses()
}

// sentence makes the run text, with one more key.
func (a *App) sentence(text string) tea.Cmd {
	k := &a.keys
	all, first := strings.Join(k.run, "")+text, k.first
	if k.restore != nil {
		k.restore()
	}
	k.reset()
	s := a.Top().Base()
	cmd := s.Type(all)
	if first != nil && first.Opens != "" && len(all) > 1 {
		rest := strings.TrimSpace(all[1:])
		s.Offer(first.Opens+` "`+rest+`.."`, func() tea.Cmd {
			rest := strings.TrimSpace(s.Clear()[1:])
			return tea.Batch(a.Dispatch(first.Call()), s.Type(rest))
		})
	}
	return cmd
}

func (k *keys) reset() {
	k.late.Turn()
	k.run, k.waiting, k.first, k.restore = nil, nil, nil, nil
}

// flush carries out the keys that wait. Where the first opens a line, the others are letters of it.
func (k *keys) flush(a *App) tea.Cmd {
	waiting, run := k.waiting, k.run
	k.reset()
	var cmds []tea.Cmd
	for i, act := range waiting {
		if a.Top().Typing() {
			return tea.Batch(append(cmds, a.Top().Base().Type(strings.Join(run[len(run)-len(waiting)+i:], "")))...)
		}
		cmds = append(cmds, a.Dispatch(act.Call()))
	}
	return tea.Batch(cmds...)
}

// kept says that leaving takes nothing along, unless the page holds what is not in the archive yet.
func (a *App) kept(said string) string {
	if a.Top().Base().Page.Modal {
		return "What stands here is not saved."
	}
	return said
}

// interrupt is ctrl+c: it leaves the field, and a second one leaves the program.
func (a *App) interrupt() tea.Cmd {
	switch {
	case a.Top().Typing() && !a.keys.armed:
		a.Top().Base().StopTyping()
		a.Say(a.kept("Your text is kept.") + " ctrl+c again leaves debrief.")
	case !a.keys.armed:
		a.Say(a.kept("Everything is saved.") + " ctrl+c again leaves debrief.")
	default:
		return a.Quit()
	}
	a.keys.armed = true
	return nil
}
