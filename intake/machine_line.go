package intake

import (
	"encoding/json"
	"strings"
)

// MachineLine reads one line that a program wrote: an object of JSON, or a line of a log that says its day, and its level or where
// it comes from. ok is false for everything else, above all for what a person may have typed, and for what says too little.
func MachineLine(line string, opt Options) (r Result, ok bool) {
	line = strings.TrimSpace(line)
	if strings.HasPrefix(line, "{") {
		ok = json.Valid([]byte(line))
	} else if l, read := readLogLine(line); read {
		ok = l.family != plainLog || l.level != ""
	}
	if !ok {
		return r, false
	}
	r, err := Read(Input{Name: "log", Data: []byte(line)}, opt)
	return r, err == nil && len(r.Needs) == 0 && len(r.Events) == 1 && !r.Events[0].At.IsZero()
}
