package intake

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// pastes are lines as people and programs write them, by who does; what a document is made of below.
var pastes = map[string][]string{
	"document": {
		"# Cold cache", "## Timeline", "## Timeline (UTC)", "## Impact", "### 02:13 the shop", "### 2026-11-18", "Timeline", "**Timeline**", "---", "===",
		"- 02:14 the cache is cold", "- nobody ordered", "  - not even sam", "* 02:15 - mei warms it", "1. 02:16 sam helps", "- **02:17** it is warm",
		"02:18 orders flow again", "**02:19** still flowing", "Nobody ordered for a while.", "That went on until", "> somebody said so", "> 02:20 mei: warm it",
		"![a graph](https://example.org/g.png)", "<!-- what was it? -->", "[graph]: https://example.org/g", "2026-11-18", "18 November 2026 (all times are CET)",
		"All times UTC.", "2026-11-19, all times UTC", "| Time | What |", "| --- | --- |", "| 02:21 | cold |", "| mei | warm |", "||Time||What||", "|02:22|cold|",
		"```", "~~~", "02:23 ERROR cold", "    02:24 indented", "<ul>", "<li>02:25 cold</li>", "<table>", "<tr><td>02:26</td><td>cold</td></tr>", "</table>",
		"02:27 cold<br>02:28 warm<br>", "T+5m later", "+5m more", "??:?? nobody knows when", "X what?", "26-11-18 02:30 written so", "Kim 10:02: cold",
		"- First detected: 02:14", "02:31", "- 02:32", "25:61 no time", "**Impact:** nobody ordered", "- [ ] warm it", "1625 orders", "| 02:33 | <tr> |",
		"h2. Timeline", "''All times in UTC.''", "@mei 10:09 warms it", "Rollback (14:05 UTC)", "#### Rollback (14:06 UTC)", "12:00–12:30 both", "2024-13-45 no day",
	},
	"log": {
		"2026-11-18T02:14:05Z ERROR the cache is cold", "2026-11-18 02:14:06,123 INFO warm", "Nov 18 02:14:07 web-1 cache[7]: cold", "  at cache.warm(cache.go:7)",
		"Traceback (most recent call last):", "E1118 02:14:08.123456    1 pool.go:27] cold", `10.0.0.7 - - [18/Nov/2026:02:14:09 +0000] "GET / HTTP/1.1" 500 7`,
		`ts=2026-11-18T02:14:10Z level=error msg="cold"`, "-- Boot 0f1e2d3c --", "no time at all", "api-1  | 2026-11-18T02:14:11Z ERROR cold",
		"Nov 18 02:14:12 web-1 last message repeated 2 times", `{"ts":"2026-11-18T02:14:13Z","msg":"cold"}`, `{"ts":"2026-11-18T02:14:14Z","msg":"co`,
		`{"msg":"no time"}`, "[", `{"id":7,"name":"mei","created_at":"2026-11-18T02:14:15Z"}`, "}", "[2026-11-18 02:14:16] cold",
	},
	"chat": {
		"mei [2:14 AM]", "the cache is cold", "sam  2:15 AM", "warm it", "[2:16] on it", "2 replies", ":eyes: 2", "Tuesday, November 18th", "[2:17 AM]mei: warm",
		"02:18 <mei> warm", "02:19 -!- sam has joined #ops", "18/11/26, 02:20 - Mei: warm", "--- Day changed Thu Nov 19 2026", "Today", "new messages",
		"[2:21 AM] Mei Tanaka", "mei — Today at 2:22 AM", "sam [2:23 AM]", "(edited)",
	},
	"table": {
		"Time,What,Who", "2026-11-18 02:14:05,the cache is cold,mei", "2026-11-18 02:15:05,,sam", "no time,warm,mei", `2026-11-18 02:16:05,"it is, as I said, warm",sam`,
		"2026-11-18 02:17:05,short", "Time\tWhat", "2026-11-18 02:18:05\tcold", "LAST SEEN   TYPE      REASON    OBJECT      MESSAGE",
		"3m20s       Warning   BackOff   pod/api-7   cold", "2m          Normal    Pulled    pod/api-7   warm", "            it goes on",
	},
	"git, alert and mail": {
		"commit 0f1e2d3c4b5a69788796a5b4c3d2e1f001234567", "Author: Mei Tanaka <mei@example.org>", "Date:   Wed Nov 18 02:14:05 2026 +0100", "    Warm the cache",
		"2026-11-18T02:14:05+01:00\t0f1e2d3\tMei Tanaka\tWarm the cache", "0f1e2d3 Warm the cache", "1a2b3c4 Cool it", "Triggered through the API", "at 2:14 AM",
		"2:15 AM", "Acknowledged by Mei Tanaka", "Resolved by Mei Tanaka through the website", "Description: cold", "Subject: cold", "From: mei@example.org",
		"Date: Wed, 18 Nov 2026 02:14:05 +0100", "the cache is cold", "***** Nagios *****", "Notification Type: PROBLEM", "Date/Time: Wed Nov 18 02:14:05 UTC 2026",
	},
}

// furniture are lines that say nothing but how what stands around them is to be read: a heading, a divider, the mark of a fence, the
// names of columns, a day, a zone.
var furniture = regexp.MustCompile("(?i)^(?:[][{},]+|#.*|h2\\. .*|[-=*~`]{3,}|\\|[-| ]+\\||</?(?:ul|table)>|\\|+ ?time ?\\|.*|time[,\\t].*|last seen .*|(?:\\*\\*)?timeline(?:\\*\\*)?|" +
	"(?:'')?all times (?:in )?utc\\.(?:'')?|(?:18 november )?2026(?:-11-1[89])?(?: \\(all times are cet\\)|, all times utc)?|--- day changed .*|today|" +
	"tuesday, november 18th)$")

var (
	underline = regexp.MustCompile(`^[-=]{3,}$`) // of a heading
	howMany   = regexp.MustCompile(`\((\d+) lines\)$`)
)

// Whatever is pasted, each of its lines is in an event, or is dropped and said why, or says only how the others are to be read.
func TestNothingIsDroppedUnsaid(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 2026))
	var all []string
	sources := [][]string{}
	for _, name := range []string{"document", "log", "chat", "table", "git, alert and mail"} {
		sources, all = append(sources, pastes[name]), append(all, pastes[name]...)
	}
	sources = append(sources, all)
	said, unsaid := 0, 0
	for n := range 6000 {
		from := sources[n%len(sources)]
		lines := make([]string, 0, 24)
		for range 3 + rng.IntN(20) {
			lines = append(lines, from[rng.IntN(len(from))])
			if rng.IntN(4) == 0 {
				lines = append(lines, "")
			}
		}
		r, err := Read(Input{Name: "paste", Data: []byte(strings.Join(lines, "\n"))}, Options{
			Zone: "UTC", Date: "2026-11-18", Now: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC), Copied: time.Date(2026, 11, 18, 3, 0, 0, 0, time.UTC),
		})
		if err != nil {
			t.Fatal(err)
		}
		told := map[int]bool{}
		for _, d := range r.Dropped {
			many := 1
			if m := howMany.FindStringSubmatch(d.Why); m != nil {
				many, _ = strconv.Atoi(m[1])
			}
			for i := range many {
				told[d.Line+i] = true
			}
		}
		inEvent := func(i int) bool {
			return slices.ContainsFunc(r.Events, func(e Candidate) bool {
				return e.Line <= i+1 && strings.Contains(e.Raw, strings.TrimSpace(lines[i]))
			})
		}
		for i, line := range lines {
			switch {
			case strings.TrimSpace(line) == "":
			case told[i+1] || inEvent(i):
				said++
			case furniture.MatchString(line), i+1 < len(lines) && underline.MatchString(lines[i+1]):
			default:
				if unsaid++; unsaid <= 5 {
					t.Errorf("line %d, %q, is nowhere:\n%s\n%s", i+1, line, strings.Join(lines, "\n"), blocksOf(r))
				}
			}
		}
	}
	if said < 40_000 || unsaid > 0 {
		t.Errorf("%d lines are said, %d are not", said, unsaid)
	}
}

func blocksOf(r Result) string {
	var b strings.Builder
	for _, block := range r.Blocks {
		fmt.Fprintf(&b, "%s %d-%d, ", block.Format, block.From, block.To)
	}
	return b.String()
}
