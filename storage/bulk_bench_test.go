package storage_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"debrief/model"
	"debrief/storage"
	"debrief/storage/terms"
)

// tongue is as many different words as people use, each as often as they do: Zipf–Mandelbrot with 1.05 and 2.7 over 60,000.
type tongue struct {
	r     *rand.Rand
	until []float64
}

func newTongue(seed uint64) *tongue {
	t := &tongue{r: rand.New(rand.NewPCG(seed, 2026)), until: make([]float64, 60_000)}
	sum := 0.0
	for i := range t.until {
		sum += math.Pow(float64(i+1)+2.7, -1.05)
		t.until[i] = sum
	}
	return t
}

func (t *tongue) word() string {
	n := sort.SearchFloat64s(t.until, t.r.Float64()*t.until[len(t.until)-1])
	var word []byte
	for n += 40; n > 0; n /= 19 {
		word = append(word, "bcdfghklmnprstvwxzj"[n%19], "aeiou"[n%5])
	}
	return string(word)
}

func (t *tongue) words(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = t.word()
	}
	return strings.Join(all, " ")
}

// told is a postmortem of about five kilobytes.
func (t *tongue) told(n int) *model.Postmortem {
	start := noon.Add(-time.Duration(t.r.Int64N(int64(1500 * 24 * time.Hour))))
	p := model.New(fmt.Sprintf("%s %d", t.words(5), n), start)
	p.Summary, p.Services, p.Tags = t.words(80), []string{t.word()}, []string{t.word(), t.word()}
	p.Moments.Started = &model.Moment{At: model.At(start)}
	for i := range 20 {
		e := model.NewEvent()
		e.At, e.Original, e.OriginalZone, e.Source = model.At(start.Add(time.Duration(i)*time.Minute)), "02:14", "UTC", "memory"
		e.Text = t.words(16)
		e.Raw = "- 02:14 " + e.Text
		p.Events = append(p.Events, e)
	}
	for range 2 {
		whys := []model.Why{{Question: "Why?", Answer: t.words(12), Whys: []model.Why{{Question: "Why?", Answer: t.words(12)}}}}
		p.Causes = append(p.Causes, model.Cause{Text: t.words(12), Whys: whys})
	}
	for range 4 {
		a := model.NewAction()
		a.Title, a.Owner = t.words(12), t.word()
		p.Actions = append(p.Actions, a)
		p.Lessons = append(p.Lessons, model.Lesson{Kind: "learned", Text: t.words(12)})
	}
	return p
}

// BenchmarkImport brings in 1,000 postmortems of five kilobytes, and compares that with the least that somebody who wants to keep and to
// search them can do: a table of the documents as they are, and a full-text index of SQLite's over them, by the same engine, with as many
// of them in a transaction.
func BenchmarkImport(b *testing.B) {
	const documents = 1000
	ctx := context.Background()
	var all []*model.Postmortem
	for t := newTongue(1); len(all) < documents; {
		all = append(all, t.told(len(all)))
	}
	var mine, others, peerSize, size, bare float64
	for b.Loop() {
		path := benchPath(b)
		a := open(b, path, "ana")
		start := time.Now()
		err := a.ImportAll(ctx, "batch", slices.Values(all), func(_ storage.Applied, err error) {
			if err != nil {
				b.Fatal(err)
			}
		})
		mine += time.Since(start).Seconds()
		if err := errors.Join(err, a.Close()); err != nil {
			b.Fatal(err)
		}
		size = sizeAfter(b, path, "SELECT 1")
		bare = sizeAfter(b, path, "DELETE FROM posting", "DELETE FROM word", "VACUUM")
		peer := path + "-peer"
		others += keptInFTS5(b, peer, all)
		peerSize = sizeAfter(b, peer, "VACUUM")
	}
	n := float64(b.N)
	b.ReportMetric(documents*n/mine, "documents/s")
	b.ReportMetric(documents*n/others, "documents/s-fts5")
	b.ReportMetric(size/documents/1000, "kB/document")
	b.ReportMetric(peerSize/documents/1000, "kB/document-fts5")
	verdict(b, "importing 1,000 postmortems", mine/others, 5, "the time of a document table with FTS5")
	verdict(b, "an archive of 1,000", size/bare, 1.6, "its size without the words")
}

func verdict(b *testing.B, what string, ratio, limit float64, of string) {
	b.Helper()
	word := "held"
	if ratio > limit {
		word = "OVER"
	}
	b.Logf("%s: %.3g × %s (limit %.3g: %s)", what, ratio, of, limit, word)
}

// sizeAfter is how large a file is after some statements, in bytes.
func sizeAfter(b *testing.B, path string, statements ...string) float64 {
	b.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, text := range append(statements, "PRAGMA wal_checkpoint(TRUNCATE)") {
		if _, err := db.Exec(text); err != nil {
			b.Fatal(err)
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	return float64(info.Size())
}

// keptInFTS5 gives the seconds that it takes.
func keptInFTS5(b *testing.B, path string, all []*model.Postmortem) float64 {
	b.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate")
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1)
	start := time.Now()
	for _, text := range []string{"CREATE TABLE document (id INTEGER PRIMARY KEY, text TEXT NOT NULL)", "CREATE VIRTUAL TABLE found USING fts5(text)"} {
		if _, err := db.Exec(text); err != nil {
			b.Fatal(err)
		}
	}
	for some := range slices.Chunk(all, 64) {
		tx, err := db.Begin()
		if err != nil {
			b.Fatal(err)
		}
		for _, p := range some {
			var says []string
			for _, t := range terms.Texts(p) {
				says = append(says, t.Says)
			}
			_, err := tx.Exec("INSERT INTO document (text) VALUES (?)", string(model.Encode(p, false)))
			if err == nil {
				_, err = tx.Exec("INSERT INTO found (text) VALUES (?)", strings.Join(says, "\n"))
			}
			if err != nil {
				b.Fatal(err)
			}
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(start).Seconds()
}
