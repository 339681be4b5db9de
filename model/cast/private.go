package cast

import "slices"

// Secret is one thing that a screen which others watch never shows, from wherever it comes: a field of the document, or a question of
// the coach that would tell of it.
type Secret struct {
	What   string   // as a sentence names it
	Letter string   // of the parts that have the field; "" for the postmortem
	Field  string   // "" where it is no field
	Codes  []string // the coach's questions that tell of it
}

// Private lists all of them. Names in texts are not here: they are called by team and letter, until somebody turns names on.
var Private = []Secret{
	{What: "private notes", Field: "notes"},
	{What: "how somebody was involved", Letter: "N", Field: "involved", Codes: []string{"facilitator-involved", "involvement-missing"}},
	{What: "other postmortems", Field: "relations"},
	{What: "who is named and has no seat", Codes: []string{"seat-missing"}},
	{What: "what is late", Codes: []string{"facts-late", "follow-up-late", "due-past"}},
}

// IsPrivate is the secret that a field of a part is, nil for one that may be shown. A field may reach into a record: "relations.0.ref".
func IsPrivate(ref, field string) *Secret {
	for i := range Private {
		s := &Private[i]
		if s.Field != "" && (field == s.Field || len(field) > len(s.Field) && field[:len(s.Field)+1] == s.Field+".") && letterOf(ref) == s.Letter {
			return s
		}
	}
	return nil
}

// Tells reports whether a question of the coach tells of something private.
func Tells(code string) bool {
	for i := range Private {
		if slices.Contains(Private[i].Codes, code) {
			return true
		}
	}
	return false
}

func letterOf(ref string) string {
	if ref == "" {
		return ""
	}
	return ref[:1]
}
