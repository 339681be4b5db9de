package present

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"debrief/model"
	"debrief/model/agenda"
	"debrief/model/cast"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// BlankKey makes the shared screens blank, where no other key was chosen; any key ends that.
const BlankKey = "B"

// Archive is what the view needs of the place where postmortems are kept.
type Archive interface {
	Load(ctx context.Context, ref string) (*model.Postmortem, error)
	Lives(ctx context.Context, ref string) ([]model.Live, error)
	Room(ctx context.Context, ref string) (model.Room, error)
	SetRoom(ctx context.Context, ref string, do func(*model.Room)) (model.Room, error)
}

// Config is what the view is given.
type Config struct {
	Archive Archive
	Ref     string                                                                 // of the postmortem
	Theme   string                                                                 // light, dark or mono; "" asks the terminal
	Watch   func(ctx context.Context, changed func(ref []string, why error)) error // until the context ends: what others have changed
	Blank   []string                                                               // keys that make the shared screens blank; BlankKey if nil
	Now     func() time.Time                                                       // in the zone of whoever sits here
	Clock   func() time.Time                                                       // by which time is measured; time.Now if nil
}

// Run shows the view until the person leaves it.
func Run(ctx context.Context, config Config, options ...tea.ProgramOption) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	program := tea.NewProgram(New(ctx, config), options...)
	go func() {
		err := config.Watch(ctx, func(refs []string, why error) {
			if why != nil {
				program.Send(broken{why})
			}
			for _, ref := range refs {
				if strings.EqualFold(ref, config.Ref) {
					program.Send(changed{})
				}
			}
		})
		if err != nil && !errors.Is(err, context.Canceled) {
			program.Send(broken{err})
		}
	}()
	if _, err := program.Run(); err != nil {
		return fmt.Errorf("show the view: %w", err)
	}
	return nil
}

// View is the program: what it shows, and how it was drawn last.
type View struct {
	config Config
	ctx    context.Context //nolint:containedctx // it is the program's own, for the commands that it starts
	look   *draw.Theme
	w, h   int
	scene  Scene
	room   model.Room
	read   time.Time     // when the room was read, by Clock
	base   time.Duration // how long the clock had run by then since it counted last
	asked  int           // the newest reading that was asked for
	turn   int           // of the tick that counts
	lines  []string
}

// The messages: what was asked for and what was told.
type (
	changed struct{}
	broken  struct{ why error }
	tick    struct{ turn int }
	found   struct {
		turn  int
		post  *model.Postmortem
		lives []model.Live
		room  model.Room
		err   error
	}
)

// New is the view before it has read anything.
func New(ctx context.Context, config Config) *View {
	if config.Clock == nil {
		config.Clock = time.Now
	}
	name := config.Theme
	if name == "" {
		name = "dark"
	}
	if config.Blank == nil {
		config.Blank = []string{BlankKey}
	}
	return &View{config: config, ctx: ctx, look: draw.NewTheme(name)}
}

// Init reads what is to be shown.
func (v *View) Init() tea.Cmd {
	if v.config.Theme == "" {
		return tea.Batch(v.find(), tea.RequestBackgroundColor) // a terminal that never answers keeps the dark one
	}
	return v.find()
}

// Update takes a message, and draws what it led to.
func (v *View) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := v.take(msg)
	v.scene.Now, v.scene.Blank = v.config.Now(), v.room.Blank
	v.scene.Clock = model.Clock{}
	if c := v.room.Clock; c.ID != "" && !agenda.Forgotten(c, v.scene.Now) {
		v.scene.Clock = agenda.Counted(c, v.scene.Now, v.base+v.config.Clock().Sub(v.read))
	}
	v.lines = Draw(v.look, &v.scene, v.w, v.h)
	return v, cmd
}

func (v *View) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		v.w, v.h = msg.Width, msg.Height
	case tea.BackgroundColorMsg:
		if v.config.Theme == "" && !msg.IsDark() {
			v.look = draw.NewTheme("light")
		}
	case changed:
		return v.find()
	case broken:
		v.scene.Notice = msg.why.Error()
	case found:
		return v.show(msg)
	case tick:
		if msg.turn == v.turn {
			return v.wait()
		}
	case tea.KeyPressMsg:
		return v.press(msg)
	}
	return nil
}

// press is what a key does: on a blank screen it brings the picture back, and nothing else.
func (v *View) press(k tea.KeyPressMsg) tea.Cmd {
	switch key := k.String(); {
	case key == "ctrl+c":
		return tea.Quit
	case v.room.Blank:
		return v.blank(false)
	case key == "q":
		return tea.Quit
	case key == "ctrl+z":
		return tea.Suspend
	case slices.Contains(v.config.Blank, key):
		return v.blank(true)
	}
	return nil
}

// blank makes the shared screens blank, or not. Where that cannot be told, this one is.
func (v *View) blank(on bool) tea.Cmd {
	v.room.Blank = on
	return func() tea.Msg {
		if _, err := v.config.Archive.SetRoom(v.ctx, v.config.Ref, func(r *model.Room) { r.Blank = on }); err != nil {
			return nil
		}
		return changed{}
	}
}

// find reads what is to be shown.
func (v *View) find() tea.Cmd {
	v.asked++
	turn := v.asked
	return func() tea.Msg {
		a, msg := v.config.Archive, found{turn: turn}
		if msg.post, msg.err = a.Load(v.ctx, v.config.Ref); msg.err != nil {
			return msg
		}
		var failed error
		msg.lives, msg.err = a.Lives(v.ctx, msg.post.Ref)
		msg.room, failed = a.Room(v.ctx, msg.post.Ref)
		msg.err = errors.Join(msg.err, failed)
		return msg
	}
}

// show takes in what was found, unless it was asked for anew since. Where nothing can be read, the last picture stays.
func (v *View) show(msg found) tea.Cmd {
	if msg.turn != v.asked {
		return nil
	}
	if msg.err != nil {
		v.scene.Notice = strings.ReplaceAll(msg.err.Error(), "\n", " ")
		return nil
	}
	s := &v.scene
	if s.Post == nil || s.Post.Revision != msg.post.Revision {
		if s.Cast == nil {
			s.Cast = &cast.Cast{}
		}
		s.Cast = s.Cast.Again(msg.post) // whoever was called something is called that still
	}
	s.Post, s.Notice = msg.post, ""
	if l := follow(s.Post, msg.lives, s.Place); l.Session != "" {
		s.Place = l
	}
	if c := msg.room.Clock; c.ID != v.room.Clock.ID || c.At != v.room.Clock.At {
		v.read, v.base = v.config.Clock(), max(v.config.Now().Sub(c.At.Time()), 0)
	}
	v.room = msg.room
	return v.wait()
}

// wait draws the clock anew when it says something else.
func (v *View) wait() tea.Cmd {
	v.turn++
	c, turn := v.room.Clock, v.turn
	if c.ID == "" || !c.Running {
		return nil
	}
	c = agenda.Counted(c, v.config.Now(), v.base+v.config.Clock().Sub(v.read))
	return tea.Tick(agenda.Next(c), func(time.Time) tea.Msg { return tick{turn} })
}

// View gives the window as it was drawn last.
func (v *View) View() tea.View {
	view := tea.NewView(strings.Join(v.lines, "\n"))
	view.AltScreen = true
	view.WindowTitle = "debrief"
	return view
}
