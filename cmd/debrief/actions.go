package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"debrief/model"
	"debrief/storage"

	"github.com/spf13/cobra"
)

// actionCommands are about what somebody sees through: actions and done.
func (p *program) actionCommands() []*cobra.Command {
	return []*cobra.Command{p.actionsCommand(), p.doneCommand()}
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

func (p *program) actionsCommand() *cobra.Command {
	var open, late bool
	var owner string
	cmd := &cobra.Command{
		Use:   "actions",
		Short: "List the actions of all postmortems, the earliest due first",
		Args:  wants(0, 0, "actions [--open] [--late] [--owner NAME]"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.use(cmd.Context(), func(a *storage.Archive) error {
				all, err := a.Actions(cmd.Context())
				if err != nil {
					return err
				}
				var chosen []action
				for _, o := range all {
					days := lateDays(o.Action, p.now())
					if open && !o.Action.IsOpen() || late && (days == nil || *days <= 0) || !isOwner(o.Action.Owner, owner) {
						continue
					}
					chosen = append(chosen, action{
						o.Ref + "/" + o.Action.Ref, o.Action.Title, o.Action.Owner, o.Action.Due, o.Action.Status, days,
					})
				}
				return p.actions(chosen)
			})
		},
	}
	cmd.Flags().BoolVar(&open, "open", false, "only those not done and not dropped")
	cmd.Flags().BoolVar(&late, "late", false, "only those past their day")
	cmd.Flags().StringVar(&owner, "owner", "", "only those of `NAME`, or whose owner's name has it as a word")
	return cmd
}

func (p *program) actions(chosen []action) error {
	slices.SortStableFunc(chosen, func(a, b action) int { return strings.Compare(dueKey(a.Due), dueKey(b.Due)) })
	if p.asJSON {
		return p.out.answer(struct {
			Schema  int      `json:"schema"`
			Actions []action `json:"actions"`
		}{1, append([]action{}, chosen...)})
	}
	if len(chosen) == 0 {
		p.hint("no actions")
		return nil
	}
	rows := make([][]string, 0, len(chosen))
	for _, a := range chosen {
		rows = append(rows, []string{a.Ref, a.Status, orDash(string(a.Due)), lateness(a.LateDays), orDash(a.Owner), a.Title})
	}
	return p.out.table(rows)
}

// dueKey sorts what has a day before what has none.
func dueKey(due model.Date) string {
	if due == "" {
		return "~"
	}
	return string(due)
}

func lateness(days *int) string {
	switch {
	case days == nil || *days < 0:
		return ""
	case *days == 0:
		return "today"
	case *days == 1:
		return "1 day late"
	}
	return fmt.Sprintf("%d days late", *days)
}

// lateDays counts days of the calendar, so that a change of the clock is not a day.
func lateDays(a model.Action, now time.Time) *int {
	if a.Due == "" || !a.IsOpen() {
		return nil
	}
	days := int(model.DateOf(now).Time().Sub(a.Due.Time()) / (24 * time.Hour))
	return &days
}

func isOwner(owner, asked string) bool {
	return asked == "" || strings.EqualFold(owner, asked) ||
		slices.ContainsFunc(strings.Fields(owner), func(word string) bool { return strings.EqualFold(word, asked) })
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
				return p.changed(ref, "close an action", said)
			})
		},
	}
}

// actionRef takes the reference of an action apart: PM-7 and A3.
func actionRef(arg string) (post, part string, err error) {
	post, part, ok := splitRef(arg)
	if !ok || !strings.HasPrefix(part, "A") {
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
