package intake

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"debrief/intake/clock"
	"debrief/intake/kinds"
	"debrief/model"
)

// Locations are the zones of Options, none when none is given.
func (o Options) Locations() ([]*time.Location, error) {
	var zones []*time.Location
	for name := range strings.SplitSeq(o.Zone, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		loc, known := clock.ZoneNamed(name)
		switch {
		case !known:
			return nil, fmt.Errorf("%s is not a zone like UTC, PST or Europe/Oslo", model.Quote(name))
		case loc == nil:
			return nil, clock.SharedZone(strings.ToUpper(name))
		}
		zones = append(zones, loc)
	}
	return zones, nil
}

type reading struct {
	in     Input
	opt    Options
	zones  []*time.Location // those of the options
	total  int
	keys   map[string]int // how often a raw line was seen
	result Result
}

func (r *reading) read(b *block) {
	b.format.read(b)
	entries, dropped := withWords(b.entries, b.dropped)
	for i := range entries {
		if entries[i].until.Form == clock.None && entries[i].when.Until != nil {
			entries[i].until = *entries[i].when.Until
		}
	}
	number := len(r.result.Blocks)
	out := Block{Format: b.format.name, From: b.first, To: b.first + len(b.lines) - 1, Source: b.format.source}
	res := newResolver(r, b, entries)
	out.Zone, out.ZoneFrom = res.zoneOfBlock()
	found := make([]Candidate, 0, len(entries))
	part, ordered := 0, 0
	for i := range entries {
		at, until, ok := res.next(i)
		if entries[i].divider {
			continue
		}
		if entries[i].part != part {
			markDoubts(found[ordered:])
			part, ordered = entries[i].part, len(found)
		}
		c := r.candidate(b, &entries[i], at, until, ok, out.Zone)
		c.Block, c.Doubt, c.inPlace = number, res.doubt, res.inPlace
		if c.Doubt == "" && entries[i].doubt != "" {
			c.Doubt, c.inPlace = entries[i].doubt, true
		}
		c.Settles, c.Also = entries[i].settles, res.orElse(i, c.Source)
		found = append(found, c)
		if r.opt.Progress != nil && len(found)%4096 == 0 {
			r.opt.Progress(entries[i].line, r.total)
		}
	}
	res.assumeDay()
	out.Assumed = res.assumed
	markDoubts(found[ordered:])
	doubtSeason(found)
	if own := b.ownDate(); !own.IsZero() && r.opt.Date == "" {
		doubtFar(found, own)
	}
	if b.columns.Line > 0 {
		r.need("columns", b.columns)
	}
	r.result.Events = joined(r.result.Events, found)
	r.result.Dropped = joined(r.result.Dropped, dropped)
	r.result.Blocks = append(r.result.Blocks, out)
	if r.opt.Progress != nil {
		r.opt.Progress(out.To, r.total)
	}
}

// withWords leaves out what has a time and says nothing, whatever its reader made of it.
func withWords(entries []entry, dropped []Dropped) ([]entry, []Dropped) {
	silent := func(e entry) bool { return !e.divider && strings.TrimSpace(e.text) == "" }
	if !slices.ContainsFunc(entries, silent) {
		return entries, dropped
	}
	for i := range entries {
		if e := &entries[i]; silent(*e) {
			dropped = append(dropped, Dropped{Line: e.line, Text: head(e.raw), Why: "a time without words" + manyLines(e.lines)})
		}
	}
	slices.SortStableFunc(dropped, func(x, y Dropped) int { return cmp.Compare(x.Line, y.Line) })
	return slices.DeleteFunc(entries, silent), dropped
}

// joined appends b to a, without a copy where a is empty: one block of 100,000 lines is the common case.
func joined[T any](a, b []T) []T {
	if len(a) == 0 {
		return b
	}
	return append(a, b...)
}

func (r *reading) candidate(b *block, e *entry, at, until model.Instant, ok bool, blockZone string) Candidate {
	c := Candidate{Event: model.NewEvent(), Line: e.line, Moment: e.moment}
	c.At, c.Until = at.Add(r.opt.Shift), until.Add(r.opt.Shift)
	c.Original, c.OriginalZone = e.when.Text, e.when.Zone
	if c.OriginalZone == "" && (e.when.Form == clock.OfDay || e.when.Form == clock.Local) && (!e.when.NoClock || r.opt.Home == nil) {
		c.OriginalZone = blockZone
	}
	c.Precision = e.when.Precision()
	if !ok && c.Precision != "about" {
		c.Precision = "unknown"
	}
	c.Text = strings.TrimSpace(model.Clean(e.text))
	c.By = strings.TrimSpace(model.Clean(e.by))
	c.Source = cmp.Or(e.source, b.format.source)
	if c.Kind = e.kind; c.Kind == "" {
		c.guess = kinds.Of(c.Text)
		c.Kind = c.guess.Kind
	}
	c.Link = model.Clean(e.link)
	c.Count = max(1, e.count)
	c.Noise = e.noise
	c.Raw = e.raw
	c.Origin = cmp.Or(r.in.Name, "paste") + ":" + strconv.Itoa(e.line)
	if e.key != "" { // two sources may count alike
		c.Key = strings.TrimSuffix(b.format.name, " lines") + " " + e.key // both forms of git's log tell the same commits
	} else {
		c.Key = r.keyOf(e.raw)
	}
	for _, text := range []*string{&c.Text, &c.By, &c.Link, &c.Raw} {
		if len(*text) > model.MaxField {
			*text = strings.ToValidUTF8((*text)[:model.MaxField], "")
			c.Doubt = "longer than 64 KB: the rest of it was left out"
		}
	}
	return c
}

// keyOf is the hash of a raw line, and its ordinal where the line came before: the same in every later reading of the input.
func (r *reading) keyOf(raw string) string {
	sum := sha256.Sum256([]byte(raw))
	key := hex.EncodeToString(sum[:10])
	r.keys[key]++
	if n := r.keys[key]; n > 1 {
		key += "-" + strconv.Itoa(n)
	}
	return key
}

func (r *reading) finish() {
	knowPeople(r.result.Events)
	kindsByTime(r.result.Events)
	slices.SortStableFunc(r.result.Dropped, func(a, b Dropped) int { return cmp.Compare(a.Line, b.Line) })
	r.result.Events = foldChatter(r.result.Events)
}

type resolver struct {
	*reading
	b        *block
	entries  []entry
	order    string       // of ambiguous dates: "dmy", "mdy" or "" where it must be asked
	sibling  *clock.Stamp // a zone that all entries with a zone agree on
	onlyDays bool         // no entry has a clock: a day is a day in every zone
	runs     []int        // for each entry without a day: how many days after the day of its run it is
	doubts   []string

	day     time.Time // the day that a clock without one has
	year    int
	assumed []string
	last    model.Instant
	doubt   string

	inPlace     bool   // the doubt is about the clocks that change that night, not about the order of the lines
	pass        string // of an hour that comes twice: the day and the name of the pass that was told last
	newestFirst bool
}

func newResolver(r *reading, b *block, entries []entry) *resolver {
	res := &resolver{reading: r, b: b, entries: entries}
	for i := range entries {
		atHome(&entries[i].when, r.opt.Home)
		atHome(&entries[i].until, r.opt.Home)
	}
	res.settleYears()
	res.settleOrder()
	res.sibling = siblingZone(entries)
	res.onlyDays = onlyDays(entries)
	if day, ok := res.startDay(); ok {
		res.day = day
	}
	res.countDays()
	up, down := falls(entries)
	res.newestFirst = down > up
	return res
}

// atHome makes a day without a clock that day in the postmortem's zone, which shows it, in whatever zone the clocks around it are.
func atHome(st *clock.Stamp, home *time.Location) {
	if home != nil && st.Form == clock.Local && st.NoClock {
		st.Loc = home
	}
}

// falls counts how often a time is after the one above it that says as much, and how often before: a list with the newest on top falls.
func falls(entries []entry) (up, down int) {
	var above *clock.Stamp
	for i := range entries {
		w := &entries[i].when
		if !w.HasClock() && w.Form != clock.Exact || entries[i].divider {
			continue
		}
		switch {
		case above == nil || above.Form != w.Form:
		case above.Wall() < w.Wall():
			up++
		case above.Wall() > w.Wall():
			down++
		}
		above = w
	}
	return up, down
}

func (r *reading) need(what string, about Open) {
	open, asked := r.result.Open[what]
	if !asked {
		r.result.Needs = append(r.result.Needs, what)
		open = about
	} else if open.Shared == about.Shared {
		open.Times += about.Times
	}
	if r.result.Open == nil {
		r.result.Open = map[string]Open{}
	}
	r.result.Open[what] = open
}

func (res *resolver) need(what string, i int, st *clock.Stamp) {
	about := Open{Times: 1, Line: res.entries[i].line, Text: st.Text}
	if what == "zone" {
		about.Shared = cmp.Or(st.Zone, res.b.zone)
	}
	res.reading.need(what, about)
}

func onlyDays(entries []entry) bool {
	return !slices.ContainsFunc(entries, func(e entry) bool { return !e.divider && (e.when.HasClock() || e.when.Form == clock.Relative) })
}

func siblingZone(entries []entry) *clock.Stamp {
	var found *clock.Stamp
	for i := range entries {
		w := &entries[i].when
		switch {
		case w.Zone == "" || w.Form == clock.Exact || entries[i].divider:
		case found == nil:
			found = w
		case found.Zone != w.Zone:
			return nil
		}
	}
	return found
}

func (res *resolver) zoneOfBlock() (zone, from string) {
	open, zoned := 0, 0
	for i := range res.entries {
		w := &res.entries[i].when
		if res.entries[i].divider || w.Form != clock.OfDay && w.Form != clock.Local {
			continue
		}
		if w.Zone == "" {
			open++
		} else {
			zoned++
		}
	}
	switch {
	case res.b.zone != "":
		return res.b.zone, res.b.zoneFrom
	case open == 0 && zoned > 0 && res.sibling != nil:
		return res.sibling.Zone, "every entry"
	case open == 0:
		return "", ""
	case res.opt.Zone != "":
		first, _, _ := strings.Cut(res.opt.Zone, ",")
		return first, "--zone"
	case res.sibling != nil:
		return res.sibling.Zone, "some entries"
	}
	return "", ""
}

// locationFor is the zone of a stamp; nil when it must be asked.
func (res *resolver) locationFor(st *clock.Stamp) *time.Location {
	switch {
	case st.Loc != nil:
		return st.Loc
	case st.Zone != "" || res.b.zone != "" && res.b.loc == nil:
		return res.sharedZone(cmp.Or(st.Zone, res.b.zone))
	case res.b.loc != nil:
		return res.b.loc
	case len(res.zones) > 0:
		return res.zones[0]
	case res.sibling != nil:
		return res.sibling.Loc
	case res.opt.Alone && (!st.NoClock || !res.onlyDays):
		res.assume("zone UTC")
		return time.UTC
	}
	return nil
}

// sharedZone is what a name means that several zones have.
func (res *resolver) sharedZone(name string) *time.Location {
	if at := slices.IndexFunc(res.zones, func(z *time.Location) bool { return clock.MayMean(name, z) }); at >= 0 {
		return res.zones[at]
	}
	if res.opt.Alone {
		if loc := clock.FirstMeaning(name); loc != nil {
			res.assume("zone " + loc.String() + ", which is one that " + name + " may mean")
			return loc
		}
	}
	return nil
}

func (res *resolver) next(i int) (at, until model.Instant, ok bool) {
	e := &res.entries[i]
	res.doubt, res.inPlace = res.doubts[i], false
	if e.divider {
		res.divide(i)
		return at, until, false
	}
	at, ok = res.at(i, &e.when)
	if !ok {
		return at, until, false
	}
	if e.when.Form == clock.Local && !res.b.everyDay {
		res.day = e.when.Date()
	}
	res.last = at
	until = res.until(i, &e.when, &e.until, at)
	return at, until, true
}

func (res *resolver) at(i int, st *clock.Stamp) (model.Instant, bool) {
	switch st.Form {
	case clock.None, clock.Unknown:
		return model.Instant{}, false
	case clock.Relative:
		if res.opt.Copied.IsZero() {
			res.need("copied", i, st)
			return model.Instant{}, false
		}
		return model.At(res.opt.Copied.Add(-st.Ago)), true
	case clock.Later:
		if res.last.IsZero() {
			return model.Instant{}, false
		}
		return res.last.Add(st.After), true
	case clock.Exact:
		return st.Instant(time.Time{}, nil)
	}
	loc := res.locationFor(st)
	switch {
	case loc == nil && st.NoClock && res.onlyDays:
		loc = time.UTC
	case loc == nil:
		res.need("zone", i, st)
	}
	day := res.day
	if st.Form == clock.OfDay {
		switch {
		case day.IsZero():
			res.need("date", i, st)
		case st.Weekday != "":
			res.toWeekday(st.Weekday)
			day = res.day
		default:
			day = day.AddDate(0, 0, res.runs[i])
		}
	} else if !res.settleDate(i, st) {
		return model.Instant{}, false
	}
	return res.wall(st, day, loc)
}

// wall is the instant of a clock on its day in loc. Where it stands twice that night, the pass is taken that goes on from the entry before it,
// which is the first where there is none: summer time. That is told where a pass begins, and so is a clock that the night does not have.
func (res *resolver) wall(st *clock.Stamp, day time.Time, loc *time.Location) (model.Instant, bool) {
	at, ok := st.Instant(day, loc)
	if !ok || st.NoClock {
		return at, ok
	}
	if st.Form == clock.Local {
		day = st.Date()
	}
	told := ""
	switch all := st.Instants(day, loc); len(all) {
	case 0:
		told = st.Jumped(day, loc).Error()
	case 2:
		taken, other := all[0], all[1]
		if res.isSecond(taken, other) {
			taken, other = other, taken
		}
		at = model.AtFraction(taken, st.Digits)
		if pass := taken.Format(time.DateOnly + "MST"); pass != res.pass {
			res.pass, told = pass, clock.Twice(taken, other)
		}
	}
	if told != "" && res.doubt == "" {
		res.doubt, res.inPlace = told, true
	}
	return at, true
}

// isSecond reports whether a clock that stands twice is that of the second pass: the entry before it is later than the first. Lines
// that lie within a minute are out of order, and no night is over for them.
func (res *resolver) isSecond(first, second time.Time) bool {
	last := res.last.Time()
	switch {
	case res.newestFirst:
		return res.last.IsZero() || second.Sub(last) < time.Minute || first.Sub(last) > time.Minute
	case res.last.IsZero():
		return false
	}
	return last.Sub(first) > time.Minute && last.Sub(second) < time.Minute
}

// until is the end of a range that starts at at: on its own day, else on the first day that does not end it before it began.
func (res *resolver) until(i int, when, end *clock.Stamp, at model.Instant) model.Instant {
	if end.Form == clock.None {
		return model.Instant{}
	}
	switch end.Form {
	case clock.Exact:
		u, _ := end.Instant(time.Time{}, nil)
		return u
	case clock.Relative:
		if res.opt.Copied.IsZero() {
			return model.Instant{}
		}
		return model.At(res.opt.Copied.Add(-end.Ago))
	}
	loc := res.locationFor(when)
	if end.Loc != nil {
		loc = end.Loc
	}
	if end.Form == clock.Local && !res.settleDate(i, end) || loc == nil {
		return model.Instant{}
	}
	from := when.Loc
	if from == nil {
		from = loc
	}
	y, m, d := at.Time().In(clock.InSeason(at.Time().In(from), from)).Date()
	u, ok := end.Instant(time.Date(y, m, d, 0, 0, 0, 0, time.UTC), loc)
	if ok && end.Form == clock.OfDay && u.Time().Before(at.Time()) {
		u = u.Add(24 * time.Hour)
	}
	if !ok || u.Time().Before(at.Time()) {
		return model.Instant{}
	}
	return u
}
