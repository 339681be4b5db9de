package main

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

func readFile(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestTheReadmeNamesEveryCommand(t *testing.T) {
	readme := readFile(t, "../../README.md")
	p := &program{env: func(string) string { return "" }}
	root := p.root()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if !c.Hidden && !strings.Contains(readme, "`debrief "+c.Name()) {
			t.Errorf("the README does not name debrief %s", c.Name())
		}
	}
	for _, m := range regexp.MustCompile("`debrief ([a-z]+)").FindAllStringSubmatch(readme, -1) {
		if c, _, err := root.Find(m[1:]); err != nil || c == root {
			t.Errorf("the README names debrief %s, which there is not", m[1])
		}
	}
}

func TestTheReadmeNamesEveryDirectDependency(t *testing.T) {
	readme := readFile(t, "../../README.md")
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
		if module != "" && !strings.Contains(readme, "`"+module+"`") {
			t.Errorf("the README does not name %s", module)
		}
	}
}
