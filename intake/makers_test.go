package intake

import (
	"strings"
	"testing"
)

func TestAMailIsAnEventOfItsDate(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"an alert in two forms, of which one is read": {
			"From: alarm@mail.example\nTo: ops@mail.example\nSubject: =?utf-8?Q?=5BFIRING=3A1=5D_Queue_of_the_mail?=\nDate: Tue, 05 May 2026 12:00:05 +0200\nMIME-Version: 1.0\n" +
				"Content-Type: multipart/alternative; boundary=\"b\"\n\n--b\nContent-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n900 letters wait in the queue=\n of host 2.\n--b\nContent-Type: text/html\n\n<p>x</p>\n--b--\n",
			"2026-05-05T10:00 : [FIRING:1] Queue of the mail: 900 letters wait in the queue of host 2. [alert]\n",
		},
		"a notification without a header": {
			"***** Nagios *****\nNotification Type: PROBLEM\nService: Queue\nHost: mail-2\nState: CRITICAL\n\nDate/Time: Tue May 5 10:00:05 UTC 2026\n\nAdditional Info:\n\nCRITICAL - 900 letters wait\n",
			"2026-05-05T10:00 : PROBLEM Queue mail-2 is CRITICAL: CRITICAL - 900 letters wait [alert]\n",
		},
		"what people wrote, with a timeline in it, and the answer": {
			"From: Ada Lee <ada@mail.example>\nDate: Tue, 05 May 2026 10:30:00 +0000\nSubject: Mail, so far\n\nTimeline (UTC), 2026-05-05:\n\n10:00 the queue grows\n10:10 a page\n\nFrom: Bo <bo@mail.example>\nDate: Tue, 05 May 2026 10:40:00 +0000\nSubject: Re: Mail, so far\n\nIt flows again.\n",
			"2026-05-05T10:30 Ada Lee: Mail, so far []\n2026-05-05T10:00 : the queue grows []\n2026-05-05T10:10 : a page []\n2026-05-05T10:40 Bo: Re: Mail, so far: It flows again. []\n",
		},
	} {
		r := readAt(t, c.text, Options{})
		if got := people(r); got != c.want || len(r.Needs) > 0 {
			t.Errorf("%s: got\n%swant\n%sasks %v", name, got, c.want, r.Needs)
		}
	}
	for name, text := range map[string]string{
		"a sentence": "Subject: the mail of tomorrow\nRegards, Ada\n",
		"no date":    "From: Ada Lee <ada@mail.example>\nSubject: Mail is late\n\nVery late.\n",
	} {
		if r := readAt(t, text, Options{}); len(r.Events) > 0 || len(r.Dropped) == 0 {
			t.Errorf("%s: %+v, dropped %+v", name, r.Events, r.Dropped)
		}
	}
}

func TestTimesAreReadInTheLanguageOfTheirDocument(t *testing.T) {
	utc := Options{Zone: "UTC"}
	want := "2026-05-05T10:00 A\n2026-05-05T10:20 B\n"
	readKinds(t, []kind{
		{"French", "## Chronologie\n\n- le 5 mai 2026 à 10h00 : A\n- 5 mai 2026, 10 h 20 : B\n", want, utc},
		{"Portuguese", "## Linha do tempo\n\n- 5 de maio de 2026, às 10h00 - A\n- 05/05/2026 às 10:20 - B\n", want, utc},
		{"Russian", "## Хронология\n\n- 5 мая 2026 г. в 10:00 - A\n- 05.05.2026 10:20 - B\n", want, utc},
		{"Spanish", "## Cronología\n\n**5 de mayo de 2026**\n\n- 10:00 h: A\n- 10:20 horas: B\n", want, utc},
		{"Polish", "## Oś czasu\n\n- 5 maja 2026 10:00 A\n- 5 maja 2026, 10:20 B\n", want, utc},
		{"Chinese", "## 时间线\n\n- 2026年5月5日 10时00分 A\n- 2026年5月5日 上午10:20 B\n", want, utc},
		{"Korean", "## 타임라인\n\n시각은 KST다.\n\n- 2026년 5월 5일 오후 7시 A\n- 2026년 5월 5일 오후 7시 20분 B\n", want, Options{}},
		{"Japanese, with its day in another table", "# 障害\n\n| 項目 | 値 |\n|---|---|\n| 発生日時 | 2026-05-05 19:00 JST |\n\n## タイムライン\n\n| 時刻 (JST) | 出来事 |\n|---|---|\n| 19:00 | A |\n| 19:20 頃 | B |\n", want, Options{}},
	})
}

func TestAPersonMayStandBeforeTheTime(t *testing.T) {
	r := readAt(t, "## Timeline (UTC) 2026-05-05\n\n- Ada 10:00: mail is late\n- Bo Ray (10:10): looks\n- @cy 10:20 added a host\n- Update 10:30: all is well\n", Options{})
	want := "2026-05-05T10:00 Ada: mail is late []\n2026-05-05T10:10 Bo Ray: looks []\n2026-05-05T10:20 cy: added a host []\n"
	if got := people(r); got != want || len(r.Dropped) != 1 {
		t.Errorf("got\n%swant\n%sdropped %+v", got, want, r.Dropped)
	}
}

func TestTablesOfOtherMakersAreTables(t *testing.T) {
	readKinds(t, []kind{
		{"numbers over time", "timestamp,letters\n2026-05-05 10:00:00,12\n2026-05-05 10:01:00,130\n2026-05-05 10:02:00,99.5\n",
			"2026-05-05T10:00 letters=12\n2026-05-05T10:01 letters=130\n2026-05-05T10:02 letters=99.5\n", Options{Zone: "UTC"}},
		{"of Jira", "h2. Timeline (UTC)\n\n||Time||Event||Who||\n|2026-05-05 10:00|late|[~ada]|\n|2026-05-05 10:20|back|[~bo]|\n\n||Action||Owner||Due||\n|Alert|ada|2026-06-01|\n",
			"2026-05-05T10:00 late\n2026-05-05T10:20 back\n", Options{}},
		{"of HTML on one line", "<h2>Timeline (UTC)</h2><table><tr><th>Time</th><th>Event</th></tr><tr><td>2026-05-05 10:00</td><td>late</td></tr><tr><td>2026-05-05 10:20</td><td>back</td></tr></table>\n",
			"2026-05-05T10:00 late\n2026-05-05T10:20 back\n", Options{}},
	})
	r := readAt(t, "Id,Seen,Host,Person\n1,2026-05-05T10:00:00Z,mail-1,ada\n2,2026-05-05T10:01:00Z,mail-2,bo\n3,2026-05-05T10:02:00Z,mail-2,bo\n", Options{})
	if len(r.Events) > 0 || len(r.Needs) != 1 || r.Needs[0] != "columns" {
		t.Errorf("a table without a text asks for %v and gives %+v", r.Needs, r.Events)
	}
	broken := readAt(t, "## Timeline (UTC) 2026-05-05\n\n<ul><li>10:00 late</li><li>10:20 back</li></ul>\n\n- 10:30 talked\n", Options{})
	for i, want := range []string{"paste:3", "paste:3", "paste:5"} {
		if i >= len(broken.Events) || broken.Events[i].Origin != want {
			t.Fatalf("event %d of %+v does not come from %s", i, broken.Events, want)
		}
	}
}

func TestWhatBecameOfAThingIsPartOfItsEvent(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a state beside a title": {`{"time":"2026-05-05T10:00:00Z","title":"Queue of the mail","alert_transition":"Recovered"}`, "2026-05-05T10:00 : Queue of the mail (recovered) [log]\n"},
		"a state beside a name":  {`{"time":"2026-05-05T10:00:00Z","name":"nightly backup","status":"failed"}`, "2026-05-05T10:00 : nightly backup (failed) [log]\n"},
		"an incident with its end": {`{"incident":{"incident_id":"a1","state":"closed","started_at":1777975200,"ended_at":1777976400,"summary":"CPU of mail-2 is above 90%"}}`,
			"2026-05-05T10:00 : CPU of mail-2 is above 90% (closed) [log]\n"},
		"a check of GitHub": {`{"action":"created","check_run":{"name":"test","status":"completed","conclusion":"failure","started_at":"2026-05-05T10:00:00Z","completed_at":null},"repository":{"name":"mail","created_at":"2020-01-02T03:04:05Z"},"sender":{"login":"ada"}}`,
			"2026-05-05T10:00 ada: Check run created: test (failure) [deploy]\n"},
		"a deployment and its status": {`{"deployment":{"environment":"live","created_at":"2026-05-05T09:59:00Z"},"deployment_status":{"state":"success","environment":"live","created_at":"2026-05-05T10:00:00Z"},"repository":{"name":"mail"},"sender":{"login":"ada"}}`,
			"2026-05-05T10:00 ada: Deployment status: live (success) [deploy]\n"},
		"an answer in a thread": {`{"type":"post","post":{"user":"ada","message":"mail is late","create_at":1777975200000,"replies":[{"user":"bo","message":"looking","create_at":1777975260000}]}}`,
			"2026-05-05T10:00 ada: mail is late [log]\n2026-05-05T10:01 bo: looking [log]\n"},
	} {
		if got := people(readAt(t, c.text, Options{})); got != c.want {
			t.Errorf("%s: got\n%swant\n%s", name, got, c.want)
		}
	}
	r := readAt(t, `[{"user_id":"U1","user_name":"ada","date":"1777975200","change_type":"added","service_type":"Pager"}]`, Options{})
	if len(r.Events) > 0 {
		t.Errorf("the list of an export's services is %+v", r.Events)
	}
}

func TestLogsWhoseTimesDoNotStandFirst(t *testing.T) {
	utc := Options{Zone: "UTC", Date: "2026-05-05"}
	for name, log := range map[string]string{
		"a level and a syslog time": "WARN: [May  5 10:00:05.643] queue is long\nWARN: [May  5 10:01:05.643] queue is longer\n",
		"a letter in parentheses":   "(W) 2026-05-05T10:00:05 - queue is long\n(C) 2026-05-05T10:01:05 - queue is longer\n",
		"padded levels":             "   WARN 2026-05-05 10:00:05,001 queue is long\n  ERROR 2026-05-05 10:01:05,001 queue is longer\n",
		"a tag in brackets":         " [BACK][2026-05-05 10:00:05] queue is long\n [BACK][2026-05-05 10:01:05] queue is longer\n",
		"a tag and a hyphen":        "[GIN] 2026/05/05 - 10:00:05 | 401 | POST\n[GIN] 2026/05/05 - 10:01:05 | 200 | POST\n",
		"a tag, a number, a half":   "[Nest] 7  - 05/05/2026, 10:00:05 AM   WARN queue is long\n[Nest] 7  - 05/05/2026, 10:01:05 AM    LOG queue is longer\n",
		"an audit":                  "type=EXECVE msg=audit(1777975205.579:2995): argc=1\ntype=EXECVE msg=audit(1777975265.579:2996): argc=2\n",
		"a number before a bracket": "1777975205.2161960.0 [05/May/2026 10:00:05] ada - failed\n1777975265.2161960.0 [05/May/2026 10:01:05] ada - failed\n",
		"a bracket in the middle":   "Auth: user [ada] at [Tue, 05 May 2026 10:00:05.023984 UTC] status [WRONG]\nAuth: user [ada] at [Tue, 05 May 2026 10:01:05.023984 UTC] status [OK]\n",
		"MySQL of old":              "260505 10:00:05 [Warning] queue is long\n260505 10:01:05 [ERROR] queue is longer\n",
		"a hyphen before the clock": "05/05/2026-10:00:05.860293  [**] queue is long\n05/05/2026-10:01:05.860293  [**] queue is longer\n",
	} {
		var times []string
		for _, e := range readAt(t, log, utc).Events {
			times = append(times, e.At.String()[:19])
		}
		if got := strings.Join(times, " "); got != "2026-05-05T10:00:05 2026-05-05T10:01:05" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestChatsOfMorePhonesAndOffices(t *testing.T) {
	utc := Options{Zone: "UTC", Date: "2026-05-05"}
	for name, c := range map[string]struct{ text, want string }{
		"the year first":        {"2026/05/25, 10:00 - Ada Lee: mail is late\n2026/05/25, 10:02 - Bo: added a host\n", "2026-05-25T10:00 Ada Lee: mail is late [chat]\n2026-05-25T10:02 Bo: added a host [chat]\n"},
		"in brackets":           {"[2026-05-25, 10:00] Ada Lee: mail is late\n[2026-05-25, 10:02] Bo: added a host\n", "2026-05-25T10:00 Ada Lee: mail is late [chat]\n2026-05-25T10:02 Bo: added a host [chat]\n"},
		"with spaced afternoon": {"05/25/2026, 10:00 p. m. - Ada Lee: mail is late\n05/25/2026, 10:02 p. m. - Bo: added a host\n", "2026-05-25T22:00 Ada Lee: mail is late [chat]\n2026-05-25T22:02 Bo: added a host [chat]\n"},
		"Teams":                 {"[10:00 AM] Ada Lee\nmail is late\n[10:02 AM] Bo Ray\nadded a host\n", "2026-05-05T10:00 Ada Lee: mail is late [chat]\n2026-05-05T10:02 Bo Ray: added a host [chat]\n"},
		"a proxy of IRC":        {"[5 May 10:00] <ada!n=ada@10.0.0.1> mail is late\n[5 May 10:02] <bo!n=bo@10.0.0.2> added a host\n", "2026-05-05T10:00 ada: mail is late [chat]\n2026-05-05T10:02 bo: added a host [chat]\n"},
	} {
		r := readAt(t, c.text, utc)
		if got := people(r); got != c.want {
			t.Errorf("%s: got\n%swant\n%s", name, got, c.want)
		}
	}
	if r := readAt(t, "2026/05/25 10:00:00 [info] 8#8: client came\n2026/05/25 10:00:01 [error] 8#8: client is lost\n", utc); r.Events[0].Source == "chat" {
		t.Errorf("the log of a web server is a chat: %+v", r.Events[0])
	}
}

func TestFootnotesAreNotTheTextOfEvents(t *testing.T) {
	readKinds(t, []kind{
		{"at the time and at the end", "## Timeline\n\nAll times are UTC[^1].\n\n- 2026-05-05 10:00[^2] mail is late\n- 2026-05-05 10:20 back [^2]\n\n[^1]: 12:00 in Oslo.\n[^2]: 10:01 by the second clock.\n",
			"2026-05-05T10:00 mail is late\n2026-05-05T10:20 back\n", Options{}},
	})
}
