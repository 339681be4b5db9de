package storage_test

import (
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"

	"debrief/model"
	"debrief/storage"
)

func TestAFullDiskIsToldAndLosesNothing(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("debrief", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skip("a small disk of its own needs rights that this user does not have: ", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	path := dir + "/archive.db"
	a := open(t, path, "ana")
	must[storage.Applied](t)(a.Create(ctx, model.New("a full disk", noon), "start"))
	saved := 0
	var err error
	for saved < 1000 && err == nil {
		if _, err = a.Apply(ctx, "1", model.Edit{Label: "add", Do: addEvent(strings.Repeat("x", 2000))}); err == nil {
			saved++
		}
	}
	if want := "the disk is full: nothing was saved"; !errors.Is(err, storage.ErrFull) || err.Error() != want {
		t.Fatalf("after %d edits: %v, want %s", saved, err, want)
	}
	if p := load(t, a, "1"); len(p.Events) != saved || saved == 0 {
		t.Errorf("%d events, want the %d that were saved", len(p.Events), saved)
	}
	// Nothing at all can be written now: the archive can still be opened, or says why not, and holds everything.
	if err := os.WriteFile(dir+"/filler", make([]byte, 1<<20), 0o600); err == nil {
		t.Fatal("the disk is not full")
	}
	b, err := storage.Open(ctx, path, storage.Options{Author: "bo"})
	if err != nil {
		t.Fatal(err)
	}
	if p := load(t, b, "1"); len(p.Events) != saved {
		t.Errorf("%d events are left, want %d", len(p.Events), saved)
	}
	if _, err := b.Apply(ctx, "1", model.Edit{Label: "add", Do: addEvent("x")}); err != nil && !errors.Is(err, storage.ErrFull) {
		t.Errorf("with no room: %v", err)
	}
	if err := errors.Join(b.Close(), os.Remove(dir+"/filler")); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil && !errors.Is(err, storage.ErrFull) {
		t.Fatal(err)
	}
	again := open(t, path, "ana")
	if p := load(t, again, "1"); len(p.Events) < saved || len(p.Events) > saved+1 {
		t.Errorf("%d events after opening it again, want %d", len(p.Events), saved)
	}
	if fresh, err := storage.Open(ctx, dir+"/sub/archive.db", storage.Options{}); err == nil {
		_ = fresh.Close()
	}
}

func TestOnAFullDiskEverythingCanStillBeRead(t *testing.T) {
	for name, left := range map[string][]string{
		"after a clean end": nil, "after a kill": {"-wal", "-shm"}, "with a log alone": {"-wal"},
	} {
		t.Run(name, func(t *testing.T) {
			a, path := started(t)
			apply(t, a, "1", "add", addEvent("the alert came"))
			dir := t.TempDir()
			if err := syscall.Mount("debrief", dir, "tmpfs", 0, "size=2m"); err != nil {
				t.Skip("a small disk of its own needs rights that this user does not have: ", err)
			}
			t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
			if left == nil {
				if err := a.Close(); err != nil {
					t.Fatal(err)
				}
			}
			for _, end := range append([]string{""}, left...) {
				if err := copyFile(path+end, dir+"/archive.db"+end); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.WriteFile(dir+"/filler", make([]byte, 2<<20), 0o600); err == nil {
				t.Fatal("the disk is not full")
			}
			b := open(t, dir+"/archive.db", "bo")
			if p := load(t, b, "1"); len(p.Events) != 1 {
				t.Errorf("%d events, want the one that was saved", len(p.Events))
			}
			list, err := b.List(ctx)
			steps, err2 := b.History(ctx, "1")
			if err := errors.Join(err, err2); err != nil || len(list) != 1 || len(steps) != 2 {
				t.Errorf("%d postmortems, %d steps: %v", len(list), len(steps), err)
			}
			_, err = b.Apply(ctx, "1", model.Edit{Label: "add", Do: addMegabyte})
			if want := "the disk is full: nothing was saved"; err == nil || err.Error() != want {
				t.Errorf("a change: %v, want %s", err, want)
			}
			if left == nil && !b.Full() {
				t.Error("it does not know that the disk is full")
			}
			if err := errors.Join(b.Close(), os.Remove(dir+"/filler")); err != nil {
				t.Fatal(err)
			}
			again := open(t, dir+"/archive.db", "bo")
			apply(t, again, "1", "add", addEvent("with room again"))
			if p := load(t, again, "1"); again.Full() || len(p.Events) != 2 {
				t.Errorf("full %v, %d events", again.Full(), len(p.Events))
			}
		})
	}
}

func TestAnArchiveCannotBeMadeOnAFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("debrief", dir, "tmpfs", 0, "size=16k"); err != nil {
		t.Skip("a small disk of its own needs rights that this user does not have: ", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	a, err := storage.Open(ctx, dir+"/archive.db", storage.Options{})
	if err == nil {
		_ = a.Close()
	}
	if !errors.Is(err, storage.ErrFull) {
		t.Errorf("got %v", err)
	}
}

// addMegabyte adds events whose texts have a megabyte together.
func addMegabyte(p *model.Postmortem) error {
	for range 32 {
		if err := addEvent(strings.Repeat("x", 32<<10))(p); err != nil {
			return err
		}
	}
	return nil
}
