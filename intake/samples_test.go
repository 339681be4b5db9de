package intake

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"debrief/intake/secret"
	"debrief/model"
)

func TestWhatProgramsPrintInsideAndAroundTheirLinesIsRead(t *testing.T) {
	utc := Options{Zone: "UTC"}
	runMachineCases(t, []machineCase{
		{
			story: "containers of compose, each in its own style, with a trace", format: "log", opt: utc,
			input: "api-1    | {\"level\":\"error\",\"ts\":1794968046.5,\"msg\":\"pool is full\"}\n" +
				"api-1    | time=\"2026-11-18T02:14:07Z\" level=error msg=\"no connection\"\n" +
				"api-1    | Traceback (most recent call last):\n" +
				"api-1    |   File \"/srv/pay.py\", line 7, in take\n" +
				"cache-1  | 1:M 18 Nov 2026 02:14:08.250 * Ready for connections\n" +
				"api-1    |   the end of a trace\n" +
				"api-1    | 10.1.0.9 - - [18/Nov/2026:02:14:09 +0000] \"GET /pay HTTP/1.1\" 502 12",
			want: []string{
				"2026-11-18T02:14:06.5Z api-1 pool is full",
				"2026-11-18T02:14:07Z api-1 no connection",
				"2026-11-18T02:14:08.250Z cache-1 * Ready for connections",
				"2026-11-18T02:14:09Z api-1 10.1.0.9 \"GET /pay HTTP/1.1\" 502 12",
			},
			drop: []string{"6 no time: it goes on with an earlier line of api-1"},
		},
		{
			story: "colours of a terminal", format: "log", opt: utc,
			input: "\x1b[2Kapi-1  | 2026-11-18T02:14:05Z \x1b[31mERROR\x1b[0m pool is full",
			want:  []string{"2026-11-18T02:14:05Z ERROR pool is full"},
		},
		{
			story: "lines of syslog that name no program", format: "syslog", opt: utc,
			input: "Nov 18 02:14:05 db-1 kernel: link is down\nNov 18 02:14:06 db-1 kernel: last message repeated 3 times\n" +
				"Nov 18 02:14:07 db-1 -- MARK --\nNov 18 02:14:08 db-1 syslogd 1.5: restart.",
			want: []string{
				"2026-11-18T02:14:05Z–2026-11-18T02:14:06Z ×4 kernel: link is down",
				"2026-11-18T02:14:07Z -- MARK --", "2026-11-18T02:14:08Z syslogd 1.5: restart.",
			},
		},
		{
			story: "a panic of Go with its frames", format: "log", opt: utc,
			input: "2026/11/18 02:14:06.250 http: panic serving 10.1.0.9:4711: pool is full\ngoroutine 7 [running]:\n" +
				"net/http.(*conn).serve.func1(0xc0001)\n\t/src/net/http/server.go:1\npanic({0x1, 0x2})\nmain.take()\n\t/srv/pay.go:7\n" +
				"2026/11/18 02:14:07 listening again",
			want: []string{"2026-11-18T02:14:06.250Z http: panic serving 10.1.0.9:4711: pool is full", "2026-11-18T02:14:07Z listening again"},
		},
		{
			story: "Rails and Ruby's logger", format: "log", opt: utc,
			input: "E, [2026-11-18T02:14:06.250000 #77] ERROR -- : no connection\n" +
				"Started GET \"/pay\" for 10.1.0.9 at 2026-11-18 02:14:07 +0000\nProcessing by PayController#show as HTML\nCompleted 500 Internal Server Error in 12ms",
			want: []string{
				"2026-11-18T02:14:06.250000Z no connection",
				"2026-11-18T02:14:07Z Started GET \"/pay\" for 10.1.0.9 – Completed 500 Internal Server Error in 12ms",
			},
		},
		{
			story: "Celery, Tomcat, Windows and Kafka", format: "log", opt: utc,
			input: "[2026-11-18 02:14:05,250: WARNING/MainProcess] no broker\n18-Nov-2026 02:14:06.250 SEVERE [main] stopped\n" +
				"2026-11-18 02:14:07, Error                 CBS    no package\n[18 Nov 2026 02:14:08,250] ERROR no leader",
			want: []string{
				"2026-11-18T02:14:05.250Z WARNING/MainProcess no broker", "2026-11-18T02:14:06.250Z SEVERE [main] stopped",
				"2026-11-18T02:14:07Z Error                 CBS    no package", "2026-11-18T02:14:08.250Z ERROR no leader",
			},
		},
		{
			story: "a journal in seconds", format: "journal",
			input: "1794968045.250000 db-1 postgres[9]: ready",
			want:  []string{"2026-11-18T02:14:05.250000Z postgres: ready"},
		},
		{
			story: "a verbose journal", format: "journal verbose",
			input: "Wed 2026-11-18 03:14:05.250000 CET [s=ab;i=1]\n    PRIORITY=3\n    SYSLOG_IDENTIFIER=pay\n    MESSAGE=pool is full\n" +
				"Wed 2026-11-18 03:14:06.250000 CET [s=ab;i=2]\n    PRIORITY=6",
			want: []string{"2026-11-18T02:14:05.250000Z pay: pool is full"},
			drop: []string{"5 an entry without a time or a message (2 lines)"},
		},
		{
			story: "uWSGI", format: "access log", opt: utc,
			input: "[pid: 77|app: 0|req: 1/1] 10.1.0.9 () {38 vars in 696 bytes} [Wed Nov 18 02:14:05 2026] GET /pay => generated 4 bytes (HTTP/1.1 500) 2 headers",
			want:  []string{"2026-11-18T02:14:05Z GET /pay => generated 4 bytes (HTTP/1.1 500) 2 headers"},
		},
	})
}

func TestFailuresThatNameNoLevelAreSignals(t *testing.T) {
	for line, kind := range map[string]string{
		"Nov 18 02:14:05 db-1 kernel: Out of memory: Killed process 77 (pay)":                                   "signal",
		"Nov 18 02:14:05 db-1 systemd[1]: pay.service: Main process exited, code=exited, status=2/NOPERMISSION": "signal",
		"Nov 18 02:14:05 db-1 systemd[1]: Started Pay.":                                                         "change",
		"2026-11-18T02:14:05.250Z\terror\tqueue.go:7\tqueue is full":                                            "signal",
		"2026-11-18T02:14:05.250Z INFO 0 failed logins":                                                         "note",
	} {
		r := readAt(t, line, Options{Zone: "UTC"})
		if len(r.Events) != 1 || r.Events[0].Kind != kind {
			t.Errorf("%s: %+v, want %s", line, r.Events, kind)
		}
	}
}

func readAt(t *testing.T, text string, opt Options) Result {
	t.Helper()
	if opt.Now.IsZero() {
		opt.Now = night
	}
	r, err := Read(Input{Name: "paste", Data: []byte(text)}, opt)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAnswersOfLogStoresAreDugThrough(t *testing.T) {
	runMachineCases(t, []machineCase{
		{
			story: "Loki", format: "JSON",
			input: `{"status":"success","data":{"result":[{"stream":{"app":"pay"},"values":[["1794968045250000000","level=error msg=\"pool is full\""],["1794968046250000000","plain"]]}]}}`,
			want:  []string{"2026-11-18T02:14:05.250000000Z pool is full", "2026-11-18T02:14:06.250000000Z plain"},
		},
		{
			story: "Elasticsearch", format: "JSON",
			input: `{"took":1,"hits":{"total":{"value":1},"hits":[{"_id":"a","_source":{"@timestamp":"2026-11-18T02:14:05Z","message":"pool is full"}}]}}`,
			want:  []string{"2026-11-18T02:14:05Z pool is full"},
		},
		{
			story: "CloudWatch Insights", format: "JSON", opt: Options{Zone: "UTC"},
			input: `{"results":[[{"field":"@timestamp","value":"2026-11-18 02:14:05.250"},{"field":"@message","value":"ERROR pool is full"}]],"status":"Complete"}`,
			want:  []string{"2026-11-18T02:14:05.250Z ERROR pool is full"},
		},
		{
			story: "OpenTelemetry", format: "JSON",
			input: `{"resourceLogs":[{"resource":{},"scopeLogs":[{"logRecords":[{"timeUnixNano":"1794968045250000000","severityText":"ERROR","body":{"stringValue":"pool is full"}}]}]}]}`,
			want:  []string{"2026-11-18T02:14:05.250000000Z pool is full"},
		},
		{
			story: "nothing in it has both a time and a text", format: "JSON",
			input: `{"a":{"b":[{"created_at":"2026-11-18T02:14:05Z","id":7}]}}`,
			drop:  []string{"1 JSON without a time: a"},
		},
		{
			story: "times under other names and in objects", format: "JSON", opt: Options{Zone: "UTC"},
			input: `{"t":{"$date":"2026-11-18T02:14:05.250+00:00"},"s":"E","c":"REPL","ctx":"x","msg":"one"}
{"instant":{"epochSecond":1794968046,"nanoOfSecond":5000000},"level":"WARN","message":"two"}
{"asctime":"2026-11-18 02:14:07,250","levelname":"ERROR","message":"three"}
{"EdgeStartTimestamp":1794968048250,"expires_at":"2027-01-01T00:00:00Z","note":"four"}
{"timestamp":"2026-11-18T02:14:09Z","protoPayload":{"methodName":"sql.stop","resourceName":"db-1","authenticationInfo":{"principalEmail":"mei@example.com"}}}
{"timestamp":"2026-11-18T02:14:10Z","httpRequest":{"requestMethod":"GET","requestUrl":"https://pay.example.com/","status":502}}`,
			want: []string{
				"2026-11-18T02:14:05.250Z one", "2026-11-18T02:14:06.005000000Z two", "2026-11-18T02:14:07.250Z three",
				"2026-11-18T02:14:08.250Z four", "2026-11-18T02:14:09Z mei@example.com: sql.stop db-1",
				"2026-11-18T02:14:10Z GET https://pay.example.com/ 502",
			},
		},
	})
}

func TestAMemberOfAnotherTypeDoesNotCostTheItem(t *testing.T) {
	runMachineCases(t, []machineCase{
		{
			story: "an annotation whose data is an object", format: "Grafana annotations",
			input: `[{"id":7,"dashboardUID":"d","time":1794968045000,"timeEnd":1794968105000,"text":"<b>deploy</b> 2.8","tags":["deploy"],"data":{"a":1}}]`,
			want:  []string{"2026-11-18T02:14:05.000Z–2026-11-18T02:15:05.000Z deploy 2.8"},
		},
		{
			story: "a number where a name is due", format: "PagerDuty notes",
			input: `{"notes":[{"id":7,"content":"failing over","created_at":"2026-11-18T02:20:00Z","user":{"summary":7}}]}`,
			want:  []string{"2026-11-18T02:20:00Z failing over"},
		},
	})
}

func TestAlertsTellTheirMomentsWhereThereIsOnlyOne(t *testing.T) {
	one := `{"id":"%s","name":"Slow","incident_updates":[{"id":"u1%s","status":"monitoring","body":"in place","created_at":"2026-11-18T02:20:00Z"},` +
		`{"id":"u2%s","status":"resolved","body":"over","created_at":"2026-11-18T02:30:00Z"}]}`
	first, second := fmt.Sprintf(one, "a", "a", "a"), fmt.Sprintf(one, "b", "b", "b")
	runMachineCases(t, []machineCase{
		{
			story: "one incident of a status page, by itself", format: "Statuspage", input: `{"incident":` + first + `}`,
			want: []string{"2026-11-18T02:20:00Z Slow – monitoring: in place #mitigated", "2026-11-18T02:30:00Z resolved: over #resolved"},
		},
		{
			story: "two of them", format: "Statuspage", input: `{"incidents":[` + first + `,` + second + `]}`,
			want: []string{
				"2026-11-18T02:20:00Z Slow – monitoring: in place", "2026-11-18T02:20:00Z Slow – monitoring: in place",
				"2026-11-18T02:30:00Z resolved: over", "2026-11-18T02:30:00Z resolved: over",
			},
		},
		{
			story: "an alert of Opsgenie, which counts from when it was made", format: "Opsgenie",
			input: `{"data":{"id":"a","tinyId":"7","message":"pool is full","createdAt":"2026-11-18T02:14:00Z","owner":"mei@example.com","report":{"ackTime":60000,"closeTime":900000,"acknowledgedBy":"mei@example.com"}}}`,
			want: []string{
				"2026-11-18T02:14:00Z pool is full #detected", "2026-11-18T02:15:00Z mei@example.com: Acknowledged: pool is full",
				"2026-11-18T02:29:00Z Closed: pool is full #resolved",
			},
		},
		{
			story: "an alert without a summary names what it is about", format: "Alertmanager",
			input: `{"version":"4","alerts":[{"status":"resolved","labels":{"alertname":"Slow","severity":"page","service":"pay"},"startsAt":"2026-11-18T02:14:00Z","endsAt":"2026-11-18T02:29:00Z","generatorURL":"/graph"}]}`,
			want:  []string{"2026-11-18T02:14:00Z Slow (service=pay) #detected", "2026-11-18T02:29:00Z Slow resolved #resolved"},
		},
		{
			story: "PagerDuty entries that have no summary", format: "PagerDuty log entries",
			input: `{"log_entries":[{"id":"A","type":"escalate_log_entry","created_at":"2026-11-18T02:15:00Z","assignees":[{"summary":"Sam"}]},` +
				`{"id":"B","type":"annotate_log_entry","created_at":"2026-11-18T02:16:00Z","agent":{"summary":"Mei","self":"https://api.example.com/users/M"},"channel":{"type":"note","notes":"pool is full"}}]}`,
			want: []string{"2026-11-18T02:15:00Z Escalated to Sam", "2026-11-18T02:16:00Z Mei: pool is full"},
		},
	})
}

func TestATableOfAgesCopiedAgainLaterAddsOnlyWhatIsNew(t *testing.T) {
	read := func(table string, minute int) Result {
		return readAt(t, table, Options{Copied: time.Date(2026, 11, 18, 2, minute, 0, 0, time.UTC)})
	}
	first := read("LAST SEEN              TYPE      REASON      OBJECT      MESSAGE\n"+
		"54s                    Normal    Killing     pod/pay-7   Stopping container pay\n"+
		"11m                    Normal    Scheduled   pod/pay-7   Assigned shop/pay-7 to n1\n"+
		"4m16s (x12 over 52m)   Warning   BackOff     pod/pay-6   Back-off restarting\n"+
		"<unknown>              Normal    Pulled      pod/pay-6   Image is there", 30)
	second := read("LAST SEEN             TYPE      REASON      OBJECT      MESSAGE\n"+
		"5m54s                 Normal    Killing     pod/pay-7   Stopping container pay\n"+
		"16m                   Normal    Scheduled   pod/pay-7   Assigned shop/pay-7 to n1\n"+
		"30s (x15 over 57m)    Warning   BackOff     pod/pay-6   Back-off restarting\n"+
		"<unknown>             Normal    Pulled      pod/pay-6   Image is there\n"+
		"20s                   Normal    Killing     pod/pay-7   Stopping container pay", 35)
	p := model.New("Pool", night)
	if err := Plan(p, first).Edit(func(int) bool { return true }).Do(p); err != nil {
		t.Fatal(err)
	}
	if adds, known, joins := Plan(p, second).Count(); adds != 1 || known != 4 || joins != 0 {
		t.Errorf("%d added, %d known, %d joined; want the second stop alone", adds, known, joins)
	}
}

func TestTablesOfKubectlMayBeWideWrappedOrShort(t *testing.T) {
	copied := Options{Copied: time.Date(2026, 11, 18, 3, 0, 0, 0, time.UTC)}
	runMachineCases(t, []machineCase{
		{
			story: "wide, with the first time and the count", format: "kubectl events", opt: copied,
			input: "NAMESPACE   LAST SEEN   TYPE      REASON    OBJECT      SUBOBJECT              SOURCE        MESSAGE               FIRST SEEN   COUNT   NAME\n" +
				"shop        5m          Warning   BackOff   pod/pay-6   spec.containers{pay}   kubelet, n1   Back-off restarting   45m          12      pay-6.17a1",
			want: []string{"2026-11-18T02:15:00Z–2026-11-18T02:55:00Z ×12 BackOff shop/pod/pay-6: Back-off restarting"},
		},
		{
			story: "a message of two lines", format: "kubectl describe", opt: copied,
			input: "Name: pay-6\nEvents:\n  Type     Reason   Age   From     Message\n  ----     ------   ----  ----     -------\n" +
				"  Warning  Failed   61s   helm     Test failed: 1 error\n           * no answer\n  Warning  BackOff  4s    kubelet  Back-off",
			want: []string{"2026-11-18T02:58:59Z Failed pay-6: Test failed: 1 error * no answer", "2026-11-18T02:59:56Z BackOff pay-6: Back-off"},
			drop: []string{"1 the description above the events (2 lines)"},
		},
		{
			story: "without messages", format: "kubectl events", opt: copied,
			input: "NAMESPACE   LAST SEEN   TYPE      REASON           OBJECT\nkube-sys    5m          Warning   MemoryPressure   node/n1",
			want:  []string{"2026-11-18T02:55:00Z MemoryPressure kube-sys/node/n1"},
		},
	})
}

func TestLogsOfGitAreReadInTheShapesPeopleUse(t *testing.T) {
	runMachineCases(t, []machineCase{
		{
			story: "a graph with a merge", format: "git log",
			input: "*   commit 1111111aaaaaaa1111111aaaaaaa1111111aaaaaa\n|\\  Merge: 2222222 3333333\n| | Author: Mei Lin <mei@example.com>\n" +
				"| | Date:   Wed Nov 18 03:14:05 2026 +0100\n| | \n| |     Merge pull request #7 from shop/pool\n| |     \n| |     Raise the pool\n| | \n" +
				"| * commit 3333333aaaaaaa1111111aaaaaaa1111111aaaaaa\n|/  Author: Sam <sam@example.com>\n|   Date:   Wed Nov 18 02:14:05 2026 +0000\n|   \n" +
				"|       Raise it\n|       Date: not a header\n|   \n* commit 2222222aaaaaaa1111111aaaaaaa1111111aaaaaa\n" +
				"  Author: Sam <sam@example.com>\n  Date:   Wed Nov 18 02:10:05 2026 +0000\n  \n      Begin",
			want: []string{
				"2026-11-18T02:10:05Z Sam: Begin (2222222)", "2026-11-18T02:14:05Z Sam: Raise it (3333333)",
				"2026-11-18T02:14:05Z Mei Lin: Merge pull request #7 from shop/pool: Raise the pool (1111111)",
			},
		},
		{
			story: "one line a commit, with single blanks or bars", format: "git log lines",
			input: "1111111 2026-11-18T03:14:05+01:00 Raise the pool\n2026-11-18 02:12:05 +0000 2222222a Lower it\nWed Nov 18 02:10:05 2026 +0000|3333333|Sam|Begin",
			want: []string{
				"2026-11-18T02:10:05Z Sam: Begin (3333333)", "2026-11-18T02:12:05Z Lower it (2222222)",
				"2026-11-18T02:14:05Z Raise the pool (1111111)",
			},
		},
	})
}

func TestTablesWithStrangeHeadingsAskForTheirColumns(t *testing.T) {
	table := "Datum;Uhrzeit;Ereignis;Wer\n22/06/2026;08:21;\"Pool voll; Kasse\nauch\";Mei\n22/06/2026;08:41;Neustart;Sam\n"
	if r := readAt(t, table, Options{Zone: "UTC"}); strings.Join(r.Needs, " ") != "columns" {
		t.Errorf("needs %v, want columns", r.Needs)
	}
	r := readAt(t, table, Options{Zone: "UTC", Columns: map[string]string{"time": "1", "text": "3", "by": "Wer"}})
	want := "2026-06-22T08:21:00Z Mei: Pool voll; Kasse auch|2026-06-22T08:41:00Z Sam: Neustart"
	if got := strings.Join(told(r), "|"); got != want {
		t.Errorf("understood %s, want %s", got, want)
	}
}

func TestObjectsOfJavaAreNoSecretsAndTokensOfLettersAre(t *testing.T) {
	if safe, n := secret.Hide("W Activity: bad token: com.example.pay.Proxy@2bd79ce"); n != 0 {
		t.Errorf("hid an object: %s", safe)
	}
	if safe, n := secret.Hide("push with hf_" + strings.Repeat("QwErTyUiOp", 3) + "AsDf failed"); n != 1 || strings.Contains(safe, "QwErTy") {
		t.Errorf("left a token: %s", safe)
	}
}
