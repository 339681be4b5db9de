package markdown

import (
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
)

// spacedOffset finds "GMT + 1" in a phrase about zones, where nothing goes on behind the number.
var spacedOffset = text.Expression(`\b(UTC|GMT)\s*([+-])\s*(\d{1,2}(?::\d{2})?)([\s*_]*(?:[).,;\]|]|$))`)

// ZoneIn is the first zone that a phrase names.
func ZoneIn(s string) (name string, found clock.Stamp) {
	plain, _ := Inline(s, nil)
	plain = spacedOffset.ReplaceAllString(strings.Trim(plain, "*_ "), "$1$2$3$4")
	for i := range len(plain) {
		if i > 0 && (text.IsWord(plain[i-1]) || plain[i-1] == '/' || plain[i-1] == ':') || !text.IsLetter(plain[i]) {
			continue
		}
		if name, loc, n := clock.ZoneAt(plain[i:]); n > 0 && len(name) > 1 {
			offset, fixed, _ := clock.ZoneAt(strings.TrimLeft(plain[i+n:], " (=,"))
			if strings.HasPrefix(offset, "UTC") || strings.HasPrefix(offset, "GMT") {
				loc = fixed // PST (UTC-7) says what is meant
			}
			return name, clock.Stamp{Zone: name, Loc: loc}
		}
	}
	return "", clock.Stamp{}
}
