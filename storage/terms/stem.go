package terms

import (
	"slices"
	"strings"
)

// particles are what stands behind a verb and makes one thing with it: timed out, rolled back.
var particles = []string{"out", "back", "over", "up", "down", "off"}

func particle(word string) bool { return slices.Contains(particles, word) }

// stem takes the light endings of English from a word in lower case: -s, -es, -ies, -ing, -ed, and a last e. It is no dictionary:
// it only has to make the same of what people take for the same word. A word with other letters than those of English is left as it is.
func stem(word string) string {
	const least = 3 // letters that stay
	if len(word) <= least || !letters(word) {
		return word
	}
	word = plural(word)
	for _, p := range particles { // "timeout" is what "timed out" makes
		if verb, ok := strings.CutSuffix(word, p); ok && len(verb) > 2 && vowels(verb) {
			return ending(verb) + p
		}
	}
	return ending(word)
}

// ending takes what is behind the stem of a verb.
func ending(word string) string {
	for _, suffix := range []string{"ing", "ed"} {
		if rest, ok := strings.CutSuffix(word, suffix); ok && len(rest) > 2 && vowels(rest) {
			if n := len(rest); rest[n-1] == rest[n-2] && !strings.ContainsRune("lsz", rune(rest[n-1])) {
				rest = rest[:n-1] // stopped
			}
			word = rest
			break
		}
	}
	if rest, ok := strings.CutSuffix(word, "e"); ok && len(rest) > 2 {
		word = rest
	}
	if rest, ok := strings.CutSuffix(word, "y"); ok && len(rest) > 2 {
		word = rest + "i" // retry, retries, retried
	}
	return word
}

func plural(word string) string {
	switch {
	case len(word) < 4 || !strings.HasSuffix(word, "s"):
	case strings.HasSuffix(word, "ies") && len(word) > 4:
		return word[:len(word)-3] + "y"
	case strings.HasSuffix(word, "sses"), strings.HasSuffix(word, "xes"), strings.HasSuffix(word, "ches"), strings.HasSuffix(word, "shes"):
		return word[:len(word)-2]
	case !strings.HasSuffix(word, "ss") && !strings.HasSuffix(word, "us") && !strings.HasSuffix(word, "is"):
		return word[:len(word)-1]
	}
	return word
}

func letters(word string) bool {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return true
}

func vowels(word string) bool { return strings.ContainsAny(word, "aeiouy") }
