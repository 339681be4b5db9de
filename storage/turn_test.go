package storage

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func newTurns(t *testing.T, n int) []*turn {
	t.Helper()
	archive := filepath.Join(t.TempDir(), "archive.db")
	all := make([]*turn, n)
	for i := range all {
		all[i] = newTurn(archive)
		t.Cleanup(all[i].close)
	}
	return all
}

// long is more patience than any test needs.
const long = time.Minute

func TestWhoeverWaitsForATurnGetsIt(t *testing.T) {
	turns := newTurns(t, 8)
	if err := turns[0].take(long); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	for _, other := range turns[1:] {
		go func() {
			err := other.take(long)
			other.leave()
			done <- err
		}()
	}
	turns[0].leave() // it lingers, and then the others come
	for range turns[1:] {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestATurnThatNobodyWaitsForAnyMoreIsGivenBack(t *testing.T) {
	turns := newTurns(t, 3)
	if err := turns[0].take(long); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second wait takes the place of the first in the queue
		if err := turns[1].take(time.Millisecond); !errors.Is(err, ErrBusy) {
			t.Errorf("the hasty one: %v", err)
		}
	}
	turns[0].leave()
	if err := turns[2].take(long); err != nil {
		t.Errorf("a turn was lost: %v", err)
	}
	turns[2].leave()
	if err := turns[1].take(long); err != nil {
		t.Errorf("the hasty one, with more patience: %v", err)
	}
	turns[1].leave()
}

func TestATurnGoesOnWithoutAskingAgain(t *testing.T) {
	turns := newTurns(t, 2)
	for range 3 {
		if err := turns[0].take(long); err != nil {
			t.Fatal(err)
		}
		turns[0].leave()
	}
	turns[0].end() // as its timer does
	if turns[0].goesOn() {
		t.Error("it goes on after its end")
	}
	if err := turns[1].take(long); err != nil {
		t.Error(err)
	}
	turns[1].leave()
}

func TestTheFileOfTurnsMayVanish(t *testing.T) {
	turns := newTurns(t, 2)
	for range 2 {
		for _, mine := range turns {
			if err := mine.take(long); err != nil {
				t.Fatal(err)
			}
			mine.leave()
			mine.end()
		}
		if err := os.Remove(turns[0].path); err != nil {
			t.Fatal(err)
		}
	}
	if err := turns[0].take(long); err != nil {
		t.Fatal(err)
	}
	if err := turns[1].take(time.Millisecond); !errors.Is(err, ErrBusy) {
		t.Errorf("each has a turn of its own: %v", err)
	}
	turns[0].leave()
	turns[0].close()
	turns[1].close()
}

func TestWithoutAFileEverybodysTurnIsAlways(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gone", "archive.db")
	one, two := newTurn(path), newTurn(path)
	for _, mine := range []*turn{one, two} {
		if err := mine.take(0); err != nil {
			t.Error(err)
		}
	}
	one.leave()
	two.close()
	// A link is not followed.
	precious := filepath.Join(t.TempDir(), "precious")
	if err := os.Symlink(precious, newTurn(precious+".db").path); err != nil {
		t.Skip(err)
	}
	three := newTurn(precious + ".db")
	if err := three.take(0); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(precious); err == nil {
		t.Error("a file was made through a link")
	}
}
