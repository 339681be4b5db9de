package intake

import (
	"slices"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
)

// isThing reports the record of a person, a channel, a host: it has a name of its own and says nothing, and its time is when the
// record was made or changed.
func (x members) isThing(timeKey string) bool {
	named := x.at("name") != "" && x.at("id", "uuid") != "" && x.at("status", "state", "conclusion", "action", "event_type", "severity", "level") == ""
	made := text.StartsWithAny(strings.ToLower(timeKey), "created", "updated", "modified")
	if len(x["change_type"]) > 0 && len(x["service_type"])+len(x["app_type"]) > 0 { // integration_logs.json of a Slack export
		return true
	}
	return named && made && x.happened() == "" && x.level() == "" && x.text() == "" && x.call() == ""
}

// senderKeys and saidKeys are where chats of many makers keep who said something, and what.
var (
	senderKeys = []string{"from", "sender", "sender_full_name", "sender_name", "author", "user"}
	saidKeys   = []string{"text", "content", "body", "message"}
)

// message is the event of a message of a chat: somebody is named as its sender, and its words are a text, a list of pieces or an
// object. What the chat itself tells (somebody was invited) is noise.
func (x members) message(when clock.Stamp) (entry, bool) {
	named := func(key string) bool { return len(x[key]) > 0 }
	if !named("actor") && !slices.ContainsFunc(senderKeys, named) { // most lines of logs
		return entry{}, false
	}
	kind := strings.ToLower(x.at("type", "messageType"))
	e := entry{when: when, source: "chat", key: x.at("id")}
	if kind == "service" || kind == "systemeventmessage" {
		e.noise, e.by = true, nameOf(x["actor"])
		e.text = text.First(x.at("text"), strings.ReplaceAll(x.at("action"), "_", " "), kind)
		return e, true
	}
	if kind != "message" && kind != "default" && kind != "reply" && x.at("content") == "" {
		return entry{}, false
	}
	for _, key := range senderKeys {
		if e.by = nameOf(x[key]); e.by != "" {
			break
		}
	}
	for _, key := range saidKeys {
		if e.text = strings.TrimSpace(saidIn(x[key], 0)); e.text != "" {
			break
		}
	}
	return e, e.by != "" && e.text != ""
}

// nameOf is a name, or the name inside an object, or inside the user that it holds.
func nameOf(raw string) string {
	if name := text.OfJSON(raw); name != "" && raw[0] == '"' {
		return name
	}
	return membersOf(raw).at("displayName", "display_name", "nickname", "name", "real_name", "username", "login", "user.displayName", "user.name")
}

// saidIn is the text of a value: itself, the pieces of a list one after the other, or the words of an object, without its tags.
func saidIn(raw string, depth int) string {
	if s := text.OfJSON(raw); s != "" {
		return s
	}
	if raw == "" || depth > 4 {
		return ""
	}
	var b strings.Builder
	for _, piece := range listOf(raw) {
		b.WriteString(saidIn(piece, depth+1))
	}
	x := membersOf(raw)
	for _, key := range saidKeys {
		if s := saidIn(x[key], depth+1); s != "" {
			return strings.TrimSpace(htmlTag().ReplaceAllString(s, " "))
		}
	}
	return b.String()
}
