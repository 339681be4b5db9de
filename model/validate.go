package model

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// MaxField is how long a text may be, in bytes; MaxDocument how long all texts of a postmortem together.
const (
	MaxField    = 64 << 10
	MaxDocument = 20 << 20
)

func kilobytes(n int) string { return strconv.Itoa((n+1<<10-1)>>10) + " KB" }

// maxDepth is how deep whys may nest: more than anybody asks, less than a hostile document needs.
const maxDepth = 100

// FieldError names the field of the document that something is wrong with: "events[2].kind".
type FieldError struct {
	Path    string
	Problem string
}

func (e *FieldError) Error() string {
	const most, ends = 160, 70
	path := e.Path
	if len(path) > most { // deep in a tree both ends say more than the middle
		path = path[:ends] + ".." + path[len(path)-ends:]
	}
	return path + ": " + e.Problem
}

// Validate checks every field against its rule; the error is a FieldError for the first that breaks one.
func (p *Postmortem) Validate() error {
	if strings.TrimSpace(Clean(p.Title)) == "" {
		return &FieldError{"title", "a postmortem needs one"}
	}
	if _, err := loadZone(p.Zone); err != nil || p.Zone == "" || p.Zone == "Local" {
		return &FieldError{"zone", Quote(p.Zone) + " is not a zone like UTC or Europe/Oslo"}
	}
	if p.PublishedURL != "" && !IsAddress(p.PublishedURL) {
		return &FieldError{"published_url", Quote(Shorten(p.PublishedURL, 80)) + " is not the address of a page, like https://wiki.example/pm-7"}
	}
	if phase := p.Agenda.Taken.unknownPhase(); phase != "" {
		return &FieldError{"agenda.taken_seconds", Quote(phase) + " is none of " + oneOf(Phases)}
	}
	if size := bytesOf(reflect.ValueOf(p).Elem()); size > MaxDocument {
		return &FieldError{"postmortem", fmt.Sprintf("has %d MB of text, and the most is %d MB", (size+1<<20-1)>>20, MaxDocument>>20)}
	}
	parts := p.Parts()
	used := make(map[string]bool, len(parts))
	for _, part := range parts[1:] {
		ref := part.Ref()
		if used[ref] {
			return &FieldError{p.path(part, "ref"), ref + " is used twice"}
		}
		used[ref] = true
	}
	for _, part := range parts {
		if err := p.validatePart(part, func(ref string) bool { return used[ref] }); err != nil {
			return err
		}
	}
	return p.validateTimes()
}

// bytesOf is how long all texts in a value are together.
func bytesOf(v reflect.Value) (n int) {
	switch v.Kind() {
	case reflect.String:
		return v.Len()
	case reflect.Slice:
		for i := range v.Len() {
			n += bytesOf(v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return bytesOf(v.Elem())
		}
	case reflect.Struct:
		if v.Type() != reflect.TypeFor[Instant]() {
			for _, f := range v.Fields() {
				n += bytesOf(f)
			}
		}
	}
	return n
}

// references says whether a postmortem has a part of a reference.
type references func(ref string) bool

// aFew is how many changes are looked at one by one rather than the whole postmortem.
const aFew = 8

// ValidateChanges checks what a step has changed in a postmortem that broke no rule before it, as Validate checks all of it.
func (p *Postmortem) ValidateChanges(changes []Change) error {
	if len(changes) > aFew {
		return p.Validate()
	}
	there := func(ref string) bool { _, ok := p.Part(ref); return ok }
	for i, c := range changes {
		if len(c.After) > MaxField || c.Part == "" || c.Field == "" && string(c.After) == "null" {
			return p.Validate() // rules of the whole, a text too long, or something may still point at what is gone
		}
		if i > 0 && c.Part == changes[i-1].Part {
			continue
		}
		part, ok := p.Part(c.Part)
		if !ok || c.Field == "" && p.count(c.Part) > 1 {
			return p.Validate()
		}
		if err := p.validatePart(part, there); err != nil {
			return err
		}
	}
	return p.validateTimes()
}

// count is how many parts have a reference.
func (p *Postmortem) count(ref string) (n int) {
	p.eachRef(func(_ byte, r *string) {
		if *r == ref {
			n++
		}
	})
	return n
}

// zones remembers what loadZone found: each look reads a file.
var zones sync.Map

func loadZone(name string) (*time.Location, error) {
	if known, ok := zones.Load(name); ok {
		zone, _ := known.(*time.Location)
		return zone, nil
	}
	zone, err := time.LoadLocation(name)
	if err == nil {
		zones.Store(name, zone)
	}
	return zone, err
}

func (p *Postmortem) validatePart(part Part, there references) error {
	if part.Kind.Letter != "" {
		letter, _, ok := SplitRef(part.Ref())
		if !ok || letter != part.Kind.Letter {
			return &FieldError{p.path(part, "ref"), fmt.Sprintf("%s is not a reference like %s1", Quote(part.Ref()), part.Kind.Letter)}
		}
	}
	for _, f := range part.Kind.ruled {
		problem, below := check(f.Of(part.Value), f, there)
		if problem != "" {
			return &FieldError{p.path(part, f.Name) + below, problem}
		}
	}
	return nil
}

// check is the rule of one value; below names the place inside it.
func check(v reflect.Value, f Field, there references) (problem, below string) {
	switch v.Kind() {
	case reflect.String:
		return checkWord(v.String(), f, there), ""
	case reflect.Int, reflect.Int64:
		if v.Int() < 0 && f.Name != "exit_code" {
			return strconv.FormatInt(v.Int(), 10) + " is below 0", ""
		}
	case reflect.Pointer:
		if !v.IsNil() && v.Elem().Kind() == reflect.Struct {
			return checkRecord(v.Elem(), there)
		}
	case reflect.Slice:
		return checkList(v, f, there)
	}
	return "", ""
}

// checkList is the rule of every item of a list. References are different ones, because each says all there is to say.
func checkList(list reflect.Value, f Field, there references) (problem, below string) {
	named := map[string]bool{}
	for i := range list.Len() {
		at, v := "["+strconv.Itoa(i)+"]", list.Index(i)
		if v.Kind() == reflect.Struct {
			if problem, below = checkRecord(v, there); problem != "" {
				return problem, at + below
			}
			continue
		}
		problem = checkWord(v.String(), f, there)
		switch ref := v.String(); {
		case problem != "":
			return problem, at
		case f.Ref == "":
		case ref == "":
			return "a reference is missing", at
		case named[ref]:
			return ref + " is named twice", at
		default:
			named[ref] = true
		}
	}
	return "", ""
}

func checkRecord(v reflect.Value, there references) (problem, below string) {
	for i := range v.NumField() {
		sf := v.Type().Field(i)
		tag := sf.Tag
		f := Field{Name: NameOf(sf), Words: tag.Get("words"), Ref: tag.Get("ref"), Line: tag.Get("text") == "line"}
		if problem, below = check(v.Field(i), f, there); problem != "" {
			return problem, "." + f.Name + below
		}
	}
	return "", ""
}

func checkWord(s string, f Field, there references) string {
	switch {
	case s == "":
	case len(s) > MaxField:
		return fmt.Sprintf("has %s, and the most is %s", kilobytes(len(s)), kilobytes(MaxField))
	case f.Words != "" && !slices.Contains(Words[f.Words], s):
		return Quote(s) + " is none of " + oneOf(Words[f.Words])
	case f.Ref != "" && (!there(s) || !strings.Contains(f.Ref, s[:1])):
		return "there is no " + kindOfLetter(f.Ref[len(f.Ref)-1:]).Name + " " + Quote(s)
	case f.Line && strings.ContainsAny(s, "\n\r"):
		return "must be one line"
	}
	return ""
}

func (p *Postmortem) validateTimes() error {
	for i := range p.Events {
		e := &p.Events[i]
		if !e.Until.IsZero() && (e.At.IsZero() || e.Until.Time().Before(e.At.Time())) {
			return &FieldError{fmt.Sprintf("events[%d].until", i), fmt.Sprintf("the end %s is before the start %s", e.Until, e.At)}
		}
		if e.SettledBy == e.Ref {
			return &FieldError{fmt.Sprintf("events[%d].settled_by", i), e.Ref + " cannot settle itself"}
		}
	}
	for _, m := range p.Moments.List() {
		if m.Moment == nil || m.Event == "" || m.At.IsZero() {
			continue
		}
		if e := p.Event(m.Event); e != nil && !e.At.Equal(m.At) {
			return &FieldError{"moments." + m.Name + ".at", fmt.Sprintf("%s is not the time of %s, which is %s", m.At, e.Ref, e.At)}
		}
	}
	for _, rule := range []func() error{p.validateFollowUp, p.validateVerdicts, p.validateRelations} {
		if err := rule(); err != nil {
			return err
		}
	}
	return nil
}

// validateVerdicts refuses a second verdict on an action, and to say of one that was dropped whether it helped.
func (p *Postmortem) validateVerdicts() error {
	if p.FollowUp == nil {
		return nil
	}
	judged := make(map[string]bool, len(p.FollowUp.Verdicts))
	for i, v := range p.FollowUp.Verdicts {
		if judged[v.Action] {
			return &FieldError{fmt.Sprintf("follow_up.verdicts[%d].action", i), v.Action + " has a verdict already"}
		}
		judged[v.Action] = true
		if a := p.Action(v.Action); a != nil && a.Status == "dropped" && v.Helped != "" {
			return &FieldError{fmt.Sprintf("follow_up.verdicts[%d].helped", i), noVerdict(v.Action)}
		}
	}
	return nil
}

// validateRelations refuses to name the same postmortem twice.
func (p *Postmortem) validateRelations() error {
	related := make(map[string]bool, len(p.Relations))
	for i, r := range p.Relations {
		if r.ID != "" && related[r.ID] {
			return &FieldError{fmt.Sprintf("relations[%d].id", i), Quote(r.ID) + " is named twice"}
		}
		related[r.ID] = true
	}
	return nil
}

// validateFollowUp refuses a follow-up that would come before the meeting which it follows.
func (p *Postmortem) validateFollowUp() error {
	m, f := p.Meeting, p.FollowUp
	if m == nil || f == nil || m.At.IsZero() || f.At.IsZero() || !f.At.Time().Before(m.At.Time()) {
		return nil
	}
	met := m.At.Time().In(p.Location()).Format("Mon 2 Jan 2006 15:04")
	return &FieldError{"follow_up.at", "the follow-up would be before the meeting, which is on " + met}
}

// path is where a part's field stands in the document: "causes[0].whys[1].answer".
func (p *Postmortem) path(part Part, field string) string {
	if part.Kind.Letter == "" {
		return field
	}
	lists := map[string]string{"N": "participants", "I": "impact", "E": "events", "C": "causes", "A": "actions", "K": "parking", "L": "lessons"}
	above := ""
	name := lists[part.Kind.Letter]
	list := p.list(part.Kind.Letter, part.Parent)
	if part.Kind.Letter == "W" {
		name = "whys"
		if up, ok := p.Part(part.Parent); ok {
			above = p.path(up, "") + "."
		}
	}
	at := 0
	for i := range list.Len() {
		if list.Index(i).Addr().Pointer() == part.Value.Addr().Pointer() {
			at = i
		}
	}
	if field != "" {
		field = "." + field
	}
	return fmt.Sprintf("%s%s[%d]%s", above, name, at, field)
}
