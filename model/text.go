package model

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Clean makes text from outside safe to show on one line: escape sequences, control characters of C0 and C1, bidi
// overrides and invalid UTF-8 are gone, and line breaks and tabs are spaces. Every screen and every command shows text
// through it or through CleanLines.
func Clean(s string) string {
	if plainASCII(s) {
		return s
	}
	return clean(s, ' ', false)
}

// CleanLines is Clean for text of several lines: \n stays, \r\n and a lone \r become \n, tabs become spaces.
func CleanLines(s string) string {
	if plainASCII(s) {
		return s
	}
	return clean(s, '\n', false)
}

// Visible is Clean for a screen: what cannot be seen, or changes the order of its neighbours, is shown as a mark: <U+202E>.
func Visible(s string) string {
	if plainASCII(s) {
		return s
	}
	return clean(s, ' ', true)
}

// VisibleLines is Visible for text of several lines, which are kept as CleanLines keeps them.
func VisibleLines(s string) string {
	if plainASCII(s) {
		return s
	}
	return clean(s, '\n', true)
}

// Mark shows as marks what cannot be seen in a text that is edited; Unmark leads back.
func Mark(s string) string {
	if plainASCII(s) || strings.IndexFunc(s, invisible) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if invisible(r) {
			b.WriteString(mark(r))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Unmark puts back what Mark has shown as marks.
func Unmark(s string) string {
	return markShape().ReplaceAllStringFunc(s, func(m string) string {
		n, err := strconv.ParseInt(m[len("<U+"):len(m)-1], 16, 32)
		if r := rune(n); err == nil && invisible(r) {
			return string(r)
		}
		return m
	})
}

var markShape = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`<U\+[0-9A-F]{4,6}>`) })

func mark(r rune) string { return fmt.Sprintf("<U+%04X>", r) }

func plainASCII(s string) bool { return plainRun(s) == len(s) }

// plainRun is how many bytes at the start of a text need no look at their letters.
func plainRun(s string) int {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return i
		}
	}
	return len(s)
}

func clean(s string, lineBreak byte, marks bool) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		if n := plainRun(s[i:]); n > 0 {
			b.WriteString(s[i : i+n])
			i += n
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			b.WriteRune(utf8.RuneError)
		case escapes(r):
			i += escapeLen(s[i:])
			continue
		case r == '\r':
			if !strings.HasPrefix(s[i+1:], "\n") {
				b.WriteByte(lineBreak)
			}
		case isBreak(r):
			b.WriteByte(lineBreak)
		case r == '\t':
			b.WriteByte(' ')
		case marks && invisible(r):
			b.WriteString(mark(r))
		case !control(r):
			b.WriteRune(r)
		}
		i += size
	}
	return b.String()
}

func isBreak(r rune) bool { return r == '\n' || r == 0x2028 || r == 0x2029 }

// escapes reports what an escape sequence starts with: ESC, or a C1 control.
func escapes(r rune) bool { return r == 0x1b || r >= 0x80 && r <= 0x9f }

func control(r rune) bool { return r < 0x20 || r == 0x7f || invisible(r) }

// invisible reports characters that nobody sees, or that change the order or the look of their neighbours: those that Unicode calls format
// characters or ignorable by default, the selectors of ideographic variants, and the blank Braille pattern. The joiners of emoji and of
// scripts that need them stay, and so do signs of numbers and the selectors that tell an emoji from a letter.
func invisible(r rune) bool {
	switch {
	case r < 0x300:
		return r == 0xad
	case unicode.Is(unicode.Cf, r):
		return !unicode.In(r, unicode.Prepended_Concatenation_Mark, unicode.Join_Control)
	}
	return r == 0x2800 || r >= 0xe0100 && r <= 0xe01ef || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
}

// escapeLen is the length of the escape sequence at the start of s, which starts with ESC or with a C1 control: CSI up to
// its final byte; OSC, DCS, APC, PM and SOS up to their terminator, or to the end of the line where there is none.
func escapeLen(s string) int {
	r, size := utf8.DecodeRuneInString(s)
	if r == 0x1b {
		if len(s) == 1 {
			return 1
		}
		r, size = rune(s[1])+0x40, 2
		if s[1] < 0x40 || s[1] > 0x5f {
			return shortEscape(s)
		}
	}
	switch r {
	case 0x9b:
		return controlSequence(s, size)
	case 0x9d, 0x90, 0x9f, 0x9e, 0x98:
		return controlString(s, size)
	}
	return size
}

// controlSequence is the length of a CSI sequence whose parameters start at i: up to its final byte.
func controlSequence(s string, i int) int {
	for ; i < len(s); i++ {
		if s[i] >= 0x40 && s[i] <= 0x7e {
			return i + 1
		}
		if s[i] < 0x20 || s[i] > 0x7e {
			return i
		}
	}
	return len(s)
}

// controlString is the length of an OSC, DCS, APC, PM or SOS string whose text starts at i.
func controlString(s string, i int) int {
	for ; i < len(s); i++ {
		switch {
		case s[i] == 0x07:
			return i + 1
		case strings.HasPrefix(s[i:], "\x1b\\"), strings.HasPrefix(s[i:], "\u009c"):
			return i + 2
		case s[i] == '\n' || s[i] == 0x1b:
			return i
		}
	}
	return len(s)
}

// shortEscape is ESC, intermediate bytes, and one final byte.
func shortEscape(s string) int {
	i := 1
	for i < len(s) && s[i] >= 0x20 && s[i] <= 0x2f {
		i++
	}
	if i < len(s) && s[i] >= 0x30 && s[i] <= 0x7e {
		i++
	}
	return i
}

// Shorten cuts text to at most n characters and marks the cut. It counts characters, not cells: screens measure for
// themselves.
func Shorten(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// Quote is text from outside as a message names it: safe, on one line, short, in quotation marks.
func Quote(s string) string { return strconv.Quote(Shorten(Visible(s), 60)) }

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
