package coach

import (
	"strings"

	"debrief/model/due"
)

// Item is an action item as a document has it: words, where the archive has a person and a date.
type Item struct {
	Text  string // the whole of it; it may say in passing when
	Title string // what shall be done; "" where a ticket alone says it
	Owner string // the words for who sees it through
	Due   string // the words that stand where a date stands
	Dated bool   // Due names a day of the calendar
}

// ReadItem asks of an action item what an action needs: an outcome that can be seen, one person, a day (seed 2, "Action
// Items"). It judges words of English.
func ReadItem(item Item) []Finding {
	var findings []Finding
	ask := func(code, text string) {
		e := About(code)
		findings = append(findings, e.fill(Finding{At: "actions", Text: oneLine(text)}))
	}
	if !blank(item.Title) && IsVague(item.Title) {
		ask("vague-action", item.Title)
	}
	switch OwnerKind(item.Owner) {
	case OwnerNobody:
		ask("owner-missing", item.Owner)
	case OwnerTeam:
		ask("owner-team", item.Owner)
	case OwnerSeveral:
		ask("owner-many", item.Owner)
	case OwnerPerson:
	}
	if !item.Dated {
		if fuzzy := item.fuzzy(); fuzzy != "" {
			ask("due-fuzzy", fuzzy)
		} else {
			ask("due-missing", "")
		}
	}
	return findings
}

// fuzzy is the words that say when and name no day: what stands in the place of a date, or what the text says in passing.
func (item *Item) fuzzy() string {
	if due := strings.Trim(item.Due, " .*_-–?"); due != "" {
		return due
	}
	return due.Fuzzy(item.Text)
}

// Absent asks for the parts that every guide to postmortems wants and that a document does not have.
func Absent(impact, timeline, causes, actions bool) []Finding {
	var findings []Finding
	for _, part := range []struct {
		code, at string
		there    bool
	}{
		{"impact-missing", "impact", impact}, {"timeline-missing", "timeline", timeline},
		{"cause-missing", "causes", causes}, {"action-missing", "actions", actions},
	} {
		if !part.there {
			e := About(part.code)
			findings = append(findings, e.fill(Finding{At: part.at}))
		}
	}
	return findings
}
