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

type writtenEvent struct {
	Ref          string  `json:"ref"`
	Rank         int64   `json:"-"`
	At           Instant `json:"at"`
	Until        Instant `json:"until"`
	Original     string  `json:"original"`
	OriginalZone string  `json:"original_zone"`
	Precision    string  `json:"precision"`
	Kind         string  `json:"kind"`
	Text         string  `json:"text"`
	By           string  `json:"by"`
	Count        int     `json:"count"`
	Source       string  `json:"source"`
	Link         string  `json:"link"`
	Origin       string  `json:"origin"`
	Key          string  `json:"key"`
	Raw          string  `json:"raw"`
	Also         []Also  `json:"also"`
	KnownThen    bool    `json:"known_then"`
	Noise        bool    `json:"noise"`
	KeyEvent     bool    `json:"key_event,omitempty"`
	Outcome      string  `json:"outcome"`
	SettledBy    string  `json:"settled_by"`
}

type writtenPostmortem struct {
	ID           string        `json:"id"`
	Ref          string        `json:"ref"`
	Formerly     []string      `json:"formerly"`
	Last         Last          `json:"last"`
	Title        string        `json:"title"`
	Severity     string        `json:"severity"`
	Status       string        `json:"status"`
	Phase        string        `json:"phase"`
	Summary      string        `json:"summary"`
	WhyNow       string        `json:"why_now"`
	LikelyAgain  string        `json:"likely_again"`
	Services     []string      `json:"services"`
	Tags         []string      `json:"tags"`
	Zone         string        `json:"zone"`
	CreatedAt    Instant       `json:"created_at"`
	ReviewedAt   Instant       `json:"reviewed_at"`
	PublishedAt  Instant       `json:"published_at"`
	PublishedURL string        `json:"published_url,omitempty"`
	ClosedAt     Instant       `json:"closed_at"`
	Meeting      *Meeting      `json:"meeting"`
	Participants []Participant `json:"participants"`
	Impact       []Impact      `json:"impact"`
	Moments      Moments       `json:"moments"`
	Metrics      Metrics       `json:"metrics"`
	Events       []Event       `json:"events"`
	Causes       []Cause       `json:"causes"`
	Actions      []Action      `json:"actions"`
	Parking      []Parked      `json:"parking"`
	Lessons      []Lesson      `json:"lessons"`
	FollowUp     *FollowUp     `json:"follow_up"`
	Reread       *Reread       `json:"reread"`
	Relations    []Relation    `json:"relations"`
	Agenda       Agenda        `json:"agenda"`
	Dismissed    []Dismissal   `json:"dismissed"`
	Notes        string        `json:"notes"`
	Revision     int64         `json:"-"`
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

// MarshalJSON writes an event as the document has it.
func (e Event) MarshalJSON() ([]byte, error) { return marshalPlain(writtenEvent(e)) }

// MarshalJSON writes a postmortem as the document has it.
func (p Postmortem) MarshalJSON() ([]byte, error) { return marshalPlain(writtenPostmortem(p)) }

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
