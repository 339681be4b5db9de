package coach

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"debrief/model"
)

// Owner is the kind of owner that an action has.
type Owner string

// The kinds of owner. One named person is what an action needs: a team diffuses it (seed 2, "Action Items", 1).
const (
	OwnerNobody  Owner = "none"  // nothing, or words that name nobody: "TBD", "someone"
	OwnerPerson  Owner = "named" // one person, also where their team or role stands beside the name
	OwnerTeam    Owner = "team"  // a team, a role or everybody: "the platform team", "on-call engineer", "@here"
	OwnerSeveral Owner = "many"  // several people, or several teams
)

// OwnerKind says what kind of owner the words of an owner field are. It knows English words for teams and roles; any other
// words are a person's name. It takes time linear in the words.
func OwnerKind(owner string) Owner {
	outside, inside := withoutBrackets(unmarked(owner))
	kind := ownerOf(outside)
	if kind == OwnerPerson || kind == OwnerSeveral {
		return kind
	}
	var named []string
	bare := !strings.ContainsFunc(outside, unicode.IsLetter)
	for _, aside := range inside {
		if bare && !strings.Contains(aside, "://") || looksNamed(aside) {
			named = append(named, aside)
		}
	}
	if found := ownerOf(strings.Join(named, ",")); found != OwnerNobody {
		return found
	}
	return kind
}

// ownerKind is OwnerKind for somebody who knows the participants: their names are people whatever the words, and so are their
// teams' names teams.
func ownerKind(p *model.Postmortem, owner string) Owner {
	owner = strings.TrimSpace(owner)
	bare := strings.TrimPrefix(owner, "@")
	for i := range p.Participants {
		n := &p.Participants[i]
		named := strings.EqualFold(bare, strings.TrimSpace(n.Name)) || strings.EqualFold(bare, strings.TrimPrefix(n.Handle, "@"))
		if bare != "" && (named || reversed(owner, n.Name)) {
			return OwnerPerson
		}
	}
	kind := OwnerKind(owner)
	if kind != OwnerPerson {
		return kind
	}
	for i := range p.Participants {
		if team := strings.TrimSpace(p.Participants[i].Team); team != "" && strings.EqualFold(strings.TrimPrefix(small(bare), "the "), team) {
			return OwnerTeam
		}
	}
	return kind
}

// reversed reports whether an owner is a participant's name with the family name first: "Smith, Joe".
func reversed(owner, name string) bool {
	last, first, ok := strings.Cut(owner, ",")
	return ok && strings.EqualFold(strings.TrimSpace(first)+" "+strings.TrimSpace(last), name)
}

// unmarked takes off emphasis, code and quotation marks, and lets every mark between owners be a comma.
var unmarked = func() func(string) string {
	marks := strings.NewReplacer("*", "", "`", "", "~", "", "\"", "", "“", "", "”", "", "and/or", "and", "–", ",", "—", ",", " - ", ",", ": ", ",",
		"→", ",", "->", ",", "|", ",", ";", ",")
	return func(owner string) string { return strings.TrimSpace(marks.Replace(model.Clean(owner))) }
}()

// withoutBrackets parts a text from its asides: "Mei (payments)", "Mei <mei@example.com>".
func withoutBrackets(text string) (outside string, inside []string) {
	var b strings.Builder
	for text != "" {
		open := strings.IndexAny(text, "(<[")
		if open < 0 {
			b.WriteString(text)
			break
		}
		b.WriteString(text[:open] + " ")
		text = text[open+1:]
		end := strings.IndexAny(text, ")>]")
		if end < 0 {
			end = len(text)
		}
		if len(inside) < 8 {
			inside = append(inside, text[:end])
		}
		text = text[min(end+1, len(text)):]
	}
	return b.String(), inside
}

// looksNamed reports whether an aside can be a name, or several: words with one capital each, or handles.
func looksNamed(aside string) bool {
	words := strings.FieldsFunc(aside, func(r rune) bool { return strings.ContainsRune(" ,&+/", r) })
	for _, w := range words {
		first, size := utf8.DecodeRuneInString(w)
		if w == "and" || first == '@' && len(w) > 1 {
			continue
		}
		if !unicode.IsUpper(first) || !lettersOnly(w) || strings.ContainsFunc(w[size:], unicode.IsUpper) {
			return false
		}
	}
	return len(words) > 0 && len(words) <= 6
}

// ownerOf judges the pieces of a list of owners. A team that merely stands behind a person tells where they are ("Mei,
// payments team"); one that is joined to them is another owner ("Mei and the payments team").
func ownerOf(text string) Owner {
	var n tally
	for _, piece := range ownerPieces(text) {
		n.count(piece)
	}
	switch {
	case n.people > 1, n.people == 1 && n.joined, n.people == 0 && n.teams > 1:
		return OwnerSeveral
	case n.people == 1:
		return OwnerPerson
	case n.teams > 0:
		return OwnerTeam
	}
	return OwnerNobody
}

// tally counts owners.
type tally struct {
	people, teams int
	joined        bool // whether a team stands beside the people, and not behind them
	spelled       bool // whether the last one was a person's name
}

func (n *tally) count(piece piece) {
	if piece.beside && n.spelled {
		return // "Mei Tanaka @mei" is one person
	}
	kind := pieceKind(piece.text)
	n.spelled = kind == OwnerPerson && piece.text[0] != '@'
	switch {
	case kind == OwnerPerson:
		n.people++
	case kind == OwnerNobody, n.teams > 0 && (strings.HasPrefix(small(piece.text), "any ") || strings.HasPrefix(small(piece.text), "every")):
		// "SRE or any team member" is one team
	default:
		n.teams++
		n.joined = n.joined || piece.joined || kind == OwnerSeveral || isSuffix(small(piece.text), "teams", "squads")
	}
}

// piece is one of several owners.
type piece struct {
	text   string
	joined bool // "and" or its like stands before it
	beside bool // a handle that nothing parts from what stands before it
}

// ownerPieces cuts at the marks and words between owners, and before each handle. "with" ends the list: who comes after it
// helps.
func ownerPieces(text string) []piece {
	if strings.EqualFold(text, "n/a") {
		return nil
	}
	c := ownerCutter{text: text}
	for i := 0; i < len(text); {
		i = c.step(i)
	}
	c.cut(len(text), len(text))
	return c.pieces
}

type ownerCutter struct {
	text   string
	pieces []piece
	from   int
	next   piece // what is known of the piece that begins at from
	handle bool  // whether we are inside a handle
}

func (c *ownerCutter) cut(end, next int) {
	if t := strings.TrimSpace(c.text[c.from:end]); t != "" {
		c.next.text = t
		c.pieces = append(c.pieces, c.next)
		c.next = piece{}
	}
	c.from, c.handle = next, false
}

// step looks at the byte at i, and says where to go on.
func (c *ownerCutter) step(i int) int {
	switch ch := c.text[i]; {
	case ch == ',':
		c.cut(i, i+1)
	case ch == '&' || ch == '+':
		c.cut(i, i+1)
		c.next.joined = true
	case ch == '/' && (!c.handle || strings.HasPrefix(c.text[i+1:], "@")):
		c.cut(i, i+1) // but @acme/payments is one
	case ch == '@' && (i == 0 || !isWordByte(c.text[i-1])):
		if strings.TrimSpace(c.text[c.from:i]) != "" {
			c.cut(i, i)
			c.next.beside = true
		}
		c.handle = true
	case isSpace(ch):
		return c.space(i)
	}
	return i + 1
}

// space looks at the word after a space.
func (c *ownerCutter) space(i int) int {
	c.handle = false
	switch word, end := wordAt(c.text, i+1); word {
	case "with":
		c.cut(i, len(c.text))
		return len(c.text)
	case "and", "or", "plus", "et":
		c.cut(i, end)
		c.next.joined = true
		return end
	}
	return i + 1
}

// wordAt is the word that starts at i, in small letters, and where it ends.
func wordAt(text string, i int) (word string, end int) {
	end = i
	for end < len(text) && end < i+8 && !isSpace(text[end]) && text[end] != ',' {
		end++
	}
	return strings.ToLower(text[i:end]), end
}

func ownerMissing(p *model.Postmortem, _ time.Time) []Finding { return ownedBy(p, OwnerNobody) }

func ownerTeam(p *model.Postmortem, _ time.Time) []Finding { return ownedBy(p, OwnerTeam) }

func ownerMany(p *model.Postmortem, _ time.Time) []Finding { return ownedBy(p, OwnerSeveral) }

// ownedBy is one finding at every action that is not dropped and has such an owner.
func ownedBy(p *model.Postmortem, kind Owner) []Finding {
	var findings []Finding
	for i := range p.Actions {
		if a := &p.Actions[i]; a.Status != "dropped" && ownerKind(p, a.Owner) == kind {
			findings = append(findings, Finding{At: a.Ref, Text: oneLine(a.Owner)})
		}
	}
	return findings
}
