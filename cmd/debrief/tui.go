package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"debrief/intake"
	"debrief/model"
	"debrief/storage"
	"debrief/ui"

	"github.com/spf13/cobra"
)

// screenCommands open the program on the screen.
func (p *program) screenCommands() []*cobra.Command {
	phase := ""
	open := &cobra.Command{
		Use:               "open REF",
		Short:             "Open a postmortem",
		Args:              wants(1, 1, "open PM-7 [--phase facts]"),
		ValidArgsFunction: p.completeRefs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if phase != "" && model.PhaseIndex(phase) < 0 {
				return fmt.Errorf("--phase %s is none of %s", model.Quote(phase), strings.Join(model.Phases, ", "))
			}
			ref, err := postRef(args[0])
			if err != nil {
				return err
			}
			return p.screens(cmd.Context(), ref, phase)
		},
	}
	open.Flags().StringVar(&phase, "phase", "", "`NAME` of the phase to open: "+strings.Join(model.Phases, ", "))
	offer(open, "phase", model.Phases...)
	return []*cobra.Command{open}
}

// screens runs the program on the screen: on a postmortem, or on the archive when ref is "".
func (p *program) screens(ctx context.Context, ref, phase string) error {
	if err := p.screenable(); err != nil {
		return err
	}
	return p.use(ctx, func(a *storage.Archive) error {
		if ref != "" { // what is wrong with a reference is better said in the shell
			pm, err := a.Load(ctx, ref)
			if err != nil {
				return err
			}
			ref = pm.Ref
		}
		drafts, err := p.drafts(a.Session())
		if err != nil {
			return err
		}
		err = ui.Run(ctx, ui.Config{
			Archive: a, Drafts: drafts, Session: a.Session(), Open: ref, Phase: phase, Theme: p.colours(), Suspend: hasShell(),
			ReadDocument: func(path string) (*model.Postmortem, error) { return p.readDocument(p.homeOf(path)) },
			ReadInput:    func(path string) (intake.Input, error) { return readInput(p.homeOf(path)) },
			ListFiles:    listFiles,
			WriteFile:    p.writeForScreen,
			Browse:       p.browse,
			Watch:        func(ctx context.Context, changed func(string)) error { return watch(ctx, a, changed) },
			Now:          p.now,
		})
		return errors.Join(err, drafts.Close())
	})
}

// screenable says why the screens cannot be shown here, if they cannot.
func (p *program) screenable() error {
	if _, ok := terminal(p.out.w); !ok {
		return errors.New("the screens need a terminal: debrief --help lists the commands that do not")
	}
	if _, ok := terminal(p.in); !ok {
		return errors.New("the screens need the keyboard on standard input: debrief --help lists the commands that do not")
	}
	if p.env("TERM") == "dumb" {
		return errors.New("the screens need a terminal that moves its cursor, and TERM is \"dumb\"")
	}
	return nil
}

// colours is the theme: $NO_COLOR, when it is not empty, means mono; "" asks the terminal.
func (p *program) colours() string {
	if p.env("NO_COLOR") != "" {
		return "mono"
	}
	return p.theme
}

// drafts opens the drafts of a session, with what sessions that are gone left behind. Where the state folder cannot be
// written, drafts last as long as the machine runs.
func (p *program) drafts(session string) (*storage.Drafts, error) {
	f, err := p.folders()
	if err != nil {
		return nil, err
	}
	drafts, err := storage.OpenDrafts(filepath.Join(f.state, "drafts"), session)
	if err != nil {
		p.log.Warn("drafts", "error", err)
		dir, failed := os.MkdirTemp("", "debrief-drafts-")
		if failed != nil {
			return nil, err
		}
		return storage.OpenDrafts(dir, session)
	}
	for _, orphan := range drafts.Orphans() {
		if _, err := drafts.Adopt(orphan); err != nil {
			p.log.Warn("drafts", "error", err)
		}
	}
	return drafts, nil
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

// watch reports what others do to the archive until the context ends.
func watch(ctx context.Context, a *storage.Archive, changed func(why string)) error {
	err := a.Watch(ctx, func(c storage.Change) {
		switch {
		case c.Err != nil:
			changed(c.Err.Error())
		case len(c.Refs) > 0:
			changed("")
		}
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
