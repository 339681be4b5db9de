package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/coach"

	"github.com/spf13/cobra"
)

const checkHelp = `Ask what is still open, in a postmortem of the archive or in Markdown from anywhere. Nothing is changed.

  debrief check PM-7                          one postmortem of the archive, or one part of it: PM-7/A3
  debrief check docs/postmortems/*.md         Markdown files, one line for each question: path:line: code: question
  debrief check --lines --section causes      texts from standard input, one to a line, one JSON object to a line

A file is read by its headings. Asked for are impact, timeline, causes and actions where there are none; an outcome, one
person and a day for each action that is not done; and a better word where one keeps people from learning. Quotations,
code, logs and the prompts of a template are not read. The words are read as English. A file whose name looks like a
reference is ./PM-7.

A template that nobody has filled in is named in one line, path:line: template, and asked nothing: exit 0, and 1 with --strict.
--exclude leaves files out, by a pattern as it would stand in a .gitignore file: template.md wherever it lies, drafts/, /old/*.md
here only; it may be given again. Where nothing is left, that is fine.

With --json a postmortem or a file is one document; several files are one object to a line.
The sections are summary, facts, causes, whys, action and lessons. In the section action each line is a whole action item.

Exit status: 0 when nothing is missing, 1 when something is (with --strict also when something could be put better),
2 when something could not be read; what else was named is checked all the same.`

// checking is a run of debrief check.
type checking struct {
	*program
	strict, lines bool
	section       string
	exclude       []string
}

func (p *program) checkCommand() *cobra.Command {
	c := &checking{program: p}
	cmd := &cobra.Command{
		Use:               "check REF | FILE.md…",
		Short:             "Ask what is still open; exit 1 when something is missing",
		Long:              checkHelp,
		ValidArgsFunction: orFiles(p.completeParts),
		RunE:              c.run,
	}
	flags := cmd.Flags()
	flags.BoolVar(&c.strict, "strict", false, "exit 1 also when something could be put better")
	flags.BoolVar(&c.lines, "lines", false, "read one text a line from standard input, answer one JSON object a line")
	flags.StringVar(&c.section, "section", "", "with --lines, what the texts are: a `SECTION` of a postmortem")
	flags.StringArrayVar(&c.exclude, "exclude", nil, "leave out files that match the `PATTERN`, such as template.md or drafts/ (again for more)")
	offer(cmd, "section", sectionWords()...)
	return cmd
}

func (c *checking) run(cmd *cobra.Command, args []string) error {
	switch {
	case c.lines && len(args)+len(c.exclude) > 0:
		return errors.New("--lines reads standard input: give it no files")
	case c.lines:
		return c.checkLines()
	case c.section != "":
		return errors.New("--section says what the texts of --lines are; a file says it by its headings")
	case len(args) == 0:
		return errors.New("usage: debrief check PM-7, or debrief check FILE.md… (debrief check --help tells more)")
	case len(args) == 1 && isReference(args[0]) && len(c.exclude) > 0:
		return fmt.Errorf("--exclude leaves out files, and %s is a postmortem of the archive", args[0])
	case len(args) == 1 && isReference(args[0]):
		return c.checkPostmortem(cmd.Context(), args[0])
	}
	if i := slices.IndexFunc(args, isReference); i >= 0 {
		return fmt.Errorf("%s is a postmortem of the archive: check it by itself, and a file of that name as ./%s", args[i], args[i])
	}
	left, err := c.notExcluded(args)
	if err != nil {
		return err
	}
	return c.checkFiles(left)
}

// checkPostmortem asks about a postmortem of the archive, or about the part of it that the reference names: PM-7/A3.
func (c *checking) checkPostmortem(ctx context.Context, ref string) error {
	post, part, err := partRef(ref)
	if err != nil {
		return err
	}
	pm, err := c.load(ctx, post)
	if err != nil {
		return err
	}
	about, findings := pm.Ref, coach.Check(pm, c.now())
	if part != "" {
		if _, ok := pm.Part(part); !ok {
			return fmt.Errorf("%s has no part %s", pm.Ref, model.Quote(part))
		}
		about += "/" + part
		findings = slices.DeleteFunc(findings, func(f coach.Finding) bool { return f.At != part })
	}
	if err := c.findings(pm, about, findings); err != nil {
		return err
	}
	return c.verdict(findings)
}

// isReference tells a postmortem of the archive, or a part of one, from a file: a path with an ending is none, and neither is
// PM-7/A3 where there is a file of that name.
func isReference(arg string) bool {
	_, part, err := partRef(arg)
	if part != "" {
		_, missing := os.Stat(arg)
		return missing != nil
	}
	return err == nil
}

// verdict is errNo where something is missing, with --strict also where something could be put better.
func (c *checking) verdict(findings []coach.Finding) error {
	for _, f := range findings {
		if c.strict || f.Weight == coach.Missing {
			return errNo
		}
	}
	return nil
}

// checked is the answer of debrief check, in the form of schema 1.
type checked struct {
	Schema   int             `json:"schema"`
	Ref      string          `json:"ref"`
	File     string          `json:"file"`
	Findings []coach.Finding `json:"findings"`
	Template bool            `json:"template,omitempty"` // nobody has filled the file in
}

func answerOf(ref, file string, findings []coach.Finding) checked {
	return checked{Schema: 1, Ref: ref, File: file, Findings: append([]coach.Finding{}, findings...)}
}

func (p *program) findings(pm *model.Postmortem, about string, findings []coach.Finding) error {
	if p.asJSON {
		return p.out.answer(answerOf(pm.Ref, "", findings))
	}
	if len(findings) == 0 {
		return p.out.line(about + ": no questions open")
	}
	rows := make([][]string, 0, len(findings))
	explained := map[string]bool{}
	for _, f := range findings {
		rows = append(rows, []string{f.Phase, f.At, f.Weight, f.Code, asked(f)})
		if f.Weight == coach.Nudge && !explained[f.Code] { // a question about words does not say which words are better
			rows = append(rows, []string{"", "", "", "", "  " + coach.About(f.Code).Instead})
			explained[f.Code] = true
		}
	}
	return p.out.table(rows)
}

// asked is the question of a finding, with the words that it is about where they are not in it already.
func asked(f coach.Finding) string {
	if strings.Contains(f.Question, f.Text) {
		return f.Question
	}
	return f.Question + " (" + model.Quote(f.Text) + ")"
}
