// Package ui is the program on the screen. Its rule: screens show what the archive holds and change it only through an
// edit; nothing is applied ahead of the commit, so there is nothing to roll back.
package ui

import (
	"context"
	"errors"
	"strings"
	"time"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// The smallest window that the program draws in, in cells.
const (
	minWidth  = 40
	minHeight = 10
)

// Archive is what the screens need of the place where postmortems are kept. A context ends with the program.
type Archive interface {
	Path() string
	List(ctx context.Context) ([]model.Entry, error)
	Load(ctx context.Context, ref string) (*model.Postmortem, error)
	Create(ctx context.Context, p *model.Postmortem, label string) (model.Applied, error)
	Import(ctx context.Context, p *model.Postmortem, batch string) (model.Applied, error)
	Apply(ctx context.Context, ref string, e model.Edit) (model.Applied, error)
	Undo(ctx context.Context, ref string) (model.Applied, error)
	Redo(ctx context.Context, ref string) (model.Applied, error)
	Live(ctx context.Context, ref string) (model.Live, error)
	SetLive(ctx context.Context, ref string, live model.Live) error
	Latest(ctx context.Context) (ref string, err error) // the postmortem that somebody was in last
	Changed(ctx context.Context, p *model.Postmortem) (model.Instant, error)
	OpenActions(ctx context.Context, filter model.OpenFilter) ([]model.OpenAction, []model.Owner, error)
	Owners(ctx context.Context) ([]string, error)
	Waiting(ctx context.Context, now time.Time, limit int) (all []model.Waiting, more bool, err error)
}

// Drafts keep typed text that is not an edit yet.
type Drafts interface {
	Get(key string) string
	Put(key, text string)
	Drop(key string)
}

// Screen fills the window between the header and the help line.
type Screen interface {
	Update(msg tea.Msg) tea.Cmd
	View(w, h int) draw.Frame // h lines of w cells, a pure function of the receiver
	Actions() []Action        // its static table; what cannot be done now says why
	Typing() bool             // letters are text, not keys
	refresh()                 // the postmortem or the archive is a newer one
	layout(w, h int)          // the size that View will be asked for
}

// App is the program: a stack of screens over one archive, and the queue that edits go through.
type App struct {
	config                   Config
	ctx                      context.Context //nolint:containedctx // it is the program's own, for the commands that it starts
	theme                    *draw.Theme
	w, h                     int
	stack                    []Screen
	pm                       *model.Postmortem // the one that is open; nil in the archive
	entries                  []model.Entry
	waiting                  []model.Waiting // what has come due, the earliest first
	waitingMore              bool            // there is more of it
	widestRef                int             // of the entries, in cells
	listed                   bool            // entries were read, and none means that there are none
	first                    tea.Cmd         // brings the first list
	queue                    []job
	busy                     bool
	jobs                     int  // how many were started
	leaving                  bool // quit once the queue is empty
	notice                   notice
	seen                     int // the furthest phase that was visited, now or in an earlier session
	left                     int // how many phases, from the first, somebody has gone on from
	live                     model.Live
	liveSet                  bool // a write of live is under way or scheduled
	checks                   checks
	coach                    listening
	mentions                 mentions
	tree                     *treeView
	fromAnywhere, fromSheets []Action // the tables of actions, made once
	burst                    burst
	preview                  previewCache
	owners                   []string // of earlier actions, to complete names from
	actionOrder              int      // the place in actionOrders of the one that the list is shown in
	pasted                   string   // in the archive: it becomes the timeline of the postmortem that is being started
	wordLeft                 string   // letters that go on with a word that was chosen
	wordAt                   time.Time
	armed                    bool // ctrl+c was pressed where nothing was being typed
}

type notice struct {
	text string
	bad  bool
}

// job is one use of the archive that changes it. One is in flight at a time, for commands complete in any order.
type job struct {
	run    func(ctx context.Context) (model.Applied, error)
	then   func(model.Applied) tea.Cmd
	failed func(error)
	said   func(model.Step) string // the notice when it is saved
}

// saved tells that a job is done.
type saved struct {
	job     job
	applied model.Applied
	err     error
}

// closed tells that the terminal is gone.
type closed struct{}

// elapsed comes after a while; do runs then.
type elapsed struct{ do func() tea.Cmd }

func newApp(ctx context.Context, config Config) *App {
	name := config.Theme
	if name == "" {
		name = "dark"
	}
	a := &App{config: config, ctx: ctx, theme: draw.NewTheme(name)}
	a.stack = []Screen{newHome(a)}
	a.first = a.list()
	return a
}

// Init loads the list, and the postmortem that was asked for.
func (a *App) Init() tea.Cmd {
	cmds := []tea.Cmd{a.first}
	if a.config.Theme == "" {
		cmds = append(cmds, tea.RequestBackgroundColor)
	}
	if a.config.Open != "" {
		cmds = append(cmds, a.open(a.config.Open, a.config.Phase))
	}
	return tea.Batch(cmds...)
}

// Update takes a message: the window, the saves, the keys; everything else is the top screen's.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := a.take(msg)
	a.top().layout(a.w, a.bodyHeight())
	return a, tea.Batch(cmd, a.listen(msg), a.renew(), a.noteLive())
}

// renewer is a page that draws in the background what a newer state or another size makes old.
type renewer interface{ renew() tea.Cmd }

func (a *App) renew() tea.Cmd {
	if s, ok := a.top().(*sheet); ok {
		if page, ok := s.content.(renewer); ok {
			return page.renew()
		}
	}
	return nil
}

func (a *App) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.w, a.h = msg.Width, msg.Height
		a.refreshAll()
		return nil
	case tea.BackgroundColorMsg:
		if a.config.Theme == "" && !msg.IsDark() {
			a.theme = draw.NewTheme("light")
			a.refreshAll()
		}
		return nil
	case arrival:
		return msg.arrive(a)
	case tea.KeyPressMsg:
		return a.press(msg)
	}
	return a.top().Update(msg)
}

// arrival is the outcome of a command that the program itself started, or news from outside of it.
type arrival interface{ arrive(a *App) tea.Cmd }

func (msg saved) arrive(a *App) tea.Cmd { return a.settle(msg) }

func (closed) arrive(a *App) tea.Cmd { return a.quit() }

func (msg elapsed) arrive(*App) tea.Cmd { return msg.do() }

func (a *App) top() Screen { return a.stack[len(a.stack)-1] }

func (a *App) push(s Screen) tea.Cmd {
	a.stack = append(a.stack, s)
	return nil
}

// pop closes the top screen; the archive at the bottom stays.
func (a *App) pop() tea.Cmd {
	_, listed := contentOf[*actionsPage](a.top())
	if len(a.stack) > 1 {
		a.stack = a.stack[:len(a.stack)-1]
	}
	a.top().refresh()
	if listed {
		return a.list() // what was done there may need nobody any more
	}
	return nil
}

// contentOf is what a screen shows, if it is of that kind.
func contentOf[C any](s Screen) (C, bool) {
	if page, ok := s.(*sheet); ok {
		c, ok := page.content.(C)
		return c, ok
	}
	var none C
	return none, false
}

// below is how many screens lie below those of a postmortem: the archive, and the list of actions that it was opened from.
func (a *App) below() int {
	if len(a.stack) > 1 {
		if _, ok := contentOf[*actionsPage](a.stack[1]); ok {
			return 2
		}
	}
	return 1
}

func (a *App) refreshAll() {
	for _, s := range a.stack {
		s.refresh()
	}
}

func (a *App) say(text string) { a.notice = notice{text: say.Safe(text)} }

func (a *App) warn(text string) { a.notice = notice{text: say.Safe(text), bad: true} }

// fail shows an error with its hint, in one line.
func (a *App) fail(err error) {
	a.warn(strings.ReplaceAll(say.Safe(strings.TrimSpace(model.CleanLines(err.Error()))), "\n", " "))
}

// do sends a job through the queue.
func (a *App) do(j job) tea.Cmd {
	a.queue = append(a.queue, j)
	return a.next()
}

// slowJob is how long a job may take before it is said that it takes long.
const slowJob = 300 * time.Millisecond

func (a *App) next() tea.Cmd {
	if a.busy || len(a.queue) == 0 {
		return nil
	}
	j := a.queue[0]
	a.queue = a.queue[1:]
	a.busy, a.jobs = true, a.jobs+1
	n := a.jobs
	slow := a.later(slowJob, func() tea.Cmd {
		if a.busy && a.jobs == n {
			a.say("Saving. This one takes a moment.")
		}
		return nil
	})
	run := func() tea.Msg {
		applied, err := j.run(a.ctx)
		return saved{j, applied, err}
	}
	return tea.Batch(run, slow)
}

// edit changes the open postmortem.
func (a *App) edit(e model.Edit, then func(model.Applied) tea.Cmd, failed func(error)) tea.Cmd {
	if a.pm == nil {
		return nil
	}
	return a.editOf(a.pm.Ref, e, then, failed)
}

// editOf changes a postmortem, open or not. The phase that the edit is made in counts as reached.
func (a *App) editOf(ref string, e model.Edit, then func(model.Applied) tea.Cmd, failed func(error)) tea.Cmd {
	phase, inner := a.phase(), e.Do
	e.Do = func(p *model.Postmortem) error {
		if err := inner(p); err != nil {
			return err
		}
		if model.PhaseIndex(phase) > model.PhaseIndex(p.Phase) {
			p.Phase = phase
		}
		return nil
	}
	return a.do(job{
		run:  func(ctx context.Context) (model.Applied, error) { return a.config.Archive.Apply(ctx, ref, e) },
		then: then, failed: failed,
		said: func(s model.Step) string {
			if s.N == 0 {
				return ""
			}
			return "Saved: " + s.Label + "."
		},
	})
}

// settle takes the outcome of a job.
func (a *App) settle(msg saved) tea.Cmd {
	a.busy = false
	var cmd tea.Cmd
	if msg.err != nil {
		a.fail(msg.err)
		if msg.job.failed != nil {
			msg.job.failed(msg.err)
		}
		if errors.Is(msg.err, model.ErrChanged) {
			cmd = a.reload(changedElsewhere{})
		}
	} else {
		if a.pm != nil && msg.applied.Postmortem != nil && a.pm.ID == msg.applied.Postmortem.ID {
			a.pm = msg.applied.Postmortem
		}
		if msg.job.said != nil {
			a.say(msg.job.said(msg.applied.Step))
		}
		a.refreshAll()
		if msg.job.then != nil {
			cmd = msg.job.then(msg.applied)
		}
	}
	if a.leaving && len(a.queue) == 0 {
		return tea.Quit
	}
	return tea.Batch(cmd, a.next())
}

// quit leaves once everything is saved.
func (a *App) quit() tea.Cmd {
	if a.busy || len(a.queue) > 0 {
		a.leaving = true
		return nil
	}
	return tea.Quit
}

func (a *App) now() time.Time { return a.config.Now() }

// later runs do after a while.
func (a *App) later(d time.Duration, do func() tea.Cmd) tea.Cmd {
	return a.config.After(d, func() tea.Msg { return elapsed{do} })
}
