package guide

import (
	_ "embed"
	"slices"
)

//go:embed example.json
var example []byte

// Example is the worked example, a document of schema 1 that model.Decode reads: an invented incident with invented people,
// taken through all six phases, tagged "example". It has no reference yet; the archive gives it one.
func Example() []byte { return slices.Clone(example) }
