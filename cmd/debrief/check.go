package main

import (
	"fmt"
	"strings"

	"debrief/model"
	"debrief/model/coach"

	"github.com/spf13/cobra"
)

func (p *program) checkCommand() *cobra.Command {
	strict := false
	cmd := &cobra.Command{
		Use:               "check REF",
		Short:             "Ask what is still open; exit 1 when something is missing",
		Args:              wants(1, 1, "check PM-7 [--strict]"),
		ValidArgsFunction: p.completeRefs,
		RunE: func(cmd *cobra.Command, args []string) error {
			pm, err := p.load(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			findings := coach.Check(pm, p.now())
			if err := p.findings(pm, findings); err != nil {
				return err
			}
			for _, f := range findings {
				if strict || f.Weight == coach.Missing {
					return errNo
				}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&strict, "strict", false, "exit 1 also when something could be put better")
	return cmd
}

func (p *program) findings(pm *model.Postmortem, findings []coach.Finding) error {
	if p.asJSON {
		return p.out.answer(struct {
			Schema   int             `json:"schema"`
			Ref      string          `json:"ref"`
			File     string          `json:"file"`
			Findings []coach.Finding `json:"findings"`
		}{1, pm.Ref, "", append([]coach.Finding{}, findings...)})
	}
	if len(findings) == 0 {
		return p.out.line(pm.Ref + ": no questions open")
	}
	rows := make([][]string, 0, len(findings))
	for _, f := range findings {
		question := f.Question
		if !strings.Contains(question, f.Text) {
			question += " " + fmt.Sprintf("(%s)", model.Quote(f.Text))
		}
		rows = append(rows, []string{f.Phase, f.At, f.Weight, f.Code, question})
	}
	return p.out.table(rows)
}
