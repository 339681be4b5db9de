package intake

import (
	"html"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
	"debrief/model/lazyregexp"
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

var htmlTag = lazyregexp.New(`<[^<>]{1,200}>`)

// plainHTML is a text without its tags, on one line.
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

// readDatadog reads an event of version 1 or 2 of the API.
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
