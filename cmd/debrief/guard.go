package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
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
	written := false
	cmd := &cobra.Command{
		Use:   "guard DIR [REF…]",
		Short: "Are all promised regression tests still in this tree? exit 1 when one is not",
		Long: `Look through a source tree for the reference, such as PM-7/A3, of every regression test that an action promises.

  there     its file names the reference; where no file is known, any file does
  moved     another file names it
  lost      no file does; exit 1
  not yet   no file does, and nobody ever saw the test: exit 1 too, unless --written is given

An action that was dropped promises nothing. Only whole references count: A3 is not A31. A reference that the postmortem had in
another archive counts too. A document that tells of the test is not the test: Markdown, HTML, plain text outside of a folder of
tests, logs, change logs, calendar files and debrief's own JSON do not count, unless one is the promised file itself. Nor does a
line that calls debrief, wherever it stands: it asks for the test.

What .gitignore files leave out is not looked into, nor are .git, binary files and links; what was skipped is named. With an
archive, each action keeps what the newest look found, as one step for each postmortem and only where that changed.

Where an archive speaks of several trees, name the postmortems or actions that belong to this one.

With --from, the promises are read from debrief's JSON documents (debrief export --format json), and no archive is needed or
touched: one line in anyone's CI. The documents and the folder may stand in any order.`,
		Example: "  debrief guard .\n  debrief guard ~/src/payments PM-7 PM-9/A2\n  debrief guard --from postmortems/*.json .",
		RunE: func(cmd *cobra.Command, args []string) error {
			refs, paths := refsAmong(args)
			dir, files, err := guardArgs(from, paths)
			if err != nil {
				return err
			}
			g := guarding{program: p, dir: dir, only: refs, written: written}
			if len(files) > 0 {
				return g.documents(files)
			}
			return g.archive(cmd.Context())
		},
	}
	cmd.Flags().StringArrayVar(&from, "from", nil, "`FILE`s of debrief's JSON to read the promises from, instead of the archive")
	cmd.Flags().BoolVar(&written, "written", false, "exit 1 only for tests that were seen, merged, found before, or whose action is done")
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
	tests   []promised
	found   *guard.Found
}

// promise adds the tests that a postmortem promises, those of them that were asked for.
func (g *guarding) promise(pm *model.Postmortem) {
	for i := range pm.Actions {
		if t := (promised{pm, &pm.Actions[i]}); t.action.PromisesTest() && (len(g.only) == 0 || slices.ContainsFunc(g.only, t.isOf)) {
			g.tests = append(g.tests, t)
		}
	}
}

// documents looks for the tests that documents promise. One that cannot be read is an error: a promise that nobody reads is not
// kept.
func (g *guarding) documents(files []string) error {
	for _, file := range files {
		pm, err := g.readWithRef(file)
		if err != nil {
			return err
		}
		g.promise(pm)
	}
	return g.answer()
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
		err = g.answer()
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
	for _, t := range g.tests {
		look := model.Guard{At: now}
		if hit, _ := g.find(t); hit != nil {
			look.Found, look.Where = true, model.Clean(hit.String())
		}
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
func (g *guarding) answer() error {
	if ref := g.unpromised(); ref != "" {
		return fmt.Errorf("%s promises no regression test", ref)
	}
	if err := g.look(); err != nil {
		return err
	}
	answer := make([]guarded, 0, len(g.tests))
	rows := make([][]string, 0, len(g.tests))
	missing := 0
	for _, t := range g.tests {
		hit, elsewhere := g.find(t)
		one := guarded{Ref: t.ref(), Name: t.action.Test.Name, File: t.action.Test.File, Found: hit != nil}
		word, where := "there", ""
		switch {
		case hit == nil:
			word, where = "not yet", g.whyNot(t, elsewhere)
			if t.written() {
				word = "lost"
			}
			if t.written() || !g.written {
				missing++
			}
		case t.file() != "" && !g.promisedIn(t, hit.File):
			one.At = hit.String()
			word, where = "moved", hit.String()+" (promised in "+t.file()+")"
		default:
			one.At = hit.String()
			where = one.At
		}
		answer = append(answer, one)
		rows = append(rows, []string{word, one.Ref, cmp.Or(one.Name, t.action.Title), where})
	}
	if err := g.print(answer, rows); err != nil {
		return err
	}
	if missing > 0 {
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
func (g *guarding) look() error {
	var refs []string
	for _, t := range g.tests {
		refs = append(refs, t.post.WholeRefs(t.action.Ref)...)
	}
	info, err := os.Stat(g.dir)
	if err == nil && !info.IsDir() {
		err = errors.New("it is no folder")
	}
	if err == nil {
		g.found, err = guard.Look(g.dir, refs)
	}
	if err != nil {
		return fmt.Errorf("look through %s: %w", g.dir, reason(err))
	}
	g.skipped("not looked into, binary", g.found.Binary)
	g.skipped("not followed, links", g.found.Links)
	g.skipped("could not be read", g.found.Unreadable)
	return nil
}

// skipped names a handful of what was skipped and counts it all.
func (g *guarding) skipped(what string, skips []guard.Skip) {
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

// find is where a test stands: in its promised file if that names it, else in the first other one that is no page. Elsewhere is
// a page that tells of it, or a line that calls debrief about it, where nothing else does.
func (g *guarding) find(t promised) (hit, elsewhere *guard.Hit) {
	for _, ref := range t.post.WholeRefs(t.action.Ref) {
		for i := range g.found.Hits[ref] {
			h := &g.found.Hits[ref][i]
			switch {
			case !h.Call && t.file() != "" && g.promisedIn(t, h.File):
				return h, nil
			case !h.Call && !h.Page && hit == nil:
				hit = h
			case (h.Call || h.Page) && elsewhere == nil:
				elsewhere = h
			}
		}
	}
	return hit, elsewhere
}

// promisedIn reports whether a file of the tree is the promised one. The promise counts from the root of a repository, and the
// tree may be a folder in it.
func (g *guarding) promisedIn(t promised, file string) bool {
	want := t.file()
	if file == want {
		return true
	}
	if !strings.HasSuffix(want, "/"+file) {
		return false
	}
	whole, err := filepath.Abs(filepath.Join(g.dir, filepath.FromSlash(file)))
	return err == nil && (filepath.ToSlash(whole) == want || strings.HasSuffix(filepath.ToSlash(whole), "/"+want))
}

// isAmong reports whether a file was skipped, by itself or with a folder above it.
func isAmong(skips []guard.Skip, file string) bool {
	return slices.ContainsFunc(skips, func(s guard.Skip) bool {
		return s.Path == file || strings.HasPrefix(file, strings.TrimSuffix(s.Path, "/")+"/")
	})
}

// within is a promised file as it counts from the folder that was looked through; false where it lies outside.
func (g *guarding) within(file string) (string, bool) {
	if whole := filepath.FromSlash(file); filepath.IsAbs(whole) {
		dir, err := filepath.Abs(g.dir)
		if err != nil {
			return file, false
		}
		below, err := filepath.Rel(dir, whole)
		if err != nil {
			return file, false // on another volume
		}
		file = filepath.ToSlash(below)
	}
	return file, file != ".." && !strings.HasPrefix(file, "../") && !path.IsAbs(file)
}

// whyNot says what is known of a test that was not found.
func (g *guarding) whyNot(t promised, elsewhere *guard.Hit) string {
	file := t.file()
	switch {
	case elsewhere != nil && elsewhere.Call:
		return "only " + elsewhere.String() + " names it, where it calls debrief"
	case elsewhere != nil:
		return "only " + elsewhere.String() + " tells of it"
	case file == "":
		return "no file names it"
	}
	within, ok := g.within(file)
	if !ok {
		return file + " is outside of the folder that was looked through, and no file in it names it"
	}
	switch file = within; {
	case isAmong(g.found.Unreadable, file):
		return file + " cannot be read"
	case isAmong(g.found.Binary, file):
		return file + " is there, but is not text, which alone is looked into"
	case isAmong(g.found.Links, file):
		return file + " is behind a link, and only files are looked into"
	}
	if info, err := os.Stat(filepath.Join(g.dir, filepath.FromSlash(file))); err != nil || info.IsDir() {
		return file + " is not there, and no other file names it"
	}
	if guard.Ignored(g.dir, file) {
		return file + " is there, but a .gitignore file leaves it out"
	}
	return file + " is there, but does not name it"
}
