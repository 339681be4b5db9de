package ui

import (
	"bytes"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"debrief/ui/draw"
)

// firstMinute is what the moving picture of the README shows: "press" and "enter" as in a walk, and "look" for as long as it takes to read.
const firstMinute = `
look 900ms
press n
look 500ms
enter Payments 500s after deploy
look 500ms
enter 02:14
look 500ms
press enter
look 1500ms
press 2
look 700ms
enter 02:17 * alert fires, on-call paged #d #alert
look 800ms
enter 02:38 ? connection pool exhausted after the deploy
look 600ms
enter 02:45 ! rolled back the deploy #m #deploy
look 1800ms
press esc 3
look 800ms
enter A release shipped a query without its index #trigger e3
look 1400ms
press esc 4
look 1200ms
enter The migration that adds the index ran after the deploy
look 1500ms
enter Nothing orders migrations and deploys
look 1800ms
press esc 5
look 900ms
enter Refuse a deploy whose migration has not run @mei by 4 dec
look 3500ms
`

// The window of the moving picture, in cells, and how long a key is looked at.
const (
	movieWidth, movieHeight = 80, 22
	aKey                    = 55 * time.Millisecond
)

// shot is one window for a while; its first line is the window's title.
type shot struct {
	draw.Frame

	lasts time.Duration
}

// shots plays a walk, and keeps what the window shows after each key.
func (r *rig) shots(script string) (all []shot) {
	r.t.Helper()
	keep := func(lasts time.Duration) {
		f := r.app.window.frame
		title := "\x1b[38;2;160;168;176m" + r.app.windowTitle() + "\x1b[m"
		all = append(all, shot{draw.Frame{Lines: append([]string{title}, f.Lines...), Cursor: f.Cursor}, lasts})
	}
	for line := range strings.SplitSeq(strings.TrimSpace(script), "\n") {
		verb, rest, _ := strings.Cut(line, " ")
		switch verb {
		case "look":
			r.wait()
			lasts, err := time.ParseDuration(rest)
			if err != nil {
				r.t.Fatal(err)
			}
			keep(lasts)
		case "press":
			for key := range strings.FieldsSeq(rest) {
				r.press(key)
				r.wait()
				keep(aKey)
			}
		case "enter":
			for _, c := range rest {
				r.send(r.key(string(c)))
				keep(aKey)
			}
			r.press("enter")
			r.wait()
			keep(aKey)
		}
	}
	return all
}

// TestTheMovingPictureShowsTheFirstMinuteAsItIs draws the moving picture anew and compares it with the one in docs; -update writes it.
func TestTheMovingPictureShowsTheFirstMinuteAsItIs(t *testing.T) {
	r := newRig(t, movieWidth, movieHeight)
	r.now = time.Date(2026, 11, 18, 9, 30, 0, 0, time.UTC)
	r.app.window.look = draw.NewTheme("dark")
	r.app.refreshAll()
	movie := drawMovie(r.shots(firstMinute))
	pm := r.pm()
	if len(pm.Events) != 3 || len(pm.Causes) != 1 || len(pm.Causes[0].Whys) != 1 || len(pm.Actions) != 1 || pm.Actions[0].Owner != "mei" {
		t.Errorf("it does not show what it should: %d events, %+v, %+v", len(pm.Events), pm.Causes, pm.Actions)
	}
	const most = 300_000
	if len(movie) > most {
		t.Errorf("it has %d bytes, and %d are the most that a page should load", len(movie), most)
	}
	file := filepath.Join("..", "docs", "first-minute.svg")
	if *update {
		if err := os.WriteFile(file, movie, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if accepted, err := os.ReadFile(file); err != nil || !bytes.Equal(accepted, movie) {
		t.Errorf("%s is not what the program shows any more (%v): make golden draws it, then look at it", file, err)
	}
}

// span is when something is to be seen, in thousandths of the whole, from and up to.
type span struct{ from, to int }

// cell is a line at its place, or the cursor at its place where there is no line.
type cell struct {
	y, x int
	line string
}

// drawMovie makes an SVG of windows that follow each other: no script, and each line once, with the times at which it is there. Its colours
// are those of the themes, as the reader's page is dark or light; who wants nothing to move sees the last window.
func drawMovie(shots []shot) []byte {
	total := time.Duration(0)
	for _, s := range shots {
		total += s.lasts
	}
	var order []cell
	seen := map[cell][]span{}
	at := time.Duration(0)
	for _, s := range shots {
		now := span{int(at * 100000 / total), int((at + s.lasts) * 100000 / total)}
		at += s.lasts
		cells := make([]cell, 0, len(s.Lines)+1)
		for y, line := range s.Lines {
			if strings.TrimSpace(line) != "" {
				cells = append(cells, cell{y: y, line: line})
			}
		}
		if c := s.Cursor; c != nil {
			cells = append(cells, cell{y: c.Y + 1, x: c.X})
		}
		for _, c := range cells {
			spans := seen[c]
			if spans == nil {
				order = append(order, c)
			}
			if n := len(spans); n > 0 && spans[n-1].to == now.from {
				spans[n-1].to = now.to
			} else {
				spans = append(spans, now)
			}
			seen[c] = spans
		}
	}
	return movieOf(order, seen, total)
}

func movieOf(order []cell, seen map[cell][]span, total time.Duration) []byte {
	var style, body bytes.Buffer
	names := map[string]string{}
	for _, c := range order {
		times := keyframes(seen[c])
		name := names[times]
		if name == "" && times != "" {
			name = "k" + strconv.FormatInt(int64(len(names)), 36)
			names[times] = name
			fmt.Fprintf(&style, "@keyframes %s{%s}\n", name, times)
		}
		class := ""
		if spans := seen[c]; spans[len(spans)-1].to == 100000 {
			class = ` class="last"`
		}
		if name == "" { // it is there all the time
			class = ` class="last always"`
		}
		fmt.Fprintf(&body, `<g%s style="animation-name:%s">`, class, name)
		if c.line == "" {
			fmt.Fprintf(&body, `<rect x="%d" y="%d" width="2" height="%d" class="i"/>`, pictureMargin+c.x*cellWidth, pictureMargin+c.y*cellHeight, cellHeight)
		}
		drawLine(c.line, func(x int, l look, text string) { writeInk(&body, x, c.y, l, text) })
		body.WriteString("</g>\n")
	}
	var b bytes.Buffer
	w, h := 2*pictureMargin+movieWidth*cellWidth, 2*pictureMargin+(movieHeight+1)*cellHeight
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" `, w, h, w, h)
	b.WriteString(`font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="15">` + "\n<style>\n")
	fmt.Fprintf(&b, "g{visibility:hidden;animation:%.2fs step-end infinite}\n.last{visibility:visible}\n", total.Seconds())
	b.WriteString(inkRules("dark", paper, ink))
	b.WriteString("@media (prefers-color-scheme:light){\n" + inkRules("light", "#ffffff", "#1f2328") + "}\n")
	b.Write(style.Bytes())
	b.WriteString("@media (prefers-reduced-motion:reduce){g{animation:none}}\n</style>\n")
	b.WriteString(`<rect width="100%" height="100%" rx="8" class="p"/>` + "\n")
	b.Write(body.Bytes())
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// keyframes say when something is there; "" for always.
func keyframes(spans []span) string {
	if len(spans) == 1 && spans[0] == (span{0, 100000}) {
		return ""
	}
	var b strings.Builder
	if spans[0].from > 0 {
		b.WriteString("0%{visibility:hidden}")
	}
	percent := func(at int) string { return strconv.FormatFloat(float64(at)/1000, 'f', -1, 64) + "%" }
	for _, s := range spans {
		b.WriteString(percent(s.from) + "{visibility:visible}")
		if s.to < 100000 {
			b.WriteString(percent(s.to) + "{visibility:hidden}")
		}
	}
	return b.String()
}

// inkClasses are the inks of a theme by their classes; i is that of text.
func inkClasses(theme, text string) map[string]string {
	in := draw.InksOf(theme)
	return map[string]string{"i": text, "a": in.Accent, "f": in.Faint, "q": in.Question, "w": in.Warn, "o": in.Good}
}

func inkRules(theme, paper, text string) string {
	rules := ".p{fill:" + paper + "}"
	for _, class := range []string{"i", "a", "f", "q", "w", "o"} {
		rules += "." + class + "{fill:" + inkClasses(theme, text)[class] + "}"
	}
	return rules + "\n"
}

// writeInk writes a piece in the class of its ink.
func writeInk(b *bytes.Buffer, x, y int, l look, text string) {
	for class, fill := range inkClasses("dark", ink) {
		if fill == l.fill {
			writePiece(b, x, y, ` class="`+class+`"`, l, text)
			return
		}
	}
	panic("no ink of the theme is " + l.fill + " of " + html.EscapeString(text))
}

func TestAMovieShowsEachLineWhenItIsThere(t *testing.T) {
	one := shot{draw.Frame{Lines: []string{"title", "\x1b[1mfirst\x1b[m"}}, time.Second}
	two := shot{draw.Frame{Lines: []string{"title", "sec<nd"}}, 3 * time.Second}
	got := string(drawMovie([]shot{one, two, one}))
	for _, want := range []string{
		"animation:5.00s step-end infinite", "@keyframes k0{0%{visibility:visible}20%{visibility:hidden}80%{visibility:visible}}",
		"@keyframes k1{0%{visibility:hidden}20%{visibility:visible}80%{visibility:hidden}}", "sec&lt;nd", `font-weight="bold">first`, "prefers-reduced-motion",
		`class="last always"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %s in\n%s", want, got)
		}
	}
	if strings.Contains(got, "<script") || strings.Count(got, ">title<") != 1 {
		t.Errorf("it scripts, or draws a line twice:\n%s", got)
	}
}

func TestTheWindowTitleFollowsThePhases(t *testing.T) {
	r := newRig(t, 80, 24)
	titles := []string{r.app.View().WindowTitle}
	importPayments(r)
	for _, key := range []string{"2", "3", "4", "5", "6", "q"} {
		r.press(key)
		r.wait()
		if r.app.Top().Typing() {
			r.press("esc")
		}
		titles = append(titles, r.app.View().WindowTitle)
	}
	const of = ": Payments 500s after deploy - debrief"
	want := []string{"debrief", "Facts" + of, "Causes" + of, "Dig deeper" + of, "Action" + of, "Close" + of, "debrief"}
	if !slices.Equal(titles, want) {
		t.Errorf("%q, want %q", titles, want)
	}
}
