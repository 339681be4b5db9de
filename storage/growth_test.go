package storage_test

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	"debrief/model"
	"debrief/model/patterns"
	"debrief/storage"
	"debrief/storage/terms"
)

// vocabulary is as many different words as people use, drawn as often as people use them: Zipf and Mandelbrot, 1.05 and 2.7.
type vocabulary struct {
	*rand.Rand

	words []string
	sums  []float64 // of the weights, up to each word
}

func newVocabulary(seed uint64) *vocabulary {
	const size, exponent, shift = 60_000, 1.05, 2.7
	v := &vocabulary{Rand: rand.New(rand.NewPCG(seed, 1))}
	seen := map[string]bool{}
	made := rand.New(rand.NewPCG(5, 5)) // the words are the same in every archive
	sum := 0.0
	for len(v.words) < size {
		word := ""
		for range 1 + int(math.Log2(float64(len(v.words)+2))/4) + made.IntN(2) {
			word += string("bcdfgklmnprstvz"[made.IntN(15)]) + string("aeiou"[made.IntN(5)]) + []string{"", "", "n", "r", "l", "m"}[made.IntN(6)]
		}
		if seen[word] {
			continue
		}
		seen[word] = true
		v.words = append(v.words, word)
		sum += 1 / math.Pow(float64(len(v.words))+shift, exponent)
		v.sums = append(v.sums, sum)
	}
	return v
}

// text is so many words.
func (v *vocabulary) text(n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = v.words[sort.SearchFloat64s(v.sums, v.Float64()*v.sums[len(v.sums)-1])]
	}
	return strings.Join(words, " ")
}

// incidents are so many postmortems of about 5 kB, one every nine hours.
func (v *vocabulary) incidents(n int) iter.Seq[*model.Postmortem] {
	return func(yield func(*model.Postmortem) bool) {
		for i := range n {
			start := noon.Add(-time.Duration(n-i) * 9 * time.Hour)
			if !yield(v.incident(start)) {
				return
			}
		}
	}
}

func (v *vocabulary) incident(start time.Time) *model.Postmortem {
	p := model.New(v.text(6), start)
	p.ID, p.CreatedAt, p.Severity, p.Summary = model.NewID(start), model.At(start), fmt.Sprint("SEV", 1+v.IntN(5)), v.text(60)
	p.Services, p.Tags = []string{fmt.Sprint("service-", v.IntN(40))}, []string{fmt.Sprint("tag-", v.IntN(60)), fmt.Sprint("tag-", 60+v.IntN(60))}
	at := func(minutes int) *model.Moment {
		return &model.Moment{At: model.At(start.Add(time.Duration(minutes) * time.Minute))}
	}
	p.Moments = model.Moments{Started: at(0), Detected: at(1 + v.IntN(60)), Mitigated: at(70 + v.IntN(300))}
	for i := range 25 {
		e := model.NewEvent()
		e.At, e.Original, e.OriginalZone, e.Source, e.Text = model.At(start.Add(time.Duration(i)*3*time.Minute)), "12:00", "UTC", "log", v.text(16)
		p.Events = append(p.Events, e)
	}
	categories := model.Words["category"]
	for range 2 {
		why := model.Why{Question: "Why?", Answer: v.text(14), Whys: []model.Why{{Question: "Why?", Answer: v.text(14), Root: true, Category: categories[v.IntN(len(categories))]}}}
		p.Causes = append(p.Causes, model.Cause{Text: v.text(10), Role: "contributing", Whys: []model.Why{why}})
	}
	for i := range 4 {
		a := model.NewAction()
		a.Title, a.DoneWhen, a.Owner, a.Due = v.text(10), v.text(10), fmt.Sprint("Person ", v.IntN(50)), model.DateOf(start.AddDate(0, 1, 0))
		if i > 0 || v.IntN(30) > 0 { // most of what is old is done
			a.Status, a.DoneAt = "done", model.At(start.AddDate(0, 0, 20))
		}
		p.Actions = append(p.Actions, a)
	}
	p.FollowUp = &model.FollowUp{At: model.At(start.AddDate(0, 1, 7)), HeldAt: model.At(start.AddDate(0, 1, 7)), Verdicts: []model.Verdict{{Action: "A2", Helped: "yes"}}}
	return p
}

// grown is an archive of so many; with $DEBRIEF_BENCH_DIR it is made once.
func grown(b *testing.B, n int) (*storage.Archive, string) {
	b.Helper()
	path := benchPath(b)
	if dir := os.Getenv("DEBRIEF_BENCH_DIR"); dir != "" {
		path = filepath.Join(dir, fmt.Sprintf("growth-%d.db", n))
	}
	_, err := os.Stat(path)
	a := open(b, path, "ana")
	if err != nil {
		err := a.ImportAll(context.Background(), "", newVocabulary(uint64(n)).incidents(n), func(_ storage.Applied, err error) {
			if err != nil {
				b.Error(err)
			}
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return a, path
}

// growth are the sizes of the archives: $DEBRIEF_GROWTH, else the two that are made within minutes.
func growth(b *testing.B) (sizes []int) {
	b.Helper()
	if os.Getenv("DEBRIEF_LONG") == "" {
		b.Skip("it takes minutes: DEBRIEF_LONG=1 runs it")
	}
	for word := range strings.FieldsSeq(os.Getenv("DEBRIEF_GROWTH")) {
		n, err := strconv.Atoi(word)
		if err != nil {
			b.Fatal(err)
		}
		sizes = append(sizes, n)
	}
	if sizes == nil {
		sizes = []int{1_000, 10_000}
	}
	return sizes
}

// quantiles of how long something takes, in milliseconds; do is given the number of the turn.
func quantiles(b *testing.B, turns int, do func(i int)) (half, most float64) {
	b.Helper()
	do(0) // what is read once is read
	all := make([]time.Duration, turns)
	for i := range all {
		start := time.Now()
		do(i + 1)
		all[i] = time.Since(start)
	}
	slices.Sort(all)
	ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
	return ms(all[turns/2]), ms(all[turns*95/100])
}

// BenchmarkGrowth measures what people wait for, in archives of several sizes, and prints a line for each. What a search is compared
// with is ripgrep over the same texts as files, where it is on the path.
func BenchmarkGrowth(b *testing.B) {
	ctx := context.Background()
	for _, n := range growth(b) {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			a, path := grown(b, n)
			v := newVocabulary(uint64(time.Now().UnixNano()))
			row := []string{fmt.Sprint(n)}
			say := func(name string, half, most float64) {
				row = append(row, fmt.Sprintf("%s %.3g/%.3g", name, half, most))
			}
			measure := func(name string, turns int, do func(i int) error) {
				half, most := quantiles(b, turns, func(i int) {
					if err := do(i); err != nil {
						b.Fatal(name, err)
					}
				})
				say(name, half, most)
			}
			find := func(text string) error {
				q, err := terms.Parse(text, false)
				if err == nil {
					_, err = a.Search(ctx, q, 20)
				}
				return err
			}
			measure("list", 20, func(int) error {
				if _, _, _, err := a.Newest(ctx, "", 100); err != nil {
					return err
				}
				waiting, _, err := a.Waiting(ctx, noon, 500)
				if err != nil {
					return err
				}
				var refs []string
				for _, w := range waiting[:min(len(waiting), 6)] {
					refs = append(refs, w.Postmortem)
				}
				_, err = a.Entries(ctx, refs)
				return err
			})
			measure("all", 5, func(int) error { _, err := a.List(ctx); return err })
			measure("common", 20, func(i int) error { return find(v.words[i]) })
			measure("rare", 20, func(i int) error { return find(v.words[3000+40*i]) })
			measure("two", 20, func(i int) error { return find(v.words[50+i] + " " + v.words[700+i]) })
			measure("three", 20, func(i int) error { return find(v.words[10+i] + " " + v.words[100+i] + " " + v.words[900+i]) })
			keys := v.words[200] + " " + v.words[1500]
			measure("key", 2*len(keys), func(i int) error {
				_, err := a.SearchTyped(ctx, keys[:1+i%len(keys)], 40)
				return err
			})
			draft := v.incident(noon)
			measure("similar", 20, func(int) error { _, err := a.Similar(ctx, draft, 5); return err })
			measure("patterns", 5, func(int) error {
				stories, err := a.Stories(ctx, model.DateOf(noon))
				patterns.Of(stories)
				return err
			})
			bare := bareCommit(b, path+"-bare-"+strconv.Itoa(os.Getpid()))
			plain, _ := quantiles(b, 100, func(int) { bare() })
			half, most := quantiles(b, 200, func(i int) { // three words of an event are others, as where somebody goes on with a sentence
				_, err := a.Apply(ctx, fmt.Sprint("PM-", n/2), model.Edit{Label: "change an event", Do: func(p *model.Postmortem) error {
					words := strings.Fields(p.Events[i%25].Text)
					return p.Set(p.Events[i%25].Ref, "text", strings.Join(append(words[:13], strings.Fields(v.text(3))...), " "))
				}})
				if err != nil {
					b.Fatal(err)
				}
			})
			say("edit", half, most)
			row = append(row, fmt.Sprintf("edit/bare %.3g", half/plain), fmt.Sprintf("resident %d MB", resident()))
			b.Log(strings.Join(row, " | "))
		})
	}
}

// resident is the memory that this process has now, in megabytes; 0 where the system does not say it so.
func resident() int {
	runtime.GC()
	status, _ := os.ReadFile("/proc/self/status")
	_, rest, _ := bytes.Cut(status, []byte("VmHWM:"))
	var kB int
	_, _ = fmt.Sscan(string(rest), &kB)
	return kB >> 10
}

// BenchmarkAgainstRipgrep looks for words in an archive and, as files, in the same texts: who finds what, and how long it takes.
func BenchmarkAgainstRipgrep(b *testing.B) {
	growth(b)
	rg, err := exec.LookPath("rg")
	if err != nil {
		b.Skip(err)
	}
	const n = 10_000
	ctx, folder := context.Background(), filepath.Join(filepath.Dir(benchPath(b)), "texts")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		b.Fatal(err)
	}
	a, _ := grown(b, n)
	for p, err := range a.All(ctx) {
		var text strings.Builder
		for _, t := range terms.Texts(p) {
			text.WriteString(t.Says + "\n")
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, p.Ref), []byte(text.String()), 0o600)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	v := newVocabulary(99)
	var ours, theirs []time.Duration
	for i := range 40 {
		word := v.words[2000+100*i]
		q, err := terms.Parse(word, false)
		if err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		found, err := a.Search(ctx, q, 20)
		ours = append(ours, time.Since(start))
		if err != nil {
			b.Fatal(err)
		}
		start = time.Now()
		out, _ := exec.Command(rg, "-lwi", "--no-messages", word, folder).Output()
		theirs = append(theirs, time.Since(start))
		if files := bytes.Count(out, []byte("\n")); files > found.All {
			b.Errorf("%s: ripgrep finds %d, the search %d", word, files, found.All)
		}
		all, err := a.Search(ctx, q, 1000)
		if err != nil {
			b.Fatal(err)
		}
		has := map[string]bool{}
		for _, h := range all.Hits {
			has[h.Ref] = true
		}
		for file := range strings.Lines(string(out)) {
			if ref := filepath.Base(strings.TrimSpace(file)); len(all.Hits) < 1000 && !has[ref] {
				b.Errorf("%s: ripgrep finds it in %s", word, ref)
			}
		}
	}
	b.Logf("a search %.3g ms, ripgrep %.3g ms: %.3g ×", median(ours)/1000, median(theirs)/1000, median(ours)/median(theirs))
}
