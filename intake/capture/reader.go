package capture

import (
	"cmp"
	"slices"
	"strings"

	"debrief/intake/text"
	"debrief/model"
)

// Marks are the kinds of event by their mark on the capture line. Without one, an event is a note.
var Marks = map[string]string{
	"*": "signal", "!": "action", "=": "decision", "?": "hypothesis", ">": "communication", "^": "change",
}

// Settling are the marks that settle the newest open thought.
var Settling = map[string]string{"?+": "confirmed", "?-": "ruled out"}

// blanks are what stands between words: a no-break space is part of its word.
const blanks = " \t\n\v\f\r"

// reader takes what it understands off both ends of a line; what is left is the text.
type reader struct {
	Context
	line     string // valid UTF-8
	from, to int    // what is not understood yet is line[from:to]
	tail     int    // where a word behind a backslash begins that makes it text, -1 for none; see ends
	out      *Event

	timed, marked bool
}

func newReader(line string, ctx Context, out *Event) *reader {
	line = strings.ToValidUTF8(line, "\uFFFD")
	return &reader{Context: ctx, line: line, to: len(line), tail: -1, out: out}
}

func (r *reader) read() error {
	if r.At != "" {
		w, err := r.whole(r.At)
		if err != nil {
			return err
		}
		r.took(w)
	}
	if err := r.head(); err != nil {
		return err
	}
	escaped := r.headEscaped()
	r.ends()
	r.out.Event.Text = r.text(escaped)
	return nil
}

// rest is what is not understood yet, without the blanks around it.
func (r *reader) rest() string {
	r.from += blanksAt(r.line[r.from:r.to])
	for r.to > r.from && strings.IndexByte(blanks, r.line[r.to-1]) >= 0 {
		r.to--
	}
	return r.line[r.from:r.to]
}

func blanksAt(s string) int { return len(s) - len(strings.TrimLeft(s, blanks)) }

func word(s string) string { return text.Until(s, blanks) }

func lastWord(s string) int { return strings.LastIndexAny(s, blanks) + 1 }

// head takes time, mark, person and # words off the start, in any order.
func (r *reader) head() error {
	for {
		rest := r.rest()
		n, err := r.headTime(rest)
		if err != nil {
			return err
		}
		for _, take := range []func(string) int{r.headMark, r.headPerson, r.headTag} {
			if n == 0 && rest != "" {
				n = take(rest)
			}
		}
		if n == 0 {
			return nil
		}
		r.from += n
	}
}

// IsMark reports a word that is a mark of the capture line.
func IsMark(w string) bool { return Marks[w] != "" || Settling[w] != "" }

func (r *reader) headMark(rest string) int {
	w := word(rest)
	if r.marked || !IsMark(w) {
		return 0
	}
	r.marked = true
	r.out.Event.Kind = cmp.Or(Marks[w], r.out.Event.Kind)
	r.out.Settles = Settling[w]
	return len(w)
}

// headPerson reads a person before the text; alone on the line a name is text.
func (r *reader) headPerson(rest string) int {
	if r.out.Event.By != "" || rest[0] != '@' {
		return 0
	}
	name, n := personAt(rest, r.people())
	if n == 0 || strings.Trim(rest[n:], blanks) == "" {
		return 0
	}
	r.out.Event.By = name
	return n
}

func (r *reader) headTag(rest string) (n int) {
	if w := word(rest); r.out.readTag(w) {
		n = len(w)
	}
	return n
}

// headEscaped reports whether the backslash that the text begins with is there for what follows it, which would be understood
// otherwise: here, or at the beginning of the line, before which a time was put when it was corrected.
func (r *reader) headEscaped() bool {
	rest := r.rest()
	bare := strings.TrimLeft(rest, `\`)
	if bare == rest || bare == "" {
		return false
	}
	for _, before := range []string{r.line[:r.from], ""} {
		out := Event{Event: model.NewEvent()}
		probe := newReader(before+bare, r.Context, &out)
		probe.timed = r.At != "" && before != ""
		if probe.head() != nil || probe.from != len(before) {
			return true
		}
	}
	return false
}

// ends takes person, link and # words off the end, in any order, up to a word that a backslash makes text.
func (r *reader) ends() {
	e := &r.out.Event
	for rest := r.rest(); rest != ""; rest = r.rest() {
		at := lastWord(rest)
		last := rest[at:]
		switch name, from := personAtEnd(rest, r.people()); {
		case from >= 0 && e.By == "":
			e.By, at = name, from
		case isLink(last) && e.Link == "":
			e.Link = last
		case r.out.readTag(last), at > 0 && r.headMark(last) > 0:
		default:
			if at := escapedAtEnd(rest, r.people()); at >= 0 {
				r.tail = r.from + at
			}
			r.firstLink(rest)
			return
		}
		r.to = r.from + at
	}
}

// firstLink takes a link in the middle of the text as the event's, and leaves it in its place.
func (r *reader) firstLink(rest string) {
	if r.out.Event.Link != "" || !strings.Contains(rest, "://") {
		return
	}
	words := strings.FieldsFunc(rest, func(c rune) bool { return strings.ContainsRune(blanks, c) })
	if at := slices.IndexFunc(words, isLink); at >= 0 {
		r.out.Event.Link = words[at]
	}
}

// escapedAtEnd is where in s the backslashes stand before what would be taken off its end, -1 where it does not end so.
func escapedAtEnd(s string, people []model.Participant) int {
	const most = 6 // words of a name
	from := len(s)
	for range most {
		from = lastWord(strings.TrimRight(s[:from], blanks))
		if bare := strings.TrimLeft(s[from:], `\`); bare != s[from:] {
			if takenAtEnd(bare, people) == 0 {
				return from
			}
			return -1
		}
		if from == 0 {
			break
		}
	}
	return -1
}

// takenAtEnd is where that begins which would be taken off the end of a text as a person, a link, a # word or a mark; -1 for nothing. A
// moment is left out: it is taken wherever it stands.
func takenAtEnd(s string, people []model.Participant) int {
	if _, from := personAtEnd(s, people); from >= 0 {
		return from
	}
	at := lastWord(s)
	tag := Event{}
	if isLink(s[at:]) || IsMark(s[at:]) || momentOf(s[at:]) == "" && tag.readTag(s[at:]) {
		return at
	}
	return -1
}

// text is what is left, to the letter but for the moments, which are taken out, and for backslashes that did their work.
func (r *reader) text(escaped bool) string {
	rest := r.rest()
	if escaped {
		r.from++
		rest = rest[1:]
	}
	if !strings.ContainsAny(rest, `#\`) {
		return rest
	}
	var b strings.Builder
	for at := 0; at < len(rest); {
		w := word(rest[at:])
		gap := blanksAt(rest[at+len(w):])
		bare := strings.TrimLeft(w, `\`)
		name := momentOf(bare)
		if escaped && at == 0 {
			name = "" // the backslash before it did its work
		}
		switch {
		case name != "" && bare == w:
			r.out.addMoment(name)
			at += len(w) + gap
			continue
		case r.from+at == r.tail, name != "":
			w = w[1:]
			at++
		}
		b.WriteString(w)
		b.WriteString(rest[at+len(w) : at+len(w)+gap])
		at += len(w) + gap
	}
	return strings.TrimRight(b.String(), blanks)
}

// momentOf is the moment that a # word names: #m, #mitigated; "" for other words.
func momentOf(w string) string {
	tag, ok := strings.CutPrefix(strings.ToLower(w), "#")
	for _, name := range model.MomentNames {
		if ok && (tag == name || tag == name[:1]) {
			return name
		}
	}
	return ""
}

func (c *Event) addMoment(name string) {
	if !slices.Contains(c.Moments, name) {
		c.Moments = append(c.Moments, name)
		place := func(name string) int { return slices.Index(model.MomentNames, name) }
		slices.SortFunc(c.Moments, func(a, b string) int { return place(a) - place(b) })
	}
}

// readTag understands #moment, #source and #later; any other # word is text.
func (c *Event) readTag(w string) bool {
	if name := momentOf(w); name != "" {
		c.addMoment(name)
		return true
	}
	tag, ok := strings.CutPrefix(strings.ToLower(w), "#")
	switch {
	case !ok || tag == "":
		return false
	case tag == "later":
		c.Event.KnownThen = false
	case slices.Contains(model.Words["source"], tag):
		c.Event.Source = tag
	default:
		return false
	}
	return true
}
