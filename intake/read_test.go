package intake

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

func TestWhatIsNoTextIsRefusedInOneLine(t *testing.T) {
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"nothing", nil, "nothing in it"},
		{"only space", []byte(" \n\t\n"), "nothing in it"},
		{"a picture", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "not text"},
		{"64 MB", bytes.Repeat([]byte("a log line\n"), 64<<20/11+1), "64 MB"},
	} {
		_, err := Read(Input{Name: "x", Data: c.data}, Options{})
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	for _, opt := range []Options{{Format: "telex"}, {Zone: "Mars"}, {Zone: "CST"}} {
		if _, err := Read(Input{Data: []byte("10:00 a")}, opt); err == nil {
			t.Errorf("%+v was accepted", opt)
		}
	}
}

func TestTextComesInEveryEncodingThatToolsWrite(t *testing.T) {
	text := "## Timeline (UTC)\n\n- 2026-05-05 10:00 naïve retry\n- 10:05 back\n"
	wide := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(text)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	big := []byte{0xfe, 0xff}
	for _, u := range utf16.Encode([]rune(text)) {
		big = append(big, byte(u>>8), byte(u))
	}
	for name, data := range map[string][]byte{
		"UTF-8": []byte(text), "a byte order mark": []byte("\xef\xbb\xbf" + text), "UTF-16": wide, "UTF-16, big end first": big,
		"CRLF": []byte(strings.ReplaceAll(text, "\n", "\r\n")), "CR": []byte(strings.ReplaceAll(text, "\n", "\r")),
	} {
		r, err := Read(Input{Name: "x", Data: data}, Options{})
		if err != nil || len(r.Events) != 2 || r.Events[0].Text != "naïve retry" || r.Events[1].At.String() != "2026-05-05T10:05:00Z" || r.Events[1].Line != 4 {
			t.Errorf("%s: %+v %v", name, r.Events, err)
		}
	}
	r, err := Read(Input{Name: "x", Data: []byte("10:00 a \xff b\n")}, Options{})
	if err != nil || r.Events[0].Text != "a \ufffd b" {
		t.Errorf("invalid UTF-8: %+v %v", r.Events, err)
	}
}

func TestHostileInputsEnd(t *testing.T) {
	for name, text := range map[string]string{
		"brackets":        strings.Repeat("[", 1<<20),
		"nested links":    "- 10:00 " + strings.Repeat("[a](", 1<<16),
		"one long line":   "10:00 " + strings.Repeat("word ", 1<<18),
		"open fences":     strings.Repeat("```x\n", 1<<15),
		"open comments":   strings.Repeat("<!--", 1<<18),
		"pipes":           strings.Repeat("|", 1<<18) + "\n|---|\n",
		"breaks":          "# a\n\n## Timeline\n\n" + strings.Repeat("a<br>\n", 1<<15),
		"stars":           "- 10:00 " + strings.Repeat("*a_ ", 1<<16),
		"numbers":         strings.Repeat("1234567890", 1<<15),
		"clocks":          strings.Repeat("10:00 ", 1<<15),
		"braces":          strings.Repeat("{\"a\":[", 1<<15),
		"heads of a chat": strings.Repeat("Name  10:53 AM\n\n", 1<<14),
	} {
		if _, err := Read(Input{Name: name, Data: []byte(text)}, Options{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheSameInputGivesTheSameKeysAndRepeatedLinesTheirOrdinal(t *testing.T) {
	text := []byte("## Timeline (UTC)\n\n- 2026-05-05 10:00 retry\n- 2026-05-05 10:00 retry\n- 2026-05-05 10:01 up\n")
	a, _ := Read(Input{Name: "x.md", Data: text}, Options{})
	b, _ := Read(Input{Name: "y.md", Data: text}, Options{})
	seen := map[string]bool{}
	for i := range a.Events {
		if a.Events[i].Key != b.Events[i].Key || seen[a.Events[i].Key] {
			t.Errorf("%d: %s %s", i, a.Events[i].Key, b.Events[i].Key)
		}
		seen[a.Events[i].Key] = true
	}
	if a.Events[2].Origin != "x.md:5" || a.Events[2].Raw != "- 2026-05-05 10:01 up" {
		t.Errorf("%+v", a.Events[2])
	}
}

func TestASourceIsShiftedAsAWhole(t *testing.T) {
	r, _ := Read(Input{Data: []byte("2026-05-05 10:00 UTC up\n")}, Options{Shift: -time.Hour})
	if got := r.Events[0].At.String(); got != "2026-05-05T09:00:00Z" || r.Events[0].Original != "2026-05-05 10:00" {
		t.Error(got, r.Events[0].Original)
	}
}

func TestSecretsAreHiddenBeforeAnythingIsRead(t *testing.T) {
	r, _ := Read(Input{Data: []byte("10:00 set password=hunter2hunter2 on the host\nfoo password=hunter2hunter2\n")}, Options{})
	if r.Hidden != 2 || strings.Contains(fmt.Sprint(r.Events, r.Dropped), "hunter2") {
		t.Errorf("%d hidden: %+v", r.Hidden, r)
	}
}

func TestProgressIsToldToTheEnd(t *testing.T) {
	var done, total int
	text := strings.Repeat("10:00 a\n", 10000)
	_, err := Read(Input{Data: []byte(text)}, Options{Progress: func(d, n int) {
		if d < done {
			t.Errorf("progress went from %d back to %d", done, d)
		}
		done, total = d, n
	}})
	if err != nil || done != total || total != 10001 {
		t.Error(done, total, err)
	}
}

func TestChatterIsFoldedInALongChat(t *testing.T) {
	var b strings.Builder
	for i := range 60 {
		fmt.Fprintf(&b, "> sam [10:%02d AM]\nhm, let me see\n\n", i)
	}
	b.WriteString("> sam [11:02 AM]\nrolled back the deploy\n")
	r, _ := Read(Input{Data: []byte(b.String())}, Options{Zone: "UTC", Date: "2026-05-05"})
	last := len(r.Events) - 1
	if !r.Events[0].Folded || r.Events[last].Folded {
		t.Errorf("%v %v", r.Events[0].Folded, r.Events[last].Folded)
	}
}

func FuzzReadProse(f *testing.F) {
	for _, seed := range []string{
		"## Timeline (UTC)\n\n- 2026-05-05 10:00 a\n- **10:05** b\n",
		"| Time | Event |\n|---|---|\n| 10:00 | a |\n",
		"### 2026-05-05\n\n10:00 - a<br> 10:01 - b\n",
		"Priya  10:53 AM\nslow?\n\n10:54\nyes\n",
		"[1:04 PM]Name: text\n",
		"---\ntitle: x 2026-05-05\n---\n- **Key events**\n  - First detected: 10:00\n",
		"```\n10:00 a\n```\n<!-- 10:00 -->\n10:00 a\n",
		"2026-06-22T08:21:03+0000 host app[1]: message\n",
		"{\"ts\":1624349283,\"msg\":\"a\"}\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
		r, err := Read(Input{Name: "x", Data: data}, Options{Zone: "UTC", Date: "2026-05-05", Copied: now, Now: now})
		if err != nil {
			return
		}
		lines := bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte("\r")) + 1
		for _, e := range r.Events {
			if e.Line < 1 || e.Line > lines || strings.ContainsAny(e.Text, "\n\x1b\x00") || e.Block >= len(r.Blocks) || e.Count < 1 {
				t.Fatalf("%q: %+v", data, e)
			}
			if !e.Until.IsZero() && e.Until.Time().Before(e.At.Time()) {
				t.Fatalf("%q ends before it began: %+v", data, e)
			}
		}
		for _, d := range r.Dropped {
			if d.Line < 1 || d.Line > lines || d.Why == "" {
				t.Fatalf("%q: %+v", data, d)
			}
		}
	})
}
