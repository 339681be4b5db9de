package draw

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// grounds are what the themes are read on: a light terminal's, and dark ones'.
var grounds = map[string][]string{"light": {"#ffffff"}, "dark": {"#000000", "#1e1e1e"}}

// painted are the sequences that a style opens with: bold, italic, and an ink in red, green and blue.
var painted = regexp.MustCompile(`^(?:\x1b\[[0-9;]*m)*$`)

// TestColoursCanBeRead measures the contrast of every style of both themes (WCAG 2.2, 1.4.3): none is dim, none has a ground of its own.
func TestColoursCanBeRead(t *testing.T) {
	for name, on := range grounds {
		theme := reflect.ValueOf(NewTheme(name)).Elem()
		measured := 0
		for i := range theme.NumField() {
			if theme.Field(i).Type() != reflect.TypeFor[Style]() {
				continue
			}
			open, style := theme.Field(i).FieldByName("open").String(), theme.Type().Field(i).Name
			if !painted.MatchString(open) {
				t.Errorf("%s %s opens with %q", name, style, open)
			}
			ink, other := inkOf(open)
			if other != "" {
				t.Errorf("%s %s has the attributes %s", name, style, other)
			}
			for _, ground := range on {
				if ink != "" {
					measured++
					if c := contrast(ink, ground); c < 4.5 {
						t.Errorf("%s %s on %s has a contrast of %.2f:1", name, style, ground, c)
					}
				}
			}
		}
		if measured < 8*len(on) {
			t.Errorf("%s: only %d inks were measured", name, measured)
		}
	}
}

// inkOf is the colour that a sequence paints with, "" for the terminal's own, and what it does beside colour, bold and italic.
func inkOf(open string) (ink, other string) {
	numbers := strings.Split(strings.NewReplacer("\x1b[", "", "m", ";").Replace(open), ";")
	for i := 0; i < len(numbers); i++ {
		switch n := numbers[i]; {
		case n == "" || n == "1" || n == "3":
		case n == "38" && i+4 < len(numbers) && numbers[i+1] == "2":
			var rgb [3]int
			for k := range rgb {
				rgb[k], _ = strconv.Atoi(numbers[i+2+k])
			}
			ink, i = fmt.Sprintf("#%02x%02x%02x", rgb[0], rgb[1], rgb[2]), i+4
		default:
			other += n + " "
		}
	}
	return ink, other
}

// TestSixteenColoursAreNotThoseOfTheGround looks at what terminals of few colours are sent instead: no light ink on a light ground, no dark
// one on a dark, and what warns in no colour of what is good.
func TestSixteenColoursAreNotThoseOfTheGround(t *testing.T) {
	never := map[string][]ansi.BasicColor{"light": {ansi.White, ansi.BrightWhite, ansi.BrightYellow}, "dark": {ansi.Black, ansi.Blue}}
	for name, not := range never {
		inks := reflect.ValueOf(InksOf(name))
		for i := range inks.NumField() {
			got, _ := colorprofile.ANSI.Convert(lipgloss.Color(inks.Field(i).String())).(ansi.BasicColor)
			if slices.Contains(not, got) {
				t.Errorf("%s %s becomes colour %d of the sixteen", name, inks.Type().Field(i).Name, got)
			}
		}
		of := InksOf(name)
		if colorprofile.ANSI.Convert(lipgloss.Color(of.Warn)) == colorprofile.ANSI.Convert(lipgloss.Color(of.Good)) {
			t.Errorf("%s: warnings and good news are one colour of the sixteen", name)
		}
	}
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(hex string) float64 {
	channel := func(at int) float64 {
		n, _ := strconv.ParseUint(hex[at:at+2], 16, 8)
		c := float64(n) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(1) + 0.7152*channel(3) + 0.0722*channel(5)
}
