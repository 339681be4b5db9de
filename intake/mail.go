package intake

import (
	"encoding/base64"
	"html"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"slices"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/markdown"
	"debrief/intake/parts"
	"debrief/intake/text"
)

// A message of mail has its header (RFC 5322), in a file or pasted. The notifications of Nagios and its relatives look like one without a subject.

// mailFields are the fields that a header may begin with; Outlook says "Sent" for the date.
var mailFields = map[string]bool{
	"from": true, "to": true, "cc": true, "subject": true, "date": true, "sent": true, "reply-to": true, "received": true, "return-path": true,
	"delivered-to": true, "message-id": true, "mime-version": true, "content-type": true, "x-original-to": true, "notification type": true,
}

var notifier = text.Expression(`^ ?\*{2,} ?\w+ +\*{2,}$`) // ***** Nagios *****

// labelOf is a label in small letters, as a header has them, and what stands behind its colon.
func labelOf(line string) (name, value string, ok bool) {
	at := strings.IndexByte(text.FirstBytes(line, 32), ':')
	if at < 2 || !text.IsLetter(strings.TrimLeft(line, "*")[0]) || strings.Contains(line[:at], " - ") {
		return "", "", false
	}
	return strings.ToLower(strings.Trim(line[:at], "* ")), strings.Trim(line[at+1:], " \t*"), true
}

// mailHeader reads the fields at the beginning of the lines, and says at which line the body begins.
func mailHeader(lines []string) (fields map[string]string, body int) {
	fields = map[string]string{}
	last := ""
	for ; body < len(lines) && strings.TrimSpace(lines[body]) != ""; body++ {
		line := lines[body]
		name, value, ok := labelOf(line)
		switch {
		case last != "" && (line[0] == ' ' || line[0] == '\t'):
			fields[last] += " " + strings.TrimSpace(line)
		case ok && (mailFields[name] || !strings.Contains(name, " ")):
			if last = name; fields[name] == "" {
				fields[name] = value
			}
		case body > 0 || !strings.HasPrefix(line, "From "): // the line before a message in a mailbox
			return fields, body
		}
	}
	return fields, body
}

// recogniseMail wants a subject with somebody or a day beside it, or a notification. What stands below belongs to it up to the next
// message, or to what people or machines wrote with times of their own.
func recogniseMail(lines []string) int {
	name, _, _ := labelOf(lines[0])
	if !mailFields[name] && !strings.HasPrefix(lines[0], "From ") && !notifier().MatchString(text.FirstBytes(lines[0], 40)) {
		return 0
	}
	fields, n := mailHeader(lines[:min(len(lines), 300)])
	notified := notification(lines[n:])["notification type"] != ""
	if !notified && (fields["subject"] == "" || fields["from"]+fields["date"]+fields["sent"] == "") {
		return 0
	}
	whole := fields["mime-version"] != "" || fields["content-type"] != ""
	for n = max(n, 1); n < len(lines); n++ {
		if strings.TrimSpace(lines[n]) == "" || strings.TrimSpace(lines[n-1]) != "" {
			continue
		}
		name, _, _ := labelOf(lines[n])
		if slices.Contains([]string{"from", "return-path"}, name) || strings.HasPrefix(lines[n], "From ") || !whole && hasOwnTimes(lines[n]) {
			break
		}
	}
	return n
}

// hasOwnTimes reports a line that begins what has times of its own: a timeline, a heading, or an entry.
func hasOwnTimes(line string) bool {
	if parts.IsTimeline(text.FirstBytes(line, 80)) || markdown.HeadingLine().MatchString(line) {
		return true
	}
	st, _, _, ok := markdown.Leading(strings.TrimLeft(line, "-* "))
	return ok && st.HasClock() && !st.Led
}

// notification are the labels of what a monitor sends: Host, State, Date/Time, Info.
func notification(lines []string) map[string]string {
	said := map[string]string{}
	last := ""
	for _, line := range lines[:min(len(lines), 40)] {
		name, value, ok := labelOf(line)
		if ok && said[name] == "" {
			last = name
			said[name] = value
		} else if line = strings.TrimSpace(line); line != "" && said[last] == "" {
			said[last] = line
		}
	}
	return said
}

// readMail makes one event of a message: when it was sent, and if that is not there, when its body says that it happened.
func readMail(b *block) {
	fields, n := mailHeader(b.lines)
	for name, value := range fields {
		if plain, err := new(mime.WordDecoder).DecodeHeader(value); err == nil {
			fields[name] = plain
		}
	}
	body := strings.Split(plainBody(fields, strings.Join(b.lines[min(n+1, len(b.lines)):], "\n"), 0), "\n")
	said := notification(body)
	if n == 0 || fields["subject"] == "" {
		said = notification(b.lines)
	}
	when, ok := sentAt(text.First(fields["date"], fields["sent"]))
	for _, label := range []string{"date/time", "date", "time", "when", "timestamp"} {
		if !ok {
			when, ok = sentAt(said[label])
		}
	}
	if !ok {
		b.dropLines(0, len(b.lines), "mail without a date")
		return
	}
	e := entry{when: when, line: b.first, lines: len(b.lines), raw: strings.TrimRight(strings.Join(b.lines, "\n"), "\n"),
		key: fields["message-id"], text: fields["subject"]}
	if address, err := mail.ParseAddress(fields["from"]); err == nil {
		e.by = address.Name
	}
	what := text.First(said["additional info"], said["info"])
	if e.text == "" {
		e.text = strings.Join(strings.Fields(said["notification type"]+" "+said["service"]+" "+said["host"]+" is "+said["state"]), " ")
	} else if what == "" {
		what = firstWords(body)
	}
	if what != "" && !strings.Contains(e.text, what) {
		e.text += ": " + what
	}
	if said["notification type"] != "" || alarmWord().MatchString(fields["subject"]) {
		e.kind, e.source, e.by = "signal", "alert", ""
	}
	b.add(e)
}

// alarmWord are the capitals with which monitors say that something is wrong, or well again.
var alarmWord = text.Expression(`\b(?:FIRING|PROBLEM|ALERT|ALARM|CRITICAL|WARNING|DOWN|TRIGGERED|ACKNOWLEDGED|RESOLVED|RECOVERY|RECOVERED|Alerting|Triggered|Resolved)\b`)

// sentAt reads the date of a header or of a body.
func sentAt(s string) (clock.Stamp, bool) {
	if w, ok := clock.CtimeTime(s); ok && w.N == len(s) {
		return w.Stamp, true
	}
	st, rest, ok := clock.ReadStamp(s)
	return st, ok && st.HasClock() && st.Year != 0 && (strings.TrimSpace(rest) == "" || strings.HasPrefix(rest, " (")) || st.Form == clock.Exact
}

// firstWords are the first words of a body that are its own: no label, no quotation, no line of signs.
func firstWords(body []string) string {
	for _, line := range body {
		line = strings.TrimSpace(line)
		name, _, labelled := labelOf(line + " ")
		if text.Letters(line) < 8 || line[0] == '>' || labelled && !strings.Contains(name, " ") || notifier().MatchString(line) {
			continue
		}
		plain, _ := markdown.Inline(line, nil)
		return plain
	}
	return ""
}

// plainBody is the text of a body of any of the forms of MIME: its first part that is text, without the tags of HTML.
func plainBody(fields map[string]string, body string, depth int) string {
	kind, parameters, _ := mime.ParseMediaType(fields["content-type"])
	if boundary := parameters["boundary"]; strings.HasPrefix(kind, "multipart/") && depth < 5 {
		parts := multipart.NewReader(strings.NewReader(body), boundary)
		for {
			part, err := parts.NextRawPart()
			if err != nil {
				return ""
			}
			raw, _ := io.ReadAll(part)
			inner := map[string]string{"content-type": part.Header.Get("Content-Type"),
				"content-transfer-encoding": part.Header.Get("Content-Transfer-Encoding")}
			if s := plainBody(inner, string(raw), depth+1); strings.TrimSpace(s) != "" {
				return s
			}
		}
	}
	if kind != "" && !strings.HasPrefix(kind, "text/") {
		return ""
	}
	var plain io.Reader = strings.NewReader(body)
	switch strings.ToLower(fields["content-transfer-encoding"]) {
	case "quoted-printable":
		plain = quotedprintable.NewReader(plain)
	case "base64":
		plain = base64.NewDecoder(base64.StdEncoding, plain)
	}
	read, _ := io.ReadAll(plain)
	if kind == "text/html" {
		return html.UnescapeString(htmlTag().ReplaceAllString(string(read), " "))
	}
	return string(read)
}
