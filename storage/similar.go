package storage

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
	"strings"
	"sync"

	"debrief/model"
	"debrief/storage/terms"
)

// Bounds of what is compared: all four hundred words of a document would take too long, and the common ones say nothing.
const (
	rarestAsked  = 40
	mostSharing  = 2_000 // postmortems of a word
	leastShared  = 2     // words or services, so that one odd word makes no likeness
	mostBecause  = 6
	mostWords    = 3     // of these
	serviceCount = 3     // a service that both have weighs as much as so many of the rarest words
	mostMeasured = 200   // whose length is asked
	mostCompared = 20    // whose causes and whys are read
	page         = 2_000 // letters: what a postmortem as long shares tells half as much as what an empty one does
	grain        = 10    // of a score
	leastWhy     = 2     // words that an answer must share
	nearWords    = 2     // words that nobody else has: who shares as much as that is named unasked
	youngArchive = 100   // postmortems: where there are fewer every word is rare, and weighs what it would among so many
	nearArchive  = 128   // postmortems: where there are fewer, near is what it would be among so many
	sameCategory = 2     // is as much as a word that every second postmortem has: there are only five of them
)

// Similar finds the postmortems most like one, by words that are rare in the archive, by services, by what their whys say and by the
// category of their causes; or, where p has no reference, most like a text that is no postmortem yet. The names of people are no likeness.
// What a long postmortem shares tells less: it has words of everything.
// With each comes what was decided then, and whether it helped.
func (a *Archive) Similar(ctx context.Context, p *model.Postmortem, most int) ([]model.Likeness, error) {
	var all []model.Likeness
	err := a.look(ctx, func(r reader) error {
		if a.schema < wordsSince {
			return nil
		}
		s := &likeness{from: r, of: map[int64]*alike{}, uses: map[string]int{}}
		if err := one(r, "SELECT count(*) FROM postmortem WHERE "+counted, nil, &s.all); err != nil {
			return err
		}
		if p.Ref != "" {
			s.own = 1
		}
		if err := s.words(asked(p), s.own); err != nil {
			return err
		}
		if err := s.services(p.Services); err != nil {
			return err
		}
		some := s.first(mostMeasured)
		if err := s.measure(some); err != nil {
			return err
		}
		some = some[:min(len(some), mostCompared)]
		if err := s.whys(p, some); err != nil {
			return err
		}
		var err error
		all, err = s.best(p.ID, some, most)
		return err
	})
	return all, err
}

// likeness gathers what others share.
type likeness struct {
	from reader
	all  int            // postmortems
	own  int            // of them are the one itself
	uses map[string]int // of the words that are known, in how many postmortems each is
	of   map[int64]*alike
}

type alike struct {
	key     int64
	shares  int // what all that is shared weighs
	length  int // letters of what it tells
	because []shared
}

func (x *alike) score() int { return x.shares * grain * page / (page + x.length) }

// shared is one thing that two postmortems have in common.
type shared struct {
	weight int
	says   string
	word   bool // it is a word, of which there may be many
}

func (x *alike) add(one shared) {
	x.shares += one.weight
	x.because = append(x.because, one)
}

// reasons are what tells most, in words, each once: a word that stands in an answer which is shown is seen there.
func (x *alike) reasons() (words []string) {
	slices.SortStableFunc(x.because, func(a, b shared) int { return b.weight - a.weight })
	n := 0
	for _, why := range x.because {
		told := slices.ContainsFunc(words, func(said string) bool { return strings.Contains(strings.ToLower(said), why.says) })
		if told || why.word && n == mostWords || len(words) == mostBecause {
			continue
		}
		words = append(words, why.says)
		if why.word {
			n++
		}
	}
	return words
}

func (s *likeness) add(key int64, one shared) {
	x := s.of[key]
	if x == nil {
		x = &alike{key: key}
		s.of[key] = x
	}
	x.add(one)
}

// weight is what a word tells that so many postmortems have.
func (s *likeness) weight(uses int) int {
	return bits.Len(uint(max(s.all, youngArchive) / max(1, uses)))
}

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
	words, nothing := map[string]string{}, saysNothing()
	for _, text := range terms.Texts(p) {
		if text.Place == terms.Labels || strings.HasPrefix(text.At, "N") || strings.HasPrefix(text.At, "A") {
			continue // what it is about, not what was done about it
		}
		terms.Of(text.Says, func(t terms.Term) {
			says := strings.ToLower(text.Says[t.From:t.To])
			if len(says) > 2 && !names[t.Word] && strings.Trim(t.Word, "0123456789.-:") != "" && !nothing[strings.TrimLeft(says, "0123456789-")] {
				words[t.Word] = cmp.Or(words[t.Word], says)
			}
		})
	}
	return words
}

// saysNothing are the words of English that stand in a text whatever it is about; in a young archive they are as rare as any. Those of
// one or two letters are not compared anyway.
var saysNothing = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(`
all and any are but can did due few for get got had has her him his how its let may new nor not now off old one our out own per put she the too
two was way who why yet you aren couldn didn doesn don hadn hasn haven isn shouldn wasn weren won wouldn
about above after again against ahead almost along already also although always among another anything around away back became because become
been before began begin behind being below beside besides between beyond both came cannot come could down during each either else enough even ever
every everything first from further gave give given gone have having here hour hours however into instead itself just kept last later least less like
made make making many maybe minute minutes more most much must near neither never next none nothing once only onto other others over
perhaps quite rather same second seconds seen several shall should since some something soon still such take taken than that their them then there
these they thing things this those though through thus today together told took toward towards until upon very want well went were what when
where whether which while whole whom whose will with within without would yesterday your
five four half hundred hundreds seven six ten thousand thousands three
afternoon day days evening month months morning night noon week weeks
anybody anyone everybody everyone nobody people person somebody someone
ask asked asks comes coming does doing done get gets getting goes going knew know known knows look looked looks makes need needed needs
puts said saw say says see seems seen sees think thinks thought tried tries try trying want wanted wants`) {
		set[word] = true
	}
	return set
})

// words looks for those that share the rarest. A word that nobody else has is not shared: own is how often it stands in the one itself.
func (s *likeness) words(asked map[string]string, own int) error {
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
		err := each(s.from, "SELECT word, uses, term FROM word WHERE term IN ("+marks(len(part))+") AND uses > ?", append(part, own), func() error {
			w.says, s.uses[term] = asked[term], w.uses
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
			func() error { s.add(key, shared{s.weight(w.uses), w.says, true}); return nil }, &key)
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
		where, args := inAnyCase("lower(value) = lower(?)", name)
		err := each(s.from, "SELECT DISTINCT postmortem FROM postmortem_services WHERE "+where, args,
			func() error { keys = append(keys, key); return nil }, &key)
		if err != nil {
			return err
		}
		for _, k := range keys {
			s.add(k, shared{serviceCount * s.weight(len(keys)), name, false})
		}
	}
	return nil
}

// first are those that share most.
func (s *likeness) first(most int) []*alike {
	all := make([]*alike, 0, len(s.of))
	for _, x := range s.of {
		if len(x.because) >= leastShared {
			all = append(all, x)
		}
	}
	likest(all)
	return all[:min(len(all), most)]
}

func likest(all []*alike) {
	slices.SortFunc(all, func(x, y *alike) int { return cmp.Or(cmp.Compare(y.score(), x.score()), cmp.Compare(y.key, x.key)) })
}

// lengths are how many letters the texts of postmortems have.
const lengths = `SELECT postmortem, sum(letters) FROM (
	SELECT postmortem, length(summary) AS letters FROM postmortem
	UNION ALL SELECT postmortem, length(text) FROM event
	UNION ALL SELECT postmortem, length(text) + length(answer) FROM why
	UNION ALL SELECT postmortem, length(title) FROM "action"
	UNION ALL SELECT postmortem, length(text) FROM lesson) WHERE postmortem IN (`

func keyed(some []*alike) (byKey map[int64]*alike, keys []any) {
	byKey = map[int64]*alike{}
	for _, x := range some {
		byKey[x.key], keys = x, append(keys, x.key)
	}
	return byKey, keys
}

// measure asks how long some are, and brings them into their order.
func (s *likeness) measure(some []*alike) error {
	if len(some) == 0 {
		return nil
	}
	byKey, keys := keyed(some)
	var key int64
	var letters int
	err := each(s.from, lengths+marks(len(keys))+") GROUP BY postmortem", keys,
		func() error { byKey[key].length = letters; return nil }, &key, &letters)
	likest(some)
	return err
}

// whys compares what is said of causes, and their categories, with those that share most already: alone neither makes a likeness.
func (s *likeness) whys(p *model.Postmortem, some []*alike) error {
	ours, categories := s.reasoned(p)
	if len(some) == 0 || len(ours)+len(categories) == 0 {
		return nil
	}
	byKey, keys := keyed(some)
	alike := map[int64]shared{}
	var key int64
	var says, category string
	seen := map[owner]bool{}
	err := each(s.from, "SELECT postmortem, text || answer, category FROM why WHERE postmortem IN ("+marks(len(keys))+") ORDER BY postmortem, rank",
		keys, func() error {
			if n, weight := inCommon(says, ours); n >= leastWhy && weight > alike[key].weight {
				alike[key] = shared{weight, "why: " + model.Shorten(says, 60), false}
			}
			if of := (owner{key, category}); categories[category] && !seen[of] {
				seen[of] = true
				byKey[key].add(shared{sameCategory, category, false})
			}
			return nil
		}, &key, &says, &category)
	for key, why := range alike {
		byKey[key].add(why)
	}
	likest(some)
	return err
}

// reasoned are the words of causes and whys that tell something, by what they tell, and the categories of roots.
func (s *likeness) reasoned(p *model.Postmortem) (words map[string]int, categories map[string]bool) {
	words, categories = map[string]int{}, map[string]bool{}
	note := func(text string) {
		terms.Of(text, func(t terms.Term) {
			if uses := s.uses[t.Word]; uses > 0 && uses <= max(2, s.all/3) {
				words[t.Word] = s.weight(uses)
			}
		})
	}
	for _, part := range p.Parts() {
		switch v := part.Value.Interface().(type) {
		case model.Cause:
			note(v.Text)
		case model.Why:
			note(v.Answer)
			categories[v.Category] = true
		}
	}
	delete(categories, "")
	return words, categories
}

// inCommon is how many words of a text are among some, and what they tell.
func inCommon(text string, words map[string]int) (n, weight int) {
	seen := map[string]bool{}
	terms.Of(text, func(t terms.Term) {
		if w := words[t.Word]; w > 0 && !seen[t.Word] {
			seen[t.Word] = true
			n, weight = n+1, weight+w
		}
	})
	return n, weight
}

// best are the first of them, but for the one itself, the example and what is deleted.
func (s *likeness) best(id string, some []*alike, most int) ([]model.Likeness, error) {
	var found []model.Likeness
	near := nearWords * grain * bits.Len(uint(max(s.all, nearArchive)))
	for _, x := range some {
		if len(found) == most {
			break
		}
		l := model.Likeness{Score: x.score(), Because: x.reasons(), Near: x.score() >= near}
		err := one(s.from, "SELECT id, ref, title FROM postmortem WHERE postmortem = ? AND id <> ? AND "+counted, []any{x.key, id},
			&l.ID, &l.Ref, &l.Title)
		if none(err) {
			continue
		}
		if err == nil {
			l.Decided, err = decided(s.from, x.key)
		}
		if err != nil {
			return nil, err
		}
		found = append(found, l)
	}
	return found, nil
}

// decidedIn are the actions of a postmortem, those with a verdict first, and whether they helped.
const decidedIn = `SELECT a.ref, a.title, a.status, coalesce((SELECT v.helped FROM postmortem_follow_up_verdicts AS v
		WHERE v.postmortem = a.postmortem AND v."action" = a.ref ORDER BY v.position DESC LIMIT 1), '') AS helped
	FROM "action" AS a WHERE a.postmortem = ? ORDER BY helped = '', a.rank`

func decided(r reader, key int64) (all []model.Decided, err error) {
	var d model.Decided
	err = each(r, decidedIn, []any{key}, func() error { all = append(all, d); return nil }, &d.Ref, &d.Title, &d.Status, &d.Helped)
	return all, err
}
