package intake

import (
	"cmp"
	"html"
	"slices"
	"strconv"
	"strings"
	"time"

	"debrief/intake/clock"
	"debrief/intake/text"
)

// keyed makes the key of one of several events of a native id.
func keyed(id, suffix string) string {
	if id == "" {
		return ""
	}
	return id + "/" + suffix
}

// readAlert reads an alert of a webhook of version 4, of amtool or of /api/v2/alerts: one event when it began to fire, and one
// when it ended. An end in the year 1 means that it still fires; an end ahead of the clock is only when it would expire.
func readAlert(x members, when clock.Stamp, r *jsonReader) ([]entry, string) {
	labels, about := x.object("labels"), x.object("annotations")
	name := text.First(labels.at("alertname"), about.at("summary", "title"), shortLabels(labels), "alert")
	s := name
	if more := about.at("summary", "title", "description", "message"); more != name && more != "" {
		s += ": " + more
	} else if short := shortLabels(labels); more == "" && short != name && short != "" {
		s += " (" + short + ")"
	}
	link, from, id := x.at("generatorURL"), x.at("startsAt"), x.at("fingerprint")
	if !strings.HasPrefix(link, "http") {
		link = ""
	}
	found := []entry{{when: when, text: s, kind: "signal", link: link, key: keyed(id, from), moment: r.onlyOne("detected")}}
	state := x.at("status")
	end, ended := x.when("endsAt")
	expires := state == "firing" || state == "" && !r.b.opt.Now.IsZero() && end.At.After(r.b.opt.Now) // amtool's status is an object
	if ended && !expires && end.At.After(when.At) {
		found = append(found, entry{
			when: end, text: name + " resolved", kind: "signal", link: link, key: keyed(id, from+" resolved"), moment: r.onlyOne("resolved"),
		})
	}
	return found, ""
}

// shortLabels say what an alert without a summary is about: the labels that name a part of the system, in a fixed order, or
// else the first of the others.
func shortLabels(labels members) string {
	var pairs []string
	for _, name := range []string{"service", "namespace", "deployment", "pod", "instance", "job", "cluster"} {
		if v := labels.at(name); v != "" && len(pairs) < 3 {
			pairs = append(pairs, name+"="+v)
		}
	}
	for _, name := range sortedNames(labels) {
		if v := text.OfJSON(labels[name]); len(pairs) == 0 && name != "alertname" && name != "severity" && v != "" {
			pairs = append(pairs, name+"="+v)
		}
	}
	return strings.Join(pairs, ", ")
}

var htmlTag = text.Expression(`<[^<>]{1,200}>`)

func plainHTML(s string) string {
	return strings.Join(strings.Fields(html.UnescapeString(htmlTag().ReplaceAllString(s, " "))), " ")
}

// readGrafana reads an annotation: milliseconds, and a region where it has an end of its own. Graphite's form counts seconds.
func readGrafana(x members, when clock.Stamp, _ *jsonReader) ([]entry, string) {
	e := entry{when: when, key: x.at("id"), by: x.at("userName", "login")}
	e.text = plainHTML(text.First(x.at("text"), x.at("what")+" "+x.at("data")))
	if state := x.at("newState"); state != "" {
		e.kind = "signal"
		e.text = strings.TrimSpace(text.First(x.at("alertName"), e.text) + ": " + strings.Trim(x.at("prevState")+" → "+state, " →"))
	}
	if end, ok := x.when("timeEnd"); ok && end.At.After(when.At) {
		e.until = end
	}
	var tags []string
	for _, tag := range listOf(x["tags"]) {
		tags = append(tags, text.OfJSON(tag))
	}
	e.text = text.First(e.text, strings.Join(tags, ", "), "annotation")
	if e.kind == "" && strings.Contains(strings.ToLower(x["tags"]), "deploy") {
		e.kind, e.source = "change", "deploy"
	}
	return []entry{e}, ""
}

func readDatadog(x members, when clock.Stamp, _ *jsonReader) ([]entry, string) {
	e := entry{when: when, key: x.at("id"), link: x.at("url"), text: x.at("title", "attributes.attributes.title")}
	body := strings.Join(strings.Fields(strings.ReplaceAll(x.at("text", "attributes.message"), "%%%", " ")), " ")
	if e.text == "" {
		e.text = body
	} else if body != "" && body != e.text && len(body) < 200 {
		e.text += ": " + body
	}
	if of := x.at("alert_type"); of == "error" || of == "warning" || of == "success" {
		e.kind = "signal"
	}
	if strings.HasPrefix(e.link, "/") {
		e.link = ""
	}
	return []entry{e}, ""
}

func readOpsgenie(x members, when clock.Stamp, r *jsonReader) ([]entry, string) {
	if x.at("createdAt") == "" {
		x = x.inside("data")
	}
	s := x.at("log", "note", "message")
	if s == "" {
		return nil, "an alert without a message"
	}
	e := entry{when: when, text: s, key: x.at("offset", "id")}
	if owner := x.at("owner"); strings.Contains(owner, "@") || owner != "System" && x.at("note") != "" {
		e.by = owner
	}
	if x.at("log") != "" {
		e.opsgenieKind(x.at("type"))
		return []entry{e}, ""
	}
	if x.at("message") == "" {
		return []entry{e}, ""
	}
	e.kind, e.by, e.moment = "signal", "", r.onlyOne("detected")
	return append([]entry{e}, x.report(e, r)...), ""
}

// opsgenieKind sets what a line of the log says: who was told how is noise.
func (e *entry) opsgenieKind(of string) {
	lower := strings.ToLower(e.text)
	switch {
	case strings.Contains(lower, "notif") || strings.Contains(strings.ToLower(of), "notif"):
		e.kind, e.noise = "communication", true
	case strings.Contains(lower, "acknowledged"):
		e.kind = "action"
	case text.StartsWithAny(lower, "alert created", "created"):
		e.kind, e.moment = "signal", "detected"
	case text.StartsWithAny(lower, "alert closed", "closed"):
		e.kind, e.moment = "action", "resolved"
	}
}

// report is when an alert was acknowledged and closed, as it counts them itself: in milliseconds after it was made.
func (x members) report(made entry, r *jsonReader) []entry {
	var found []entry
	add := func(name, suffix string, e entry) {
		after, err := strconv.ParseInt(x.at("report."+name), 10, 64)
		if err == nil && after > 0 && made.when.Form == clock.Exact {
			e.when, e.kind, e.key = made.when, "action", keyed(x.at("id"), suffix)
			e.when.At = made.when.At.Add(time.Duration(after) * time.Millisecond)
			e.when.Text, e.when.Zone = e.when.At.Format("2006-01-02T15:04:05.000"), "Z"
			found = append(found, e)
		}
	}
	about := x.at("message")
	add("ackTime", "acknowledged", entry{text: "Acknowledged: " + about, by: x.at("report.acknowledgedBy")})
	add("closeTime", "closed", entry{text: "Closed: " + about, by: x.at("report.closedBy"), moment: r.onlyOne("resolved")})
	return found
}

var statusMoments = map[string]string{"monitoring": "mitigated", "resolved": "resolved"}

// readStatus reads the updates of an incident on a status page. The time shown to readers counts: an update that was typed
// in later has it before the time it was made. The first update names the incident. "Monitoring" means that a fix is in
// place. incident.io has its words in a message, the state beside them, and who wrote them.
func readStatus(x members, _ clock.Stamp, r *jsonReader) ([]entry, string) {
	x = x.inside("incident")
	var found []entry
	for _, u := range x.list("incident_updates") {
		when, ok := u.when("display_at", "created_at")
		status := u.at("status")
		if !ok || status == "postmortem" {
			continue
		}
		e := entry{when: when, key: u.at("id"), link: x.at("shortlink"), kind: "communication", by: u.at("updater.user.name")}
		e.text = strings.Trim(u.at("status", "new_incident_status.name")+": "+plainHTML(u.at("body", "message")), ": ")
		e.moment = r.onlyOne(statusMoments[status])
		found = append(found, e)
	}
	if len(found) == 0 {
		return nil, "an incident without updates that have a time"
	}
	slices.SortStableFunc(found, func(x, y entry) int { return x.when.At.Compare(y.when.At) })
	if name := x.at("name"); name != "" {
		found[0].text = name + " – " + found[0].text
	}
	return found, ""
}

// A webhook is an envelope: what happened stands in a member of its own, beside the thing that it happened to.

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

func short(sha string) string { return sha[:min(len(sha), 7)] }

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
