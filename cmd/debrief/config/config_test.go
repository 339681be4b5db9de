package config_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"debrief/cmd/debrief/config"
)

func TestATeamChoosesItsColoursAndWhereThePublicMayBeLed(t *testing.T) {
	got, err := config.Parse("config.toml", []byte("\ufeff# the screens of the room\ntheme = \"light\"\n\n[export]\nhosts = [\"Example.org\", 'status.example.org']\r\n"))
	if err != nil || got.Theme != "light" || !slices.Equal(got.Hosts, []string{"example.org", "status.example.org"}) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestSomebodyChoosesKeysAndIsToldOnWhichLineOneCannotBe(t *testing.T) {
	got, err := config.Parse("config.toml", []byte("[keys]\nundo = [\"z\"]\nfacts.sort = []\n\"room.names\" = ['f4']\n[keys.phase.go]\nfacts = [\"f2\"]\n"))
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, b := range got.Keys {
		said = append(said, got.Wrong(b, fmt.Sprint(b.Keys)).Error())
	}
	want := []string{
		"config.toml:2: keys.undo: expected [z]", "config.toml:3: keys.facts.sort: expected []",
		"config.toml:4: keys.room.names: expected [f4]", "config.toml:6: keys.phase.go.facts: expected [f2]",
	}
	if !slices.Equal(said, want) {
		t.Errorf("%q", said)
	}
}

func TestWhatIsWrongInTheFileIsOneLineThatSaysWhereAndWhatWasExpected(t *testing.T) {
	for text, want := range map[string]string{
		"\n\ncolour = \"red\"": "config.toml:3: colour: expected theme, ",
		"theme = \"blue\"":     `config.toml:1: theme: expected "light", "dark" or "mono"`,
		"# a\ntheme = 3":       `config.toml:2: theme: expected "light", "dark" or "mono"`,
		"theme = \"dark\"\n[export]\nhosts = \"a.org\"":       "config.toml:3: export.hosts: expected a list of hosts",
		"export.hosts = [1]":                                  "config.toml:1: export.hosts: expected a list of hosts",
		"[export]\n\nhosts = [\n\"https://example.org/a\"\n]": "config.toml:3: export.hosts: expected a list of hosts",
		"[export]\nhosts = [\"*.example.org\"]":               "config.toml:2: export.hosts: expected a list of hosts",
		"keys = 1":                                            "config.toml:1: keys: expected a table: [keys]",
		"[keys]\nundo = \"z\"":                                "config.toml:2: keys.undo: expected a list of keys",
		"[keys]\n\nundo = [1]":                                "config.toml:3: keys.undo: expected a list of keys",
		"[[keys]]\nundo = ['z']":                              "config.toml:1: keys: expected a table",
		"export = 1":                                          "config.toml:1: export: expected a table: [export]",
		"theme = \"dark\"\n[export]\nhost = []":               "config.toml:3: export.host: expected theme, ",
		"theme = \"dark\"\nexport = { host = 1 }":             "config.toml:2: export.host: expected theme, ",
		"[[export]]\nhosts = []":                              "config.toml:1: export: expected a table",
		"theme = \"dark\"\ntheme = \"light\"":                 "config.toml:2:1: ",
		"theme = dark":                                        "config.toml:1:9: ",
		"\xff":                                                "config.toml:1:1: ",
		"theme":                                               "expected TOML",
		"\"the\nme\" = 1":                                     "config.toml:1:",
		"\"a\\nb\\u001b[2J\" = 1":                             "config.toml:1: ",
		strings.Repeat("a.", 9000) + "a = 1":                  "config.toml:1: a.a.",
		"theme = " + strings.Repeat("[", 60000):               "config.toml:",
	} {
		got, err := config.Parse("config.toml", []byte(text))
		if err == nil || !strings.HasPrefix(err.Error(), "config.toml:") || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q: %v, want %q", text, err, want)
			continue
		}
		if !reflect.DeepEqual(got, config.Config{}) {
			t.Errorf("%.60q counts all the same: %+v", text, got)
		}
	}
}

func TestAFileThatIsNotThereSaysNothingUnlessItWasNamed(t *testing.T) {
	dir := t.TempDir()
	missing := filepath.Join(dir, "config.toml")
	if got, err := config.Read(missing, false); err != nil || got.Theme != "" {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := config.Read(missing, true); err == nil || !strings.Contains(err.Error(), missing) {
		t.Errorf("one that was named and is not there: %v", err)
	}
	if _, err := config.Read(dir, false); err == nil || !strings.Contains(err.Error(), "no file") {
		t.Errorf("a folder: %v", err)
	}
	if _, err := config.Read(os.DevNull, true); err != nil {
		t.Errorf("nothing, named: %v", err)
	}
	large := filepath.Join(dir, "large.toml")
	if err := os.WriteFile(large, []byte(strings.Repeat("# 0123456789\n", 6000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := config.Read(large, true); err == nil || !strings.Contains(err.Error(), "larger than 64 KiB") {
		t.Errorf("a large one: %v", err)
	}
}

func FuzzTheFileIsReadOrRefusedInOneLine(f *testing.F) {
	f.Add("theme = \"dark\"\n[export]\nhosts = [\"example.org\"]")
	f.Add("a.b = {c = [1, {d = 2}]}\n[[a]]\n")
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := config.Parse("config.toml", []byte(text)); err != nil && !strings.HasPrefix(err.Error(), "config.toml:") {
			t.Errorf("%q: %v", text, err)
		}
	})
}
