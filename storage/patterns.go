package storage

import (
	"context"
	"database/sql"
	"maps"
	"slices"

	"debrief/model"
	"debrief/model/patterns"
)

// What patterns are counted from: each table is read once, and what a query can count it counts.
const (
	// A day that is known without its clock comes from an event of that precision: the one that the moment belongs to, else the first.
	beganPrecision = `CASE
		WHEN moments_started_event IS NOT NULL THEN (SELECT precision FROM event AS e WHERE e.postmortem = postmortem.postmortem
			AND e.ref = moments_started_event AND e.at = moments_started_at)
		WHEN moments_started_at IS NULL AND began IS NOT NULL THEN (SELECT precision FROM event AS e
			WHERE e.postmortem = postmortem.postmortem AND e.at = began LIMIT 1) END`

	storyColumns = `SELECT postmortem, id, ref, title, zone, actions, actions - open_actions, began, ` + beganPrecision + `,
		` + startedClock + `, ` + detectedClock + `, ` + mitigatedClock + ` FROM postmortem WHERE ` + counted + ` ORDER BY postmortem`
	storyCauses = `SELECT postmortem, category, role = 'detection gap' FROM why WHERE category <> '' OR role = 'detection gap'
		ORDER BY postmortem`
	// How many there are, and how many are open, is known without looking through all of them, and so is how many are done.
	storyActions = `SELECT postmortem, sum(status = 'dropped'), sum(scope = 'class' AND status <> 'dropped'),
		sum(test), sum(test_failing), sum(test_passing), sum(test_guard), sum(test_guard_found) FROM "action"
		WHERE status = 'dropped' OR scope = 'class' OR test GROUP BY postmortem`
	storyLate     = `SELECT postmortem FROM "action" WHERE ` + open + ` AND due < ?`
	storyVerdicts = `SELECT postmortem, count(DISTINCT "action") FROM postmortem_follow_up_verdicts WHERE helped = 'yes' GROUP BY postmortem`
	storyTies     = `SELECT postmortem, id, ref, kind FROM postmortem_relations ORDER BY postmortem, position`
	storyHelped   = `SELECT postmortem, a.ref, a.title FROM postmortem_follow_up_verdicts AS v JOIN "action" AS a USING (postmortem)
		WHERE v.helped = 'yes' AND a.ref = v."action" ORDER BY postmortem, a.rank`
	notCounted = `SELECT id, ref FROM postmortem WHERE NOT (` + counted + `)`
)

// Stories are what patterns are found in: all postmortems but the example, in the order in which they came. An action is late that is
// open after its day, on a day of the calendar.
func (a *Archive) Stories(ctx context.Context, today model.Date) ([]patterns.Story, error) {
	var s stories
	err := a.look(ctx, func(r reader) error {
		if err := s.roots(r); err != nil {
			return err
		}
		for _, read := range []func(reader) error{s.names, s.causes, func(r reader) error { return s.actions(r, today) }, s.ties} {
			if err := read(r); err != nil {
				return err
			}
		}
		return nil
	})
	return s.all, err
}

// stories collects them.
type stories struct {
	all []patterns.Story
	at  map[int64]int // by row
}

// of is the one of a row; nil for one that is not counted.
func (s *stories) of(key int64) *patterns.Story {
	if i, counts := s.at[key]; counts {
		return &s.all[i]
	}
	return nil
}

func (s *stories) roots(r reader) error {
	s.at = map[int64]int{}
	var key int64
	var one patterns.Story
	var began, precision, started, detected, mitigated sql.NullString
	return each(r, storyColumns, nil, func() error {
		at := instants{}
		one.Began, one.WholeDay = at.read(began), precision.String == "day"
		figures := model.Postmortem{Moments: model.Moments{
			Started: at.moment(started), Detected: at.moment(detected), Mitigated: at.moment(mitigated),
		}}
		one.Metrics = figures.Figures()
		s.at[key] = len(s.all)
		s.all = append(s.all, one)
		return at.err
	}, &key, &one.ID, &one.Ref, &one.Title, &one.Zone, &one.Actions.Promised, &one.Actions.Done, &began, &precision, &started, &detected, &mitigated)
}

func (s *stories) names(r reader) error {
	if err := names(r, "postmortem_services", nil, func(key int64, name string) {
		if one := s.of(key); one != nil {
			one.Services = append(one.Services, name)
		}
	}); err != nil {
		return err
	}
	return names(r, "postmortem_tags", nil, func(key int64, name string) {
		if one := s.of(key); one != nil {
			one.Tags = append(one.Tags, name)
		}
	})
}

func (s *stories) causes(r reader) error {
	var key int64
	var category string
	var unseen bool
	return each(r, storyCauses, nil, func() error {
		if one := s.of(key); one != nil {
			one.Unseen = one.Unseen || unseen
			if category != "" {
				one.Categories = append(one.Categories, category)
			}
		}
		return nil
	}, &key, &category, &unseen)
}

func (s *stories) actions(r reader, today model.Date) error {
	var key int64
	var dropped, class int
	var tests patterns.Tests
	if err := each(r, storyActions, nil, func() error {
		if one := s.of(key); one != nil {
			one.Actions.Done, one.Actions.Class, one.Tests = one.Actions.Done-dropped, class, tests
		}
		return nil
	}, &key, &dropped, &class, &tests.Promised, &tests.Failing, &tests.Passing, &tests.Looked, &tests.There); err != nil {
		return err
	}
	if err := each(r, storyLate, []any{string(today)}, func() error {
		if one := s.of(key); one != nil {
			one.Actions.Late++
		}
		return nil
	}, &key); err != nil {
		return err
	}
	helped := 0
	return each(r, storyVerdicts, nil, func() error {
		if one := s.of(key); one != nil {
			one.Actions.Helped = helped
		}
		return nil
	}, &key, &helped)
}

// ties reads which postmortems people said to belong together, by id or, where only that is known, by reference; and what was said to help
// in those that came back. One that is deleted counts for neither.
func (s *stories) ties(r reader) error {
	byID, byRef := make(map[string]int, len(s.all)), make(map[string]int, len(s.all))
	for i := range s.all {
		byID[s.all[i].ID], byRef[s.all[i].Ref] = i, i
	}
	gone := map[string]bool{}
	var id, ref string
	if err := each(r, notCounted, nil, func() error { gone[id], gone[ref] = true, true; return nil }, &id, &ref); err != nil {
		return err
	}
	var key int64
	var tie model.Relation
	back := map[int]bool{}
	if err := each(r, storyTies, nil, func() error {
		one := s.of(key)
		if one == nil || gone[tie.ID] || tie.ID == "" && gone[tie.Ref] {
			return nil
		}
		at, here := byID[tie.ID]
		if tie.ID == "" {
			at, here = byRef[tie.Ref]
		}
		if here {
			tie.ID, tie.Ref = s.all[at].ID, s.all[at].Ref
			back[at] = back[at] || tie.Kind == model.RepeatOf
		}
		one.Relations = append(one.Relations, tie)
		return nil
	}, &key, &tie.ID, &tie.Ref, &tie.Kind); err != nil || len(back) == 0 {
		return err
	}
	var helped patterns.Helped
	return each(r, storyHelped, nil, func() error {
		if i, counts := s.at[key]; counts && back[i] {
			s.all[i].Helped = append(s.all[i].Helped, helped)
		}
		return nil
	}, &key, &helped.Ref, &helped.Title)
}

const (
	tiesTo = `SELECT ref, title, kind FROM (SELECT postmortem, id AS other, ref AS name, kind, position FROM postmortem_relations)
		JOIN postmortem USING (postmortem) WHERE (other = ? OR other = '' AND name = ?) AND ` + notDeleted + ` ORDER BY postmortem, position`
	helpedOf = `SELECT a.ref, a.title FROM postmortem_follow_up_verdicts AS v JOIN "action" AS a USING (postmortem)
		JOIN postmortem AS p USING (postmortem)
		WHERE v.helped = 'yes' AND a.ref = v."action" AND p.ref = ? ORDER BY a.rank`
)

// Ties are the postmortems that people said to belong together with one, seen from either side, in words; and what was said to help in the
// earlier one of a repeat and did not keep it from coming back.
func (a *Archive) Ties(ctx context.Context, p *model.Postmortem) (said []string, err error) {
	err = a.look(ctx, func(r reader) error {
		said, err = ties(r, p)
		return err
	})
	return said, err
}

func ties(r reader, p *model.Postmortem) (said []string, err error) {
	earlier := map[string]bool{}
	var later, title, kind string
	if err := each(r, tiesTo, []any{p.ID, p.Ref}, func() error {
		earlier[p.Ref] = earlier[p.Ref] || kind == model.RepeatOf
		said = append(said, later+" "+patterns.Tied(kind)+" this one: "+title)
		return nil
	}, &later, &title, &kind); err != nil {
		return nil, err
	}
	for _, tie := range p.Relations {
		ref, there := tie.Ref, true
		if err := one(r, "SELECT ref, "+notDeleted+" FROM postmortem WHERE id = ?", []any{tie.ID}, &ref, &there); err != nil && !none(err) {
			return nil, err
		}
		gone := ", which was deleted"
		if there {
			gone = ""
			earlier[ref] = earlier[ref] || tie.Kind == model.RepeatOf
		}
		said = append(said, "This one "+patterns.Tied(tie.Kind)+" "+ref+gone)
	}
	for _, ref := range slices.Sorted(maps.Keys(earlier)) {
		words, err := didNotPrevent(r, ref)
		if err != nil {
			return nil, err
		}
		if earlier[ref] && words != "" {
			said = append(said, words)
		}
	}
	return said, nil
}

// tied are those of some postmortems that belong together with others, as far as people said it: by id and by reference.
func tied(r reader) (some map[string]bool, err error) {
	some = map[string]bool{}
	var owner, id, ref string
	err = each(r, "SELECT p.ref, t.id, t.ref FROM postmortem_relations AS t JOIN postmortem AS p USING (postmortem)", nil,
		func() error { some[owner], some[id], some[ref] = true, true, true; return nil }, &owner, &id, &ref)
	delete(some, "")
	return some, err
}

// didNotPrevent is what was said to help in a postmortem that came back, in words; "" where nothing was.
func didNotPrevent(r reader, ref string) (string, error) {
	var all []patterns.Helped
	var helped patterns.Helped
	err := each(r, helpedOf, []any{ref}, func() error { all = append(all, helped); return nil }, &helped.Ref, &helped.Title)
	return patterns.DidNotPrevent(ref, all), err
}
