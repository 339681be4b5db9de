// Package patterns says what the postmortems of an archive have in common: where incidents come from, when they begin, how long they take,
// what became of actions and tests, what came back. Its rules: it counts postmortems, never people; a figure says of how many it is; what
// chance does as well is not said; and whatever it says leads to the postmortems behind it.
package patterns

import (
	"slices"
	"time"

	"debrief/model"
)

// Story is as much of a postmortem as is counted. The worked example and what was deleted are not among them.
type Story struct {
	ID, Ref, Title string
	Zone           string
	Began          model.Instant // the started moment, else the first event; zero where neither is known
	WholeDay       bool          // only its day is known
	Services, Tags []string
	Metrics        model.Metrics
	Categories     []string // of its whys
	Unseen         bool     // a cause of it is a gap in what would have shown it
	Actions        Actions
	Tests          Tests
	Relations      []model.Relation // with the references that the others have today
	Helped         []Helped         // of one that came back: what was said to help
}

// Actions counts the actions of a postmortem.
type Actions struct {
	Promised, Done, Helped, Late int
	Class                        int // done, or to be done, for the whole class
}

// Tests counts regression tests: promised, seen failing, seen passing; looked for in their tree, and still there when that was done last.
type Tests struct{ Promised, Failing, Passing, Looked, There int }

// Helped is an action that was said to help.
type Helped struct{ Ref, Title string }

// Local is when it began, where it happened; the zero time where that is not known.
func (s *Story) Local() time.Time {
	if s.Began.IsZero() {
		return time.Time{}
	}
	p := model.Postmortem{Zone: s.Zone}
	return s.Began.Time().In(p.Location())
}

// Since are the stories of the incidents that began on a day or later; all of them where it is "".
func Since(stories []Story, day model.Date) []Story {
	if day == "" {
		return stories
	}
	return slices.DeleteFunc(slices.Clone(stories), func(s Story) bool { return s.Began.IsZero() || model.DateOf(s.Local()) < day })
}
