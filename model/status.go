package model

import (
	"fmt"
	"slices"
)

// Declare says how far a postmortem has come, one of the words of "status", and keeps since when. Times of what it has not
// reached, or not any more, are taken away; what it was declared before keeps its time.
func (p *Postmortem) Declare(status string, now Instant) error {
	words := Words["status"]
	reached := slices.Index(words, status)
	if reached < 0 {
		return fmt.Errorf("%s is none of %s", Quote(status), oneOf(words))
	}
	for word, since := range map[string]*Instant{"reviewed": &p.ReviewedAt, "published": &p.PublishedAt, "closed": &p.ClosedAt} {
		switch at := slices.Index(words, word); {
		case at > reached:
			*since = Instant{}
		case at == reached && (p.Status != status || since.IsZero()):
			*since = now
		}
	}
	p.Status = status
	return nil
}
