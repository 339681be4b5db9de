package runner

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what is understood into the samples; read the difference before it is kept")

// sample is the output of a real runner, with the command that made it, its exit status, and what is to be understood.
type sample struct {
	command, output string
	exit            int
	want            string
}

func readSample(t *testing.T, file string) sample {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head := strings.SplitN(string(text), "\n", 4)
	if len(head) < 4 || head[0][:2] != "$ " || head[1][:2] != "? " || head[2][:2] != "= " {
		t.Fatalf("%s has no head", file)
	}
	exit, err := strconv.Atoi(head[1][2:])
	if err != nil {
		t.Fatal(err)
	}
	return sample{command: head[0][2:], exit: exit, want: head[2][2:], output: head[3]}
}

// in follows the output of a command in pieces of some size.
func (s sample) in(piece int, args ...string) Report {
	o := Listen(args)
	stream := o.Stream()
	for text := s.output; text != ""; {
		n := min(piece, len(text))
		_, _ = stream.Write([]byte(text[:n]))
		text = text[n:]
	}
	_ = stream.Close()
	return o.Report(s.exit)
}

func said(r Report) string {
	text := r.Result + "; " + r.Runner
	if r.Tests > 0 {
		text += fmt.Sprintf("; %d", r.Tests)
	}
	if r.Cached {
		text += "; cached"
	}
	if r.Why != "" {
		text += "; " + r.Why
	}
	return text
}

func TestWhatRunnersReallyPrintIsUnderstood(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 100 {
		t.Fatalf("%d samples: %v", len(files), err)
	}
	for _, file := range files {
		s := readSample(t, file)
		got := said(s.in(1<<20, strings.Fields(s.command)...))
		if got != s.want && *update {
			text := fmt.Sprintf("$ %s\n? %d\n= %s\n%s", s.command, s.exit, got, s.output)
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if got != s.want {
			t.Errorf("%s: %s is %q, want %q", filepath.Base(file), s.command, got, s.want)
		}
		for _, piece := range []int{1, 7, 4096} {
			if again := said(s.in(piece, strings.Fields(s.command)...)); again != got {
				t.Errorf("%s in pieces of %d is %q", filepath.Base(file), piece, again)
			}
		}
	}
}
