package kinds

import (
	"strings"
	"testing"
)

// told are sentences by which each rule is heard, and such that come near it and are of another kind. Of two rules of one kind either may hear a
// sentence: what a reader sees is the kind.
var told = map[string]struct {
	must  []string
	other map[string]string // sentence: its kind
}{
	"it is decided": {
		must: []string{"Decided to wait for the morning", "Ada and Bo agreed on the smaller host", "We chose to leave the old disk in", "The decision is made to close the shop for an hour", "Discussed the disk, and agreed to wait",
			"Beschlossen, die alte Platte zu behalten", "Décision de garder l'ancien disque", "Se decidió esperar"},
		other: map[string]string{"The two clocks agree again": "note", "The mail server elects a new leader and crashes": "signal"},
	},
	"it is thought": {
		must: []string{"Ada suspects the new disk", "Perhaps the cable is loose", "The queue might be full since the night", "We think that the cron job did it",
			"Vermutlich ist die Platte voll", "Nous pensons que le disque est plein", "Sospechamos del disco"},
		other: map[string]string{"Confirmed that the disk was full, as suspected": "signal", "The alert fires without a thought given to the hour": "signal", "Bo assumes the role of the scribe": "action"},
	},
	"the status page speaks": {
		must:  []string{"Status page: mail is late", "status.mail.example is set to yellow", "Statusseite auf Gelb gesetzt"},
		other: map[string]string{"Restarted the page renderer, status 500 is gone": "action"},
	},
	"those concerned are brought up to date": {
		must:  []string{"Ada updates the incident channel", "Updated all customers with a first answer"},
		other: map[string]string{"Updated the list of hosts by hand": "action"},
	},
	"word is sent": {
		must:  []string{"Sent a message to the whole house", "Bo provides a summary of the night"},
		other: map[string]string{"Provided a second host for the queue": "action"},
	},
	"changes are made": {
		must:  []string{"Changes applied to the second hall", "Ada pushed a change of the queue's limits"},
		other: map[string]string{"Applied ice to the disk": "action", "Change reverted": "action", "Made tea for the night": "note"},
	},
	"the cause is found": {
		must:  []string{"Root cause identified", "Identified the cause: a loose cable", "Ada determines the reason for the long queue", "We traced the cause to host 3"},
		other: map[string]string{"Problem identified": "signal", "We found a loose cable": "signal", "The logs of host 3 reveal the cause": "signal"},
	},
	"somebody is paged": {
		must:  []string{"On-call paged", "Paged the engineer on duty", "The desk pages @bo"},
		other: map[string]string{"Web pages of the shop are down": "signal"},
	},
	"it stands alone": {
		must:  []string{"Repaired", "Mitigated.", "Closed"},
		other: map[string]string{"Repaired the cable": "action", "Closed the shop's account": "action"},
	},
	"it is as before": {
		must:  []string{"The queue returned to its normal length", "Letters return to the usual level"},
		other: map[string]string{"Returned the disk to the shop": "action"},
	},
	"something comes to its end": {
		must:  []string{"Nightly sort of letters completed", "First letters passed, nobody looked"},
		other: map[string]string{"Rollback completed": "action", "Migration finished": "change", "Completed the walk through the hall": "action"},
	},
	"a change is proposed": {
		must:  []string{"PR #12 opened to add a host", "https://code.example/mail/pull/7 was submitted"},
		other: map[string]string{"PR #12 is reverted": "action", "Issue #12 is opened": "communication"},
	},
	"a ticket is opened": {
		must:  []string{"Opened a ticket with the maker of the disks", "A support case is raised"},
		other: map[string]string{"Opened port 25 to the second host": "action"},
	},
	"an incident is declared": {
		must:  []string{"Incident declared", "Ada declares an outage of mail"},
		other: map[string]string{"Variable is declared twice, the build fails": "signal"},
	},
	"a machine reports": {
		must:  []string{"Nagios reports a full disk", "The monitor sent its first mail"},
		other: map[string]string{"A customer reports a lost letter": "communication"},
	},
	"a machine answers or not": {
		must:  []string{"The host responds again", "Nothing replied on port 25"},
		other: map[string]string{"Bo replied to the shop": "communication"},
	},
	"people tell": {
		must: []string{"A user reported that letters are late", "Told the shop to wait", "Asked the maker for a new disk", "Notification to all teams", "First report of late letters",
			"@bo pings the night shift", "Kunden informiert", "Clients prévenus", "Se avisó a la tienda"},
		other: map[string]string{"The host stopped asking for its name": "signal", "HTTP requests double, the queue fails": "signal"},
	},
	"others say so": {
		must:  []string{"The customer confirms that letters arrive", "Two users said that the shop is slow", "The author of the sorter reports a crash"},
		other: map[string]string{"Confirmed that customers get their letters": "signal", "Letters are confirmed by the sorter": "signal"},
	},
	"it is found what it is": {
		must:  []string{"The trouble is identified as a loose cable", "Long queue traced to host 3", "Search narrowed down to two hosts"},
		other: map[string]string{"Identified a loose cable": "signal", "The sorter traced every letter": "signal"},
	},
	"somebody answers a call": {
		must:  []string{"Ada responded to the page", "On-call responds to the alarm"},
		other: map[string]string{"Bo responded to the shop": "communication", "Host 3 responds again": "signal"},
	},
	"somebody takes a part": {
		must:  []string{"Ada assumes the role of the scribe", "Bo took the lead"},
		other: map[string]string{"Ada assumed that host 3 was down": "hypothesis", "The new lead cable fails": "signal"},
	},
	"somebody sets to work": {
		must:  []string{"Ada began work on the queue", "Investigation starts, and the queue is full", "The night shift continues looking"},
		other: map[string]string{"Errors begin on host 3": "signal", "Delivery of letters begins": "signal"},
	},
	"somebody brings it back": {
		must:  []string{"The team restored the second hall", "@bo recovers the letters", "Our provider repaired the cable"},
		other: map[string]string{"The second hall recovered": "signal", "Letters of the team are lost, service restored": "signal"},
	},
	"it runs by itself": {
		must:  []string{"Cron job for old letters", "The nightly cronjob, as every day"},
		other: map[string]string{"Cron job failed": "signal", "Stopped the cron job": "action"},
	},
	"it is undone or taken in hand": {
		must: []string{"Restarted the mail server", "Deploy rolled back, errors drop at once", "Restart the queue on host 3", "Host 3 is taken down", "Patch of the sorter reverted",
			"Failed over to the second hall", "Dienst neu gestartet", "L'équipe a redémarré le service", "Se reinició el servicio"},
		other: map[string]string{"The sorter restarts the queue": "signal", "The restart takes an hour": "action"},
	},
	"a remedy is shipped": {
		must:  []string{"Fix for the queue is deployed", "Merged the revert", "Hotfix released to all hosts"},
		other: map[string]string{"Version 12 is deployed": "change"},
	},
	"a system is changed": {
		must: []string{"Deployed version 12 of mail", "https://code.example/mail/pull/7 is merged", "The new queue goes live", "Deploy of the mail server", "Migration to the new disk begins",
			"Neue Version ausgerollt", "Déploiement de la version 12", "Despliegue de la versión 12"},
		other: map[string]string{"Deploy rolled back": "action", "Deploy failed on the second host": "signal", "Upgrade is reverted": "action"},
	},
	"something stops working": {
		must:  []string{"The queue stopped sending letters", "Host 3 ceases listening"},
		other: map[string]string{"Stopped the queue on host 3": "action"},
	},
	"something stops or goes on": {
		must:  []string{"Delivery stopped", "Delivery of letters halted, the shop closed", "Mail resumes"},
		other: map[string]string{"The queue was stopped": "action", "Stopped the queue": "action"},
	},
	"it goes into production": {
		must:  []string{"Version 12 pushed to production", "Expanded to the canary hosts"},
		other: map[string]string{"Pushed a button": "action"},
	},
	"word comes in": {
		must:  []string{"Received complaints of two shops", "We get a call from the shop"},
		other: map[string]string{"Received an alert": "signal"},
	},
	"a failure begins or ends": {
		must:  []string{"Errors begin on host 3", "The alert clears", "Timeouts stopped"},
		other: map[string]string{"Began a walk through all hosts": "action"},
	},
	"a measure moves": {
		must:  []string{"Traffic increased by half", "Error count drops to nothing"},
		other: map[string]string{"Increased the size of the disk": "action"},
	},
	"a system acts by itself": {
		must:  []string{"The queue restarted itself", "Two hosts rebooted themselves"},
		other: map[string]string{"Ada restarted the queue": "action"},
	},
	"it is over": {
		must:  []string{"Incident closed", "Outage repaired"},
		other: map[string]string{"Closed the valve, repaired the pump": "action"},
	},
	"a copy is brought back": {
		must:  []string{"Restored the letters from the backup"},
		other: map[string]string{"Service restored": "signal"},
	},
	"something is seen": {
		must: []string{"Alert fires for mail", "Bo noticed a long queue", "After an hour, we found the full disk", "Host 3 is unreachable", "Spike in timeouts found", "Mail is back to normal",
			"Rollback fails", "Der Alarm schlägt an, Störung auf Host 3", "Erreurs sur la caisse", "Alerta de latencia"},
		other: map[string]string{"Silenced everything": "action", "Meeting with the whole house": "communication"},
	},
	"something is done": {
		must: []string{"Scaled the queue to ten hosts", "Host 3 is replaced", "Limit of the queue raised", "Port 25 disabled", "Letters moved to the second hall",
			"Forcefully deleting old letters", "Konto deaktiviert", "Se desactivó la cola"},
		other: map[string]string{"The sorter deletes letters": "signal", "A customer deletes their account": "signal", "All 12 hosts in the second hall": "note", "Letters of the day before": "note"},
	},
	"something is looked into": {
		must:  []string{"Ada starts to investigate the queue", "Looking at host 3", "Checks of all disks"},
		other: map[string]string{"Checking the disk, Bo found it full": "signal"},
	},
}

func TestEachRuleHearsItsSentencesAndNoOthers(t *testing.T) {
	rules := map[string]string{}
	for _, es := range lexicon() {
		for _, e := range es {
			rules[e.rule.name] = e.rule.kind
		}
	}
	for name, kind := range rules {
		c := told[name]
		if len(c.must) == 0 || len(c.other) == 0 {
			t.Errorf("%q has no sentences", name)
		}
		for _, s := range c.must {
			if got := Of(s); got != guessOf(kind) {
				t.Errorf("%s: %q is a %+v, want %s", name, s, got, kind)
			}
		}
		for s, want := range c.other {
			if got := Of(s).Kind; got != want {
				t.Errorf("%s: %q is a %s, want %s", name, s, got, want)
			}
		}
	}
	for name := range told {
		if rules[name] == "" {
			t.Errorf("there is no rule %q", name)
		}
	}
}

// Whatever else a text says, nobody decided and nobody thought where no word says so.
func TestADecisionAndAThoughtHaveTheirOwnWords(t *testing.T) {
	for name, c := range told {
		if name == "it is decided" || name == "it is thought" {
			continue
		}
		for _, s := range c.must {
			if kind := Of(s + ", we went on").Kind; kind == "decision" || kind == "hypothesis" {
				t.Errorf("%q is a %s", s, kind)
			}
		}
	}
}

// The same verb is what people did or what they saw a machine do.
func TestWhoDoesItTellsWhichKindItIs(t *testing.T) {
	for s, want := range map[string]string{
		"The first engineer restarts the queue":       "action",
		"The sorter restarts the queue":               "signal",
		"Restarted the queue":                         "action",
		"@bo asks for help":                           "communication",
		"Checked for the usual suspects":              "action",
		"Sorter - letter box starts":                  "signal",
		"Found and removed two letters":               "action",
		"Found and lost two letters":                  "signal",
		"Responding team restarts the queue":          "action",
		"Bo replaced the \"decided\" in the text":     "action",
		"Start of incident. Version 12 is deployed":   "change",
		"The sorter wakes and restarts":               "signal",
		"Ada Lee restarted the queue":                 "action",
		"Mail-sorter restarted the queue":             "signal",
		"`sorter` blocks port 25":                     "signal",
		"Port 25 was blocked":                         "action",
		"Port 25 opened by hand":                      "action",
		"The night shift began cordoning hosts":       "signal",
		"The night team began cordoning hosts":        "action",
		"Hosts keep restarting":                       "signal",
		"Second hall fails over to the first":         "signal",
		"Failed over to the first hall":               "action",
		"The worker has restarted":                    "signal",
		"All workers have been restarted":             "action",
		"The journal reported a full disk":            "signal",
		"The shop reported a full letter box":         "communication",
		"The night job triggers a migration":          "change",
		"celery takes the whole disk":                 "signal",
		"The deploy lowers a limit":                   "change",
		"The sorter whittled the letters down":        "signal",
		"The sorter loses its place in the long line": "signal",
		"Engineers started to revert the limits":      "action",
		"To spare the disk, letters are deleted":      "action",
		"Hosts alerts refined":                        "action",
		"Recovery attempts":                           "action",
		"Rollback errors":                             "signal",
		"Letters waiting: 40 → 90":                    "signal",
		"Ada puts on her coat":                        "note",
	} {
		if got := Of(s).Kind; got != want {
			t.Errorf("%q is a %s, want %s", s, got, want)
		}
	}
}

func TestCodeAddressesAndBracketsSayNothing(t *testing.T) {
	for s, want := range map[string]string{
		"`restart` (decided by nobody) of shelf 3":      "note",
		"`@ada` whittles the queue down":                "action",
		"https://mail.example/decided-to-restart":       "note",
		"The queue of host 3. It was restarted by Ada.": "action",
		"(": "note", "`": "note", "": "note", "((": "note", "...": "note", ",": "note", "`@": "note",
		strings.Repeat("letter ", 500) + "decided": "note",
	} {
		if got := Of(s).Kind; got != want {
			t.Errorf("%.40q is a %s, want %s", s, got, want)
		}
	}
}

func TestAVerbIsHeardInItsForms(t *testing.T) {
	for verb, want := range map[string]string{
		"stop": "stop stops stopped stopping", "apply": "apply applies applied applying", "release": "release releases released releasing",
		"crash": "crash crashes crashed crashing", "open": "open opens opened opening", "commit": "commit commits committed committing",
		"drain": "drain drains drained draining", "deploy": "deploy deploys deployed deploying", "fix": "fix fixes fixed fixing",
	} {
		forms := inflected(verb)
		if got := strings.Join(forms[:], " "); got != want {
			t.Errorf("%s: %s, want %s", verb, got, want)
		}
	}
}

func BenchmarkOf(b *testing.B) {
	texts := []string{"Restarted the mail server", "letters of the day before, and of the day before that one, in no order at all, as they came", "Bo noticed a long queue"}
	b.ReportAllocs()
	for i := range b.N {
		Of(texts[i%len(texts)])
	}
}
