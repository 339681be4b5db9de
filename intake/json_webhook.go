package intake

import (
	"cmp"
	"slices"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
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
		// a deployment_status tells more than its deployment
		if found, ok := hubThing(thing, name, happened); ok && (best == "" || strings.HasPrefix(name, best+"_")) {
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
	when, ok := thing.when(happened+"_at", "completed_at", "merged_at", "closed_at", "published_at", "updated_at",
		"started_at", "created_at", "timestamp")
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

// runTimes are where a run of a workflow has its time.
var runTimes = []string{"startedAt", "run_started_at", "createdAt", "created_at"}

// readActions reads a run of a workflow, as "gh run list --json" names its members and as the API does: one event when it started,
// one when it was done.
func readActions(x members, when clock.Stamp, _ *jsonReader) ([]entry, string) {
	what := text.First(x.at("workflowName", "name"), "workflow")
	if title := x.at("displayTitle", "display_title"); title != "" && title != what {
		what += ": " + title
	}
	if of := strings.TrimSpace(x.at("headBranch", "head_branch") + " " + short(x.at("headSha", "head_sha"))); of != "" {
		what += " (" + of + ")"
	}
	id := keyed(x.at("databaseId", "id"), text.First(x.at("attempt", "run_attempt"), "1"))
	e := entry{when: when, text: what + " started", kind: "change", link: x.at("html_url", "url"), key: keyed(id, "started")}
	found := []entry{e}
	end, ok := x.when("updatedAt", "updated_at")
	if ok && x.at("status") == "completed" {
		e.when, e.key = end, keyed(id, "completed")
		conclusion := text.First(x.at("conclusion"), "completed")
		e.text = what + ": " + conclusion
		if conclusion == "failure" || conclusion == "timed_out" {
			e.kind = "signal"
		}
		found = append(found, e)
	}
	return found, ""
}

// short is a commit as people say it.
func short(sha string) string { return sha[:min(len(sha), 7)] }

// readDeployment reads a deployment of GitHub's API, or a status of one.
func readDeployment(x members, when clock.Stamp, _ *jsonReader) ([]entry, string) {
	said := "Deployment to " + text.First(x.at("environment"), "somewhere")
	switch state, ref, sha := x.at("state"), x.at("ref"), x.at("sha"); {
	case state != "":
		said += ": " + state
	case sha != "" && strings.HasPrefix(sha, ref):
		said += " of " + short(sha)
	case ref != "":
		said += " of " + strings.TrimSpace(ref+" "+short(sha))
	}
	if more := x.at("description"); more != "" {
		said += " (" + more + ")"
	}
	return []entry{{when: when, text: said, by: x.at("creator.login"), kind: "change", key: x.at("id")}}, ""
}
