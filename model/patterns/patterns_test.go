package patterns_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/model"
	"debrief/model/patterns"
)

var monday = time.Date(2026, time.January, 5, 9, 30, 0, 0, time.UTC)

func at(t time.Time) model.Instant { return model.At(t) }

// plain is an archive of n postmortems, one a day from a Monday on, so that no weekday has more than its share.
func plain(n int) []patterns.Story {
	all := make([]patterns.Story, n)
	for i := range all {
		all[i] = patterns.Story{ID: fmt.Sprint("id", i), Ref: fmt.Sprint("PM-", i+1), Zone: "UTC", Began: at(monday.AddDate(0, 0, i))}
	}
	return all
}

func titles(p *patterns.Patterns) (all []string) {
	for _, s := range p.Sections() {
		all = append(all, s.Title)
	}
	return all
}

func section(t *testing.T, p *patterns.Patterns, title string) patterns.Section {
	t.Helper()
	for _, s := range p.Sections() {
		if s.Title == title {
			return s
		}
	}
	t.Fatalf("there is no section %q in %q", title, titles(p))
	return patterns.Section{}
}

func TestASmallArchiveSaysWhatWillAppear(t *testing.T) {
	steps := []struct {
		n      int
		later  []string
		counts bool
		heat   int // cells of a row
	}{
		{0, []string{"With 5 more", "With 20 more"}, false, 0},
		{4, []string{"With 1 more postmortem:", "With 16 more"}, false, 0},
		{5, []string{"With 15 more"}, true, 0},
		{19, []string{"With 1 more postmortem:"}, true, 0},
		{20, []string{"With 80 more"}, true, 4},
		{99, []string{"With 1 more postmortem:"}, true, 4},
		{100, nil, true, 24},
	}
	for _, step := range steps {
		stories := plain(step.n)
		for i := range stories {
			stories[i].Services = []string{"payments"}
		}
		p := patterns.Of(stories)
		later := p.Later()
		if len(later) != len(step.later) {
			t.Errorf("%d: %q", step.n, later)
			continue
		}
		for i, want := range step.later {
			if !strings.HasPrefix(later[i], want) {
				t.Errorf("%d: %q, want %q", step.n, later[i], want)
			}
		}
		if got := slices.Contains(titles(p), "Services"); got != step.counts {
			t.Errorf("%d: counts are shown: %v", step.n, got)
		}
		if step.heat == 0 {
			if slices.Contains(titles(p), "When it began") || len(p.Said) > 0 {
				t.Errorf("%d: too few for %q, %v", step.n, titles(p), p.Said)
			}
			continue
		}
		week := section(t, p, "When it began")
		if len(week.Lines) != 7 || len(week.Lines[0].Cells) != step.heat || len(week.Heads) != step.heat {
			t.Errorf("%d: %d rows of %d cells", step.n, len(week.Lines), len(week.Lines[0].Cells))
		}
	}
}

func TestEachBarHasThePostmortemsBehindIt(t *testing.T) {
	stories := plain(6)
	stories[0].Categories = []string{"process gap", "process gap", "design weakness"}
	stories[1].Categories = []string{"process gap"}
	stories[0].Services, stories[1].Services, stories[2].Services = []string{"Payments"}, []string{"payments ", "checkout"}, []string{""}
	stories[3].Actions = patterns.Actions{Promised: 3, Done: 2, Helped: 1, Late: 1}
	stories[4].Actions = patterns.Actions{Promised: 2}
	stories[5].Tests = patterns.Tests{Promised: 2, Failing: 2, Passing: 1, Looked: 2, There: 1}
	p := patterns.Of(stories)
	check := func(b patterns.Bar, name string, n int, of ...string) {
		t.Helper()
		if b.Name != name && name != "" || b.N != n || !slices.Equal(p.Refs(b.Of), of) {
			t.Errorf("%q %d %q, want %q %d %q", b.Name, b.N, p.Refs(b.Of), name, n, of)
		}
	}
	check(p.Categories[0], "process gap", 2, "PM-1", "PM-2")
	check(p.Categories[1], "design weakness", 1, "PM-1")
	if len(p.Categories) != len(model.Words["category"]) {
		t.Errorf("each category has a bar, also an empty one: %v", p.Categories)
	}
	check(p.Services[0], "Payments", 2, "PM-1", "PM-2")
	check(p.Services[1], "checkout", 1, "PM-2")
	check(p.Actions.Promised, "", 5, "PM-4", "PM-5")
	check(p.Actions.Done, "", 2, "PM-4")
	check(p.Tests.Passing, "", 1, "PM-6")
	check(p.Weekdays[0], "Monday", 1, "PM-1")
	if l := section(t, p, "Regression tests").Lines; l[3].Said != "1 of 2 looked for" || l[3].Size != 1 {
		t.Errorf("%+v", l)
	}
}

func TestAnIncidentCountsOnItsOwnDay(t *testing.T) {
	stories := plain(5)
	stories[0].Began = at(time.Date(2026, time.January, 5, 23, 30, 0, 0, time.UTC))
	stories[0].Zone = "Asia/Tokyo" // 08:30 on Tuesday
	stories[1].WholeDay = true
	stories[2].Began = model.Instant{}
	p := patterns.Of(stories)
	if p.Hours[1][8] != 1 || p.Hours[0][23] != 0 {
		t.Errorf("the zone is not its own: %v", p.Hours)
	}
	sum := 0
	for _, day := range p.Hours {
		for _, n := range day {
			sum += n
		}
	}
	if sum != 3 || p.Weekdays[1].N != 2 {
		t.Errorf("a day without a clock has no hour, but is a weekday: %d hours, %v", sum, p.Weekdays)
	}
	if p.From != "2026-01-06" || p.To != "2026-01-09" {
		t.Error(p.From, p.To)
	}
}

func TestALengthOfTimeSaysOfHowMany(t *testing.T) {
	stories := plain(5)
	for i, seconds := range []int64{60, 120, 9000, math.MaxInt64} {
		stories[i].Metrics.TTD = &seconds
	}
	p := patterns.Of(stories)
	if p.TTD.N != 4 || *p.TTD.Median != (120+9000)/2 || p.TTR.N != 0 || p.TTR.Median != nil {
		t.Errorf("%+v %+v", p.TTD, p.TTR)
	}
	if len(p.Months) != 1 || p.Months[0].Name != "2026-01" || p.Months[0].TTD.N != 4 {
		t.Errorf("%+v", p.Months)
	}
	if got := section(t, p, "How long it took").Lines[0]; !strings.HasPrefix(got.Said, "median 1 h 16 min (n 4, mean ") || len(got.Of) != 4 {
		t.Errorf("%+v", got)
	}
}

// TestElevenOfThirtyFourFridaysAreCalledOut checks the border that exact sums give: 11 of 34 are rarer than once in twenty over all seven
// days, 10 are not, though by itself a Friday with ten is.
func TestElevenOfThirtyFourFridaysAreCalledOut(t *testing.T) {
	for fridays, want := range map[int]string{
		10: "", 11: "11 of 34 incidents began on a Friday. Chance alone has a weekday with so many in 4 % of such archives.",
	} {
		p := patterns.Of(onOneDay(34, fridays))
		got := ""
		if len(p.Said) > 0 {
			got = p.Said[0].Text
			if p.Said[0].N != fridays || len(p.Said[0].Of) != fridays || p.Said[0].P >= 0.05 || p.Said[0].P < 0.02 {
				t.Errorf("%+v", p.Said[0])
			}
		}
		if got != want {
			t.Errorf("%d: %q, want %q", fridays, got, want)
		}
	}
}

// TestChanceIsRarelyCalledOut makes archives in which nothing is to be found, and counts those in which a weekday, and a trend, is called
// out: once in twenty, and what a count of so many archives may be off (three standard deviations).
func TestChanceIsRarelyCalledOut(t *testing.T) {
	const archives = 1000
	limit := int(archives*0.05 + 3*math.Sqrt(archives*0.05*0.95))
	r := rand.New(rand.NewPCG(17, 2026))
	for _, n := range []int{20, 34, 60, 150} {
		weekday, trend := 0, 0
		for range archives {
			p := patterns.Of(random(r, n))
			isDay := func(s patterns.Said) bool { return strings.Contains(s.Text, "began on") }
			if slices.ContainsFunc(p.Said, isDay) {
				weekday++
			}
			if slices.ContainsFunc(p.Said, func(s patterns.Said) bool { return !isDay(s) }) {
				trend++
			}
		}
		t.Logf("%d postmortems: a weekday in %d, a trend in %d of %d archives", n, weekday, trend, archives)
		if weekday > limit || trend > limit {
			t.Errorf("%d postmortems: %d of %d archives call out a weekday, %d a trend; %d is the limit", n, weekday, archives, trend, limit)
		}
		if weekday == 0 || trend == 0 {
			t.Errorf("%d postmortems: nothing is ever called out", n)
		}
	}
}

// TestNoSizeOfArchiveCallsOutMoreThanOnceInTwenty finds the border for each size, and reckons without any chance in how many archives the
// fullest of seven days reaches it: all ways to lay n incidents on seven days of which none has as many.
func TestNoSizeOfArchiveCallsOutMoreThanOnceInTwenty(t *testing.T) {
	for n := 20; n <= 160; n += 7 {
		border := n
		for k := n / 7; k < n; k++ {
			if len(patterns.Of(onOneDay(n, k)).Said) > 0 {
				border = k
				break
			}
		}
		below := make([]float64, n+1) // ways by now, each divided by the factorials of its days
		below[0] = 1
		for range 7 {
			next := make([]float64, n+1)
			for have, ways := range below {
				for more := 0; more < border && have+more <= n; more++ {
					next[have+more] += ways * math.Exp(-factorial(more))
				}
			}
			below = next
		}
		over := 1 - below[n]*math.Exp(factorial(n)-float64(n)*math.Log(7))
		if over >= 0.05 || over < 0.005 {
			t.Errorf("%d postmortems, from %d on one weekday: chance calls it out in %.2f %% of archives", n, border, 100*over)
		}
	}
}

// factorial is its logarithm.
func factorial(n int) float64 { g, _ := math.Lgamma(float64(n + 1)); return g }

// onOneDay is an archive of n of which k began on a Friday, and the others on all other days alike.
func onOneDay(n, k int) []patterns.Story {
	stories := plain(n)
	rest := 0
	for i := range stories {
		day := 4
		if i >= k {
			day = []int{0, 1, 2, 3, 5, 6}[rest%6]
			rest++
		}
		stories[i].Began = at(monday.AddDate(0, 0, 7*i+day))
	}
	return stories
}

// random is an archive of n postmortems over a year, at any time and of any length.
func random(r *rand.Rand, n int) []patterns.Story {
	all := plain(n)
	for i := range all {
		all[i].Began = at(monday.Add(time.Duration(r.Int64N(int64(364 * 24 * time.Hour)))))
		detect, recovery := int64(math.Exp(4+2*r.NormFloat64())), int64(math.Exp(6+2*r.NormFloat64()))
		all[i].Metrics.TTD, all[i].Metrics.TTR = &detect, &recovery
	}
	return all
}

func TestATrendIsCalledOutWhereThereIsOne(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2026))
	stories := random(r, 60)
	for i := range stories {
		s := &stories[i]
		if s.Began.Time().After(monday.AddDate(0, 6, 0)) {
			*s.Metrics.TTD /= 20
		}
	}
	p := patterns.Of(stories)
	if len(p.Said) != 1 || !strings.HasPrefix(p.Said[0].Text, "Time to detect fell: ") || p.Said[0].N != 60 {
		t.Errorf("%+v", p.Said)
	}
}

func TestWhatKeepsComingToAPlaceIsAClass(t *testing.T) {
	stories := plain(9)
	for i := range 4 {
		stories[i].Services, stories[i].Tags, stories[i].Unseen = []string{"database"}, []string{"Database"}, true
	}
	stories[4].Services, stories[4].Unseen = []string{"queue"}, true
	p := patterns.Of(stories)
	if len(p.Classes) != 1 || p.Classes[0].Name != "detection gap on database" || p.Classes[0].N != 4 {
		t.Errorf("%+v", p.Classes)
	}
}

// TestAPlaceIsWrittenInOneWay: the class names it as its own bar does, whichever way its postmortems write it.
func TestAPlaceIsWrittenInOneWay(t *testing.T) {
	stories := plain(6)
	stories[0].Services = []string{"Checkout"}
	for i := 1; i < 5; i++ {
		stories[i].Services, stories[i].Unseen = []string{"checkout"}, true
	}
	p := patterns.Of(stories)
	if len(p.Classes) != 1 || p.Classes[0].Name != "detection gap on Checkout" || p.Services[0].Name != "Checkout" || p.Services[0].N != 5 {
		t.Errorf("%+v, %+v", p.Classes, p.Services)
	}
}

func TestWhatHelpedAndDidNotPreventIsShownAtTheRepeat(t *testing.T) {
	stories := plain(5)
	stories[0].Helped = []patterns.Helped{{Ref: "A2", Title: "Alert on the pool"}}
	stories[3].Relations = []model.Relation{{ID: "id0", Ref: "OLD-7", Kind: "repeat of"}}
	stories[4].Relations = []model.Relation{{ID: "id0", Ref: "PM-1", Kind: "related"}, {ID: "elsewhere", Ref: "OPS-9", Kind: "repeat of"}}
	p := patterns.Of(stories)
	lines := section(t, p, "What came back").Lines
	if len(lines) != 3 || lines[0].Name != "PM-4 is a repeat of PM-1" || lines[0].Said != "said to help, and it came back: PM-1/A2 Alert on the pool" ||
		!slices.Equal(p.Refs(lines[0].Of), []string{"PM-4", "PM-1"}) {
		t.Errorf("%+v", lines)
	}
	if lines[1].Said != "" || lines[2].Name != "PM-5 is a repeat of OPS-9" || len(lines[2].Of) != 1 {
		t.Errorf("%+v", lines)
	}
}
