package model_test

import (
	"errors"
	"strings"
	"testing"

	"debrief/model"
)

func TestAFieldAndADocumentHaveBoundsThatAreSaidByName(t *testing.T) {
	p, _ := payments(t)
	long := strings.Repeat("x", model.MaxField)
	for field, do := range map[string]func(p *model.Postmortem, text string){
		"summary":                  func(p *model.Postmortem, text string) { p.Summary = text },
		"events[2].raw":            func(p *model.Postmortem, text string) { p.Events[2].Raw = text },
		"causes[0].whys[0].answer": func(p *model.Postmortem, text string) { p.Causes[0].Whys[0].Answer = text },
		"tags[1]":                  func(p *model.Postmortem, text string) { p.Tags = []string{"a", text} },
		"follow_up.missed":         func(p *model.Postmortem, text string) { p.FollowUp = &model.FollowUp{Missed: text} },
	} {
		q := p.Clone()
		do(q, long)
		if err := q.Validate(); err != nil {
			t.Errorf("%s of 64 KB: %v", field, err)
		}
		do(q, long+"y")
		for _, err := range []error{q.Validate(), q.ValidateChanges(model.Diff(p, q))} {
			broken, ok := errors.AsType[*model.FieldError](err)
			if !ok || broken.Path != field || !strings.HasSuffix(err.Error(), ": has 65 KB, and the most is 64 KB") {
				t.Errorf("%s of one byte more: %v", field, err)
			}
		}
	}
	for range 330 {
		e := model.NewEvent()
		e.Text = long
		p.AddEvent(e, "")
	}
	p.Settle()
	if err := p.Validate(); err == nil || err.Error() != "postmortem: has 21 MB of text, and the most is 20 MB" {
		t.Errorf("330 texts of 64 KB: %v", err)
	}
}

func TestWhatNobodySeesIsAMarkOnTheScreenAndLeadsBack(t *testing.T) {
	for text, want := range map[string]string{
		"abc": "abc", "grün 日本 عربى": "grün 日本 عربى", "👩‍🚒 ❤️ नमस्ते": "👩‍🚒 ❤️ नमस्ते",
		"pay\u202egnp.exe": "pay<U+202E>gnp.exe", "a\u200bb": "a<U+200B>b", "\u2066x\u2069": "<U+2066>x<U+2069>", "so\u00adft": "so<U+00AD>ft",
		"a\u180eb": "a<U+180E>b", "a\u2061\u2064b": "a<U+2061><U+2064>b", "\u206a\u206f": "<U+206A><U+206F>", "\u034f": "<U+034F>",
		"\u3164\uffa0": "<U+3164><U+FFA0>", "\u2800": "<U+2800>", "\U000e0100\U000e01ef": "<U+E0100><U+E01EF>", "\U000e0041": "<U+E0041>",
	} {
		if got := model.Visible(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
		if marked := model.Mark(text); marked != want || model.Unmark(marked) != text {
			t.Errorf("%q is edited as %q, which leads back to %q", text, marked, model.Unmark(marked))
		}
		if got := model.Clean(text); model.Clean(got) != got || model.Visible(got) != got {
			t.Errorf("%q is cleaned to %q, of which something cannot be seen", text, got)
		}
	}
	if got := model.Unmark("<U+0041> <U+ZZ> <U+202E"); got != "<U+0041> <U+ZZ> <U+202E" {
		t.Errorf("what is no mark became %q", got)
	}
	answer := string(model.EncodeAnswer(map[string]string{"text": "\u3164 \U000e0041 😀"}))
	if want := "{\n  \"text\": \"\\u3164 \\udb40\\udc41 😀\"\n}\n"; answer != want {
		t.Errorf("JSON is %s, want %s", answer, want)
	}
}
