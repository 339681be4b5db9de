package terms

import (
	"maps"
	"slices"
	"strings"

	"debrief/model"
)

// Places says where in a postmortem a term stands, a bit for each: the title, its labels, and its texts, of which some
// share one.
type Places uint64

// The first places.
const (
	Title  Places = 1 << iota // the title
	Labels                    // reference, severity, services and tags
)

// Every other text has one of the places above.
const (
	first = 2
	parts = 62
)

// Short reports whether a term has too few letters to be looked for in whole texts: of those only titles and labels are searched.
func Short(word string) bool { return len(word) < 3 && letters(word) }

// Text is a text of a postmortem: the reference of its part, or the name of its field, where it stands, and what it says.
type Text struct {
	At    string
	Place Places
	Says  string
}

// Texts are the texts of a postmortem that are searched, in the order of its parts: all that people wrote but private notes and raw lines.
func Texts(p *model.Postmortem) []Text {
	var all []Text
	for _, part := range p.Parts() {
		all = append(all, TextsOf(p, part)...)
	}
	return all
}

// TextsOf are the texts of one part; of the postmortem itself, those that are of no part.
func TextsOf(p *model.Postmortem, part model.Part) []Text {
	var says []string
	switch v := part.Value.Interface().(type) {
	case model.Impact:
		says = []string{v.What, v.Unit}
	case model.Participant:
		says = []string{v.Name, v.Team, v.Handle}
	case model.Event:
		says = []string{v.Text, v.By, v.Link}
		for i := range v.Also {
			says = append(says, v.Also[i].Text)
		}
	case model.Cause:
		says = []string{v.Text}
	case model.Why:
		says = []string{v.Question, v.Answer}
	case model.Action:
		says = []string{v.Title, v.DoneWhen, v.Owner, v.Ticket, v.Reason}
		if v.Test != nil {
			says = append(says, v.Test.Name, v.Test.File)
		}
	case model.Parked:
		says = []string{v.Text, v.Reason}
	case model.Lesson:
		says = []string{v.Text}
	default:
		return rootTexts(p)
	}
	return []Text{text(part.Ref(), says...)}
}

func rootTexts(p *model.Postmortem) []Text {
	all := []Text{
		{"title", Title, p.Title},
		text("ref", slices.Concat([]string{p.Ref}, p.Formerly)...), text("severity", p.Severity),
		text("services", p.Services...), text("tags", p.Tags...),
		text("summary", p.Summary), text("why_now", p.WhyNow),
	}
	if f := p.FollowUp; f != nil {
		says := []string{f.Missed}
		for i := range f.Verdicts {
			says = append(says, f.Verdicts[i].Note)
		}
		all = append(all, text("follow_up", says...))
	}
	if p.Reread != nil {
		all = append(all, text("reread", p.Reread.Missed))
	}
	return all
}

// RootTexts are what the texts are called that are of no part, in their order.
var RootTexts = []string{"title", "ref", "severity", "services", "tags", "summary", "why_now", "follow_up", "reread"}

// PlaceOf is the place of the text of a part or a field, which stays the same whatever comes before it.
func PlaceOf(at string) Places {
	switch at {
	case "title":
		return Title
	case "ref", "severity", "services", "tags":
		return Labels
	}
	sum := uint32(0)
	for i := range len(at) {
		sum = sum*31 + uint32(at[i])
	}
	return 1 << (first + sum%parts)
}

func text(at string, says ...string) Text {
	return Text{at, PlaceOf(at), strings.TrimSpace(strings.Join(says, "\n"))}
}

// Index is all terms of a postmortem, and where each stands. It follows a postmortem from state to state.
type Index struct {
	Words map[string]Places
	texts map[string]placed // by At
}

type placed struct {
	place Places
	words []string // each once
}

// NewIndex is the index of a postmortem.
func NewIndex(p *model.Postmortem) *Index {
	x := &Index{Words: map[string]Places{}, texts: map[string]placed{}}
	for _, t := range Texts(p) {
		x.add(t)
	}
	return x
}

func (x *Index) add(t Text) {
	seen := map[string]bool{}
	var words []string
	Of(t.Says, func(w Term) {
		if seen[w.Word] || t.Place > Labels && Short(w.Word) {
			return
		}
		seen[w.Word] = true
		words = append(words, w.Word)
		x.Words[w.Word] |= t.Place
	})
	if len(words) > 0 {
		x.texts[t.At] = placed{t.Place, words}
	}
}

// Difference is a term whose places have changed: 0 for none.
type Difference struct {
	Word    string
	Was, Is Places
}

// Follow brings the index to the next state of the postmortem, in which some parts have changed, come or gone; "" is the postmortem
// itself. What has changed comes back in the order of the words.
func (x *Index) Follow(p *model.Postmortem, refs []string) []Difference {
	was := map[string]Places{}
	note := func(words []string) {
		for _, w := range words {
			if _, noted := was[w]; !noted {
				was[w] = x.Words[w]
			}
		}
	}
	var now []Text
	for _, ref := range refs {
		gone := []string{ref}
		if ref == "" {
			gone = RootTexts
		}
		for _, at := range gone {
			note(x.texts[at].words)
			delete(x.texts, at)
		}
		if part, ok := p.Part(ref); ok {
			now = append(now, TextsOf(p, part)...)
		}
	}
	for w := range was {
		x.Words[w] = x.places(w)
	}
	for _, t := range now {
		x.addNoting(t, note)
	}
	all := make([]Difference, 0, len(was))
	for _, w := range slices.Sorted(maps.Keys(was)) {
		is := x.Words[w]
		if is == 0 {
			delete(x.Words, w)
		}
		if is != was[w] {
			all = append(all, Difference{w, was[w], is})
		}
	}
	return all
}

// addNoting adds a text, and tells its words before they are counted.
func (x *Index) addNoting(t Text, note func([]string)) {
	var words []string
	Of(t.Says, func(w Term) { words = append(words, w.Word) })
	note(words)
	x.add(t)
}

// places is where a word stands in the texts that are left.
func (x *Index) places(word string) (at Places) {
	for _, t := range x.texts {
		if at&t.place == 0 && slices.Contains(t.words, word) {
			at |= t.place
		}
	}
	return at
}
