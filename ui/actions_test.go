package ui

import (
	"strings"
	"testing"

	"debrief/ui/sheet"
)

// pages are the ways to every page of the program, from the example's first phase with the keys in the list.
var pages = map[string]string{
	"Assemble": "press 1 esc", "a field of Assemble": "press 1 enter", "Facts": "press 2 esc up up", "the line of Facts": "press 2",
	"Causes": "press 3 esc home down", "the line of Causes": "press 3", "Dig deeper": "press 4 esc home down down", "the line of Dig deeper": "press 4",
	"Action": "press 5 esc home down", "the line of Action": "press 5", "Close": "press 6 down", "the fields of an event": "press 2 esc up ctrl+o down",
	"all fields": "press 1 esc ctrl+o down", "open questions": "press 1 f", "the preview": "press v down", "evidence": "press 3 esc space down",
	"what an action answers": "press 5 esc home down C down", "where a branch moves": "press 4 esc home down down M", "files": "press 2 esc i down",
	"the opening words": "press 1 r", "what can be done": "press 2 esc ?", "the archive": "press q q", "open actions": "press q A down",
	"patterns":    "press q P down",
	"bringing in": "press 2\npaste 02:14 the first line\\n02:17 the second line\npress enter enter down",
	"a choice":    "press 2 esc up c", "proposals": "press 4 esc home down r", "publishing": "press 6 P r enter",
}

// TestEveryActionDoesSomethingOrSaysWhyNot dispatches every action of every page once, as the palette or a script would.
func TestEveryActionDoesSomethingOrSaysWhyNot(t *testing.T) {
	t.Setenv("VISUAL", "")
	t.Setenv("EDITOR", "no-such-editor") // one that is there would take the terminal
	for name, way := range pages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, 80, 24)
			r.play("press i\nenter ../model/testdata/payments.json\npress esc q e", nil)
			r.app.config.Suspend = false
			calls := len(r.callsOf(way))
			if calls < 8 {
				t.Fatalf("only %d actions are there:\n%s", calls, r.screen())
			}
			var before string
			var top sheet.Screen
			for i := range calls {
				if !r.backTo(top, before) {
					r.callsOf(way)
				}
				all := r.calls()
				if i >= len(all) {
					break
				}
				r.quit, r.copied = false, ""
				r.app.Hush()
				before, top = r.screen(), r.app.Top()
				r.send(all[i])
				if act := sheet.ByCall(all[i], top.Actions()); act != nil && act.Move {
					continue // at the end of a list a move stays where it is
				}
				if r.screen() == before && !r.quit && r.copied == "" && r.app.notice.Text == "" && r.app.Top() == top {
					t.Errorf("%s %s does nothing and says nothing:\n%s", all[i].ID, all[i].Arg, before)
				}
			}
		})
	}
}

// callsOf goes to a page of the example, and gives what can be dispatched there.
func (r *rig) callsOf(way string) []sheet.Call {
	r.t.Helper()
	r.app.stack = r.app.stack[:1]
	r.app.open.pm = nil
	r.app.Top().Base().StopTyping()
	r.app.refreshAll()
	r.run(r.app.Load("EX-1", "assemble", ""))
	r.press("esc")
	r.play(strings.ReplaceAll(way, "press q A", "press q\npress A"), nil)
	return r.calls()
}

// backTo reports whether a page is as it was, or is so again once what was opened on it is closed.
func (r *rig) backTo(top sheet.Screen, screen string) bool {
	for range 2 {
		if r.app.Hush(); r.app.Top() == top && r.screen() == screen {
			return true
		}
		r.press("esc")
	}
	r.app.Hush()
	return r.app.Top() == top && r.screen() == screen
}

// calls are what can be dispatched here.
func (r *rig) calls() []sheet.Call {
	var calls []sheet.Call
	seen := map[sheet.Call]bool{}
	for _, table := range [][]sheet.Action{r.app.Top().Actions(), r.app.actions()} {
		for i := range table {
			if c := table[i].Call(); !seen[c] {
				seen[c] = true
				calls = append(calls, c)
			}
		}
	}
	return calls
}
