package ui

import (
	"errors"
	"strings"
	"time"

	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// together is what is known of those who work on the open postmortem beside this terminal, and what is shared with them. None of it is
// in the document, and what cannot be written or read of it interrupts nobody.
type together struct {
	here    model.Live // what this terminal has told, or is about to
	told    time.Time  // when that was, by the program's clock
	telling bool       // it is under way, or will be
	others  []model.Live
	room    model.Room
	read    time.Time     // when the room was read, by the program's clock
	base    time.Duration // how long the clock had run by then since it counted last
	asked   bool          // who sits here
	late    sheet.Late
	ticks   sheet.Late // of the clock
}

// beside brings what others have told, and what is shared.
type beside struct {
	ref    string
	others []model.Live
	room   model.Room
	err    error
}

// Who is the name of whoever sits at this terminal, and how that is kept for this terminal's next start.
type Who struct {
	Known bool // it was said, by --as or before; else it is the login's name, which several may share
	Seat  model.Seat
	Keep  func(name string, seat model.Seat)
}

// livePace is the least time between two notes of where somebody is.
const livePace = 150 * time.Millisecond

// lookBeside reads what others have told.
func (a *App) lookBeside() tea.Cmd {
	ref := a.open.pm.Ref
	return a.together.late.Ask(func() func() tea.Cmd {
		msg := a.readBeside(ref)
		return func() tea.Cmd { return a.meets(msg) }
	})
}

func (a *App) readBeside(ref string) beside {
	msg := beside{ref: ref}
	others, err := a.config.Archive.Lives(a.ctx, ref)
	room, failed := a.config.Archive.Room(a.ctx, ref)
	msg.others, msg.room, msg.err = others, room, errors.Join(err, failed)
	return msg
}

// meets takes in where others are. Where somebody of the same name is among them, it is asked once who sits here.
func (a *App) meets(msg beside) tea.Cmd {
	t := &a.together
	if msg.err != nil || a.open.pm == nil || a.open.pm.Ref != msg.ref {
		return nil
	}
	t.others = msg.others
	cmd := a.takeRoom(msg.room)
	for _, l := range t.others {
		if l.Here && !t.asked && a.notice.Text == "" && !a.config.Who.Known && strings.EqualFold(l.Name, a.config.Archive.Author()) {
			t.asked = true
			a.Say(say.Safe(l.Name) + " is at another terminal, too. Who are you?  : my name")
		}
	}
	return cmd
}

// seat is what whoever sits here does in the meeting: as the postmortem says of their name, else as they have said.
func (a *App) seat() model.Seat {
	if p := a.open.pm; p != nil && a.config.Archive != nil {
		if seat := p.SeatOf(a.config.Archive.Author()); seat != model.NoSeat {
			return seat
		}
	}
	return a.config.Who.Seat
}

// noteLive tells others where somebody is, when that has changed.
func (a *App) noteLive() tea.Cmd {
	t := &a.together
	if a.open.pm == nil || t.telling {
		return nil
	}
	s := a.Top().Base()
	now := model.Live{Seat: a.seat(), Phase: a.phase(), Question: s.Question(), Selected: s.Ref(), Typing: s.TypesAtNow(), Here: true}
	if now == t.here {
		return nil
	}
	t.here, t.telling = now, true
	return a.tell(livePace - a.config.Clock().Sub(t.told))
}

// tell writes where somebody is, after a while.
func (a *App) tell(after time.Duration) tea.Cmd {
	t := &a.together
	write := func() tea.Cmd {
		if a.open.pm == nil {
			t.telling = false
			return nil
		}
		t.telling, t.told = false, a.config.Clock()
		return a.setLive(a.open.pm.Ref, t.here)
	}
	if after <= 0 {
		return write()
	}
	return a.Later(after, write)
}

func (a *App) setLive(ref string, live model.Live) tea.Cmd {
	return func() tea.Msg {
		_ = a.config.Archive.SetLive(a.ctx, ref, live) // losing one's place is no reason to interrupt anybody
		return nil
	}
}

// gone tells that somebody has left what is open; their place is kept for when they come back.
func (a *App) gone() (tell func()) {
	t := &a.together
	if a.open.pm == nil || t.told.IsZero() {
		return func() {}
	}
	ref, live := a.open.pm.Ref, t.here
	live.Here, live.Typing = false, ""
	*t = together{asked: t.asked}
	return func() { _ = a.config.Archive.SetLive(a.ctx, ref, live) }
}

// companions says where others are and what they are typing at: "Kim: Dig deeper, typing at W3".
func (a *App) companions(w int) string {
	var said, short []string
	for _, l := range a.together.others {
		if !l.Here || l.Phase == "" {
			continue
		}
		name := say.Safe(model.Shorten(l.Name, 24))
		if strings.EqualFold(l.Name, a.config.Archive.Author()) {
			name = "another terminal"
		}
		where := name + ": " + guide.Of(l.Phase).Title
		short = append(short, where)
		switch l.Typing {
		case "":
		case model.Elsewhere:
			where += ", typing"
		default:
			where += ", typing at " + l.Typing
		}
		said = append(said, where)
	}
	text := strings.Join(said, "   ")
	if draw.Width(text) > w {
		text = strings.Join(short, "   ")
	}
	return draw.Fit(text, w)
}

// sayName asks who sits here.
func (a *App) sayName() tea.Cmd {
	s := a.Top().Base()
	l := sheet.NewLine("My name", "")
	if a.config.Who.Known {
		l = sheet.NewLine("My name", a.config.Archive.Author())
	}
	l.Fleeting = true
	l.Key = "my name"
	l.Tab = s.CompleteName
	l.Hint = func(text string) []string {
		if full := s.CompleteName(text); text != "" && full != text {
			return []string{"tab: " + say.Safe(full)}
		}
		return []string{"whose steps this terminal makes, and takes back; a participant's name says the seat, too"}
	}
	l.Do = func(text string) (tea.Cmd, error) {
		name := model.Clean(strings.TrimSpace(text))
		if err := model.CheckName(name); err != nil {
			return nil, err
		}
		s.Close() // a chooser may follow
		return a.sits(name), nil
	}
	return s.Open(l)
}

// sits takes in who sits here. Where the postmortem does not say what they do in the meeting, it is asked.
func (a *App) sits(name string) tea.Cmd {
	a.config.Archive.SetAuthor(name)
	a.config.Who.Known, a.together.asked = true, true
	a.config.Who.Seat = model.NoSeat
	seat := a.seat()
	a.keepSeat(name, seat)
	if seat != model.NoSeat {
		a.Say(say.Safe(name) + ", " + string(seat) + ". " + a.Keys().Key("undo", "u") + " takes back your own steps alone.")
		return nil
	}
	c := sheet.NewChooser("Here as", []sheet.Choice{{Word: string(model.Facilitator)}, {Word: string(model.NoteTaker)}})
	c.Hint = "enter alone: neither"
	c.Take = func(words []string) tea.Cmd {
		a.config.Who.Seat = model.Seat(words[0])
		a.keepSeat(name, a.config.Who.Seat)
		a.Say(say.Safe(name) + ", " + words[0] + ".")
		return nil
	}
	a.Say(say.Safe(name) + ". " + a.Keys().Key("undo", "u") + " takes back your own steps alone.")
	return a.Top().Base().Choose(c)
}

func (a *App) keepSeat(name string, seat model.Seat) {
	if keep := a.config.Who.Keep; keep != nil {
		keep(name, seat)
	}
}
