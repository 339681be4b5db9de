package cast

import (
	"strings"
	"testing"

	"debrief/model"
)

// people is a postmortem with these participants: name, team, handle.
func people(rows ...[3]string) *model.Postmortem {
	p := &model.Postmortem{Title: "Payments down"}
	for i, row := range rows {
		p.Participants = append(p.Participants, model.Participant{Ref: "N" + string(rune('1'+i)), Name: row[0], Team: row[1], Handle: row[2]})
	}
	return p
}

func happened(p *model.Postmortem, ref, by, text string) {
	p.Events = append(p.Events, model.Event{Ref: ref, By: by, Text: text})
}

var payments = [][3]string{
	{"Mei Tanaka", "platform", "mtanaka"},
	{"Will May", "Platform", "will"},
	{"Mark Stone", "support", "mark.stone"},
	{"Priya", "", ""},
	{"Jürgen Groß", "database", ""},
	{"José O'Brien", "database", "jo"},
	{"Anne-Marie van der Berg", "sales", "amvdb"},
	{"芽衣", "platform", ""},
	{"June Park", "Platform", ""},
}

// TestTheSamePersonIsCalledTheSameInEveryText reads hard sentences: what must go, and what must stay.
func TestTheSamePersonIsCalledTheSameInEveryText(t *testing.T) {
	p := people(payments...)
	for i, n := range p.Participants {
		happened(p, "E"+string(rune('1'+i)), n.Name, "restarted it")
	}
	c := Of(p)
	for text, want := range map[string]string{
		// whole names, parts of them, handles, addresses
		"Mei Tanaka rolled back":                          "Platform A rolled back",
		"mei rolled back":                                 "Platform A rolled back",
		"MEI rolled back, Tanaka watched":                 "Platform A rolled back, Platform A watched",
		"asked @mtanaka, then mtanaka restarted":          "asked Platform A, then Platform A restarted",
		"mail from mei.tanaka@example.com.":               "mail from Platform A.",
		"Tanaka, Mei was paged":                           "Platform A was paged",
		"Mei T. was paged":                                "Platform A. was paged",
		"/home/mei/deploy.sh ran":                         "/home/Platform A/deploy.sh ran",
		`told: "Mei pushed to main"`:                      `told: "Platform A pushed to main"`,
		"meitanaka left the channel":                      "Platform A left the channel",
		"mark.stone joined":                               "Support A joined",
		"Juergen Gross and Jurgen":                        "Database A and Database A",
		"JÜRGEN's replica":                                "Database A's replica",
		"Jose and O’Brien agreed, jo too":                 "Database B and Database B agreed, Database B too",
		"Anne-Marie told Anne Marie van der Berg's group": "Sales A told Sales A's group",
		"amvdb, Berg and berg":                            "Sales A, Sales A and berg",
		"芽衣がデプロイした":                                       "Platform Cがデプロイした",
		// possessives
		"Mei's change and Meis laptop": "Platform A's change and Platform A's laptop",
		"Mei’s change":                 "Platform A’s change",
		"Mark's laptop, Will's shell":  "Support A's laptop, Platform B's shell",
		// words that are names too
		"Will May said it will be back in May":     "Platform B said it will be back in May",
		"Will restarted the pod":                   "Platform B restarted the pod",
		"will restarted the pod":                   "Platform B restarted the pod",
		"then will restarted the pod":              "then Platform B restarted the pod",
		"Will restarting help?":                    "Will restarting help?",
		"it will restart; we may have lost orders": "it will restart; we may have lost orders",
		"mark the host as down":                    "mark the host as down",
		"Mark the host as down":                    "Mark the host as down",
		"Mark a host as down":                      "Mark a host as down",
		"asked Mark to look":                       "asked Support A to look",
		"Mark: it is back":                         "Support A: it is back",
		"reverted by Mark, with Will":              "reverted by Support A, with Platform B",
		"passed the 80 % mark":                     "passed the 80 % mark",
		"crossed the Mark":                         "crossed the Mark",
		"mark_done and mark-sweep":                 "mark_done and mark-sweep",
		"the stone was turned":                     "the stone was turned",
		"since May, in June":                       "since May, in June",
		"June rolled back":                         "Platform D rolled back",
		"the June release":                         "the June release",
		"@will and @mark.stone":                    "Platform B and Support A",
		"the MARK command and WILL":                "the MARK command and WILL",
		// what is nobody's name
		"meiosis is no name, nor is premei": "meiosis is no name, nor is premei",
		"priyanka is another":               "priyanka is another",
		"":                                  "",
	} {
		if got := c.Text(text); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
	for by, want := range map[string]string{
		"Will": "Platform B", "Mei (payments)": "Platform A (payments)", "Will and Mark": "Platform B and Support A",
		"deploy-bot": "deploy-bot", "dba": "dba", "on-call": "on-call", "June": "Platform D",
	} {
		if got := c.Person(by); got != want {
			t.Errorf("by %s is %s, want %s", by, got, want)
		}
	}
}

// TestLettersFollowTheOrderOfWriting says a late fact about an early time changes nobody's letter.
func TestLettersFollowTheOrderOfWriting(t *testing.T) {
	p := people([3]string{"Priya", "platform", ""}, [3]string{"Mei", "Platform", ""}, [3]string{"Sam", "", ""}, [3]string{"Kim", "", ""})
	happened(p, "E1", "Mei", "rolled back")
	happened(p, "E2", "", "told Sam")
	before := Of(p).Text("Mei, Sam")
	p.Events = append([]model.Event{{Ref: "E3", By: "Priya", Text: "asked kim"}}, p.Events...)
	c := Of(p)
	if got := c.Text("Mei, Sam"); got != before || got != "Platform A, participant A" {
		t.Errorf("after a late fact they are called %s, before it %s", got, before)
	}
	if got := c.Text("Priya, Kim"); got != "Platform B, participant B" {
		t.Errorf("the others are called %s", got)
	}
}

// TestWhoHasNoSeatIsCalledByALetterToo is about people whom only the timeline knows.
func TestWhoHasNoSeatIsCalledByALetterToo(t *testing.T) {
	p := people([3]string{"Sam", "", ""})
	happened(p, "E1", "Zofia Nowak", "paged @kwame, who joined")
	happened(p, "E2", "", "Roxana Smith restarted the database; Zofia watched")
	happened(p, "E3", "Sam Roe", "and Smith's replica came back")
	p.Actions = []model.Action{{Ref: "A1", Title: "Alert", Owner: "Tunde"}}
	c := Of(p)
	for text, want := range map[string]string{
		"Zofia paged Kwame":                "participant A paged participant B",
		"Roxana, Smith":                    "participant C, participant C",
		"Sam, Roe":                         "participant D, participant D",
		"tunde":                            "participant E",
		"Jenkins and the Charlotte region": "Jenkins and the Charlotte region",
	} {
		if got := c.Text(text); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// TestAFirstNameThatTwoShareIsCalledByBoth: nobody's name is shown only because we do not know whose it is.
func TestAFirstNameThatTwoShareIsCalledByBoth(t *testing.T) {
	p := people([3]string{"Sam Lee", "platform", ""}, [3]string{"Sam Roe", "support", ""})
	if got := Of(p).Text("Sam restarted; Sam Roe watched"); got != "Platform A or Support A restarted; Support A watched" {
		t.Error(got)
	}
}

// TestWhoeverWasCalledSomethingIsCalledThatStill in a later state, where what named them is gone, or somebody else has come before them.
func TestWhoeverWasCalledSomethingIsCalledThatStill(t *testing.T) {
	p := people([3]string{"Mei", "", ""}, [3]string{"Sam", "Platform", ""})
	happened(p, "E1", "Zofia", "looked")
	happened(p, "E2", "Mei", "told zofia and Sam")
	c := Of(p)
	p.Events = append(p.Events[1:], model.Event{Ref: "E0", By: "Kwame"})
	p.Participants[0].Team = "Platform"
	if got := c.Again(p).Text("zofia, Sam, Kwame, Mei"); got != "participant A, Platform A, participant B, Platform B" {
		t.Error(got)
	}
}

// TestATeamMayBeCalledLikeSomebody or hold what no screen shows.
func TestATeamMayBeCalledLikeSomebody(t *testing.T) {
	p := people([3]string{"Mei", "Mei's team", ""}, [3]string{"Priya", "data\x1b[31m  base", ""}, [3]string{"Customer Success", "", ""})
	c := Of(p)
	if got := c.Text("Mei, Priya, Customer Success"); got != "participant A, Data base A, Customer Success" {
		t.Error(got)
	}
}

// TestLettersGoOnBehindZ counts as the columns of a sheet do.
func TestLettersGoOnBehindZ(t *testing.T) {
	var got []string
	for _, n := range []int{0, 25, 26, 27, 51, 52, 701, 702} {
		got = append(got, letter(n))
	}
	if strings.Join(got, " ") != "A Z AA AB AZ BA ZZ AAA" {
		t.Error(got)
	}
}

// FuzzNoNameStays puts a name that is no word between all kinds of neighbours.
func FuzzNoNameStays(f *testing.F) {
	f.Add("told ", " to restart")
	f.Add("@", "'s")
	f.Add("x/", "@example.com")
	f.Add("“", "”")
	f.Fuzz(func(t *testing.T, before, after string) {
		p := people([3]string{"Zbigniew Kwiatkowski", "", "zkwia"})
		c := Of(p)
		for _, name := range []string{"Zbigniew", "zbigniew", "Kwiatkowski", "Zbigniew Kwiatkowski", "zkwia"} {
			text := before + " " + name + " " + after
			if strings.Contains(strings.ToLower(before+after), "zbigniew") || strings.Contains(strings.ToLower(before+after), "kwia") {
				return
			}
			if got := strings.ToLower(c.Text(text)); strings.Contains(got, "zbigniew") || strings.Contains(got, "kwia") {
				t.Errorf("%q is %q", text, got)
			}
		}
	})
}
