package main

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"debrief/intake/text"
	"debrief/model"
	"debrief/storage"

	"github.com/spf13/cobra"
)

// How many postmortems are named, and how many actions of each.
const (
	mostLike    = 5
	mostDecided = 3
)

// like is a postmortem that is like another, as a document.
type like struct {
	Ref     string      `json:"ref"`
	Title   string      `json:"title"`
	Score   int         `json:"score"`
	Because []string    `json:"because"`
	Decided []decidedOn `json:"decided"`
}

// decidedOn is an action that was decided then, and whether it helped.
type decidedOn struct {
	Ref    string `json:"ref"`
	Title  string `json:"title"`
	Status string `json:"status"`
	Helped string `json:"helped"`
}

func (p *program) similarCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "similar [REF]",
		Short: "Find the postmortems most like one, or like a text on standard input; exit 1 when none is",
		Long: "Finds the postmortems that share most words that are rare in the archive, services, answers to whys and categories, and says\n" +
			"which; and what was decided then, and whether it helped. Without a reference it reads a text that is no postmortem yet:\n" +
			"debrief similar < alert.txt, in the middle of an incident.",
		Args:              wants(0, 1, "similar PM-7, or similar < alert.txt"),
		ValidArgsFunction: p.completeRefs,
		RunE: func(cmd *cobra.Command, args []string) error {
			pm := &model.Postmortem{}
			if len(args) == 0 {
				if _, typed := terminal(p.in); typed {
					return errors.New("similar wants a reference, or a text on standard input: similar PM-7, or similar < alert.txt")
				}
				data, err := p.readAll("-")
				if err != nil {
					return err
				}
				if pm.Summary, err = text.Decode(data); err != nil {
					return fmt.Errorf("read standard input: %w", err)
				}
			}
			return p.use(cmd.Context(), func(a *storage.Archive) (err error) {
				if len(args) == 1 {
					if pm, err = a.Load(cmd.Context(), args[0]); err != nil {
						return err
					}
				}
				all, err := a.Similar(cmd.Context(), pm, mostLike)
				if err != nil {
					return err
				}
				return p.sayLike(all)
			})
		},
	}
}

func (p *program) sayLike(all []model.Likeness) error {
	var none error
	if len(all) == 0 {
		none = errNo
	}
	if p.asJSON {
		answer := struct {
			Schema  int    `json:"schema"`
			Similar []like `json:"similar"`
		}{1, make([]like, 0, len(all))}
		for _, l := range all {
			one := like{l.Ref, l.Title, l.Score, items(l.Because), make([]decidedOn, 0, len(l.Decided))}
			for _, d := range l.Decided {
				one.Decided = append(one.Decided, decidedOn(d))
			}
			answer.Similar = append(answer.Similar, one)
		}
		return cmp.Or(p.out.answer(answer), none)
	}
	for _, l := range all {
		lines := []string{l.Ref + "  " + l.Title, "      because of " + strings.Join(l.Because, ", ")}
		for _, d := range l.Decided[:min(len(l.Decided), mostDecided)] {
			lines = append(lines, "      decided then: "+l.Ref+"/"+d.Ref+" "+d.Title+" ("+d.Said()+")")
		}
		for _, line := range lines {
			if err := p.out.line(line); err != nil {
				return err
			}
		}
	}
	if none != nil {
		p.hint("no other postmortem shares two rare words or services with it")
	}
	return none
}
