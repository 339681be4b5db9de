package ask

import (
	"strconv"
	"strings"
	"time"

	"debrief/model"
	"debrief/model/say"
)

// Entry is how the values of a field are entered.
type Entry int

// The ways to enter a value.
const (
	Line     Entry = iota // one line of text
	Text                  // several lines of text
	Words                 // one of the field's words
	Several               // any number of the field's words
	Listed                // items between commas
	Instant               // a day and a time
	Date                  // a day
	Zone                  // a time zone, by its name
	Number                // a number
	YesNo                 // a switch
	Verbatim              // shown, and entered like a line, but rarely of interest
)

// Field is one value of a part as a person meets it. Every value of the document is in fieldsOf: a test compares the two.
type Field struct {
	Name  string // as in the document, reaching into records: "test.name"
	Label string
	Entry Entry
	Words string // the list of model.Words for words and several
}

// Ahead reports whether the field holds a time that is planned.
func (f Field) Ahead() bool { return f.Name == "meeting.at" || f.Name == "follow_up.at" }

// Records are the lists of small records inside a part. Their fields are named "also.0.text".
var Records = map[string][]Field{
	"also": {
		{"at", "Also at", Instant, ""},
		{"original", "Also, time as written", Line, ""},
		{"text", "Also told", Line, ""},
		{"source", "Also, source", Words, "source"},
		{"link", "Also, link", Line, ""},
		{"origin", "Also, origin", Verbatim, ""},
		{"raw", "Also, raw line", Text, ""},
	},
	"follow_up.verdicts": {
		{"action", "Verdict on", Line, ""},
		{"helped", "Verdict: did it help", Words, "helped"},
		{"note", "Verdict: note", Text, ""},
	},
	"relations": {
		{"kind", "Relation", Words, "relation"},
		{"ref", "Related postmortem", Line, ""},
		{"id", "Related postmortem's id", Verbatim, ""},
	},
	"dismissed": {
		{"code", "Dismissed question", Verbatim, ""},
		{"at", "Dismissed at", Verbatim, ""},
		{"text", "Dismissed text", Verbatim, ""},
	},
}

// FieldsOf lists the fields of each kind of part in the order in which they are offered, the most needed first.
var FieldsOf = map[string][]Field{
	"": {
		{"title", "Title", Line, ""},
		{"severity", "Severity", Words, "severity"},
		{"summary", "Summary", Text, ""},
		{"services", "Services", Listed, ""},
		{"tags", "Tags", Listed, ""},
		{"why_now", "Why this one", Text, ""},
		{"likely_again", "Likely again", Words, "likely_again"},
		{"meeting.at", "Meeting", Instant, ""},
		{"meeting.minutes", "Meeting, minutes", Number, ""},
		{"zone", "Time zone", Zone, ""},
		{"status", "Status", Words, "status"},
		{"phase", "Phase reached", Words, "phase"},
		{"notes", "Private notes", Text, ""},
		{"moments.started.at", "Started", Instant, ""},
		{"moments.started.event", "Started, event", Line, ""},
		{"moments.detected.at", "Detected", Instant, ""},
		{"moments.detected.event", "Detected, event", Line, ""},
		{"moments.mitigated.at", "Mitigated", Instant, ""},
		{"moments.mitigated.event", "Mitigated, event", Line, ""},
		{"moments.resolved.at", "Resolved", Instant, ""},
		{"moments.resolved.event", "Resolved, event", Line, ""},
		{"follow_up.at", "Follow-up", Instant, ""},
		{"follow_up.minutes", "Follow-up, minutes", Number, ""},
		{"follow_up.held_at", "Follow-up held", Instant, ""},
		{"follow_up.again", "Happened again", Words, "again"},
		{"follow_up.missed", "What did we miss", Text, ""},
		{"reread.due", "Read again on", Date, ""},
		{"reread.done_at", "Read again at", Instant, ""},
		{"reread.missed", "Seen later", Text, ""},
		{"reviewed_at", "Reviewed", Instant, ""},
		{"published_at", "Published", Instant, ""},
		{"published_url", "Page address", Line, ""},
		{"closed_at", "Closed", Instant, ""},
		{"agenda.preset", "Agenda, minutes", Line, ""},
		{"agenda.taken_seconds.assemble", "Assemble took, seconds", Number, ""},
		{"agenda.taken_seconds.facts", "Facts took, seconds", Number, ""},
		{"agenda.taken_seconds.causes", "Causes took, seconds", Number, ""},
		{"agenda.taken_seconds.whys", "Dig deeper took, seconds", Number, ""},
		{"agenda.taken_seconds.action", "Action took, seconds", Number, ""},
		{"agenda.taken_seconds.close", "Close took, seconds", Number, ""},
	},
	"N": {
		{"name", "Name", Line, ""},
		{"team", "Team", Line, ""},
		{"handle", "Handle", Line, ""},
		{"involved", "Involved", Several, "involved"},
		{"facilitator", "Facilitator", YesNo, ""},
		{"note_taker", "Note-taker", YesNo, ""},
		{"remote", "Joins remotely", YesNo, ""},
		{"invited", "Invited", YesNo, ""},
		{"attended", "Attended", YesNo, ""},
	},
	"I": {
		{"what", "What", Line, ""},
		{"amount", "How much", Number, ""},
		{"unit", "Unit", Line, ""},
		{"estimate", "Estimate", YesNo, ""},
	},
	"E": {
		{"text", "What", Line, ""},
		{"at", "When", Instant, ""},
		{"kind", "Kind", Words, "kind"},
		{"source", "Source", Words, "source"},
		{"by", "By", Line, ""},
		{"link", "Link", Line, ""},
		{"until", "Until", Instant, ""},
		{"count", "How many", Number, ""},
		{"precision", "Precision", Words, "precision"},
		{"known_then", "Known then", YesNo, ""},
		{"noise", "Noise", YesNo, ""},
		{"key_event", "Key event", YesNo, ""},
		{"outcome", "Outcome", Words, "outcome"},
		{"settled_by", "Settled by", Line, ""},
		{"original", "Time as written", Line, ""},
		{"original_zone", "Zone as written", Line, ""},
		{"origin", "Origin", Verbatim, ""},
		{"key", "Native id", Verbatim, ""},
		{"raw", "Raw line", Text, ""},
	},
	"C": {
		{"text", "Cause", Line, ""},
		{"role", "Role", Words, "role"},
		{"events", "Shown by", Listed, ""},
		{"hands", "Hands", Number, ""},
	},
	"W": {
		{"answer", "Answer", Line, ""},
		{"question", "Question", Line, ""},
		{"root", "Root cause", YesNo, ""},
		{"category", "Category", Words, "category"},
		{"fixable", "Fixable", Words, "fixable"},
		{"fix", "Fix", Words, "fix"},
		{"confidence", "Confidence", Words, "confidence"},
		{"stop", "Reason to stop", Words, "stop"},
		{"events", "Shown by", Listed, ""},
	},
	"A": {
		{"title", "Action", Line, ""},
		{"done_when", "Done when", Line, ""},
		{"owner", "Owner", Line, ""},
		{"due", "Due", Date, ""},
		{"scope", "Scope", Words, "scope"},
		{"kind", "Kind", Words, "action_kind"},
		{"area", "Area", Words, "area"},
		{"answers", "Answers", Listed, ""},
		{"ticket", "Ticket", Line, ""},
		{"priority", "Priority", Words, "priority"},
		{"status", "Status", Words, "action_status"},
		{"reason", "Reason", Text, ""},
		{"started_at", "Started", Instant, ""},
		{"done_at", "Done", Instant, ""},
		{"dropped_at", "Dropped", Instant, ""},
		{"test.name", "Test", Line, ""},
		{"test.file", "Test file", Line, ""},
		{"test.command", "Test command", Line, ""},
		{"test.failing.at", "Seen failing", Instant, ""},
		{"test.failing.commit", "Failing, commit", Line, ""},
		{"test.failing.exit_code", "Failing, exit code", Number, ""},
		{"test.failing.tail", "Failing, output", Text, ""},
		{"test.failing.runner", "Failing, runner", Line, ""},
		{"test.failing.tests", "Failing, tests", Number, ""},
		{"test.failing.command", "Failing, command", Line, ""},
		{"test.failing.despite", "Failing, despite", Line, ""},
		{"test.passing.at", "Seen passing", Instant, ""},
		{"test.passing.commit", "Passing, commit", Line, ""},
		{"test.passing.exit_code", "Passing, exit code", Number, ""},
		{"test.passing.tail", "Passing, output", Text, ""},
		{"test.passing.runner", "Passing, runner", Line, ""},
		{"test.passing.tests", "Passing, tests", Number, ""},
		{"test.passing.command", "Passing, command", Line, ""},
		{"test.passing.despite", "Passing, despite", Line, ""},
		{"test.merged_at", "Test merged", Instant, ""},
		{"test.link", "Test link", Line, ""},
		{"test.guard.at", "Test looked for", Instant, ""},
		{"test.guard.found", "Test found", YesNo, ""},
		{"test.guard.where", "Test found at", Line, ""},
		{"test.guard.says", "Test is", Words, "guard"},
	},
	"K": {
		{"text", "Thought", Line, ""},
		{"outcome", "Settled as", Words, "parked_outcome"},
		{"reason", "Reason", Text, ""},
		{"action", "Action", Line, ""},
		{"phase", "Parked in", Words, "phase"},
	},
	"L": {
		{"text", "Lesson", Line, ""},
		{"kind", "Kind", Words, "lesson"},
	},
}

// FieldOf is the field of that name of a part; it reaches into records.
func FieldOf(ref, name string) Field {
	letter := ""
	if k := model.KindOf(ref); k != nil {
		letter = k.Letter
	}
	for _, f := range FieldsOf[letter] {
		if f.Name == name {
			return f
		}
	}
	for list, fields := range Records {
		if !strings.HasPrefix(name, list+".") {
			continue
		}
		for _, f := range fields {
			if strings.HasSuffix(name, "."+f.Name) {
				f.Name = name
				return f
			}
		}
	}
	return Field{Name: name, Label: name}
}

// MainField is the field of a part that e edits.
func MainField(ref string) string {
	if k := model.KindOf(ref); k != nil && len(FieldsOf[k.Letter]) > 0 {
		return FieldsOf[k.Letter][0].Name
	}
	return ""
}

// Shown is a value as the screen shows it: days as "Wed 18 Nov 2026", times in the postmortem's zone.
func (f Field) Shown(p *model.Postmortem, ref string) string {
	v := p.Get(ref, f.Name)
	switch f.Entry {
	case Instant:
		if i, err := model.ParseInstant(v); err == nil && !i.IsZero() {
			return say.Clock(i, p.Location(), true) + " " + p.Zone
		}
	case Date:
		if d, err := model.ParseDate(v); err == nil && d != "" {
			return say.Day(d.Time())
		}
	case Number:
		if n, err := strconv.ParseFloat(v, 64); err == nil {
			return say.Amount(n)
		}
	case Words:
		if f.Words == "kind" {
			return model.Said(v)
		}
	}
	return say.Safe(v)
}

// Doubt is what makes a value look like a slip; "" for nothing. A meeting of more than a working day was meant to be of minutes.
func (f Field) Doubt(v string) string {
	const workingDay = 8 * 60
	n, err := strconv.ParseInt(strings.TrimSpace(v), 10, 32)
	if err != nil || n <= workingDay || !strings.HasSuffix(f.Name, ".minutes") {
		return ""
	}
	return say.Thousands(int(n)) + " minutes are " + say.Span(time.Duration(n)*time.Minute) + ": is that meant?"
}

// Typed is a value as a person would type it.
func (f Field) Typed(p *model.Postmortem, ref string) string {
	v := p.Get(ref, f.Name)
	if f.Entry == Instant {
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

// Known reports whether a part has a field of that name that a person can type or choose.
func Known(ref, name string) bool { return FieldOf(ref, name).Label != name }
