package model

import (
	"bytes"
	"encoding/json"
)

// What came later than schema 1 is written only where it is not empty, so that older documents stay the same bytes. The types
// below differ from those of the document in that alone; a field that is missing here does not compile.

type writtenRun struct {
	At       Instant `json:"at"`
	Commit   string  `json:"commit"`
	ExitCode int     `json:"exit_code"`
	Tail     string  `json:"tail"`
	Runner   string  `json:"runner,omitempty"`
	Tests    Count   `json:"tests,omitempty"`
	Command  string  `json:"command,omitempty"`
	Despite  string  `json:"despite,omitempty"`
}

type writtenParticipant struct {
	Ref         string   `json:"ref"`
	Rank        int64    `json:"-"`
	Name        string   `json:"name"`
	Team        string   `json:"team"`
	Handle      string   `json:"handle"`
	Remote      bool     `json:"remote,omitempty"`
	Involved    []string `json:"involved"`
	Facilitator bool     `json:"facilitator"`
	NoteTaker   bool     `json:"note_taker"`
	Invited     bool     `json:"invited"`
	Attended    bool     `json:"attended"`
}

type writtenGuard struct {
	At    Instant `json:"at"`
	Found bool    `json:"found"`
	Where string  `json:"where"`
	Says  string  `json:"says,omitempty"`
}

// MarshalJSON writes a run as the document has it.
func (r Run) MarshalJSON() ([]byte, error) { return marshalPlain(writtenRun(r)) }

// MarshalJSON writes a participant as the document has it.
func (n Participant) MarshalJSON() ([]byte, error) { return marshalPlain(writtenParticipant(n)) }

// MarshalJSON writes a look as the document has it.
func (g Guard) MarshalJSON() ([]byte, error) { return marshalPlain(writtenGuard(g)) }

// marshalPlain leaves < > & as they are; who encodes the whole says whether they are escaped.
func marshalPlain(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}
