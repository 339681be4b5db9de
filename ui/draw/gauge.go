package draw

import (
	"strconv"
	"strings"
)

// Gauge is a bar of size beside the largest of its kind, in at most w cells; what is more than nothing is seen.
func Gauge(size, largest int64, w int) string {
	if size <= 0 || largest <= 0 || w <= 0 {
		return ""
	}
	cells := int(float64(size)/float64(largest)*float64(w) + 0.5)
	return strings.Repeat(FixingGlyph, min(max(cells, 1), w))
}

// heatGlyphs are the cells of a heat map: none, few, more, most of what its fullest cell has.
var heatGlyphs = []string{".", "░", "▪", FixingGlyph}

// HeatLegend says what the cells of a row of a heat map mean that has so many.
func HeatLegend(cells int) string {
	if cells <= heatNumbers {
		return ""
	}
	return heatGlyphs[1] + " few, " + heatGlyphs[2] + " more, " + heatGlyphs[3] + " most"
}

// heatNumbers is how many cells a row has at most that says its numbers.
const heatNumbers = 6

// heatCell is how wide a cell is: a number has room that a glyph does not need.
func heatCell(cells int) int {
	if cells <= heatNumbers {
		return 7
	}
	return 2
}

// Heat is a row of a heat map: numbers where there are few cells, else glyphs by how full each is beside the fullest of the map.
func Heat(row []int, fullest int) string {
	var line strings.Builder
	for _, n := range row {
		cell := heatGlyphs[0]
		switch {
		case n == 0:
		case len(row) <= heatNumbers:
			cell = strconv.Itoa(n)
		default:
			cell = heatGlyphs[1+min((n-1)*(len(heatGlyphs)-1)/max(fullest, 1), len(heatGlyphs)-2)]
		}
		line.WriteString(Pad(cell, heatCell(len(row))))
	}
	return line.String()
}

// HeatHeads are the names above the cells of a heat map; where there is no room for all, every third.
func HeatHeads(heads []string) string {
	var line strings.Builder
	w := heatCell(len(heads))
	for i, head := range heads {
		switch {
		case len(heads) <= heatNumbers:
			line.WriteString(Pad(head, w))
		case i%3 == 0:
			line.WriteString(Pad(head, 3*w))
		}
	}
	return line.String()
}
