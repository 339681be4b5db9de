package ui

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"

	"debrief/model"
	"debrief/ui/draw"
)

// onExample opens a sheet of the example in its list, on the first row.
func onExample(t *testing.T, phase string) *rig {
	t.Helper()
	r := newRig(t, 80, 24)
	r.press("e")
	r.press(phase)
	r.play("press esc home", nil)
	return r
}

func TestADeletedBranchComesBackWithTheLinksOfItsActions(t *testing.T) {
	r := onExample(t, "4")
	before := model.Encode(r.pm(), false)
	r.press("d")
	r.sees("Delete C1, 6 answers below it and the links from A1, A3", "delete all of it")
	r.press("k")
	if !bytes.Equal(model.Encode(r.pm(), false), before) {
		t.Error("it was kept, and yet something changed")
	}
	r.play("press d d", nil)
	if len(r.pm().Causes) != 2 || len(r.pm().Action("A3").Answers) != 0 {
		t.Errorf("%d causes are left, and A3 answers %q", len(r.pm().Causes), r.pm().Action("A3").Answers)
	}
	r.press("u")
	if got := model.Encode(r.pm(), false); !bytes.Equal(got, before) {
		t.Errorf("undo brought back\n%s", got)
	}
}

func TestACauseIsNotDeletedFromTheSheetOfActions(t *testing.T) {
	r := onExample(t, "5")
	before := model.Encode(r.pm(), false)
	r.play("press d", nil)
	r.sees("Delete it on its own sheet")
	if !bytes.Equal(model.Encode(r.pm(), false), before) {
		t.Error("what the actions answer was deleted among them")
	}
}

func TestAnActionWithoutACauseStandsOutUntilOneIsPicked(t *testing.T) {
	r := onExample(t, "5")
	if err := r.app.pm.Set("A4", "answers", ""); err != nil {
		t.Fatal(err)
	}
	r.app.refreshAll()
	r.sees("Answers no cause yet")
	r.play("press end", nil)
	for s, _ := r.app.top().(*sheet); s.list.Selected().Ref != "A4"; {
		r.press("up")
	}
	r.play("press ,", nil)
	r.sees("A4 answers no cause yet: C picks one")
}

func TestTheCausesOfAnActionAreTickedInTheTree(t *testing.T) {
	r := onExample(t, "5")
	r.play("press / A 4 enter C\nsees What does A4 answer?\npress end k space enter", nil)
	if got := r.pm().Get("A4", "answers"); got != "W9, W10" {
		t.Errorf("A4 answers %q, want W9 beside W10", got)
	}
}

func TestEveryStandingQuestionIsOfferedOnce(t *testing.T) {
	r := onExample(t, "4")
	s, _ := r.app.top().(*sheet)
	tree, _ := s.content.(*whys)
	for _, ref := range []string{"C3", "W9"} {
		for range 9 {
			left := tree.probes(ref)
			if len(left) == 0 {
				break
			}
			s.list.Choose(ref, "")
			r.press("P")
			if got := tree.asking(); got != left[0] {
				t.Fatalf("%s was asked %q, want %q", ref, got, left[0])
			}
			r.play("enter It was so\npress esc", nil)
		}
		s.list.Choose(ref, "")
		r.press("P")
		r.sees("Every standing question of " + ref + " was asked.")
	}
}

func TestEveryWordingIsAnotherOne(t *testing.T) {
	r := onExample(t, "4")
	s, _ := r.app.top().(*sheet)
	tree, _ := s.content.(*whys)
	for _, part := range r.pm().Parts() {
		if part.Kind.Letter != "C" && part.Kind.Letter != "W" {
			continue
		}
		tree.aimAt(part.Ref(), "")
		all := slices.Clone(tree.questions())
		slices.Sort(all)
		if n := len(slices.Compact(all)); n != len(tree.questions()) || n < 5 {
			t.Errorf("below %s are asked %q", part.Ref(), tree.questions())
		}
	}
}

func TestWhatIsFoldedIsUnfoldedWhereItIsGoneTo(t *testing.T) {
	r := onExample(t, "4")
	r.play("press z\nsees 6 folded\npress 5 esc home\nsees W3\npress ,", nil)
	r.sees("> W3")
	r.play("press z R z home h\nsees 6 folded\npress l down down down\nsees > W3", nil)
}

func TestAnAnswerLeadsToItsEventAndTheEventBack(t *testing.T) {
	r := onExample(t, "4")
	r.play("press down , 1", nil)
	r.sees("2 FACTS", "E11, used by C1, W1")
	r.play("press . 2", nil)
	r.sees("4 DIG DEEPER", "> W1")
}

func TestThePathIsReadableInAnyWindow(t *testing.T) {
	var steps []step
	for i := range 21 {
		steps = append(steps, step{"W" + strconv.Itoa(i), "the answer that was given at this level of the tree"})
	}
	steps[0].ref = "C1"
	for _, depth := range []int{0, 1, 2, 5, 20} {
		for _, w := range []int{8, 20, 33, 60, 66, 250} {
			for lines := 1; lines < 4; lines++ {
				out := pathLines(steps[:depth+1], w, lines)
				if len(out) == 0 || len(out) > lines || !strings.Contains(strings.Join(out, "\n"), steps[depth].ref) {
					t.Errorf("%d deep in %d lines of %d: %q", depth, lines, w, out)
				}
				for _, l := range out {
					if draw.Width(l) > w {
						t.Errorf("%d deep in %d lines of %d: %q is too wide", depth, lines, w, l)
					}
				}
			}
		}
	}
}

func TestAHumanErrorIsAskedAboutBeforeItIsLeft(t *testing.T) {
	r := newRig(t, 80, 24)
	p := model.New("slow", r.now)
	p.Causes = []model.Cause{{Text: "The wrong flag was set", Whys: []model.Why{{Question: "Why?", Answer: "Somebody typed the other one"}}}}
	if _, err := r.archive.Create(context.Background(), p, "start"); err != nil {
		t.Fatal(err)
	}
	r.run(r.app.open("PM-1", "whys"))
	r.play("press esc r h", nil)
	r.sees("Can W1 be fixed")
	r.play("press n p", nil)
	r.sees("Why was that action possible?")
	r.play("enter The two flags differ by one letter\npress esc", nil)
	r.play("press home down P", nil)
	r.sees("Why was it not caught?")
}

func TestAnAnswerAboutSomebodysErrorIsNotReadAloudAsTheNextQuestion(t *testing.T) {
	r := newRig(t, 80, 24)
	p := model.New("slow", r.now)
	p.Causes = []model.Cause{{Text: "The pipelines were split in June", Whys: []model.Why{{Question: "Why?", Answer: "The engineer forgot the smoke test"}}}}
	if _, err := r.archive.Create(context.Background(), p, "start"); err != nil {
		t.Fatal(err)
	}
	r.run(r.app.open("PM-1", "whys"))
	s, _ := r.app.top().(*sheet)
	tree, _ := s.content.(*whys)
	for ref, want := range map[string]string{
		"C1": "Why is it that the pipelines were split in June?",
		"W1": "What made that the reasonable thing to do?",
	} {
		tree.aimAt(ref, "")
		if got := tree.questions(); got[0] != want || len(got) < 5 {
			t.Errorf("of %s is asked %q, want %q first", ref, got, want)
		}
	}
}

func TestAnActionFromACauseWithRootsIsMarkedAtThatCause(t *testing.T) {
	r := onExample(t, "4")
	s, _ := r.app.top().(*sheet)
	for _, ref := range []string{"C1", "W2"} {
		s.list.Choose(ref, "")
		r.press("A")
		next, _ := r.app.top().(*sheet)
		if at := next.list.Selected(); at == nil || at.Ref != ref {
			t.Errorf("an action from %s is typed at the row %+v", ref, at)
		}
		r.sees("answers " + ref)
		r.play("press esc 4 esc", nil)
		s, _ = r.app.top().(*sheet)
	}
}

func TestEveryChoiceAboutARootIsInSightAndSoIsTheRoot(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {80, 24}} {
		r := newRig(t, size[0], size[1])
		importPayments(r)
		r.play("press 4 ctrl+u\nenter nothing says that the flag is off\npress enter", nil)
		ref := r.pm().Causes[len(r.pm().Causes)-1].Ref
		for _, part := range r.pm().Parts() {
			if part.Kind.Letter == "W" && r.pm().Get(part.Ref(), "answer") == "nothing says that the flag is off" {
				ref = part.Ref()
			}
		}
		for _, step := range []struct {
			key  string
			sees []string
		}{
			{"a", []string{"actionable", "outside our control", "not known yet"}},
			{"y", nil},
			{"d", []string{"human error", "process gap", "tooling failure", "design weakness", "communication breakdown"}},
			{"n", []string{"now", "later", "none"}},
			{"s", []string{"structural", "proximate", "none"}},
		} {
			r.sees(step.sees...)
			if at := r.app.top().(*sheet).list.Selected(); at == nil || at.Ref != ref {
				t.Errorf("before %s the mark is not at %s but at %+v", step.key, ref, at)
			}
			r.press(step.key)
		}
	}
}

func TestAQuestionThatWasProposedReadsOnWhereItsBranchIsMovedTo(t *testing.T) {
	r := onExample(t, "4")
	s, _ := r.app.top().(*sheet)
	tree, _ := s.content.(*whys)
	s.list.Choose("W1", "")
	r.play("press a\nenter The timer ran at nine\npress esc", nil)
	part := r.pm().Parts()[slices.IndexFunc(r.pm().Parts(), func(p model.Part) bool { return r.pm().Get(p.Ref(), "answer") == "The timer ran at nine" })]
	typed, own := part.Ref(), "What told us?"
	r.run(r.app.edit(model.SetFrom("W2", "question", r.pm().Get("W2", "question"), own, "word it"), nil, nil))
	if got, want := r.pm().Get(typed, "question"), tree.proposed("W1"); got != want {
		t.Fatalf("it was asked %q, want %q", got, want)
	}
	r.run(tree.hang(typed, "C2", nil))
	if got, want := r.pm().Get(typed, "question"), tree.proposed("C2"); got != want {
		t.Errorf("below C2 it is asked %q, want %q", got, want)
	}
	r.run(tree.hang("W2", "C2", nil))
	if got := r.pm().Get("W2", "question"); got != own {
		t.Errorf("a question that somebody worded became %q", got)
	}
}
