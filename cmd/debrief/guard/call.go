package guard

import (
	"bytes"
	"path"
	"slices"
	"strings"
)

// reach is how far before and after a reference its line is looked at, in bytes: far enough for any command that a person
// writes, and no whole file that is one line.
const reach = 1 << 10

// isCall reports whether the line that a reference stands in, from at to end, calls debrief: the line in a workflow, a makefile
// or a script that asks for the test, which stays when the test goes.
func isCall(text []byte, at, end int) bool {
	floor, roof := max(0, at-reach), min(len(text), end+reach)
	start := floor + bytes.LastIndexByte(text[floor:at], '\n') + 1
	for start > floor {
		above := floor + bytes.LastIndexByte(text[floor:start-1], '\n') + 1
		if !goesOn(text[above:start-1], text[start:end]) {
			break
		}
		start = above
	}
	if i := bytes.IndexByte(text[end:roof], '\n'); i >= 0 {
		roof = end + i
	}
	return callsDebrief(strings.FieldsFunc(string(text[start:roof]), isBetween))
}

// goesOn reports whether a command goes on from one line to the next: a shell's line that ends in a backslash, or a list of one
// word a line, as YAML folds a long command and lists a container's arguments.
func goesOn(above, line []byte) bool {
	if bytes.HasSuffix(bytes.TrimRight(above, " \t\r"), []byte(`\`)) {
		return true
	}
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	}
	words := bytes.FieldsFunc(line, isBetween)
	return len(words) == 1 || len(words) == 2 && string(words[0]) == "-"
}

// isBetween reports whether a character stands between the words of a command, in a shell as in the lists of YAML, TOML and
// JSON.
func isBetween(r rune) bool { return strings.ContainsRune(" \t\r\n\"'`,;|&()[]{}\\", r) }

// callsDebrief reports whether these words hold a call of debrief about a test. The program may be named with its path, its
// version or its image, or by a variable.
func callsDebrief(words []string) bool {
	for i, word := range words {
		if isProgram(word) && isAboutTest(words[i+1:]) {
			return true
		}
	}
	return false
}

func isProgram(word string) bool {
	name := strings.TrimLeft(path.Base(strings.ReplaceAll(word, `\`, "/")), "$@-+")
	rest, ok := strings.CutPrefix(name, "debrief")
	if !ok {
		rest, ok = strings.CutPrefix(name, "DEBRIEF") // no Debrief: so begins a sentence
	}
	return ok && (rest == "" || !isWord(rest[0]))
}

// isAboutTest reports whether the words after the program's name are a command that names tests. "A debrief test for PM-7/A3"
// is a sentence.
func isAboutTest(words []string) bool {
	for len(words) > 1 && strings.HasPrefix(words[0], "-") {
		if slices.Contains([]string{"--archive", "--theme"}, words[0]) {
			words = words[1:]
		}
		words = words[1:]
	}
	if len(words) == 0 {
		return false
	}
	switch words[0] {
	case "guard", "prove", "done":
		return true
	case "test":
		return len(words) > 1 && (strings.ContainsAny(words[1], "/$") || strings.HasPrefix(words[1], "-"))
	}
	return false
}
