package report

import (
	"fmt"
	"strings"
	"testing"

	"debrief/intake"
)

func document(t *testing.T, text string) Document {
	t.Helper()
	d, err := Read(intake.Input{Name: "x.md", Data: []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// takenApart is a document in short: a line for each passage and each item.
func takenApart(d Document) string {
	var b strings.Builder
	for _, p := range d.Passages {
		fmt.Fprintf(&b, "%d %s: %s\n", p.Line, p.Section, strings.Join(strings.Fields(p.Text), " "))
	}
	for _, i := range d.Items {
		fmt.Fprintf(&b, "%d %s, %s, %s, %s: %s\n", i.Line, i.Status, i.Owner, i.Due, i.Ticket, i.Title)
	}
	return b.String()
}

const wholeReport = `---
title: "Checkout slow for an hour"
authors: Priya Nair
---

# Checkout slow for an hour

**Authors:** Sam Okoro, @lena

## 1. Summary

Checkout was [slow](https://example.com/x) for **all
customers** for an hour.

<!-- Say it in one sentence. -->

> a quotation of somebody

### Impact

- 400 orders took ~~ten~~ five seconds.

## Timeline (UTC)

| Time | What |
|---|---|
| 10:02 | Priya saw the alert |
| 10:04 | We think that the cache is cold |

` + "```\n10:05 ERROR nobody said this\n```" + `

## Root cause

The cache had no limit.

## The Five Whys

- The cache was full.

    **Why was it full?**

    - It had no limit.

## What went well?

_What went well?_

- The alert fired.

## Action items

These came up:

- **Cache**:
  - Give the cache a limit - @sam - 2026-05-04
  - [x] Tell support
- Add an alert
  on the size of the cache
  - Owner: Priya
  - Ticket: SHOP-12
- [ ] Rehearse it

## References

- [The long story](https://example.com)
`

func TestADocumentIsTakenApartByItsHeadings(t *testing.T) {
	d := document(t, wholeReport)
	want := `12 summary: Checkout was [slow](https://example.com/x) for all customers for an hour.
21 facts: 400 orders took five seconds.
27 facts: . 10:02 . Priya saw the alert .
36 causes: The cache had no limit.
40 whys: The cache was full.
44 whys: It had no limit.
50 lessons: The alert fired.
54 action: These came up:
56 action: Cache :
57 action: Give the cache a limit - @sam - 2026-05-04
58 action: Tell support
59 action: Add an alert on the size of the cache
61 action: Owner: Priya
62 action: Ticket: SHOP-12
63 action: Rehearse it
57 open, @sam, 2026-05-04, : Give the cache a limit
58 done, , , : Tell support
59 open, Priya, , SHOP-12: Add an alert on the size of the cache
63 open, , , : Rehearse it
`
	if got := takenApart(d); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if d.Title != "Checkout slow for an hour" || !d.Impact || !d.Timeline || !d.Causes || !d.Actions {
		t.Errorf("%+v", d)
	}
	var people []string
	for _, p := range d.People {
		people = append(people, p.Name+p.Handle)
	}
	if got := strings.Join(people, ", "); got != "Priya Nair, lena, Sam Okoro" {
		t.Errorf("the people are %s", got)
	}
}

func TestAPlaceInAWrappedPassageHasItsOwnLine(t *testing.T) {
	d := document(t, wholeReport)
	p := d.Passages[0]
	if got := p.LineAt(strings.Index(p.Text, "customers")); got != 13 {
		t.Errorf("the word stands on line %d, want 13", got)
	}
	if p.LineAt(-1) != 12 || p.LineAt(1<<20) != 13 {
		t.Error("an offset outside of the text has no line")
	}
}

func TestWhatADocumentDoesNotHaveIsNotThere(t *testing.T) {
	for name, c := range map[string]struct {
		text                              string
		impact, timeline, causes, actions bool
	}{
		"nothing at all":                     {"# A day\n\nIt rained.\n", false, false, false, false},
		"only the prompts of a template":     {"## Impact\n\n_Describe who felt it._\n\n## Root cause\n\nTBD\n\n## Action items\n\n- N/A\n", false, false, false, false},
		"an impact told in the summary":      {"## Summary\n\nFor an hour customers could not pay.\n", true, false, false, false},
		"times without a heading for them":   {"# Mail late\n\n- 10:02 UTC alert\n- 10:30 UTC mended\n", false, true, false, false},
		"labels in place of headings":        {"**Impact:** 40 orders\n\n**Root cause:** a full disk\n\n**Action items:**\n\n- Add a disk\n", true, false, true, true},
		"a table of what a report is about":  {"# Mail late\n\n| | |\n|---|---|\n| Impact | 40 mails |\n| Root cause | a full disk |\n", true, false, true, false},
		"headings of other languages":        {"## Auswirkungen\n\n40 Mails\n\n## Ursache\n\nDie Platte\n\n## Maßnahmen\n\n- Platte\n", true, false, true, true},
		"what was done is no plan":           {"## Actions taken\n\n- Restarted it\n", false, false, false, false},
		"only a list of what is to be done":  {"## Next steps\n\nWe will add a disk.\n", false, false, false, true},
		"a heading that only holds the word": {"## Fix the job that sends the follow-up mails for new customers again\n\n- x\n", false, false, false, false},
	} {
		d := document(t, c.text)
		if d.Impact != c.impact || d.Timeline != c.timeline || d.Causes != c.causes || d.Actions != c.actions {
			t.Errorf("%s: impact %v, timeline %v, causes %v, actions %v", name, d.Impact, d.Timeline, d.Causes, d.Actions)
		}
	}
}

func TestItemsAreFoundInEveryShapeThatDocumentsHave(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a table with named columns, in any order": {
			"| Due | Who | Ticket | Action | Status |\n|---|---|---|---|---|\n| 2026-05-04 | Sam | [#7](https://example.com/7) | Add a disk | todo |\n| soon | | | Buy another | DONE |\n",
			"3 open, Sam, 2026-05-04, https://example.com/7: Add a disk\n4 done, , soon, : Buy another\n",
		},
		"a table without a header":          {"| Add a disk to the mail host | prevent | sam | DONE |\n", "1 done, sam, , : Add a disk to the mail host\n"},
		"paragraphs":                        {"We will add a disk by 4 May 2026.\n\nThe host is old.\n", "1 open, , 4 May 2026, : We will add a disk.\n"},
		"numbered headings":                 {"### 1) Add a disk `@sam` [prevent]\n\nIt will help.\n\n- and so on\n", "1 open, @sam, , : Add a disk\n"},
		"subheadings by horizon":            {"### Short term\n\n- Add a disk\n\n### Detection\n\n1. Alert at 80 %\n", "3 open, , , : Add a disk\n7 open, , , : Alert at 80 %\n"},
		"an item that nested ones complete": {"- Teach the checker to\n  - count mails\n  - count disks\n", "2 open, , , : count mails\n3 open, , , : count disks\n"},
		"details below an item":             {"- Teach the checker\n  - it only counts mails now\n", "1 open, , , : Teach the checker\n"},
		"a table without a column for the status": {
			"| Action Item | Type | Owner | Bug |\n|---|---|---|---|\n| Add a disk | prevent | sam | n/a **DONE** |\n" +
				"| Buy a host | process | lena | Bug 5554825 DONE |\n| Alert at 80 % | prevent | lena | :white_check_mark: |\n| Clean up | prevent | sam | n/a |\n",
			"3 done, sam, , : Add a disk\n4 done, lena, , : Buy a host\n5 done, lena, , : Alert at 80 %\n6 open, sam, , : Clean up\n",
		},
		"a table of HTML": {
			"<table>\n<tr><th>Due</th><th>Owner</th><th>Action</th></tr>\n<tr><td></td><td>Sam</td><td>Add a disk</td></tr>\n</table>\n",
			"3 open, Sam, , : Add a disk\n",
		},
		"a table of HTML with a head": {
			"<table><thead><tr><th>Action</th><th>Due</th></tr></thead>\n<tbody>\n<tr><td>Add a disk</td><td>4 May</td></tr>\n</tbody>\n</table>\n",
			"3 open, , 4 May, : Add a disk\n",
		},
		"a table of HTML with a line for each cell": {
			"<table>\n<tr>\n<th>Action</th>\n<th>Owner</th>\n</tr>\n<tr>\n<td>Add a disk</td>\n<td>Sam</td>\n</tr>\n</table>\n",
			"6 open, Sam, , : Add a disk\n",
		},
		"cells of several lines": {
			"| Action | Owner |\n|---|---|\n| Add a disk | Sam<br>Lena |\n| Buy a host | Sam Okoro<br/>@sam |\n",
			"3 open, Sam, Lena, , : Add a disk\n4 open, Sam Okoro @sam, , : Buy a host\n",
		},
		"a name that another item explains": {
			"- Add a disk (Sam)\n- Lena: alert at 80 %\n- Move the cache (Redis)\n- Buy a host - @sam\n- Clean up. Owner: Lena Berg\n",
			"1 open, Sam, , : Add a disk\n2 open, Lena, , : alert at 80 %\n3 open, , , : Move the cache (Redis)\n" +
				"4 open, @sam, , : Buy a host\n5 open, Lena Berg, , : Clean up.\n",
		},
		"a table in German": {
			"| Maßnahme | Verantwortlich | Fällig | Stand |\n|---|---|---|---|\n| Platte einbauen | Sam | 4. Dezember 2026 | offen |\n| Alarm | Lena | Mai | erledigt |\n",
			"3 open, Sam, 4 December 2026, : Platte einbauen\n4 done, Lena, Mai, : Alarm\n",
		},
		"a table in Japanese": {
			"| # | 対応 | 担当 | 期限 | 状態 |\n|---|---|---|---|---|\n| 1 | ディスクを追加 | 田中 | 2026-12-04 | **完了** |\n", "3 done, 田中, 2026-12-04, : ディスクを追加\n",
		},
		"names of parts without any mark, alone on their lines": {
			"- Add a disk\n\nLessons Learned\n\nWhat went well\n\n- Alert at once\n\nAction items\n\n- Alert at 80 %\n\nTimeline\n\n- Restart it\n",
			"1 open, , , : Add a disk\n11 open, , , : Alert at 80 %\n",
		},
		"a line that only looks like the name of a part": {
			"- Add a disk\n\nTimeline\nof the disk\n\n- Alert at 80 %\n", "1 open, , , : Add a disk\n6 open, , , : Alert at 80 %\n",
		},
		"what was done already": {"- We added a disk.\n- The old one has been removed.\n- ~~Buy a host~~\n", "1 done, , , : We added a disk.\n2 done, , , : The old one has been removed.\n"},
	} {
		d := document(t, "## Action items\n"+c.text)
		var b strings.Builder
		for _, i := range d.Items {
			fmt.Fprintf(&b, "%d %s, %s, %s, %s: %s\n", i.Line-1, i.Status, i.Owner, i.Due, i.Ticket, i.Title)
		}
		if b.String() != c.want {
			t.Errorf("%s: got\n%swant\n%s", name, b.String(), c.want)
		}
	}
}

func TestAnItemAloneSaysWhoAndWhen(t *testing.T) {
	for line, want := range map[string]string{
		"":                                    "||",
		"Add disks":                           "||Add disks",
		"- [ ] Add disks - @sam - 2026-01-05": "@sam|2026-01-05|Add disks",
		"Add disks. Owner: @sam. Due: next sprint.":         "@sam|next sprint|Add disks.",
		"Add disks. OWNER: sam@ (DONE).":                    "sam@||Add disks.",
		"Add disks (@sam)":                                  "@sam||Add disks",
		"Add disks (Sam to call the vendor)":                "Sam||Add disks",
		"Add disks (SAM DONE, LENA TO REVIEW)":              "SAM, LENA||Add disks",
		"Give each role its own access, role by need (RBN)": "||Give each role its own access, role by need (RBN)",
		"Move it to another zone (VLAN)":                    "||Move it to another zone (VLAN)",
		"Add disks, owned by the mail team, due 4 May 2026": "the mail team|4 May 2026|Add disks",
		"(mail team) add disks":                             "mail team||add disks",
		"**Sam** Add disks":                                 "Sam||Add disks",
		"**Disks** Add two of them":                         "Disks||Add two of them",
		"The mail team will add disks":                      "The mail team||add disks",
		"Team to add disks":                                 "Team||add disks",
		"Sam Okoro to add disks":                            "Sam Okoro||add disks",
		"Count them with `ls | wc -l | cat` (@sam)":         "@sam||Count them with `ls | wc -l | cat`",
		"Add disks, owner: Sam Okoro, by 30 April 2026":     "Sam Okoro|30 April 2026|Add disks",
		"Add disks, owner: Sam Okoro by 2026-12-04":         "Sam Okoro|2026-12-04|Add disks",
		"Ask @sam": "||Ask @sam",
		"| Add disks to the mail hosts | P1 | Sam / Lena | Q3 |": "Sam / Lena|Q3|Add disks to the mail hosts",
		"Look again at the outage of 2026-01-05":                 "||Look again at the outage of 2026-01-05",
		"- [ ] Alert at 80 % @sam 2026-12-04":                    "@sam|2026-12-04|Alert at 80 %",
		"Add disks (@sam 4 Dec 2026)":                            "@sam|4 Dec 2026|Add disks",
		"Add disks @sam by 4 dec as soon as possible":            "@sam|4 dec|Add disks as soon as possible",
		"Add disks @sam @lena by 4 dec":                          "@sam @lena|4 dec|Add disks",
		"Add disks 📅 2026-12-04 @sam":                            "@sam|2026-12-04|Add disks",
		"Add disks. Owner: Sam 2026-12-04":                       "Sam|2026-12-04|Add disks.",
		"Add disks [owner:: Sam] [due:: 2026-12-04]":             "Sam|2026-12-04|Add disks",
		"Add disks | Sam | 2026-12-04":                           "Sam|2026-12-04|Add disks",
		"Add a disk | Sam Okoro-Lindqvist | 4 Dec":               "Sam Okoro-Lindqvist|4 Dec|Add a disk",
		"Add disks to each of the mail hosts | Sam<br>Lena | Q3": "Sam, Lena|Q3|Add disks to each of the mail hosts",
	} {
		i := ActionItem(line)
		if got := i.Owner + "|" + i.Due + "|" + i.Title; got != want {
			t.Errorf("%q: %s, want %s", line, got, want)
		}
	}
}

func TestANameBesideADayIsWhoDoesItByThen(t *testing.T) {
	for line, want := range map[string]string{
		"Add disks (Sam, 2026-12-04)":                     "Sam|2026-12-04|Add disks",
		"Add disks (Sam Okoro, 2026-12-04)":               "Sam Okoro|2026-12-04|Add disks",
		"Add disks (Sam by 2026-12-04)":                   "Sam|2026-12-04|Add disks",
		"Add disks (by 4 Dec: Sam and Lena)":              "Sam and Lena|4 Dec|Add disks",
		"Add disks (mail team, due 4 Dec)":                "mail team|4 Dec|Add disks",
		"Add disks [Sam, 4 Dec]":                          "Sam|4 Dec|Add disks",
		"Add disks - Sam - 2026-12-04":                    "Sam|2026-12-04|Add disks",
		"Add disks – Sam – 4 December 2026":               "Sam|4 December 2026|Add disks",
		"Add disks — 4 Dec — Sam":                         "Sam|4 Dec|Add disks",
		"Sam: add disks by 2026-12-04":                    "Sam|2026-12-04|add disks",
		"Add disks (Sam)":                                 "||Add disks (Sam)",
		"Sam: add disks":                                  "||Sam: add disks",
		"Backups: add one by 2026-12-04":                  "|2026-12-04|Backups: add one",
		"Load Testing: rehearse it by 2026-12-04":         "|2026-12-04|Load Testing: rehearse it",
		"Impact: tell the merchants by 2026-12-04":        "|2026-12-04|Impact: tell the merchants",
		"Add disks (Merged 2026-12-04)":                   "||Add disks",
		"Add disks (VLAN, 2026-12-04)":                    "|2026-12-04|Add disks (VLAN)",
		"Count them again on the hosts a, b - 2026-12-04": "|2026-12-04|Count them again on the hosts a, b",
	} {
		i := ActionItem(line)
		if got := i.Owner + "|" + i.Due + "|" + i.Title; got != want {
			t.Errorf("%q: %s, want %s", line, got, want)
		}
	}
}

//nolint:misspell // it is French, Spanish and Italian
func TestTheLabelsOfOtherLanguagesAreRead(t *testing.T) {
	for line, want := range map[string]string{
		"Platte einbauen. Verantwortlich: Sam. Fällig: 2026-12-04":            "Sam|2026-12-04",
		"Platte einbauen, zuständig: Sam Okoro, bis zum 4. März 2027":         "Sam Okoro|4 March 2027",
		"Platte einbauen, verantwortlich: Sam, am 2026-12-04 mit dem Betrieb": "Sam|2026-12-04",
		"Ajouter un disque, responsable : Sam, échéance : 1er août 2027":      "Sam|1 August 2027",
		"Ajouter un disque, responsable : Sam, avant le 2026-12-04":           "Sam|2026-12-04",
		"Añadir un disco. responsable: Sam, fecha límite: 2026-12-04":         "Sam|2026-12-04",
		"Aggiungere un disco (responsabile: Sam, scadenza: 2026-12-04)":       "Sam|2026-12-04",
		"Adicionar um disco, responsável: Sam, prazo: 2026-12-04":             "Sam|2026-12-04",
		"Schijf toevoegen, verantwoordelijke: Sam, deadline: 2026-12-04":      "Sam|2026-12-04",
		"ディスクを追加する 担当: 田中 期限: 2026-12-04":                                     "田中|2026-12-04",
		"ディスクを追加する（担当：田中、期限：2026-12-04）":                                      "田中|2026-12-04",
		"担当：田中、2026-12-04までにディスクを追加する":                                        "田中|2026-12-04",
		"Platte einbauen bis 3 Stück da sind":                                 "|",
		"Platte einbauen. Frist: 2026-02-30":                                  "|2026-02-30",
	} {
		i := ActionItem(line)
		if got := i.Owner + "|" + i.Due; got != want {
			t.Errorf("%q: %s, want %s", line, got, want)
		}
	}
}

func TestADayThatTheCalendarDoesNotHaveIsNoDay(t *testing.T) {
	for line, want := range map[string]bool{
		"Add disks, owner: Sam, due: 30 Feb 2027": false, "Add disks, owner: Sam, due: 28 Feb 2027": true, "Add disks (@sam, 2027-02-30)": false,
		"Add disks - @sam - 2027-02-28": true, "| Add disks to the hosts | Sam | 2027-02-30 |": false, "| Add disks to the hosts | Sam | 2027-03-30 |": true,
		"Add disks, owner: Sam, by 31 April": false, "Add disks, owner: Sam, by 30 April": true, "Add disks, owner: Sam, by 4/5/2027": true,
	} {
		if i := ActionItem(line); i.Dated != want {
			t.Errorf("%q names a day: %v (%q)", line, i.Dated, i.Due)
		}
	}
}

func TestLongDocumentsLoseNothing(t *testing.T) {
	for name, c := range map[string]struct {
		text            string
		passages, items int
	}{
		"one word":        {"## Action items\n\n- " + strings.Repeat("a", 1<<19), 1, 1},
		"brackets":        {"## Action items\n\n- " + strings.Repeat("[(@**~~<", 1<<16), 1, 1},
		"nested items":    {"## Action items\n\n" + strings.Repeat(strings.Repeat(" ", 300)+"- a:\n", 1000), 1000, 1000},
		"many sections":   {strings.Repeat("## Timeline\n\n- 10:00 a\n\n**Impact:** b\n", 5000), 10000, 0},
		"a long row":      {"## Action items\n\n" + strings.Repeat("| a ", 1<<16) + "|", 1, 1},
		"many paragraphs": {"## Next steps\n\n" + strings.Repeat("We will add one.\n\n", 10000), 10000, 10000},
	} {
		d := document(t, c.text)
		if len(d.Passages) != c.passages || len(d.Items) != c.items {
			t.Errorf("%s: %d passages and %d items", name, len(d.Passages), len(d.Items))
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		wholeReport,
		"- **Key events**\n  - First detected: 10:00\n- **Impact**:\n  - a\n",
		"| Action | Owner |\n|---|---|\n| a | b |\n",
		"Authors: A B, @c\n\n## 5 whys\n\n**Why?**\n",
		"<b>a</b><br>[x][y] ![z](u) `c` ~~d~~\n\n[y]: http://e\n",
		"\xff\xfe#\x00 \x00",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Read(intake.Input{Name: "x", Data: data})
		if err != nil {
			return
		}
		lines := strings.Count(string(data), "\n") + strings.Count(string(data), "\r") + 1
		if len(data) > 1 && (data[0] == 0xff || data[0] == 0xfe) {
			lines = len(data) // of two bytes each
		}
		for _, p := range d.Passages {
			if p.Line < 1 || p.LineAt(len(p.Text)) > lines {
				t.Fatalf("%q: a passage at line %d of %d: %q", data, p.Line, lines, p.Text)
			}
		}
		for _, i := range d.Items {
			if i.Line < 1 || i.Line > lines || strings.ContainsAny(i.Title+i.Owner+i.Due, "\n\x00") {
				t.Fatalf("%q: %+v", data, i)
			}
		}
	})
}

func TestPartsAndActionsAreKnownWithoutTheirMarks(t *testing.T) {
	d := document(t, "Mail was late\n\nImpact\nNobody got mail.\n\nRoot cause\nThe disk was full.\n\nAction items\n- Buy a disk (Ada, 2026-06-01)\n")
	if !d.Impact || !d.Causes || len(d.Items) != 1 || d.Items[0].Owner != "Ada" || d.Items[0].Due != "2026-06-01" {
		t.Errorf("plain headings: %+v", d)
	}
	d = document(t, "# Mail\n\n## Actions\n\n### Buy a disk\n\n- Owner: Ada\n- Due: 2026-06-01\n\n### 2. Alert at 80 %\n\n**Owner:** Bo\n**Due:** 2026-06-02\n")
	if len(d.Items) != 2 || d.Items[0].Owner != "Ada" || d.Items[0].Due != "2026-06-01" || d.Items[1].Owner != "Bo" || d.Items[1].Due != "2026-06-02" {
		t.Errorf("a heading for each action: %+v", d.Items)
	}
	d = document(t, "# Mail\n\n**Root cause**: the disk.\n\n| Action item | Owner | Due |\n|---|---|---|\n| Buy a disk | Ada | 2026-06-01 |\n")
	if len(d.Items) != 1 || d.Items[0].Owner != "Ada" {
		t.Errorf("a table of actions below a cause: %+v", d.Items)
	}
}

func TestWhatWasPastedIsNotReadAsTheReportsOwnWords(t *testing.T) {
	said := document(t, "# Mail was late\n\n## Summary\n\n2026-11-18 02:14:05 ERROR mx[7]: no space left\n\n02:15 <ada> who broke it\n\n"+
		"Ada [2:16 AM]\n\n18/11/2026 02:17 - the disk was full\n\n2026-11-18T02:18:00 the queue grew\n")
	if len(said.Passages) != 2 || !strings.Contains(said.Passages[0].Text, "disk") || !strings.Contains(said.Passages[1].Text, "queue") {
		t.Errorf("passages: %+v", said.Passages)
	}
}
