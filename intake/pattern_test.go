package intake

import (
	"regexp"
	"testing"
)

func TestEveryPatternCompiles(t *testing.T) {
	for _, p := range patterns {
		if _, err := regexp.Compile(p.source); err != nil {
			t.Error(err)
		}
	}
}
