package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/storage"

	"github.com/spf13/cobra"
)

// journalCommands tell what changed, and take it back: history, undo and redo.
func (p *program) journalCommands() []*cobra.Command {
	history := &cobra.Command{
		Use:               "history REF",
		Short:             "Tell what changed, oldest first",
		Args:              wants(1, 1, "history PM-7"),
		ValidArgsFunction: p.completeRefs,
		RunE: func(cmd *cobra.Command, args []string) error {
			ref, err := postRef(args[0])
			if err != nil {
				return err
			}
			return p.use(cmd.Context(), func(a *storage.Archive) error {
				steps, err := a.History(cmd.Context(), ref)
				if err != nil {
					return err
				}
				return p.history(steps)
			})
		},
	}
	undo := &cobra.Command{
		Use:   "undo REF",
		Short: "Take back your newest change, or anybody's deletion of the postmortem",
		Args:  wants(1, 1, "undo PM-7"),
	}
	redo := &cobra.Command{
		Use:   "redo REF",
		Short: "Do again what undo took back",
		Args:  wants(1, 1, "redo PM-7"),
	}
	undo.ValidArgsFunction, redo.ValidArgsFunction = p.completeRefs, p.completeRefs
	undo.RunE = p.takeBack("undid", (*storage.Archive).Undo)
	redo.RunE = p.takeBack("did again", (*storage.Archive).Redo)
	return []*cobra.Command{history, undo, redo}
}

func (p *program) history(steps []model.Step) error {
	type step struct {
		N      int64         `json:"n"`
		At     model.Instant `json:"at"`
		Author string        `json:"author"`
		Label  string        `json:"label"`
		Kind   string        `json:"kind"`
		Undoes int64         `json:"undoes"`
	}
	answer := struct {
		Schema int    `json:"schema"`
		Steps  []step `json:"steps"`
	}{1, make([]step, 0, len(steps))}
	rows := make([][]string, 0, len(steps))
	for _, s := range steps {
		answer.Steps = append(answer.Steps, step{s.N, s.At, s.Author, s.Label, s.Kind, s.Undoes})
		label := s.Label
		if s.Kind != "do" {
			label = fmt.Sprintf("%s %d: %s", s.Kind, s.Undoes, s.Label)
		}
		rows = append(rows, []string{strconv.FormatInt(s.N, 10), s.At.Time().Format("2006-01-02 15:04:05Z"), s.Author, label})
	}
	if p.asJSON {
		return p.out.answer(answer)
	}
	return p.out.table(rows)
}

// takeBack is undo or redo: it says what changed by its label, and exits 2 where there is nothing.
func (p *program) takeBack(
	verb string, do func(*storage.Archive, context.Context, string) (model.Applied, error),
) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		ref, err := postRef(args[0])
		if err != nil {
			return err
		}
		return p.use(cmd.Context(), func(a *storage.Archive) error {
			applied, err := do(a, cmd.Context(), ref)
			if err != nil {
				return err
			}
			post := applied.Postmortem.Ref
			said := fmt.Sprintf("%s: %s %s", post, verb, model.Quote(applied.Step.Label))
			return p.changed(post, applied.Step.Label, strings.TrimSpace(said+" "+someOf(parts(applied.Step))))
		})
	}
}

// parts are the references that a step is about, each once, by kind and number.
func parts(s model.Step) []string {
	var refs []string
	for _, c := range s.Changes {
		if c.Part != "" {
			refs = append(refs, c.Part)
		}
	}
	slices.SortFunc(refs, func(a, b string) int {
		kindA, a1, _ := model.SplitRef(a)
		kindB, b1, _ := model.SplitRef(b)
		return cmp.Or(cmp.Compare(kindA, kindB), cmp.Compare(a1, b1))
	})
	return slices.Compact(refs)
}

// someOf names a handful of references and counts the others: "E1 E2 E3 E4 E5 and 7,995 more".
func someOf(refs []string) string {
	const handful = 5
	if len(refs) <= handful+1 { // the last one takes no more room than "and 1 more"
		return strings.Join(refs, " ")
	}
	return fmt.Sprintf("%s and %s more", strings.Join(refs[:handful], " "), say.Thousands(len(refs)-handful))
}

// postRef is the postmortem that an argument means: PM-7, 7, or a part of it such as PM-7/A3.
func postRef(arg string) (string, error) {
	if post, _, ok := splitRef(arg); ok {
		return post, nil
	}
	if _, err := strconv.Atoi(arg); err == nil {
		return arg, nil
	}
	return "", fmt.Errorf("%s is not a reference like PM-7", model.Quote(arg))
}

// load reads the postmortem that an argument means.
func (p *program) load(ctx context.Context, arg string) (*model.Postmortem, error) {
	ref, err := postRef(arg)
	if err != nil {
		return nil, err
	}
	var pm *model.Postmortem
	err = p.use(ctx, func(a *storage.Archive) error {
		var err error
		pm, err = a.Load(ctx, ref)
		return err
	})
	return pm, err
}
