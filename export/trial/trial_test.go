package trial_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"debrief/export/trial"
)

func TestAShimThatCannotRunIsNoTool(t *testing.T) {
	bin := t.TempDir()
	for name, text := range map[string]string{
		"cargo-shim":  "echo 'error: no default toolchain is set' >&2\nexit 1\n",
		"needs-home":  "test -d \"$HOME\"\n",
		"cargo-whole": "echo 'cargo-whole 1.0'\n",
	} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	if err := trial.Runs("sh"); err != nil {
		t.Skip(err)
	}
	if err := trial.Runs("cargo-whole"); err != nil {
		t.Error("what runs is refused:", err)
	}
	if err := trial.Runs("needs-home", "HOME="+bin); err != nil {
		t.Error("what runs at home is refused there:", err)
	}
	for name, want := range map[string]string{
		"cargo-shim": "is here and does not run: exit status 1: error: no default toolchain is set", "needs-home": "does not run", "nowhere": "there is no nowhere here",
	} {
		if err := trial.Runs(name, "HOME="+filepath.Join(bin, "none")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
}
