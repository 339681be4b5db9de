package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"debrief/cmd/debrief/guard"
	"debrief/model"
	"debrief/model/say"
	"debrief/storage"

	"github.com/spf13/cobra"
)

const guardUsage = "guard DIR [PM-7…], or debrief guard --from postmortems/*.json DIR"

func (p *program) guardCommand() *cobra.Command {
	var from []string
	written, skipped := false, false
	cmd := &cobra.Command{
		Use:   "guard DIR [REF…]",
		Short: "Are all promised regression tests still in this tree? exit 1 when one is not",
		Long: `Look through a source tree for every regression test that an action promises: for its reference, such as PM-7/A3, and its
name together, in a test file of its language.

  there      its file holds it; where no file is known, any test file does
  moved      another test file holds it
  skipped    it is there, and marked so that it does not run: exit 1, unless --allow-skipped is given
  mentioned  not found: its reference stands somewhere, without the test; exit 1
  lost       nothing names it; exit 1
  not yet    nothing names it, and nobody ever saw the test: exit 1 too, unless --written is given

An action that was dropped promises nothing. Only whole references count: A3 is not A31. A reference that the postmortem had in
another archive counts too. Where a test's name is not known, its reference in a file with a test will do. A name in a comment or
a string is no test, and neither is one in a folder of other people's code, in a document that tells of the test (Markdown, HTML,
plain text outside of a folder of tests, logs, change logs, debrief's own JSON), unless that is the promised file itself, or in a
line that calls debrief.

What .gitignore files leave out and git does not track is not looked into, nor are .git, binary files and links; what was skipped is named. With an
archive, each action keeps what the newest look found, as one step for each postmortem and only where that changed.

Where an archive speaks of several trees, name the postmortems or actions that belong to this one.

With --from, the promises are read from debrief's JSON documents (debrief export --format json), and no archive is needed or
touched: one line in anyone's CI. The documents and the folder may stand in any order.`,
		Example: "  debrief guard .\n  debrief guard ~/src/payments PM-7 PM-9/A2\n  debrief guard --from postmortems/*.json .",
		ValidArgsFunction: orFiles(func(cmd *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
			return p.completeParts(cmd, nil, word)
		}),
		RunE: func(cmd *cobra.Command, args []string) error {
			refs, paths := refsAmong(args)
			dir, files, err := guardArgs(from, paths)
			if err != nil {
				return err
			}
			g := guarding{program: p, dir: dir, only: refs, written: written, skipped: skipped}
			if len(files) > 0 {
				return g.documents(cmd.Context(), files)
			}
			return g.archive(cmd.Context())
		},
	}
	cmd.Flags().StringArrayVar(&from, "from", nil, "`FILE`s of debrief's JSON to read the promises from, instead of the archive")
	cmd.Flags().BoolVar(&written, "written", false, "exit 1 only for tests that were seen, merged, found before, or whose action is done")
	cmd.Flags().BoolVar(&skipped, "allow-skipped", false, "exit 0 for tests that are there and are skipped or ignored")
	return cmd
}

// promised is a regression test that an action promises.
type promised struct {
	post   *model.Postmortem
	action *model.Action
}

func (t promised) ref() string { return t.post.Ref + "/" + t.action.Ref }

// isOf reports whether a reference means the test's action or its postmortem, under any name that it had.
func (t promised) isOf(ref string) bool {
	for _, whole := range t.post.WholeRefs(t.action.Ref) {
		post, _, _ := strings.Cut(whole, "/")
		if strings.EqualFold(ref, whole) || strings.EqualFold(ref, post) {
			return true
		}
	}
	return false
}

// file is where the test was promised, with slashes; "" where that is not known.
func (t promised) file() string {
	name := strings.ReplaceAll(strings.TrimSpace(t.action.Test.File), `\`, "/")
	if name == "" {
		return ""
	}
	return path.Clean(name)
}

// written reports whether the test ever existed, as far as anybody said.
func (t promised) written() bool { return t.action.Test.Written() || t.action.Status == "done" }

// guarding is one look for promised tests.
type guarding struct {
	*program
	dir     string
	only    []string // the references that were asked for; all where there are none
	written bool
	skipped bool // tests that do not run will do
	tests   []promised
	found   *guard.Found
	stands  []standing // of the tests, in their order
}

// promise adds the tests that a postmortem promises, those of them that were asked for. The example promises nothing to anybody.
func (g *guarding) promise(pm *model.Postmortem) {
	if pm.IsExample() {
		return
	}
	for i := range pm.Actions {
		if t := (promised{pm, &pm.Actions[i]}); t.action.PromisesTest() && (len(g.only) == 0 || slices.ContainsFunc(g.only, t.isOf)) {
			g.tests = append(g.tests, t)
		}
	}
}

// documents looks for the tests that documents promise. One that cannot be read is an error: a promise that nobody reads is not
// kept.
func (g *guarding) documents(ctx context.Context, files []string) error {
	for _, file := range files {
		pm, err := g.readWithRef(file)
		if err != nil {
			return err
		}
		g.promise(pm)
	}
	return g.answer(ctx)
}

// archive looks for the tests of an archive, and keeps there what it found.
func (g *guarding) archive(ctx context.Context) error {
	file, err := g.archiveFile()
	if err != nil {
		return err
	}
	if _, err := os.Stat(file); err != nil {
		return fmt.Errorf("there is no archive %s: name documents with --from, or the archive with --archive", file)
	}
	return g.use(ctx, func(a *storage.Archive) error {
		all, err := a.Actions(ctx)
		if err != nil {
			return err
		}
		read := map[string]bool{}
		for _, o := range all {
			if read[o.Ref] || !o.Action.PromisesTest() {
				continue
			}
			read[o.Ref] = true
			pm, err := a.Load(ctx, o.Ref)
			if err != nil {
				return err
			}
			g.promise(pm)
		}
		err = g.answer(ctx)
		if err == nil || errors.Is(err, errNo) {
			g.keep(ctx, a)
		}
		return err
	})
}

// keep records what was found, where it differs from what is known. That it could not be recorded does not change the answer.
func (g *guarding) keep(ctx context.Context, a *storage.Archive) {
	now := model.At(g.time())
	looks := map[*model.Postmortem]map[string]model.Guard{}
	for i, t := range g.tests {
		look := g.stands[i].kept(t)
		look.At = now
		if looks[t.post] == nil {
			looks[t.post] = map[string]model.Guard{}
		}
		looks[t.post][t.action.Ref] = look
	}
	for pm, found := range looks {
		all := func(pm *model.Postmortem) error {
			for ref, look := range found {
				pm.KeepGuard(ref, look)
			}
			return nil
		}
		if after := pm.Clone(); all(after) != nil || len(model.Diff(pm, after)) == 0 {
			continue
		}
		if a.ReadOnly() {
			g.hint("the archive is read-only: what was found is not kept there")
			return
		}
		if _, err := a.Apply(ctx, pm.Ref, model.Edit{Label: "look for the regression tests", Do: all}); err != nil {
			g.hint(pm.Ref + ": what was found is not kept: " + err.Error())
		}
	}
}

// guarded is one promised test and where it is, as a document.
type guarded struct {
	Ref   string `json:"ref"`
	Name  string `json:"name"`
	File  string `json:"file"`
	Found bool   `json:"found"`
	At    string `json:"at"`
	Says  string `json:"says"`
}

// unpromised is the first reference that was asked for and promises no test; "" where there is none.
func (g *guarding) unpromised() string {
	for _, ref := range g.only {
		if !slices.ContainsFunc(g.tests, func(t promised) bool { return t.isOf(ref) }) {
			return ref
		}
	}
	return ""
}

// answer looks through the tree and says what is there; errNo where a test is not.
func (g *guarding) answer(ctx context.Context) error {
	if ref := g.unpromised(); ref != "" {
		return fmt.Errorf("%s promises no regression test", ref)
	}
	if err := g.look(ctx); err != nil {
		return err
	}
	answer := make([]guarded, 0, len(g.tests))
	rows := make([][]string, 0, len(g.tests))
	missing := false
	for i, t := range g.tests {
		st := g.stands[i]
		one := guarded{Ref: t.ref(), Name: t.action.Test.Name, File: t.action.Test.File, Found: st.isThere(), At: st.at(), Says: st.says}
		word, where := g.inWords(t, st)
		missing = missing || g.isMissing(t, st)
		answer = append(answer, one)
		rows = append(rows, []string{word, one.Ref, cmp.Or(one.Name, t.action.Title), where})
	}
	if err := g.print(answer, rows); err != nil {
		return err
	}
	if missing {
		return errNo
	}
	return nil
}

func (g *guarding) print(answer []guarded, rows [][]string) error {
	if g.asJSON {
		return g.out.answer(struct {
			Schema int       `json:"schema"`
			Tests  []guarded `json:"tests"`
		}{1, answer})
	}
	if len(rows) == 0 {
		g.hint("no regression test is promised")
		return nil
	}
	return g.out.table(rows)
}

// look reads the tree, once for all tests, and names what it skipped.
func (g *guarding) look(ctx context.Context) error {
	info, err := os.Stat(g.dir)
	if err == nil && !info.IsDir() {
		err = errors.New("it is no folder")
	}
	if err == nil {
		g.found, err = guard.Look(g.dir, g.refs())
	}
	if err != nil {
		return fmt.Errorf("look through %s: %w", g.dir, reason(err))
	}
	g.stand()
	if tracked := g.trackedAnyway(ctx); len(tracked) > 0 {
		g.found.Add(g.dir, g.refs(), tracked)
		g.stand()
	}
	g.left("not looked into, binary", g.found.Binary)
	g.left("not followed, links", g.found.Links)
	g.left("could not be read", g.found.Unreadable)
	return nil
}

// refs are the references that are looked for.
func (g *guarding) refs() []string {
	var refs []string
	for _, t := range g.tests {
		refs = append(refs, t.post.WholeRefs(t.action.Ref)...)
	}
	return refs
}

// trackedAnyway are the files that git tracks although a rule would leave them out. It is asked only where a test is missing.
func (g *guarding) trackedAnyway(ctx context.Context) []string {
	if !slices.ContainsFunc(g.stands, func(s standing) bool { return !s.isThere() }) {
		return nil
	}
	out, err := git(ctx, "-C", g.dir, "ls-files", "-z", "--cached", "--ignored", "--exclude-standard")
	if err != nil {
		return nil // no repository, or no git
	}
	return strings.FieldsFunc(string(out), func(r rune) bool { return r == 0 })
}

// left names a handful of what was skipped and counts it all.
func (g *guarding) left(what string, skips []guard.Skip) {
	if len(skips) == 0 {
		return
	}
	names := make([]string, 0, len(skips))
	for _, s := range skips {
		name := s.Path
		if s.Why != nil {
			name += " (" + reason(s.Why).Error() + ")"
		}
		names = append(names, name)
	}
	g.hint(fmt.Sprintf("%s: %s: %s", what, say.Thousands(len(skips)), someOf(names)))
}
