package intake

import (
	"testing"
	"time"
)

func TestALineOfAProgramIsToldFromOneThatSomebodyTyped(t *testing.T) {
	opt := Options{Now: time.Date(2026, 11, 18, 9, 0, 0, 0, time.UTC), Zone: "Europe/Berlin"}
	for line, want := range map[string]string{
		`{"time":"2026-11-18T02:14:05Z","level":"error","msg":"pool empty","service":"pay"}`: "2026-11-18T02:14:05Z pool empty",
		"2026-11-18 02:14:05,123 ERROR [main] pool empty":                                    "2026-11-18T01:14:05.123Z",
		"Nov 18 02:14:05 web1 payments[12]: pool empty":                                      "2026-11-18T01:14:05Z payments: pool empty",
		"2026-11-18 02:14 ! rolled back #m":                                                  "",
		"2026-11-18T02:14:05Z ^ index added":                                                 "",
		"02:14:05 ERROR rate rises":                                                          "", // no day: the timeline knows it
		"{ not JSON":                                                                         "",
		`{"no": "time"}`:                                                                     "",
		"restarted the pod":                                                                  "",
	} {
		r, ok := MachineLine(line, opt)
		if ok != (want != "") {
			t.Errorf("%s: %t, %+v", line, ok, r.Events)
			continue
		}
		if !ok {
			continue
		}
		if e := r.Events[0]; e.At.String()+" "+e.Text != want && e.At.String() != want {
			t.Errorf("%s is %s %s, want %s", line, e.At, e.Text, want)
		}
	}
}

func TestALineOfAServerMayNameNoCaller(t *testing.T) {
	r, err := Read(Input{Name: "access.log", Data: []byte(` - - [18/Nov/2026:02:14:05 +0000] "GET /cart/" 502`)}, Options{})
	if err != nil || len(r.Events) != 1 || r.Events[0].Text != `"GET /cart/" 502` || r.Events[0].Kind != "signal" {
		t.Errorf("%+v, %v", r.Events, err)
	}
}
