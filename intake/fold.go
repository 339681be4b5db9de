package intake

import (
	"strings"
	"time"
	"unicode/utf8"

	"debrief/intake/text"
)

// many is the number of events above which chatter starts folded.
const many = 40

// foldChatter makes an input of many events readable: the same message over and over becomes one event with a count, and
// what says little starts folded. Nothing is lost by it: a folded event is one key away, and a count says what it stands for.
func foldChatter(events []Candidate) []Candidate {
	if len(events) <= many {
		return events
	}
	events = collapse(events)
	seen := map[string]int{}
	kept := false
	for i := range events {
		events[i].Folded = !looksLikeEvent(&events[i], seen)
		kept = kept || !events[i].Folded
	}
	for i := range events { // what people wrote is shown where nothing looks like an event; a log without one stays folded
		if !kept && events[i].Source != "log" && !events[i].Noise {
			events[i].Folded = false
		}
	}
	return events
}

// repeatWithin is how far apart two messages may be that are the same and told as one.
const repeatWithin = 15 * time.Minute

// collapse makes one event of messages of a machine that are the same word for word, as long as no long silence is between
// them.
func collapse(events []Candidate) []Candidate {
	type message struct {
		source, text string
		block        int
	}
	last := map[message]int{}
	out := events[:0]
	for _, e := range events {
		if e.At.IsZero() || e.Source != "log" && e.Source != "alert" || e.Moment != "" {
			out = append(out, e)
			continue
		}
		m := message{e.Source, e.Text, e.Block}
		if i, ok := last[m]; ok && joinsRun(&out[i], &e) {
			continue
		}
		last[m] = len(out)
		out = append(out, e)
	}
	return out
}

// joinsRun adds a later message to the run of the same one, where it is near enough.
func joinsRun(run, e *Candidate) bool {
	end := run.Until
	if end.IsZero() {
		end = run.At
	}
	gap := e.At.Time().Sub(end.Time())
	if gap < 0 || gap > repeatWithin {
		return false
	}
	run.Count += e.Count
	run.Until = e.At
	if !e.Until.IsZero() {
		run.Until = e.Until
	}
	return true
}

// looksLikeEvent decides whether something belongs into the story of an incident: what people and alerts say, what was
// deployed, and of a log the first line of each sort that tells of a failure or a change.
func looksLikeEvent(e *Candidate, seen map[string]int) bool {
	switch {
	case e.Moment != "":
		return true
	case e.Noise:
		return false
	case e.Source == "chat":
		return e.Kind != "note" || saysSomething(e)
	case e.Source != "log":
		return true
	case e.Kind == "note":
		return false
	}
	sort := e.Kind + sortOfLine(e.Text)
	seen[sort]++
	return seen[sort] == 1
}

// saysSomething reports a message that states more than agreement: a link, or a sentence with a figure in it.
func saysSomething(e *Candidate) bool {
	if e.Link != "" {
		return true
	}
	return len(strings.Fields(e.Text)) >= 8 && utf8.RuneCountInString(e.Text) >= 40 && strings.ContainsAny(e.Text, "0123456789%`")
}

// A version is no figure: two deploys are two events. Four numbers with dots are an address.
var (
	version   = text.Expression(`^(?:.*[^0-9.])?(?:v?\d+\.\d+\.\d+(?:[-+_][^ ]*)?|v\d[\d.]*(?:[-+_][^ ]*)?)$`)
	versioned = text.Expression(`(?i)^(?:versions?|release|releases|build|revision|rev|commit|sha|tag|image|deploy|deploys|deployed|deploying)(?:[-_:/=].*)?$`)
)

// sortOfLine is a line without what differs from one line of its sort to the next: words with a figure in them are alike, but for
// versions.
func sortOfLine(s string) string {
	b := make([]byte, 0, min(len(s), 160))
	word, before := 0, "" // where the word began in b, and the one before it
	figure := false
	for i := 0; i < len(s) && len(b) < 160; i++ {
		c := s[i]
		if text.IsWord(c) || c == '-' || c == '.' || c == ':' && i+1 < len(s) && s[i+1] != ' ' {
			figure = figure || text.IsDigit(c)
			b = append(b, c)
			continue
		}
		said := string(b[word:])
		b = endWord(b, word, figure, before)
		if said != "" {
			before = said
		}
		b = append(b, c)
		word, figure = len(b), false
	}
	return string(endWord(b, word, figure, before))
}

// endWord makes a sign of the word that b ends in, where it has a figure and is no version.
func endWord(b []byte, word int, figure bool, before string) []byte {
	if said := string(b[word:]); !figure || version.MatchString(said) || versioned.MatchString(before) || versioned.MatchString(said) {
		return b
	}
	return append(b[:word], '#')
}
