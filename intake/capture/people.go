package capture

import (
	"cmp"
	"errors"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"debrief/intake/text"
	"debrief/model"
)

// People are participants as they were understood, before they are saved.
type People struct {
	People     []model.Participant
	Unread     []string // what was typed and is nobody's: a way of being involved without a name
	Understood string   // "not understood: support; Mei Tanaka (Payments, build, deploy), Sam"; the first stays in sight on a small screen
}

// ReadPeople reads a line of the Assemble sheet, or the guests of a pasted invitation. People stand apart by commas;
// where there is a semicolon or a line break, by those alone, and "Tanaka, Mei" is Mei Tanaka.
//
// A person is: name [team] [how involved]… [@handle] [facilitator] [notes] [remote], as in "mei payments, Noor Haddad /Support triage". The name is
// the first word and every following word with a capital, up to "/", "(", "@", "<" or a word for how people are involved (build, deploy, …). The
// first words after it that are none of those are the team; a team can always be given as (Team) or /Team. "support" and "sales", given alone, are
// the team as well. Behind a colon stands what they did, in these words or as it is told (built, deployed); a label before names, as in "New:
// otto", is nobody. A line that begins as one of the timeline does is an error: somebody is on another sheet than they think.
func ReadPeople(line string) (People, error) {
	first, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	if rest != "" && (IsMark(first) || clockLike().MatchString(first) || instantLike().MatchString(line)) {
		return People{}, errors.New("this begins like a fact, with a time or a mark: facts are typed on Facts; people are name [team] [how involved]")
	}
	var c People
	var said []string
	for _, text := range splitPeople(line) {
		p, unread := readPerson(text)
		c.Unread = append(c.Unread, unread...)
		if p.Name == "" || slices.ContainsFunc(c.People, func(o model.Participant) bool { return samePerson(o, p) }) {
			continue
		}
		c.People = append(c.People, p)
		said = append(said, describePerson(p))
	}
	missed := ""
	if len(c.Unread) > 0 {
		missed = "not understood: " + strings.Join(c.Unread, ", ")
	}
	if len(c.People) == 0 {
		const usage = "name somebody: name [team] [how involved] [@handle], the next person after a comma"
		return People{}, errors.New(model.Clean(strings.Join(nonEmpty(missed, usage), "; ")))
	}
	c.Understood = model.Clean(strings.Join(nonEmpty(missed, strings.Join(said, ", ")), "; "))
	return c, nil
}

func nonEmpty(texts ...string) []string {
	return slices.DeleteFunc(texts, func(s string) bool { return s == "" })
}

// Edit adds, in one step, those who have no seat yet.
func (c People) Edit() model.Edit {
	label := "add participants"
	if len(c.People) == 1 {
		label = "add a participant"
	}
	return model.Edit{Label: label, Do: func(p *model.Postmortem) error {
		before := len(p.Participants)
		for _, n := range c.People {
			if !slices.ContainsFunc(p.Participants, func(o model.Participant) bool { return samePerson(o, n) }) {
				p.Participants = append(p.Participants, n)
			}
		}
		if len(p.Participants) == before {
			return errors.New("everybody named there has a seat already")
		}
		return nil
	}}
}

func samePerson(a, b model.Participant) bool {
	if a.Handle != "" && b.Handle != "" {
		return strings.EqualFold(a.Handle, b.Handle)
	}
	return strings.EqualFold(a.Name, b.Name) || a.Handle != "" && strings.EqualFold(a.Handle, b.Name)
}

func describePerson(p model.Participant) string {
	more := append(nonEmpty(p.Team), p.Involved...)
	for _, also := range []struct {
		is   bool
		said string
	}{{p.Facilitator, "facilitator"}, {p.NoteTaker, "notes"}, {p.Remote, "remote"}, {p.Handle != "", "@" + p.Handle}} {
		if also.is {
			more = append(more, also.said)
		}
	}
	if len(more) == 0 {
		return p.Name
	}
	return p.Name + " (" + strings.Join(more, ", ") + ")"
}

// splitPeople splits at commas, or at semicolons and line breaks where there are any; not inside quotation marks.
func splitPeople(line string) []string {
	lists := strings.ContainsAny(strings.TrimSpace(line), ";\n\r")
	quoted := false
	parts := strings.FieldsFunc(strings.ToValidUTF8(line, "\uFFFD"), func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return !quoted && (r == ';' || r == '\n' || r == '\r' || r == ',' && !lists)
	})
	for i, part := range parts {
		part = strings.Trim(strings.TrimSpace(part), "•*- ,")
		name, rest, _ := strings.Cut(part, "<")
		name = strings.Trim(strings.TrimSpace(name), `"'`)
		if last, first, ok := strings.Cut(name, ","); ok && !strings.Contains(first, ",") {
			name = strings.TrimSpace(first) + " " + strings.TrimSpace(last)
		}
		if rest != "" {
			name += " <" + rest
		}
		parts[i] = strings.Join(text.Words(name), " ") // a line break may stand inside quotation marks
	}
	return parts
}

var (
	mailInAngles = text.Expression(`<(?:mailto:)?([^<>@\s]+)@[^<>\s]+>`)
	mailAlone    = text.Expression(`^([^\s@<>()/]+)@[^\s@<>()]+\.[^\s@<>()]+$`)
	teamInParens = text.Expression(`\(([^()]*)\)`)
	inviteWords  = []string{"organizer", "organiser", "optional", "required", "accepted", "declined", "tentative", "you"}
)

// readPerson reads one person, and what of it is nobody's: a second team, or all of it where nobody is named.
func readPerson(s string) (p model.Participant, unread []string) {
	whole := s
	p = model.NewParticipant()
	if m := mailInAngles().FindStringSubmatch(s); m != nil {
		p.Handle = m[1]
		s = strings.Replace(s, m[0], " ", 1)
	}
	for _, m := range teamInParens().FindAllStringSubmatch(s, -1) {
		switch team := strings.TrimSpace(m[1]); {
		case strings.EqualFold(team, "remote"):
			p.Remote = true
		case !slices.Contains(inviteWords, strings.ToLower(team)):
			p.Team = team
		}
		s = strings.Replace(s, m[0], " ( ", 1) // ends the name
	}
	words, did := cutColon(text.Words(strings.ReplaceAll(s, "/", " / ")))
	words = readName(&p, words)
	named := len(words) == 0
	unread = readRest(&p, words)
	if did != nil {
		understood, rest := readDeeds(&p, did)
		if named && !understood { // a label, and no name
			return model.NewParticipant(), nonEmpty(whole)
		}
		unread = append(unread, rest...)
	}
	if p.Name == "" && p.Handle != "" {
		p.Name = nameOfMail(p.Handle)
	}
	if word := slices.IndexFunc(words, func(w string) bool { return w == "support" || w == "sales" }); p.Team == "" && word >= 0 {
		p.Team = words[word]
	}
	if !strings.ContainsFunc(p.Name, unicode.IsLetter) { // a time, a mark, a number: somebody is on another sheet than they think
		p.Name, unread = "", nonEmpty(whole)
	}
	return p, unread
}

// cutColon cuts words behind the one that ends with a colon. Without one, did is nil.
func cutColon(words []string) (who, did []string) {
	for i, word := range words {
		if name, ok := strings.CutSuffix(word, ":"); ok {
			return append(slices.Clone(words[:i]), nonEmpty(name)...), append([]string{}, words[i+1:]...)
		}
	}
	return words, nil
}

// deeds are ways of being involved as they are told.
var deeds = map[string]string{
	"planned": "plan", "designed": "design", "built": "build", "deployed": "deploy", "triaged": "triage", "mitigated": "mitigate",
	"supported": "support", "sold": "sales", "observed": "observe", "saw": "observe", "watched": "observe",
}

// readDeeds reads what stands behind a colon. unread is what is no way of being involved, in one piece.
func readDeeds(p *model.Participant, words []string) (understood bool, unread []string) {
	for _, word := range words {
		is := strings.ToLower(strings.TrimRight(word, ".,"))
		if is == "and" || is == "&" {
			continue
		}
		if word := cmp.Or(deeds[is], is); isRole(word) {
			readRest(p, []string{word})
			understood = true
			continue
		}
		unread = append(unread, word)
	}
	return understood, nonEmpty(strings.Join(unread, " "))
}

func readName(p *model.Participant, words []string) []string {
	if len(words) == 0 {
		return words
	}
	if m := mailAlone().FindStringSubmatch(words[0]); m != nil {
		p.Name, p.Handle = nameOfMail(m[1]), m[1]
		return words[1:]
	}
	if handle, ok := strings.CutPrefix(words[0], "@"); ok {
		p.Name, p.Handle = handle, handle
		return words[1:]
	}
	n := 0
	for n < len(words) && !endsName(words[n]) && (n == 0 || !startsLower(words[n])) {
		n++
	}
	p.Name = strings.Join(words[:n], " ")
	return words[n:]
}

func endsName(word string) bool {
	return word == "/" || word == "(" || word[0] == '@' || mailAlone().MatchString(word) || isRole(strings.ToLower(word))
}

func isRole(word string) bool {
	return slices.Contains(model.Words["involved"], word) || slices.Contains([]string{"facilitator", "notes", "note-taker", "remote"}, word)
}

func startsLower(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsLower(r)
}

// readRest reads what stands behind a name. A word for how people are involved that has a capital is a team's name.
// unread are words that had no place: a team is named once, in parentheses.
func readRest(p *model.Participant, words []string) (unread []string) {
	var team []string
	slash := false
	for _, word := range words {
		handle, isHandle := strings.CutPrefix(word, "@")
		mail := mailAlone().FindStringSubmatch(word)
		switch {
		case word == "/":
			slash, team = true, nil
		case word == "(":
			slash = false
		case isHandle:
			p.Handle, slash = handle, false
		case mail != nil:
			p.Handle, slash = mail[1], false
		case slices.Contains(model.Words["involved"], word):
			slash = false
			if !slices.Contains(p.Involved, word) {
				p.Involved = append(p.Involved, word)
			}
		case word == "facilitator":
			p.Facilitator = true
		case word == "notes" || word == "note-taker":
			p.NoteTaker = true
		case word == "remote":
			p.Remote = true
		case slash || p.Team == "":
			team = append(team, word)
		default:
			unread = append(unread, word)
		}
	}
	if len(team) > 0 {
		p.Team = strings.Join(team, " ")
	}
	return unread
}

// nameOfMail makes a name of the first half of a mail address: mei.tanaka is Mei Tanaka, mei stays mei.
func nameOfMail(local string) string {
	words := strings.FieldsFunc(local, func(r rune) bool { return r == '.' || r == '_' || r == '+' })
	if len(words) < 2 {
		return local
	}
	for i, word := range words {
		r, size := utf8.DecodeRuneInString(word)
		words[i] = string(unicode.ToUpper(r)) + word[size:]
	}
	return strings.Join(words, " ")
}

// personAtEnd finds @person at the end of s, and where it begins, -1 without one: @"any name", the full name of a participant, or one word.
func personAtEnd(s string, people []model.Participant) (name string, from int) {
	if rest, quoted := strings.CutSuffix(s, `"`); quoted {
		if at := strings.LastIndex(rest, `@"`); at >= 0 && startsWord(s, at) && at+2 < len(rest) && !strings.Contains(rest[at+2:], `"`) {
			return rest[at+2:], at
		}
	}
	for i := range people {
		full := "@" + people[i].Name
		if at := len(s) - len(full); strings.Contains(full, " ") && at >= 0 && startsWord(s, at) && strings.EqualFold(s[at:], full) {
			return people[i].Name, at
		}
	}
	at := lastWord(s)
	if who, ok := strings.CutPrefix(s[at:], "@"); ok && who != "" {
		name, _ = person(who, people)
		return name, at
	}
	return "", -1
}

// personAt finds the same at the beginning of s, and how many bytes it takes, 0 without one.
func personAt(s string, people []model.Participant) (name string, n int) {
	if rest, quoted := strings.CutPrefix(s, `@"`); quoted {
		if end := strings.IndexByte(rest, '"'); end > 0 && endsWord(rest, end+1) {
			return rest[:end], end + 3
		}
	}
	for i := range people {
		full := "@" + people[i].Name
		if n := len(full); strings.Contains(full, " ") && len(s) >= n && endsWord(s, n) && strings.EqualFold(s[:n], full) {
			return people[i].Name, n
		}
	}
	w := word(s)
	if who, ok := strings.CutPrefix(w, "@"); ok && who != "" {
		name, _ = person(who, people)
		return name, len(w)
	}
	return "", 0
}

func startsWord(s string, at int) bool { return at == 0 || strings.IndexByte(blanks, s[at-1]) >= 0 }

func endsWord(s string, at int) bool { return at == len(s) || strings.IndexByte(blanks, s[at]) >= 0 }

// trailingPerson is personAtEnd for words, and how many words it takes.
func trailingPerson(words []string, people []model.Participant) (name string, n int) {
	line := strings.Join(words, " ")
	name, from := personAtEnd(line, people)
	if from < 0 {
		return "", 0
	}
	return name, len(text.Words(line[from:]))
}

// person is the full name of the participant whose handle, name or first name was typed; else the word as it was typed,
// and false. A first name that two share stays as it is.
func person(typed string, people []model.Participant) (name string, known bool) {
	found := ""
	for i := range people {
		if p := &people[i]; strings.EqualFold(p.Handle, typed) || strings.EqualFold(p.Name, typed) {
			return p.Name, true
		}
		if first, _, _ := strings.Cut(people[i].Name, " "); strings.EqualFold(first, typed) {
			if found != "" && found != people[i].Name {
				return typed, false
			}
			found = people[i].Name
		}
	}
	return cmp.Or(found, typed), found != ""
}

func isLink(word string) bool {
	u, err := url.Parse(word)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
