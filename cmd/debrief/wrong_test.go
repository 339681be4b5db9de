package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/intake/clock"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// samples are right words in the place of those that a command's usage and its flags name.
var samples = map[string]string{
	"REF": "PM-7", "REF/ACTION": "PM-7/A3", "TITLE": "checkout slow", "WORDS…": "pool", "TEXT": "drained", "FILE…": "a.json", "FILE.md…": "a.md", "DIR": "src",
	"TIME": "02:14", "N": "3", "FOLDER": "words", "DAYS": "14d", "FILE": "made.json", "FILEs": "b.json", "URL": "https://example.org/1", "SHA": "4f1c09e", "REASON": "flaky",
	"LENGTH": "-1h", "DAY": "2026-11-18", "MONTH": "2026-01", "COLUMNS": "time=1", "SEV1": "SEV2", "NAME": "mei", "PATTERN": "*.md", "WHO": "company", "PLACE": "E4=Will", "WHAT": "timeline", "ZONE": "UTC", "PREFIX": "OPS", "CMD…": "true",
}

// sample is a right value of a flag: the first that is offered to the shell, or one of its kind.
func sample(t *testing.T, cmd *cobra.Command, f *pflag.Flag) string {
	if words := offered(cmd, f.Name); len(words) > 0 {
		return words[0]
	}
	name, _ := pflag.UnquoteUsage(f)
	if samples[name] == "" {
		t.Fatalf("debrief %s --%s takes a %s, of which there is no sample", cmd.Name(), f.Name, name)
	}
	return samples[name]
}

// offered are the words that the shell completes a flag's value with.
func offered(cmd *cobra.Command, flag string) []string {
	complete, ok := cmd.GetFlagCompletionFunc(flag)
	if !ok {
		return nil
	}
	var words []string
	for _, w := range first(complete(cmd, nil, "")) {
		word, _, _ := strings.Cut(w, "\t")
		words = append(words, word)
	}
	return words
}

func first[A, B any](a A, _ B) A { return a }

// invocation is what somebody types, and what of it goes wrong.
type invocation struct {
	path, words, flags []string
	flaw               string
	means              string // what the answer names
}

func (i invocation) args() []string { return slices.Concat(i.path, i.words, i.flags) }

// drawer draws invocations from the commands as they are.
type drawer struct {
	*rand.Rand

	t    *testing.T
	cmds []*cobra.Command
}

func pick[T any](d *drawer, from []T) T { return from[d.IntN(len(from))] }

// slip is a word with one slip of the hand: a letter lost, doubled, exchanged with the next, or another one.
func (d *drawer) slip(word string) string {
	at := d.IntN(len(word) - 1)
	switch d.IntN(4) {
	case 0:
		return word[:at] + word[at+1:]
	case 1:
		return word[:at+1] + word[at:]
	case 2:
		return word[:at] + word[at+1:at+2] + word[at:at+1] + word[at+2:]
	}
	return word[:at] + string(rune('a'+d.IntN(26))) + word[at+1:]
}

// draw is a right invocation with one flaw.
func (d *drawer) draw() invocation {
	cmd := pick(d, d.cmds)
	path := strings.Fields(cmd.CommandPath())[1:]
	inv := invocation{path: path}
	required, open := 0, strings.ContainsAny(strings.Replace(cmd.Use, "[flags]", "", 1), "[|…") || cmd.Use == "new TITLE"
	usage, _, _ := strings.Cut(strings.TrimPrefix(cmd.Use, cmd.Name()), "|")
	for w := range strings.FieldsSeq(usage) {
		if s := samples[w]; s != "" {
			inv.words = append(inv.words, s)
			required++
		} else if w == "--" {
			inv.words = append(inv.words, w)
		}
	}
	var flags []*pflag.Flag
	cmd.InheritedFlags()
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Name != "help" && f.Name != "version" {
			flags = append(flags, f)
		}
	})
	give := func(f *pflag.Flag, name string) []string {
		if f.Value.Type() == "bool" {
			return []string{name}
		}
		return []string{name, sample(d.t, cmd, f)}
	}
	flag := pick(d, flags)
	if d.IntN(2) == 0 {
		inv.flags = give(flag, "--"+flag.Name)
	}
	dashed := slices.Contains(inv.words, "--")
	for {
		switch inv.flaw = pick(d, []string{"command", "flag", "hyphen", "missing", "surplus", "value", "word", "number", "swallows"}); {
		case inv.flaw == "command" && len(path) > 0:
			n := len(path) - 1
			wrong := d.slip(path[n])
			if found, _, err := cmd.Root().Find(append(slices.Clone(path[:n]), wrong)); err == nil && found.Name() == wrong {
				continue
			}
			inv.path, inv.means = append(slices.Clone(path[:n]), wrong), path[n]
		case inv.flaw == "flag":
			wrong := d.slip(flag.Name)
			if cmd.Flags().Lookup(wrong) != nil {
				continue
			}
			inv.means = "--" + flag.Name
			inv.words = append(give(flag, "--"+wrong), inv.words...)
		case inv.flaw == "hyphen" && cmd.Flags().ShorthandLookup(flag.Name[:1]) == nil && flag.Name[0] != 'h':
			inv.means = "--" + flag.Name
			inv.words = append(give(flag, "-"+flag.Name), inv.words...)
		case inv.flaw == "missing" && required > 0 && !dashed:
			inv.words, inv.flags, inv.means = nil, nil, "usage: debrief "+strings.Join(path, " ")
		case inv.flaw == "surplus" && len(path) > 0 && !open:
			wrong := d.slip("tonight")
			inv.words, inv.means = append(inv.words, wrong), wrong
		case inv.flaw == "value" && flag.Value.Type() != "bool" && !dashed:
			inv.flags, inv.means = []string{"--" + flag.Name}, "--"+flag.Name+" lacks its value"
		case inv.flaw == "swallows" && flag.Value.Type() == "string" && !dashed:
			inv.flags, inv.means = []string{"--" + flag.Name, "--json"}, "--"+flag.Name+" lacks its value"
		case inv.flaw == "word" && !dashed:
			some := slices.DeleteFunc(slices.Clone(flags), func(f *pflag.Flag) bool { return f.Name == "within" || len(offered(cmd, f.Name)) == 0 })
			flag = pick(d, some) // --theme, where there is no other
			wrong := d.slip(pick(d, offered(cmd, flag.Name)))
			if _, err := clock.Zone(wrong); slices.Contains(offered(cmd, flag.Name), wrong) || err == nil {
				continue
			}
			inv.flags, inv.means = []string{"--" + flag.Name, wrong}, "--"+flag.Name
		case inv.flaw == "number" && slices.Contains([]string{"bool", "int", "duration", "stringToString"}, flag.Value.Type()) && !dashed:
			inv.flags, inv.means = []string{"--" + flag.Name + "=soon"}, "--"+flag.Name
		default:
			continue
		}
		return inv
	}
}

// commandsOf are all commands below one that can be run.
func commandsOf(cmd *cobra.Command) (all []*cobra.Command) {
	for _, c := range cmd.Commands() {
		all = append(all, commandsOf(c)...)
	}
	if cmd.Runnable() && !cmd.Hidden && cmd.Name() != "completion" { // which does nothing by itself
		all = append(all, cmd)
	}
	return all
}

// filesBelow are the files and folders below a folder.
func filesBelow(t *testing.T, dir string) (names []string) {
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if path != dir {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestFiveHundredWrongInvocationsEndInOneLineThatNamesWhatIsMeantAndMakeNothing(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("HOME", dir)
	said := &bytes.Buffer{}
	fresh := func() *program {
		said.Reset()
		return &program{
			in: strings.NewReader(""), out: &output{w: &bytes.Buffer{}}, err: said, time: time.Now, log: slog.New(slog.DiscardHandler),
			env: func(string) string { return "" },
		}
	}
	d := &drawer{Rand: rand.New(rand.NewPCG(18, 2026)), t: t, cmds: commandsOf(fresh().root())}
	for _, cmd := range d.cmds {
		cmd.SetContext(t.Context())
	}
	drawn := map[string]int{}
	for range 500 {
		inv := d.draw()
		drawn[inv.flaw]++
		what := fmt.Sprintf("debrief %q (%s)", inv.args(), inv.flaw)
		if status := fresh().run(t.Context(), inv.args()); status != 2 {
			t.Errorf("%s ends with %d", what, status)
		}
		line := said.String()
		if strings.Count(line, "\n") != 1 || !strings.HasPrefix(line, "debrief: ") || !strings.Contains(line, inv.means) || len(line) > 500 {
			t.Errorf("%s says %q, which does not name %q in one line", what, line, inv.means)
		}
		if made := filesBelow(t, dir); len(made) > 0 {
			t.Fatalf("%s has made %q", what, made)
		}
	}
	for flaw, n := range drawn {
		if n < 20 {
			t.Errorf("only %d of the 500 are of the kind %s", n, flaw)
		}
	}
	t.Log(drawn)
}
