package export

import (
	"embed"
	"errors"
	"fmt"
	gotoken "go/token"
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"debrief/export/page"
	"debrief/model"
	"debrief/model/lazyregexp"
)

// A skeleton's text is a template for each language, because what a test looks like is best said in the language itself.
//
//go:embed skeletons/*.txt
var skeletons embed.FS

// language is how tests are named in one language.
type language struct {
	name    string
	writes  script
	endings []string              // of its files
	taken   func() *regexp.Regexp // a test's name that is kept as it is, once spelled in ASCII
	named   func(words []string) string
}

var languages = []language{
	{"go", letters, []string{".go"}, lazyregexp.New(`^Test[A-Z0-9_][A-Za-z0-9_]*$`), testCamel},
	{"python", marked, []string{".py"}, lazyregexp.New(`^test_[A-Za-z0-9_]+$`), testSnake},
	{"js", marked, []string{".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".tsx"}, lazyregexp.New(`.`), nil},
	{"java", marked, []string{".java"}, lazyregexp.New(`^[a-z]+[A-Z][A-Za-z0-9]*$`), func(w []string) string { return "test" + camel(w) }},
	{"rust", marked, []string{".rs"}, lazyregexp.New(`^[a-z][a-z0-9]*(?:_[a-z0-9]+)+$`), testSnake},
	{"ruby", marked, []string{".rb"}, lazyregexp.New(`^test_[a-z0-9_]+$`), testSnake},
	{"shell", ascii, []string{".sh", ".bash", ".bats"}, lazyregexp.New(`^[a-z][a-z0-9]*(?:_[a-z0-9]+)+$`), testSnake},
}

// Languages are the languages that there are skeletons for.
func Languages() []string {
	names := make([]string, len(languages))
	for i, l := range languages {
		names[i] = l.name
	}
	return names
}

// LanguageOf is the language of a file by its name, "" for one that there is no skeleton for.
func LanguageOf(file string) string {
	for _, l := range languages {
		for _, ending := range l.endings {
			if strings.EqualFold(path.Ext(file), ending) {
				return l.name
			}
		}
	}
	return ""
}

// Skeleton is a regression test that is still to be written: it fails until then.
type Skeleton struct {
	Name string // of the test: what it holds, as the language writes names
	Text string // the file; it names the action's whole reference and tells the story in three lines
}

// SkeletonSays is how the message begins with which the skeleton of a test fails; runners cut long messages.
func SkeletonSays(ref string) string { return ref + ": write this test" }

// NewSkeleton makes the skeleton of an action's test in one of Languages. What people typed stands in comments and in a name
// only, made safe for them.
func NewSkeleton(p *model.Postmortem, action, lang string) (Skeleton, error) {
	a := p.Action(action)
	if a == nil {
		return Skeleton{}, errors.New("there is no action " + action + " in " + p.Ref)
	}
	for _, l := range languages {
		if l.name == lang {
			return l.skeleton(p, a)
		}
	}
	return Skeleton{}, fmt.Errorf("%s is none of %s", model.Quote(lang), strings.Join(Languages(), ", "))
}

func (l language) skeleton(p *model.Postmortem, a *model.Action) (Skeleton, error) {
	text, err := skeletons.ReadFile("skeletons/" + l.name + ".txt")
	if err != nil {
		return Skeleton{}, fmt.Errorf("make a skeleton: %w", err)
	}
	name, file := a.Title, ""
	if a.Test != nil {
		file = strings.ReplaceAll(a.Test.File, `\`, "/")
		if strings.TrimSpace(a.Test.Name) != "" {
			name = a.Test.Name
		}
	}
	name = page.Line(name)
	ref := p.Ref + "/" + a.Ref
	words := l.writes.wordsOf(name, ref)
	s := Skeleton{Name: name}
	if !l.taken().MatchString(l.writes.spelled(name)) {
		s.Name = ref
		if l.named != nil {
			s.Name = l.named(words)
		}
	}
	happened, why, holds := story(p, a)
	s.Text = strings.NewReplacer(
		"{{ref}}", ref, "{{name}}", l.quoted(s.Name), "{{class}}", l.class(words, file), "{{package}}", goPackage(file),
		"{{happened}}", l.comment("What happened: ", happened), "{{why}}", l.comment("Why: ", why), "{{holds}}", l.comment("What it holds: ", holds),
	).Replace(string(text))
	return s, nil
}

// quoted is a name as it stands in the text: in JavaScript it is a string, elsewhere it is an identifier already.
func (l language) quoted(name string) string {
	if l.name != "js" {
		return name
	}
	quoted := strings.TrimSpace(string(model.EncodeAnswer(name)))
	return quoted[1 : len(quoted)-1]
}

// maxStory is how long a line of the story gets, in characters.
const maxStory = 100

// comment is a line of a comment. Java reads \u escapes in comments too, where \u000a would end one: there a backslash is
// doubled, which escapes nothing.
func (l language) comment(lead, text string) string {
	text = model.Shorten(page.Line(text), maxStory)
	if l.name == "java" {
		text = strings.ReplaceAll(text, `\`, `\\`)
	}
	return strings.TrimRight(lead+text, " ")
}

// story is what happened, why, and what the test holds: a reader who never heard of the incident meets it here (seed 1, "a
// descriptive name and a link back").
func story(p *model.Postmortem, a *model.Action) (happened, why, holds string) {
	happened, why, holds = p.Title, "nobody has written it down yet", a.Title
	if strings.TrimSpace(p.Summary) != "" {
		happened = p.Summary
	}
	if strings.TrimSpace(a.DoneWhen) != "" {
		holds = a.DoneWhen
	}
	var root, first string
	for _, part := range p.Parts() {
		switch x := part.Value.Addr().Interface().(type) {
		case *model.Why:
			if x.Root && root == "" {
				root = x.Answer
			}
		case *model.Cause:
			if first == "" {
				first = x.Text
			}
		}
	}
	candidates := []string{root, first}
	if len(a.Answers) > 0 {
		candidates = []string{p.Get(a.Answers[0], "answer"), p.Get(a.Answers[0], "text"), root, first}
	}
	for _, c := range candidates {
		if strings.TrimSpace(c) != "" {
			return happened, c, holds
		}
	}
	return happened, why, holds
}

var javaClass = lazyregexp.New(`^[A-Z][A-Za-z0-9_]*$`)

// class is the name of the class that a test stands in. A public habit of Java ties it to the file's name.
func (l language) class(words []string, file string) string {
	if l.name != "java" {
		return "Test" + camel(words)
	}
	if base := strings.TrimSuffix(path.Base(file), ".java"); path.Ext(file) == ".java" && javaClass().MatchString(l.writes.spelled(base)) {
		return base
	}
	name := camel(words)
	if first, _ := utf8.DecodeRuneInString(name); unicode.IsLetter(first) {
		return name + "Test"
	}
	return "Test" + name
}

var packageName = lazyregexp.New(`^[a-z][a-z0-9_]*$`)

// goPackage is the package of a file by its folder.
func goPackage(file string) string {
	dir := path.Base(path.Dir(path.Clean(file)))
	if path.Ext(file) == ".go" && packageName().MatchString(dir) && !gotoken.IsKeyword(dir) {
		return dir
	}
	return "regression"
}
