package storage_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"debrief/storage"
)

func drafts(t *testing.T, dir, session string) *storage.Drafts {
	t.Helper()
	d := must[*storage.Drafts](t)(storage.OpenDrafts(dir, session))
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// onDisk is what the draft files of a folder hold together.
func onDisk(t *testing.T, dir string) string {
	t.Helper()
	var all []string
	for _, name := range must[[]string](t)(filepath.Glob(filepath.Join(dir, "*.json"))) {
		var content struct{ Drafts []storage.Draft }
		if err := json.Unmarshal(must[[]byte](t)(os.ReadFile(name)), &content); err != nil {
			t.Fatal(err)
		}
		for _, d := range content.Drafts {
			all = append(all, d.Key+"="+d.Text)
		}
	}
	return strings.Join(all, " ")
}

func TestTypedTextIsOnTheDiskWithinAQuarterOfASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		d := must[*storage.Drafts](t)(storage.OpenDrafts(dir, "tty"))
		writes, last := 0, ""
		for i := range 100 { // somebody types on and on, a key every 40 ms
			d.Put("key", fmt.Sprint(i))
			time.Sleep(40 * time.Millisecond)
			synctest.Wait()
			now := onDisk(t, dir)
			if now != last {
				writes++
			}
			last = now
			var is int
			if _, err := fmt.Sscanf(now, "key=%d", &is); err != nil || (i-is)*40 > 250 {
				t.Fatalf("after key %d the disk holds %q", i, now)
			}
		}
		if writes > 25 {
			t.Errorf("4 seconds of typing made %d writes", writes)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		if got := onDisk(t, dir); got != "key=99" {
			t.Errorf("closing left %q", got)
		}
	})
}

func TestDraftsAreForTheirOwnerAloneAndLeaveNothingBehindWhenSaved(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state", "drafts")
	d := drafts(t, dir, "/dev/pts/3 ../x")
	d.Put("PM-1/facts/add", "secret")
	if err := d.Flush(); err != nil {
		t.Fatal(err)
	}
	modes := map[os.FileMode]int{}
	for _, e := range must[[]os.DirEntry](t)(os.ReadDir(dir)) {
		modes[must[os.FileInfo](t)(e.Info()).Mode()]++
	}
	if info := must[os.FileInfo](t)(os.Stat(dir)); info.Mode().Perm() != 0o700 || len(modes) != 1 || modes[0o600] != 2 {
		t.Errorf("the folder is %v, the files are %v", info.Mode(), modes)
	}
	d.Drop("PM-1/facts/add")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if left := must[[]os.DirEntry](t)(os.ReadDir(dir)); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestADraftNeverGoesThroughALink(t *testing.T) {
	dir, precious := t.TempDir(), filepath.Join(t.TempDir(), "precious")
	if err := os.WriteFile(precious, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := drafts(t, dir, "tty")
	d.Put("key", "one")
	if err := d.Flush(); err != nil {
		t.Fatal(err)
	}
	name := must[[]string](t)(filepath.Glob(filepath.Join(dir, "*.json")))[0]
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(precious, name); err != nil {
		t.Skip(err)
	}
	d.Put("key", "two")
	if err := d.Flush(); err != nil {
		t.Fatal(err)
	}
	if got := string(must[[]byte](t)(os.ReadFile(precious))); got != "precious" {
		t.Errorf("the link's target holds %q", got)
	}
	if got := onDisk(t, dir); got != "key=two" {
		t.Errorf("the disk holds %q", got)
	}
}

func TestWhatASessionLeavesIsAdoptedOnceAndOverwritesNothing(t *testing.T) {
	dir := t.TempDir()
	old := drafts(t, dir, "tty")
	old.Put("a", "old a")
	old.Put("b", "old b")
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	one, two := drafts(t, dir, "tty"), drafts(t, dir, "tty")
	one.Put("a", "new a")
	orphans := one.Orphans()
	if len(orphans) != 1 || len(orphans[0].Drafts) != 2 {
		t.Fatalf("orphans: %+v", orphans)
	}
	if taken := must[[]storage.Draft](t)(one.Adopt(orphans[0])); len(taken) != 1 || taken[0].Text != "old b" || one.Get("a") != "new a" {
		t.Errorf("adopted %+v", taken)
	}
	if taken := must[[]storage.Draft](t)(two.Adopt(orphans[0])); len(taken) != 1 || taken[0].Text != "old a" {
		t.Errorf("the second session should get what is left: %+v", taken)
	}
	if left := two.Orphans(); len(left) != 0 {
		t.Errorf("still offered: %+v", left)
	}
	gone := drafts(t, dir, "tty 2")
	gone.Put("c", "not wanted")
	if err := gone.Close(); err != nil {
		t.Fatal(err)
	}
	for _, o := range one.Orphans() {
		if err := one.Discard(o); err != nil {
			t.Error(err)
		}
	}
	if left := one.Orphans(); len(left) != 0 {
		t.Errorf("discarded, but still offered: %+v", left)
	}
}

func TestDraftsThatCannotBeReadArePassedOver(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"draft-x.json": "{half", "draft-y.json": "", "draft-z.json": `{"drafts":[]}`, "other.json": "{}"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if orphans := drafts(t, dir, "tty").Orphans(); len(orphans) != 0 {
		t.Errorf("offered: %+v", orphans)
	}
	if _, err := storage.OpenDrafts(filepath.Join(dir, "other.json"), "tty"); err == nil || strings.Contains(err.Error(), "\n") {
		t.Errorf("a file in place of the folder: %v", err)
	}
}

func TestDraftsThatCouldNotBeWrittenAreTriedAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "drafts")
	d := drafts(t, dir, "tty")
	if err := os.Rename(dir, dir+".away"); err != nil {
		t.Fatal(err)
	}
	d.Put("key", "text")
	if err := d.Flush(); err == nil {
		t.Error("the folder is gone: the text cannot be kept")
	}
	if err := os.Rename(dir+".away", dir); err != nil {
		t.Fatal(err)
	}
	if err := d.Flush(); err != nil || onDisk(t, dir) != "key=text" {
		t.Errorf("%v, the disk holds %q", err, onDisk(t, dir))
	}
}
