package export_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"debrief/export"
	"debrief/export/page"
	"debrief/model"
)

// common are sentences in which a word that is a name too is meant as a word.
var common = []string{
	"It will be back in May.", "Mark it done and will it hold?", "the first frost may come", "a grant for the bill", "We will mark the rows.",
}

// named are sentences that call somebody, by name, possessive, handle, mail address and initial.
var named = []string{
	"%[1]s restarted the pool", "then %[2]s asked for help", "%[1]s's laptop was open", "ask @%[4]s about it", "mail %[4]s@corp.example for more",
	"it was %[2]s %[5]s. who saw it", "%[1]s: it is back", "we told %[1]s", "(%[1]s) rolled back", "%[3]s, %[2]s signed off",
}

// TestNobodyIsNamedInFortyDocuments puts people into every text of forty documents and looks for them on the pages of those who may not
// know: none is left, and no common word has become somebody.
func TestNobodyIsNamedInFortyDocuments(t *testing.T) {
	firsts := []string{"Mei", "Joe", "Noor", "Priya", "Søren", "Tomás", "Wiktoria", "Óscar", "Anneke", "Yusuf", "Will", "Mark", "May", "Grant"}
	lasts := []string{"Tanaka", "Smithson", "Rao", "Kowalska", "Lindqvist", "O'Brien", "van Dijk", "García", "Yılmaz", "Okafor"}
	known := hostile
	defer func() { hostile = known }()
	for n := range 40 {
		rnd := rand.New(rand.NewPCG(uint64(n), 40))
		var people []model.Participant
		var marks []string // what must not be seen
		hostile = nil
		for i := range 4 {
			first, last := firsts[rnd.IntN(len(firsts))], lasts[rnd.IntN(len(lasts))]
			handle := strings.ToLower(string([]rune(first)[0])) + "q" + fmt.Sprint(n, i) + "x"
			people = append(people, model.Participant{Ref: fmt.Sprint("N", i+1), Name: first + " " + last, Handle: handle, Team: []string{"Payments", "Platform"}[i%2]})
			marks = append(marks, last, handle)
			for _, form := range named {
				whole := first + " " + last
				hostile = append(hostile, fmt.Sprintf(form, whole, first, last, handle, string([]rune(last)[0])), common[rnd.IntN(len(common))])
			}
			if !slices.Contains([]string{"Will", "Mark", "May", "Grant"}, first) {
				marks = append(marks, first)
			}
		}
		rnd.Shuffle(len(hostile), func(i, j int) { hostile[i], hostile[j] = hostile[j], hostile[i] })
		p := hostilePostmortem(t, n)
		p.Title, p.Participants = hostile[0], people
		p.Summary = strings.Join(append(hostile, common...), "\n\n")
		for i := range p.Events {
			p.Events[i].By = people[i%4].Name
		}
		for i := range p.Actions {
			p.Actions[i].Owner = people[i%4].Name
		}
		for _, who := range []page.Audience{page.Company, page.Public, page.PreRead} {
			g := page.Of(p, who, noon)
			if who == page.PreRead { // for those who were there
				if leaks := g.Leaks(nothingHidden); leaks != nil {
					t.Errorf("before the meeting nobody is hidden: %v", leaks)
				}
				continue
			}
			checkNobody(t, fmt.Sprint(n, " for the ", who.Name()), g, marks)
			if t.Failed() {
				t.FailNow()
			}
		}
	}
}

// checkNobody looks for marks of people on a page in every dialect, and for the common sentences, which must be whole.
func checkNobody(t *testing.T, what string, g *page.Page, marks []string) {
	t.Helper()
	if leaks := g.Leaks(nothingHidden); len(leaks) > 0 {
		t.Errorf("%s: %v", what, leaks)
	}
	for _, dialect := range export.Dialects() {
		text := string(export.Page(g, dialect))
		for _, mark := range marks {
			if at := regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(mark) + `\b`).FindStringIndex(text); at != nil {
				t.Errorf("%s in %s: %s stands in %.120q", what, dialect, mark, text[max(0, at[0]-40):])
			}
		}
	}
	var said strings.Builder
	for line := range g.Lines {
		said.WriteString(line.Text() + "\n")
	}
	for _, sentence := range common {
		if !strings.Contains(said.String(), sentence) {
			t.Errorf("%s: %q is no longer what it was", what, sentence)
		}
	}
}
