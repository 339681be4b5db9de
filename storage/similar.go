package storage

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
	"strings"

	"debrief/model"
	"debrief/storage/terms"
)

// Bounds of what is compared: all four hundred words of a document would take too long, and the common ones say nothing.
const (
	rarestAsked  = 40
	mostSharing  = 2_000 // postmortems of a word
	leastShared  = 2     // words or services, so that one odd word makes no likeness
	mostBecause  = 4
	serviceCount = 3 // a service that both have weighs as much as so many of the rarest words
)

// Similar finds the postmortems most like one, by words that are rare in the archive and by services; or, where p has no reference, most
// like a text that is no postmortem yet. The names of people are no likeness.
func (a *Archive) Similar(ctx context.Context, p *model.Postmortem, most int) ([]model.Likeness, error) {
	var all []model.Likeness
	err := a.look(ctx, func(r reader) error {
		if a.schema < wordsSince {
			return nil
		}
		s := &likeness{from: r, of: map[int64]*alike{}}
		if err := one(r, "SELECT count(*) FROM postmortem WHERE "+counted, nil, &s.all); err != nil {
			return err
		}
		if err := s.words(asked(p)); err != nil {
			return err
		}
		if err := s.services(p.Services); err != nil {
			return err
		}
		var err error
		all, err = s.best(p.ID, most)
		return err
	})
	return all, err
}

// likeness gathers what others share.
type likeness struct {
	from reader
	all  int // postmortems
	of   map[int64]*alike
}

type alike struct {
	key     int64
	score   int
	because []string
}

func (s *likeness) add(key int64, weight int, because string) {
	x := s.of[key]
	if x == nil {
		x = &alike{key: key}
		s.of[key] = x
	}
	x.score += weight
	x.because = append(x.because, because)
}

// weight is what a word tells that so many postmortems have.
func (s *likeness) weight(uses int) int { return bits.Len(uint(s.all / max(1, uses))) }

// asked are the words that a postmortem is compared by, as they are written in it.
func asked(p *model.Postmortem) map[string]string {
	names := map[string]bool{}
	note := func(name string) { terms.Of(name, func(t terms.Term) { names[t.Word] = true }) }
	for i := range p.Participants {
		note(p.Participants[i].Name)
		note(p.Participants[i].Handle)
	}
	for i := range p.Events {
		note(p.Events[i].By)
	}
	for i := range p.Actions {
		note(p.Actions[i].Owner)
	}
	words := map[string]string{}
	for _, text := range terms.Texts(p) {
		if text.Place == terms.Labels || strings.HasPrefix(text.At, "N") || strings.HasPrefix(text.At, "A") {
			continue // what it is about, not what was done about it
		}
		terms.Of(text.Says, func(t terms.Term) {
			if len(t.Word) > 3 && !names[t.Word] && strings.Trim(t.Word, "0123456789.-:") != "" && words[t.Word] == "" {
				words[t.Word] = strings.ToLower(text.Says[t.From:t.To])
			}
		})
	}
	return words
}

// words looks for those that share the rarest.
func (s *likeness) words(asked map[string]string) error {
	type word struct {
		row  int64
		uses int
		says string
	}
	var known []word
	all := make([]any, 0, len(asked))
	for term := range asked {
		all = append(all, term)
	}
	for part := range slices.Chunk(all, 200) {
		var w word
		var term string
		err := each(s.from, "SELECT word, uses, term FROM word WHERE term IN ("+marks(len(part))+") AND uses > 1", part, func() error {
			w.says = asked[term]
			known = append(known, w)
			return nil
		}, &w.row, &w.uses, &term)
		if err != nil {
			return err
		}
	}
	slices.SortFunc(known, func(x, y word) int { return cmp.Or(cmp.Compare(x.uses, y.uses), cmp.Compare(x.says, y.says)) })
	for _, w := range known[:min(len(known), rarestAsked)] {
		if w.uses > max(2, s.all/3) {
			break // every third one has it
		}
		var key int64
		err := each(s.from, "SELECT postmortem FROM posting WHERE word = ? ORDER BY newest LIMIT ?", []any{w.row, mostSharing},
			func() error { s.add(key, s.weight(w.uses), w.says); return nil }, &key)
		if err != nil {
			return err
		}
	}
	return nil
}

// services looks for those with the same services.
func (s *likeness) services(names []string) error {
	for _, name := range names {
		var keys []int64
		var key int64
		err := each(s.from, "SELECT postmortem FROM postmortem_services WHERE lower(value) = ?", []any{strings.ToLower(name)},
			func() error { keys = append(keys, key); return nil }, &key)
		if err != nil {
			return err
		}
		for _, k := range keys {
			s.add(k, serviceCount*s.weight(len(keys)), name)
		}
	}
	return nil
}

// best are those that share most, but for the one itself, the example and what is deleted.
func (s *likeness) best(id string, most int) ([]model.Likeness, error) {
	all := make([]*alike, 0, len(s.of))
	for _, x := range s.of {
		if len(x.because) >= leastShared {
			all = append(all, x)
		}
	}
	slices.SortFunc(all, func(x, y *alike) int { return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(y.key, x.key)) })
	var found []model.Likeness
	for _, x := range all {
		if len(found) == most {
			break
		}
		l := model.Likeness{Score: x.score, Because: x.because[:min(len(x.because), mostBecause)]}
		err := one(s.from, "SELECT ref, title FROM postmortem WHERE postmortem = ? AND id <> ? AND "+counted, []any{x.key, id}, &l.Ref, &l.Title)
		switch {
		case none(err):
		case err != nil:
			return nil, err
		default:
			found = append(found, l)
		}
	}
	return found, nil
}
