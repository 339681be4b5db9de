package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"debrief/intake"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// Config is what the program is given: the archive, and what it may do outside of itself. Archive, Drafts, ReadDocument
// and WriteFile must be set.
type Config struct {
	Archive sheet.Archive
	Drafts  sheet.Drafts
	Session string // the terminal's session, for the archive's live row
	Open    string // the postmortem to open; "" shows the archive
	Phase   string // the phase to open it in; "" is where somebody was
	Room    bool   // others watch from the start
	Theme   string // light, dark or mono; "" asks the terminal
	Keys    Keymap // that are chosen, which CheckKeys has looked through
	Suspend bool   // there is a shell to come back from with ctrl+z

	ReadDocument func(path string) (Document, error)
	ReadInput    func(path string) (intake.Input, error) // with the users.json of a Slack export beside it
	ListFiles    func(dir string) (at string, files []FileEntry, err error)
	WriteFile    func(path string, data []byte) (written string, err error)
	Browse       func(link string) error
	ShowFile     func(path string) error                                  // in the browser
	Watch        func(ctx context.Context, changed func(Elsewhere)) error // until the context ends
	Who          Who                                                      // sits here

	Now    func() time.Time // what time it is, for dates, in the zone of whoever sits here
	Hosts  []string         // that pages for the public may lead to
	NoZone bool             // nothing on this machine names that zone: it is UTC
	Clock  func() time.Time // the clock that tells letters from a sentence
	After  func(d time.Duration, then func() tea.Msg) tea.Cmd
	Exec   func(cmd *exec.Cmd, then func(error) tea.Msg) tea.Cmd

	outside *sheet.Outside
}

// Document is what a file to import holds.
type Document = sheet.Document

// Plan is what would come in of many files.
type Plan = sheet.Plan

// Progress is told how much of something long is done.
type Progress = sheet.Progress

// Planned is one row of a plan.
type Planned = sheet.Planned

// Arrived is what has become of a plan.
type Arrived = sheet.Arrived

// FileEntry is a file or a folder that can be chosen.
type FileEntry = sheet.FileEntry

func (c Config) withDefaults(ctx context.Context) Config {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.After == nil {
		c.After = func(d time.Duration, then func() tea.Msg) tea.Cmd {
			return tea.Tick(d, func(time.Time) tea.Msg { return then() })
		}
	}
	if c.Exec == nil {
		c.Exec = func(cmd *exec.Cmd, then func(error) tea.Msg) tea.Cmd { return tea.ExecProcess(cmd, then) }
	}
	if c.Browse == nil {
		c.Browse = func(link string) error { return fmt.Errorf("open %s in your browser", link) }
	}
	if c.ShowFile == nil {
		c.ShowFile = func(string) error { return errors.New("open it in your browser") }
	}
	c.outside = &sheet.Outside{Context: ctx, NoZone: c.NoZone, Hosts: c.Hosts, ReadDocument: c.ReadDocument, ReadInput: c.ReadInput,
		ListFiles: c.ListFiles,
		WriteFile: c.WriteFile, Browse: c.Browse, ShowFile: c.ShowFile, Exec: c.Exec}
	return c
}

// settling is when the archive is read once more, for what came between the first reading and the watch.
const settling = 300 * time.Millisecond

// Run shows the program until the person leaves it. open is called beside the start of the terminal: what it opens is closed by the
// caller, after Run. What was acknowledged is in the archive when Run returns.
func Run(ctx context.Context, open func() (Config, error), options ...tea.ProgramOption) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	start := &starting{ready: make(chan readied, 1), opened: make(chan struct{})}
	go func() { start.ready <- ready(ctx, open) }()
	program := tea.NewProgram(start, append([]tea.ProgramOption{tea.WithFPS(120)}, options...)...)
	go start.watch(ctx, program)
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP) // a closed terminal would end a Bubble Tea program at once, with nothing put in order
	defer signal.Stop(hangup)
	go func() {
		select {
		case <-hangup:
			program.Send(closed{})
		case <-ctx.Done():
		}
	}()
	_, err := program.Run()
	switch {
	case start.err != nil:
		return start.err
	case err != nil:
		return fmt.Errorf("show the program: %w", err)
	case start.app == nil:
		return nil
	}
	return start.app.finish()
}

// starting is the program while its archive is being opened: it draws nothing, and keeps what comes for then.
type starting struct {
	ready  chan readied
	opened chan struct{} // closed once the program is there
	app    *App
	err    error // why it is not
	kept   []tea.Msg
}

// readied brings the program, with what its first frame shows.
type readied struct {
	app   *App
	first tea.Msg
	err   error
}

// ready makes the program and reads what its first frame shows.
func ready(ctx context.Context, open func() (Config, error)) readied {
	config, err := open()
	if err != nil {
		return readied{err: err}
	}
	app := newApp(ctx, config.withDefaults(ctx))
	first := app.first
	app.first = nil
	return readied{app: app, first: first()}
}

func (s *starting) Init() tea.Cmd { return func() tea.Msg { return <-s.ready } }

func (s *starting) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if s.app != nil {
		_, cmd := s.app.Update(msg)
		return s, cmd
	}
	r, is := msg.(readied)
	switch {
	case is && r.err != nil:
		s.err = r.err
		return s, tea.Quit
	case !is:
		s.kept = append(s.kept, msg)
		if _, gone := msg.(closed); gone {
			return s, tea.Quit
		}
		return s, nil
	}
	s.app = r.app
	close(s.opened)
	cmds := []tea.Cmd{s.app.Init()}
	for _, m := range append(s.kept, r.first) {
		_, cmd := s.app.Update(m)
		cmds = append(cmds, cmd)
	}
	s.kept = nil
	return s, tea.Batch(cmds...)
}

func (s *starting) View() tea.View {
	if s.app == nil {
		v := tea.NewView("")
		v.AltScreen = true
		return v
	}
	return s.app.View()
}

// watch tells the program what others do to the archive.
func (s *starting) watch(ctx context.Context, program *tea.Program) {
	select {
	case <-s.opened:
	case <-ctx.Done():
		return
	}
	watch := s.app.config.Watch
	if watch == nil {
		return
	}
	time.AfterFunc(settling, func() { program.Send(Elsewhere{Steps: true, Live: true}) })
	err := watch(ctx, func(what Elsewhere) { program.Send(what) })
	if err != nil && !errors.Is(err, context.Canceled) {
		program.Send(Elsewhere{Why: "What others change is not shown any more: " + err.Error()})
	}
}
