package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"debrief/intake"
	"debrief/intake/clock"
	"debrief/intake/text"
	"debrief/model"
	"debrief/storage"

	"github.com/spf13/cobra"
)

// intakeFlags answer what an input may leave open.
type intakeFlags struct {
	format, zone, date, copied, dayOrder string
	columns                              map[string]string
	shift                                time.Duration
	dryRun                               bool
}

func (p *program) intakeCommand() *cobra.Command {
	var f intakeFlags
	cmd := &cobra.Command{
		Use:   "intake REF [FILE...|-]",
		Short: "Bring in events from logs, chats, alerts, exports and written timelines",
		Long: "Bring in events from files, or from standard input (-). What was not understood is listed with the reason;\n" +
			"what the timeline has already is left out; secrets are hidden. One undo takes it all back.",
		Args:              wants(1, -1, "intake PM-7 FILE..., or - for standard input"),
		ValidArgsFunction: p.completeRefThenFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.check(); err != nil {
				return err
			}
			return p.bringIn(cmd.Context(), args[0], args[1:], f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.format, "format", "", "`NAME` of the format, where recognition is wrong: "+strings.Join(intake.Formats(), ", "))
	flags.StringVar(&f.zone, "zone", "", "`ZONE` of times that name none, such as UTC, Europe/Oslo or PST")
	flags.StringVar(&f.date, "date", "", "`DAY` of the first time that names none, such as 2026-11-18")
	flags.StringVar(&f.copied, "copied", "", "`TIME` when a table of ages (3m20s) was copied")
	flags.StringVar(&f.dayOrder, "day-order", "", "dmy or mdy, for `DAYS` such as 03/04/2026")
	flags.StringToStringVar(&f.columns, "columns", nil, "`COLUMNS` of a CSV by name or number: time=1,text=3 (also by, kind, source, link)")
	flags.DurationVar(&f.shift, "shift", 0, "shift all times by this `LENGTH`, such as -1h")
	flags.BoolVar(&f.dryRun, "dry-run", false, "say what would be added and write nothing")
	offer(cmd, "format", intake.Formats()...)
	offerLater(cmd, "zone", completeZones)
	offer(cmd, "day-order", "dmy", "mdy")
	return cmd
}

// check looks at what does not depend on a postmortem.
func (f intakeFlags) check() error {
	switch {
	case f.format != "" && !slices.Contains(intake.Formats(), f.format):
		return noneOf("format", f.format, intake.Formats()...)
	case f.dayOrder != "" && f.dayOrder != "dmy" && f.dayOrder != "mdy":
		return noneOf("day-order", f.dayOrder, "dmy", "mdy")
	}
	if _, err := (intake.Options{Zone: f.zone}).Locations(); err != nil {
		return fmt.Errorf("--zone: %w", err)
	}
	return nil
}

// options are the answers in the form that intake takes.
func (f intakeFlags) options(p *program, pm *model.Postmortem) (intake.Options, error) {
	opt := intake.Options{
		Format: f.format, Zone: f.zone, DayDate: f.dayOrder, Shift: f.shift, Columns: f.columns, Now: p.time(), Near: pm.Begin().Time(),
		Home: pm.Location(), People: pm.Participants,
	}
	var err error
	if opt.Date, err = model.ParseDate(f.date); err != nil {
		return opt, fmt.Errorf("--date: %w", err)
	}
	if f.copied != "" {
		now := p.time().In(pm.Location())
		at, _, _, _, err := clock.ParseTime(f.copied, clock.TimeContext{Zone: pm.Location(), Day: now, Last: now, Now: now})
		if err != nil {
			return opt, fmt.Errorf("--copied: %w", err)
		}
		opt.Copied = at.Time()
	}
	return opt, nil
}

// needFlags are what an input may leave open, and the flags that answer it.
var needFlags = map[string][2]string{
	"date": {"which day the times are of", "--date 2026-11-18"}, "zone": {"which zone the times are in", "--zone UTC"},
	"copied": {"when it was copied", "--copied 02:50"}, "day order": {"whether 03/04 is in March or in April", "--day-order dmy"},
	"columns": {"which columns hold the time and the text", "--columns time=1,text=2"},
}

// needs says what the input leaves open and what that is about, and the flag that answers it. The zone that times of the postmortem are in
// is the first to be thought of.
func (f intakeFlags) needs(need string, about intake.Open, zone string) string {
	what, flag := needFlags[need][0], needFlags[need][1]
	switch {
	case about.Shared != "" && f.zone != "":
		return fmt.Sprintf("%s is the name of several zones, and %s is none of them (%s): give --zone %s,ZONE with one of %s",
			about.Shared, f.zone, about, f.zone, clock.SharedZones(about.Shared))
	case about.Shared != "":
		return fmt.Sprintf("%s is the name of several zones (%s): give --zone %s",
			about.Shared, about, clock.SharedZones(about.Shared))
	case about.Guess != "":
		flag = "--columns " + strings.ReplaceAll(about.Guess, " ", ",")
	case need == "zone" && zone != "UTC":
		flag = "--zone " + zone + " if they are in the postmortem's, or " + flag
	}
	return fmt.Sprintf("the input does not say %s (%s): give %s", what, about, flag)
}

// brought is the answer of the command.
type brought struct {
	Schema  int           `json:"schema"`
	Events  []model.Event `json:"events"`
	Folded  int           `json:"folded"`
	Known   int           `json:"known"`
	Dropped []droppedLine `json:"dropped"`
	Hidden  int           `json:"hidden"`
	Doubts  []droppedLine `json:"doubts"` // added, but the time looks odd
	Needs   []string      `json:"needs"`

	open map[string]intake.Open // what the needs are about
	zone string                 // of the postmortem
}

type droppedLine struct {
	File string `json:"-"` // for people; the document names the line only
	intake.Dropped
}

// bringIn reads all files first and then adds their events in one step.
func (p *program) bringIn(ctx context.Context, ref string, files []string, f intakeFlags) error {
	ref, err := postRef(ref)
	if err != nil {
		return err
	}
	return p.use(ctx, func(a *storage.Archive) error {
		pm, err := a.Load(ctx, ref)
		if err != nil {
			return err
		}
		opt, err := f.options(p, pm)
		if err != nil {
			return err
		}
		inputs, err := p.inputs(files)
		if err != nil {
			return err
		}
		answer := brought{Schema: model.SchemaVersion, Events: []model.Event{}, Dropped: []droppedLine{}, Doubts: []droppedLine{}, Needs: []string{},
			open: map[string]intake.Open{}, zone: pm.Zone}
		previews, err := p.previews(inputs, opt, pm, &answer)
		if err != nil {
			return err
		}
		if f.dryRun {
			return p.sayBrought(pm, answer, f, true)
		}
		if len(answer.Needs) > 0 {
			return p.lacking(answer, f)
		}
		applied, err := a.Apply(ctx, pm.Ref, bringAll(previews, f.shift != 0))
		if err != nil {
			return err
		}
		answer.Events = []model.Event{}
		for _, made := range applied.Step.Created() {
			if e := applied.Postmortem.Event(made); e != nil {
				answer.Events = append(answer.Events, *e)
			}
		}
		return p.sayBrought(applied.Postmortem, answer, f, false)
	})
}

// inputs reads the files that were named; none, or -, is standard input.
func (p *program) inputs(files []string) ([]intake.Input, error) {
	if len(files) == 0 {
		files = []string{"-"}
	}
	var inputs []intake.Input
	for _, file := range files {
		if file != "-" {
			in, err := readInput(file)
			if err != nil {
				return nil, err
			}
			inputs = append(inputs, in)
			continue
		}
		if _, typed := terminal(p.in); typed {
			return nil, errors.New("nothing is piped in: name a file, or pipe a log into debrief intake REF -")
		}
		data, err := io.ReadAll(io.LimitReader(p.in, text.MaxSize))
		if err != nil {
			return nil, fmt.Errorf("read standard input: %w", reason(err))
		}
		inputs = append(inputs, intake.Input{Name: "stdin", Data: data})
	}
	return inputs, nil
}

// readingMemory is how many bytes reading aims to stay below.
const readingMemory = 200 << 20

// previews reads every input and compares it with the timeline as the inputs before it will leave it.
func (p *program) previews(inputs []intake.Input, opt intake.Options, pm *model.Postmortem, answer *brought) ([]intake.Preview, error) {
	if p.env("GOMEMLIMIT") == "" { // a journal of a hundred thousand lines is no reason to take half of a small machine
		defer debug.SetMemoryLimit(debug.SetMemoryLimit(readingMemory))
	}
	after := pm.Clone()
	var previews []intake.Preview
	for n, in := range inputs {
		opt.Progress = p.progress(in.Name)
		result, err := intake.Read(in, opt)
		if err != nil {
			return nil, err
		}
		preview := intake.Plan(after, result)
		previews = append(previews, preview)
		answer.add(filepath.Base(in.Name), preview)
		if n+1 < len(inputs) { // the next one is compared with what this one will add
			if err := preview.Edit(nil).Do(after); err != nil {
				return nil, err
			}
			after.Settle()
		}
	}
	return previews, nil
}

// add counts what one file would add.
func (b *brought) add(file string, v intake.Preview) {
	_, known, _ := v.Count()
	b.Known += known
	b.Hidden += v.Hidden
	for _, d := range v.Dropped {
		b.Dropped = append(b.Dropped, droppedLine{file, d})
	}
	for _, need := range v.Needs {
		if !slices.Contains(b.Needs, need) {
			b.Needs = append(b.Needs, need)
			b.open[need] = v.Open[need]
		}
	}
	b.Events = slices.Grow(b.Events, len(v.Events))
	for i := range v.Events {
		c := &v.Events[i]
		e := c.Event
		if c.Doubt != "" && v.Plan[i].Fate != intake.Known {
			b.Doubts = append(b.Doubts, droppedLine{file, intake.Dropped{Line: c.Line, Text: c.Text, Why: c.Doubt}})
		}
		if v.Plan[i].Fate != intake.Adds {
			continue
		}
		if c.Folded || e.Noise {
			b.Folded++
			e.Noise = true
		}
		b.Events = append(b.Events, e)
	}
}

// progress shows on a terminal how far a large input is read.
func (p *program) progress(name string) func(done, total int) {
	width, shown := terminal(p.err)
	if !shown {
		return nil
	}
	return func(done, total int) {
		if total < 20000 || width < 40 {
			return
		}
		text := fmt.Sprintf("\r%s: %d of %d lines", model.Shorten(model.Clean(name), width/2), done, total)
		if done >= total {
			text = "\r" + strings.Repeat(" ", len(text)) + "\r"
		}
		_, _ = io.WriteString(p.err, text) // an answer does not fail for it
	}
}

// bringAll is all previews as one edit. With a shift, what is known already moves to where the shifted input has it, so that
// doing it twice changes nothing more.
func bringAll(previews []intake.Preview, shifted bool) model.Edit {
	edit := model.Edit{Label: "bring in nothing new"}
	if len(previews) > 0 {
		edit.Label = previews[0].Edit(nil).Label
	}
	if len(previews) > 1 {
		edit.Label = fmt.Sprintf("bring in events from %d files", len(previews))
	}
	edit.Do = func(pm *model.Postmortem) error {
		for _, preview := range previews {
			if shifted {
				shiftKnown(pm, intake.Plan(pm, preview.Result))
			}
			if err := preview.Edit(nil).Do(pm); err != nil {
				return err
			}
			pm.Settle() // the next file is compared with what this one added
		}
		return nil
	}
	return edit
}

func shiftKnown(pm *model.Postmortem, preview intake.Preview) {
	for i, what := range preview.Plan {
		e := pm.Event(what.Ref)
		if what.Fate != intake.Known || e == nil || e.At.IsZero() || e.Key != preview.Events[i].Key {
			continue
		}
		e.At, e.Until = preview.Events[i].At, preview.Events[i].Until
	}
}

// lacking says which flags answer what the input leaves open.
func (p *program) lacking(answer brought, f intakeFlags) error {
	if p.asJSON {
		answer.Events = []model.Event{}
		if err := p.document(answer); err != nil {
			return err
		}
	}
	var flags []string
	for _, need := range answer.Needs {
		flags = append(flags, f.needs(need, answer.open[need], answer.zone))
	}
	return errors.New(strings.Join(flags, "; "))
}

// document writes the answer with one event at a time in memory: a journal has a hundred thousand of them.
func (p *program) document(answer brought) error {
	events := answer.Events
	answer.Events = []model.Event{}
	whole := model.EncodeAnswer(answer)
	if len(events) == 0 {
		return p.out.raw(string(whole))
	}
	const list = `"events": [`
	before, after, _ := strings.Cut(string(whole), list)
	w := bufio.NewWriterSize(p.out, 1<<16)
	_, _ = w.WriteString(before + list) // what fails to be written fails again at Flush
	for i := range events {
		if events[i].Also == nil {
			events[i].Also = []model.Also{}
		}
		one := bytes.TrimSpace(model.EncodeAnswer(&events[i]))
		if i > 0 {
			_ = w.WriteByte(',')
		}
		_, _ = w.WriteString("\n    ")
		_, _ = w.Write(bytes.ReplaceAll(one, []byte("\n"), []byte("\n    ")))
	}
	_, _ = w.WriteString("\n  " + after)
	return w.Flush()
}

func counted(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// sayLines lists what became of lines, a run of neighbours with one reason in one line: the format has file, lines, reason and text.
func (p *program) sayLines(said []droppedLine, format string) {
	for len(said) > 0 {
		n := 1
		for n < len(said) && said[n].File == said[0].File && said[n].Why == said[0].Why {
			n++
		}
		lines := fmt.Sprintf("line %d", said[0].Line)
		if n > 1 {
			lines = fmt.Sprintf("lines %d to %d", said[0].Line, said[n-1].Line)
		}
		p.hint(fmt.Sprintf(format, said[0].File, lines, said[0].Why, model.Shorten(said[0].Text, 80)))
		said = said[n:]
	}
}

func (p *program) sayBrought(pm *model.Postmortem, answer brought, f intakeFlags, dry bool) error {
	if p.asJSON {
		return p.document(answer)
	}
	for _, e := range answer.Events {
		at := "--:--"
		if !e.At.IsZero() {
			layout := "2006-01-02 15:04"
			if e.Precision == "day" {
				layout = "2006-01-02      "
			}
			at = e.At.Time().In(pm.Location()).Format(layout)
		}
		fold := ""
		if e.Noise {
			fold = "  (folded)"
		}
		if err := p.out.line(strings.TrimSpace(fmt.Sprintf("%s  %s  %s%s", e.Ref, at, e.Text, fold))); err != nil {
			return err
		}
	}
	p.sayLines(answer.Dropped, "%s: %s not used (%s): %s")
	p.sayLines(answer.Doubts, "%s: %s: %s: %s")
	verb := "added"
	if dry {
		verb = "would be added"
	}
	p.hint(fmt.Sprintf("%d %s, %d of them folded; %d known already; %s not used; %s hidden",
		len(answer.Events), verb, answer.Folded, answer.Known, counted(len(answer.Dropped), "line"), counted(answer.Hidden, "secret")))
	for _, need := range answer.Needs {
		p.hint(f.needs(need, answer.open[need], answer.zone))
	}
	return nil
}
