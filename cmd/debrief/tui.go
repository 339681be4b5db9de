package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"debrief/cmd/debrief/config"
	"debrief/intake"
	"debrief/intake/secret"
	"debrief/model"
	"debrief/storage"
	"debrief/ui"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"
)

// screenCommands open the program on the screen.
func (p *program) screenCommands() []*cobra.Command {
	phase, room := "", false
	open := &cobra.Command{
		Use:               "open REF",
		Short:             "Open a postmortem",
		Args:              wants(1, 1, "open PM-7 [--phase facts] [--room] [--plain]"),
		ValidArgsFunction: p.completeRefs,
		RunE: func(cmd *cobra.Command, args []string) error {
			at := model.PhaseNamed(phase)
			if phase != "" && at == "" {
				return noneOf("phase", phase, model.Phases...)
			}
			ref, err := postRef(args[0])
			if err != nil {
				return err
			}
			return p.screens(cmd.Context(), screenPlace{ref, at, room})
		},
	}
	open.Flags().StringVar(&phase, "phase", "", "`NAME` of the phase to open: "+strings.Join(model.Phases, ", "))
	open.Flags().BoolVar(&room, "room", false, "in room mode, for a screen that others watch: nothing private is shown; m turns it off")
	offer(open, "phase", model.Phases...)
	p.plainFlag(open)
	return []*cobra.Command{open, p.presentCommand()}
}

// screenPatience is how long the screens wait for another program that is writing. What was entered is kept meanwhile, and nobody
// waits for it with a key.
const screenPatience = 2500 * time.Millisecond

// screenPlace is where the screens open: on a postmortem, or on the archive when ref is "".
type screenPlace struct {
	ref, phase string
	room       bool
}

// screens runs the program on the screen. The archive is opened beside the start of
// the terminal.
func (p *program) screens(ctx context.Context, at screenPlace) error {
	chosen, err := p.settings()
	if err != nil {
		return err
	}
	if p.plainly() {
		return p.askPlainly(ctx, at)
	}
	if err := p.screenable(); err != nil {
		return err
	}
	name, who := p.who()
	opened, left, closed := make(chan ui.Config, 1), make(chan struct{}), make(chan error, 1)
	go func() {
		opt := storage.Options{Author: name, Patience: screenPatience, Existing: at.ref != "", Prefix: p.prefix}
		closed <- p.useWith(ctx, opt, func(a *storage.Archive) error {
			config, drafts, err := p.screenOn(ctx, a, at)
			if err != nil {
				return err
			}
			config.Who, config.Theme, config.Keys, config.Hosts = who, p.colours(chosen), keymap(chosen), chosen.Hosts
			opened <- config
			<-left
			return drafts.Close()
		})
	}()
	open := func() (ui.Config, error) {
		select {
		case c := <-opened:
			return c, nil
		case err := <-closed:
			closed <- err // it is looked at once more below
			return ui.Config{}, err
		}
	}
	if at.ref != "" || p.prefix != "" { // what is wrong with a reference or a prefix is better said in the shell
		config, err := open()
		if err != nil {
			return err
		}
		open = func() (ui.Config, error) { return config, nil }
	}
	defer p.keepTitle()()
	p.grow(usualGrowth)
	err = ui.Run(ctx, open)
	close(left)
	if end := <-closed; end != nil && !errors.Is(err, end) {
		err = errors.Join(err, end)
	}
	return err
}

// keepTitle puts the window's title on the terminal's own stack (XTWINOPS 22 and 23); what it returns brings it back.
func (p *program) keepTitle() (giveBack func()) {
	_, _ = io.WriteString(p.out.w, ansi.WindowOp(22, 0)) // a title is no reason to stop
	return func() { _, _ = io.WriteString(p.out.w, ansi.WindowOp(23, 0)) }
}

// screenOn is what the screens are given for an archive, and the drafts, which the caller closes.
func (p *program) screenOn(ctx context.Context, a *storage.Archive, at screenPlace) (ui.Config, *storage.Drafts, error) {
	if at.ref != "" {
		pm, err := a.Load(ctx, at.ref)
		if err != nil {
			return ui.Config{}, nil, err
		}
		at.ref = pm.Ref
	}
	drafts, err := p.drafts(ctx, a)
	if err != nil {
		return ui.Config{}, nil, err
	}
	_, named := p.here()
	return ui.Config{
		Archive: entering{a, drafts}, Drafts: drafts, Session: a.Session(), Open: at.ref, Phase: at.phase, Room: at.room,
		Suspend:      hasShell(),
		ReadDocument: func(path string) (ui.Document, error) { return p.readForScreen(ctx, a, p.homeOf(path)) },
		ReadInput:    func(path string) (intake.Input, error) { return readInput(p.homeOf(path)) },
		ListFiles:    listFiles,
		WriteFile:    p.writeForScreen,
		Browse:       p.browse,
		ShowFile:     p.showFile,
		Watch: func(ctx context.Context, changed func(ui.Elsewhere)) error {
			return watch(ctx, a, p.guideDoubt, changed)
		},
		Now:    p.now,
		NoZone: !named,
	}, drafts, nil
}

// screenable says why the screens cannot be shown here, if they cannot.
func (p *program) screenable() error {
	if _, ok := terminal(p.out.w); !ok {
		return errors.New("the screens need a terminal: --plain asks on plain lines, and debrief --help lists the commands that need none")
	}
	if _, ok := terminal(p.in); !ok {
		return errors.New("the screens need the keyboard on standard input: --plain takes answers from a pipe")
	}
	if p.env("TERM") == "dumb" {
		return errors.New("the screens need a terminal that moves its cursor, and TERM is \"dumb\"")
	}
	return nil
}

// colours is the theme: mono where $NO_COLOR is not empty (no-color.org), else what --theme says, else the settings; "" asks the terminal.
func (p *program) colours(chosen config.Config) string {
	if p.env("NO_COLOR") != "" {
		return "mono"
	}
	return cmp.Or(p.theme, chosen.Theme)
}

// entering is the archive as the screens have it: what was entered is on the disk as a draft, with its id, before it is saved. A
// program that is killed while it saves leaves a draft that the next one can know.
type entering struct {
	*storage.Archive

	drafts *storage.Drafts
}

// Apply is the archive's. A draft that cannot be kept does not stop it: then the archive is the safer place.
func (e entering) Apply(ctx context.Context, ref string, edit model.Edit) (model.Applied, error) {
	_ = e.drafts.Flush()
	return e.Archive.Apply(ctx, ref, edit)
}

// Create is the archive's, for a postmortem that may have an entry's id.
func (e entering) Create(ctx context.Context, p *model.Postmortem, label string) (model.Applied, error) {
	_ = e.drafts.Flush()
	return e.Archive.Create(ctx, p, label)
}

// drafts opens the drafts of a session, with what sessions that are gone left behind and did not save. Where the state folder
// cannot be written, drafts last as long as the machine runs.
func (p *program) drafts(ctx context.Context, a *storage.Archive) (*storage.Drafts, error) {
	f, err := p.folders()
	if err != nil {
		return nil, err
	}
	drafts, err := storage.OpenDrafts(filepath.Join(f.state, "drafts"), a.Session(), secret.Hide)
	if err != nil {
		p.log.Warn("drafts", "error", err)
		dir, failed := os.MkdirTemp("", "debrief-drafts-")
		if failed != nil {
			return nil, err
		}
		return storage.OpenDrafts(dir, a.Session(), secret.Hide)
	}
	for _, orphan := range drafts.Orphans() {
		if _, err := drafts.Adopt(orphan); err != nil {
			p.log.Warn("drafts", "error", err)
		}
	}
	if err := forgetSaved(ctx, a, drafts); err != nil {
		return nil, errors.Join(err, drafts.Close())
	}
	return drafts, nil
}

// forgetSaved drops the entries that are in the archive: the program that saved them was killed before it could.
func forgetSaved(ctx context.Context, a *storage.Archive, drafts *storage.Drafts) error {
	all := drafts.Entries()
	ids := make([]string, 0, len(all))
	for _, d := range all {
		ids = append(ids, d.Entry)
	}
	saved, err := a.Entered(ctx, ids)
	if err != nil {
		return err
	}
	for _, d := range all {
		if slices.Contains(saved, d.Entry) {
			drafts.Leave(d.Key, d.Entry)
		}
	}
	return nil
}

// homeOf gives ~/ its meaning, which no shell has given it on a screen.
func (p *program) homeOf(path string) string {
	rest, ok := strings.CutPrefix(path, "~"+string(filepath.Separator))
	if home, err := os.UserHomeDir(); ok && err == nil {
		return filepath.Join(home, rest)
	}
	return path
}

func (p *program) writeForScreen(path string, data []byte) (string, error) {
	path, err := filepath.Abs(p.homeOf(path))
	if err != nil {
		return "", fmt.Errorf("write %s: %w", path, err)
	}
	return path, writeFile(path, data, 0o644)
}

// watch reports what others do to the archive until the context ends, after what there is to say at the beginning.
func watch(ctx context.Context, a *storage.Archive, doubt string, changed func(ui.Elsewhere)) error {
	all := notices(a)
	if doubt != "" {
		all = append(all, doubt)
	}
	if len(all) > 0 {
		changed(ui.Elsewhere{Why: strings.Join(all, "; ")})
	}
	err := a.Watch(ctx, func(c storage.Change) {
		what := ui.Elsewhere{Steps: len(c.Refs) > 0, Live: len(c.Live) > 0}
		if c.Err != nil {
			what.Why = c.Err.Error()
		}
		changed(what)
	})
	if err != nil {
		return err
	}
	<-ctx.Done()
	return ctx.Err()
}

// browse opens a web page where there is a desktop to show it.
func (p *program) browse(link string) error {
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("%s is not the address of a web page", model.Quote(link))
	}
	return p.inBrowser(u)
}

// showFile opens a file that was just written where there is a browser.
func (p *program) showFile(path string) error {
	return p.inBrowser(&url.URL{Scheme: "file", Path: filepath.ToSlash(path)})
}

func (p *program) inBrowser(u *url.URL) error {
	name, args := "xdg-open", []string{u.String()}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", u.String()}
	default:
		if p.env("DISPLAY") == "" && p.env("WAYLAND_DISPLAY") == "" {
			return fmt.Errorf("there is no browser here: open %s in yours", u)
		}
	}
	cmd := exec.Command(name, args...) //nolint:noctx // the browser outlives the program
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("open %s in your browser: %w", u, err)
	}
	return cmd.Process.Release()
}
