package ui

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"debrief/model"
	"debrief/model/say"

	tea "charm.land/bubbletea/v2"
)

// editorClosed brings what was written in the user's editor.
type editorClosed struct {
	text string
	err  error
	then func(text string) tea.Cmd
}

// editorOnLine goes on writing in the user's editor; the text comes back into the line.
func (s *sheet) editorOnLine() tea.Cmd {
	p := s.prompt
	if p == nil || p.isChooser() {
		return nil
	}
	return s.app.editor(p.text(), func(text string) tea.Cmd {
		before := p.text()
		p.Set(forPrompt(p, text))
		s.keep(before)
		s.app.say("Back from your editor. enter saves it.")
		return nil
	})
}

func forPrompt(p *prompt, text string) string {
	text = strings.TrimRight(model.CleanLines(text), "\n")
	if !p.lines {
		return strings.Join(strings.Fields(text), " ")
	}
	return text
}

// editorOnRow edits what a row shows in the user's editor, and saves it.
func (s *sheet) editorOnRow() tea.Cmd {
	r := s.list.Selected()
	name := r.Field
	if name == "" {
		name = mainField(r.Ref)
	}
	f := fieldOf(r.Ref, name)
	if name == "" || f.entry == words || f.entry == several || f.entry == yesNo {
		s.app.warn("Your editor takes text; press enter to choose here.")
		return nil
	}
	p := s.fieldPrompt(r.Ref, f)
	return s.app.editor(p.text(), func(text string) tea.Cmd {
		s.open(p)
		p.Set(forPrompt(p, text))
		if p.text() == p.was {
			s.done(p)
			return nil
		}
		return s.submit()
	})
}

// editor opens $VISUAL or $EDITOR on a text. The file is readable by its owner alone and goes away afterwards.
func (a *App) editor(text string, then func(string) tea.Cmd) tea.Cmd {
	command := os.Getenv("VISUAL")
	if command == "" {
		command = os.Getenv("EDITOR")
	}
	if command == "" {
		a.warn("Set $VISUAL or $EDITOR to use your editor here.")
		return nil
	}
	dir, err := os.MkdirTemp("", "debrief-")
	if err != nil {
		a.fail(err)
		return nil
	}
	file := filepath.Join(dir, "text.md")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		_ = os.RemoveAll(dir)
		a.fail(err)
		return nil
	}
	// The command may hold arguments, so the shell reads it; the file is an argument of its own.
	cmd := exec.CommandContext(a.ctx, "sh", "-c", command+` "$1"`, "sh", file)
	return a.config.Exec(cmd, func(err error) tea.Msg {
		defer func() { _ = os.RemoveAll(dir) }()
		if err != nil {
			return editorClosed{err: err}
		}
		b, err := os.ReadFile(file)
		return editorClosed{text: string(b), err: err, then: then}
	})
}

func (msg editorClosed) arrive(a *App) tea.Cmd {
	if msg.err != nil {
		a.warn("Your editor did not end well (" + say.Safe(msg.err.Error()) + "); nothing was changed.")
		return nil
	}
	return msg.then(msg.text)
}
