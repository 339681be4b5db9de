package capture_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/intake/capture"
	"debrief/intake/clock"
	"debrief/model"
)

var friday = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

func TestAnActionLineNamesOwnerAndDay(t *testing.T) {
	ctx := captureAt(t)
	ctx.Owners = []string{"Priya Nair", "Joe Miller"}
	ctx.Selected = "W3"
	for line, want := range map[string]string{
		"Alert when pool use is over 80 % for 2 minutes @priya by 4 dec": "Alert when pool use is over 80 % for 2 minutes|Priya Nair, by Fri 4 Dec 2026, answers W3",
		"Wait for migrations by 2026-12-04 @mei #P1 #class #preventative": "Wait for migrations|" +
			"Mei Tanaka, by Fri 4 Dec 2026, P1, preventative, class, answers W3",
		"Order the pipelines by 1 nov 2026 @joe":          "Order the pipelines|Joe Smith, by Sun 1 Nov 2026 (that is past: is it the day?), answers W3",
		"Order the pipelines by today @joe":               "Order the pipelines|Joe Smith, by Fri 20 Nov 2026, answers W3",
		"Order the pipelines https://t.example/1 @joe":    "Order the pipelines|Joe Smith, no date yet, with a ticket, answers W3",
		"Reduce retries by half @zoe":                     "Reduce retries by half|zoe, no date yet, answers W3",
		"Alert on errors by next sprint":                  `Alert on errors by next sprint|no owner yet, no date: "next sprint" names no day, answers W3`,
		"Reduce errors by half by in 2 weeks @Mei Tanaka": "Reduce errors by half|Mei Tanaka, by Fri 4 Dec 2026, answers W3",
		"Probe every index @mei by next sprint":           `Probe every index by next sprint|Mei Tanaka, no date: "next sprint" names no day, answers W3`,
		"Probe every index @mei soon":                     `Probe every index soon|Mei Tanaka, no date: "soon" names no day, answers W3`,
		"Probe every index @mei in 2 weeks":               "Probe every index|Mei Tanaka, by Fri 4 Dec 2026, answers W3",
		"Cut errors by half @Mei Tanaka 4 dec #P1":        "Cut errors by half|Mei Tanaka, by Fri 4 Dec 2026, P1, answers W3",
		"@mei: probe every index due 4 dec":               "probe every index|Mei Tanaka, by Fri 4 Dec 2026, answers W3",
		"@Mei Tanaka to probe every index":                "probe every index|Mei Tanaka, no date yet, answers W3",
		"Probe every index @mei @joe":                     "Probe every index @mei|Joe Smith alone: one person sees it through, no date yet, answers W3",
		"Let tokens end in 2 weeks @mei":                  "Let tokens end in 2 weeks|Mei Tanaka, no date yet, answers W3",
		"@types/node is pinned":                           "@types/node is pinned|no owner yet, no date yet, answers W3",
	} {
		c, err := capture.ReadAction(line, ctx)
		if got := c.Action.Title + "|" + c.Understood; err != nil || got != want {
			t.Errorf("%s\n got %s %v\nwant %s", line, got, err, want)
		}
	}
	for _, line := range []string{"", "@priya", "@priya soon", "Fix it by 31 feb", "Fix it by 4/12", "Fix it @mei 31 feb"} {
		if c, err := capture.ReadAction(line, ctx); err == nil {
			t.Errorf("%q was taken: %+v", line, c.Action)
		}
	}
	c, _ := capture.ReadAction("Wait for migrations #p2", ctx)
	if err := c.Edit().Do(ctx.Post); err != nil {
		t.Fatal(err)
	}
	ctx.Post.Settle()
	if a := ctx.Post.Action("A4"); a == nil || a.Status != "open" || a.Priority != "P2" || !slices.Equal(a.Answers, []string{"W3"}) {
		t.Errorf("the new action is %+v", a)
	}
}

func TestPeopleAreTypedOnOneLineOrPastedFromAnInvitation(t *testing.T) {
	for line, want := range map[string]string{
		"mei payments, sam, priya support":               "mei (payments), sam, priya (support, support)",
		"Noor Haddad Support support":                    "Noor Haddad (Support, support)",
		"Mei Tanaka /Payments Core build deploy notes":   "Mei Tanaka (Payments Core, build, deploy, notes)",
		"Joe Smith (Platform) triage mitigate @joes":     "Joe Smith (Platform, triage, mitigate, @joes)",
		"noor support facilitator, Noor support":         "noor (support, support, facilitator)",
		"Mei Tanaka <mei@pay.example>":                   "Mei Tanaka (@mei)",
		"joe.smith@pay.example; \"Tanaka, Mei\" <mei@x>": "Joe Smith (@joe.smith), Mei Tanaka (@mei)",
		"- Mei Tanaka (organizer)\n- Joe Smith\n\n":      "Mei Tanaka, Joe Smith",
		"Tanaka, Mei <mei@x>; Smith, Joe <joe@x>":        "Mei Tanaka (@mei), Joe Smith (@joe)",
		"田中 芽衣, Zoë Ünal":                                "田中 芽衣, Zoë Ünal",
	} {
		c, err := capture.ReadPeople(line)
		if err != nil || c.Understood != want {
			t.Errorf("%q\n got %s %v\nwant %s", line, c.Understood, err, want)
		}
	}
	for line, want := range map[string]string{
		"support, facilitator, sam":   "not understood: support, facilitator; sam",
		"mei (Payments) Core, sam":    "not understood: Core; mei (Payments), sam",
		"sam, 2300 orders, 23:19 * a": "not understood: 2300 orders, 23:19 * a; sam",
		"mei payments build whoever":  "mei (payments whoever, build)",

		"otto payments: fixed it":                             "not understood: fixed it; otto (payments)",
		"otto payments: built and deployed, sam":              "otto (payments, build, deploy), sam",
		"Mei Tanaka (Platform): triage; Otto: mitigated fast": "not understood: fast; Mei Tanaka (Platform, triage), Otto (mitigate)",
		"mei: facilitator, sam payments:":                     "mei (facilitator), sam (payments)",
		"New: otto payments, sam":                             "not understood: New: otto payments; sam",
		"New:, sam":                                           "not understood: New:; sam",
		"sam, :":                                              "not understood: :; sam",
	} {
		if c, err := capture.ReadPeople(line); err != nil || c.Understood != want {
			t.Errorf("%q is %s, %v, want %s", line, c.Understood, err, want)
		}
	}
	if _, err := capture.ReadPeople("support, notes"); err == nil || !strings.Contains(err.Error(), "not understood: support, notes; name somebody") {
		t.Errorf("with nobody named: %v", err)
	}
	if _, err := capture.ReadPeople(" , ;"); err == nil {
		t.Error("nobody was taken for somebody")
	}
	p := paymentsIncident(t)
	c, _ := capture.ReadPeople("mei tanaka, Sam build")
	if err := c.Edit().Do(p); err != nil {
		t.Fatal(err)
	}
	p.Settle()
	if n := len(p.Participants); n != 4 || p.Participants[3].Name != "Sam" {
		t.Errorf("participants: %+v", p.Participants)
	}
	if err := c.Edit().Do(p); err == nil {
		t.Error("people who have a seat were added again")
	}
}

func TestAnImpactLineStartsWithItsNumber(t *testing.T) {
	for line, want := range map[string]string{
		"4180 requests payment attempts that failed": "4180 requests: payment attempts that failed",
		"~1900 customers who saw an error":           "about 1900 customers: customers who saw an error",
		"4,180 requests rejected checkouts":          "4180 requests: rejected checkouts",
		"4 180 requests dropped":                     "4180 requests: dropped",
		"about 1.2k customers":                       "about 1200 customers: customers",
		"2.5 % of payments":                          "2.5 %: payments",
		"12% of payments":                            "12 %: payments",
		"€3000 refunds":                              "3000 €: refunds",
		"38 minutes /payments answered 500":          "38 minutes: /payments answered 500",
		"nobody could pay":                           "no number yet: nobody could pay",
		"2nd line support was flooded":               "no number yet: 2nd line support was flooded",
	} {
		c, err := capture.ReadImpact(line)
		if err != nil || c.Understood != want {
			t.Errorf("%q\n got %s %v\nwant %s", line, c.Understood, err, want)
		}
	}
	if _, err := capture.ReadImpact("  "); err == nil {
		t.Error("an empty impact was taken")
	}
	for _, event := range []string{"02:14 * Error rate up", "0214 ! rolled back", "2:14-2:20 checkout down"} {
		if c, err := capture.ReadImpact(event); err == nil || !strings.Contains(err.Error(), "is a time") {
			t.Errorf("%q was taken as an impact: %s, %v", event, c.Understood, err)
		}
	}
}

func FuzzCaptureLines(f *testing.F) {
	for _, line := range []string{"a @b by 4 dec #P1", "Mei <mei@x>, (a) / @ \"", "~1,200.5k € x", "by by by", "next sun"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		p := model.New("Fuzz", friday)
		ctx := capture.Context{Post: p, Now: friday}
		var edits []model.Edit
		if c, err := capture.ReadAction(line, ctx); err == nil {
			edits = append(edits, c.Edit())
		}
		if c, err := capture.ReadPeople(line); err == nil {
			edits = append(edits, c.Edit())
		}
		if c, err := capture.ReadImpact(line); err == nil {
			edits = append(edits, c.Edit())
		}
		if due, err := clock.ParseDue(line, friday); err == nil {
			if _, err := model.ParseDate(string(due)); err != nil {
				t.Errorf("%q is due on %s", line, due)
			}
		}
		for _, e := range edits {
			if err := e.Do(p); err != nil {
				t.Fatal(err) // the postmortem was empty: everybody is new
			}
		}
		p.Settle()
		if err := p.Validate(); err != nil {
			t.Error(fmt.Errorf("%q: %w", line, err))
		}
	})
}
