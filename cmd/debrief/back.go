package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"debrief/export/page"
	"debrief/intake"
	"debrief/model"
	"debrief/model/say"
	"debrief/storage"
	"debrief/ui/ask"
)

// Whose word counts where a page and the archive have both changed.
const (
	takePage    = "page"
	takeArchive = "archive"
)

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

// comeBack takes over what somebody has changed on a page that debrief wrote. One of another archive becomes a postmortem; one that has
// lost its last line, and is of nothing here, is read as what people write.
func (p *program) comeBack(ctx context.Context, a *storage.Archive, r *imported, batch string, flags importFlags) {
	post, err := r.fromElsewhere(ctx, a)
	switch {
	case err == nil && post != nil:
		r.holdsPost(post)
		for _, u := range r.foreign.Unread {
			r.Dropped = append(r.Dropped, intake.Dropped{Line: u.Line, Text: model.Visible(u.Text), Why: u.Why})
		}
		return
	case err == nil:
		err = p.importPage(ctx, a, r.data, r, batch, flags)
	}
	if err != nil && r.back == nil && r.foreign.Post.ID == "" {
		*r = *p.whole(r.File, r.data, flags)[0]
		if r.post != nil {
			p.recognise(ctx, a, r, map[string]*imported{})
		}
		return
	}
	if err != nil {
		r.Error = model.Clean(err.Error())
	}
}

// isElsewhere reports whether it is a page from which a postmortem can be made: one for the team, that says of which.
func (r *imported) isElsewhere() bool {
	return r.foreign != nil && r.foreign.Audience == page.Team && r.foreign.Post.ID != ""
}

// fromElsewhere is the postmortem of a page that was written from an archive that is not this one; nil for any other page.
func (r *imported) fromElsewhere(ctx context.Context, a *storage.Archive) (*model.Postmortem, error) {
	if !r.isElsewhere() {
		return nil, nil
	}
	if ref, err := (kept{a}).RefOf(ctx, r.foreign.Post.ID); err != nil || ref != "" {
		return nil, err
	}
	post := r.foreign.Post.Clone()
	post.Status = cmp.Or(post.Status, "draft")
	post.Phase = post.Reached()
	post.Settle()
	return post, post.Validate()
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
		r.Dropped = append(r.Dropped, intake.Dropped{Line: u.Line, Text: model.Visible(u.Text), Why: u.Why})
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

// sayBack says what a page that came back says otherwise.
func (p *program) sayBack(r *imported) {
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
