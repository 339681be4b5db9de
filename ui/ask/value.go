package ask

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"debrief/intake/clock"
	"debrief/model"
	"debrief/model/say"
)

// ReadDay reads a day that is typed into a field of its own. Other than in a line about what is to come, yesterday has its place
// there, and so has a month or a day of one digit: 2026-1-2.
func ReadDay(typed string, now time.Time) (model.Date, error) {
	if strings.EqualFold(typed, "yesterday") {
		return model.DateOf(now.AddDate(0, 0, -1)), nil
	}
	due, unread := clock.ParseDue(typed, now)
	if unread == nil {
		return due, nil
	}
	day, err := time.Parse("2006-1-2", typed)
	if broken, ok := errors.AsType[*time.ParseError](err); ok && strings.HasSuffix(broken.Message, "out of range") {
		return "", fmt.Errorf("%s is a day that does not exist: give one of the calendar", model.Quote(typed))
	}
	if err != nil {
		return "", unread
	}
	return model.DateOf(day), nil
}

// DueHint is the day that was understood, and how far away it is: one that has passed is taken, and asked about.
func DueHint(due model.Date, today time.Time) string {
	day := due.Time()
	days := model.DateOf(today).DaysUntil(due)
	switch {
	case days < 0:
		return say.Day(day) + ", " + say.Count(-days, "day", "days") + " ago. Is that the day?"
	case days == 0:
		return say.Day(day) + ", today"
	}
	return say.Day(day) + ", in " + say.Count(days, "day", "days")
}

// AddLesson writes a lesson down.
func AddLesson(kind, text string) model.Edit {
	return model.Edit{Label: "write down a lesson", Do: func(pm *model.Postmortem) error {
		pm.Lessons = append(pm.Lessons, model.Lesson{Kind: kind, Text: text})
		return nil
	}}
}

// AddsAgain reports whether the words of a deleted part can be added as a new one.
func AddsAgain(ref string, f Field) bool {
	return strings.HasPrefix(ref, "E") && f.Name == MainField(ref)
}

// AddEvent keeps the words of an event that is gone.
func AddEvent(text string) model.Edit {
	return model.Edit{Label: "add an event", Do: func(p *model.Postmortem) error {
		e := model.NewEvent()
		e.Text = text
		p.AddEvent(e, "")
		return nil
	}}
}

// WithCompany sets what goes with a field: a moment with a time of its own is no longer an event's, and a meeting that gets its
// time takes the usual minutes.
func WithCompany(set func(*model.Postmortem) error, name, value string) func(*model.Postmortem) error {
	moment, isMoment := strings.CutPrefix(strings.TrimSuffix(name, ".at"), "moments.")
	usual, isMeeting := usualMinutes[name]
	return func(p *model.Postmortem) error {
		err := set(p)
		switch {
		case err != nil:
			return err
		case isMoment && strings.HasSuffix(name, ".at"):
			return p.Set("", "moments."+moment+".event", "")
		case isMeeting && value != "" && p.Get("", usual.field) == "":
			return p.Set("", usual.field, usual.minutes)
		}
		return nil
	}
}

// usualMinutes is how long a meeting takes unless somebody says otherwise.
var usualMinutes = map[string]struct{ field, minutes string }{
	"meeting.at":   {"meeting.minutes", strconv.Itoa(model.MeetingMinutes)},
	"follow_up.at": {"follow_up.minutes", strconv.Itoa(model.FollowUpMinutes)},
}

// FirstOf is the field of a record by which a new one is started.
func FirstOf(list string) int {
	if list == "also" {
		return 2
	}
	return 0
}

// RecordsOf are the lists of small records inside a part, by the letter of its kind.
func RecordsOf(letter string) []string {
	switch letter {
	case "":
		return []string{"follow_up.verdicts", "relations", "dismissed"}
	case "E":
		return []string{"also"}
	}
	return nil
}

// Settle settles a parked thought without an action, or opens it again.
func Settle(label, ref, outcome, reason string) model.Edit {
	return model.Edit{Label: label, Do: func(p *model.Postmortem) error {
		if err := p.Set(ref, "outcome", outcome); err != nil {
			return err
		}
		if err := p.Set(ref, "reason", reason); err != nil {
			return err
		}
		return p.Set(ref, "action", "")
	}}
}

// StatusSaid is the status of an action with its date and, where it was dropped, its reason.
func StatusSaid(p *model.Postmortem, a *model.Action) string {
	said, at := a.Status, model.Instant{}
	switch a.Status {
	case "doing":
		said, at = "doing since", a.StartedAt
	case "done":
		said, at = "done on", a.DoneAt
	case "dropped":
		said, at = "dropped on", a.DroppedAt
	}
	if at.IsZero() {
		said = a.Status
	} else {
		said += " " + say.Day(at.Time().In(p.Location()))
	}
	if a.Status == "dropped" && a.Reason != "" {
		said += ": " + say.Safe(a.Reason)
	}
	return said
}

// TimeContext is what a time that is typed into a field is read against: the day of its event, else, in the facts, the day on
// which the incident began, else today. Now keeps its zone: today is a day of whoever types.
func TimeContext(p *model.Postmortem, ref string, facts bool, now time.Time) clock.TimeContext {
	zone := p.Location()
	ctx := clock.TimeContext{Zone: zone, Day: now.In(zone), Last: now, Now: now}
	if e := p.Event(ref); e != nil && !e.At.IsZero() {
		ctx.Day = e.At.Time().In(zone)
	} else if ref != "" || facts {
		if begin := p.Begin(); !begin.IsZero() {
			ctx.Day = begin.Time().In(zone)
		}
	}
	return ctx
}

// Value reads what was typed into a field as the document has it.
func Value(p *model.Postmortem, f Field, typed string, ctx clock.TimeContext) (string, error) {
	if typed == "" {
		return "", nil
	}
	switch f.Entry {
	case Zone:
		zone, err := clock.Zone(typed)
		if err != nil {
			return "", err
		}
		return zone.String(), nil
	case Instant:
		if f.Ahead() {
			return Ahead(p, f.Name, typed, ctx)
		}
		at, _, _, _, err := clock.ParseTime(typed, ctx)
		return at.String(), err
	case Date:
		day, err := ReadDay(typed, ctx.Now)
		return string(day), err
	case Listed:
		return strings.Join(model.SplitList(typed), ", "), nil
	}
	return typed, nil
}

// ZoneHint says what a zone that is being typed would be.
func ZoneHint(typed string, now time.Time) string {
	zone, err := clock.Zone(typed)
	if err != nil {
		return say.Safe(err.Error())
	}
	return zone.String() + ": it is " + now.In(zone).Format("15:04") + " there. Times are shown and typed in it; none of them changes."
}

// Ahead reads the day and the time of a meeting that is still to come: a day without a year is the next such day, and a
// follow-up without a time is at the hour of the meeting.
func Ahead(p *model.Postmortem, name, typed string, ctx clock.TimeContext) (string, error) {
	day, noDay := ReadDay(typed, ctx.Now)
	switch m := p.Meeting; {
	case noDay == nil && name == "follow_up.at" && m != nil && !m.At.IsZero():
		met, on := m.At.Time().In(ctx.Zone), day.Time()
		return model.At(time.Date(on.Year(), on.Month(), on.Day(), met.Hour(), met.Minute(), 0, 0, ctx.Zone)).String(), nil
	case noDay == nil:
		return "", errors.New("give the time as well, such as " + typed + " 14:00")
	}
	if cut := strings.LastIndexByte(typed, ' '); cut > 0 {
		if day, noDay = ReadDay(typed[:cut], ctx.Now); noDay == nil {
			ctx.Day = time.Date(day.Time().Year(), day.Time().Month(), day.Time().Day(), 12, 0, 0, 0, ctx.Zone)
			at, _, _, precision, err := clock.ParseTime(typed[cut+1:], ctx)
			if err == nil && precision != "day" {
				return at.String(), nil
			}
		} else if _, _, _, _, err := clock.ParseTime(typed[cut+1:], ctx); err != nil {
			_, noDay = ReadDay(typed, ctx.Now)
		}
	}
	at, _, _, precision, err := clock.ParseTime(typed, ctx)
	switch {
	case err == nil && precision == "day":
		err = errors.New("give the time as well, such as " + typed + " 14:00")
	case err != nil && noDay != nil:
		err = noDay
	}
	return at.String(), err
}

// Change is what a text that was typed into a field does to it. was is what the field held when somebody began to type.
func Change(p *model.Postmortem, ref string, f Field, was, typed string, ctx clock.TimeContext) (model.Edit, error) {
	label := LabelFor("change", ref, f.Name)
	if f.Name == "at" && p.Event(ref) != nil {
		return changeTime(ref, was, typed, label, ctx)
	}
	value, err := Value(p, f, typed, ctx)
	switch {
	case err != nil:
	case value == "" && f.Name == MainField(ref):
		err = errors.New("it needs a few words; esc leaves it as it was, d in the list deletes it")
	case value == "" && f.Name == "reason" && explained(p, ref):
		err = errors.New(NeedsReason)
	}
	if err != nil {
		return model.Edit{}, err
	}
	e := model.SetFrom(ref, f.Name, was, value, label)
	if ref == "" {
		e.Do = WithCompany(e.Do, f.Name, value)
	}
	return e, nil
}

// explained reports whether a part stands for a decision that has a reason: not to act.
func explained(p *model.Postmortem, ref string) bool {
	return p.Get(ref, "status") == "dropped" || p.Get(ref, "outcome") == "declined"
}

// changeTime sets the time of an event with how it was written, and brings it to its place.
func changeTime(ref, was, typed, label string, ctx clock.TimeContext) (model.Edit, error) {
	var at model.Instant
	original, zone, precision := typed, "", ""
	if typed != "" {
		var err error
		if at, original, zone, precision, err = clock.ParseTime(typed, ctx); err != nil {
			return model.Edit{}, err
		}
	}
	set := model.SetFrom(ref, "at", was, at.String(), label)
	inner := set.Do
	set.Do = func(p *model.Postmortem) error {
		if err := inner(p); err != nil {
			return err
		}
		e := p.Event(ref)
		e.Original, e.OriginalZone, e.Precision = original, zone, precision
		return p.PlaceEvent(ref)
	}
	return set, nil
}

// DateHint says what day or time is understood while it is typed.
func DateHint(p *model.Postmortem, ref string, f Field, typed string, ctx clock.TimeContext) string {
	if strings.TrimSpace(typed) == "" {
		switch {
		case f.Name == "at" && p.Event(ref) != nil:
			return "no time: it keeps its place in the list"
		case f.Entry == Date:
			return "a day: next friday, in 2 weeks, 4 dec, 2026-12-04"
		}
		return "a day and a time, such as 4 dec 14:00"
	}
	value, err := Value(p, f, strings.TrimSpace(typed), ctx)
	if err != nil {
		return say.Safe(err.Error())
	}
	if f.Entry == Date {
		return DueHint(model.Date(value), ctx.Now)
	}
	at, err := model.ParseInstant(value)
	if err != nil {
		return say.Safe(err.Error())
	}
	hint := say.Clock(at, p.Location(), true) + " " + p.Zone
	if twice := clock.TwiceAt(at.Time().In(p.Location())); twice != "" {
		hint += "; " + twice
	}
	return hint
}

// Joined is two texts for one field as one, theirs first; "" where the field does not hold words that can be joined.
func Joined(ref, name, theirs, ours string) string {
	f := FieldOf(ref, name)
	theirs, ours = strings.TrimSpace(theirs), strings.TrimSpace(ours)
	if theirs == "" || ours == "" || f.Label == name {
		return ""
	}
	switch f.Entry {
	case Line:
		if strings.ContainsAny(theirs[len(theirs)-1:], ".!?;") {
			return theirs + " " + ours
		}
		return theirs + "; " + ours
	case Text:
		return theirs + "\n" + ours
	case Listed:
		return theirs + ", " + ours
	}
	return ""
}
