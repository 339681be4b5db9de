package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"debrief/model"
)

// documentOfActions writes a document of PM-7 with so many actions.
func documentOfActions(t *testing.T, actions int) string {
	t.Helper()
	pm := model.New("The pool ran dry", time.Date(2026, 11, 18, 2, 14, 0, 0, time.UTC))
	pm.Ref = "PM-7"
	for i := range actions {
		a := model.NewAction()
		a.Title = fmt.Sprintf("action %d", i)
		pm.Actions = append(pm.Actions, a)
	}
	pm.Settle()
	file := filepath.Join(t.TempDir(), "PM-7.json")
	if err := os.WriteFile(file, model.Encode(pm, true), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestOfManyWhoRecordInOneDocumentAtOnceNobodyLosesAnything(t *testing.T) {
	const many = 12
	file := documentOfActions(t, many)
	var running []*exec.Cmd
	for i := range many {
		cmd := exec.Command("debrief", "prove", fmt.Sprintf("PM-7/A%d", i+1), "--from", file, "--seen", "failing", "--commit", "4f1c09e")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		running = append(running, cmd)
	}
	for _, cmd := range running {
		if err := cmd.Wait(); err != nil {
			t.Errorf("%v: %v", cmd.Args, err)
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	pm, err := model.Decode(bytes.NewReader(data), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range pm.Actions {
		if a.Test.Loop() != model.TestFailing {
			t.Errorf("the run of %s is lost", a.Ref)
		}
	}
	if entries, err := os.ReadDir(filepath.Dir(file)); err != nil || len(entries) != 1 {
		t.Errorf("beside the document there are %v (%v)", entries, err)
	}
}

func TestADocumentIsLockedUntilItIsReleasedUnderWhateverFileHasItsName(t *testing.T) {
	file := documentOfActions(t, 1)
	release, err := acquire(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lock(file); !errors.Is(err, errHeld) {
		t.Fatal("it was locked twice:", err)
	}
	waiting := make(chan error)
	go func() {
		release, err := acquire(file)
		if err == nil {
			err = release()
		}
		waiting <- err
	}()
	if err := replaceFile(file, besideDocument(file), []byte("{}"), ownersAlone, alone); err != nil {
		t.Fatal(err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if err := <-waiting; err != nil {
		t.Error("who waited did not get it:", err)
	}
	if _, err := acquire(filepath.Dir(file)); err == nil {
		t.Error("a folder was locked")
	}
}
