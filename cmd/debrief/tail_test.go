package main

import (
	"strings"
	"testing"
)

func TestOfALongOutputOnlyTheEndIsKept(t *testing.T) {
	var out tail
	line := []byte(strings.Repeat("x", 70) + "\n")
	for range 20000 {
		out.add(line)
	}
	out.add([]byte("FAIL: the pool is empty\n\n"))
	if cap(out.last) > 4*tailBytes {
		t.Errorf("%d bytes are held", cap(out.last))
	}
	text := out.text()
	if !strings.HasSuffix(text, "\nFAIL: the pool is empty") || len(text) > keptBytes || strings.Count(text, "\n")+1 != keptLines {
		t.Errorf("%d bytes, %d lines are kept: %q", len(text), strings.Count(text, "\n")+1, text)
	}
}

func TestWhatIsKeptIsSafeAndHoldsNoSecret(t *testing.T) {
	key := "-----BEGIN PRIVATE KEY-----\n" + strings.Repeat(strings.Repeat("MIIEvQIBADANBgkqhkiG", 3)+"\n", 25) + "-----END PRIVATE KEY-----\n"
	for _, c := range []struct{ story, written, want string }{
		{"nothing was written", "", ""},
		{"one short line", "ok", "ok"},
		{"escape sequences", "\x1b[31mred\x1b[0m \x1b]52;c;aGk=\x07\xff\tend\r\n", "red \ufffd end"},
		{"a bar that was drawn over itself", "10 %\r50 %\r100 %\n", "10 %\n50 %\n100 %"},
		{"a secret", "using ghp_abcdefghijklmnopqrstuvwxyz0123456789 now", "using [hidden: GitHub token] now"},
	} {
		var out tail
		out.add([]byte(c.written))
		if got := out.text(); got != c.want {
			t.Errorf("%s: %q, want %q", c.story, got, c.want)
		}
	}
	for story, before := range map[string]int{"in the middle": 100, "cut by the end of what is looked at": 2*tailBytes - 400} {
		var out tail
		out.add([]byte(strings.Repeat("log line\n", before/9)))
		out.add([]byte("token=ghp_abcdefghijklmnopqrstuvwxyz0123456789 " + strings.Repeat("y", 300)))
		out.add([]byte("\n" + key + "FAIL\n"))
		if got := out.text(); strings.Contains(got, "MIIEv") || strings.Contains(got, "wxyz0123456789") || !strings.HasSuffix(got, "FAIL") {
			t.Errorf("%s: %q", story, got)
		}
	}
}

func TestOneEndlessLineIsCutInWholeCharacters(t *testing.T) {
	var out tail
	for range 100 {
		out.add([]byte(strings.Repeat("日本 ", 2000)))
	}
	text := out.text()
	if len(text) > keptBytes || len(text) < keptBytes-10 || strings.ContainsRune(text, '\ufffd') {
		t.Errorf("%d bytes: %q…", len(text), text[:30])
	}
}

func TestACommandCanBeTypedAgain(t *testing.T) {
	if got := shellWords([]string{"go", "test", "./pool", "-run=^Test$", "it's", "", "a b"}); got != `go test ./pool '-run=^Test$' 'it'\''s' '' 'a b'` {
		t.Error(got)
	}
}
