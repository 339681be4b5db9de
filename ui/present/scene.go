// Package present is the calm view of a postmortem for a second terminal: one thing at a time, large by the space around it, where the
// facilitator is. Its rule: it is a shared screen. It changes nothing in the document, and what it draws is made in scene.go alone, from
// what may be seen by everybody: no note, no involvement, and people of the timeline by team and letter.
package present

import (
	"slices"
	"strings"
	"time"

	"debrief/model"
	"debrief/model/agenda"
	"debrief/model/cast"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/draw"
)

// Scene is what is to be seen.
type Scene struct {
	Post   *model.Postmortem
	Cast   *cast.Cast // of it
	Place  model.Live // where the facilitator is, or was last; zero where nobody has been
	Clock  model.Clock
	Now    time.Time // in the zone of whoever sits here
	Blank  bool
	Notice string // what went wrong; "" for nothing
}

// The block that everything stands in, in cells: as large as the smallest window that it is made for, whatever the window.
const (
	blockWidth  = 54
	blockHeight = 18
	headHeight  = 2
	askHeight   = 4
)

// item is one thing in the block.
type item struct {
	text   string
	indent int
	most   int // lines
	look   draw.Style
	main   bool // what it is all about: it is there to the last
}

// Draw draws a scene in the middle of a window.
func Draw(t *draw.Theme, s *Scene, w, h int) []string {
	if s.Blank || s.Post == nil && s.Notice == "" || w < 1 || h < 1 {
		return draw.Fill(nil, h)
	}
	bw, bh := min(blockWidth, max(w-2, 1)), min(blockHeight, h)
	var lines []string
	if s.Post != nil {
		lines = s.block(t, bw, bh)
	}
	if s.Notice != "" {
		lines = append(draw.Fill(lines, max(bh-1, 0)), t.Warn.Paint(draw.Fit(say.Safe(s.Notice), bw)))
	}
	left := strings.Repeat(" ", (w-bw)/2)
	all := draw.Fill(nil, (h-bh)/2)
	for _, line := range draw.Fill(lines, bh) {
		if line = strings.TrimRight(line, " "); line != "" {
			line = left + line
		}
		all = append(all, line)
	}
	return draw.Fill(all, h)
}

// block is the title, the clock, the one thing, and the question to the room.
func (s *Scene) block(t *draw.Theme, w, h int) []string {
	head := []string{t.Heading.Paint(draw.Fit(s.text(s.Post.Title), w)), draw.Fit(s.clock(), w)}
	ask := s.question()
	asks := draw.Wrap(ask, w)
	if ask == "" {
		asks = nil
	}
	if most := min(askHeight, max(h/3, 1)); len(asks) > most {
		asks = asks[:most]
		asks[most-1] = draw.Fit(asks[most-1]+"  "+draw.CutMark, w)
	}
	for i := range asks {
		asks[i] = t.Question.Paint(strings.TrimRight(asks[i], " "))
	}
	gap := 1
	if h >= blockHeight {
		gap = 2
	}
	room := max(h-headHeight-2*gap-len(asks), 1)
	lines := draw.Fill(head, headHeight+gap)
	middle := fitted(s.items(t), w, room)
	lines = append(lines, draw.Fill(append(draw.Fill(nil, (room-len(middle))/2), middle...), room)...)
	lines = append(lines, draw.Fill(nil, gap)...)
	return append(lines, asks...)
}

// text is a text that everybody may see.
func (s *Scene) text(text string) string { return say.Safe(s.Cast.Text(text)) }

// clock says how the time stands; without a clock, which phase it is.
func (s *Scene) clock() string {
	if long, _ := agenda.Say(s.Clock, s.Now); long != "" {
		return long
	}
	return guide.Of(s.phase()).Title
}

func (s *Scene) phase() string {
	if model.PhaseIndex(s.Place.Phase) >= 0 {
		return s.Place.Phase
	}
	return s.Post.Phase
}

// question is what the room is asked: as it stands on the facilitator's screen. A question that is not asked in the room, such as of a
// field, has no mark at its end.
func (s *Scene) question() string {
	if q := strings.TrimSpace(s.Place.Question); strings.HasSuffix(q, "?") {
		return s.text(q)
	}
	return ""
}

// at is the part that it is about just now: what is typed at, else what is selected.
func (s *Scene) at() string {
	for _, ref := range []string{s.Place.Typing, s.Place.Selected} {
		if _, ok := s.Post.Part(ref); ok && ref != "" {
			return ref
		}
	}
	return ""
}

// items are the one thing, and what stands around it.
func (s *Scene) items(t *draw.Theme) []item {
	ref := s.at()
	letter, _, _ := model.SplitRef(ref)
	var all []item
	switch letter {
	case "E":
		all = s.events(t, ref)
	case "C", "W":
		all = s.way(t, ref)
	case "A":
		all = s.action(t, s.Post.Action(ref))
	case "K", "L", "I":
		field := map[string]string{"K": "text", "L": "text", "I": "what"}[letter]
		all = []item{{text: s.text(s.Post.Get(ref, field)), most: 5, look: t.Accent, main: true}}
	}
	if len(all) == 0 {
		all = []item{{text: guide.Of(s.phase()).Purpose, most: 5, look: t.Accent, main: true}}
	}
	if took := agenda.Took(s.Post); s.phase() == "close" && took != "" {
		all = append(all, item{text: took, most: 4})
	}
	return all
}

// events are an event with its neighbours.
func (s *Scene) events(t *draw.Theme, ref string) []item {
	var shown []*model.Event
	at := -1
	for i := range s.Post.Events {
		e := &s.Post.Events[i]
		if e.Ref == ref {
			at = len(shown)
		} else if e.Noise {
			continue
		}
		shown = append(shown, e)
	}
	var all []item
	for i := max(at-1, 0); i <= at+1 && i < len(shown); i++ {
		e := shown[i]
		it := item{text: say.At(e, s.Post.Location(), false) + "  " + model.Said(e.Kind) + "  " + s.text(e.Text), most: 2}
		if i == at {
			it.most, it.look, it.main = 5, t.Accent, true
		}
		all = append(all, it)
	}
	return all
}

// way is the way from a cause down to a why.
func (s *Scene) way(t *draw.Theme, ref string) []item {
	var up []item
	for ref != "" {
		part, ok := s.Post.Part(ref)
		if !ok {
			break
		}
		text := s.Post.Get(ref, "text")
		if part.Kind.Letter == "W" {
			if text = s.Post.Get(ref, "answer"); text == "" {
				text = s.Post.Get(ref, "question")
			}
		}
		up = append(up, item{text: s.text(text), most: 2})
		ref = part.Parent
	}
	const step, deepest = 3, 12
	all := make([]item, 0, len(up))
	for i, it := range slices.Backward(up) {
		it.indent = min(step*len(all), deepest)
		if i == 0 {
			it.most, it.look, it.main = 4, t.Accent, true
		}
		all = append(all, it)
	}
	return all
}

// action is the action that is being agreed: what, how it is seen, who, by when.
func (s *Scene) action(t *draw.Theme, a *model.Action) []item {
	if a == nil {
		return nil
	}
	all := []item{{text: s.text(a.Title), most: 4, look: t.Accent, main: true}}
	if a.DoneWhen != "" {
		all = append(all, item{text: "Done when " + s.text(a.DoneWhen), most: 3})
	}
	var who []string
	if a.Owner != "" {
		who = append(who, say.Safe(a.Owner))
	}
	if due := a.Due; due != "" {
		who = append(who, "by "+say.Day(due.Time()))
	}
	if len(who) > 0 {
		all = append(all, item{text: strings.Join(who, ", "), most: 1})
	}
	return all
}

// fitted puts items into at most h lines of w cells, apart from each other where there is room. What is furthest from the main one goes
// first.
func fitted(items []item, w, h int) []string {
	for {
		drawn, n := make([][]string, len(items)), 0
		for i, it := range items {
			drawn[i] = it.lines(w)
			n += len(drawn[i])
		}
		if n <= h || len(items) == 1 {
			gap := 0
			if n+len(items)-1 <= h {
				gap = 1
			}
			var lines []string
			for i, d := range drawn {
				if i > 0 {
					lines = append(lines, draw.Fill(nil, gap)...)
				}
				lines = append(lines, d...)
			}
			return draw.Fill(lines, min(len(lines), h))
		}
		main := 0
		for i := range items {
			if items[i].main {
				main = i
			}
		}
		if main > len(items)-1-main {
			items = items[1:]
		} else {
			items = items[:len(items)-1]
		}
	}
}

func (it *item) lines(w int) []string {
	room := max(w-it.indent, 4)
	lines := draw.Wrap(it.text, room)
	if len(lines) > it.most {
		lines = lines[:it.most]
		lines[it.most-1] = draw.Fit(strings.TrimRight(lines[it.most-1], " ")+" "+draw.CutMark, room)
	}
	for i := range lines {
		lines[i] = strings.Repeat(" ", it.indent) + it.look.Paint(strings.TrimRight(lines[i], " "))
	}
	return lines
}
