package intake

import (
	"encoding/json"
	"strings"

	"debrief/intake/text"
)

// MachineLine reads one line that a program wrote: an object of JSON, or a line of a log that says its day, and its level or where
// it comes from. ok is false for everything else, above all for what a person may have typed, and for what says too little.
func MachineLine(line string, opt Options) (r Result, ok bool) {
	line = strings.TrimSpace(line)
	if strings.HasPrefix(line, "{") {
		ok = json.Valid([]byte(line))
	} else {
		ok = byProgram(line)
	}
	if !ok {
		return r, false
	}
	r, err := Read(Input{Name: "log", Data: []byte(line)}, opt)
	return r, err == nil && len(r.Needs) == 0 && len(r.Events) == 1 && !r.Events[0].At.IsZero()
}

// byProgram reports a line of a log that no person may have typed: it says its level, or where it comes from.
func byProgram(line string) bool {
	l, ok := readLogLine(line)
	return ok && (l.family != plainLog || l.level != "")
}

// Pasted is how many lines from the first on were pasted from a log or a chat: lines with times as programs write them, the frames of
// a trace, and messages behind their time and their sender.
func Pasted(lines []string) int {
	return text.Run(lines, func(line string) bool {
		line = strings.TrimLeft(text.FirstBytes(line, 300), " \t")
		_, glued := gluedHead(line)
		return byProgram(line) || glued || saidLine.MatchString(line) || bracketHead.MatchString(line) || javaFrame.MatchString(line)
	})
}

var javaFrame = text.Expression(`^at [\w.$<>]+\([\w.]+:\d+\)`)
