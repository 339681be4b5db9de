// Package plain is the whole program as numbered questions on plain lines, for screen readers and serial consoles: a line goes out, a
// line comes in. Its rules: nothing moves a cursor, no byte of an escape sequence is written; an answer is in the archive before the next
// question is asked; and what is refused is said with what was expected, and asked again. What is asked and what an answer does is in
// ui/ask, as for the sheets.
package plain

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"debrief/intake"
	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/ask"
)

// Archive is what the questions need of the place where postmortems are kept.
type Archive interface {
	List(ctx context.Context) ([]model.Entry, error)
	Load(ctx context.Context, ref string) (*model.Postmortem, error)
	Create(ctx context.Context, p *model.Postmortem, label string) (model.Applied, error)
	Apply(ctx context.Context, ref string, e model.Edit) (model.Applied, error)
	Undo(ctx context.Context, ref string) (model.Applied, error)
	Redo(ctx context.Context, ref string) (model.Applied, error)
	Owners(ctx context.Context) ([]string, error)
}

// Config is where answers come from and what they change. All of it must be set, but Open and Phase.
type Config struct {
	Archive Archive
	In      io.Reader // one answer a line; its end leaves
	Out     io.Writer
	Open    string // the postmortem to open; "" asks which
	Phase   string // the phase to begin in; "" is the one that it has reached
	Now     func() time.Time

	ReadInput func(path string) (intake.Input, error)
	WriteFile func(path string, data []byte) (written string, err error)
	Markdown  func(p *model.Postmortem) []byte // the page
	FileName  func(p *model.Postmortem) string // what its file is called
}

// session is one sitting: what is open, and where in it somebody is.
type session struct {
	Config

	ctx    context.Context //nolint:containedctx // it is the sitting's own, for all that it asks of the archive
	in     *bufio.Reader
	pm     *model.Postmortem // nil while none is open
	phase  string
	heard  []string // what the coach asks about the last answer, not said yet
	unsaid error    // why lines cannot be written any more
	at     int      // which step of the phase
	asked  int      // questions in this step
	back   bool
	visits ask.Visits

	skipped map[string]bool // questions why that were passed over
	from    string          // the answer that was dug into last
	target  string          // what the next answer goes below, where somebody has said so
	given   string          // the question that was chosen for it
	after   string          // the event that one without a time goes behind
	answers string          // the cause that the next action answers, where somebody has said so
}

// The ways a question is left without an answer.
var (
	errBack  = errors.New("back")
	errLeave = errors.New("leave")
	errAgain = errors.New("again") // with the next question of the same step
)

// goTo leaves for a phase.
type goTo string

func (g goTo) Error() string { return "go to " + string(g) }

// Run asks until somebody leaves, or the answers end. What was answered is in the archive.
func Run(ctx context.Context, c Config) error {
	s := &session{Config: c, ctx: ctx, in: bufio.NewReader(c.In), skipped: map[string]bool{}}
	err := s.begin()
	if err == nil {
		err = s.walk()
	}
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case errors.Is(err, errLeave):
		s.say("Everything is saved.")
		return s.unsaid
	}
	return err
}

// begin opens what was named, or asks which one.
func (s *session) begin() error {
	if s.Open != "" {
		return s.open(s.Open, s.Phase)
	}
	s.say(ask.About, "An empty line skips a question, ? says what can be answered, q leaves.")
	for s.pm == nil {
		if err := s.which(); err != nil && !errors.Is(err, errBack) {
			return err
		}
	}
	return nil
}

// open goes to a postmortem, where somebody was last.
func (s *session) open(ref, phase string) error {
	pm, err := s.Archive.Load(s.ctx, ref)
	if err != nil {
		return err
	}
	s.pm = pm
	if phase == "" {
		phase = pm.Phase
	}
	if pm.FollowUpDue(s.Now()) || pm.RereadDue(s.Now()) {
		phase = "close"
	}
	s.say("", pm.Ref+" "+say.Safe(pm.Title)+". Times are in "+pm.Zone+".")
	s.enter(phase)
	return nil
}

// enter begins a phase.
func (s *session) enter(phase string) {
	s.visits.Visit(model.PhaseIndex(s.phase), model.PhaseIndex(phase))
	s.phase, s.at, s.back = phase, 0, false
	p := guide.Of(phase)
	n := model.PhaseIndex(phase) + 1
	s.say("", fmt.Sprintf("%d of %d, %s. %s", n, len(model.Phases), p.Title, p.Purpose))
}

// walk goes from step to step and from phase to phase.
func (s *session) walk() error {
	for {
		steps := stepsOf[s.phase]
		if s.at >= len(steps) {
			if err := s.onward(); err != nil {
				return err
			}
			continue
		}
		s.asked = 0
		err := s.renew()
		if err == nil {
			err = steps[s.at](s)
		}
		to, going := errors.AsType[goTo](err)
		switch {
		case going:
			err = nil
			s.sayOpen(model.PhaseIndex(s.phase))
			s.enter(string(to))
		case errors.Is(err, errAgain):
			err = nil
		case errors.Is(err, errBack):
			err = nil
			s.goBack()
		case err == nil && s.back && s.asked == 0: // there was nothing to ask
			s.goBack()
		case err == nil:
			s.at, s.back = s.at+1, false
		}
		if err != nil {
			return err
		}
	}
}

// goBack goes to the step before this one, which may be the last of the phase before.
func (s *session) goBack() {
	i := model.PhaseIndex(s.phase)
	switch {
	case s.at > 0:
		s.at--
	case i > 0:
		s.phase = model.Phases[i-1]
		s.at = len(stepsOf[s.phase]) - 1
	default:
		s.back = false
		return
	}
	s.back = true
}

// onward ends a phase: its open questions are read out, and the next one begins. Behind the last one somebody says where to go.
func (s *session) onward() error {
	i := model.PhaseIndex(s.phase)
	s.sayOpen(i)
	if i+1 < len(model.Phases) {
		s.enter(model.Phases[i+1])
		return nil
	}
	err := s.put(question{
		text: "That was the last phase. :1 to :6 go to a phase, list says what is there, q leaves.",
		take: func(string) error { return errors.New("this is no question: expected :1 to :6, list, :show, or q") },
	})
	if to, going := errors.AsType[goTo](err); going {
		s.enter(string(to))
		return nil
	}
	if errors.Is(err, errBack) {
		s.at = len(stepsOf[s.phase])
		s.goBack()
		return nil
	}
	return err
}

// sayOpen reads out what is still open in a phase.
func (s *session) sayOpen(i int) {
	s.hear()
	s.visits.Left = max(s.visits.Left, i+1)
	var open []string
	for _, f := range new(ask.Checks).Look(s.pm, s.visits, s.Now()).Asked {
		if f.Phase == model.Phases[i] {
			open = append(open, "  "+about(f.At)+say.Safe(f.Question))
		}
	}
	if len(open) == 0 {
		return
	}
	head := say.Count(len(open), "question is", "questions are") + " open in " + guide.Of(model.Phases[i]).Title + ", and may stay so:"
	s.say(append([]string{head}, open...)...)
}

// about is the part that a question is about, to stand before it.
func about(at string) string {
	if model.KindOf(at) == nil {
		return ""
	}
	return at + ": "
}

// say writes lines. They are safe: what is no letter, sign or blank is not written. That they cannot be written is said when the next
// answer is read.
func (s *session) say(lines ...string) {
	for _, l := range lines {
		if s.unsaid == nil {
			_, s.unsaid = io.WriteString(s.Out, strings.TrimRight(model.Clean(l), " ")+"\n")
		}
	}
}

// longest is how long an answer may be, in bytes.
const longest = 1 << 20

// read reads one answer, without what a console makes of arrow keys. A line that ends with a backslash goes on in the next one. At the
// end of the answers it gives io.EOF.
func (s *session) read() (string, error) {
	var b strings.Builder
	for s.unsaid == nil {
		line, err := s.line(longest - b.Len())
		if err != nil && (line == "" || !errors.Is(err, io.EOF)) {
			return "", err
		}
		line = strings.TrimRight(line, "\r\n")
		rest, more := strings.CutSuffix(line, `\`)
		b.WriteString(strings.TrimRight(model.Clean(rest), " "))
		if !more {
			return strings.TrimSpace(b.String()), nil
		}
		b.WriteString("\n")
	}
	return "", s.unsaid
}

// line reads one line of at most so many bytes; what is longer is not gathered.
func (s *session) line(most int) (string, error) {
	var line []byte
	for {
		some, err := s.in.ReadSlice('\n')
		if len(line)+len(some) > most {
			return "", fmt.Errorf("an answer is longer than %d KiB", longest>>10)
		}
		if line = append(line, some...); !errors.Is(err, bufio.ErrBufferFull) {
			return string(line), err
		}
	}
}

// apply changes the postmortem, and says what the coach asks about the new words.
func (s *session) apply(e model.Edit) (model.Applied, error) {
	before := map[string]bool{}
	for _, f := range new(ask.Checks).Look(s.pm, s.visits, s.Now()).All {
		before[f.Code+f.At+f.Text] = true
	}
	e.Do = ask.Reaching(s.phase, ask.Following(e.Do, s.Now()))
	applied, err := s.Archive.Apply(s.ctx, s.pm.Ref, e)
	if _, overtaken := errors.AsType[*model.ChangedError](err); overtaken {
		return applied, errors.Join(s.renew(), err)
	}
	if err != nil {
		return applied, err
	}
	s.pm = applied.Postmortem
	if applied.Hidden > 0 {
		s.say(say.Count(applied.Hidden, "secret was", "secrets were") + " hidden.")
	}
	ref := applied.Step.Touched()
	for _, f := range new(ask.Checks).Look(s.pm, s.visits, s.Now()).All {
		if f.At == ref && ref != "" && ask.AboutWords(f.Code) && !before[f.Code+f.At+f.Text] {
			s.heard = append(s.heard, "  "+about(f.At)+say.Safe(f.Question))
		}
	}
	return applied, nil
}

// renew reads the postmortem anew, for what others have changed.
func (s *session) renew() error {
	pm, err := s.Archive.Load(s.ctx, s.pm.Ref)
	if err == nil {
		s.pm = pm
	}
	return err
}

// hear says what the coach asks about the words that were answered last.
func (s *session) hear() {
	s.say(s.heard...)
	s.heard = nil
}
