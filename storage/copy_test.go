package storage_test

import (
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"debrief/storage"
)

// older makes an archive as the program before entries left it.
func older(t *testing.T, events int) string {
	t.Helper()
	path := newPath(t)
	a := open(t, path, "ana")
	must[storage.Applied](t)(a.Create(ctx, long("long", events), "start"))
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	withEngine(t, path, fromBeforeEntries...)
	return path
}

// fromBeforeEntries takes away what the migrations since schema 2 have added.
var fromBeforeEntries = append(slices.Clone(storage.BeforeRooms),
	"ALTER TABLE meta DROP COLUMN state_before", "ALTER TABLE meta DROP COLUMN state",
	"DROP INDEX postmortem_newest", "DROP INDEX postmortem_deleted", "ALTER TABLE postmortem DROP COLUMN deleted_at",
	`ALTER TABLE "action" DROP COLUMN test_failing_runner`, `ALTER TABLE "action" DROP COLUMN test_failing_tests`,
	`ALTER TABLE "action" DROP COLUMN test_failing_command`, `ALTER TABLE "action" DROP COLUMN test_failing_despite`,
	`ALTER TABLE "action" DROP COLUMN test_passing_runner`, `ALTER TABLE "action" DROP COLUMN test_passing_tests`,
	`ALTER TABLE "action" DROP COLUMN test_passing_command`, `ALTER TABLE "action" DROP COLUMN test_passing_despite`,
	`ALTER TABLE "action" DROP COLUMN test_guard_says`,
	"DROP INDEX step_entry", "ALTER TABLE step DROP COLUMN entry", "PRAGMA user_version = 2",
)

// wholeCopy checks a copy that was made before a migration.
func wholeCopy(t *testing.T, path string, events int) {
	t.Helper()
	checkWhole(t, path)
	var schema, holds int
	queryOne(t, path, "SELECT user_version, (SELECT count(*) FROM event) FROM pragma_user_version", &schema, &holds)
	if info := must[os.FileInfo](t)(os.Stat(path)); schema != 2 || holds != events || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy has schema %d, %d events, mode %v", schema, holds, info.Mode())
	}
}

func TestTheCopyBeforeAMigrationIsWholeOrNotThere(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts 12 processes")
	}
	const events = 1000
	kills := rounds(12, 40)
	from := older(t, events)
	copies := 0
	for range kills {
		path := newPath(t)
		if err := copyFile(from, path); err != nil {
			t.Fatal(err)
		}
		c := child(t, "open it and leave", path)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(rand.IntN(120))*time.Millisecond, func() { _ = c.Process.Kill() })
		_ = c.Wait()
		timer.Stop()
		if _, err := os.Stat(path + ".schema-2"); err == nil {
			copies++
			wholeCopy(t, path+".schema-2", events)
		}
		a := open(t, path, "ana")
		if p := load(t, a, "1"); len(p.Events) != events {
			t.Errorf("%d events are left", len(p.Events))
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		wholeCopy(t, path+".schema-2", events)
		for _, left := range must[[]string](t)(filepath.Glob(path + ".schema-*")) { // one that was killed half-way leaves a copy of half-way
			if !slices.Contains([]string{".schema-2", ".schema-3", ".schema-4", ".schema-5", ".schema-6", ".schema-7", ".schema-8", ".schema-9", ".schema-10", ".schema-11"}, filepath.Ext(left)) {
				t.Errorf("left: %s", left)
			}
			checkWhole(t, left)
		}
	}
	t.Logf("of %d that were killed, %d had made their copy", kills, copies)
}

func TestACopyThatOnlyLooksLikeOneIsMadeAnew(t *testing.T) {
	const events = 20
	from := older(t, events)
	half := must[[]byte](t)(os.ReadFile(from))
	half = half[:len(half)/2]
	other := must[[]byte](t)(os.ReadFile(older(t, events)))
	for name, found := range map[string][]byte{"nothing": {}, "half": half, "text": []byte("my notes"), "another archive's": other} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			if err := copyFile(from, path); err != nil {
				t.Fatal(err)
			}
			for _, end := range []string{".schema-2", ".schema-2.part"} {
				if err := os.WriteFile(path+end, found, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			open(t, path, "ana")
			wholeCopy(t, path+".schema-2", events)
			aside := must[[]string](t)(filepath.Glob(path + ".schema-2.*"))
			if len(found) == 0 {
				if len(aside) != 0 {
					t.Errorf("left: %v", aside)
				}
				return
			}
			if len(aside) != 1 || !slices.Equal(must[[]byte](t)(os.ReadFile(aside[0])), found) {
				t.Errorf("what was there should be put aside: %v", aside)
			}
		})
	}
	t.Run("one of another time is put aside", func(t *testing.T) {
		path := newPath(t)
		for _, to := range []string{path, path + ".schema-2"} {
			if err := copyFile(from, to); err != nil {
				t.Fatal(err)
			}
		}
		withEngine(t, path, `INSERT INTO step (postmortem, n, at, author, session, batch, label, kind, undoes)
			SELECT postmortem, 2, at, author, session, batch, 'went on', kind, undoes FROM step`)
		open(t, path, "ana")
		steps := 0
		for name, want := range map[string]int{".schema-2": 2, ".schema-2.aside-1": 1} {
			if queryOne(t, path+name, "SELECT count(*) FROM step", &steps); steps != want {
				t.Errorf("%s holds %d steps, want %d", name, steps, want)
			}
		}
	})
	t.Run("a whole one stays", func(t *testing.T) {
		path := newPath(t)
		for _, to := range []string{path, path + ".schema-2"} {
			if err := copyFile(from, to); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Chmod(path+".schema-2", 0o600); err != nil {
			t.Fatal(err)
		}
		before := must[os.FileInfo](t)(os.Stat(path + ".schema-2"))
		open(t, path, "ana")
		if after := must[os.FileInfo](t)(os.Stat(path + ".schema-2")); !os.SameFile(before, after) || !after.ModTime().Equal(before.ModTime()) {
			t.Error("it was made anew")
		}
	})
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o755)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		_ = out.Close()
		return err
	}
	return out.Close()
}
