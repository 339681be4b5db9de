package export_test

import (
	"bytes"
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

// editor makes edits that people may make to a page of a postmortem: each is one difference, in a place that no other has.
type editor struct {
	*rand.Rand
	base *model.Postmortem
	n    int
}

type edit func(*model.Postmortem)

func (e *editor) text() string {
	e.n++
	return strings.TrimSpace(fmt.Sprintf("%s and words %d", page.Line(hostile[e.IntN(len(hostile))]), e.n))
}

// set gives a field of some part another value. The last part of a kind is left alone: it may be deleted.
func (e *editor) set(letter, field string, value func() string) edit {
	var refs []string
	for _, part := range e.base.Parts() {
		if part.Kind.Letter == letter && (!strings.HasPrefix(field, "test.") || e.base.Get(part.Ref(), "test.failing") != "") {
			refs = append(refs, part.Ref())
		}
	}
	ref := refs[e.IntN(max(1, len(refs)-1))]
	to := e.base.Get(ref, field)
	for to == e.base.Get(ref, field) {
		to = value()
	}
	return func(p *model.Postmortem) {
		if err := p.Set(ref, field, to); err != nil {
			panic(err)
		}
	}
}

func (e *editor) word(list string) func() string {
	return func() string { return model.Words[list][e.IntN(len(model.Words[list]))] }
}

func (e *editor) one(words ...string) func() string {
	return func() string { return words[e.IntN(len(words))] }
}

// changes change what is there, or delete it.
func (e *editor) changes() []edit {
	var all []edit
	for letter, fields := range map[string]string{
		"": "title summary why_now follow_up.missed", "I": "what unit", "E": "text", "C": "text", "W": "answer", "A": "title owner done_when test.name ticket",
		"K": "text reason", "L": "text", "N": "team name",
	} {
		for field := range strings.FieldsSeq(fields) {
			all = append(all, e.set(letter, field, e.text))
		}
	}
	gone := func(ref string) edit { return func(p *model.Postmortem) { _ = p.Delete(ref) } }
	branch := e.base.Branch(e.base.Causes[len(e.base.Causes)-1].Ref)
	return append(all, e.set("", "severity", e.word("severity")), e.set("E", "kind", e.word("kind")), e.set("E", "source", e.word("source")),
		e.set("E", "count", func() string { return fmt.Sprint(2 + e.IntN(99)) }), e.set("E", "key_event", e.one("yes", "")),
		e.set("E", "known_then", e.one("yes", "")), e.set("C", "role", e.word("role")), e.set("W", "category", e.word("category")),
		e.set("W", "root", e.one("yes", "")), e.set("W", "events", e.one("E1", "E2, E3", "E4")), e.set("A", "priority", e.word("priority")),
		e.set("A", "due", func() string { return fmt.Sprintf("2027-01-%02d", 1+e.IntN(28)) }), e.set("A", "test.failing.exit_code", e.one("3", "4")),
		e.set("", "services", e.one("accounts", "sessions, baskets")), e.set("", "reread.due", e.one("2027-04-01", "2027-05-01")),
		e.set("N", "attended", e.one("yes", "")),
		gone(e.base.Parking[len(e.base.Parking)-1].Ref), gone(e.base.Lessons[len(e.base.Lessons)-1].Ref), gone(branch[len(branch)-1]),
		gone(e.base.Participants[len(e.base.Participants)-1].Ref), gone(e.base.Events[len(e.base.Events)-1].Ref))
}

// additions add what was not there.
func (e *editor) additions() []edit {
	told, title, learned, because := e.text(), e.text(), e.text(), e.text()
	return []edit{
		func(p *model.Postmortem) {
			p.AddEvent(model.Event{Kind: "note", Text: told, At: p.Events[0].At, Precision: "minute", Count: 1, KnownThen: true}, "")
		},
		func(p *model.Postmortem) { p.Actions = append(p.Actions, model.Action{Title: title, Status: "open"}) },
		func(p *model.Postmortem) {
			p.Lessons = append(p.Lessons, model.Lesson{Kind: "went well", Text: learned})
		},
		func(p *model.Postmortem) { p.Causes[0].Whys = append(p.Causes[0].Whys, model.Why{Answer: because}) },
	}
}

// plainlyAsked lets a postmortem ask "Why?" wherever nobody has worded a question: another wording of a cause makes no other question then.
func plainlyAsked(p *model.Postmortem) *model.Postmortem {
	var below func(whys []model.Why)
	below = func(whys []model.Why) {
		for i := range whys {
			if strings.HasPrefix(whys[i].Question, "Why is it that") {
				whys[i].Question = ""
			}
			below(whys[i].Whys)
		}
	}
	for i := range p.Causes {
		below(p.Causes[i].Whys)
	}
	return p
}

// comes takes a page back into a postmortem.
func comes(t *testing.T, base, now *model.Postmortem, markdown []byte) (*page.Back, *model.Postmortem) {
	t.Helper()
	theirs, ours := page.Parse(page.Read(markdown))
	if !ours {
		t.Fatalf("the page is not known again:\n%s", markdown)
	}
	back := page.Compare(base, theirs, now)
	after := now.Clone()
	if err := back.Take(after, model.At(noon), func(d *page.Difference) bool { return d.Clash == "" }); err != nil {
		t.Fatal(err)
	}
	after.Settle()
	if err := after.Validate(); err != nil {
		t.Fatal(err)
	}
	return back, after
}

func told(b *page.Back) string {
	var s strings.Builder
	for _, d := range b.Differences {
		fmt.Fprintf(&s, "%s %s: %q, now %q, %s\n", d.At, d.Field, d.Before, d.After, d.Clash)
	}
	return s.String() + fmt.Sprint(b.Unread, b.Left)
}

// TestAPageThatWasEditedInSoManyPlacesComesBackWithSoManyChanges edits pages, and the archive in other places meanwhile: both is kept.
func TestAPageThatWasEditedInSoManyPlacesComesBackWithSoManyChanges(t *testing.T) {
	total := 0
	for seed := range uint64(min(rounds, 2000)) {
		base := plainlyAsked(example(t))
		base.Ref, base.Revision = "PM-1", 7
		e := &editor{rand.New(rand.NewPCG(seed, 16)), base, 0}
		changes := e.changes()
		e.Shuffle(len(changes), func(i, j int) { changes[i], changes[j] = changes[j], changes[i] })
		here, changes := changes[:e.IntN(6)], changes[6:]
		there := slices.Concat(changes, e.additions())
		e.Shuffle(len(there), func(i, j int) { there[i], there[j] = there[j], there[i] })
		there = there[:e.IntN(12)]
		theirs, now, both := base.Clone(), base.Clone(), base.Clone()
		for _, edit := range there {
			edit(theirs)
		}
		for _, edit := range here {
			edit(now)
			edit(both)
		}
		for _, edit := range there {
			edit(both)
		}
		theirs.Revision = 7
		back, after := comes(t, base, now, export.Markdown(theirs))
		total += len(there)
		if len(back.Differences) != len(there) || len(back.Clashes()) > 0 || len(back.Unread) > 0 {
			t.Fatalf("seed %d: %d edits come back as\n%s\n%s", seed, len(there), told(back), lineDiff(export.Markdown(base), export.Markdown(theirs)))
		}
		both.Settle()
		if got, want := export.Markdown(after), export.Markdown(both); !bytes.Equal(page.WithoutFoot(got), page.WithoutFoot(want)) {
			t.Fatalf("seed %d: the page is another one then:\n%s\n%s", seed, firstDifference(got, want), told(back))
		}
		if again, _ := comes(t, base, after, export.Markdown(theirs)); len(again.Differences) > 0 {
			t.Fatalf("seed %d: once more it would change\n%s", seed, told(again))
		}
	}
	t.Logf("%d edits of %d pages", total, min(rounds, 2000))
}

// lineDiff are the lines that one page has and the other has not.
func lineDiff(a, b []byte) string {
	var all []string
	for i, pair := range [][2][]byte{{a, b}, {b, a}} {
		for line := range strings.Lines(string(pair[0])) {
			if !strings.Contains(string(pair[1]), line) {
				all = append(all, "-+"[i:i+1]+line)
			}
		}
	}
	return strings.Join(all, "")
}

// TestWhatAWikiDoesToAPageIsNoChange lets wikis and people do to a page what they do.
func TestWhatAWikiDoesToAPageIsNoChange(t *testing.T) {
	base := example(t)
	base.Ref, base.Revision = "PM-1", 7
	markdown := string(export.Markdown(base))
	lines := func(do func(line string) string) string {
		var all []string
		for line := range strings.SplitSeq(markdown, "\n") {
			all = append(all, do(line))
		}
		return strings.Join(all, "\n")
	}
	cells := func(line string) []string { return strings.Split(strings.Trim(line, "|"), "|") }
	inTable := func(do func(cells []string) string) string {
		return lines(func(line string) string {
			if strings.HasPrefix(line, "|") {
				return do(cells(line))
			}
			return line
		})
	}
	replaced := func(pairs ...string) string {
		out := strings.NewReplacer(pairs...).Replace(markdown)
		if out == markdown {
			t.Fatalf("nothing to replace: %q", pairs)
		}
		return out
	}
	without := func(part string) string {
		return lines(func(line string) string {
			if strings.Contains(line, part) {
				return "\x00"
			}
			return line
		})
	}
	for name, test := range map[string]struct {
		page string
		want []string // the differences
	}{
		"other bullets":       {lines(func(l string) string { return strings.Replace(l, "- **", "* **", 1) }), nil},
		"numbers for bullets": {lines(func(l string) string { return strings.Replace(l, "- **", "1. **", 1) }), nil},
		"loose lists":         {lines(func(l string) string { return strings.Replace(l, "- **", "\n- **", 1) }), nil},
		"aligned tables": {inTable(func(c []string) string {
			for i := range c {
				if c[i] = strings.TrimSpace(c[i]); c[i] == "---" {
					c[i] = ":---:"
				}
			}
			return "|   " + strings.Join(c, "   |\t") + "  |"
		}), nil},
		"tables without their ends": {inTable(func(c []string) string { return strings.TrimSpace(strings.Join(c, "|")) + " " }), nil},
		"escapes":                   {replaced(", ", "\\, "), nil},
		"underscores for stars":     {replaced("**", "__"), nil},
		"Windows":                   {replaced("\n", "\r\n"), nil},
		"underlined headings": {lines(func(l string) string {
			return strings.Replace(l, "# Example: Customers signed out by a key rotation", "Example: Customers signed out by a key rotation\n====", 1)
		}), nil},
		"a column that was added": {inTable(func(c []string) string {
			return "|" + c[0] + "| " + map[bool]string{true: "---", false: "mine"}[strings.Contains(c[0], "---")] + " |" + strings.Join(c[1:], "|") + "|"
		}), nil},
		"a column that is gone":     {inTable(func(c []string) string { return "|" + strings.Join(c[:len(c)-1], "|") + "|" }), nil},
		"a row of a day gone":       {without("**2026-09-08** |"), nil},
		"a section gone":            {regexp.MustCompile(`(?s)## Details.*(Written by)`).ReplaceAllString(markdown, "$1"), nil},
		"an event gone":             {without("| E8 deploy"), []string{"E8 "}},
		"an action gone":            {without("| **A3**"), []string{"A3 "}},
		"a why in the middle":       {without("(W2; known)"), []string{"W2 "}},
		"a moment gone":             {replaced("**resolved**, ", ""), []string{" moments.resolved"}},
		"a lesson gone":             {without("An answer can be correct"), []string{"L5 "}},
		"a row that was copied":     {replaced("| 09:31 | did", "| 09:30 | did: Somebody asks | E8 deploy |\n| 09:31 | did"), []string{"E18 "}},
		"a row without a reference": {replaced("| 09:31 | did", "| 09:30 | Somebody asks |  |\n| 09:31 | did"), []string{"E18 "}},
		"an action without one":     {replaced("\n## Timeline", "| Page support, too | Mei | 2026-12-01 | open |\n\n## Timeline"), []string{"A5 "}},
		"a cause without one":       {replaced("\n## Lessons", "### Nobody knew\n\ncontributing\n\n- **Why?** It was nowhere written down.\n\n## Lessons"), []string{"C4 ", "W11 "}},
		"a word that is none":       {replaced("process gap", "process hole"), nil},
		"a day that is none":        {replaced("2026-10-02 |", "next week |"), nil},
		"a status that is none":     {replaced("done, [PLT-902]", "finished, [PLT-902]"), nil},
		"a time":                    {replaced("| 09:31 |", "| about 09:30 |"), []string{"E8 at", "E8 precision"}},
		"what it is shown by":       {replaced("prolonging; shown by E7, E8, E9", "prolonging; shown by E7, E77"), []string{"C3 events"}},
		"no references at all": {inTable(func(c []string) string {
			c[len(c)-1] = regexp.MustCompile(`^ E\d+`).ReplaceAllString(c[len(c)-1], " ")
			return "|" + strings.Join(c, "|") + "|"
		}), nil},
	} {
		text := strings.ReplaceAll(strings.ReplaceAll(test.page, "\x00\n", ""), "\x00", "")
		back, _ := comes(t, base, base, []byte(text))
		var got []string
		for _, d := range back.Differences {
			got = append(got, d.At+" "+d.Field)
		}
		if !slices.Equal(got, test.want) || len(back.Clashes()) > 0 {
			t.Errorf("%s: it differs in %q, not in %q:\n%s", name, got, test.want, told(back))
		}
	}
}

// TestAPageWhoseFootIsGoneDeletesNothingUnasked compares it with what is here.
func TestAPageWhoseFootIsGoneDeletesNothingUnasked(t *testing.T) {
	now := example(t)
	now.Ref, now.Revision = "PM-1", 7
	written := export.Markdown(now)
	e := model.NewEvent()
	e.Text, e.At = "It came since", now.Events[3].At
	now.AddEvent(e, "")
	now.Settle()
	text := strings.Replace(string(page.WithoutFoot(written)), "| 09:31 |", "| 09:33 |", 1)
	back, after := comes(t, nil, now, []byte(text))
	if len(back.Differences) != 2 || len(back.Clashes()) != 1 || after.Event("E18") == nil || after.Event("E8").At.Time().Format("15:04") != "09:33" {
		t.Errorf("it differs in\n%s", told(back))
	}
	if err := back.Take(now, model.At(noon), func(*page.Difference) bool { return true }); err != nil || now.Event("E18") != nil {
		t.Errorf("what is chosen is not deleted: %v", err)
	}
}

// TestABoxThatWasTickedMakesTheActionDone ticks one of a list of tasks, as GitHub lets people do, and clears another.
func TestABoxThatWasTickedMakesTheActionDone(t *testing.T) {
	base := example(t)
	base.Ref, base.Revision = "PM-1", 7
	base.Action("A2").Status, base.Action("A3").Status, base.Action("A4").Status = "open", "doing", "dropped"
	base.FollowUp = nil
	text := string(export.Page(page.Of(base, page.Team, noon), "github"))
	for _, line := range []string{"- [x] **A1** The rotation", "- [ ] **A2** A drill", "- [ ] **A3** The staging", "- **A4** A test job"} {
		if !strings.Contains(text, "\n"+line) {
			t.Errorf("there is no line %q", line)
		}
	}
	for _, dialect := range []string{"portable", "confluence-wiki", "mediawiki"} {
		if written := export.Page(page.Of(base, page.Team, noon), dialect); strings.Contains(string(written), "[x]") {
			t.Errorf("%s has boxes", dialect)
		}
	}
	back, after := comes(t, base, base, []byte(strings.Replace(text, "- [ ] **A2**", "- [x] **A2**", 1)))
	if len(back.Differences) != 1 || after.Action("A2").Status != "done" || len(back.Unread) > 0 {
		t.Errorf("a tick comes back as\n%s", told(back))
	}
	back, after = comes(t, base, base, []byte(strings.Replace(text, "- [x] **A1**", "- [ ] **A1**", 1)))
	if len(back.Differences) != 0 || after.Action("A1").Status != "done" || len(back.Unread) != 1 || back.Unread[0].Text != "[ ] A1" {
		t.Errorf("a box that was cleared comes back as\n%s", told(back))
	}
}

// TestWhereBothHaveChangedSomebodyChooses takes once the page's word and once the archive's.
func TestWhereBothHaveChangedSomebodyChooses(t *testing.T) {
	base := example(t)
	base.Ref, base.Revision = "PM-1", 7
	theirs, now := base.Clone(), base.Clone()
	theirs.Action("A1").Owner, now.Action("A1").Owner = "Mei", "Noor"
	theirs.Event("E3").Text, now.Event("E3").Text = "The same words", "The same words"
	theirs.Event("E5").Text = "Another alert"
	_ = now.Delete("E5")
	_ = theirs.Delete("L2")
	now.Lessons[1].Text = "It was written down"
	back, after := comes(t, base, now, export.Markdown(theirs))
	if len(back.Differences) != 3 || len(back.Clashes()) != 3 || after.Action("A1").Owner != "Noor" || after.Event("E5") != nil || len(after.Lessons) != 5 {
		t.Errorf("it differs in\n%s", told(back))
	}
	if err := back.Take(now, model.At(noon), func(*page.Difference) bool { return true }); err != nil {
		t.Fatal(err)
	}
	if now.Action("A1").Owner != "Mei" || now.Event("E5") == nil || now.Event("E5").Text != "Another alert" || len(now.Lessons) != 4 {
		t.Errorf("the page's word is not taken:\n%s", told(back))
	}
}
