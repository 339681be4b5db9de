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
	"debrief/model"
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
	Theme   string // light, dark or mono; "" asks the terminal
	Suspend bool   // there is a shell to come back from with ctrl+z

	ReadDocument func(path string) (*model.Postmortem, error)
	ReadInput    func(path string) (intake.Input, error) // with the users.json of a Slack export beside it
	ListFiles    func(dir string) (at string, files []FileEntry, err error)
	WriteFile    func(path string, data []byte) (written string, err error)
	Browse       func(link string) error
	Watch        func(ctx context.Context, changed func(why string)) error // until the context ends; why as in changedElsewhere

	Now   func() time.Time // what time it is, for dates
	Clock func() time.Time // the clock that tells letters from a sentence
	After func(d time.Duration, then func() tea.Msg) tea.Cmd
	Exec  func(cmd *exec.Cmd, then func(error) tea.Msg) tea.Cmd

	outside *sheet.Outside
}

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
	c.outside = &sheet.Outside{Context: ctx, ReadDocument: c.ReadDocument, ReadInput: c.ReadInput, ListFiles: c.ListFiles,
		WriteFile: c.WriteFile, Browse: c.Browse, Exec: c.Exec}
	return c
}

// settling is when the archive is read once more, for what came between the first reading and the watch.
const settling = 300 * time.Millisecond

// Run shows the program until the person leaves it. What was acknowledged is in the archive when it returns.
func Run(ctx context.Context, config Config, options ...tea.ProgramOption) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	config = config.withDefaults(ctx)
	listed := make(chan struct{})
	app := newApp(ctx, config)
	first := app.first
	app.first = ahead(func() tea.Msg {
		defer close(listed)
		return first()
	})
	options = append([]tea.ProgramOption{tea.WithFPS(120)}, options...)
	program := tea.NewProgram(app, options...)
	if config.Watch != nil {
		go func() {
			<-listed // the watch would take time from the first frame
			time.AfterFunc(settling, func() { program.Send(changedElsewhere{}) })
			err := config.Watch(ctx, func(why string) { program.Send(changedElsewhere{why}) })
			if err != nil && !errors.Is(err, context.Canceled) {
				program.Send(changedElsewhere{"What others change is not shown any more: " + err.Error()})
			}
		}()
	}
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
	if err != nil {
		return fmt.Errorf("show the program: %w", err)
	}
	return app.finish()
}

// ahead runs a command now; who runs the one that it gives waits for what is left of it. The archive is read while the
// program starts, so that the first frame shows it.
func ahead(cmd tea.Cmd) tea.Cmd {
	done := make(chan tea.Msg, 1)
	go func() { done <- cmd() }()
	return func() tea.Msg { return <-done }
}
