package model_test

import (
	"bytes"
	"os"
	"testing"
	"time"

	"debrief/model"
)

var noon = time.Date(2026, 11, 18, 12, 0, 0, 0, time.UTC)

func payments(t testing.TB) (*model.Postmortem, []byte) {
	t.Helper()
	b, err := os.ReadFile("testdata/payments.json")
	if err != nil {
		t.Fatal(err)
	}
	p, err := model.Decode(bytes.NewReader(b), noon)
	if err != nil {
		t.Fatal(err)
	}
	return p, b
}

func TestADocumentIsWrittenBackByteForByte(t *testing.T) {
	p, b := payments(t)
	if got := model.Encode(p, false); !bytes.Equal(got, b) {
		t.Errorf("the document came back changed:\n%s", got)
	}
}

func TestAStepIsItsOwnInverse(t *testing.T) {
	p, b := payments(t)
	q := p.Clone()
	for _, err := range []error{
		q.Delete("E8"), q.Delete("W2"), q.Move("E2", 3), q.Reparent("W4", "C2"),
		q.Set("A2", "test.name", "TestPoolPages"), q.Set("", "meeting.minutes", "90"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	q.AddEvent(model.NewEvent(), "")
	q.Settle()
	if err := q.Validate(); err != nil {
		t.Fatal(err)
	}
	back := q.Clone()
	if err := back.Patch(model.Inverse(model.Diff(p, q))); err != nil {
		t.Fatal(err)
	}
	back.Settle()
	if back.Last.E != 9 {
		t.Errorf("the last event number is %d after undo, want 9: a number is never given twice", back.Last.E)
	}
	back.Last = p.Last
	if got := model.Encode(back, false); !bytes.Equal(got, b) {
		t.Errorf("undo did not lead back:\n%s", got)
	}
}
