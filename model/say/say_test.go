package say

import "testing"

func TestALengthIsSaidInItsTwoLargestUnits(t *testing.T) {
	for seconds, want := range map[int64]string{
		0: "0 seconds", 1: "1 second", 60: "1 minute", 180: "3 minutes", 1710: "28 minutes 30 seconds", 3600: "1 hour",
		3665: "1 hour 1 minute", 86400 + 300: "1 day 5 minutes", 4*86400 + 7200: "4 days 2 hours",
	} {
		if got := Length(seconds); got != want {
			t.Errorf("%d seconds are %q, want %q", seconds, got, want)
		}
	}
}

func TestANumberHasItsThousandsApart(t *testing.T) {
	for n, want := range map[float64]string{0: "0", 412: "412", 4180: "4,180", 1234567.5: "1,234,567.5", -1000: "-1,000", 0.25: "0.25"} {
		if got := Amount(n); got != want {
			t.Errorf("%v is written %q, want %q", n, got, want)
		}
	}
}
