package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"debrief/intake/clock"
	"debrief/model"
)

// settleYears reads 26-11-18 so that it is nearest to a day that is known: the document's own, one with all of its year, that of the
// incident. Where only today is known, it is read as the last such day before it, and the first event after it says so.
func (res *resolver) settleYears() {
	near, sure := res.knownDay()
	said := sure
	settle := func(st *clock.Stamp, i int) {
		other, turns := st.Turned()
		if !turns {
			return
		}
		st.Turns, other.Turns = false, false
		away := func(of clock.Stamp) time.Duration {
			if d := of.Date().Sub(near); sure || d < 24*time.Hour {
				return d.Abs()
			}
			return 1<<63 - 1
		}
		if away(other) < away(*st) {
			*st, other = other, *st
		}
		for ; !said && i < len(res.entries); i++ {
			if e := &res.entries[i]; !e.divider && e.doubt == "" {
				said, e.doubt = true, fmt.Sprintf("%s is read as %s, and may be %s", model.Quote(st.Text), st.Date().Format(time.DateOnly),
					other.Date().Format(time.DateOnly))
			}
		}
	}
	settle(&res.b.day, 0)
	for i := range res.entries {
		settle(&res.entries[i].when, i)
		settle(&res.entries[i].until, i)
	}
}

// knownDay is a day that tells what two numbers for a year mean, and false with today where there is none.
func (res *resolver) knownDay() (day time.Time, sure bool) {
	whole := func(st clock.Stamp) bool { return st.Form == clock.Local && st.Year != 0 && !st.Swap && !st.Turns }
	if whole(res.b.day) {
		return res.b.day.Date(), true
	}
	for i := range res.entries {
		switch st := res.entries[i].when; {
		case whole(st):
			return st.Date(), true
		case st.Form == clock.Exact:
			return st.At, true
		}
	}
	switch {
	case res.opt.Date != "":
		return res.opt.Date.Time(), true
	case !res.opt.Near.IsZero():
		return res.opt.Near, true
	}
	return cmp.Or(res.opt.Now, time.Now()), false
}

// settleOrder finds out whether 03/04 is in March or in April: another date of the block has a number above 12, else the
// options say it, else the date that the document itself has is near one reading and far from the other.
func (res *resolver) settleOrder() {
	seen := map[string]bool{}
	var unclear []*clock.Stamp
	look := func(st *clock.Stamp) {
		if st.Order != "" {
			seen[st.Order] = true
		}
		if st.Swap {
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
			st.Month, st.Day, st.Swap = st.Day, st.Month, false
		case "mdy":
			st.Swap = false
		}
	}
}

// orderFrom weighs what was seen; "" means that it must be asked.
func (res *resolver) orderFrom(seen map[string]bool, unclear []*clock.Stamp) string {
	switch {
	case len(seen) > 1:
		return ""
	case seen["dmy"]:
		return "dmy"
	case seen["mdy"]:
		return "mdy"
	case res.opt.DayDate == "dmy" || res.opt.DayDate == "mdy":
		return res.opt.DayDate
	}
	if order := nearestOrder(unclear, res.b.day); order != "" || !res.opt.Alone || len(unclear) == 0 {
		return order
	}
	res.assume(model.Quote(unclear[0].Text) + " with the day in front of the month")
	return "dmy"
}

// nearestOrder is the order in which the unclear dates are within six weeks of the document's own day, where the other order is not.
func nearestOrder(unclear []*clock.Stamp, own clock.Stamp) string {
	if own.Year == 0 || own.Swap || len(unclear) == 0 {
		return ""
	}
	base := time.Date(own.Year, time.Month(own.Month), own.Day, 0, 0, 0, 0, time.UTC)
	near := func(y, m, d int) bool {
		if y == 0 {
			y = own.Year
		}
		away := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Sub(base).Abs()
		return away <= 42*24*time.Hour
	}
	mdy, dmy := true, true
	for _, st := range unclear {
		mdy = mdy && near(st.Year, st.Month, st.Day)
		dmy = dmy && near(st.Year, st.Day, st.Month)
	}
	switch {
	case mdy && !dmy:
		return "mdy"
	case dmy && !mdy:
		return "dmy"
	}
	return ""
}

// startDay is the day of the first clock that has none: the options', else the document's, else the day of the first entry that names one.
func (res *resolver) startDay() (time.Time, bool) {
	if res.opt.Date != "" {
		res.year = res.opt.Date.Time().Year()
		return res.opt.Date.Time(), true
	}
	if st := res.b.day; st.Form == clock.Local && !st.Swap {
		if st.Year == 0 {
			st.Year = res.yearOf(&st)
		}
		res.year = st.Year
		return st.Date(), true
	}
	for i := range res.entries {
		st := res.entries[i].when
		if st.Form == clock.Local && !st.Swap && st.Year != 0 {
			return st.Date(), true
		}
		if st.Form == clock.Exact {
			return clock.DayIn(st.At, res.locationFor(&st)), true
		}
	}
	return time.Time{}, false
}

func (res *resolver) settleDate(i int, st *clock.Stamp) bool {
	if st.Swap {
		res.need("day order", i, st)
		return false
	}
	if st.Year == 0 {
		st.Year = res.yearOf(st)
	}
	res.year = st.Year
	if st.Weekday != "" && st.Date().Weekday().String() != st.Weekday && res.doubt == "" {
		res.doubt = fmt.Sprintf("%s is a %s, not a %s", st.Date().Format(time.DateOnly), st.Date().Weekday(), st.Weekday)
	}
	return clock.ValidDay(st.Year, st.Month, st.Day)
}

// yearOf is the year of a date without one: the year in which it is nearest to the day before it, else to the incident, else the newest
// year in which it is not in the future.
func (res *resolver) yearOf(st *clock.Stamp) int {
	switch {
	case !res.day.IsZero():
		return st.YearNear(res.day)
	case !res.opt.Near.IsZero():
		return st.YearNear(res.opt.Near)
	}
	year := st.YearOf(res.opt.Now)
	res.assume(fmt.Sprintf("year %d", year))
	return year
}

// assumeDay says where the day of the first clock comes from, where that has none.
func (res *resolver) assumeDay() {
	first := slices.IndexFunc(res.entries, func(e entry) bool { return e.when.Form != clock.Unknown && e.when.Form != clock.None })
	if first < 0 || res.entries[first].when.Form != clock.OfDay || res.opt.Date != "" || res.b.dayFrom == "" {
		return
	}
	if start, ok := res.startDay(); ok {
		res.assume("day " + start.Format(time.DateOnly) + " from " + res.b.dayFrom)
	}
}

// assume keeps what was taken for granted.
func (res *resolver) assume(what string) {
	if !slices.Contains(res.assumed, what) {
		res.assumed = append(res.assumed, what)
	}
}

func (res *resolver) divide(i int) {
	st := &res.entries[i].when
	switch {
	case st.Form == clock.Local:
		if res.settleDate(i, st) {
			res.day = st.Date()
		}
	case st.Weekday != "" && !res.day.IsZero():
		res.toWeekday(st.Weekday)
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
		if w := &res.entries[i].when; w.Form != clock.OfDay || w.Weekday != "" || res.entries[i].divider {
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

func (res *resolver) breaksRun(i int) bool {
	e := &res.entries[i]
	return e.divider || e.when.Form == clock.OfDay && e.when.Weekday != "" ||
		!res.b.everyDay && (e.when.Form == clock.Local || e.when.Form == clock.Exact)
}

func (res *resolver) countRun(from, to int) {
	run := res.runAfter(from, to)
	var clocks []int
	for i := from; i < to; i++ {
		if res.entries[i].when.Form == clock.OfDay {
			clocks = append(clocks, i)
		}
	}
	res.afternoons(clocks)
	up, down := falls(res.entries[from:to])
	run.newestFirst = down >= 3 && down > 2*up
	for n, i := range clocks {
		var next *clock.Stamp
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
	if before.when.HasClock() && !before.divider {
		run.have, run.before = true, before.when.ClockSeconds()
	}
	if before.when.Form == clock.Local && to < len(res.entries) && res.entries[to].when.Form == clock.Local {
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
		if st.Hour > 12 || st.Half != "" || strings.HasPrefix(strings.TrimLeft(st.Text, "~ "), "0") {
			return
		}
		if n > 0 && noon < 0 && st.Hour <= 7 && res.entries[clocks[n-1]].when.Hour >= 10 {
			noon = n
		}
	}
	if noon < 0 {
		return
	}
	for _, i := range clocks[noon:] {
		if st := &res.entries[i].when; st.Hour < 12 {
			st.Hour += 12
		}
	}
	res.doubts[clocks[noon]] = "read as in the afternoon, because it follows noon"
}

func daysBetween(a, b clock.Stamp) int {
	if a.Swap || b.Swap {
		return -1
	}
	if a.Year == 0 || b.Year == 0 {
		a.Year, b.Year = 2000, 2000
	}
	return max(-1, int(b.Date().Sub(a.Date()).Hours()/24))
}

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
func (r *clockRun) step(st, next *clock.Stamp) (doubt string) {
	now := st.ClockSeconds()
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
		if n := next.ClockSeconds(); n >= r.before && n-r.before < 3*3600 {
			return "its clock is far before the line above it, and the line below goes on from there"
		}
	}
	r.days++
	r.before = now
	return ""
}
