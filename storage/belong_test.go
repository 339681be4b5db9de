package storage

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"debrief/model"
)

func TestNothingIsBroughtIntoAFileThatWasExchanged(t *testing.T) {
	came, _ := hot(t, 0)
	path := filepath.Join(t.TempDir(), "archive.db")
	a, err := Open(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Create(context.Background(), model.New("checkout was slow", time.Now()), "start"); err != nil {
		t.Fatal(err)
	}
	before := readFile(t, path)
	if a.checkpoint(a.edits); bytes.Equal(readFile(t, path), before) {
		t.Error("the log was not brought into its own file")
	}
	if _, err := a.Create(context.Background(), model.New("another", time.Now()), "start"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, came, 0o600); err != nil {
		t.Fatal(err)
	}
	if a.checkpoint(a.edits); !bytes.Equal(readFile(t, path), came) {
		t.Error("the log was brought into another archive")
	}
	_ = a.Close() // it says that it was exchanged
	if !bytes.Equal(readFile(t, path), came) {
		t.Error("its end brought the log into another archive")
	}
}

func TestOneThatIsExchangedWhileItIsOpenedIsNotWrittenInto(t *testing.T) {
	file, log := hot(t, 1)
	came, _ := hot(t, 0)
	path := filepath.Join(t.TempDir(), "archive.db")
	for name, content := range map[string][]byte{path: file, path + "-wal": log} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a := unopened(path, Options{})
	main, err := hold(path)
	if err != nil {
		t.Fatal(err)
	}
	a.main = main
	if err := a.settleLog(); err != nil {
		t.Fatal(err)
	}
	if err := a.openEngine(context.Background(), "PM"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, came, 0o600); err != nil {
		t.Fatal(err)
	}
	_ = a.Close()
	if !bytes.Equal(readFile(t, path), came) {
		t.Error("its end brought the log into another archive")
	}
}

// What belongs together may look wrong for a moment while another program works, also to one who may not write.
func TestALogIsLeftOutOnlyAfterEveryLook(t *testing.T) {
	came, log := hot(t, 1)
	_, own := hot(t, 2)
	path := filepath.Join(t.TempDir(), "archive.db")
	for name, content := range map[string][]byte{path: came, path + "-wal": own} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	main, err := hold(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = main.letGo() }()
	judged := func(last bool) (done, unlogged bool) {
		t.Helper()
		f, err := openLog(path + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Close() }()
		a := &Archive{path: path, main: main, readOnly: true}
		if done, err = a.judge(f, last); err != nil {
			t.Fatal(err)
		}
		return done, a.unlogged
	}
	if done, out := judged(false); done || out {
		t.Errorf("at the first look: done %v, left out %v", done, out)
	}
	if done, out := judged(true); !done || !out {
		t.Errorf("at the last look: done %v, left out %v", done, out)
	}
	if err := os.WriteFile(path+"-wal", log, 0o600); err != nil {
		t.Fatal(err)
	}
	if done, out := judged(false); !done || out {
		t.Errorf("its own: done %v, left out %v", done, out)
	}
}

func TestALogBelongsToTheFileThatItWasBegunOnOrHasLedTo(t *testing.T) {
	const page = 4096
	in := func(archive, state string) fileAlone {
		return fileAlone{pageSize: page, application: applicationID, holds: true, stamp: stamp{archive: archive, state: state}}
	}
	chain := []stamp{{"A", "9:two", "9:one"}, {"A", "9:three", "9:two"}}
	old := []stamp{{archive: "A"}}
	first := []stamp{{"A", "9:one", ""}, {"A", "9:two", "9:one"}}
	tests := []struct {
		name   string
		file   fileAlone
		stamps []stamp
		want   bool
	}{
		{"begun on it", in("A", "9:one"), chain, true},
		{"half brought into it", in("A", "9:two"), chain, true},
		{"all brought into it", in("A", "9:three"), chain, true},
		{"a copy from before", in("A", "9:zero"), chain, false},
		{"a copy that went on elsewhere", in("A", "9:other"), chain, false},
		{"a copy that was built anew", in("A", "10:one"), chain, false},
		{"another archive", in("B", "9:b"), chain, false},
		{"another archive in the same state", in("B", "9:one"), chain, false},
		{"an archive from before there were states", in("A", ""), chain, false},
		{"one that was just brought up to date", in("A", ""), first, true},
		{"another one that waits for it", in("B", ""), first, false},
		{"old, with a log of old", in("A", ""), old, true},
		{"old, with a log that says nothing", in("A", ""), nil, true},
		{"another one, with a log of old", in("B", ""), old, false},
		{"brought up to date, with a log of old", in("A", "9:one"), old, false},
		{"a log that says nothing", in("A", "9:one"), nil, false},
		{"new", fileAlone{pageSize: page, empty: true}, first, true},
		{"new, half brought into it", fileAlone{pageSize: page, application: applicationID}, first, true},
		{"nothing, with a log of an archive", fileAlone{pageSize: page, empty: true}, chain, false},
		{"nothing, with a log that says nothing", fileAlone{pageSize: page, empty: true}, nil, false},
		{"other pages", fileAlone{pageSize: 512, holds: true, stamp: stamp{archive: "A", state: "9:one"}}, chain, false},
	}
	for _, test := range tests {
		l := walLog{pageSize: page, commits: max(1, len(test.stamps)), stamps: test.stamps}
		if got := l.belongsTo(test.file); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
	if l := (walLog{}); !l.belongsTo(in("B", "9:b")) {
		t.Error("a log with nothing in it does no harm")
	}
}

func TestWhatIsSeenOfAnArchiveFollowsFromWhatWasSeen(t *testing.T) {
	was := sight{"A", "9:one", salts{7, 1}, 5000}
	tests := []struct {
		name    string
		is, was sight
		want    bool
	}{
		{"the same", was, was, true},
		{"first of all", was, sight{}, true},
		{"the log has grown", sight{"A", "9:one", salts{7, 1}, 6000}, was, true},
		{"the log has become shorter", sight{"A", "9:one", salts{7, 1}, 4000}, was, false},
		{"the log was begun anew", sight{"A", "9:two", salts{8, 2}, 100}, was, true},
		{"the log is an older one", sight{"A", "9:two", salts{6, 2}, 9000}, was, false},
		{"the log was emptied", sight{"A", "9:one", salts{}, 0}, was, true},
		{"the log was emptied, and the file is another", sight{"A", "9:zero", salts{}, 0}, was, false},
		{"the log was begun", was, sight{"A", "9:one", salts{}, 0}, true},
		{"another archive", sight{"B", "9:one", salts{7, 1}, 6000}, was, false},
		{"another state without a log", sight{"A", "9:zero", salts{}, 0}, sight{"A", "9:one", salts{}, 0}, false},
	}
	for _, test := range tests {
		if got := test.is.follows(test.was); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}
