package page

import (
	"cmp"
	"context"
	"math"
	"path/filepath"
	"slices"
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

// archive is what is known of everything that is kept. Of the list the first ones are read, and further ones as somebody comes near
// them: all of a long one are read only for who goes to its end, or looks for words that none of the first have.
type archive struct {
	entries     []model.Entry
	more        bool          // others follow
	beside      []model.Entry // some that may be further down: those that need somebody, and the example
	needs       []*needs      // what has come due, by postmortem
	needsAll    bool          // all of these are shown, not only the first
	waitingMore bool          // there is more of it
	widestRef   int           // of all that were read, in cells
	listed      bool          // entries were read, and none means that there are none
	all         int           // how many there are but the example
	at          string        // the one under the cursor, in the list of all
	deep        int           // its row
	reading     bool          // further ones were asked for
	then        func()        // what goes on once all are there; nil for nothing
	chosen      bool          // the cursor stands where somebody was last
	choose      string        // the one that the cursor goes to when the list comes; "" leaves it
	undo        []undoable    // the last one last
	late        sheet.Late
}

// undoable is what was done on the archive's page: a postmortem was deleted that can be brought back, or many came in that can be taken back.
type undoable struct {
	deleted string
	take    func(ctx context.Context) (said string, err error)
}

// home is the archive: what needs attention on top, then everything, newest incident first. An empty one says what debrief is
// and offers three things.
type home struct {
	base
	counting sheet.Late // of what goes with one that is to be deleted
}

// Home is the page of the archive.
func (h *Shelf) Home() sheet.Screen {
	s := &home{base: h.put(sheet.Page{ID: "archive", Phase: guide.Phase{Title: "Archive"}, Quiet: true}, false)}
	s.Page.Rows, s.Page.Actions, s.Page.Head, s.Page.Detail = s.rows, s.actions, s.head, s.detail
	s.Page.LineOf, s.Page.Paste = s.homeLineOf, s.pasteStarts
	s.Page.Fitted, s.Page.Whole = s.reach, s.whole
	s.Start(false)
	return s
}

// firstLook is how many postmortems are read at least: more than a window shows.
const firstLook = 100

// restLook is how long what lies deeper waits at first: until the first ones are on the screen, so that nothing takes the time of that.
const restLook = 50 * time.Millisecond

// Listed reads the archive's list beside the program: down to where the cursor is, or goes to, and further.
func (h *Shelf) Listed() tea.Cmd {
	a, archive, out, now := &h.archive, h.desk.Archive(), h.desk.Outside(), h.desk.Now()
	downTo, further := cmp.Or(a.choose, a.at), max(firstLook, 3*a.deep)
	if a.then != nil {
		further = math.MaxInt32
	}
	all := a.needsAll
	return a.late.Ask(func() func() tea.Cmd {
		l := listing{}
		if l.entries, l.all, l.more, l.err = archive.Newest(out.Context, downTo, further); l.err == nil {
			l.err = l.waits(out.Context, archive, now, all)
		}
		l.latest, _ = archive.Latest(out.Context) // without it the cursor stands on the newest
		return h.show(l)
	})
}

// GoTo lets the cursor go to a postmortem when the list comes, however far down that is.
func (h *Shelf) GoTo(ref string) { h.archive.choose = ref }

// reach reads further ones when the cursor has come half of the way to the last.
func (s *home) reach(int, int) tea.Cmd {
	a := &s.shelf.archive
	a.at, a.deep = "", 0
	if r := s.Selected(); r != nil && r.Field == "" {
		a.at, a.deep = r.Ref, s.List.Sel
	}
	if !a.more || a.reading || a.deep < len(a.entries)/2 {
		return nil
	}
	a.reading = true
	return s.shelf.Listed()
}

// whole reads all that are not there yet. Where the cursor was moved meanwhile, nothing moves it again.
func (s *home) whole(then func()) tea.Cmd {
	a, from := &s.shelf.archive, s.Selected()
	if !a.more || from == nil {
		return nil
	}
	ref, field := from.Ref, from.Field
	a.then = func() {
		s.Desk.Hush()
		if r := s.Selected(); r != nil && r.Ref == ref && r.Field == field {
			then()
		}
	}
	s.Desk.Say("Reading the whole list.")
	return s.shelf.Listed()
}

// listing is what was read for the archive's page.
type listing struct {
	entries, beside []model.Entry
	all             int // how many there are
	more            bool
	needs           []*needs
	needsMore       bool
	latest          string
	err             error
}

// waits reads what needs somebody, and the lines of those that are shown of it.
func (l *listing) waits(ctx context.Context, archive sheet.Archive, now time.Time, all bool) error {
	waiting, more, err := archive.Waiting(ctx, now, waitingMost)
	if err != nil {
		return err
	}
	l.needs, l.needsMore = needed(waiting), more
	refs := []string{model.ExampleRef}
	for _, n := range l.needs[:shownOf(l.needs, all)] {
		refs = append(refs, n.ref)
	}
	l.beside, err = archive.Entries(ctx, refs)
	return err
}

// show takes what was read, and goes on with what waited for it.
func (h *Shelf) show(l listing) func() tea.Cmd {
	return func() tea.Cmd {
		a := &h.archive
		if l.err != nil {
			a.then = nil
			h.desk.Fail(l.err)
			return nil
		}
		a.entries, a.more, a.beside, a.needs, a.waitingMore, a.all = l.entries, l.more, l.beside, l.needs, l.needsMore, l.all
		a.listed, a.reading = true, false
		for _, list := range [][]model.Entry{l.entries, l.beside} {
			for i := range list {
				a.widestRef = max(a.widestRef, draw.Width(list[i].Ref))
			}
		}
		if h.desk.Post() != nil {
			a.then = nil
			return nil
		}
		return h.putUp(l)
	}
}

// putUp puts the list on the page, and the cursor to where it goes: at first to where somebody was last, also where that is further down.
func (h *Shelf) putUp(l listing) tea.Cmd {
	a, top := &h.archive, h.desk.Top().Base()
	top.Refresh()
	if !a.chosen {
		a.chosen, a.choose = true, l.latest
		if !top.List.Choose(a.choose, "") && a.choose != "" && a.more {
			return h.desk.Later(restLook, h.Listed)
		}
	}
	if a.choose != "" {
		top.List.Choose(a.choose, "")
		a.choose = ""
	}
	if a.then != nil && !a.more {
		then := a.then
		a.then = nil
		then()
	}
	return nil
}

// Line says how much is kept, and where. The example is nobody's, and is not counted.
func (h *Shelf) Line() string {
	file := say.Safe(filepath.Base(h.desk.Archive().Path()))
	if !h.archive.listed {
		return file
	}
	return say.Count(h.archive.all, "postmortem", "postmortems") + ", " + file
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
		{ID: "archive.undo", Keys: []string{"u"}, Name: "take back what was deleted or imported last from here",
			Scope: sheet.InList, Do: s.undo, Why: s.noUndo},
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
		s.shelf.archive.needsAll = true
		return s.shelf.Listed()
	case r.Field == "needs":
		return s.Desk.Load(r.Ref, s.needsIn(r.Ref), "")
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
	for _, e := range slices.Concat(s.shelf.archive.entries, s.shelf.archive.beside) {
		if e.ID == pm.ID {
			return s.Desk.Load(e.Ref, "", "")
		}
	}
	return s.shelf.Bring(pm, "assemble")
}

// Bring imports a document and opens it.
func (h *Shelf) Bring(pm *model.Postmortem, phase string) tea.Cmd {
	return h.bring(pm, phase, func(string) {})
}

// bringDocument imports a document of somebody's and opens it. The archive's page takes it back.
func (h *Shelf) bringDocument(pm *model.Postmortem) tea.Cmd {
	archive := h.desk.Archive()
	return h.bring(pm, "", func(ref string) {
		h.archive.undo = append(h.archive.undo, undoable{take: func(ctx context.Context) (string, error) {
			now, err := archive.Load(ctx, ref)
			if err == nil && now.Revision > 1 {
				return ref + " stays: somebody has gone on with it since it came in.", nil
			}
			if err == nil {
				_, err = archive.Delete(ctx, ref)
			}
			return ref + " is taken back; debrief undo " + ref + " brings it back.", err
		}})
	})
}

func (h *Shelf) bring(pm *model.Postmortem, phase string, came func(ref string)) tea.Cmd {
	archive := h.desk.Archive()
	return h.desk.Send(sheet.Job{
		Run: func(ctx context.Context) (model.Applied, error) { return archive.Import(ctx, pm, "") },
		Then: func(applied model.Applied) tea.Cmd {
			came(applied.Postmortem.Ref)
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
		return s.shelf.bringDocument(read.Post), nil
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
