package export

import (
	"fmt"
	"html"
	"strconv"
	"strings"

	"debrief/export/page"

	"github.com/charmbracelet/x/ansi"
)

// figure draws a diagram for who looks, and tells it to who hears. What has no drawing here is left out: words say the same.
func (w *webPage) figure(d *page.Diagram) {
	draw, name := drawTree, "The answers below each cause"
	switch d.Name {
	case page.IncidentDiagram:
		draw, name = drawBar, "The incident from its start to its end"
	case page.WhysDiagram:
	default:
		return
	}
	id := w.name("picture")
	size, shapes := draw(d)
	if d.Name == page.WhysDiagram {
		fmt.Fprintf(&w.b, `<figure class="wide" tabindex="0" aria-labelledby="%s">`+"\n", id)
	} else {
		w.b.WriteString("<figure>\n")
	}
	fmt.Fprintf(&w.b, `<svg %s role="img" aria-labelledby="%s" aria-describedby="%s-text">`+"\n", size, id, id)
	fmt.Fprintf(&w.b, `<title id="%s">%s</title>`+"\n"+`<desc id="%s-text">%s</desc>`+"\n", id, name, id, html.EscapeString(told(d)))
	w.b.WriteString(shapes + "</svg>\n<figcaption>" + html.EscapeString(legend(d)) + "</figcaption>\n</figure>\n")
}

// told is a diagram in words.
func told(d *page.Diagram) string {
	var all []string
	for i := range d.Nodes {
		n := &d.Nodes[i]
		switch {
		case n.When != "":
			all = append(all, n.Text+" at "+n.When)
		case n.Above >= 0:
			all = append(all, "because "+n.Text+map[bool]string{true: " (a root cause)"}[n.Root])
		default:
			all = append(all, n.Text)
		}
	}
	return strings.Join(all, "; ")
}

func legend(d *page.Diagram) string {
	if d.Name == page.WhysDiagram {
		return "Each box answers why the one above it came about. A heavy frame is a root cause."
	}
	var all []string
	for i := range d.Nodes {
		if d.Nodes[i].Until != "" {
			all = append(all, d.Nodes[i].Until)
		}
	}
	return strings.Join(all, ", then ")
}

const (
	letter    = 7.2 // pixels that a letter takes, about
	lineOf    = 18  // pixels from one line to the next
	narrowest = 340 // pixels of the narrowest window in which the labels of the bar stay apart
	barHigh   = 14
)

// drawBar is the moments on a line of time, to scale in a window of any width, and what was between them.
func drawBar(d *page.Diagram) (size, shapes string) {
	rows := labelRows(d.Nodes)
	top := 4
	for _, r := range rows {
		top = max(top, 4+(r+1)*lineOf)
	}
	var b strings.Builder
	for i := range d.Nodes {
		n := &d.Nodes[i]
		if i+1 < len(d.Nodes) {
			kind := map[string]string{"started": "unseen", "detected": "fixing"}[n.Text]
			if kind == "" {
				kind = "after"
			}
			fmt.Fprintf(&b, `<rect class="%s" x="%s" y="%d" width="%s" height="%d"/>`+"\n",
				kind, percent(n.Part), top, percent(d.Nodes[i+1].Part-n.Part), barHigh)
		}
	}
	for i := range d.Nodes {
		n := &d.Nodes[i]
		at, end := percent(n.Part), "start"
		if n.Part > 0.5 {
			end = "end"
		}
		fmt.Fprintf(&b, `<line class="tick" x1="%s" x2="%s" y1="%d" y2="%d"/>`+"\n", at, at, 6+rows[i]*lineOf, top+barHigh)
		shift := map[string]int{"start": 4, "end": -4}[end]
		fmt.Fprintf(&b, `<text x="%s" dx="%d" y="%d" text-anchor="%s">%s</text>`+"\n",
			at, shift, 16+rows[i]*lineOf, end, html.EscapeString(labelOf(n)))
	}
	return fmt.Sprintf(`class="bar" width="100%%" height="%d"`, top+barHigh+2), b.String()
}

func labelOf(n *page.Node) string { return n.Text + " " + n.When }

// labelRows puts labels that would run into each other one below the other.
func labelRows(nodes []page.Node) []int {
	rows := make([]int, len(nodes))
	var taken [][]float64 // by row, pairs of ends
	for i := range nodes {
		wide := letter*float64(len(labelOf(&nodes[i]))) + 12
		from := nodes[i].Part * narrowest
		if nodes[i].Part > 0.5 {
			from -= wide
		}
		for row := 0; ; row++ {
			if row == len(taken) {
				taken = append(taken, nil)
			}
			free := true
			for k := 0; k < len(taken[row]); k += 2 {
				free = free && (from >= taken[row][k+1] || from+wide <= taken[row][k])
			}
			if free {
				taken[row], rows[i] = append(taken[row], from, from+wide), row
				break
			}
		}
	}
	return rows
}

func percent(part float64) string { return strconv.FormatFloat(100*part, 'f', 2, 64) + "%" }

const (
	treeWide = 720 // pixels
	step     = 26  // pixels that a box stands in from the one it hangs on
	deepest  = 14  // steps that boxes stand in at most
	pad      = 8
)

// drawTree is boxes one below the other, each standing in from the one that it hangs on.
func drawTree(d *page.Diagram) (size, shapes string) {
	var b strings.Builder
	deep, middle, low := make([]int, len(d.Nodes)), make([]int, len(d.Nodes)), make([]int, len(d.Nodes))
	y := 2
	for i := range d.Nodes {
		n := &d.Nodes[i]
		if n.Above >= 0 {
			deep[i] = min(deep[n.Above]+1, deepest)
		} else if i > 0 {
			y += 10
		}
		x := 2 + deep[i]*step
		wide := treeWide - x - 2
		lines := broken(n.Text, int(float64(wide-2*pad)/letter))
		high := len(lines)*lineOf + 2*pad - 4
		middle[i], low[i] = y+high/2, y+high
		if n.Above >= 0 {
			from := 2 + deep[n.Above]*step + step/2
			fmt.Fprintf(&b, `<path class="limb" d="M%d %dV%dH%d"/>`+"\n", min(from, x-6), low[n.Above], middle[i], x)
		}
		class, frame := "box", 1
		if n.Root {
			class, frame = "box root", 2
		}
		fmt.Fprintf(&b, `<rect class="%s" x="%d" y="%d" width="%d" height="%d" rx="5" stroke-width="%d"/>`+"\n", class, x, y, wide, high, frame)
		for k, line := range lines {
			fmt.Fprintf(&b, `<text x="%d" y="%d">%s</text>`+"\n", x+pad, y+pad+11+k*lineOf, html.EscapeString(line))
		}
		y += high + 6
	}
	return fmt.Sprintf(`class="tree" viewBox="0 0 %d %d"`, treeWide, y), b.String()
}

// broken breaks a text into lines of so many cells.
func broken(s string, cells int) []string {
	return strings.Split(ansi.Wrap(strings.Join(strings.Fields(s), " "), cells, ""), "\n")
}
