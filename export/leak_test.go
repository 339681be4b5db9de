package export_test

import (
	"strings"
	"testing"

	"debrief/export"
	"debrief/export/page"
	"debrief/model"
)

func nothingHidden(s string) (string, int) { return s, 0 }

// TestNobodyIsNamedOutsideTheTeam puts people's names, handles and addresses into every text.
func TestNobodyIsNamedOutsideTheTeam(t *testing.T) {
	p := payments(t)
	p.Participants = append(p.Participants, model.Participant{Ref: "N4", Name: "Will Mark", Team: "Platform", Handle: "willm"})
	said := "Mei Tanaka's laptop, then joes and @mei told Noor; JOE SMITH wrote to mei.tanaka@corp.example: it will be back in May, mark it done"
	p.Summary, p.WhyNow = said, said
	for i := range p.Events {
		p.Events[i].Text, p.Events[i].By = said, "Mei Tanaka"
	}
	for i := range p.Causes {
		p.Causes[i].Text = said
	}
	for i := range p.Actions {
		p.Actions[i].Title, p.Actions[i].DoneWhen, p.Actions[i].Owner = said, said, "Joe Smith"
	}
	for i := range p.Lessons {
		p.Lessons[i].Text = said
	}
	for _, who := range []page.Audience{page.Company, page.Public} {
		if leaks := page.Of(p, who, noon).Leaks(nothingHidden); len(leaks) > 0 {
			t.Errorf("%s: %v", who.Name(), leaks)
		}
		for _, dialect := range export.Dialects() {
			text := string(export.Page(page.Of(p, who, noon), dialect))
			for _, name := range []string{"Mei", "Tanaka", "Joe", "joes", "Noor", "JOE", "corp.example", "willm"} {
				if strings.Contains(text, name) {
					t.Errorf("%s stands in %s for %s", name, dialect, who.Name())
				}
			}
			if !strings.Contains(text, "it will be back in May, mark it done") {
				t.Errorf("%s for %s has lost common words:\n%.600s", dialect, who.Name(), text)
			}
		}
	}
}

// TestAPageForOutsideLinksNothing holds that no address stands on a public page.
func TestAPageForOutsideLinksNothing(t *testing.T) {
	p := payments(t)
	p.Summary = "See https://wiki.corp.example/x and ask sre@corp.example."
	text := string(export.Page(page.Of(p, page.Public, noon), "portable"))
	if strings.Contains(text, "corp.example") || strings.Contains(text, "tracker.example") || strings.Contains(text, "](") {
		t.Errorf("the page leads somewhere:\n%s", text)
	}
}

// TestReadersOutsideAreShownTheKeyEvents marks one that nothing else says to be important.
func TestReadersOutsideAreShownTheKeyEvents(t *testing.T) {
	p := payments(t)
	p.Events = append(p.Events, model.Event{Ref: "E90", Kind: "note", Text: "The queue was at its limit", At: p.Events[len(p.Events)-1].At},
		model.Event{Ref: "E91", Kind: "note", Text: "The kettle was on", At: p.Events[len(p.Events)-1].At})
	p.Event("E90").KeyEvent = true
	for _, who := range []page.Audience{page.Company, page.Public} {
		text := string(export.Page(page.Of(p, who, noon), "portable"))
		if !strings.Contains(text, "**key**, note: The queue was at its limit") || strings.Contains(text, "kettle") {
			t.Errorf("%s is shown other events:\n%s", who.Name(), text)
		}
	}
}

// TestALinkThatNamesSomebodyIsNotWritten leads to a folder of somebody's own.
func TestALinkThatNamesSomebodyIsNotWritten(t *testing.T) {
	p := payments(t)
	p.Actions[0].Ticket = "https://tracker.example/u/@joes/PAY-311"
	leaks := page.Of(p, page.Company, noon).Leaks(nothingHidden)
	if len(leaks) == 0 || leaks[0].At != "A1" || leaks[0].Why != "a name" {
		t.Errorf("what is found is %v", leaks)
	}
}
