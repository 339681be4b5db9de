package ui

import (
	"strings"
	"time"

	"debrief/model"
	"debrief/model/guide"

	tea "charm.land/bubbletea/v2"
)

// burst notices letters that come faster than anybody types: text that was meant for a line and reached a list.
type burst struct {
	last  time.Time
	count int
}

// A hand needs longer than this between two keys; a drastic key waits as long for another one to follow it.
const burstGap = 25 * time.Millisecond

func (b *burst) press(now time.Time, printable bool) {
	if printable && now.Sub(b.last) < burstGap {
		b.count++
	} else {
		b.count = 0
	}
	b.last = now
}

// press is what a key does: an action of the top screen, then one of the program, else it is the screen's own.
func (a *App) press(msg tea.KeyPressMsg) tea.Cmd {
	if msg.Mod == tea.ModAlt && msg.Code > ' ' && msg.Code < tea.KeyExtended { // esc, then quickly a letter: never one key
		left := a.press(tea.KeyPressMsg{Code: tea.KeyEscape})
		return tea.Batch(left, a.press(tea.KeyPressMsg{Code: msg.Code, Text: string(msg.Code)}))
	}
	name := msg.String()
	s := a.top()
	if a.swallow(msg) {
		return nil
	}
	if name == "ctrl+c" {
		return a.interrupt()
	}
	a.armed = false
	in := inList
	if s.Typing() {
		in = typing
	} else {
		a.notice = notice{}
		a.burst.press(a.config.Clock(), msg.Text != "")
	}
	action := find(s.Actions(), name, in)
	if action == nil {
		action = find(a.actions(), name, in)
	}
	if action == nil {
		return s.Update(msg)
	}
	return a.run(action, in)
}

// hurry is how quickly letters of one word follow each other.
const hurry = 250 * time.Millisecond

// swallow takes the letters that go on with a word whose first letter has chosen it: they are no commands.
func (a *App) swallow(msg tea.KeyPressMsg) bool {
	now := a.config.Clock()
	goesOn := a.wordLeft != "" && now.Sub(a.wordAt) < hurry && strings.HasPrefix(a.wordLeft, msg.Text) && msg.Text != ""
	if s, ok := a.top().(*sheet); ok && !goesOn && s.prompt != nil && s.prompt.isChooser() && !s.prompt.many {
		a.wordLeft, a.wordAt = s.prompt.after(msg.String()), now
		return false
	}
	if !goesOn {
		a.wordLeft = ""
		return false
	}
	a.wordLeft, a.wordAt = strings.TrimPrefix(a.wordLeft, msg.Text), now
	return true
}

func (a *App) run(action *Action, in scope) tea.Cmd {
	if why := action.barred(); why != "" {
		a.warn(why)
		return nil
	}
	if !action.Drastic || in == typing {
		return action.Do()
	}
	if a.burst.count > 0 {
		a.warn("That came too fast for keys, so nothing was taken away. Paste into the line: a.")
		return nil
	}
	at := a.burst.last
	return a.later(burstGap, func() tea.Cmd {
		if a.burst.last != at {
			a.warn("That came too fast for keys, so nothing was taken away. Paste into the line: a.")
			return nil
		}
		return action.Do()
	})
}

// interrupt is ctrl+c: it leaves the field, and a second one leaves the program.
func (a *App) interrupt() tea.Cmd {
	if a.top().Typing() {
		if s, ok := a.top().(interface{ stopTyping() }); ok {
			s.stopTyping()
			a.armed = true
			a.say("Your text is kept. ctrl+c again leaves debrief.")
			return nil
		}
	}
	if !a.armed {
		a.armed = true
		a.say("Everything is saved. ctrl+c again leaves debrief.")
		return nil
	}
	return a.quit()
}

// actions are what can be done from everywhere. Those that need a postmortem are there only when one is open.
func (a *App) actions() []Action {
	if a.fromAnywhere == nil {
		a.fromAnywhere = a.programActions()
		a.fromSheets = a.postmortemActions()
	}
	if s, ok := a.top().(*sheet); a.pm == nil || ok && s.modal {
		return a.fromAnywhere
	}
	return a.fromSheets
}

func (a *App) programActions() []Action {
	return []Action{
		{ID: "help", Keys: []string{"?"}, Name: "show what can be done here; type to run it", Foot: "help", Scope: inList, Do: a.help},
		{ID: "palette", Keys: []string{":"}, Name: "run anything by its name", Scope: inList, Do: a.help},
		{ID: "suspend", Keys: []string{"ctrl+z"}, Name: "suspend debrief",
			Scope: always, Do: func() tea.Cmd { return tea.Suspend }, Why: a.noSuspend},
	}
}

func (a *App) noSuspend() string {
	if a.config.Suspend {
		return ""
	}
	return "There is no shell to come back from here."
}

func (a *App) postmortemActions() []Action {
	var acts []Action
	for i, key := range model.Phases {
		name := guide.Of(key).Title
		acts = append(acts, Action{ID: "phase." + key, Keys: []string{string(rune('1' + i))}, Name: "go to " + name, Scope: inList,
			Do: func() tea.Cmd { return a.show(key) }})
	}
	acts = append(acts,
		Action{ID: "phase.previous", Keys: []string{"<"}, Name: "go to the phase before", Scope: inList, Do: func() tea.Cmd { return a.step(-1) }},
		Action{ID: "phase.next", Keys: []string{">"}, Name: "go to the next phase", Foot: "next phase",
			Scope: inList, Do: func() tea.Cmd { return a.step(1) }},
		Action{ID: "undo", Keys: []string{"u"}, Name: "undo my last step", Foot: "undo", Scope: inList, Do: a.undo},
		Action{ID: "redo", Keys: []string{"U"}, Name: "redo what was undone", Scope: inList, Do: a.redo},
		Action{ID: "park", Keys: []string{"p"}, Name: "park a thought", Scope: inList, Do: a.park},
		Action{ID: "park.typing", Keys: []string{"ctrl+t"}, Name: "park a thought, then go on typing", Scope: typing, Do: a.park},
		Action{ID: "findings", Keys: []string{"f"}, Name: "list the open questions", Foot: "open questions", Scope: inList, Do: a.findings},
		Action{ID: "question", Keys: []string{"n"}, Name: "show the next question to ask", Scope: inList, Do: a.nextQuestion},
		Action{ID: "lesson", Keys: []string{"w"}, Name: "write down a lesson: what went well or badly, was lucky, was learned",
			Scope: inList, Do: a.lesson},
		Action{ID: "lesson.typing", Keys: []string{"ctrl+l"}, Name: "write down a lesson, then go on typing", Scope: typing, Do: a.lesson},
		Action{ID: "preview", Keys: []string{"v"}, Name: "look at the page as it will be", Foot: "preview", Scope: inList, Do: a.showPreview},
		Action{ID: "export", Keys: []string{"x"}, Name: "write the page to a Markdown file", Foot: "export", Scope: inList, Do: a.export},
		Action{ID: "note", Keys: []string{"N"}, Name: "write a private note, which no page shows", Scope: inList, Do: a.note},
	)
	return append(acts, a.programActions()...)
}

func (a *App) step(by int) tea.Cmd {
	at := model.PhaseIndex(a.phase()) + by
	if at < 0 || at >= len(model.Phases) {
		return nil
	}
	return a.show(model.Phases[at])
}
