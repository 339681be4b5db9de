package ask

import (
	"strings"

	"debrief/model"
)

// LabelOf is the label of a part's field.
func LabelOf(ref string, f Field) string {
	if ref == "" {
		return f.Label
	}
	return ref + " " + lower(f.Label)
}

// InSentence are the fields of the postmortem whose labels are no nouns, as a sentence says them: "change when it started".
var InSentence = map[string]string{
	"why_now": "why this one", "likely_again": "how likely it is again", "phase": "the phase that was reached",
	"notes":              "the private notes",
	"moments.started.at": "when it started", "moments.detected.at": "when it was detected",
	"moments.mitigated.at": "when it was mitigated", "moments.resolved.at": "when it was resolved",
	"moments.started.event": "the event that started it", "moments.detected.event": "the event that detected it",
	"moments.mitigated.event": "the event that mitigated it", "moments.resolved.event": "the event that resolved it",
	"follow_up.held_at": "when the follow-up was held", "follow_up.again": "whether it happened again", "follow_up.missed": "what we missed",
	"reread.due": "when to read it again", "reread.done_at": "when it was read again", "reread.missed": "what was seen later",
	"reviewed_at": "when it was reviewed", "published_at": "when it was published", "closed_at": "when it was closed",
	"published_url": "where it was published",
}

// LabelFor is how history calls it that something is done to a field: "change A1, due".
func LabelFor(verb, ref, name string) string {
	label := lower(FieldOf(ref, name).Label)
	switch {
	case ref == "" && InSentence[name] != "":
		return verb + " " + InSentence[name]
	case ref == "":
		return verb + " the " + label
	case name == MainField(ref):
		return verb + " " + ref
	}
	return verb + " " + ref + ", " + label
}

// lower makes a label part of a sentence.
func lower(label string) string {
	if label == "" {
		return ""
	}
	return strings.ToLower(label[:1]) + label[1:]
}

// LinkOf is the address of the page that a part links to, "" for none.
func LinkOf(p *model.Postmortem, ref string) string {
	if p == nil || ref == "" {
		return ""
	}
	for _, name := range []string{"link", "ticket"} {
		if link := p.Get(ref, name); model.IsAddress(link) {
			return link
		}
	}
	return ""
}
