package page

import (
	"context"
	"hash/maphash"
	"strings"

	"debrief/export"
	wiki "debrief/export/page"
	"debrief/model"
	"debrief/model/guide"
	"debrief/model/patterns"
	"debrief/model/say"
	"debrief/ui/draw"
	"debrief/ui/preview"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// How many postmortems like the open one are looked for, and how many actions of each are shown.
const (
	alikeShown   = 5
	decidedShown = 4
)

// alike is the postmortem that is most like the open one. It is looked for beside the program, once nobody has typed for a while, and
// only where words have changed.
type alike struct {
	late  sheet.Late
	seed  maphash.Seed
	of    *model.Postmortem // the state that was looked at last
	words uint64            // of it
	id    string            // of the postmortem that most is like
	most  *model.Likeness   // nil for none
}

// LookAlike looks for it where the open postmortem says something else than before.
func (h *Shelf) LookAlike() tea.Cmd {
	a, pm := &h.alike, h.desk.Post()
	if pm == nil || pm == a.of || h.desk.Room() || pm.Status == "closed" {
		return nil
	}
	if a.of == nil {
		a.seed = maphash.MakeSeed()
	}
	a.of = pm
	words := comparedOf(pm, a.seed)
	if a.id == pm.ID && a.words == words {
		return nil
	}
	if a.id != pm.ID {
		a.most = nil
	}
	a.id, a.words = pm.ID, words
	turn := a.late.Turn()
	return h.desk.Later(sheet.Pause, func() tea.Cmd {
		if !a.late.Is(turn) {
			return nil
		}
		archive, ctx := h.desk.Archive(), h.desk.Outside().Context
		return a.late.Ask(func() func() tea.Cmd {
			list, _ := archive.Similar(ctx, pm, 1) // it is a comfort: nobody is told why it is not there
			return func() tea.Cmd {
				if a.most = nil; len(list) > 0 && list[0].Near {
					a.most = &list[0]
				}
				return nil
			}
		})
	})
}

// comparedOf tells apart what postmortems say that are compared.
func comparedOf(pm *model.Postmortem, seed maphash.Seed) uint64 {
	var sum maphash.Hash
	sum.SetSeed(seed)
	note := func(texts ...string) {
		for _, t := range texts {
			_, _ = sum.WriteString(t)
			_ = sum.WriteByte(0)
		}
	}
	note(pm.Title, pm.Summary)
	note(pm.Services...)
	for _, part := range pm.Parts() {
		switch v := part.Value.Interface().(type) {
		case model.Event:
			note(v.Text)
		case model.Impact:
			note(v.What)
		case model.Cause:
			note(v.Text)
		case model.Why:
			note(v.Answer, v.Category)
		}
	}
	return sum.Sum64()
}

// MostAlike names the postmortem that is most like the open one, and what they share; "" for none, and where others watch.
func (h *Shelf) MostAlike() string {
	a, pm := &h.alike, h.desk.Post()
	if a.most == nil || pm == nil || h.desk.Room() || pm.ID != a.id || pm.Status == "closed" {
		return ""
	}
	return "like " + say.Safe(a.most.Ref+" "+a.most.Title+": "+strings.Join(a.most.Because, ", "))
}

// likePage lists the postmortems most like the open one: what they share, what was decided then, and whether it helped.
type likePage struct {
	base
	of   *model.Postmortem // that they were looked for
	list []model.Likeness
	ties []string
	read bool // the answer is there
	late sheet.Late
}

func (h *Shelf) openLike() tea.Cmd {
	p := &likePage{base: h.put(sheet.Page{ID: "like", Quiet: true, Phase: guide.Phase{Title: "Like this one",
		Purpose: "Postmortems that share rare words, services or whys with this one. enter reads one, " + h.back()}}, false)}
	p.Page.Rows, p.Page.Actions, p.Page.Fitted = p.rows, p.actions, p.look
	p.Start(false)
	return h.desk.Push(p)
}

// look looks for them, again where the postmortem has changed.
func (p *likePage) look(_, _ int) tea.Cmd {
	pm := p.Post()
	if pm == nil || pm == p.of || p.Desk.Room() {
		return nil
	}
	p.of = pm
	archive, ctx := p.Desk.Archive(), p.Desk.Outside().Context
	return p.late.Ask(func() func() tea.Cmd {
		list, err := archive.Similar(ctx, pm, alikeShown)
		var ties []string
		if err == nil {
			ties, err = archive.Ties(ctx, pm)
		}
		return func() tea.Cmd {
			if err != nil {
				p.Desk.Fail(err)
				return nil
			}
			p.list, p.ties, p.read = list, ties, true
			p.Refresh()
			return nil
		}
	})
}

func (p *likePage) rows() []draw.Row {
	if why := p.shelf.noOthers(); why != "" {
		return []draw.Row{{Heading: true, Text: why}}
	}
	switch {
	case !p.read:
		return []draw.Row{{Heading: true, Text: "Looking."}}
	case len(p.list)+len(p.ties) == 0:
		return []draw.Row{{Heading: true, Text: "No other postmortem shares two rare words or services with it."}}
	}
	t := p.Desk.Look()
	var rows []draw.Row
	for i := range p.list {
		l := &p.list[i]
		rows = append(rows, draw.Row{Field: likeField, Number: i, Lead: draw.Pad(l.Ref, hitRef), LeadLook: t.Faint, Text: say.Safe(l.Title),
			Tail: p.isTo(l.ID), TailLook: t.Good},
			draw.Row{Heading: true, Look: t.Faint, Lead: belowHit, Text: "because of " + say.Safe(strings.Join(l.Because, ", "))})
		for _, d := range l.Decided[:min(len(l.Decided), decidedShown)] {
			rows = append(rows, draw.Row{Heading: true, Lead: belowHit + draw.Pad(d.Ref, 4), Text: say.Safe(d.Title), Tail: d.Said(), TailLook: t.Faint})
		}
	}
	if len(p.ties) > 0 {
		rows = append(rows, draw.Row{Heading: true, Text: "As people said it"})
	}
	for _, said := range p.ties {
		rows = append(rows, draw.Row{Heading: true, Text: "  " + say.Safe(said), Whole: true})
	}
	return rows
}

// likeField marks the rows that stand for other postmortems.
const likeField = "like"

// other is the one on the selected row, nil for none.
func (p *likePage) other() *model.Likeness {
	if r := p.Selected(); r != nil && r.Field == likeField && r.Number < len(p.list) {
		return &p.list[r.Number]
	}
	return nil
}

func (p *likePage) noOther() string {
	if p.other() == nil {
		return "There is no postmortem on this row."
	}
	return ""
}

func (p *likePage) actions() []sheet.Action {
	return []sheet.Action{
		{ID: "like.read", Keys: []string{"enter"}, Name: "read it, and come back to this one", Foot: "read it", Scope: sheet.InList,
			Do: p.readOther, Why: p.noOther},
		{ID: "like.open", Keys: []string{"o"}, Name: "open it in the place of this one", Foot: "open it instead", Scope: sheet.InList,
			Do: func() tea.Cmd { return p.Desk.Load(p.other().Ref, "", "") }, Why: p.noOther},
		{ID: "like.relate", Keys: []string{"r"}, Name: "this one is a repeat of it, or related to it", Foot: "a repeat?", Scope: sheet.InList,
			Chooses: always, Do: func() tea.Cmd { return p.relate(p.other().Ref) }, Why: p.noOther},
		{ID: "like.name", Keys: []string{"a"}, Name: "name another one that this is a repeat of, or related to", Scope: sheet.InList, Opens: "another",
			Do: p.nameAnother, Why: p.shelf.noOthers},
	}
}

// isTo is what the open postmortem was said to be to another one; "" where nothing was said.
func (p *likePage) isTo(id string) string {
	for _, r := range p.Post().Relations {
		if r.ID == id {
			return "this one " + patterns.Tied(r.Kind) + " it"
		}
	}
	return ""
}

// relate asks what the open postmortem is to another one, and says it.
func (p *likePage) relate(other string) tea.Cmd {
	c := sheet.NewChooser("This one is", []sheet.Choice{
		{Word: model.RepeatOf, Name: "a repeat of " + other}, {Word: "related", Name: "related to it"}, {Word: "neither", Name: "neither"},
	})
	c.Take = func(words []string) tea.Cmd {
		kind := words[0]
		if kind == "neither" {
			kind = ""
		}
		ref, archive := p.Post().Ref, p.Desk.Archive()
		return p.Desk.Send(sheet.Job{Post: ref, Run: func(ctx context.Context) (model.Applied, error) {
			pm, err := archive.Load(ctx, other)
			if err != nil {
				return model.Applied{}, err
			}
			return archive.Apply(ctx, ref, model.RelateTo(pm, kind))
		}})
	}
	return p.Choose(c)
}

// nameAnother asks for one that is not in the list.
func (p *likePage) nameAnother() tea.Cmd {
	l := sheet.NewLine("Which", "")
	l.Hint = func(string) []string { return []string{"the reference of another postmortem, such as PM-3"} }
	l.Empty = func() tea.Cmd { p.Close(); return nil }
	l.Do = func(text string) (tea.Cmd, error) {
		p.StopTyping()
		return p.relate(strings.TrimSpace(text)), nil
	}
	return p.Open(l)
}

// readOther shows the page of another postmortem, above the open one, which stays as it is.
func (p *likePage) readOther() tea.Cmd {
	ref, archive, out := p.other().Ref, p.Desk.Archive(), p.Desk.Outside()
	now, width, theme := p.Desk.Now(), p.width()-2, p.Desk.Look().Name
	return p.late.Ask(func() func() tea.Cmd {
		pm, err := archive.Load(out.Context, ref)
		text := ""
		if err == nil {
			text, err = preview.Render(export.Page(wiki.Of(pm, wiki.Team, now, out.Hosts...), ""), width, theme)
		}
		return func() tea.Cmd {
			if err != nil {
				p.Desk.Fail(err)
				return nil
			}
			return p.Desk.Push(p.shelf.drawn(say.Safe(pm.Ref+" "+pm.Title), strings.Split(strings.Trim(text, "\n"), "\n")))
		}
	})
}

// drawn is a page of lines that were drawn for this window, to read.
func (h *Shelf) drawn(title string, lines []string) sheet.Screen {
	return h.reading("text", guide.Phase{Title: title, Purpose: title + ". " + h.back()}, func(int) []draw.Row {
		if why := h.noOthers(); why != "" {
			return []draw.Row{{Heading: true, Text: why}}
		}
		rows := make([]draw.Row, len(lines))
		for i, l := range lines {
			rows[i] = draw.Row{Field: "line", Number: i, Text: l, Plain: true}
		}
		return rows
	})
}
