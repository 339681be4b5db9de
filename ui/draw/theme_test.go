package draw

import (
	"math"
	"reflect"
	"strconv"
	"testing"
)

// TestColoursCanBeRead measures the contrast of both themes (WCAG 2.2, 1.4.3).
func TestColoursCanBeRead(t *testing.T) {
	grounds := map[string][]string{"light": {"#ffffff"}, "dark": {"#000000", "#1e1e1e"}}
	for name, p := range map[string]palette{"light": lightColours, "dark": darkColours} {
		for i := range reflect.TypeOf(p).NumField() {
			ink := reflect.ValueOf(p).Field(i).String()
			for _, ground := range grounds[name] {
				if c := contrast(ink, ground); c < 4.5 {
					t.Errorf("%s %s on %s has a contrast of %.2f:1", name, reflect.TypeOf(p).Field(i).Name, ground, c)
				}
			}
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
