//go:build unix

package guard

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// asNobody gives up the rights of root for the rest of the test: root may read everything.
func asNobody(t *testing.T, dir string) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Seteuid(65534); err != nil {
		t.Skip("this user may read everything:", err)
	}
	t.Cleanup(func() {
		if err := syscall.Seteuid(0); err != nil {
			t.Error(err)
		}
	})
}

func TestWhatCannotBeReadIsNamedAndTheRestIsLookedInto(t *testing.T) {
	dir := tree(t, map[string]string{
		"open/a.go": "// PM-7/A3", "closed/b.go": "// PM-7/A3", "open/secret.go": "// PM-7/A3", "open/.gitignore": "*.go", "left/.gitignore": "b.go", "left/b.go": "// PM-7/A3",
	})
	for path, mode := range map[string]os.FileMode{"closed": 0, "open/secret.go": 0, "open/.gitignore": 0} {
		path = filepath.Join(dir, path)
		before, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(path, before.Mode()) })
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "open", "pipe.go"), 0o600); err != nil { // nobody ever writes to it
		t.Fatal(err)
	}
	asNobody(t, dir)
	found := look(t, dir, "PM-7/A3")
	if got := places(found, "PM-7/A3"); got != "open/a.go:1" {
		t.Error(got)
	}
	if got := paths(found.Unreadable); got != "closed/ open/.gitignore open/secret.go" {
		t.Error("could not be read:", got)
	}
	if _, err := Look(filepath.Join(dir, "closed"), []string{"PM-7/A3"}); err == nil {
		t.Error("a folder that cannot be read was looked through")
	}
}
