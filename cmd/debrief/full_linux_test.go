package main

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"debrief/storage"
)

func TestOnAFullDiskEveryCommandThatReadsAnswers(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("debrief", dir, "tmpfs", 0, "size=2m"); err != nil {
		t.Skip("a small disk of its own needs rights that this user does not have: ", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	document, err := filepath.Abs("../../model/testdata/payments.json")
	if err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) (status int, out, said string) {
		var stdout, stderr bytes.Buffer
		p := &program{
			in: strings.NewReader(""), out: &output{w: &stdout}, err: &stderr, log: slog.New(slog.DiscardHandler),
			env: func(name string) string {
				return map[string]string{"DEBRIEF_ARCHIVE": filepath.Join(dir, "archive.db")}[name]
			},
			time: func() time.Time { return time.Date(2026, 11, 18, 12, 0, 0, 0, time.UTC) },
		}
		return p.run(context.Background(), args), stdout.String(), stderr.String()
	}
	if status, _, said := run("import", document); status != 0 {
		t.Fatal(said)
	}
	page, wiki := filepath.Join(dir, "page.md"), filepath.Join(dir, "wiki")
	if status, _, said := run("export", "PM-1", "-o", page); status != 0 {
		t.Fatal(said)
	}
	before, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "filler"), make([]byte, 2<<20), 0o600); err == nil {
		t.Fatal("the disk is not full")
	}
	full := "the disk is full: " + dir + " needs room before anything can be saved\n"
	for _, command := range []string{"list", "show PM-1", "export PM-1", "history PM-1", "actions", "due", "check PM-1", "test PM-1/A1 --lang go"} {
		status, out, said := run(strings.Fields(command)...)
		if no := map[string]int{"check PM-1": 1}[command]; status != no || out == "" || said != full {
			t.Errorf("%s: status %d, %d bytes, and on standard error %q, want %q", command, status, len(out), said, full)
		}
	}
	for _, command := range []string{"log PM-1 02:14 came", "done PM-1/A1", "undo PM-1", "new X"} {
		if status, out, said := run(strings.Fields(command)...); status != 2 || out != "" || said != full+"debrief: "+storage.ErrFull.Error()+": nothing was saved\n" {
			t.Errorf("%s: status %d, %q, %q", command, status, out, said)
		}
	}
	for command, file := range map[string]string{"export PM-1 --replace --dialect github -o " + page: page, "export --all -o " + wiki: wiki} {
		status, out, said := run(strings.Fields(command)...)
		if status != 2 || out != "" || !strings.HasPrefix(said, full+"debrief: write "+file) || !strings.HasSuffix(said, ": no space left on device\n") {
			t.Errorf("%s: status %d, %q, %q", command, status, out, said)
		}
	}
	if after, err := os.ReadFile(page); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the page that was there is another one: %v", err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*", ".*.tmp")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}
