package guard

import (
	"bytes"
	"strings"
)

// pattern is one line of a .gitignore file, by the rules of gitignore(5).
type pattern struct {
	keep     bool      // it began with !: what it matches is not ignored
	folders  bool      // it ended with /: it matches folders only
	anywhere bool      // it has no slash: it matches the last part of a path, however deep
	parts    [][]piece // between the slashes; an empty part stands for any number of folders (**)
}

// piece matches one character of a part of a path, or, as a star, any number of them.
type piece struct {
	kind byte // what it is: 'c' one byte, '?' any one, '*' any number, '[' one of a set
	char byte
	set  *[256]bool
}

// parsePatterns reads a .gitignore file.
func parsePatterns(text []byte) []pattern {
	var all []pattern
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	for line := range bytes.SplitSeq(text, []byte("\n")) {
		if p, ok := parsePattern(string(bytes.TrimSuffix(line, []byte("\r")))); ok {
			all = append(all, p)
		}
	}
	return all
}

// parsePattern reads one line; false where it matches nothing: a blank line, a comment, a pattern that never ends.
func parsePattern(line string) (p pattern, ok bool) {
	line = trimSpaces(line)
	if strings.HasPrefix(line, "#") {
		return p, false
	}
	line, p.keep = strings.CutPrefix(line, "!")
	line, p.folders = strings.CutSuffix(line, "/")
	if line == "" {
		return p, false
	}
	p.anywhere = !strings.Contains(line, "/")
	line = strings.TrimPrefix(line, "/")
	pieces, ok := parsePieces(line)
	if !ok {
		return p, false
	}
	p.parts = splitPieces(pieces)
	return p, true
}

// trimSpaces takes away the spaces at the end that no backslash protects.
func trimSpaces(line string) string {
	end := 0
	for i := 0; i < len(line); i++ {
		if line[i] == '\\' && i+1 < len(line) {
			i++
			end = i + 1
		} else if line[i] != ' ' {
			end = i + 1
		}
	}
	return line[:end]
}

func parsePieces(line string) (pieces []piece, ok bool) {
	for i := 0; i < len(line); i++ {
		switch c := line[i]; c {
		case '*', '?':
			pieces = append(pieces, piece{kind: c})
		case '[':
			set, size, ok := parseSet(line[i:])
			if !ok {
				return nil, false
			}
			pieces = append(pieces, piece{kind: '[', set: set})
			i += size - 1
		case '\\':
			if i++; i == len(line) {
				return nil, false
			}
			pieces = append(pieces, piece{kind: 'c', char: line[i]})
		default:
			pieces = append(pieces, piece{kind: 'c', char: c})
		}
	}
	return pieces, true
}

// splitPieces cuts at the slashes. A part of two stars or more stands for any number of folders and becomes empty; one that is
// empty already (a//b) matches nothing.
func splitPieces(pieces []piece) [][]piece {
	var parts [][]piece
	from := 0
	for i := 0; i <= len(pieces); i++ {
		if i < len(pieces) && (pieces[i].kind != 'c' || pieces[i].char != '/') {
			continue
		}
		part := pieces[from:i]
		from = i + 1
		switch {
		case len(part) == 0:
			part = []piece{{kind: '[', set: new([256]bool)}}
		case len(part) > 1 && onlyStars(part):
			part = nil
		}
		parts = append(parts, part)
	}
	return parts
}

func onlyStars(part []piece) bool {
	for _, p := range part {
		if p.kind != '*' {
			return false
		}
	}
	return true
}

// parseSet reads a set such as [a-z], [!0-9] or [[:space:]_] and gives its length; false where its end is missing. A slash is
// in no set.
func parseSet(text string) (set *[256]bool, size int, ok bool) {
	set = new([256]bool)
	i := 1
	inverse := i < len(text) && (text[i] == '!' || text[i] == '^')
	if inverse {
		i++
	}
	for first := true; ; first = false {
		if i >= len(text) {
			return nil, 0, false
		}
		if text[i] == ']' && !first {
			break
		}
		n, ok := addToSet(set, text[i:])
		if !ok {
			return nil, 0, false
		}
		i += n
	}
	if inverse {
		for c := range set {
			set[c] = !set[c]
		}
	}
	set['/'] = false
	return set, i + 1, true
}

// addToSet reads one member of a set: a character, a range, or a class like [:alpha:].
func addToSet(set *[256]bool, text string) (size int, ok bool) {
	if strings.HasPrefix(text, "[:") {
		if end := strings.Index(text, ":]"); end >= 2 {
			return end + 2, addClass(set, text[2:end])
		}
	}
	low, n, ok := setChar(text)
	if !ok {
		return 0, false
	}
	high := low
	if n+1 < len(text) && text[n] == '-' && text[n+1] != ']' {
		c, more, ok := setChar(text[n+1:])
		if !ok {
			return 0, false
		}
		high, n = c, n+1+more
	}
	for c := int(low); c <= int(high); c++ {
		set[c] = true
	}
	return n, true
}

func setChar(text string) (c byte, size int, ok bool) {
	if text[0] != '\\' {
		return text[0], 1, true
	}
	if len(text) < 2 {
		return 0, 0, false
	}
	return text[1], 2, true
}

// classes are the named sets of POSIX, for ASCII.
var classes = map[string]func(c byte) bool{
	"alnum":  func(c byte) bool { return isAlpha(c) || isDigit(c) },
	"alpha":  isAlpha,
	"blank":  func(c byte) bool { return c == ' ' || c == '\t' },
	"cntrl":  func(c byte) bool { return c < ' ' || c == 0x7f },
	"digit":  isDigit,
	"graph":  func(c byte) bool { return c > ' ' && c < 0x7f },
	"lower":  func(c byte) bool { return c >= 'a' && c <= 'z' },
	"print":  func(c byte) bool { return c >= ' ' && c < 0x7f },
	"punct":  func(c byte) bool { return c > ' ' && c < 0x7f && !isAlpha(c) && !isDigit(c) },
	"space":  func(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' },
	"upper":  func(c byte) bool { return c >= 'A' && c <= 'Z' },
	"xdigit": func(c byte) bool { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' },
}

func addClass(set *[256]bool, name string) bool {
	class, ok := classes[name]
	if !ok {
		return false
	}
	for c := range set {
		set[c] = set[c] || class(byte(c))
	}
	return true
}

func isAlpha(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// matches reports whether the pattern matches a path below the folder of its file. Name is the last part of the path.
func (p *pattern) matches(path, name string, folder bool) bool {
	switch {
	case p.folders && !folder:
		return false
	case p.anywhere:
		return len(p.parts[0]) == 0 || matchPart(p.parts[0], name)
	}
	return matchParts(p.parts, path)
}

// matchParts goes along pattern and path together. After a ** it remembers where it may take one folder more; only the last
// ** needs that, because what stood before it matched as early as it could.
func matchParts(parts [][]piece, path string) bool {
	at, back, resume := 0, -1, ""
	for {
		switch {
		case at < len(parts) && len(parts[at]) == 0:
			if at == len(parts)-1 {
				return path != "" // a ** at the end is everything inside, and not the folder itself
			}
			back, resume = at, path
			at++
			continue
		case at == len(parts) && path == "":
			return true
		}
		if at < len(parts) && path != "" {
			name, rest, _ := strings.Cut(path, "/")
			if matchPart(parts[at], name) {
				at, path = at+1, rest
				continue
			}
		}
		if back < 0 || resume == "" {
			return false
		}
		_, resume, _ = strings.Cut(resume, "/")
		at, path = back+1, resume
	}
}

// matchPart matches a name without slashes, in time that grows with the product of both lengths at worst.
func matchPart(part []piece, name string) bool {
	at, i, star, from := 0, 0, -1, 0
	for i < len(name) || at < len(part) {
		if at < len(part) {
			p := &part[at]
			if p.kind == '*' {
				star, from = at, i
				at++
				continue
			}
			if i < len(name) && (p.kind == '?' || p.kind == 'c' && p.char == name[i] || p.kind == '[' && p.set[name[i]]) {
				at++
				i++
				continue
			}
		}
		if star < 0 || from >= len(name) {
			return false
		}
		from++
		at, i = star+1, from
	}
	return true
}
