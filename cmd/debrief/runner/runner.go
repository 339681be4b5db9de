// Package runner understands what test runners print. Its rule: a run counts for no more than was seen. That a test ran, and
// that one failed, is read from the runner's own words; an exit status alone says neither.
package runner

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"debrief/model/lazyregexp"
)

// Report is what was understood of a run.
type Report struct {
	Runner string // whose words were understood; "" where none spoke: then the exit status is all that is known
	Result string // failing, passing or nothing: no test ran, or the words and the exit status do not say the same
	Tests  int    // how many ran; 0 where that is not known
	Why    string // of nothing, in words for a person
	Cached bool   // the runner answered from its cache: nothing that it reads has changed since it ran
}

// The results of a run.
const (
	Failing = "failing"
	Passing = "passing"
	Nothing = "nothing"
)

// reader follows the lines of one runner. It is given the lines that begin with one of its letters.
type reader interface {
	line(l line)
	tally() tally
}

// line is one line of output, without escape sequences and without the blanks at its end.
type line struct {
	number int    // from 1
	indent int    // how many blanks stand before the text
	text   string // without them
}

// tally is what a reader saw.
type tally struct {
	spoke   int // the number of the last line in which the runner itself spoke; 0 where it did not
	ran     int // of which at least so many tests ran
	failed  int // of those
	counted bool
	cached  bool
	why     string // no test ran, as far as the runner said
}

// kind is a runner: how it is called, and how its lines begin.
type kind struct {
	name   string
	begins []string                  // how its lines begin, so that most lines cost nothing; "0" is a number and a word in small letters
	called func(words []string) bool // whether these words call it
	idle   []string                  // words that make it list or build tests and run none
	reader func() reader
}

// Output is what a command prints, as it comes: memory does not grow with it. Its streams may be written to at once.
type Output struct {
	mu      sync.Mutex
	words   []string
	readers []reader // in the order of kinds
	begins  [256][]beginning
	gradle  reader // which has lines that begin with anything
	lines   int
}

// beginning is how a line begins that a reader wants.
type beginning struct {
	with []byte // nil for a number and a word
	to   reader
}

// Listen prepares to follow a command's output. The command's own words say which runner's words count; where they name none,
// the runner that spoke last is taken, because a runner sums up when all tests have had their say.
func Listen(args []string) *Output {
	o := &Output{words: wordsOf(args)}
	for _, k := range kinds {
		r := k.reader()
		o.readers = append(o.readers, r)
		if k.name == "Gradle" {
			o.gradle = r
		}
		for _, with := range k.begins {
			if with != "0" {
				o.begins[with[0]] = append(o.begins[with[0]], beginning{[]byte(with), r})
				continue
			}
			for c := '0'; c <= '9'; c++ {
				o.begins[c] = append(o.begins[c], beginning{nil, r})
			}
		}
	}
	return o
}

// Stream takes one of the command's streams. Close it where the command has ended.
func (o *Output) Stream() io.WriteCloser { return &stream{output: o} }

// longest is how much of a line is looked at, in bytes: no runner's words are longer.
const longest = 4 << 10

// stream cuts a stream into lines.
type stream struct {
	output *Output
	line   []byte // begun
}

func (s *stream) Write(b []byte) (int, error) {
	s.output.mu.Lock()
	defer s.output.mu.Unlock()
	for rest := b; len(rest) > 0; {
		end := bytes.IndexByte(rest, '\n')
		piece := rest
		if end >= 0 {
			piece = rest[:end]
		}
		if end >= 0 && len(s.line) == 0 {
			s.output.take(piece[:min(len(piece), longest)])
		} else {
			s.line = append(s.line, piece[:min(len(piece), longest-len(s.line))]...)
			if end >= 0 {
				s.output.take(s.line)
				s.line = s.line[:0]
			}
		}
		if end < 0 {
			break
		}
		rest = rest[end+1:]
	}
	return len(b), nil
}

// Close takes the last line, which may have no end.
func (s *stream) Close() error {
	s.output.mu.Lock()
	defer s.output.mu.Unlock()
	s.output.take(s.line)
	s.line = nil
	return nil
}

// take gives a line to those that it may speak to. What was drawn over with carriage returns is several lines.
func (o *Output) take(raw []byte) {
	for piece := range bytes.SplitSeq(raw, []byte("\r")) {
		o.lines++
		if bytes.IndexByte(piece, '\x1b') >= 0 {
			piece = withoutEscapes(piece)
		}
		if text := bytes.TrimLeft(piece, " \t"); len(text) > 0 {
			o.give(text, len(piece)-len(text))
		}
	}
}

// named is how a line of Gradle ends that names a test.
var named = lazyregexp.New(` (?:PASSED|FAILED|SKIPPED)$`)

// give hands one line to its readers.
func (o *Output) give(text []byte, indent int) {
	l := line{number: o.lines, indent: indent}
	to := func(r reader) {
		if l.text == "" {
			l.text = string(bytes.TrimRight(text, " \t"))
		}
		r.line(l)
	}
	counts := numberAndWord(text)
	var had reader
	for _, b := range o.begins[text[0]] {
		if b.to != had && (b.with == nil && counts || b.with != nil && bytes.HasPrefix(text, b.with)) {
			to(b.to)
			had = b.to
		}
	}
	if had != o.gradle && bytes.HasSuffix(text, []byte("ED")) && named().Match(text) {
		to(o.gradle)
	}
	if at := bytes.Index(text, goResult); at > 0 && indent == 0 && text[0] != '{' {
		// a Go test printed a line without an end, and its result stands behind it
		o.readers[0].line(line{number: l.number, text: string(bytes.TrimRight(text[at:], " \t"))})
	}
}

// numberAndWord reports whether a text begins like "3 examples" or "3/5 tests".
func numberAndWord(text []byte) bool {
	i := 0
	for i < len(text) && (text[i] >= '0' && text[i] <= '9' || i > 0 && text[i] == '/') {
		i++
	}
	return i > 0 && i+1 < len(text) && text[i] == ' ' && text[i+1] >= 'a' && text[i+1] <= 'z'
}

// withoutEscapes is a line without the sequences that colour it and move the cursor.
func withoutEscapes(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '\x1b' {
			out = append(out, b[i])
			continue
		}
		if i++; i < len(b) && b[i] == '[' {
			for i++; i < len(b) && (b[i] < '@' || b[i] > '~'); i++ {
			}
		}
	}
	return out
}

// Report says what the output and the exit status together show.
func (o *Output) Report(exit int) Report {
	o.mu.Lock()
	defer o.mu.Unlock()
	caller := "" // the runner that the command names, the last of several
	var spoke []int
	for i, k := range kinds {
		if k.called == nil || !k.called(o.words) {
			continue
		}
		caller = k.name
		if word := idleWord(k, o.words); word != "" {
			return Report{Runner: k.name, Result: Nothing, Why: k.name + " runs no test with " + word}
		}
		if o.readers[i].tally().spoke > 0 {
			spoke = append(spoke, i)
		}
	}
	switch last := o.last(); {
	case caller != "" && spoke == nil && (exit != 0 || slices.Contains(chatty, caller)):
		return Report{Runner: caller, Result: Nothing, Why: caller + " told of no test"}
	case caller == "" && last >= 0:
		spoke = []int{last}
	case spoke == nil:
		return Report{Result: byExit(exit)}
	}
	return o.verdict(spoke, exit)
}

// last is the reader whose runner spoke last; -1 where none spoke.
func (o *Output) last() int {
	last, number := -1, 0
	for i, r := range o.readers {
		if spoke := r.tally().spoke; spoke > number {
			last, number = i, spoke
		}
	}
	return last
}

func byExit(exit int) string {
	if exit != 0 {
		return Failing
	}
	return Passing
}

// verdict weighs what these readers saw, together, against the exit status.
func (o *Output) verdict(spoke []int, exit int) Report {
	all := tally{counted: true}
	var names []string
	for _, i := range spoke {
		t := o.readers[i].tally()
		names = append(names, kinds[i].name)
		all.ran, all.failed = all.ran+t.ran, all.failed+t.failed
		all.counted, all.cached = all.counted && t.counted, all.cached || t.cached
		if t.why != "" {
			all.why = t.why
		}
	}
	r := Report{Runner: strings.Join(names, " and "), Result: byExit(exit), Cached: all.cached}
	if all.counted {
		r.Tests = all.ran
	}
	switch {
	case all.ran == 0:
		r.Result, r.Why = Nothing, r.Runner+": "+all.why
		if all.why == "" {
			r.Why = r.Runner + " told of no test that ran"
		}
	case exit == 0 && all.failed > 0:
		r.Result, r.Why = Nothing, r.Runner+" tells of a test that failed, and the exit status is 0"
	case exit != 0 && all.failed == 0:
		r.Result = Nothing
		r.Why = fmt.Sprintf("%s tells of no test that failed: the exit status %d says something else", r.Runner, exit)
		if all.why != "" {
			r.Why += " (" + all.why + ")"
		}
	}
	return r
}
