package page

import (
	"context"
	"errors"
	"fmt"
	"strings"

	wiki "debrief/export/page"
	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// returnedPage is the preview of a wiki page that comes back: what it says otherwise than what it was written from, each with whose word
// is taken. Accepting is one step.
type returnedPage struct {
	base
	from   *wiki.Returned
	back   *wiki.Back
	chosen []word // by difference
	warned bool   // that leaving drops it
}

// word is whose word is taken.
type word byte

const (
	undecided word = iota // both have changed it: a person chooses
	thePages
	theArchives
)

// comesBack opens the preview of a page that came back.
func (h *Shelf) comesBack(from *wiki.Returned) tea.Cmd {
	p := &returnedPage{base: h.put(sheet.Page{ID: "returned", Quiet: true, Modal: true,
		Phase: guide.Phase{Title: "Edited page", Purpose: "What was changed on it. Nothing is saved before enter."}}, false),
		from: from, back: from.Compare(from.Now)}
	if len(p.back.Differences) == 0 && len(p.back.Unread) == 0 {
		h.desk.Say("This is " + from.Now.Ref + ", and says nothing else.")
		return nil
	}
	p.chosen = make([]word, len(p.back.Differences))
	for i := range p.chosen {
		if p.back.Differences[i].Clash == "" {
			p.chosen[i] = thePages
		}
	}
	p.Page.Rows, p.Page.Actions, p.Page.Detail = p.rows, p.actions, p.detail
	p.Start(false)
	return h.desk.Push(p)
}

func (p *returnedPage) rows() []draw.Row {
	t := p.Desk.Look()
	rows := []draw.Row{{Heading: true, Text: "This is " + p.from.Now.Ref + ", changed in " + say.Count(len(p.chosen), "place", "places") + "."}}
	if p.back.Footless {
		rows = append(rows, draw.Row{Heading: true, Text: "Its last line is gone: it was compared with what is here now.", Look: t.Faint})
	}
	for i := range p.back.Differences {
		rows = append(rows, p.row(i))
	}
	if len(p.back.Unread)+len(p.left()) > 0 {
		rows = append(rows, draw.Row{Heading: true, Text: "Left as it is", Look: t.Faint})
	}
	for i, u := range p.back.Unread {
		rows = append(rows, draw.Row{Field: "unread", Number: i, Lead: draw.Pad(fmt.Sprint("line ", u.Line), 10), LeadLook: t.Faint,
			Text: say.Safe(p.Desk.Words(u.Text)), Look: t.Faint, Tail: say.Safe(u.Why), TailLook: t.Warn})
	}
	for i, section := range p.left() {
		rows = append(rows, draw.Row{Field: "left", Number: i, Text: section, Look: t.Faint, Tail: "not on the page any more", TailLook: t.Faint})
	}
	return rows
}

// left are the sections that somebody took away.
func (p *returnedPage) left() []string {
	if p.back.Footless {
		return nil
	}
	return p.back.Left
}

func (p *returnedPage) row(i int) draw.Row {
	t := p.Desk.Look()
	d := &p.back.Differences[i]
	r := draw.Row{Field: "difference", Number: i, LeadLook: t.Faint, TailLook: t.Warn, Tail: d.Clash,
		Lead: map[word]string{undecided: "[?] ", thePages: "[x] ", theArchives: "[ ] "}[p.chosen[i]] + draw.Pad(d.At, 5)}
	before, after := p.quoted(d.Before), p.quoted(d.After)
	switch {
	case d.Field != "":
		r.Text = placeOf(d.At, d.Field) + ": " + before + " -> " + after
	case d.Before == "":
		r.Text = "new: " + after
	case d.After == "":
		r.Text = "gone: " + before
	default: // it was deleted here
		r.Text = before + " -> " + after
	}
	if p.chosen[i] == theArchives {
		r.Look = t.Faint
	}
	return r
}

// quoted is a value in few words.
func (p *returnedPage) quoted(value string) string {
	if value == "" {
		return "none"
	}
	return model.Quote(strings.Join(strings.Fields(p.Desk.Words(value)), " "))
}

// placeOf is what a field that a page names is called.
func placeOf(ref, field string) string {
	for _, name := range []string{field, field + ".at"} {
		if said := ask.InSentence[name]; said != "" {
			return said
		}
	}
	switch {
	case field == "parent":
		return "what it hangs on"
	case ask.Known(ref, field):
		return strings.ToLower(ask.FieldOf(ref, field).Label)
	}
	return strings.NewReplacer(".", ", ", "_", " ").Replace(field)
}

// at is the difference under the cursor, -1 for another row.
func (p *returnedPage) at() int {
	if r := p.Selected(); r != nil && r.Field == "difference" {
		return r.Number
	}
	return -1
}

// detail is a difference in all its words.
func (p *returnedPage) detail(*draw.Row) []string {
	i := p.at()
	if i < 0 {
		return []string{}
	}
	var lines []string
	d := &p.back.Differences[i]
	for _, side := range [][2]string{{"was: ", d.Before}, {"on the page: ", d.After}, {"in the archive now: ", d.Now}} {
		if side[1] != "" {
			lines = append(lines, side[0]+strings.Join(strings.Fields(say.Safe(p.Desk.Words(side[1]))), " "))
		}
	}
	return lines
}

func (p *returnedPage) actions() []sheet.Action {
	return []sheet.Action{
		{ID: "returned.accept", Keys: []string{"enter"}, Name: "take it over, as one step", Foot: "take over", Scope: sheet.InList, Do: p.accept, Why: p.open},
		{ID: "returned.choose", Keys: []string{"space", "c"}, Name: "take the page's word, or keep the archive's", Foot: "page or archive",
			Scope: sheet.InList, Do: p.toggle, Why: p.noDifference},
		{ID: "returned.leave", Keys: []string{"q", "esc"}, Name: "leave it; nothing is taken over", Foot: "back", Scope: sheet.InList, Do: p.leave},
	}
}

// open says why the page cannot be taken over yet.
func (p *returnedPage) open() string {
	n, taken := 0, 0
	for _, whose := range p.chosen {
		switch whose {
		case undecided:
			n++
		case thePages:
			taken++
		case theArchives:
		}
	}
	switch {
	case n > 0:
		return "Choose page or archive in " + say.Count(n, "place", "places") + " first, with " + p.Key("returned.choose", "space") + "."
	case taken == 0:
		return "There is nothing to take over."
	}
	return ""
}

func (p *returnedPage) noDifference() string {
	if p.at() < 0 {
		return "Select a change first."
	}
	return ""
}

func (p *returnedPage) toggle() tea.Cmd {
	whose := &p.chosen[p.at()]
	if *whose == thePages {
		*whose = theArchives
	} else {
		*whose = thePages
	}
	p.Refresh()
	return nil
}

// leave drops the preview, once that was said.
func (p *returnedPage) leave() tea.Cmd {
	if !p.warned && len(p.chosen) > 0 {
		p.warned = true
		p.Desk.Warn("Nothing is taken over yet. enter takes it over, q once more leaves it.")
		return nil
	}
	return p.Desk.Pop()
}

// errMeanwhile is why nothing is taken over where what was looked at is not what would happen.
var errMeanwhile = errors.New("somebody has changed it meanwhile: import the page once more")

// accept takes over what was chosen.
func (p *returnedPage) accept() tea.Cmd {
	type place struct{ at, field, before, after, now string }
	whose, now := map[place]word{}, p.Desk.Now()
	key := func(d *wiki.Difference) place { return place{d.At, d.Field, d.Before, d.After, d.Now} }
	for i := range p.back.Differences {
		whose[key(&p.back.Differences[i])] = p.chosen[i]
	}
	take := func(pm *model.Postmortem) error {
		back := p.from.Compare(pm)
		for i := range back.Differences {
			if whose[key(&back.Differences[i])] == undecided {
				return errMeanwhile
			}
		}
		return back.Take(pm, model.At(now), func(d *wiki.Difference) bool { return whose[key(d)] == thePages })
	}
	ref, archive := p.from.Now.Ref, p.Desk.Archive()
	return p.Desk.Send(sheet.Job{
		Post: ref,
		Run: func(ctx context.Context) (model.Applied, error) {
			return archive.Apply(ctx, ref, model.Edit{Label: "take over an edited page", Do: ask.Following(take, now)})
		},
		Said: func(model.Step) string {
			return "Taken over. Open " + ref + ", and " + p.Key("undo", "u") + " takes it back."
		},
		Then: func(model.Applied) tea.Cmd {
			p.shelf.archive.choose = ref
			listed := p.shelf.Listed()
			if p.Desk.Top().Base() != p.Sheet {
				return listed
			}
			return tea.Batch(p.Desk.Pop(), listed)
		},
	})
}
