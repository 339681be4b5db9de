package intake

import (
	"strings"

	"debrief/intake/clock"
	"debrief/intake/markdown"
)

// chatReader reads messages one after the other.
type chatReader struct {
	b      *block
	name   string
	cur    *entry
	parts  []string
	fences markdown.Fences
	quoted []string // the lines of a fence, for a message that has nothing else
}

// readChat reads a chat whose messages start with what head reads. What follows a head is its text, to the next head.
func readChat(b *block, head headReader) {
	r := &chatReader{b: b}
	for i := 0; i < len(b.lines); {
		i += r.line(i, head)
	}
	r.finish(len(b.lines))
}

// line reads the lines from i on that belong together, and says how many they are.
func (r *chatReader) line(i int, head headReader) int {
	text := strings.TrimRight(r.b.lines[i], " \t")
	if r.cur != nil && r.fences.Inside(text, r.b.lines[i+1:]) {
		if markdown.FenceMark(text) == "" {
			r.quoted = append(r.quoted, strings.TrimSpace(text))
		}
		return 1
	}
	if strings.TrimSpace(text) == "" {
		return 1
	}
	if h, ok := head(r.b.lines[i:]); ok && r.opens(h) {
		if st, ok := r.stamp(h.when); ok {
			r.start(i, h, st)
			return h.lines
		}
	}
	if isDay(text) && r.day(i, text) {
		return 1
	}
	switch {
	case r.cur == nil:
		r.b.drop(i, "no message above it")
	case r.reacted(i):
	case !chatNoise.MatchString(strings.TrimSpace(text)):
		r.parts = append(r.parts, strings.TrimSpace(text))
	}
	return 1
}

// reacted reports line i to be signs below the words of a message, or their number on a line of its own.
func (r *chatReader) reacted(i int) bool {
	signs := func(i int) bool { return onlySigns.MatchString(strings.TrimSpace(r.b.lines[i])) }
	if len(r.parts) == 0 || i == 0 {
		return false
	}
	return signs(i) || signs(i-1) && strings.Trim(r.b.lines[i], "0123456789 \t") == ""
}

// opens reports a head that says whose message it opens: it names somebody, or goes on with the one above, or the chat says it.
func (r *chatReader) opens(h chatHead) bool { return h.name != "" || r.name != "" || h.quiet }

// stamp reads a head's time: a clock, with a date where the chat shows one.
func (r *chatReader) stamp(when string) (clock.Stamp, bool) {
	when = strings.NewReplacer(". m", ".m", ".\u00a0m", ".m", "\u202f", " ", "\u00a0", " ", " at ", " ").Replace(when)
	for days, word := range []string{"today ", "yesterday "} {
		if n := len(word); len(when) > n && strings.EqualFold(when[:n], word) {
			st, _, ok := clock.ReadStamp(when[n:])
			return r.daysAgo(st, days), ok
		}
	}
	if strings.HasPrefix(when, "Last ") {
		when = when[strings.IndexByte(when[5:], ' ')+6:]
	}
	st, rest, ok := clock.ReadStamp(when)
	return st, ok && strings.TrimSpace(rest) == "" && st.HasClock()
}

// daysAgo gives a clock the day that "today" and "yesterday" mean, where it is known when the chat was copied.
func (r *chatReader) daysAgo(st clock.Stamp, days int) clock.Stamp {
	if r.b.opt.Copied.IsZero() {
		return st
	}
	day := r.b.opt.Copied.AddDate(0, 0, -days)
	st.Form, st.Year, st.Month, st.Day = clock.Local, day.Year(), int(day.Month()), day.Day()
	return st
}

// start begins a message.
func (r *chatReader) start(i int, h chatHead, st clock.Stamp) {
	r.finish(i)
	if h.name != "" && !h.quiet {
		name := emojiName.ReplaceAllString(h.name, "")
		name = strings.TrimSpace(strings.Trim(strings.TrimSpace(name), "*_>"))
		name = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(name, " APP"), " BOT"))
		r.name = strings.TrimSpace(strings.TrimSuffix(name, "APP"))
	}
	r.cur = &entry{line: r.b.line(i), when: st, by: r.name, source: botSources[strings.ToLower(r.name)]}
	if h.quiet {
		r.cur.by, r.cur.source, r.cur.noise = "", "", true
	}
	if h.text != "" {
		r.parts = append(r.parts, strings.TrimSpace(h.text))
	}
}

// finish ends the message above line i.
func (r *chatReader) finish(i int) {
	e := r.cur
	if e == nil {
		return
	}
	from := e.line - r.b.first
	to := i
	for to > from+1 && strings.TrimSpace(r.b.lines[to-1]) == "" {
		to--
	}
	text := strings.Join(r.parts, " ")
	if text == "" && len(r.quoted) > 0 {
		text = r.quoted[0]
	}
	r.cur, r.parts, r.quoted = nil, nil, nil
	text = strings.TrimSpace(strings.ReplaceAll(text, "(edited)", ""))
	if said := reactions.ReplaceAllString(text, ""); said != "" {
		text = said
	}
	if text == "" {
		for j := from; j < to; j++ {
			if strings.TrimSpace(r.b.lines[j]) != "" {
				r.b.drop(j, "a message without text")
			}
		}
		return
	}
	plain, link := markdown.Inline(text, nil)
	e.text, e.link = plain, link
	e.lines = to - from
	e.raw = strings.Join(r.b.lines[from:to], "\n")
	if chatJoin.MatchString(plain) {
		e.noise = true
	}
	r.b.add(*e)
}

// day reads a line between two days. "Today" and a weekday alone say something only beside another day.
func (r *chatReader) day(i int, text string) bool {
	if st, ok := dayOfLog(strings.TrimSpace(text)); ok {
		r.finish(i)
		r.b.add(entry{divider: true, when: st, line: r.b.line(i)})
		return true
	}
	text = strings.Trim(text, "-—–= \t")
	st := clock.Stamp{Form: clock.None, Weekday: clock.Weekdays[strings.ToLower(text)]}
	switch found, ok := clock.DayNamedIn(text); {
	case ok:
		st = found
	case st.Weekday != "":
	case text != "Today" && text != "Yesterday":
		return false
	case r.b.opt.Copied.IsZero():
		r.finish(i)
		return true
	default:
		st = r.daysAgo(clock.DateOnly(0, 0, 0, text), len(text)/len("Yesterday"))
	}
	r.finish(i)
	r.b.add(entry{divider: true, when: st, line: r.b.line(i)})
	return true
}
