package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"debrief/model"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// A wrong invocation ends in one line that names what was meant, as far as that can be known, and before anything was opened or made.

// unknownCommand says what might have been meant by a word in the place of a command.
func unknownCommand(parent *cobra.Command, word string) error {
	path := strings.TrimPrefix(parent.CommandPath()+" ", parent.Root().Name()+" ")
	err := fmt.Errorf("there is no command %s", model.Quote(path+word))
	if _, _, ok := splitRef(word); ok && path == "" {
		return fmt.Errorf("%w: debrief open %s opens it", err, word)
	}
	var names []string
	for _, cmd := range parent.Commands() {
		if cmd.IsAvailableCommand() || cmd.Name() == "help" {
			names = append(names, cmd.Name())
		}
	}
	if near := nearest(word, names); near != "" {
		return fmt.Errorf("%w: did you mean %s?", err, near)
	}
	return fmt.Errorf("%w: debrief %s--help lists them", err, path)
}

// wants is the arguments that a command takes, by an example of how it is used.
func wants(least, most int, usage string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return errors.New("usage: debrief " + usage)
		case most >= 0 && len(args) > most:
			return fmt.Errorf("usage: debrief %s: %s is a word too many", usage, model.Quote(args[most]))
		}
		return nil
	}
}

// valuesOf says what a flag of a type takes.
var valuesOf = map[string]string{
	"bool": "yes or no: true, false", "int": "a whole number", "duration": "a length of time like 90m or -1h", "stringToString": "pairs like time=1,text=3",
}

// flagError says what is wrong about a flag, and which one was meant.
func flagError(cmd *cobra.Command, err error) error {
	where := fmt.Sprintf("debrief %s--help lists the flags", strings.TrimPrefix(cmd.CommandPath()+" ", cmd.Root().Name()+" "))
	if words := cmd.Flags().Args(); cmd.HasSubCommands() && len(words) > 0 { // the flags are those of a command that is not there
		return unknownCommand(cmd, words[0])
	}
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		written := "--" + unknown.GetSpecifiedName()
		if short := unknown.GetSpecifiedShortnames(); short != "" {
			written = "-" + short
		}
		err = fmt.Errorf("there is no flag %s", model.Quote(written))
		if near := nearest(strings.TrimLeft(written, "-"), flagNames(cmd)); near != "" {
			return fmt.Errorf("%w: did you mean %s?", err, near)
		}
		return fmt.Errorf("%w: %s", err, where)
	}
	if lacks, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return lacksValue(lacks.GetFlag())
	}
	if wrong, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		f := wrong.GetFlag()
		return fmt.Errorf("--%s %s is not %s", f.Name, model.Quote(wrong.GetValue()), valuesOf[f.Value.Type()])
	}
	return fmt.Errorf("%w: %s", err, where)
}

// noneOf refuses a flag's value that is none of its words.
func noneOf(flag, value string, words ...string) error {
	last := len(words) - 1
	return fmt.Errorf("--%s %s is none of %s or %s", flag, model.Quote(value), strings.Join(words[:last], ", "), words[last])
}

func lacksValue(f *pflag.Flag) error {
	name, _ := pflag.UnquoteUsage(f)
	return fmt.Errorf("--%s lacks its value: --%s %s", f.Name, f.Name, name)
}

// flagNames are the flags that a command takes, with their hyphens.
func flagNames(cmd *cobra.Command) (names []string) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, "--"+f.Name)
		}
	})
	return names
}

// checkValues refuses a flag whose value is another flag: it was left out, and a file of that name would be made.
func checkValues(cmd *cobra.Command) (err error) {
	names := flagNames(cmd)
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if name, _, _ := strings.Cut(f.Value.String(), "="); err == nil && slices.Contains(names, name) {
			err = lacksValue(f)
		}
	})
	return err
}

// strictHelp makes the commands that cobra brings refuse what they do not know, like all others.
func strictHelp(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "help":
			cmd.Run, cmd.RunE = nil, helpOn
		case "completion":
			var shells []string
			for _, shell := range cmd.Commands() {
				shells = append(shells, shell.Name())
				shell.Args = wants(0, 0, "completion "+shell.Name())
			}
			cmd.Args = func(_ *cobra.Command, args []string) error {
				if len(args) > 0 {
					return unknownCommand(cmd, args[0])
				}
				return errors.New("usage: debrief completion " + strings.Join(shells, " or "))
			}
			cmd.RunE = func(*cobra.Command, []string) error { return nil } // cobra looks at the arguments only of what it can run
		}
	}
}

func helpOn(cmd *cobra.Command, args []string) error {
	about, rest, err := cmd.Root().Find(args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return unknownCommand(about, rest[0])
	}
	about.InitDefaultHelpFlag()
	return about.Help()
}

// nearest are the words that a mistyped one may stand for, as a sentence has them: those the fewest slips away, or that it begins.
// It is "" where none is near.
func nearest(word string, words []string) string {
	least := 2
	if len(word) <= 4 {
		least = 1
	}
	var near []string
	for _, w := range words {
		plain := strings.TrimLeft(w, "-")
		n := slips(strings.ToLower(word), plain)
		if len(word) > 1 && strings.HasPrefix(plain, word) {
			n = min(n, 1)
		}
		if n < least {
			near, least = nil, n
		}
		if n == least {
			near = append(near, w)
		}
	}
	return strings.Join(near, " or ")
}

// slips counts the letters that must be added, dropped, replaced or exchanged with their neighbour to make b of a (optimal string
// alignment).
func slips(a, b string) int {
	var before []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next := make([]int, len(b)+1)
		next[0] = i
		for j := 1; j <= len(b); j++ {
			next[j] = min(row[j], next[j-1]) + 1
			if a[i-1] == b[j-1] {
				next[j] = min(next[j], row[j-1])
			} else {
				next[j] = min(next[j], row[j-1]+1)
			}
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
