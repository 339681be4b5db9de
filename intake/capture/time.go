package capture

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"debrief/intake/clock"
	"debrief/intake/text"
	"debrief/model"
)

// when is the time at the start of a capture line; none was typed where at is zero.
type when struct {
	at, until model.Instant
	others    []model.Also // the times that it may have been as well: 02:41 or 02:45
	original  string       // as typed; for +5 and now, the time of day they mean, since they say nothing to a later reader
	zone      string
	precision string
}

// ReadTime reads one time, whole input or nothing: 02:14, 0214, 02:14:10, about 02:14, 2026-11-18 02:14, RFC 3339, now, +5 or
// +5m. A time without a date has the day that it would have in a line of the Facts sheet, in the postmortem's zone.
func ReadTime(typed string, ctx Context) (model.Instant, error) {
	w, err := newReader("", ctx, &Event{}).whole(typed)
	if err == nil && (!w.until.IsZero() || len(w.others) > 0) {
		err = notOneTime(typed)
	}
	return w.at, err
}

func notOneTime(typed string) error {
	return fmt.Errorf("%s is not a time like 02:14, 2026-11-18 02:14 or +5m", model.Quote(typed))
}

// whole reads a text that is a time and nothing else.
func (r *reader) whole(typed string) (when, error) {
	typed = strings.Trim(strings.ToValidUTF8(typed, "\uFFFD"), blanks)
	m, ok := r.measured(typed)
	switch {
	case typed == "":
		return when{}, notOneTime(typed)
	case !ok:
		return when{}, cmp.Or(notATime(typed), notOneTime(typed))
	case strings.Trim(m.rest, blanks) != "":
		return when{}, notOneTime(typed)
	}
	return r.resolve(m)
}

func (r *reader) took(w when) {
	e := &r.out.Event
	e.At, e.Until, e.Also = w.at, w.until, w.others
	e.Original, e.OriginalZone, e.Precision = w.original, w.zone, w.precision
	r.timed = true
	if w.at.Time().After(r.Now.Add(time.Minute)) && !r.Now.IsZero() {
		r.aside("that is in the future")
	}
}

func (r *reader) aside(said string) { r.out.Asides = append(r.out.Asides, said) }

// What looks like a time and is none is refused, so that 25:10 does not become text.
var (
	clockLike   = text.Expression(`^~?\d{1,2}:\d{2}(:\d{2})?([-–:].*)?$`)
	instantLike = text.Expression(`^~?\d{4}-\d{2}-\d{2}([T ]\d{1,2}:\d{2}\S*)`)
	fourDigits  = text.Expression(`^~?\d{4}$`)
	aboutTime   = text.Expression(`^(?i:(?:about|around|approx\.?|approximately|roughly|ca\.?|circa)[ \t]+|[~≈][ \t]*)`)
	orTime      = text.Expression(`^[ \t]+or[ \t]+`)
)

// headTime reads the time at the start of rest and says how many bytes it takes, 0 for none. Behind something else, only a clock
// with a colon is a time.
func (r *reader) headTime(rest string) (int, error) {
	if r.timed || rest == "" {
		return 0, nil
	}
	first := strings.Trim(r.line[:r.from], blanks) == ""
	m, ok := r.measured(rest)
	switch {
	case !ok && first:
		return 0, notATime(rest)
	case !ok || !first && !strings.Contains(m.stamps[0].Text, ":"):
		return 0, nil
	case m.weak && !r.strong(m):
		r.aside(fmt.Sprintf("%s could be a time: %s", strings.TrimPrefix(m.stamps[0].Text, "~"), m.stamps[0].Clock()))
		return 0, nil
	}
	w, err := r.resolve(m)
	if err != nil {
		return 0, err
	}
	r.took(w)
	return len(rest) - len(behindTime(m.rest)), nil
}

// measured is a time as it was written: one stamp, or several that are disputed.
type measured struct {
	stamps []clock.Stamp
	now    bool
	weak   bool // it may be a number
	rest   string
}

func (r *reader) measured(s string) (m measured, ok bool) {
	if m, ok = nowOrMinutes(s); ok {
		return m, true
	}
	st, rest, ok := aboutStamp(s)
	if e := r.post().Event(r.Event); !ok && e != nil && e.Precision == "day" {
		st, rest, ok = clock.ReadTyped(s) // the line of an event of a whole day has that day
		ok = ok && st.NoClock && st.Year != 0 && text.IsDigit(s[0])
	}
	if !ok {
		return m, false
	}
	m = measured{stamps: []clock.Stamp{st}, weak: st.Weak, rest: rest}
	m.takeDisputed()
	m.shareZone()
	return m, true
}

// nowOrMinutes takes "now", or minutes that count from the time before, off the start of s.
func nowOrMinutes(s string) (m measured, ok bool) {
	w := word(s)
	if w == "now" {
		return measured{now: true, rest: s[len(w):], stamps: []clock.Stamp{{Text: w}}}, true
	}
	if n, more, minutes := clock.LeadingMinutes(w); minutes && strings.Trim(more, ":") == "" {
		return measured{stamps: []clock.Stamp{clock.Following(time.Duration(n)*time.Minute, w)}, rest: s[len(w):]}, true
	}
	return measured{}, false
}

// takeDisputed takes the other times that stand behind the first one with an "or".
func (m *measured) takeDisputed() {
	st := m.stamps[0]
	for st.Until == nil && st.Form != clock.Later {
		or := orTime().FindString(m.rest)
		other, rest, ok := typedStamp(m.rest[len(or):])
		if or == "" || !ok || other.Until != nil || other.Form == clock.Later {
			break
		}
		m.stamps, m.rest, m.weak = append(m.stamps, other), rest, m.weak && other.Weak
	}
}

func aboutStamp(s string) (st clock.Stamp, rest string, ok bool) {
	lead := aboutTime().FindString(s)
	st, rest, ok = typedStamp(s[len(lead):])
	if lead != "" {
		ok = ok && st.Form != clock.Later
		st.About, st.Text = true, lead+st.Text
	}
	return st, rest, ok
}

// typedStamp reads a stamp that a line may start with. Days without a clock, epochs and 15.26 are text: they could be anything, and so
// could a weekday that stands in for the day.
func typedStamp(s string) (st clock.Stamp, rest string, ok bool) {
	if s == "" || !text.IsDigit(s[0]) && !text.IsLetter(s[0]) && s[0] != '+' {
		return st, s, false
	}
	st, rest, ok = clock.ReadTyped(s)
	switch {
	case !ok || st.Led || st.Weekday != "" && st.Form == clock.OfDay || st.Weak && !fourDigits().MatchString(st.Text):
		return st, s, false
	case st.Form == clock.Exact:
		return st, rest, strings.Contains(st.Text, ":")
	}
	return st, rest, st.HasClock() || st.Form == clock.Later
}

// shareZone lends the one zone that disputed times name to those that name none.
func (m *measured) shareZone() {
	for _, named := range m.stamps {
		for i := range m.stamps {
			if st := &m.stamps[i]; st.Zone == "" && named.Zone != "" {
				st.Zone, st.Loc = named.Zone, named.Loc
				m.weak = m.weak && named.Loc == nil
			}
		}
	}
}

// strong reports whether four digits are a time: with a 0 in front, with a mark behind them, or with a moment on the line.
func (r *reader) strong(m measured) bool {
	if strings.TrimLeft(m.stamps[0].Text, "~")[0] == '0' {
		return true
	}
	for rest := m.rest; ; {
		rest = strings.TrimLeft(rest, blanks+":")
		w := word(rest)
		if IsMark(w) {
			return true
		}
		if w == "" || w[0] != '@' && w[0] != '#' {
			break
		}
		rest = rest[len(w):]
	}
	return slices.ContainsFunc(text.Words(r.line), func(w string) bool { return momentOf(w) != "" })
}

// notATime is the error for a line that starts like a time and is not one; nil for any other line.
func notATime(line string) error {
	first := word(line)
	if instantLike().MatchString(line) {
		day := strings.TrimPrefix(line, "~")[:10]
		if t, err := time.Parse(time.DateOnly, day); err != nil || t.Year() == 0 {
			return fmt.Errorf("%s is not a day of the calendar", day)
		}
		return fmt.Errorf("%s is not a time of day", model.Quote(word(strings.TrimPrefix(line, "~")[11:])))
	}
	if clockLike().MatchString(first) {
		return fmt.Errorf("%s is not a time of day", model.Quote(first))
	}
	return nil
}

// behindTime is what follows a time, without the colon or the dash between the two.
func behindTime(rest string) string {
	rest = strings.TrimLeft(strings.TrimLeft(rest, ":"), blanks)
	for _, dash := range []string{"-", "–", "—"} {
		if more, ok := strings.CutPrefix(rest, dash); ok && strings.Trim(more, blanks) != "" && endsWord(rest, len(dash)) {
			return strings.TrimLeft(more, blanks)
		}
	}
	return rest
}
