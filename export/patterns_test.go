package export

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"debrief/model"
	"debrief/model/patterns"
)

func TestAPageOfPatternsIsForAReview(t *testing.T) {
	stories, detect := make([]patterns.Story, 20), int64(180)
	for i := range stories {
		stories[i] = patterns.Story{ID: fmt.Sprint(i), Ref: fmt.Sprint("PM-", i+1), Zone: "UTC", Categories: []string{"process gap"},
			Began:   model.At(time.Date(2026, time.January, 5+7*i, 19, 0, 0, 0, time.UTC)),
			Metrics: model.Metrics{TTD: &detect}, Services: []string{"a|b <script> *c* \x1b[31m"}}
	}
	said := string(Patterns(patterns.Of(stories), "portable"))
	for _, want := range []string{
		"# What our postmortems have in common\n\n20 postmortems, Jan 2026 to May 2026.\n",
		"\n- 20 of 20 incidents began on a Monday. Chance alone has a weekday with so many in less than 0.1 % of such archives.\n",
		"\n| What | How many |\n| --- | --- |\n| process gap | 20 |\n",
		"\n| What | How long |\n| --- | --- |\n| Time to detect | median 3 min (n 20, mean 3 min) |\n",
		"\n| What | How long |\n| --- | --- |\n| 2026-01 | 3 min (n 4) |\n",
		"\n| Weekday | 00-06 | 06-12 | 12-18 | 18-24 | All |\n",
		"\n| Monday | 0 | 0 | 0 | 20 | 20 |\n",
		"\nWith 80 more postmortems: weekdays hour by hour.\n",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in\n%s", want, said)
		}
	}
	if strings.Contains(said, "Time to recover") {
		t.Errorf("of what nobody knows there is no table:\n%s", said)
	}
	for line := range strings.SplitSeq(said, "\n") {
		if strings.Contains(line, "script") && strings.Count(strings.ReplaceAll(line, `\|`, ""), "|") != 3 || strings.Contains(line, "<script>") ||
			strings.Contains(line, "\x1b") {
			t.Errorf("what somebody typed is not text in %q", line)
		}
	}
}
