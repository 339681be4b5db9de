// Package ui is the program on the screen: the window, the stack of pages, the queue that edits go through, and what keys do. Its
// rule: screens show what the archive holds and change it only through an edit; nothing is applied ahead of the commit, so there is
// nothing to roll back.
package ui

import (
	"context"
	"strings"
	"time"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/draw"
	"debrief/ui/page"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// App is the program: a stack of screens over one archive, and the queue that edits go through.
type App struct {
	config Config
	ctx    context.Context //nolint:containedctx // it is the program's own, for the commands that it starts
	window window
	shelf  *page.Shelf
	stack  []sheet.Screen
	below  int // how many screens lie below those of the open postmortem
	open   opened
	queue  queue
	keys   keys
	room   room

	together together
	first    tea.Cmd // brings the first list
	notice   sheet.Notice

	fromAnywhere, fromSheets []sheet.Action // the tables of actions, made once
}

// window is what the program draws in, and what it drew last.
type window struct {
	w, h  int
	look  *draw.Theme
	frame draw.Frame
}

// opened is the postmortem that is open, and what is known about it beside its parts.
type opened struct {
	pm       *model.Postmortem // nil in the archive
	owners   []string          // of earlier actions, to complete names from
	visits   ask.Visits
	checks   ask.Checks
	mentions mentions
}

// mentions say of each part which others point at it, for one revision.
type mentions struct {
	of *model.Postmortem
	by map[string][]string
}

// closed tells that the terminal is gone.
type closed struct{}

func newApp(ctx context.Context, config Config) *App {
	name := config.Theme
	if name == "" {
		name = "dark"
	}
	a := &App{config: config, ctx: ctx, below: 1}
	a.window.look = draw.NewTheme(name)
	a.queue.init()
	a.shelf = page.NewShelf(a)
	a.stack = []sheet.Screen{a.shelf.Home()}
	a.first = a.shelf.Listed()
	if a.startRoom(); a.room.on {
		a.askToLeave() // before anything of the archive is drawn
	}
	return a
}

// Init loads the list, and the postmortem that was asked for.
func (a *App) Init() tea.Cmd {
	cmds := []tea.Cmd{a.first}
	if a.config.Theme == "" {
		cmds = append(cmds, tea.RequestBackgroundColor)
	}
	if a.config.Open != "" {
		cmds = append(cmds, a.Load(a.config.Open, a.config.Phase, ""))
	}
	return tea.Batch(cmds...)
}

// Update takes a message: the window, the answers, the keys; everything else is the top screen's. What it led to is drawn here, so
// that View changes nothing.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd, known := a.take(msg)
	if !known {
		return a, cmd
	}
	cmd = tea.Batch(cmd, a.Top().Base().Fit(), a.noteLive(), a.shelf.LookAlike())
	a.window.frame = a.frame()
	return a, cmd
}

func (a *App) take(msg tea.Msg) (cmd tea.Cmd, known bool) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.window.w, a.window.h = msg.Width, msg.Height
		a.refreshAll()
	case tea.BackgroundColorMsg:
		if a.config.Theme == "" && !msg.IsDark() {
			a.window.look = a.look("light")
			a.refreshAll()
		}
	case sheet.Answer:
		return msg.Arrive(), true
	case saved:
		return a.settle(msg), true
	case loaded:
		return a.receive(msg), true
	case Elsewhere:
		return a.reload(msg), true
	case closed:
		return a.Quit(), true
	case sheet.Call:
		return a.heard(a.Dispatch(msg)), true
	case tea.KeyPressMsg:
		return a.heard(a.press(msg)), true
	case tea.PasteMsg:
		waited := a.keys.flush(a)
		return tea.Batch(waited, a.heard(a.Top().Update(msg))), true
	default:
		return nil, false
	}
	return nil, true
}

// heard lets the coach listen to the line, after each key and each paste.
func (a *App) heard(cmd tea.Cmd) tea.Cmd { return tea.Batch(cmd, a.Top().Base().Listen()) }

func (a *App) refreshAll() {
	for _, s := range a.stack {
		s.Base().Refresh()
	}
}

// now on a stack: what a page may ask for. See sheet.Desk.

// Post is the open postmortem, nil in the archive.
func (a *App) Post() *model.Postmortem { return a.shown() }

// Look is the theme.
func (a *App) Look() *draw.Theme { return a.window.look }

// Keys are those that are chosen.
func (a *App) Keys() sheet.Keymap { return a.config.Keys }

// Size is how large a page is, in cells.
func (a *App) Size() (w, h int) { return a.window.w, a.bodyHeight() }

// Now is what time it is, for dates.
func (a *App) Now() time.Time { return a.config.Now() }

// Later runs do after a while.
func (a *App) Later(d time.Duration, do func() tea.Cmd) tea.Cmd {
	return a.config.After(d, func() tea.Msg { return sheet.Beside(func() func() tea.Cmd { return do })() })
}

// Drafts keep what is typed.
func (a *App) Drafts() sheet.Drafts { return a.config.Drafts }

// Archive is where postmortems are kept.
func (a *App) Archive() sheet.Archive { return a.config.Archive }

// Outside is what may be done outside of the archive.
func (a *App) Outside() *sheet.Outside { return a.config.outside }

// Owners are those of earlier actions; in the room nobody is told whose they are.
func (a *App) Owners() []string {
	if a.room.on {
		return nil
	}
	return a.open.owners
}

// Checks is what is asked of the open postmortem by now.
func (a *App) Checks() *ask.Checks {
	c := a.open.checks.Look(a.open.pm, a.open.visits, a.Now())
	if a.room.on && a.open.pm != nil {
		return a.roomChecks(c)
	}
	return c
}

// Mentioned are the parts of some letters that point at a part: what an event shows, which actions answer a why.
func (a *App) Mentioned(ref, letters string) []string {
	o := &a.open
	if o.pm == nil {
		return nil
	}
	if o.mentions.of != o.pm {
		o.mentions = mentions{o.pm, o.pm.Mentions()}
	}
	var refs []string
	for _, by := range o.mentions.by[ref] {
		if strings.Contains(letters, by[:1]) {
			refs = append(refs, by)
		}
	}
	return refs
}

// Say shows what was done.
func (a *App) Say(text string) { a.notice = sheet.Notice{Text: say.Safe(a.Words(text))} }

// Warn shows what cannot be done.
func (a *App) Warn(text string) {
	a.notice = sheet.Notice{Text: say.Safe(a.Words(text)), Bad: true}
}

// Fail shows an error with its hint, in one line.
func (a *App) Fail(err error) { a.Warn(oneLine(err)) }

func oneLine(err error) string {
	return strings.ReplaceAll(strings.TrimSpace(model.CleanLines(err.Error())), "\n", " ")
}

// Notice is what just happened.
func (a *App) Notice() sheet.Notice { return a.notice }

// Hush takes the notice away.
func (a *App) Hush() { a.notice = sheet.Notice{} }

// Top is the screen that is shown.
func (a *App) Top() sheet.Screen { return a.stack[len(a.stack)-1] }

// Push shows a screen above the others.
func (a *App) Push(s sheet.Screen) tea.Cmd {
	a.stack = append(a.stack, s)
	return nil
}

// Pop closes the top screen; the archive at the bottom stays.
func (a *App) Pop() tea.Cmd {
	if len(a.stack) == 1 {
		a.Say("Nothing lies below this page.")
		return nil
	}
	left := a.Top().Base()
	a.stack = a.stack[:len(a.stack)-1]
	a.Top().Base().Refresh()
	if left.Page.Closed != nil {
		return left.Page.Closed()
	}
	return nil
}

// Quit leaves once everything is saved.
func (a *App) Quit() tea.Cmd {
	keep := a.keepTaken(false)
	if a.queue.idle() {
		return tea.Quit
	}
	a.queue.leaving = true
	return keep
}

// Palette shows what can be done here.
func (a *App) Palette(sign string) tea.Cmd {
	below := a.Top()
	return a.shelf.Palette(sign, below, a.actions(), func(c sheet.Call) tea.Cmd { return a.Dispatch(c) })
}

// Dispatch runs the action that a call names, on the page that is shown, or says why it cannot be done.
func (a *App) Dispatch(c sheet.Call) tea.Cmd {
	act := sheet.ByCall(c, a.Top().Actions(), a.actions())
	if act == nil {
		return nil
	}
	if act.Scope == sheet.InList && a.Top().Base().Choosing() {
		a.Say("Choose first: enter takes what is marked, esc leaves it.")
		return nil
	}
	if act.Scope == sheet.Typing && !a.Top().Typing() {
		a.Say(act.Name + ": " + sheet.KeyNames(act.Keys) + ", while typing.")
		return nil
	}
	if why := act.Barred(); why != "" {
		a.Warn(why)
		return nil
	}
	return act.Do()
}
