package ui

import (
	"bytes"
	"context"
	"reflect"
	"slices"
	"testing"

	"debrief/model"
	"debrief/ui/ask"
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
	r.play("press k enter", nil)
	if !bytes.Equal(model.Encode(r.pm(), false), before) {
		t.Error("it was kept, and yet something changed")
	}
	r.play("press d d enter", nil)
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
	if err := r.app.open.pm.Set("A4", "answers", ""); err != nil {
		t.Fatal(err)
	}
	r.app.refreshAll()
	r.play("press end", nil)
	for s := r.app.Top().Base(); s.List.Selected().Ref != "A4"; {
		r.press("up")
	}
	r.sees("Answers no cause yet")
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
	s := r.app.Top().Base()
	for _, ref := range []string{"C3", "W9"} {
		for range 9 {
			left := ask.Probes(r.pm(), ref)
			if len(left) == 0 {
				break
			}
			s.List.Choose(ref, "")
			r.press("P")
			if got := s.Asking(); got != left[0] {
				t.Fatalf("%s was asked %q, want %q", ref, got, left[0])
			}
			r.play("enter It was so\npress esc", nil)
		}
		s.List.Choose(ref, "")
		r.press("P")
		r.sees("Every standing question of " + ref + " was asked.")
	}
}

func TestEveryWordingIsAnotherOne(t *testing.T) {
	r := onExample(t, "4")
	for _, part := range r.pm().Parts() {
		if part.Kind.Letter != "C" && part.Kind.Letter != "W" {
			continue
		}
		above, _ := ask.AboveOf(r.pm(), part.Ref())
		questions := ask.Wordings(r.pm(), above, "", r.now)
		all := slices.Clone(questions)
		slices.Sort(all)
		if n := len(slices.Compact(all)); n != len(questions) || n < 5 {
			t.Errorf("below %s are asked %q", part.Ref(), questions)
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
	r.play("press down , E 1 1 enter", nil)
	r.sees("2 FACTS", "E11, used by C1, W1")
	r.play("press . W enter", nil)
	r.sees("4 DIG DEEPER", "> W1")
}

func TestAHumanErrorIsAskedAboutBeforeItIsLeft(t *testing.T) {
	r := newRig(t, 80, 24)
	p := model.New("slow", r.now)
	p.Causes = []model.Cause{{Text: "The wrong flag was set", Whys: []model.Why{{Question: "Why?", Answer: "Somebody typed the other one"}}}}
	if _, err := r.archive.Create(context.Background(), p, "start"); err != nil {
		t.Fatal(err)
	}
	r.run(r.app.Load("PM-1", "whys", ""))
	r.play("press esc r right enter", nil)
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
	r.run(r.app.Load("PM-1", "whys", ""))
	for ref, want := range map[string]string{
		"C1": "Why is it that the pipelines were split in June?",
		"W1": "What made that the reasonable thing to do?",
	} {
		above, _ := ask.AboveOf(r.pm(), ref)
		if got := ask.Wordings(r.pm(), above, "", r.now); got[0] != want || len(got) < 5 {
			t.Errorf("of %s is asked %q, want %q first", ref, got, want)
		}
	}
}

func TestAnActionFromACauseWithRootsIsMarkedAtThatCause(t *testing.T) {
	r := onExample(t, "4")
	s := r.app.Top().Base()
	for _, ref := range []string{"C1", "W2"} {
		s.List.Choose(ref, "")
		r.press("A")
		next := r.app.Top().Base()
		if at := next.List.Selected(); at == nil || at.Ref != ref {
			t.Errorf("an action from %s is typed at the row %+v", ref, at)
		}
		r.sees("answers " + ref)
		r.play("press esc 4 esc", nil)
		s = r.app.Top().Base()
	}
}

func TestEveryChoiceAboutARootIsInSight(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {80, 24}} {
		r := newRig(t, size[0], size[1])
		importPayments(r)
		r.play("press 4 ctrl+u\nenter nothing says that the flag is off\npress enter", nil)
		r.sees("actionable", "outside our control", "not known yet")
		r.play("press a enter", nil)
		for _, step := range []struct {
			keys string
			sees []string
		}{
			{"right tab", []string{"yes", "no"}},
			{"right right right right tab", []string{"human error", "process gap", "tooling failure", "design weakness", "communication breakdown"}},
			{"right tab", []string{"now", "later", "no"}},
			{"right", []string{"structural", "proximate"}},
		} {
			r.sees(step.sees...)
			r.play("press "+step.keys, nil)
		}
		r.press("enter")
		why := wordedWhy(r, "nothing says that the flag is off")
		if !why.Root || why.Stop != "actionable" || why.Category != "design weakness" || why.Fixable != "now" || why.Fix != "structural" {
			t.Errorf("it is %+v", why)
		}
	}
}

// wordedWhy is the why with that answer.
func wordedWhy(r *rig, answer string) model.Why {
	r.t.Helper()
	for _, part := range r.pm().Parts() {
		if w, ok := reflect.TypeAssert[model.Why](part.Value); ok && w.Answer == answer {
			return w
		}
	}
	r.t.Fatalf("no answer says %q", answer)
	return model.Why{}
}

func TestAQuestionThatWasProposedReadsOnWhereItsBranchIsMovedTo(t *testing.T) {
	r := onExample(t, "4")
	s := r.app.Top().Base()
	s.List.Choose("W1", "")
	r.play("press a\nenter The timer ran at nine\npress esc", nil)
	part := r.pm().Parts()[slices.IndexFunc(r.pm().Parts(), func(p model.Part) bool { return r.pm().Get(p.Ref(), "answer") == "The timer ran at nine" })]
	typed, own := part.Ref(), "What told us?"
	r.edit(model.SetFrom("W2", "question", r.pm().Get("W2", "question"), own, "word it"))
	if got, want := r.pm().Get(typed, "question"), ask.Proposed(r.pm(), "W1", r.now); got != want {
		t.Fatalf("it was asked %q, want %q", got, want)
	}
	moveUnder(r, typed, "C2")
	if got, want := r.pm().Get(typed, "question"), ask.Proposed(r.pm(), "C2", r.now); got != want {
		t.Errorf("below C2 it is asked %q, want %q", got, want)
	}
	moveUnder(r, "W2", "C2")
	if got := r.pm().Get("W2", "question"); got != own {
		t.Errorf("a question that somebody worded became %q", got)
	}
}

// moveUnder moves a branch by keys.
func moveUnder(r *rig, ref, under string) {
	r.t.Helper()
	r.app.Top().Base().List.Choose(ref, "")
	r.press("M")
	r.app.Top().Base().List.Choose(under, "")
	r.press("enter")
}

// TestWhatIsLeftOpenAboutARootStaysOpen: enter takes what was chosen, and asks on for what was not.
func TestWhatIsLeftOpenAboutARootStaysOpen(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	const answer = "nothing says that the flag is off"
	r.play("press 4 ctrl+u\nenter "+answer+"\npress enter a enter tab tab right tab right", nil)
	r.press("enter")
	why := wordedWhy(r, answer)
	if why.Root || why.Stop != "actionable" || why.Fixable != "now" || why.Fix != "structural" || why.Category != "" {
		t.Errorf("it is %+v", why)
	}
	r.sees("a root cause?")
	r.press("enter") // leaves it for good
	if why := wordedWhy(r, answer); why.Root {
		t.Error("enter alone marked a root")
	}
	r.play("press esc u", nil)
	r.sees("Undone: say what kind of cause")
}
