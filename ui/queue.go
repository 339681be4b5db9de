package ui

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"debrief/model"
	"debrief/model/cast"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// queue is what is on its way to the archive, one job at a time in the order of the keys: commands complete in any order.
type queue struct {
	jobs    []*job
	flight  *job                         // the one that the archive has
	entries []*sheet.Entry               // what was entered and is not saved yet, on its way or waiting
	became  map[string]string            // the parts that entries have become, by their ids
	ours    map[string]ours              // what we have set fields to, by postmortem, part and field
	newest  map[string]*model.Postmortem // the newest states that are known, by reference
	leaving bool                         // quit once the queue is empty
}

// ours is a value of a field that came from this program.
type ours struct {
	value    string
	revision int64
}

// job is one job with the phase that it was sent from, which counts as reached.
type job struct {
	sheet.Job
	phase string
	veil  *cast.Veil // that its page was seen through; nil for none
}

// saved tells that a job is done.
type saved struct {
	job     *job
	applied model.Applied
	err     error
}

func (q *queue) init() {
	q.became, q.ours, q.newest = map[string]string{}, map[string]ours{}, map[string]*model.Postmortem{}
}

func (q *queue) idle() bool { return q.flight == nil && len(q.jobs) == 0 }

// slowJob is how long something may take before it is shown that it is on its way.
const slowJob = 300 * time.Millisecond

// Send puts a job on its way. One that hangs on an entry that waits, waits with it.
func (a *App) Send(j sheet.Job) tea.Cmd {
	q := &a.queue
	if j.Entry != nil {
		q.add(j.Entry)
		j.Entry.Why, j.Entry.Slow = "", false
	}
	if parent := q.entry(j.After); parent != nil && parent.Waits() {
		if j.Entry == nil {
			a.Warn("Not done: what it is about is not saved yet.")
			return nil
		}
		j.Entry.Why = "it hangs on what is not saved above"
		return nil
	}
	q.jobs = append(q.jobs, &job{j, a.phase(), a.veilFor(j.Post)})
	return tea.Batch(a.next(), a.Later(slowJob, func() tea.Cmd { return a.slow(j.Entry) }))
}

// slow shows that something is on its way for long.
func (a *App) slow(e *sheet.Entry) tea.Cmd {
	switch {
	case a.queue.idle():
	case e == nil:
		a.Say("Saving. This one takes a moment.")
	case slices.Contains(a.queue.entries, e) && !e.Waits():
		e.Slow = true
	}
	return nil
}

// next gives the archive the next job.
func (a *App) next() tea.Cmd {
	q := &a.queue
	if q.flight != nil || len(q.jobs) == 0 {
		return nil
	}
	j := q.jobs[0]
	q.jobs = q.jobs[1:]
	q.flight = j
	run, err := a.prepared(j)
	if err != nil {
		return func() tea.Msg { return saved{job: j, err: err} }
	}
	return func() tea.Msg {
		applied, err := run(a.ctx)
		return saved{j, applied, err}
	}
}

// prepared is what the archive is to do for a job whose turn has come.
func (a *App) prepared(j *job) (run func(context.Context) (model.Applied, error), err error) {
	if j.Run != nil {
		return j.Run, nil
	}
	e, err := j.Edit(turn{a, j})
	if err != nil {
		return nil, err
	}
	e = a.inRoom(j, e)
	e.Do = ask.Reaching(j.phase, ask.Following(e.Do, a.Now()))
	if j.Entry != nil {
		e.Entry = j.Entry.ID
	}
	return func(ctx context.Context) (model.Applied, error) { return a.config.Archive.Apply(ctx, j.Post, e) }, nil
}

// settle takes the outcome of a job.
func (a *App) settle(msg saved) tea.Cmd {
	a.queue.flight = nil
	var cmd tea.Cmd
	if msg.err != nil {
		cmd = a.refused(msg.job, msg.err)
	} else {
		cmd = a.accepted(msg.job, msg.applied)
	}
	if a.queue.leaving && a.queue.idle() {
		return tea.Quit
	}
	return tea.Batch(cmd, a.next())
}

func (a *App) accepted(j *job, applied model.Applied) tea.Cmd {
	a.note(j, applied)
	hidden := applied.Hidden
	if j.Entry != nil {
		hidden += j.Entry.Hidden
	}
	said := ""
	switch {
	case j.Said != nil:
		said = j.Said(applied.Step)
	case applied.Step.N == 0:
		said = "It is so already: nothing was changed."
	case j.Entry == nil || hidden > 0 || !a.notice.Bad:
		said = "Saved: " + applied.Step.Label + "."
	}
	if hidden > 0 {
		said += fmt.Sprintf(" hidden: %d", hidden)
	}
	if said != "" {
		a.Say(said)
	}
	a.refreshAll()
	if j.Then != nil {
		return j.Then(applied)
	}
	return nil
}

// note keeps what a job has become in the archive.
func (a *App) note(j *job, applied model.Applied) {
	q := &a.queue
	if p := applied.Postmortem; p != nil {
		q.newest[p.Ref] = p
		q.remember(applied)
		if a.open.pm != nil && a.open.pm.ID == p.ID {
			a.open.pm = p
		}
	}
	if e := j.Entry; e != nil {
		q.became[e.ID] = applied.Step.Touched()
		q.remove(e)
		a.config.Drafts.Leave(e.Key(), e.ID)
	}
}

// refused gives back what was entered: the text of the job, and of all that wait behind it, for what was typed later may build on
// what was typed before. None is tried again unasked.
func (a *App) refused(j *job, err error) tea.Cmd {
	q := &a.queue
	a.Fail(err)
	if j.Entry != nil {
		j.Entry.Why = "not now"
		if text := oneLine(err); text != "" {
			j.Entry.Why = text
		}
	}
	if j.Failed != nil {
		j.Failed(j.Entry, err)
	}
	dropped := 0
	for _, behind := range q.jobs {
		if e := behind.Entry; e != nil {
			e.Why = "the one before it was not saved"
		} else {
			dropped++
		}
	}
	q.jobs = nil
	a.sayRefused(j, dropped)
	a.refreshAll()
	if errors.Is(err, model.ErrChanged) {
		return a.reload(Elsewhere{Steps: true})
	}
	return nil
}

// sayRefused says where to find what was given back, where that is another page.
func (a *App) sayRefused(j *job, dropped int) {
	why := a.notice.Text
	if e := j.Entry; e != nil && e.Page != a.Top().Base().Place() {
		where := sheet.Alone(e.Page)
		where = where[strings.LastIndexByte(where, '/')+1:]
		if title := guide.Of(where).Title; title != "" {
			where = title
		}
		why = "Not saved in " + where + ": " + why
	}
	if dropped > 0 {
		why += " (" + say.Count(dropped, "change", "changes") + " after it not made)"
	}
	a.Warn(why)
}

// turn is what a job is told when its turn comes.
type turn struct {
	a *App
	j *job
}

func (t turn) Ref(ref string) string { return t.a.Ref(ref) }

// Was is what a field held when somebody began to type, or what we have made of it since.
func (t turn) Was(ref, field, was string, since int64) string {
	if o, ok := t.a.queue.ours[t.j.Post+"/"+ref+"."+field]; ok && o.revision > since {
		if t.j.veil != nil {
			return t.j.veil.Text(o.value)
		}
		return o.value
	}
	return was
}

func (t turn) Post() *model.Postmortem {
	p := t.a.queue.newest[t.j.Post]
	if open := t.a.open.pm; open != nil && open.Ref == t.j.Post {
		p = open
	}
	if t.j.veil != nil {
		return t.j.veil.Over(p).Shown
	}
	return p
}

// remember keeps what a step of ours has set.
func (q *queue) remember(applied model.Applied) {
	p := applied.Postmortem
	for _, c := range applied.Step.Changes {
		if c.Field != "" {
			q.ours[p.Ref+"/"+c.Part+"."+c.Field] = ours{p.Get(c.Part, c.Field), p.Revision}
		}
	}
}

// Ref is the part that an entry has become, for the entry's mark; other references stay.
func (a *App) Ref(ref string) string {
	if is := a.queue.became[sheet.EntryID(ref)]; is != "" {
		return is
	}
	return ref
}

func (q *queue) entry(id string) *sheet.Entry {
	for _, e := range q.entries {
		if e.ID == id && id != "" {
			return e
		}
	}
	return nil
}

func (q *queue) add(e *sheet.Entry) {
	if !slices.Contains(q.entries, e) {
		q.remove(q.entry(e.ID))
		q.entries = append(q.entries, e)
	}
}

func (q *queue) remove(e *sheet.Entry) {
	q.entries = slices.DeleteFunc(q.entries, func(x *sheet.Entry) bool { return x == e })
}

// Keep lets an entry wait.
func (a *App) Keep(e *sheet.Entry) { a.queue.add(e) }

// Forget gives an entry up.
func (a *App) Forget(e *sheet.Entry) {
	a.queue.remove(e)
	a.config.Drafts.Leave(e.Key(), e.ID)
}

// Entries are what was entered on a page and is not saved yet.
func (a *App) Entries(page string) []*sheet.Entry {
	var all []*sheet.Entry
	for _, e := range a.queue.entries {
		if e.Page == page || !a.room.on && sheet.Alone(e.Page) == page {
			all = append(all, e)
		}
	}
	return all
}

// takeUp offers again what an earlier session entered into a postmortem and did not save.
func (q *queue) takeUp(drafts []sheet.Draft, pm *model.Postmortem, became map[string]string) {
	maps.Copy(q.became, became)
	for _, d := range drafts {
		cut := strings.LastIndexByte(d.Key, '/')
		if cut < 0 || !strings.HasPrefix(d.Key, pm.ID+"/") || q.entry(d.Entry) != nil {
			continue
		}
		q.entries = append(q.entries, &sheet.Entry{ID: d.Entry, Page: d.Key[:cut], Line: d.Key[cut+1:], Text: d.Text, About: d.About,
			Why: "it was entered before debrief ended"})
	}
}

// finish carries out what was still in the queue when the program ended, so that nothing that was entered is lost.
func (a *App) finish() error {
	jobs := a.queue.jobs
	a.queue.jobs = nil
	for _, j := range jobs {
		run, err := a.prepared(j)
		if err != nil {
			return err // what was entered stays in the drafts
		}
		applied, err := run(context.WithoutCancel(a.ctx))
		if err != nil {
			return err
		}
		a.note(j, applied)
	}
	return nil
}
