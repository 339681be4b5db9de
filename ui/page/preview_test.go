package page

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/export"
	wiki "debrief/export/page"
	"debrief/model"
)

// TestOnlyWhatHasChangedIsDrawnAgain edits an action of the example.
func TestOnlyWhatHasChangedIsDrawnAgain(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	document, err := os.ReadFile("../../model/testdata/payments.json")
	if err != nil {
		t.Fatal(err)
	}
	pm, err := model.Decode(bytes.NewReader(document), now)
	if err != nil {
		t.Fatal(err)
	}
	drawnOf := func(d *drawnPage, kept map[string][]string) (names []string) {
		t.Helper()
		err := d.draw(wiki.Of(pm, d.shape.who, now).Pieces(), kept, func(text string) (string, error) {
			first, _, _ := strings.Cut(text, "\n")
			names = append(names, first)
			return text, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	var first, second drawnPage
	if names := drawnOf(&first, nil); len(names) != 9 {
		t.Errorf("drawn is %q", names)
	}
	pm.Actions[0].Title = "Another title"
	if names := drawnOf(&second, first.kept); !slices.Equal(names, []string{"## Actions"}) {
		t.Errorf("drawn again is %q", names)
	}
	for name, at := range second.starts {
		if name != "" && name != "Summary" && second.lines[at] != "## "+name {
			t.Errorf("%s begins with %q", name, second.lines[at])
		}
	}
	if !slices.Contains(second.lines, "| **A1** Another title | Mei Tanaka | 2026-12-04 | open, [PAY-311](https://tracker.example/PAY-311) |") {
		t.Error("the new title is not there")
	}
}

func TestEveryMarkupHasAName(t *testing.T) {
	var words []string
	for _, c := range markups {
		words = append(words, c.Word)
	}
	for _, d := range export.Dialects() {
		if !slices.Contains(words, d) {
			t.Errorf("%s is not offered", d)
		}
	}
	if len(words) != len(export.Dialects()) {
		t.Errorf("%q are offered, %q there", words, export.Dialects())
	}
}
