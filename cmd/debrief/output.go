package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"debrief/model"
	"debrief/ui/draw"

	"github.com/charmbracelet/x/ansi"
)

// output is standard output. Whatever goes through its methods is safe to show; it keeps the first error, so that a full
// disk behind a redirection does not look like success.
type output struct {
	w   io.Writer
	err error
}

// Write lets cobra print its help here.
func (o *output) Write(b []byte) (int, error) {
	n, err := o.w.Write(b)
	if err != nil && o.err == nil {
		o.err = fmt.Errorf("write the answer: %w", err)
	}
	return n, err
}

// line prints one line.
func (o *output) line(s string) error { return o.raw(model.Visible(s) + "\n") }

// text prints text of several lines, such as Markdown.
func (o *output) text(b []byte) error { return o.raw(model.VisibleLines(string(b))) }

// raw prints what is safe already.
func (o *output) raw(s string) error {
	_, err := io.WriteString(o, s)
	return err
}

// answer prints a document, which its encoder has made safe.
func (o *output) answer(doc any) error { return o.raw(string(model.EncodeAnswer(doc))) }

// table prints rows in columns, aligned by cells; the last column is as long as it is, or ends at the edge of a terminal.
func (o *output) table(rows [][]string) error { return o.tableWith(rows, nil) }

// tableWith prints a table with lines below its rows, which stand in from them.
func (o *output) tableWith(rows, below [][]string) error {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			row[i] = model.Visible(cell)
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], draw.Width(row[i]))
		}
	}
	edge, isTerminal := terminal(o.w)
	var lines []byte
	end := func(start int) {
		if isTerminal {
			lines = append(lines[:start], ansi.Truncate(string(lines[start:]), edge, "…")...)
		}
		lines = append(lines, '\n')
	}
	for i, row := range rows {
		start := len(lines)
		lines = bytes.TrimRight(appendRow(lines, row, widths), " ")
		end(start)
		if i >= len(below) {
			continue
		}
		for _, line := range below[i] {
			start = len(lines)
			lines = append(append(lines, "    "...), model.Visible(line)...)
			end(start)
		}
	}
	_, err := o.Write(lines) // at once: a long table is one write, not a thousand
	return err
}

// appendRow writes the cells of a row behind what is there, each as wide as its column.
func appendRow(line []byte, row []string, widths []int) []byte {
	for i, cell := range row {
		line = append(line, cell...)
		if i < len(row)-1 {
			for range widths[i] - draw.Width(cell) + 2 {
				line = append(line, ' ')
			}
		}
	}
	return line
}

// care is what is done so that a file that was written outlives a power cut.
type care int

const (
	alone  care = iota // its bytes are on the disk before it takes its place
	ofMany             // it is one of many in a folder, which is synced when all are written
)

// writeFile writes a file beside its place and then renames it there, so that a file is never there by halves. What was there keeps who may
// read it, but where the new one is for its owner alone. A link is refused: what it leads to is not what was named. So is a file that may
// not be written, which a rename would not ask. A pipe or a device is written to as it is. Missing folders are not made.
func writeFile(path string, data []byte, mode os.FileMode) error {
	return writeFileOf(path, data, mode, alone)
}

func writeFileOf(path string, data []byte, mode os.FileMode, of care) error {
	info, err := os.Lstat(path)
	switch {
	case err != nil: // not there yet, or the next step says why not
	case info.Mode()&os.ModeSymlink != 0:
		return fmt.Errorf("write %s: it is a link; name the file itself", path)
	case info.IsDir():
		return fmt.Errorf("write %s: it is a folder", path)
	case !info.Mode().IsRegular():
		return writeStream(path, data)
	default:
		if err := mayBeWritten(path, info); err != nil {
			return fmt.Errorf("write %s: %w", path, reason(err))
		}
	}
	dir, name := filepath.Split(path)
	return replaceFile(path, filepath.Join(dir, "."+model.Shorten(name, 40)+"."+model.NewID(time.Now())+".tmp"), data, mode, of)
}

// ownersAlone is the mode of what nobody else may read.
const ownersAlone os.FileMode = 0o600

// mayBeWritten asks whether a file may be written where it is.
func mayBeWritten(path string, info os.FileInfo) error {
	if info.Mode().Perm()&0o222 == 0 {
		return errors.New("it is read-only")
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

// replaceFile writes a file beside its place and renames it there. The mode is for a new file.
func replaceFile(path, beside string, data []byte, mode os.FileMode, of care) error {
	was, missing := os.Stat(path)
	err := writeBeside(beside, data, mode, of)
	if err == nil {
		if missing == nil && mode != ownersAlone {
			err = os.Chmod(beside, was.Mode().Perm())
		}
		if err == nil {
			err = os.Rename(beside, path)
		}
		if err != nil {
			_ = os.Remove(beside) // the first error is the one to tell
		}
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, reason(err))
	}
	return nil
}

// writeBeside writes a file anew, in the place of what a process left there that was killed. After an error there is none.
func writeBeside(beside string, data []byte, mode os.FileMode, of care) error {
	if err := os.Remove(beside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(beside, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if of == alone {
		err = errors.Join(err, f.Sync())
	}
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(beside) // the first error is the one to tell
	}
	return err
}

// syncFolder brings what was renamed in a folder to the disk, where the system can.
func syncFolder(path string) {
	if dir, err := os.Open(path); err == nil {
		_ = dir.Sync() // some systems have no such thing for a folder
		_ = dir.Close()
	}
}

func writeStream(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err == nil {
		_, err = f.Write(data)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, reason(err))
	}
	return nil
}

// reason is what the system said, without the path that the message names already.
func reason(err error) error {
	if path := new(os.PathError); errors.As(err, &path) {
		return path.Err
	}
	if link := new(os.LinkError); errors.As(err, &link) {
		return link.Err
	}
	return err
}
