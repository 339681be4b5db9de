package coach

import (
	"slices"
	"strings"
	"unicode"

	"debrief/model"
)

// people are the names and handles that a text may hold. They come from the participants; a handle that a text marks with @
// is one anywhere.
type people struct {
	names   map[string]bool // in small letters: a word that is a name by itself
	first   map[string]bool // of these, the first one of somebody's name
	guarded map[string]bool // of these, words of English: a name only with a capital inside a sentence
	handles map[string]bool // in small letters, without @: those that sound like a name
}

// tools are programs and services that are called like people, or that one addresses with @.
var tools = wordSet(`travis sentry jenkins karpenter loki jaeger grafana prometheus kafka hudson celery ansible chef puppet salt
	elasticsearch kibana dependabot renovate github gitlab slack pagerduty opsgenie argo argocd helm istio linkerd consul vault nomad
	terraform kubernetes docker bors homu mergify codecov snyk alexa siri bixby cassandra ruby julia jupyter percy heroku victorops
	channel here everyone team oncall on-call all dev devs ops sre support help security platform infra latest main master next types
	param params return returns override deprecated media import charset keyframes angular babel`)

// ordinary are words of English that are also names.
var ordinary = wordSet(`will may an mark bill rob sue pat art grace hope faith joy dawn rose ivy iris june april august summer
	chase chance drew jack jean ray rich pierce sky star frank earnest ernest gene guy hunter king max miles mason page penny rusty sandy
	stew ted tip wade ward woods young long short brown green black white gray grey baker cook carter cooper fisher parker potter
	taylor turner walker do so to he she it is in on at me my no go us we you who all any can day do was see be ben tim even ever may
	the and or not for with from by of as a i if then than that this there here when case case china china's eve don don't lane cliff dean
	duke earl glen heath lance major mike nick peg pip rod roman sage santa sonny storm trip van victor win wren bob bug chip dot ed
	van le de la du von der den das test admin root user ops dev data log error host node server prod staging deploy build ok`)

// givenNames are common first names of many countries: where nobody says who took part, they tell a person from a product. Words of
// English and names of tools are left out.
var givenNames = wordSet(`aaron adam adrian ahmed alan albert alberto alejandro alessandro alexander alexandra alexis alice alicia alison amanda
	amelia amir amy anastasia andrea andreas andrew andrey andy angela anita anja anna anne annika anthony antonio anton arjun arthur arun
	barbara beatrice ben benjamin bernard bettina bjorn boris brandon brian bruno camille carla carlos carmen caroline catherine charles
	charlotte chris christian christina christine christoph christopher claire clara claudia colin craig cristina dan daniel daniela david
	deborah denis dennis derek diana dieter dimitri dmitry dominik donald doris dorothy douglas eduardo elena eleanor elias elisabeth
	elizabeth emil emily emma enrique eric erik esther eva evelyn fabian farah fatima fernando florian francesca francesco francois
	frederic gabriel gareth geoff george gerald gerard giorgio giovanni giulia gordon graham greg gregory guillaume gustavo hannah hans harold
	harry hassan heather heidi helen helena henrik henry hiroshi ian ibrahim igor ines ingrid irene isabel isabella ivan jacob jakob james
	jamie jane janet jasmine javier jeff jeffrey jennifer jens jeremy jerome jessica jill joachim joan joanna joel johan johannes john jonas
	jonathan jorge josef joseph josh joshua judith jules julia julian julie julien jurgen justin karen karim karin karl karla
	katherine kathrin katie keith kelly ken kenneth kenji kevin khalid klaus konrad kristin kumar kyle lars laura lauren laurent leila leon
	leonardo leonie lisa lorenzo louis louise lucas lucia lucy luis luisa lukas luke magnus manuel marc marcel marco marcus margaret maria
	marie marina mario marion marius markus marta martha martin martina mary mathias mathieu matt matthew matthias maya megan mehmet mei
	melanie melissa michael michel michelle miguel mikael mike mikhail mohamed mohammed monica monika muhammad nadia naomi natalia natalie
	nathan nicholas nicola nicolas nicole nigel nikolai nils nina noah noor olaf oleg olga oliver olivia olivier omar oscar pablo paolo patricia
	patrick paul paula pedro peter petra philip philipp philippe pierre priya rachel rafael raj rajesh ralf ramon raphael raul ravi rebecca
	ricardo richard rita robert roberto robin roger roland ronald roxana rosie russell ruth ryan sabine sam samantha samir samuel sandra
	sanjay sara sarah satoshi sean sebastian sergei sergey sergio sharon shaun silvia simon sonia sophia sophie stefan stefanie stephan
	stephanie stephen steve steven stuart sunil susan susanne sven sylvia takeshi tanja tanya tatiana teresa theo theresa thierry thomas
	thorsten tim timothy tina tobias todd tom tomas tony torsten tristan tyler ulrich ursula valentina valerie vanessa vera veronica victor
	vijay vikram vincent vladimir volker walter wendy werner wilhelm william wolfgang xavier yan yasmin yuki yuri yusuf
	yvonne zoe
	joe rakesh anders abigail agnes akira ali allison amara amit angelo bastian beth bridget carol cathy cheng chloe cindy connie courtney
	darren dave dmitri donna doug duncan dylan eddie edith edwin elaine ellen emilia ethan evan ferdinand fiona gavin georg gina gloria
	gunnar guido hector isaac isaiah jake jared jenny jerry jessie jim jimmy jochen joey johnny jon jorgen juan judy justine kathleen kathy
	katrin kirsten klara kristen kristina leah lena leo liam linda lindsay lorena lucie lynn mandy marcin mariana marianne marisa
	matteo maximilian melinda mia miriam mohammad moritz nancy natasha neil nikola norbert norman owen pamela patrik paulo pavel phil
	phoebe piotr rachael ralph randy raymond renata reza rhys robbie rodrigo ron rosa sally sanjeev scott selena shane shannon shawn
	sheila shirley sofie sonja stacy stella suresh tamara tania tara terry toby tommy tracy trevor uwe vicky viktor vinod vivian wayne
	wesley yolanda zachary`)

func peopleOf(p *model.Postmortem) people {
	all := people{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	if p == nil {
		return all
	}
	for i := range p.Participants {
		all.add(p.Participants[i].Name, p.Participants[i].Handle)
	}
	return all
}

// add takes a person: each word of the name that is a word at all. Of a name like "Will May" each word is guarded.
func (a people) add(name, handle string) {
	fields := strings.Fields(small(model.Clean(name)))
	if slices.ContainsFunc(fields, func(w string) bool { return listed(groups, w) }) {
		fields = nil
	}
	handle = strings.TrimPrefix(small(model.Clean(strings.TrimSpace(handle))), "@")
	for i, word := range fields {
		word = strings.Trim(word, `.,;:"'()[]<>*_`+"`")
		switch {
		case !lettersOnly(word) || len([]rune(word)) < 2:
		case ordinary.has(word) || classOf(word) != 0:
			a.guarded[word] = true
		default:
			a.names[word] = true
			if i == 0 && !tools.has(word) {
				a.first[word] = true
			}
		}
	}
	if handle != "" && slices.ContainsFunc(fields, func(w string) bool { return sounds(handle, w) }) {
		a.handles[handle] = true
	}
}

// groups are words of names that are no person's: "Customer Success", "Cloud Bot".
const groups = "team teams squad group guild crew success support bot service services office department customer customers desk operations"

// sounds reports whether a handle is made from a name, so that it is one also without its @: "jsmith" of Smith. A handle that is
// a word like any other is not.
func sounds(handle, name string) bool {
	for n := min(len(name), len(handle)); n >= 3; n-- {
		if strings.Contains(handle, name[:n]) {
			return true
		}
	}
	return false
}

func lettersOnly(word string) bool {
	for i, r := range word {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && (r != '-' && r != '\'' || i == 0) {
			return false
		}
	}
	return word != ""
}

// named reports whether the word at i of a sentence is a person's name or handle.
func (a people) named(words []token, i int) bool {
	t := &words[i]
	if t.kind != aWord {
		return false
	}
	if handle, marked := strings.CutPrefix(t.word, "@"); marked {
		return handle != "" && !tools.has(handle) && !isSuffix(handle, "-team", "bot", "[bot]")
	}
	if word := strings.TrimSuffix(t.word, "'s"); a.guarded[word] {
		inside := i > 0 && words[i-1].kind == aWord
		return t.capital && inside && (!listed("may april june august", word) || a.besides(words, i))
	}
	return a.isName(t) && (a.names[t.word] || !placed(words, i))
}

// placed reports whether what looks like a common first name at i is a place or a thing: "Santa Clara", "the Charlotte region".
func placed(words []token, i int) bool {
	if i > 0 && listed("santa san saint st fort port mount lake new", words[i-1].word) {
		return true
	}
	if i+1 == len(words) {
		return false
	}
	next := &words[i+1]
	return next.class&machine != 0 || listed("datacenter datacentre region principle db campus office zone dc site", next.word)
}

// besides reports whether another word of somebody's name stands beside the word at i, as in "Will May".
func (a people) besides(words []token, i int) bool {
	for _, k := range []int{i - 1, i + 1} {
		if k >= 0 && k < len(words) && words[k].capital && (a.names[words[k].word] || a.guarded[words[k].word]) {
			return true
		}
	}
	return false
}

// isName reports whether a word is a name by itself. A first name is one in small letters too: people type in a hurry.
func (a people) isName(t *token) bool {
	word := strings.TrimSuffix(t.word, "'s")
	plain := ordinary.has(word) || tools.has(word) || classOf(word) != 0
	switch {
	case a.handles[word] && !plain:
		return true
	case a.names[word]:
		return t.capital || a.first[word]
	}
	return givenNames.has(word) && t.capital && !t.shouted && !plain
}

func isSuffix(s string, suffixes ...string) bool {
	for _, end := range suffixes {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return false
}
