package patterns

import (
	"cmp"
	"slices"
	"strings"

	"debrief/model/say"
)

// First is a postmortem that somebody new reads early, and why.
type First struct {
	Story   int // its place among the stories
	Because []string
}

// firstMost is how many are named: more than that nobody reads in a first week.
const firstMost = 12

// What a reason weighs: one that came back says most about how the system fails.
const (
	repeatedWeight = 6 // each time that it came back
	repeatWeight   = 3
	classWeight    = 2 // something was decided for the whole class
	sharedWeight   = 1 // for each other postmortem on a service, at most sharedMost
	sharedMost     = 5
)

// ReadFirst are the postmortems that teach most about how the system fails, the first one first: those that came back, those on services
// that others share, those that decided something for a whole class. A service counts for the first of them alone, so that what follows
// tells something else; where two teach as much the newer one is first.
func ReadFirst(stories []Story) []First {
	r := reading{p: Of(stories), told: map[string]bool{}}
	r.look()
	var list []First
	for len(list) < firstMost {
		best, score := -1, 0
		for _, i := range r.newest {
			if s := r.score(i); s > score {
				best, score = i, s
			}
		}
		if best < 0 {
			return list
		}
		list = append(list, First{best, r.because(best)})
		r.newest = slices.DeleteFunc(r.newest, func(i int) bool { return i == best })
		for _, service := range r.services[best] {
			r.told[strings.ToLower(service)] = true
		}
	}
	return list
}

// reading is what is known while the order is made.
type reading struct {
	p        *Patterns
	newest   []int          // those that are left, the newest first
	repeated map[int]int    // how often each came back
	repeats  map[int]string // what each is a repeat of
	services [][]string     // of each, those that others share, as the archive writes them
	shared   map[string]int // by how many others a service is shared
	told     map[string]bool
}

func (r *reading) look() {
	r.repeated, r.repeats, r.shared = map[int]int{}, map[int]string{}, map[string]int{}
	for _, one := range r.p.Repeats() {
		r.repeats[one.Story] = one.Of
		if one.Earlier >= 0 {
			r.repeated[one.Earlier]++
		}
	}
	r.services = make([][]string, len(r.p.Stories))
	for _, b := range r.p.Services {
		if b.N < 2 {
			continue
		}
		r.shared[strings.ToLower(b.Name)] = b.N - 1
		for _, i := range b.Of {
			r.services[i] = append(r.services[i], b.Name)
		}
	}
	for i := range r.p.Stories {
		r.newest = append(r.newest, i)
	}
	slices.SortStableFunc(r.newest, func(x, y int) int {
		return cmp.Or(r.p.Stories[y].Began.Time().Compare(r.p.Stories[x].Began.Time()), y-x)
	})
}

// score is what reading it would add to what is told already.
func (r *reading) score(i int) int {
	score := r.repeated[i]*repeatedWeight + min(r.p.Stories[i].Actions.Class, 1)*classWeight
	if r.repeats[i] != "" {
		score += repeatWeight
	}
	for _, service := range r.services[i] {
		if !r.told[strings.ToLower(service)] {
			score += min(r.shared[strings.ToLower(service)], sharedMost) * sharedWeight
		}
	}
	return score
}

// because are the reasons in words, the weightiest first.
func (r *reading) because(i int) (why []string) {
	switch n := r.repeated[i]; n {
	case 0:
	case 1:
		why = append(why, "repeated once")
	case 2:
		why = append(why, "repeated twice")
	default:
		why = append(why, "repeated "+say.Thousands(n)+" times")
	}
	if of := r.repeats[i]; of != "" {
		why = append(why, "repeat of "+of)
	}
	for _, service := range r.services[i] {
		if !r.told[strings.ToLower(service)] {
			why = append(why, "shares "+service)
		}
	}
	if n := r.p.Stories[i].Actions.Class; n > 0 {
		why = append(why, say.Count(n, "action", "actions")+" for the whole class")
	}
	return why
}
