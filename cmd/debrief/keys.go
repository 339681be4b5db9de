package main

import (
	"cmp"
	"strings"

	"debrief/ui"

	"github.com/spf13/cobra"
)

// keysCommand prints the one table of actions that the screens, their help and the docs come from.
func (p *program) keysCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "keys",
		Short: "Print every action of the screens with its keys, and where they reach it",
		Long: "keys prints every action of the screens with its keys, and where they reach it. The name of an action is what the settings bind:\n" +
			"debrief paths says where those are. What has no key is found by what it does, behind :.",
		Args: wants(0, 0, "keys"),
		RunE: func(*cobra.Command, []string) error {
			chosen, err := p.settings()
			if err != nil {
				return err
			}
			return p.keys(ui.KeyTable(keymap(chosen)))
		},
	}
}

func (p *program) keys(table []ui.KeyRow) error {
	if p.asJSON {
		type action struct {
			Where  string   `json:"where"`
			Action string   `json:"action"`
			Keys   []string `json:"keys"`
			Does   string   `json:"does"`
		}
		all := make([]action, 0, len(table))
		for _, r := range table {
			all = append(all, action{r.Where, r.Action, items(r.Keys), r.Does})
		}
		return p.out.answer(struct {
			Schema  int      `json:"schema"`
			Actions []action `json:"actions"`
		}{1, all})
	}
	rows := [][]string{{"WHERE", "KEYS", "ACTION", "DOES"}}
	for _, r := range table {
		rows = append(rows, []string{r.Where, cmp.Or(strings.Join(r.Keys, " "), "by name"), r.Action, r.Does})
	}
	return p.out.table(rows)
}
