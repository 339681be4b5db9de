package export

import (
	"encoding/json"
	"slices"
	"strings"

	"debrief/model"
)

// cancelGone writes once more, as cancelled, what had a day until one of the steps took it away. The newest day that it had counts.
func (c *calendar) cancelGone(steps []model.Step) {
	was := &model.Postmortem{ID: c.p.ID, Ref: c.p.Ref, CreatedAt: c.p.CreatedAt, Revision: c.p.Revision, Zone: c.p.Zone}
	for _, s := range steps {
		for _, change := range s.Changes {
			remember(was, change)
		}
	}
	gone := &calendar{p: was, title: c.title, changed: c.changed, gone: true}
	if m := c.p.Meeting; m == nil || m.At.IsZero() {
		gone.meeting()
	}
	if f := c.p.FollowUp; f == nil || f.At.IsZero() {
		gone.followUp()
	}
	if r := c.p.Reread; r == nil || r.Due == "" {
		gone.reread()
	}
	for i := range was.Actions {
		a := &was.Actions[i]
		if is := c.p.Action(a.Ref); is == nil {
			gone.action(a)
		} else if is.Due == "" {
			due := a.Due
			*a = *is
			a.Due = due
			gone.action(a)
		}
	}
	c.b.WriteString(gone.b.String())
}

// remember keeps what a change took the place of, where that had a day.
func remember(was *model.Postmortem, c model.Change) {
	switch {
	case c.Part == "" && c.Field == "meeting":
		if m := read[*model.Meeting](c.Before); m != nil && !m.At.IsZero() {
			was.Meeting = m
		}
	case c.Part == "" && c.Field == "follow_up":
		if f := read[*model.FollowUp](c.Before); f != nil && !f.At.IsZero() {
			was.FollowUp = f
		}
	case c.Part == "" && c.Field == "reread":
		if r := read[*model.Reread](c.Before); r != nil && r.Due != "" {
			was.Reread = r
		}
	case strings.HasPrefix(c.Part, "A"):
		rememberAction(was, c)
	}
}

// rememberAction keeps an action that a change took away, or took the day from.
func rememberAction(was *model.Postmortem, c model.Change) {
	switch c.Field {
	case "due":
		keepAction(was, model.Action{Ref: c.Part, Due: read[model.Date](c.Before)})
	case "":
		a := read[model.Action](c.Before)
		a.Ref = c.Part
		keepAction(was, a)
	}
}

// keepAction keeps the newest that is known of an action with a day.
func keepAction(was *model.Postmortem, a model.Action) {
	at := slices.IndexFunc(was.Actions, func(k model.Action) bool { return k.Ref == a.Ref })
	switch {
	case at < 0 && a.Due != "":
		was.Actions = append(was.Actions, a)
	case at >= 0 && a.Due == "" && a.Title != "": // it had lost its day before it went
		a.Due = was.Actions[at].Due
		was.Actions[at] = a
	case at >= 0 && a.Due != "":
		was.Actions[at] = a
	}
}

// read is a value of the journal; what cannot be read is nothing.
func read[T any](raw json.RawMessage) (v T) {
	if err := json.Unmarshal(raw, &v); err != nil {
		var nothing T
		return nothing
	}
	return v
}
