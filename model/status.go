package model

import (
	"fmt"
	"slices"
)

// Reached is the phase that a postmortem has come to by what stands in it: the last one once it is no draft any more, else the last one
// that has something.
func (p *Postmortem) Reached() string {
	switch {
	case p.Status != "" && p.Status != "draft", p.FollowUp != nil, len(p.Lessons) > 0:
		return "close"
	case len(p.Actions) > 0:
		return "action"
	}
	reached := "assemble"
	if len(p.Events)+len(p.Impact) > 0 {
		reached = "facts"
	}
	for i := range p.Causes {
		if reached = "causes"; len(p.Causes[i].Whys) > 0 {
			return "whys"
		}
	}
	return reached
}

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
