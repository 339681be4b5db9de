package storage

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"debrief/model"
	"debrief/storage/terms"
)

// wordsSince is the schema from which on an archive keeps the words that it is searched by.
const wordsSince = 10

// indexed is the index of the newest state of a postmortem that was written here.
type indexed struct {
	of    *model.Postmortem
	words *terms.Index
}

// postedAt is what a posting is ordered by: the later an incident began, the smaller; where nobody knows, when it was created.
func postedAt(p *model.Postmortem) int64 {
	at := p.Begin()
	if at.IsZero() {
		at = p.CreatedAt
	}
	return -at.Time().Unix() / 60
}

// index writes the words of what is different between two states. An incident that began at another
// time has all its words written anew, because they stand in the order of time.
func (a *Archive) index(key int64, before, after *model.Postmortem, changes []model.Change) error {
	was := a.indexes[key]
	if was.of != before {
		was.words = terms.NewIndex(before)
	}
	delete(a.indexes, key) // until it is written
	then, now := postedAt(before), postedAt(after)
	if then != now {
		if err := a.edits.unpost(key, then, was.words.Words); err != nil {
			return err
		}
	}
	different := was.words.Follow(after, partsChanged(changes))
	var err error
	if then != now {
		err = a.edits.post(key, now, was.words.Words)
	} else {
		err = a.edits.repost(key, now, different)
	}
	if err != nil {
		return err
	}
	a.keepIndex(key, indexed{after, was.words})
	return nil
}

// keepIndex keeps few, as remember does.
func (a *Archive) keepIndex(key int64, x indexed) {
	if len(a.indexes) >= 4 {
		clear(a.indexes)
	}
	a.indexes[key] = x
}

func partsChanged(changes []model.Change) []string {
	refs := make([]string, len(changes))
	for i := range changes {
		refs[i] = changes[i].Part
	}
	slices.Sort(refs)
	return slices.Compact(refs)
}

// wordsAtOnce is how many words are looked up together.
const wordsAtOnce = 64

var wordsText = "SELECT word, term FROM word WHERE term IN (" + marks(wordsAtOnce) + ")"

// The statements of the index.
const (
	lastWord = `SELECT coalesce(max(word), 0) FROM posting` // no word is without one
	wordCame = `INSERT INTO word (term, word, uses) VALUES (?, (` + lastWord + `) + 1, 1)
		ON CONFLICT (term) DO UPDATE SET uses = uses + 1 RETURNING word`
	wordsCome = `INSERT INTO word (term, word, uses) VALUES (?, ?, ?)`
	wordsMore = ` ON CONFLICT (term) DO UPDATE SET uses = uses + excluded.uses`
	wordWent  = `UPDATE word SET uses = uses - 1 WHERE term = ? RETURNING word, uses`
	postText  = `INSERT INTO posting (word, newest, postmortem, places) VALUES (?, ?, ?, ?)`
	dropText  = `DELETE FROM posting WHERE word = ? AND newest = ? AND postmortem = ?`
	moveText  = `UPDATE posting SET places = ? WHERE word = (SELECT word FROM word WHERE term = ?) AND newest = ? AND postmortem = ?`
)

// post writes all words of a postmortem.
func (w *writer) post(key, newest int64, words map[string]terms.Places) error {
	for _, term := range slices.Sorted(maps.Keys(words)) {
		if err := w.came(key, newest, term, words[term]); err != nil {
			return err
		}
	}
	return nil
}

// unpost takes all of them away.
func (w *writer) unpost(key, newest int64, words map[string]terms.Places) error {
	for _, term := range slices.Sorted(maps.Keys(words)) {
		if err := w.went(key, newest, term); err != nil {
			return err
		}
	}
	return nil
}

// repost writes what is different.
func (w *writer) repost(key, newest int64, all []terms.Difference) error {
	for _, d := range all {
		var err error
		switch {
		case d.Was == 0:
			err = w.came(key, newest, d.Word, d.Is)
		case d.Is == 0:
			err = w.went(key, newest, d.Word)
		default:
			err = w.exec(moveText, int64(d.Is), d.Word, newest, key)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) came(key, newest int64, term string, at terms.Places) error {
	var word int64
	if err := one(w, wordCame, []any{term}, &word); err != nil {
		return err
	}
	return w.exec(postText, word, newest, key, int64(at))
}

func (w *writer) went(key, newest int64, term string) error {
	var word, uses int64
	if err := one(w, wordWent, []any{term}, &word, &uses); err != nil {
		return err
	}
	if uses == 0 { // what nobody says any more is not kept
		if err := w.exec("DELETE FROM word WHERE term = ?", term); err != nil {
			return err
		}
	}
	return w.exec(dropText, word, newest, key)
}

// wordsAreOurs reports whether the rules that made the words are those of this program.
func (a *Archive) wordsAreOurs() (bool, error) {
	version := 0
	err := one(a.edits, "SELECT terms FROM meta", nil, &version)
	return version == terms.Version, err
}

// mostGathered is how many postings are held while all words are made anew: those of some thousand postmortems.
const mostGathered = 1_000_000

// remakeWords makes the words anew where other rules have made them: of many postmortems at a time, so that the memory that it takes does
// not grow with the archive.
func (a *Archive) remakeWords(ctx context.Context) error {
	if ours, err := a.wordsAreOurs(); ours || err != nil {
		return err
	}
	schema := 0
	_ = a.edits.pragma("cache_size", -importMemory)
	defer func() { _ = a.edits.pragma("cache_size", -usualMemory) }()
	return a.edits.transaction(func() error {
		if err := a.edits.gatherWords(ctx, mostGathered); err != nil {
			return err
		}
		if err := a.edits.exec(wordsMade, terms.Version); err != nil {
			return err
		}
		if err := one(a.edits, "PRAGMA schema_version", nil, &schema); err != nil {
			return err
		}
		_, err := a.edits.stamp(schema, schema)
		return err
	})
}

// gatherWords writes the words of all postmortems, and holds about so many postings.
func (w *writer) gatherWords(ctx context.Context, most int) error {
	for _, text := range []string{"DELETE FROM posting", "DELETE FROM word"} {
		if err := w.exec(text); err != nil {
			return err
		}
	}
	end, held, words := int64(0), 0, bulk{}
	if err := one(w, "SELECT coalesce(max(postmortem), 0) FROM postmortem", nil, &end); err != nil {
		return err
	}
	for last := int64(0); last < end; last += batch {
		if err := loadAll(w, span{last + 1, last + batch}, func(key int64, p *model.Postmortem) {
			x := terms.NewIndex(p)
			held += len(x.Words)
			words.add(key, p, x)
		}); err != nil {
			return err
		}
		if held < most && last+batch < end {
			continue
		}
		if err := words.write(ctx, w); err != nil {
			return err
		}
		held, words = 0, bulk{}
	}
	return nil
}

// wordsMade says by which rules the words were made.
const wordsMade = "UPDATE meta SET terms = ?"

// bulk gathers the words of many postmortems, to write each word once and the postings in their order.
type bulk map[string][]posting

type posting struct {
	key, newest int64
	at          terms.Places
}

func (b bulk) add(key int64, p *model.Postmortem, x *terms.Index) {
	at := postedAt(p)
	for term, places := range x.Words {
		b[term] = append(b[term], posting{key, at, places})
	}
}

func (b bulk) write(ctx context.Context, w *writer) error {
	sorted := slices.Sorted(maps.Keys(b))
	ids, err := w.wordsFor(sorted, b)
	if err != nil {
		return err
	}
	postings := newSheaf(w, "")
	for i, term := range sorted {
		if err := ctx.Err(); err != nil {
			return err
		}
		all := b[term]
		slices.SortFunc(all, func(x, y posting) int {
			return cmp.Or(cmp.Compare(x.newest, y.newest), cmp.Compare(x.key, y.key))
		})
		for _, p := range all {
			if err := postings.exec(postText, ids[i], p.newest, p.key, int64(p.at)); err != nil {
				return err
			}
		}
	}
	return postings.finish()
}

// wordsFor gives the words of terms, which are used so often more from now on.
func (w *writer) wordsFor(sorted []string, uses map[string][]posting) ([]int64, error) {
	known, newest, err := w.wordsKnown(sorted)
	if err != nil {
		return nil, err
	}
	ids, words := make([]int64, len(sorted)), newSheaf(w, wordsMore)
	for i, term := range sorted {
		word, ok := known[term]
		if !ok {
			newest++
			word = newest
		}
		if err := words.exec(wordsCome, term, word, len(uses[term])); err != nil {
			return nil, err
		}
		ids[i] = word
	}
	return ids, words.finish()
}

// wordsKnown are those of the terms that are here already, and the highest of all words.
func (w *writer) wordsKnown(all []string) (known map[string]int64, last int64, err error) {
	if err := one(w, lastWord, nil, &last); err != nil {
		return nil, 0, err
	}
	known = make(map[string]int64, len(all))
	for some := range slices.Chunk(all, wordsAtOnce) {
		args := make([]any, wordsAtOnce) // what is left over is NULL, and finds nothing
		for i, term := range some {
			args[i] = term
		}
		var word int64
		var term string
		err := each(w, wordsText, args, func() error { known[term] = word; return nil }, &word, &term)
		if err != nil {
			return nil, 0, err
		}
	}
	return known, last, nil
}
