package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/storage"

	"github.com/spf13/cobra"
)

// mostDays is how far ahead due looks at most: a hundred years.
const mostDays = 36500

// dueLimit is how many lines due prints unless it is told otherwise: about what somebody reads in a new shell.
const dueLimit = 50

// due is what is late or coming, as a document.
type due struct {
	Ref      string     `json:"ref"`
	What     string     `json:"what"`
	Date     model.Date `json:"date"`
	LateDays int        `json:"late_days"` // below 0: still to come
}

// dueFlags say what to look at.
type dueFlags struct {
	within, owner string
	limit         int
}

func (p *program) dueCommand() *cobra.Command {
	var flags dueFlags
	cmd := &cobra.Command{
		Use:   "due",
		Short: "Say what is late or coming; exit 1 when something is late",
		Long: "Says which actions, follow-ups and re-reads are late or coming, the earliest first. It prints nothing when there is\n" +
			"nothing to say, so that it can stand in a login shell, in cron, and in CI, where exit 1 says that something is late.",
		Args: wants(0, 0, "due [--within 14d] [--owner NAME] [--limit 50]"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			days, err := daysOf(flags.within)
			if err != nil {
				return err
			}
			if err := p.checkLimit(cmd, &flags.limit); err != nil {
				return err
			}
			var all []storage.Due
			more := false
			err = p.use(cmd.Context(), func(a *storage.Archive) (err error) {
				all, more, err = a.Due(cmd.Context(), p.now(), days, ownedBy(flags.owner), flags.limit)
				return err
			})
			if err != nil {
				return err
			}
			return p.due(all, more)
		},
	}
	cmd.Flags().StringVar(&flags.within, "within", "14d", "how far ahead to look, in `DAYS` or weeks: 14d, 2w")
	cmd.Flags().StringVar(&flags.owner, "owner", "", "only actions of `NAME`, or whose owner's name has it as a word")
	offerLater(cmd, "owner", p.completeOwners)
	limitFlag(cmd, &flags.limit, dueLimit)
	offer(cmd, "within", "7d", "14d", "4w")
	return cmd
}

// daysOf reads 14d, 2w or 14.
func daysOf(text string) (int, error) {
	number, unit := strings.TrimSuffix(text, "d"), 1
	if weeks, ok := strings.CutSuffix(text, "w"); ok {
		number, unit = weeks, 7
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n > mostDays/unit {
		return 0, fmt.Errorf("--within %s is not a number of days or weeks like 14d or 2w", model.Quote(text))
	}
	return n * unit, nil
}

// due prints what is due. The answer is "no" when the first, which is the earliest, is late.
func (p *program) due(all []storage.Due, more bool) error {
	if err := p.sayDue(all); err != nil {
		return err
	}
	if more {
		p.hint("and more: debrief due --limit 0 prints all")
	}
	if slices.ContainsFunc(all, func(d storage.Due) bool { return d.LateDays > 0 }) {
		return errNo
	}
	return nil
}

func (p *program) sayDue(all []storage.Due) error {
	if p.asJSON {
		answer := struct {
			Schema int   `json:"schema"`
			Due    []due `json:"due"`
		}{1, make([]due, 0, len(all))}
		for _, d := range all {
			answer.Due = append(answer.Due, due{d.Ref, d.What, d.Date, d.LateDays})
		}
		return p.out.answer(answer)
	}
	rows := make([][]string, 0, len(all))
	for _, d := range all {
		rows = append(rows, []string{d.Ref, d.What, string(d.Date), toGo(d.LateDays), orDash(d.Owner), d.Title})
	}
	return p.out.table(rows)
}

// toGo is how late something is, or how far off.
func toGo(lateDays int) string {
	switch {
	case lateDays >= 0:
		return say.Late(lateDays)
	case lateDays == -1:
		return "tomorrow"
	}
	return fmt.Sprintf("in %d days", -lateDays)
}
