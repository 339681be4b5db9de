package clock

import (
	"strings"

	"debrief/intake/text"
)

// PlainMarks is text with the hyphens and spaces of a keyboard.
func PlainMarks(text string) string {
	return typeset.Replace(text)
}

var typeset = strings.NewReplacer("\u2010", "-", "\u2011", "-", "\u2012", "-", "\u2212", "-", "\u00a0", " ", "\u2007", " ", "\u2009", " ", "\u202f", " ")

// DayNamedIn is the first full date that a phrase names; one without a year counts when the month has a name.
func DayNamedIn(said string) (Stamp, bool) {
	said = PlainMarks(text.FirstBytes(said, 2000))
	for i := range len(said) {
		if i > 0 && (text.IsWord(said[i-1]) || strings.IndexByte("/.-:", said[i-1]) >= 0) || !text.IsDigit(said[i]) && !text.IsLetter(said[i]) {
			continue
		}
		p := scanner{s: said, i: i}
		st := Stamp{Form: Local, NoClock: true}
		st.Weekday = p.weekday()
		if p.date(&st) && (st.Year != 0 || st.Weekday != "" || text.IsLetter(said[i]) || hasLetters(said[i:p.i])) && endsWord(p.rest()) {
			st.Text = said[i:p.i]
			return st, true
		}
	}
	return Stamp{}, false
}

func hasLetters(s string) bool { return strings.ContainsAny(s, "abcdefghijklmnopqrstuvwxyz") }

func endsWord(rest string) bool {
	if rest == "" || rest[0] == 'T' {
		return true
	}
	goesOn := len(rest) > 1 && strings.IndexByte("./-:", rest[0]) >= 0 && text.IsDigit(rest[1])
	return !text.IsWord(rest[0]) && !goesOn
}
