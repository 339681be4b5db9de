package model

// ExampleID is the permanent id of the worked example (guide.Example). By it the example is known, whatever its reference: it is
// shown and edited like any other, and counted nowhere.
const ExampleID = "0199285e-5a00-7000-8000-00000e8a3b1e"

// ExampleRef is the example's reference in every archive, whatever the prefix there. No other postmortem gets it.
const ExampleRef = "EX-1"

// IsExample reports whether it is the worked example.
func (p *Postmortem) IsExample() bool { return p.ID == ExampleID }

// IsExample reports whether it is the line of the worked example.
func (e *Entry) IsExample() bool { return e.ID == ExampleID }
