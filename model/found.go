package model

// Hit is a postmortem that was found, and the part of it that says most of what was looked for.
type Hit struct {
	Ref, Title string
	At         string   // the part's reference, or a field's name
	Snippet    string   // with ⟦ and ⟧ around what was found
	Ties       []string // what people said that it is to others, in words
}

// Says reports whether the snippet says more than the reference and the title, which are told anyway.
func (h *Hit) Says() bool { return h.Snippet != "" && h.At != "title" && h.At != "ref" }

// Found is the answer to a search.
type Found struct {
	Hits []Hit
	All  int  // how many there are, as far as was looked
	More bool // there may be others: a word is so common that only the newest were looked at
}

// Likeness is a postmortem that is like another, and what they share.
type Likeness struct {
	ID, Ref, Title string
	Score          int
	Near           bool     // so much that it is worth naming unasked
	Because        []string // words, services, an answer to a why, a category; what tells most first
	Decided        []Decided
}

// Decided is an action of another postmortem, and what was said of it at the follow-up: one of Words["helped"], or nothing.
type Decided struct{ Ref, Title, Status, Helped string }

// Said is what became of it: "done, it helped".
func (d Decided) Said() string {
	switch d.Helped {
	case "yes":
		return d.Status + ", it helped"
	case "no":
		return d.Status + ", it did not help"
	case "":
		return d.Status
	}
	return d.Status + ", " + d.Helped + " to say"
}
