package ui

import (
	"bytes"
	"os"
	"testing"

	"debrief/export"
	"debrief/model"
	"debrief/ui/ask"
)

// TestThePaymentsIncidentIsEnteredByKeysAlone walks from an empty archive to the whole incident and compares the page with
// that of the imported document.
func TestThePaymentsIncidentIsEnteredByKeysAlone(t *testing.T) {
	script, err := os.ReadFile("testdata/walks/payments.txt")
	if err != nil {
		t.Fatal(err)
	}
	document, err := os.ReadFile("../model/testdata/payments.json")
	if err != nil {
		t.Fatal(err)
	}
	r := newRig(t, 80, 24)
	r.play(string(script), func(string) {})
	want, err := model.Decode(bytes.NewReader(document), r.now)
	if err != nil {
		t.Fatal(err)
	}
	entered := r.pm().Clone()
	want.ID, want.Ref, want.Revision, want.CreatedAt = entered.ID, entered.Ref, entered.Revision, entered.CreatedAt
	if got, page := export.Markdown(entered), export.Markdown(want); !bytes.Equal(got, page) {
		t.Errorf("the page differs\n--- entered\n%s\n--- imported\n%s\n--- screen\n%s", got, page, r.screen())
	}
	text := ownText(want)
	t.Logf("%d keys for %d characters of text: %.2f keys a character", r.keys, text, float64(r.keys)/float64(text))
	if float64(r.keys) > 1.3*float64(text) {
		t.Errorf("it took %d keys for %d characters of text, more than 1.3 a character", r.keys, text)
	}
}

// ownText counts the characters of every value that a person gave: text, words, numbers, days and times as they stand in the
// document. What the archive gives (references, ids, counters) is not among them.
func ownText(p *model.Postmortem) int {
	n := 0
	for _, part := range p.Parts() {
		letter := part.Kind.Letter
		for _, f := range ask.FieldsOf[letter] {
			switch f.Name {
			case "original", "original_zone", "precision", "phase", "status", "zone", "count", "agenda.preset":
				continue // given by the program
			}
			if v := p.Get(part.Ref(), f.Name); v != "yes" {
				n += len([]rune(v))
			}
		}
	}
	return n
}
