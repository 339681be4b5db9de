package model

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Clean makes text from outside safe to show on one line: escape sequences, control characters of C0 and C1, bidi
// overrides and invalid UTF-8 are gone, and line breaks and tabs are spaces. Every screen and every command shows text
// through it or through CleanLines.
func Clean(s string) string {
	if plainASCII(s) {
		return s
	}
	return clean(s, false)
}

// CleanLines is Clean for text of several lines: \n stays, \r\n and a lone \r become \n, tabs become spaces.
func CleanLines(s string) string {
	if plainASCII(s) {
		return s
	}
	return clean(s, true)
}

func plainASCII(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

func clean(s string, lines bool) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			b.WriteRune(utf8.RuneError)
		case r == 0x1b || r >= 0x80 && r <= 0x9f:
			i += escapeLen(s[i:])
			continue
		case r == '\r':
			if !strings.HasPrefix(s[i+1:], "\n") {
				b.WriteByte(lineBreak(lines))
			}
		case r == '\n' || r == 0x2028 || r == 0x2029:
			b.WriteByte(lineBreak(lines))
		case r == '\t':
			b.WriteByte(' ')
		case !control(r):
			b.WriteRune(r)
		}
		i += size
	}
	return b.String()
}

func control(r rune) bool { return r < 0x20 || r == 0x7f || invisible(r) }

func lineBreak(lines bool) byte {
	if lines {
		return '\n'
	}
	return ' '
}

// invisible reports characters that change the order or the look of their neighbours: bidi controls, the byte order mark,
// the soft hyphen, and the tags block. The joiners of emoji and of scripts that need them stay.
func invisible(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f || r == 0x061c ||
		r == 0xfeff || r == 0xad || r == 0x200b || r == 0x2060 || r >= 0xe0000 && r <= 0xe007f || r >= 0xfff9 && r <= 0xfffb
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
func Quote(s string) string { return strconv.Quote(Shorten(Clean(s), 60)) }

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
