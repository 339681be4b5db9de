package clock

import (
	"strings"
	"time"

	"debrief/intake/text"
)

// MonthNames are the months, from January, in English, German, French, Spanish, Italian, Portuguese, Dutch,
// Russian, Polish and Swedish, as they stand behind a day.
var MonthNames = [12][]string{
	{"january", "januar", "jänner", "janvier", "enero", "gennaio", "janeiro", "januari", "января", "stycznia"},
	{"february", "februar", "février", "febrero", "febbraio", "fevereiro", "februari", "февраля", "lutego"},
	{"march", "märz", "mars", "marzo", "março", "maart", "марта", "marca"},
	{"april", "avril", "abril", "aprile", "апреля", "kwietnia"},
	{"may", "mai", "mayo", "maggio", "maio", "mei", "мая", "maja", "maj"},
	{"june", "juni", "juin", "junio", "giugno", "junho", "июня", "czerwca"},
	{"july", "juli", "juillet", "julio", "luglio", "julho", "июля", "lipca"},
	{"august", "août", "agosto", "augustus", "августа", "sierpnia", "augusti"},
	{"september", "septembre", "septiembre", "setiembre", "settembre", "setembro", "сентября", "września"},
	{"october", "oktober", "octobre", "octubre", "ottobre", "outubro", "октября", "października"},
	{"november", "novembre", "noviembre", "novembro", "ноября", "listopada"},
	{"december", "dezember", "décembre", "diciembre", "dicembre", "dezembro", "декабря", "grudnia"},
}

// monthWords are the names, and those of English cut off: jan, sept.
var monthWords = func() map[string]int {
	words := map[string]int{"sept": 9}
	for i, names := range MonthNames {
		words[names[0][:3]] = i + 1
		for _, name := range names {
			words[name] = i + 1
		}
	}
	return words
}()

// monthNamed is the month of a name in any of the languages, or of the beginning of an English one; 0 for other words.
func monthNamed(word string) int {
	if len(word) < 3 {
		return 0
	}
	return monthWords[strings.ToLower(word)]
}

// englishMonth is the month of an English name or its beginning. Other languages have the day in front, and "Mei 3" is a person's.
func englishMonth(word string) int {
	m := monthNamed(word)
	if m == 0 || !strings.HasPrefix(MonthNames[m-1][0], strings.ToLower(word)) && !strings.EqualFold(word, "sept") {
		return 0
	}
	return m
}

// MonthInEnglish is the English name of a month that is named in another language; "" for other words.
func MonthInEnglish(word string) string {
	if m := monthNamed(word); m > 0 && englishMonth(word) == 0 {
		return time.Month(m).String()
	}
	return ""
}

// MonthPattern finds a name, or an English one cut off, for expressions that know no case; the longer names stand first.
var MonthPattern = func() string {
	var names []string
	for _, all := range MonthNames {
		names = append(names, all...)
	}
	names = append(names, "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec")
	return "(?:" + strings.Join(text.LongestFirst(names), "|") + ")"
}()
