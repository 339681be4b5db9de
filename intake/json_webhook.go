package intake

import (
	"cmp"
	"slices"
	"strings"

	"debrief/intake/clock"
)

// A webhook is an envelope: what happened stands in a member of its own, beside the thing that it happened to.

// readPagerWebhook reads one event of PagerDuty's webhooks of version 3.
func readPagerWebhook(x members, when clock.Stamp, _ *jsonReader) ([]entry, string) {
	x = x.object("event")
	of := x.at("event_type")
	happened := of[strings.LastIndexByte(of, '.')+1:]
	e := entry{when: when, key: x.at("id"), link: x.at("data.html_url"), by: x.person("agent")}
	e.pagerKind(happened)
	e.noise = false
	e.text = titled(strings.ReplaceAll(happened, "_", " "))
	if what := x.at("data.title", "data.content"); what != "" {
		e.text += ": " + what
	}
	if of := x.at("data.service.summary"); of != "" {
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

// besideHub are the members of an envelope of GitHub that say where something happened and through whom, not what.
var besideHub = []string{"repository", "organization", "enterprise", "installation", "sender", "workflow", "pusher", "changes"}

// readHubWebhook reads one envelope: the run, the request, the release or the commit that it is about.
func readHubWebhook(x members, _ clock.Stamp, r *jsonReader) ([]entry, string) {
	by := x.at("sender.login")
	if run := x.object("workflow_run"); run != nil {
		when, ok := run.when(runTimes...)
		if !ok {
			return nil, noTime
		}
		found, why := readActions(run, when, r)
		for i := range found {
			found[i].by = by
		}
		return found, why
	}
	happened := x.at("action")
	var e entry
	best := ""
	for _, name := range sortedNames(x) {
		thing := x.object(name)
		if thing == nil || slices.Contains(besideHub, name) {
			continue
		}
		if found, ok := hubThing(thing, name, happened); ok && (best == "" || strings.HasPrefix(name, best+"_")) { // a deployment_status tells more than its deployment
			e, best = found, name
		}
	}
	if best == "" { // a status of a commit says all of it itself
		found, ok := hubThing(x, cmp.Or(x.at("context"), "push"), happened)
		if !ok {
			return nil, "a webhook without a time: " + memberNames(x)
		}
		e = found
	}
	e.by = by
	return []entry{e}, ""
}

// hubThing is the event of a thing to which something happened.
func hubThing(thing members, name, happened string) (entry, bool) {
	// The times of a thing, the one that tells most of its end first.
	when, ok := thing.when(happened+"_at", "completed_at", "merged_at", "closed_at", "published_at", "updated_at", "started_at", "created_at", "timestamp")
	e := entry{when: when, kind: "change", link: thing.at("html_url", "url")}
	e.text = titled(strings.TrimSpace(strings.ReplaceAll(name, "_", " ") + " " + happened))
	if said := firstOf(thing, []string{"title", "message", "description", "tag_name", "environment", "name"}); said != "" {
		e.text += ": " + said
	}
	if end := thing.at("conclusion", "state", "status"); end != "" && end != happened {
		e.text += " (" + end + ")"
	}
	return e, ok
}
