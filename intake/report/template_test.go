package report_test

import (
	"testing"

	"debrief/intake"
	"debrief/intake/report"
)

func TestATemplateIsToldFromAReportThatSomebodyBegan(t *testing.T) {
	const parts = "# Incident review\n\n## Impact\n\n## Timeline\n\n## Causes\n\n## Action items\n\n"
	for name, c := range map[string]struct {
		text string
		want bool
	}{
		"headings alone":                 {parts, true},
		"no heading at all":              {"Who felt it?\n\nWhen did it end?\n", false},
		"one part":                       {"# Review\n\n## Impact\n\n[who felt it]\n", false},
		"questions":                      {parts + "What will change? Who sees it through?\n", true},
		"orders":                         {parts + "Describe what will change. A good action can be checked by somebody else.\n", true},
		"an order among actions":         {parts + "- Document how the queue is drained\n", false},
		"an order in italics":            {parts + "- _List who does what_\n", true},
		"placeholders":                   {parts + "- [ ] <action>\n- {{ owner }} by YYYY-MM-DD\n- Action 2, @owner, TBD\n", true},
		"a table without values":         {parts + "| What | Who | When |\n|---|---|---|\n| | | |\n| Action 1 | Name | DD/MM/YYYY |\n", true},
		"a row that was filled in":       {parts + "| What | Who | When |\n|---|---|---|\n| Add a disk | Mei | 4 Dec |\n", false},
		"labels":                         {"**Title:** <title>\n**Impact:**\n**Root cause:** TBD\n**Status:** Draft\n", true},
		"a label that was filled in":     {"**Title:** <title>\n**Impact:** mails came late\n**Root cause:** TBD\n", false},
		"a sample of a log in a fence":   {parts + "```\n[paste the log here]\n```\n", true},
		"a log in a fence":               {parts + "```\n10:02 queue=0 state=full\n```\n", false},
		"a title":                        {"---\ntitle: Mails came late\n---\n## Impact\n\n## Timeline\n", false},
		"a title that waits":             {"---\ntitle: \"[title]\"\n---\n## Impact\n\n## Timeline\n", true},
		"a link is something":            {parts + "<https://tickets.example.org/71>\n", false},
		"a question that was answered":   {parts + "What will change? The queue gets a limit.\n", false},
		"a small report, mostly nothing": {"# Mails came late\n\n## Impact\n\nNone.\n\n## Causes\n\nTBD\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := report.Read(intake.Input{Name: "a.md", Data: []byte(c.text)})
			if err != nil || doc.Template != c.want {
				t.Errorf("template: %v %v, want %v", doc.Template, err, c.want)
			}
		})
	}
}
