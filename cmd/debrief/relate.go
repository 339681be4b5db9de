package main

import (
	"errors"

	"debrief/model"
	"debrief/model/patterns"
	"debrief/storage"

	"github.com/spf13/cobra"
)

// relations are what one postmortem may be called beside another, by the words of the flag.
var relations = map[string]string{"repeat": model.RepeatOf, "related": "related", "none": ""}

func (p *program) relateCommand() *cobra.Command {
	word := "related"
	words := []string{"related", "repeat", "none"}
	cmd := &cobra.Command{
		Use:   "relate REF REF",
		Short: "Say that a postmortem is a repeat of an earlier one, or related to another",
		Long: "Says that the first postmortem is a repeat of the second, or related to it; both show it, and so do search, patterns and the\n" +
			"list of those to read first. What was said to help in the earlier one and did not keep it from coming back is named there.",
		Args:              wants(2, 2, "relate PM-9 PM-3 [--kind repeat]"),
		ValidArgsFunction: p.completeTwoRefs,
		RunE: func(cmd *cobra.Command, args []string) error {
			kind, known := relations[word]
			if !known {
				return noneOf("kind", word, words...)
			}
			ref, err := postRef(args[0])
			to, other := postRef(args[1])
			if err := errors.Join(err, other); err != nil {
				return err
			}
			return p.use(cmd.Context(), func(a *storage.Archive) error {
				earlier, err := a.Load(cmd.Context(), to)
				if kind == "" && errors.Is(err, storage.ErrDeleted) {
					earlier, err = &model.Postmortem{Ref: to}, nil // what was said of it can be taken back all the same
				}
				if err != nil {
					return err
				}
				edit := model.RelateTo(earlier, kind)
				applied, err := a.Apply(cmd.Context(), ref, edit)
				if err != nil {
					return err
				}
				said := applied.Postmortem.Ref + " " + patterns.Tied(kind) + " " + earlier.Ref + ": " + earlier.Title
				if kind == "" {
					said = "nothing is said any more of " + applied.Postmortem.Ref + " and " + earlier.Ref
				}
				return p.changed(applied.Postmortem.Ref, edit.Label, said, applied.Hidden)
			})
		},
	}
	cmd.Flags().StringVar(&word, "kind", word, "`KIND`: what the first is to the second: repeat, related or none, which takes it back")
	offer(cmd, "kind", words...)
	return cmd
}
