package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// put writes the files of a release, in an order and at a time of its own, and gives the folder.
func put(t *testing.T, backwards bool, when time.Time, mode os.FileMode) string {
	t.Helper()
	dist := t.TempDir()
	files := []string{"bin/debrief", "share/doc/debrief/README.md", "share/man/man1/debrief.1", "share/man/man1/debrief-check.1"}
	if backwards {
		slices.Reverse(files)
	}
	for _, name := range []string{"debrief_linux_amd64", "debrief_windows_arm64"} {
		for _, file := range files {
			path := filepath.Join(dist, name, file)
			if err := os.MkdirAll(filepath.Dir(path), 0o700|mode); err != nil {
				t.Fatal(err)
			}
			m := 0o600 | mode&0o066
			if strings.HasPrefix(file, "bin") {
				m |= 0o100
			}
			if err := os.WriteFile(path, []byte("this is "+file), m); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(path, when, when); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dist
}

var archives = []string{"debrief_linux_amd64.tar.gz", "debrief_windows_arm64.zip", "SHA256SUMS"}

func packed(t *testing.T, dist string, names ...string) map[string][]byte {
	t.Helper()
	if err := run(append([]string{dist, "1794968040"}, names...)); err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for _, name := range archives {
		b, err := os.ReadFile(filepath.Join(dist, name))
		if err != nil {
			t.Fatal(err)
		}
		all[name] = b
	}
	return all
}

func TestTheSameFilesAreTheSameBytesWhoeverPacksThemWheneverAndWherever(t *testing.T) {
	a := packed(t, put(t, false, time.Unix(1e9, 0), 0), "debrief_linux_amd64", "debrief_windows_arm64")
	t.Setenv("TZ", "America/Los_Angeles")
	b := packed(t, put(t, true, time.Unix(17e8, 0), 0o077), "debrief_windows_arm64", "debrief_linux_amd64")
	for _, name := range archives {
		if !bytes.Equal(a[name], b[name]) {
			t.Errorf("%s differs", name)
		}
	}
	for _, name := range archives[:2] {
		if line := fmt.Sprintf("%x  %s\n", sha256.Sum256(a[name]), name); !strings.Contains(string(a["SHA256SUMS"]), line) {
			t.Errorf("the sums %q do not hold %q", a["SHA256SUMS"], line)
		}
	}
}

func TestAnArchiveHoldsTheFilesAloneAndWhatMayRunMayRunThere(t *testing.T) {
	when := time.Unix(1794968040, 0)
	all := packed(t, put(t, false, time.Unix(1e9, 0), 0), "debrief_linux_amd64", "debrief_windows_arm64")
	const want = `-rwxr-xr-x %[1]s/bin/debrief
-rw-r--r-- %[1]s/share/doc/debrief/README.md
-rw-r--r-- %[1]s/share/man/man1/debrief-check.1
-rw-r--r-- %[1]s/share/man/man1/debrief.1
`
	unzipped, err := gzip.NewReader(bytes.NewReader(all[archives[0]]))
	if err != nil {
		t.Fatal(err)
	}
	if !unzipped.ModTime.IsZero() || unzipped.Name != "" {
		t.Errorf("the packing itself tells when and what: %v %q", unzipped.ModTime, unzipped.Name)
	}
	var got strings.Builder
	for in := tar.NewReader(unzipped); ; {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&got, h.FileInfo().Mode(), h.Name)
		if !h.ModTime.Equal(when) || h.Uid != 0 || h.Gid != 0 || h.Uname != "" || h.Gname != "" {
			t.Errorf("%s tells whose it was: %+v", h.Name, h)
		}
		if b, _ := io.ReadAll(in); h.Size > 0 && "debrief_linux_amd64/"+strings.TrimPrefix(string(b), "this is ") != h.Name {
			t.Errorf("%s holds %q", h.Name, b)
		}
	}
	if want := fmt.Sprintf(want, "debrief_linux_amd64"); got.String() != want {
		t.Errorf("packed\n%s\nwant\n%s", got.String(), want)
	}
	z, err := zip.NewReader(bytes.NewReader(all[archives[1]]), int64(len(all[archives[1]])))
	if err != nil {
		t.Fatal(err)
	}
	got.Reset()
	for _, f := range z.File {
		fmt.Fprintln(&got, f.Mode(), f.Name)
		if !f.Modified.Equal(when) {
			t.Errorf("%s is of %v", f.Name, f.Modified)
		}
	}
	if want := fmt.Sprintf(want, "debrief_windows_arm64"); got.String() != want {
		t.Errorf("packed\n%s\nwant\n%s", got.String(), want)
	}
}

// TestTheReadmesLineMakesMissingFoldersAndLeavesTheOthersAsTheyAre runs what the README says in homes of two people.
func TestTheReadmesLineMakesMissingFoldersAndLeavesTheOthersAsTheyAre(t *testing.T) {
	for _, tool := range []string{"sh", "tar", "gzip"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, lines, _ := strings.Cut(string(readme), "## Install\n")
	_, lines, _ = strings.Cut(lines, "```sh\n")
	lines, _, _ = strings.Cut(lines, "```")
	dist := put(t, false, time.Unix(1e9, 0), 0o077)
	packed(t, dist, "debrief_linux_amd64", "debrief_windows_arm64")
	for _, there := range []string{"", ".local/share/man", ".local/bin"} {
		home := t.TempDir()
		for at := there; at != "" && at != "."; at = filepath.Dir(at) {
			if err := errors.Join(os.MkdirAll(filepath.Join(home, at), 0o700), os.Chmod(filepath.Join(home, at), 0o700|os.ModeSetgid)); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.Command("sh", "-ec", lines+"command -v debrief")
		cmd.Dir, cmd.Env = dist, append(os.Environ(), "HOME="+home)
		if out, err := cmd.CombinedOutput(); err != nil || strings.TrimSpace(string(out)) != filepath.Join(home, ".local/bin/debrief") {
			t.Fatalf("with %q there: %v %s", there, err, out)
		}
		if _, err := os.Stat(filepath.Join(home, ".local/share/man/man1/debrief.1")); err != nil {
			t.Error(err)
		}
		for at := there; at != "" && at != "."; at = filepath.Dir(at) {
			if info, err := os.Stat(filepath.Join(home, at)); err != nil || info.Mode() != fs.ModeDir|fs.ModeSetgid|0o700 {
				t.Errorf("%s became %v %v", at, info.Mode(), err)
			}
		}
	}
}

func TestWhatCannotBePackedIsSaid(t *testing.T) {
	dist := put(t, false, time.Unix(1e9, 0), 0)
	if err := os.Symlink("debrief", filepath.Join(dist, "debrief_linux_amd64", "bin", "link")); err != nil {
		t.Skip("there are no links here:", err)
	}
	for _, c := range []struct {
		want string
		args []string
	}{
		{"usage: pack", []string{dist, "1794968040"}},
		{"no number of seconds", []string{dist, "today", "debrief_linux_amd64"}},
		{"link is neither a file nor a folder", []string{dist, "1794968040", "debrief_linux_amd64"}},
		{"nowhere", []string{dist, "1794968040", "nowhere"}},
	} {
		if err := run(c.args); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.args, err, c.want)
		}
	}
}
