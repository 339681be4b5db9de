package coach

import (
	"strings"
	"time"

	"debrief/model"
)

// vagueAction asks about an action whose outcome nobody can check: neither its title nor its done-when names one (seed 2,
// "Action Items", 3).
func vagueAction(p *model.Postmortem, _ time.Time) []Finding {
	var findings []Finding
	for i := range p.Actions {
		a := &p.Actions[i]
		if a.Status == "dropped" || a.Status == "done" || blank(a.Title) || !blank(a.DoneWhen) && !isVague(a.DoneWhen) {
			continue
		}
		if isVague(a.Title) {
			findings = append(findings, Finding{At: a.Ref, Text: oneLine(a.Title)})
		}
	}
	return findings
}

// vagueVerbs open an action that is never done: there is always more to improve or to look into.
var vagueVerbs = wordSet(`improve investigate discuss align revisit consider explore evaluate assess examine monitor increase increased
	enhance strengthen optimise optimize understand research study plan try encourage educate think work review better more ensure
	look define raise bring analyse analyze reduce refine follow continue keep learn`)

func isVague(text string) bool {
	for _, t := range tokens(text) {
		if t.kind == aWord && !isAdverb(&t) && t.class&(auxiliary|anybody|determiner) == 0 {
			return vagueVerbs[t.word] || strings.HasSuffix(t.word, "ing") && vagueVerbs[strings.TrimSuffix(t.word, "ing")]
		}
	}
	return true
}
