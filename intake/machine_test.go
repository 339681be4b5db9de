package intake

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"debrief/model"
)

// night is the clock of these tests: an hour after our incident.
var night = time.Date(2026, 11, 18, 4, 0, 0, 0, time.UTC)

// told writes events the way a test wants to see them: time, end, count, who, text, moment.
func told(r Result) []string {
	var rows []string
	for _, e := range r.Events {
		row := e.At.String()
		if row == "" {
			row = "no time"
		}
		if !e.Until.IsZero() {
			row += "–" + e.Until.String()
		}
		if e.Count > 1 {
			row += fmt.Sprintf(" ×%d", e.Count)
		}
		if e.By != "" {
			row += " " + e.By + ":"
		}
		row += " " + e.Text
		if e.Moment != "" {
			row += " #" + e.Moment
		}
		if e.Noise {
			row += " (noise)"
		}
		rows = append(rows, row)
	}
	return rows
}

type machineCase struct {
	story  string
	input  string
	format string // of every block
	source string // of every event
	want   []string
	drop   []string // the reasons, in order
	needs  []string
	opt    Options
}

func (c machineCase) run(t *testing.T) {
	t.Helper()
	opt := c.opt
	if opt.Now.IsZero() {
		opt.Now = night
	}
	r, err := Read(Input{Name: "paste", Data: []byte(c.input)}, opt)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range r.Blocks {
		if b.Format != c.format {
			t.Errorf("lines %d to %d were taken for %s, not %s", b.From, b.To, b.Format, c.format)
		}
	}
	if got, want := strings.Join(told(r), "\n"), strings.Join(c.want, "\n"); got != want {
		t.Errorf("understood\n%s\nwant\n%s", got, want)
	}
	var why []string
	for _, d := range r.Dropped {
		why = append(why, fmt.Sprintf("%d %s", d.Line, d.Why))
	}
	if got, want := strings.Join(why, "\n"), strings.Join(c.drop, "\n"); got != want {
		t.Errorf("dropped\n%s\nwant\n%s", got, want)
	}
	if got, want := strings.Join(r.Needs, " "), strings.Join(c.needs, " "); got != want {
		t.Errorf("needs %q, want %q", got, want)
	}
	for _, e := range r.Events {
		if c.source != "" && e.Source != c.source {
			t.Errorf("%s comes from %s, want %s", e.Text, e.Source, c.source)
		}
		if e.Raw == "" || e.Key == "" || e.Line == 0 {
			t.Errorf("%s lost its raw line, key or number: %+v", e.Text, e)
		}
	}
}

func runMachineCases(t *testing.T, cases []machineCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.story, c.run)
	}
}

func TestLogsAreReadLineByLine(t *testing.T) {
	zone := Options{Zone: "Europe/Oslo"}
	runMachineCases(t, []machineCase{
		{
			story: "journalctl short-iso keeps its offset", format: "journal", source: "log",
			input: "2026-11-18T03:14:05+0100 node-3 payments[77]: pool exhausted\n-- Boot 0f1e2d --\n2026-11-18T03:15:06+0100 node-3 systemd[1]: Started payments.service.",
			want:  []string{"2026-11-18T02:14:05Z payments: pool exhausted", "2026-11-18T02:15:06Z systemd: Started payments.service."},
			drop:  []string{"2 a mark of the journal, not an event"},
		},
		{
			story: "short-iso-precise keeps its microseconds and names hosts where there are two", format: "journal",
			input: "2026-11-18T02:14:05.123456+0000 node-3 payments[77]: a\n2026-11-18T02:14:06.000001+0000 node-4 payments[78]: b",
			want:  []string{"2026-11-18T02:14:05.123456Z node-3 payments: a", "2026-11-18T02:14:06.000001Z node-4 payments: b"},
		},
		{
			story: "short-full names a zone", format: "journal",
			input: "Wed 2026-11-18 03:14:05 CET node-3 kernel: Out of memory: Killed process 77 (payments)",
			want:  []string{"2026-11-18T02:14:05Z kernel: Out of memory: Killed process 77 (payments)"},
		},
		{
			story: "syslog has no year and no zone", format: "syslog", opt: Options{Zone: "UTC"},
			input: "Nov 18 02:14:05 node-3 sshd[1]: Connection closed\nNov  8 02:14:06 node-3 rsyslogd: message repeated 3 times: [ queue full]",
			want:  []string{"2026-11-18T02:14:05Z sshd: Connection closed", "2026-11-08T02:14:06Z ×3 rsyslogd: queue full"},
		},
		{
			story: "syslog rolls over New Year", format: "syslog", opt: Options{Zone: "UTC", Now: time.Date(2027, 1, 1, 6, 0, 0, 0, time.UTC)},
			input: "Dec 31 23:59:58 node-3 api[1]: slow\nJan  1 00:00:03 node-3 api[1]: slower",
			want:  []string{"2026-12-31T23:59:58Z api: slow", "2027-01-01T00:00:03Z api: slower"},
		},
		{
			story: "syslog without a zone asks for it", format: "syslog", needs: []string{"zone"},
			input: "Nov 18 02:14:05 node-3 sshd[1]: Connection closed",
			want:  []string{"no time sshd: Connection closed"},
		},
		{
			story: "syslog over the wire, old and new", format: "syslog", opt: Options{Zone: "UTC"},
			input: "<34>Nov 18 02:14:05 node-3 su: 'su root' failed\n<165>1 2026-11-18T02:14:06.003Z node-3 evntslog - ID47 [ex@32473 iut=\"3\" a=\"x\\]y\"] disk full",
			want:  []string{"2026-11-18T02:14:05Z su: 'su root' failed", "2026-11-18T02:14:06.003Z evntslog: disk full"},
		},
		{
			story: "klog says the level with a letter", format: "klog", opt: zone,
			input: "E1118 03:14:05.123456       1 pool.go:27] cannot get a connection\nI1118 03:14:06.000000       1 main.go:9] bye",
			want:  []string{"2026-11-18T02:14:05.123456Z pool.go:27: cannot get a connection", "2026-11-18T02:14:06.000000Z main.go:9: bye"},
		},
		{
			story: "log4j with a trace below", format: "log", opt: zone,
			input: "2026-11-18 03:14:05,123 ERROR [pool-1] c.e.Pool - exhausted\njava.lang.IllegalStateException: none left\n\tat c.e.Pool.get(Pool.java:27)\nCaused by: java.io.IOException\n2026-11-18 03:14:06,000 INFO  [main] c.e.App - bye",
			want:  []string{"2026-11-18T02:14:05.123Z ERROR [pool-1] c.e.Pool - exhausted", "2026-11-18T02:14:06.000Z INFO  [main] c.e.App - bye"},
		},
		{
			story: "Go's standard log", format: "log", opt: zone,
			input: "2026/11/18 03:14:05 ERROR dial tcp: timeout\n2026/11/18 03:14:06.123456 listening",
			want:  []string{"2026-11-18T02:14:05Z ERROR dial tcp: timeout", "2026-11-18T02:14:06.123456Z listening"},
		},
		{
			story: "docker with nanoseconds", format: "log",
			input: "2026-11-18T02:14:05.123456789Z GET /cart 500\n2026-11-18T02:14:06.000000000Z {\"level\":\"error\",\"msg\":\"no pool\"}",
			want:  []string{"2026-11-18T02:14:05.123456789Z GET /cart 500", "2026-11-18T02:14:06.000000000Z no pool"},
		},
		{
			story: "compose names the container", format: "log",
			input: "api-1  | 2026-11-18T02:14:05Z starting\ndb-1   | 2026-11-18 02:14:06.100 UTC [27] LOG:  ready",
			want:  []string{"2026-11-18T02:14:05Z api-1 starting", "2026-11-18T02:14:06.100Z db-1 [27] LOG:  ready"},
		},
		{
			story: "an access log", format: "access log",
			input: `10.0.3.7 - - [18/Nov/2026:03:14:05 +0100] "GET /cart HTTP/1.1" 502 0 "-" "curl/8"`,
			want:  []string{`2026-11-18T02:14:05Z 10.0.3.7 "GET /cart HTTP/1.1" 502 0 "-" "curl/8"`},
		},
		{
			story: "error logs of web servers", format: "log", opt: zone,
			input: "[Wed Nov 18 03:14:05.123456 2026] [core:error] [pid 9] cannot fork\n2026/11/18 03:14:06 [error] 31#31: *1 upstream timed out",
			want:  []string{"2026-11-18T02:14:05.123456Z [core:error] [pid 9] cannot fork", "2026-11-18T02:14:06Z [error] 31#31: *1 upstream timed out"},
		},
		{
			story: "logfmt", format: "logfmt",
			input: "time=\"2026-11-18T02:14:05Z\" level=error msg=\"no \\\"pool\\\" left\" err=timeout\nts=2026-11-18T02:14:06.5Z caller=main.go:3 level=info msg=bye",
			want:  []string{`2026-11-18T02:14:05Z no "pool" left: timeout`, "2026-11-18T02:14:06.5Z bye"},
		},
		{
			story: "redis, Spark, Android and Nagios", format: "log", opt: Options{Zone: "UTC"},
			input: "1:M 18 Nov 2026 02:14:05.123 * Ready\n26/11/18 02:14:06 WARN Executor: lost\n11-18 02:14:07.500  1702  2395 E Net: down\n[1794968048] SERVICE ALERT: db-1",
			want:  []string{"2026-11-18T02:14:05.123Z * Ready", "2026-11-18T02:14:06Z WARN Executor: lost", "2026-11-18T02:14:07.500Z Net: down", "2026-11-18T02:14:08Z SERVICE ALERT: db-1"},
		},
		{
			story: "a clock alone needs the date", format: "log", needs: []string{"date"}, opt: Options{Zone: "UTC"},
			input: "02:14:05.123 [main] INFO  c.e.App - start\n02:14:06.000 [main] WARN  c.e.Pool - low",
			want:  []string{"no time [main] INFO  c.e.App - start", "no time [main] WARN  c.e.Pool - low"},
		},
		{
			story: "the level first", format: "log", opt: Options{Zone: "UTC"},
			input: "ERROR 2026-11-18 02:14:05,123 pool exhausted\nINFO 2026-11-18 02:14:06,000 ok",
			want:  []string{"2026-11-18T02:14:05.123Z ERROR pool exhausted", "2026-11-18T02:14:06.000Z INFO ok"},
		},
		{
			story: "journalctl -o export", format: "journal export",
			input: "__CURSOR=s=1;i=1\n__REALTIME_TIMESTAMP=1794968045123456\nMESSAGE=pool exhausted\nSYSLOG_IDENTIFIER=payments\nPRIORITY=3\n\n__CURSOR=s=1;i=2\n__REALTIME_TIMESTAMP=1794968046000000\nPRIORITY=6",
			want:  []string{"2026-11-18T02:14:05.123456Z payments: pool exhausted"},
			drop:  []string{"7 an entry without a time or a message (3 lines)"},
		},
	})
}

func TestTablesOfKubectlAskWhenTheyWereCopied(t *testing.T) {
	events := "LAST SEEN              TYPE      REASON             OBJECT               MESSAGE\n" +
		"3m20s                  Warning   BackOff            pod/payments-7c9     Back-off restarting failed container\n" +
		"5m (x12 over 1h)       Warning   Unhealthy          pod/payments-7c9     Readiness probe failed: HTTP 503\n" +
		"2d3h                   Normal    ScalingReplicaSet  deployment/payments  Scaled up replica set payments-7c9 to 3\n"
	firstRow, _, _ := strings.Cut(events, "5m")
	copied := Options{Copied: time.Date(2026, 11, 18, 3, 0, 0, 0, time.UTC)}
	runMachineCases(t, []machineCase{
		{
			story: "get events", format: "kubectl events", source: "log", input: events, opt: copied,
			want: []string{
				"2026-11-16T00:00:00Z ScalingReplicaSet deployment/payments: Scaled up replica set payments-7c9 to 3",
				"2026-11-18T02:00:00Z–2026-11-18T02:55:00Z ×12 Unhealthy pod/payments-7c9: Readiness probe failed: HTTP 503",
				"2026-11-18T02:56:40Z BackOff pod/payments-7c9: Back-off restarting failed container",
			},
		},
		{
			story: "not said when", format: "kubectl events", input: firstRow, needs: []string{"copied"},
			want: []string{"no time BackOff pod/payments-7c9: Back-off restarting failed container"},
		},
		{
			story: "of all namespaces, blanks collapsed", format: "kubectl events", opt: copied,
			input: "NAMESPACE LAST SEEN TYPE REASON OBJECT MESSAGE\nshop 10s Warning Failed pod/api Error: ErrImagePull\nkube-system <unknown> Normal Pulled pod/dns done",
			want:  []string{"2026-11-18T02:59:50Z Failed pod/api: Error: ErrImagePull", "no time Pulled pod/dns: done"},
		},
		{
			story: "describe, with what stands above", format: "kubectl describe", opt: copied,
			input: "Name:             payments-7c9\nNamespace:        shop\nStatus:           Running\nEvents:\n" +
				"  Type     Reason     Age                From               Message\n  ----     ------     ----               ----               -------\n" +
				"  Normal   Scheduled  12m                default-scheduler  Successfully assigned shop/payments-7c9 to node-3\n" +
				"  Warning  BackOff    2m (x12 over 10m)  kubelet            Back-off restarting failed container",
			want: []string{
				"2026-11-18T02:48:00Z Scheduled payments-7c9: Successfully assigned shop/payments-7c9 to node-3",
				"2026-11-18T02:50:00Z–2026-11-18T02:58:00Z ×12 BackOff payments-7c9: Back-off restarting failed container",
			},
			drop: []string{"1 the description above the events (4 lines)"},
		},
	})
}

func TestThePageOfPagerDutyIsReadFromTheClipboard(t *testing.T) {
	runMachineCases(t, []machineCase{
		{
			story: "newest on top, days between", format: "PagerDuty timeline", source: "alert", opt: Options{Zone: "UTC"},
			input: "Nov 18, 2026\n2:31 AM\nResolved by Mei Lin through the website.\n02:17 AM\nAcknowledged by Mei Lin via mobile.\n02:15 AM\nNotified Mei Lin via push.\n02:14 AM\nTriggered through the API.\nDescription: pool exhausted\nView message",
			want: []string{
				"2026-11-18T02:14:00Z Triggered through the API. pool exhausted #detected",
				"2026-11-18T02:15:00Z Notified Mei Lin via push. (noise)",
				"2026-11-18T02:17:00Z Mei Lin: Acknowledged by Mei Lin via mobile.",
				"2026-11-18T02:31:00Z Mei Lin: Resolved by Mei Lin through the website. #resolved",
			},
		},
		{
			story: "time behind the sentence", format: "PagerDuty timeline",
			input: "Resolved by Mei Lin. on Nov 18, 2026 at 2:31 AM UTC\nTriggered through the website. on Nov 18, 2026 at 2:14 AM UTC",
			want:  []string{"2026-11-18T02:14:00Z Triggered through the website. #detected", "2026-11-18T02:31:00Z Mei Lin: Resolved by Mei Lin. #resolved"},
		},
		{
			story: "no day", format: "PagerDuty timeline", needs: []string{"zone", "date"},
			input: "02:14 AM Triggered through the API\n02:17 AM Acknowledged by Mei Lin",
			want:  []string{"no time Triggered through the API #detected", "no time Mei Lin: Acknowledged by Mei Lin"},
		},
	})
}

func TestCommitsCountWhenTheyWereCommitted(t *testing.T) {
	runMachineCases(t, []machineCase{
		{
			story: "default", format: "git log", source: "deploy",
			input: "commit 0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c (HEAD -> main)\nMerge: 0f1e2d3 1a2b3c4\nAuthor: Mei Lin <mei@example.com>\nDate:   Wed Nov 18 03:10:00 2026 +0100\n\n    Merge pull request #12 from shop/pool\n\n    Raise the pool to 40\n\ncommit 1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d\nAuthor: Sam <sam@example.com>\nDate:   Tue Nov 17 10:00:00 2026 +0100\n\n    Split the pipelines\n",
			want: []string{
				"2026-11-17T09:00:00Z Sam: Split the pipelines (1a2b3c4)",
				"2026-11-18T02:10:00Z Mei Lin: Merge pull request #12 from shop/pool: Raise the pool to 40 (0f1e2d3)",
			},
		},
		{
			story: "fuller", format: "git log",
			input: "commit 0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c\nAuthor:     Mei Lin <mei@example.com>\nAuthorDate: Mon Aug 3 10:00:00 2026 +0200\nCommit:     Sam <sam@example.com>\nCommitDate: Wed Nov 18 03:10:00 2026 +0100\n\n    Raise the pool to 40",
			want:  []string{"2026-11-18T02:10:00Z Mei Lin: Raise the pool to 40 (0f1e2d3)"},
		},
		{
			story: "our line", format: "git log lines",
			input: "2026-11-18T03:10:00+01:00\t0f1e2d3\tMei Lin\tRaise the pool to 40\n2026-11-17T10:00:00+01:00\t1a2b3c4\tSam\tSplit the pipelines",
			want:  []string{"2026-11-17T09:00:00Z Sam: Split the pipelines (1a2b3c4)", "2026-11-18T02:10:00Z Mei Lin: Raise the pool to 40 (0f1e2d3)"},
		},
		{
			story: "with bars", format: "git log lines",
			input: "Wed Nov 18 03:10:00 2026 +0100 | 0f1e2d3 | Mei Lin | Raise the pool | to 40",
			want:  []string{"2026-11-18T02:10:00Z Mei Lin: Raise the pool | to 40 (0f1e2d3)"},
		},
		{
			story: "oneline has no time", format: "git log --oneline",
			input: "0f1e2d3 Raise the pool to 40\n1a2b3c4 Split the pipelines",
			drop:  []string{"1 git log --oneline has no times: run " + gitCommand, "2 git log --oneline has no times: run " + gitCommand},
		},
	})
}

func TestTablesSayTheirColumnsOrAreAsked(t *testing.T) {
	runMachineCases(t, []machineCase{
		{
			story: "comma", format: "csv",
			input: "\xef\xbb\xbfTime (UTC),Who,What happened,Kind\n2026-11-18 02:14,Mei,\"pool, exhausted\",signal\n2026-11-18 02:20:30,Sam,\"rolled\nback\",action\n",
			want:  []string{"2026-11-18T02:14:00Z Mei: pool, exhausted", "2026-11-18T02:20:30Z Sam: rolled back"},
		},
		{
			story: "semicolon and a day first", format: "csv", opt: Options{Zone: "UTC"},
			input: "Zeit;timestamp;message\r\n1;22/11/2026 08:21;one\r\n2;23/11/2026 08:22;two\r\n3;x;three\r\n",
			want:  []string{"2026-11-22T08:21:00Z one", "2026-11-23T08:22:00Z two"},
			drop:  []string{`4 "x" is not a time`},
		},
		{
			story: "tabs, day and clock apart", format: "csv", opt: Options{Zone: "UTC"},
			input: "Date\tTime\tDescription\n2026-11-18\t02:14\tpool exhausted\n",
			want:  []string{"2026-11-18T02:14:00Z pool exhausted"},
		},
		{
			story: "PagerDuty's own", format: "csv",
			input: "incident_id,created_at,type,user_or_agent_summary,summary\nP1,2026-11-18T02:14:00Z,trigger_log_entry,API,Triggered through the API\n",
			want:  []string{"2026-11-18T02:14:00Z Triggered through the API #detected"},
		},
		{
			story: "columns that nobody knows", format: "csv", needs: []string{"columns"}, opt: Options{Format: "csv"},
			input: "a,b\n2026-11-18T02:14:00Z,pool exhausted\n",
			drop:  []string{"1 which column is the time and which the text is not known: a,b (3 lines)"},
		},
		{
			story: "columns that somebody named", format: "csv", opt: Options{Format: "csv", Columns: map[string]string{"time": "a", "text": "2"}},
			input: "a,b\n2026-11-18T02:14:00Z,pool exhausted\n",
			want:  []string{"2026-11-18T02:14:00Z pool exhausted"},
		},
		{
			story: "no heading", format: "csv", opt: Options{Columns: map[string]string{"time": "1", "text": "3"}},
			input: "2026-11-18T02:14:00Z,7,one\n2026-11-18T02:15:00Z,8,two\n2026-11-18T02:16:00Z,9,three\n",
			want:  []string{"2026-11-18T02:14:00Z one", "2026-11-18T02:15:00Z two", "2026-11-18T02:16:00Z three"},
		},
	})
}

func TestOneMomentIsTheSameInEveryKey(t *testing.T) {
	input := "2026-11-18T02:14:05Z node-3 api[1]: slow\n2026-11-18T02:14:05Z node-3 api[1]: slow\n"
	read := func() []model.Event {
		r, err := Read(Input{Name: "a.log", Data: []byte(input)}, Options{Now: night})
		if err != nil {
			t.Fatal(err)
		}
		return []model.Event{r.Events[0].Event, r.Events[1].Event}
	}
	one, two := read(), read()
	if one[0].Key == one[1].Key {
		t.Error("two lines alike have one key")
	}
	if one[0].Key != two[0].Key || one[1].Key != two[1].Key {
		t.Error("the keys of a second reading differ")
	}
	if one[1].Origin != "a.log:2" || one[1].Raw == "" {
		t.Errorf("the origin is %q, the raw line %q", one[1].Origin, one[1].Raw)
	}
}
