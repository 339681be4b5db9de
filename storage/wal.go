package storage

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// What is read here without the engine: the engine takes every log that is well formed for the file's own, whoever wrote it. The
// forms are those of https://sqlite.org/fileformat2.html.

const (
	logHeaderSize   = 32
	frameHeaderSize = 24
	logFormat       = 3007000
	littleEndianLog = 0x377f0682 // the words of the checksums; the numbers of the headers are big-endian
	bigEndianLog    = 0x377f0683
	smallestPage    = 512
	largestPage     = 65536
)

// walLog is what a write-ahead log tells of itself.
type walLog struct {
	pageSize int
	salts    salts
	commits  int     // the transactions that are whole; 0 where there is nothing to apply
	page     int64   // where the row of meta stands; 0 where no transaction has written it
	stamps   []stamp // of the transactions that have written it, in their order
}

// salts mark one life of a log. The first one counts how often it was begun anew, the second is random.
type salts struct{ first, second uint32 }

// errNoLog says that a file is not a write-ahead log: the engine would write over it.
var errNoLog = errors.New("it is not a write-ahead log")

// readLog reads a log as far as it is whole, as the engine does after a crash: a frame with other salts is of an earlier life, one
// with a wrong checksum was never finished, and what comes after the last commit does not count.
func readLog(from io.Reader) (l walLog, err error) {
	r := bufio.NewReaderSize(from, 1<<18)
	var header [logHeaderSize]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return l, noMore(err, errNoLog)
	}
	sum, ok := l.begin(header[:])
	if !ok {
		return l, errNoLog
	}
	frame := make([]byte, frameHeaderSize+l.pageSize)
	var found *stamp
	for {
		if _, err := io.ReadFull(r, frame); err != nil {
			return l, noMore(err, nil)
		}
		page, pages := int64(big(frame)), big(frame[4:])
		if page == 0 || (salts{big(frame[8:]), big(frame[12:])}) != l.salts {
			return l, nil
		}
		sum.add(frame[:8])
		if sum.add(frame[frameHeaderSize:]); !sum.is(frame[16:]) {
			return l, nil
		}
		if l.page == 0 || l.page == page {
			if s, ok := readStamp(frame[frameHeaderSize:]); ok {
				l.page, found = page, &s
			}
		}
		if pages > 0 {
			l.commits++
			if found != nil {
				l.stamps = append(l.stamps, *found)
			}
			found = nil
		}
	}
}

// begin reads the header of a log.
func (l *walLog) begin(header []byte) (sum checksum, ok bool) {
	switch big(header) {
	case littleEndianLog:
		sum.order = binary.LittleEndian
	case bigEndianLog:
		sum.order = binary.BigEndian
	default:
		return sum, false
	}
	size := big(header[8:])
	sum.add(header[:24])
	if big(header[4:]) != logFormat || !isPageSize(size) || !sum.is(header[24:]) {
		return sum, false
	}
	l.pageSize, l.salts = int(size), saltsOf(header)
	return sum, true
}

func saltsOf(header []byte) salts { return salts{big(header[16:]), big(header[20:])} }

func isPageSize(size uint32) bool {
	return size >= smallestPage && size <= largestPage && size&(size-1) == 0
}

// noMore is the error of a read that found the end of a file.
func noMore(err, end error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return end
	}
	return err
}

func big(b []byte) uint32 { return binary.BigEndian.Uint32(b) }

// checksum runs over a whole log.
type checksum struct {
	a, b  uint32
	order binary.ByteOrder
}

func (c *checksum) add(words []byte) {
	a, b := c.a, c.b
	if c.order == binary.ByteOrder(binary.LittleEndian) { // without a call for each word
		for ; len(words) >= 8; words = words[8:] {
			a += binary.LittleEndian.Uint32(words) + b
			b += binary.LittleEndian.Uint32(words[4:]) + a
		}
	}
	for ; len(words) >= 8; words = words[8:] {
		a += c.order.Uint32(words) + b
		b += c.order.Uint32(words[4:]) + a
	}
	c.a, c.b = a, b
}

func (c *checksum) is(written []byte) bool { return c.a == big(written) && c.b == big(written[4:]) }

// stamp is what the row of meta says.
type stamp struct {
	archive       string
	state, before string // "" in an archive from before it had them
}

// The columns of meta.
const (
	columnOne = iota
	columnArchive
	columnPrefix
	columnLast
	columnOldest
	columnState
	columnBefore
	allColumns
)

// readStamp reads the page of meta; false where it is another one.
func readStamp(page []byte) (s stamp, ok bool) {
	const leafTable, header = 0x0d, 8
	if len(page) < smallestPage || page[0] != leafTable || binary.BigEndian.Uint16(page[3:]) != 1 {
		return s, false
	}
	at := int(binary.BigEndian.Uint16(page[header:]))
	if at >= len(page) {
		return s, false
	}
	row, ok := readRow(page[at:])
	if !ok || len(row) <= columnOldest || row[columnOne].kind != isNull || row[columnArchive].kind != isText ||
		row[columnPrefix].kind != isText || row[columnLast].kind != isInteger || row[columnOldest].kind != isInteger {
		return s, false
	}
	s.archive = string(row[columnArchive].bytes)
	if len(row) < allColumns {
		return s, true
	}
	if row[columnState].kind != isText || row[columnBefore].kind != isText {
		return s, false
	}
	s.state, s.before = string(row[columnState].bytes), string(row[columnBefore].bytes)
	return s, true
}

// kind is what a value of a row is.
type kind int

const (
	isNull kind = iota
	isInteger
	isText
	isOther
)

type value struct {
	kind  kind
	bytes []byte
}

// readRow takes apart a row that begins a cell of a table: its length, its key, the types of its values, and the values.
func readRow(cell []byte) (row []value, ok bool) {
	length, cell, ok := varint(cell)
	if ok {
		_, cell, ok = varint(cell)
	}
	if !ok || length > uint64(len(cell)) {
		return nil, false // a row of meta is never so long that it goes on elsewhere
	}
	cell = cell[:length]
	size, types, ok := varint(cell)
	if !ok || size > length || int(size) < len(cell)-len(types) {
		return nil, false
	}
	types, body := types[:int(size)-(len(cell)-len(types))], cell[size:]
	for len(types) > 0 {
		var is uint64
		if is, types, ok = varint(types); !ok {
			return nil, false
		}
		v, width := typed(is)
		if width > uint64(len(body)) {
			return nil, false
		}
		v.bytes, body = body[:width], body[width:]
		row = append(row, v)
	}
	return row, true
}

// typed is the kind of a value of a type, and how many bytes it has.
func typed(is uint64) (v value, width uint64) {
	const firstBlob = 12
	switch {
	case is == 0:
		return value{kind: isNull}, 0
	case is <= 4:
		return value{kind: isInteger}, is
	case is == 5:
		return value{kind: isInteger}, 6
	case is == 6:
		return value{kind: isInteger}, 8
	case is == 8, is == 9: // the numbers 0 and 1
		return value{kind: isInteger}, 0
	case is >= firstBlob && is%2 == 1:
		return value{kind: isText}, (is - firstBlob) / 2
	case is >= firstBlob:
		return value{kind: isOther}, (is - firstBlob) / 2
	}
	return value{kind: isOther}, 8
}

// varint reads a number of one to nine bytes and gives what follows it.
func varint(b []byte) (n uint64, rest []byte, ok bool) {
	const longest = 9
	for i := 0; i < len(b) && i < longest; i++ {
		if i == longest-1 {
			return n<<8 | uint64(b[i]), b[i+1:], true
		}
		n = n<<7 | uint64(b[i]&0x7f)
		if b[i] < 0x80 {
			return n, b[i+1:], true
		}
	}
	return 0, nil, false
}

// fileAlone is what an archive's file tells without its log.
type fileAlone struct {
	pageSize    int
	application uint32
	writesAhead bool // its changes go to a log
	empty       bool // it has no tables
	holds       bool // it has the row of meta
	stamp       stamp
}

// readAlone reads the header of a file and the page of meta. A file that is none of an engine's has page size 0.
func readAlone(from io.ReaderAt, page int64) (f fileAlone, err error) {
	var header [100]byte
	if _, err := from.ReadAt(header[:], 0); err != nil {
		return f, noMore(err, nil)
	}
	size := uint32(binary.BigEndian.Uint16(header[16:]))
	if size == 1 {
		size = largestPage
	}
	if !bytes.HasPrefix(header[:], []byte("SQLite format 3\x00")) || !isPageSize(size) {
		return f, nil
	}
	version := big(header[40:])
	f.pageSize, f.application, f.empty = int(size), big(header[68:]), version == 0
	f.writesAhead = header[18] == 2 && header[19] == 2
	if page < 2 {
		return f, nil
	}
	content := make([]byte, size)
	if _, err := from.ReadAt(content, (page-1)*int64(size)); err != nil {
		return f, noMore(err, nil)
	}
	if f.stamp, f.holds = readStamp(content); f.holds {
		f.stamp.state = stateIn(version, f.stamp.state)
	}
	return f, nil
}
