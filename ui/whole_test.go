package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"debrief/model"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// overMidnight is a postmortem of a night with so many events, every third one told at length, one about its time and one with two
// times, with causes that some of them show, a tree below, and actions.
func overMidnight(events int) *model.Postmortem {
	began := time.Date(2026, 11, 18, 22, 40, 0, 0, time.UTC)
	p := model.New("The replica was wiped on the wrong host, and no backup could be read", began)
	kinds := []string{"signal", "action", "hypothesis", "communication", "decision"}
	texts := []string{
		"Replication lag on the secondary passes four gigabytes and goes on growing while the spam wave lasts, faster than segments are archived",
		"wiped the data folder of the second host and began a fresh copy",
		"the hang came from a folder that was not empty",
	}
	for i := range events {
		e := model.NewEvent()
		e.At = model.At(began.Add(time.Duration(i) * 13 * time.Minute))
		e.Original, e.OriginalZone, e.Source, e.By = "22:40", "UTC", "chat", "Priya Raman"
		e.Kind, e.Text = kinds[i%len(kinds)], texts[i%len(texts)]
		switch i {
		case 3:
			e.Precision = "about"
		case 4:
			e.Also = []model.Also{{At: model.At(e.At.Time().Add(3 * time.Minute)), Source: e.Source, Original: "22:43"}}
		}
		p.Events = append(p.Events, e)
	}
	why := func(answer string, root bool, below ...model.Why) model.Why {
		return model.Why{Question: "Why is it that this could happen, on a night on which everybody was looking at it?", Answer: answer, Root: root, Whys: below}
	}
	p.Causes = []model.Cause{
		{Text: "A command that was meant for the secondary ran on the primary, in one of two windows that look alike", Role: "trigger", Events: []string{"E1", "E2", "E3"},
			Whys: []model.Why{why("The two hosts have names that differ in one letter, and the prompt shows neither of them in a colour", false,
				why("The prompt was set up in 2016, when there was one host, and nobody has looked at it since", true))}},
		{Text: "No backup could be read", Role: "prolonging"},
	}
	p.Actions = []model.Action{
		{Title: "Show the name and the role of a host in the prompt, in a colour of its own", Owner: "Priya Raman", Due: "2026-12-04", Answers: []string{"W2"},
			DoneWhen: "On every host of the pair the prompt says primary or secondary, and a test fails where it does not", Status: "open"},
		{Title: "Restore the newest backup every night", Status: "open"},
	}
	return p
}

// pagesOf are the keys to the pages of a postmortem, from one of its sheets with the cursor in the list.
var pagesOf = map[string]string{"assemble": "1", "facts": "2", "causes": "3", "whys": "4", "action": "5", "close": "6", "questions": "f", "fields": "ctrl+o", "help": "?", "evidence": "3 esc home space"}

// chooserOf are the keys to a choice on a page.
var chooserOf = map[string]string{"facts": "press end c", "causes": "press home c", "whys": "press home down c", "action": "press / A 1 enter space", "close": "press / A 1 enter space"}

// TestNothingIsCutWhileLinesAreFree goes over every row of every page in windows of all sizes: where a line below the list is free,
// nothing on the page is cut, and the selected row is whole wherever the list has the lines for it.
func TestNothingIsCutWhileLinesAreFree(t *testing.T) {
	t.Parallel()
	for _, events := range []int{3, 40} {
		r := newRig(t, 80, 24)
		if _, err := r.archive.Create(t.Context(), overMidnight(events), "start"); err != nil {
			t.Fatal(err)
		}
		for page, key := range pagesOf {
			for _, typing := range []bool{false, true} {
				r.run(r.app.Load("PM-1", "facts", ""))
				r.play("press esc "+key, nil)
				s := r.app.Top().Base()
				if s.Typing() != typing {
					r.press(map[bool]string{true: "tab", false: "esc"}[typing])
				}
				if s.Typing() != typing {
					continue // it has no line
				}
				for _, size := range [][2]int{{40, 10}, {40, 24}, {60, 16}, {80, 24}, {100, 30}, {120, 40}, {149, 40}, {150, 40}, {160, 50}, {250, 70}} {
					for i := range s.List.Rows {
						if s.List.Rows[i].Heading || i > 12 && i < len(s.List.Rows)-3 {
							continue
						}
						s.List.Sel = i
						r.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
						isWhole(r, fmt.Sprintf("%s, typing %v, row %d of %d at %dx%d", page, typing, i, len(s.List.Rows), size[0], size[1]))
						if t.Failed() {
							return
						}
					}
					if key := chooserOf[page]; key != "" && !typing {
						r.play(key, nil)
						if !s.Choosing() {
							t.Fatalf("%s opens no choice on %s:\n%s", key, page, r.screen())
						}
						isWhole(r, fmt.Sprintf("%s, with a choice, at %dx%d", page, size[0], size[1]))
						r.press("esc")
					}
					if typing {
						r.send(tea.PasteMsg{Content: "because somebody was told of it by phone and nobody wrote down when or by whom"})
						isWhole(r, fmt.Sprintf("%s, with a text, at %dx%d", page, size[0], size[1]))
						r.press("ctrl+u")
					}
				}
			}
		}
	}
}

// isWhole fails where the page leaves a line free and cuts something, or cuts the selected row that has room.
func isWhole(r *rig, where string) {
	r.t.Helper()
	s := r.app.Top().Base()
	frame := r.lines()
	page := frame[headerHeight : len(frame)-footerHeight]
	list := s.List.View(r.app.window.look, s.MainWidth(), s.Room(), !s.Typing())
	if free := len(list) > 0 && list[len(list)-1] == ""; free {
		for _, line := range page {
			if strings.Contains(line, draw.CutMark) {
				r.t.Errorf("%s: %q is cut while a line is free:\n%s", where, line, strings.Join(frame, "\n"))
				return
			}
		}
	}
	selected := false
	shown := ""
	for _, line := range list {
		line = strings.ReplaceAll(ansi.Strip(line), strings.TrimSpace(draw.GuideGlyph), " ")
		selected = strings.HasPrefix(line, " > ") || selected && strings.HasPrefix(line, "    ")
		if selected {
			shown += " " + line
		}
	}
	words := strings.Join(strings.Fields(s.Selected().Text), " ")
	if shown = strings.Join(strings.Fields(shown), " "); !strings.Contains(shown, words) && s.List.Rest() == "" {
		r.t.Errorf("%s: of %q the list shows %q:\n%s", where, words, shown, strings.Join(frame, "\n"))
	}
	if s.List.Rest() != "" && !strings.HasPrefix(ansi.Strip(list[0]), " > ") {
		r.t.Errorf("%s: the selected row is cut, and others are in sight:\n%s", where, strings.Join(frame, "\n"))
	}
}

// TestTheColumnOfQuestionsStandsInWideWindowsAndSaysWhatTheHeaderSays goes through the sheets as their questions open.
func TestTheColumnOfQuestionsStandsInWideWindowsAndSaysWhatTheHeaderSays(t *testing.T) {
	r := newRig(t, 149, 40)
	if _, err := r.archive.Create(t.Context(), overMidnight(8), "start"); err != nil {
		t.Fatal(err)
	}
	r.run(r.app.Load("PM-1", "assemble", ""))
	for key := range strings.FieldsSeq("1 2 3 4 5 6 5 1 2 3") {
		r.play("press esc "+key, nil)
		r.send(tea.WindowSizeMsg{Width: 149, Height: 40})
		if purpose := r.lines()[headerHeight]; strings.Contains(purpose, "question") {
			t.Errorf("a column stands beside the sheet at 149: %q", purpose)
		}
		for _, w := range []int{150, 250} {
			r.send(tea.WindowSizeMsg{Width: w, Height: 40})
			said := "No open questions"
			if n := len(r.app.Checks().Asked); n > 0 {
				said = fmt.Sprintf("%d question", n)
				if !strings.Contains(r.lines()[0], said) {
					t.Errorf("the header does not say %q", said)
				}
			}
			if side := r.lines()[headerHeight]; !strings.Contains(side, said) {
				t.Errorf("on sheet %s at %d the column says %q, not %q", key, w, side, said)
			}
		}
	}
}
