package page

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// archive is what is known of everything that is kept.
type archive struct {
	entries     []model.Entry
	waiting     []model.Waiting // what has come due, the earliest first
	waitingMore bool            // there is more of it
	widestRef   int             // of the entries, in cells
	listed      bool            // entries were read, and none means that there are none
	all         int             // how many there are, also while the first of them are read
	chosen      bool            // the cursor stands where somebody was last
	choose      string          // the one that the cursor goes to when the list comes; "" leaves it
	late        sheet.Late
}

// home is the archive: what needs attention on top, then everything, newest incident first. An empty one says what debrief is
// and offers three things.
type home struct {
	base
	needs    map[string]*needs // by reference
	all      bool              // all that waits is shown, not only the first
	deleted  []string          // what was deleted from here and can be brought back, the last one last
	counting sheet.Late        // of what goes with one that is to be deleted
}

// Home is the page of the archive.
func (h *Shelf) Home() sheet.Screen {
	s := &home{base: h.put(sheet.Page{ID: "archive", Phase: guide.Phase{Title: "Archive"}, Quiet: true}, false)}
	s.Page.Rows, s.Page.Actions, s.Page.Head, s.Page.Detail = s.rows, s.actions, s.head, s.detail
	s.Page.LineOf, s.Page.Paste, s.Page.News = s.homeLineOf, s.pasteStarts, h.Listed
	s.Start(false)
	return s
}

// firstLook is how many postmortems are read before the first frame: more than a window shows. The others follow.
const firstLook = 100

// restLook is how long the others wait: until the first ones are on the screen, so that nothing takes the time of that.
const restLook = 50 * time.Millisecond

// Listed reads the archive's list beside the program, the first time in two steps.
func (h *Shelf) Listed() tea.Cmd {
	a, archive, out, now := &h.archive, h.desk.Archive(), h.desk.Outside(), h.desk.Now()
	if a.listed {
		return a.late.Ask(func() func() tea.Cmd {
			l := listing{}
			l.entries, l.err = archive.List(out.Context)
			l.all = len(l.entries)
			return h.show(l.completed(out.Context, archive, now))
		})
	}
	return a.late.Ask(func() func() tea.Cmd {
		l := listing{}
		l.entries, l.all, l.err = archive.Newest(out.Context, firstLook)
		return h.show(l.completed(out.Context, archive, now))
	})
}

// listing is what was read for the archive's page.
type listing struct {
	entries []model.Entry
	all     int // how many there are
	waiting []model.Waiting
	more    bool
	latest  string
	err     error
}

func (l listing) completed(ctx context.Context, archive sheet.Archive, now time.Time) listing {
	if l.err == nil {
		l.waiting, l.more, l.err = archive.Waiting(ctx, now, waitingMost)
	}
	l.latest, _ = archive.Latest(ctx) // without it the cursor stands on the newest
	return l
}

// show takes what was read, and asks for the rest of it.
func (h *Shelf) show(l listing) func() tea.Cmd {
	return func() tea.Cmd {
		if l.err != nil {
			h.desk.Fail(l.err)
			return nil
		}
		a := &h.archive
		chosen := a.chosen
		a.entries, a.all, a.waiting, a.waitingMore, a.listed, a.widestRef = l.entries, l.all, l.waiting, l.more, true, 0
		for i := range a.entries {
			a.widestRef = max(a.widestRef, draw.Width(a.entries[i].Ref))
		}
		if top := h.desk.Top().Base(); h.desk.Post() == nil {
			top.Refresh()
			if !chosen {
				a.chosen = top.List.Choose(l.latest, "") || l.latest == "" || len(l.entries) == l.all
			}
			if a.choose != "" {
				top.List.Choose(a.choose, "")
			}
			a.choose = ""
		}
		if len(l.entries) < l.all {
			return h.desk.Later(restLook, h.Listed)
		}
		return nil
	}
}

// Line says how much is kept, and where. The example is nobody's, and is not counted.
func (h *Shelf) Line() string {
	file := say.Safe(filepath.Base(h.desk.Archive().Path()))
	if !h.archive.listed {
		return file
	}
	own := h.archive.all
	for i := range h.archive.entries {
		if h.archive.entries[i].IsExample() {
			own--
		}
	}
	return say.Count(own, "postmortem", "postmortems") + ", " + file
}

func (s *home) rows() []draw.Row {
	if !s.shelf.archive.listed {
		return nil
	}
	if len(s.shelf.archive.entries) == 0 {
		return s.firstMinute()
	}
	rows := s.waitingRows()
	if len(rows) > 0 {
		rows = append(rows, draw.Row{Heading: true, Text: "All"})
	}
	for i := range s.shelf.archive.entries {
		rows = append(rows, s.entryRow(&s.shelf.archive.entries[i]))
	}
	return rows
}

func (s *home) firstMinute() []draw.Row {
	t := s.Desk.Look()
	rows := []draw.Row{
		{Field: "new", Lead: "n  ", LeadLook: t.Key, Text: "Start one: what happened, when did it begin, is it over?"},
		{Field: "example", Lead: "e  ", LeadLook: t.Key, Text: "Look at a finished one: an example incident"},
		{Field: "import", Lead: "i  ", LeadLook: t.Key, Text: "Bring in postmortems you already have"},
	}
	return append(rows, draw.Row{Heading: true}, draw.Row{Heading: true, Text: "Paste a log or a chat here and it becomes the start of a timeline.", Look: t.Faint})
}

// refColumn is how wide the references stand.
func (s *home) refColumn() int { return max(7, s.shelf.archive.widestRef+1) }

func (s *home) entryRow(e *model.Entry) draw.Row {
	t := s.Desk.Look()
	r := draw.Row{Ref: e.Ref,
		Lead: draw.Pad(e.Ref, s.refColumn()) + draw.Pad(e.Severity, 6), LeadLook: t.Faint, Text: say.Safe(e.Title), TailLook: t.Faint}
	if s.width() >= 60 {
		day := strings.Repeat(" ", 12)
		if !e.Started.IsZero() {
			day = draw.Pad(e.Started.Time().In(s.Desk.Now().Location()).Format("_2 Jan 2006"), 12)
		}
		r.Lead += day
	}
	var tail []string
	if e.Metrics.TTD != nil && s.width() >= 100 {
		tail = append(tail, "unseen "+say.Seconds(*e.Metrics.TTD))
	}
	if e.Metrics.TTR != nil && s.width() >= 80 {
		tail = append(tail, "recovered in "+say.Seconds(*e.Metrics.TTR))
	}
	done := e.Status // a draft is where its phase is
	if done == "" || done == "draft" {
		done = guide.Of(e.Phase).Title
	}
	tail = append(tail, done)
	r.Tail = draw.TailOf(tail...)
	return r
}

func (s *home) actions() []sheet.Action {
	return []sheet.Action{
		{ID: "archive.new", Keys: []string{"n"}, Name: "start a postmortem", Foot: "new", Scope: sheet.InList, Do: s.startNew},
		{ID: "archive.example", Keys: []string{"e"}, Name: "open the example incident", Scope: sheet.InList, Do: s.example},
		{ID: "archive.import", Keys: []string{"i"}, Name: "import postmortems from files", Foot: "import", Scope: sheet.InList, Do: s.importFile},
		{ID: "archive.open", Keys: []string{"enter"}, Name: "open it, where it needs you", Foot: "open", Scope: sheet.InList, Do: s.openSelected},
		{ID: "archive.quit", Keys: []string{"q"}, Name: "leave debrief; everything is saved", Foot: "quit", Scope: sheet.InList, Do: s.Desk.Quit},
		{ID: "archive.actions", Keys: []string{"A"}, Name: "list the open actions of all postmortems", Foot: "open actions",
			Scope: sheet.InList, Do: s.shelf.openActions},
		{ID: "archive.search", Keys: []string{"s"}, Name: "search what all postmortems say", Foot: "search", Scope: sheet.InList, Do: s.shelf.search},
		{ID: "archive.patterns", Keys: []string{"P"}, Name: "show what the postmortems have in common", Foot: "patterns",
			Scope: sheet.InList, Do: s.shelf.openPatterns, Why: s.shelf.noOthers},
		{ID: "archive.read-first", Keys: []string{"R"}, Name: "list what somebody new reads first, with the reason",
			Scope: sheet.InList, Do: s.shelf.readFirst, Why: s.shelf.noOthers},
		{ID: "archive.delete", Keys: []string{"d"}, Name: "delete it; " + s.Key("archive.undo", "u") + " brings it back", Foot: "delete",
			Scope: sheet.InList, Do: s.delete, Why: s.noDelete},
		{ID: "archive.undo", Keys: []string{"u"}, Name: "bring back what was deleted last from here",
			Scope: sheet.InList, Do: s.bringBack, Why: s.noBack},
	}
}

func (s *home) openSelected() tea.Cmd {
	r := s.Selected()
	switch {
	case r == nil:
		return nil
	case r.Field == "new":
		return s.startNew()
	case r.Field == "example":
		return s.example()
	case r.Field == "import":
		return s.importFile()
	case r.Field == "more":
		s.all = true
		s.Refresh()
		return nil
	case r.Field == "needs":
		return s.Desk.Load(r.Ref, s.needs[r.Ref].phase(), "")
	}
	return s.Desk.Load(r.Ref, "", "")
}

// starting is a postmortem that is being started: what was answered so far.
type starting struct {
	title string
	began model.Instant
	zone  *time.Location // in which its times are typed
}

// startNew asks three things: what happened, when did it begin, is it over.
func (s *home) startNew() tea.Cmd { return s.Open(s.titleLine()) }

func (s *home) titleLine() *sheet.Line {
	l := sheet.NewLine("What happened", "")
	l.Key = "new"
	l.Hint = func(string) []string { return []string{"a title, such as: Payments 500s after deploy"} }
	l.Empty = func() tea.Cmd {
		l.Refuse("A postmortem needs a title.")
		return nil
	}
	l.Do = func(title string) (tea.Cmd, error) {
		return s.askBegan(starting{title: title, zone: s.Desk.Now().Location()}), nil
	}
	return l
}

// pasteStarts begins a postmortem whose timeline starts with what was pasted.
func (s *home) pasteStarts(text string) tea.Cmd {
	s.shelf.pasted = text
	s.Desk.Say("Kept. First say what happened; then it becomes the timeline.")
	return s.startNew()
}

func (s *home) askBegan(p starting) tea.Cmd {
	l := sheet.NewLine("When did it begin", "")
	l.Hint = func(text string) []string {
		said := s.whenHint(text, "such as 02:14, or 2026-11-18 02:14; enter alone: not known", p)
		if text == "" {
			return append([]string{s.zoneHint(p)}, said...)
		}
		return said
	}
	if here := s.Desk.Now().Location(); here.String() != time.UTC.String() {
		l.OnTab = func() tea.Cmd {
			p.zone, l.TabIs = otherZone(p.zone, here), p.zone.String()
			return nil
		}
		l.TabIs = time.UTC.String()
	}
	l.Do = func(began string) (tea.Cmd, error) {
		at, err := p.when(began, s.Desk.Now())
		if err != nil {
			return nil, err
		}
		p.began = at
		return s.askOver(p), nil
	}
	return s.instead(l)
}

// instead opens a line in the place of the one that was just answered.
func (s *home) instead(l *sheet.Line) tea.Cmd {
	s.StopTyping()
	return s.Open(l)
}

func (s *home) askOver(p starting) tea.Cmd {
	l := sheet.NewLine("Is it over", "")
	l.Hint = func(text string) []string {
		return s.whenHint(text, "when customers were well again; enter alone: it is not over", p)
	}
	l.Do = func(over string) (tea.Cmd, error) {
		at, err := p.when(over, s.Desk.Now())
		if err != nil {
			return nil, err
		}
		pm, err := ask.Start(p.title, p.began, at, s.Desk.Now().In(p.zone))
		if err != nil {
			return nil, err
		}
		return s.create(pm), nil
	}
	return s.instead(l)
}

// create starts the postmortem and opens it. Where that is refused, its title waits.
func (s *home) create(pm *model.Postmortem) tea.Cmd {
	s.StopTyping()
	archive := s.Desk.Archive()
	return s.Desk.Send(sheet.Job{
		Run: func(ctx context.Context) (model.Applied, error) {
			return archive.Create(ctx, pm, "start the postmortem")
		},
		Then: s.started,
		Failed: func(*sheet.Entry, error) {
			if !s.Typing() {
				l := s.titleLine()
				s.Open(l)
				l.Set(pm.Title)
			}
		},
	})
}

func (s *home) started(applied model.Applied) tea.Cmd {
	s.Desk.Drafts().Drop(s.Place() + "/new")
	cmd := tea.Batch(s.Desk.Enter(applied.Postmortem, "assemble"), s.shelf.Listed())
	if s.shelf.pasted == "" {
		return cmd
	}
	in := s.shelf.pasteOf(s.shelf.pasted)
	s.shelf.pasted = ""
	return tea.Batch(cmd, s.Desk.Show("facts", s.shelf.Phase("facts")), s.shelf.bringIn(in))
}

func (s *home) example() tea.Cmd {
	pm, err := model.Decode(strings.NewReader(string(guide.Example())), s.Desk.Now())
	if err != nil {
		s.Desk.Fail(err)
		return nil
	}
	for _, e := range s.shelf.archive.entries {
		if e.ID == pm.ID {
			return s.Desk.Load(e.Ref, "", "")
		}
	}
	return s.shelf.Bring(pm, "assemble")
}

// Bring imports a document and opens it.
func (h *Shelf) Bring(pm *model.Postmortem, phase string) tea.Cmd {
	archive := h.desk.Archive()
	return h.desk.Send(sheet.Job{
		Run: func(ctx context.Context) (model.Applied, error) { return archive.Import(ctx, pm, "") },
		Then: func(applied model.Applied) tea.Cmd {
			return tea.Batch(h.desk.Enter(applied.Postmortem, phase), h.Listed())
		},
	})
}

func (s *home) importFile() tea.Cmd {
	l := sheet.NewLine("File", "")
	l.Hint = func(string) []string {
		return []string{"the path of a postmortem in Markdown, a folder of them, a debrief JSON document, or a page that was edited on the wiki"}
	}
	l.Empty = func() tea.Cmd { s.Close(); return nil }
	l.Do = func(path string) (tea.Cmd, error) {
		read, err := s.Desk.Outside().ReadDocument(path)
		switch {
		case err != nil:
			return nil, err
		case read.Back != nil:
			return s.shelf.comesBack(read.Back), nil
		case read.Many != nil:
			return s.shelf.comeMany(path, read.Many), nil
		}
		return s.shelf.Bring(read.Post, ""), nil
	}
	return s.Open(l)
}

func (s *home) homeLineOf(key string) *sheet.Line {
	if key == "new" {
		return s.titleLine()
	}
	return nil
}

// when reads a time in the zone that the new one will have.
func (p starting) when(text string, now time.Time) (model.Instant, error) {
	return ask.FirstTime(text, p.began, p.zone, now)
}

func (s *home) whenHint(text, otherwise string, p starting) []string {
	if strings.TrimSpace(text) == "" {
		return []string{otherwise}
	}
	at, err := p.when(strings.TrimSpace(text), s.Desk.Now())
	if err != nil {
		return []string{say.Safe(err.Error())}
	}
	return []string{say.Clock(at, p.zone, true) + " " + p.zone.String()}
}

// zoneHint says which zone the times of the new one are in: once, before the first of them is typed.
func (s *home) zoneHint(p starting) string {
	here := s.Desk.Now().Location()
	switch {
	case s.Desk.Outside().NoZone:
		return "Times are in UTC: nothing on this machine names its zone. \"time zone\" behind : names another."
	case here.String() == time.UTC.String():
		return "Times are in UTC."
	}
	return "Times are in " + p.zone.String() + "; tab for " + otherZone(p.zone, here).String() + "."
}

// otherZone is what tab goes to: UTC, or back to the zone of whoever sits here.
func otherZone(is, here *time.Location) *time.Location {
	if is == time.UTC {
		return here
	}
	return time.UTC
}

func (s *home) head(w, h int) []string {
	if !s.shelf.archive.listed || len(s.shelf.archive.entries) > 0 {
		return nil
	}
	var lines []string
	for _, l := range draw.Wrap(ask.About, w-2) {
		lines = append(lines, " "+l)
	}
	return draw.Fill(append(lines, ""), min(len(lines)+1, h))
}

func (s *home) detail(r *draw.Row) []string {
	e := s.entry(r.Ref)
	if e == nil {
		return []string{}
	}
	about := []string{say.Count(e.OpenActions, "open action", "open actions")}
	if len(e.Services) > 0 {
		about = append(about, say.Safe(strings.Join(e.Services, ", ")))
	}
	return []string{strings.Join(about, ", ")}
}
