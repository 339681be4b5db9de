package main

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"debrief/cmd/debrief/guard"
	"debrief/export"
	"debrief/model"
)

// standing is what a look says of one promised test.
type standing struct {
	says string     // one of model.GuardWords
	hit  *guard.Hit // where it stands, or is mentioned; nil where nothing names it
	why  string     // what makes it skipped, or only mentioned
}

// isThere reports whether the test is in the tree, whether it runs or not.
func (s standing) isThere() bool {
	return s.says == "there" || s.says == "moved" || s.says == "skipped"
}

func (s standing) at() string {
	if s.hit == nil {
		return ""
	}
	return s.hit.String()
}

// kept is what is kept of a look. That nobody has written a test yet is no loss.
func (s standing) kept(t promised) model.Guard {
	look := model.Guard{Found: s.isThere(), Where: model.Clean(s.at()), Says: s.says}
	if s.says == "lost" && !t.written() {
		look.Says = ""
	}
	return look
}

// ranks are the words for a test from the best to the worst.
var ranks = map[string]int{"there": 0, "moved": 1, "skipped": 2, "mentioned": 3, "lost": 4}

// stand finds every test among what the look found.
func (g *guarding) stand() {
	g.stands = make([]standing, len(g.tests))
	for i, t := range g.tests {
		g.stands[i] = g.find(t)
	}
}

// find is the best that the tree says of a test, in any file that names its reference.
func (g *guarding) find(t promised) standing {
	best := standing{says: "lost"}
	for _, ref := range t.post.WholeRefs(t.action.Ref) {
		for i := range g.found.Hits[ref] {
			if st := g.weigh(t, &g.found.Hits[ref][i]); ranks[st.says] < ranks[best.says] {
				best = st
			}
		}
	}
	return best
}

// weigh says what one file makes of a test.
func (g *guarding) weigh(t promised, h *guard.Hit) standing {
	promised := t.file() != "" && g.promisedIn(t, h.File)
	switch {
	case h.Call:
		return standing{"mentioned", h, "names it, where it calls debrief"}
	case h.Page && !promised:
		return standing{"mentioned", h, "tells of it"}
	}
	stand := guard.StandIn(g.dir, h.File, t.names(h.File), promised)
	switch {
	case !stand.Test:
		return standing{"mentioned", h, "names it, and " + stand.Why}
	case stand.Skipped != "":
		return standing{"skipped", h, stand.Skipped}
	case t.file() != "" && !promised:
		return standing{"moved", h, ""}
	}
	return standing{"there", h, ""}
}

// names are the names that a test may have in a file: the promised one, and the one that a skeleton in its language gives it;
// none where none was promised.
func (t promised) names(file string) []string {
	name := strings.TrimSpace(t.action.Test.Name)
	if name == "" {
		return nil
	}
	names := []string{name}
	if lang := export.LanguageOf(file); lang != "" {
		if s, err := export.NewSkeleton(t.post, t.action.Ref, lang); err == nil {
			names = append(names, s.Name)
		}
	}
	return names
}

// isMissing reports whether a test fails the look.
func (g *guarding) isMissing(t promised, st standing) bool {
	switch st.says {
	case "there", "moved":
		return false
	case "skipped":
		return !g.skipped
	case "mentioned":
		return !g.written || t.written() || !st.hit.Page && !st.hit.Call
	}
	return !g.written || t.written()
}

// inWords says of a test how it stands, and where.
func (g *guarding) inWords(t promised, st standing) (word, where string) {
	switch st.says {
	case "moved":
		return st.says, st.at() + " (promised in " + t.file() + ")"
	case "skipped":
		return st.says, st.at() + " (" + st.why + ")"
	case "mentioned":
		return "mentioned, not found", "only " + st.at() + " " + st.why
	case "lost":
		if !t.written() {
			return "not yet", g.whyNot(t)
		}
		return st.says, g.whyNot(t)
	}
	return st.says, st.at()
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
func (g *guarding) whyNot(t promised) string {
	file := t.file()
	if file == "" {
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
