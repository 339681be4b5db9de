package intake

import (
	"encoding/json"
	"slices"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
)

// quietSubtypes are messages about the channel, not about the incident.
var quietSubtypes = text.WordsOfList(`channel_join channel_leave group_join group_leave channel_topic channel_purpose channel_name channel_archive
	channel_unarchive bot_add bot_remove pinned_item unpinned_item reminder_add channel_convert_to_private tombstone
	bookmark_added`)

// readSlack reads a message of an export or of conversations.history. Its ts is the id of the message, so it is never read as a
// floating-point number.
func readSlack(x members, when clock.Stamp, r *jsonReader) ([]entry, string) {
	posted := x.list("attachments")
	bot := x.at("bot_id") != ""
	s, link := r.slackText(x.at("text"))
	if s == "" || bot && len(posted) > 0 {
		more, moreLink := r.slackBody(x, posted)
		s, link = strings.TrimSpace(s+" "+more), text.First(link, moreLink)
	}
	if s == "" {
		return nil, "a message without text"
	}
	e := entry{when: when, key: x.at("ts"), text: s, link: link, noise: quietSubtypes[x.at("subtype")]}
	if !bot {
		id := x.at("user")
		e.by = text.First(r.userNames()[id], x.at("user_profile.display_name", "user_profile.real_name", "user_profile.name", "username"))
		if e.by == "" && id != "" && !r.nameless {
			r.nameless, e.doubt = true, id+" is an id: with the users.json of the export beside the file people have names"
		}
		e.by = text.First(e.by, id)
		return []entry{e}, ""
	}
	if name := x.at("username", "bot_profile.name"); name != "" && !strings.HasPrefix(strings.ToLower(s), strings.ToLower(name)) {
		e.text = name + ": " + s
	}
	// A bot passes an alert on.
	if len(posted) > 0 && (posted[0].at("color") == "danger" || strings.Contains(s, "FIRING") || strings.Contains(s, "Triggered")) {
		e.kind = "signal"
	}
	return []entry{e}, ""
}

func (r *jsonReader) slackBody(x members, posted []members) (said, link string) {
	var parts []string
	for _, a := range posted {
		s, l := r.slackText(text.First(a.at("pretext")+" "+a.at("title")+" "+a.at("text"), a.at("fallback")))
		parts, link = append(parts, s), text.First(link, a.at("title_link"), l)
	}
	if blocks := x["blocks"]; len(parts) == 0 && blocks != "" {
		s, l := r.slackText(strings.Join(blockTexts(blocks, nil, 0), " "))
		parts, link = append(parts, s), text.First(link, l)
	}
	for _, f := range x.list("files") {
		parts = append(parts, f.at("name"))
	}
	return strings.TrimSpace(strings.Join(parts, " ")), link
}

func blockTexts(raw string, texts []string, depth int) []string {
	if raw == "" || depth > 20 {
		return texts
	}
	for _, item := range listOf(raw) {
		texts = blockTexts(item, texts, depth+1)
	}
	x := membersOf(raw)
	if s := x["text"]; strings.HasPrefix(s, `"`) {
		return append(texts, text.OfJSON(s))
	}
	for _, name := range []string{"text", "fields", "elements"} {
		texts = blockTexts(x[name], texts, depth+1)
	}
	return texts
}

func (r *jsonReader) userNames() map[string]string {
	if r.users != nil {
		return r.users
	}
	r.users = map[string]string{}
	if users := string(r.b.users); json.Valid(r.b.users) {
		for _, item := range listOf(strings.TrimSpace(users)) {
			u := membersOf(item)
			r.users[u.at("id")] = u.at("profile.display_name", "profile.real_name", "real_name", "name", "id")
		}
	}
	return r.users
}

var slackMarks = text.Expression(`<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>`)

var slackEntities = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">")

// slackText writes out Slack's marks: <@U1> is a person, <#C1|ops> a channel, <!here> everybody here, <url|label> a link.
func (r *jsonReader) slackText(s string) (said, link string) {
	if strings.Contains(s, "<") {
		s = slackMarks().ReplaceAllStringFunc(s, func(mark string) string {
			m := slackMarks().FindStringSubmatch(mark)
			switch m[1] {
			case "@":
				return "@" + text.First(r.userNames()[m[2]], m[3], m[2])
			case "#":
				return "#" + text.First(m[3], m[2])
			case "!":
				return "@" + strings.TrimPrefix(text.First(m[3], strings.SplitN(m[2], "^", 2)[0]), "@")
			}
			address := slackEntities.Replace(m[2])
			if link == "" && strings.HasPrefix(address, "http") {
				link = address
			}
			return text.First(m[3], strings.TrimPrefix(m[2], "mailto:"))
		})
	}
	return strings.TrimSpace(slackEntities.Replace(s)), link
}

// isThing reports the record of a person, a channel, a host: it has a name of its own and says nothing, and its time is when the
// record was made or changed.
func (x members) isThing(timeKey string) bool {
	named := x.at("name") != "" && x.at("id", "uuid") != "" &&
		x.at("status", "state", "conclusion", "action", "event_type", "severity", "level") == ""
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
