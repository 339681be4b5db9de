package model

// Hit is a postmortem that was found, and the part of it that says most of what was looked for.
type Hit struct {
	Ref, Title string
	At         string // the part's reference, or a field's name
	Snippet    string // with ⟦ and ⟧ around what was found
}

// Found is the answer to a search.
type Found struct {
	Hits []Hit
	All  int  // how many there are, as far as was looked
	More bool // there may be others: a word is so common that only the newest were looked at
}

// Likeness is a postmortem that is like another, and what they share.
type Likeness struct {
	Ref, Title string
	Score      int
	Because    []string // words and services, what tells most first
}
