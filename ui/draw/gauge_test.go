package draw

import (
	"strings"
	"testing"
)

func TestABarIsAsLongAsItsShare(t *testing.T) {
	for _, one := range []struct {
		size, largest int64
		w, want       int
	}{
		{0, 10, 20, 0}, {10, 10, 20, 20}, {5, 10, 20, 10}, {1, 1_000_000, 20, 1}, {-3, 10, 20, 0}, {9_000_000_000_000_000_000, 9_100_000_000_000_000_000, 24, 24}, {1, 0, 20, 0}, {1, 1, 0, 0},
	} {
		if got := Width(Gauge(one.size, one.largest, one.w)); got != one.want {
			t.Errorf("%d of %d in %d cells: %d, want %d", one.size, one.largest, one.w, got, one.want)
		}
	}
}

func TestAHeatMapStandsInColumns(t *testing.T) {
	few, many := []int{0, 12, 3, 1}, make([]int, 24)
	many[3], many[4], many[5] = 1, 5, 9
	if got := Heat(few, 12); got != ".      12     3      1      " {
		t.Errorf("%q", got)
	}
	if got := Heat(many, 9); !strings.HasPrefix(got, ". . . ░ ▪ "+FixingGlyph+" . ") || Width(got) != 48 {
		t.Errorf("%q", got)
	}
	if got := HeatHeads([]string{"00-06", "06-12", "12-18", "18-24"}); Width(got) != 28 {
		t.Errorf("%q", got)
	}
	hours := strings.Fields("00 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23")
	if got := HeatHeads(hours); Width(got) != 48 || strings.Index(got, "03") != 6 {
		t.Errorf("%q", got)
	}
	if HeatLegend(4) != "" || HeatLegend(24) == "" {
		t.Error("numbers need no legend, glyphs do")
	}
}
