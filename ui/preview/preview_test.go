package preview

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"debrief/model"
	"debrief/ui/draw"

	"github.com/charmbracelet/x/ansi"
)

var hostile = []string{
	"a \x1b]52;c;aGk=\x07 b", "a \x1b[2J b", "a \x1b]0;title\x07 b", "a \u009b2J b", "a \u009d52;c;aGk=\u009c b",
	"a &#27;]52;c;aGk=&#7; b", "a ~~&**#27;**[31m~~ b", "a &#x1b;[2J b", "a &#155;2J b", "a &#x9d;52;c;aGk=&#x9c; b",
	"`a \x1b[2J b`", "```\n\x1b]52;c;aGk=\x07\n```", "| a | b |\n|---|---|\n| &#27;[2J | \x1bc |", "# a &#27;c b",
	"[a](javascript:alert) b", "[a](file:///etc/passwd) b", "[a](http://x.example/&#27;]52;c;aGk=&#7;) b", "a &#x202e;evil b",
	"<b>\x1b[2J</b> b", "a \x1bP1$r0m\x1b\\ b", "a &#27;&#91;2J b", "a &#27;", "![a](&#27;]0;x&#7;) b",
}

var anyControl = regexp.MustCompile(`[\x00-\x09\x0b-\x1f\x7f-\x{9f}\x{202a}-\x{202e}\x{2066}-\x{2069}]`)

func TestNothingButColoursAndSafeLinksReachesTheTerminal(t *testing.T) {
	for _, text := range hostile {
		for _, style := range Styles {
			out, err := Render([]byte(text), 80, style)
			if err != nil {
				t.Fatal(err)
			}
			rest := sequence().ReplaceAllStringFunc(out, func(s string) string {
				if m := sequence().FindStringSubmatch(s); style != "mono" && opensSafely(m[1]) {
					return ""
				}
				return s
			})
			if anyControl.MatchString(rest) {
				t.Errorf("%s: %q came out as %q", style, text, out)
			}
		}
	}
}

func TestADocumentKeepsItsTextItsColoursAndItsLinks(t *testing.T) {
	const text = "# Payments\n\nThe pool was *full*: see [the graph](https://x.example/g).\n\n| When | What |\n|---|---|\n| 02:14 | 日本 |\n"
	out, err := Render([]byte(text), 40, "dark")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out, "\x1b]8;") || !strings.Contains(out, "https://x.example/g") || !strings.Contains(out, "\x1b[") {
		t.Errorf("colours or links are gone: %q", out)
	}
	for line := range strings.SplitSeq(ansi.Strip(out), "\n") {
		if ansi.StringWidth(line) > 40 {
			t.Errorf("a line is wider than 40 cells: %q", line)
		}
	}
	if plain := ansi.Strip(out); !strings.Contains(plain, "日本") || !strings.Contains(plain, "full") {
		t.Errorf("text is gone: %q", plain)
	}
}

// What can be read on black and on white is neither light nor dark, and stands on no background of its own.
func TestTheTerminalsOwnColoursAreKept(t *testing.T) {
	const text = "# Payments\n\n## Facts\n\nIt was `full`: see [the graph](https://x.example/g).\n\n---\n\n```go\nfunc main() {}\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
	out, err := Render([]byte(text), 80, "own")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`\x1b\[([0-9;]*)m`).FindAllStringSubmatch(out, -1) {
		colour := regexp.MustCompile(`(?:^|;)([34]8;5;\d+|[34]8;2;[0-9;]+|4[0-7]|10[0-7])`).FindString(m[1])
		if colour != "" && !strings.HasSuffix(colour, "38;5;33") && !strings.HasSuffix(colour, "38;5;166") && !strings.HasSuffix(colour, "38;5;244") {
			t.Errorf("a colour that not every terminal shows: %q", m[0])
		}
	}
	if !strings.Contains(out, "38;5;33") {
		t.Errorf("no colours at all: %q", out)
	}
}

func TestAnUnknownStyleIsAnError(t *testing.T) {
	if _, err := Render([]byte("a"), 80, "nosuch"); err == nil {
		t.Error("no error")
	}
}

func FuzzRenderIsSafe(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if out := filter(text); anyControl.MatchString(sequence().ReplaceAllString(out, "")) {
			t.Errorf("%q came out as %q", text, out)
		}
		if out := model.CleanLines(text); anyControl.MatchString(out) {
			t.Errorf("%q was cleaned to %q", text, out)
		}
	})
}

// TestThePageHasTheInksOfItsThemeAndNoGround: those are measured in draw.
func TestThePageHasTheInksOfItsThemeAndNoGround(t *testing.T) {
	const page = "# One\n\n## Two\n\n###### Six\n\nText *so* **so** ~~not~~ `code` [link](https://x.example/) ![image](https://x.example/i.png)\n\n" +
		"> quote\n\n- [x] done\n- [ ] open\n\n1. one\n\n---\n\n| a | b |\n|---|---|\n| c | d |\n\n```go\nfunc main() {} // why\n```\n"
	colour := regexp.MustCompile(`\x1b\[([0-9;:]*)m`)
	for _, style := range []string{"light", "dark"} {
		inks := draw.InksOf(style)
		allowed := map[string]bool{}
		for _, hex := range []string{inks.Accent, inks.Faint, inks.Question} {
			var r, g, b int
			if _, err := fmt.Sscanf(hex, "#%02x%02x%02x", &r, &g, &b); err != nil {
				t.Fatal(err)
			}
			allowed[fmt.Sprintf("38;2;%d;%d;%d", r, g, b)] = true
		}
		out, err := Render([]byte(page), 80, style)
		if err != nil {
			t.Fatal(err)
		}
		seen := 0
		for _, m := range colour.FindAllStringSubmatch(out, -1) {
			rest := m[1]
			for ink := range allowed {
				if strings.Contains(rest, ink) {
					rest = strings.Replace(rest, ink, "", 1)
					seen++
				}
			}
			for n := range strings.SplitSeq(rest, ";") {
				if !slices.Contains([]string{"", "0", "1", "3", "4", "9"}, n) {
					t.Errorf("%s: %q is no ink of the theme", style, m[0])
				}
			}
		}
		if seen < 5 {
			t.Errorf("%s: only %d pieces are in its inks", style, seen)
		}
	}
}
