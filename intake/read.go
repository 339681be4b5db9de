package intake

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"debrief/model"
)

// MaxSize is the size in bytes from which on Read refuses an input.
const MaxSize = 64 << 20

// Read understands one input. It fails for what is no text (a binary file, nothing, 64 MB and more), for options that name
// no format or no zone, and never for a line: what it cannot use is in Dropped, in the order of the lines, and what must be
// answered first is in Needs. Events stand in the order of the input.
func Read(in Input, opt Options) (Result, error) {
	text, err := textOf(in.Data)
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

// textOf makes lines ended by \n of the bytes: it removes a byte order mark, reads UTF-16 where one says so, and replaces
// what is not UTF-8.
func textOf(data []byte) (string, error) {
	switch {
	case len(data) >= MaxSize:
		return "", fmt.Errorf("it has %d MB and the most that can be read is 64 MB: take the hours around the incident", len(data)>>20)
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		data = fromUTF16(data[2:], 0, 1)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		data = fromUTF16(data[2:], 1, 0)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if len(bytes.TrimSpace(data)) == 0 {
		return "", errors.New("there is nothing in it")
	}
	if isBinary(data) {
		return "", errors.New("it is not text: give a log, a chat, a table or Markdown")
	}
	text := withoutColours(strings.ToValidUTF8(string(data), "\ufffd"))
	if strings.IndexByte(text, '\r') >= 0 {
		text = strings.ReplaceAll(text, "\r\n", "\n")
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	return text, nil
}

func fromUTF16(data []byte, low, high int) []byte {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = uint16(data[2*i+low]) | uint16(data[2*i+high])<<8
	}
	var out []byte
	for _, r := range utf16.Decode(units) {
		out = utf8.AppendRune(out, r)
	}
	return out
}

// isBinary reports a NUL byte anywhere, or control characters that no log has in more than one byte of twenty.
func isBinary(data []byte) bool {
	if bytes.IndexByte(data, 0) >= 0 {
		return true
	}
	head := data[:min(len(data), 64<<10)]
	strange := 0
	for _, c := range head {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != 0x1b && c != 0x1e && c != '\f' && c != '\b' {
			strange++
		}
	}
	return strange > len(head)/20
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
		if !blank(lines[rest:to]) {
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

func blank(lines []string) bool {
	for _, l := range lines {
		if strings.TrimSpace(l) != "" {
			return false
		}
	}
	return true
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
