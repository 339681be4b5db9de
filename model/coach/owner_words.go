package coach

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// nobodyWords name nobody in particular, aloneWords do where they are all there is. teamWords name a group or a role wherever
// they stand; areaWords do where nothing else does: "Payments" is a team, "Data Smith" is not.
var (
	nobodyWords = wordSet(`tbd tba tbc nobody unassigned undecided someone somebody anyone anybody whoever volunteer volunteers unowned one`)
	aloneWords  = wordSet(`none na unknown open pending owner assignee todo no jr sr phd md ii iii`)
	teamWords   = wordSet(`others team teams squad squads crew tribe guild chapter department dept division group groups committee unit org
		organisation organization company engineering everyone everybody all we us our you ourselves here channel people folks
		sre sres devops ops operations infra infrastructure qa it noc soc dba dbas engineer engineers developer developers devs programmer
		programmers lead leads leader leaders leadership management manager managers director directors head vp cto ceo coo ciso cio
		architect architects analyst analysts admin admins administrator administrators sysadmin sysadmins operator operators
		owner owners maintainer maintainers contributor contributors reviewer reviewers author authors staff employees colleagues members
		oncall on-call on-caller responder responders commander facilitator note-taker rotation helpdesk servicedesk service-desk
		vendor vendors supplier suppliers provider stakeholders committers board coordinator specialist specialists officer
		representative support security tpm pm po em ic writer writers tester testers designer designers scientist scientists technician
		technicians consultant consultants contractor intern interns student scrum`)
	roleWords = wordSet(`engineer developer manager director architect analyst admin administrator operator lead leader head vp cto`)
	areaWords = wordSet(`dev platform platforms data database databases core cloud network networking networks storage
		backend back-end back frontend front-end front end web mobile android ios search growth product products design research billing payment
		payments checkout identity auth accounts account finance legal sales marketing comms communications customer customers client clients success
		service services experience desk help release releases reliability site tooling tools build ci delivery deployment deployments monitoring
		observability compute systems system analytics science ml hardware edge api apis integrations integration internal external
		first second third line level on call business compliance risk privacy hr facilities hosting kubernetes k8s postgres
		messaging notifications notification developer-experience dx devex technology tech technical staff`)
)

// pieceKind judges one owner. What follows "from" or "of" tells where somebody is: the words before it decide.
func pieceKind(text string) Owner {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "#") {
		return OwnerTeam // a channel
	}
	if handle, ok := strings.CutPrefix(text, "@"); ok && strings.Contains(handle, "/") {
		return OwnerTeam // a team of an organisation
	}
	if i := strings.IndexByte(text, '@'); i > 0 && !strings.ContainsAny(text[:i], " \t") {
		text = text[:i] // a mail address
	}
	words := ownerWords(text)
	if len(words) > 1 && !strings.EqualFold(words[0], "no") && classOf(small(words[0]))&determiner != 0 {
		words = words[1:] // "the", "our"
	}
	head := words
	if i := slices.IndexFunc(words, isPlace); i > 0 {
		head = words[:i]
	}
	kind := wordsKind(head)
	if kind == OwnerNobody && len(head) < len(words) && wordsKind(words[len(head)+1:]) == OwnerTeam {
		return OwnerTeam // "someone from the platform team"
	}
	return kind
}

func isPlace(word string) bool {
	switch word {
	case "from", "of", "in", "at", "for", "on":
		return true
	}
	return false
}

// ownerWords are the words of an owner as they were written; "platform-team" is two.
func ownerWords(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && r != '\'' && r != '’'
	})
}

// What a word of an owner can be.
const (
	otherWord = 1 << iota // of no meaning here: a number
	nobodyWord
	teamWord
	areaWord
	nameWord
)

// ownerWord is what a word is. Some words mean something only as the first one, or where they stand alone.
func ownerWord(written string, first, alone bool) int {
	w := strings.TrimSuffix(small(written), "'s")
	switch {
	case nobodyWords.has(w), alone && aloneWords.has(w), first && (w == "to" || w == "not" || w == "no"):
		return nobodyWord
	case teamWords.has(w), alone && (written == "al" || w == "co"): // "Mei et al", "Mei and Co"
		return teamWord
	case areaWords.has(w):
		return areaWord
	case strings.ContainsFunc(w, unicode.IsLetter):
		return nameWord
	}
	return otherWord
}

// wordsKind is what the words of one owner say together.
func wordsKind(words []string) Owner {
	said := 0
	for i, w := range words {
		said |= ownerWord(w, i == 0, len(words) == 1)
	}
	switch {
	case said&nobodyWord != 0 && (said&teamWord == 0 || strings.EqualFold(words[0], "no")):
		return OwnerNobody
	case said&teamWord != 0 && titled(words):
		return OwnerPerson
	case said&teamWord != 0, said&areaWord != 0 && said&nameWord == 0:
		return OwnerTeam
	case said&nameWord != 0:
		return OwnerPerson
	}
	return OwnerNobody
}

// titled reports whether a name follows its title: "Engineering manager Mei Tanaka". A team's word behind it makes it a team.
func titled(words []string) bool {
	last := -1
	for i, w := range words {
		if teamWords.has(small(w)) {
			last = i
		}
	}
	if last < 0 || last+1 >= len(words) || !roleWords.has(small(words[last])) {
		return false
	}
	for _, w := range words[last+1:] {
		first, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(first) || areaWords.has(small(w)) {
			return false
		}
	}
	return true
}
