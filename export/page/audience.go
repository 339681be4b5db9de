package page

import (
	"net/url"
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/cast"
	"debrief/model/coach"
)

// Audience is who will read a page.
type Audience int

// The audiences. Team is shown everything but the private notes.
const (
	Team    Audience = iota
	Company          // people are a team and a letter, owners their team; the key events only
	Public           // what happened and what is done about it; no names, no causes
	PreRead          // the facts, before the meeting
)

// audiences are their names, in their order.
var audiences = []string{"team", "company", "public", "pre-read"}

// Audiences are the names of the audiences.
func Audiences() []string { return slices.Clone(audiences) }

// AudienceNamed is the audience of that name.
func AudienceNamed(name string) (Audience, bool) {
	i := slices.Index(audiences, name)
	return Audience(i), i >= 0
}

// Name is the audience's word.
func (a Audience) Name() string { return audiences[a] }

func (a Audience) sections() []func(*writer) {
	switch a {
	case Public:
		return []func(*writer){(*writer).top, (*writer).impact, (*writer).timeline, (*writer).doing}
	case PreRead:
		return []func(*writer){(*writer).top, (*writer).impact, (*writer).timeline, (*writer).asks, (*writer).foot}
	}
	return []func(*writer){(*writer).top, (*writer).impact, (*writer).actions, (*writer).timeline, (*writer).causes, (*writer).lessons,
		(*writer).followUp, (*writer).details, (*writer).foot}
}

// told is the postmortem as the audience may know it, its events in the order in which they happened, and what people are called, or nil
// where they are called by their names.
func (a Audience) told(p *model.Postmortem, hosts []string) (*model.Postmortem, *cast.Cast) {
	p = p.Clone()
	p.SortEvents()
	if a == Team || a == PreRead {
		return p, nil
	}
	names := cast.Of(p)
	shown := tells(p)
	p.Events = slices.DeleteFunc(p.Events, func(e model.Event) bool { return !e.Noise && !shown(&e) })
	for i := range p.Events {
		e := &p.Events[i]
		e.By = names.Person(e.By)
		if a == Public {
			e.By, e.Also, e.Source, e.Link = "", nil, "", allowedOf(hosts, e.Link)
		}
	}
	for i := range p.Actions {
		p.Actions[i].Owner = names.Team(p.Actions[i].Owner)
	}
	for i := range p.Participants {
		n := &p.Participants[i]
		n.Name, n.Handle = names.Person(n.Name), ""
	}
	return p, names
}

// allowedOf is an address whose host is one of those that are allowed, else "".
func allowedOf(hosts []string, to string) string {
	if u, err := url.Parse(to); err == nil && slices.Contains(hosts, strings.ToLower(u.Host)) {
		return to
	}
	return ""
}

// asks are the questions that the facts leave open, for those who may know.
func (w *writer) asks() {
	w.heading(2, plain("What is missing"))
	var items []Spans
	for _, f := range coach.Check(w.p, w.now) {
		if f.Phase == "facts" {
			items = append(items, Spans{plain(f.Question)})
		}
	}
	w.list(items)
}
