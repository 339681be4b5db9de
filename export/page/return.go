package page

import (
	"context"
	"errors"
	"fmt"

	"debrief/model"
)

// Kept is what an archive knows of the postmortems that pages come back to.
type Kept interface {
	RefOf(ctx context.Context, id string) (ref string, err error) // of the one with an id; "" where there is none
	Load(ctx context.Context, ref string) (*model.Postmortem, error)
	At(ctx context.Context, ref string, step int64) (*model.Postmortem, error) // as it was after a step
}

// Returned is a page that came back, with the postmortem that it was written from.
type Returned struct {
	Copy *Copy
	Base *model.Postmortem // what it was written from; nil where nobody knows
	Now  *model.Postmortem // what the archive holds
}

// Return finds the postmortem that a Markdown page was written from, and its state then. It must be a page for the team: the others leave
// out, and call people otherwise.
func Return(ctx context.Context, kept Kept, markdown []byte) (*Returned, error) {
	read, ours := Parse(Read(markdown))
	switch {
	case !ours:
		return nil, errors.New("neither a debrief document nor a page that debrief wrote: a page keeps its references (E4, A1) or its last line")
	case read.Audience != Team:
		return nil, fmt.Errorf("it was written for the %s, and does not come back: only the page for the team says everything", read.Audience.Name())
	}
	ref, err := whence(ctx, kept, read)
	if err != nil {
		return nil, err
	}
	r := &Returned{Copy: read}
	if r.Now, err = kept.Load(ctx, ref); err != nil {
		return nil, err
	}
	if read.Step > 0 && read.Step <= r.Now.Revision {
		if r.Base, err = kept.At(ctx, ref, read.Step); err != nil {
			return nil, err
		}
	}
	if r.Base == nil && !Alike(read, r.Now) {
		return nil, fmt.Errorf("it says that it is %s, of which hardly anything is on it", ref)
	}
	return r, nil
}

// whence is the reference of the postmortem that a page was written from.
func whence(ctx context.Context, kept Kept, read *Copy) (string, error) {
	ref := read.Post.Ref
	if id := read.Post.ID; id != "" {
		here, err := kept.RefOf(ctx, id)
		if err == nil && here == "" {
			err = fmt.Errorf("it was written from %s of an archive that is not this one: bring in its JSON first", ref)
		}
		if err != nil {
			return "", err
		}
		ref = here
	}
	if ref == "" {
		return "", errors.New("it does not say which postmortem it is: its first line had a reference like PM-7, and its last line too")
	}
	return ref, nil
}

// Compare says in what the page differs from the state that it was written from, and what speaks against taking that over into a state
// of the archive.
func (r *Returned) Compare(now *model.Postmortem) *Back { return Compare(r.Base, r.Copy, now) }
