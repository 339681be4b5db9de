package page

import (
	"slices"
	"strings"
	"time"

	"debrief/export"
	"debrief/model"
	"debrief/model/cast"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// quiet is how long everybody reads for themselves.
const quiet = 5 * time.Minute

// cardActions lead to the words for the room, from every sheet.
func (h *Shelf) cardActions() []sheet.Action {
	card := func(key, name string, below func() []draw.Row) sheet.Action {
		return sheet.Action{ID: "card", Arg: key, Name: name, Scope: sheet.Always,
			Do: func() tea.Cmd { return h.desk.Push(h.card(key, below)) }}
	}
	silence := card("silence", "five minutes of silent reading", nil)
	silence.Do = func() tea.Cmd { return h.desk.Push(h.card("silence", h.until(h.desk.Now().Add(quiet)))) }
	closing := card("closing", "the closing card: what was decided, who has what, when we meet again; y copies it", h.closingRows)
	return []sheet.Action{
		{ID: "card", Arg: "opening", Name: "the opening words, to read aloud", Scope: sheet.Always, Do: h.opening},
		silence,
		card("round", "a go-round: one after the other, who joins remotely first", h.roundRows),
		card("hands", "a show of hands on the causes, which orders the digging", h.handRows),
		card("stall", "what to ask when the room stalls", nil),
		closing,
	}
}

func (h *Shelf) opening() tea.Cmd {
	return h.desk.Push(h.text("To read aloud", guide.Of("assemble").Opening))
}

// card is a page of the guide, and what belongs below its words.
func (h *Shelf) card(key string, below func() []draw.Row) sheet.Screen {
	c := guide.CardOf(key)
	if below == nil {
		below = func() []draw.Row { return nil }
	}
	b := h.reading("card "+key, guide.Phase{Title: c.Title, Purpose: c.Title + ". " + h.back()}, func(w int) []draw.Row {
		return slices.Concat(indented(textRows(c.Text, w, 0)), below())
	})
	if key == "closing" {
		b.Page.Actions = func() []sheet.Action { return append(b.readingActions(), b.copyClosing()) }
	}
	return b
}

func (b base) copyClosing() sheet.Action {
	return sheet.Action{ID: "card.copy", Keys: []string{"y"}, Name: "copy it for the channel", Foot: "copy it", Scope: sheet.InList,
		Do: func() tea.Cmd {
			b.Desk.Say("Copied, where the terminal allows it.")
			return tea.SetClipboard(string(b.shelf.closing()))
		}}
}

// until says when the silence ends: a clock that counts down would be looked at instead of the timeline.
func (h *Shelf) until(end time.Time) func() []draw.Row {
	text := "Until " + say.Clock(model.At(end.Truncate(time.Minute)), end.Location(), false)
	return func() []draw.Row {
		return []draw.Row{{Heading: true}, {Heading: true, Text: text, Look: h.desk.Look().Heading}}
	}
}

// roundRows are those who are here, in the order in which they are asked: who joins from elsewhere first.
func (h *Shelf) roundRows() []draw.Row {
	people := slices.Clone(h.desk.Post().Participants)
	if slices.ContainsFunc(people, func(n model.Participant) bool { return n.Attended }) {
		people = slices.DeleteFunc(people, func(n model.Participant) bool { return !n.Attended })
	}
	slices.SortStableFunc(people, func(a, b model.Participant) int { return boolInt(b.Remote) - boolInt(a.Remote) })
	rows := []draw.Row{{Heading: true}}
	for _, n := range people {
		r := draw.Row{Ref: n.Ref, Text: say.Safe(n.Name), TailLook: h.desk.Look().Faint}
		if n.Remote {
			r.Tail = "joins remotely"
		}
		rows = append(rows, r)
	}
	if len(people) == 0 {
		rows = append(rows, sheet.Row("Nobody has a seat yet: "+h.Key("phase.go.assemble", "1")+", then type who is there."))
	}
	return rows
}

// handRows are the causes with their counts, most hands first: that is the order in which they are dug into.
func (h *Shelf) handRows() []draw.Row {
	rows := []draw.Row{{Heading: true}}
	for _, c := range ask.ByHands(h.desk.Post()) {
		rows = append(rows, draw.Row{Ref: c.Ref, Lead: draw.Pad(c.Ref, 4), Text: say.Safe(c.Text), Whole: true,
			Tail: say.Count(c.Hands, "hand", "hands")})
	}
	if len(rows) == 1 {
		return append(rows, sheet.Row("There is no cause yet: "+h.Key("phase.go.causes", "3")+", then type one."))
	}
	return append(rows, draw.Row{Heading: true},
		sheet.Row("Count on the Causes sheet: "+h.Key("causes.hand-up", "+")+" and "+h.Key("causes.hand-down", "-")+" on a cause."))
}

// closing is the text for the channel, which names people as the room does.
func (h *Shelf) closing() []byte {
	pm := h.desk.Post()
	if !h.desk.Room() {
		pm = cast.NewVeil(pm, false).Shown
	}
	return export.Closing(pm)
}

func (h *Shelf) closingRows() []draw.Row {
	return append([]draw.Row{{Heading: true}}, indented(textRows(string(h.closing()), max(h.width()-6, 20), 100))...)
}

func (h *Shelf) width() int { w, _ := h.desk.Size(); return w }

func indented(rows []draw.Row) []draw.Row {
	for i := range rows {
		rows[i].Text = strings.TrimRight(" "+rows[i].Text, " ")
	}
	return rows
}

// textRows are a text as rows, numbered from a number on.
func textRows(text string, w, from int) []draw.Row {
	var rows []draw.Row
	for paragraph := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		for i, l := range draw.Wrap(paragraph, w) {
			if i > 0 && strings.HasPrefix(paragraph, "- ") {
				l = "  " + l
			}
			rows = append(rows, draw.Row{Field: "line", Number: from + len(rows), Text: l, Plain: true})
		}
	}
	return rows
}
