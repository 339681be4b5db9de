package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"debrief/model"
	"debrief/storage"

	"github.com/creack/pty"
)

// built compiles a command as it is shipped, and gives its path.
func built(b *testing.B, folder string) string {
	b.Helper()
	path, err := filepath.Abs(filepath.Join(b.TempDir(), "program"))
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, folder)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("build %s: %v\n%s", folder, err, out)
	}
	return path
}

// thousand makes an archive of 1,000 postmortems, as a team has them after many years.
func thousand(b *testing.B) string {
	b.Helper()
	ctx := context.Background()
	path := filepath.Join(b.TempDir(), "archive.db")
	began := time.Date(2019, 1, 7, 2, 14, 0, 0, time.UTC)
	a, err := storage.Open(ctx, path, storage.Options{Author: "ana"})
	if err != nil {
		b.Fatal(err)
	}
	for i := range 1000 {
		start := began.Add(time.Duration(i) * 70 * time.Hour)
		p := model.New(fmt.Sprintf("The pool of worker %d ran dry", i), start)
		p.Severity, p.Services, p.Tags = "SEV2", []string{"payments", "database"}, []string{"pool"}
		p.Moments = model.Moments{
			Started: &model.Moment{At: model.At(start)}, Detected: &model.Moment{At: model.At(start.Add(3 * time.Minute))},
			Mitigated: &model.Moment{At: model.At(start.Add(31 * time.Minute))},
		}
		for j := range 8 {
			e := model.NewEvent()
			e.At, e.Original, e.OriginalZone = model.At(start.Add(time.Duration(j)*4*time.Minute)), "02:14", "UTC"
			e.Text = fmt.Sprintf("the pool was empty for the %dth time", j)
			p.Events = append(p.Events, e)
		}
		for j := range 3 {
			act := model.NewAction()
			act.Title = fmt.Sprintf("action %d", j)
			p.Actions = append(p.Actions, act)
		}
		if _, err := a.Create(ctx, p, "start"); err != nil {
			b.Fatal(err)
		}
	}
	if err := a.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

// firstFrame starts a program in a terminal and gives the time until it shows the words.
func firstFrame(b *testing.B, words string, env []string, program string, args ...string) time.Duration {
	b.Helper()
	cmd := exec.Command(program, args...)
	cmd.Env = append(os.Environ(), append(env, "TERM=xterm-256color")...)
	start := time.Now()
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 40, Cols: 120})
	if err != nil {
		b.Skip("no terminal here:", err)
	}
	defer tty.Close()
	var seen []byte
	piece := make([]byte, 1<<16)
	for !bytes.Contains(seen, []byte(words)) {
		n, err := tty.Read(piece)
		if err != nil {
			b.Fatalf("%s ended before it showed %q: %v\n%q", program, words, err, seen)
		}
		seen = append(seen, piece[:n]...)
	}
	took := time.Since(start)
	if _, err := io.WriteString(tty, "q"); err != nil {
		b.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, tty) // ends with an error when the program closes the terminal
	if err := cmd.Wait(); err != nil {
		b.Fatal(err)
	}
	return took
}

// BenchmarkFirstFrame compares the first frame of an archive of 1,000 postmortems, its newest one on the screen, with that of
// an empty Bubble Tea program at the same frame rate that links glamour and opens the archive.
func BenchmarkFirstFrame(b *testing.B) {
	archive := thousand(b)
	env := surroundings(b, archive)
	ours, peer := built(b, "."), built(b, "./testdata/peers/screen")
	mine, others := takeTurns(b,
		func() time.Duration { return firstFrame(b, "worker 999", env, ours) },
		func() time.Duration { return firstFrame(b, "ready", nil, peer, archive) })
	b.ReportMetric(mine, "ms/frame")
	b.ReportMetric(others, "ms/frame-of-empty")
	verdict(b, "first frame with 1,000 postmortems", mine/others, 1.1, "× an empty Bubble Tea program with glamour and the archive")
}

// BenchmarkList compares "debrief list" on 1,000 postmortems with a program that links glamour, opens the archive and ends.
func BenchmarkList(b *testing.B) {
	againstEmpty(b, thousand(b), built(b, "."), 1.5, "list on 1,000 postmortems", 0, "list")
}

// busy is a postmortem as a group leaves it: with so many events, three people, two causes with three whys each, three actions that are
// open, as are the follow-up and the re-read.
func busy(title string, start time.Time, events int) *model.Postmortem {
	people := []string{"Mei Tanaka", "Joe Smith", "Priya Rao"}
	p := model.New(title, start)
	p.Severity, p.Services, p.Summary = "SEV2", []string{"payments", "database"}, "The pool ran dry and every fifth payment failed.\n\nIt was made larger."
	p.FollowUp = &model.FollowUp{At: model.At(start.AddDate(0, 1, 0)), Minutes: model.FollowUpMinutes}
	p.Reread = &model.Reread{Due: model.DateOf(start.AddDate(0, 6, 0))}
	for i, name := range people {
		n := model.NewParticipant()
		n.Name, n.Team, n.Handle = name, []string{"Payments", "Platform"}[i%2], strings.ToLower(name[:3])
		p.Participants = append(p.Participants, n)
	}
	for i := range events {
		e := model.NewEvent()
		e.At, e.Original, e.OriginalZone, e.Source = model.At(start.Add(time.Duration(i)*time.Minute)), "02:14", "UTC", "log"
		e.Kind, e.By, e.Text = "action", people[i%3], fmt.Sprintf("restarted worker %d of the pool, see https://wiki.example/pool/%d", i%7, i)
		p.Events = append(p.Events, e)
	}
	for range 2 {
		why := model.Why{Question: "Why was it empty?", Answer: "Every request holds a connection while it waits for the bank"}
		p.Causes = append(p.Causes, model.Cause{Text: "The pool was too small for the evening", Whys: []model.Why{why, why, why}})
	}
	for j := range 3 {
		act := model.NewAction()
		act.Title, act.Owner = fmt.Sprintf("Alert when the pool is above 80 %% for %d minutes", j+1), people[j%3]
		act.Due = model.DateOf(start.AddDate(0, 0, 14+j))
		p.Actions = append(p.Actions, act)
	}
	return p
}

// tenThousand makes an archive of 10,000 postmortems that are not over yet: far more than any team leaves behind.
func tenThousand(b *testing.B) string {
	b.Helper()
	ctx := context.Background()
	path := filepath.Join(b.TempDir(), "archive.db")
	began := time.Date(2016, 1, 7, 2, 14, 0, 0, time.UTC)
	a, err := storage.Open(ctx, path, storage.Options{Author: "ana"})
	if err != nil {
		b.Fatal(err)
	}
	all := func(yield func(*model.Postmortem) bool) {
		for i := range 10_000 {
			if !yield(busy(fmt.Sprintf("The pool of worker %d ran dry", i), began.Add(time.Duration(i)*9*time.Hour), 8)) {
				return
			}
		}
	}
	if err := a.ImportAll(ctx, "", all, func(_ storage.Applied, err error) {
		if err != nil {
			b.Fatal(err)
		}
	}); err != nil {
		b.Fatal(err)
	}
	if err := a.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkDue compares "debrief due" and "debrief actions" on 10,000 postmortems with the same empty program.
func BenchmarkDue(b *testing.B) {
	path, ours := tenThousand(b), built(b, ".")
	for _, c := range []struct {
		status int
		args   []string
	}{{1, []string{"due"}}, {0, []string{"actions"}}, {0, []string{"actions", "--late"}}} {
		name := strings.Join(c.args, " ")
		b.Run(name, func(b *testing.B) { againstEmpty(b, path, ours, 2, name+" on 10,000 postmortems", c.status, c.args...) })
	}
}

// againstEmpty compares a command of ours, which ends with that status, with a program that links glamour, opens the archive
// and ends.
func againstEmpty(b *testing.B, path, ours string, limit float64, what string, status int, args ...string) {
	b.Helper()
	env, peer := surroundings(b, path), built(b, "./testdata/peers/list")
	run := func(status int, args ...string) time.Duration {
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Env = append(os.Environ(), env...)
		start := time.Now()
		out, err := cmd.CombinedOutput()
		took := time.Since(start)
		if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != status {
			b.Fatalf("%v: %v\n%s", args, err, out)
		}
		return took
	}
	mine, others := takeTurns(b,
		func() time.Duration { return run(status, append([]string{ours}, args...)...) },
		func() time.Duration { return run(0, peer, path) })
	b.ReportMetric(mine, "ms/"+args[0])
	b.ReportMetric(others, "ms/empty")
	verdict(b, "debrief "+what, mine/others, limit, "× an empty program with glamour and the archive")
}

// BenchmarkExportAll writes 10,000 postmortems into a folder, and then looks at them again, which writes nothing.
func BenchmarkExportAll(b *testing.B) {
	const documents, limit = 10_000, 1000
	path, ours, folder := tenThousand(b), built(b, "."), filepath.Join(b.TempDir(), "wiki")
	env := surroundings(b, path)
	run := func() float64 {
		cmd := exec.Command(ours, "export", "--all", "--json", "-o", folder)
		cmd.Env = append(os.Environ(), env...)
		start := time.Now()
		out, err := cmd.CombinedOutput()
		took := time.Since(start)
		if err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
		b.Logf("%.120s in %v", strings.ReplaceAll(string(out), "\n", ""), took)
		return documents / took.Seconds()
	}
	for b.Loop() {
		if err := os.RemoveAll(folder); err != nil {
			b.Fatal(err)
		}
		first, again := run(), run()
		b.ReportMetric(first, "written/s")
		b.ReportMetric(again, "unchanged/s")
		verdict(b, "export --all of 10,000 postmortems", limit/first, 1, "of the time for 1,000 documents a second")
	}
}

// BenchmarkExport compares "debrief export" of a postmortem with 200 events with the same empty program.
func BenchmarkExport(b *testing.B) {
	path := filepath.Join(b.TempDir(), "archive.db")
	a, err := storage.Open(context.Background(), path, storage.Options{Author: "ana"})
	if err != nil {
		b.Fatal(err)
	}
	start := time.Date(2026, 11, 18, 2, 14, 0, 0, time.UTC)
	p := busy("The pool ran dry", start, 200)
	if _, err = a.Create(context.Background(), p, "start"); err == nil {
		err = a.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
	ours := built(b, ".")
	for _, args := range []string{"export PM-1", "export PM-1 --audience company", "export PM-1 --format html"} {
		b.Run(args, func(b *testing.B) {
			againstEmpty(b, path, ours, 1.5, args+" with 200 events", 0, strings.Fields(args)...)
		})
	}
}

// sources makes a tree of 10,000 source files of 1 to 20 KB with their tests, and a document that promises thirty of them. It
// gives the references of these, too.
func sources(b *testing.B) (dir, document string, refs []string) {
	b.Helper()
	const files, promises = 10_000, 30
	dir = b.TempDir()
	r := rand.New(rand.NewPCG(7, 3))
	words := strings.Fields("func return if err != nil { } pool := range queue // PM waits for -7 the /A3 release of PM- a connection string int = == . , ( )")
	p := model.New("The pool ran dry", time.Date(2026, 11, 18, 2, 14, 0, 0, time.UTC))
	p.Ref = "PM-7"
	for i := range promises {
		a := model.NewAction()
		a.Title, a.Test = "promise", &model.Test{File: fmt.Sprintf("part%d/source%d_test.go", i*3%100, i*303)}
		p.Actions = append(p.Actions, a)
		refs = append(refs, fmt.Sprintf("PM-7/A%d", i+1))
	}
	p.Settle()
	for i := range files {
		var text strings.Builder
		for size := 1<<10 + r.IntN(19<<10); text.Len() < size; {
			text.WriteString(words[r.IntN(len(words))])
			text.WriteByte(" \n"[r.IntN(8)/7])
		}
		if i%303 == 0 && i/303 < promises {
			text.WriteString("\nfunc TestPromise(t *testing.T) {} // " + refs[i/303] + "\n")
		}
		write(b, filepath.Join(dir, fmt.Sprintf("part%d", i%100), fmt.Sprintf("source%d_test.go", i)), text.String())
	}
	write(b, filepath.Join(dir, ".git", "HEAD"), "ref: refs/heads/main\n") // ripgrep heeds .gitignore in repositories alone
	write(b, filepath.Join(dir, ".gitignore"), "/build/\n*.log\n*.tmp\n!kept.tmp\nnode_modules/\n")
	document = filepath.Join(b.TempDir(), "PM-7.json")
	write(b, document, string(model.Encode(p, false)))
	return dir, document, refs
}

func write(b *testing.B, path, text string) {
	b.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkGuard compares "debrief guard" over 10,000 source files with ripgrep's list of the files that hold the same
// references, or with grep's where there is no ripgrep.
func BenchmarkGuard(b *testing.B) {
	dir, document, refs := sources(b)
	peer := []string{"rg", "--files-with-matches", "--fixed-strings"}
	if _, err := exec.LookPath(peer[0]); err != nil {
		peer = []string{"grep", "--recursive", "--files-with-matches", "--fixed-strings", "--exclude-dir=.git"}
	}
	for _, ref := range refs {
		peer = append(peer, "-e", ref)
	}
	peer = append(peer, dir)
	run := func(args []string) time.Duration {
		cmd := exec.Command(args[0], args[1:]...)
		start := time.Now()
		out, err := cmd.CombinedOutput()
		if took := time.Since(start); err == nil && bytes.Count(out, []byte("\n")) == len(refs) {
			return took
		}
		b.Fatalf("%v: %v\n%s", args[0], err, out)
		return 0
	}
	ours := []string{built(b, "."), "guard", "--from", document, dir}
	mine, others := takeTurns(b, func() time.Duration { return run(ours) }, func() time.Duration { return run(peer) })
	b.ReportMetric(mine, "ms/guard")
	b.ReportMetric(others, "ms/"+peer[0])
	verdict(b, "debrief guard over 10,000 source files", mine/others, 2, "× "+peer[0]+" for the same references")
}

// BenchmarkPackageInit reports what initialising packages costs, and each package that takes more than a millisecond and does
// not come with glamour.
func BenchmarkPackageInit(b *testing.B) {
	out, err := exec.Command("go", "list", "-deps", "charm.land/glamour/v2").Output()
	if err != nil {
		b.Fatalf("list what glamour brings: %v", err)
	}
	glamour := strings.Fields(string(out))
	ours := built(b, ".")
	took := map[string][]time.Duration{}
	for b.Loop() {
		cmd := exec.Command(ours, "--version")
		cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
		var trace bytes.Buffer
		cmd.Stderr = &trace
		if err := cmd.Run(); err != nil {
			b.Fatal(err)
		}
		for name, clock := range initTimes(b, &trace) {
			took[name] = append(took[name], clock)
		}
	}
	all, rest := 0.0, 0.0
	for name, times := range took {
		ms := median(times)
		all += ms
		if slices.Contains(glamour, name) {
			continue
		}
		rest += ms
		if ms > 1 {
			b.Logf("initialising %s takes %.2f ms (limit 1 ms: OVER)", name, ms)
		}
	}
	b.ReportMetric(all, "ms/init")
	b.ReportMetric(rest, "ms/init-without-glamour")
}

// initTimes reads lines such as "init unicode @0.5 ms, 0.014 ms clock, 3968 bytes, 4 allocs".
func initTimes(b *testing.B, trace io.Reader) map[string]time.Duration {
	b.Helper()
	times := map[string]time.Duration{}
	lines := bufio.NewScanner(trace)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		if len(words) < 6 || words[0] != "init" {
			continue
		}
		ms, err := strconv.ParseFloat(words[4], 64)
		if err != nil {
			b.Fatalf("the line %q: %v", lines.Text(), err)
		}
		times[words[1]] = time.Duration(ms * float64(time.Millisecond))
	}
	if len(times) == 0 {
		b.Fatal("the Go runtime told nothing about the initialisation of packages")
	}
	return times
}

// surroundings are the variables of a person who keeps that archive.
func surroundings(b *testing.B, archive string) []string {
	b.Helper()
	home := b.TempDir()
	return []string{
		"DEBRIEF_ARCHIVE=" + archive, "HOME=" + home, "XDG_STATE_HOME=" + filepath.Join(home, "state"), "NO_COLOR=", "TMUX=",
	}
}

// takeTurns runs two programs by turns, so that a busy machine slows both, and gives their medians in milliseconds.
func takeTurns(b *testing.B, one, other func() time.Duration) (ofOne, ofOther float64) {
	b.Helper()
	one()
	other()
	var ones, others []time.Duration
	for b.Loop() {
		ones = append(ones, one())
		others = append(others, other())
	}
	return median(ones), median(others)
}

// median in milliseconds: a busy machine stretches a few of them without measure.
func median(all []time.Duration) float64 {
	slices.Sort(all)
	return float64(all[len(all)/2]) / float64(time.Millisecond)
}

// verdict says how a ratio stands to its limit.
func verdict(b *testing.B, what string, ratio, limit float64, of string) {
	b.Helper()
	word := "held"
	if ratio > limit {
		word = "OVER"
	}
	b.Logf("%s: %.3g %s (limit %.3g: %s)", what, ratio, of, limit, word)
}
