package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"debrief/intake/markdown"
	"debrief/intake/report"
	"debrief/intake/text"
	"debrief/model"
	"debrief/model/coach"
)

func sectionWords() []string {
	words := make([]string, len(coach.Sections))
	for i, s := range coach.Sections {
		words[i] = string(s)
	}
	return words
}

// checkLines answers every line of standard input with one line, as soon as the line is there.
func (c *checking) checkLines() error {
	section := coach.Section(c.section)
	if !slices.Contains(coach.Sections, section) {
		return noneOf("section", c.section, sectionWords()...)
	}
	if _, typed := terminal(c.in); typed {
		c.hint("one text a line; end with Ctrl+D")
	}
	l := lineChecker{section: section, reader: coach.NewReader(nil)}
	in, out := bufio.NewReaderSize(c.in, 1<<16), bufio.NewWriterSize(c.out, 1<<16)
	open := false
	for n := 1; ; n++ {
		text, err := readLine(in)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return errors.Join(fmt.Errorf("read standard input: %w", err), out.Flush())
		}
		findings := l.check(n, text)
		open = open || c.verdict(findings) != nil
		if _, err := out.Write(model.EncodeLine(answerOf("", "", findings))); err != nil {
			return err
		}
		if in.Buffered() == 0 {
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if l.foreign > 0 {
		c.hint(fmt.Sprintf("not English, so that the words were not read: %s, the first is line %d", counted(l.foreign, "line"), l.first))
	}
	if open {
		return errNo
	}
	return nil
}

// lineChecker reads texts of one section.
type lineChecker struct {
	section coach.Section
	reader  *coach.Reader
	foreign int // lines that are not English
	first   int // the first of them
}

// check is what is asked about line n. A line says by itself what it is about: one that is marked as done is read like any
// other.
func (l *lineChecker) check(n int, text string) []coach.Finding {
	text = strings.ToValidUTF8(text, "\ufffd")
	english := coach.IsEnglish(text)
	if !english {
		l.foreign++
		l.first = cmp.Or(l.first, n)
	}
	var findings []coach.Finding
	if l.section == coach.Actions && strings.TrimSpace(text) != "" {
		item := report.ActionItem(text)
		findings = itemFindings(&item, english, n)
	}
	for _, f := range l.reader.Read(l.section, markdown.PlainLine(text)) {
		f.At, f.Line = fieldOf(l.section), n
		findings = append(findings, f)
	}
	return findings
}

// readLine reads up to the end of a line, which may be long, and gives it without its end. What is longer than any input may
// be is cut.
func readLine(in *bufio.Reader) (string, error) {
	var b strings.Builder
	for {
		part, err := in.ReadSlice('\n')
		if b.Len() < text.MaxSize {
			b.Write(part)
		}
		switch {
		case err == nil, errors.Is(err, io.EOF) && b.Len() > 0:
			return strings.TrimRight(b.String(), "\r\n"), nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return "", err
		}
	}
}
