package export_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"debrief/export"
)

// TestASpreadsheetFindsNoFormula puts what spreadsheets take for formulas into the texts of actions and events.
func TestASpreadsheetFindsNoFormula(t *testing.T) {
	for _, formula := range []string{
		"=1+1", "+1", "-2+3", "@SUM(A1:A9)", "=cmd|' /C calc'!A0", `=HYPERLINK("http://x.example","y")`, "\t=1", "\r=1", " =1+1", "＝1+1", "-", `"=1"`,
	} {
		p := payments(t)
		for i := range p.Actions {
			p.Actions[i].Title, p.Actions[i].Owner, p.Actions[i].Ticket, p.Actions[i].Reason = formula, formula, formula, formula
		}
		for i := range p.Events {
			p.Events[i].Text, p.Events[i].By, p.Events[i].Link = formula, formula, formula
		}
		for name, data := range map[string][]byte{"actions": export.Actions(p), "timeline": export.Timeline(p)} {
			rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				for _, cell := range row {
					if cell != "" && strings.ContainsRune("=+-@\t\r＝", []rune(cell)[0]) {
						t.Errorf("%s: %q became the live cell %q", name, formula, cell)
					}
				}
			}
		}
	}
}

func TestTheActionsAreATable(t *testing.T) {
	p := payments(t)
	rows, err := csv.NewReader(bytes.NewReader(export.Actions(p))).ReadAll()
	if err != nil || len(rows) != 1+len(p.Actions) {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	if got := strings.Join(rows[1][:5], "|"); got != "PM-1/A1|Make the deploy wait for its migrations|Mei Tanaka|2026-12-04|open" {
		t.Errorf("the first action is %s", got)
	}
	if rows, err = csv.NewReader(bytes.NewReader(export.Timeline(p))).ReadAll(); err != nil || len(rows) != 1+len(p.Events) {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	if got := strings.Join(rows[1][:6], "|"); got != "PM-1/E1|2026-11-18T02:14:00Z||minute|signal|Error rate on /payments crosses 5 %" {
		t.Errorf("the first event is %s", got)
	}
}
