package intake

import (
	"encoding/json"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
	"debrief/model/lazyregexp"
)

func isSlack(l *jsonLook) bool {
	message := func(m map[string]string) bool {
		return has(m, "ts") && (m["type"] == "message" || has(m, "text", "user"))
	}
	return message(l.item) && (l.list || l.in == "messages") || message(l.doc)
}

// slackMessage is a message of an export or of conversations.history.
type slackMessage struct {
	Type     string `json:"type"`
	Subtype  string `json:"subtype"`
	TS       string `json:"ts"`
	User     string `json:"user"`
	Username string `json:"username"`
	BotID    string `json:"bot_id"`
	Text     string `json:"text"`
	Profile  struct {
		Display string `json:"display_name"`
		Real    string `json:"real_name"`
		Name    string `json:"name"`
	} `json:"user_profile"`
	BotProfile struct {
		Name string `json:"name"`
	} `json:"bot_profile"`
	Attachments []struct {
		Fallback string `json:"fallback"`
		Pretext  string `json:"pretext"`
		Title    string `json:"title"`
		Link     string `json:"title_link"`
		Text     string `json:"text"`
		Color    string `json:"color"`
	} `json:"attachments"`
	Blocks json.RawMessage `json:"blocks"`
	Files  []struct {
		Name string `json:"name"`
	} `json:"files"`
}

// quietSubtypes are messages about the channel, not about the incident.
var quietSubtypes = map[string]bool{
	"channel_join": true, "channel_leave": true, "group_join": true, "group_leave": true, "channel_topic": true, "channel_purpose": true,
	"channel_name": true, "channel_archive": true, "channel_unarchive": true, "bot_add": true, "bot_remove": true, "pinned_item": true,
	"unpinned_item": true, "reminder_add": true, "channel_convert_to_private": true, "tombstone": true, "bookmark_added": true,
}

// readSlack reads a message. Its ts is the id of the message, so it is never read as a floating-point number.
func readSlack(item []byte, r *jsonReader) ([]entry, string) {
	var m slackMessage
	if why := decode(item, &m); why != "" {
		return nil, why
	}
	when, ok := clock.EpochTime(m.TS)
	if !ok {
		return nil, noTime
	}
	s, link := r.slackText(m.Text)
	if s == "" || m.BotID != "" && len(m.Attachments) > 0 {
		more, moreLink := r.slackBody(&m)
		s, link = text.First(strings.TrimSpace(s+" "+more)), text.First(link, moreLink)
	}
	if s == "" {
		return nil, "a message without text"
	}
	e := entry{when: when, key: m.TS, text: s, link: link, by: r.slackName(&m), noise: quietSubtypes[m.Subtype]}
	if m.BotID != "" {
		e.by = ""
		if name := text.First(m.Username, m.BotProfile.Name); name != "" && !strings.HasPrefix(strings.ToLower(s), strings.ToLower(name)) {
			e.text = name + ": " + s
		}
	}
	if m.BotID != "" && m.alarms(s) {
		e.kind = "signal"
	}
	return []entry{e}, ""
}

// alarms reports a message of a bot that passes an alert on.
func (m *slackMessage) alarms(text string) bool {
	if len(m.Attachments) == 0 {
		return false
	}
	return m.Attachments[0].Color == "danger" || strings.Contains(text, "FIRING") || strings.Contains(text, "Triggered")
}

// slackBody is what a bot put into attachments or blocks instead of the text, or the names of files.
func (r *jsonReader) slackBody(m *slackMessage) (said, link string) {
	var parts []string
	for _, a := range m.Attachments {
		s, l := r.slackText(text.First(strings.TrimSpace(a.Pretext+" "+a.Title+" "+a.Text), a.Fallback))
		parts, link = append(parts, s), text.First(link, a.Link, l)
	}
	if len(parts) == 0 && len(m.Blocks) > 0 {
		var blocks []any
		_ = json.Unmarshal(m.Blocks, &blocks)
		s, l := r.slackText(strings.Join(blockTexts(blocks, nil, 0), " "))
		parts, link = append(parts, s), text.First(link, l)
	}
	for _, f := range m.Files {
		parts = append(parts, f.Name)
	}
	return strings.TrimSpace(strings.Join(parts, " ")), link
}

// blockTexts collects the texts of Slack's blocks in their order.
func blockTexts(v any, texts []string, depth int) []string {
	if depth > 20 {
		return texts
	}
	switch x := v.(type) {
	case []any:
		for _, item := range x {
			texts = blockTexts(item, texts, depth+1)
		}
	case map[string]any:
		if s, ok := x["text"].(string); ok {
			return append(texts, s)
		}
		for _, name := range []string{"text", "fields", "elements"} {
			texts = blockTexts(x[name], texts, depth+1)
		}
	}
	return texts
}

func (r *jsonReader) slackName(m *slackMessage) string {
	return text.First(r.userNames()[m.User], m.Profile.Display, m.Profile.Real, m.Profile.Name, m.Username, m.User)
}

// userNames are the names of users.json by id.
func (r *jsonReader) userNames() map[string]string {
	if r.users != nil {
		return r.users
	}
	r.users = map[string]string{}
	var list []struct {
		ID      string `json:"id"`
		Name    string `json:"name"`
		Real    string `json:"real_name"`
		Profile struct {
			Display string `json:"display_name"`
			Real    string `json:"real_name"`
		} `json:"profile"`
	}
	if json.Unmarshal(r.b.users, &list) == nil {
		for _, u := range list {
			r.users[u.ID] = text.First(u.Profile.Display, u.Profile.Real, u.Real, u.Name, u.ID)
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
