package sheet

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/ask"

	tea "charm.land/bubbletea/v2"
)

// editorOnLine goes on writing in the user's editor; the text comes back into the line.
func (s *Sheet) editorOnLine() tea.Cmd {
	l := s.Line()
	if l == nil {
		s.Desk.Warn("Your editor takes text; here something is chosen.")
		return nil
	}
	return s.editor(l.Text(), func(text string) tea.Cmd {
		before := l.Text()
		l.Set(forLine(l, text))
		s.Desk.Say("Back from your editor. enter saves it.")
		return s.typed(before)
	})
}

func forLine(l *Line, text string) string {
	text = strings.TrimRight(model.CleanLines(text), "\n")
	if !l.Lines {
		return strings.Join(strings.Fields(text), " ")
	}
	return text
}

// editorOnRow edits what a row shows in the user's editor, and saves it.
func (s *Sheet) editorOnRow() tea.Cmd {
	r := s.Selected()
	name := r.Field
	if name == "" {
		name = ask.MainField(r.Ref)
	}
	if name == "" || !ask.Known(r.Ref, name) {
		return s.EditSelected()
	}
	f := ask.FieldOf(r.Ref, name)
	_, takes := s.fieldHere(r.Ref, name)
	if takes || f.Entry == ask.Words || f.Entry == ask.Several || f.Entry == ask.YesNo {
		s.Desk.Warn("Your editor takes text; press enter to choose here.")
		return nil
	}
	l := s.FieldLine(r.Ref, name)
	return s.editor(l.Text(), func(text string) tea.Cmd {
		text = forLine(l, text)
		if text == l.was {
			return nil
		}
		s.Open(l)
		l.Set(text)
		return s.submit()
	})
}

// editorOf is the command of the user's editor, and what names it.
func editorOf(env func(string) string) (command, from string) {
	for _, name := range []string{"VISUAL", "EDITOR"} {
		if command = strings.TrimSpace(env(name)); command != "" {
			return command, "$" + name
		}
	}
	if runtime.GOOS == "windows" {
		return "notepad", "the usual editor"
	}
	return "vi", "the usual editor"
}

// missingEditor says that the editor is not on this machine; "" where it is, or where a shell must say what its words mean.
func missingEditor(command, from string) string {
	name, _, _ := strings.Cut(command, " ")
	if strings.ContainsAny(name, "\"'$`\\=~") {
		return ""
	}
	if _, err := exec.LookPath(name); err == nil {
		return ""
	}
	return from + " is " + model.Quote(name) + ", and there is no such program here: set $VISUAL or $EDITOR to one that is."
}

// editor opens the user's editor on a text. The file is readable by its owner alone and goes away afterwards.
func (s *Sheet) editor(text string, then func(string) tea.Cmd) tea.Cmd {
	command, from := editorOf(os.Getenv)
	if missing := missingEditor(command, from); missing != "" {
		s.Desk.Warn(missing)
		return nil
	}
	dir, err := os.MkdirTemp("", "debrief-")
	if err != nil {
		s.Desk.Fail(err)
		return nil
	}
	file := filepath.Join(dir, "text.md")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		_ = os.RemoveAll(dir)
		s.Desk.Fail(err)
		return nil
	}
	// The command may hold arguments, so the shell reads it; the file is an argument of its own.
	out := s.Desk.Outside()
	cmd := exec.CommandContext(out.Context, "sh", "-c", command+` "$1"`, "sh", file)
	return out.Exec(cmd, func(failed error) tea.Msg {
		defer func() { _ = os.RemoveAll(dir) }()
		written, err := os.ReadFile(file)
		return Answer{take: func() tea.Cmd {
			if failed != nil || err != nil {
				if failed == nil {
					failed = err
				}
				s.Desk.Warn(command + " did not end well (" + say.Safe(failed.Error()) + "); nothing was changed.")
				return nil
			}
			return then(string(written))
		}}
	})
}
