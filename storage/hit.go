package storage

import (
	"math/bits"
	"reflect"
	"slices"
	"strconv"
	"sync"

	"debrief/model"
	"debrief/storage/terms"
)

// candidateText is what is read of a candidate before any of its texts.
var candidateText = sync.OnceValue(func() string {
	return "SELECT id, ref, title, summary, why_now, " + quoteAll(counters()) + " FROM postmortem WHERE postmortem = ?"
})

// hit reads what a candidate says of what is looked for, of all its texts only those in which the words stand, and whether it says the
// exact phrases. What is shown is read only where it is wanted.
func (s *search) hit(c *candidate, together map[string]bool, shown bool) (hit model.Hit, says bool, err error) {
	p := &model.Postmortem{}
	err = one(s.from, candidateText(), []any{c.key}, append([]any{&p.ID, &p.Ref, &p.Title, &p.Summary, &p.WhyNow}, pointers(&p.Last)...)...)
	if err != nil {
		return hit, false, err
	}
	t := textsOf{from: s.from, key: c.key, of: p}
	var texts []terms.Text
	for i, phrase := range s.query.Phrases {
		some, err := t.at(c.together(s.phrases[i]), func(all []terms.Text) bool { return saysAny(all, phrase) })
		if err != nil || !saysAny(some, phrase) {
			return hit, false, err
		}
		texts = append(texts, some...)
	}
	if !shown {
		return hit, true, nil
	}
	at, most := fullest(c.places)
	some, err := t.at(at, func(all []terms.Text) bool { return wordsIn(all[len(all)-1].Says, s.query.Words) >= most })
	if err != nil {
		return hit, false, err
	}
	hit = model.Hit{Ref: p.Ref, Title: p.Title}
	hit.At, hit.Snippet = best(append(texts, some...), s.query.Words, s.query.Phrases)
	if together[p.Ref] || together[p.ID] {
		p.Relations, err = relationsOf(s.from, c.key)
		if err == nil {
			hit.Ties, err = ties(s.from, p)
		}
	}
	return hit, true, err
}

// together are the places in which all words of a phrase stand that are kept of whole texts.
func (c *candidate) together(slots []int) terms.Places {
	at := ^terms.Places(0)
	for _, i := range slots {
		at &= c.places[i]
	}
	return at
}

// ofPhrase are the slots of those words of a phrase that are kept of whole texts.
func (s *search) ofPhrase(phrase string) (slots []int) {
	terms.Of(phrase, func(t terms.Term) {
		i := slices.IndexFunc(s.query.Words, func(w terms.Wanted) bool { return w.Word == t.Word })
		if i >= 0 && !s.slots[i].short {
			slots = append(slots, i)
		}
	})
	return slots
}

// fullest are the places in which most of the words stand, and how many; the title where none stands anywhere.
func fullest(words []terms.Places) (at terms.Places, most int) {
	everywhere := terms.Places(0)
	for _, places := range words {
		everywhere |= places
	}
	at = terms.Title
	for left := uint64(everywhere); left != 0; left &= left - 1 {
		bit, n := terms.Places(1)<<bits.TrailingZeros64(left), 0
		for _, places := range words {
			if places&bit != 0 {
				n++
			}
		}
		if n > most {
			at, most = 0, n
		}
		if n == most {
			at |= bit
		}
	}
	return at, most
}

func wordsIn(text string, wanted []terms.Wanted) int {
	n := 0
	for _, w := range wanted {
		found := false
		terms.Of(text, func(t terms.Term) { found = found || w.Is(t.Word) })
		if found {
			n++
		}
	}
	return n
}

func saysAny(texts []terms.Text, phrase string) bool { return says(texts, []string{phrase}) }

// textsOf reads texts of one postmortem, of which its own texts and the counters are known.
type textsOf struct {
	from reader
	key  int64
	of   *model.Postmortem
}

// at reads the texts that have one of some places, in their order, until that is enough.
func (t *textsOf) at(places terms.Places, enough func([]terms.Text) bool) (all []terms.Text, err error) {
	add := func(some []terms.Text) bool {
		for _, text := range some {
			if text.Place&places != 0 && text.Says != "" {
				if all = append(all, text); enough(all) || len(all) == mostTexts {
					return true
				}
			}
		}
		return false
	}
	root := t.of
	if slices.ContainsFunc([]string{"services", "follow_up", "reread"}, func(at string) bool { return terms.PlaceOf(at)&places != 0 }) {
		if err := loadRoots(t.from, span{t.key, t.key}, func(_ int64, p *model.Postmortem) { root = p }); err != nil {
			return nil, err
		}
	}
	if add(terms.Texts(root)) {
		return all, nil
	}
	err = t.parts(places, add)
	return all, err
}

// parts reads the texts of the parts that have one of some places, until add has enough.
func (t *textsOf) parts(places terms.Places, add func([]terms.Text) (enough bool)) error {
	for _, k := range model.Kinds[1:] {
		last := reflect.ValueOf(t.of.Last).FieldByName(k.Letter).Int()
		for number := int64(1); number <= last; number++ {
			ref := k.Letter + strconv.FormatInt(number, 10)
			if terms.PlaceOf(ref)&places == 0 {
				continue
			}
			part, there, err := tables()[k.Letter].part(t.from, t.key, ref)
			if err != nil || there && add(terms.TextsOf(t.of, part)) {
				return err
			}
		}
	}
	return nil
}

func relationsOf(r reader, key int64) (all []model.Relation, err error) {
	var tie model.Relation
	err = each(r, "SELECT id, ref, kind FROM postmortem_relations WHERE postmortem = ? ORDER BY position", []any{key},
		func() error { all = append(all, tie); return nil }, &tie.ID, &tie.Ref, &tie.Kind)
	return all, err
}
