package ask

import (
	"slices"
	"testing"
	"time"

	"debrief/model"
)

func TestAnActionIsLateAtTheSecondLookByTheDayOfWhoeverLooks(t *testing.T) {
	utc := time.Date(2027, 6, 20, 23, 30, 0, 0, time.UTC)
	p := model.New("Queue backlog", utc)
	p.Actions = []model.Action{{Ref: "A1", Title: "wait for the queue", Due: "2027-06-20", Status: "open"}}
	for zone, late := range map[string]bool{"America/Los_Angeles": false, "UTC": false, "Europe/Berlin": true} {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		if asked := slices.Contains(Reread(p, utc.In(loc)), "A1"); asked != late {
			t.Errorf("in %s: asked %t", zone, asked)
		}
	}
}
