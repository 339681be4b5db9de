package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
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
		Short:             "Tell what changed, oldest first, of a postmortem or a part of it",
		Args:              wants(1, 1, "history PM-7, or history PM-7/A2 for one part"),
		ValidArgsFunction: p.completeParts,
		RunE: func(cmd *cobra.Command, args []string) error {
			ref, part, err := partRef(args[0])
			if err != nil {
				return err
			}
			return p.use(cmd.Context(), func(a *storage.Archive) error {
				steps, err := a.History(cmd.Context(), ref)
				if err != nil {
					return err
				}
				if part != "" {
					steps = stepsOf(steps, part)
				}
				if len(steps) == 0 {
					return fmt.Errorf("there is no %s in %s, and there never was", part, strings.ToUpper(ref))
				}
				return p.history(steps)
			})
		},
	}
	undo := &cobra.Command{
		Use:   "undo [REF]",
		Short: "Take back your newest change, or anybody's deletion of the postmortem",
		Long: "undo takes back your newest change of a postmortem. With --import it takes back a whole import, your newest or the one that a\n" +
			"postmortem came with: what came in is deleted, but what somebody has edited since, which stays and is named, with exit status 1.",
		Args: wants(0, 1, "undo PM-7 [--steps 3], or undo --import"),
	}
	redo := &cobra.Command{
		Use:   "redo [REF]",
		Short: "Do again what undo took back",
		Args:  wants(0, 1, "redo PM-7 [--steps 3], or redo --import"),
	}
	undo.ValidArgsFunction, redo.ValidArgsFunction = p.completeRefs, p.completeRefs
	undo.RunE = p.takeBack(undo, "undid", (*storage.Archive).Undo, (*storage.Archive).UndoImport)
	redo.RunE = p.takeBack(redo, "did again", (*storage.Archive).Redo, (*storage.Archive).RedoImport)
	return []*cobra.Command{history, undo, redo}
}

// history prints steps, and below each what it changed.
func (p *program) history(steps []model.Step) error {
	type change struct {
		At     string          `json:"at"`
		Field  string          `json:"field"`
		Before json.RawMessage `json:"before"`
		After  json.RawMessage `json:"after"`
	}
	type step struct {
		N       int64         `json:"n"`
		At      model.Instant `json:"at"`
		Author  string        `json:"author"`
		Label   string        `json:"label"`
		Kind    string        `json:"kind"`
		Undoes  int64         `json:"undoes"`
		Changes []change      `json:"changes"`
	}
	answer := struct {
		Schema int    `json:"schema"`
		Steps  []step `json:"steps"`
	}{1, make([]step, 0, len(steps))}
	rows := make([][]string, 0, len(steps))
	changed := make([][]string, 0, len(steps)) // below each row
	for _, s := range steps {
		changes := make([]change, 0, len(s.Changes))
		for _, c := range s.Changes {
			changes = append(changes, change{c.Part, c.Field, c.Before, c.After})
		}
		answer.Steps = append(answer.Steps, step{s.N, s.At, s.Author, s.Label, s.Kind, s.Undoes, changes})
		changed = append(changed, someLines(told(s)))
		label := s.Label
		if s.Kind != "do" {
			label = fmt.Sprintf("%s %d: %s", s.Kind, s.Undoes, s.Label)
		}
		rows = append(rows, []string{strconv.FormatInt(s.N, 10), s.At.Time().Format("2006-01-02 15:04:05Z"), s.Author, label})
	}
	if p.asJSON {
		return p.out.answer(answer)
	}
	return p.out.tableWith(rows, changed)
}

// takeBack is undo or redo, of one step or several: it says what changed by its label, and exits 2 where there is nothing, or less than
// was asked for.
func (p *program) takeBack(
	cmd *cobra.Command, verb string, do func(*storage.Archive, context.Context, string) (model.Applied, error),
	doImport func(*storage.Archive, context.Context, string) (storage.TakenBack, error),
) func(*cobra.Command, []string) error {
	steps := cmd.Flags().Int("steps", 1, "how many steps, `N`")
	whole := cmd.Flags().Bool("import", false, "a whole import: your newest, or the one that the postmortem came with")
	return func(cmd *cobra.Command, args []string) error {
		ref, err := "", error(nil)
		if len(args) > 0 {
			ref, err = postRef(args[0])
		}
		switch {
		case err != nil:
			return err
		case *whole && cmd.Flags().Changed("steps"):
			return errors.New("--steps is of one postmortem, and --import of all that came in together: give one of them")
		case *whole:
			return p.takeImportBack(cmd.Context(), ref, verb, doImport)
		case ref == "":
			return fmt.Errorf("usage: debrief %s PM-7, or debrief %s --import", cmd.Name(), cmd.Name())
		case *steps < 1:
			return fmt.Errorf("--steps %d: it takes a number from 1 on", *steps)
		}
		return p.takeStepsBack(cmd.Context(), ref, verb, *steps, do)
	}
}

func (p *program) takeStepsBack(
	ctx context.Context, ref, verb string, steps int, do func(*storage.Archive, context.Context, string) (model.Applied, error),
) error {
	return p.use(ctx, func(a *storage.Archive) error {
		var taken []model.Applied
		var err error
		for len(taken) < steps && err == nil {
			var applied model.Applied
			if applied, err = do(a, ctx, ref); err == nil {
				taken = append(taken, applied)
			}
		}
		switch {
		case len(taken) == 0 && verb == "undid" && errors.Is(err, storage.ErrNothing):
			return fmt.Errorf("%w in %s; debrief opens the archive, and d there deletes a postmortem", err, ref)
		case len(taken) == 0:
			return err
		}
		if err != nil {
			err = fmt.Errorf("after %s: %w", say.Count(len(taken), "step", "steps"), err)
		}
		return errors.Join(p.took(verb, taken), err)
	})
}

// takeImportBack takes back or brings back a whole import, and says what has become of it. The answer is no where somebody has gone on
// with something.
func (p *program) takeImportBack(
	ctx context.Context, ref, verb string, do func(*storage.Archive, context.Context, string) (storage.TakenBack, error),
) error {
	var done storage.TakenBack
	err := p.use(ctx, func(a *storage.Archive) (err error) {
		done, err = do(a, ctx, ref)
		return err
	})
	if err != nil {
		return err
	}
	if p.asJSON {
		err = p.out.answer(struct {
			Schema int      `json:"schema"`
			Label  string   `json:"label"`
			Refs   []string `json:"refs"`
			Pages  []string `json:"pages"`
			Edited []string `json:"edited"`
		}{1, "import", orNone(done.Refs), orNone(done.Pages), orNone(done.Edited)})
	} else {
		err = p.sayTakenBack(verb, done)
	}
	if err == nil && len(done.Edited) > 0 {
		return errNo
	}
	return err
}

func (p *program) sayTakenBack(verb string, done storage.TakenBack) error {
	said := fmt.Sprintf("%s the import of %s", verb, say.Count(len(done.Refs), "postmortem", "postmortems"))
	if len(done.Refs) > 0 {
		said += ": " + someOf(done.Refs)
	}
	if len(done.Pages) > 0 {
		said += "; and the edited " + say.Count(len(done.Pages), "page", "pages") + " of " + someOf(done.Pages)
	}
	if err := p.out.line(said); err != nil {
		return err
	}
	if len(done.Edited) > 0 {
		p.complain(fmt.Errorf("edited since, and left as it is: %s", someOf(done.Edited)))
	}
	if verb == "undid" && len(done.Refs) > 0 {
		p.hint("debrief redo --import brings them back")
	}
	return nil
}

func orNone(refs []string) []string {
	if refs == nil {
		return []string{}
	}
	return refs
}

// took says of each step what it took back.
func (p *program) took(verb string, taken []model.Applied) error {
	labels := make([]string, 0, len(taken))
	for _, t := range taken {
		labels = append(labels, t.Step.Label)
	}
	if post := taken[0].Postmortem.Ref; p.asJSON && len(taken) > 1 {
		return p.out.answer(struct {
			Schema int      `json:"schema"`
			Ref    string   `json:"ref"`
			Label  string   `json:"label"`
			Labels []string `json:"labels"`
		}{1, post, labels[len(labels)-1], labels})
	}
	for i, t := range taken {
		said := fmt.Sprintf("%s: %s %s %s", t.Postmortem.Ref, verb, model.Quote(labels[i]), someOf(parts(t.Step)))
		if err := p.changed(t.Postmortem.Ref, labels[i], strings.TrimSpace(said), 0); err != nil {
			return err
		}
	}
	return nil
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

// postRef is the postmortem that an argument means: PM-7, pm-7 or 7.
func postRef(arg string) (string, error) {
	post, part, err := partRef(arg)
	if err == nil && part != "" {
		return "", fmt.Errorf("%s is a part of %s: this takes the whole, %s", arg, post, post)
	}
	return post, err
}

// partRef is the postmortem that an argument means, and the part of it, "" for the whole: PM-7/A3, in small letters too.
func partRef(arg string) (post, part string, err error) {
	post, part, below := strings.Cut(arg, "/")
	part = strings.ToUpper(part)
	_, notNumber := strconv.Atoi(post)
	_, _, isRef := splitRef(post)
	_, _, looksLikePart := splitRef("PM-1/" + part)
	if notNumber != nil && !isRef || below && !looksLikePart {
		return "", "", fmt.Errorf("%s is not a reference like PM-7", model.Quote(arg))
	}
	if _, _, ok := model.SplitRef(part); below && !ok {
		return post, part, fmt.Errorf("%s has no part %s", post, model.Quote(part))
	}
	return post, part, nil
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
