package main

import "testing"

func TestALongListOfReferencesIsCutShort(t *testing.T) {
	refs := make([]string, 1_234_572)
	copy(refs, []string{"A3", "E1", "E2", "E9", "E10", "E11", "E12"})
	for n, want := range map[int]string{
		0: "", 1: "A3", 6: "A3 E1 E2 E9 E10 E11", 7: "A3 E1 E2 E9 E10 and 2 more", 8000: "A3 E1 E2 E9 E10 and 7,995 more",
		1_234_572: "A3 E1 E2 E9 E10 and 1,234,567 more",
	} {
		if got := someOf(refs[:n]); got != want {
			t.Errorf("%d references are told as %q, want %q", n, got, want)
		}
	}
}
