package main

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"
)

var update = flag.Bool("update", false, "write the table of commands and the man pages")

func readFile(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// pages are what a reader is given, by their paths from here.
func pages(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../../docs/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no docs:", err)
	}
	all := map[string]string{}
	for _, file := range append(files, "../../README.md", "../../ARCHITECTURE.md") {
		all[file] = readFile(t, file)
	}
	return all
}

// commandTree is debrief as a shell meets it.
func commandTree() *cobra.Command {
	p := &program{env: func(string) string { return "" }}
	root := p.root()
	root.InitDefaultCompletionCmd()
	return root
}

// commands are all that --help lists, but those of completion, which are one for each shell.
func commands(root *cobra.Command) []*cobra.Command {
	return slices.DeleteFunc(slices.Clone(root.Commands()), func(c *cobra.Command) bool { return !c.IsAvailableCommand() || c.Name() == "help" })
}

func TestTheReadmeIsShortAndNamesTheCommandsOfANewcomer(t *testing.T) {
	readme := readFile(t, "../../README.md")
	if len(readme) > 6000 {
		t.Errorf("the README has %d bytes, and 6,000 are enough: the rest is for docs", len(readme))
	}
	for _, want := range []string{"`make run`", "`make test`", "debrief new ", "debrief export ", "debrief check ", "debrief guard "} {
		if !strings.Contains(readme, want) {
			t.Errorf("the README does not name %s", want)
		}
	}
	if n := strings.Count(readme, "!["); n != 4 {
		t.Errorf("the README has %d pictures: one on top and one for each of the three ways it is used", n)
	}
}

func TestMakeTestSaysFirstThatItTakesAWhile(t *testing.T) {
	recipe := regexp.MustCompile(`(?m)^test: .*$`).FindString(readFile(t, "../../Makefile"))
	said, ran := strings.Index(recipe, "a few minutes"), strings.Index(recipe, "go test")
	if said < 0 || ran < said {
		t.Errorf("make test says nothing before it runs: %s", recipe)
	}
}

// written compares what stands between two marks of a page with what the program says; -update writes it.
func written(t *testing.T, path, name, want string) {
	t.Helper()
	begin, end := "<!-- "+name+": written by make golden -->\n", "<!-- end of "+name+" -->\n"
	before, rest, ok := strings.Cut(readFile(t, path), begin)
	accepted, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("%s has no place for %s", path, name)
	}
	if accepted == want {
		return
	}
	if !*update {
		t.Fatalf("the %s of %s are not the program's any more: make golden writes them\n%s", name, path, want)
	}
	if err := os.WriteFile(path, []byte(before+begin+want+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestTheDocsHoldEveryCommandAndFlag(t *testing.T) {
	root := commandTree()
	var b strings.Builder
	for _, c := range append([]*cobra.Command{root}, commands(root)...) {
		var help bytes.Buffer
		c.SetOut(&help)
		c.InitDefaultHelpFlag()
		if err := c.Help(); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "### %s\n\n```text\n%s\n```\n\n", c.CommandPath(), strings.TrimSpace(help.String()))
	}
	written(t, "../../docs/commands.md", "commands", b.String())
	text := readFile(t, "../../docs/commands.md")
	prose, _, _ := strings.Cut(text, "<!-- commands")
	for _, c := range commands(root) {
		if !strings.Contains(prose, "`debrief "+c.Name()) {
			t.Errorf("docs/commands.md does not tell what debrief %s does", c.Name())
		}
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden && !strings.Contains(text, "--"+f.Name) {
				t.Errorf("docs/commands.md does not name --%s of debrief %s", f.Name, c.Name())
			}
		})
	}
}

var (
	tomlBlock    = regexp.MustCompile("(?s)```toml\n(.*?)```")
	codeSpan     = regexp.MustCompile("`([^`\n]+)`")
	codeBlock    = regexp.MustCompile("(?s)```(?:sh|yaml)\n(.*?)```")
	debriefWords = regexp.MustCompile(`(?:^|[\s|(])debrief((?: +(?:"[^"]*"|[^\s"|;]+))*)`)
	longFlag     = regexp.MustCompile(`^--[a-z][a-z-]*`)
	makeWord     = regexp.MustCompile(`(?:^|[\s|(])make ([a-z-]+)`)
	makeTarget   = regexp.MustCompile(`(?m)^([a-z-]+):`)
)

// codes are what stands in code on a page, line for line, without what a comment says.
func codes(text string) (lines []string) {
	for _, m := range codeBlock.FindAllStringSubmatch(text, -1) {
		for line := range strings.Lines(m[1]) {
			code, _, _ := strings.Cut(line, " #")
			lines = append(lines, strings.TrimSpace(code))
		}
	}
	for _, m := range codeSpan.FindAllStringSubmatch(regexp.MustCompile("(?s)```.*?```").ReplaceAllString(text, ""), -1) {
		lines = append(lines, m[1])
	}
	return lines
}

func TestNothingIsNamedThatThereIsNot(t *testing.T) {
	root := commandTree()
	targets := map[string]bool{}
	for _, m := range makeTarget.FindAllStringSubmatch(readFile(t, "../../Makefile"), -1) {
		targets[m[1]] = true
	}
	seen := 0
	for path, text := range pages(t) {
		for _, line := range codes(text) {
			for _, m := range makeWord.FindAllStringSubmatch(line, -1) {
				if !targets[m[1]] {
					t.Errorf("%s: there is no make %s: %s", path, m[1], line)
				}
			}
			for _, m := range debriefWords.FindAllStringSubmatch(line, -1) {
				words, _, _ := strings.Cut(m[1], " -- ")
				seen++
				if wrong := wrongWord(root, strings.Fields(words)); wrong != "" {
					t.Errorf("%s: there is no %s: %s", path, wrong, line)
				}
			}
		}
	}
	if seen < 40 {
		t.Errorf("only %d commands were found on the pages", seen)
	}
}

// wrongWord is the first command or flag of a line that debrief does not have; "" where it has all.
func wrongWord(root *cobra.Command, words []string) string {
	cmd := root
	for i, word := range words {
		switch flag := longFlag.FindString(word); {
		case i == 0 && flag == "" && regexp.MustCompile(`^[a-z]+$`).MatchString(word):
			c, _, err := root.Find(words[:1])
			if err != nil || c == root {
				return "debrief " + word
			}
			cmd = c
			cmd.InitDefaultHelpFlag()
		case flag != "" && cmd.Flags().Lookup(flag[2:]) == nil && cmd.InheritedFlags().Lookup(flag[2:]) == nil:
			if flag != "--version" || cmd != root {
				return flag + " of " + cmd.CommandPath()
			}
		}
	}
	return ""
}

func TestAWordThatIsWrongOnAPageIsSeen(t *testing.T) {
	root := commandTree()
	for line, want := range map[string]string{
		"check --strict a.md": "", "check --strickt a.md": "--strickt of debrief check", "chek a.md": "debrief chek", "check --json": "", "--version": "", "new --help": "",
	} {
		if got := wrongWord(root, strings.Fields(line)); got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}

func TestEveryLinkLeadsSomewhere(t *testing.T) {
	link, linked := regexp.MustCompile(`\]\(([^)\s]+)\)`), map[string]bool{}
	all := pages(t)
	for path, text := range all {
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			target, _, _ := strings.Cut(m[1], "#")
			if target == "" || strings.Contains(target, "://") || target == "../../releases" { // where the repository is kept
				continue
			}
			file := filepath.Join(filepath.Dir(path), target)
			if _, err := os.Stat(file); err != nil {
				t.Errorf("%s leads to %s, which there is not", path, target)
			}
			linked[file] = true
		}
	}
	files, _ := filepath.Glob("../../docs/*.*")
	for _, file := range files {
		if !linked[file] {
			t.Errorf("nothing leads to %s", file)
		}
	}
}

// manPages are the man page of debrief and those of its commands, by their names. They bear no day: what they say decides alone.
func manPages(t *testing.T) map[string]string {
	t.Helper()
	root := commandTree()
	all := map[string]string{}
	for _, c := range append([]*cobra.Command{root}, commands(root)...) {
		c.DisableAutoGenTag = true
		c.Long = forMan(c.Long)
		c.InitDefaultHelpFlag()
		var b bytes.Buffer
		name := strings.ReplaceAll(c.CommandPath(), " ", "-")
		if err := doc.GenMan(c, &doc.GenManHeader{Title: strings.ToUpper(name), Section: "1", Date: &time.Time{}}, &b); err != nil {
			t.Fatal(err)
		}
		all[name+".1"] = strings.Replace(b.String(), `"Jan 0001"`, `""`, 1)
	}
	return all
}

var manMark = regexp.MustCompile("[*_<>`\\\\]")

// forMan keeps the lines of a help text that are set in columns as they are, and signs that mean something in Markdown.
func forMan(text string) string {
	var b strings.Builder
	column := false
	for line := range strings.Lines(text) {
		indented := strings.HasPrefix(line, "  ")
		if indented != column && strings.TrimSpace(line) != "" {
			b.WriteString("\n")
			column = indented
		}
		if indented {
			b.WriteString("    " + line[2:])
		} else {
			b.WriteString(manMark.ReplaceAllString(line, `\$0`))
		}
	}
	return b.String()
}

func TestThereIsAManPageForEveryCommand(t *testing.T) {
	const dir = "../../docs/man"
	want := manPages(t)
	if *update {
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range want {
		path := filepath.Join(dir, name)
		if *update {
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if accepted, err := os.ReadFile(path); err != nil || string(accepted) != text {
			t.Errorf("%s does not say what the program says (%v): make golden writes it", path, err)
		}
	}
	files, err := filepath.Glob(dir + "/*")
	for i := range files {
		files[i] = filepath.Base(files[i])
	}
	if names := slices.Sorted(maps.Keys(want)); err != nil || !slices.Equal(files, names) {
		t.Errorf("there are man pages %q, and commands %q", files, names)
	}
}

func TestTheProgramDoesNotHoldWhatWritesItsManPages(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", ".")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("list what is built in: %v", err)
	}
	for path := range strings.FieldsSeq(string(out)) {
		if path == "github.com/spf13/cobra/doc" || strings.Contains(path, "md2man") || path == "testing" {
			t.Errorf("the program holds %s", path)
		}
	}
}

func TestTheDocsNameEveryDirectDependency(t *testing.T) {
	building := readFile(t, "../../docs/building.md")
	cmd := exec.Command("go", "list", "-f", `{{join .Imports "\n"}}{{"\n"}}{{join .TestImports "\n"}}{{"\n"}}{{join .XTestImports "\n"}}`, "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("list what is imported: %v", err)
	}
	var modules []string
	for _, m := range regexp.MustCompile(`(?m)^\t(\S+) v`).FindAllStringSubmatch(readFile(t, "../../go.mod"), -1) {
		modules = append(modules, m[1])
	}
	for path := range strings.FieldsSeq(string(out)) {
		module := ""
		for _, m := range modules {
			if len(m) > len(module) && (path == m || strings.HasPrefix(path, m+"/")) {
				module = m
			}
		}
		if module != "" && !strings.Contains(building, "`"+module+"`") {
			t.Errorf("docs/building.md does not name %s", module)
		}
	}
}
