package text

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// withoutColours takes the escape sequences out that programs write for a terminal (ECMA-48): colours, and the movements of
// docker compose. Text without any comes back as it is.
func withoutColours(text string) string {
	at := strings.Index(text, "\x1b[")
	if at < 0 {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for ; at >= 0; at = strings.Index(text, "\x1b[") {
		b.WriteString(text[:at])
		end := at + 2
		for end < len(text) && text[end] >= 0x20 && text[end] < 0x40 { // parameters
			end++
		}
		if end < len(text) && text[end] >= 0x40 && text[end] < 0x7f {
			end++
		}
		text = text[end:]
	}
	b.WriteString(text)
	return b.String()
}

// MaxSize is the size in bytes from which on Read refuses an input.
const MaxSize = 64 << 20

// Decode makes lines ended by \n of the bytes: it removes a byte order mark, reads UTF-16 where one says so, and replaces
// what is not UTF-8.
func Decode(data []byte) (string, error) {
	switch {
	case len(data) >= MaxSize:
		return "", fmt.Errorf("it has %d MB or more, which is too much to be read: take the hours around the incident", MaxSize>>20)
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		data = fromUTF16(data[2:], 0, 1)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		data = fromUTF16(data[2:], 1, 0)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if len(bytes.TrimSpace(data)) == 0 {
		return "", errors.New("there is nothing in it")
	}
	for _, p := range packed {
		if bytes.HasPrefix(data, []byte(p.magic)) {
			return "", errors.New(p.advice)
		}
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

// packed are the first bytes of what is no text but holds some, and what to do with it.
var packed = []struct{ magic, advice string }{
	{"PK\x03\x04", "it is a ZIP, as exports of chats and sheets are: unpack it, or save the sheet as CSV, and name the files of the day"},
	{"\x1f\x8b", "it is packed: give what zcat makes of it"},
	{"\x28\xb5\x2f\xfd", "it is packed: give what zstdcat makes of it"},
	{"\xfd7zXZ\x00", "it is packed: give what xzcat makes of it"},
	{"BZh", "it is packed: give what bzcat makes of it"},
	{"%PDF-", "it is a PDF: give its text, or paste it"},
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
