package report

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"debrief/model"
)

// documentMaker writes documents in the ways of people. Each word of theirs is a word of its own, so that it can be found again.
type documentMaker struct {
	*rand.Rand
	b     strings.Builder
	words int
}

func (m *documentMaker) say(n int) string {
	said := make([]string, n)
	for i := range said {
		m.words++
		said[i] = fmt.Sprintf("wo%sd", strings.Map(func(r rune) rune { return r - '0' + 'a' }, fmt.Sprint(m.words)))
	}
	return strings.Join(said, " ")
}

func (m *documentMaker) any(of ...string) string { return of[m.IntN(len(of))] }

func (m *documentMaker) linef(format string, values ...any) {
	fmt.Fprintf(&m.b, format+"\n", values...)
}

// section writes a heading and some of what stands below one.
func (m *documentMaker) section(level int) {
	name := m.any("Summary", "Impact", "Background", "Detection", "Root cause", "Contributing factors", "Trigger", "Timeline", "Timeline (UTC)",
		"Five whys", "What went well", "What went wrong", "Lessons learned", "Action items", "Prevention", "Participants", "References", "Appendix",
		"Chat log", m.say(2), "Root cause: "+m.say(2), "**"+m.say(1)+"**")
	if m.IntN(5) == 0 {
		m.linef("\n**%s**\n", name)
	} else {
		m.linef("\n%s %s\n", strings.Repeat("#", level), name)
	}
	for range 1 + m.IntN(4) {
		m.block()
	}
}

func (m *documentMaker) block() {
	switch m.IntN(18) {
	case 0, 1:
		m.linef("%s.\n", m.say(4+m.IntN(6)))
	case 2:
		m.linef("%s\n%s.\n", m.say(5), m.say(5))
	case 3, 4:
		mark := m.any("-", "*", "1.", "- [x]", "- [ ]")
		for range 1 + m.IntN(4) {
			m.linef("%s %s", mark, m.say(3))
			if m.IntN(3) == 0 {
				m.linef("    - %s", m.say(2))
			}
			if m.IntN(4) == 0 {
				m.linef("  %s", m.say(2))
			}
		}
		m.linef("")
	case 5:
		m.linef("| %s | %s |\n|---|---|", m.any("Time", "Action", "Metric", "Question"), m.any("What", "Owner", "Value", "Answer"))
		for range 1 + m.IntN(3) {
			m.linef("| %s | %s |", m.any("10:02", "2026-03-02 10:04", m.say(1)), m.say(3))
		}
		m.linef("")
	case 6:
		m.linef("```\n%s\n10:05 %s\n```\n", m.say(3), m.say(2))
	case 7:
		m.linef("> %s\n", m.say(3))
	case 8:
		m.linef("**%s:** %s\n", m.any("Impact", "Severity", "Services", "Owner", "Root cause", "Detected", m.say(1)), m.any(m.say(2), "SEV2", "2026-03-02 10:02"))
	case 9:
		for hour := range 1 + m.IntN(4) {
			m.linef("%s %d:0%d %s", m.any("-", "-", "*"), 10+hour, m.IntN(10), m.say(3))
		}
		m.linef("")
	case 10:
		m.linef("- Why %s?\n  - %s\n", m.say(2), m.say(2))
	case 12:
		m.linef("- **%s**: %s\n  - %s\n    - Owner: %s\n", m.any("Impact", "Root cause", "Key events", m.say(1)), m.say(2), m.say(2), m.say(1))
	case 13:
		m.linef("| %s | %s | %s |\n|---|---|---|\n| %s | %s | %s |\n", m.any("Action", "Item", "#"), m.any("Owner", "Who", "Detail"), m.any("Due", "Priority",
			"Notes"), m.say(3), m.say(1), m.any("2026-04-01", "next sprint", "P2", m.say(2)))
	case 14:
		m.linef("### %d) %s\n\n%s.\n\n- Owner: %s\n", 1+m.IntN(3), m.say(2), m.say(4), m.say(1))
	case 15:
		m.linef("%s\n-----\n\n    %s\n\n<details><summary>%s</summary>\n\n%s\n\n</details>\n", m.say(2), m.say(2), m.say(2), m.say(3))
	case 16:
		m.linef("**Why %s?**\n\n%s: %s\n\nWhy %s? → %s\n", m.say(2), m.any("Answer", "Impact", m.say(1)), m.say(2), m.say(1), m.say(2))
	case 17:
		m.linef("%s:\n\n1. Add %s (@%s) by 2026-04-01\n2. %s [%s](https://example.com/%s) [%s](https://example.com/%s)\n", m.say(2), m.say(2), m.say(1), m.say(2),
			m.say(1), m.say(1), m.say(1), m.say(1))
	case 11:
		m.linef("![%s](img/%s.png) and [%s](https://example.com/%s)\n", m.say(1), m.say(1), m.say(1), m.say(1))
	}
}

func TestNothingIsDroppedUnsaidAndNothingInvented(t *testing.T) {
	for seed := range uint64(200) {
		m := documentMaker{Rand: rand.New(rand.NewPCG(seed, 17))}
		if m.IntN(4) == 0 {
			m.linef("---\ntitle: %s\ndate: 2026-03-02\n%s: %s\n---", m.say(3), m.any("tags", "author", "weight"), m.say(1))
		}
		if m.IntN(3) > 0 {
			m.linef("# %s\n\n%s.\n<!-- %s -->", m.say(3), m.say(5), m.say(1))
		}
		for range 1 + m.IntN(7) {
			m.section(2 + m.IntN(2))
		}
		text := m.b.String()
		r := wholeDocument(t, "x.md", text)
		kept := map[string]bool{}
		for _, i := range r.Incidents {
			for _, s := range append(textsOf(i.Post, ""), append(i.Post.Services, i.Post.Tags...)...) {
				for _, w := range wordsIn(s) {
					kept[w] = true
				}
			}
			if invented := strangers(i.Post, text); invented != "" {
				t.Fatalf("seed %d: %s\n%s", seed, invented, text)
			}
		}
		for _, d := range r.Dropped {
			if d.Why == "" || strings.Split(text, "\n")[d.Line-1] != d.Text {
				t.Fatalf("seed %d: line %d is dropped without a reason, or is another: %q", seed, d.Line, d.Text)
			}
			for _, w := range wordsIn(d.Text) {
				kept[w] = true
			}
		}
		for _, w := range wordsIn(text) {
			if made := strings.HasPrefix(w, "wo") && strings.HasSuffix(w, "d"); made && !kept[w] && !r.Template {
				t.Fatalf("seed %d: %s is in no field and in no line that was dropped\n%s", seed, w, text)
			}
		}
	}
}

// textsOf are the free texts of a postmortem, but for some fields.
func textsOf(p *model.Postmortem, without string) (texts []string) {
	for _, part := range p.Parts() {
		for _, f := range part.Kind.Fields {
			if s, ok := reflect.TypeAssert[string](f.Of(part.Value)); ok && f.Words == "" && f.Ref == "" && !strings.Contains(" "+without+" ", " "+f.Name+" ") {
				texts = append(texts, s)
			}
		}
	}
	return texts
}

// strangers is a text of a postmortem with a word that the document does not have, "" where there is none.
func strangers(p *model.Postmortem, text string) string {
	known := map[string]bool{"x": true} // the file's name
	for _, w := range wordsIn(text) {
		known[w] = true
	}
	for _, s := range textsOf(p, "key origin zone original_zone agenda.preset") {
		for _, w := range wordsIn(s) {
			if !known[w] {
				return fmt.Sprintf("%s is new in %q", w, s)
			}
		}
	}
	return ""
}
