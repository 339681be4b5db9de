package intake

import (
	"fmt"
	"strings"
	"testing"
)

// kind is a way in which others write their nights down, and what is to be read of it.
type kind struct {
	name, text, want string
	opt              Options
}

func readKinds(t *testing.T, kinds []kind) {
	t.Helper()
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			r, got := readDocument(t, "paste", k.text, k.opt)
			if got != k.want {
				t.Errorf("got\n%swant\n%s", got, k.want)
			}
			if len(r.Needs) > 0 {
				t.Errorf("asks for %v", r.Needs)
			}
		})
	}
}

func TestATableHasRowsOfOneWidth(t *testing.T) {
	at := Options{Zone: "UTC", Date: "2026-05-05"}
	readKinds(t, []kind{
		{"a list whose sentences have semicolons", "- 10:00 looked at the disk; the queue; the mail\n- 10:20 added a host; wrote to the shop\n- 10:40 all is well\n",
			"2026-05-05T10:00 looked at the disk; the queue; the mail\n2026-05-05T10:20 added a host; wrote to the shop\n2026-05-05T10:40 all is well\n", at},
		{"a table of a desk for tickets", "number,opened_at,short_description\nINC1,2026-05-05 10:00:00,Mail is late\nINC2,2026-05-05 10:05:00,Mail is lost\n",
			"2026-05-05T10:00 Mail is late\n2026-05-05T10:05 Mail is lost\n", at},
	})
}

func TestWhatIsToBeDoneIsNoTimeline(t *testing.T) {
	readKinds(t, []kind{
		{"a table of actions", "| When (UTC) | Event |\n|---|---|\n| 2026-05-05 10:00 | mail is late |\n\n| Task | Who | Deadline |\n|---|---|---|\n| Buy a host | Ada | 2026-06-01 |\n",
			"2026-05-05T10:00 mail is late\n", Options{}},
		{"a section whose heading lost its marks", "Timeline\n2026-05-05 10:00 UTC mail is late\n\nNext steps:\n- Alert on the queue, 2026-06-01\n",
			"2026-05-05T10:00 mail is late\n", Options{}},
		{"a table that tells who did what when", "## Timeline\n\n| Time (UTC) | Action | Owner |\n|---|---|---|\n| 2026-05-05 10:00 | added a host | Ada |\n| 2026-05-05 10:10 | told the shop | Bo |\n",
			"2026-05-05T10:00 added a host\n2026-05-05T10:10 told the shop\n", Options{}},
	})
}

func TestADayStandsBeforeItsClock(t *testing.T) {
	utc := Options{Zone: "UTC", Date: "2026-05-25"}
	readKinds(t, []kind{
		{"with a point", "[25.05 10:00:01] mail: late\n[25.05 10:20:00] mail: back\n", "2026-05-25T10:00:01 mail: late\n2026-05-25T10:20 mail: back\n", utc},
		{"with two points", "- 25.05. 10:00 late\n- 25.05. 10:20 back\n", "2026-05-25T10:00 late\n2026-05-25T10:20 back\n", utc},
		{"the month first", "10.30 16:49 late\n10.30 16:50 back\n", "2026-10-30T16:49 late\n2026-10-30T16:50 back\n", Options{Zone: "UTC", Date: "2026-10-30"}},
		{"as the line of a day, with a remark that names the zone", "## Timeline\n\n**5 May 2026:** (times in CEST)\n10:00: late\n\n**6 May 2026:** (the day after)\n09:00: talk\n09:30: done\n",
			"2026-05-05T08:00 late\n2026-05-06T07:00 talk\n2026-05-06T07:30 done\n", Options{}},
		{"in German", "## Zeitverlauf\n\n5. Mai 2026 (alle Zeiten in MESZ)\n\n- 10:00 Uhr: Post zu spät\n- etwa 10:20 Uhr: wieder da\n",
			"2026-05-05T08:00 Post zu spät\n2026-05-05T08:20 wieder da\n", Options{}},
	})
	_, got := readDocument(t, "paste", "- 1.2 10:00 is the second part of the first\n", utc)
	if strings.Contains(got, "2026-02-01") || strings.Contains(got, "2026-01-02") {
		t.Errorf("two single digits are a day: %s", got)
	}
}

func TestRemarksAndSignsAroundATimeAreNotItsText(t *testing.T) {
	readKinds(t, []kind{
		{"behind it", "## Timeline 2026-05-05\n\n- 10:00 CEST onwards: mail is late\n- 10:20 BRT (UTC-3): wrote to the shop\n- 13:40 UTC - (approx.) done\n",
			"2026-05-05T08:00 mail is late\n2026-05-05T13:20 wrote to the shop\n2026-05-05T13:40 done\n", Options{}},
		{"before it", "## Timeline (UTC) 2026-05-05\n\n- ⚠️ 10:00 late\n- :white_check_mark: **10:20** back\n", "2026-05-05T10:00 late\n2026-05-05T10:20 back\n", Options{}},
		{"a paragraph that begins with words", "## Timeline (UTC) 2026-05-05\n\n10:00: late\n10:10: a page\n\nThe picture shows it.\n10:20: the shop asks\n",
			"2026-05-05T10:00 late\n2026-05-05T10:10 a page\n2026-05-05T10:20 the shop asks\n", Options{}},
	})
}

func TestMarksOfWikisAndOfHTMLAreMarks(t *testing.T) {
	readKinds(t, []kind{
		{"MediaWiki", "== Timeline ==\n''All times in UTC.''\n\n=== 2026-05-05 ===\n* '''10:00''' mail is ''late''\n* 10:20 '''back'''\n",
			"2026-05-05T10:00 mail is late\n2026-05-05T10:20 back\n", Options{}},
		{"Jira", "h2. Timeline (UTC)\n\n* 2026-05-05 10:00 late\n* 2026-05-05 10:20 back\n\nh2. Action items\n\n* Alert by 2026-06-01\n",
			"2026-05-05T10:00 late\n2026-05-05T10:20 back\n", Options{}},
		{"a table of HTML", "<table><thead><tr><th>Time (UTC)</th><th>Event</th></tr></thead>\n<tbody><tr><td>2026-05-05 10:00</td><td>late</td></tr>\n<tr><td>2026-05-05 10:20</td>\n<td>back</td></tr></tbody></table>\n",
			"2026-05-05T10:00 late\n2026-05-05T10:20 back\n", Options{}},
	})
}

// people are the events with who is meant, without the noise of the chat itself.
func people(r Result) string {
	var b strings.Builder
	for _, e := range r.Events {
		if !e.Noise {
			b.WriteString(e.At.String()[:16] + " " + e.By + ": " + e.Text + " [" + e.Source + "]\n")
		}
	}
	return b.String()
}

func TestAChatNamesItsPeopleAndItsDays(t *testing.T) {
	at := Options{Zone: "UTC", Date: "2026-05-05"}
	for name, c := range map[string]kind{
		"irssi": {text: "--- Log opened Tue May 05 09:00:00 2026\n10:00 <@ada> mail is late\n10:01 -!- bo [~bo@host.example] has joined #mail\n10:02  * bo adds a host\n--- Day changed Wed May 06 2026\n00:10 <ada> all quiet\n",
			want: "2026-05-05T10:00 ada: mail is late [chat]\n2026-05-05T10:02 bo: adds a host [chat]\n2026-05-06T00:10 ada: all quiet [chat]\n", opt: Options{Zone: "UTC"}},
		"brackets": {text: "[10:00] <ada> mail is late\n[10:02] <bo> added a host\n", want: "2026-05-05T10:00 ada: mail is late [chat]\n2026-05-05T10:02 bo: added a host [chat]\n", opt: at},
		"a phone": {text: "25/05/26, 09:59 - Messages are encrypted\n25/05/26, 10:00 - Ada Lee: mail is late\nand the shop asks\n25/05/26, 10:02 - Bo: <picture> of a host\n",
			want: "2026-05-25T10:00 Ada Lee: mail is late and the shop asks [chat]\n2026-05-25T10:02 Bo: <picture> of a host [chat]\n", opt: at},
		"weechat": {text: "2026-05-05 10:00:00\tada\tmail is late\n2026-05-05 10:01:00\t-->\tbo has joined\n2026-05-05 10:02:00\t@bo\tadded a host\n",
			want: "2026-05-05T10:00 ada: mail is late [chat]\n2026-05-05T10:02 bo: added a host [chat]\n", opt: at},
		"pieces": {text: `{"messages":[{"id":7,"type":"message","date":"2026-05-05T10:00:00","from":"Ada","text":["see ",{"type":"link","text":"https://mail.example"}]},` +
			`{"id":8,"type":"service","date":"2026-05-05T10:01:00","actor":"Bo","action":"pin_message"},{"id":9,"type":"message","date":"2026-05-05T10:02:00","from":"Bo","text":"added a host"}]}`,
			want: "2026-05-05T10:00 Ada: see https://mail.example [chat]\n2026-05-05T10:02 Bo: added a host [chat]\n", opt: at},
		"a body that is an object": {text: `{"value":[{"id":"1","messageType":"message","createdDateTime":"2026-05-05T10:00:00Z","from":{"user":{"displayName":"Ada"}},"body":{"contentType":"html","content":"<p>mail is late</p>"}}]}`,
			want: "2026-05-05T10:00 Ada: mail is late [chat]\n", opt: at},
	} {
		r := readAt(t, c.text, c.opt)
		if got := people(r); got != c.want || len(r.Needs) > 0 {
			t.Errorf("%s: got\n%swant\n%sasks %v", name, got, c.want, r.Needs)
		}
	}
}

func TestAnEnvelopeSaysWhatHappened(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"of PagerDuty": {
			`{"event":{"id":"1","event_type":"incident.escalated","occurred_at":"2026-05-05T10:00:00Z","agent":{"summary":"Ada Lee","type":"user_reference"},"data":{"title":"Mail is late","service":{"summary":"mail"}}}}`,
			"2026-05-05T10:00 Ada Lee: Escalated: Mail is late (mail) [alert]\n",
		},
		"of GitHub, for a request": {
			`{"action":"closed","pull_request":{"title":"Add a host","state":"closed","created_at":"2026-05-04T10:00:00Z","closed_at":"2026-05-05T10:00:00Z"},"repository":{"description":"The mail","created_at":"2020-01-02T03:04:05Z"},"sender":{"login":"ada"}}`,
			"2026-05-05T10:00 ada: Pull request closed: Add a host [deploy]\n",
		},
		"of a status page that has other names": {
			`{"incident_updates":[{"id":"u1","created_at":"2026-05-05T10:00:00Z","message":"Mail is late","new_incident_status":{"name":"Investigating"},"updater":{"user":{"name":"Ada Lee"}}}]}`,
			"2026-05-05T10:00 Ada Lee: Investigating: Mail is late [ticket]\n",
		},
	} {
		if got := people(readAt(t, c.text, Options{})); got != c.want {
			t.Errorf("%s: got\n%swant\n%s", name, got, c.want)
		}
	}
}

func TestWhatSaysNothingIsNoEvent(t *testing.T) {
	for name, text := range map[string]string{
		"a list of channels":      `[{"id":"C1","name":"mail","created":1777968000,"creator":"U1"},{"id":"C2","name":"shop","created":1777968100,"creator":"U1"}]`,
		"an update without words": `{"incident_updates":[{"id":"u1","created_at":"2026-05-05T10:00:00Z","note":{"x":1}}]}`,
	} {
		r := readAt(t, text, Options{})
		if len(r.Events) > 0 || len(r.Dropped) == 0 {
			t.Errorf("%s: %+v, dropped %+v", name, r.Events, r.Dropped)
		}
	}
}

func TestTimesCountFromAWrittenStart(t *testing.T) {
	readKinds(t, []kind{
		{"in minutes and hours", "## Timeline\n\nIncident start: 2026-05-05 23:50 UTC\n\n- T-5m: a deploy\n- T+0: mail is late\n- T+30m: a page\n- T+1:10: mail is back\n",
			"2026-05-05T23:45 a deploy\n2026-05-05T23:50 mail is late\n2026-05-06T00:20 a page\n2026-05-06T01:00 mail is back\n", Options{}},
	})
	if _, got := readDocument(t, "paste", "## Timeline (UTC) 2026-05-05\n\n- T+5m: a page\n- T+9m: back\n", Options{}); !strings.HasPrefix(got, "unknown a page\n") {
		t.Errorf("without a start they are %s", got)
	}
}

func TestEventsOfKubernetesMayBeYAML(t *testing.T) {
	event := func(indent, at, message string) string {
		lines := []string{
			"apiVersion: v1", "count: 3", `firstTimestamp: "` + at + `"`, "involvedObject:", "  kind: Pod", "  name: mail-1",
			"kind: Event", `lastTimestamp: "` + at + `"`, "message: " + message, "metadata:", "  name: mail-1." + at[14:16], "  managedFields:", "  - manager: kubelet", "reason: BackOff", "type: Warning",
		}
		return "- " + strings.Join(lines, "\n"+indent) + "\n"
	}
	list := "apiVersion: v1\nitems:\n" + event("  ", "2026-05-05T10:20:00Z", "Back-off restarting\n      the container") +
		event("  ", "2026-05-05T10:00:00Z", "'Back-off: it''s late'") + "kind: List\nmetadata:\n  resourceVersion: \"\"\n"
	r := readAt(t, list, Options{})
	if len(r.Events) != 2 || len(r.Dropped) > 0 {
		t.Fatalf("%+v, dropped %+v", r.Events, r.Dropped)
	}
	want := "2026-05-05T10:00 : BackOff pod/mail-1: Back-off: it's late [log]\n2026-05-05T10:20 : BackOff pod/mail-1: Back-off restarting the container [log]\n"
	if got := people(r); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if r.Events[0].Count != 3 || r.Events[0].Kind != "signal" {
		t.Errorf("%+v", r.Events[0])
	}
	other := readAt(t, "apiVersion: v1\nkind: Pod\nmetadata:\n  creationTimestamp: \"2026-05-05T10:00:00Z\"\n  name: mail-1\n", Options{})
	if len(other.Events) > 0 {
		t.Errorf("a pod is an event: %+v", other.Events)
	}
}

func TestAVersionThatChangedIsNoRepetition(t *testing.T) {
	var b strings.Builder
	for n := range 60 {
		fmt.Fprintf(&b, "2026-11-18T02:10:%02dZ till-1 deployed cache v2.1.%d to host-%d\n", n, n/20, n)
	}
	b.WriteString("2026-11-18T02:12:00Z till-1 rollout of build 412 started\n2026-11-18T02:13:00Z till-1 rollout of build 413 started\n")
	r, _ := readDocument(t, "till.log", b.String(), Options{})
	var shown []string
	for _, e := range r.Events {
		if !e.Folded {
			shown = append(shown, e.Text[strings.Index(e.Text, " ")+1:])
		}
	}
	want := "deployed cache v2.1.0 to host-0|deployed cache v2.1.1 to host-20|deployed cache v2.1.2 to host-40|rollout of build 412 started|rollout of build 413 started"
	if got := strings.Join(shown, "|"); got != want {
		t.Errorf("%s", got)
	}
}

func TestReactionsAreNoWordsOfAMessage(t *testing.T) {
	for _, text := range []string{
		"mei  2:14 AM\nthe cache is cold\n:eyes: 3\n:+1: 2\nsam  2:15 AM\nwarming it\n",
		"mei  2:14 AM\nthe cache is cold\n👀\n3\n:white_check_mark:\n1\nsam  2:15 AM\nwarming it\nmei reacted with 👍\n1 Like reaction.\n",
		"[02:14] mei: the cache is cold 👀 3 👍 2\n[02:15] sam: warming it\n",
	} {
		_, got := readDocument(t, "paste", text, Options{Zone: "UTC", Date: "2026-11-18"})
		if want := "2026-11-18T02:14 the cache is cold\n2026-11-18T02:15 warming it\n"; got != want {
			t.Errorf("%s\nreads\n%s", text, got)
		}
	}
	if _, got := readDocument(t, "paste", "[02:14] mei: the cache holds 3\n[02:15] sam: 👍\n", Options{Zone: "UTC", Date: "2026-11-18"}); !strings.Contains(got, "holds 3") || !strings.Contains(got, "👍") {
		t.Errorf("a figure, and a sign that is all somebody said: %s", got)
	}
}

func TestTheMarksOfATypedLineCountInPastedLines(t *testing.T) {
	const text = "02:14 * the cache is cold #s\n02:15 ? the nightly job emptied it @mei\n+5 ?- the job did not run\n" +
		"02:31 ! warmed it by hand https://board.example/7 #m\n02:41 or 02:45 = it stays as large as it is\n"
	r, _ := readDocument(t, "paste", text, Options{Zone: "UTC", Date: "2026-11-18"})
	var got []string
	for _, e := range r.Events {
		said := strings.TrimSuffix(e.At.String()[11:], ":00Z") + " " + e.Kind + " " + e.Text
		for _, more := range []string{e.By, e.Link, e.Moment, e.Settles} {
			if more != "" {
				said += ", " + more
			}
		}
		for _, a := range e.Also {
			said += ", or " + a.At.String()[11:16]
		}
		got = append(got, said)
	}
	want := "02:14 signal the cache is cold, started|02:15 hypothesis the nightly job emptied it, mei|02:20 signal the job did not run, ruled out|" +
		"02:31 action warmed it by hand, https://board.example/7, mitigated|02:41 decision it stays as large as it is, or 02:45"
	if strings.Join(got, "|") != want {
		t.Errorf("\n%s", strings.Join(got, "\n"))
	}
	if _, got := readDocument(t, "paste", "02:14 > the cache is cold\n02:15 > told @mei\n", Options{Zone: "UTC", Date: "2026-11-18"}); got != "2026-11-18T02:14 the cache is cold\n2026-11-18T02:15 told @mei\n" {
		t.Errorf("a sign that always stands there separates: %s", got)
	}
}

// toldKinds are the kinds of a timeline's events, in their order.
func toldKinds(t *testing.T, text string) string {
	t.Helper()
	r, _ := readDocument(t, "paste", text, Options{Zone: "UTC", Date: "2026-05-05"})
	var kinds []string
	for _, e := range r.Events {
		kinds = append(kinds, e.Kind)
	}
	return strings.Join(kinds, " ")
}

func TestWhatIsDoneToASystemIsAChangeUntilTroubleIsSeen(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"before and after the first signal": {"- 10:00 deployed mail 2.1\n- 10:05 raised the limit of the queue\n- 10:10 the queue is slow\n- 10:20 raised the limit again\n- 10:30 deployed mail 2.2\n",
			"change change signal action action"},
		"what is undone is always an action":  {"- 10:00 rolled back mail to 2.0\n- 10:10 the queue is slow\n", "action signal"},
		"a shop that writes has seen it":      {"- 10:00 the shop reported late letters\n- 10:20 deployed mail 2.2\n- 10:30 the queue is slow\n", "communication action signal"},
		"an announcement of work has not":     {"- 10:00 announced the maintenance of mail\n- 10:20 deployed mail 2.2\n- 10:30 the queue is slow\n", "communication change signal"},
		"nothing was seen":                    {"- 10:00 deployed mail 2.1\n- 10:05 raised the limit of the queue\n", "change action"},
		"by their times, not by their places": {"- 10:30 deployed mail 2.2\n- 10:10 the queue is slow\n- 10:00 raised the limit of the queue\n", "action signal change"},
		"marks say more":                      {"10:00 ! deployed mail 2.1\n10:10 * the queue is slow\n10:20 ^ the nightly job raised the limit\n", "action signal change"},
		"a moment is trouble":                 {"10:00 ^ mail 2.1 is there #s\n10:20 raised the limit of the queue\n", "change action"},
	} {
		if got := toldKinds(t, c.text); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestWhoAsksOnceIsAPersonInTheWholeTimeline(t *testing.T) {
	if got := toldKinds(t, "- 10:00 the queue is slow\n- 10:10 adalee2 restarted mail\n- 10:15 adalee2 asks for help\n- 10:20 sorter2 restarted mail\n"); got != "signal action communication signal" {
		t.Error(got)
	}
}
