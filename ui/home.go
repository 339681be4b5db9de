package ui

import (
	"strings"

	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// home is the archive: what needs attention on top, then everything, newest incident first. An empty one says what debrief is
// and offers three things.
type home struct {
	*sheet
	needs map[string]*needs // by reference
	all   bool              // all that waits is shown, not only the first
}

func newHome(a *App) *sheet {
	s := &sheet{app: a, id: "archive", phase: guide.Phase{Title: "Archive"}, quiet: true, reads: true}
	s.content = &home{sheet: s}
	s.refresh()
	return s
}

// aboutLine is what debrief is, in one line.
const aboutLine = "debrief takes a group, or you, through a blameless postmortem, and keeps it."

func (s *home) rows() []draw.Row {
	if !s.app.listed {
		return nil
	}
	if len(s.app.entries) == 0 {
		return s.firstMinute()
	}
	rows := s.waitingRows()
	if len(rows) > 0 {
		rows = append(rows, draw.Row{Heading: true, Text: "All"})
	}
	for i := range s.app.entries {
		rows = append(rows, s.entryRow(&s.app.entries[i]))
	}
	return rows
}

func (s *home) firstMinute() []draw.Row {
	t := s.app.theme
	rows := []draw.Row{
		{Field: "new", Lead: "n  ", LeadLook: t.Key, Text: "Start one: what happened, when did it begin, is it over?"},
		{Field: "example", Lead: "e  ", LeadLook: t.Key, Text: "Look at a finished one: an example incident"},
		{Field: "import", Lead: "i  ", LeadLook: t.Key, Text: "Bring in postmortems you already have"},
	}
	return append(rows, draw.Row{Heading: true}, draw.Row{Heading: true, Text: "Paste a log or a chat here and it becomes the start of a timeline.", Look: t.Faint})
}

// refColumn is how wide the references stand.
func (s *home) refColumn() int { return max(7, s.app.widestRef+1) }

func (s *home) entryRow(e *model.Entry) draw.Row {
	t := s.app.theme
	r := draw.Row{Ref: e.Ref, Lead: draw.Pad(e.Ref, s.refColumn()) + draw.Pad(e.Severity, 6), LeadLook: t.Faint, Text: say.Safe(e.Title), TailLook: t.Faint}
	if s.app.w >= 60 {
		day := strings.Repeat(" ", 12)
		if !e.Started.IsZero() {
			day = draw.Pad(e.Started.Time().Format("_2 Jan 2006"), 12)
		}
		r.Lead += day
	}
	var tail []string
	if e.Metrics.TTD != nil && s.app.w >= 100 {
		tail = append(tail, "unseen "+say.Seconds(*e.Metrics.TTD))
	}
	if e.Metrics.TTR != nil && s.app.w >= 80 {
		tail = append(tail, "recovered in "+say.Seconds(*e.Metrics.TTR))
	}
	if e.Status == "closed" {
		tail = append(tail, "closed")
	} else {
		tail = append(tail, guide.Of(e.Phase).Title)
	}
	r.Tail = draw.TailOf(s.app.w*2/5, tail...)
	return r
}

func (s *home) actions() []Action {
	return []Action{
		{ID: "archive.new", Keys: []string{"n"}, Name: "start a postmortem", Foot: "new", Scope: inList, Do: s.startNew},
		{ID: "archive.example", Keys: []string{"e"}, Name: "open the example incident", Scope: inList, Do: s.example},
		{ID: "archive.import", Keys: []string{"i"}, Name: "import postmortems from files", Foot: "import", Scope: inList, Do: s.importFile},
		{ID: "archive.open", Keys: []string{"enter"}, Name: "open it, where it needs you", Foot: "open", Scope: inList, Do: s.openSelected},
		{ID: "archive.quit", Keys: []string{"q"}, Name: "leave debrief; everything is saved", Foot: "quit", Scope: inList, Drastic: true, Do: s.app.quit},
		{ID: "archive.actions", Keys: []string{"A"}, Name: "list the open actions of all postmortems", Foot: "open actions",
			Scope: inList, Do: s.app.openActions},
	}
}

func (s *home) openSelected() tea.Cmd {
	r := s.list.Selected()
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
		s.refresh()
		return nil
	case r.Field == "needs":
		return s.app.open(r.Ref, s.needs[r.Ref].phase())
	}
	return s.app.open(r.Ref, "")
}

// startNew asks three things: what happened, when did it begin, is it over.
func (s *home) startNew() tea.Cmd {
	p := newPrompt("What happened", "")
	p.draft = s.draftKey("new")
	p.hint = func(string) []string { return []string{"a title, such as: Payments 500s after deploy"} }
	p.submit = func(title string) tea.Cmd {
		if title == "" {
			p.problem = "A postmortem needs a title."
			return nil
		}
		s.prompt = nil
		return s.askBegan(p, title)
	}
	return s.open(p)
}

// pasteStarts begins a postmortem whose timeline starts with what was pasted.
func (s *home) pasteStarts(text string) tea.Cmd {
	s.app.pasted = text
	s.app.say("Kept. First say what happened; then it becomes the timeline.")
	return s.startNew()
}

func (s *home) askBegan(first *prompt, title string) tea.Cmd {
	p := newPrompt("When did it begin", "")
	p.hint = func(text string) []string {
		return s.whenHint(text, "such as 02:14, or 2026-11-18 02:14, in UTC; enter alone: not known", model.Instant{})
	}
	p.submit = func(began string) tea.Cmd {
		at, err := s.when(began, model.Instant{})
		if err != nil {
			p.problem = say.Safe(err.Error())
			return nil
		}
		s.prompt = nil
		return s.askOver(first, title, at)
	}
	return s.open(p)
}

func (s *home) askOver(first *prompt, title string, began model.Instant) tea.Cmd {
	p := newPrompt("Is it over", "")
	p.hint = func(text string) []string {
		return s.whenHint(text, "when customers were well again; enter alone: it is not over", began)
	}
	p.submit = func(over string) tea.Cmd {
		at, err := s.when(over, began)
		switch {
		case err != nil:
			p.problem = say.Safe(err.Error())
			return nil
		case !at.IsZero() && !began.IsZero() && at.Time().Before(began.Time()):
			p.problem = "That is before it began. Give the day as well if it ended on another one."
			return nil
		}
		s.prompt = nil
		return s.create(first, title, began, at)
	}
	return s.open(p)
}

func (s *home) create(first *prompt, title string, began, over model.Instant) tea.Cmd {
	pm := model.New(title, s.app.now())
	if !began.IsZero() {
		pm.Moments.Started = &model.Moment{At: began}
	}
	if !over.IsZero() {
		pm.Moments.Mitigated = &model.Moment{At: over}
	}
	return s.app.start(pm, "start the postmortem", func() {
		if first.draft != "" {
			s.app.config.Drafts.Drop(first.draft)
		}
	}, func() { s.prompt = first })
}

func (s *home) example() tea.Cmd {
	pm, err := model.Decode(strings.NewReader(string(guide.Example())), s.app.now())
	if err != nil {
		s.app.fail(err)
		return nil
	}
	for _, e := range s.app.entries {
		if e.ID == pm.ID {
			return s.app.open(e.Ref, "")
		}
	}
	return s.app.bring(pm, "assemble")
}

func (s *home) importFile() tea.Cmd {
	p := newPrompt("File", "")
	p.hint = func(string) []string { return []string{"the path of a debrief JSON document"} }
	p.submit = func(path string) tea.Cmd {
		if path == "" {
			s.done(p)
			return nil
		}
		pm, err := s.app.config.ReadDocument(path)
		if err != nil {
			p.problem = say.Safe(err.Error())
			return nil
		}
		s.done(p)
		return s.app.bring(pm, "")
	}
	return s.open(p)
}

func (s *home) capture() *prompt { return nil }

func (s *home) head(w, h int) []string {
	if !s.app.listed || len(s.app.entries) > 0 {
		return nil
	}
	var lines []string
	for _, l := range draw.Wrap(aboutLine, w-2) {
		lines = append(lines, " "+l)
	}
	return draw.Fill(append(lines, ""), min(len(lines)+1, h))
}

func (s *home) enter(*draw.Row) (tea.Cmd, bool) { return nil, false }

func (s *home) add(*draw.Row) tea.Cmd { return s.startNew() }

func (s *home) detail(r *draw.Row, w int) []string {
	for i := range s.app.entries {
		e := &s.app.entries[i]
		if e.Ref != r.Ref {
			continue
		}
		lines := draw.Wrap(e.Ref+"  "+model.Shorten(say.Safe(e.Title), 400), w)
		about := []string{say.Count(e.OpenActions, "open action", "open actions")}
		if len(e.Services) > 0 {
			about = append(about, say.Safe(strings.Join(e.Services, ", ")))
		}
		return append(lines, strings.Join(about, ", "))
	}
	return []string{}
}
