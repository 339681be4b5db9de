package ui

import (
	"strings"

	"debrief/model"
	"debrief/model/say"
)

// entry is how the values of a field are entered.
type entry int

const (
	line     entry = iota // one line of text
	text                  // several lines of text
	words                 // one of the field's words
	several               // any number of the field's words
	listed                // items between commas
	instant               // a day and a time
	date                  // a day
	number                // a number
	yesNo                 // a switch
	verbatim              // shown, and entered like a line, but rarely of interest
)

// field is one value of a part as a person meets it. Every value of the document is in fieldsOf: a test compares the two.
type field struct {
	name  string // as in the document, reaching into records: "test.name"
	label string
	entry entry
	words string // the list of model.Words for words and several
}

// ahead reports whether the field holds a time that is planned.
func (f field) ahead() bool { return f.name == "meeting.at" || f.name == "follow_up.at" }

// records are the lists of small records inside a part. Their fields are named "also.0.text".
var records = map[string][]field{
	"also": {
		{"at", "Also at", instant, ""},
		{"original", "Also, time as written", line, ""},
		{"text", "Also told", line, ""},
		{"source", "Also, source", words, "source"},
		{"link", "Also, link", line, ""},
		{"origin", "Also, origin", verbatim, ""},
		{"raw", "Also, raw line", text, ""},
	},
	"follow_up.verdicts": {
		{"action", "Verdict on", line, ""},
		{"helped", "Verdict: did it help", words, "helped"},
		{"note", "Verdict: note", text, ""},
	},
	"relations": {
		{"kind", "Relation", words, "relation"},
		{"ref", "Related postmortem", line, ""},
		{"id", "Related postmortem's id", verbatim, ""},
	},
	"dismissed": {
		{"code", "Dismissed question", verbatim, ""},
		{"at", "Dismissed at", verbatim, ""},
		{"text", "Dismissed text", verbatim, ""},
	},
}

// fieldsOf lists the fields of each kind of part in the order in which they are offered, the most needed first.
var fieldsOf = map[string][]field{
	"": {
		{"title", "Title", line, ""},
		{"severity", "Severity", words, "severity"},
		{"summary", "Summary", text, ""},
		{"services", "Services", listed, ""},
		{"tags", "Tags", listed, ""},
		{"why_now", "Why this one", text, ""},
		{"likely_again", "Likely again", words, "likely_again"},
		{"meeting.at", "Meeting", instant, ""},
		{"meeting.minutes", "Meeting, minutes", number, ""},
		{"zone", "Time zone", line, ""},
		{"status", "Status", words, "status"},
		{"phase", "Phase reached", words, "phase"},
		{"notes", "Private notes", text, ""},
		{"moments.started.at", "Started", instant, ""},
		{"moments.started.event", "Started, event", line, ""},
		{"moments.detected.at", "Detected", instant, ""},
		{"moments.detected.event", "Detected, event", line, ""},
		{"moments.mitigated.at", "Mitigated", instant, ""},
		{"moments.mitigated.event", "Mitigated, event", line, ""},
		{"moments.resolved.at", "Resolved", instant, ""},
		{"moments.resolved.event", "Resolved, event", line, ""},
		{"follow_up.at", "Follow-up", instant, ""},
		{"follow_up.minutes", "Follow-up, minutes", number, ""},
		{"follow_up.held_at", "Follow-up held", instant, ""},
		{"follow_up.again", "Happened again", words, "again"},
		{"follow_up.missed", "What did we miss", text, ""},
		{"reread.due", "Read again on", date, ""},
		{"reread.done_at", "Read again at", instant, ""},
		{"reread.missed", "Seen later", text, ""},
		{"reviewed_at", "Reviewed", instant, ""},
		{"published_at", "Published", instant, ""},
		{"closed_at", "Closed", instant, ""},
		{"agenda.preset", "Agenda, minutes", line, ""},
		{"agenda.taken_seconds.assemble", "Assemble took, seconds", number, ""},
		{"agenda.taken_seconds.facts", "Facts took, seconds", number, ""},
		{"agenda.taken_seconds.causes", "Causes took, seconds", number, ""},
		{"agenda.taken_seconds.whys", "Dig deeper took, seconds", number, ""},
		{"agenda.taken_seconds.action", "Action took, seconds", number, ""},
		{"agenda.taken_seconds.close", "Close took, seconds", number, ""},
	},
	"N": {
		{"name", "Name", line, ""},
		{"team", "Team", line, ""},
		{"handle", "Handle", line, ""},
		{"involved", "Involved", several, "involved"},
		{"facilitator", "Facilitator", yesNo, ""},
		{"note_taker", "Note-taker", yesNo, ""},
		{"invited", "Invited", yesNo, ""},
		{"attended", "Attended", yesNo, ""},
	},
	"I": {
		{"what", "What", line, ""},
		{"amount", "How much", number, ""},
		{"unit", "Unit", line, ""},
		{"estimate", "Estimate", yesNo, ""},
	},
	"E": {
		{"text", "What", line, ""},
		{"at", "When", instant, ""},
		{"kind", "Kind", words, "kind"},
		{"source", "Source", words, "source"},
		{"by", "By", line, ""},
		{"link", "Link", line, ""},
		{"until", "Until", instant, ""},
		{"count", "How many", number, ""},
		{"precision", "Precision", words, "precision"},
		{"known_then", "Known then", yesNo, ""},
		{"noise", "Noise", yesNo, ""},
		{"outcome", "Outcome", words, "outcome"},
		{"settled_by", "Settled by", line, ""},
		{"original", "Time as written", line, ""},
		{"original_zone", "Zone as written", line, ""},
		{"origin", "Origin", verbatim, ""},
		{"key", "Native id", verbatim, ""},
		{"raw", "Raw line", text, ""},
	},
	"C": {
		{"text", "Cause", line, ""},
		{"role", "Role", words, "role"},
		{"events", "Shown by", listed, ""},
		{"hands", "Hands", number, ""},
	},
	"W": {
		{"answer", "Answer", line, ""},
		{"question", "Question", line, ""},
		{"root", "Root cause", yesNo, ""},
		{"category", "Category", words, "category"},
		{"fixable", "Fixable", words, "fixable"},
		{"fix", "Fix", words, "fix"},
		{"confidence", "Confidence", words, "confidence"},
		{"stop", "Reason to stop", words, "stop"},
		{"events", "Shown by", listed, ""},
	},
	"A": {
		{"title", "Action", line, ""},
		{"done_when", "Done when", line, ""},
		{"owner", "Owner", line, ""},
		{"due", "Due", date, ""},
		{"scope", "Scope", words, "scope"},
		{"kind", "Kind", words, "action_kind"},
		{"area", "Area", words, "area"},
		{"answers", "Answers", listed, ""},
		{"ticket", "Ticket", line, ""},
		{"priority", "Priority", words, "priority"},
		{"status", "Status", words, "action_status"},
		{"reason", "Reason", text, ""},
		{"started_at", "Started", instant, ""},
		{"done_at", "Done", instant, ""},
		{"dropped_at", "Dropped", instant, ""},
		{"test.name", "Test", line, ""},
		{"test.file", "Test file", line, ""},
		{"test.command", "Test command", line, ""},
		{"test.failing.at", "Seen failing", instant, ""},
		{"test.failing.commit", "Failing, commit", line, ""},
		{"test.failing.exit_code", "Failing, exit code", number, ""},
		{"test.failing.tail", "Failing, output", text, ""},
		{"test.passing.at", "Seen passing", instant, ""},
		{"test.passing.commit", "Passing, commit", line, ""},
		{"test.passing.exit_code", "Passing, exit code", number, ""},
		{"test.passing.tail", "Passing, output", text, ""},
		{"test.merged_at", "Test merged", instant, ""},
		{"test.link", "Test link", line, ""},
		{"test.guard.at", "Test looked for", instant, ""},
		{"test.guard.found", "Test found", yesNo, ""},
		{"test.guard.where", "Test found at", line, ""},
	},
	"K": {
		{"text", "Thought", line, ""},
		{"outcome", "Settled as", words, "parked_outcome"},
		{"reason", "Reason", text, ""},
		{"action", "Action", line, ""},
		{"phase", "Parked in", words, "phase"},
	},
	"L": {
		{"text", "Lesson", line, ""},
		{"kind", "Kind", words, "lesson"},
	},
}

// fieldOf is the field of that name of a part; it reaches into records.
func fieldOf(ref, name string) field {
	letter := ""
	if k := model.KindOf(ref); k != nil {
		letter = k.Letter
	}
	for _, f := range fieldsOf[letter] {
		if f.name == name {
			return f
		}
	}
	for list, fields := range records {
		if !strings.HasPrefix(name, list+".") {
			continue
		}
		for _, f := range fields {
			if strings.HasSuffix(name, "."+f.name) {
				f.name = name
				return f
			}
		}
	}
	return field{name: name, label: name}
}

// mainField is the field of a part that e edits.
func mainField(ref string) string {
	if k := model.KindOf(ref); k != nil && len(fieldsOf[k.Letter]) > 0 {
		return fieldsOf[k.Letter][0].name
	}
	return ""
}

// shown is a value as the screen shows it: days as "Wed 18 Nov 2026", times in the postmortem's zone.
func (f field) shown(p *model.Postmortem, ref string) string {
	v := p.Get(ref, f.name)
	switch f.entry {
	case instant:
		if i, err := model.ParseInstant(v); err == nil && !i.IsZero() {
			return say.Clock(i, p.Location(), true) + " " + p.Zone
		}
	case date:
		if d, err := model.ParseDate(v); err == nil && d != "" {
			return say.Day(d.Time())
		}
	}
	return say.Safe(v)
}

// typed is a value as a person would type it.
func (f field) typed(p *model.Postmortem, ref string) string {
	v := p.Get(ref, f.name)
	if f.entry == instant {
		if i, err := model.ParseInstant(v); err == nil && !i.IsZero() {
			layout := "2006-01-02 15:04"
			if i.Time().Second() != 0 || i.Time().Nanosecond() != 0 {
				return v
			}
			return i.Time().In(p.Location()).Format(layout)
		}
	}
	return v
}
