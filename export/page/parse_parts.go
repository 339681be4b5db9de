package page

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"debrief/model"
	"debrief/model/lazyregexp"
)

// instant reads a day and a time in the page's zone.
func (p *parser) instant(s string) model.Instant {
	for _, layout := range []string{"2006-01-02 15:04 -07:00", "2006-01-02 15:04:05 -07:00", "2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02 15 h"} {
		if t, err := time.ParseInLocation(layout, s, p.loc); err == nil {
			return model.At(t)
		}
	}
	return model.Instant{}
}

// timeOf reads a time of day, below the row of its day, and how well it is known.
func (p *parser) timeOf(s string) (at model.Instant, precision string) {
	switch {
	case s == "?" || s == "":
		return model.Instant{}, "unknown"
	case s == "all day":
		return p.instant(p.day + " 00:00"), "day"
	case strings.HasPrefix(s, "about "):
		return p.instant(p.day + " " + s[len("about "):]), "about"
	case strings.HasSuffix(s, " h"):
		return p.instant(p.day + " " + s), "hour"
	}
	clock, _, _ := strings.Cut(s, " ")
	if strings.Count(clock, ":") == 2 {
		return p.instant(p.day + " " + s), "second"
	}
	return p.instant(p.day + " " + s), "minute"
}

var (
	times    = lazyregexp.New(`^(?:([\d,]+) times?)?(?: ?until (.+))?$`)
	settling = lazyregexp.New(`^(confirmed|ruled out)(?: by (E\d+))?$`)
)

// kindSaid is the kind of event that a word of the page stands for.
func kindSaid(word string) (string, bool) {
	for _, kind := range model.Words["kind"] {
		if model.Said(kind) == word {
			return kind, true
		}
	}
	return "", false
}

// event reads a row of the timeline: a day, a moment, another telling of an event, or an event.
func (p *parser) event(row []Spans, line int) {
	when, what, where := words(row[0]), row[1], row[2]
	if when == "" && len(what) == 1 && what[0].Style == Strong {
		p.day = what[0].Text
		p.days = append(p.days, p.day)
		return
	}
	e := model.Event{KnownThen: true, Count: 1}
	e.At, e.Precision = p.timeOf(when)
	e.Ref, e.Source, e.Link = p.source(where)
	moments, what := marks(what)
	for _, m := range moments {
		e.KeyEvent = e.KeyEvent || m == key
		p.moment(m, e.At, e.Ref)
	}
	if e.Ref == "" && len(what) == 0 { // a moment that no event tells
		return
	}
	p.ours = p.ours || e.Ref != ""
	if e.At.IsZero() && e.Precision != "unknown" && p.day != "" {
		p.unread(e.Ref, line, when, "is not a time like 02:14")
		e.Precision = ""
	}
	what, e.By = by(what)
	rest, behind := asides(what)
	said, text, _ := strings.Cut(rest.Text(), ":")
	text = strings.TrimSpace(text)
	if strings.HasPrefix(said, "also told") {
		p.also(e, e.By, text)
		return
	}
	kind, ok := kindSaid(strings.TrimSpace(said))
	if !ok {
		kind, text = "note", words(rest)
	}
	e.Kind, e.Text = kind, text
	p.Lines[e.Ref], p.clocks[e.Ref] = line, when
	p.told(e, behind, moments, line)
}

// marks takes the moments that an event is, and that it is key, from the beginning of its row.
func marks(what Spans) (all []string, rest Spans) {
	for len(what) > 0 && what[0].Style == Strong && (what[0].Text == key || slices.Contains(model.MomentNames, what[0].Text)) {
		all = append(all, what[0].Text)
		what = trimmed(what[1:])
		if len(what) > 0 {
			what[0].Text = strings.TrimPrefix(what[0].Text, ", ")
			what = together(what)
		}
	}
	return all, what
}

// told keeps an event, with what stands behind it.
func (p *parser) told(e model.Event, behind, moments []string, line int) {
	for _, s := range behind {
		if !p.aside(&e, s) {
			p.unread(e.Ref, line, s, notKnown)
		}
	}
	for _, m := range moments {
		if m != key {
			p.momentRows[m] = len(p.Post.Events)
		}
	}
	p.Post.Events = append(p.Post.Events, e)
}

// by takes the name in the middle of a row out of it: "did by *Mei*: text", "also told as *quarter to ten*: text".
func by(what Spans) (rest Spans, name string) {
	if len(what) > 1 && what[0].Style == Plain && what[1].Style == Emphasis {
		for _, word := range []string{" by ", " as "} {
			if said, ok := strings.CutSuffix(what[0].Text, word); ok {
				rest = append(Spans{plain(said)}, what[2:]...)
				return together(rest), what[1].Text
			}
		}
	}
	return what, ""
}

// notKnown is why words in brackets were not read.
const notKnown = "is none of the words that stand there"

func (p *parser) aside(e *model.Event, s string) bool {
	if s == "known only later" {
		e.KnownThen = false
		return true
	}
	if m := settling().FindStringSubmatch(s); m != nil {
		e.Outcome, e.SettledBy = m[1], m[2]
		return true
	}
	m := times().FindStringSubmatch(s)
	if m == nil || s == "" {
		return false
	}
	if n, err := strconv.Atoi(strings.ReplaceAll(m[1], ",", "")); err == nil {
		e.Count = n
	}
	if m[2] != "" {
		if e.Until = p.instant(m[2]); e.Until.IsZero() {
			e.Until, _ = p.timeOf(m[2])
		}
	}
	return true
}

func (p *parser) also(e model.Event, as, text string) {
	a := model.Also{At: e.At, Original: as, Text: text, Source: e.Source, Link: e.Link}
	of := p.Post.Event(e.Ref)
	if n := len(p.Post.Events); of == nil && e.Ref == "" && n > 0 { // that of the row above
		of = &p.Post.Events[n-1]
	}
	if of != nil {
		of.Also = append(of.Also, a)
	}
}

func (p *parser) moment(name string, at model.Instant, event string) {
	if _, ok := p.Lines["moments"]; !ok {
		p.Lines["moments"] = 0
	}
	m := &model.Moment{At: at, Event: event}
	switch name {
	case "started":
		p.Post.Moments.Started = m
	case "detected":
		p.Post.Moments.Detected = m
	case "mitigated":
		p.Post.Moments.Mitigated = m
	case "resolved":
		p.Post.Moments.Resolved = m
	}
}

func (p *parser) source(cell Spans) (ref, source, to string) {
	ref, source, _ = strings.Cut(words(cell), " ")
	if !refStart().MatchString(ref) {
		ref, source = "", words(cell)
	}
	for _, s := range cell {
		if s.named() {
			to = s.To
		}
	}
	if !slices.Contains(model.Words["source"], source) {
		if first, rest, _ := strings.Cut(source, " "); to == "" && slices.Contains(model.Words["source"], first) {
			return ref, first, rest
		} else if to == "" {
			to = source
		}
		source = ""
	}
	return ref, source, to
}

func (p *parser) newCause(b *Block) {
	ref, text, _ := strings.Cut(words(b.Heading), " ")
	if !refStart().MatchString(ref) {
		ref, text = "", words(b.Heading)
	}
	p.Post.Causes = append(p.Post.Causes, model.Cause{Ref: ref, Text: text})
	p.Lines[ref] = b.Line
	p.ours = p.ours || refStart().MatchString(ref)
}

// refs are the references behind a fixed word: "shown by E1, E2".
func refs(s, word string) ([]string, bool) {
	rest, ok := strings.CutPrefix(s, word)
	if !ok {
		return nil, false
	}
	return strings.Split(rest, ", "), true
}

func (p *parser) paragraph(s string, line int) {
	switch p.section {
	case "Causes":
		if len(p.Post.Causes) == 0 {
			return
		}
		c := &p.Post.Causes[len(p.Post.Causes)-1]
		for piece := range strings.SplitSeq(s, "; ") {
			if by, ok := refs(piece, "shown by "); ok {
				c.Events = by
			} else if by, ok := refs(piece, "answered by "); ok {
				p.answered[c.Ref] = by
			} else if slices.Contains(model.Words["role"], piece) {
				c.Role = piece
			} else if piece != noRole {
				p.unread(c.Ref, line, piece, notKnown)
			}
		}
	case "Follow-up":
		f := p.followUp()
		for piece := range strings.SplitSeq(s, "; ") {
			if rest, ok := strings.CutPrefix(piece, "planned "); ok {
				at, length, _ := strings.Cut(rest, ", ")
				f.At, f.Minutes = p.instant(at), number(length)
			} else if rest, ok := strings.CutPrefix(piece, "held "); ok {
				f.HeldAt = p.instant(rest)
			} else if rest, ok := strings.CutPrefix(piece, "happened again: "); ok {
				f.Again = rest
			} else {
				p.unread("", line, piece, notKnown)
			}
		}
	}
}

// number is the number that a text begins with, 0 where there is none.
func number(s string) int {
	first, _, _ := strings.Cut(s, " ")
	n, err := strconv.Atoi(strings.ReplaceAll(first, ",", ""))
	if err != nil {
		return 0
	}
	return n
}

func (p *parser) followUp() *model.FollowUp {
	if p.Post.FollowUp == nil {
		p.Post.FollowUp = &model.FollowUp{}
	}
	return p.Post.FollowUp
}

// item reads an item of a list, by the section that it stands in.
func (p *parser) item(item Spans, line int) {
	label := ""
	if len(item) > 0 && item[0].Style == Strong {
		label = strings.TrimSuffix(item[0].Text, ":")
	}
	switch {
	case p.section == "Impact":
		p.impact(item, line)
	case p.section == "Causes":
		p.why(item, line)
	case p.section == "Lessons":
		p.lesson(item, label, line)
	case p.section == "Follow-up" && label == "Missed until then":
		p.followUp().Missed = words(item[1:])
	case p.section == "Follow-up":
		p.verdict(item)
	case p.below == "Done when":
		p.doneWhen(item)
	case p.below == "Regression tests":
		p.test(item)
	case p.below == "Parked thoughts":
		p.parked(item, line)
	case p.below == "About this page" && len(item) > 1:
		p.about(label, item[1:])
	}
}

var amount = lazyregexp.New(`^(about )?(-?\d[\d,]*(?:\.\d+)?)(?: (.+))?$`)

func (p *parser) impact(item Spans, line int) {
	i := model.Impact{Ref: "I" + strconv.Itoa(len(p.Post.Impact)+1), What: words(item)}
	if len(item) > 0 && item[0].Style == Strong {
		i.What = words(item[1:])
		size := strings.TrimSuffix(item[0].Text, ":")
		i.Unit = size
		if m := amount().FindStringSubmatch(size); m != nil {
			if n, err := strconv.ParseFloat(strings.ReplaceAll(m[2], ",", ""), 64); err == nil {
				i.Amount, i.Estimate, i.Unit = &n, m[1] != "", m[3]
			}
		}
	}
	p.Lines[i.Ref] = line
	p.Post.Impact = append(p.Post.Impact, i)
}

func (p *parser) lesson(item Spans, label string, line int) {
	l := model.Lesson{Ref: "L" + strconv.Itoa(len(p.Post.Lessons)+1), Text: words(item)}
	for kind, name := range lessonNames {
		if label == name {
			l.Kind, l.Text = kind, words(item[1:])
		}
	}
	p.Lines[l.Ref] = line
	p.Post.Lessons = append(p.Post.Lessons, l)
}

func (p *parser) verdict(item Spans) {
	ref, _, rest := lead(item)
	if ref == "" {
		return
	}
	text := words(rest)
	for helped, word := range verdicts {
		if note, ok := strings.CutPrefix(text, word); ok && (note == "" || note[0] == ':') {
			f := p.followUp()
			f.Verdicts = append(f.Verdicts, model.Verdict{Action: ref, Helped: helped, Note: strings.TrimSpace(strings.TrimPrefix(note, ":"))})
			return
		}
	}
}

// why reads an item of a cause's tree.
func (p *parser) why(item Spans, line int) {
	if len(item) == 0 || len(p.Post.Causes) == 0 {
		return
	}
	n, question := "", ""
	if item[0].Style == Strong {
		n, question, _ = strings.Cut(item[0].Text, " ")
		if strings.Trim(n, "0123456789.") != "" {
			n, question = "", item[0].Text
		}
		item = item[1:]
	}
	if question == "Why?" {
		question = ""
	}
	rest, behind := asides(item)
	y := model.Why{Question: question, Answer: words(rest)}
	for _, s := range behind {
		if !p.aboutWhy(&y, s) {
			defer func() { p.unread(y.Ref, line, s, notKnown) }()
		}
	}
	p.Lines[y.Ref] = line
	for i := range behind {
		if by, ok := refs(behind[i], "answered by "); ok {
			p.answered[y.Ref] = by
		}
	}
	p.order = append(p.order, numberedWhy{len(p.Post.Causes) - 1, n, y})
}

// aboutWhy reads one of the words behind an answer.
func (p *parser) aboutWhy(y *model.Why, s string) bool {
	fixable := map[string]string{"can be fixed now": "now", "can be fixed later": "later", "cannot be fixed": "no"}
	switch {
	case refStart().MatchString(s) && s[0] == 'W':
		y.Ref = s
	case s == "root cause":
		y.Root = true
	case slices.Contains(model.Words["category"], s):
		y.Category = s
	case fixable[s] != "":
		y.Fixable = fixable[s]
	case s == "structural fix", s == "proximate fix":
		y.Fix = strings.TrimSuffix(s, " fix")
	case s == "a guess":
		y.Confidence = "guess"
	case slices.Contains(model.Words["confidence"], s):
		y.Confidence = s
	case strings.HasPrefix(s, "stopped here: "):
		y.Stop = strings.TrimPrefix(s, "stopped here: ")
	case strings.HasPrefix(s, "answered by "):
	case strings.HasPrefix(s, "shown by "):
		y.Events, _ = refs(s, "shown by ")
	default:
		return false
	}
	return true
}

func (p *parser) doneWhen(item Spans) {
	ref, word, rest := lead(item)
	a := p.Post.Action(ref)
	if a == nil {
		return
	}
	if word == "reason" {
		a.Reason = words(rest)
		return
	}
	rest, behind := asides(rest)
	a.DoneWhen = words(rest)
	scope := map[string]string{"only this one": "specific", "the whole class": "class"}
	for _, s := range behind {
		first, at, _ := strings.Cut(s, " ")
		switch {
		case slices.Contains(model.Words["action_kind"], s):
			a.Kind = s
		case slices.Contains(model.Words["area"], s):
			a.Area = s
		case scope[s] != "":
			a.Scope = scope[s]
		case slices.Contains(model.Words["priority"], s):
			a.Priority = s
		case first == "started":
			a.StartedAt = p.instant(at)
		case first == "done":
			a.DoneAt = p.instant(at)
		case first == "dropped":
			a.DroppedAt = p.instant(at)
		}
	}
}

// ticked takes the box of an action that somebody has ticked since for its status: the row of the action is farther up. A box that is
// empty says nothing where the row says done, as somebody may have written it there.
func (p *parser) ticked(item Spans, box Task, line int) {
	ref, _, _ := lead(item)
	a := p.Post.Action(ref)
	if a == nil || p.below != "Done when" {
		return
	}
	switch {
	case box == DoneTask && (a.Status == "open" || a.Status == "doing"):
		a.Status = "done"
	case box == OpenTask && a.Status == "done":
		p.unread(ref, line, "[ ] "+ref, "has no tick, and the table of actions says done, which counts")
	}
}

var seen = lazyregexp.New(`^seen (failing|passing) ?(\d{4}-\d\d-\d\d \d\d:\d\d(?: [+-]\d\d:\d\d)?)?`)
var exits = lazyregexp.New(`, exit (-?\d+)(?:, ([^,:]+?))??(?:, (\d+) tests?)?:? ?$`)

// test reads an item about a regression test: what it is, what runs it, a run of it, or the last look for it.
func (p *parser) test(item Spans) {
	ref, _, rest := lead(item)
	a := p.Post.Action(ref)
	if a == nil {
		return
	}
	if a.Test == nil {
		a.Test = &model.Test{}
	}
	t := a.Test
	text := words(rest)
	m := seen().FindStringSubmatch(text)
	switch {
	case m != nil:
		run := p.run(rest)
		run.At = p.instant(m[2])
		if m[1] == "failing" {
			t.Failing = run
		} else {
			t.Passing = run
		}
	case strings.HasPrefix(text, "run by ") && len(rest) > 1 && rest[1].Style == Code:
		t.Command = rest[1].Text
	case p.looked(t, text, rest), text == model.TestUnproven, strings.HasPrefix(text, "not proven: "):
	default:
		p.promised(t, rest)
	}
}

// promised reads what a test is called, where it is, since when it is merged, and its address.
func (p *parser) promised(t *model.Test, rest Spans) {
	if len(rest) > 0 && rest[0].Style == Code {
		t.Name, rest = rest[0].Text, trimmed(rest[1:])
	}
	if len(rest) > 1 && rest[0].Text == "in " && rest[1].Style == Code {
		t.File, rest = rest[1].Text, rest[2:]
	}
	text := rest.Text()
	if at, ok := strings.CutPrefix(text, "; merged "); ok {
		at, text, ok = strings.Cut(at, "; ")
		t.MergedAt = p.instant(at)
		if ok {
			text = "; " + text
		}
	}
	t.Link = strings.TrimPrefix(text, "; ")
	if last := len(rest) - 1; last >= 0 && rest[last].named() {
		t.Link = rest[last].To
	}
}

func (p *parser) run(rest Spans) *model.Run {
	rest, behind := asides(rest)
	r := &model.Run{}
	for _, s := range behind {
		if why, ok := strings.CutPrefix(s, "despite: "); ok {
			r.Despite = why
		}
	}
	for i, s := range rest {
		switch {
		case s.Style == Code && i == 1 && strings.HasSuffix(rest[0].Text, " at "):
			r.Commit = s.Text
		case s.Style == Code:
			r.Tail = s.Text
		default:
			if m := exits().FindStringSubmatch(s.Text); m != nil {
				r.ExitCode, _ = strconv.Atoi(m[1])
				n, _ := strconv.Atoi(m[3])
				r.Runner, r.Tests = m[2], model.Count(n)
			}
		}
	}
	return r
}

func (p *parser) looked(t *model.Test, text string, rest Spans) bool {
	for _, word := range append([]string{"still there"}, model.GuardWords...) {
		at, ok := strings.CutPrefix(text, word+" ")
		if !ok {
			continue
		}
		at, _, _ = strings.Cut(at, " at ")
		g := &model.Guard{At: p.instant(at), Says: strings.TrimPrefix(word, "still "), Found: word != "lost" && word != "mentioned"}
		for _, s := range rest {
			if s.Style == Code {
				g.Where = s.Text
			}
		}
		t.Guard = g
		return true
	}
	return false
}

func (p *parser) parked(item Spans, line int) {
	ref, word, rest := lead(item)
	switch {
	case ref != "" && ref[0] != 'K':
		return
	case word == "because":
		for i := range p.Post.Parking {
			if k := &p.Post.Parking[i]; k.Ref == ref {
				k.Reason = words(rest)
			}
		}
		return
	}
	outcome, text, told := strings.Cut(words(rest), ":")
	if ref == "" && !told {
		outcome, text = "", outcome
	}
	k := model.Parked{Ref: ref, Text: strings.TrimSpace(text)}
	outcome, phase, _ := strings.Cut(outcome, ", from ")
	k.Phase = phase
	switch {
	case outcome == "decided not to act":
		k.Outcome = "declined"
	case outcome == "becomes an action":
		k.Outcome = "action"
	case strings.HasPrefix(outcome, "became "):
		k.Outcome, k.Action = "action", strings.TrimPrefix(outcome, "became ")
	}
	p.Lines[ref] = line
	p.Post.Parking = append(p.Post.Parking, k)
}

func (p *parser) about(label string, rest Spans) {
	text := words(rest)
	switch label {
	case "Why this one":
		p.Post.WhyNow = text
	case "Likely again":
		p.Post.LikelyAgain = text
	case "Tags":
		for _, s := range rest {
			if s.Style == Code {
				p.Post.Tags = append(p.Post.Tags, s.Text)
			}
		}
	case "Meeting":
		p.meeting(text)
	case "Dates":
		for piece := range strings.SplitSeq(text, "; ") {
			word, at, _ := strings.Cut(piece, " ")
			to := map[string]*model.Instant{"written": &p.Post.CreatedAt, "reviewed": &p.Post.ReviewedAt, "published": &p.Post.PublishedAt,
				"closed": &p.Post.ClosedAt}[word]
			if to != nil {
				*to = p.instant(at)
			}
		}
	case "Read again":
		p.readAgain(text)
	case "Seen later":
		p.reread().Missed = text
	case "Related":
		p.related(text)
	}
}

func (p *parser) related(text string) {
	for piece := range strings.SplitSeq(text, "; ") {
		for word, kind := range map[string]string{"repeat of ": "repeat of", "related to ": "related"} {
			if ref, ok := strings.CutPrefix(piece, word); ok {
				p.Post.Relations = append(p.Post.Relations, model.Relation{Ref: ref, Kind: kind})
			}
		}
	}
}

func (p *parser) readAgain(text string) {
	r := p.reread()
	for piece := range strings.SplitSeq(text, "; ") {
		if due, err := model.ParseDate(strings.TrimPrefix(piece, "due ")); err == nil {
			r.Due = due
		} else if at, ok := strings.CutPrefix(piece, "done "); ok {
			r.DoneAt = p.instant(at)
		}
	}
}

func (p *parser) reread() *model.Reread {
	if p.Post.Reread == nil {
		p.Post.Reread = &model.Reread{}
	}
	return p.Post.Reread
}

var took = lazyregexp.New(`(assemble|facts|causes|whys|action|close) (\d+):(\d\d)`)

func (p *parser) meeting(text string) {
	when, rest, _ := strings.Cut(text, "; took ")
	if strings.HasPrefix(text, "took ") {
		when, rest = "", text
	}
	at, length, _ := strings.Cut(when, ", ")
	if start := p.instant(at); !start.IsZero() {
		p.Post.Meeting = &model.Meeting{At: start, Minutes: number(length)}
	}
	if _, preset, ok := strings.Cut(rest, "(agenda "); ok {
		p.Post.Agenda.Preset = strings.TrimSuffix(preset, ")")
	}
	for _, m := range took().FindAllStringSubmatch(rest, -1) {
		minutes, _ := strconv.Atoi(m[2])
		seconds, _ := strconv.Atoi(m[3])
		if p.Post.Agenda.Taken == nil {
			p.Post.Agenda.Taken = model.Taken{}
		}
		p.Post.Agenda.Taken[m[1]] = int64(60*minutes + seconds)
	}
}
