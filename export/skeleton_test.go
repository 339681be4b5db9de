package export_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/export"
	"debrief/export/trial"
	"debrief/model"
)

// traps end a comment or a string in one language or another, or mean something inside one.
var traps = []string{
	`\u000a } evil( \u002a/ \\u000a C:\users\mei`, "*/ /* // */", "coding: utf-7", "-*- coding: nonsense -*-", "#{exit 1} #$0", `""" ''' "quoted" 'single'`,
	"line\u2028break\u2029and\u0085another\vone\ffeed", "$(touch evil) `touch evil` $HOME", "=begin =end __END__", "//go:build never // +build never",
	"{{ref}} {{name}} {{", "fn", "class", "80 % in 2 minutes", "日本語だけ", "Проверка деплоя", "ελληνικά", "पूल खाली है", "პული", "بركة الاتصالات", "สระ ทำ", "ﾃｽﾄ ﷺ ͺ ①", "٣ حالات", "ㅤ\u034f\u0301",
	"Ærlig talt: køen er full på søndag", "", "</script> <!--", "%s %d {} {0}", "\\", "test",
	strings.Repeat("a very long title about a queue that is never emptied ", 9),
}

// skeletonOf is the skeleton of an action that tells everything in one text.
func skeletonOf(t *testing.T, text, lang, file string) export.Skeleton {
	t.Helper()
	p := model.New("a title", time.Date(2026, 11, 18, 4, 0, 0, 0, time.UTC))
	p.Ref, p.Summary = "PM-7", text
	p.Causes = []model.Cause{{Ref: "C1", Text: text}}
	p.Actions = []model.Action{{Ref: "A3", Title: text, DoneWhen: text, Answers: []string{"C1"}, Test: &model.Test{Name: text, File: file}}}
	s, err := export.NewSkeleton(p, "A3", lang)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(s.Text, "PM-7/A3") {
		t.Errorf("%s: the skeleton of %q does not name PM-7/A3", lang, text)
	}
	if strings.Contains(s.Text, " \n") {
		t.Errorf("%s: the skeleton of %q has a line that ends in a blank, which formatters take away", lang, text)
	}
	return s
}

// tools say how each language reads its files; they are given all files at once, unless one at a time is all they take.
var tools = map[string]struct {
	ending string
	each   bool
	args   []string
}{
	"go":     {".go", true, nil}, // read by Go's own parser
	"python": {".py", false, []string{"python3", "-m", "py_compile"}},
	"js":     {".mjs", false, []string{"node", "--experimental-vm-modules", "-e", readModules}},
	"java":   {".java", false, []string{"javac", "-Xlint:all", "-Werror", "-d", "out", "org/junit/jupiter/api/Test.java", "org/junit/jupiter/api/Assertions.java"}},
	"rust":   {".rs", false, []string{"rustc", "--test", "--edition", "2021", "-D", "warnings", "--emit", "metadata", "-o", "out.rmeta"}},
	"ruby":   {".rb", true, []string{"ruby", "-wc"}},
	"shell":  {".sh", true, []string{"sh", "-n"}},
}

// readModules reads JavaScript modules without running them; node --check would take one at a time.
const readModules = `for (const f of process.argv.slice(1)) new (require("vm").SourceTextModule)(require("fs").readFileSync(f, "utf8"), { identifier: f })`

func TestASkeletonIsSoundWhateverThePostmortemSays(t *testing.T) {
	texts := append(slices.Clone(traps), hostile...)
	for _, lang := range export.Languages() {
		t.Run(lang, func(t *testing.T) {
			tool, dir := tools[lang], t.TempDir()
			if len(tool.args) > 0 {
				if err := trial.Runs(tool.args[0]); err != nil {
					t.Skip(err)
				}
			}
			var files []string
			for i, text := range texts {
				name := fmt.Sprintf("H%d%s", i, tool.ending)
				s := skeletonOf(t, text, lang, name)
				if safe := model.CleanLines(s.Text); lang != "go" && safe != s.Text {
					t.Errorf("the skeleton of %q is not safe to show: %q", text, s.Text)
				}
				write(t, filepath.Join(dir, name), s.Text)
				files = append(files, name)
			}
			switch lang {
			case "go":
				for _, f := range files {
					if _, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, f), nil, parser.AllErrors); err != nil {
						t.Error(err)
					}
				}
				return
			case "java": // a stand-in for the library that is not here
				write(t, filepath.Join(dir, "org/junit/jupiter/api/Test.java"), "package org.junit.jupiter.api; public @interface Test {}")
				write(t, filepath.Join(dir, "org/junit/jupiter/api/Assertions.java"),
					"package org.junit.jupiter.api; public class Assertions { public static void fail(String why) { throw new AssertionError(why); } }")
			case "rust":
				all := ""
				for i, f := range files {
					all += fmt.Sprintf("#[path = %q] mod h%d;\n", f, i)
				}
				write(t, filepath.Join(dir, "all.rs"), all)
				files = []string{"all.rs"}
			}
			if !tool.each {
				command(t, dir, append(slices.Clone(tool.args), files...)...)
				return
			}
			for _, f := range files {
				command(t, dir, append(slices.Clone(tool.args), f)...)
			}
		})
	}
}

// TestASkeletonFailsUntilItIsWritten runs those that need nothing but their language.
func TestASkeletonFailsUntilItIsWritten(t *testing.T) {
	for lang, run := range map[string][]string{
		"go": {"go", "test", "pool_test.go"}, "python": {"python3", "-m", "unittest", "pool_test.py"}, "js": {"node", "--test", "pool_test.mjs"}, "shell": {"sh", "pool_test.sh"},
	} {
		t.Run(lang, func(t *testing.T) {
			if err := trial.Runs(run[0]); err != nil {
				t.Skip(err)
			}
			dir := t.TempDir()
			write(t, filepath.Join(dir, run[len(run)-1]), skeletonOf(t, "The pool is never empty", lang, "").Text)
			cmd := exec.Command(run[0], run[1:]...)
			cmd.Dir = dir
			out, err := cmd.CombinedOutput()
			if err == nil || !strings.Contains(string(out), "PM-7/A3: write this test, and see it fail before the fix") {
				t.Errorf("%v %s", err, out)
			}
		})
	}
}

func TestATestIsNamedAsItsLanguageNamesTests(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"go", "TestPool_Empty", "TestPool_Empty"},
		{"go", "the pool is never empty", "TestThePoolIsNeverEmpty"},
		{"go", "test_pool_empty", "TestPoolEmpty"},
		{"python", "TestHTTPPoolEmpty", "test_http_pool_empty"},
		{"python", "test_poolEmpty", "test_poolEmpty"},
		{"js", `it says "never"`, `it says "never"`},
		{"java", "poolIsNeverEmpty", "poolIsNeverEmpty"},
		{"java", "class", "testClass"},
		{"rust", "pool_is_never_empty", "pool_is_never_empty"},
		{"rust", "match", "test_match"},
		{"ruby", "80 % is enough", "test_80_is_enough"},
		{"shell", "日本語", "test_pm_7_a3"},
		{"go", "Проверка деплоя", "TestПроверкаДеплоя"},
		{"go", "日本語のテスト", "Test日本語のテスト"},
		{"go", "ελληνικά", "TestΕλληνικά"},
		{"go", "Зи\u0306нов пул", "TestЗ\u0439новПул"}, // as some systems write й: a letter and a mark
		{"go", "за\u0301мок", "TestЗамок"},
		{"go", "TestПулПуст", "TestПулПуст"},
		{"go", "HTTPサーバー 80", "TestHttpサーバー80"},
		{"go", "პული", "Test_პული"},
		{"go", "पूल test", "TestPm7A3"}, // Go takes no vowel signs, and a word without its vowels is none
		{"go", "❤️ Ærlig", "TestAerlig"},
		{"go", "a\u3164\u115fb", "TestAb"},
		{"python", "Проверка деплоя", "test_проверка_деплоя"},
		{"python", "पूल खाली", "test_पूल_खाली"},
		{"python", "test_Пул", "test_Пул"},
		{"js", "日本語のテスト", "日本語のテスト"},
		{"java", "Проверка деплоя", "testПроверкаДеплоя"},
		{"java", "пулНеПуст", "пулНеПуст"},
		{"rust", "п'ять з'єднань", "test_пять_зєднань"},
		{"rust", "ﾃｽﾄ", "test_テスト"},
		{"ruby", "ελληνικά", "test_ελληνικά"},
		{"shell", "Проверка деплоя", "test_pm_7_a3"},
		{"go", strings.Repeat("語", 99), "Test" + strings.Repeat("語", 60)},
	} {
		s := skeletonOf(t, c.text, c.lang, "")
		if s.Name != c.want {
			t.Errorf("%s: %q is named %q, want %q", c.lang, c.text, s.Name, c.want)
		}
	}
}

func TestAGoTestStandsInThePackageOfItsFolder(t *testing.T) {
	for file, want := range map[string]string{
		"pipeline/deploy_test.go": "pipeline", `core\pool\pool_test.go`: "pool", "deploy_test.go": "regression", "my-app/a_test.go": "regression",
		"go/type/a_test.go": "regression", "pool/test.py": "regression", "../a_test.go": "regression",
	} {
		if s := skeletonOf(t, "x", "go", file); !strings.HasPrefix(s.Text, "package "+want+"\n") {
			t.Errorf("%s: %s", file, s.Text)
		}
	}
	if s := skeletonOf(t, "x", "java", "src/test/java/QueueTest.java"); !strings.Contains(s.Text, "class QueueTest {") {
		t.Error(s.Text)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func command(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %v\n%s", args, err, out)
	}
}
