package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"debrief/model"

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
func (p *program) screens(_ context.Context, _, _ string) error {
	if err := p.screenable(); err != nil {
		return err
	}
	return errors.New("the screens are not there yet")
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
