package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"debrief/intake"
	"debrief/intake/capture"
	"debrief/intake/secret"
	"debrief/model"
	"debrief/model/lazyregexp"
	"debrief/model/say"
	"debrief/storage"

	"github.com/spf13/cobra"
)

// maxLine is how long one line on standard input may be, in bytes.
const maxLine = 1 << 20

// recordCommands write down what happened: new and log.
func (p *program) recordCommands() []*cobra.Command {
	return []*cobra.Command{p.newCommand(), p.logCommand()}
}

func (p *program) newCommand() *cobra.Command {
	var severity, zone string
	var open bool
	times := map[string]*string{"started": new(string), "detected": new(string), "mitigated": new(string)}
	cmd := &cobra.Command{
		Use:   "new TITLE",
		Short: "Start a postmortem and print its reference",
		Args: wants(1, -1, "new TITLE [--severity SEV1] [--started 02:14] [--detected 02:17] [--mitigated 02:45] [--zone Europe/Oslo] "+
			"[--prefix OPS] [--open [--plain]]"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if p.plain && !open {
				return errors.New("--plain says how it is opened: it goes with --open")
			}
			if open {
				if err := p.screenable(); err != nil && !p.plainly() {
					return err
				}
			}
			now, err := p.nowIn(zone)
			if err != nil {
				return err
			}
			pm := model.New(oneLine(strings.Join(args, " ")), now)
			if err := setSeverity(pm, severity); err != nil {
				return err
			}
			if err := p.setMoments(pm, times); err != nil {
				return err
			}
			if err := pm.Validate(); err != nil {
				return err
			}
			ref := ""
			err = p.useOrMake(cmd.Context(), func(a *storage.Archive) error {
				applied, err := a.Create(cmd.Context(), pm, "start the postmortem")
				if err != nil {
					return err
				}
				ref = applied.Postmortem.Ref
				p.sayZone(applied.Postmortem.Zone, zone != "")
				p.sayMoments(applied.Postmortem)
				return p.changed(ref, applied.Step.Label, ref, applied.Hidden)
			})
			if err != nil || !open {
				return err
			}
			return p.screens(cmd.Context(), screenPlace{ref: ref})
		},
	}
	cmd.Flags().StringVar(&severity, "severity", "", "`SEV1` to SEV5")
	cmd.Flags().StringVar(times["started"], "started", "", "`TIME` when it started: 02:14, 2026-11-18 02:14 or RFC 3339")
	cmd.Flags().StringVar(times["detected"], "detected", "", "`TIME` when somebody knew")
	cmd.Flags().StringVar(times["mitigated"], "mitigated", "", "`TIME` when users were well again")
	cmd.Flags().StringVar(&zone, "zone", "", "`NAME` of the zone that its times are in (default this machine's): Europe/Oslo, UTC")
	cmd.Flags().BoolVar(&open, "open", false, "open it")
	offerLater(cmd, "zone", completeZones)
	p.prefixFlag(cmd)
	p.plainFlag(cmd)
	offer(cmd, "severity", model.Words["severity"]...)
	return cmd
}

// sayMoments says on which day, in which zone, the times that were given are.
func (p *program) sayMoments(pm *model.Postmortem) {
	var said []string
	for _, name := range model.MomentNames {
		if m := *pm.Moments.Place(name); m != nil {
			in := ""
			if m.At.Time().After(p.now()) {
				in = " (in the future)"
			}
			said = append(said, name+" "+say.Clock(m.At, pm.Location(), true)+in)
		}
	}
	if len(said) > 0 && !p.asJSON {
		p.hint(strings.Join(said, ", ") + " " + pm.Zone)
	}
}

func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
}

// changed prints what was made or changed: the reference, or text for people; and how many secrets were not stored.
func (p *program) changed(ref, label, text string, hidden int) error {
	if p.asJSON {
		return p.out.answer(struct {
			Schema int    `json:"schema"`
			Ref    string `json:"ref"`
			Label  string `json:"label"`
			Hidden int    `json:"hidden"`
		}{1, ref, label, hidden})
	}
	p.sayHidden("", hidden)
	return p.out.line(text)
}

// sayHidden says how many secrets were not stored, of what is named where several things are brought in.
func (p *program) sayHidden(of string, hidden int) {
	if hidden > 0 {
		p.hint(fmt.Sprintf("%shidden: %d", of, hidden))
	}
}

// setSeverity takes SEV2, sev2 and 2.
func setSeverity(pm *model.Postmortem, word string) error {
	if word == "" {
		return nil
	}
	pm.Severity = strings.ToUpper(word)
	if len(word) == 1 {
		pm.Severity = "SEV" + word
	}
	if !slices.Contains(model.Words["severity"], pm.Severity) {
		return noneOf("severity", word, model.Words["severity"]...)
	}
	return nil
}

// setMoments sets the moments that flags name, in their order: none may be before the one before it.
func (p *program) setMoments(pm *model.Postmortem, times map[string]*string) error {
	before := ""
	for _, name := range model.MomentNames {
		text := times[name]
		if text == nil || *text == "" {
			continue
		}
		at, err := capture.ReadTime(*text, capture.Context{Post: pm, Now: p.now()})
		if err != nil {
			return fmt.Errorf("--%s: %w", name, err)
		}
		if before != "" {
			if earlier := *pm.Moments.Place(before); at.Time().Before(earlier.At.Time()) {
				return fmt.Errorf("--%s %s is before --%s %s", name, at, before, earlier.At)
			}
		}
		*pm.Moments.Place(name) = &model.Moment{At: at}
		before = name
	}
	return nil
}

// logFlags say about every event of one log command what its line does not.
type logFlags struct{ at, kind, source, link string }

func (p *program) logCommand() *cobra.Command {
	var flags logFlags
	cmd := &cobra.Command{
		Use:   "log [REF] [TEXT]",
		Short: "Add an event: [time] [mark] text [@person] [link] [#moment]",
		Long: `Add one event to the timeline: [time] [mark] text [@person] [link] [#moment]

  time    02:45, 0245, about 02:45, 02:41 or 02:45, 02:45-02:50, 2026-11-18 02:45, +5 (after the last event), now
  mark    * saw, ! did, = decided, ? thought, > told, ^ changed; ?+ and ?- settle the newest open thought
  #       #s started, #d detected, #m mitigated, #r resolved; #log, #alert, … for the source; #later for
          what was not known at the time

Without a time it is now, while the incident goes on: nothing is resolved, and the last event is less than twelve
hours old. A line of a log or of JSON is read as debrief intake reads it. A backslash makes text of what would be
understood otherwise: \02:45.

Without a reference, the event goes to the one unresolved postmortem. Without text, every line of standard input is
one, and from a pipe one without a time keeps its place behind the line before it.`,
		ValidArgsFunction: p.completeRefs,
		Example:           "  debrief log '02:45 ! rolled back the deploy @mei #m'",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := flags.check(); err != nil {
				return err
			}
			return p.use(cmd.Context(), func(a *storage.Archive) error {
				pm, text, err := p.logTarget(cmd.Context(), a, args)
				if err != nil {
					return err
				}
				l := logger{program: p, archive: a, flags: flags, post: pm}
				if text == "" {
					return l.lines(cmd.Context())
				}
				return l.event(cmd.Context(), text)
			})
		},
	}
	cmd.Flags().StringVar(&flags.at, "at", "", "`TIME`: 02:14, 0214, 2026-11-18 02:14, RFC 3339, or +5m after the last event")
	cmd.Flags().StringVar(&flags.kind, "kind", "", "`WORD`: "+strings.Join(model.Words["kind"], ", "))
	cmd.Flags().StringVar(&flags.source, "source", "", "`WORD`: "+strings.Join(model.Words["source"], ", "))
	cmd.Flags().StringVar(&flags.link, "link", "", "`URL` of where it can be seen")
	offer(cmd, "kind", model.Words["kind"]...)
	offer(cmd, "source", model.Words["source"]...)
	return cmd
}

// check looks at what does not depend on a postmortem, and gives the kind its own word: "saw" is a signal.
func (f *logFlags) check() error {
	for _, kind := range model.Words["kind"] {
		if strings.EqualFold(f.kind, model.Said(kind)) || strings.EqualFold(f.kind, kind) {
			f.kind = kind
		}
	}
	if f.kind != "" && !slices.Contains(model.Words["kind"], f.kind) {
		return noneOf("kind", f.kind, model.Words["kind"]...)
	}
	if f.source != "" && !slices.Contains(model.Words["source"], f.source) {
		return noneOf("source", f.source, model.Words["source"]...)
	}
	if u, err := url.Parse(f.link); f.link != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "") {
		return fmt.Errorf("--link %s is not the address of a web page", model.Quote(f.link))
	}
	return nil
}

var refShape = lazyregexp.New(`^([A-Za-z][A-Za-z0-9]*-[0-9]+)(?:/([A-Z][0-9]+))?$`)

// splitRef takes PM-7/A3 apart; part is "" where the postmortem itself is meant.
func splitRef(text string) (post, part string, ok bool) {
	m := refShape().FindStringSubmatch(text)
	if m == nil {
		return "", "", false
	}
	return m[1], m[2], true
}

// logTarget finds the postmortem, and the text that is to be added: the first argument is a reference if it looks like one
// of this archive's.
func (p *program) logTarget(ctx context.Context, a *storage.Archive, args []string) (*model.Postmortem, string, error) {
	if len(args) > 0 {
		words := strings.Fields(args[0])
		if len(words) > 0 {
			if ref, part, ok := splitRef(words[0]); ok && part == "" {
				pm, err := a.Load(ctx, ref)
				if err == nil || errors.Is(err, storage.ErrDeleted) || !p.foreignRef(ctx, a, ref) {
					return pm, strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(strings.Join(args, " ")), words[0])), err
				}
			}
		}
	}
	pm, err := p.unresolved(ctx, a)
	return pm, strings.TrimSpace(strings.Join(args, " ")), err
}

// foreignRef reports whether a word that looks like a reference is another tracker's: its prefix is not this archive's.
func (p *program) foreignRef(ctx context.Context, a *storage.Archive, ref string) bool {
	entries, err := ownEntries(ctx, a)
	if err != nil || len(entries) == 0 {
		return false
	}
	prefix, _, _ := strings.Cut(ref, "-")
	ours, _, _ := strings.Cut(entries[0].Ref, "-")
	return !strings.EqualFold(prefix, ours)
}

// ownEntries are the list without the example.
func ownEntries(ctx context.Context, a *storage.Archive) ([]model.Entry, error) {
	entries, err := a.List(ctx)
	return slices.DeleteFunc(entries, func(e model.Entry) bool { return e.IsExample() }), err
}

// unresolved is the one draft whose incident has no resolved moment.
func (p *program) unresolved(ctx context.Context, a *storage.Archive) (*model.Postmortem, error) {
	entries, err := ownEntries(ctx, a)
	if err != nil {
		return nil, err
	}
	var found []*model.Postmortem
	for _, e := range entries {
		if e.Status != "draft" {
			continue
		}
		pm, err := a.Load(ctx, e.Ref)
		if err != nil {
			return nil, err
		}
		if pm.Moments.Resolved == nil {
			found = append(found, pm)
		}
		if len(found) > 5 {
			break
		}
	}
	switch len(found) {
	case 0:
		return nil, errors.New("no postmortem is unresolved: say which one (debrief log PM-7 TEXT), or start one (debrief new TITLE)")
	case 1:
		return found[0], nil
	}
	names := make([]string, 0, len(found))
	for _, pm := range found {
		names = append(names, pm.Ref+" "+model.Shorten(pm.Title, 40))
	}
	return nil, fmt.Errorf("more than one postmortem is unresolved, say which: %s", strings.Join(names, ", "))
}

// logger adds events to one postmortem.
type logger struct {
	*program
	archive *storage.Archive
	flags   logFlags
	post    *model.Postmortem
	above   string // the event of the line before
}

// event adds one event and says what was understood.
func (l *logger) event(ctx context.Context, text string) error {
	r, err := l.read(text, true)
	if err != nil {
		return err
	}
	applied, err := l.archive.Apply(ctx, l.post.Ref, r.edit)
	if err != nil {
		return err
	}
	return l.added(applied, r)()
}

// added takes over what an edit has led to. What it returns says so.
func (l *logger) added(applied model.Applied, r understood) func() error {
	l.post = applied.Postmortem
	l.above = cmp.Or(applied.Step.Touched(), l.above)
	ref, label, said := l.post.Ref, applied.Step.Label, r.said
	if applied.Step.N == 0 {
		said = "it is there already"
	} else {
		ref += "/" + l.above
	}
	return func() error { return l.changed(ref, label, ref+"  "+said, r.hidden+applied.Hidden) }
}

// understood is a line as the edit that it asks for, what was understood, and how many secrets are no part of either.
type understood struct {
	edit   model.Edit
	said   string
	hidden int
}

// read understands a line. Secrets are hidden before the grammar takes it apart: what stands around one tells what it is. typed says that
// somebody types it now: then one without a time is of now, as long as the incident goes on.
func (l *logger) read(text string, typed bool) (r understood, err error) {
	text, r.hidden = secret.Hide(text)
	x := capture.Context{Post: l.post, Now: l.now(), At: l.flags.at, Selected: l.above}
	if l.flags.at != "" {
		if _, err := capture.ReadTime(l.flags.at, x); err != nil {
			return r, fmt.Errorf("--at: %w", err)
		}
	} else if result, ok := intake.MachineLine(text, intake.Options{Zone: l.post.Zone, Now: l.now(), Near: l.post.Begin().Time()}); ok {
		e := &result.Events[0].Event
		l.flags.give(e)
		r.edit, r.said = intake.Plan(l.post, result).Edit(func(int) bool { return true }), capture.Event{Event: *e}.Describe(x)
		return r, nil
	}
	c, err := capture.ReadEvent(text, x)
	if err == nil && c.Event.At.IsZero() && typed && l.goesOn() {
		asides := c.Asides
		x.At = "now"
		c, err = capture.ReadEvent(text, x)
		c.Asides = append(asides, c.Asides...)
	}
	if err != nil {
		return r, err
	}
	l.flags.give(&c.Event)
	r.edit, r.said = c.Edit(l.above), c.Describe(x)
	return r, nil
}

// give gives an event what the flags say.
func (f *logFlags) give(e *model.Event) {
	e.Kind, e.Link = cmp.Or(f.kind, e.Kind), cmp.Or(f.link, e.Link)
	capture.SetSource(e, cmp.Or(f.source, e.Source))
}

// freshness is how old the last event may be while an incident goes on.
const freshness = 12 * time.Hour

// goesOn reports an incident that is not resolved and of which something was recorded lately. What is planned for later, or has a wrong
// year, says nothing about that.
func (l *logger) goesOn() bool {
	last := l.post.Begin()
	for i := range l.post.Events {
		if at := l.post.Events[i].At; at.Time().After(last.Time()) && at.Time().Sub(l.time()) < freshness {
			last = at
		}
	}
	return l.post.Moments.Resolved == nil && !last.IsZero() && l.time().Sub(last.Time()).Abs() < freshness
}

// lines adds every line of standard input. A line that cannot be read is reported with its number, and the others are kept.
func (l *logger) lines(ctx context.Context) error {
	_, typed := terminal(l.in)
	if typed {
		l.hint("one event a line for " + l.post.Ref + ", as in 02:45 ! rolled back #m; ctrl+d ends")
	}
	in := linesOf(l.in)
	failed := 0
	for line := range in.waiting {
		n, err := l.burst(ctx, line, in.waiting, typed)
		if err != nil {
			return err
		}
		failed += n
	}
	switch {
	case errors.Is(in.err, bufio.ErrTooLong):
		return fmt.Errorf("line %d is longer than 1 MB", in.n+1)
	case in.err != nil:
		return fmt.Errorf("read standard input: %w", in.err)
	case in.n == 0:
		return errors.New("say what happened: debrief log [REF] TEXT, or lines on standard input")
	case failed == 1:
		return errors.New("1 line was not added")
	case failed > 0:
		return fmt.Errorf("%d lines were not added", failed)
	}
	return nil
}

// line is one of standard input, counted from 1.
type line struct {
	n    int
	text string
}

// input is standard input by lines. How it ended is known when no more are waiting.
type input struct {
	waiting chan line
	n       int // how many there were, empty ones too
	err     error
}

func linesOf(from io.Reader) *input {
	in := &input{waiting: make(chan line, 64)}
	go func() {
		defer close(in.waiting)
		lines := bufio.NewScanner(from)
		lines.Buffer(nil, maxLine)
		for lines.Scan() {
			in.n++
			if strings.TrimSpace(lines.Text()) != "" {
				in.waiting <- line{in.n, lines.Text()}
			}
		}
		in.err = lines.Err()
	}()
	return in
}

// aBurst is how long lines that are waiting may be added together, before they are acknowledged and others may write.
const aBurst = 50 * time.Millisecond

// burst adds a line and those that wait behind it, and then says of each what became of it. It counts those that were not added, and
// fails where none can be.
func (l *logger) burst(ctx context.Context, first line, waiting <-chan line, typed bool) (failed int, err error) {
	before := *l
	var added []line
	var say []func() error
	complain := func(at line, err error) func() error {
		failed++
		return func() error { l.complain(fmt.Errorf("line %d: %w", at.n, err)); return nil }
	}
	err = l.archive.Together(ctx, l.post.Ref, func(apply func(model.Edit) (model.Applied, error)) error {
		ends := time.Now().Add(aBurst)
		for at, more := first, true; more; {
			added = append(added, at)
			r, err := l.read(at.text, typed)
			var applied model.Applied
			if err == nil {
				applied, err = apply(r.edit)
			}
			if err != nil {
				say = append(say, complain(at, err))
			} else {
				say = append(say, l.added(applied, r))
			}
			if time.Now().After(ends) {
				return nil
			}
			select {
			case at, more = <-waiting:
			default:
				more = false
			}
		}
		return nil
	})
	switch {
	case errors.Is(err, storage.ErrReadOnly), errors.Is(err, storage.ErrFull), errors.Is(err, storage.ErrMoved):
		return 0, fmt.Errorf("line %d: %w", first.n, err)
	case err != nil: // nothing of it is on the disk
		*l, say, failed = before, nil, 0
		for _, at := range added {
			say = append(say, complain(at, err))
		}
		if added == nil {
			say = append(say, complain(first, err))
		}
	}
	for _, word := range say {
		if err := word(); err != nil {
			return 0, err
		}
	}
	return failed, nil
}
