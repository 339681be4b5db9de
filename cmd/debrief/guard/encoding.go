package guard

import (
	"bufio"
	"bytes"
	"io"

	"golang.org/x/text/encoding/unicode"
)

// The marks with which a file in UTF-16 begins.
var (
	littleEndian = []byte{0xff, 0xfe}
	bigEndian    = []byte{0xfe, 0xff}
)

func isUTF16(text []byte) bool {
	return bytes.HasPrefix(text, littleEndian) || bytes.HasPrefix(text, bigEndian)
}

// decoded is a file as UTF-8. A file that begins with the mark of UTF-16, as some editors of Windows write it, is believed.
func decoded(r io.Reader) io.Reader {
	b := bufio.NewReader(r)
	if head, err := b.Peek(2); err == nil && isUTF16(head) {
		return unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Reader(b)
	}
	return b
}
