package intake

import (
	"encoding/json"
	"slices"
	"strings"

	"debrief/intake/text"
)

// A webhook is an envelope: what happened stands in a member of its own, beside the thing that it happened to.

func isPagerWebhook(l *jsonLook) bool { return has(l.inner["event"], "event_type", "occurred_at") }

// pagerHappenings are the types of events of PagerDuty's webhooks as its log entries call them.
var pagerHappenings = map[string]string{
	"triggered": "trigger", "acknowledged": "acknowledge", "unacknowledged": "unacknowledge", "resolved": "resolve", "escalated": "escalate",
	"reassigned": "assign", "delegated": "delegate", "annotated": "annotate",
}

// readPagerWebhook reads one event of PagerDuty's webhooks of version 3.
func readPagerWebhook(item []byte, _ *jsonReader) ([]entry, string) {
	var x struct {
		Event struct {
			ID       string   `json:"id"`
			Type     string   `json:"event_type"`
			Occurred string   `json:"occurred_at"`
			Agent    pagerRef `json:"agent"`
			Data     struct {
				Title   string   `json:"title"`
				Content string   `json:"content"`
				HTML    string   `json:"html_url"`
				Service pagerRef `json:"service"`
			} `json:"data"`
		} `json:"event"`
	}
	if why := decode(item, &x); why != "" {
		return nil, why
	}
	when, ok := timed(x.Event.Occurred)
	if !ok {
		return nil, noTime
	}
	happened := x.Event.Type[strings.LastIndexByte(x.Event.Type, '.')+1:]
	e := entry{when: when, key: x.Event.ID, link: x.Event.Data.HTML, by: x.Event.Agent.person()}
	e.pagerKind(pagerHappenings[happened])
	e.noise = false
	e.text = titled(strings.ReplaceAll(happened, "_", " "))
	if what := text.First(x.Event.Data.Title, x.Event.Data.Content); what != "" {
		e.text += ": " + what
	}
	if of := x.Event.Data.Service.Summary; of != "" {
		e.text += " (" + of + ")"
	}
	return []entry{e}, ""
}

// titled is a text with a capital in front.
func titled(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func isHubWebhook(l *jsonLook) bool {
	return l.inner["repository"] != nil && has(l.inner["sender"], "login") && (has(l.doc, "action") || has(l.doc, "ref"))
}

// besideHub are the members of an envelope of GitHub that say where something happened and through whom, not what.
var besideHub = []string{"repository", "organization", "enterprise", "installation", "sender", "workflow", "pusher", "changes"}

// hubTimes are the times of a thing, the one that tells most of its end first.
var hubTimes = []string{"completed_at", "merged_at", "closed_at", "published_at", "updated_at", "created_at", "timestamp"}

// readHubWebhook reads one envelope: the run, the request, the release or the commit that it is about.
func readHubWebhook(item []byte, r *jsonReader) ([]entry, string) {
	var x members
	if json.Unmarshal(item, &x) != nil {
		return nil, "JSON that holds no event: not an object"
	}
	by := text.OfJSON(x.object("sender")["login"])
	if run := x["workflow_run"]; len(run) > 0 {
		found, why := readActions(run, r)
		for i := range found {
			found[i].by = by
		}
		return found, why
	}
	for _, name := range sortedNames(x) {
		thing := x.object(name)
		if thing == nil || slices.Contains(besideHub, name) {
			continue
		}
		happened := text.OfJSON(x["action"])
		times := []string{text.OfJSON(thing[happened+"_at"])}
		for _, key := range hubTimes {
			times = append(times, text.OfJSON(thing[key]))
		}
		when, ok := timed(times...)
		if !ok {
			continue
		}
		e := entry{when: when, by: by, kind: "change", link: text.First(text.OfJSON(thing["html_url"]), text.OfJSON(thing["url"]))}
		e.text = titled(strings.TrimSpace(strings.ReplaceAll(name, "_", " ") + " " + happened))
		if said := firstOf(thing, []string{"title", "message", "name", "description", "tag_name", "environment"}); said != "" {
			e.text += ": " + said
		}
		if end := text.First(text.OfJSON(thing["conclusion"]), text.OfJSON(thing["state"])); end != "" && end != happened {
			e.text += " (" + end + ")"
		}
		return []entry{e}, ""
	}
	return nil, "a webhook without a time: " + memberNames(x)
}
