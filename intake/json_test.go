package intake

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestAlertsAreReadFromTheirJSON(t *testing.T) {
	runMachineCases(t, []machineCase{
		{
			story: "PagerDuty log entries, newest first", format: "PagerDuty log entries", source: "alert",
			input: `{"log_entries":[
 {"id":"R4","type":"resolve_log_entry","summary":"Resolved by Mei Lin.","created_at":"2026-11-18T02:31:00Z","agent":{"type":"user_reference","summary":"Mei Lin"}},
 {"id":"R3","type":"annotate_log_entry","summary":"Note added","created_at":"2026-11-18T02:20:00Z","agent":{"type":"user_reference","summary":"Mei Lin"},"channel":{"type":"note","summary":"the pool looks full"}},
 {"id":"R2","type":"notify_log_entry","summary":"Notified Mei Lin","created_at":"2026-11-18T02:15:00Z","agent":{"type":"service_reference","summary":"shop"}},
 {"id":"R1","type":"trigger_log_entry","summary":"Triggered through the API","created_at":"2026-11-18T02:14:00Z","incident":{"summary":"[#7] pool exhausted"}}
],"limit":25,"more":true}`,
			want: []string{
				"2026-11-18T02:14:00Z Triggered through the API: [#7] pool exhausted #detected",
				"2026-11-18T02:15:00Z Notified Mei Lin (noise)",
				"2026-11-18T02:20:00Z Mei Lin: the pool looks full",
				"2026-11-18T02:31:00Z Mei Lin: Resolved by Mei Lin. #resolved",
			},
			drop: []string{`6 "more": true: PagerDuty has more of these, ask for the next page`},
		},
		{
			story: "PagerDuty notes carry an offset", format: "PagerDuty notes", source: "chat",
			input: `{"notes":[{"id":"N1","content":"failing over","created_at":"2026-11-17T21:20:00-05:00","user":{"summary":"Sam"}}]}`,
			want:  []string{"2026-11-18T02:20:00Z Sam: failing over"},
		},
		{
			story: "PagerDuty change events", format: "PagerDuty change events", source: "deploy",
			input: `{"change_events":[{"id":"C1","summary":"shop 2.8 deployed","timestamp":"2026-11-18T02:10:00Z","source":"ci","links":[{"href":"https://ci.example.com/7"}]}]}`,
			want:  []string{"2026-11-18T02:10:00Z shop 2.8 deployed"},
		},
		{
			story: "a PagerDuty incident", format: "PagerDuty incident", source: "alert",
			input: `{"incident":{"id":"P7","incident_number":7,"title":"pool exhausted","created_at":"2026-11-18T02:14:00Z","resolved_at":"2026-11-18T02:31:00Z","acknowledgements":[{"at":"2026-11-18T02:17:00Z","acknowledger":{"summary":"Mei Lin"}}]}}`,
			want:  []string{"2026-11-18T02:14:00Z Triggered: pool exhausted #detected", "2026-11-18T02:17:00Z Mei Lin: Acknowledged", "2026-11-18T02:31:00Z Resolved: pool exhausted #resolved"},
		},
		{
			story: "Opsgenie", format: "Opsgenie", source: "alert",
			input: `{"data":[{"log":"Alert acknowledged via web","type":"system","owner":"mei@example.com","createdAt":"2026-11-18T02:17:00.5Z","offset":"1_2"},{"log":"Alert created","type":"system","owner":"System","createdAt":"2026-11-18T02:14:00Z","offset":"1_1"}]}`,
			want:  []string{"2026-11-18T02:14:00Z Alert created #detected", "2026-11-18T02:17:00.5Z mei@example.com: Alert acknowledged via web"},
		},
		{
			story: "an Alertmanager webhook, one alert still firing", format: "Alertmanager", source: "alert",
			input: `{"version":"4","groupKey":"{}:{}","status":"firing","groupLabels":{"a":"b"},"alerts":[
 {"status":"resolved","labels":{"alertname":"PoolFull"},"annotations":{"summary":"no connection left"},"startsAt":"2026-11-18T02:14:00Z","endsAt":"2026-11-18T02:31:00Z","fingerprint":"f1"},
 {"status":"firing","labels":{"alertname":"Slow"},"annotations":{},"startsAt":"2026-11-18T02:15:00Z","endsAt":"0001-01-01T00:00:00Z","fingerprint":"f2"}]}`,
			want: []string{"2026-11-18T02:14:00Z PoolFull: no connection left", "2026-11-18T02:15:00Z Slow", "2026-11-18T02:31:00Z PoolFull resolved"},
		},
		{
			story: "amtool says when an alert would expire", format: "Alertmanager",
			input: `[{"annotations":{"description":"slow"},"endsAt":"2026-11-18T04:03:00.000Z","startsAt":"2026-11-18T02:15:00.000Z","labels":{"alertname":"Slow"},"status":{"state":"active"},"fingerprint":"f2"}]`,
			want:  []string{"2026-11-18T02:15:00.000Z Slow: slow #detected"},
		},
		{
			story: "Grafana annotations in milliseconds, a region", format: "Grafana annotations", source: "alert",
			input: `[{"id":7,"time":1794968045000,"timeEnd":1794968105000,"text":"<b>load test</b> &amp; more","tags":["test"]},{"id":6,"time":1794968040000,"timeEnd":1794968040000,"text":"","alertName":"Slow","newState":"alerting","prevState":"ok","tags":[]}]`,
			want:  []string{"2026-11-18T02:14:00.000Z Slow: ok → alerting", "2026-11-18T02:14:05.000Z–2026-11-18T02:15:05.000Z load test & more"},
		},
		{
			story: "Datadog 1", format: "Datadog", source: "alert",
			input: `{"events":[{"id":71,"title":"[Triggered] pool","text":"%%%\nfull\n%%%","date_happened":1794968045,"alert_type":"error","url":"/event/event?id=71"}]}`,
			want:  []string{"2026-11-18T02:14:05Z [Triggered] pool: full"},
		},
		{
			story: "Datadog 2", format: "Datadog",
			input: `{"data":[{"id":"a","type":"event","attributes":{"timestamp":"2026-11-18T02:14:05.000Z","message":"%%%full%%%","tags":[],"attributes":{"title":"pool"}}}]}`,
			want:  []string{"2026-11-18T02:14:05.000Z pool: full"},
		},
		{
			story: "Statuspage shows when an update is meant to count", format: "Statuspage", source: "ticket",
			input: `{"page":{"id":"x"},"incidents":[{"id":"i","name":"Payments slow","shortlink":"https://stspg.example/i","incident_updates":[
 {"id":"u2","status":"resolved","body":"Fixed.","created_at":"2026-11-17T21:40:00-05:00","display_at":"2026-11-17T21:31:00-05:00"},
 {"id":"u1","status":"investigating","body":"We <b>look</b>.","created_at":"2026-11-17T21:20:00-05:00","display_at":null}]}]}`,
			want: []string{"2026-11-18T02:20:00Z Payments slow – investigating: We look .", "2026-11-18T02:31:00Z resolved: Fixed. #resolved"},
		},
	})
}

func TestASlackExportIsReadWithItsUsers(t *testing.T) {
	input := `[
  {"type":"message","subtype":"channel_join","ts":"1794968040.000100","user":"U1","text":"<@U1> has joined the channel"},
  {"type":"message","ts":"1794968045.123456","user":"U1","text":"checkout &lt;5xx&gt; see <https://grafana.example/d/7|the board> <@U2> <!here> <#C1|ops>"},
  {"type":"message","subtype":"bot_message","ts":"1794968046.000200","bot_id":"B1","username":"Alerts","text":"","attachments":[{"color":"danger","title":"PoolFull","title_link":"https://alerts.example/7","text":"no connection left"}]},
  {"type":"message","ts":"1794968047.000300","bot_id":"B2","text":"","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"deploy *done*"}}]},
  {"type":"message","ts":"1794968048.000400","user":"U3","user_profile":{"real_name":"Priya"},"text":""}
]`
	users := `[{"id":"U1","name":"mei","profile":{"display_name":"Mei","real_name":"Mei Lin"}},{"id":"U2","name":"sam","profile":{"display_name":"","real_name":"Sam Berg"}}]`
	r, err := Read(Input{Name: "2026-11-18.json", Data: []byte(input), Users: []byte(users)}, Options{Now: night})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"2026-11-18T02:14:00.000100Z Mei: @Mei has joined the channel (noise)",
		"2026-11-18T02:14:05.123456Z Mei: checkout <5xx> see the board @Sam Berg @here #ops",
		"2026-11-18T02:14:06.000200Z Alerts: PoolFull no connection left",
		"2026-11-18T02:14:07.000300Z deploy *done*",
	}
	if got := strings.Join(told(r), "\n"); got != strings.Join(want, "\n") {
		t.Errorf("understood\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
	if len(r.Dropped) != 1 || r.Dropped[0].Line != 6 || r.Dropped[0].Why != "a message without text" {
		t.Errorf("dropped %+v", r.Dropped)
	}
	if e := r.Events[1]; e.Key != "Slack export 1794968045.123456" || e.Link != "https://grafana.example/d/7" || e.Line != 3 || e.Source != "chat" {
		t.Errorf("the message lost its id, link or line: %+v", e)
	}
}

func TestRunsAndDeploymentsAreChanges(t *testing.T) {
	runMachineCases(t, []machineCase{
		{
			story: "gh run list", format: "GitHub Actions", source: "deploy",
			input: `[{"attempt":2,"conclusion":"failure","createdAt":"2026-11-18T02:00:00Z","databaseId":71,"displayTitle":"Raise the pool","headBranch":"main","headSha":"0f1e2d3c4b5a","startedAt":"2026-11-18T02:10:00Z","status":"completed","updatedAt":"2026-11-18T02:12:00Z","workflowName":"deploy","url":"https://ci.example/71"},
{"attempt":1,"conclusion":"","createdAt":"2026-11-18T01:00:00Z","databaseId":70,"displayTitle":"Split","headBranch":"main","headSha":"1a2b3c4d5e6f","startedAt":"2026-11-18T01:00:00Z","status":"in_progress","updatedAt":"2026-11-18T01:30:00Z","workflowName":"deploy","url":"https://ci.example/70"}]`,
			want: []string{
				"2026-11-18T01:00:00Z deploy: Split (main 1a2b3c4) started",
				"2026-11-18T02:10:00Z deploy: Raise the pool (main 0f1e2d3) started",
				"2026-11-18T02:12:00Z deploy: Raise the pool (main 0f1e2d3): failure",
			},
		},
		{
			story: "deployments", format: "GitHub deployments", source: "deploy",
			input: `[{"id":7,"created_at":"2026-11-18T02:10:00Z","environment":"production","ref":"main","sha":"0f1e2d3c4b5a","creator":{"login":"mei"}}]`,
			want:  []string{"2026-11-18T02:10:00Z mei: Deployment to production of main 0f1e2d3"},
		},
	})
}

func TestJournalAndKubernetesJSON(t *testing.T) {
	runMachineCases(t, []machineCase{
		{
			story: "journald, one object a line", format: "journal JSON", source: "log",
			input: `{"__REALTIME_TIMESTAMP":"1794968045123456","__CURSOR":"c1","MESSAGE":"pool exhausted","PRIORITY":"3","SYSLOG_IDENTIFIER":"payments"}
{"__REALTIME_TIMESTAMP":"1794968045123457","__CURSOR":"c2","MESSAGE":[104,105,255],"PRIORITY":"6","_COMM":"api"}
{"__REALTIME_TIMESTAMP":"1794968045123458","__CURSOR":"c3","MESSAGE":null}
{"__REALTIME_TIMESTAMP":"1794968045123459","__CURSOR":"c4","MESSAGE":["first","second"],"SYSLOG_IDENTIFIER":["a","b"]}`,
			want: []string{"2026-11-18T02:14:05.123456Z payments: pool exhausted", "2026-11-18T02:14:05.123457Z api: hi\ufffd", "2026-11-18T02:14:05.123459Z a: first"},
			drop: []string{"3 its message is empty, or too long for the journal's output"},
		},
		{
			story: "json-seq", format: "journal JSON",
			input: "\x1e{\"__REALTIME_TIMESTAMP\":\"1794968045000000\",\"MESSAGE\":\"one\"}\n\x1e{\"__REALTIME_TIMESTAMP\":\"1794968046000000\",\"MESSAGE\":\"two\"}\n",
			want:  []string{"2026-11-18T02:14:05.000000Z one", "2026-11-18T02:14:06.000000Z two"},
		},
		{
			story: "json-pretty", format: "journal JSON",
			input: "{\n\t\"__REALTIME_TIMESTAMP\" : \"1794968045000000\",\n\t\"MESSAGE\" : \"one\"\n}\n{\n\t\"__REALTIME_TIMESTAMP\" : \"1794968046000000\",\n\t\"MESSAGE\" : \"two\"\n}\n",
			want:  []string{"2026-11-18T02:14:05.000000Z one", "2026-11-18T02:14:06.000000Z two"},
		},
		{
			story: "events of both APIs", format: "Kubernetes events", source: "log",
			input: `{"kind":"List","apiVersion":"v1","items":[
{"metadata":{"name":"api.1","namespace":"shop","uid":"u1","creationTimestamp":"2026-11-18T02:00:00Z"},"involvedObject":{"kind":"Pod","name":"api"},"reason":"BackOff","message":"Back-off","type":"Warning","count":12,"firstTimestamp":"2026-11-18T02:14:00Z","lastTimestamp":"2026-11-18T02:30:00Z","eventTime":null},
{"metadata":{"name":"api.2","uid":"u2"},"regarding":{"kind":"Pod","name":"api"},"reason":"Scheduled","note":"assigned","type":"Normal","eventTime":"2026-11-18T02:13:00.000001Z","deprecatedLastTimestamp":null}]}`,
			want: []string{"2026-11-18T02:13:00.000001Z Scheduled pod/api: assigned", "2026-11-18T02:14:00Z–2026-11-18T02:30:00Z ×12 BackOff pod/api: Back-off"},
		},
		{
			story: "lines of any log, a broken one among them", format: "JSON", source: "log",
			input: `{"ts":1794968045.25,"level":"error","msg":"pool exhausted","error":"timeout"}
{"time":"2026-11-18T02:14:06Z","severity":"INFO","message":"bye","user":{"name":"Mei"}}
{"time":"2026-11-18T02:14:07Z","message":"cut he
{"@timestamp":1794968048000,"event":"deploy","actor":"sam"}
{"a":1}`,
			want: []string{"2026-11-18T02:14:05.25Z pool exhausted: timeout", "2026-11-18T02:14:06Z Mei: bye", "2026-11-18T02:14:08.000Z sam: deploy"},
			drop: []string{"3 the document is cut here; what is whole before it was read", "5 JSON without a time: a"},
		},
		{
			story: "a list inside an unknown document", format: "JSON",
			input: `{"nextToken":"x","events":[{"timestamp":1794968045000,"message":"one"},{"timestamp":1794968046000,"message":"two"}]}`,
			want:  []string{"2026-11-18T02:14:05.000Z one", "2026-11-18T02:14:06.000Z two"},
		},
		{
			story: "a document cut in the middle", format: "Kubernetes events",
			input: "{\"kind\":\"List\",\"items\":[\n{\"involvedObject\":{\"kind\":\"Pod\",\"name\":\"api\"},\"reason\":\"BackOff\",\"message\":\"m\",\"type\":\"Warning\",\"lastTimestamp\":\"2026-11-18T02:14:00Z\"},\n{\"involvedObject\":{\"kind\":\"Po",
			want:  []string{"2026-11-18T02:14:00Z BackOff pod/api: m"},
			drop:  []string{"3 the document is cut here; what is whole before it was read"},
		},
		{
			story: "cut between two items", format: "Grafana annotations",
			input: "[{\"id\":7,\"time\":1794968045000,\"text\":\"one\",\"tags\":[]},\n",
			want:  []string{"2026-11-18T02:14:05.000Z one"},
			drop:  []string{"1 the document is cut here; what is whole before it was read"},
		},
	})
}

func TestHostileJSONEndsQuickly(t *testing.T) {
	for story, input := range map[string]string{
		"ten megabytes of one bracket": strings.Repeat("[", 10<<20),
		"brackets on lines":            strings.Repeat("[\n", 1<<20),
		"objects that never close":     strings.Repeat("{\"a\":\n", 1<<20),
		"objects cut one by one":       strings.Repeat("{\"a\":1,\n{\"b\":2}\n", 1<<16),
	} {
		r, err := Read(Input{Name: "x.json", Data: []byte(input)}, Options{Now: night})
		if err != nil {
			t.Fatal(story, err)
		}
		if len(r.Events) != 0 || len(r.Dropped) == 0 {
			t.Errorf("%s: %d events, %d dropped", story, len(r.Events), len(r.Dropped))
		}
		if len(r.Dropped[0].Text) > 1000 {
			t.Errorf("%s: the dropped text has %d bytes", story, len(r.Dropped[0].Text))
		}
	}
}

func TestThreeSourcesInOnePasteAreThreeBlocks(t *testing.T) {
	input := "2026-11-18T03:14:05+0100 node-3 payments[77]: pool exhausted\n\n" +
		"[{\"id\":7,\"time\":1794968045000,\"text\":\"one\",\"tags\":[]}]\n\n" +
		"2026-11-18T03:10:00+01:00\t0f1e2d3\tMei Lin\tRaise the pool to 40\n"
	r, err := Read(Input{Name: "paste", Data: []byte(input)}, Options{Now: night})
	if err != nil {
		t.Fatal(err)
	}
	var blocks []string
	for _, b := range r.Blocks {
		blocks = append(blocks, fmt.Sprintf("%s %d-%d %s", b.Format, b.From, b.To, b.Source))
	}
	if got := strings.Join(blocks, ", "); got != "journal 1-1 log, Grafana annotations 3-3 alert, git log lines 5-5 deploy" {
		t.Errorf("blocks are %s", got)
	}
}

func FuzzRead(f *testing.F) {
	for _, c := range fuzzSeeds {
		f.Add(c, "")
	}
	for _, name := range Formats() {
		f.Add("2026-11-18T02:14:05Z a,b\n", name)
	}
	f.Fuzz(func(t *testing.T, input, format string) {
		r, err := Read(Input{Name: "paste", Data: []byte(input)}, Options{Now: night, Format: format, Zone: "UTC", Copied: night})
		if err != nil {
			return
		}
		lines := strings.Count(input, "\n") + strings.Count(input, "\r") + 1
		for _, e := range r.Events {
			if e.Line < 1 || e.Line > lines {
				t.Errorf("%q stands on line %d of %d", e.Text, e.Line, lines)
			}
			if strings.ContainsAny(e.Text+e.By+e.Link, "\n\r") {
				t.Errorf("%q by %q is not one line", e.Text, e.By)
			}
			if e.Key == "" {
				t.Errorf("%q has no key", e.Text)
			}
			if !e.At.IsZero() && (e.At.Time().Year() < 1 || e.At.Time().Year() > 9999) {
				t.Errorf("%q is in the year %d", e.Text, e.At.Time().Year())
			}
		}
		for _, d := range r.Dropped {
			if d.Line < 1 || d.Line > lines || d.Why == "" {
				t.Errorf("dropped %+v of %d lines", d, lines)
			}
		}
	})
}

// fuzzSeeds has one input of every format.
var fuzzSeeds = []string{
	"2026-11-18T03:14:05+0100 node-3 payments[77]: pool exhausted",
	"<165>1 2026-11-18T02:14:06.003Z node-3 evntslog - ID47 [ex@32473 iut=\"3\" a=\"x\\]y\"] disk full",
	"E1118 03:14:05.123456       1 pool.go:27] cannot get a connection",
	`10.0.3.7 - - [18/Nov/2026:03:14:05 +0100] "GET /cart HTTP/1.1" 502 0 "-" "curl/8"`,
	"[Wed Nov 18 03:14:05.123456 2026] [core:error] x", "ts=2026-11-18T02:14:06.5Z level=info msg=\"b\\\"ye\"",
	"api-1  | 2026-11-18T02:14:05Z starting", "1:M 18 Nov 2026 02:14:05.123 * Ready", "26/11/18 02:14:06 WARN lost",
	"LAST SEEN   TYPE      REASON    OBJECT    MESSAGE\n5m (x12 over 1h)    Warning   BackOff   pod/api   m\n",
	"Name: a\nEvents:\n  Type     Reason     Age   From   Message\n  ----     ------     ----  ----   -------\n  Normal   A   12m   b   c\n",
	"Nov 18, 2026\n2:31 AM\nResolved by Mei through the website.\n02:14 AM\nTriggered through the API.\n",
	"commit 0f1e2d3c4b5a\nAuthor: M <m@x>\nDate:   Wed Nov 18 03:10:00 2026 +0100\n\n    S\n",
	"2026-11-18T03:10:00+01:00\t0f1e2d3\tMei\tRaise", "0f1e2d3 a\n1a2b3c4 b", "time,msg\n2026-11-18 02:14,\"a\nb\"\n", "Date;Time;Text\n18/11/2026;02:14;x\n",
	`{"log_entries":[{"id":"R","type":"trigger_log_entry","summary":"T","created_at":"2026-11-18T02:14:00Z"}],"more":true}`,
	`{"notes":[{"content":"c","created_at":"2026-11-18T02:14:00Z"}]}`, `{"incident":{"id":"P","created_at":"2026-11-18T02:14:00Z"}}`,
	`{"alerts":[{"status":"firing","labels":{"alertname":"A"},"startsAt":"2026-11-18T02:14:00Z","endsAt":"0001-01-01T00:00:00Z"}]}`,
	`[{"time":1794968045000,"timeEnd":1794968105000,"text":"<b>x</b>","tags":["a"]}]`, `{"events":[{"title":"t","date_happened":1794968045}]}`,
	`{"incidents":[{"incident_updates":[{"id":"u","status":"resolved","body":"b","display_at":"2026-11-18T02:14:00Z"}]}]}`,
	`[{"type":"message","ts":"1794968045.123456","user":"U1","text":"<@U2> &lt; <http://x|y>"}]`,
	`[{"status":"completed","createdAt":"2026-11-18T02:14:00Z","workflowName":"d","updatedAt":"2026-11-18T02:15:00Z"}]`,
	`{"__REALTIME_TIMESTAMP":"1794968045123456","MESSAGE":[104,105]}`, "__CURSOR=a\n__REALTIME_TIMESTAMP=1794968045123456\nMESSAGE=b\n",
	`{"items":[{"involvedObject":{"name":"a"},"reason":"b","count":3,"firstTimestamp":"2026-11-18T02:14:00Z","lastTimestamp":"2026-11-18T02:15:00Z"}]}`,
	"{\"ts\":1794968045.5,\"msg\":\"a\"}\n{\"time\":\"2026-11-18T02:14:00Z\",\"msg\":\"b", "- 02:14 pool exhausted\n- 02:20 rolled back\n",
}

// journalOf writes a journal of so many lines, a second apart.
func journalOf(lines int) []byte {
	var b strings.Builder
	t := time.Date(2026, 11, 17, 0, 0, 0, 0, time.UTC)
	for i := range lines {
		t = t.Add(time.Second)
		fmt.Fprintf(&b, "%s node-%d payments[%d]: request %d took %d ms, pool at %d of 40\n",
			t.Format("2006-01-02T15:04:05-0700"), i%3, 100+i%7, i, i%900, i%40)
	}
	return []byte(b.String())
}

// journalJSONOf is the same as journalctl -o json writes it.
func journalJSONOf(lines int) []byte {
	var b strings.Builder
	t := time.Date(2026, 11, 17, 0, 0, 0, 0, time.UTC)
	for i := range lines {
		t = t.Add(time.Second)
		fmt.Fprintf(&b, `{"_HOSTNAME":"node-%d","__CURSOR":"s=%x;i=%d","_PID":"%d","PRIORITY":"6","_BOOT_ID":"0f1e2d3c4b5a69788796a5b4c3d2e1f0","_TRANSPORT":"stdout","SYSLOG_IDENTIFIER":"payments","__REALTIME_TIMESTAMP":"%d","MESSAGE":"request %d took %d ms","_SYSTEMD_UNIT":"payments.service"}`+"\n",
			i%3, i, i, 100+i%7, t.UnixMicro(), i, i%900)
	}
	return []byte(b.String())
}

func BenchmarkReadJournal(b *testing.B) {
	for _, lines := range []int{1_000, 10_000, 100_000} {
		for name, data := range map[string][]byte{"lines": journalOf(lines), "json": journalJSONOf(lines)} {
			b.Run(fmt.Sprintf("%s-%d", name, lines), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := Read(Input{Name: "journal", Data: data}, Options{Now: night}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(lines), "ns/line")
			})
		}
	}
}
