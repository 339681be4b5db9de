package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

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
			pm, err := p.load(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			return p.screens(cmd.Context(), pm.Ref, phase)
		},
	}
	open.Flags().StringVar(&phase, "phase", "", "`NAME` of the phase to open: "+strings.Join(model.Phases, ", "))
	return []*cobra.Command{open}
}

// screens runs the program on the screen: on a postmortem, or on the archive when ref is "".
func (p *program) screens(ctx context.Context, ref, phase string) error {
	if err := p.screenable(); err != nil {
		return err
	}
	return p.use(ctx, func(a *storage.Archive) error {
		drafts, err := p.drafts(a.Session())
		if err != nil {
			p.hint("Unsaved text is not kept this time: " + err.Error())
		}
		theme := p.theme
		if theme == "" && p.env("NO_COLOR") != "" {
			theme = "mono"
		}
		err = ui.Run(ctx, ui.Config{
			Archive: a, Drafts: drafts, Session: a.Session(), Open: ref, Phase: phase, Theme: theme,
			Suspend: hasShell(), ReadDocument: p.readDocument, WriteFile: writePage, Browse: browse, Now: p.now,
			Actions: allActions(a), Watch: watch(a),
		})
		return errors.Join(err, drafts.Close())
	})
}

// drafts are where unsaved text is kept, with what ended sessions have left there. Without a folder they are kept nowhere.
func (p *program) drafts(session string) (*keptDrafts, error) {
	f, err := p.folders()
	if err != nil {
		return &keptDrafts{}, err
	}
	d, err := storage.OpenDrafts(f.state, session)
	if err != nil {
		return &keptDrafts{}, err
	}
	for _, o := range d.Orphans() {
		_, failed := d.Adopt(o)
		err = errors.Join(err, failed)
	}
	return &keptDrafts{d}, err
}

// keptDrafts are drafts that may have no place to be kept in.
type keptDrafts struct{ *storage.Drafts }

func (k *keptDrafts) Get(key string) string {
	if k.Drafts == nil {
		return ""
	}
	return k.Drafts.Get(key)
}

func (k *keptDrafts) Put(key, text string) {
	if k.Drafts != nil {
		k.Drafts.Put(key, text)
	}
}

func (k *keptDrafts) Drop(key string) { k.Put(key, "") }

func (k *keptDrafts) Close() error {
	if k.Drafts == nil {
		return nil
	}
	return k.Drafts.Close()
}

// writePage writes a page that was asked for on the screen, and says where.
func writePage(path string, data []byte) (string, error) {
	if home, err := os.UserHomeDir(); err == nil && strings.HasPrefix(path, "~/") {
		path = filepath.Join(home, path[2:])
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return "", reason(err)
	}
	return path, writeFile(path, data)
}

func allActions(a *storage.Archive) func(context.Context) ([]ui.OpenAction, error) {
	return func(ctx context.Context) ([]ui.OpenAction, error) {
		owned, err := a.Actions(ctx)
		actions := make([]ui.OpenAction, 0, len(owned))
		for _, o := range owned {
			actions = append(actions, ui.OpenAction{Postmortem: o.Ref, Title: o.Title, Action: o.Action})
		}
		return actions, err
	}
}

// watch tells the screens what others change, not where they are.
func watch(a *storage.Archive) func(context.Context, func(string)) error {
	return func(ctx context.Context, changed func(why string)) error {
		return a.Watch(ctx, func(c storage.Change) {
			switch {
			case c.Err != nil:
				changed(c.Err.Error())
			case len(c.Refs) > 0:
				changed("")
			}
		})
	}
}

// browse opens a link in the user's browser.
func browse(link string) error {
	name, args := "xdg-open", []string{link}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", link}
	}
	cmd := exec.Command(name, args...)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("no browser could be started here; the link is %s", link)
	}
	go func() { _ = cmd.Wait() }() // how the browser ends is its own affair
	return nil
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
		return errors.New("the screens need a terminal that can move its cursor, and TERM is dumb")
	}
	return nil
}
