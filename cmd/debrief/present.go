package main

import (
	"context"

	"debrief/cmd/debrief/config"
	"debrief/storage"
	"debrief/ui/present"

	"github.com/spf13/cobra"
)

// presentCommand is the calm view for a second terminal.
func (p *program) presentCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "present REF",
		Short: "Show a postmortem to the room, in a second terminal",
		Long: "Show a postmortem to the room, in a second terminal: one thing at a time, where the facilitator is.\n" +
			"It changes nothing. " + present.BlankKey + " makes the shared screens blank until the next key; q leaves.",
		Args:              wants(1, 1, "present PM-7"),
		ValidArgsFunction: p.completeRefs,
		RunE: func(cmd *cobra.Command, args []string) error {
			ref, err := postRef(args[0])
			if err != nil {
				return err
			}
			if err := p.screenable(); err != nil {
				return err
			}
			chosen, err := p.settings()
			if err != nil {
				return err
			}
			return p.useWith(cmd.Context(), storage.Options{Patience: screenPatience, Existing: true}, func(a *storage.Archive) error {
				return p.present(cmd.Context(), a, ref, chosen)
			})
		},
	}
}

func (p *program) present(ctx context.Context, a *storage.Archive, ref string, chosen config.Config) error {
	pm, err := a.Load(ctx, ref)
	if err != nil {
		return err
	}
	defer p.keepTitle()()
	p.grow(usualGrowth)
	return present.Run(ctx, present.Config{
		Archive: a, Ref: pm.Ref, Theme: p.colours(chosen), Blank: keymap(chosen)["blank"], Now: p.now,
		Watch: func(ctx context.Context, changed func([]string, error)) error {
			err := a.Watch(ctx, func(c storage.Change) { changed(append(c.Refs, c.Live...), c.Err) })
			if err != nil {
				return err
			}
			<-ctx.Done()
			return ctx.Err()
		},
	})
}
