package page

import (
	"net/url"
	"path"
	"strings"

	"debrief/model"
)

// Line makes text safe to show, and one line of it: its lines stand behind one another.
func Line(s string) string {
	var lines []string
	for line := range strings.SplitSeq(model.CleanLines(s), "\n") {
		if line = spaces(line); strings.TrimSpace(line) != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "; ")
}

// spaces makes every run of spaces one, and drops those at the ends. Other white space (no-break, ideographic) is text.
func spaces(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' }), " ")
}

// Joined puts what is there behind one another.
func Joined(sep string, words ...string) string {
	there := words[:0:0]
	for _, w := range words {
		if w != "" {
			there = append(there, w)
		}
	}
	return strings.Join(there, sep)
}

func when(holds bool, word string) string {
	if holds {
		return word
	}
	return ""
}

// blocksOf are the paragraphs and lists of a text of several lines: lines that start like items of a list are one where they are
// several, an empty line starts a new paragraph, and other lines follow one another, as in Markdown.
func blocksOf(s string) (blocks []Block) {
	var paragraph []string
	var items []Spans
	end := func() {
		if len(paragraph) > 0 {
			blocks = append(blocks, Block{Paragraph: Spans{plain(strings.Join(paragraph, " "))}})
		}
		if len(items) == 1 && len(blocks) == 0 && strings.Count(strings.TrimSpace(s), "\n") == 0 { // one line is a line
			blocks = append(blocks, Block{Paragraph: Spans{plain(spaces(strings.TrimSpace(s)))}})
		} else if last := len(blocks) - 1; last >= 0 && blocks[last].List != nil && len(items) > 0 { // Markdown has no two lists beside each other
			blocks[last].List = append(blocks[last].List, items...)
		} else if len(items) > 0 {
			blocks = append(blocks, Block{List: items})
		}
		paragraph, items = nil, nil
	}
	s = model.CleanLines(s)
	for line := range strings.SplitSeq(s, "\n") {
		line = spaces(line)
		item, isItem := listItem(line)
		switch {
		case strings.TrimSpace(line) == "":
			end()
		case isItem:
			if len(items) == 0 {
				end()
			}
			items = append(items, Spans{plain(item)})
		case len(items) > 0:
			items[len(items)-1][0].Text += " " + line
		default:
			paragraph = append(paragraph, line)
		}
	}
	end()
	return blocks
}

func listItem(line string) (item string, ok bool) {
	for _, mark := range []string{"- ", "* ", "+ ", "• "} {
		if rest, found := strings.CutPrefix(line, mark); found && strings.TrimSpace(rest) != "" {
			return rest, true
		}
	}
	return line, false
}

// link names an address by word, or by its end where there is none: "ACC-418", "pull/1182". What is no address is text.
func link(word, to string) Span {
	to = Line(to)
	if !model.IsAddress(to) {
		return plain(Joined(" ", word, to))
	}
	if word == "" {
		word = endOf(to)
	}
	return Span{Text: word, To: Destination(to)}
}

func endOf(to string) string {
	u, _ := url.Parse(to)
	dir, last := path.Split(strings.TrimRight(u.Path, "/"))
	switch {
	case last == "":
		return u.Host
	case strings.Trim(last, "0123456789") == "" && path.Base(dir) != "/" && path.Base(dir) != ".":
		return path.Base(dir) + "/" + last
	}
	return last
}

// Destination is an address with everything that Markdown could stumble over in percent form.
func Destination(to string) string {
	var b strings.Builder
	for i := range len(to) {
		c := to[i]
		if c == '&' && entity().FindStringIndex(to[i:]) != nil && entity().FindStringIndex(to[i:])[0] == 0 {
			b.WriteString("%26")
			continue
		}
		if c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || strings.IndexByte("-._~:/?#@!$&'+,;=%", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteString(strings.ToUpper("%" + string("0123456789abcdef"[c>>4]) + string("0123456789abcdef"[c&15])))
		}
	}
	return b.String()
}

// named says of a span that it is a link with a name of its own, and not an address in a text.
func (s Span) named() bool {
	return s.To != "" && Destination(s.Text) != s.To && !strings.HasPrefix(s.To, "mailto:")
}
