package guide

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// standing are the wordings of a why-question that fit any answer (seed 1, "Why Blame Kills the Whole Exercise").
var standing = []string{
	"What made that possible?",
	"What made that the reasonable thing to do?",
	"What else had to be true?",
	"What normally catches this?",
}

// Standing are the wordings of a why-question that fit any answer.
func Standing() []string { return slices.Clone(standing) }

// Ask is the next question after an answer, or the first about a cause, in all its wordings, the proposed one first: "Why is
// it that the two pipelines were split in June?" Names are words that keep their capital letter, such as those of
// participants and services. The question is grammatical whatever was answered: a phrase or a question is quoted, and
// of several sentences the first is asked about.
func Ask(answer string, names ...string) []string {
	first := question(strings.TrimSpace(oneLine(answer)), names)
	if first == "" {
		return Standing()
	}
	return append([]string{first}, standing...)
}

// Probes are the standing questions about a high-level cause itself (seed 3, "Dig Deeper"; the last one seed 1, "Why Blame
// Kills the Whole Exercise").
func Probes() []string {
	return []string{"Why was it not caught before production?", "Why did it happen when it did?", "What made that look reasonable?"}
}

// CategoryProbes are the questions that belong to a kind of root cause (seed 2, "Root cause categories worth asking about
// explicitly"); none for a word that is no category. What looks like human error is never an end: it asks two.
func CategoryProbes(category string) []string {
	switch category {
	case "human error":
		return []string{"Why was that action possible?", "Why was it not caught?"}
	case "process gap":
		return []string{"Why did the process not prevent this?"}
	case "tooling failure":
		return []string{"Why did it not alert, block or catch this?"}
	case "design weakness":
		return []string{"What assumption was violated?"}
	case "communication breakdown":
		return []string{"Why was the context not shared?"}
	}
	return nil
}

// longest is how many characters of an answer a question repeats: it is to be read aloud.
const longest = 160

func question(answer string, names []string) string {
	answer = firstSentence(answer)
	asked := strings.HasSuffix(answer, "?")
	answer, phrase := withoutBecause(strings.TrimRight(answer, " .!?;:,…"))
	if answer == "" {
		return ""
	}
	answer = lowerFirst(answer, names)
	whole := utf8.RuneCountInString(answer) <= longest
	if !whole {
		answer = beginning(answer)
	}
	switch {
	case phrase && whole:
		return "Why did it come down to " + answer + "?"
	case whole && !asked && isSentence(answer, names):
		return "Why is it that " + answer + "?"
	case strings.Contains(answer, `"`):
		return "What is behind '" + answer + "'?"
	}
	return `What is behind "` + answer + `"?`
}

// beginning is the first words of a long text, and a mark that they are not all.
func beginning(s string) string {
	cut := string([]rune(s)[:longest])
	if at := strings.LastIndexByte(cut, ' '); at > longest/2 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,;:") + " ..."
}

// firstSentence ends at a full stop that a capital letter follows, unless the stop belongs to an abbreviation ("e.g. Redis").
func firstSentence(s string) string {
	for i := range len(s) {
		if !strings.ContainsRune(".!?", rune(s[i])) || !strings.HasPrefix(s[i+1:], " ") {
			continue
		}
		word := s[strings.LastIndexByte(s[:i], ' ')+1 : i]
		next, _ := utf8.DecodeRuneInString(s[i+2:])
		if len(word) > 2 && !strings.Contains(word, ".") && unicode.IsUpper(next) {
			return s[:i+1]
		}
	}
	return s
}

// withoutBecause drops a leading "because", which the question says already. After "because of" only a phrase is left.
func withoutBecause(s string) (rest string, phrase bool) {
	for _, start := range []string{"because of ", "due to ", "owing to "} {
		if len(s) > len(start) && strings.EqualFold(s[:len(start)], start) {
			return s[len(start):], true
		}
	}
	const because = "because"
	if len(s) >= len(because) && strings.EqualFold(s[:len(because)], because) {
		if rest := strings.TrimLeft(s[len(because):], " ,:"); rest != s[len(because):] || rest == "" {
			return rest, false
		}
	}
	return s, false
}

// lowerFirst makes the first letter a small one, unless the word keeps its capital: a name, an acronym, an identifier.
func lowerFirst(s string, names []string) string {
	word, rest, _ := strings.Cut(s, " ")
	bare := strings.TrimRight(strings.TrimSuffix(word, "'s"), ",;:")
	r, size := utf8.DecodeRuneInString(word)
	if !unicode.IsUpper(r) || keepsCapital(bare, size) || slices.Contains(properNouns, bare) || isName(bare, rest, names) {
		return s
	}
	return string(unicode.ToLower(r)) + s[size:]
}

// keepsCapital reports a word that says by itself that it is no ordinary one: "API", "PostgreSQL", "W3", "README.md", "I".
func keepsCapital(word string, first int) bool {
	if word == "I" || strings.HasPrefix(word, "I'") {
		return true
	}
	return len(word) > first && strings.ContainsFunc(word[first:], func(r rune) bool {
		return unicode.IsUpper(r) || unicode.IsDigit(r) || !unicode.IsLetter(r) && r != '\'' && r != '’' && r != '-'
	})
}

// isName reports a word that is one of the names, or a part of one, or that stands before another capital letter: "Joe
// Smith", "Load Balancer". The small words that open a sentence are none.
func isName(word, rest string, names []string) bool {
	for _, name := range names {
		if slices.Contains(strings.Fields(name), word) {
			return true
		}
	}
	next, after := utf8.DecodeRuneInString(rest)
	second, _ := utf8.DecodeRuneInString(rest[min(after, len(rest)):])
	return unicode.IsUpper(next) && unicode.IsLower(second) && !slices.Contains(openers, strings.ToLower(word))
}
