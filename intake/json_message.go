package intake

import (
	"encoding/json"
	"slices"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
)

// isThing reports the record of a person, a channel, a host: it has a name of its own and says nothing, and its time is when the
// record was made or changed.
func (x members) isThing(timeKey string) bool {
	named := text.OfJSON(x["name"]) != "" && (text.OfJSON(x["id"]) != "" || text.OfJSON(x["uuid"]) != "")
	made := text.StartsWithAny(strings.ToLower(timeKey), "created", "updated", "modified")
	for _, what := range []string{"status", "state", "conclusion", "action", "event_type", "severity", "level"} {
		named = named && text.OfJSON(x[what]) == ""
	}
	return named && made && x.text() == "" && x.call() == ""
}

// senderKeys and saidKeys are where chats of many makers keep who said something, and what.
var (
	senderKeys = []string{"from", "sender", "sender_full_name", "author", "user"}
	saidKeys   = []string{"text", "content", "body", "message"}
)

// message is the event of a message of a chat: somebody is named as its sender, and its words are a text, a list of pieces or an
// object. What the chat itself tells (somebody was invited) is noise.
func (x members) message(when clock.Stamp) (entry, bool) {
	named := func(key string) bool { return len(x[key]) > 0 }
	if !named("actor") && !slices.ContainsFunc(senderKeys, named) { // most lines of logs
		return entry{}, false
	}
	kind := strings.ToLower(text.First(text.OfJSON(x["type"]), text.OfJSON(x["messageType"])))
	e := entry{when: when, source: "chat", key: text.OfJSON(x["id"])}
	if kind == "service" || kind == "systemeventmessage" {
		e.noise, e.by = true, nameOf(x["actor"])
		e.text = text.First(text.OfJSON(x["text"]), strings.ReplaceAll(text.OfJSON(x["action"]), "_", " "), kind)
		return e, true
	}
	if kind != "message" && kind != "default" && kind != "reply" && text.OfJSON(x["content"]) == "" {
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
func nameOf(raw json.RawMessage) string {
	if name := text.OfJSON(raw); name != "" && raw[0] == '"' {
		return name
	}
	var x members
	if len(raw) == 0 || raw[0] != '{' || json.Unmarshal(raw, &x) != nil {
		return ""
	}
	name := firstOf(x, []string{"displayName", "display_name", "nickname", "name", "real_name", "username", "login"})
	return text.First(name, firstOf(x.object("user"), []string{"displayName", "name"}))
}

// saidIn is the text of a value: itself, the pieces of a list one after the other, or the words of an object, without its tags.
func saidIn(raw json.RawMessage, depth int) string {
	if s := text.OfJSON(raw); s != "" {
		return s
	}
	if len(raw) == 0 || depth > 4 {
		return ""
	}
	var list []json.RawMessage
	if raw[0] == '[' && json.Unmarshal(raw, &list) == nil {
		var b strings.Builder
		for _, piece := range list {
			b.WriteString(saidIn(piece, depth+1))
		}
		return b.String()
	}
	var x members
	if raw[0] != '{' || json.Unmarshal(raw, &x) != nil {
		return ""
	}
	for _, key := range saidKeys {
		if s := saidIn(x[key], depth+1); s != "" {
			return strings.TrimSpace(htmlTag().ReplaceAllString(s, " "))
		}
	}
	return ""
}
