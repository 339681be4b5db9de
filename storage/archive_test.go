package storage_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"debrief/model"
	"debrief/storage"
)

var noon = time.Date(2026, 11, 18, 12, 0, 0, 0, time.UTC)

// open opens an archive for a test; its clock stands at noon.
func open(t testing.TB, path string, author string) *storage.Archive {
	t.Helper()
	a, err := storage.Open(context.Background(), path, storage.Options{Author: author, Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

func newPath(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "archive.db")
}

func payments(t testing.TB) (*model.Postmortem, []byte) {
	t.Helper()
	b, err := os.ReadFile("../model/testdata/payments.json")
	if err != nil {
		t.Fatal(err)
	}
	p, err := model.Decode(bytes.NewReader(b), noon)
	if err != nil {
		t.Fatal(err)
	}
	return p, b
}

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// apply makes an edit that must be saved.
func apply(t testing.TB, a *storage.Archive, ref, label string, do func(*model.Postmortem) error) storage.Applied {
	t.Helper()
	applied, err := a.Apply(context.Background(), ref, model.Edit{Label: label, Do: do})
	if err != nil {
		t.Fatalf("%s: %v", label, err)
	}
	return applied
}

func load(t testing.TB, a *storage.Archive, ref string) *model.Postmortem {
	t.Helper()
	return must[*model.Postmortem](t)(a.Load(context.Background(), ref))
}

func addEvent(text string) func(*model.Postmortem) error {
	return func(p *model.Postmortem) error {
		e := model.NewEvent()
		e.Text = text
		p.AddEvent(e, "")
		return nil
	}
}

func TestADocumentComesBackByteForByte(t *testing.T) {
	p, want := payments(t)
	path := newPath(t)
	a := open(t, path, "ana")
	applied := must[storage.Applied](t)(a.Import(context.Background(), p, "payments.json"))
	if got := model.Encode(applied.Postmortem, false); !bytes.Equal(got, want) {
		t.Errorf("the import changed it:\n%s", got)
	}
	for _, ref := range []string{"PM-1", "pm-1", " 1 "} {
		if got := model.Encode(load(t, open(t, path, "bo"), ref), false); !bytes.Equal(got, want) {
			t.Errorf("%s came back changed:\n%s", ref, got)
		}
	}
}
