// Package model says what a postmortem is: its parts, the words they may use, the figures that follow from them, and the
// difference between two states of one. It imports the standard library only and does no I/O.
//
// The structs are the document of schema 1: their json tags are its field names, in its order. Three more tags carry the
// rules that every other room derives from them, so that a field is described once:
//
//	words:"severity"  the field holds one of Words["severity"], or ""
//	ref:"E"           the field (or each item of it) is the reference of a part whose letter is among these, or ""
//	text:"line"       the field is one line of text
package model

// SchemaVersion is the version of the document that this program reads and writes.
const SchemaVersion = 1

// Postmortem is one incident's postmortem, whole. A part is addressed by its reference inside the postmortem ("E12"), the
// postmortem by its own ("PM-7"); neither is ever given twice.
type Postmortem struct {
	ID           string        `json:"id"`
	Ref          string        `json:"ref"`
	Formerly     []string      `json:"formerly"`
	Last         Last          `json:"last"`
	Title        string        `json:"title"`
	Severity     string        `json:"severity" words:"severity"`
	Status       string        `json:"status" words:"status"`
	Phase        string        `json:"phase" words:"phase"`
	Summary      string        `json:"summary"`
	WhyNow       string        `json:"why_now"`
	LikelyAgain  string        `json:"likely_again" words:"likely_again"`
	Services     []string      `json:"services"`
	Tags         []string      `json:"tags"`
	Zone         string        `json:"zone"`
	CreatedAt    Instant       `json:"created_at"`
	ReviewedAt   Instant       `json:"reviewed_at"`
	PublishedAt  Instant       `json:"published_at"`
	PublishedURL string        `json:"published_url,omitempty" text:"line"` // of the page that was published
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

	// Revision counts the steps that made this state. It is the archive's, not the document's.
	Revision int64 `json:"-"`
}

// Last keeps the newest number given for each kind of part, so that none is given twice. Undo never lowers it.
type Last struct {
	E int `json:"E"`
	C int `json:"C"`
	W int `json:"W"`
	A int `json:"A"`
	N int `json:"N"`
	I int `json:"I"`
	K int `json:"K"`
	L int `json:"L"`
}

// Meeting is when the group meets, and for how many minutes.
type Meeting struct {
	At      Instant `json:"at"`
	Minutes int     `json:"minutes"`
}

// Participant is a person with a seat: how they were involved, and whether they lead or write.
type Participant struct {
	Ref         string   `json:"ref"`
	Rank        int64    `json:"-"`
	Name        string   `json:"name" text:"line"`
	Team        string   `json:"team" text:"line"`
	Handle      string   `json:"handle" text:"line"`
	Remote      bool     `json:"remote,omitempty"` // joins from elsewhere: asked first in a round
	Involved    []string `json:"involved" words:"involved"`
	Facilitator bool     `json:"facilitator"`
	NoteTaker   bool     `json:"note_taker"`
	Invited     bool     `json:"invited"`
	Attended    bool     `json:"attended"`
}

// Impact is one consequence with its number: what, how much, of which unit.
type Impact struct {
	Ref      string   `json:"ref"`
	Rank     int64    `json:"-"`
	What     string   `json:"what" text:"line"`
	Amount   *float64 `json:"amount"`
	Unit     string   `json:"unit" text:"line"`
	Estimate bool     `json:"estimate"`
}

// Moments are the four instants that the figures follow from (seed 2, "When it happened").
type Moments struct {
	Started   *Moment `json:"started"`
	Detected  *Moment `json:"detected"`
	Mitigated *Moment `json:"mitigated"`
	Resolved  *Moment `json:"resolved"`
}

// Moment is an instant that may belong to an event, whose time it then has.
type Moment struct {
	At    Instant `json:"at"`
	Event string  `json:"event" ref:"E"`
}

// Metrics are derived from the moments, in whole seconds; nil when a moment, or its time of day, is not known.
type Metrics struct {
	TTD *int64 `json:"ttd_seconds"`
	TTR *int64 `json:"ttr_seconds"`
}

// Event is one row of the timeline. At is UTC; Original and OriginalZone are the time as it was written.
type Event struct {
	Ref          string  `json:"ref"`
	Rank         int64   `json:"-"`
	At           Instant `json:"at"`
	Until        Instant `json:"until"`
	Original     string  `json:"original"`
	OriginalZone string  `json:"original_zone"`
	Precision    string  `json:"precision" words:"precision"`
	Kind         string  `json:"kind" words:"kind"`
	Text         string  `json:"text" text:"line"`
	By           string  `json:"by" text:"line"`
	Count        int     `json:"count"`
	Source       string  `json:"source" words:"source"`
	Link         string  `json:"link" text:"line"`
	Origin       string  `json:"origin"`
	Key          string  `json:"key"`
	Raw          string  `json:"raw"`
	Also         []Also  `json:"also"`
	KnownThen    bool    `json:"known_then"`
	Noise        bool    `json:"noise"`
	KeyEvent     bool    `json:"key_event,omitempty"` // readers outside the team are shown it
	Outcome      string  `json:"outcome" words:"outcome"`
	SettledBy    string  `json:"settled_by" ref:"E"`
}

// Also is the same moment as another source told it, kept beside the event it was merged into.
type Also struct {
	At       Instant `json:"at"`
	Original string  `json:"original"`
	Text     string  `json:"text" text:"line"`
	Source   string  `json:"source" words:"source"`
	Link     string  `json:"link" text:"line"`
	Origin   string  `json:"origin"`
	Raw      string  `json:"raw"`
}

// Cause is a high-level cause: the root of a tree of whys.
type Cause struct {
	Ref    string   `json:"ref"`
	Rank   int64    `json:"-"`
	Text   string   `json:"text" text:"line"`
	Role   string   `json:"role" words:"role"`
	Hands  int      `json:"hands"`
	Events []string `json:"events" ref:"E"`
	Whys   []Why    `json:"whys"`
}

// Why is a question and its answer below a cause or another why; an answer of "" is still to be given.
type Why struct {
	Ref        string   `json:"ref"`
	Rank       int64    `json:"-"`
	Question   string   `json:"question" text:"line"`
	Answer     string   `json:"answer" text:"line"`
	Category   string   `json:"category" words:"category"`
	Confidence string   `json:"confidence" words:"confidence"`
	Events     []string `json:"events" ref:"E"`
	Stop       string   `json:"stop" words:"stop"`
	Root       bool     `json:"root"`
	Fixable    string   `json:"fixable" words:"fixable"`
	Fix        string   `json:"fix" words:"fix"`
	Whys       []Why    `json:"whys"`
}

// Action is a change that somebody sees through by a date.
type Action struct {
	Ref       string   `json:"ref"`
	Rank      int64    `json:"-"`
	Title     string   `json:"title" text:"line"`
	DoneWhen  string   `json:"done_when" text:"line"`
	Owner     string   `json:"owner" text:"line"`
	Due       Date     `json:"due"`
	Kind      string   `json:"kind" words:"action_kind"`
	Area      string   `json:"area" words:"area"`
	Scope     string   `json:"scope" words:"scope"`
	Answers   []string `json:"answers" ref:"CW"`
	Ticket    string   `json:"ticket" text:"line"`
	Priority  string   `json:"priority" words:"priority"`
	Status    string   `json:"status" words:"action_status"`
	Reason    string   `json:"reason"`
	StartedAt Instant  `json:"started_at"`
	DoneAt    Instant  `json:"done_at"`
	DroppedAt Instant  `json:"dropped_at"`
	Test      *Test    `json:"test"`
}

// IsOpen reports whether somebody still has to see the action through: it is neither done nor dropped.
func (a *Action) IsOpen() bool { return a.Status != "done" && a.Status != "dropped" }

// Test is an action's regression test: seen failing, seen passing, merged (seed 1, "tests that don't forget").
type Test struct {
	Name     string  `json:"name" text:"line"`
	File     string  `json:"file" text:"line"`
	Command  string  `json:"command" text:"line"`
	Failing  *Run    `json:"failing"`
	Passing  *Run    `json:"passing"`
	MergedAt Instant `json:"merged_at"`
	Link     string  `json:"link" text:"line"`
	Guard    *Guard  `json:"guard"`
}

// Run is one run of a regression test. The fields from Runner on are written only where they are not empty.
type Run struct {
	At       Instant `json:"at"`
	Commit   string  `json:"commit" text:"line"`
	ExitCode int     `json:"exit_code"`
	Tail     string  `json:"tail"`
	Runner   string  `json:"runner,omitempty" text:"line"`  // whose output was understood; "": the exit status is all that is known
	Tests    Count   `json:"tests,omitempty"`               // how many ran; 0 where that is not known
	Command  string  `json:"command,omitempty" text:"line"` // what was run; "" where it is the test's own command, or nobody said
	Despite  string  `json:"despite,omitempty" text:"line"` // why a person lets the run count in spite of what speaks against it
}

// Count is how many there are of something; 0, which a document may write as null, where that is not known.
type Count int

// Guard is what the last look for the test in its tree found.
type Guard struct {
	At    Instant `json:"at"`
	Found bool    `json:"found"`
	Where string  `json:"where" text:"line"`
	Says  string  `json:"says,omitempty" words:"guard"` // "" in what was kept before there were words for it
}

// Parked is a thought set aside, which becomes an action or a recorded decision not to act.
type Parked struct {
	Ref     string `json:"ref"`
	Rank    int64  `json:"-"`
	Text    string `json:"text" text:"line"`
	Phase   string `json:"phase" words:"phase"`
	Outcome string `json:"outcome" words:"parked_outcome"`
	Reason  string `json:"reason"`
	Action  string `json:"action" ref:"A"`
}

// Lesson is one thing that went well or badly, was luck, or was learned.
type Lesson struct {
	Ref  string `json:"ref"`
	Rank int64  `json:"-"`
	Kind string `json:"kind" words:"lesson"`
	Text string `json:"text" text:"line"`
}

// FollowUp is the close-the-loop meeting and what it found.
type FollowUp struct {
	At       Instant   `json:"at"`
	Minutes  int       `json:"minutes"`
	HeldAt   Instant   `json:"held_at"`
	Again    string    `json:"again" words:"again"`
	Missed   string    `json:"missed"`
	Verdicts []Verdict `json:"verdicts"`
}

// Verdict says whether an action helped.
type Verdict struct {
	Action string `json:"action" ref:"A"`
	Helped string `json:"helped" words:"helped"`
	Note   string `json:"note"`
}

// Reread is the second look, six months later.
type Reread struct {
	Due    Date    `json:"due"`
	DoneAt Instant `json:"done_at"`
	Missed string  `json:"missed"`
}

// Relation ties this postmortem to another one.
type Relation struct {
	ID   string `json:"id"`
	Ref  string `json:"ref"`
	Kind string `json:"kind" words:"relation"`
}

// Agenda is the meeting's plan: a preset length in minutes, and the seconds each phase has taken.
type Agenda struct {
	Preset string `json:"preset"`
	Taken  Taken  `json:"taken_seconds"`
}

// Dismissal is a finding that somebody set aside: it stays away while the text stays the same.
type Dismissal struct {
	Code string `json:"code"`
	At   string `json:"at"`
	Text string `json:"text"`
}
