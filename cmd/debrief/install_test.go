package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"debrief/export/trial"
)

// needs skips a test where a tool does not run.
func needs(t *testing.T, tools ...string) {
	t.Helper()
	for _, tool := range tools {
		if err := trial.Runs(tool); err != nil {
			t.Skip(err)
		}
	}
}

// inTree runs a command in the folder of the repository and gives what it printed, and its exit status. A make of its own is none below the
// one that may run this test: that would say which folder it enters.
func inTree(t *testing.T, env []string, name string, args ...string) (string, int) {
	t.Helper()
	cmd := exec.Command(name, args...)
	around := slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "MAKE") || strings.HasPrefix(v, "MFLAGS=") })
	cmd.Dir, cmd.Env = "../..", slices.Concat(around, env)
	out, err := cmd.CombinedOutput()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

func TestMakeInstallPutsTheProgramItsManPagesAndCompletionsWhereTheyAreLookedFor(t *testing.T) {
	needs(t, "make", "git")
	program, err := exec.LookPath("debrief")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	settings := []string{"HOST=" + program, "DESTDIR=" + dir, "PREFIX=/usr"}
	if out, status := inTree(t, nil, "make", append([]string{"-o", "bin/debrief", "install"}, settings...)...); status != 0 || out != "" {
		t.Fatalf("%d %s", status, out)
	}
	for file, want := range map[string]string{
		"bin/debrief": "", "share/man/man1/debrief.1": ".TH", "share/man/man1/debrief-check.1": `"DEBRIEF-CHECK"`, "share/doc/debrief/LICENSE": "MIT",
		"share/doc/debrief/README.md": "# debrief", "share/bash-completion/completions/debrief": "complete -o default -F __start_debrief debrief",
		"share/zsh/site-functions/_debrief": "#compdef debrief", "share/fish/vendor_completions.d/debrief.fish": "complete -c debrief",
		"share/doc/debrief/debrief.ps1": "Register-ArgumentCompleter",
	} {
		if text := readFile(t, filepath.Join(dir, "usr", file)); !strings.Contains(text, want) {
			t.Errorf("%s does not hold %s", file, want)
		}
	}
	if info, err := os.Stat(filepath.Join(dir, "usr/bin/debrief")); err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("the program may not be run: %v %v", info, err)
	}
	if out, status := inTree(t, nil, "make", append([]string{"uninstall"}, settings...)...); status != 0 || out != "" {
		t.Fatalf("%d %s", status, out)
	}
	_ = filepath.WalkDir(dir, func(path string, d os.DirEntry, _ error) error {
		if !d.IsDir() {
			t.Errorf("uninstall leaves %s", path)
		}
		return nil
	})
}

// TestTheSixCommandsOfTonightLeadToAPage runs what the README names, in a folder with somebody's log.
func TestTheSixCommandsOfTonightLeadToAPage(t *testing.T) {
	needs(t, "sh")
	_, tonight, _ := strings.Cut(readFile(t, "../../README.md"), "## Tonight\n\n```sh\n")
	tonight, _, _ = strings.Cut(tonight, "```")
	dir, ran := t.TempDir(), []string{}
	const log = "2026-11-18T02:17:00Z ERROR pool exhausted password=spring-tide-41\n2026-11-18T02:31:00Z WARN two of six servers time out\n"
	if err := os.WriteFile(filepath.Join(dir, "alerts.log"), []byte(log), 0o600); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(tonight) {
		name := strings.Fields(line)[1]
		ran = append(ran, name)
		if name == "open" {
			continue // the screens have tests of their own
		}
		cmd := exec.Command("sh", "-c", line)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "DEBRIEF_ARCHIVE="+filepath.Join(dir, "archive.db"), "DEBRIEF_NOW=2026-11-18T04:00:00Z", "TZ=UTC")
		out, err := cmd.CombinedOutput()
		if missing := name == "check" && cmd.ProcessState.ExitCode() == 1; err != nil && !missing {
			t.Fatalf("%s%v %s", line, err, out)
		}
	}
	if got := strings.Join(ran, " "); got != "new log intake open check export" {
		t.Errorf("tonight is %s", got)
	}
	page := readFile(t, filepath.Join(dir, "postmortem.md"))
	for _, want := range []string{"# Payments 500s after deploy", "rolled back the deploy", "pool exhausted", "two of six servers"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not tell %q:\n%s", want, page)
		}
	}
	if strings.Contains(page, "spring-tide") {
		t.Error("the page holds a password")
	}
}

// release serves a release for this machine as a host of releases would, with what is given as its program.
func release(t *testing.T, program string, spoil bool) string {
	t.Helper()
	if !slices.Contains([]string{"linux", "darwin"}, runtime.GOOS) {
		t.Skip("no shell here")
	}
	name := "debrief_" + runtime.GOOS + "_" + runtime.GOARCH
	var b bytes.Buffer
	zipped := gzip.NewWriter(&b)
	out := tar.NewWriter(zipped)
	_ = out.WriteHeader(&tar.Header{Name: name + "/bin/debrief", Mode: 0o755, Size: int64(len(program))})
	_, _ = out.Write([]byte(program))
	_, _ = out.Close(), zipped.Close()
	sums := fmt.Sprintf("%x  debrief_plan9_arm.tar.gz\n%x  %s.tar.gz\n", sha256.Sum256(nil), sha256.Sum256(b.Bytes()), name)
	if spoil {
		b.WriteByte(0)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, "/releases/latest/download/"), "/releases/download/v1.2.0/") {
		case "SHA256SUMS":
			_, _ = w.Write([]byte(sums))
		case name + ".tar.gz":
			_, _ = w.Write(b.Bytes())
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL + "/releases"
}

func TestAReleaseIsInstalledOnlyWithItsChecksum(t *testing.T) {
	needs(t, "sh", "curl", "tar")
	const script, program = ".github/install.sh", "#!/bin/sh\necho this is it\n"
	env := []string{"no_proxy=*", "TMPDIR=" + t.TempDir()}
	for _, version := range []string{"v1.2.0", "latest"} {
		dir := filepath.Join(t.TempDir(), "a place")
		out, status := inTree(t, env, script, release(t, program, false), version, dir)
		if status != 0 || out != dir+"/bin\n" {
			t.Fatalf("%s: %d %s", version, status, out)
		}
		if out, _ := inTree(t, nil, filepath.Join(dir, "bin/debrief")); out != "this is it\n" {
			t.Errorf("%s: what was installed says %q", version, out)
		}
	}
	dir := filepath.Join(t.TempDir(), "none")
	for _, c := range []struct{ releases, version, want string }{
		{release(t, program, true), "latest", "is not what SHA256SUMS says: nothing is installed"},
		{release(t, program, false), "v9.9.9", "v9.9.9/SHA256SUMS could not be fetched"},
	} {
		out, status := inTree(t, env, script, c.releases, c.version, dir)
		if status != 2 || !strings.Contains(out, c.want) || strings.Count(out, "debrief: ") != 1 {
			t.Errorf("%s: %d %s, want %s", c.version, status, out, c.want)
		}
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%s: something was installed", c.version)
		}
	}
}

// steps are the scripts of the action, by the names of its steps.
func steps(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, step := range strings.Split(readFile(t, "../../action.yml"), "    - name: ")[1:] {
		name, rest, _ := strings.Cut(step, "\n")
		_, script, ok := strings.Cut(rest, "      run: |\n")
		if !ok {
			t.Fatalf("%s runs nothing", name)
		}
		all[name] = strings.ReplaceAll(script, "        ", "")
	}
	return all
}

func TestTheActionChecksAndGuardsWhatItIsTold(t *testing.T) {
	needs(t, "bash")
	dir, scripts := t.TempDir(), steps(t)
	for file, text := range map[string]string{
		"docs/late mail.md": "# Mail late for an hour\n\n## Impact\n\n4,000 mails came an hour late.\n", "docs/template.md": "# <title>\n\n## Impact\n\n## Timeline\n",
		"docs/begun.md": "# Slow pages\n\n## Impact\n\nPages took 9 s for 40 users.\n",
		"docs/pool.json": `{"schema": 1, "postmortem": {"ref": "PM-7", "title": "The pool ran dry", "actions": [{"ref": "A1", "title": "Never again",
			"test": {"name": "TestPool", "file": "pool_test.go"}}]}}`,
		"src/pool_test.go": "package pool\n\n// PM-7/A1\nfunc TestPool(t *testing.T) {}\n", "empty/go.mod": "module pool\n",
	} {
		path := filepath.Join(dir, file)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const check, guard = "Check postmortems", "Look for promised regression tests"
	for _, c := range []struct {
		step   string
		env    []string
		status int
		want   string
	}{
		{check, []string{"FILES=docs/*.md", "EXCLUDE=", "STRICT=false"}, 1, "docs/late mail.md:1: timeline-missing"},
		{check, []string{"FILES=docs/*.md", "EXCLUDE=late*.md beg*", "STRICT=false"}, 0, "docs/template.md:1: template"},
		{check, []string{"FILES=docs/*.md", "EXCLUDE=late*.md beg*", "STRICT=true"}, 1, "docs/template.md:1: template"},
		{check, []string{"FILES=none/*.md", "EXCLUDE=", "STRICT=false"}, 2, "none/*.md"},
		{guard, []string{"DIR=src", "DOCUMENTS=docs/*.json"}, 0, "there"},
		{guard, []string{"DIR=empty", "DOCUMENTS=docs/*.json"}, 1, "PM-7/A1"},
	} {
		cmd := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", scripts[c.step])
		cmd.Dir, cmd.Env = dir, append(os.Environ(), append(c.env, "DEBRIEF_ARCHIVE="+filepath.Join(dir, "none.db"))...)
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState == nil {
			t.Fatal(err)
		}
		if status := cmd.ProcessState.ExitCode(); status != c.status || !strings.Contains(string(out), c.want) {
			t.Errorf("%s %q: %d %s, want %d %s", c.step, c.env, status, out, c.status, c.want)
		}
	}
}

func TestTheScriptsAreSound(t *testing.T) {
	needs(t, "shellcheck")
	if out, status := inTree(t, nil, "shellcheck", ".ci/run", ".github/install.sh"); status != 0 {
		t.Error(out)
	}
	for name, script := range steps(t) {
		file := filepath.Join(t.TempDir(), "step.sh")
		if err := os.WriteFile(file, []byte("#!/bin/bash\n"+script), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, status := inTree(t, nil, "shellcheck", file); status != 0 {
			t.Errorf("%s: %s", name, out)
		}
	}
}
