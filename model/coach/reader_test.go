package coach_test

import (
	"slices"
	"strings"
	"testing"
	"testing/quick"

	"debrief/model"
	"debrief/model/coach"
)

// said is what a reader finds in a text, in short: "blame: failed to check".
func said(p *model.Postmortem, section coach.Section, text string) []string {
	short := []string{}
	for _, f := range coach.NewReader(p).Read(section, text) {
		short = append(short, f.Code+": "+f.Text)
	}
	return short
}

// pairs are of one sentence that is asked about and one, close to it, that is not.
var pairs = []struct {
	section  coach.Section
	asked    string
	code     string
	notAsked string
}{
	{coach.Causes, "The engineer failed to run the migration.", "blame", "The health check failed to detect the stuck queue."},
	{coach.Causes, "One of the developers forgot to set the flag.", "blame", "The scheduler ignored the paused node."},
	{coach.Lessons, "We should have tested the rollback.", "counterfactual", "We should have alerting on the queue."},
	{coach.Lessons, "We should have tested the rollback.", "counterfactual", "We should have automated backups in both regions."},
	{coach.Causes, "The plan should have been reviewed before the deploy.", "counterfactual", "4,000 orders that should have been shipped were held."},
	{coach.Causes, "She could have asked first.", "counterfactual", "This could have let an attacker read the table."},
	{coach.Lessons, "A canary would have caught this within minutes.", "counterfactual", "The cache would have filled up again within minutes."},
	{coach.Causes, "If we had known about the limit, we would have waited.", "counterfactual", "If the queue had drained, the pods would restart."},
	{coach.Summary, "The outage was caused by human error.", "human-error", "Human error is never where an analysis ends."},
	{coach.Whys, "It was an oversight in the runbook.", "human-error", "The board has oversight of the budget."},
	{coach.Lessons, "We need to be more careful with migrations.", "willpower", "Migrations carefully lock one table at a time."},
	{coach.Actions, "Remember to check the replicas before a deploy", "willpower", "Check the replicas before each deploy in the pipeline"},
	{coach.Facts, "Total chaos on the bridge call at 02:20.", "opinion", "Unfortunately the replica was behind by an hour."},
	{coach.Summary, "In hindsight the limit was too low.", "hindsight", "The limit was 100 connections."},
	{coach.Causes, "It was obvious that the disk would fill up.", "hindsight", "There was no obvious error in the log."},
	{coach.Causes, "A sloppy review let it through.", "character", "The lazy loader reads the plan at first use."},
	{coach.Lessons, "Poor communication between the shifts.", "character", "Poor throughput between the regions."},
	{coach.Whys, "Lack of attention during the handover.", "character", "Lack of disk space on the replica."},
	{coach.Whys, "The on-call engineer did not check the dashboard.", "blame", "The probe did not check the second port."},
	{coach.Whys, "We deployed without testing the plan.", "blame", "The node starts without waiting for the disk."},
	{coach.Summary, "The process was not followed.", "blame", "The redirect was not followed by the client."},
	{coach.Lessons, "Always verify the target before a delete.", "willpower", "The tool verifies the target before a delete."},
	{coach.Causes, "The outage was caused by the night shift team.", "blame", "The outage was caused by a full disk."},
	{coach.Causes, "One small mistake in the second release.", "human-error", "What can others learn from a mistake like this?"},
	{coach.Causes, "We'd failed to renew the certificate.", "blame", "The hook had failed to renew the certificate."},
	{coach.Causes, "Acme failed to notify us.", "blame", "The webhook failed to notify us."},
	{coach.Causes, "A contractor left the port open.", "blame", "The firewall left the port open."},
	{coach.Causes, "We skipped the review.", "blame", "The job skipped the review apps."},
	{coach.Causes, "The engineer deleted the wrong table.", "blame", "The job deleted the wrong table."},
	{coach.Whys, "A typo by the engineer.", "human-error", "A typo in the hostname."},
	{coach.Lessons, "The plan should never have been merged.", "counterfactual", "The plan should never be merged by hand."},
	{coach.Lessons, "We should have had a way back.", "counterfactual", "We should have a way back."},
	{coach.Causes, "The team was in a hurry.", "character", "The queue drained in a hurry."},
	{coach.Lessons, "Make sure to read the notes.", "willpower", "The guide makes sure to name the notes."},
	{coach.Lessons, "Our response was too slow.", "hindsight", "Our index was too slow."},
	{coach.Lessons, "The migration was never tested.", "blame", "The migration was never slower."},
	{coach.Lessons, "The certificate should have been renewed in March.", "counterfactual", "The lease should have been released by the controller."},
	{coach.Causes, "The plan was changed without notifying the shift.", "blame", "The plan was changed without a restart."},
	{coach.Causes, "We never got around to the alert.", "blame", "We never got a page from the alert."},
	{coach.Lessons, "We should escalate earlier.", "willpower", "The alert should fire earlier."},
	{coach.Causes, "The team lacks discipline.", "character", "The team lacks a second region."},
	{coach.Causes, "The operator applied the plan to the wrong cluster.", "blame", "The job applied the plan to the wrong cluster."},
	{coach.Causes, "The engineer made an error.", "blame", "The engineer saw an error."},
	{coach.Summary, "The responsible engineer was told.", "blame", "The responsible team was paged."},
	{coach.Causes, "The fault was ours.", "blame", "The fault was in the disk."},
	{coach.Causes, "Neither the author nor the reviewer noticed it.", "blame", "Neither the probe nor the replica stopped."},
	{coach.Lessons, "It took longer than it should have.", "counterfactual", "It took longer than the restore."},
	{coach.Lessons, "Our comms were poor.", "character", "Our links were poor."},
	{coach.Lessons, "Next time, check the target.", "willpower", "The next run checks the target."},
	{coach.Causes, "We made the same mistake as in March.", "blame", "Anyone could have made the same mistake."},
	{coach.Causes, "The operator failed to tell us.", "blame", "The Kubernetes operator failed to start."},
	{coach.Causes, "An operator ran the wrong command.", "blame", "A job ran the wrong command."},
	{coach.Facts, "The engineer forgot the index.", "blame", "02:38 Mei suspects the engineer forgot the index."},
	{coach.Lessons, "We should have checked it.", "counterfactual", "Prometheus should have alerted."},
	{coach.Causes, "Lack of proper code review.", "character", "Lack of proper cooling."},
	{coach.Causes, "The plan was deployed without being tested.", "blame", "The plan was deployed without being compressed."},
	{coach.Lessons, "Our response was slow.", "hindsight", "Our index was slow."},
	{coach.Lessons, "Testing was insufficient.", "character", "The disk space was insufficient."},
	{coach.Lessons, "Need better communication.", "willpower", "Need better cooling."},
	{coach.Lessons, "Double-check the target.", "willpower", "The pipeline double-checks the target."},
	{coach.Causes, "The plan was applied incorrectly by an operator.", "blame", "The plan was applied incorrectly by the scheduler."},
	{coach.Causes, "Instead of reading the log, we restarted it.", "blame", "Instead of reading the log, the probe restarts it."},
	{coach.Causes, "The handover was done badly.", "character", "The page rendered badly."},
	{coach.Lessons, "We were slow to tell anybody.", "hindsight", "The index was slow to warm up."},
	{coach.Causes, "The responsibility lies with us.", "blame", "The responsibility of the gateway is routing."},
	{coach.Causes, "Even though the team knew it, the rollout went on.", "blame", "Even though the disk was full, the rollout went on."},
	{coach.Causes, "The engineer violated the policy.", "blame", "The request violated the policy."},
	{coach.Lessons, "Test your backups.", "willpower", "The drill tests the backups."},
	{coach.Lessons, "People need to read the alerts.", "willpower", "Operators can read the alerts."},
	{coach.Causes, "The supplier neglected to tell us.", "blame", "The hook did not tell us."},
	{coach.Lessons, "Care must be taken with this script.", "willpower", "A copy is taken before this script."},
	{coach.Causes, "The plan was not reviewed by anyone.", "blame", "The plan was not rendered by the page."},
}

func TestTheSubjectAndTheSectionDecide(t *testing.T) {
	for _, c := range pairs {
		if got := said(nil, c.section, c.asked); !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, c.code+": ") }) {
			t.Errorf("in %s, %q should be asked about as %s: %q", c.section, c.asked, c.code, got)
		}
		if got := said(nil, c.section, c.notAsked); len(got) > 0 {
			t.Errorf("in %s, %q is fine: %q", c.section, c.notAsked, got)
		}
	}
}

func TestASentenceIsJudgedWhateverStandsAroundIt(t *testing.T) {
	for _, around := range []string{"**Detection**: %s", "Detection - %s", "%s (see the timeline)", "%s, which filled the queue for two hours", "- [ ] %s"} {
		for _, c := range pairs {
			asked := strings.Replace(around, "%s", strings.TrimSuffix(c.asked, "."), 1)
			if got := said(nil, c.section, asked); !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, c.code+": ") }) {
				t.Errorf("in %s, %q should be asked about as %s: %q", c.section, asked, c.code, got)
			}
			fine := strings.Replace(around, "%s", strings.TrimSuffix(c.notAsked, "."), 1)
			if got := said(nil, c.section, fine); len(got) > 0 {
				t.Errorf("in %s, %q is fine: %q", c.section, fine, got)
			}
		}
	}
}

func TestWhatNobodySaidIsNotRead(t *testing.T) {
	for name, text := range map[string]string{
		"code":          "The log says `we forgot to call the hook` at start.",
		"a quotation":   `The page said "you should have been more careful" and closed.`,
		"curly quotes":  "The page said “we failed to check your card” and closed.",
		"a fence":       "Before.\n```\nwe forgot to check\n```\nAfter.",
		"a quoted line": "> We forgot to check the plan.\nThe plan was shown.",
		"a heading":     "# What we should have checked\nThe plan was shown.",
		"a log line":    "2026-11-18T02:14:00Z ERROR engineer failed to check the plan",
		"a link":        "See [what we forgot to check](https://example.org/x) and [the engineer forgot][1] for more.",
		"an address":    "See [the page](https://example.org/we-forgot-to-check) for more.",
		"a path":        "The flag is in /etc/forgot/careless.yaml now.",
	} {
		if got := said(nil, coach.Causes, text); len(got) > 0 {
			t.Errorf("%s is not the writer's own: %q", name, got)
		}
	}
}

func TestOnlyTheFactsNameAPerson(t *testing.T) {
	p := model.New("Payments 500s", now)
	p.Participants = []model.Participant{{Name: "Mei Tanaka", Handle: "mei"}, {Name: "Will May", Handle: "will"}, {Name: "Jenkins"}}
	for text, want := range map[string][]string{
		"Mei ran the migration by hand.":            {"name-outside-facts: Mei"},
		"The migration was run by Tanaka.":          {"name-outside-facts: Tanaka"},
		"The runbook sends people to @joes.":        {"name-outside-facts: @joes"},
		"Will the pool hold? It may.":               {},
		"The plan that Will wrote had no index.":    {"name-outside-facts: Will"},
		"The pool may be too small in May.":         {},
		"The last deploy of May 2026 was small.":    {},
		"A page went to Will May at night.":         {"name-outside-facts: Will"},
		"the migration was run by mei at night":     {"name-outside-facts: mei"},
		"Ask @will before the next run.":            {"name-outside-facts: @will"},
		"The page went to @here and to @oncall.":    {},
		"Travis and Sentry were down, Loki was not": {},
	} {
		if got := said(p, coach.Causes, text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		if got := said(p, coach.Facts, text); len(got) > 0 {
			t.Errorf("the facts may name people, %q: %q", text, got)
		}
	}
}

func TestOddNamesAreNames(t *testing.T) {
	for _, name := range []string{"Will", "May", "Will May", "An", `"`, ".*", "(", "的", "", "  ", "@", "'", "-"} {
		p := model.New("Payments 500s", now)
		p.Participants = []model.Participant{{Name: name, Handle: name}}
		for _, text := range []string{
			"Will the deploy run? An index may help.", "An engineer opened the page.", `The "index" was gone.`, "May was quiet.", "索引が消えた。", ".* matched all.",
		} {
			if got := said(p, coach.Causes, text); len(got) > 0 {
				t.Errorf("with a participant called %q, %q is fine: %q", name, text, got)
			}
		}
	}
}

func TestAnAnswerThatIsNobodyButAPersonIsNoEnd(t *testing.T) {
	for text, want := range map[string][]string{
		"The on-call engineer.": {"blame: The on-call engineer"}, "It was a typo.": {"human-error: typo"},
		"The on-call rota.": {}, "It was a typo in the hostname.": {},
	} {
		if got := said(nil, coach.Whys, text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	p := payments(t)
	p.Causes[0].Whys = []model.Why{{Ref: "W90", Answer: "It was human error"}}
	if got := found(p); !slices.Contains(got, "human-error W90 human error") {
		t.Errorf("an error ends the branch: %q", got)
	}
	p.Causes[0].Whys[0].Whys = []model.Why{{Ref: "W91", Answer: "The form takes any value"}}
	if got := found(p); slices.Contains(got, "human-error W90 human error") {
		t.Errorf("somebody asked on: %q", got)
	}
}

func TestPlacesGroupsAndOrdinaryWordsAreNoNames(t *testing.T) {
	p := model.New("Payments 500s", now)
	p.Participants = []model.Participant{{Name: "Customer Success"}, {Name: "Cloud Bot"}, {Name: "Ann Lee", Handle: "index"}, {Name: "Jo Tamm", Handle: "jtamm"}}
	for _, text := range []string{
		"Santa Clara lost power.", "The Charlotte region lost power.", "The Laura replica lagged.",
		"Every customer saw it.", "The cloud and the index were slow.",
	} {
		if got := said(p, coach.Causes, text); len(got) > 0 {
			t.Errorf("%q is fine: %q", text, got)
		}
	}
	for _, text := range []string{"Laura merged it.", "jtamm merged it.", "@index merged it."} {
		if got := said(p, coach.Causes, text); len(got) != 1 {
			t.Errorf("%q names somebody: %q", text, got)
		}
	}
}

func TestOtherLanguagesAreLeftAlone(t *testing.T) {
	for _, text := range []string{
		"Der Entwickler hat den Index vergessen und die Migration nicht geprüft, das war ein Human Error.",
		"L'équipe n'a pas vérifié la migration, une human error dans le plan.",
		"インデックスを忘れた。human error だった。",
		"المهندس نسي الفهرس",
	} {
		if coach.IsEnglish(text) {
			t.Errorf("%q is not English", text)
		}
		if got := said(nil, coach.Causes, text); len(got) > 0 {
			t.Errorf("%q is not read: %q", text, got)
		}
	}
	if !coach.IsEnglish("Error rate on /payments crosses 5 %") || !coach.IsEnglish("pods restarted") {
		t.Error("short and terse texts count as English")
	}
}

func TestAFindingPointsAtItsWords(t *testing.T) {
	text := "The queue filled up.\nThe *operator forgot* to drain it, and we should have tested that."
	found := coach.NewReader(nil).Read(coach.Causes, text)
	if len(found) != 2 {
		t.Fatalf("found %+v", found)
	}
	for i, want := range []string{"forgot", "should have tested"} {
		if f := found[i]; f.Text != want || text[f.From:f.To] != want {
			t.Errorf("found %q at %d to %d, want %q", f.Text, f.From, f.To, want)
		}
	}
}

func TestAVagueActionNamesNoOutcome(t *testing.T) {
	for text, vague := range map[string]bool{
		"Improve our monitoring":                                    true,
		"Improve the dashboard by adding the queue's depth":         false,
		"Investigate the pool's limits":                             true,
		"Open a ticket to investigate the crash":                    true,
		"Alert when pool use is over 80 % for 2 minutes":            false,
		"Reduce the retry budget from 5 to 2":                       false,
		"Reduce alert noise":                                        true,
		"Refuse a deploy whose migration has not run":               false,
		"Make sure everyone knows the runbook":                      true,
		"Make sure that the deploy job stops on a failed migration": false,
		"We will look into better dashboards":                       true,
		"Better alerting":                                           true,
		"Increase the number of replicas in each region":            false,
		"Monitor the gateway's queue and send an alert above 500":   false,
		"Continuously validate the plan":                            true,
		"Conduct thorough reviews of the API":                       true,
		"Make the retry budget smaller":                             false,
		"Use a faster disk for the queue":                           false,
		"Set a tighter limit on the connection pool":                false,
		"Replace the queue's disk with a faster one":                false,
		"Run the disk check earlier than the deploy":                false,
		"Move the smoke test earlier in the pipeline":               false,
		"Use a more recent base image":                              false,
		"Find problems faster":                                      true,
		"Add more monitoring":                                       true,
		"Add a better dashboard":                                    true,
		"Have a more thorough review":                               true,
		"Get alerts earlier":                                        true,
		"Documentation audit":                                       true,
		"| Pin the driver to 1.4 | mitigate | mei | DONE |":         false,
		"Die Überwachung der Warteschlange verbessern und den Alarm für das Team einrichten": false,
	} {
		if coach.IsVague(text) != vague {
			t.Errorf("%q: vague is %v", text, !vague)
		}
	}
	p := payments(t)
	p.Actions[2].DoneWhen = "an alert fires when the queue is older than 60 seconds"
	if slices.Contains(found(p), "vague-action A3 Improve our monitoring") {
		t.Error("a done-when that can be checked is an outcome")
	}
}

func TestAnythingCanBeRead(t *testing.T) {
	odd := []string{"", " ", "a", "'", "`", "``` ", `"`, "“", "[](", "](", "<", "@", "\n\n\n", "- ", "| |", "1.", "\xff\xfe", "should", "should have", "failed to",
		"if", "had we", "too", "not", "no one", "none of", "lack of", "be", strings.Repeat("should have ", 50), strings.Repeat("(", 300)}
	for _, text := range odd {
		for _, section := range coach.Sections {
			coach.NewReader(nil).Read(section, text)
		}
		coach.IsVague(text)
	}
	if err := quick.Check(func(text string) bool {
		for _, f := range coach.NewReader(nil).Read(coach.Lessons, text) {
			if f.From < 0 || f.To > len(text) || f.From >= f.To {
				return false
			}
		}
		return true
	}, nil); err != nil {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"We should have tested it.", "Had we known, we'd `x` \"y\"", "- [a](b) @mei\n> q\n```\nz", "it was\u202e too long", "none of us"} {
		f.Add(seed)
	}
	p := model.New("Payments 500s", now)
	p.Participants = []model.Participant{{Name: "Mei Tanaka", Handle: "mei"}, {Name: "Will"}}
	r := coach.NewReader(p)
	f.Fuzz(func(t *testing.T, text string) {
		for _, section := range coach.Sections {
			last := 0
			for _, found := range r.Read(section, text) {
				if found.From < 0 || found.To > len(text) || found.From >= found.To || found.Question == "" {
					t.Fatalf("%q: %+v", text, found)
				}
				last = found.From
			}
			_ = last
		}
		coach.IsVague(text)
	})
}

var longTexts = map[string]string{
	"field":    strings.Repeat("The team should have tested the plan, and the pool failed to drain. ", 8)[:500],
	"repeated": strings.Repeat("a ", 1<<19),
	"modals":   strings.Repeat("should have ", 1<<16),
	"unbroken": strings.Repeat("x", 1<<20),
	"quotes":   strings.Repeat(`"' (`, 1<<18),
	"brackets": strings.Repeat("](<`", 1<<18),
}

func BenchmarkRead(b *testing.B) {
	r := coach.NewReader(nil)
	for name, text := range longTexts {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				r.Read(coach.Causes, text)
			}
		})
	}
}
