package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"debrief/export/page"
	"debrief/model"
	"debrief/model/say"
	"debrief/storage"
	"debrief/ui"
	"debrief/ui/ask"
)

// Whose word counts where a page and the archive have both changed.
const (
	takePage    = "page"
	takeArchive = "archive"
)

// importFlags say what becomes of pages that come back.
type importFlags struct {
	take   string
	dryRun bool
}

// kept is the archive that pages come back to.
type kept struct{ *storage.Archive }

// RefOf is the archive's, and "" for an id that it does not know.
func (k kept) RefOf(ctx context.Context, id string) (string, error) {
	ref, err := k.Archive.RefOf(ctx, id)
	if errors.Is(err, storage.ErrNotFound) {
		return "", nil
	}
	return ref, err
}

// importPage takes over what somebody has changed on a page.
func (p *program) importPage(ctx context.Context, a *storage.Archive, data []byte, r *imported, batch string, flags importFlags) error {
	from, err := page.Return(ctx, kept{a}, data)
	if err != nil {
		return err
	}
	back := from.Compare(from.Now)
	r.Ref, r.Known, r.back = from.Now.Ref, true, back
	for _, u := range back.Unread {
		r.Dropped = append(r.Dropped, dropped{u.Line, model.Visible(u.Text), u.Why})
	}
	for i := range back.Differences {
		d := &back.Differences[i]
		r.Differs = append(r.Differs, strings.TrimSpace(d.At+" "+d.Field))
	}
	if clashes := len(back.Clashes()); clashes > 0 && flags.take == "" && !flags.dryRun {
		in := say.Count(clashes, "place", "places")
		return fmt.Errorf("nothing was changed: somebody has to choose in %s, with --take page or --take archive", in)
	}
	if flags.dryRun || len(back.Differences) == 0 {
		return nil
	}
	take := func(pm *model.Postmortem) error {
		back := from.Compare(pm)
		if len(back.Clashes()) > 0 && flags.take == "" {
			return errors.New("somebody has changed it at this very moment: try again")
		}
		return back.Take(pm, model.At(p.time()), func(d *page.Difference) bool { return d.Clash == "" || flags.take == takePage })
	}
	applied, err := a.Apply(ctx, r.Ref, model.Edit{Label: "take over an edited page", Batch: batch, Do: ask.Following(take, p.time())})
	r.taken, r.hidden = err == nil, applied.Hidden
	return err
}

// readForScreen reads what is to be imported from a screen: a document, or a page that comes back.
func (p *program) readForScreen(ctx context.Context, a *storage.Archive, file string) (read ui.Document, err error) {
	data, err := p.readAll(file)
	switch {
	case err != nil:
	case looksLikeJSON(data):
		read.Post, err = p.decode(data)
	default:
		read.Back, err = page.Return(ctx, kept{a}, data)
	}
	return read, err
}

// sayBack says what a page that came back says otherwise.
func (p *program) sayBack(r imported) {
	places := say.Count(len(r.back.Differences), "place", "places")
	switch {
	case len(r.back.Differences) == 0:
		p.hint(fmt.Sprintf("%s is %s, and says nothing else", r.File, r.Ref))
	case r.taken:
		p.hint(fmt.Sprintf("%s is %s, changed in %s: taken over, and debrief undo %s takes it back", r.File, r.Ref, places, r.Ref))
	default:
		p.hint(fmt.Sprintf("%s is %s, changed in %s", r.File, r.Ref, places))
	}
	if r.back.Footless && len(r.back.Differences) > 0 {
		p.hint("    its last line is gone, which says from which step it was written: it was compared with what is here now")
	}
	for i := range r.back.Differences {
		p.hint("    " + differenceSaid(&r.back.Differences[i]))
	}
	for _, d := range r.Dropped {
		p.hint(fmt.Sprintf("    line %d: %s %s: that is left as it was", d.Line, model.Quote(d.Text), d.Why))
	}
	if len(r.back.Left) > 0 && !r.back.Footless {
		p.hint("    not on the page any more, and left as it was: " + strings.Join(r.back.Left, ", "))
	}
}

// differenceSaid is a difference in a line: `E4 text: "a" → "b"`, and why somebody has to choose.
func differenceSaid(d *page.Difference) string {
	at, line := strings.TrimSpace(d.At+" "+d.Field), ""
	switch {
	case d.Field == "" && d.Before == "":
		line = at + ": new, " + quoted(shown(d.After))
	case d.Field == "" && d.After == "":
		line = at + ": " + quoted(shown(d.Before)) + " → gone"
	default:
		line = at + ": " + quoted(shown(d.Before)) + " → " + quoted(shown(d.After))
	}
	if d.Clash != "" {
		line += " (" + d.Clash
		if d.Now != "" && d.Now != d.Before {
			line += ", to " + quoted(shown(d.Now))
		}
		line += ")"
	}
	return line
}

// shown is a value in few words.
func shown(s string) string { return model.Shorten(strings.Join(strings.Fields(s), " "), 100) }

// looksLikeJSON tells a document from a page.
func looksLikeJSON(data []byte) bool {
	begins := bytes.TrimLeft(withoutMark(data), " \t\r\n")
	return len(begins) == 0 || begins[0] == '{' || begins[0] == '['
}
