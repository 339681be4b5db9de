package patterns

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"debrief/model/say"
)

// rare is how often chance may have something said in the archives of a kind, over all that is looked at together: once in twenty.
const rare = 0.05

// say says what chance alone would rarely make.
func (p *Patterns) say() {
	if len(p.Stories) < TrendsFrom {
		return
	}
	p.sayWeekdays()
	p.sayTrend("Time to detect", func(s *Story) *int64 { return s.Metrics.TTD })
	p.sayTrend("Time to recover", func(s *Story) *int64 { return s.Metrics.TTR })
}

// sayWeekdays names a day on which more incidents begin than chance would have it: an exact binomial test of each day against one in seven,
// corrected for looking at all seven (Bonferroni).
func (p *Patterns) sayWeekdays() {
	const days = 7
	n := 0
	for i := range p.Weekdays {
		n += p.Weekdays[i].N
	}
	if n < TrendsFrom {
		return
	}
	for i := range p.Weekdays {
		day := &p.Weekdays[i]
		chance := min(atLeast(day.N, n, 1.0/days)*days, 1)
		if chance < rare {
			p.Said = append(p.Said, Said{N: day.N, P: chance, Of: day.Of, Text: fmt.Sprintf(
				"%s of %s incidents began on a %s. Chance alone has a weekday with so many in %s of such archives.",
				say.Thousands(day.N), say.Thousands(n), day.Name, Share(chance))})
		}
	}
}

// atLeast is the chance of k or more of n where each has the chance q: the upper tail of the binomial distribution, summed term by term.
func atLeast(k, n int, q float64) float64 {
	if k <= 0 {
		return 1
	}
	sum := 0.0
	for i := k; i <= n; i++ {
		term := math.Exp(choose(n, i) + float64(i)*math.Log(q) + float64(n-i)*math.Log1p(-q))
		if sum += term; float64(i) > q*float64(n) && term < sum*1e-18 {
			break // behind the middle each is smaller than the one before
		}
	}
	return min(sum, 1)
}

// choose is the logarithm of in how many ways k of n are chosen.
func choose(n, k int) float64 {
	ways := func(n int) float64 { g, _ := math.Lgamma(float64(n + 1)); return g }
	return ways(n) - ways(k) - ways(n-k)
}

// sayTrend compares the earlier half of the incidents with the later one by the sum of their ranks (Mann and Whitney), so that no single
// long one counts for more than its place; corrected for the two lengths of time that are looked at.
func (p *Patterns) sayTrend(name string, of func(*Story) *int64) {
	const lengths = 2
	var known []int
	for i := range p.Stories {
		if s := &p.Stories[i]; !s.Began.IsZero() && of(s) != nil {
			known = append(known, i)
		}
	}
	if len(known) < TrendsFrom {
		return
	}
	slices.SortStableFunc(known, func(x, y int) int { return p.Stories[x].Began.Time().Compare(p.Stories[y].Began.Time()) })
	values := make([]int64, len(known))
	for i, at := range known {
		values[i] = *of(&p.Stories[at])
	}
	half := len(values) / 2
	chance := min(differ(values[:half], values[half:])*lengths, 1)
	earlier, later := figure(slices.Clone(values[:half])), figure(slices.Clone(values[half:]))
	if chance >= rare || *earlier.Median == *later.Median {
		return
	}
	word := "fell"
	if *later.Median > *earlier.Median {
		word = "rose"
	}
	p.Said = append(p.Said, Said{N: len(known), P: chance, Of: known, Text: fmt.Sprintf(
		"%s %s: the median was %s in the earlier %s, %s in the later %s. Chance alone has a change like that in %s of such archives.",
		name, word, say.Seconds(*earlier.Median), say.Thousands(earlier.N), say.Seconds(*later.Median), say.Thousands(later.N), Share(chance))})
}

// differ is the chance that two samples of the same kind differ in rank by as much or more, either way: the normal distribution of the rank
// sum, corrected for ties and for its steps. From ten in each on that is near enough.
func differ(x, y []int64) float64 {
	x, y = slices.Sorted(slices.Values(x)), slices.Sorted(slices.Values(y))
	sum, ties := 0.0, 0.0
	for i, j := 0, 0; i < len(x) || j < len(y); {
		value, below := int64(math.MaxInt64), i+j
		if i < len(x) {
			value = x[i]
		}
		if j < len(y) {
			value = min(value, y[j])
		}
		ours := i
		for i < len(x) && x[i] == value {
			i++
		}
		for j < len(y) && y[j] == value {
			j++
		}
		same := float64(i + j - below)
		sum += float64(i-ours) * (float64(below) + (same+1)/2)
		ties += same*same*same - same
	}
	n, m := float64(len(x)), float64(len(y))
	whole := n + m
	spread := n * m / 12 * (whole + 1 - ties/(whole*(whole-1)))
	if spread <= 0 {
		return 1 // all are the same
	}
	off := max(math.Abs(sum-n*(whole+1)/2)-0.5, 0)
	return math.Erfc(off / math.Sqrt(2*spread))
}

// Share is a chance in words: "4 %", "0.3 %", "less than 0.1 %".
func Share(p float64) string {
	switch percent := p * 100; {
	case percent < 0.1:
		return "less than 0.1 %"
	case percent < 1:
		return strconv.FormatFloat(percent, 'f', 1, 64) + " %"
	default:
		return strconv.FormatFloat(percent, 'f', 0, 64) + " %"
	}
}
