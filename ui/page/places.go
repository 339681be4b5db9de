package page

import (
	"debrief/model"
	"debrief/model/guide"
	"debrief/ui/sheet"
)

// Place is a page as keys see it.
type Place struct {
	Name   string
	Own    []sheet.Action // what only it has
	Shared []sheet.Action // what it shares with other pages, where its own has not the key
	Modal  bool           // what can be done everywhere in a postmortem cannot be done here
	Beside bool           // no postmortem is open here
}

// Places are all pages that have actions. They are made for their tables alone.
func (h *Shelf) Places() []Place {
	var all []Place
	at := func(name string, p sheet.Page, parts bool, own func(base) []sheet.Action) *Place {
		b := h.put(p, parts)
		n := 0
		b.Page.Actions = func() []sheet.Action {
			acts := own(b)
			n = len(acts)
			return acts
		}
		acts := b.Actions()
		all = append(all, Place{Name: name, Own: acts[:n], Shared: acts[n:], Modal: p.Modal})
		return &all[len(all)-1]
	}
	page := func(id string) sheet.Page { return sheet.Page{ID: id} }
	modal := func(id string) sheet.Page { return sheet.Page{ID: id, Modal: true} }
	at("archive", page("archive"), false, func(b base) []sheet.Action { return (&home{base: b}).actions() }).Beside = true
	at("open actions", page("actions"), false, func(b base) []sheet.Action { return (&actionsPage{base: b}).actions() }).Beside = true
	at("patterns", page("patterns"), false, func(b base) []sheet.Action { return (&patternsPage{base: b}).actions() }).Beside = true
	at("postmortems behind a pattern", page("behind"), false, func(b base) []sheet.Action { return (&behind{base: b}).actions() }).Beside = true
	sheets := map[string]func(base) []sheet.Action{
		"assemble": func(b base) []sheet.Action { return (&assemble{b}).actions() },
		"facts":    func(b base) []sheet.Action { return (&facts{base: b}).actions() },
		"causes":   func(b base) []sheet.Action { return (&causes{b}).actions() },
		"whys":     func(b base) []sheet.Action { return (&whys{base: b}).actions() },
		"action":   func(b base) []sheet.Action { return (&actionSheet{base: b}).actions() },
		"close":    func(b base) []sheet.Action { return (&closing{base: b}).actions() },
	}
	for _, key := range model.Phases {
		at(guide.Of(key).Title, phasePage(key), true, sheets[key])
	}
	at("bringing in", modal("intake"), false, func(b base) []sheet.Action { return (&intakePage{base: b}).actions() })
	at("an edited page", modal("returned"), false, func(b base) []sheet.Action { return (&returnedPage{base: b}).actions() })
	at("many to bring in", modal("plan"), false, func(b base) []sheet.Action { return (&planPage{base: b}).actions() })
	at("choosing a file", page("files"), false, func(b base) []sheet.Action { return (&filesPage{base: b}).actions() })
	at("open questions", page("findings"), false, func(b base) []sheet.Action { return (&findingsPage{base: b}).actions() })
	at("those like this one", page("like"), false, func(b base) []sheet.Action { return (&likePage{base: b}).actions() })
	at("all fields", page("fields"), true, func(b base) []sheet.Action { return (&fieldsPage{base: b}).actions() })
	at("preview", page("preview"), false, func(b base) []sheet.Action { return (&previewPage{base: b}).actions() })
	at("what must not be on a page", page("leaks"), false, func(b base) []sheet.Action { return (&leaksPage{base: b}).actions() })
	at("evidence", modal("events"), false, func(b base) []sheet.Action { return (&pickPage{base: b}).actions() })
	at("moving a branch", modal("move"), false, func(b base) []sheet.Action { return (&movePage{base: b}).actions() })
	at("before it is published", page("declare"), false, func(b base) []sheet.Action {
		return (&declarePage{base: b, status: "published"}).actions()
	})
	at("before the archive is shown", modal("door"), false, func(base) []sheet.Action { return doorActions(nil, nil) })
	at("a text to read", page("text"), false, base.readingActions)
	at("closing card", page("card closing"), false, func(b base) []sheet.Action { return append(b.readingActions(), b.copyClosing()) })
	at("search", page("search"), false, func(b base) []sheet.Action { return (&searchPage{base: b}).actions() })
	at("help", page("help"), false, func(b base) []sheet.Action { return (&palette{base: b}).actions() })
	return all
}
