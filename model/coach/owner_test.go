package coach_test

import (
	"strings"
	"testing"

	"debrief/model"
	"debrief/model/coach"
	"debrief/model/due"
)

func TestAnOwnerIsOnePersonOrATeamOrSeveralOrNobody(t *testing.T) {
	for kind, owners := range map[coach.Owner][]string{
		coach.OwnerNobody: {
			"", "  ", "-", "?", "…", "N/A", "n/a", "none", "TBD", "tba", "nobody", "Nobody yet", "no owner", "unassigned", "not assigned",
			"to be decided", "someone", "a volunteer", "whoever deploys next", "TBD (see ticket)", "@", ".*",
		},
		coach.OwnerPerson: {
			"Mei", "mei", "@mei", "mei@", "mei@example.com", "Mei Tanaka <mei@example.com>", "[Mei](https://chat.example/mei)", "**Mei**",
			"Anderson", "Sandy Brandt", "Alexandra", "Orlando Grand", "Mary Ann O'Brien", "Jean-Luc van der Berg", "Núria Güell", "王伟",
			"Mei (SRE)", "Mei, payments team", "Mei / Payments", "Mei from the platform team", "Mei Tanaka – SRE", "SRE: Mei", "Platform team (Mei)",
			"Engineering manager Mei Tanaka", "on-call @mei", "Mei Tanaka @mei", "Mei with Joe", "Mei (with help from Joe)", "Mei (she/her)",
			"Will May", "An", "Dev Patel", "Art Page", "Al Moore", "Mark", "me", "Mei Tanaka, PhD", "TBD / Mei", "J. S.",
		},
		coach.OwnerTeam: {
			"the team", "Our Team", "the platform team", "platform-team", "@platform-team", "@acme/payments", "#payments", "engineering", "SRE",
			"SREs", "everyone", "everybody", "all", "@here", "@channel", "we", "us", "Payments", "data platform", "Ops", "DevOps", "infra", "QA",
			"on-call", "on call", "the on-call engineer", "SRE lead", "Notifications opportunity leader", "Head of Engineering", "VP of Product",
			"the service owner", "database admins", "Team Phoenix", "Support", "IT", "someone from the platform team", "one of the SREs",
			"platform team (infra)", "SRE and/or any team member", "PO", "Mei's team", "dev on call", "platform-team@example.com", "the vendor", "backend",
		},
		coach.OwnerSeveral: {
			"Mei and Joe", "Mei, Joe", "mei,joe,noor", "Mei & Joe", "Mei/Joe", "Mei + Joe", "Mei; Joe", "Mei or Joe", "@mei @joe", "@mei/@joe",
			"@mei, @joe and @noor", "Mei and the platform team", "Mei & team", "Mei and Co", "Mei et al", "Mei and others", "Sandy and Anderson",
			"platform team (Mei, Joe)", "mei@example.com, joe@example.com", "[Mei](https://a.example), [Joe](https://b.example)", "Mei → Joe",
			"Mei (SRE), Joe (payments)", "SRE and platform", "Security / HR", "storage, network teams", "MT/JS",
		},
	} {
		for _, owner := range owners {
			if got := coach.OwnerKind(owner); got != kind {
				t.Errorf("%q is %q, want %q", owner, got, kind)
			}
		}
	}
}

func TestTheParticipantsSayWhoIsAPersonAndWhatIsATeam(t *testing.T) {
	p := payments(t)
	p.Participants[0].Name, p.Participants[0].Handle = "Ana and Co", "support"
	p.Participants[1].Team = "Tigers"
	for owner, want := range map[string]string{
		"Ana and Co": "", "@support": "", "Tanaka, Mei": "", "Tigers": "owner-team", "the Tigers": "owner-team", "Lions": "",
		"Ana, Bo": "owner-many", "nobody": "owner-missing", "Support": "",
	} {
		p.Actions[0].Owner = owner
		got := ""
		for _, f := range coach.Check(p, now) {
			if f.At == "A1" && strings.HasPrefix(f.Code, "owner-") {
				got = f.Code
			}
		}
		if got != want {
			t.Errorf("%q: found %q, want %q", owner, got, want)
		}
	}
}

func TestAnOwnerIsReadInTimeThatGrowsWithItsLength(t *testing.T) {
	for _, piece := range []string{"a ", "@a/", "a,", "](", "(", "@", "/", " and ", "TBD/", "é", "\xff"} {
		coach.OwnerKind(strings.Repeat(piece, 1<<20/len(piece)))
		due.Fuzzy(strings.Repeat(piece, 1<<18/len(piece)))
	}
	due.Fuzzy(strings.Repeat("too soon ", 1<<15))
}

func FuzzOwnerKind(f *testing.F) {
	for _, s := range []string{"Mei, Joe (SRE) @x/y", "[a](b) & ](", "@", " with", "et al."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, owner string) {
		p := model.New("x", now)
		p.Actions = []model.Action{{Ref: "A1", Owner: owner, Status: "open", Title: owner}}
		coach.Check(p, now)
		due.Fuzzy(owner)
	})
}
