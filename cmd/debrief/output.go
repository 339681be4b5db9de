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

// writeFile writes a file beside its place and then renames it there, so that a file is never there by halves. A link is
// refused: what it leads to is not what was named. A pipe or a device is written to as it is. Missing folders are not made.
func writeFile(path string, data []byte, mode os.FileMode) error {
	info, err := os.Lstat(path)
	switch {
	case err != nil: // not there yet, or the next step says why not
	case info.Mode()&os.ModeSymlink != 0:
		return fmt.Errorf("write %s: it is a link; name the file itself", path)
	case info.IsDir():
		return fmt.Errorf("write %s: it is a folder", path)
	case !info.Mode().IsRegular():
		return writeStream(path, data)
	}
	dir, name := filepath.Split(path)
	beside := filepath.Join(dir, "."+model.Shorten(name, 40)+"."+model.NewID(time.Now())+".tmp")
	return replaceFile(path, beside, data, mode)
}

// replaceFile writes a file beside its place and renames it there.
func replaceFile(path, beside string, data []byte, mode os.FileMode) error {
	err := writeBeside(beside, data, mode)
	if err == nil {
		err = os.Rename(beside, path)
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
func writeBeside(beside string, data []byte, mode os.FileMode) error {
	if err := os.Remove(beside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(beside, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		_ = os.Remove(beside) // the first error is the one to tell
	}
	return err
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
