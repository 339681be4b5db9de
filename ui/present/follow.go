package present

import (
	"cmp"
	"slices"
	"strings"

	"debrief/model"
)

// follow is the terminal whose place is shown: the facilitator's. Where nobody is known to be that, one that is not the note-taker's; it
// stays with the one that was followed, or with who is back under the same name. Zero where there is none.
func follow(p *model.Postmortem, all []model.Live, was model.Live) model.Live {
	rank := func(l model.Live) (n int) {
		if seat := p.SeatOf(l.Name); seat == model.Facilitator || seat == model.NoSeat && l.Seat == model.Facilitator {
			n += 8
		}
		if l.Here {
			n += 4
		}
		if l.Session == was.Session && was.Session != "" {
			n += 2
		}
		if strings.EqualFold(l.Name, was.Name) {
			n++
		}
		return n
	}
	all = slices.DeleteFunc(slices.Clone(all), func(l model.Live) bool {
		seat := p.SeatOf(l.Name)
		return seat == model.NoteTaker || seat == model.NoSeat && l.Seat == model.NoteTaker
	})
	if len(all) == 0 {
		return model.Live{}
	}
	return slices.MinFunc(all, func(a, b model.Live) int {
		return cmp.Or(cmp.Compare(rank(b), rank(a)), later(a, b), cmp.Compare(a.Session, b.Session))
	})
}

// later puts of two that have left the one first that was there last.
func later(a, b model.Live) int {
	if a.Here || b.Here {
		return 0
	}
	return b.At.Time().Compare(a.At.Time())
}
