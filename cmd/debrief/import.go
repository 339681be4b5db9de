package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"sync"
	"time"

	"debrief/export/page"
	"debrief/intake"
	"debrief/intake/secret"
	"debrief/model"
	"debrief/model/say"
	"debrief/storage"

	"github.com/spf13/cobra"
)

// imported is one postmortem of a file, as it would come in or has come in, or why it is not taken.
type imported struct {
	File    string           `json:"file"`
	Ref     string           `json:"ref"`
	Known   bool             `json:"known"`
	Events  int              `json:"events"`
	Whys    int              `json:"whys"`
	Actions int              `json:"actions"`
	Dropped []intake.Dropped `json:"dropped"`
	Assumed []string         `json:"assumed"`
	Differs []string         `json:"differs"` // where a known one differs: "title", "E4 text"
	Error   string           `json:"error"`
	Left    string           `json:"left,omitempty"` // what it is that nobody wanted to come in

	title    string
	twin     *imported         // the same postmortem, among the files before
	sum      [sha256.Size]byte // of what it says
	post     *model.Postmortem // what is to come in; nil where nothing is
	markdown bool              // it was read from what people write, and not from a document of debrief's
	foreign  *page.Copy        // a page that debrief wrote
	data     []byte            // of that page
	deleted  bool              // it is known, and was deleted
	differs  []string          // what is here, and what the document says
	hidden   int
	back     *page.Back // of a page that came back
	taken    bool       // what that says was taken over
}

// no reports whether it was not taken, or differs from what is here.
func (r *imported) no() bool { return r.Error != "" || r.deleted || len(r.Differs) > 0 && !r.taken }

// importFlags say how files are read, and what becomes of pages that come back.
type importFlags struct {
	take, zone, dayOrder string
	dryRun               bool
}

func (f importFlags) check() error {
	switch {
	case f.take != "" && f.take != takePage && f.take != takeArchive:
		return noneOf("take", f.take, takePage, takeArchive)
	case f.dayOrder != "" && f.dayOrder != "dmy" && f.dayOrder != "mdy":
		return noneOf("day-order", f.dayOrder, "dmy", "mdy")
	}
	if _, err := (intake.Options{Zone: f.zone}).Locations(); err != nil {
		return fmt.Errorf("--zone: %w", err)
	}
	return nil
}

func (p *program) importCommand() *cobra.Command {
	var flags importFlags
	cmd := &cobra.Command{
		Use:   "import FILE…",
		Short: "Bring in postmortems: Markdown as people write it, debrief JSON, edited pages, whole folders; exit 1 when one was not taken",
		Long:  importHelp,
		Args:  wants(1, -1, "import FILE… or FOLDER [--dry-run] (- is standard input)"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := flags.check(); err != nil {
				return err
			}
			defer p.boundMemory()()
			use := p.useOrMake
			if !p.hasArchive() && (flags.dryRun || !p.anythingToTake(cmd.Context(), args, flags)) {
				use = p.useNone
			}
			return use(cmd.Context(), func(a *storage.Archive) error { return p.importFiles(cmd.Context(), a, args, flags) })
		},
	}
	p.prefixFlag(cmd)
	cmd.Flags().StringVar(&flags.take, "take", "", "where a page and the archive have both changed, whose `WORD` counts: page or archive")
	cmd.Flags().BoolVar(&flags.dryRun, "dry-run", false, "say what was understood and what would change, and change nothing")
	cmd.Flags().StringVar(&flags.zone, "zone", "", "`ZONE` of times in Markdown that name none: UTC, Europe/Oslo, PST (default UTC)")
	cmd.Flags().StringVar(&flags.dayOrder, "day-order", "", "`dmy` or mdy, for days like 03/04")
	offer(cmd, "take", takePage, takeArchive)
	offer(cmd, "day-order", "dmy", "mdy")
	return cmd
}

const importHelp = `Bring in whole postmortems: Markdown as people write it, debrief JSON, and pages for the team that debrief wrote. Of a
folder, all files in it that end in .md, .markdown or .json are read, and those in the folders below; what is hidden is left, and so are the list
of pages that export wrote and JSON of something else.

Of Markdown, --dry-run says what was understood: the title, how many events, whys and actions, what was taken for granted, and every line
that was not placed. What is in the archive already is not changed; a copy that differs says in which places. A template that nobody has
filled in is left. One that was imported is known by its title and its first line with a time, also when the rest was edited.

A page says in its last line from which step of which postmortem it was written. What somebody has changed on it since is taken over, as
one edit; what has changed in the archive meanwhile is kept. Where both have changed, somebody has to choose: --take page or
--take archive. What a page leaves out or shortens is no change. Where the last line is gone the page is compared with what is here
now, and nothing is deleted unless --take page says so. A page of another archive comes in as a postmortem.

  debrief import incidents/ --dry-run     what was understood, and what was not
  debrief import incidents/               brings it in; debrief undo --import takes all of it back
  debrief import page.md                  takes over what was changed on it; debrief undo takes it back

Exit status: 0 when all was taken, 1 when something was not, or is known and differs, 2 when the command is wrong.`

// anythingToTake reports whether an archive is to be made for some files. Standard input, which is read once only, may hold something.
func (p *program) anythingToTake(ctx context.Context, args []string, flags importFlags) (found bool) {
	if slices.Contains(args, "-") {
		return true
	}
	err := p.useNone(ctx, func(a *storage.Archive) error {
		for r := range p.planned(ctx, a, args, flags, func(int, int) {}) {
			if found = r.post != nil || r.isElsewhere(); found {
				break
			}
		}
		return nil
	})
	return found && err == nil
}

// importFiles brings in what files hold, and tells of each in their order.
func (p *program) importFiles(ctx context.Context, a *storage.Archive, args []string, flags importFlags) (err error) {
	run := &importRun{program: p, flags: flags, said: time.Now()}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	defer context.AfterFunc(ctx, stop)() // a second ctrl+c ends the program at once
	if flags.dryRun {
		for r := range p.planned(ctx, a, args, flags, run.far) {
			if r.foreign != nil {
				p.comeBack(ctx, a, r, "", flags)
			}
			if err = ctx.Err(); err != nil {
				break
			}
			run.plan(r)
		}
	} else {
		batch := model.NewID(p.time())
		documents := func(yield func(*model.Postmortem) bool) {
			for r := range p.planned(ctx, a, args, flags, run.far) {
				if r.foreign != nil {
					p.comeBack(ctx, a, r, batch, flags)
				}
				run.add(r)
				if r.post != nil && !yield(r.post) {
					return
				}
			}
		}
		err = a.ImportAll(ctx, batch, documents, run.tell)
	}
	run.finish(err)
	if run.failed != nil {
		return run.failed
	}
	if p.asJSON {
		err = p.out.answer(struct {
			Schema   int         `json:"schema"`
			Imported []*imported `json:"imported"`
		}{1, run.all})
		if err != nil {
			return err
		}
	}
	if run.unread > 0 || slices.ContainsFunc(run.all, (*imported).no) {
		return errNo
	}
	return nil
}

// importRun is an import under way: what was read so far, and how much of it was told.
type importRun struct {
	*program
	flags  importFlags
	mu     sync.Mutex
	all    []*imported
	told   int
	files  int       // how many there are
	unread int       // of them are those that were not read: it was stopped, or the archive failed
	late   int       // actions that were late for long when they came
	failed error     // to write an answer
	said   time.Time // when a terminal was last told how far it is
	onLine bool      // and that stands there
}

// plan takes what was read, of which nothing becomes, and says it.
func (run *importRun) plan(r *imported) {
	run.mu.Lock()
	defer run.mu.Unlock()
	run.all, run.told = append(run.all, r), run.told+1
	run.say(r)
}

// farEvery is how often a terminal is told how far reading has come.
const farEvery = 200 * time.Millisecond

// far says on a terminal how many files were read, where nothing else says it: on one line, which goes when the next thing is said.
func (run *importRun) far(done, all int) {
	run.mu.Lock()
	defer run.mu.Unlock()
	run.files, run.unread = all, all-done-1
	if all <= fewFiles || time.Since(run.said) < farEvery {
		return
	}
	if _, ok := terminal(run.err); !ok || run.env("TERM") == "dumb" {
		return
	}
	run.said, run.onLine = time.Now(), true
	_, _ = fmt.Fprintf(run.err, "\r%s of %s files read\x1b[K", say.Thousands(done), say.Thousands(all)) // it is no answer
}

// clear takes away the line that says how far it is.
func (run *importRun) clear() {
	if run.onLine {
		_, _ = io.WriteString(run.err, "\r\x1b[K")
		run.onLine = false
	}
}

// add takes what was read. It is called beside tell.
func (run *importRun) add(r *imported) {
	run.mu.Lock()
	defer run.mu.Unlock()
	run.all = append(run.all, r)
}

// tell takes what has become of the next that was to come in, and says it with those before it.
func (run *importRun) tell(made storage.Applied, err error) {
	run.mu.Lock()
	defer run.mu.Unlock()
	for {
		r := run.all[run.told]
		run.told++
		waits := r.post != nil
		if waits {
			r.became(made, err)
			run.late += longLate(made.Postmortem, model.DateOf(run.now()))
		}
		run.say(r)
		if waits {
			return
		}
	}
}

// longLate is how many actions of an imported postmortem were late for long when it came.
func longLate(pm *model.Postmortem, today model.Date) (n int) {
	for i := 0; pm != nil && i < len(pm.Actions); i++ {
		if a := &pm.Actions[i]; a.Due != "" && a.IsOpen() && a.Due.DaysUntil(today) > storage.LongLate {
			n++
		}
	}
	return n
}

// became notes what the archive has made of a postmortem.
func (r *imported) became(made storage.Applied, err error) {
	r.post = nil
	known := new(storage.KnownError)
	switch {
	case errors.As(err, &known):
		r.Ref, r.Known, r.deleted, r.Events, r.Whys, r.Actions = known.Ref, true, known.Deleted, 0, 0, 0
	case err != nil:
		r.Error = model.Clean(err.Error())
	default:
		r.Ref, r.hidden = made.Postmortem.Ref, r.hidden+made.Hidden
	}
}

// finish says what is left to say. With an error, what waits was not taken.
func (run *importRun) finish(err error) {
	run.mu.Lock()
	defer run.mu.Unlock()
	run.clear()
	if err == nil {
		run.unread = 0
	}
	why, lost := err, run.unread
	if errors.Is(err, context.Canceled) {
		why = errors.New("it was stopped")
	}
	for _, r := range run.all[run.told:] {
		if waits := r.post != nil && err != nil; waits {
			r.post, r.Error = nil, model.Clean(why.Error())
			lost++
			if run.files > fewFiles {
				continue // it is said of all of them together
			}
		}
		run.say(r)
	}
	switch {
	case err != nil && len(run.all) == 0:
		run.failed = err
	case lost > 0 && run.files > fewFiles:
		p := run.program
		p.complain(fmt.Errorf("%s not taken: %w", say.Count(lost, "file was", "files were"), why))
	}
	run.sum()
}

// sum says of many files how much became of them.
func (run *importRun) sum() {
	if run.late > 0 {
		run.hint(fmt.Sprintf("%s late for more than %d days already: debrief due lists them, and \"Needs you\" on the screen does not",
			say.Count(run.late, "open action is", "open actions are"), storage.LongLate))
	}
	if len(run.all) < 2 || run.flags.dryRun {
		return
	}
	in, known, not, left := 0, 0, run.unread, 0
	for _, r := range run.all {
		switch {
		case r.Error != "", r.deleted:
			not++
		case r.Left != "":
			left++
		case r.Known:
			known++
		default:
			in++
		}
	}
	said := fmt.Sprintf("%d brought in, %d here already, %d not taken", in, known, not)
	if left > 0 {
		said += fmt.Sprintf(", %d left", left)
	}
	if in > 0 {
		said += "; debrief undo --import takes it back"
	}
	run.hint(said)
}

// say prints the reference of what was taken, and says the rest on standard error.
func (run *importRun) say(r *imported) {
	p := run.program
	run.clear()
	if r.twin != nil {
		r.Ref = r.twin.Ref
	}
	if r.back != nil {
		p.sayBack(r)
	}
	switch stays := r.stays(); {
	case r.Error != "":
		p.complain(fmt.Errorf("%s: %s", r.File, r.Error))
		return
	case r.back != nil:
	case stays != "":
		p.complain(errors.New(r.File + " is " + stays))
		for _, line := range someLines(r.differs) {
			_, _ = fmt.Fprintln(p.err, "    "+model.Visible(line))
		}
	case run.flags.dryRun && !p.asJSON:
		run.wrote(p.out.line(fmt.Sprintf("%s: %s (%s)", r.File, r.title, r.holds())))
		run.understood(r, func(line string) { run.wrote(p.out.line(line)) }, len(r.Dropped))
		return
	case r.markdown && !run.flags.dryRun:
		run.brought(r)
	}
	p.sayHidden(r.File+": ", r.hidden)
	if !p.asJSON && r.Ref != "" && !r.deleted {
		run.wrote(p.out.line(r.Ref))
	}
}

// stays says what it is that did not come in, and is not refused; "" where it comes.
func (r *imported) stays() string {
	here := "in the archive already, as " + r.Ref
	switch {
	case r.Left != "":
		return r.Left + ": left"
	case r.deleted:
		return here + ", which was deleted: debrief undo " + r.Ref + " brings it back"
	case len(r.Differs) > 0:
		return here + ", and differs in " + say.Count(len(r.Differs), "place", "places") + ": nothing was changed"
	case r.twin != nil:
		return "the same postmortem as " + r.twin.File
	case r.Known:
		return here
	}
	return ""
}

// brought says what was understood of Markdown that came in.
func (run *importRun) brought(r *imported) {
	run.hint(fmt.Sprintf("%s is %s, %s: %s", r.File, r.Ref, model.Quote(model.Shorten(r.title, 60)), r.holds()))
	most := 3
	if run.told > fewFiles { // the lines of a whole folder would push away what became of its files
		most = 0
	}
	run.understood(r, run.hint, most)
}

func (run *importRun) wrote(err error) {
	if run.failed == nil {
		run.failed = err
	}
}

func (r *imported) holds() string {
	return say.Count(r.Events, "event", "events") + ", " + say.Count(r.Whys, "why", "whys") + ", " + say.Count(r.Actions, "action", "actions")
}

// fewFiles is of how many files not only their fate is said, but also the first lines that were not placed.
const fewFiles = 8

// understood says what was taken for granted, and the first lines that were not placed.
func (run *importRun) understood(r *imported, line func(string), most int) {
	if len(r.Assumed) > 0 {
		line("    taken for granted: " + strings.Join(r.Assumed, "; "))
	}
	for i, d := range r.Dropped {
		if i == most {
			more := ""
			if most > 0 {
				more = " more"
			}
			line(fmt.Sprintf("    %s%s not placed: --dry-run says them all", say.Count(len(r.Dropped)-most, "line", "lines"), more))
			break
		}
		line(fmt.Sprintf("    line %d not placed (%s): %s", d.Line, d.Why, model.Quote(model.Shorten(d.Text, 100))))
	}
}

// compare notes in which places a document differs from what the archive has of it. Private notes, which a document leaves out, are
// no difference, nor is where a part stands in its list. Markdown is compared with what came in then: what was edited here since says
// nothing about the file.
func (r *imported) compare(ctx context.Context, a *storage.Archive) error {
	given := r.post
	here, err := a.Load(ctx, r.Ref)
	if err == nil && r.markdown {
		here, err = a.At(ctx, r.Ref, 1)
	}
	if err != nil {
		return err
	}
	given.Settle()
	if given.Notes == "" {
		given.Notes = here.Notes
	}
	if r.markdown {
		given.Phase = here.Phase // no text says it
	}
	given.Hide(model.Diff(here, given), secret.Hide) // what would not be stored is no difference
	for _, c := range model.Diff(here, given) {
		if r.markdown && c.Field == "origin" { // the file has another name, or other lines above it
			continue
		}
		if line := toldOf(c); line != "" {
			r.differs = append(r.differs, line)
			r.Differs = append(r.Differs, strings.TrimSpace(c.Part+" "+c.Field))
		}
	}
	return nil
}
