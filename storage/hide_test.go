package storage_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"debrief/model"
	"debrief/storage"
)

// mum is how a test hides: the word itself is the secret.
func mum(text string) (string, int) {
	return strings.ReplaceAll(text, "mum", "[hidden]"), strings.Count(text, "mum")
}

// says reports whether the archive or its log holds a text.
func says(t *testing.T, path, text string) bool {
	t.Helper()
	for _, name := range []string{path, path + "-wal"} {
		if data, err := os.ReadFile(name); err == nil && strings.Contains(string(data), text) {
			return true
		}
	}
	return false
}

func TestWhateverIsWrittenIsHiddenInEveryFieldAndCounted(t *testing.T) {
	path := newPath(t)
	a := must[*storage.Archive](t)(storage.Open(ctx, path, storage.Options{Author: "ana", Hide: mum}))
	t.Cleanup(func() { _ = a.Close() })
	if made := must[storage.Applied](t)(a.Create(ctx, model.New("mum was the word", noon), "start")); made.Hidden != 1 || made.Postmortem.Title != "[hidden] was the word" {
		t.Errorf("a new one hides %d: %q", made.Hidden, made.Postmortem.Title)
	}
	given := model.Test{Name: "TestIt mum", Passing: &model.Run{Tail: "mum\nmum"}}
	applied := apply(t, a, "1", "add much", func(p *model.Postmortem) error {
		p.Services = []string{"shop", "mum"}
		p.Events = append(p.Events, model.Event{Text: "saw mum", Raw: "saw mum", Count: 1, Kind: "note", Also: []model.Also{{Text: "heard mum"}}})
		p.Causes = append(p.Causes, model.Cause{Text: "mum", Whys: []model.Why{{Answer: "mum"}}})
		p.Actions = append(p.Actions, model.Action{Title: "change it", Status: "open", Test: &given})
		p.FollowUp = &model.FollowUp{Missed: "mum"}
		return nil
	})
	if applied.Hidden != 10 {
		t.Errorf("%d were hidden, want 10", applied.Hidden)
	}
	err := a.Together(ctx, "1", func(one func(model.Edit) (storage.Applied, error)) error {
		applied, err := one(model.Edit{Label: "add an event", Do: addEvent("mum, and what else")})
		if applied.Hidden != 1 {
			t.Errorf("among several, %d were hidden", applied.Hidden)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	other := model.New("elsewhere", noon)
	other.Notes = "mum"
	if brought := must[storage.Applied](t)(a.Import(ctx, other, "")); brought.Hidden != 1 || other.Notes != "mum" {
		t.Errorf("an import hides %d, and what was given is %q now", brought.Hidden, other.Notes)
	}
	if says(t, path, "mum") {
		t.Error("the archive says it")
	}
	if p := load(t, a, "1"); p.Events[0].Also[0].Text != "heard [hidden]" || p.Actions[0].Test.Passing.Tail != "[hidden]\n[hidden]" || !slices.Contains(p.Services, "[hidden]") {
		t.Errorf("it became %+v", p)
	}
}

// TestWhatWasStoredBeforeStays: an archive of an older program holds what nobody hid. An edit of something else, and an undo, leave it.
func TestWhatWasStoredBeforeStays(t *testing.T) {
	path := newPath(t)
	old := must[*storage.Archive](t)(storage.Open(ctx, path, storage.Options{Author: "ana"}))
	must[storage.Applied](t)(old.Create(ctx, model.New("mum was the word", noon), "start"))
	apply(t, old, "1", "say more", func(p *model.Postmortem) error { return p.Set("", "summary", "mum") })
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	a := must[*storage.Archive](t)(storage.Open(ctx, path, storage.Options{Author: "ana", Hide: mum}))
	t.Cleanup(func() { _ = a.Close() })
	if applied := apply(t, a, "1", "set the severity", func(p *model.Postmortem) error { return p.Set("", "severity", "SEV2") }); applied.Hidden != 0 {
		t.Errorf("%d were hidden that nobody wrote", applied.Hidden)
	}
	apply(t, a, "1", "say less", func(p *model.Postmortem) error { return p.Set("", "summary", "") })
	must[storage.Applied](t)(a.Undo(ctx, "1"))
	if p := load(t, a, "1"); p.Summary != "mum" || p.Title != "mum was the word" {
		t.Errorf("it is %q, %q now", p.Title, p.Summary)
	}
}
