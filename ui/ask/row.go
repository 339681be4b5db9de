package ask

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"debrief/intake/capture"
	"debrief/model"
)

// linePieces are the fields that a line fills in, by the letter of the part, in the order in which they are set. An event's line is
// read by capture.Event, which knows its moments too.
var linePieces = map[string][]string{
	"I": {"amount", "unit", "estimate", "what"},
	"N": {"name", "team", "involved", "handle", "facilitator", "note_taker", "remote"},
	"C": {"text", "role", "events"},
	"A": {"title", "owner", "due", "ticket", "priority", "scope", "kind", "area"},
}

// Pieces are the values of the fields that a line fills in, by their names, as model.Postmortem.Get gives them.
type Pieces map[string]string

// PiecesOf are those of a part, which is one of the postmortem's or was just read.
func PiecesOf(letter string, part any) Pieces {
	said := Adds(&model.Postmortem{}, letter, part)
	all := Pieces{}
	for _, name := range linePieces[letter] {
		all[name] = said.Pm.Get(said.Ref, name)
	}
	return all
}

// Rewritten is the edit for a part whose line was changed: it sets those pieces in which what was read now differs from what the line
// said when it came, and nothing else. was gives the value that a field had then; one that somebody else has changed since is a
// model.ChangedError.
func Rewritten(ref string, from, to Pieces, was func(name string) string) model.Edit {
	letter, _, _ := model.SplitRef(ref)
	label := "change " + ref
	return model.Edit{Label: label, Do: func(p *model.Postmortem) error {
		for _, name := range linePieces[letter] {
			if from[name] == to[name] {
				continue
			}
			if err := model.SetFrom(ref, name, was(name), to[name], label).Do(p); err != nil {
				return err
			}
		}
		return nil
	}}
}

// RowLine is a part as it would be typed, and what a text of that line says. ok is false where no line says it: its fields are
// edited one by one then.
func RowLine(p *model.Postmortem, ref string, ctx capture.Context) (line string, read func(text string) (Row, error), ok bool) {
	letter, _, _ := model.SplitRef(ref)
	part, there := p.Part(ref)
	if !there {
		return "", nil, false
	}
	var tries []string
	switch v := part.Value.Interface().(type) {
	case model.Impact:
		tries, read = impactLines(v), readImpact
	case model.Participant:
		tries, read = participantLines(v), readParticipant
	case model.Cause:
		tries, read = []string{causeLine(v)}, causeReader(p)
	case model.Action:
		tries, read = []string{actionLine(v)}, actionReader(ctx)
	default:
		return "", nil, false
	}
	is := PiecesOf(letter, part.Value.Interface())
	for _, line := range tries {
		if r, err := read(line); err == nil && is.same(r.Pieces) {
			return line, read, true
		}
	}
	return "", nil, false
}

// Row is what the line of a part says.
type Row struct {
	Pieces     Pieces
	Understood string
}

// same reports whether a line says what a part is.
func (p Pieces) same(o Pieces) bool {
	for name, value := range p {
		if o[name] != value {
			return false
		}
	}
	return true
}

func impactLines(i model.Impact) []string {
	about := ""
	if i.Estimate {
		about = "~"
	}
	amount := PiecesOf("I", i)["amount"]
	return []string{
		strings.TrimSpace(about + amount + " " + i.Unit + " " + i.What),
		strings.TrimSpace(about + amount + " " + i.What), // the unit is also what was affected
		strings.TrimSpace(about + amount + i.Unit + " " + i.What),
	}
}

func readImpact(text string) (Row, error) {
	c, err := capture.ReadImpact(text)
	if err != nil {
		return Row{}, err
	}
	return Row{PiecesOf("I", c.Impact), c.Understood}, nil
}

// participantLines are how somebody may be typed: with a team as a word, or behind a slash where it might be taken for something else.
func participantLines(n model.Participant) []string {
	rest := slices.Clone(n.Involved)
	if n.Handle != "" {
		rest = append(rest, "@"+n.Handle)
	}
	if n.Facilitator {
		rest = append(rest, "facilitator")
	}
	if n.NoteTaker {
		rest = append(rest, "notes")
	}
	if n.Remote {
		rest = append(rest, "remote")
	}
	line := func(team string) string {
		return strings.Join(slices.DeleteFunc(append([]string{n.Name, team}, rest...), func(w string) bool { return w == "" }), " ")
	}
	return []string{line(n.Team), line("/" + n.Team)}
}

func readParticipant(text string) (Row, error) {
	c, err := capture.ReadPeople(text)
	if err != nil {
		return Row{}, err
	}
	if len(c.People) > 1 {
		return Row{}, errors.New("this row is one person: those who are added go into an empty line")
	}
	return Row{PiecesOf("N", c.People[0]), c.Understood}, nil
}

func causeLine(c model.Cause) string {
	line := c.Text
	if c.Role != "" {
		line += " #" + strings.ReplaceAll(c.Role, " ", "-")
	}
	return strings.TrimSpace(line + " " + strings.Join(c.Events, " "))
}

func causeReader(p *model.Postmortem) func(text string) (Row, error) {
	return func(text string) (Row, error) {
		tags := ReadTags(text, "cause", p)
		if tags.Text == "" {
			return Row{}, errors.New("a cause needs a few words before its marks")
		}
		c := model.Cause{Text: tags.Text, Role: tags.Values["role"], Events: tags.Events}
		said := strings.Join(tags.Understood(), ", ")
		return Row{PiecesOf("C", c), cmp.Or(said, "a high-level cause")}, nil
	}
}

func actionLine(a model.Action) string {
	words := []string{a.Title}
	switch {
	case strings.ContainsAny(a.Owner, " \t"):
		words = append(words, `@"`+a.Owner+`"`)
	case a.Owner != "":
		words = append(words, "@"+a.Owner)
	}
	if a.Due != "" {
		words = append(words, "by", strings.ToLower(a.Due.Time().Format("2 Jan 2006")))
	}
	if a.Ticket != "" {
		words = append(words, a.Ticket)
	}
	for _, tag := range []string{a.Priority, a.Scope, a.Kind, a.Area} {
		if tag != "" {
			words = append(words, "#"+tag)
		}
	}
	return strings.Join(words, " ")
}

func actionReader(ctx capture.Context) func(text string) (Row, error) {
	return func(text string) (Row, error) {
		c, err := capture.ReadAction(text, ctx)
		if err != nil {
			return Row{}, err
		}
		return Row{PiecesOf("A", c.Action), c.Understood}, nil
	}
}
