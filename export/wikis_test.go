package export_test

import (
	"strings"
	"testing"

	"debrief/export"
	"debrief/export/page"
)

// TestWhatWikisMakeMarkupOfIsText holds words that one of two wikis turns into something, and those that it leaves alone.
func TestWhatWikisMakeMarkupOfIsText(t *testing.T) {
	p := payments(t)
	p.Summary = "See RFC 2119, it's fine (x) and {macro} at 02:14 in the two-zone pool."
	for dialect, want := range map[string]string{
		"mediawiki":       "See RFC&#32;2119, it&#39;s fine (x) and &#123;macro&#125; at 02:14 in the two-zone pool.",
		"confluence-wiki": "See RFC 2119, it's fine &#40;x) and &#123;macro&#125; at 02:14 in the two-zone pool.",
	} {
		if got := string(export.Page(page.Of(p, page.Team, noon), dialect)); !strings.Contains(got, "\n"+want+"\n") {
			t.Errorf("%s does not say %q:\n%.700s", dialect, want, got)
		}
	}
}
