package intake

import (
	"encoding/json"
	"html"
	"maps"
	"slices"
	"strings"

	"debrief/intake/text"
	"debrief/model/lazyregexp"
)

// member is the text of a member that may be a string or a number.
func member(raw json.RawMessage) string { return strings.TrimSpace(text.OfJSON(raw)) }

// keyed makes the key of one of several events of a native id.
func keyed(id, suffix string) string {
	if id == "" {
		return ""
	}
	return id + "/" + suffix
}

func isAlertmanager(l *jsonLook) bool {
	return l.in == "alerts" && has(l.item, "startsAt") || l.list && has(l.item, "startsAt", "labels") || has(l.doc, "startsAt", "labels")
}

// readAlert reads an alert of a webhook of version 4, of amtool or of /api/v2/alerts: one event when it began to fire, and one
// when it ended. An end in the year 1 means that it still fires; an end ahead of the clock is only when it would expire.
func readAlert(item []byte, r *jsonReader) ([]entry, string) {
	var x struct {
		Status      json.RawMessage   `json:"status"`
		Labels      map[string]string `json:"labels"`
		Annotations map[string]string `json:"annotations"`
		StartsAt    string            `json:"startsAt"`
		EndsAt      string            `json:"endsAt"`
		Generator   string            `json:"generatorURL"`
		Fingerprint string            `json:"fingerprint"`
	}
	if why := decode(item, &x); why != "" {
		return nil, why
	}
	when, ok := timed(x.StartsAt)
	if !ok {
		return nil, noTime
	}
	about := x.Annotations
	name := text.First(x.Labels["alertname"], about["summary"], about["title"], shortLabels(x.Labels), "alert")
	s := name
	if more := text.First(about["summary"], about["title"], about["description"], about["message"]); more != name && more != "" {
		s += ": " + more
	} else if labels := shortLabels(x.Labels); more == "" && labels != name && labels != "" {
		s += " (" + labels + ")"
	}
	if !strings.HasPrefix(x.Generator, "http") {
		x.Generator = ""
	}
	found := []entry{{
		when: when, text: s, kind: "signal", link: x.Generator, key: keyed(x.Fingerprint, x.StartsAt), moment: r.onlyOne("detected"),
	}}
	state := member(x.Status)
	end, ended := timed(x.EndsAt)
	expires := state == "firing" || state == "" && !r.b.opt.Now.IsZero() && end.At.After(r.b.opt.Now) // amtool's status is an object
	if ended && !expires && end.At.After(when.At) {
		found = append(found, entry{
			when: end, text: name + " resolved", kind: "signal", link: x.Generator, key: keyed(x.Fingerprint, x.StartsAt+" resolved"),
			moment: r.onlyOne("resolved"),
		})
	}
	return found, ""
}

// shortLabels say what an alert without a summary is about: the labels that name a part of the system, in a fixed order, or
// else the first of the others.
func shortLabels(labels map[string]string) string {
	var pairs []string
	for _, name := range []string{"service", "namespace", "deployment", "pod", "instance", "job", "cluster"} {
		if v := labels[name]; v != "" && len(pairs) < 3 {
			pairs = append(pairs, name+"="+v)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		if len(pairs) == 0 && name != "alertname" && name != "severity" && labels[name] != "" {
			pairs = append(pairs, name+"="+labels[name])
		}
	}
	return strings.Join(pairs, ", ")
}

func isGrafana(l *jsonLook) bool {
	return l.list && (has(l.item, "time", "text", "tags") || has(l.item, "time", "timeEnd", "text") || has(l.item, "when", "what")) ||
		has(l.doc, "time", "timeEnd", "dashboardUID")
}

var htmlTag = lazyregexp.New(`<[^<>]{1,200}>`)

// readGrafana reads an annotation: milliseconds, and a region where it has an end of its own. Graphite's form counts seconds.
func readGrafana(item []byte, _ *jsonReader) ([]entry, string) {
	var x struct {
		ID       json.RawMessage `json:"id"`
		Time     json.RawMessage `json:"time"`
		TimeEnd  json.RawMessage `json:"timeEnd"`
		When     json.RawMessage `json:"when"`
		Text     string          `json:"text"`
		What     string          `json:"what"`
		Data     string          `json:"data"`
		Tags     json.RawMessage `json:"tags"`
		NewState string          `json:"newState"`
		PrevStat string          `json:"prevState"`
		Alert    string          `json:"alertName"`
		User     string          `json:"userName"`
		Login    string          `json:"login"`
	}
	if why := decode(item, &x); why != "" {
		return nil, why
	}
	when, ok := timed(member(x.Time), member(x.When))
	if !ok {
		return nil, noTime
	}
	s := html.UnescapeString(htmlTag().ReplaceAllString(text.First(x.Text, strings.TrimSpace(x.What+" "+x.Data)), " "))
	e := entry{when: when, key: member(x.ID), by: text.First(x.User, x.Login), text: strings.Join(strings.Fields(s), " ")}
	if x.NewState != "" {
		e.kind = "signal"
		e.text = strings.TrimSpace(text.First(x.Alert, e.text) + ": " + strings.Trim(x.PrevStat+" → "+x.NewState, " →"))
	}
	if end, ok := timed(member(x.TimeEnd)); ok && end.At.After(when.At) {
		e.until = end
	}
	if e.text == "" {
		var tags []string
		_ = json.Unmarshal(x.Tags, &tags)
		e.text = text.First(strings.Join(tags, ", "), "annotation")
	}
	if tells := strings.ToLower(string(x.Tags)); e.kind == "" && strings.Contains(tells, "deploy") {
		e.kind, e.source = "change", "deploy"
	}
	return []entry{e}, ""
}

func isDatadog(l *jsonLook) bool {
	return l.in == "events" && has(l.item, "date_happened") || l.in == "data" && l.item["type"] == "event" && l.item["attributes"] == "{" ||
		has(l.doc, "date_happened", "title")
}

// readDatadog reads an event of version 1 or 2 of the API.
func readDatadog(item []byte, _ *jsonReader) ([]entry, string) {
	type inner struct {
		Title string `json:"title"`
	}
	var x struct {
		ID         json.RawMessage `json:"id"`
		Title      string          `json:"title"`
		Text       string          `json:"text"`
		Happened   json.RawMessage `json:"date_happened"`
		AlertType  string          `json:"alert_type"`
		URL        string          `json:"url"`
		Attributes struct {
			Timestamp  json.RawMessage `json:"timestamp"`
			Message    string          `json:"message"`
			Attributes inner           `json:"attributes"`
		} `json:"attributes"`
	}
	if why := decode(item, &x); why != "" {
		return nil, why
	}
	when, ok := timed(member(x.Happened), member(x.Attributes.Timestamp))
	if !ok {
		return nil, noTime
	}
	e := entry{when: when, key: member(x.ID), link: x.URL, text: text.First(x.Title, x.Attributes.Attributes.Title)}
	body := strings.Join(strings.Fields(strings.ReplaceAll(text.First(x.Text, x.Attributes.Message), "%%%", " ")), " ")
	if e.text == "" {
		e.text = body
	} else if body != "" && body != e.text && len(body) < 200 {
		e.text += ": " + body
	}
	if x.AlertType == "error" || x.AlertType == "warning" || x.AlertType == "success" {
		e.kind = "signal"
	}
	if strings.HasPrefix(e.link, "/") {
		e.link = ""
	}
	return []entry{e}, ""
}
