package main

import (
	"errors"

	"debrief/model"
	"debrief/storage"

	"github.com/spf13/cobra"
)

// offer offers a flag's words to the shell.
func offer(cmd *cobra.Command, flag string, words ...string) {
	err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	if err != nil {
		panic(err) // there is no such flag
	}
}

// completeRefs offers the archive's references to the shell. It makes no archive.
func (p *program) completeRefs(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var refs []string
	err := p.use(cmd.Context(), func(a *storage.Archive) error {
		entries, err := a.List(cmd.Context())
		for _, e := range entries {
			refs = append(refs, cobra.CompletionWithDesc(e.Ref, model.Clean(e.Title)))
		}
		return err
	})
	if err != nil && !errors.Is(err, storage.ErrMissing) {
		return nil, cobra.ShellCompDirectiveError
	}
	return refs, cobra.ShellCompDirectiveNoFileComp
}

// completeRefsAndFiles offers references, and whatever files there are.
func (p *program) completeRefsAndFiles(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
	refs, _ := p.completeRefs(cmd, args, word)
	return refs, cobra.ShellCompDirectiveDefault
}

// completeActions offers the references of actions that are not done.
func (p *program) completeActions(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var refs []string
	err := p.use(cmd.Context(), func(a *storage.Archive) error {
		all, err := a.Actions(cmd.Context())
		for _, o := range all {
			if o.Action.IsOpen() {
				refs = append(refs, cobra.CompletionWithDesc(o.Ref+"/"+o.Action.Ref, model.Clean(o.Action.Title)))
			}
		}
		return err
	})
	if err != nil && !errors.Is(err, storage.ErrMissing) {
		return nil, cobra.ShellCompDirectiveError
	}
	return refs, cobra.ShellCompDirectiveNoFileComp
}
