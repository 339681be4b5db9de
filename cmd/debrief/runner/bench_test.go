package runner

import (
	"strings"
	"testing"
)

// BenchmarkLongOutput reports what following a hundred megabytes of short lines costs.
func BenchmarkLongOutput(b *testing.B) {
	for _, text := range []string{"one more line\n", "12 passed in it, and more\n", "    ok, and another line of a longer kind, as a test logs it: 12:00:01 INFO pool size=3\n"} {
		piece := []byte(strings.Repeat(text, (32<<10)/len(text)))
		b.Run(strings.Fields(text)[0], func(b *testing.B) {
			b.SetBytes(100e6)
			for b.Loop() {
				o := Listen([]string{"make", "test"})
				s := o.Stream()
				for n := 0; n < 100e6; n += len(piece) {
					_, _ = s.Write(piece)
				}
				_ = s.Close()
				o.Report(0)
			}
		})
	}
}
