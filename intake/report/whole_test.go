package report

import (
	"testing"

	"debrief/intake"
)

func TestADocumentBecomesAPostmortem(t *testing.T) {
	r, err := Whole(intake.Input{Name: "x.md", Data: []byte(wholeReport)}, intake.Options{})
	if err != nil || len(r.Incidents) != 1 {
		t.Fatal(err, r)
	}
	p := r.Incidents[0].Post
	if p.Title != "Checkout slow for an hour" || len(p.Events) != 2 || len(p.Actions) != 4 || p.Ref != "" {
		t.Errorf("%+v", p)
	}
	again, err := Whole(intake.Input{Name: "x.md", Data: []byte(wholeReport)}, intake.Options{})
	if err != nil || again.Incidents[0].Post.ID != p.ID {
		t.Error("read again it has another ID")
	}
}
