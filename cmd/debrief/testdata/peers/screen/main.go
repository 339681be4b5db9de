// Command screen is the least that a program on the screen with glamour and an archive can be: it opens the archive that it is
// given, draws one line and leaves when it is told to. The benchmarks measure debrief's first frame against it.
package main

import (
	"context"
	"os"

	"debrief/storage"

	tea "charm.land/bubbletea/v2"
	_ "charm.land/glamour/v2"
)

type model struct{}

func (model) Init() tea.Cmd { return nil }

func (m model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(tea.KeyPressMsg); ok {
		return m, tea.Quit
	}
	return m, nil
}

func (model) View() tea.View {
	v := tea.NewView("ready")
	v.AltScreen = true
	return v
}

func main() {
	archive, err := storage.Open(context.Background(), os.Args[1], storage.Options{})
	if err != nil {
		os.Exit(1)
	}
	if _, err := tea.NewProgram(model{}, tea.WithFPS(120)).Run(); err != nil || archive.Close() != nil {
		os.Exit(1)
	}
}
