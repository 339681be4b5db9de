package intake

import (
	"regexp"
	"testing"

	"debrief/intake/text"
)

func TestEveryPatternCompiles(t *testing.T) {
	for _, p := range text.Patterns {
		if _, err := regexp.Compile(p.Source); err != nil {
			t.Error(err)
		}
	}
}
