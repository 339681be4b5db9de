package page

import (
	"errors"
	"slices"
	"strings"

	"debrief/export"
	wiki "debrief/export/page"
	"debrief/intake/secret"
	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// shape is for whom a page is written, and in which markup; "" is the first.
type shape struct {
	who    wiki.Audience
	markup string
}

// markups are the dialects as people call what they write for.
var markups = []sheet.Choice{
	{Word: "portable", Name: "Markdown"}, {Word: "github", Name: "GitHub or GitLab"}, {Word: "html", Name: "rich page"},
	{Word: "mediawiki", Name: "MediaWiki"}, {Word: "confluence-wiki", Name: "Confluence markup"},
}

// name is the markup as people call it.
func (s shape) name() string {
	i := slices.IndexFunc(markups, func(c sheet.Choice) bool { return c.Word == s.markup })
	return markups[max(i, 0)].Name
}

// reader is for whom it is, in a sentence.
func (s shape) reader() string { return "the " + s.who.Name() }

// said is for whom a page is and how it is written, in a sentence.
func (s shape) said() string {
	as := ", as "
	if s.markup == "html" {
		as = ", as a "
	}
	return "For " + s.reader() + as + s.name() + "."
}

// copied is the markup that is copied: what a rich page says is copied in the browser, and here as Markdown.
func (s shape) copied() string {
	if s.markup == "html" {
		return ""
	}
	return s.markup
}

// shown is a piece of a page as Markdown that the preview draws: the markup of other wikis as it is.
func (s shape) shown(g *wiki.Page) string {
	text := string(export.Page(g, s.copied()))
	if s.markup != "mediawiki" && s.markup != "confluence-wiki" {
		return text
	}
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fence + "\n" + text + fence + "\n"
}

// since is what has changed on a page since it was published.
type since struct {
	of, text string // the postmortem; "" where it was not published
	late     sheet.Late
}

func (h *Shelf) sinceSaid() string {
	if pm := h.desk.Post(); pm == nil || h.since.text == "" || h.since.of != pm.ID {
		return ""
	}
	return h.since.text
}

// askSince finds out beside the program what has changed since the page was published.
func (h *Shelf) askSince() tea.Cmd {
	pm := h.desk.Post()
	if pm == nil || pm.PublishedAt.IsZero() && pm.PublishedURL == "" {
		h.since.text = ""
		return nil
	}
	archive, ctx, who, now := h.desk.Archive(), h.desk.Outside().Context, h.shape.who, h.desk.Now()
	return h.since.late.Ask(func() func() tea.Cmd {
		text := ""
		is, err := archive.Load(ctx, pm.Ref)
		if err == nil {
			var was *model.Postmortem
			if was, err = archive.Published(ctx, pm.Ref); err == nil && was != nil {
				if changed := wiki.Since(wiki.Of(was, who, now), wiki.Of(is, who, now)); len(changed) > 0 {
					text = "Since published: " + strings.Join(changed, ", ") + "."
				}
			}
		}
		return func() tea.Cmd {
			if err != nil {
				h.desk.Fail(err)
			}
			h.since.of, h.since.text = pm.ID, text
			return nil
		}
	})
}

// askReader asks who will read the page, and then in which markup.
func (b base) askReader(then func() tea.Cmd) tea.Cmd {
	s := &b.shelf.shape
	c := sheet.NewChooser("Who will read it", sheet.Choices(wiki.Audiences(), []string{s.who.Name()}))
	c.Take = func(words []string) tea.Cmd {
		s.who, _ = wiki.AudienceNamed(words[0])
		return b.askMarkup(then)
	}
	c.Skip = func() tea.Cmd { return b.askMarkup(then) }
	c.Hint = "enter alone: " + s.reader()
	return b.Choose(c)
}

func (b base) askMarkup(then func() tea.Cmd) tea.Cmd {
	s := &b.shelf.shape
	choices := slices.Clone(markups)
	for i := range choices {
		choices[i].On = choices[i].Name == s.name()
	}
	c := sheet.NewChooser("As", choices)
	goOn := func() tea.Cmd { return tea.Batch(b.shelf.askSince(), then()) }
	c.Take = func(words []string) tea.Cmd {
		s.markup = words[0]
		return goOn()
	}
	c.Skip = goOn
	c.Hint = "enter alone: " + s.name()
	return b.Choose(c)
}

// export asks who will read the page, in which markup, and for a file's name, and writes it there.
func (b base) export() tea.Cmd {
	return b.askReader(func() tea.Cmd { return b.Open(b.writeLine()) })
}

func (b base) writeLine() *sheet.Line {
	s := b.shelf.shape
	l := sheet.NewLine("Write to", "")
	l.Propose(strings.TrimSuffix(export.Name(b.Post()), "md") + export.Extension(s.markup))
	l.Hint = func(string) []string {
		hints := []string{s.said() + " An existing file is replaced."}
		if changed := b.shelf.sinceSaid(); changed != "" {
			hints = append(hints, changed)
		}
		if b.Desk.Room() {
			hints = append(hints, "whole, as "+s.reader()+" reads it, and not as the room does")
		}
		return hints
	}
	l.Do = func(path string) (tea.Cmd, error) {
		if path == "" {
			return nil, errNeedsName
		}
		g, refused, err := b.wholeFor()
		switch {
		case err != nil:
			return nil, err
		case refused != nil:
			return refused(), nil
		}
		written, err := b.Desk.Outside().WriteFile(path, export.Page(g, s.markup))
		if err != nil {
			return nil, err
		}
		text := "Written to " + say.Safe(written)
		if s.markup == "html" {
			if err := b.Desk.Outside().ShowFile(written); err != nil {
				text += ": open it in your browser, select all and copy"
			} else {
				text += ", and opened in your browser: select all there and copy"
			}
		}
		b.Desk.Say(text + ".")
		return nil, nil
	}
	return l
}

var errNeedsName = errors.New("it needs a file's name")

// wholeFor is the page as those are to read it for whom it is, whatever this screen may show: the archive's, and not the room's. Where it
// would show them what they may not see, refused opens the page that says so.
func (b base) wholeFor() (g *wiki.Page, refused func() tea.Cmd, err error) {
	pm, ctx := b.Post(), b.Desk.Outside().Context
	if b.Desk.Room() {
		if pm, err = b.Desk.Archive().Load(ctx, pm.Ref); err != nil {
			return nil, nil, err
		}
	}
	g = wiki.Of(pm, b.shelf.shape.who, b.Desk.Now(), b.Desk.Outside().Hosts...)
	if len(pm.Relations) > 0 {
		addresses, err := b.Desk.Archive().Addresses(ctx)
		if err != nil {
			return nil, nil, err
		}
		g.LinkRelated(addresses)
	}
	if leaks := g.Leaks(secret.Hide); len(leaks) > 0 {
		return nil, func() tea.Cmd { return b.Desk.Push(b.shelf.leaks(leaks)) }, nil
	}
	return g, nil, nil
}

// leaksPage lists what must not be on a page for those who will read it.
type leaksPage struct {
	base
	left []wiki.Leak
}

func (h *Shelf) leaks(found []wiki.Leak) sheet.Screen {
	l := &leaksPage{h.put(sheet.Page{ID: "leaks", Quiet: true, Phase: guide.Phase{Title: "Not written",
		Purpose: "Not written for " + h.shape.reader() + ": this must not be on their page."}}, false), found}
	l.Page.Rows, l.Page.Actions = l.rows, l.actions
	l.Start(false)
	return l
}

func (l *leaksPage) rows() []draw.Row {
	t := l.Desk.Look()
	rows := make([]draw.Row, len(l.left))
	for i, leak := range l.left {
		ref := ""
		if model.KindOf(leak.At) != nil {
			ref = leak.At
		}
		rows[i] = draw.Row{Ref: ref, Field: "leak", Number: i, Lead: draw.Pad(say.Safe(leak.At), 18), LeadLook: t.Faint,
			Text: say.Safe(l.Desk.Words(leak.Text)), Tail: leak.Why, TailLook: t.Faint}
	}
	return rows
}

func (l *leaksPage) actions() []sheet.Action {
	return []sheet.Action{{ID: "leaks.not-a-name", Keys: []string{"d"}, Name: "it names nobody: set it aside", Foot: "it names nobody",
		Scope: sheet.InList, Do: l.setAside, Why: l.noName}}
}

func (l *leaksPage) noName() string {
	if r := l.Selected(); r == nil || !l.left[r.Number].Names() {
		return "Only a name can turn out to be none: an address or a secret is changed where it stands."
	}
	return ""
}

// setAside remembers that a place names nobody. Where none is left, the page can be written.
func (l *leaksPage) setAside() tea.Cmd {
	at := l.Selected().Number
	named := l.left[at]
	l.left = slices.Delete(slices.Clone(l.left), at, at+1)
	l.Refresh()
	if len(l.left) > 0 {
		return l.Apply(wiki.NotAName(named), nil)
	}
	return tea.Batch(l.Apply(wiki.NotAName(named), func(model.Applied) tea.Cmd {
		l.Desk.Say("Nothing is left that may not be on it: " + l.Key("export", "x") + " writes it now.")
		return nil
	}), l.Desk.Pop())
}
