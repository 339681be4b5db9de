package guard

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"debrief/model/lazyregexp"
)

// language is how tests are written in one language, or in some that write them alike.
type language struct {
	endings []string
	grammar *grammar
	files   func() *regexp.Regexp // the names of files in which its tests stand; nil for any
	only    bool                  // tests stand in no other file, whatever is promised
	tests   func(s *source) []declared
}

var cLike = grammar{comment: []string{"//"}, blocks: [][2]string{{"/*", "*/"}}, quotes: `"'`}

var languages = []language{
	{[]string{".go"}, &grammar{comment: []string{"//"}, blocks: cLike.blocks, quotes: `"'`, long: [][2]string{{"`", "`"}}, raw: "`"},
		lazyregexp.New(`_test\.go$`), true, goTests},
	{[]string{".py"}, &grammar{comment: []string{"#"}, quotes: `"'`, long: [][2]string{{`"""`, `"""`}, {`'''`, `'''`}}},
		lazyregexp.New(`(?:^|/)(?:test_[^/]*|[^/]*_tests?|tests?)\.py$|(?:^|/)tests?/`), false, pythonTests},
	{[]string{".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".dart", ".vue", ".svelte"},
		&grammar{comment: cLike.comment, blocks: cLike.blocks, quotes: `"'`, special: scriptSpecial},
		lazyregexp.New(`(?i)[-_.](?:tests?|spec|cy|e2e)\.\w+$|(?:^|/)(?:__tests__|tests?|specs?|e2e|cypress)/|(?:^|/)(?:test|spec)[^/]*\.\w+$`), false, scriptTests},
	{[]string{".java", ".kt", ".kts", ".groovy", ".scala", ".cs", ".swift", ".php"},
		&grammar{comment: []string{"//"}, blocks: cLike.blocks, quotes: `"'`, long: [][2]string{{`"""`, `"""`}}},
		lazyregexp.New(`(?:Tests?|TestCase|IT|ITCase|Specs?)\.\w+$|(?:^|/)Test[^/]*\.\w+$|(?i)(?:^|/)(?:\w*tests?|it|spec)/`), false, methodTests},
	{[]string{".rs"}, &grammar{comment: cLike.comment, blocks: cLike.blocks, nested: true, special: rustSpecial}, nil, false, rustTests},
	{[]string{".rb"}, &grammar{comment: []string{"#"}, blocks: [][2]string{{"\n=begin", "\n=end"}}, quotes: `"'`, special: heredoc},
		lazyregexp.New(`(?:_test|_spec)\.rb$|(?:^|/)(?:test|spec)_[^/]*\.rb$|(?:^|/)(?:tests?|specs?)/`), false, rubyTests},
	{[]string{".exs"}, &grammar{comment: []string{"#"}, quotes: `"`, long: [][2]string{{`"""`, `"""`}}}, nil, false, rubyTests},
	{[]string{".sh", ".bash", ".bats", ".zsh"}, &grammar{special: shellSpecial}, nil, false, shellTests},
	{[]string{".c", ".cc", ".cpp", ".cxx", ".h", ".hpp", ".m", ".mm"}, &cLike,
		lazyregexp.New(`(?i)(?:^|/)(?:\w*tests?|specs?)/|tests?\.\w+$|(?:^|/)tests?[^/]*\.\w+$`), false, macroTests},
}

func languageOf(file string) *language {
	ending := strings.ToLower(path.Ext(file))
	for i := range languages {
		if slices.Contains(languages[i].endings, ending) {
			return &languages[i]
		}
	}
	return nil
}

// scriptSpecial reads what JavaScript has besides: templates, which hold code in ${}, and patterns between slashes, in which a
// quote is a quote.
func scriptSpecial(s *source, at int) int {
	switch s.text[at] {
	case '`':
		return s.quote(at, template(s.text, at), 1, 1)
	case '/':
		if at+1 < len(s.text) && s.text[at+1] != '/' && s.text[at+1] != '*' && beginsPattern(s.code[:at]) {
			if end := patternEnd(s.text, at); end > 0 {
				return s.quote(at, end, 1, 1)
			}
		}
	}
	return at
}

// template is where a template ends that begins at a place.
func template(text []byte, at int) int {
	for i := at + 1; i < len(text); i++ {
		switch {
		case text[i] == '\\':
			i++
		case text[i] == '`':
			return i + 1
		case text[i] == '$' && i+1 < len(text) && text[i+1] == '{':
			i = inserted(text, i+1)
		}
	}
	return len(text)
}

// inserted is where the code ends that begins with a brace in a template.
func inserted(text []byte, i int) int {
	for depth := 0; i < len(text); i++ {
		switch text[i] {
		case '{':
			depth++
		case '`':
			i = template(text, i) - 1
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return i
}

var beforePattern = lazyregexp.New(`(?:[(,=:\[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|do|else))$`)

// beginsPattern reports whether a slash behind this code begins a pattern and does not divide.
func beginsPattern(code []byte) bool {
	text := strings.TrimRight(string(code[max(0, len(code)-80):]), " \t\r\n")
	return text == "" || beforePattern().MatchString(text)
}

// patternEnd is where a pattern ends, in its line; 0 where it does not.
func patternEnd(text []byte, at int) int {
	inSet := false
	for i := at + 1; i < len(text) && text[i] != '\n'; i++ {
		switch {
		case text[i] == '\\':
			i++
		case text[i] == '[':
			inSet = true
		case text[i] == ']':
			inSet = false
		case text[i] == '/' && !inSet:
			return i + 1
		}
	}
	return 0
}

var (
	rustRaw  = lazyregexp.New(`^b?r(#*)"`)
	rustChar = lazyregexp.New(`^'(?:\\(?:[^u]|u\{[0-9a-fA-F]+\})[0-9a-fA-F]?|[^\\'\n])'`)
)

// rustSpecial reads Rust's strings, which may take lines, raw ones, and characters; what else begins with ' is a lifetime.
func rustSpecial(s *source, at int) int {
	rest := s.text[at:]
	switch rest[0] {
	case 'r', 'b':
		if at > 0 && isWord(s.text[at-1]) {
			return at
		}
		if m := rustRaw().FindSubmatch(rest[:min(len(rest), 40)]); m != nil {
			open := len(m[0])
			end := closing(rest, open, `"`+string(m[1]), true)
			return s.quote(at, at+end, open, len(m[1])+1)
		}
	case '"':
		return s.quote(at, at+closing(rest, 1, `"`, false), 1, 1)
	case '\'':
		if m := rustChar().Find(rest[:min(len(rest), 16)]); m != nil {
			return s.quote(at, at+len(m), 1, 1)
		}
	}
	return at
}

var hereStart = lazyregexp.New("^<<[~-]?(['\"`]?)([A-Za-z_]\\w*)(['\"`]?)")

// heredoc reads a text that stands below its line, up to the line of its word.
func heredoc(s *source, at int) int {
	rest := s.text[at:]
	if rest[0] != '<' || at > 0 && (isWord(s.text[at-1]) || s.text[at-1] == '<') {
		return at
	}
	m := hereStart().FindSubmatch(rest[:min(len(rest), 80)])
	if m == nil || string(m[1]) != string(m[3]) {
		return at
	}
	below := rest[lineEnd(rest):]
	if below = below[:min(len(below), longestBlock)]; !s.spend(1 << 10) {
		return at
	}
	end := regexp.MustCompile(`(?m)^[ \t]*` + string(m[2]) + `[ \t\r]*$`).FindIndex(below)
	if end == nil {
		s.spend(len(below))
		return at
	}
	from := at + lineEnd(rest)
	s.blank(from, from+end[1])
	s.skip = append(s.skip, span{from, from + end[1]})
	return at + len(m[0])
}

// shellSpecial reads a shell's quotes, which may take lines, its comments, which begin with a word, and its texts below.
func shellSpecial(s *source, at int) int {
	if next := heredoc(s, at); next > at {
		return next
	}
	rest := s.text[at:]
	switch rest[0] {
	case '\\':
		return min(at+2, len(s.text))
	case '\'':
		return s.quote(at, at+closing(rest, 1, "'", true), 1, 1)
	case '"':
		return s.quote(at, at+closing(rest, 1, `"`, false), 1, 1)
	case '#':
		if at == 0 || strings.IndexByte(" \t\n;&|()", s.text[at-1]) >= 0 {
			return s.blank(at, at+lineEnd(rest))
		}
	}
	return at
}
