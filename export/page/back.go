package page

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"debrief/model"
)

// Difference is one thing that a page says otherwise than what it was written from. A Field of "" is a whole part: with no Before it was
// added, with no After it is gone. Values are text, as model.Postmortem.Get gives them.
type Difference struct {
	At, Field     string // a reference, "" for the postmortem itself; and the field
	Before, After string
	Now           string // what the archive holds, where a person has to choose
	Clash         string // why; "" where nothing speaks against it

	do func(*taking) error
}

// Back is a page that comes back to the postmortem which it was written from.
type Back struct {
	Differences []Difference
	Unread      []Unread // what was not understood, and is left as it was
	Left        []string // sections that are no longer on the page, and are left as they were
	Footless    bool     // the page does not say from which state it was written: it was compared with what is here now
}

// comparing holds the three pages that are compared, as they are read: what a page leaves out or shortens is in none of them.
type comparing struct {
	base, theirs, ours *Copy
	now                *model.Postmortem
	gone               map[string]bool // parts of the base that are no longer on the page
	goneHere           map[string]bool // and in the archive
	added              []model.Part
	back               Back
}

// Compare says in what a page differs from the state that it was written from, and what speaks against taking that over into the state of
// now: a part, or a field, that has changed there too. base is nil where nobody knows that state.
func Compare(base *model.Postmortem, theirs *Copy, now *model.Postmortem) *Back {
	c := &comparing{theirs: theirs.own(), now: now, gone: map[string]bool{}, goneHere: map[string]bool{}, ours: copyOf(now)}
	if c.base = c.ours; base != nil {
		c.base = copyOf(base)
	}
	c.back.Footless, c.back.Unread = base == nil, c.theirs.Unread
	for _, place := range c.base.places {
		if !slices.Contains(c.theirs.places, place) && place != "Details" {
			c.back.Left = append(c.back.Left, place)
		}
	}
	for _, part := range c.base.Post.Parts()[1:] {
		if _, there := c.ours.Post.Part(part.Ref()); !there {
			c.goneHere[part.Ref()] = true
		}
	}
	c.align()
	c.keepDays()
	c.parts()
	for _, part := range c.base.Post.Parts() {
		c.compare(part)
	}
	c.removed()
	return &c.back
}

// copyOf is what the page of a postmortem says, with the references that the page leaves out.
func copyOf(p *model.Postmortem) *Copy {
	c, _ := Parse(Of(p, Team, time.Time{}))
	there := func(row []Spans) bool { return words(slices.Concat(row...)) != "" }
	var people, impact, lessons []string
	for i := range p.Participants {
		if n := &p.Participants[i]; there(person(n)) {
			people = append(people, n.Ref)
		}
	}
	for i := range p.Impact {
		if there([]Spans{consequence(&p.Impact[i])}) {
			impact = append(impact, p.Impact[i].Ref)
		}
	}
	for _, l := range byKind(p.Lessons) {
		if there([]Spans{lesson(&l)}) {
			lessons = append(lessons, l.Ref)
		}
	}
	for i := range min(len(people), len(c.Post.Participants)) {
		c.Post.Participants[i].Ref = people[i]
	}
	for i := range min(len(impact), len(c.Post.Impact)) {
		c.Post.Impact[i].Ref = impact[i]
	}
	for i := range min(len(lessons), len(c.Post.Lessons)) {
		c.Post.Lessons[i].Ref = lessons[i]
	}
	return c
}

// own is a copy whose parts may get other references.
func (c *Copy) own() *Copy {
	o := *c
	o.Post, o.Unread = c.Post.Clone(), slices.Clone(c.Unread)
	return &o
}

// leaf is one value that the page names, and where: below which heading, in which column.
type leaf struct{ name, place, column string }

// leaves are the values that PAGE's grammar names, by the letter of the part.
var leaves = map[string][]leaf{
	"": {
		{"title", "", ""}, {"severity", "", ""}, {"services", "", ""}, {"status", "", ""}, {"summary", "", ""},
		{"moments.started", "Timeline", ""}, {"moments.detected", "Timeline", ""}, {"moments.mitigated", "Timeline", ""},
		{"moments.resolved", "Timeline", ""},
		{"follow_up.at", "Follow-up", ""}, {"follow_up.minutes", "Follow-up", ""}, {"follow_up.held_at", "Follow-up", ""},
		{"follow_up.again", "Follow-up", ""}, {"follow_up.missed", "Follow-up", ""},
		{"why_now", aboutThis, ""}, {"likely_again", aboutThis, ""}, {"tags", aboutThis, ""}, {"meeting", aboutThis, ""},
		{"meeting.at", aboutThis, ""}, {"meeting.minutes", aboutThis, ""}, {"agenda.preset", aboutThis, ""},
		{"agenda.taken_seconds", aboutThis, ""}, {"reviewed_at", aboutThis, ""}, {"published_at", aboutThis, ""},
		{"closed_at", aboutThis, ""}, {"reread", aboutThis, ""}, {"reread.due", aboutThis, ""}, {"reread.done_at", aboutThis, ""},
		{"reread.missed", aboutThis, ""}, {"relations", aboutThis, ""},
	},
	"I": {{"what", "Impact", ""}, {"amount", "Impact", ""}, {"unit", "Impact", ""}, {"estimate", "Impact", ""}},
	"A": {
		{"title", "Actions", "Action"}, {"owner", "Actions", "Owner"}, {"due", "Actions", "Due"}, {"status", "Actions", "Status"},
		{"ticket", "Actions", "Status"}, {"answers", "Causes", ""}, {"done_when", "Done when", ""}, {"kind", "Done when", ""},
		{"area", "Done when", ""}, {"scope", "Done when", ""}, {"priority", "Done when", ""}, {"reason", "Done when", ""},
		{"started_at", "Done when", ""}, {"done_at", "Done when", ""}, {"dropped_at", "Done when", ""},
		{"verdict.helped", "Follow-up", ""}, {"verdict.note", "Follow-up", ""},
		{"test", tested, ""}, {"test.name", tested, ""}, {"test.file", tested, ""}, {"test.command", tested, ""},
		{"test.merged_at", tested, ""}, {"test.link", tested, ""},
		{"test.failing", tested, ""}, {"test.failing.at", tested, ""}, {"test.failing.commit", tested, ""},
		{"test.failing.exit_code", tested, ""}, {"test.failing.tail", tested, ""}, {"test.failing.runner", tested, ""},
		{"test.failing.tests", tested, ""}, {"test.failing.despite", tested, ""},
		{"test.passing", tested, ""}, {"test.passing.at", tested, ""}, {"test.passing.commit", tested, ""},
		{"test.passing.exit_code", tested, ""}, {"test.passing.tail", tested, ""}, {"test.passing.runner", tested, ""},
		{"test.passing.tests", tested, ""}, {"test.passing.despite", tested, ""},
		{"test.guard", tested, ""}, {"test.guard.at", tested, ""}, {"test.guard.says", tested, ""}, {"test.guard.where", tested, ""},
	},
	"E": {
		{"text", "Timeline", "What happened"}, {"at", "Timeline", ""}, {"precision", "Timeline", ""}, {"kind", "Timeline", "What happened"},
		{"by", "Timeline", "What happened"}, {"key_event", "Timeline", "What happened"}, {"source", "Timeline", "Source"},
		{"link", "Timeline", "Source"}, {"count", "Timeline", "What happened"}, {"until", "Timeline", "What happened"},
		{"known_then", "Timeline", "What happened"}, {"outcome", "Timeline", "What happened"}, {"settled_by", "Timeline", "What happened"},
		{"also", "Timeline", ""},
	},
	"C": {{"text", "Causes", ""}, {"role", "Causes", ""}, {"events", "Causes", ""}},
	"W": {
		{"answer", "Causes", ""}, {"question", "Causes", ""}, {"root", "Causes", ""}, {"category", "Causes", ""}, {"fixable", "Causes", ""},
		{"fix", "Causes", ""}, {"confidence", "Causes", ""}, {"stop", "Causes", ""}, {"events", "Causes", ""}, {parent, "Causes", ""},
	},
	"L": {{"text", "Lessons", ""}, {"kind", "Lessons", ""}},
	"N": {
		{"name", whoWas, "Name"}, {"team", whoWas, "Team"}, {"handle", whoWas, "Name"}, {"involved", whoWas, "Involved"},
		{"facilitator", whoWas, seats}, {"note_taker", whoWas, seats}, {"invited", whoWas, seats}, {"attended", whoWas, seats},
		{"remote", whoWas, seats},
	},
	"K": {{"text", parked, ""}, {"outcome", parked, ""}, {"action", parked, ""}, {"phase", parked, ""}, {"reason", parked, ""}},
}

// Headings below which leaves stand, and names that several places use.
const (
	aboutThis = "About this page"
	tested    = "Regression tests"
	whoWas    = "Who was there"
	parked    = "Parked thoughts"
	seats     = "In the meeting"
	parent    = "parent" // the cause or why that a why hangs on
)

// records are the leaves that are there as a whole or not at all; what is in one is compared where both sides have it.
var records = []string{"meeting", "reread", "test", "test.failing", "test.passing", "test.guard"}

// value is a leaf as text.
func (c *comparing) value(of *Copy, ref, name string) string {
	p := of.Post
	part, there := p.Part(ref)
	if !there {
		return ""
	}
	switch {
	case strings.HasPrefix(name, "moments."):
		return c.moment(*p.Moments.Place(strings.TrimPrefix(name, "moments.")))
	case name == parent:
		return c.above(of, part.Parent)
	case name == "relations":
		return words(related(p.Relations, nil))
	case strings.HasPrefix(name, "verdict."):
		v := p.Verdict(ref)
		if v == nil {
			return ""
		}
		return map[string]string{"verdict.helped": v.Helped, "verdict.note": v.Note}[name]
	case slices.Contains(records, name):
		if present(p, ref, name) {
			return "there"
		}
		return ""
	}
	text := p.Get(ref, name)
	if f, ok := part.Kind.Field(name); ok && f.Ref != "" {
		text = strings.Join(slices.DeleteFunc(model.SplitList(text), func(ref string) bool { return c.gone[ref] || c.goneHere[ref] }), ", ")
	}
	return text
}

// moment is the event that a moment is, or its time. One whose event is gone is none.
func (c *comparing) moment(m *model.Moment) string {
	switch {
	case m == nil, c.gone[m.Event], c.goneHere[m.Event]:
		return ""
	case m.Event != "":
		return m.Event
	}
	return m.At.String()
}

// above is what a why hangs on: where that is gone, what that hung on.
func (c *comparing) above(of *Copy, ref string) string {
	for c.gone[ref] {
		part, ok := of.Post.Part(ref)
		if !ok {
			return ""
		}
		ref = part.Parent
	}
	return ref
}

func present(p *model.Postmortem, ref, record string) bool {
	text := p.Get(ref, record)
	return text != "" && text != "null"
}

// left reports whether the page has no place for a leaf any more.
func (c *comparing) left(l leaf) bool {
	return slices.Contains(c.back.Left, l.place) || l.column != "" && slices.Contains(c.theirs.lacking, l.column)
}

// compare finds what the page says otherwise of one part.
func (c *comparing) compare(part model.Part) {
	ref := part.Ref()
	if _, there := c.theirs.Post.Part(ref); !there {
		return
	}
	first := len(c.back.Differences)
	differs := "" // the record that is there on one side alone
	for _, l := range leaves[part.Kind.Letter] {
		if c.left(l) || differs != "" && strings.HasPrefix(l.name, differs+".") {
			continue
		}
		was, is := c.value(c.base, ref, l.name), c.value(c.theirs, ref, l.name)
		if was == is || is == "" && c.theirs.unsure[ref] {
			continue
		}
		if slices.Contains(records, l.name) {
			if c.value(c.ours, ref, l.name) == is {
				continue // both have made one, or none: what is in it counts
			}
			differs = l.name
		}
		c.change(ref, l.name, was, is)
	}
	if _, there := c.ours.Post.Part(ref); !there && len(c.back.Differences) > first { // one thing: whether it is to be there
		d := Difference{At: ref, Before: mainText(c.base.Post, ref), After: mainText(c.theirs.Post, ref), Clash: "it was deleted here meanwhile"}
		again, _ := c.theirs.Post.Part(ref)
		d.do = func(t *taking) error { return t.add(again) }
		c.back.Differences = append(c.back.Differences[:first], d)
	}
}

func (c *comparing) change(ref, name, was, is string) {
	now := c.value(c.ours, ref, name)
	if now == is {
		return // it is so already
	}
	d := Difference{At: ref, Field: name, Before: was, After: is, do: c.setting(ref, name)}
	if now != was {
		d.Now, d.Clash = now, "it was changed here meanwhile"
	}
	c.back.Differences = append(c.back.Differences, d)
}

// parts finds what the page has not any more, and what it has that is new.
func (c *comparing) parts() {
	for _, part := range c.base.Post.Parts()[1:] {
		if _, there := c.theirs.Post.Part(part.Ref()); !there && !slices.Contains(c.back.Left, placeOfPart(part)) {
			c.gone[part.Ref()] = true
		}
	}
	pointTo(c.theirs.Post, func(ref string) string {
		if c.gone[ref] {
			return ""
		}
		return ref
	})
	for _, part := range c.theirs.Post.Parts()[1:] {
		_, known := c.base.Post.Part(part.Ref())
		text := mainText(c.theirs.Post, part.Ref())
		if known || strings.TrimSpace(text) == "" || c.hasAlready(part, text) {
			continue
		}
		c.added = append(c.added, part)
		c.back.Differences = append(c.back.Differences, Difference{At: part.Ref(), After: text, do: func(t *taking) error { return t.add(part) }})
	}
}

// hasAlready reports whether the archive has a new part since the page was written: the page came back before.
func (c *comparing) hasAlready(part model.Part, text string) bool {
	return slices.ContainsFunc(c.ours.Post.Parts()[1:], func(o model.Part) bool {
		_, known := c.base.Post.Part(o.Ref())
		return o.Kind == part.Kind && !known && mainText(c.ours.Post, o.Ref()) == text
	})
}

// removed tells of the parts that are gone. What stood below one of them went with it.
func (c *comparing) removed() {
	for _, part := range c.base.Post.Parts()[1:] {
		ref := part.Ref()
		if !c.gone[ref] || c.gone[part.Parent] {
			continue
		}
		if _, there := c.ours.Post.Part(ref); !there {
			continue // here too
		}
		d := Difference{At: ref, Before: mainText(c.base.Post, ref), Now: mainText(c.ours.Post, ref)}
		d.do = func(t *taking) error { return t.remove(ref, c.gone) }
		switch {
		case c.back.Footless:
			d.Clash = "it may have come since the page was written"
		case c.differs(ref):
			d.Clash = "it was changed here meanwhile"
		default:
			d.Now = ""
		}
		c.back.Differences = append(c.back.Differences, d)
	}
}

// differs reports whether a part, or what stands below it, has changed here since the page was written.
func (c *comparing) differs(ref string) bool {
	for _, r := range c.ours.Post.Branch(ref) {
		part, known := c.base.Post.Part(r)
		if !known {
			return true
		}
		for _, l := range leaves[part.Kind.Letter] {
			if c.value(c.base, r, l.name) != c.value(c.ours, r, l.name) {
				return true
			}
		}
	}
	return false
}

// placeOfPart is the heading below which parts of a kind stand.
func placeOfPart(part model.Part) string { return leaves[part.Kind.Letter][0].place }

// mainText is what a part says.
func mainText(p *model.Postmortem, ref string) string {
	part, ok := p.Part(ref)
	if !ok {
		return ""
	}
	ls := leaves[part.Kind.Letter]
	text := p.Get(ref, ls[0].name)
	if part.Kind.Letter == "W" || part.Kind.Letter == "I" || part.Kind.Letter == "N" {
		text = cmp.Or(text, p.Get(ref, ls[1].name), p.Get(ref, ls[2].name))
	}
	return text
}

// Alike reports whether a page that does not say from which state it was written may be one of a postmortem: its title is the same, or
// half of its parts are.
func Alike(c *Copy, p *model.Postmortem) bool {
	is := copyOf(p)
	if c.Post.Title == is.Post.Title {
		return true
	}
	same, all := 0, 0
	for _, part := range c.Post.Parts()[1:] {
		if ref := part.Ref(); ref != "" && numbered(part.Kind.Letter) {
			all++
			if mainText(is.Post, ref) == mainText(c.Post, ref) {
				same++
			}
		}
	}
	return 2*same >= all && same > 0
}
