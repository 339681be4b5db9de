package parts

import (
	_ "embed" // the names
	"strings"

	"debrief/intake/text"
)

//go:embed names.txt
var namesTable string

// partName is what the headings of a part look like, in small letters.
type partName struct {
	part Part
	name *text.Pattern
}

// partWords are the parts by their names in names.txt.
var partWords = map[string]Part{
	"Summary": Summary, "Facts": Facts, "Impact": Impact, "Timeline": Timeline, "Causes": Causes, "Whys": Whys, "Actions": Actions,
	"Lessons": Lessons, "People": People, "Aside": Aside,
}

// partNames are the headings of published postmortems, as names.txt tells: the first that fits is meant.
var partNames = func() (all []partName) {
	for paragraph := range strings.SplitSeq(namesTable, "\n\n") {
		if head, names, ok := strings.Cut(paragraph, ":\n"); ok {
			part := partWords[head[strings.LastIndexByte(head, '\n')+1:]]
			all = append(all, partName{part, text.AnyOf(strings.Split(strings.TrimSpace(names), "\n\t")...)})
		}
	}
	return all
}()

// Team are the words for a group of people who own something together.
const Team = `(?:team|squad|guild|group)`

// Role are the words for what somebody is in an organisation, alone or at the end of a longer name: "platform engineers", "ops lead".
const Role = Team + `s?|engineers?|engineering|leads?|leaders?|manager|department|sres?|devops|ops|oncall|on-call|owners?|maintainers?|` +
	`commander|admins?|developers?|devs?|operations|support|security|infra(?:structure)?|platform|analysts?|architects?|writers?|testers?|` +
	`scientists?|specialists?|coordinators?|officers?`
