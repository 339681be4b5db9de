package model

// OpenAction is an open action away from its postmortem: what somebody needs who sees it through.
type OpenAction struct {
	Postmortem string // PM-7
	Story      string // the title of the postmortem
	Ref        string // A3
	Title      string
	DoneWhen   string
	Owner      string
	Due        Date
	Ticket     string
	Status     string
}

// OpenFilter chooses among the open actions of all postmortems.
type OpenFilter struct {
	Owner   string      // as the action has it; "" is everybody
	Unowned bool        // those that nobody owns; Owner is "" then
	Beside  *Postmortem // only those of earlier postmortems that share a service or a tag with this one
	Limit   int         // how many are wanted at most; 0 is all
}

// Owner is somebody with open actions, and how many. Name is "" for the actions that nobody owns.
type Owner struct {
	Name string
	Open int
}

// Waiting is what has come due: an open action, a follow-up that was not held, a re-read that was not done, or the facts of an incident
// that has been over for days.
type Waiting struct {
	Postmortem string // PM-7
	What       string // action, follow-up, re-read, facts or draft
	LateDays   int    // days of the calendar; 0 is today; of facts, for how many days it has been over; of a draft 0
	Phase      string // that a draft was left in
	Minutes    int    // for how long
}
