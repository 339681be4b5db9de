package main

import (
	"context"
	"errors"

	"debrief/export"
	"debrief/intake"
	"debrief/storage"
	"debrief/ui/plain"

	"github.com/spf13/cobra"
)

// plainFlag makes a command that opens the screens ask on plain lines instead.
func (p *program) plainFlag(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&p.plain, "plain", false, "ask on plain lines, for screen readers, serial consoles and pipes")
}

// plainly reports whether the screens are numbered questions on plain lines: because somebody wants them so, or because the terminal
// cannot move its cursor.
func (p *program) plainly() bool {
	if p.plain || p.env("TERM") != "dumb" {
		return p.plain
	}
	_, in := terminal(p.in)
	_, out := terminal(p.out.w)
	return in && out
}

// askPlainly is the whole program on plain lines.
func (p *program) askPlainly(ctx context.Context, at screenPlace) error {
	if at.room {
		return errors.New("--room is of the screens: on plain lines there is no room mode")
	}
	if p.guideDoubt != "" {
		p.hint("debrief: " + p.guideDoubt)
	}
	name, _ := p.who()
	opt := storage.Options{Author: name, Existing: at.ref != "", Prefix: p.prefix}
	return p.useWith(ctx, opt, p.hinting(func(a *storage.Archive) error {
		if at.ref != "" {
			pm, err := a.Load(ctx, at.ref)
			if err != nil {
				return err
			}
			at.ref = pm.Ref
		}
		p.grow(usualGrowth)
		return plain.Run(ctx, plain.Config{
			Archive: a, In: p.in, Out: p.out.w, Open: at.ref, Phase: at.phase, Now: p.now,
			ReadInput: func(path string) (intake.Input, error) { return readInput(p.homeOf(path)) },
			WriteFile: p.writeForScreen, Markdown: export.Markdown, FileName: export.Name,
		})
	}))
}
