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
	d := must[*storage.Drafts](t)(storage.OpenDrafts(dir, session, nil))
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
			name := d.Key
			if d.Entry != "" {
				name += "#" + d.Entry
			}
			all = append(all, name+"="+d.Text)
		}
	}
	return strings.Join(all, " ")
}

func TestTypedTextIsOnTheDiskWithinAQuarterOfASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		d := must[*storage.Drafts](t)(storage.OpenDrafts(dir, "tty", nil))
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
	if _, err := storage.OpenDrafts(filepath.Join(dir, "other.json"), "tty", nil); err == nil || strings.Contains(err.Error(), "\n") {
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

func TestATextIsOnTheDiskInItsLineOrAsAnEntryAndNeverAsBoth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		d := must[*storage.Drafts](t)(storage.OpenDrafts(dir, "tty", nil))
		d.Put("line", "one")
		synctest.Wait()
		want := func(what string) {
			t.Helper()
			synctest.Wait() // no time passes: it is written at once
			if got := onDisk(t, dir); got != what {
				t.Errorf("the disk holds %q, want %q", got, what)
			}
		}
		want("line=one")
		d.Enter(storage.Draft{Key: "line", Entry: "1", Text: "one"})
		want("line#1=one")
		d.Put("line", "two")
		d.Enter(storage.Draft{Key: "line", Entry: "2", Text: "two"})
		want("line#1=one line#2=two")
		if d.Get("line") != "" {
			t.Errorf("the line holds %q: it is free", d.Get("line"))
		}
		d.Put("line", "three")
		time.Sleep(250 * time.Millisecond)
		d.Return("line", "2", "two")
		time.Sleep(250 * time.Millisecond)
		want("line=two line#1=one")
		d.Leave("line", "1")
		d.Leave("line", "1")
		d.Leave("line", "") // no entry: what stands in the line stays
		time.Sleep(250 * time.Millisecond)
		want("line=two")
		d.Return("line", "9", "")
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		d.Enter(storage.Draft{Key: "line", Entry: "3", Text: "too late"})
		want("")
	})
}

func TestEntriesOfOneLineComeOldestFirstWithWhatTheyWereAbout(t *testing.T) {
	d := drafts(t, t.TempDir(), "tty")
	for _, e := range []storage.Draft{
		{Key: "b", Entry: "2", Text: "second", About: map[string]string{"parent": "C1", "question": "Why?"}},
		{Key: "a", Entry: "3", Text: "third"}, {Key: "b", Entry: "1", Text: "first"},
	} {
		d.Put(e.Key, e.Text)
		d.Enter(e)
	}
	d.Put("a", "still in the line")
	var all []string
	for _, e := range d.Entries() {
		all = append(all, fmt.Sprintf("%s %s %s %q", e.Entry, e.Key, e.Text, e.About["question"]))
		if e.At.IsZero() {
			t.Errorf("nobody knows when %q was entered", e.Text)
		}
	}
	if got, want := strings.Join(all, ", "), `1 b first "", 2 b second "Why?", 3 a third ""`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestEntriesOfASessionThatIsGoneAreAdoptedAllAndOnce(t *testing.T) {
	dir := t.TempDir()
	for _, id := range []string{"1", "2"} {
		old := drafts(t, dir, "tty")
		old.Enter(storage.Draft{Key: "line", Entry: id, Text: "entry " + id, About: map[string]string{"parent": "C1"}})
		old.Put("line", "typed "+id)
		if err := old.Close(); err != nil {
			t.Fatal(err)
		}
	}
	before := map[string][]byte{}
	for _, name := range must[[]string](t)(filepath.Glob(filepath.Join(dir, "*.json"))) {
		before[name] = must[[]byte](t)(os.ReadFile(name))
	}
	d := drafts(t, dir, "tty")
	adopt := func() (taken int) {
		for _, o := range d.Orphans() {
			taken += len(must[[]storage.Draft](t)(d.Adopt(o)))
		}
		return taken
	}
	if taken, line := adopt(), d.Get("line"); taken != 3 || len(d.Entries()) != 2 || !strings.HasPrefix(line, "typed ") {
		t.Errorf("%d taken, entries %+v, in the line %q", taken, d.Entries(), line)
	}
	if d.Entries()[0].About["parent"] != "C1" {
		t.Errorf("what it was about is lost: %+v", d.Entries()[0])
	}
	if left := d.Orphans(); len(left) != 1 || len(left[0].Drafts) != 1 || left[0].Drafts[0].Entry != "" {
		t.Errorf("want one text of the line left: %+v", left)
	}
	// Killed before the orphan could be written without what was adopted: it is there a second time, and is taken once.
	for name, b := range before {
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if taken := adopt(); taken != 0 || len(d.Entries()) != 2 {
		t.Errorf("%d taken again, entries %+v", taken, d.Entries())
	}
	if left := d.Orphans(); len(left) != 1 || len(left[0].Drafts) != 1 {
		t.Errorf("want the other text of the line left, and nothing else: %+v", left)
	}
}

func TestDraftsOfAnOlderProgramAreRead(t *testing.T) {
	dir := t.TempDir()
	old := `{"session":"tty","drafts":[{"key":"PM-1/facts/add","text":"02:14 the al","at":"2026-11-18T12:00:00Z"}]}`
	if err := os.WriteFile(filepath.Join(dir, "draft-tty-x.json"), []byte(old), 0o600); err != nil {
		t.Fatal(err)
	}
	d := drafts(t, dir, "tty")
	for _, o := range d.Orphans() {
		must[[]storage.Draft](t)(d.Adopt(o))
	}
	if len(d.Entries()) != 0 || d.Get("PM-1/facts/add") != "02:14 the al" {
		t.Errorf("entries %+v, in the line %q", d.Entries(), d.Get("PM-1/facts/add"))
	}
	b := string(must[[]byte](t)(os.ReadFile(must[[]string](t)(filepath.Glob(filepath.Join(dir, "*.json")))[0])))
	if strings.Contains(b, "entry") || strings.Contains(b, "about") {
		t.Errorf("text in a line is written as an older program reads it: %s", b)
	}
}

// TestASecretIsNeverOnTheDisk: what stands in a line, and an entry on its way, is hidden in the file and nowhere else.
func TestASecretIsNeverOnTheDisk(t *testing.T) {
	dir := t.TempDir()
	d := must[*storage.Drafts](t)(storage.OpenDrafts(dir, "tty", mum))
	d.Put("line", "say mum")
	d.Put("other", "say more")
	d.Enter(storage.Draft{Key: "field", Entry: "1", Text: "mum, entered", About: map[string]string{"was": "what mum stored before"}})
	if err := d.Flush(); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"line=say [hidden]", "other=say more", "field#1=[hidden], entered"} {
		if !strings.Contains(onDisk(t, dir), want) {
			t.Errorf("the disk holds %q, want %q", onDisk(t, dir), want)
		}
	}
	if d.Get("line") != "say mum" {
		t.Errorf("the line became %q", d.Get("line"))
	}
	if err := d.Close(); err != nil || strings.Contains(onDisk(t, dir), "mum") {
		t.Errorf("%v, and when it is closed the disk holds %q", err, onDisk(t, dir))
	}
	next := must[*storage.Drafts](t)(storage.OpenDrafts(dir, "tty", mum))
	t.Cleanup(func() { _ = next.Close() })
	for _, o := range next.Orphans() {
		must[[]storage.Draft](t)(next.Adopt(o))
	}
	if next.Get("line") != "say [hidden]" || next.Entries()[0].About["was"] != "what mum stored before" {
		t.Errorf("what comes back is %q and %+v", next.Get("line"), next.Entries())
	}
}

// TestWhatAnOlderProgramLeftIsHiddenWhenItIsAdopted: a part that stays behind is written anew.
func TestWhatAnOlderProgramLeftIsHiddenWhenItIsAdopted(t *testing.T) {
	dir := t.TempDir()
	old := must[*storage.Drafts](t)(storage.OpenDrafts(dir, "tty", nil))
	old.Put("line", "mum's the word")
	old.Put("other", "mum again")
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	d := must[*storage.Drafts](t)(storage.OpenDrafts(dir, "tty", mum))
	t.Cleanup(func() { _ = d.Close() })
	d.Put("line", "something else")
	for _, o := range d.Orphans() {
		must[[]storage.Draft](t)(d.Adopt(o))
	}
	if got := onDisk(t, dir); strings.Contains(got, "mum") || strings.Count(got, "[hidden]") != 2 || !strings.Contains(got, "something else") {
		t.Errorf("the disk holds %q", got)
	}
}
