// Package export writes a postmortem in the formats that other programs read. Its rules: the same postmortem gives the same
// bytes; user text is data and is escaped for the format it goes into; private notes and what is the archive's own business
// (ids, ranks, instants of entry) stay behind, but for what a calendar needs to know an entry again.
//
// What a page says is in package page; here one file per dialect writes it: markdown.go, with escape.go, is that of most wikis and of
// GitHub, html.go, with svg.go, a page for a browser. template.go writes a page by somebody's own layout. csv.go is a table for a
// spreadsheet, calendar.go the dates for a calendar. The document itself is model.Encode's.
package export

import (
	"strings"

	"debrief/model"
)

// maxSlug is how long the title's part of a file name gets, in bytes.
const maxSlug = 60

// Name is the default name of the Markdown file: "PM-1-payments-500s-after-deploy.md". It holds ASCII letters, digits and
// dashes and one dot only, so it is safe in every file system and shell, and is never a device's name.
func Name(p *model.Postmortem) string {
	ref := slug(p.Ref, strings.ToUpper)
	if ref == "" {
		ref = "postmortem"
	}
	name := ref
	for word := range strings.SplitSeq(slug(p.Title, strings.ToLower), "-") {
		if len(name)+len(word) > len(ref)+maxSlug {
			if name == ref { // one long word is better cut than left out
				name += "-" + word[:maxSlug]
			}
			break
		}
		if word != "" {
			name += "-" + word
		}
	}
	return name + ".md"
}

// latin writes the letters of Western European names in ASCII; other scripts have no short safe form and are left out.
var latin = strings.NewReplacer(
	"ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "å", "a", "ø", "o", "æ", "ae", "œ", "oe", "á", "a", "à", "a", "â", "a", "ã", "a",
	"é", "e", "è", "e", "ê", "e", "ë", "e", "í", "i", "ì", "i", "î", "i", "ï", "i", "ó", "o", "ò", "o", "ô", "o", "õ", "o",
	"ú", "u", "ù", "u", "û", "u", "ç", "c", "ñ", "n")

func slug(s string, letters func(string) string) string {
	var b strings.Builder
	for _, r := range latin.Replace(strings.ToLower(model.Clean(s))) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == '\'' || r == '’':
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return letters(strings.TrimRight(b.String(), "-"))
}
