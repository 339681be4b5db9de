package ui

import (
	"context"
	"strings"
	"time"

	"debrief/export"
	"debrief/intake"
	"debrief/model"
	"debrief/model/say"

	tea "charm.land/bubbletea/v2"
)

// when reads a time that somebody typed in the archive, where no postmortem gives a day or a zone: a clock time is the last
// such time up to now, or the first one from a start on.
func (s *sheet) when(text string, start model.Instant) (model.Instant, error) {
	if text == "" {
		return model.Instant{}, nil
	}
	now := s.app.now().UTC()
	day := now
	if rest, ok := strings.CutPrefix(strings.ToLower(text), "yesterday "); ok {
		text, day = rest, now.AddDate(0, 0, -1)
	}
	if !start.IsZero() {
		day = start.Time()
	}
	at, _, _, _, err := intake.ParseTime(text, intake.TimeContext{Zone: time.UTC, Day: day, Last: day, Now: now})
	if err != nil || strings.ContainsAny(text, " T-/+") { // it names a day, or counts from now
		return at, err
	}
	switch {
	case start.IsZero() && at.Time().After(now):
		at = at.Add(-24 * time.Hour)
	case !start.IsZero() && at.Time().Before(start.Time()):
		at = at.Add(24 * time.Hour)
	}
	return at, nil
}

func (s *sheet) whenHint(text, otherwise string, start model.Instant) []string {
	if strings.TrimSpace(text) == "" {
		return []string{otherwise}
	}
	at, err := s.when(strings.TrimSpace(text), start)
	if err != nil {
		return []string{say.Safe(err.Error())}
	}
	return []string{say.Clock(at, time.UTC, true) + " UTC"}
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
			in := a.pasteOf(a.pasted)
			a.pasted = ""
			return tea.Batch(cmd, a.show("facts"), a.bringIn(in))
		},
		failed: func(error) { failed() },
	})
}

// bring imports a document and opens it.
func (a *App) bring(pm *model.Postmortem, phase string) tea.Cmd {
	return a.do(job{
		run: func(ctx context.Context) (model.Applied, error) { return a.config.Archive.Import(ctx, pm, "") },
		then: func(applied model.Applied) tea.Cmd {
			return tea.Batch(a.enter(loaded{pm: applied.Postmortem, phase: phase, opens: true}), a.list())
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
		said: func(s model.Step) string { return verb + say.Safe(s.Label) + "." + after },
		then: func(applied model.Applied) tea.Cmd {
			if s, ok := a.top().(*sheet); ok {
				return s.selectNew(applied)
			}
			return nil
		},
	})
}

// ask opens a line on the page on top.
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
	p.draft = a.pm.ID + "/" + draft
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
	before := s.prompt
	kinds.choose = func(chosen []string) tea.Cmd {
		s.done(kinds)
		cmd := a.over("Lesson", "lesson "+chosen[0], func(s *sheet, p *prompt, text string) tea.Cmd {
			return s.apply(p, addLesson(chosen[0], text), func(applied model.Applied) tea.Cmd {
				if before != nil {
					return nil // back in the line, at the row that it is about
				}
				return s.selectNew(applied)
			})
		}, chosen[0]+"; one sentence")
		a.line().says = func(text string) saying { return a.adds("L", model.Lesson{Text: text}) }
		return cmd
	}
	cmd := s.open(kinds)
	if before != nil {
		s.resume = before
	}
	return cmd
}

func addLesson(kind, text string) model.Edit {
	return model.Edit{Label: "write down a lesson", Do: func(pm *model.Postmortem) error {
		pm.Lessons = append(pm.Lessons, model.Lesson{Kind: kind, Text: text})
		return nil
	}}
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

const needsName = "It needs a file's name."

// beside does something outside of the archive while the program goes on, and hands over what came of it.
func (a *App) beside(do func() (string, error), then func(string, error)) tea.Cmd {
	return func() tea.Msg {
		said, err := do()
		return elapsed{func() tea.Cmd { then(said, err); return nil }}
	}
}

// export asks for a file's name and writes the Markdown there.
func (a *App) export() tea.Cmd {
	p := newPrompt("Write to", export.Name(a.pm))
	p.proposal = true
	p.hint = func(string) []string {
		return []string{"Markdown that pastes into a wiki; an existing file is replaced"}
	}
	s, _ := a.top().(*sheet)
	p.submit = func(path string) tea.Cmd {
		if path == "" {
			p.problem = needsName
			return nil
		}
		written, err := a.config.WriteFile(path, export.Markdown(a.pm))
		if err != nil {
			p.problem = say.Safe(err.Error())
			return nil
		}
		s.done(p)
		a.say("Written to " + say.Safe(written) + ".")
		return nil
	}
	return a.ask(p)
}
