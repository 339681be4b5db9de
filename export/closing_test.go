package export_test

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"debrief/export"
	"debrief/model"
)

// closers are how trackers find what a commit or a description closes: GitHub's keywords with its forms of references, and GitLab's
// issue_closing_pattern.
var closers = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\b(?:close[sd]?|fix(?:es|ed)?|resolve[sd]?):?\s+(?:(?:[\w.-]+/[\w.-]+)?#\d+|GH-\d+|https?://\S+/(?:issues|pull)/\d+)`),
	regexp.MustCompile(`(?i)\b(?:clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|implement(?:s|ed|ing)?)(?::?) +(?:issues? +)?` +
		`(?:[\w./-]*#\d+|https?://\S+/\d+|[A-Z][A-Z0-9_]+-\d+)`),
	regexp.MustCompile(`(?i)\b(?:complet(?:e[sd]?|ing)|reopen(?:s|ed|ing)?):? +(?:(?:issue|bug|ticket)s? +)?(?:#\d+|[A-Z][A-Z0-9_]*-\d+|https?://\S+/\d+)`),
}

func TestTheClosingWordsOfTrackersCloseNothingFromAPage(t *testing.T) {
	words := strings.Fields("close closes closed closing fix fixes fixed fixing resolve resolves resolved resolving implement implements " +
		"implemented implementing complete completes completed completing reopen reopens reopened reopening")
	refs := []string{
		"#12", "GH-12", "gh-12", "ops/pool#12", "group/sub/pool#12", "AB#12", "POOL-12", "https://github.com/ops/pool/issues/12",
		"https://github.com/ops/pool/pull/12", "https://git.example.org/ops/pool/-/issues/12", "https://tickets.example.org/browse/POOL-12",
		"http://git.example.org/ops/pool/-/work_items/12#note_3",
	}
	for _, word := range append(words, "Fixes", "RESOLVED") {
		for _, between := range []string{" ", ": ", "  ", " issue ", " issues ", "\n"} {
			p := model.New("Then somebody "+word+" "+refs[0], noon)
			for i, ref := range refs {
				p.Summary += word + between + ref + " and more.\n\n"
				cause := model.Cause{Ref: "C" + strconv.Itoa(i+1), Text: "it " + word + strings.ReplaceAll(between, "\n", " ") + ref} // a cell, and a heading
				p.Causes = append(p.Causes, cause)
			}
			page := export.Markdown(p)
			var html bytes.Buffer
			if err := gfm.Convert(page, &html); err != nil {
				t.Fatal(err)
			}
			for _, text := range []string{string(page), uncoded.ReplaceAllString(html.String(), "")} {
				for _, closer := range closers {
					if found := closer.FindString(text); found != "" {
						t.Errorf("%q closes an issue from a page: %q", word+between, found)
					}
				}
			}
			for _, ref := range refs {
				if strings.HasPrefix(ref, "http") && !strings.Contains(html.String(), `<a href="`+ref+`">`) {
					t.Errorf("%q after %q leads nowhere: %s", ref, word, html.String())
				}
			}
		}
	}
}

// uncoded is what a tracker leaves out when it looks for references in a rendered page, and the marks around what it looks at.
var uncoded = regexp.MustCompile(`(?s)<code>.*?</code>|</?(?:p|a|em|strong)\b[^>]*>`)

func TestACharacterByItsNumberStaysWhole(t *testing.T) {
	p := model.New("Entities", noon)
	p.Summary = "the log had &#27;[31m and &#x1b;, a&#9;b, C#7 and AT&T"
	if page := string(export.Markdown(p)); !strings.Contains(page, "the log had `&#27;`\\[31m and `&#x1b;`, a`&#9;`b, `C#7` and AT&amp;T") {
		t.Error(page)
	}
}
