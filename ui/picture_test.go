package ui

import (
	"bytes"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// The window of the pictures in the README and in docs, in cells, and how large a cell is drawn, in pixels.
const (
	pictureWidth, pictureHeight = 100, 30
	cellWidth, cellHeight       = 9, 19
	pictureMargin               = 14
	paper, ink                  = "#1e1e1e", "#d8dee4" // of the terminal, behind the dark theme
)

// pictures are the screens that the README and docs show, and the keys that lead there from an empty archive.
var pictures = []struct{ file, keys string }{
	{"facts.svg", "press e 2 esc home down down down"},
	{"whys.svg", "press e 4 esc home down down down"},
	{"paste.svg", `press e 2 esc
		paste 2026-09-08T09:02:11Z INFO keys: rotation started, k-17 is next\n2026-09-08T09:09:40Z WARN gateway: 401 from 4 of 6 instances, password=spring-tide-41\n2026-09-08T09:31:05Z ERROR sessions: k-17 is not known here\n2026-09-08T09:48:52Z INFO keys: k-16 is back beside k-17`},
	{"page.svg", "press e v"},
	{"close.svg", "press e 6 down down"},
	{"archive.svg", `press e q i
		enter ../model/testdata/payments.json
		press esc q n
		enter Queue backlog on ingest
		enter 2026-11-20 09:14
		press enter q
		sees Queue backlog on ingest`},
}

// TestThePicturesShowTheScreensAsTheyAre draws each picture anew and compares it with the one in docs; -update writes them.
func TestThePicturesShowTheScreensAsTheyAre(t *testing.T) {
	for _, p := range pictures {
		t.Run(p.file, func(t *testing.T) {
			r := newRig(t, pictureWidth, pictureHeight)
			r.app.window.look = draw.NewTheme("dark")
			r.app.refreshAll()
			r.play(p.keys, nil)
			r.sees("Customers signed")
			picture, file := drawPicture(r.app.frame()), filepath.Join("..", "docs", p.file)
			if *update {
				if err := os.WriteFile(file, picture, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if accepted, err := os.ReadFile(file); err != nil || !bytes.Equal(accepted, picture) {
				t.Errorf("%s is not what the program shows any more (%v): make golden draws it, then look at it", file, err)
			}
		})
	}
}

func TestAPictureKeepsLooksAndWideCells(t *testing.T) {
	f := draw.Frame{Lines: []string{"a \x1b[1mb<c\x1b[m", "\x1b[38;2;1;2;3m報告 x\x1b[m"}, Cursor: tea.NewCursor(0, 0)}
	got := string(drawPicture(f))
	for _, want := range []string{
		`font-weight="bold"`, "b&lt;c</text>", `fill="#010203"`, fmt.Sprintf(`textLength="%d" lengthAdjust="spacingAndGlyphs" fill="#010203">報<`, 2*cellWidth),
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the picture has no %s:\n%s", want, got)
		}
	}
}

// look is how a piece of text is drawn.
type look struct {
	fill         string
	bold, italic bool
}

// drawPicture makes an SVG of a frame. Every piece says how long it is, so that columns stand under each other in any font.
func drawPicture(f draw.Frame) []byte {
	var b bytes.Buffer
	w, h := 2*pictureMargin+pictureWidth*cellWidth, 2*pictureMargin+pictureHeight*cellHeight
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" `, w, h, w, h)
	b.WriteString(`font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="15">` + "\n")
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="8" fill="%s"/>`+"\n", paper)
	if c := f.Cursor; c != nil {
		fmt.Fprintf(&b, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>`+"\n",
			pictureMargin+c.X*cellWidth, pictureMargin+c.Y*cellHeight, 2, cellHeight, ink)
	}
	for y, line := range f.Lines {
		drawLine(line, func(x int, l look, text string) { writePiece(&b, x, y, ` fill="`+l.fill+`"`, l, text) })
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// drawLine writes the pieces of a line that have one look; wide characters stand alone, two spaces end a piece, for a reader would see one.
func drawLine(line string, write func(x int, l look, text string)) {
	var piece strings.Builder
	now, start, x := look{fill: ink}, 0, 0
	end := func() {
		text := strings.TrimRight(piece.String(), " ")
		lead := len(text) - len(strings.TrimLeft(text, " "))
		write(start+lead, now, text[lead:])
		piece.Reset()
		start = x
	}
	parser, state := ansi.NewParser(), byte(0)
	for line != "" {
		text, width, n, next := ansi.DecodeSequence(line, state, parser)
		if width == 0 && parser.Command() == 'm' && strings.HasPrefix(text, "\x1b[") {
			end()
			now = changed(now, text)
		}
		if width > 1 {
			end()
		}
		if width > 0 {
			piece.WriteString(text)
			x += width
		}
		if width > 1 || strings.HasSuffix(piece.String(), "  ") {
			end()
		}
		line, state = line[n:], next
	}
	end()
}

// changed is a look after a sequence such as \x1b[1;38;2;124;196;255m.
func changed(l look, sequence string) look {
	words := strings.Split(strings.TrimSuffix(strings.TrimPrefix(sequence, "\x1b["), "m"), ";")
	for i := 0; i < len(words); i++ {
		switch words[i] {
		case "", "0":
			l = look{fill: ink}
		case "1":
			l.bold = true
		case "3":
			l.italic = true
		case "38":
			if i+4 < len(words) && words[i+1] == "2" {
				l.fill = hex(words[i+2 : i+5])
				i += 4
			}
		}
	}
	return l
}

func hex(channels []string) string {
	s := "#"
	for _, c := range channels {
		n, _ := strconv.Atoi(c)
		s += fmt.Sprintf("%02x", n)
	}
	return s
}

func writePiece(b *bytes.Buffer, x, y int, paint string, l look, text string) {
	if text == "" {
		return
	}
	style := ""
	if l.bold {
		style += ` font-weight="bold"`
	}
	if l.italic {
		style += ` font-style="italic"`
	}
	fmt.Fprintf(b, `<text x="%d" y="%d" textLength="%d" lengthAdjust="spacingAndGlyphs"%s%s>%s</text>`+"\n",
		pictureMargin+x*cellWidth, pictureMargin+y*cellHeight+14, draw.Width(text)*cellWidth, paint, style, html.EscapeString(text))
}
