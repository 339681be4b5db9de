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
	seen := map[string]bool{}
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

// collapse makes one event of messages of a machine that are the same word for word, as long as no long silence is between them.
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
func looksLikeEvent(e *Candidate, seen map[string]bool) bool {
	switch {
	case e.Moment != "":
		return true
	case e.Noise:
		return false
	case e.Source == "chat":
		return e.Kind != "note" || e.Link != "" || // more than agreement: a sentence with a figure in it
			len(strings.Fields(e.Text)) >= 8 && utf8.RuneCountInString(e.Text) >= 40 && strings.ContainsAny(e.Text, "0123456789%`")
	case e.Source != "log":
		return true
	case e.Kind == "note":
		return false
	}
	sort := sortOfLine(append(make([]byte, 0, 256), e.Kind...), e.Text)
	if seen[string(sort)] {
		return false
	}
	seen[string(sort)] = true
	return true
}

// A version is no figure: two deploys are two events. Four numbers with dots are an address.
var (
	version   = text.Expression(`^(?:.*[^0-9.])?(?:v?\d+\.\d+\.\d+(?:[-+_][^ ]*)?|v\d[\d.]*(?:[-+_][^ ]*)?)$`)
	versioned = text.Expression(`(?i)^(?:versions?|release|releases|build|revision|rev|commit|sha|tag|image|deploy|deploys|deployed|deploying)(?:[-_:/=].*)?$`)
)

// sortOfLine appends a line without what differs from one line of its sort to the next: words with a figure in them are alike, but for versions.
func sortOfLine(b []byte, s string) []byte {
	s = text.FirstBytes(s, 160)
	word, before := 0, "" // where the word began, and the one before it
	figure := false
	for i := 0; i <= len(s); i++ {
		if i < len(s) && (text.IsWord(s[i]) || s[i] == '-' || s[i] == '.' || s[i] == ':' && i+1 < len(s) && s[i+1] != ' ') {
			figure = figure || text.IsDigit(s[i])
			continue
		}
		said := s[word:i]
		if figure && !version().MatchString(said) && !versioned().MatchString(before) && !versioned().MatchString(said) {
			b = append(b, '#')
		} else {
			b = append(b, said...)
		}
		if said != "" {
			before = said
		}
		b = append(b, s[i:min(i+1, len(s))]...)
		word, figure = i+1, false
	}
	return b
}
