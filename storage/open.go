package storage

import (
	"context"
	"strings"
	"time"

	"debrief/model"
)

// openColumns is what OpenActions reads. The index is named, so that the engine does not look for another way when only one
// owner's actions are wanted: it would have to sort them.
const (
	openColumns = `SELECT p.ref, p.title, a.ref, a.title, a.done_when, a.owner, ifnull(a.due, ''), a.ticket, a.status
		FROM "action" AS a INDEXED BY action_open CROSS JOIN postmortem AS p USING (postmortem) WHERE ` + counted + ` AND a.` + open
	ofOwner    = ` AND a.owner = ?`
	openOwners = `SELECT owner, count(*) FROM "action" WHERE ` + open + ` AND ` + ofCounted + ` GROUP BY owner ORDER BY count(*) DESC, owner`
	allOwners  = `SELECT owner FROM "action" WHERE owner <> '' AND ` + ofCounted + ` GROUP BY owner ORDER BY count(*) DESC, owner`
)

// OpenActions are open actions of all postmortems but the example, the earliest due first, those without a day last; and who has open ones,
// whatever the filter says, who has most first.
func (a *Archive) OpenActions(ctx context.Context, f model.OpenFilter) (all []model.OpenAction, owners []model.Owner, err error) {
	text, args := openColumns, []any(nil)
	if f.Owner != "" || f.Unowned {
		text, args = text+ofOwner, []any{f.Owner}
	}
	if f.Beside != nil {
		shared, with := sharing(f.Beside)
		if shared == "" {
			return nil, nil, nil
		}
		text, args = text+shared, append(args, with...)
	}
	limit := -1
	if f.Limit > 0 {
		limit = f.Limit
	}
	err = a.look(ctx, func(r reader) error {
		var l model.OpenAction
		due := ""
		if err := each(r, text+inDueOrder, append(args, limit), func() error {
			l.Due = model.Date(due)
			all = append(all, l)
			return nil
		}, &l.Postmortem, &l.Story, &l.Ref, &l.Title, &l.DoneWhen, &l.Owner, &due, &l.Ticket, &l.Status); err != nil {
			return err
		}
		var o model.Owner
		return each(r, openOwners, nil, func() error { owners = append(owners, o); return nil }, &o.Name, &o.Open)
	})
	return all, owners, err
}

// sharing is the condition for what belongs to earlier postmortems that share a service or a tag with one; "" where it has neither.
func sharing(p *model.Postmortem) (condition string, args []any) {
	var shared []string
	in := func(table string, words []string) {
		for _, w := range words {
			where, given := inAnyCase("lower(value) = lower(?)", w)
			shared, args = append(shared, "SELECT postmortem FROM "+table+" WHERE "+where), append(args, given...)
		}
	}
	in("postmortem_services", p.Services)
	in("postmortem_tags", p.Tags)
	if len(shared) == 0 {
		return "", nil
	}
	const earlier = ` AND coalesce(p.began, p.created_at) < (SELECT coalesce(began, created_at) FROM postmortem WHERE id = ?)`
	return " AND a.postmortem IN (" + strings.Join(shared, " UNION ") + ")" + earlier, append(args, p.ID)
}

// Owners are the names of all who own an action, open or not, in any postmortem but the example; who owns most first.
func (a *Archive) Owners(ctx context.Context) (names []string, err error) {
	err = a.look(ctx, func(r reader) error {
		name := ""
		return each(r, allOwners, nil, func() error { names = append(names, name); return nil }, &name)
	})
	return names, err
}

// What has been over for days and has no fact yet is looked for among the newest: whoever has written none for a season will not.
const (
	factsWithin = 3
	factsSeason = 90
	bare        = `SELECT ref, coalesce(moments_resolved_at, moments_mitigated_at) FROM postmortem
		WHERE coalesce(began, created_at) > ? AND ` + counted + ` AND status = 'draft' AND coalesce(moments_resolved_at, moments_mitigated_at) <= ?
		AND NOT EXISTS (SELECT 1 FROM event AS e WHERE e.postmortem = postmortem.postmortem)
		ORDER BY coalesce(began, created_at) DESC LIMIT ?`
)

// A draft is left in the middle that somebody has worked on, that is not at its last phase yet, and that nobody has been in for a while;
// whoever has not been back for a month knows.
const (
	leftFor   = 15 * time.Minute
	leftMonth = 31 * 24 * time.Hour
	left      = `SELECT p.ref, l.phase, max(l.at) AS last FROM live AS l JOIN postmortem AS p USING (postmortem)
		WHERE l.name = ?1 AND l.at > ?4 AND l.phase NOT IN ('', 'close') AND p.status = 'draft' AND ` + counted + `
		AND NOT EXISTS (SELECT 1 FROM live AS o WHERE o.postmortem = l.postmortem AND o.at > ?2)
		AND EXISTS (SELECT 1 FROM step AS s WHERE s.postmortem = l.postmortem AND s.author = ?1)
		GROUP BY l.postmortem ORDER BY last DESC LIMIT ?3`
)

// Waiting is what has come due by a time, as Due has it, at most so many and the earliest first; more says whether there may be others:
// only so many actions are looked at, those that came due last. Behind it are the incidents that have been over for three days or more and
// have no facts yet, the newest first, and the drafts that whoever asks has left in the middle.
func (a *Archive) Waiting(ctx context.Context, now time.Time, limit int) (all []model.Waiting, more bool, err error) {
	d := dueReader{now: now, wanted: limit, limit: rowsFor(nil, limit, 0)}
	due, more, err := a.due(ctx, &d, []func(reader) error{d.lately, d.followUps, d.rereads})
	if err != nil {
		return nil, false, err
	}
	for _, d := range due {
		ref, _, _ := strings.Cut(d.Ref, "/")
		all = append(all, model.Waiting{Postmortem: ref, What: d.What, LateDays: d.LateDays})
	}
	day := func(days int) string { return model.At(now.AddDate(0, 0, -days)).String() }
	err = a.look(ctx, func(r reader) error {
		var ref, over string
		return each(r, bare, []any{day(factsSeason), day(factsWithin), rowsFor(nil, limit, 0)}, func() error {
			at, err := model.ParseInstant(over)
			all = append(all, model.Waiting{Postmortem: ref, What: "facts", LateDays: int(now.Sub(at.Time()).Hours() / 24)})
			return err
		}, &ref, &over)
	})
	if err != nil || a.schema < livesSince {
		return all, more, err
	}
	err = a.look(ctx, func(r reader) error {
		w := model.Waiting{What: "draft"}
		var last string
		before := func(d time.Duration) string { return model.At(now.Add(-d)).String() }
		return each(r, left, []any{a.Author(), before(leftFor), rowsFor(nil, limit, 0), before(leftMonth)}, func() error {
			at, err := model.ParseInstant(last)
			w.Minutes = int(now.Sub(at.Time()).Minutes())
			all = append(all, w)
			return err
		}, &w.Postmortem, &w.Phase, &last)
	})
	return all, more, err
}
