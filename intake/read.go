package intake

import (
	"fmt"
	"strings"

	"debrief/intake/text"
	"debrief/model"
)

// Read understands one input. It fails for what is no text (a binary file, nothing, 64 MB and more), for options that name
// no format or no zone, and never for a line: what it cannot use is in Dropped, in the order of the lines, and what must be
// answered first is in Needs. Events stand in the order of the input.
func Read(in Input, opt Options) (Result, error) {
	text, err := text.Decode(in.Data)
	if err != nil {
		return Result{}, fmt.Errorf("%s: %w", model.Quote(in.Name), err)
	}
	zone, err := opt.location()
	if err != nil {
		return Result{}, err
	}
	safe, hidden := HideSecrets(text)
	lines := strings.Split(safe, "\n")
	if opt.Format == "" && len(opt.Columns) > 0 && !opensDocument(lines) { // columns say that it is a table
		opt.Format = "csv"
	}
	blocks, err := split(lines, in, opt)
	if err != nil {
		return Result{}, err
	}
	setTexts(blocks, lines, safe)
	r := reading{in: in, opt: opt, zone: zone, total: len(lines), keys: map[string]int{}}
	r.result.Hidden = hidden
	for _, b := range blocks {
		r.read(b)
	}
	r.finish()
	return r.result, nil
}

// Formats are the names that Options.Format accepts, in the order in which they are tried.
func Formats() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.name
	}
	return names
}

// split finds the blocks of an input: one where a format is given or the input is a document, else runs of lines that a
// format claims, and between them what people wrote.
func split(lines []string, in Input, opt Options) ([]*block, error) {
	whole := func(f *format) []*block { return []*block{newBlock(f, lines, 0, len(lines), in, opt)} }
	if opt.Format != "" {
		for i := range formats {
			if formats[i].name == opt.Format {
				return whole(&formats[i]), nil
			}
		}
		return nil, fmt.Errorf("%s is not a format; known are %s", model.Quote(opt.Format), strings.Join(Formats(), ", "))
	}
	if isDocument(lines) {
		return whole(proseFormat()), nil
	}
	var blocks []*block
	rest := 0
	timed := false
	flush := func(to int) {
		if !text.Blank(lines[rest:to]) {
			blocks = append(blocks, newBlock(proseFormat(), lines, rest, to, in, opt))
		}
		timed = false
	}
	var fences fenceFinder
	for i := 0; i < len(lines); {
		if strings.TrimSpace(lines[i]) == "" {
			i++
			continue
		}
		if mark := fenceMark(lines[i]); mark != "" && timed {
			if n := fences.closing(lines[i+1:], mark); n >= 0 {
				i += n + 2
				continue
			}
		}
		f, n := claim(lines[i:])
		if n == 0 {
			timed = timed || startsWithTime(lines[i])
			i++
			continue
		}
		flush(i)
		blocks = append(blocks, newBlock(f, lines, i, i+n, in, opt))
		i += n
		rest = i
	}
	flush(len(lines))
	return blocks, nil
}

// setTexts gives every block its part of the text that the lines were cut from, so that nobody needs to join them again.
func setTexts(blocks []*block, lines []string, text string) {
	at, n := 0, 0
	skip := func(to int) {
		for ; n < to; n++ {
			at += len(lines[n]) + 1
		}
	}
	for _, b := range blocks {
		skip(b.first - 1)
		from := at
		skip(b.first - 1 + len(b.lines))
		b.text = text[from : at-1]
	}
}

// claim asks the formats, in their order, how many of the lines are theirs.
func claim(lines []string) (*format, int) {
	for i := range formats {
		if formats[i].recognise == nil {
			continue
		}
		if n := formats[i].recognise(lines); n > 0 {
			return &formats[i], min(n, len(lines))
		}
	}
	return nil, 0
}

// fenceFinder looks for the ends of fences. What it did not find once it never looks for again, so that many open fences
// cost no more than one.
type fenceFinder struct{ backticks, tildes int } // the shortest marks that no line below closes

// closing is the first of the lines that closes a fence, -1 where none does. The lines of later calls must be a part of
// those of earlier ones.
func (f *fenceFinder) closing(lines []string, mark string) int {
	missed := &f.backticks
	if mark[0] == '~' {
		missed = &f.tildes
	}
	if *missed > 0 && len(mark) >= *missed {
		return -1
	}
	for i := range lines {
		if closesFence(lines[i], mark) {
			return i
		}
	}
	*missed = len(mark)
	return -1
}

// fenceMark is the run of backticks or tildes that opens a fence on this line, "" where there is none.
func fenceMark(line string) string {
	t := strings.TrimSpace(line)
	for _, c := range []string{"`", "~"} {
		run := t[:len(t)-len(strings.TrimLeft(t, c))]
		if len(run) >= 3 && !strings.Contains(t[len(run):], "`") {
			return run
		}
	}
	return ""
}

func closesFence(line, mark string) bool {
	t := strings.TrimSpace(line)
	return strings.HasPrefix(t, mark) && strings.Trim(t, mark[:1]) == ""
}
