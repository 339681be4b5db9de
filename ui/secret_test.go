package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// stores reports whether any byte of the archive, of its log or of what is kept beside it says a text.
func (r *rig) stores(text string) bool {
	r.t.Helper()
	if err := r.drafts.Flush(); err != nil {
		r.t.Fatal(err)
	}
	found := false
	err := filepath.WalkDir(r.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		found = found || strings.Contains(string(data), text)
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return found
}

func TestASecretThatIsTypedIsAnnouncedAndNeverStored(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	for _, c := range []struct{ keys, text, secret, announced, shown string }{
		{"2", "02:31 ! mei logged in with password=Winter2026x", "Winter2026x", "1 secret will be hidden", "with password=[hidden: password]"},
		{"2", "postgres://shop:Autumn2028z@db-1/shop and pw: Spring2029w", "2029w", "2 secrets will be hidden", "shop:[hidden: password]@db-1"},
		{"3", "anybody could read api_key=Monsoon2030v7k in the wiki", "Monsoon2030", "1 secret will be hidden", "api_key=[hidden: API key]"},
		{"5", "Rotate password=Harvest2031u by fri 4 dec @mei", "Harvest2031", "1 secret will be hidden", "Rotate password=[hidden"},
	} {
		r.play("press esc esc esc "+c.keys, nil)
		if r.app.Top().Base().Line() == nil {
			r.play("press a", nil)
		}
		r.typeText(c.text)
		r.sees(c.announced)
		if r.drafts.Get(r.app.Top().Base().Place()+"/"+map[string]string{"2": "event", "3": "cause", "5": "action"}[c.keys]) != c.text {
			t.Errorf("the draft is not what was typed: %q", c.text)
		}
		if r.stores(c.secret) {
			t.Errorf("%q is on the disk while it stands in the line", c.secret)
		}
		r.press("enter")
		r.sees("hidden: "+c.announced[:1], c.shown)
		if r.stores(c.secret) {
			t.Errorf("%q is stored", c.secret)
		}
	}
}

func TestASecretInAPastedLineOrAFieldIsHidden(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.press("2")
	r.send(tea.PasteMsg{Content: "02:33 > told support the password is Solstice2032t"})
	r.sees("1 secret will be hidden")
	r.press("enter")
	r.sees("hidden: 1", "the password is [hidden: password]")
	r.play("press esc 1 esc g enter ctrl+u", nil)
	r.typeText("Shop down, token=Equinox2033s4k1")
	r.sees("1 secret will be hidden")
	r.press("enter")
	r.sees("hidden: 1", "Shop down, token=[hidden: token]")
	for _, secret := range []string{"Solstice2032", "Equinox2033"} {
		if r.stores(secret) {
			t.Errorf("%q is stored", secret)
		}
	}
}

func TestASecretStaysInTheLineBehindEscAndIsNotOnTheDisk(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.press("2")
	r.typeText("02:31 ! mei logged in with password=Winter2026x")
	r.press("esc")
	if r.stores("Winter2026x") {
		t.Error("it is on the disk behind esc")
	}
	r.press("a")
	r.sees("password=Winter2026x")
}

// TestTheNextQuestionDoesNotSayTheSecret: it is made of the answer before the archive has that.
func TestTheNextQuestionDoesNotSayTheSecret(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.press("4")
	r.typeText("the pool was opened with password=Harvest2031u")
	r.press("enter")
	if screen := r.screen(); strings.Contains(screen, "Harvest2031u") {
		t.Errorf("the screen shows it:\n%s", screen)
	}
	if r.stores("Harvest2031u") {
		t.Error("it is stored")
	}
}

func TestWhatIsNoSecretIsNotAnnounced(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.press("2")
	for _, text := range []string{
		"02:31 ! reverted 4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d", "02:32 * password: incorrect", `02:33 order 5105105105105100 is \stuck`,
	} {
		r.typeText(text)
		if strings.Contains(r.screen(), "will be hidden") {
			t.Errorf("%q would be hidden", text)
		}
		r.press("enter")
		r.sees("Saved: add an event.")
	}
}
