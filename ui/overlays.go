package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"debrief/export"
	"debrief/intake"
	"debrief/model"
	"debrief/model/guide"

	tea "charm.land/bubbletea/v2"
)

func seconds(n int64) string { return span(time.Duration(n) * time.Second) }

// when reads a time that somebody typed in the archive, where no postmortem gives a day or a zone.
func (s *sheet) when(text string) (model.Instant, error) {
	if text == "" {
		return model.Instant{}, nil
	}
	now := s.app.now().UTC()
	at, _, _, _, err := intake.ParseTime(text, intake.TimeContext{Zone: time.UTC, Day: now, Last: now, Now: now})
	return at, err
}

func (s *sheet) whenHint(text, otherwise string) []string {
	if strings.TrimSpace(text) == "" {
		return []string{otherwise}
	}
	at, err := s.when(strings.TrimSpace(text))
	if err != nil {
		return []string{safe(err.Error())}
	}
	return []string{clockOf(at, time.UTC, true) + " UTC"}
}

// start creates a postmortem and opens it.
func (a *App) start(pm *model.Postmortem, label string, then, failed func()) tea.Cmd {
	return a.do(job{
		run: func(ctx context.Context) (model.Applied, error) { return a.config.Archive.Create(ctx, pm, label) },
		then: func(applied model.Applied) tea.Cmd {
			then()
			cmd := tea.Batch(a.enter(loaded{pm: applied.Postmortem, phase: "assemble", opens: true}), a.list())
			if a.pasted == "" {
				return cmd
			}
			in := intake.Input{Name: "paste", Data: []byte(a.pasted)}
			a.pasted = ""
			return tea.Batch(cmd, a.show("facts"), a.bringIn(in))
		},
		failed: func(error) { failed() },
	})
}

// bring imports a document and opens it.
func (a *App) bring(pm *model.Postmortem) tea.Cmd {
	return a.do(job{
		run: func(ctx context.Context) (model.Applied, error) { return a.config.Archive.Import(ctx, pm, "") },
		then: func(applied model.Applied) tea.Cmd {
			return tea.Batch(a.enter(loaded{pm: applied.Postmortem, opens: true}), a.list())
		},
	})
}

func (a *App) undo() tea.Cmd {
	return a.backOrForth(a.config.Archive.Undo, "Undone: ", " U does it again.")
}
func (a *App) redo() tea.Cmd {
	return a.backOrForth(a.config.Archive.Redo, "Done again: ", " u takes it back.")
}

func (a *App) backOrForth(run func(context.Context, string) (model.Applied, error), verb, after string) tea.Cmd {
	ref := a.pm.Ref
	return a.do(job{
		run:  func(ctx context.Context) (model.Applied, error) { return run(ctx, ref) },
		said: func(s model.Step) string { return verb + safe(s.Label) + "." + after },
		then: func(applied model.Applied) tea.Cmd {
			if s, ok := a.top().(*sheet); ok {
				return s.selectNew(applied)
			}
			return nil
		},
	})
}

// sheetOnTop is the page on top; every screen is one.
func (a *App) ask(p *prompt) tea.Cmd {
	if s, ok := a.top().(*sheet); ok {
		return s.open(p)
	}
	return nil
}

// over opens a line above what is being typed, and goes back to that afterwards.
func (a *App) over(label, draft string, submit func(s *sheet, p *prompt, text string) tea.Cmd, hint string) tea.Cmd {
	s, ok := a.top().(*sheet)
	if !ok {
		return nil
	}
	p := newPrompt(label, "")
	p.draft = a.pm.Ref + "/" + draft
	p.hint = func(string) []string { return []string{hint} }
	p.submit = func(text string) tea.Cmd {
		if text == "" {
			s.done(p)
			return nil
		}
		return submit(s, p, text)
	}
	before := s.prompt
	cmd := s.open(p)
	if before != nil {
		s.resume = before
	}
	return cmd
}

// park sets a thought aside, also in the middle of typing.
func (a *App) park() tea.Cmd {
	phase := a.phase()
	return a.over("Park", "park", func(s *sheet, p *prompt, text string) tea.Cmd {
		return s.apply(p, model.Edit{Label: "park a thought", Do: func(pm *model.Postmortem) error {
			pm.Parking = append(pm.Parking, model.Parked{Text: text, Phase: phase})
			return nil
		}}, nil)
	}, "kept for the Action phase, where it becomes an action or a decision not to act")
}

// lesson writes down what went well or badly, what was luck, what was learned.
func (a *App) lesson() tea.Cmd {
	s, ok := a.top().(*sheet)
	if !ok {
		return nil
	}
	kinds := newChooser("It", []choice{
		{key: "w", word: "went well"}, {key: "b", word: "went badly"},
		{key: "y", word: "lucky", name: "was lucky"}, {key: "l", word: "learned", name: "was learned"},
	})
	kinds.choose = func(chosen []string) tea.Cmd {
		s.done(kinds)
		return a.over("Lesson", "lesson "+chosen[0], func(s *sheet, p *prompt, text string) tea.Cmd {
			return s.apply(p, model.Edit{Label: "write down a lesson", Do: func(pm *model.Postmortem) error {
				pm.Lessons = append(pm.Lessons, model.Lesson{Kind: chosen[0], Text: text})
				return nil
			}}, s.selectNew)
		}, chosen[0]+"; one sentence")
	}
	return s.open(kinds)
}

func (a *App) note() tea.Cmd {
	s, ok := a.top().(*sheet)
	if !ok {
		return nil
	}
	return s.open(s.fieldPrompt("", fieldOf("", "notes")))
}

// nextQuestion shows another question to the room.
func (a *App) nextQuestion() tea.Cmd {
	if s, ok := a.top().(*sheet); ok {
		s.asked++
		if s.question() == "" {
			a.say("This page has no questions to the room.")
		}
	}
	return nil
}

// export asks for a file's name and writes the Markdown there.
func (a *App) export() tea.Cmd {
	p := newPrompt("Write to", export.Name(a.pm))
	p.hint = func(string) []string {
		return []string{"Markdown that pastes into a wiki; an existing file is replaced"}
	}
	s, _ := a.top().(*sheet)
	p.submit = func(path string) tea.Cmd {
		if path == "" {
			p.problem = "It needs a file's name."
			return nil
		}
		written, err := a.config.WriteFile(path, export.Markdown(a.pm))
		if err != nil {
			p.problem = safe(err.Error())
			return nil
		}
		s.done(p)
		a.say("Written to " + safe(written) + ".")
		return nil
	}
	return a.ask(p)
}

// findingsPage lists the open questions of the phases that were visited, each leading to its place.
type findingsPage struct{ *sheet }

func (a *App) findings() tea.Cmd {
	s := &sheet{app: a, id: "findings", phase: guide.Phase{Title: "Open questions",
		Purpose: "What is still open. enter goes there, q goes back."}, quiet: true, reads: true}
	s.content = &findingsPage{sheet: s}
	s.refresh()
	return a.push(s)
}

func (f *findingsPage) rows() []row {
	t := f.app.theme
	var rows []row
	for i, key := range model.Phases {
		if i > f.app.seen {
			break
		}
		n := f.app.checked().open[i]
		if n == 0 {
			continue
		}
		rows = append(rows, row{heading: true, text: phaseOf(key).Title, tail: plural(n, "question", "questions"), tailLook: t.faint})
		for k, finding := range f.app.checked().findings {
			if finding.Phase != key {
				continue
			}
			about := ""
			if part := model.KindOf(finding.At); part != nil && finding.At != "" {
				about = finding.At + "  "
			}
			rows = append(rows, row{ref: finding.At, field: fmt.Sprint("finding ", k), lead: pad(about, 5), leadLook: t.faint,
				text: finding.Question, tail: finding.Text, tailLook: t.faint})
		}
	}
	if len(rows) == 0 {
		rows = append(rows, row{heading: true, text: "Nothing is open in the phases you have been in."})
	}
	return rows
}

func (f *findingsPage) actions() []Action {
	return []Action{
		{ID: "findings.go", Keys: []string{"enter"}, Name: "go to what the question is about", Foot: "go there",
			Scope: inList, Do: func() tea.Cmd { return f.lead(f.list.selected()) }, Why: f.noRow},
		{ID: "findings.dismiss", Keys: []string{"d"}, Name: "set the question aside; u brings it back", Foot: "set aside",
			Scope: inList, Drastic: true, Do: f.dismiss, Why: f.noRow},
	}
}

func (f *findingsPage) finding(r *row) int {
	k := -1
	_, _ = fmt.Sscanf(r.field, "finding %d", &k)
	return k
}

func (f *findingsPage) dismiss() tea.Cmd {
	k := f.finding(f.list.selected())
	found := f.app.checked().findings[k]
	return f.app.edit(model.Edit{Label: "set a question aside", Do: func(p *model.Postmortem) error {
		p.Dismissed = append(p.Dismissed, model.Dismissal{Code: found.Code, At: found.At, Text: found.Text})
		return nil
	}}, nil, nil)
}

func (f *findingsPage) enter(*row) (tea.Cmd, bool) { return nil, false }

// lead goes to what the question is about.
func (f *findingsPage) lead(r *row) tea.Cmd {
	found := f.app.checked().findings[f.finding(r)]
	cmd := f.app.show(found.Phase)
	s, ok := f.app.top().(*sheet)
	if !ok {
		return cmd
	}
	s.prompt = nil
	field := findingField[found.Code]
	switch {
	case model.KindOf(found.At) != nil && found.At != "":
		s.list.choose(found.At, "*")
		s.list.choose(found.At, field)
		if field != "" {
			return tea.Batch(cmd, s.editField(found.At, field))
		}
	case field != "":
		s.list.choose("", field)
		return tea.Batch(cmd, s.editField("", field))
	}
	if s.content.capture() != nil {
		return tea.Batch(cmd, s.type_())
	}
	return cmd
}

// findingField is the field that answers a question, where one does.
var findingField = map[string]string{
	"owner-missing": "owner", "due-missing": "due", "ticket-missing": "ticket", "category-missing": "category",
	"meeting-missing": "meeting.at", "follow-up-missing": "follow_up.at",
}

func (f *findingsPage) capture() *prompt              { return nil }
func (f *findingsPage) head(int, int) []string        { return nil }
func (f *findingsPage) add(*row) tea.Cmd              { return nil }
func (f *findingsPage) detail(r *row, w int) []string { return wrap(r.text, w) }

// helpPage is what can be done on the page below it, made from its action table. Typing narrows it, enter runs.
type helpPage struct {
	*sheet
	below Screen
	acts  []Action
	query string
}

func (a *App) help() tea.Cmd {
	below := a.top()
	s := &sheet{app: a, id: "help", phase: guide.Phase{Title: "Help",
		Purpose: "What can be done here. Type to find it, enter does it, esc goes back."}, quiet: true, reads: true}
	acts := append(append([]Action{}, below.Actions()...), a.actions()...)
	slices.SortStableFunc(acts, func(x, y Action) int { return int(y.Scope&inList) - int(x.Scope&inList) })
	page := &helpPage{sheet: s, below: below, acts: acts}
	s.content = page
	s.refresh()
	s.prompt = page.line()
	s.list.move(0)
	return a.push(s)
}

func (h *helpPage) line() *prompt {
	p := newPrompt("Do", "")
	p.submit = func(string) tea.Cmd { return h.runSelected() }
	p.empty = h.runSelected
	p.hint = func(text string) []string {
		if text != h.query {
			h.query = text
			h.refresh()
			h.list.sel = 0
			h.list.move(0)
		}
		return nil
	}
	return p
}

func (h *helpPage) rows() []row {
	var rows []row
	words := strings.Fields(strings.ToLower(h.query))
	for i := range h.acts {
		act := &h.acts[i]
		hay := strings.ToLower(act.Name + " " + act.ID + " " + keyNames(act.Keys))
		matches := true
		for _, w := range words {
			matches = matches && strings.Contains(hay, w)
		}
		if !matches {
			continue
		}
		r := row{field: fmt.Sprint("act ", i), lead: pad(keyNames(act.Keys), 14) + " ", leadLook: h.app.theme.key, text: act.Name}
		if act.Scope&inList == 0 {
			r.tail, r.tailLook = "while typing", h.app.theme.faint
		} else if why := act.barred(); why != "" {
			r.tail, r.tailLook, r.look = why, h.app.theme.faint, h.app.theme.faint
		}
		rows = append(rows, r)
	}
	if len(rows) == 0 {
		rows = append(rows, row{heading: true, text: "Nothing here is called that."})
	}
	return rows
}

func (h *helpPage) runSelected() tea.Cmd {
	r := h.list.selected()
	if r == nil {
		return nil
	}
	i := 0
	_, _ = fmt.Sscanf(r.field, "act %d", &i)
	h.app.pop()
	act := &h.acts[i]
	if act.Scope&inList == 0 {
		h.app.say(act.Name + ": " + keyNames(act.Keys) + ", while typing.")
		return nil
	}
	if why := act.barred(); why != "" {
		h.app.warn(why)
		return nil
	}
	return act.Do()
}

func (h *helpPage) actions() []Action {
	return []Action{
		{ID: "help.up", Keys: []string{"up"}, Name: "go up", Scope: typing, Do: func() tea.Cmd { h.list.move(-1); return nil }},
		{ID: "help.down", Keys: []string{"down"}, Name: "go down", Scope: typing, Do: func() tea.Cmd { h.list.move(1); return nil }},
		{ID: "help.close", Keys: []string{"esc"}, Name: "go back", Foot: "back", Scope: typing, Do: h.app.pop},
	}
}

func (h *helpPage) capture() *prompt           { return nil }
func (h *helpPage) head(int, int) []string     { return nil }
func (h *helpPage) enter(*row) (tea.Cmd, bool) { return h.runSelected(), true }
func (h *helpPage) add(*row) tea.Cmd           { return nil }
func (h *helpPage) detail(*row, int) []string  { return []string{} }
