package main

import (
	"context"
	_ "embed"
	"errors"
	"slices"
	"strings"

	"debrief/model"
	"debrief/storage"
	"debrief/ui/ask"

	"github.com/spf13/cobra"
)

// offer offers a flag's words to the shell.
func offer(cmd *cobra.Command, flag string, words ...string) {
	err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	if err != nil {
		panic(err) // there is no such flag
	}
}

// completion offers words to the shell, as cobra asks for them.
type completion = func(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective)

// offerLater offers a flag words that are looked up when they are asked for.
func offerLater(cmd *cobra.Command, flag string, words completion) {
	if err := cmd.RegisterFlagCompletionFunc(flag, words); err != nil {
		panic(err) // there is no such flag
	}
}

// complete offers what the archive knows, and no files. It makes no archive.
func (p *program) complete(
	cmd *cobra.Command, words func(ctx context.Context, a *storage.Archive) ([]string, error),
) ([]string, cobra.ShellCompDirective) {
	var all []string
	err := p.use(cmd.Context(), func(a *storage.Archive) (err error) {
		all, err = words(cmd.Context(), a)
		return err
	})
	if err != nil && !errors.Is(err, storage.ErrMissing) {
		return nil, cobra.ShellCompDirectiveError
	}
	return all, cobra.ShellCompDirectiveNoFileComp
}

// completeRefs offers the archive's references, for a first word.
func (p *program) completeRefs(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return p.complete(cmd, func(ctx context.Context, a *storage.Archive) (refs []string, err error) {
		entries, err := a.List(ctx)
		for _, e := range entries {
			refs = append(refs, cobra.CompletionWithDesc(e.Ref, model.Clean(e.Title)))
		}
		return refs, err
	})
}

// completeTwoRefs offers references for both words.
func (p *program) completeTwoRefs(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 1 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return p.completeRefs(cmd, nil, word)
}

// completeParts offers references, and after PM-7/ those of the parts of PM-7.
func (p *program) completeParts(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
	post, _, below := strings.Cut(word, "/")
	if !below || len(args) > 0 {
		return p.completeRefs(cmd, args, word)
	}
	return p.complete(cmd, func(ctx context.Context, a *storage.Archive) (refs []string, err error) {
		pm, err := a.Load(ctx, post)
		if err != nil {
			return nil, nil //nolint:nilerr // there is nothing to offer
		}
		for _, part := range pm.Parts()[1:] {
			text := ask.FieldOf(part.Ref(), ask.MainField(part.Ref())).Shown(pm, part.Ref())
			refs = append(refs, cobra.CompletionWithDesc(post+"/"+part.Ref(), model.Shorten(model.Clean(text), 60)))
		}
		return refs, nil
	})
}

// orFiles offers files as well.
func orFiles(words completion) completion {
	return func(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
		found, _ := words(cmd, args, word)
		return found, cobra.ShellCompDirectiveDefault
	}
}

// completeRefThenFiles offers references for the first word, and files for those that follow.
func (p *program) completeRefThenFiles(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveDefault
	}
	return p.completeRefs(cmd, args, word)
}

// completeActions offers the references of actions that are not done.
func (p *program) completeActions(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return p.complete(cmd, func(ctx context.Context, a *storage.Archive) (refs []string, err error) {
		all, err := a.Actions(ctx)
		for _, o := range all {
			if o.Action.IsOpen() {
				refs = append(refs, cobra.CompletionWithDesc(o.Ref+"/"+o.Action.Ref, model.Clean(o.Action.Title)))
			}
		}
		return refs, err
	})
}

// completeOwners offers those who own an action.
func (p *program) completeOwners(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	return p.complete(cmd, func(ctx context.Context, a *storage.Archive) (owners []string, err error) {
		all, _, err := a.ActionLines(ctx, true, func(owner string) bool { return owner != "" }, 0)
		for _, l := range all {
			owners = append(owners, model.Clean(l.Owner))
		}
		slices.Sort(owners)
		return slices.Compact(owners), err
	})
}

// zoneNames are the zones of the areas of the world in the zone database, as the Go toolchain brings it (lib/time/zoneinfo.zip), one to
// a line.
//
//go:embed zones.txt
var zoneNames string

// completeZones offers the zones by name.
func completeZones(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return strings.Fields(zoneNames), cobra.ShellCompDirectiveNoFileComp
}
