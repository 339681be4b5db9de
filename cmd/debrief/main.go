// Command debrief takes a group, or one person, through a blameless postmortem, keeps every postmortem in one archive, and
// writes it out as Markdown.
//
// Its rule: every command is a short function of the archive; what it prints is safe to show, an error is one line on
// standard error, and the exit status is 0 for fine, 1 where the answer is "no", 2 for wrong usage or a failure.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"debrief/cmd/debrief/config"
	"debrief/intake/secret"
	"debrief/model"
	"debrief/storage"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"
)

// version is set by the linker in a release; without it, what the Go toolchain knows about the build is shown.
var version string

// errNo is the end of a command whose answer is "no" and stands on standard output.
var errNo = errors.New("no")

// program is one run of debrief: its surroundings and the flags that every command has.
type program struct {
	in   io.Reader
	out  *output
	err  io.Writer
	env  func(string) string
	time func() time.Time
	log  *slog.Logger

	archivePath string
	prefix      string // of the references in an archive that is made
	theme       string
	plain       bool   // the screens are questions on plain lines
	as          string // whose steps this run makes, and takes back; "" for the login's
	asJSON      bool
	guideDoubt  string // what is wrong with a team's own words; "" where nothing is

	zone      *time.Location // see here; nil until it is asked for
	zoneNamed bool
}

func main() {
	p := &program{in: os.Stdin, out: &output{w: os.Stdout}, err: os.Stderr, env: os.Getenv, time: time.Now, log: slog.New(slog.DiscardHandler)}
	p.grow(commandGrowth)
	os.Exit(p.run(context.Background(), os.Args[1:]))
}

// run runs one command and gives its exit status.
func (p *program) run(ctx context.Context, args []string) int {
	root := p.root()
	root.SetArgs(textArgs(root, args))
	root.SetIn(p.in)
	root.SetOut(p.out)
	root.SetErr(p.err)
	began := time.Now()
	err := root.ExecuteContext(ctx)
	if err == nil {
		err = p.out.err
	}
	p.log.Info("end", "took", time.Since(began), "error", err)
	switch {
	case errors.Is(err, errNo):
		return 1
	case err != nil:
		p.complain(err)
		return 2
	}
	return 0
}

// textArgs keeps what is no flag from being read as one: "- restarted the pod" is a text of log and new, and "-retry" a word that search
// is to leave out.
func textArgs(root *cobra.Command, args []string) []string {
	cmd, _, err := root.Find(args)
	if err != nil {
		return args
	}
	text, ok := map[string]func(cmd *cobra.Command, arg string) bool{"log": isText, "new": isText, "search": isLeftOut}[cmd.Name()]
	if !ok {
		return args
	}
	args = slices.Clone(args)
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if strings.HasPrefix(arg, "-") && text(cmd, arg) && (i == 0 || !wantsValue(cmd, args[i-1])) {
			args[i] = " " + arg
		}
	}
	return args
}

// isText reports whether an argument with a hyphen in front goes on in words.
func isText(_ *cobra.Command, arg string) bool {
	name, _, _ := strings.Cut(arg, "=")
	return strings.ContainsAny(name, " \t")
}

// isLeftOut reports whether it is a word with one hyphen, and not a flag that lacks the other one.
func isLeftOut(cmd *cobra.Command, arg string) bool {
	name, _, _ := strings.Cut(strings.TrimPrefix(arg, "-"), "=")
	return !strings.HasPrefix(arg, "--") && name != "h" && name != "help" && cmd.Flag(name) == nil
}

// wantsValue reports whether an argument is a flag whose value is the next one.
func wantsValue(cmd *cobra.Command, arg string) bool {
	name, ok := strings.CutPrefix(arg, "--")
	f := cmd.Flag(name)
	return ok && f != nil && f.NoOptDefVal == ""
}

// complain says an error in one line.
func (p *program) complain(err error) {
	_, _ = fmt.Fprintln(p.err, "debrief: "+middleCut(model.Visible(err.Error()))) // there is nowhere else to say it
}

// middleCut keeps both ends of a long message: the field that it names may stand deep, and the reason stands last.
func middleCut(s string) string {
	const head, tail = 150, 250
	runes := []rune(s)
	if len(runes) <= head+tail {
		return s
	}
	return string(runes[:head]) + "…" + string(runes[len(runes)-tail:])
}

// hint says something to a person that is no part of the answer.
func (p *program) hint(text string) {
	_, _ = fmt.Fprintln(p.err, model.Visible(text)) // an answer does not fail for it
}

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "debrief",
		Short:         "Take a group through a blameless postmortem",
		Long:          "debrief takes a group, or one person, through a blameless postmortem in six phases.\nWithout a command it opens the archive.",
		Version:       buildVersion(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return nil
		},
		RunE:              func(cmd *cobra.Command, _ []string) error { return p.screens(cmd.Context(), screenPlace{}) },
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return p.prepare(cmd) },
	}
	root.SetVersionTemplate("debrief {{.Version}}\n")
	root.SetFlagErrorFunc(flagError)
	flags := root.PersistentFlags()
	flags.StringVar(&p.archivePath, "archive", "", "the archive's `FILE` (default $DEBRIEF_ARCHIVE, or debrief/archive.db in the user's data folder)")
	flags.StringVar(&p.theme, "theme", "", "`NAME` of the colours: light, dark or mono")
	flags.StringVar(&p.as, "as", "", "`NAME` of whoever does this, whose steps undo takes back (default the login's name)")
	flags.BoolVar(&p.asJSON, "json", false, "answer with a JSON document")
	offer(root, "theme", config.Themes...)
	p.prefixFlag(root)
	p.plainFlag(root)
	for _, group := range [][]*cobra.Command{
		p.recordCommands(), {p.intakeCommand()},
		p.archiveCommands(), p.journalCommands(), p.actionCommands(), p.testCommands(), p.exchangeCommands(), p.screenCommands(), p.wordCommands(),
	} {
		root.AddCommand(group...)
	}
	strictHelp(root)
	return root
}

// prepare reads what the environment says, before any command.
func (p *program) prepare(cmd *cobra.Command) error {
	if err := checkValues(cmd); err != nil {
		return err
	}
	if now := p.env("DEBRIEF_NOW"); now != "" {
		i, err := model.ParseInstant(now)
		if err != nil {
			return fmt.Errorf("$DEBRIEF_NOW: %w", err)
		}
		p.time = i.Time
	}
	if p.theme != "" && !slices.Contains(config.Themes, p.theme) {
		return noneOf("theme", p.theme, config.Themes...)
	}
	if cmd.Flags().Changed("as") {
		if err := model.CheckName(p.as); err != nil {
			return fmt.Errorf("--as: %w", err)
		}
	}
	p.useGuide()
	if path := p.env("DEBRIEF_LOG"); path != "" {
		f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			return fmt.Errorf("$DEBRIEF_LOG: %w", err)
		}
		p.log = slog.New(slog.NewTextHandler(f, &slog.HandlerOptions{Level: slog.LevelDebug})) // the file is open as long as the program
		p.log.Info("begin", "command", cmd.CommandPath(), "version", cmd.Root().Version)
	}
	return nil
}

// now is the time where whoever runs debrief is: today, and the days that things are due, are days of that person's calendar.
func (p *program) now() time.Time {
	zone, _ := p.here()
	return p.time().In(zone)
}

// use runs a command on the archive as it is, and makes none. One that was named must be there: an answer from an archive that
// nobody has would be believed. At the default place, none is one without a postmortem.
func (p *program) use(ctx context.Context, do func(*storage.Archive) error) error {
	return p.useWith(ctx, storage.Options{Existing: true}, p.hinting(do))
}

// useOrMake runs a command on the archive, which it makes where there is none.
func (p *program) useOrMake(ctx context.Context, do func(*storage.Archive) error) error {
	return p.useWith(ctx, storage.Options{Prefix: p.prefix}, p.hinting(do))
}

// useNone runs a command that has nothing for an archive, on one that is on no disk.
func (p *program) useNone(ctx context.Context, do func(*storage.Archive) error) error {
	a, err := storage.Empty(ctx, storage.Options{Now: p.time})
	if err != nil {
		return err
	}
	return errors.Join(do(a), a.Close())
}

// hinting says before a command runs what is to be known of its archive.
func (p *program) hinting(do func(*storage.Archive) error) func(*storage.Archive) error {
	return func(a *storage.Archive) error {
		for _, notice := range notices(a) {
			p.hint(notice)
		}
		return do(a)
	}
}

// notices are what is to be known of an archive that was opened.
func notices(a *storage.Archive) (all []string) {
	if a.Notice() != "" {
		all = append(all, a.Notice())
	}
	if a.Full() {
		all = append(all, "the disk is full: "+filepath.Dir(a.Path())+" needs room before anything can be saved")
	}
	return all
}

// commandPatience is how long a command waits for its turn to write: nobody sits before it and types.
const commandPatience = 30 * time.Second

func (p *program) useWith(ctx context.Context, opt storage.Options, do func(*storage.Archive) error) (err error) {
	path, err := p.archiveFile()
	if err != nil {
		return err
	}
	opt.Author = cmp.Or(opt.Author, p.as)
	opt.Now, opt.Patience, opt.Hide = p.time, cmp.Or(opt.Patience, commandPatience), secret.Hide
	a, err := storage.Open(ctx, path, opt)
	if errors.Is(err, storage.ErrPrefix) {
		err = fmt.Errorf("--prefix: %w", err)
	}
	if errors.Is(err, storage.ErrMissing) {
		if p.archiveNamed() != "" {
			return fmt.Errorf("%w: look at the name again, or make it with debrief new or debrief import", err)
		}
		a, err = storage.Empty(ctx, opt)
	}
	if err != nil {
		return err
	}
	p.log.Debug("open", "archive", path, "read_only", a.ReadOnly())
	defer func() { err = errors.Join(err, a.Close()) }()
	return do(a)
}

// terminal reports whether a stream is one, and how wide it is.
func terminal(stream any) (width int, ok bool) {
	f, isFile := stream.(*os.File)
	if !isFile || !term.IsTerminal(f.Fd()) {
		return 0, false
	}
	width, _, err := term.GetSize(f.Fd())
	if err != nil || width <= 0 {
		width = 80
	}
	return width, true
}

func buildVersion() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "of unknown version"
	}
	v := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && (v == "" || v == "(devel)") {
			v = "at " + model.Shorten(s.Value, 13)
		}
	}
	return v
}
