// Package sheet is what every page of the program is: rows, the one line at the bottom in which everything is entered, the chooser
// and the proposals beside it. Its rules: what is typed is text, and is never lost; enter takes the line at the key, and what was
// entered is on its way to the archive, in the order of the keys. A page asks the program for things through its Desk alone.
package sheet

import (
	"context"
	"os/exec"
	"time"

	"debrief/export/page"
	"debrief/intake"
	"debrief/model"
	"debrief/model/patterns"
	"debrief/ui/ask"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// Desk is what a page may ask of the program.
type Desk interface {
	Post() *model.Postmortem // the one that is open; nil in the archive
	Look() *draw.Theme
	Keys() Keymap             // that are chosen
	Size() (w, h int)         // of a page, in cells
	Room() bool               // others watch this screen
	EnterRoom()               // they do from now on
	Words(text string) string // from beside the document, as this screen may show them
	Now() time.Time           // in the zone of whoever sits here, whose today it is
	Later(d time.Duration, do func() tea.Cmd) tea.Cmd

	Send(j Job) tea.Cmd           // an edit on its way to the archive
	Keep(e *Entry)                // an entry waits
	Forget(e *Entry)              // an entry was given up, or is in its line again
	Entries(page string) []*Entry // of a page of what is open, in the order of the keys
	Ref(ref string) string        // the part that an entry has become, for the entry's mark; other references stay
	Drafts() Drafts

	Say(text string)
	Warn(text string)
	Fail(err error)
	Notice() Notice
	Hush() // takes the notice away

	Push(s Screen) tea.Cmd
	Pop() tea.Cmd
	Top() Screen
	Show(phase string, s Screen) tea.Cmd             // the sheet of a phase, in the place of the one that is shown
	Load(ref, phase, selected string) tea.Cmd        // opens a postmortem, in a phase and on a part where they are named
	Enter(p *model.Postmortem, phase string) tea.Cmd // shows one that was just made
	Leave() tea.Cmd                                  // back to where the postmortem was opened from
	Quit() tea.Cmd
	Palette(sign string) tea.Cmd // what can be done here, opened by that sign
	Dispatch(c Call) tea.Cmd     // does what an action does, or says why it cannot

	Checks() *ask.Checks // what is asked of the open postmortem by now
	Mentioned(ref, letters string) []string
	Owners() []string // of earlier actions, to complete names from
	Archive() Archive
	Outside() *Outside
}

// Archive is what the screens need of the place where postmortems are kept. A context ends with the program.
type Archive interface {
	Path() string
	List(ctx context.Context) ([]model.Entry, error)
	Newest(ctx context.Context, downTo string, further int) (list []model.Entry, all int, more bool, err error)
	Entries(ctx context.Context, refs []string) ([]model.Entry, error)
	Load(ctx context.Context, ref string) (*model.Postmortem, error)
	Create(ctx context.Context, p *model.Postmortem, label string) (model.Applied, error)
	Import(ctx context.Context, p *model.Postmortem, batch string) (model.Applied, error)
	Apply(ctx context.Context, ref string, e model.Edit) (model.Applied, error)
	Delete(ctx context.Context, ref string) (model.Applied, error)
	BringBack(ctx context.Context, ref string) (model.Applied, error)
	Undo(ctx context.Context, ref string) (model.Applied, error)
	Redo(ctx context.Context, ref string) (model.Applied, error)
	Author() string        // whose steps these are
	SetAuthor(name string) // from now on
	Live(ctx context.Context, ref string) (model.Live, error)
	Lives(ctx context.Context, ref string) ([]model.Live, error) // of others
	Room(ctx context.Context, ref string) (model.Room, error)
	SetRoom(ctx context.Context, ref string, do func(*model.Room)) (model.Room, error)
	SetLive(ctx context.Context, ref string, live model.Live) error
	Latest(ctx context.Context) (ref string, err error) // the postmortem that somebody was in last
	OpenActions(ctx context.Context, filter model.OpenFilter) ([]model.OpenAction, []model.Owner, error)
	Owners(ctx context.Context) ([]string, error)
	History(ctx context.Context, ref string) ([]model.Step, error)
	Published(ctx context.Context, ref string) (*model.Postmortem, error)        // as it was then; nil where it is not
	Addresses(ctx context.Context) (byRef map[string]string, err error)          // where postmortems were published
	SearchTyped(ctx context.Context, text string, most int) (model.Found, error) // what is being typed: its last word may go on
	Similar(ctx context.Context, p *model.Postmortem, most int) ([]model.Likeness, error)
	Ties(ctx context.Context, p *model.Postmortem) (said []string, err error) // what people said that it is to others, from either side
	Stories(ctx context.Context, today model.Date) ([]patterns.Story, error)
	Waiting(ctx context.Context, now time.Time, limit int) (all []model.Waiting, more bool, err error)
}

// Drafts keep typed text that is not saved yet: what stands in a line, by the line's key, and what was entered, by its id too.
type Drafts interface {
	Get(key string) string
	Put(key, text string)
	Drop(key string)
	Enter(d Draft)                  // the line's text becomes an entry, in one step
	Leave(key, entry string)        // an entry was saved or given up
	Return(key, entry, text string) // an entry becomes the line's text again, in one step
	Entries() []Draft               // in the order in which they were entered
}

// Draft is one text that is kept.
type Draft = model.Draft

// Outside is what the program may do outside of the archive.
type Outside struct {
	Context      context.Context //nolint:containedctx // it is the program's own: it ends with the program
	Hosts        []string        // that pages for the public may lead to
	NoZone       bool            // nothing on this machine names the zone that it is in
	ReadDocument func(path string) (Document, error)
	ReadInput    func(path string) (intake.Input, error) // with the users.json of a Slack export beside it
	ListFiles    func(dir string) (at string, files []FileEntry, err error)
	WriteFile    func(path string, data []byte) (written string, err error)
	Browse       func(link string) error
	ShowFile     func(path string) error // in the browser
	Exec         func(cmd *exec.Cmd, then func(error) tea.Msg) tea.Cmd
}

// Document is what a file to import holds: a postmortem, a page of one that comes back, or many of them. One of the three is there.
type Document struct {
	Post *model.Postmortem
	Back *page.Returned
	Many func(ctx context.Context, told Progress) (*Plan, error) // of what people write, of a folder: reading it takes a while
}

// Progress is told how much of something long is done.
type Progress func(done, all int)

// Plan is what would come in of many files, and how.
type Plan struct {
	Rows []Planned
	// BringIn brings rows in as one import. Where the context ends on the way, what is in stays. An error tells of what nothing else tells of.
	BringIn func(ctx context.Context, rows []int, told Progress) (Arrived, error)
}

// Planned is one postmortem of a plan, or a file that none comes in of.
type Planned struct {
	File, Title string
	Comes       bool
	Fate        string // why it does not come; "" where it does
	Holds       string // 8 events, 2 whys, 3 actions
	Assumed     []string
	Dropped     []intake.Dropped // the lines that were not placed
}

// Arrived is what has become of a plan.
type Arrived struct {
	In       int      // how many came in
	First    string   // the reference of the first of them
	Refused  []string // why others did not, each with its file
	Stopped  bool     // before all were in
	TakeBack func(ctx context.Context) (said string, err error)
}

// FileEntry is a file or a folder that can be chosen.
type FileEntry struct {
	Name   string
	Folder bool
	Size   int64 // in bytes
}

// Notice is one line about what just happened.
type Notice struct {
	Text string
	Bad  bool
}

// Screen fills the window between the header and the help line.
type Screen interface {
	Update(msg tea.Msg) tea.Cmd
	View(w, h int) draw.Frame // h lines of w cells, a pure function of the receiver
	Actions() []Action        // its static table; what cannot be done now says why
	Typing() bool             // letters are text, not keys
	Base() *Sheet
}

// Job is one use of the archive that changes it. Jobs are carried out one at a time, in the order in which they were sent.
type Job struct {
	Post   string                                           // the postmortem that is changed
	Edit   func(t Turn) (model.Edit, error)                 // made when its turn comes; nil where Run is given
	Run    func(ctx context.Context) (model.Applied, error) // what else changes the archive
	Entry  *Entry                                           // the text that it came from, nil for none
	After  string                                           // the id of an entry that it hangs on; "" for none
	Then   func(model.Applied) tea.Cmd                      // once it is saved
	Failed func(e *Entry, err error)                        // once it was refused
	Said   func(model.Step) string                          // the notice when it is saved
}

// Turn tells a job, when its turn comes, what those before it have led to.
type Turn interface {
	Ref(ref string) string                          // the part that an entry has become
	Was(ref, field, was string, since int64) string // what a field holds that only we have changed since a revision
	Post() *model.Postmortem                        // the newest state that is known
}

// OnItsWay is the mark by which an entry that is not saved yet stands for the part that it becomes.
func OnItsWay(id string) string { return "@" + id }

// EntryID is the id behind the mark of an entry, "" for other references.
func EntryID(ref string) string {
	if len(ref) > 1 && ref[0] == '@' {
		return ref[1:]
	}
	return ""
}

// Entry is a text that was entered and is not saved yet: on its way, or waiting because it was refused.
type Entry struct {
	ID    string // sorts by time
	Page  string // the page of which postmortem: its drafts' key up to the line
	Line  string // the line that it was entered in, as its page knows it
	Label string // of that line
	Text  string
	About map[string]string // what it was about when it was entered
	Why   string            // why it waits; "" while it is on its way
	Slow  bool              // it is on its way for so long that it is shown
	Taken bool              // it waits without having been tried: the one before it was refused

	Mine   string // its words for a field that somebody else has changed meanwhile; "" where none was
	Theirs string // theirs
	Both   string // the text that has the two joined; "" where they cannot be

	Hidden int // how many secrets it had, which are no part of its text any more
}

// Key is where its draft is kept.
func (e *Entry) Key() string { return e.Page + "/" + e.Line }

// Orphaned lets it wait because the part that it is about is gone.
func (e *Entry) Orphaned(ref string) { e.Why = ref + " was deleted by somebody else" }

// Waits reports whether it was refused, or waits behind one that was.
func (e *Entry) Waits() bool { return e.Why != "" }
