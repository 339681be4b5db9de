package intake

import (
	"strings"

	"debrief/intake/capture"
	"debrief/intake/clock"
	"debrief/intake/markdown"
	"debrief/intake/text"
	"debrief/model"
)

// markBehind is the mark of the capture line that stands between the time of a line and its text, and the text behind it.
func markBehind(body, rest string) (mark, said string) {
	if w, more, _ := strings.Cut(rest, " "); capture.IsMark(w) && strings.TrimSpace(more) != "" {
		return w, strings.TrimSpace(more)
	}
	before, ok := strings.CutSuffix(body, rest)
	before = strings.TrimRight(before, " ")
	if at := strings.LastIndexByte(before, ' '); ok && capture.IsMark(before[at+1:]) {
		return before[at+1:], rest
	}
	return "", rest
}

// findMarks says whether the marks of the capture line stand behind the times of this text. Where it is always the same sign, one that
// also separates a time from its text, it is no mark.
func (p *prose) findMarks() {
	seen := ""
	for _, l := range p.lines {
		if l.Kind != markdown.Text && l.Kind != markdown.Bullet || !strings.ContainsAny(text.FirstBytes(l.Body, 80), "*!=?>^") {
			continue
		}
		if _, rest, _, ok := markdown.Leading(l.Body); ok {
			mark, _ := markBehind(l.Body, rest)
			if mark != "" && (seen != "" && mark != seen || strings.Trim(mark, "*=>") != "") {
				p.marked = true
				return
			}
			seen = text.First(mark, seen)
		}
	}
}

// capture reads what stands behind the time of a draft as the line of the Facts sheet does: the other time that it may have been, the
// mark, who, the moment; and gives what is left as its text.
func (p *prose) capture(d *draft, body, rest string) string {
	if other, ok := strings.CutPrefix(rest, "or "); ok && d.when.HasClock() {
		if st, more, _, ok := markdown.Leading(other); ok && st.HasClock() && !st.Led {
			d.or, rest = st, more
		}
	}
	mark, said := "", rest
	if p.marked {
		mark, said = markBehind(body, rest)
	}
	tagged := false
	for rest := said; strings.Contains(rest, "#"); {
		_, rest, _ = strings.Cut(rest, "#")
		w, _, _ := strings.Cut("#"+rest, " ")
		tagged = tagged || len(w) == 2 && w[0] == '#' && strings.IndexByte("sdmr", w[1]) >= 0
	}
	if mark == "" && !tagged {
		return rest
	}
	read, err := capture.ReadEvent(said, capture.Context{Post: &model.Postmortem{Zone: "UTC", Participants: p.b.opt.People}, At: "2000-01-01 00:00"})
	if err != nil {
		return rest
	}
	d.entry.kind, d.settles = capture.Marks[mark], capture.Settling[mark]
	d.by, d.link, d.source = read.Event.By, read.Event.Link, read.Event.Source
	if len(read.Moments) > 0 {
		d.moment = read.Moments[0]
	}
	return read.Event.Text
}

// orElse is the other time that an event may have been at, as a telling of its own source.
func (res *resolver) orElse(i int, source string) []model.Also {
	st := &res.entries[i].or
	if st.Form == clock.None {
		return nil
	}
	at, ok := res.at(i, st)
	if !ok {
		return nil
	}
	return []model.Also{{At: at, Original: st.Text, Source: source}}
}
