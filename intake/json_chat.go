package intake

import (
	"encoding/json"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
	"debrief/model/lazyregexp"
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
		e.by = text.First(r.userNames()[x.at("user")], x.at("user_profile.display_name", "user_profile.real_name", "user_profile.name", "username", "user"))
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

// slackBody is what a bot put into attachments or blocks instead of the text, or the names of files.
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

// blockTexts collects the texts of Slack's blocks in their order.
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

// userNames are the names of users.json by id.
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

var slackMarks = lazyregexp.New(`<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>`)

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
