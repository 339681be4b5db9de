package guard

import (
	"strings"
	"testing"
)

func TestALineThatCallsDebriefIsNoTest(t *testing.T) {
	for _, call := range []string{
		"      - run: debrief guard . PM-7/A3",
		"  - run: debrief prove PM-7/A3 -- go test ./pool",
		"debrief test PM-7/A3 --lang go > pool_test.go",
		"debrief test --lang go PM-7/A3",
		"debrief done PM-7/A3",
		"guard: ; @bin/debrief guard $(SRC) PM-7 PM-7/A3",
		`  "guard": "npx debrief guard . PM-7/A3",`,
		`args = ["debrief", "--archive", "a.db", "guard", ".", "PM-7/A3"]`,
		`ENTRYPOINT ["/usr/bin/debrief","guard",".","PM-7/A3"]`,
		"docker run ghcr.io/us/debrief:1.2 guard . PM-7/A3",
		"go run example.org/debrief@latest guard . PM-7/A3",
		"$DEBRIEF guard . PM-7/A3 || exit 1",
		"  ${DEBRIEF} --json guard . PM-7/A3",
		`C:\tools\debrief.exe guard . PM-7/A3`,
		"x=$(debrief guard . PM-7/A3)",
		"debrief guard . \\\n  PM-7/A1 \\\n  PM-7/A3",
		"debrief \\\r\n  guard . \\\r\n  PM-7/A3 PM-7/A4\r",
		"run: >-\n  debrief guard .\n  PM-7/A1\n  PM-7/A3\n",
		"command:\n  - debrief\n  - guard\n  - .\n  - PM-7/A3\n",
	} {
		for _, where := range []string{call, "jobs:\n" + call + "\nend\n"} {
			hits := look(t, tree(t, map[string]string{"ci.yml": where}), "PM-7/A3").Hits["PM-7/A3"]
			if len(hits) != 1 || !hits[0].Call {
				t.Errorf("%q is taken for a test: %v", where, hits)
			}
		}
	}
}

func TestALineThatSpeaksOfTheTestIsTheTest(t *testing.T) {
	for _, line := range []string{
		"// TestPool holds PM-7/A3.",
		"name: PM-7/A3",
		"refs:\n  - PM-7/A3",
		"# Debrief test for PM-7/A3: the pool is never empty",
		"# the debrief test of PM-7/A3",
		"// see the debrief, PM-7/A3",
		"debriefing guard PM-7/A3",
		"- run: debrief guard .\n- name: the pool is never empty (PM-7/A3)",
		"- run: debrief guard . PM-7/A3\n- run: make pool # PM-7/A3",
		"x PM-7/A3\ndebrief prove PM-7/A3 -- make pool",
		"debrief guard . PM-7\n\n// PM-7/A3",
		"the debrief\nPM-7/A3",
		"x := `" + strings.Repeat("x", reach) + "debrief guard . " + strings.Repeat("y", reach) + " PM-7/A3`",
	} {
		hits := look(t, tree(t, map[string]string{"ci.yml": line}), "PM-7/A3").Hits["PM-7/A3"]
		if len(hits) != 1 || hits[0].Call {
			t.Errorf("%q is not taken for a test: %v", line, hits)
		}
		if at := strings.Split(line, "\n")[hits[0].Line-1]; !strings.Contains(at, "PM-7/A3") || strings.Contains(at, "debrief prove") {
			t.Errorf("%q: the test is said to be in line %d", line, hits[0].Line)
		}
	}
}

func TestALineThatCallsDebriefIsSeenWholeWhereverAPieceOfALongFileEnds(t *testing.T) {
	const call = "- run: debrief guard . PM-7/A3"
	for shift := range len(call) + 2 {
		text := strings.Repeat("line\n", bufferSize/5-6) + strings.Repeat("-", shift) + "\n" + call + strings.Repeat("\nmore", bufferSize/3)
		hits := look(t, tree(t, map[string]string{"long.yml": text}), "PM-7/A3").Hits["PM-7/A3"]
		if len(hits) != 1 || !hits[0].Call || hits[0].Line != bufferSize/5-6+2 {
			t.Fatalf("with %d bytes more, the line is %+v", shift, hits)
		}
	}
}
