package model

import (
	"crypto/rand"
	"encoding/hex"
	"reflect"
	"slices"
	"sort"
	"strconv"
	"time"
)

// Between two neighbours room is left, so that a part can be moved between them by changing its own rank only. What is put there stands
// near the one above, because most lines of one writer follow each other.
const (
	rankGap  = 1 << 20 // at the end of a list
	rankStep = 1 << 12 // behind the one above, where the room allows it
	rankRoom = 1 << 8  // at least, where neighbours have to move for a new one
)

// Settle gives numbers to new parts and ranks to what was moved, and lets moments follow their events. The archive calls it
// inside the transaction, so that no number is given twice.
func (p *Postmortem) Settle() {
	p.number()
	p.settleRanks()
	p.settleMoments()
}

func (p *Postmortem) number() {
	counters := map[byte]*int{
		'N': &p.Last.N, 'I': &p.Last.I, 'E': &p.Last.E, 'C': &p.Last.C, 'W': &p.Last.W, 'A': &p.Last.A, 'K': &p.Last.K, 'L': &p.Last.L,
	}
	missing := false
	p.eachRef(func(_ byte, ref *string) {
		if letter, n, ok := SplitRef(*ref); ok {
			if counter := counters[letter[0]]; *counter < n {
				*counter = n
			}
		}
		missing = missing || *ref == ""
	})
	if !missing {
		return
	}
	p.eachRef(func(letter byte, ref *string) {
		if *ref == "" {
			*counters[letter]++
			*ref = string(letter) + itoa(int64(*counters[letter]))
		}
	})
}

// eachRef visits the reference of every numbered part in document order.
func (p *Postmortem) eachRef(do func(letter byte, ref *string)) {
	for i := range p.Participants {
		do('N', &p.Participants[i].Ref)
	}
	for i := range p.Impact {
		do('I', &p.Impact[i].Ref)
	}
	for i := range p.Events {
		do('E', &p.Events[i].Ref)
	}
	for i := range p.Causes {
		do('C', &p.Causes[i].Ref)
		eachWhy(p.Causes[i].Whys, func(w *Why) { do('W', &w.Ref) })
	}
	for i := range p.Actions {
		do('A', &p.Actions[i].Ref)
	}
	for i := range p.Parking {
		do('K', &p.Parking[i].Ref)
	}
	for i := range p.Lessons {
		do('L', &p.Lessons[i].Ref)
	}
}

// eachWhy visits whys and everything below them, from the top down.
func eachWhy(whys []Why, do func(*Why)) {
	for i := range whys {
		do(&whys[i])
		eachWhy(whys[i].Whys, do)
	}
}

func (p *Postmortem) settleRanks() {
	for _, letter := range []string{"N", "I", "E", "C", "A", "K", "L"} {
		rerank(p.list(letter, ""))
	}
	for i := range p.Causes {
		rerank(reflect.ValueOf(&p.Causes[i].Whys).Elem())
		eachWhy(p.Causes[i].Whys, func(w *Why) { rerank(reflect.ValueOf(&w.Whys).Elem()) })
	}
}

// rerank makes the ranks of a list strictly increasing and changes as few of them as it can.
func rerank(list reflect.Value) {
	n := list.Len()
	ranks := make([]int64, n)
	rising := true
	for i := range n {
		ranks[i] = list.Index(i).Field(1).Int()
		rising = rising && ranks[i] > 0 && (i == 0 || ranks[i] > ranks[i-1])
	}
	if rising {
		return
	}
	keep := longestRise(ranks)
	for neighbours, room := 4, int64(1); !fill(ranks, keep, room); neighbours, room = 4*neighbours, rankRoom {
		keep = without(keep, neighbours)
	}
	for i := range n {
		list.Index(i).Field(1).SetInt(ranks[i])
	}
}

// fill gives new ranks to the places that are not kept, between their kept neighbours; false where less than room would be left
// between two of them.
func fill(ranks []int64, keep []bool, room int64) bool {
	low := int64(0)
	for i := 0; i < len(ranks); i++ {
		if keep[i] {
			low = ranks[i]
			continue
		}
		end := i
		for end < len(ranks) && !keep[end] {
			end++
		}
		gap := int64(rankGap)
		if end < len(ranks) {
			gap = (ranks[end] - low) / int64(end-i+1)
			if end == i+1 {
				gap = min(gap, rankStep)
			}
		}
		if gap < room {
			return false
		}
		for ; i < end; i++ {
			low += gap
			ranks[i] = low
		}
		i--
	}
	return true
}

// without keeps no longer what stands near a place that is not kept.
func without(keep []bool, neighbours int) []bool {
	fewer := slices.Clone(keep)
	since, until := neighbours, neighbours // how far the nearest one is that way
	for i := range keep {
		for _, side := range []struct {
			at  int
			far *int
		}{{i, &since}, {len(keep) - 1 - i, &until}} {
			*side.far++
			if !keep[side.at] {
				*side.far = 0
			}
			fewer[side.at] = fewer[side.at] && *side.far > neighbours
		}
	}
	return fewer
}

// longestRise marks a longest strictly rising run of positive ranks.
func longestRise(ranks []int64) []bool {
	if keep, all := positive(ranks); all {
		return keep
	}
	var tails []int
	before := make([]int, len(ranks))
	for i, r := range ranks {
		if r <= 0 {
			continue
		}
		at := sort.Search(len(tails), func(k int) bool { return ranks[tails[k]] >= r })
		before[i] = -1
		if at > 0 {
			before[i] = tails[at-1]
		}
		if at == len(tails) {
			tails = append(tails, i)
		} else {
			tails[at] = i
		}
	}
	keep := make([]bool, len(ranks))
	if len(tails) > 0 {
		for i := tails[len(tails)-1]; i >= 0; i = before[i] {
			keep[i] = true
		}
	}
	return keep
}

// positive marks the positive ranks; all says that they rise, as they do where a list has only new items among its old ones.
func positive(ranks []int64) (keep []bool, all bool) {
	keep = make([]bool, len(ranks))
	high := int64(0)
	for i, r := range ranks {
		if r <= 0 {
			continue
		}
		if r <= high {
			return nil, false
		}
		keep[i], high = true, r
	}
	return keep, true
}

func (p *Postmortem) settleMoments() {
	for _, m := range p.Moments.List() {
		if m.Moment == nil || m.Event == "" {
			continue
		}
		if e := p.Event(m.Event); e != nil {
			m.At = e.At
		}
	}
}

// NamedMoment is a moment with the word for it: started, detected, mitigated, resolved. Moment is nil when it is not known.
type NamedMoment struct {
	Name string
	*Moment
}

// MomentNames are the words for the four moments, in their order.
var MomentNames = []string{"started", "detected", "mitigated", "resolved"}

// List is the four moments in their order.
func (m Moments) List() []NamedMoment {
	return []NamedMoment{
		{"started", m.Started},
		{"detected", m.Detected},
		{"mitigated", m.Mitigated},
		{"resolved", m.Resolved},
	}
}

// Place is where a moment of that name is kept; nil for a word that is none.
func (m *Moments) Place(name string) **Moment {
	switch name {
	case "started":
		return &m.Started
	case "detected":
		return &m.Detected
	case "mitigated":
		return &m.Mitigated
	case "resolved":
		return &m.Resolved
	}
	return nil
}

// Event is the event of that reference, nil where there is none.
func (p *Postmortem) Event(ref string) *Event {
	if ref == "" {
		return nil
	}
	if n, err := strconv.Atoi(ref[1:]); err == nil && n >= 1 && n <= len(p.Events) && p.Events[n-1].Ref == ref {
		return &p.Events[n-1] // most timelines are told in order, and a long one is asked often
	}
	for i := range p.Events {
		if p.Events[i].Ref == ref {
			return &p.Events[i]
		}
	}
	return nil
}

// Action is the action of that reference, nil where there is none.
func (p *Postmortem) Action(ref string) *Action {
	i := slices.IndexFunc(p.Actions, func(a Action) bool { return a.Ref == ref })
	if i < 0 || ref == "" {
		return nil
	}
	return &p.Actions[i]
}

// NewID is a UUID of version 7 (RFC 9562): 48 bits of milliseconds, then random.
func NewID(now time.Time) string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	ms := uint64(now.UnixMilli())
	for i := range 6 {
		b[i] = byte(ms >> (40 - 8*i))
	}
	b[6] = b[6]&0x0f | 0x70
	b[8] = b[8]&0x3f | 0x80
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}
