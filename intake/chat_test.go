package intake

import (
	"testing"
	"time"
)

func TestChatsAreReadAsTheyArePasted(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"Slack, name and clock on one line", `Tuesday, June 22nd
Priya Nair  10:53 AM
is checkout slow for anyone else? (edited)
[10:54] p99 is at 9 s
new messages
PagerDuty APP  12:57 PM
Triggered #4411: p99 latency on checkout
Wednesday, June 23rd
Mei  12:06 AM
all green since 23:50
`, `2021-06-22T10:53 is checkout slow for anyone else?
2021-06-22T10:54 p99 is at 9 s
2021-06-22T12:57 Triggered #4411: p99 latency on checkout
2021-06-23T00:06 all green since 23:50
`},
		{"Slack, the clock on a line of its own", "Priya Nair\n  10:53 AM\nis it slow?\n10:54\nyes\n\nSam\n  10:55 AM\n```\n2021-06-22T08:55:01Z ERROR\n```\nthat is it\n", `2021-06-22T10:53 is it slow?
2021-06-22T10:54 yes
2021-06-22T10:55 that is it
`},
		{"Slack, the old way, quoted", "> priya [4:06 PM]\nis it slow?\n\n> sam [11:59 PM]\nreplied to a thread:\nyes\n\n> priya [12:05 AM]\ngood night\n", `2021-06-22T16:06 is it slow?
2021-06-22T23:59 yes
2021-06-23T00:05 good night
`},
		{"Discord", "[1:04 PM]Priya: let us talk here\n[1:05 PM]Sam (sam): see https://example.com/x: it is slow\nand more\n", `2021-06-22T13:04 let us talk here
2021-06-22T13:05 see https://example.com/x: it is slow and more
`},
		{"Discord, the new way", "Priya — 06/23/2021 1:04 PM\nhello\nSam — 06/23/2021 1:06 PM\nhello\n", `2021-06-23T13:04 hello
2021-06-23T13:06 hello
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, got := readDocument(t, "paste", c.text, Options{Zone: "UTC", Date: "2021-06-22", Now: time.Date(2021, 7, 1, 0, 0, 0, 0, time.UTC)})
			if got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
			for _, e := range r.Events {
				if e.By == "" || e.Source == "" {
					t.Errorf("%q: by %q, source %q", e.Text, e.By, e.Source)
				}
			}
		})
	}
}

func TestAChatWithoutADayAsksForIt(t *testing.T) {
	r, _ := readDocument(t, "paste", "> priya [4:06 PM]\nis it slow?\n", Options{Zone: "UTC"})
	if len(r.Needs) != 1 || r.Needs[0] != "date" {
		t.Errorf("asks for %v", r.Needs)
	}
}
