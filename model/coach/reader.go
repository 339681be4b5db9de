package coach

import (
	"slices"
	"strings"

	"debrief/model"
)

// Section says what a text is for, which decides what may be asked of it: what is wrong in a cause is fine in an action, and
// only the facts may name a person (seed 3, "Gather the Facts").
type Section string

// The sections of a postmortem.
const (
	Summary Section = "summary"
	Facts   Section = "facts"
	Causes  Section = "causes"
	Whys    Section = "whys"
	Actions Section = "action"
	Lessons Section = "lessons"
)

// Sections lists them in the order of a page.
var Sections = []Section{Summary, Facts, Causes, Whys, Actions, Lessons}

// phase is the phase that a text of the section is written in.
func (s Section) phase() string {
	switch s {
	case Summary:
		return "assemble"
	case Lessons:
		return "close"
	}
	return string(s)
}

// Reader reads English texts and finds the words that keep people from learning: what did not happen, who instead of how,
// resolve instead of change. It knows the people of one postmortem. It is safe for concurrent use.
type Reader struct{ people people }

// NewReader is a reader that knows the participants of a postmortem; with nil it knows only handles that are marked with @.
func NewReader(p *model.Postmortem) *Reader { return &Reader{people: peopleOf(p)} }

// Read finds what could be put better in one text of a section, in the order of the text: at most one finding of a code for
// a sentence. Text is the words that triggered it; At is left to the caller. It takes time linear in the text, and finds
// nothing in a text that is not English.
func (r *Reader) Read(section Section, text string) []Finding {
	words := tokens(text)
	if !isEnglish(words) {
		return nil
	}
	var findings []Finding
	for len(words) > 0 {
		end := sentenceEnd(words)
		s := sentence{words: words[:end], section: section, people: r.people}
		s.question = end < len(words) && words[end].word == "?"
		for _, h := range s.read() {
			e := About(h.code)
			from, to := words[h.from].from, words[h.to].to
			findings = append(findings, e.fill(Finding{Phase: section.phase(), Text: oneLine(text[from:to]), From: from, To: to}))
		}
		if end < len(words) && words[end].kind == aStop {
			end++
		}
		words = words[end:]
	}
	return findings
}

// longest is how many words a sentence may have: what is longer is a list, and read in pieces.
const longest = 200

// sentenceEnd is where the first sentence ends.
func sentenceEnd(words []token) int {
	for i := range words[:min(len(words), longest)] {
		if words[i].kind == aStop {
			return i
		}
	}
	return min(len(words), longest)
}

// IsEnglish reports whether a text can be read: it holds the small words of English, or is too short to tell.
func IsEnglish(text string) bool { return isEnglish(tokens(text)) }

// isEnglish compares the small words of English with those of its neighbours. Letters of another script are no English.
func isEnglish(words []token) bool {
	letters, small, foreign := 0, 0, 0
	for i := range words {
		if words[i].kind != aWord {
			continue
		}
		letters++
		if words[i].class&(determiner|linking|auxiliary|anybody) != 0 {
			small++
		}
		if foreignWords.has(words[i].word) || !words[i].latin {
			foreign++
		}
	}
	return foreign <= small || letters < 4 && foreign == 0
}

func oneLine(text string) string { return strings.Join(strings.Fields(model.Clean(text)), " ") }

// hit is what was found in a sentence: the words from and to, both included.
type hit struct {
	code     string
	from, to int
}

// sentence is what the rules look at: words between two stops.
type sentence struct {
	words    []token
	section  Section
	people   people
	question bool // it ends in a question mark
}

// read asks each word's rules. Of one code, the first hit stands for the sentence.
func (s *sentence) read() []hit {
	var hits []hit
	keep := func(h hit) {
		if h.code != "" && !s.supposed(h.from) && !slices.ContainsFunc(hits, func(o hit) bool { return o.code == h.code }) {
			hits = append(hits, h)
		}
	}
	for i := range s.words {
		t := &s.words[i]
		if t.kind != aWord {
			continue
		}
		for _, rule := range triggers()[t.word] {
			keep(rule(s, i))
		}
		if s.section != Facts && s.section != Actions && s.people.named(s.words, i) {
			keep(hit{"name-outside-facts", i, i})
		}
	}
	return hits
}

// supposed reports whether the word at i is what somebody thought at the time: among the facts, that is a fact about the room.
func (s *sentence) supposed(i int) bool {
	for k := i - 1; k >= 0 && s.section == Facts; k-- {
		switch {
		case s.in(k, "and but") || s.words[k].kind == aPause && !s.in(k-1, "hypothesis theory suspicion"):
			return false
		case s.in(k, "thought thinks suspects suspected suspect suspecting suspicion hypothesis theory believes believed"):
			return true
		}
	}
	return false
}

// word is the word at i, "" outside of the sentence and for what is no word.
func (s *sentence) word(i int) string {
	if i < 0 || i >= len(s.words) || s.words[i].kind != aWord {
		return ""
	}
	return s.words[i].word
}

// is reports whether the word at i is of one of the classes.
func (s *sentence) is(i int, c class) bool {
	return i >= 0 && i < len(s.words) && s.words[i].kind == aWord && s.words[i].class&c != 0
}

// leads reports whether the word at i opens the sentence, or what stands behind its label: "Detection: …".
func (s *sentence) leads(i int) bool {
	label := i - 1
	return i == 0 || label <= 4 && s.words[label].kind == aPause && !listed(", ( )", s.words[label].word)
}

// after is the index of the first word after i that is no adverb.
func (s *sentence) after(i int) int {
	for i++; i < len(s.words) && (isAdverb(&s.words[i]) || s.in(i, "not never")); {
		i++
	}
	return i
}

// in reports whether the word at i is one of a list, spaces between them.
func (s *sentence) in(i int, list string) bool {
	return listed(list, s.word(i))
}

// has reports whether one of a list of words stands in the sentence.
func (s *sentence) has(list string) bool {
	for i := range s.words {
		if s.in(i, list) {
			return true
		}
	}
	return false
}

// listed reports whether a word stands in a list whose words have spaces between them.
func listed(list, word string) bool {
	for from := 0; ; {
		n := strings.Index(list[from:], word)
		if n < 0 || word == "" {
			return false
		}
		start, end := from+n, from+n+len(word)
		if (start == 0 || list[start-1] == ' ') && (end == len(list) || list[end] == ' ') {
			return true
		}
		from = end
	}
}

// when is the hit where it holds.
func when(holds bool, h hit) hit {
	if !holds {
		return none
	}
	return h
}
