package guard

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"debrief/export/trial"
)

// tree makes a folder with these files.
func tree(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func look(t testing.TB, dir string, refs ...string) *Found {
	t.Helper()
	found, err := Look(dir, refs)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// places are the places of a reference as "path:line", those on pages in brackets.
func places(found *Found, ref string) string {
	var all []string
	for _, h := range found.Hits[ref] {
		if h.Page {
			all = append(all, "["+h.String()+"]")
		} else {
			all = append(all, h.String())
		}
	}
	return strings.Join(all, " ")
}

func paths(skips []Skip) string {
	var all []string
	for _, s := range skips {
		all = append(all, s.Path)
	}
	return strings.Join(all, " ")
}

func TestOnlyWholeReferencesCount(t *testing.T) {
	dir := tree(t, map[string]string{
		"a.go": "// PM-7/A31\n// XPM-7/A3 PM-77/A3 PM-7/A3b PM-7/A3_x _PM-7/A3 pm-7/A3 PM-7/a3 PM-7 /A3 PM-/A3\n",
		"b.go": "one\ntwo // see https://wiki.example/PM-7/A3, and more\nPM-7/A3\n",
		"c.py": "#参照PM-7/A3を",
		"d.rs": "PM-7/A3",
		"e.sh": "(PM-7/A3)",
		"f.c":  "PM-7/A",
	})
	if got := places(look(t, dir, "PM-7/A3"), "PM-7/A3"); got != "b.go:2 c.py:1 d.rs:1 e.sh:1" {
		t.Error(got)
	}
}

func TestAReferenceIsFoundWhereverAPieceOfALongFileEnds(t *testing.T) {
	const ref, other = "PM-7/A3", "OPS-12/A4"
	for shift := range 30 {
		before := bufferSize - 15 + shift
		text := strings.Repeat("line\n", before/5) + strings.Repeat("-", before%5)
		wrong := "x" + ref + "1"
		for line, want := range map[string]string{ref: ref, "x" + ref: "", ref + "1": "", wrong: "", other + " " + ref: ref} {
			found := look(t, tree(t, map[string]string{"long.c": text + line + strings.Repeat("\nmore", bufferSize/3)}), ref, other)
			wantAt := ""
			if want != "" {
				wantAt = fmt.Sprintf("long.c:%d", before/5+1)
			}
			if got := places(found, ref); got != wantAt {
				t.Fatalf("%q after %d bytes is found at %q, want %q", line, before, got, wantAt)
			}
		}
	}
}

func TestWhatCannotHoldATestIsNamedAndSkipped(t *testing.T) {
	dir := tree(t, map[string]string{
		"src/pool_test.go":    "// PM-7/A3",
		"bin/tool":            "\x7fELF\x00PM-7/A3",
		"late/zero.out":       strings.Repeat("x", sniff) + "\x00 PM-7/A3",
		".git/config":         "PM-7/A3",
		"doc/PM-7.md":         "PM-7/A3",
		"doc/PM-7.json":       `{"schema": 1, "postmortem": {"summary": "PM-7/A3"}}`,
		"cases/requests.json": `{"name": "PM-7/A3"}`,
		"empty":               "",
	})
	for link, to := range map[string]string{"src/loop": "..", "again": "again", "outside": t.TempDir(), "gone": "nowhere"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Skip("no links here:", err)
		}
	}
	found := look(t, dir, "PM-7/A3")
	if got := places(found, "PM-7/A3"); got != "cases/requests.json:1 [doc/PM-7.json:1] [doc/PM-7.md:1] late/zero.out:1 src/pool_test.go:1" {
		t.Error(got)
	}
	if got := paths(found.Binary); got != "bin/tool" {
		t.Error("binary:", got)
	}
	if got := paths(found.Links); got != "again gone outside src/loop" {
		t.Error("links:", got)
	}
	if len(found.Unreadable) != 0 || found.Files != 6 {
		t.Error(found.Files, "files were read, and could not be:", found.Unreadable)
	}
}

func TestADocumentThatTellsOfATestIsNoTest(t *testing.T) {
	documents := []string{
		"CHANGELOG", "CHANGELOG-2.4", "NEWS", "NEWS.old", "changes.yml", "debian/changelog", "HISTORY.rst", "notes.txt", "doc/guide.adoc", "todo.org",
		"build/output.log", "fix.patch", "README", "ReleaseNotes.xml", "doc/a.md",
	}
	tests := []string{
		"news_test.go", "changelog.py", "history/a.yml", "testdata/a.txt", "pool/tests/b.txt", "CMakeLists.txt", "cases.toml", "Makefile", "Jenkinsfile", "newsletter",
		"cases.csv", ".github/workflows/canary.yaml", "todo.js",
	}
	files := map[string]string{}
	for _, name := range append(slices.Clone(documents), tests...) {
		files[name] = "PM-7/A3"
	}
	for _, h := range look(t, tree(t, files), "PM-7/A3").Hits["PM-7/A3"] {
		if h.Page != slices.Contains(documents, h.File) {
			t.Errorf("%s: a document: %v", h.File, h.Page)
		}
	}
}

func TestTheFolderMayBeALinkButMustBeThere(t *testing.T) {
	dir := tree(t, map[string]string{"src/a.go": "// PM-7/A3"})
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Skip("no links here:", err)
	}
	if got := places(look(t, link, "PM-7/A3"), "PM-7/A3"); got != "src/a.go:1" {
		t.Error(got)
	}
	for _, wrong := range []string{"nowhere", "src/a.go"} {
		if found, err := Look(filepath.Join(dir, wrong), []string{"PM-7/A3"}); err == nil {
			t.Errorf("%s: %+v", wrong, found)
		}
	}
}

func TestRulesOfTheFoldersAboveHoldUpToTheRepository(t *testing.T) {
	dir := tree(t, map[string]string{
		".gitignore":             "*.go\n",
		"repo/.git/HEAD":         "",
		"repo/.gitignore":        "/sub/left\n*.tmp\n",
		"repo/sub/a.go":          "// PM-7/A3",
		"repo/sub/left/a.go":     "// PM-7/A3",
		"repo/sub/deep/left/b":   "// PM-7/A3",
		"repo/sub/c.tmp":         "// PM-7/A3",
		"repo/sub/.gitignore":    "!kept.tmp\n",
		"repo/sub/deep/kept.tmp": "// PM-7/A3",
	})
	sub := filepath.Join(dir, "repo", "sub")
	if got := places(look(t, sub, "PM-7/A3"), "PM-7/A3"); got != "a.go:1 deep/kept.tmp:1 deep/left/b:1" {
		t.Error(got)
	}
	for path, want := range map[string]bool{"a.go": false, "left/a.go": true, "c.tmp": true, "deep/kept.tmp": false, "deep/c.tmp": true} {
		if Ignored(sub, path) != want {
			t.Errorf("%s: ignored is %v", path, !want)
		}
	}
}

// ignoring is a tree of files, with its .gitignore files by their path.
type ignoring struct {
	ignore map[string]string
	files  []string
}

// compareWithGit puts trees beside each other into one repository, looks for a reference in every file of theirs, and asks git
// which of them it leaves out.
func compareWithGit(t *testing.T, trees ...ignoring) {
	t.Helper()
	files := map[string]string{}
	var all bytes.Buffer
	for i, tree := range trees {
		for _, name := range tree.files {
			files[fmt.Sprintf("%d/%s", i, name)] = "PM-7/A3"
			fmt.Fprintf(&all, "%d/%s\x00", i, name)
		}
		for name, text := range tree.ignore {
			files[fmt.Sprintf("%d/%s", i, name)] = text
		}
	}
	dir := tree(t, files)
	if err := trial.Runs("git"); err != nil {
		t.Skip(err)
	}
	if out, err := exec.Command("git", "init", "-q", dir).CombinedOutput(); err != nil {
		t.Fatalf("git init: %v %s", err, out)
	}
	cmd := exec.Command("git", "-c", "core.excludesFile=/dev/null", "check-ignore", "--no-index", "-z", "--stdin")
	cmd.Dir, cmd.Stdin = dir, &all
	out, err := cmd.Output()
	if err != nil && cmd.ProcessState.ExitCode() != 1 {
		t.Fatal("git does not say what it leaves out:", err)
	}
	left, found := map[string]bool{}, map[string]bool{}
	for name := range strings.SplitSeq(string(out), "\x00") {
		left[name] = true
	}
	for _, h := range look(t, dir, "PM-7/A3").Hits["PM-7/A3"] {
		found[h.File] = true
	}
	for i, tree := range trees {
		for _, name := range tree.files {
			path := fmt.Sprintf("%d/%s", i, name)
			if found[path] == left[path] || Ignored(dir, path) != left[path] {
				t.Errorf("%q: %q is found: %v, ignored: %v, and git leaves it out: %v", tree.ignore, name, found[path], Ignored(dir, path), left[path])
			}
		}
	}
}

func TestGitWouldLeaveOutTheSame(t *testing.T) {
	names := []string{
		"a.go", "a.log", "b.log", "build/out.go", "src/build/out.go", "src/deep/down/x.go", "src/deep/x.go", "src/x.go", "vendor/lib/x.go",
		"doc/one.txt", "doc/deep/two.txt", "#hash", "!bang", "sp ace", "tail ", "foo", "foo.d/foo", "d-7.dat", "dx.dat", "a[b]c", "Ümlaut.go", "ab", "abc/d",
		"a/b/c/d/e", "a/x/c/e", "star*", "back\\slash",
	}
	var trees []ignoring
	for _, rules := range []string{
		"*.log", "*.log\n!b.log", "build", "build/", "/build", "/build/", "src/build", "doc/*.txt", "doc/**", "doc/**/two.txt", "**/x.go", "src/**/x.go",
		"**/deep/**", "\\#hash\n\\!bang", "#hash\n", "sp\\ ace", "tail\\ ", "tail ", "foo", "foo/", "/foo", "d[!0-9x]*", "d[!0-9]*", "d-[0-9].dat", "d[^-]*",
		"a\\[b]c", "a[[]b]c", "a[b]c", "[[:alpha:]].go", "[[:upper:]]*", "[]a].go", "[a", "*", "*\n!*/\n!*.go", "/*\n!/src", "src/*\n!src/deep", "src\n!src/x.go",
		"a/**/e", "a/*/c/**", "**", "/**", "**/", "a?", "a?c/", "***", "a/***/e", "/", "//", "!", "\\", "a//b", "abc/", "abc/d/", "*b", "?*", "st\\*r*", "star\\*",
		"back\\\\slash", "\xef\xbb\xbffoo\r\n*.log\r\n", "  ", "[z-a]", "[!a]*.go", "[\\]a].go", "[a-]b", "[[:nope:]]", "x.go\n!/src/x.go", "/src/*/x.go",
	} {
		trees = append(trees, ignoring{map[string]string{".gitignore": rules + "\n"}, names})
	}
	compareWithGit(t, trees...)
}

func TestGitWouldLeaveOutTheSameWithRulesInFoldersBelow(t *testing.T) {
	compareWithGit(t, ignoring{map[string]string{
		".gitignore":          "*.tmp\n/out\n!keep/\n",
		"src/.gitignore":      "!good.tmp\n/out\nlocal\n",
		"src/deep/.gitignore": "*\n!.gitignore\n!deep.go\n",
		"out/.gitignore":      "!*\n",
	}, []string{
		"a.tmp", "good.tmp", "src/good.tmp", "src/x/good.tmp", "src/bad.tmp", "out/x", "src/out/x", "src/x/out/x", "src/local/a", "local/a", "src/deep/deep.go",
		"src/deep/other.go", "src/deep/down/deep.go",
	}})
}

// starsAfterALetter are where git goes its own way: by its manual these stars are one, but a**/b matches a/x/b too.
var starsAfterALetter = regexp.MustCompile(`([abxy])\*\*+([/\n])`)

// TestGitWouldLeaveOutTheSameOfATreeThatNobodyThoughtOf makes rules and trees from a small alphabet, so that they meet often.
func TestGitWouldLeaveOutTheSameOfATreeThatNobodyThoughtOf(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 3))
	pick := func(from []string) string { return from[r.IntN(len(from))] }
	var trees []ignoring
	for range 40 {
		var names []string
		for range 40 {
			parts := make([]string, 1+r.IntN(4))
			for i := range parts {
				parts[i] = pick([]string{"a", "b", "ab", "ba", "aa"})
			}
			parts[len(parts)-1] += pick([]string{".x", ".y", ".xy"}) // so that no file stands where a folder does
			names = append(names, strings.Join(parts, "/"))
		}
		slices.Sort(names)
		names = slices.Compact(names)
		ignore := map[string]string{}
		for _, at := range []string{"", "a/", "ab/"} {
			var text bytes.Buffer
			for range 1 + r.IntN(5) {
				if r.IntN(3) == 0 {
					text.WriteByte('!')
				}
				for range 1 + r.IntN(4) {
					text.WriteString(pick([]string{"a", "b", "*", "?", "/", "**/", "/**/", "[a]", "[!a]", ".x", ".y", "\\a"}))
				}
				if r.IntN(4) == 0 {
					text.WriteString("/**")
				}
				if r.IntN(4) == 0 {
					text.WriteByte('/')
				}
				text.WriteByte('\n')
			}
			ignore[at+".gitignore"] = starsAfterALetter.ReplaceAllString(text.String(), "$1*$2")
		}
		trees = append(trees, ignoring{ignore, names})
	}
	compareWithGit(t, trees...)
}

// FuzzPatterns: no pattern makes a match endless or fails.
func FuzzPatterns(f *testing.F) {
	for _, seed := range []string{"*.log", "!a/**/b", "[[:alpha:]-z]", "a*b*c*d*e*f*g*h*", "**/**/**/x/", "\\", "[", "[a-", "[[:", "[\\"} {
		f.Add(seed, "aaaa/bbbb/abcdefgh")
	}
	f.Fuzz(func(t *testing.T, text, path string) {
		if path == "" {
			return
		}
		for _, p := range parsePatterns([]byte(text)) {
			p.matches(path, filepath.Base(path), false)
			p.matches(path, filepath.Base(path), true)
		}
	})
}

// FuzzLook: what is found is there, whole, at the line that is named.
func FuzzLook(f *testing.F) {
	f.Add("a\nPM-7/A3\n PM-7/A31 xPM-7/A3")
	f.Fuzz(func(t *testing.T, text string) {
		r := &reader{search: newSearch([]string{"PM-7/A3", "OPS-1/A1"}), buffer: make([]byte, 24)}
		if err := r.scan(strings.NewReader(text), "file"); err != nil {
			t.Fatal(err)
		}
		for ref, hits := range r.found.Hits {
			lines := strings.Split(text, "\n")
			if at := hits[0].Line; at > len(lines) || !strings.Contains(lines[at-1], ref) {
				t.Fatalf("%s is not in line %d of %q", ref, at, text)
			}
		}
		if len(r.found.Binary) == 0 && strings.Contains("\n"+text+"\n", "\nPM-7/A3\n") && len(r.found.Hits["PM-7/A3"]) != 1 {
			t.Fatalf("PM-7/A3 is not found in %q", text)
		}
	})
}
