package markdown

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// page writes a well-formed document of the parts that reports have, each by its own way of writing it.
func page(r *rand.Rand) string {
	words := func(n int) string {
		said := make([]string, n)
		for i := range said {
			said[i] = [...]string{"the", "mail", "is", "late", "queue", "`df -h`", "10:20", "**back**", "host"}[r.IntN(9)]
		}
		return strings.Join(said, " ")
	}
	var b strings.Builder
	for range 3 + r.IntN(6) {
		switch r.IntN(7) {
		case 0:
			fmt.Fprintf(&b, "%s %s\n\n", strings.Repeat("#", 1+r.IntN(6)), "Part "+words(2))
		case 1:
			fmt.Fprintf(&b, "Part %s\n%s\n\n", words(2), [...]string{"===", "---"}[r.IntN(2)])
		case 2:
			mark := [...]string{"- ", "* ", "+ ", "1. ", "- [ ] "}[r.IntN(5)]
			for range 1 + r.IntN(4) {
				fmt.Fprintf(&b, "%sitem %s\n", mark, words(3))
				if r.IntN(4) == 0 {
					fmt.Fprintf(&b, "    - item %s\n", words(2))
				}
			}
			b.WriteString("\n")
		case 3:
			b.WriteString("| Time | Event |\n|------|:-----:|\n")
			for range 1 + r.IntN(4) {
				fmt.Fprintf(&b, "| 10:%02d | %s |\n", r.IntN(60), words(3))
			}
			b.WriteString("\n")
		case 4:
			fence := [...]string{"```", "~~~", "````"}[r.IntN(3)]
			fmt.Fprintf(&b, "%s%s\n# %s\n- %s\n| a | b |\n\n%s\n\n", fence, [...]string{"", "log"}[r.IntN(2)], words(2), words(2), fence)
		default:
			fmt.Fprintf(&b, "Some %s\nand %s\n\n", words(4), words(3))
		}
	}
	return b.String()
}

// shape is what goldmark finds in a document: its headings with their levels, its items, the rows of its tables, and the lines of code.
func shape(document string) (s []string) {
	source := []byte(document)
	tree := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	_ = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			s = append(s, fmt.Sprintf("heading %d", n.Level))
		case *ast.ListItem:
			s = append(s, "item")
		case *east.TableHeader, *east.TableRow:
			s = append(s, "row")
		case *ast.FencedCodeBlock:
			s = append(s, fmt.Sprintf("fence %d", n.Lines().Len()))
		}
		return ast.WalkContinue, nil
	})
	return s
}

// ownShape is what this package finds.
func ownShape(document string) (s []string) {
	written := strings.Split(document, "\n")
	lines := Lines(written)
	for i := 0; i < len(lines); i++ {
		switch l := lines[i]; l.Kind {
		case Heading:
			s = append(s, fmt.Sprintf("heading %d", l.Level))
		case Bullet:
			s = append(s, "item")
		case Row:
			if !AlignmentLine().MatchString(l.Body) {
				s = append(s, "row")
			}
		case Fence:
			n := 0
			for i++; !ClosesFence(written[i], FenceMark(written[i-1-n])); i++ {
				n++
			}
			s = append(s, fmt.Sprintf("fence %d", n))
		}
	}
	return s
}

func TestAWellFormedDocumentHasThePartsThatGoldmarkFinds(t *testing.T) {
	for seed := range uint64(500) {
		document := page(rand.New(rand.NewPCG(seed, 13)))
		if got, want := strings.Join(ownShape(document), ", "), strings.Join(shape(document), ", "); got != want {
			t.Fatalf("seed %d:\n%s\ngot  %s\nwant %s", seed, document, got, want)
		}
	}
}
