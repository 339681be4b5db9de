package storage

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"debrief/model"
)

// hot is an archive's file and the log beside it while some changes are in the log alone; both as they lie on the disk.
func hot(t testing.TB, changes int) (file, log []byte) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "archive.db")
	a, err := Open(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	for range changes {
		if _, err := a.Create(context.Background(), model.New("checkout was slow", time.Now()), "start"); err != nil {
			t.Fatal(err)
		}
	}
	return readFile(t, path), readFile(t, path+"-wal")
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// asTheEngine is what the engine finds in a file and its log: the archive's state and the one before.
func asTheEngine(t *testing.T, file, log []byte) (s stamp) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "archive.db")
	for name, content := range map[string][]byte{path: file, path + "-wal": log} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.QueryRow("SELECT archive, state, state_before FROM meta").Scan(&s.archive, &s.state, &s.before); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestALogIsReadAsFarAsTheEngineReadsIt(t *testing.T) {
	file, log := hot(t, 5)
	alone, err := readAlone(bytes.NewReader(file), metaPage)
	if err != nil || !alone.holds {
		t.Fatalf("the file alone: %+v %v", alone, err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	seen := map[int]bool{}
	for n := range 150 {
		torn := slices.Clone(log)
		switch {
		case n == 0: // as it is
		case n%3 == 0: // never written to its end
			torn = torn[:random.IntN(len(torn))]
		case n%3 == 1: // one bit is another
			torn[random.IntN(len(torn))] ^= 1 << random.IntN(8)
		default: // the rest is of an earlier life
			at := logHeaderSize + random.IntN(len(torn)/(frameHeaderSize+4096))*(frameHeaderSize+4096)
			copy(torn[at+8:], "another one")
		}
		want := asTheEngine(t, file, torn)
		got := alone.stamp
		l, err := readLog(bytes.NewReader(torn))
		if len(l.stamps) > 0 {
			got = l.stamps[len(l.stamps)-1]
		}
		if got.state != want.state || got.archive != want.archive {
			t.Fatalf("round %d: got %+v (%d transactions, %v), the engine finds %+v", n, got, l.commits, err, want)
		}
		if err == nil && !l.belongsTo(alone) {
			t.Fatalf("round %d: what is left of it does not belong to its file", n)
		}
		seen[l.commits] = true
	}
	if len(seen) < 4 {
		t.Errorf("only so many transactions were found in any of them: %v", seen)
	}
}

func TestALogOfTheOtherByteOrderIsReadAlike(t *testing.T) {
	_, log := hot(t, 2)
	want, err := readLog(bytes.NewReader(log))
	if err != nil || want.commits == 0 {
		t.Fatalf("%+v %v", want, err)
	}
	binary.BigEndian.PutUint32(log, bigEndianLog)
	sum := checksum{order: binary.BigEndian}
	put := func(at int) {
		binary.BigEndian.PutUint32(log[at:], sum.a)
		binary.BigEndian.PutUint32(log[at+4:], sum.b)
	}
	sum.add(log[:24])
	put(24)
	for at := logHeaderSize; at < len(log); at += frameHeaderSize + want.pageSize {
		sum.add(log[at : at+8])
		sum.add(log[at+frameHeaderSize : at+frameHeaderSize+want.pageSize])
		put(at + 16)
	}
	got, err := readLog(bytes.NewReader(log))
	if err != nil || got.commits != want.commits || !slices.Equal(got.stamps, want.stamps) {
		t.Errorf("got %+v %v, want %+v", got, err, want)
	}
}

func TestANumberOfAnyLengthIsRead(t *testing.T) {
	for _, test := range []struct {
		bytes []byte
		want  uint64
		rest  int
		ok    bool
	}{
		{[]byte{0x00}, 0, 0, true},
		{[]byte{0x7f, 1}, 127, 1, true},
		{[]byte{0x81, 0x00}, 128, 0, true},
		{[]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2}, 1<<64 - 1, 2, true},
		{[]byte{0x81}, 0, 0, false},
		{nil, 0, 0, false},
	} {
		got, rest, ok := varint(test.bytes)
		if got != test.want || len(rest) != test.rest || ok != test.ok {
			t.Errorf("% x: %d, %d left, %v", test.bytes, got, len(rest), ok)
		}
	}
}

// FuzzReadLog reads any bytes as a log and as a page: nothing panics, and what is found is what the bytes can hold.
func FuzzReadLog(f *testing.F) {
	file, log := hot(f, 1)
	f.Add(log[:logHeaderSize+2*(frameHeaderSize+4096)])
	f.Add(log[:logHeaderSize])
	f.Add(file[4096:8192])
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := readLog(bytes.NewReader(b))
		if err == nil && (l.commits*(frameHeaderSize+l.pageSize) > len(b) || len(l.stamps) > l.commits) {
			t.Errorf("%d transactions and %d states in %d bytes", l.commits, len(l.stamps), len(b))
		}
		page := make([]byte, smallestPage)
		copy(page, b)
		if s, ok := readStamp(page); ok && len(s.archive)+len(s.state)+len(s.before) > len(page) {
			t.Errorf("a row of %d bytes in a page of %d", len(s.archive)+len(s.state)+len(s.before), len(page))
		}
		if _, err := readAlone(bytes.NewReader(b), metaPage); err != nil {
			t.Error(err)
		}
	})
}

// BenchmarkCheckOfALog reads a log that is as long as one becomes, with the file that it belongs to.
func BenchmarkCheckOfALog(b *testing.B) {
	path := filepath.Join(b.TempDir(), "archive.db")
	a, err := Open(context.Background(), path, Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	size := func() int64 {
		info, err := os.Stat(path + "-wal")
		if err != nil {
			b.Fatal(err)
		}
		return info.Size()
	}
	for size() < logLimit-1<<16 {
		if _, err := a.Create(context.Background(), model.New("checkout was slow", time.Now()), "start"); err != nil {
			b.Fatal(err)
		}
	}
	log, err := openLog(path + "-wal")
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = log.Close() }()
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		if belongs, err := a.belongs(log); !belongs || err != nil {
			b.Fatal(belongs, err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	median, limit, word := took[len(took)/2].Seconds()*1000, 1.0, "held"
	b.ReportMetric(median, "ms/check")
	if median > limit {
		word = "OVER"
	}
	b.Logf("a check of a log of %d KB: %.2g ms (limit %.2g ms: %s)", size()>>10, median, limit, word)
}
