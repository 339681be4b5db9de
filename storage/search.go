package storage

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"

	"debrief/model"
	"debrief/storage/terms"
)

// Bounds of a search.
const (
	mostRead    = 3_000 // postings of a word, the newest
	mostHeads   = 1_000 // and of those in titles and labels
	leastOfEach = 100   // of each word of those that begin alike
	mostProbed  = 400   // postmortems that are looked up one by one
	mostBegun   = 64    // words that begin alike, the commonest
	mostExact   = 1_000 // postmortems whose texts are read for exact phrases
	mostTexts   = 64    // texts of one of them
)

// candidate is a postmortem that may be meant: for each word where it stands.
type candidate struct {
	key, newest int64
	places      []terms.Places
	apart       bool // a verb and its particle stand in one text, and not side by side
	rank        rank
}

// rank is the order of hits, what comes first being least: how many words are lacking; that not all of them stand in the title; that a
// verb and its particle stand apart; how many do not stand in the part with most of them; how many do not stand in the title.
type rank [5]int

// Search finds postmortems, at most so many of them. Those in whose title all words stand come first, then those with most words in one
// part, then those with most in the title, then the newest. Of three words or more one may be lacking, such hits come last; and of five or more,
// where none has so many of them, more, as long as most of them are there.
func (a *Archive) Search(ctx context.Context, q terms.Query, most int) (model.Found, error) {
	var found model.Found
	err := a.look(ctx, func(r reader) error {
		if a.schema < wordsSince {
			return &trouble{kind: ErrReadOnly, text: "this archive keeps no words to search by yet: the next program that may write to it makes them"}
		}
		s := &search{from: r, query: q}
		all, err := s.candidates()
		if err != nil {
			return err
		}
		found, err = s.hits(ctx, all, most)
		return err
	})
	return found, err
}

// SearchTyped finds what somebody is typing: the last word may go on. Of a text that looks for nothing yet it says what could be typed.
func (a *Archive) SearchTyped(ctx context.Context, text string, most int) (model.Found, error) {
	q, err := terms.Parse(text, true)
	if err != nil || a.empty {
		return model.Found{}, err
	}
	return a.Search(ctx, q, most)
}

// search is one search.
type search struct {
	from    reader
	query   terms.Query
	slots   []wordSlot
	phrases [][]int // the slots of the words of each
	lacks   int     // how many of the words may be lacking
	more    bool
}

// wordSlot is a word that is looked for, as the words of the archive that it may be.
type wordSlot struct {
	words    []any // their rows
	uses     int
	short    bool // it has so few letters that only titles and labels are searched
	optional bool // it is short, and others are not: who has it not is not lacking it
	apart    []wordSlot
}

func (s *search) candidates() ([]*candidate, error) {
	keep, err := s.filtered()
	if err != nil {
		return nil, err
	}
	for _, w := range s.query.Words {
		x, err := s.slot(w)
		if err != nil {
			return nil, err
		}
		s.slots = append(s.slots, x)
	}
	for _, phrase := range s.query.Phrases {
		s.phrases = append(s.phrases, s.ofPhrase(phrase))
	}
	if slices.ContainsFunc(s.slots, func(x wordSlot) bool { return !x.short }) {
		for i := range s.slots {
			s.slots[i].optional = s.slots[i].short
		}
	}
	required := s.required()
	if required >= 3 && len(s.query.Phrases) == 0 {
		s.lacks = 1
	}
	for ; ; s.lacks++ {
		all, err := s.ranked(keep)
		if err != nil || len(all) > 0 || len(s.query.Phrases) > 0 || s.lacks >= (required-1)/2 {
			return all, err
		}
	}
}

// ranked are the candidates that lack no more words than may be lacking, in their order.
func (s *search) ranked(keep filter) ([]*candidate, error) {
	byKey, err := s.gather(keep)
	if err != nil {
		return nil, err
	}
	if err := s.leaveOut(byKey); err != nil {
		return nil, err
	}
	all := make([]*candidate, 0, len(byKey))
	for _, c := range byKey {
		if c.rank = s.rank(c); c.rank[0] <= s.lacks {
			all = append(all, c)
		}
	}
	slices.SortFunc(all, func(x, y *candidate) int {
		return cmp.Or(slices.Compare(x.rank[:], y.rank[:]), cmp.Compare(x.newest, y.newest), cmp.Compare(y.key, x.key))
	})
	return all, nil
}

// required is how many of the words are to be there: all but short ones beside others.
func (s *search) required() (n int) {
	for i := range s.slots {
		if !s.slots[i].optional {
			n++
		}
	}
	return n
}

// slot finds the words that a wanted one may be: of those that begin alike, the commonest.
func (s *search) slot(w terms.Wanted) (x wordSlot, err error) {
	x.short = terms.Short(w.Word)
	where, args := "term = ?", []any{w.Word}
	for _, joined := range w.Joined {
		where, args = where+" OR term = ?", append(args, joined)
	}
	for _, b := range w.Begins {
		where, args = where+" OR term >= ? AND term < ?", append(args, b, b+"\U0010ffff")
	}
	var word int64
	var uses int
	err = each(s.from, "SELECT word, uses FROM word WHERE "+where+" ORDER BY uses DESC, term LIMIT ?", append(args, mostBegun+1), func() error {
		x.words, x.uses = append(x.words, word), x.uses+uses
		return nil
	}, &word, &uses)
	if err != nil {
		return x, err
	}
	if len(x.words) > mostBegun {
		x.words, s.more = x.words[:mostBegun], true
	}
	fewest := 0
	for i, word := range w.Apart {
		one, err := s.slot(terms.Wanted{Word: word})
		if err != nil {
			return x, err
		}
		x.apart = append(x.apart, one)
		if i == 0 || one.uses < fewest {
			fewest = one.uses
		}
	}
	x.uses += fewest
	return x, nil
}

// gather finds the postmortems that have enough of the words, beginning with the rarest.
func (s *search) gather(keep filter) (map[int64]*candidate, error) {
	byKey := map[int64]*candidate{}
	if len(s.slots) == 0 {
		err := s.newest(keep, byKey)
		return byKey, err
	}
	order := make([]int, len(s.slots))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int {
		if s.slots[x].optional != s.slots[y].optional {
			return map[bool]int{false: -1, true: 1}[s.slots[x].optional]
		}
		return cmp.Compare(s.slots[x].uses, s.slots[y].uses)
	})
	for n, i := range order {
		switch fresh := n <= s.lacks && !s.slots[i].optional; { // who has none of the rarest has too few
		case !fresh && len(byKey) == 0:
			return byKey, nil
		case !fresh && len(byKey) <= mostProbed && s.slots[i].uses > 4*len(byKey):
			for _, c := range byKey {
				if err := s.probe(i, c); err != nil {
					return nil, err
				}
			}
		default:
			if err := s.read(i, fresh, keep, byKey); err != nil {
				return nil, err
			}
		}
	}
	return byKey, nil
}

// The postings of a word: all, and those of titles and labels alone, which the index of these has.
const (
	postingsOf = "SELECT newest, postmortem, places FROM posting WHERE word = ? ORDER BY newest, postmortem LIMIT ?"
	headsOf    = "SELECT newest, postmortem, places FROM posting WHERE word = ? AND places & 3 ORDER BY newest, postmortem LIMIT ?"
)

// read finds who has a word, or the two that it is made of in one text.
func (s *search) read(i int, fresh bool, keep filter, byKey map[int64]*candidate) error {
	into := func(key, newest int64, at terms.Places, apart bool) {
		c := byKey[key]
		if c == nil {
			if !fresh || !keep.keeps(key) {
				return
			}
			c = &candidate{key: key, newest: newest, places: make([]terms.Places, len(s.slots))}
			byKey[key] = c
		}
		if !apart || c.places[i] == 0 {
			c.places[i] |= at
			c.apart = c.apart || apart
		}
	}
	x := s.slots[i]
	err := s.postings(x, func(key, newest int64, at terms.Places) { into(key, newest, at, false) })
	if err != nil || len(x.apart) == 0 {
		return err
	}
	ats := map[int64]terms.Places{}
	if err := s.postings(x.apart[0], func(key, _ int64, at terms.Places) { ats[key] |= at }); err != nil {
		return err
	}
	return s.postings(x.apart[1], func(key, newest int64, at terms.Places) {
		if at &= ats[key]; at != 0 {
			into(key, newest, at, true)
		}
	})
}

// postings reads the postings of a word. Of words that have many the newest are read, and the newest that stand in titles: those come first.
func (s *search) postings(x wordSlot, do func(key, newest int64, at terms.Places)) error {
	most := max(mostRead/max(len(x.words), 1), leastOfEach)
	for _, word := range x.words {
		heads := most
		if !x.short {
			n, err := s.take(postingsOf, word, most, do)
			if err != nil {
				return err
			}
			if n <= most {
				continue
			}
			heads, s.more = min(most, mostHeads), true
		}
		n, err := s.take(headsOf, word, heads, do)
		if err != nil {
			return err
		}
		s.more = s.more || n > heads
	}
	return nil
}

// take reads one more than are wanted at most, and says how many there were.
func (s *search) take(text string, word any, most int, do func(key, newest int64, at terms.Places)) (n int, err error) {
	var newest, key, at int64
	err = each(s.from, text, []any{word, most + 1}, func() error {
		n++
		do(key, newest, terms.Places(at))
		return nil
	}, &newest, &key, &at)
	return n, err
}

// probe looks for a word in one postmortem.
func (s *search) probe(i int, c *candidate) error {
	x := s.slots[i]
	at, err := s.placesIn(x, c)
	if err == nil && at == 0 && len(x.apart) > 0 {
		if at, err = s.placesIn(x.apart[0], c); err == nil && at != 0 {
			var other terms.Places
			other, err = s.placesIn(x.apart[1], c)
			at &= other
		}
		c.apart = c.apart || at != 0
	}
	c.places[i] |= at
	return err
}

// placesIn is where one postmortem has a word.
func (s *search) placesIn(x wordSlot, c *candidate) (all terms.Places, err error) {
	if len(x.words) == 0 {
		return 0, nil
	}
	var at int64
	err = each(s.from, "SELECT places FROM posting WHERE word IN ("+marks(len(x.words))+") AND newest = ? AND postmortem = ?",
		append(slices.Clone(x.words), c.newest, c.key), func() error { all |= terms.Places(at); return nil }, &at)
	return all, err
}

// newest are the postmortems of a query that has filters alone.
func (s *search) newest(keep filter, byKey map[int64]*candidate) error {
	var key, n int64
	err := each(s.from, "SELECT postmortem FROM postmortem WHERE "+notDeleted+" ORDER BY coalesce(began, created_at) DESC, postmortem DESC", nil,
		func() error {
			if n++; keep.keeps(key) {
				byKey[key] = &candidate{key: key, newest: n}
			}
			return enough(mostRead, len(byKey))
		}, &key)
	if errors.Is(err, errEnough) {
		s.more = true
		return nil
	}
	return err
}

// leaveOut takes away what has a word that is not to be there.
func (s *search) leaveOut(byKey map[int64]*candidate) error {
	for _, w := range s.query.Without {
		x, err := s.slot(w)
		if err != nil {
			return err
		}
		if len(x.words) == 0 {
			continue
		}
		var key int64
		err = each(s.from, "SELECT postmortem FROM posting WHERE word IN ("+marks(len(x.words))+")", x.words,
			func() error { delete(byKey, key); return nil }, &key)
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *search) rank(c *candidate) (r rank) {
	n, title := len(c.places), 0
	for i, at := range c.places {
		if at == 0 && !s.slots[i].optional {
			r[0]++
		}
		if at&terms.Title != 0 {
			title++
		}
	}
	if title < n {
		r[1] = 1
	}
	if c.apart {
		r[2] = 1
	}
	_, most := fullest(c.places)
	r[3], r[4] = n-most, n-title
	return r
}

// filtered says which postmortems the filters leave of those that are there. Without a filter only the deleted ones are read, which are few.
func (s *search) filtered() (keep filter, err error) {
	where, keep := "deleted_at IS NOT NULL", filter{rows: map[int64]bool{}}
	var args []any
	if len(s.query.Filters) > 0 {
		where, keep.only = notDeleted, true
	}
	for _, f := range s.query.Filters {
		text, given := filterText(f)
		if f.Not {
			text = "NOT " + text
		}
		where, args = where+" AND "+text, append(args, given...)
	}
	var key int64
	err = each(s.from, "SELECT postmortem FROM postmortem WHERE "+where, args, func() error { keep.rows[key] = true; return nil }, &key)
	return keep, err
}

// filter is rows: with only, those that are left, else those that are not.
type filter struct {
	only bool
	rows map[int64]bool
}

func (f filter) keeps(key int64) bool { return f.rows[key] == f.only }

// filterText is what a filter asks of a row.
func filterText(f terms.Filter) (where string, args []any) {
	of := func(table, what string) string {
		return "EXISTS (SELECT 1 FROM " + table + " x WHERE x.postmortem = postmortem.postmortem AND " + what + ")"
	}
	switch f.Name {
	case "severity":
		return "severity = ?", []any{f.Is}
	case "service":
		where, args = inAnyCase("lower(value) = lower(?)", f.Is)
		return of("postmortem_services", where), args
	case "tag":
		where, args = inAnyCase("lower(value) = lower(?)", f.Is)
		return of("postmortem_tags", where), args
	case "owner":
		where, args = inAnyCase("instr(' ' || lower(owner) || ' ', ' ' || lower(?) || ' ')", f.Is)
		return of("action", where), args
	case "before":
		return "coalesce(began, created_at) < ?", []any{terms.Day(f)}
	case "after":
		return "coalesce(began, created_at) >= ?", []any{terms.Day(f)}
	case "status":
		if f.Is == "open" {
			return "open_actions > 0", nil
		}
		return "status = ?", []any{f.Is}
	}
	return map[string]string{
		"test": of("action", "test_name <> ''"), "actions": "actions > 0", "causes": of("why", "parent IS NULL"),
		"lessons": of("lesson", "1"), "follow-up": "follow_up = 1",
	}[f.Is], nil
}

// inAnyCase asks for a name in any case. SQL's lower knows the letters of English alone: a name with others is also asked for as it is, in
// capitals and with capitals first.
func inAnyCase(where, name string) (string, []any) {
	small := strings.ToLower(name)
	all := []any{small}
	if strings.ContainsFunc(small, func(r rune) bool { return r > unicode.MaxASCII }) {
		before := ' '
		all = append(all, name, strings.ToUpper(small), strings.Map(func(r rune) rune {
			if before == ' ' {
				before, r = r, unicode.ToTitle(r)
			} else {
				before = r
			}
			return r
		}, small))
	}
	return "(" + strings.TrimSuffix(strings.Repeat(where+" OR ", len(all)), " OR ") + ")", all
}

// hits reads what the first candidates say. Exact phrases are looked for in their texts.
func (s *search) hits(ctx context.Context, all []*candidate, most int) (model.Found, error) {
	found := model.Found{All: len(all), More: s.more}
	exact, read := 0, 0
	together, err := tied(s.from)
	if err != nil {
		return found, err
	}
	for _, c := range all {
		if err := ctx.Err(); err != nil {
			return found, err
		}
		if len(found.Hits) == most && len(s.query.Phrases) == 0 {
			break
		}
		if slices.ContainsFunc(s.phrases, func(slots []int) bool { return c.together(slots) == 0 }) {
			continue
		}
		if read == mostExact {
			found.More = true
			break
		}
		read++
		hit, says, err := s.hit(c, together, len(found.Hits) < most)
		if err != nil {
			return found, err
		}
		if says {
			exact++
			if len(found.Hits) < most {
				found.Hits = append(found.Hits, hit)
			}
		}
	}
	if len(s.query.Phrases) > 0 {
		found.All = exact
	}
	return found, nil
}

// says reports whether every phrase stands in some text, in any case.
func says(texts []terms.Text, phrases []string) bool {
	return !slices.ContainsFunc(phrases, func(phrase string) bool {
		phrase = flat(phrase)
		return !slices.ContainsFunc(texts, func(t terms.Text) bool { return strings.Contains(flat(t.Says), phrase) })
	})
}

func flat(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// best is the text that has most of what is looked for, and what of it is shown.
func best(texts []terms.Text, wanted []terms.Wanted, phrases []string) (at, snippet string) {
	most := -1
	for _, t := range texts {
		found := marked(t.Says, wanted)
		has := map[string]bool{}
		for _, w := range found {
			has[w.Word] = true
		}
		n := len(has)
		if len(phrases) > 0 && says([]terms.Text{t}, phrases) {
			n += len(wanted)
		}
		if n > most {
			most, at, snippet = n, t.At, excerpt(t.Says, found)
		}
	}
	return at, snippet
}

// marked are the words of a text that are looked for, from left to right and apart.
func marked(text string, wanted []terms.Wanted) []terms.Term {
	var all []terms.Term
	terms.Of(text, func(t terms.Term) {
		if !slices.ContainsFunc(wanted, func(w terms.Wanted) bool { return w.Is(t.Word) }) {
			return
		}
		for n := len(all); n > 0 && t.From < all[n-1].To; n = len(all) {
			if t.To-t.From <= all[n-1].To-all[n-1].From {
				return
			}
			all = all[:n-1]
		}
		all = append(all, t)
	})
	return all
}

// excerpt is the neighbourhood of the first words that were found, on one line.
func excerpt(text string, found []terms.Term) string {
	const around = 60 // bytes before, and twice as many behind
	from, to := 0, min(len(text), 3*around)
	if len(found) > 0 {
		from, to = max(0, found[0].From-around), min(len(text), found[0].To+2*around)
	}
	from, to = boundary(text, from), boundary(text, to)
	var b strings.Builder
	at := from
	for _, t := range found {
		if t.From < at || t.To > to {
			continue
		}
		b.WriteString(text[at:t.From] + "⟦" + text[t.From:t.To] + "⟧")
		at = t.To
	}
	b.WriteString(text[at:to])
	s := strings.Join(strings.Fields(b.String()), " ")
	if from > 0 {
		s = "… " + s
	}
	if to < len(text) {
		s += " …"
	}
	return s
}

// boundary is the end of a word at or before a byte, where there is one near.
func boundary(text string, at int) int {
	if at <= 0 || at >= len(text) {
		return max(0, min(at, len(text)))
	}
	if i := strings.LastIndexAny(text[:at], " \n"); i >= 0 && at-i < 24 {
		return i + 1
	}
	for at > 0 && text[at]&0xc0 == 0x80 {
		at--
	}
	return at
}
