package model

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// TestWhatCameLaterIsWrittenOnlyWhereItIsThere keeps older documents the same bytes.
func TestWhatCameLaterIsWrittenOnlyWhereItIsThere(t *testing.T) {
	noon := time.Date(2026, 11, 18, 12, 0, 0, 0, time.UTC)
	p := New("Payments 500s", noon)
	p.Events = []Event{{Ref: "E1", Text: "an alert", Kind: "signal", Count: 1}}
	p.Settle()
	plain := string(Encode(p, false))
	for _, name := range []string{"key_event", "published_url"} {
		if strings.Contains(plain, name) {
			t.Errorf("%s is written where there is none", name)
		}
	}
	p.Events[0].KeyEvent, p.PublishedURL = true, "https://wiki.example/pm-1?a=1&b=<2>"
	full := Encode(p, false)
	for _, line := range []string{"        \"noise\": false,\n        \"key_event\": true,\n", "\"published_at\": null,\n    \"published_url\": \"https://wiki.example/pm-1?a=1&b=<2>\",\n"} {
		if !bytes.Contains(full, []byte(line)) {
			t.Errorf("%q is not in the document:\n%s", line, full)
		}
	}
	back, err := Decode(bytes.NewReader(full), noon)
	if err != nil || !bytes.Equal(Encode(back, false), full) {
		t.Errorf("it does not come back: %v", err)
	}
}

func TestWhereItWasPublishedIsTheAddressOfAPage(t *testing.T) {
	p := New("Payments 500s", time.Date(2026, 11, 18, 12, 0, 0, 0, time.UTC))
	for address, fine := range map[string]bool{
		"": true, "https://wiki.example/display/OPS/PM-1": true, "http://wiki/x": true, "wiki.example/x": false, "javascript:alert(1)": false,
		"https://": false, "file:///etc/passwd": false, "https://wiki.example/a\nb": false,
	} {
		p.PublishedURL = address
		if err := p.Validate(); (err == nil) != fine {
			t.Errorf("%q: %v", address, err)
		}
	}
}
