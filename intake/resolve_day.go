package intake

import (
	"fmt"
	"strings"
	"time"
)

// settleOrder finds out whether 03/04 is in March or in April: another date of the block has a number above 12, else the
// options say it, else the date that the document itself has is near one reading and far from the other.
func (res *resolver) settleOrder() {
	seen := map[string]bool{}
	var unclear []*stamp
	look := func(st *stamp) {
		if st.order != "" {
			seen[st.order] = true
		}
		if st.swap {
			unclear = append(unclear, st)
		}
	}
	for i := range res.entries {
		look(&res.entries[i].when)
		look(&res.entries[i].until)
	}
	look(&res.b.day)
	if res.b.order != "" {
		seen[res.b.order] = true
	}
	res.order = res.orderFrom(seen, unclear)
	for _, st := range unclear {
		switch res.order {
		case "dmy":
			st.month, st.day, st.swap = st.day, st.month, false
		case "mdy":
			st.swap = false
		}
	}
}

// orderFrom weighs what was seen; "" means that it must be asked.
func (res *resolver) orderFrom(seen map[string]bool, unclear []*stamp) string {
	switch {
	case len(seen) > 1:
		return ""
	case seen["dmy"]:
		return "dmy"
	case seen["mdy"]:
		return "mdy"
	case res.opt.DayDate == "dmy" || res.opt.DayDate == "mdy":
		return res.opt.DayDate
	case res.b.day.swap:
		return ""
	}
	return nearestOrder(unclear, res.b.day)
}

// nearestOrder is the order in which the unclear dates are within six weeks of the document's own day, where the other
// order is not.
func nearestOrder(unclear []*stamp, own stamp) string {
	if own.year == 0 || len(unclear) == 0 {
		return ""
	}
	base := time.Date(own.year, time.Month(own.month), own.day, 0, 0, 0, 0, time.UTC)
	near := func(y, m, d int) bool {
		if y == 0 {
			y = own.year
		}
		away := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Sub(base).Abs()
		return away <= 42*24*time.Hour
	}
	mdy, dmy := true, true
	for _, st := range unclear {
		mdy = mdy && near(st.year, st.month, st.day)
		dmy = dmy && near(st.year, st.day, st.month)
	}
	switch {
	case mdy && !dmy:
		return "mdy"
	case dmy && !mdy:
		return "dmy"
	}
	return ""
}

// startDay is the day of the first clock that has none: the options', else the document's, else the day of the first
// entry that names one.
func (res *resolver) startDay() (time.Time, bool) {
	if res.opt.Date != "" {
		res.year = res.opt.Date.Time().Year()
		return res.opt.Date.Time(), true
	}
	if st := res.b.day; st.form == local && !st.swap {
		if st.year == 0 {
			st.year = st.yearOf(res.opt.Now)
		}
		res.year = st.year
		return st.date(), true
	}
	for i := range res.entries {
		st := res.entries[i].when
		if st.form == local && !st.swap && st.year != 0 {
			return st.date(), true
		}
		if st.form == exact {
			return dayIn(st.at, res.locationFor(&st)), true
		}
	}
	return time.Time{}, false
}

// date is the day of a stamp that names one, as midnight UTC.
func (s stamp) date() time.Time {
	return time.Date(s.year, time.Month(s.month), s.day, 0, 0, 0, 0, time.UTC)
}

func dayIn(t time.Time, loc *time.Location) time.Time {
	if loc != nil {
		t = t.In(loc)
	}
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// settleDate completes a date: which number is the day, and the year.
func (res *resolver) settleDate(st *stamp) bool {
	if st.swap {
		res.need("day order")
		return false
	}
	if st.year == 0 {
		st.year = res.yearOf(st)
	}
	res.year = st.year
	if st.weekday != "" && st.date().Weekday().String() != st.weekday && res.doubt == "" {
		res.doubt = fmt.Sprintf("%s is a %s, not a %s", st.date().Format(time.DateOnly), st.date().Weekday(), st.weekday)
	}
	return validDay(st.year, st.month, st.day)
}

// yearOf is the year of a date without one: the year in which it is nearest to the day before it, else the newest year in
// which it is not in the future.
func (res *resolver) yearOf(st *stamp) int {
	base := res.day
	if base.IsZero() {
		return st.yearOf(res.opt.Now)
	}
	best, distance := base.Year(), time.Duration(1<<62)
	for y := base.Year() - 1; y <= base.Year()+1; y++ {
		d := time.Date(y, time.Month(st.month), st.day, 0, 0, 0, 0, time.UTC).Sub(base).Abs()
		if d < distance {
			best, distance = y, d
		}
	}
	return best
}

// divide takes the day of a divider, or the day of a weekday that follows the day before it.
func (res *resolver) divide(e *entry) {
	st := &e.when
	switch {
	case st.form == local:
		if res.settleDate(st) {
			res.day = st.date()
		}
	case st.weekday != "" && !res.day.IsZero():
		res.toWeekday(st.weekday)
	}
}

// toWeekday moves to the next day that is this weekday; today may be it.
func (res *resolver) toWeekday(name string) {
	for range 6 {
		if res.day.Weekday().String() == name {
			return
		}
		res.day = res.day.AddDate(0, 0, 1)
	}
}

// A run is a stretch of clocks without a day. countDays finds where midnight falls in each of them.
func (res *resolver) countDays() {
	n := len(res.entries)
	res.runs = make([]int, n)
	res.doubts = make([]string, n)
	for i := 0; i < n; {
		if w := &res.entries[i].when; w.form != clock || w.weekday != "" || res.entries[i].divider {
			i++
			continue
		}
		end := i
		for end < n && !res.breaksRun(end) {
			end++
		}
		res.countRun(i, end)
		i = end
	}
}

// breaksRun says whether entry i says the day of the clocks after it.
func (res *resolver) breaksRun(i int) bool {
	e := &res.entries[i]
	return e.divider || e.when.form == clock && e.when.weekday != "" || !res.b.everyDay && (e.when.form == local || e.when.form == exact)
}

// countRun counts the days of the run of entries from from up to to.
func (res *resolver) countRun(from, to int) {
	run := res.runAfter(from, to)
	var clocks []int
	for i := from; i < to; i++ {
		if res.entries[i].when.form == clock {
			clocks = append(clocks, i)
		}
	}
	res.afternoons(clocks)
	run.newestFirst = res.descends(clocks)
	for n, i := range clocks {
		var next *stamp
		if n+1 < len(clocks) {
			next = &res.entries[clocks[n+1]].when
		}
		if doubt := run.step(&res.entries[i].when, next); doubt != "" {
			res.doubts[i] = doubt
		}
		for ; from <= i; from++ {
			res.runs[from] = run.days
		}
	}
	for ; from < to; from++ {
		res.runs[from] = run.days
	}
}

// runAfter is the run of the entries from from up to to before its first step: what the entry that says its day tells.
func (res *resolver) runAfter(from, to int) clockRun {
	run := clockRun{limit: -1}
	above := from - 1
	for above >= 0 && !res.breaksRun(above) {
		above--
	}
	if above < 0 || res.b.everyDay {
		return run
	}
	before := res.entries[above]
	run.headed = before.divider
	if before.when.hasClock() && !before.divider {
		run.have, run.before = true, before.when.clockSeconds()
	}
	if before.when.form == local && to < len(res.entries) && res.entries[to].when.form == local {
		run.limit = daysBetween(before.when, res.entries[to].when)
	}
	return run
}

// afternoons finds clocks of twelve hours that say neither am nor pm: 11:50, 12:10, 1:05. Where no clock of the run is
// later than 12:59, hours have no zero in front, and one o'clock follows noon, that is the afternoon and not the next day.
func (res *resolver) afternoons(clocks []int) {
	noon := -1
	for n, i := range clocks {
		st := &res.entries[i].when
		if st.hour > 12 || st.half != "" || strings.HasPrefix(strings.TrimLeft(st.text, "~ "), "0") {
			return
		}
		if n > 0 && noon < 0 && st.hour <= 7 && res.entries[clocks[n-1]].when.hour >= 10 {
			noon = n
		}
	}
	if noon < 0 {
		return
	}
	for _, i := range clocks[noon:] {
		if st := &res.entries[i].when; st.hour < 12 {
			st.hour += 12
		}
	}
	res.doubts[clocks[noon]] = "read as in the afternoon, because it follows noon"
}

// descends says whether most clocks are before the one above them: a list with the newest on top.
func (res *resolver) descends(clocks []int) bool {
	up, down := 0, 0
	for n := 1; n < len(clocks); n++ {
		d := res.entries[clocks[n]].when.clockSeconds() - res.entries[clocks[n-1]].when.clockSeconds()
		switch {
		case d > 0:
			up++
		case d < 0:
			down++
		}
	}
	return down >= 3 && down > 2*up
}

// daysBetween is how many days b is after a, -1 where they do not say.
func daysBetween(a, b stamp) int {
	if a.swap || b.swap {
		return -1
	}
	if a.year == 0 || b.year == 0 {
		a.year, b.year = 2000, 2000
	}
	n := int(b.date().Sub(a.date()).Hours() / 24)
	if n < 0 {
		return -1
	}
	return n
}

// clockSeconds is the time of day in seconds.
func (s stamp) clockSeconds() int { return s.hour*3600 + s.min*60 + s.sec }

// clockRun walks over clocks and says on which day each is.
type clockRun struct {
	days, limit int // limit is the most days that the next date allows, -1 for any
	before      int
	have        bool
	headed      bool // the day stands in a heading, which groups what is below it
	newestFirst bool
}

const (
	jump    = 6 * 3600
	evening = 18 * 3600
	morning = 9 * 3600
)

// step moves to the next clock. A clock that jumps back by more than six hours has passed midnight, unless the next date
// forbids it, or the clock after it goes on from where the one before it was: then it is a slip of the pen.
func (r *clockRun) step(st, next *stamp) (doubt string) {
	now := st.clockSeconds()
	if r.newestFirst {
		if r.have && now-r.before > jump {
			r.days--
		}
		r.have, r.before = true, now
		return ""
	}
	back := r.before - now
	if !r.have || back <= jump {
		r.have, r.before = true, now
		return ""
	}
	late := r.before >= evening && now <= morning
	if !late && r.headed || r.limit >= 0 && r.days >= r.limit {
		return ""
	}
	if !late && next != nil {
		if n := next.clockSeconds(); n >= r.before && n-r.before < 3*3600 {
			return "its clock is far before the line above it, and the line below goes on from there"
		}
	}
	r.days++
	r.before = now
	return ""
}
