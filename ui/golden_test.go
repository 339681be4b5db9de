package ui

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"debrief/model"
)

var update = flag.Bool("update", false, "write the frames that the walks show, to be read before they are accepted")

// TestWalks follows every walk at three sizes of the window and compares its frames with those that were accepted: at 80 by 24 each of
// them, at the other sizes those that the walk marks with "everywhere". What holds of every frame is tested at every size.
func TestWalks(t *testing.T) {
	t.Parallel()
	walks, err := filepath.Glob("testdata/walks/*.txt")
	if err != nil || len(walks) == 0 {
		t.Fatal("no walks", err)
	}
	for _, walk := range walks {
		script, err := os.ReadFile(walk)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(walk), ".txt")
		for _, size := range [][2]int{{40, 10}, {80, 24}, {120, 40}} {
			t.Run(fmt.Sprintf("%s/%dx%d", name, size[0], size[1]), func(t *testing.T) {
				t.Parallel()
				r := newRig(t, size[0], size[1])
				n := 0
				r.play(string(script), func(frame string) {
					n++
					screen := r.screen() + "\n"
					frame, everywhere := strings.CutSuffix(frame, " everywhere")
					if !everywhere && size != [2]int{80, 24} {
						return
					}
					file := fmt.Sprintf("testdata/frames/%s/%02d-%s.%dx%d.txt", name, n, frame, size[0], size[1])
					compareFrame(t, file, screen)
				})
			})
		}
	}
}

func compareFrame(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: the screen has changed\n--- now\n%s--- accepted\n%s", file, got, want)
	}
}

// TestTheSixSheetsAcrossTheRoom shows each sheet at the size of a projector that people have zoomed into: of the example, and of a
// night with long sentences.
func TestTheSixSheetsAcrossTheRoom(t *testing.T) {
	for _, of := range []string{"example", "night"} {
		r := newRig(t, 100, 30)
		if of == "night" {
			if _, err := r.archive.Create(t.Context(), overMidnight(12), "start"); err != nil {
				t.Fatal(err)
			}
			r.run(r.app.Load("PM-1", "assemble", ""))
		} else {
			r.play("press e", nil)
		}
		for i, phase := range model.Phases {
			r.play(fmt.Sprintf("press esc %d", i+1), nil)
			compareFrame(t, fmt.Sprintf("testdata/frames/six-sheets/%s-%d-%s.100x30.txt", of, i+1, phase), r.screen()+"\n")
		}
	}
}
