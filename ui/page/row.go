package page

import (
	"errors"
	"strconv"
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/draw"
	"debrief/ui/sheet"
)

// rowKey begins the key of a line that holds a row.
const rowKey = "row "

// bring is a row in a line, as it would be typed; nil where no line says it.
func (b base) bring(r *draw.Row) *sheet.Line {
	if r.Field != "" {
		return nil
	}
	return b.rowLine(r.Ref)
}

func (b base) rowLine(ref string) *sheet.Line {
	text, read, ok := ask.RowLine(b.Post(), ref, b.context(ask.NoTarget))
	if !ok {
		return nil
	}
	return b.lineOfRow(ref, text, read)
}

// lineOfRow is the line in which a part is changed, all of it at once. Entered as it came, it changes nothing.
func (b base) lineOfRow(ref, text string, read func(text string) (ask.Row, error)) *sheet.Line {
	letter, _, _ := model.SplitRef(ref)
	part, _ := b.Post().Part(ref)
	l := sheet.NewLine(ref, text)
	l.Key = rowKey + ref
	l.Hint = func(text string) []string {
		r, err := read(text)
		if err != nil {
			return []string{say.Safe(err.Error())}
		}
		return []string{say.Safe(r.Understood)}
	}
	about := map[string]string{"line": text, "since": strconv.FormatInt(b.Post().Revision, 10)}
	for name, value := range ask.PiecesOf(letter, part.Value.Interface()) {
		about["was "+name] = value
	}
	l.About = func() map[string]string { return about }
	l.Enter = func(text string, about map[string]string) (sheet.Job, error) {
		from, err := read(about["line"])
		if err != nil {
			return sheet.Job{}, err
		}
		to, err := read(text)
		if err != nil {
			return sheet.Job{}, err
		}
		return b.rewrite(ref, from.Pieces, to.Pieces, about), nil
	}
	return l
}

// rewrite sets what was changed in the line of a part. Where somebody else was quicker, the text waits, and a second try is meant.
func (b base) rewrite(ref string, from, to ask.Pieces, about map[string]string) sheet.Job {
	since, _ := strconv.ParseInt(about["since"], 10, 64)
	j := sheet.Job{Post: b.Post().Ref, Edit: func(t sheet.Turn) (model.Edit, error) {
		return ask.Rewritten(ref, from, to, func(name string) string { return t.Was(ref, name, about["was "+name], since) }), nil
	}}
	j.Failed = b.overtakenIn(ref, func(changed *model.ChangedError, text string) (mine, both string) {
		return to[changed.Field], joinedIn(text, ref, changed.Field, changed.Now, to[changed.Field])
	})
	return j
}

// overtakenIn takes in that somebody else was quicker with what the line of a part would change. What it was begun from stands in the
// entry by its field, behind "was"; join gives the words of an entry's text for the field, and the text with theirs before them.
func (b base) overtakenIn(ref string, join func(changed *model.ChangedError, text string) (mine, both string)) func(*sheet.Entry, error) {
	return func(e *sheet.Entry, err error) {
		changed, ok := errors.AsType[*model.ChangedError](err)
		switch {
		case !ok || e == nil:
		case changed.Field == "":
			e.Orphaned(ref)
		default:
			e.Mine, e.Both = join(changed, e.Text)
			b.Overtaken(e, "was "+changed.Field, changed.Now)
		}
	}
}

// joinedIn is the text of a line in which somebody else's words for a field stand before ours; "" where they cannot.
func joinedIn(text, ref, field, theirs, ours string) string {
	joined := ask.Joined(ref, field, theirs, ours)
	if joined == "" || !strings.Contains(text, ours) {
		return ""
	}
	return strings.Replace(text, ours, joined, 1)
}
