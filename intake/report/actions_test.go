package report

import (
	"strings"
	"testing"
)

// told is what a document's items say, one a line: the title, who, when and how far.
func told(t *testing.T, text string) string {
	t.Helper()
	var b strings.Builder
	for _, item := range document(t, text).Items {
		b.WriteString(item.Title)
		for _, said := range []string{"@" + strings.TrimPrefix(item.Owner, "@"), "by " + item.Due, item.Status} {
			if said != "@" && said != "by " && said != "open" {
				b.WriteString(" | " + said)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestAGroupThatIsDoneGivesItsItemsTheirState(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"headings": {"# Mail\n\n## Action items\n\n### Done\n\n- Buy a disk\n- Tell the shop (@ada)\n\n### To do\n\n- Alert at 80 %\n",
			"Buy a disk | done\nTell the shop | @ada | done\nAlert at 80 %\n"},
		"a list with points": {"# Mail\n\n## Action items\n\n- Already done:\n  - Buy a disk\n- Still open:\n  - Alert at 80 %\n",
			"Buy a disk | done\nAlert at 80 %\n"},
		"a line in bold": {"# Mail\n\n## Action items\n\n**Completed**\n\n- Buy a disk\n\n**In progress**\n\n- Alert at 80 %\n",
			"Buy a disk | done\nAlert at 80 % | doing\n"},
		"below a label in bold": {"# Mail\n\nIt was late.\n\n**Action items:**\n\n**Done:**\n\n- Buy a disk\n\n**Detection:**\n\n- Alert at 80 %\n",
			"Buy a disk | done\nAlert at 80 %\n"},
		"a heading that says both": {"# Mail\n\n## Completed action items\n\n- Buy a disk\n\n## Action items\n\n- Alert at 80 %\n",
			"Buy a disk | done\nAlert at 80 %\n"},
		"an item of its own keeps what it says": {"# Mail\n\n## Action items\n\n### Done\n\n- Buy a disk (won't do)\n", "Buy a disk | dropped\n"},
		"a definition of done is none":          {"# Mail\n\n## Action items\n\n### Define what done means\n\n- Buy a disk\n", "Buy a disk\n"},
	} {
		if got := told(t, c.text); got != c.want {
			t.Errorf("%s: got\n%swant\n%s", name, got, c.want)
		}
	}
}

func TestPointsBelowAnItemBelongToIt(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"what is meant":  {"# Mail\n\n## Action items\n\n- Alert at 80 %\n  - of the disk, not of the memory\n  - on all hosts\n- Buy a disk\n", "Alert at 80 %\nBuy a disk\n"},
		"who and when":   {"# Mail\n\n## Action items\n\n- Alert at 80 %\n  - Owner: Ada\n  - Due: 2026-06-01\n", "Alert at 80 % | @Ada | by 2026-06-01\n"},
		"numbers":        {"# Mail\n\n## Action items\n\n1. Alert at 80 %\n   1. of the disk\n2. Buy a disk\n", "Alert at 80 %\nBuy a disk\n"},
		"three steps in": {"# Mail\n\n## Action items\n\n* Alert at 80 %\n    * of the disk\n        * in both halls\n* Buy a disk\n", "Alert at 80 %\nBuy a disk\n"},
		"boxes":          {"# Mail\n\n## Action items\n\n- [ ] Move the mail\n  - [x] Buy a disk\n  - [ ] Copy it\n", "Move the mail\nBuy a disk | done\nCopy it\n"},
	} {
		if got := told(t, c.text); got != c.want {
			t.Errorf("%s: got\n%swant\n%s", name, got, c.want)
		}
	}
}

func TestThatThereAreNoneIsNoItem(t *testing.T) {
	for _, none := range []string{"- No immediate action items.", "No immediate action items.", "- None", "- None at this time.", "- No further actions are needed.", "- No follow-up required",
		"- Nothing to do", "- N/A", "No action items were identified.", "- There are no action items."} {
		if got := told(t, "# Mail\n\n## Action items\n\n"+none+"\n"); got != "" {
			t.Errorf("%q is %s", none, got)
		}
	}
	for _, some := range []string{"- No more than two hosts in one hall", "- None of the hosts may share a disk", "- Nothing but mail goes to port 25"} {
		if told(t, "# Mail\n\n## Action items\n\n"+some+"\n") == "" {
			t.Errorf("%q is none", some)
		}
	}
}

func TestAThingInFrontIsNoOwner(t *testing.T) {
	for text, owner := range map[string]string{
		"Migration to a new table": "", "Access to the second hall": "", "Upgrade to version 12 by 4 Dec": "", "Introduction to the mail server": "",
		"Switch to the new disk": "", "Connection to the shop": "", "Response to a full disk": "", "Alerts to the night shift": "", "Guide to the halls": "",
		"Moving to a second hall": "", "Changes to the list of hosts": "", "Reply to the shop": "",
		"Ada to buy a disk": "Ada", "Marion to write a runbook": "Marion", "Ada Lee to write the runbook": "Ada Lee", "Mail team to buy a disk": "Mail team",
		"Buy a disk (owner: Ada, due 2026-06-01, JIRA OPS-7)": "Ada",
		"Buy a disk, due 2026-06-01, JIRA OPS-7":              "",
		"Ada: buy a disk, due 2026-06-01, Jira OPS-7":         "Ada",
		"Buy a disk, by 2026-06-01, ADA":                      "ADA",
	} {
		if got := ActionItem("- " + text).Owner; got != owner {
			t.Errorf("%q: owner %q, want %q", text, got, owner)
		}
	}
}

func TestADayInAClauseIsNoDueDay(t *testing.T) {
	for text, due := range map[string]string{
		"Move the mail before the disk of 2026-05-05 is full":              "",
		"Tell the shop what happened on 5 May":                             "",
		"Keep the letters (lost on 2026-05-05)":                            "",
		"Keep the letters (as in the outage of 5 May 2026)":                "",
		"Delete what was written before 2026-05-05 and is not read":        "",
		"Compare with the copy (taken 2026-05-04)":                         "",
		"Set the deadline: 5 seconds for each letter":                      "",
		"Scale to the target: 80 %":                                        "",
		"Add the timeline: who did what":                                   "",
		"Write it down, as agreed on 5 May":                                "",
		"Delete the copies, made on 2026-05-05":                            "",
		"Use the disk that arrives on 2026-06-01":                          "",
		"Keep letters for 30 days (until 2026-05-05 they were kept for 7)": "",
		"Retire the host on 2026-06-01":                                    "2026-06-01",
		"Hold a drill before 2026-06-01":                                   "2026-06-01",
		"Buy a disk, deadline: Black Friday":                               "Black Friday",
		"Buy a disk, target: end of June":                                  "end of June",
		"Buy a disk by 2026-06-01":                                         "2026-06-01",
		"Buy a disk (due 2026-06-01)":                                      "2026-06-01",
		"Buy a disk (2026-06-01)":                                          "2026-06-01",
		"Buy a disk (expected to last until the spring)":                   "",
		"Buy a disk (due: next sprint)":                                    "next sprint",
	} {
		if got := ActionItem("- " + text).Due; got != due {
			t.Errorf("%q: due %q, want %q", text, got, due)
		}
	}
}

// TestAnItemThatIsStruckOutKeepsItsWordsWhereItSaysWhatBecameOfIt: else what is struck out is what its writer took back.
func TestAnItemThatIsStruckOutKeepsItsWordsWhereItSaysWhatBecameOfIt(t *testing.T) {
	for text, want := range map[string]string{
		"~~Move the mail~~ (won't do)":               "dropped: Move the mail",
		"~~Move the mail~~ - cancelled, too dear":    "dropped: Move the mail - cancelled, too dear",
		"~~Move the mail~~ done on Friday":           "done: Move the mail done on Friday",
		"~~Move the mail~~ Move the queue":           "open: Move the queue",
		"~~Move the mail~~ - move the queue, Friday": "open: - move the queue, Friday",
	} {
		if item := ActionItem("- " + text); item.Status+": "+item.Title != want {
			t.Errorf("%q is %s: %s, want %s", text, item.Status, item.Title, want)
		}
	}
}

func TestARowThatIsStruckOutKeepsItsWordsWhereItsColumnSaysWhatBecameOfIt(t *testing.T) {
	const head = "# Mail\n\n## Action items\n\n| What | Owner | Status |\n|---|---|---|\n"
	if got := told(t, head+"| ~~Move the mail~~ | Ada | dropped |\n| ~~Buy a disk~~ | Ada | done |\n| ~~Buy a host~~ | Ada | |\n| Buy ~~two~~ three racks | Bo | done |\n"); got !=
		"Move the mail | @Ada | dropped\nBuy a disk | @Ada | done\nBuy three racks | @Bo | done\n" {
		t.Error(got)
	}
}

func TestAHeadingForEachActionHasItsFieldsBelow(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"points": {"# Mail\n\n## Actions\n\n### Buy a disk\n\nIt is full.\n\n- Owner: Ada\n- Due: 2026-06-01\n\n### Alert at 80 %\n\n- **Owner**: Bo\n- **Due date**: 2026-06-02\n- **Status**: done\n",
			"Buy a disk | @Ada | by 2026-06-01\nAlert at 80 % | @Bo | by 2026-06-02 | done\n"},
		"lines": {"# Mail\n\n## Follow-up\n\n### Action 1: Buy a disk\n\n**Owner:** Ada  \n**Due:** 2026-06-01\n\nWe need it soon.\n\n### Action 2: Alert at 80 %\n\n**Owner:** Bo\n",
			"Buy a disk | @Ada | by 2026-06-01\nAlert at 80 % | @Bo\n"},
		"one line": {"# Mail\n\n## Actions\n\n### Buy a disk\nOwner: Ada | Due: 2026-06-01\n", "Buy a disk | @Ada | by 2026-06-01\n"},
		"a table":  {"# Mail\n\n## Actions\n\n### Buy a disk\n\n| Owner | Due |\n|---|---|\n| Ada | 2026-06-01 |\n", "Buy a disk | @Ada | by 2026-06-01\n"},
	} {
		if got := told(t, c.text); got != c.want {
			t.Errorf("%s: got\n%swant\n%s", name, got, c.want)
		}
	}
}

func TestATableOfActionsAndOwnersIsOneAnywhere(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"below lessons": {"# Mail\n\n## Lessons learned\n\nThe disk was too small.\n\n| Action | Owner |\n|---|---|\n| Buy a disk | Ada |\n", "Buy a disk | @Ada\n"},
		"below a summary": {"# Mail\n\n## Summary\n\nMail was late.\n\n| # | Action item | Owner | Due date | Status |\n|---|---|---|---|---|\n| 1 | Buy a disk | Ada | 2026-06-01 | Done |\n",
			"Buy a disk | @Ada | by 2026-06-01 | done\n"},
		"below a heading that says nothing":   {"# Mail\n\n## Appendix B\n\n| Owner | Action |\n|---|---|\n| Ada | Buy a disk |\n", "Buy a disk | @Ada\n"},
		"without a heading":                   {"# Mail\n\n| Task | Assignee | Deadline |\n|---|---|---|\n| Buy a disk | Ada | 2026-06-01 |\n", "Buy a disk | @Ada | by 2026-06-01\n"},
		"who did what when is a timeline":     {"# Mail\n\n## Timeline\n\n| Time (UTC) | Action | Owner |\n|---|---|---|\n| 2026-05-05 10:00 | added a host | Ada |\n", ""},
		"who owns what is no list of actions": {"# Mail\n\n## Services\n\n| Service | Owner |\n|---|---|\n| mail | Ada |\n", ""},
	} {
		if got := told(t, c.text); got != c.want {
			t.Errorf("%s: got\n%swant\n%s", name, got, c.want)
		}
	}
}
