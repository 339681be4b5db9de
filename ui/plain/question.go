package plain

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"debrief/model"
	"debrief/model/say"
)

// question is one question with what an answer does. An answer that take refuses is asked for again.
type question struct {
	text     string
	says     func() string // the text, where it changes while it is asked
	lines    bool          // the answer may have several lines
	is       string        // what stands there, which an empty line keeps
	propose  string        // what an empty line takes
	proposed string        // the same, in words; "" where it is that
	help     []string      // what can be answered
	choices  []choice      // answered by number, or by the beginning of a word
	many     bool          // several of them, between commas
	more     []command
	take     func(answer string) error
	empty    func() error
}

// choice is one of the words that answer a question.
type choice struct{ word, name string }

func choicesOf(words []string, name func(string) string) []choice {
	all := make([]choice, 0, len(words))
	for _, w := range words {
		c := choice{w, w}
		if name != nil {
			c.name = name(w)
		}
		all = append(all, c)
	}
	return all
}

var yesNo = []choice{{"yes", "yes"}, {"no", "no"}}

// put asks a question until it is answered, skipped, or left.
func (s *session) put(q question) error {
	s.asked++
	s.back = false
	s.sayQuestion(&q)
	for {
		line, err := s.read()
		if err != nil {
			return err
		}
		done, err := s.command(&q, line)
		if err == nil && !done {
			if err = s.answered(&q, line); err == nil {
				return nil
			}
		}
		switch {
		case err == nil:
			s.sayQuestion(&q)
		case isMove(err):
			return err
		default:
			s.say("Not taken: " + strings.TrimRight(say.Safe(err.Error()), ".") + ".")
		}
	}
}

func isMove(err error) bool {
	_, going := errors.AsType[goTo](err)
	return going || errors.Is(err, errBack) || errors.Is(err, errLeave) || errors.Is(err, errAgain) || errors.Is(err, io.EOF)
}

// answered takes an answer that is no command.
func (s *session) answered(q *question, line string) error {
	if line == "" || line == "skip" {
		switch {
		case q.propose != "":
			return q.take(q.propose)
		case q.empty != nil:
			return q.empty()
		}
		return nil
	}
	if !q.lines {
		line = strings.ReplaceAll(line, "\n", " ")
	}
	if bare, ok := strings.CutPrefix(line, `\`); ok && isCommand(bare) {
		line = bare
	}
	if len(q.choices) == 0 {
		if line == "none" && q.is != "" {
			line = ""
		}
		return q.take(line)
	}
	if line == "none" && (q.is != "" || q.propose != "") {
		return q.take("")
	}
	word, err := q.chosen(line)
	if err != nil {
		return err
	}
	return q.take(word)
}

// chosen is the word, or the words, that an answer means.
func (q *question) chosen(line string) (string, error) {
	items := []string{line}
	if q.many {
		items = model.SplitList(line)
		if line == "all" {
			words := make([]string, 0, len(q.choices))
			for _, c := range q.choices {
				words = append(words, c.word)
			}
			return strings.Join(words, ", "), nil
		}
	}
	var words []string
	for _, item := range items {
		i := slices.IndexFunc(q.choices, func(c choice) bool { return begins(c.word, item) || begins(c.name, item) })
		if n, err := strconv.Atoi(item); err == nil {
			i = n - 1
		}
		if i < 0 || i >= len(q.choices) {
			return "", fmt.Errorf("%s is none of them: expected %s", model.Quote(model.Shorten(item, 40)), q.numbered())
		}
		words = append(words, q.choices[i].word)
	}
	return strings.Join(words, ", "), nil
}

func begins(word, typed string) bool {
	return typed != "" && strings.HasPrefix(strings.ToLower(word), strings.ToLower(typed))
}

// numbered are the choices in one line: 1 SEV1, 2 SEV2.
func (q *question) numbered() string {
	all := make([]string, 0, len(q.choices))
	for i, c := range q.choices {
		all = append(all, fmt.Sprint(i+1, " ", c.name))
	}
	return strings.Join(all, ", ")
}

// sayQuestion reads a question out: its number, what stands there, and what is proposed.
func (s *session) sayQuestion(q *question) {
	s.hear()
	text := say.Safe(q.text)
	if q.says != nil {
		text = say.Safe(q.says())
	}
	if s.phase != "" && s.at < len(stepsOf[s.phase]) {
		text = fmt.Sprintf("%d.%d %s", model.PhaseIndex(s.phase)+1, s.at+1, text)
	}
	lines := []string{text}
	if len(q.choices) > 0 {
		lines = append(lines, "  "+q.numbered()+several(q.many))
	}
	switch {
	case q.propose != "":
		shown := q.proposed
		if shown == "" {
			shown = q.propose
		}
		lines = append(lines, "  Proposed: "+say.Safe(shown)+". An empty line takes it, none leaves it open.")
	case q.is != "":
		lines = append(lines, "  Now: "+say.Safe(strings.ReplaceAll(q.is, "\n", " "))+". An empty line keeps it, none takes it away.")
	}
	s.say(lines...)
}

func several(many bool) string {
	if many {
		return "; several between commas, or all"
	}
	return ""
}
