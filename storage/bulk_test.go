package storage_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"debrief/model"
	"debrief/storage"
)

// outcome is what was told of one document.
type outcome struct {
	storage.Applied
	err error
}

func importAll(t *testing.T, a *storage.Archive, all []*model.Postmortem, then func(outcome)) (told []outcome) {
	t.Helper()
	err := a.ImportAll(ctx, "batch", slices.Values(all), func(made storage.Applied, err error) {
		told = append(told, outcome{made, err})
		then(told[len(told)-1])
	})
	if err != nil {
		t.Fatal(err)
	}
	return told
}

func TestOfManyDocumentsEachComesInByItself(t *testing.T) {
	path := newPath(t)
	a, other := open(t, path, "ana"), open(t, path, "bo")
	var all []*model.Postmortem
	for i := range 150 {
		all = append(all, incident(-i, fmt.Sprintf("Queue %d was full", i), "ingest", "a consumer was restarted", fmt.Sprintf("shard%d lagged", i)))
	}
	all[7].Ref = "PM-3"
	all[40].Actions = []model.Action{{Title: "answers nothing", Answers: []string{"W9"}}}
	all[99] = all[4]
	all[120].Summary = strings.Repeat("long ", 300_000/5)
	before := all[8].Clone()

	edits := 0
	told := importAll(t, a, all, func(o outcome) {
		if o.err == nil && edits < 3 { // others write in between
			edits++
			must[storage.Applied](t)(other.Apply(ctx, o.Postmortem.Ref, model.Edit{Label: "note", Do: addEvent("seen by another")}))
		}
	})
	if len(told) != len(all) || edits != 3 {
		t.Fatalf("%d of %d documents were told of, and there were %d edits", len(told), len(all), edits)
	}
	refused := map[int]string{40: "actions[0].answers", 99: "already in the archive as " + told[4].Postmortem.Ref, 120: "summary"}
	for i, o := range told {
		switch {
		case refused[i] != "":
			if o.err == nil || !strings.Contains(o.err.Error(), refused[i]) {
				t.Errorf("document %d: %v, want %q", i, o.err, refused[i])
			}
		case o.err != nil:
			t.Errorf("document %d: %v", i, o.err)
		default:
			steps := must[[]model.Step](t)(other.History(ctx, o.Postmortem.Ref))
			if steps[0].Batch != "batch" || steps[0].N != 1 {
				t.Errorf("%s begins with step %d of the batch %q", o.Postmortem.Ref, steps[0].N, steps[0].Batch)
			}
			replayed(t, other, o.Postmortem.Ref, steps)
		}
	}
	if got := fmt.Sprint(told[7].Postmortem.Formerly, all[8].Ref == before.Ref, len(must[[]model.Entry](t)(other.List(ctx)))); got != "[PM-3] true 147" {
		t.Error(got)
	}
	if refs, _ := search(t, other, "shard77"); refs != told[77].Postmortem.Ref {
		t.Errorf("the words of one lead to %q, want %s", refs, told[77].Postmortem.Ref)
	}
	sameWordsAnew(t, a, path)
}

func TestWhatComesAfterTheEndOfAnImportIsNotTaken(t *testing.T) {
	a, _ := started(t)
	ctx, stop := context.WithCancel(ctx)
	told := 0
	endless := func(yield func(*model.Postmortem) bool) {
		for i := 0; yield(model.New(fmt.Sprintf("incident %d", i), noon)); i++ {
		}
	}
	err := a.ImportAll(ctx, "", endless, func(_ storage.Applied, err error) {
		if told++; cmp.Or(err, ctx.Err()) == nil && told == 100 {
			stop()
		}
	})
	if list := must[[]model.Entry](t)(a.List(context.Background())); !errors.Is(err, context.Canceled) || told < 100 || len(list) != told+1 {
		t.Errorf("%v, %d were told of and %d are there", err, told, len(list)-1)
	}
}
