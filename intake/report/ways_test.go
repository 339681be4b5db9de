package report

import (
	"strings"
	"testing"
)

// What people of many organisations do, each of which was once read as something else.
func TestWaysOfWritingThatAreEasilyMisread(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"what should have happened is no timeline": {
			"# Mail 2026-05-05\n\n## Timeline\n\n1. **10:00** - The disk is full\n\n## What should have happened (ideal timeline)\n\n1. **10:00** - An alert comes\n",
			"event 2026-05-05T10:00:00Z: The disk is full\n",
		},
		"questions and answers of any language": {
			"# Correo\n\n## Causa raíz (3 porqués)\n\n1. **¿Por qué paró el correo?** — Porque el disco estaba lleno.\n2. **Por que estava cheio?** Porque ninguém olhou.\n" +
				"3. なぜ見なかったか？\n   → 警報がなかった\n",
			"cause : Correo\n  ¿Por qué paró el correo? Porque el disco estaba lleno.\n    Por que estava cheio? Porque ninguém olhou.\n      なぜ見なかったか？ 警報がなかった\n",
		},
		"why it matters is no cause": {"# Mail\n\n## Root cause\n\nThe disk was full.\n\n## Backoff\n\n**Why this matters:**\n- It saves the disk\n", "cause : The disk was full.\n"},
		"a part without marks ends an event": {
			"Postmortem: Mail was late\n\nStart Time: May 5, 2026, 10:00 UTC\nEnd Time: May 5, 2026, 11:00 UTC\nImpact:\nLetters waited.\n\nTimeline:\n\n" +
				"10:00 UTC:\nThe disk is full.\n10:30 UTC:\nA disk is bought.\nRoot Cause:\nNobody looked.\n",
			"started 2026-05-05T10:00:00Z E1\nresolved 2026-05-05T11:00:00Z\nevent 2026-05-05T10:00:00Z: The disk is full.\nevent 2026-05-05T10:30:00Z: A disk is bought.\n" +
				"impact Letters waited.\ncause : Nobody looked.\n",
		},
		"moments that are named by what began": {
			"# Mail\n\n- **Impact start:** 2026-05-05 10:00 UTC\n\n## Timeline (UTC)\n\n**2026-05-05 10:05** - **INCIDENT START:** Letters wait\n**2026-05-05 11:00** - **INCIDENT END:** They go\n",
			"started 2026-05-05T10:00:00Z\nresolved 2026-05-05T11:00:00Z E2\nevent 2026-05-05T10:05:00Z: INCIDENT START: Letters wait\n" +
				"event 2026-05-05T11:00:00Z: INCIDENT END: They go\n",
		},
		"the head of a table tells nothing, nor do dots": {
			"# Mail\n\n## Impact\n\n| What | How much |\n|---|---|\n| Letters | 400 |\n\n## Learnings\n\n| Summary | Details |\n|---|---|\n| Look | Each day |\n| … | … |\n",
			"impact Letters: 400\nlearned: Look: Each day\n",
		},
		"words that a table uses are explained in front of it": {
			"# Mail\n\n## Action items\n\n- Prevent - so that it stays away\n- **P1**: soon\n\n| Action item | Type | Priority | Status |\n|---|---|---|---|\n| Buy a disk | Prevent | P1 | DONE |\n",
			"action Buy a disk; done, preventative, prevention, P1\n",
		},
		"an order in bold is an item, and a name a group": {
			"# Mail\n\n## Preventive measures\n\n1. **Add an alert**\n   - Test it each week\n   - 80 % of the disk\n2. **Disks**\n   - Buy a second one\n   - Move the old mail\n",
			"action Add an alert; Test it each week; 80 % of the disk; open\naction Buy a second one; open\n" +
				"action Move the old mail; open\n",
		},
		"a name is an item where none of those nested in it says what to do": {
			"# Mail\n\n## Preventive measures\n\n1. **Dashboard of the disk**\n   - Space left\n   - Letters per hour\n2. Alerts (in three steps):\n   - Warning: 80 %\n   - Critical: 90 %\n",
			"action Dashboard of the disk; Space left; Letters per hour; open\naction Alerts (in three steps): Warning: 80 %; Critical: 90 %; open\n",
		},
		"names in bold above lists are who sees to them": {
			"# Mail\n\n## Actions\n\n**Ada L**\n- Buy a disk\n- Ask Bo (@cy)\n\n**Cyd and Eve**\n- Add an alert\n\nFrom the answers:\n- Clean the host\n",
			"action Buy a disk; Ada L, open\naction Ask Bo; cy, open\naction Add an alert; Cyd and Eve, open\naction Clean the host; open\n",
		},
		"names of things in bold sort the actions": {
			"# Mail\n\n## Actions\n\n**Kafka**\n- Buy a disk\n\n**Ada**\n- Add an alert\n",
			"action Buy a disk; open\naction Add an alert; open\n",
		},
		"lines that have lost their marks are items": {
			"# Mail\n\n## Actions\n\nBuy a second disk.\nMove the old mail to it.\n\nTo improve:\nMore eyes on the disk.\nFewer letters at night.\n\n" +
				"We will look at the\nDisk and at the host.\n",
			"action Buy a second disk.; open\naction Move the old mail to it.; open\naction More eyes on the disk.; open\naction Fewer letters at night.; open\n" +
				"action We will look at the Disk and at the host.; open\n",
		},
		"a field of a machine is no action": {
			"# Mail\n\n## Evidence\n\n- Action: `Power off`\n- Event: `0x0`\n\n## Actions\n\n- Buy a fan\n", "action Buy a fan; open\n",
		},
		"steps that were taken are actions where each is ticked": {
			"# Mail\n\n## Ideal timeline\n\nNone.\n\n## Corrective actions taken\n\n1. ✅ Bought a disk\n2. ✅ Moved the mail\n", "action Bought a disk; done\naction Moved the mail; done\n",
		},
		"steps that were taken are what happened": {"# Mail\n\n## Actions taken\n\n- Restarted the host\n\n## Impact\n\nLate.\n", "impact Late.\n"},
		"advice is a lesson": {
			"# Mail\n\n## Prevention strategies\n\n### For disks\n\n1. Default to large ones\n\n## Actions\n\n- Buy a disk\n",
			"action Buy a disk; open\nlearned: For disks: Default to large ones\n",
		},
		"a dash in a cell says nothing": {
			"# Mail\n\n## Actions\n\n| What | Due | Type | Ticket |\n|---|---|---|---|\n| Buy a disk | — | — | – |\n", "action Buy a disk; open\n",
		},
		"a status has remarks, and may be said elsewhere": {
			"# Mail\n\n## Actions\n\n| What | Status |\n|---|---|\n| Buy a disk | Done - bought from the shop in the other town, 2026-05-07 |\n| Add an alert | Open (#7) |\n" +
				"| Move the mail | En proceso |\n| Ask Bo | Standing |\n| Look | Closed - was there |\n| Count letters | Open (fold into #3) |\n",
			"action Buy a disk; Status: Done - bought from the shop in the other town, 2026-05-07; done\naction Add an alert; open, #7\naction Move the mail; doing\n" +
				"action Ask Bo; Status: Standing; open\naction Look; Status: Closed - was there; done\naction Count letters; Status: Open (fold into #3); open, #3\n",
		},
		"why is a word of the question": {
			"# Mail\n\n## Five whys\n\n1. **Why** did mail wait?\n   → The disk was full.\n2. **Why** was it full?\n   → Nobody looked.\n",
			"cause : Mail\n  Why did mail wait? The disk was full.\n    Why was it full? Nobody looked.\n",
		},
		"a zone is said in other languages": {
			"# Correio 2026-05-05\n\n## Linha do tempo\n\nTodos os horários em `America/Sao_Paulo` (UTC−3).\n\n| Hora | Evento |\n|---|---|\n| 10:00 | O disco está cheio |\n",
			"event 2026-05-05T13:00:00Z: O disco está cheio\n",
		},
		"minutes are known by their first digit": {
			"# Mail\n\n## Timeline (UTC)\n\n| Time | Event |\n|---|---|\n| 2026-05-05T10:4x:00Z | The disk is full |\n", "event 2026-05-05T10:40:00Z: The disk is full\n",
		},
		"a length stands in front of its window": {
			"# Mail 2026-05-05\n\n**Duration:** ~22 minutes (06:30 EEST – 06:52 EEST)\n\n## Timeline (EEST)\n\n- 06:35 Ada looks\n",
			"started 2026-05-05T03:30:00Z\nresolved 2026-05-05T03:52:00Z\nevent 2026-05-05T03:35:00Z: Ada looks\n",
		},
		"a window in a zone of several meanings": {
			"# Mail 2026-05-05\n\n**Duration:** 22 minutes (06:30 IST – 06:52 IST)\n\n## Timeline (IST)\n\n- 06:35 Ada looks\n",
			"started 2026-05-05T01:00:00Z\nresolved 2026-05-05T01:22:00Z\nevent 2026-05-05T01:05:00Z: Ada looks\n",
		},
		"a window has remarks": {
			"# Mail 2026-05-05\n\n**Window:** ~10:00 UTC (full) → ~11:00 UTC (a disk is bought).\n\n## Timeline (UTC)\n\n- 10:30 Ada looks\n",
			"started 2026-05-05T10:00:00Z\nresolved 2026-05-05T11:00:00Z\nevent 2026-05-05T10:30:00Z: Ada looks\n",
		},
		"what is open is to be done, and an item may be about a lesson": {
			"# Mail\n\n## Open\n\n- Optional: a disk\n\n## Action items\n\n1. **PROCESS LESSON** — Add an alert\n", "action Optional: a disk; open\naction PROCESS LESSON — Add an alert; open\n",
		},
		"marks that an editor has escaped are marks": {
			"\\# Mail\n\n\n\n\\## Impact\n\n\\- Letters waited.\n\n\n\n\\## 5 Whys\n\n1\\. Why did they wait? The disk was full.\n\n2\\. Why was it full? Nobody looked.\n\n\\## Action items\n\n" +
				"| Action | Owner |\n\n|---|---|\n\n| Buy a disk | Ada |\n",
			"impact Letters waited.\ncause : Mail\n  Why did they wait? The disk was full.\n    Why was it full? Nobody looked.\naction Buy a disk; Ada, open\n",
		},
		"fixes that were made are done": {
			"# Mail\n\n## Fixes implemented (PR #12)\n\n### Immediate fixes\n\n1. **A second disk** - beside the first\n",
			"action A second disk - beside the first; done\n",
		},
		"a box that is left open has what stands below it": {
			"# Mail\n\n## Actions\n\n- [ ] Test the disk for:\n  - New letters\n  - Old ones\n- [N/A] Buy a tape\n- Use fewer disks. (Accomplished.)\n",
			"action Test the disk for: New letters; Old ones; open\naction Buy a tape; dropped\naction Use fewer disks.; done\n",
		},
		"an item about a cause is an item": {
			"# Mail\n\n## Recommendations\n\n1. **Investigate the root cause of the noise**: why is the disk loud?\n\n## Specific tasks to address the issue include:\n\n- Buy a disk\n\n## 预防\n\n- 看磁盘\n",
			"action Investigate the root cause of the noise: why is the disk loud?; open\naction Buy a disk; open\naction 看磁盘; open\n",
		},
		"a year that stands once holds for all days": {
			"# Mail\n\n_Ada Lee 2024-02-22._\n\n## Timeline\n\n- 15:30 UTC Feb 20: The disk is full\n- c.16:30 UTC Feb 20: A disk is bought\n",
			"event 2024-02-20T15:30:00Z: The disk is full\nevent 2024-02-20T16:30:00Z: A disk is bought\n",
		},
		"a moment with a remark": {
			"# Mail\n\n| Field | Value |\n|---|---|\n| Start | 2026-05-05 10:00 UTC (first letter that waited) |\n\n## What allowed this to happen?\n\nNobody looked.\n",
			"started 2026-05-05T10:00:00Z\ncause : Nobody looked.\n",
		},
		"a report that leaves two places open": {
			"# Incident report\n\n**Date:** [your date here]\n\n## Impact\n\nOn [date], letters came late and some were lost.\n\n## Causes\n\n- The disk of the host was full.\n" +
				"- Nobody had looked at the alert.\n\n## Action items\n\n- Buy a second disk for letters\n- Look at the alert each day\n\n## Lessons\n\n- One disk is not enough\n- An alert must wake somebody\n",
			"impact On [date], letters came late and some were lost.\ncause : The disk of the host was full.\ncause : Nobody had looked at the alert.\n" +
				"action Buy a second disk for letters; open\naction Look at the alert each day; open\nlearned: One disk is not enough\nlearned: An alert must wake somebody\n",
		},
		"clocks among words in a column for times": {
			"# Mail\n\n**Date:** 2026-05-05\n\n## Timeline\n\n| Time (UTC) | Event |\n|---|---|\n| Days prior | Letters wait |\n| 10:00 | The disk is full |\n| Morning | Ada looks |\n| Fix | A disk is bought |\n",
			"event 2026-05-05T10:00:00Z: The disk is full\n",
		},
		"a numbered heading of the actions is no action": {
			"# Mail\n\n## 9. Preventive measures (next year)\n\n1. **Disks**\n   - Buy one\n\n# Future works\n\n## A second host\n\nIt will be bought.\n",
			"action Buy one; open\naction It will be bought.; open\n",
		},
		"a fix that resolved it is no action": {
			"# Mail\n\n## Resolution\n\n### Immediate fix\n\n- Bought a disk\n\n## Preventive measures implemented\n\n- A second disk\n\n## Next steps\n\n- Buy a tape (RECOMMENDED)\n",
			"action A second disk; done\naction Buy a tape (RECOMMENDED); open\n",
		},
		"a column for times of another language": {
			"# Mail\n\n## タイムライン\n\n| 時刻 (JST) | イベント |\n|---|---|\n| 2026-05-05 10:00 頃 | ディスクが一杯 |\n| 同日 | 調査 |\n| 後日 | 復旧 |\n",
			"event 2026-05-05T01:00:00Z: ディスクが一杯\n",
		},
		"figures below the actions are none": {
			"# Mail\n\n## Action items\n\n- Restore any hour: point-in-time recovery (PITR)\n\n| Metric | Before | Goal |\n|---|---|---|\n| LCP | 5.6s | <2.5s |\n\n" +
				"## Log\n\n| What | Lead indicator | Status |\n|---|---|---|\n| The disk | Letters wait | seen |\n",
			"action Restore any hour: point-in-time recovery (PITR); open\n",
		},
		"a window is a start and an end": {
			"# Mail\n\n- **Date of incident**: 2026-05-05 21:15 UTC to 2026-05-06 01:20 UTC\n  (four hours)\n\n## Timeline\n\n- 2026-05-05 21:15 UTC: The disk is full\n",
			"started 2026-05-05T21:15:00Z E1\nresolved 2026-05-06T01:20:00Z\nevent 2026-05-05T21:15:00Z: The disk is full\n",
		},
		"a window of clocks in a zone": {
			"# Mail 2026-05-05\n\n| 項目 | 値 |\n|---|---|\n| 影響期間 | 2026-05-05 19:25 JST 〜 21:27 JST（2 時間） |\n\n## Timeline\n\n- 2026-05-05 19:25 JST The disk is full\n",
			"started 2026-05-05T10:25:00Z E1\nresolved 2026-05-05T12:27:00Z\nevent 2026-05-05T10:25:00Z: The disk is full\n",
		},
		"what readers are called to do is nobody's item": {"# Mail\n\n## Call to action\n\n- Use a second disk\n", ""},
	} {
		r := wholeDocument(t, "x.md", c.text)
		if len(r.Incidents) != 1 {
			t.Errorf("%s: %d postmortems", name, len(r.Incidents))
			continue
		}
		if got := inShort(r.Incidents[0].Post); got != c.want {
			t.Errorf("%s: got\n%swant\n%s", name, got, c.want)
		}
	}
}

func TestAPasteIsCalledByItsFirstLine(t *testing.T) {
	r := wholeDocument(t, "x.md", "Postmortem: Mail was late\n\nTimeline:\n\n2026-05-05 10:00 The disk is full\n")
	if got := r.Incidents[0].Post.Title; got != "Postmortem: Mail was late" {
		t.Errorf("title %q", got)
	}
}

func TestHowFarAnItemIsAndWhoDoesItAreNotGuessed(t *testing.T) {
	for text, want := range map[string]string{
		"Page us when a backup has been missed":                   "Page us when a backup has been missed | open",
		"If mail has not been read since it was sent, send again": "If mail has not been read since it was sent, send again | open",
		"The second disk has been added":                          "The second disk has been added | done",
		"Automated local tests":                                   "Automated local tests | open",
		"Bought the disk - Done":                                  "Bought the disk | done",
		"Fixed the alert":                                         "Fixed the alert | done",
		"FIXED the alert":                                         "the alert | done",
		"Refinamiento de la alerta":                               "Refinamiento de la alerta | open",
		"Proto buffers for mail":                                  "Proto buffers for mail | open",
		"Buy disks (Redis is currently on old ones)":              "Buy disks (Redis is currently on old ones) | open",
		"Buy disks (Ada is on it)":                                "Buy disks | @Ada | open",
	} {
		item := ActionItem("- " + text)
		got := item.Title
		if item.Owner != "" {
			got += " | @" + item.Owner
		}
		if got += " | " + item.Status; got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	r := wholeDocument(t, "x.md", "# Mail\n\n## Actions\n\n| Action | Owner | Status |\n|---|---|---|\n| Buy a disk | — | Done (`ab12cd` of the repository for disks, and one more) |\n")
	if got := inShort(r.Incidents[0].Post); got != "action Buy a disk; Status: Done (`ab12cd` of the repository for disks, and one more); done\n" {
		t.Errorf("got %s", got)
	}
}

func TestALineThatIsHalfUnderstoodIsNotLost(t *testing.T) {
	for _, text := range []string{
		"# Mail\n\n## Timeline\n\nTimes in UTC. Told from the logs.\n\n- 2026-05-05 10:00 The disk is full\n",
		"# Mail\n\n## Timeline\n\nTimes are UTC; Told from the logs.\n\n- 2026-05-05 10:00 The disk is full\n",
		"# Mail\n\n- **Date**: 2026-05-05 (Told from the logs)\n- **Severity**: page\n\n## Timeline\n\n- 2026-05-05 10:00 The disk is full\n",
		"# Mail\n\n**Started:** 2026-05-05 10:00 UTC (Told from the logs)\n\n## Timeline\n\n- 2026-05-05 10:00 The disk is full\n",
		"# Mail\n\n**Author**: Engineering Team\n\n## Timeline\n\n- 2026-05-05 10:00 The disk is full\n",
	} {
		r := wholeDocument(t, "x.md", text)
		found := strings.Contains(r.Incidents[0].Post.Summary, "Told from the logs")
		for _, d := range r.Dropped {
			found = found || strings.Contains(d.Text, "Engineering Team")
		}
		if !found {
			t.Errorf("lost: %q", text)
		}
	}
}
