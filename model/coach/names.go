package coach

import "strings"

// What the coach knows of people's names is needed elsewhere too: where they are not to be shown.

// PeopleIn are the people among who did something, as they stand there: "Mei (payments) and Joe" are two; bots, tools, teams and roles
// are none.
func PeopleIn(by string) []string { return peopleIn(by) }

// IsWord reports whether what may be a name is also a word of English or a tool's name, in small letters.
func IsWord(name string) bool { return ordinary.has(name) || tools.has(name) || classOf(name) != 0 }

// NamesIn are the words of a text that are names whoever took part: handles with their @, and common first names with a capital, each
// with the family name that follows it.
func NamesIn(text string) []string {
	var names []string
	words, nobody := tokens(text), people{}
	for i := range words {
		t := &words[i]
		if t.kind != aWord || !nobody.named(words, i) {
			continue
		}
		to := t.to
		if t.word[0] != '@' && i+1 < len(words) && isFamilyName(text, t, &words[i+1]) {
			to = words[i+1].to
		}
		names = append(names, withoutPossessive(text[t.from:to]))
	}
	return names
}

// isFamilyName reports whether a word stands behind a first name as the rest of it.
func isFamilyName(text string, first, next *token) bool {
	return next.kind == aWord && next.capital && !next.shouted && next.from == first.to+1 && text[first.to] == ' ' &&
		withoutPossessive(first.word) == first.word && lettersOnly(next.word) && !IsWord(withoutPossessive(next.word))
}

func withoutPossessive(name string) string {
	for _, end := range []string{"'s", "’s", "'S", "’S"} {
		name = strings.TrimSuffix(name, end)
	}
	return name
}
