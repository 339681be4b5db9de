package ui

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"debrief/export"
	"debrief/export/page"
	"debrief/model"
)

// edited writes the page of a postmortem, changed in pairs of old and new, beside the archive.
func (r *rig) edited(ref string, who page.Audience, pairs ...string) (path string) {
	r.t.Helper()
	pm, err := r.archive.Load(context.Background(), ref)
	if err != nil {
		r.t.Fatal(err)
	}
	text := string(export.Page(page.Of(pm, who, r.now), "portable"))
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			r.t.Fatalf("the page has no %q:\n%s", pairs[i], text)
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	path = filepath.Join(r.dir, "edited.md")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
	return path
}

// bringsBack imports a file from the archive.
func (r *rig) bringsBack(path string) {
	r.t.Helper()
	r.play("press i\nenter "+path, nil)
}

// archiveWithPayments is a rig whose archive has the payments incident and is shown.
func archiveWithPayments(t *testing.T) *rig {
	t.Helper()
	r := newRig(t, 100, 30)
	r.play("press i\nenter ../model/testdata/payments.json\npress esc q", nil)
	return r
}

// TestAnEditedPageIsTakenOverFromTheArchive: what was changed is listed first, and it is one step and one undo.
func TestAnEditedPageIsTakenOverFromTheArchive(t *testing.T) {
	r := archiveWithPayments(t)
	before := r.kept("PM-1")
	r.bringsBack(r.edited("PM-1", page.Team, "Error rate on", "Errors on", "| Joe Smith | 2026-11-27 |", "| Noor Haddad | 2026-12-18 |"))
	r.sees("This is PM-1, changed in 3 places.", `owner: "Joe Smith" -> "Noor Haddad"`, `due: "2026-11-27" -> "2026-12-18"`, "[x] E1")
	if !bytes.Equal(r.kept("PM-1"), before) {
		t.Error("looking at it changes it")
	}

	r.play("press q", nil)
	r.sees("Nothing is taken over yet.")
	r.play("press home down down space", nil) // the second change stays as the archive has it
	r.sees("[ ] A2")
	r.play("press enter", nil)
	r.sees("Taken over. Open PM-1, and u takes it back.")
	pm, err := r.archive.Load(context.Background(), "PM-1")
	if err != nil {
		t.Fatal(err)
	}
	if a := pm.Action("A2"); a.Owner != "Noor Haddad" || a.Due != "2026-11-27" || !strings.HasPrefix(pm.Event("E1").Text, "Errors on") {
		t.Errorf("it became %s, %s, %s", a.Owner, a.Due, pm.Event("E1").Text)
	}

	r.play("press enter esc u", nil)
	r.sees("take over an edited page")
	if owner := r.pm().Action("A2").Owner; owner != "Joe Smith" || strings.HasPrefix(r.pm().Event("E1").Text, "Errors on") {
		t.Errorf("one undo left %s", owner)
	}
}

// TestWhereAPageAndTheArchiveHaveBothChangedThePersonChooses holds that nothing is taken over before.
func TestWhereAPageAndTheArchiveHaveBothChangedThePersonChooses(t *testing.T) {
	r := archiveWithPayments(t)
	path := r.edited("PM-1", page.Team, "Error rate on", "Errors on", "| 2026-12-04 | open", "| 2026-12-04 | doing")
	apply := func(was, status string) {
		t.Helper()
		if _, err := r.archive.Apply(context.Background(), "PM-1", model.SetFrom("A1", "status", was, status, "finish it")); err != nil {
			t.Fatal(err)
		}
	}
	apply("open", "done")
	r.bringsBack(path)
	r.sees("changed in 2 places", "[?] A1", "it was changed here meanwhile")
	r.play("press enter", nil)
	r.sees("Choose page or archive in 1 place first, with space.")
	r.play("press home down c", nil)
	r.sees("[x] A1", "in the archive now: done")

	apply("done", "dropped") // somebody else, while it is looked at
	before := r.kept("PM-1")
	r.play("press enter", nil)
	r.sees("somebody has changed it meanwhile")
	if !bytes.Equal(r.kept("PM-1"), before) {
		t.Error("it was taken over all the same")
	}
	r.play("press q q", nil)
	r.bringsBack(path)
	r.play("press home down c c enter", nil)
	pm, err := r.archive.Load(context.Background(), "PM-1")
	if err != nil {
		t.Fatal(err)
	}
	if got := pm.Action("A1").Status; got != "dropped" || !strings.HasPrefix(pm.Event("E1").Text, "Errors on") {
		t.Errorf("A1 is %s, E1 %q", got, pm.Event("E1").Text)
	}
	r.bringsBack(path)
	r.play("press home down space enter", nil)
	if pm, _ = r.archive.Load(context.Background(), "PM-1"); pm.Action("A1").Status != "doing" {
		t.Errorf("the page's word was chosen, and A1 is %s", pm.Action("A1").Status)
	}
}

// TestAPageThatDoesNotComeBackSaysWhyInItsLine keeps the path that was typed.
func TestAPageThatDoesNotComeBackSaysWhyInItsLine(t *testing.T) {
	r := archiveWithPayments(t)
	before := r.kept("PM-1")
	r.bringsBack(r.edited("PM-1", page.Company))
	r.sees("it was written for the company, and does not come back")
	r.play("press esc esc", nil)
	path := r.edited("PM-1", page.Team)
	r.bringsBack(path)
	r.sees("This is PM-1, and says nothing else.")
	if err := os.WriteFile(path, []byte("# The pool ran dry\n\nNobody knows why.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.bringsBack(path)
	r.sees("neither a debrief document nor a page that debrief wrote")
	if !bytes.Equal(r.kept("PM-1"), before) {
		t.Error("the archive is another one now")
	}
}
