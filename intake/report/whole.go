package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"debrief/intake"
	"debrief/model"
)

// Reading is what a Markdown document tells, as postmortems.
type Reading struct {
	Incidents []Incident       // one, or several where the document tells of several
	Dropped   []intake.Dropped // every line that was not placed, and why, in the order of the document
	Template  bool             // nobody has filled it in: there are no incidents
	Hidden    int              // secrets that were hidden
}

// Incident is one postmortem of a document.
type Incident struct {
	Post    *model.Postmortem // valid and without a reference; the same document read again has the same ID
	Assumed []string          // what was taken for granted, in words: "zone UTC", "day 2026-03-02 from the title"
}

// Whole reads a Markdown document as postmortems. A zone that nobody names is UTC, and a day that stands beside no time is the
// document's own; both are said in Assumed. It fails for what is no text, as intake.Read does, for what is too long for a
// postmortem, and for options that name no zone.
func Whole(in intake.Input, opt intake.Options) (Reading, error) {
	if len(in.Data) > model.MaxDocument {
		return Reading{}, fmt.Errorf("%s has more than %d MB, which is the most a postmortem has", model.Quote(in.Name), model.MaxDocument>>20)
	}
	doc, err := Read(in)
	if err != nil {
		return Reading{}, err
	}
	if doc.Template {
		return Reading{Template: true}, nil
	}
	opt.Format = "markdown"
	var assumed []string
	result, err := intake.Read(in, opt)
	if err == nil && slices.Contains(result.Needs, "zone") && opt.Zone == "" {
		opt.Zone, assumed = "UTC", append(assumed, "zone UTC")
		result, err = intake.Read(in, opt)
	}
	if err != nil {
		return Reading{}, err
	}
	now := opt.Now
	if now.IsZero() {
		now = time.Now()
	}
	p := model.New(doc.Title, now.UTC())
	p.Participants = doc.People
	for i := range doc.Items {
		p.Actions = append(p.Actions, actionOf(&doc.Items[i]))
	}
	preview := intake.Plan(p, result)
	if err := preview.Edit(nil).Do(p); err != nil {
		return Reading{}, err
	}
	if p.Title == "" {
		return Reading{}, errors.New("it has no title")
	}
	p.ID = idOf(p)
	p.Settle()
	if err := p.Validate(); err != nil {
		return Reading{}, err
	}
	return Reading{Incidents: []Incident{{p, assumed}}, Dropped: result.Dropped, Hidden: result.Hidden}, nil
}

func actionOf(item *Item) model.Action {
	a := model.NewAction()
	a.Title, a.Owner, a.Ticket, a.Status = cmp.Or(item.Title, item.Text), item.Owner, item.Ticket, item.Status
	return a
}

// idOf is a UUID of version 8 (RFC 9562) that the postmortem's title and its day make.
func idOf(p *model.Postmortem) string {
	sum := sha256.Sum256([]byte(strings.ToLower(strings.Join(strings.Fields(p.Title), " "))))
	b := sum[:16]
	b[6] = b[6]&0x0f | 0x80
	b[8] = b[8]&0x3f | 0x80
	h := hex.EncodeToString(b)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}
