package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/storage"

	"github.com/spf13/cobra"
)

// actionCommands are about what somebody sees through: actions, due and done.
func (p *program) actionCommands() []*cobra.Command {
	return []*cobra.Command{p.actionsCommand(), p.dueCommand(), p.doneCommand()}
}

// action is one action of the archive, as a document.
type action struct {
	Ref      string     `json:"ref"`
	Title    string     `json:"title"`
	Owner    string     `json:"owner"`
	Due      model.Date `json:"due"`
	Status   string     `json:"status"`
	LateDays *int       `json:"late_days"` // below 0: still to come; null: no date, or not open any more
}

// actionLimit is how many lines actions prints unless it is told otherwise: more than anybody reads.
const actionLimit = 1000

// actionFlags say which actions to list.
type actionFlags struct {
	open, late bool
	owner      string
	limit      int
}

func (p *program) actionsCommand() *cobra.Command {
	var flags actionFlags
	cmd := &cobra.Command{
		Use:   "actions",
		Short: "List the actions of all postmortems: the open ones first, the earliest due on top",
		Args:  wants(0, 0, "actions [--open] [--late] [--owner NAME]"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := p.checkLimit(cmd, &flags.limit); err != nil {
				return err
			}
			return p.use(cmd.Context(), func(a *storage.Archive) error {
				chosen, more, err := p.chooseActions(cmd.Context(), a, flags)
				if err != nil {
					return err
				}
				if more {
					defer p.hint("and more: debrief actions --limit 0 prints all")
				}
				return p.actions(chosen)
			})
		},
	}
	cmd.Flags().BoolVar(&flags.open, "open", false, "only those not done and not dropped")
	cmd.Flags().BoolVar(&flags.late, "late", false, "only those past their day")
	cmd.Flags().StringVar(&flags.owner, "owner", "", "only those of `NAME`, or whose owner's name has it as a word")
	offerLater(cmd, "owner", p.completeOwners)
	limitFlag(cmd, &flags.limit, actionLimit)
	return cmd
}

// limitFlag gives a command the flag that says how many lines it prints.
func limitFlag(cmd *cobra.Command, limit *int, usual int) {
	cmd.Flags().IntVar(limit, "limit", usual, "print at most `N`, the earliest; 0 prints all, as --json does without it")
}

// checkLimit refuses a limit that is none. A program that asks for a document wants all of it.
func (p *program) checkLimit(cmd *cobra.Command, limit *int) error {
	switch {
	case *limit < 0:
		return fmt.Errorf("--limit %d is below 0, which stands for all", *limit)
	case p.asJSON && !cmd.Flags().Changed("limit"):
		*limit = 0
	}
	return nil
}

// chooseActions are those that the flags ask for; more says whether there would be others.
func (p *program) chooseActions(ctx context.Context, a *storage.Archive, f actionFlags) (chosen []action, more bool, err error) {
	all, more, err := a.ActionLines(ctx, !f.open && !f.late, ownedBy(f.owner), f.limit)
	today := model.DateOf(p.now())
	chosen = make([]action, 0, len(all))
	for _, l := range all {
		days := lateDays(l, today)
		if f.late && (days == nil || *days <= 0) {
			return chosen, false, err // the late ones come first
		}
		chosen = append(chosen, action{l.Ref, l.Title, l.Owner, l.Due, l.Status, days})
	}
	return chosen, more, err
}

func (p *program) actions(chosen []action) error {
	if p.asJSON {
		return p.out.answer(struct {
			Schema  int      `json:"schema"`
			Actions []action `json:"actions"`
		}{1, chosen})
	}
	if len(chosen) == 0 {
		p.hint("no actions")
		return nil
	}
	rows := make([][]string, 0, len(chosen))
	for _, a := range chosen {
		rows = append(rows, []string{a.Ref, a.Status, orDash(string(a.Due)), latenessOf(a.LateDays), orDash(a.Owner), a.Title})
	}
	return p.out.table(rows)
}

// latenessOf says how late an action is; "" for one without a day.
func latenessOf(days *int) string {
	if days == nil {
		return ""
	}
	return say.Late(*days)
}

// lateDays is how many days an action is late; nil where it has no day, or is not open any more.
func lateDays(l storage.ActionLine, today model.Date) *int {
	if l.Due == "" || l.Settled() {
		return nil
	}
	days := l.Due.DaysUntil(today)
	return &days
}

// ownedBy tells an owner who is called as asked, or whose name has that as a word; it is nil where nobody is asked for.
func ownedBy(asked string) func(owner string) bool {
	if asked == "" {
		return nil
	}
	return func(owner string) bool {
		return strings.EqualFold(owner, asked) ||
			slices.ContainsFunc(strings.Fields(owner), func(word string) bool { return strings.EqualFold(word, asked) })
	}
}

func (p *program) doneCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "done REF/ACTION",
		Short:             "Close an action",
		Args:              wants(1, 1, "done PM-7/A3"),
		ValidArgsFunction: p.completeActions,
		RunE: func(cmd *cobra.Command, args []string) error {
			post, part, err := actionRef(args[0])
			if err != nil {
				return err
			}
			return p.use(cmd.Context(), func(a *storage.Archive) error {
				already := false
				applied, err := a.Apply(cmd.Context(), post, model.Edit{Label: "close an action", Do: func(pm *model.Postmortem) error {
					var err error
					already, err = closeAction(pm, part, model.At(p.time()))
					return err
				}})
				if err != nil {
					return err
				}
				ref := applied.Postmortem.Ref + "/" + part
				said := ref + " is done: " + applied.Postmortem.Action(part).Title
				if already {
					said = ref + " was done already"
				}
				return p.changed(ref, "close an action", said, applied.Hidden)
			})
		},
	}
}

// actionRef takes the reference of an action apart: PM-7 and A3. The postmortem may be written in every way that it may be by
// itself, as pm-7 or 7, and the action in small letters too.
func actionRef(arg string) (post, part string, err error) {
	post, part, err = partRef(arg)
	if err != nil || !strings.HasPrefix(part, "A") {
		return "", "", fmt.Errorf("%s is not the reference of an action like PM-7/A3", model.Quote(arg))
	}
	return post, part, nil
}

// closeAction sets an action to done, and says whether it was already.
func closeAction(pm *model.Postmortem, ref string, now model.Instant) (already bool, err error) {
	a := pm.Action(ref)
	switch {
	case a == nil:
		return false, errors.New("there is no action " + ref + " in " + pm.Ref)
	case a.Status == "done":
		return true, nil
	}
	return false, pm.SetStatus(ref, "done", now)
}
