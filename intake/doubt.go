package intake

import (
	"fmt"
	"sort"
	"strings"
	"time"

	"debrief/intake/clock"
)

// markDoubts says which events of a block stand out of order, and the likely reason. The longest run of events that are in order is taken as right,
// so that one mistyped date does not put all others in doubt. A list with the newest on top is in order the other way round.
func markDoubts(found []Candidate) {
	timed, times := timesOf(found)
	at := func(n int) time.Time { return times[n] }
	up := inOrder(len(timed), func(a, b int) bool { return !at(b).Before(at(a)) })
	down := inOrder(len(timed), func(a, b int) bool { return !at(a).Before(at(b)) })
	newestFirst := count(down) > count(up)+1
	if newestFirst {
		up = down
	}
	right, steps := -1, clockSteps(found, timed, times, up)
	for n := range timed {
		c := &found[timed[n]]
		switch {
		case up[n]:
			right = n
		case c.Doubt != "":
		case steps[n] != "":
			c.Doubt = steps[n]
		case newestFirst:
			c.Doubt = "out of the order of the lines around it, which have the newest on top"
		default:
			next := n + 1
			for next < len(timed) && !up[next] {
				next++
			}
			// a clock may be of twelve hours where no machine wrote it and no zero stands before its hour
			halves := c.Precision != "second" && !strings.HasPrefix(strings.TrimLeft(c.Original, "~ "), "0")
			c.Doubt = outOfOrder(at, right, n, next, len(timed), halves)
		}
	}
}

// farAway is how far from the day that a document names as its own its events seldom are.
const farAway = 60 * 24 * time.Hour

// doubtFar doubts the first of each run of events that are months away from the block's own day. It is no doubt about their order.
func doubtFar(found []Candidate, own time.Time) {
	far := false
	for i := range found {
		c := &found[i]
		if c.At.IsZero() {
			continue
		}
		before := far
		far = c.At.Time().Sub(own).Abs() > farAway
		if far && !before && c.Doubt == "" {
			c.Doubt, c.inPlace = "months away from the day in the title or the name, "+own.Format(time.DateOnly), true
		}
	}
}

// timesOf are the events that have a time, and the times to compare. A day without a clock may stand anywhere on that day.
func timesOf(found []Candidate) (timed []int, times []time.Time) {
	for i := range found {
		if found[i].At.IsZero() {
			continue
		}
		t := found[i].At.Time()
		if n := len(times); n > 0 && times[n-1].Sub(t).Abs() < 24*time.Hour {
			switch {
			case found[i].Precision == "day":
				t = times[n-1]
			case found[timed[n-1]].Precision == "day" && times[n-1].After(t) && (n == 1 || !times[n-2].After(t)):
				times[n-1] = t
			}
		}
		timed, times = append(timed, i), append(times, t)
	}
	return timed, times
}

// clockSteps say of runs of at least three events that are out of order as a whole where the clock went back, and how far.
func clockSteps(found []Candidate, timed []int, times []time.Time, right []bool) map[int]string {
	steps := map[int]string{}
	for from := 0; from < len(times); from++ {
		to := from
		for to < len(times) && !right[to] && (to == from || !times[to].Before(times[to-1])) {
			to++
		}
		if to-from < 3 {
			from = max(from, to-1)
			continue
		}
		at := to
		if from > 0 && times[from].Before(times[from-1]) {
			at = from
		}
		for n := from; n < to && at < len(times); n++ {
			steps[n] = fmt.Sprintf("the clock goes back by %s at line %d",
				strings.TrimPrefix(signed(times[at-1].Sub(times[at]).Round(time.Second)), "+"), found[timed[at]].Line)
		}
		from = to - 1
	}
	return steps
}

// outOfOrder names the place and the likely reason of the event n between the neighbours that are in order.
func outOfOrder(at func(int) time.Time, before, n, after, total int, halves bool) string {
	place := "before the line above it"
	if before < 0 || !at(n).Before(at(before)) {
		place = "after the line below it"
	}
	fits := func(t time.Time) bool {
		return (before < 0 || !t.Before(at(before))) && (after >= total || !t.After(at(after)))
	}
	if halves && (fits(at(n).Add(12*time.Hour)) || fits(at(n).Add(-12*time.Hour))) {
		return place + ": am or pm?"
	}
	near := before
	if near < 0 {
		near = min(after, total-1)
	}
	y, m, d := at(near).Date()
	t := at(n)
	for days := range 2 {
		moved := time.Date(y, m, d+days, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
		if !moved.Equal(t) && fits(moved) {
			return place + ": is its date right?"
		}
	}
	return place
}

func count(in []bool) (n int) {
	for _, b := range in {
		if b {
			n++
		}
	}
	return n
}

// inOrder marks a longest subsequence of 0…n-1 in which no element comes before (by ordered) the one it follows.
func inOrder(n int, ordered func(a, b int) bool) []bool {
	marks := make([]bool, n)
	tails := make([]int, 0, n) // tails[k] ends the best run of length k+1
	parent := make([]int, n)
	for i := range n {
		k := sort.Search(len(tails), func(k int) bool { return !ordered(tails[k], i) })
		parent[i] = -1
		if k > 0 {
			parent[i] = tails[k-1]
		}
		if k == len(tails) {
			tails = append(tails, i)
		} else {
			tails[k] = i
		}
	}
	if len(tails) == 0 {
		return marks
	}
	for i := tails[len(tails)-1]; i >= 0; i = parent[i] {
		marks[i] = true
	}
	return marks
}

// doubtSeason says of the first event of a block when its zone's name is that of the other half of the year, and how it was read.
func doubtSeason(found []Candidate) {
	for i := range found {
		c := &found[i]
		loc, known := clock.ZoneNamed(c.OriginalZone)
		if c.At.IsZero() || !known || loc == nil || clock.Seasonal(loc.String()) == "" {
			continue
		}
		if there := clock.InSeason(c.At.Time().In(loc), loc); there != loc && c.Doubt == "" {
			name, _ := c.At.Time().In(there).Zone()
			c.Doubt = c.OriginalZone + " is written, but on that day it was " + name + ", and is read as that"
		}
		return
	}
}
