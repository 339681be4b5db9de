package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"debrief/cmd/debrief/guard"
	"debrief/export/page"
	"debrief/intake"
	"debrief/intake/report"
	"debrief/model"
	"debrief/model/coach"
)

// notExcluded are the files that no --exclude leaves out.
func (c *checking) notExcluded(paths []string) ([]string, error) {
	out, err := guard.ParsePatterns(c.exclude)
	if err != nil {
		return nil, fmt.Errorf("--exclude: %w", err)
	}
	return slices.DeleteFunc(slices.Clone(paths), func(path string) bool { return out.LeavesOut(fromHere(path)) }), nil
}

// fromHere is a path as seen from the working folder, with slashes, where it lies below it.
func fromHere(path string) string {
	if here, err := os.Getwd(); err == nil && filepath.IsAbs(path) {
		if below, err := filepath.Rel(here, path); err == nil && filepath.IsLocal(below) {
			path = below
		}
	}
	return filepath.ToSlash(filepath.Clean(path))
}

// checkFiles checks Markdown documents, each for itself: one that cannot be read does not keep the others from it.
func (c *checking) checkFiles(paths []string) error {
	var all []coach.Finding
	var last error
	failed, templates := 0, 0
	for _, path := range paths {
		doc, err := readMarkdown(path)
		if err == nil {
			findings := c.documentFindings(path, &doc)
			if err := c.filed(path, &doc.Document, findings, len(paths) > 1); err != nil {
				return err
			}
			all = append(all, findings...)
			if doc.Template {
				templates++
			}
			continue
		}
		failed++
		if last != nil {
			c.complain(last)
		}
		last = err
	}
	switch {
	case failed == 1:
		return last
	case failed > 1:
		c.complain(last)
		return fmt.Errorf("%d of %d files were not checked", failed, len(paths))
	case c.strict && templates > 0:
		return errNo
	}
	return c.verdict(all)
}

// filed prints what was found in one file.
func (c *checking) filed(path string, doc *report.Document, findings []coach.Finding, several bool) error {
	if c.asJSON {
		answer := answerOf("", path, findings)
		answer.Template = doc.Template
		if several {
			return c.out.raw(string(model.EncodeLine(answer)))
		}
		return c.out.answer(answer)
	}
	var b strings.Builder
	if doc.Template {
		fmt.Fprintf(&b, "%s:%d: template: nobody has filled this in yet\n", model.Clean(path), doc.Line)
	}
	for _, f := range findings {
		fmt.Fprintf(&b, "%s:%d: %s: %s\n", model.Visible(path), f.Line, f.Code, model.Visible(asked(f)))
	}
	return c.out.raw(b.String())
}

// document is a Markdown postmortem; own is what it says where debrief wrote it for those who were there.
type document struct {
	report.Document
	own *page.Copy
}

// readMarkdown reads a Markdown postmortem from a file.
func readMarkdown(path string) (document, error) {
	data, err := readText(path)
	if err != nil {
		if info, statErr := os.Stat(path); statErr == nil && info.IsDir() {
			return document{}, fmt.Errorf("%s is a folder: name its files, like %s", path, strings.TrimRight(path, "/")+"/*.md")
		}
		return document{}, err
	}
	if len(data) > model.MaxDocument {
		return document{}, fmt.Errorf("%s has more than %d MB, which is the most a postmortem has: name a single one", path, model.MaxDocument>>20)
	}
	doc, err := report.Read(intake.Input{Name: path, Data: data})
	if err != nil {
		return document{}, fmt.Errorf("%s: %w", path, err)
	}
	if copied, ours := page.Parse(page.Read(data)); ours && copied.Audience == page.Team {
		return document{doc, copied}, nil
	}
	return document{doc, nil}, nil
}

// pageFindings is what is to be asked about a page that debrief wrote: what is asked about the postmortem that it tells.
func (c *checking) pageFindings(own *page.Copy) []coach.Finding {
	findings := coach.Check(own.Post, c.now())
	for i := range findings {
		findings[i].Line = max(1, own.Lines[findings[i].At])
	}
	return findings
}

// documentFindings is what is to be asked about a document, in the order of its lines. A template is asked nothing.
func (c *checking) documentFindings(path string, doc *document) []coach.Finding {
	switch {
	case doc.own != nil:
		return c.pageFindings(doc.own)
	case doc.Template:
		return nil
	}
	english := readable(&doc.Document)
	if !english {
		c.hint(path + ": this is not English, which is what the coach reads: only what is missing is asked for, not the words")
	}
	findings := coach.Absent(doc.Impact, doc.Timeline, doc.Causes, doc.Actions)
	for i := range findings {
		findings[i].Line = doc.Line
	}
	for i := range doc.Items {
		if item := &doc.Items[i]; item.Status != "done" && item.Status != "dropped" {
			findings = append(findings, itemFindings(item, english, item.Line)...)
		}
	}
	if english {
		findings = append(findings, passageFindings(&doc.Document)...)
	}
	slices.SortStableFunc(findings, func(a, b coach.Finding) int { return cmp.Compare(a.Line, b.Line) })
	return findings
}

// readable reports whether the passages of a document are English, taken together.
func readable(doc *report.Document) bool {
	var b strings.Builder
	for i := range doc.Passages {
		b.WriteString(doc.Passages[i].Text)
		b.WriteByte('\n')
	}
	return coach.IsEnglish(b.String())
}

func passageFindings(doc *report.Document) []coach.Finding {
	reader := coach.NewReader(&model.Postmortem{Participants: doc.People})
	var findings []coach.Finding
	for i := range doc.Passages {
		passage := &doc.Passages[i]
		section := coach.Section(passage.Section)
		for _, f := range reader.Read(section, passage.Text) {
			f.At, f.Line = fieldOf(section), passage.LineAt(f.From)
			findings = append(findings, f)
		}
	}
	return findings
}

// itemFindings asks about one action item. Of one that is not English only what needs no reading is asked.
func itemFindings(item *report.Item, english bool, line int) []coach.Finding {
	findings := coach.ReadItem(coach.Item{Text: item.Text, Title: item.Title, Owner: item.Owner, Due: item.Due, Dated: item.Dated})
	if !english {
		findings = slices.DeleteFunc(findings, func(f coach.Finding) bool { return f.Code != "owner-missing" && f.Code != "due-missing" })
	}
	for i := range findings {
		findings[i].Line = line
	}
	return findings
}

// fieldOf is the field of the document that the texts of a section stand in.
func fieldOf(section coach.Section) string {
	switch section {
	case coach.Facts:
		return "timeline"
	case coach.Actions:
		return "actions"
	}
	return string(section)
}
