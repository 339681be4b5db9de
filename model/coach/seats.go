package coach

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"debrief/model"
)

// facilitatorInvolved waits for the meeting, like every question about who sits there. Who triaged or mitigated has enough to
// tell without leading too (seed 3, "Who Can Call a Postmortem?").
func facilitatorInvolved(p *model.Postmortem, _ time.Time) []Finding {
	if !planned(p.Meeting) {
		return nil
	}
	var findings []Finding
	for i := range p.Participants {
		n := &p.Participants[i]
		responded := slices.Contains(n.Involved, "triage") || slices.Contains(n.Involved, "mitigate")
		findings = append(findings, at(n.Ref, n.Facilitator && responded)...)
	}
	return findings
}

// mostSeats is how many people without a seat are asked about at a time: an imported chat may name a hundred.
const mostSeats = 5

// seatMissing is about the people whom the timeline names, as who did something or with an @, and who are no participants
// (seed 3, "Assemble the Team"). It waits for the meeting. Bots, tools, teams and what machines printed name nobody.
func seatMissing(p *model.Postmortem, _ time.Time) []Finding {
	if !planned(p.Meeting) {
		return nil
	}
	seats := seatsOf(p)
	var findings []Finding
	asked, judged := map[string]bool{}, map[string]bool{}
	ask := func(name string) {
		key := small(name)
		if asked[key] || seats.taken(name) {
			return
		}
		asked[key] = true
		findings = append(findings, Finding{At: "participants", Text: name})
	}
	for i := range p.Events {
		e := &p.Events[i]
		if e.Noise || printed(e) {
			continue
		}
		if !judged[e.By] {
			judged[e.By] = true // most of a timeline is by a few
			for _, name := range peopleIn(e.By) {
				ask(name)
			}
		}
		for _, handle := range handlesIn(e.Text) {
			if !judged[handle] {
				judged[handle] = true
				if isPerson(handle) {
					ask(handle)
				}
			}
		}
		if len(findings) >= mostSeats {
			return findings[:mostSeats]
		}
	}
	return findings
}

// seats are the participants as a timeline may call them.
type seats struct {
	whole map[string]bool // names and handles
	words map[string]bool // the words of both
	short map[string]bool // names of one word
}

func seatsOf(p *model.Postmortem) seats {
	all := seats{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for i := range p.Participants {
		n := &p.Participants[i]
		words := nameWords(n.Name)
		if len(words) == 1 {
			all.short[words[0]] = true
		}
		for _, name := range []string{n.Name, n.Handle} {
			all.whole[strings.Join(nameWords(name), " ")] = true
			for _, w := range nameWords(name) {
				all.words[w] = true
			}
		}
	}
	return all
}

// taken reports whether somebody of that name sits there. A part of a participant's name will do, and so will more than the
// one word that a participant is listed with.
func (s seats) taken(name string) bool {
	words := nameWords(name)
	return len(words) == 0 || s.whole[strings.Join(words, " ")] || s.short[words[0]] ||
		!slices.ContainsFunc(words, func(w string) bool { return !s.words[w] })
}

// nameWords are the words of a name or handle in small letters: mei.tanaka@example.com has two.
func nameWords(name string) []string {
	name = strings.TrimPrefix(strings.TrimSpace(small(model.Clean(name))), "@")
	if i := strings.IndexByte(name, '@'); i > 0 {
		name = name[:i]
	}
	return strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) })
}

// peopleIn are the people who did something: "Mei (payments) and Joe" are two.
func peopleIn(by string) []string {
	if by == "" || strings.ContainsAny(by, ":/[]{}=") {
		return nil // an account of a machine
	}
	outside, _ := withoutBrackets(unmarked(by))
	var names []string
	for _, piece := range ownerPieces(outside) {
		if isPerson(piece.text) {
			names = append(names, piece.text)
		}
	}
	return names
}

// isPerson reports whether a name is that of a person, and no bot, tool, team or role.
func isPerson(by string) bool {
	if pieceKind(by) != OwnerPerson {
		return false
	}
	words := nameWords(by)
	return len(words) > 0 && len(words) <= 4 && !slices.ContainsFunc(words, func(w string) bool {
		return tools.has(w) || isSuffix(w, "bot", "manager") || w == "ci" || w == "cron" || w == "root" || w == "webhook" || w == "system"
	})
}

// handlesIn are the handles that a text marks with @, without it; tools and their like are left out.
func handlesIn(text string) []string {
	if !strings.Contains(text, "@") {
		return nil
	}
	var handles []string
	words, nobody := tokens(text), people{}
	for i := range words {
		if t := &words[i]; t.kind == aWord && t.word[0] == '@' && nobody.named(words, i) {
			handles = append(handles, text[t.from+1:t.to])
		}
	}
	return handles
}
