package intake

import (
	"fmt"
	"strconv"
	"strings"

	"debrief/intake/markdown"
	"debrief/intake/parts"
	"debrief/intake/secret"
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
	zones, err := opt.Locations()
	if err != nil {
		return Result{}, err
	}
	safe, hidden := secret.Hide(text)
	safe, numbers := markdown.BreakRows(safe)
	if in.Numbers != nil {
		numbers = in.Numbers
	}
	lines := strings.Split(safe, "\n")
	if opt.Format == "" && len(opt.Columns) > 0 && !opensDocument(lines) { // columns say that it is a table
		opt.Format = "csv"
	}
	blocks, err := split(lines, in, opt)
	if err != nil {
		return Result{}, err
	}
	setTexts(blocks, lines, safe)
	r := reading{in: in, opt: opt, zones: zones, total: len(lines), keys: map[string]int{}}
	r.result.Hidden = hidden
	for _, b := range blocks {
		r.read(b)
	}
	r.finish()
	r.renumber(numbers)
	return r.result, nil
}

// renumber gives what was read the numbers of the lines of the input, where rows of HTML were broken up.
func (r *reading) renumber(numbers []int) {
	if numbers == nil {
		return
	}
	for i := range r.result.Events {
		e := &r.result.Events[i]
		e.Origin = strings.TrimSuffix(e.Origin, strconv.Itoa(e.Line)) + strconv.Itoa(numbers[e.Line-1])
		e.Line = numbers[e.Line-1]
	}
	for i := range r.result.Dropped {
		r.result.Dropped[i].Line = numbers[r.result.Dropped[i].Line-1]
	}
	for i := range r.result.Blocks {
		b := &r.result.Blocks[i]
		b.From, b.To = numbers[b.From-1], numbers[b.To-1]
	}
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
		if f := formatNamed(opt.Format); f != nil {
			return whole(f), nil
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
	var fences markdown.Fences
	for i := 0; i < len(lines); {
		if strings.TrimSpace(lines[i]) == "" {
			i++
			continue
		}
		if mark := markdown.FenceMark(lines[i]); mark != "" && timed {
			if n := fences.Closing(lines[i+1:], mark); n >= 0 {
				i += n + 2
				continue
			}
		}
		f, n := claim(lines[i:])
		if n == 0 {
			timed = timed || markdown.StartsWithTime(lines[i])
			i++
			continue
		}
		from := i
		if f.source == "chat" {
			from = dayAbove(lines, rest, i)
		}
		flush(from)
		blocks = append(blocks, newBlock(f, lines, from, i+n, in, opt))
		i += n
		rest = i
	}
	flush(len(lines))
	return blocks, nil
}

// dayAbove is the line of the day that stands above a chat whose first message is at line i, or i where none does.
func dayAbove(lines []string, rest, i int) int {
	at := i - 1
	for at > rest && strings.TrimSpace(lines[at]) == "" {
		at--
	}
	if at >= rest && isDay(lines[at]) {
		return at
	}
	return i
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

func claim(lines []string) (*format, int) {
	for i := range formats {
		if f := &formats[i]; f.recognise != nil {
			if n := f.recognise(lines); n > 0 {
				return f, min(n, len(lines))
			}
		}
	}
	return nil, 0
}

// isDocument says whether the lines are one Markdown document, which is read as a whole: its fences and tables belong to
// it, whatever machine wrote what is in them.
func isDocument(lines []string) bool {
	if markdown.FrontMatter(lines) > 2 {
		return true
	}
	headings := 0
	var fences markdown.Fences
	for i, text := range lines {
		if i > 20000 {
			return false
		}
		if fences.Inside(text, lines[i+1:]) {
			continue
		}
		if !strings.HasPrefix(strings.TrimLeft(text, " "), "#") {
			continue
		}
		m := markdown.HeadingLine().FindStringSubmatch(text)
		if m == nil || m[2] == "" {
			continue
		}
		headings++
		if parts.IsTimeline(m[2]) || headings >= 2 && (markdown.BlankAt(lines, i-1) || markdown.BlankAt(lines, i+1)) {
			return true
		}
	}
	return false
}
