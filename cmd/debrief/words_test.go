package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"debrief/model/coach"
	"debrief/model/guide"
)

// TestEveryWordOfOursPassesTheCoach reads what the program can print as if somebody had typed it, in every section of a
// postmortem: the guide, the help of the commands, and every string of the source that can be a sentence. The coach's own words
// are read where they stand, in its catalogue; the rest of its strings is what it looks for.
func TestEveryWordOfOursPassesTheCoach(t *testing.T) {
	said := ourWords(t)
	for _, p := range guide.Phases() {
		said[p.Key+" in the guide"] = append([]string{p.Title, p.Purpose, p.Opening}, p.Questions...)
	}
	for _, c := range guide.Cards() {
		said[c.Key+" in the guide"] = []string{c.Title, c.Text}
	}
	said["beforehand"] = []string{guide.Before().Title, guide.Before().Greeting}
	for section, questions := range guide.Before().Questions {
		said["beforehand, "+section] = questions
	}
	r, read := coach.NewReader(nil), 0
	for where, words := range said {
		for _, s := range words {
			read++
			for _, section := range coach.Sections {
				for _, f := range r.Read(section, s) {
					if f.Code == "name-outside-facts" && f.Text[0] == '@' {
						continue // "@owner" in a hint shows what to type
					}
					t.Errorf("%s: %q is %s in %s for %q", where, s, f.Code, section, f.Text)
				}
			}
		}
	}
	if read < 1000 {
		t.Errorf("only %d strings were read: the source is not where it was", read)
	}
}

// ourWords are the strings of the source that look like a sentence, by their places.
func ourWords(t *testing.T) map[string][]string {
	t.Helper()
	said, files := map[string][]string{}, token.NewFileSet()
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == "coach" || strings.HasPrefix(d.Name(), ".") && d.Name() != ".."):
			return fs.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.BasicLit); ok && s.Kind == token.STRING {
				if text, err := strconv.Unquote(s.Value); err == nil && isSentence(text) {
					at := files.Position(s.Pos())
					said[filepath.ToSlash(at.String())] = []string{text}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return said
}

// isSentence leaves out keys, names of fields and, for their indented lines, lists of words and statements for the archive.
func isSentence(text string) bool {
	return strings.Count(text, " ") >= 2 && !strings.Contains(text, "\n\t")
}
