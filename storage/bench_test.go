package storage_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"debrief/model"
	"debrief/storage"
)

// benchPath is a file on a real disk: $DEBRIEF_BENCH_DIR, else the user's cache folder. A memory file system would hide
// what a commit costs.
func benchPath(b *testing.B) string {
	b.Helper()
	base := os.Getenv("DEBRIEF_BENCH_DIR")
	if base == "" {
		var err error
		if base, err = os.UserCacheDir(); err != nil {
			b.Skip(err)
		}
	}
	if err := os.MkdirAll(base, 0o700); err != nil {
		b.Fatal(err)
	}
	dir, err := os.MkdirTemp(base, "debrief-bench-") //nolint:usetesting // a temporary folder may be in memory
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = os.RemoveAll(dir) })
	return filepath.Join(dir, "archive.db")
}

// long is a postmortem with so many events, and whys and actions as an incident of that size has them.
func long(title string, events int) *model.Postmortem {
	p := model.New(title, noon)
	for i := range events {
		e := model.NewEvent()
		e.At = model.At(noon.Add(time.Duration(i) * time.Minute))
		e.Original, e.OriginalZone, e.Source = "12:00", "UTC", "log"
		e.Text = fmt.Sprintf("the pool of worker %d was empty for a while", i)
		e.Raw = fmt.Sprintf("2026-11-18T12:00:00Z worker-%d pool: acquire timed out after 30s (waiting 41)", i)
		p.Events = append(p.Events, e)
	}
	for i := range 4 {
		why := model.Why{Question: "Why was it empty?", Answer: "Every request holds a connection"}
		p.Causes = append(p.Causes, model.Cause{Text: fmt.Sprintf("cause %d", i), Whys: []model.Why{why, why}})
	}
	for i := range 6 {
		a := model.NewAction()
		a.Title = fmt.Sprintf("action %d", i)
		p.Actions = append(p.Actions, a)
	}
	p.Services, p.Tags = []string{"payments", "database"}, []string{"pool"}
	return p
}

// bareCommit is the yardstick: one row into one table, by the same driver with the same settings in the same folder.
func bareCommit(b *testing.B, path string) func() {
	b.Helper()
	dsn := "file:" + path + "?_pragma=busy_timeout(2000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=foreign_keys(1)&_pragma=trusted_schema(0)&_txlock=immediate&_dqs=0"
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("CREATE TABLE bare (n INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT"); err != nil {
		b.Fatal(err)
	}
	insert, err := db.Prepare("INSERT INTO bare (text) VALUES (?)")
	if err != nil {
		b.Fatal(err)
	}
	return func() {
		if _, err := insert.Exec("one acknowledged row"); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEditAgainstABareCommit reports how many bare commits one acknowledged edit of a postmortem with 200 events costs.
// Both take turns, so that a busy disk slows both, and medians
// are compared.
func BenchmarkEditAgainstABareCommit(b *testing.B) {
	path := benchPath(b)
	a := open(b, path, "ana")
	ctx := context.Background()
	if _, err := a.Create(ctx, long("long", 200), "start"); err != nil {
		b.Fatal(err)
	}
	bare := bareCommit(b, path+"-bare")
	i := 0
	edit := func() {
		i++
		text := fmt.Sprintf("the pool was empty, telling %d", i)
		_, err := a.Apply(ctx, "PM-1", model.Edit{Label: "change an event", Do: func(p *model.Postmortem) error {
			return p.Set(fmt.Sprintf("E%d", 1+i%200), "text", text)
		}})
		if err != nil {
			b.Fatal(err)
		}
	}
	for range 20 {
		edit()
		bare()
	}
	var edits, bares []time.Duration
	for b.Loop() {
		start := time.Now()
		edit()
		middle := time.Now()
		bare()
		edits = append(edits, middle.Sub(start))
		bares = append(bares, time.Since(middle))
	}
	b.ReportMetric(median(edits), "µs/edit")
	b.ReportMetric(median(bares), "µs/bare")
	ratio, limit, word := median(edits)/median(bares), 3.0, "held"
	b.ReportMetric(ratio, "bare-commits/edit")
	if ratio > limit {
		word = "OVER"
	}
	b.Logf("an acknowledged edit of a postmortem with 200 events: %.3g × a bare commit (limit %.3g: %s)", ratio, limit, word)
}

// median in microseconds: a busy machine stretches a few of them without measure.
func median(all []time.Duration) float64 {
	slices.Sort(all)
	return float64(all[len(all)/2]) / float64(time.Microsecond)
}

func BenchmarkLoad200Events(b *testing.B) {
	a := open(b, benchPath(b), "ana")
	ctx := context.Background()
	if _, err := a.Create(ctx, long("long", 200), "start"); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := a.Load(ctx, "PM-1"); err != nil {
			b.Fatal(err)
		}
	}
}

func thousand(b *testing.B) *storage.Archive {
	b.Helper()
	a := open(b, benchPath(b), "ana")
	for i := range 1000 {
		if _, err := a.Create(context.Background(), long(fmt.Sprintf("incident %d", i), 8), "start"); err != nil {
			b.Fatal(err)
		}
	}
	return a
}

func BenchmarkList1000(b *testing.B) {
	a := thousand(b)
	b.ResetTimer()
	for b.Loop() {
		list, err := a.List(context.Background())
		if err != nil || len(list) != 1000 {
			b.Fatal(len(list), err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	path := benchPath(b)
	open(b, path, "ana")
	for b.Loop() {
		a, err := storage.Open(context.Background(), path, storage.Options{Author: "ana"})
		if err != nil {
			b.Fatal(err)
		}
		if err := a.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkUndoOf10000Events brings 10,000 events in, takes them back and brings them in again, each as one step.
func BenchmarkUndoOf10000Events(b *testing.B) {
	a := open(b, benchPath(b), "ana")
	ctx := context.Background()
	if _, err := a.Create(ctx, model.New("long", noon), "start"); err != nil {
		b.Fatal(err)
	}
	if _, err := a.Apply(ctx, "PM-1", bringIn(10_000)); err != nil {
		b.Fatal(err)
	}
	var undo, redo time.Duration
	for b.Loop() {
		start := time.Now()
		if _, err := a.Undo(ctx, "PM-1"); err != nil {
			b.Fatal(err)
		}
		middle := time.Now()
		if _, err := a.Redo(ctx, "PM-1"); err != nil {
			b.Fatal(err)
		}
		undo, redo = undo+middle.Sub(start), redo+time.Since(middle)
	}
	b.ReportMetric(undo.Seconds()/float64(b.N), "s/undo")
	b.ReportMetric(redo.Seconds()/float64(b.N), "s/redo")
}

// bringIn is an edit that adds so many events at once.
func bringIn(events int) model.Edit {
	return model.Edit{Label: fmt.Sprintf("bring in %d events", events), Do: func(p *model.Postmortem) error {
		p.Events = append(p.Events, long("", events).Events...)
		return nil
	}}
}
