package intake

import (
	"strings"
)

// logLine is one line of a log, taken apart.
type logLine struct {
	family string // the name of its format
	when   stamp
	host   string // journal and syslog: stands before the text where a block has several
	text   string
	level  string // fatal, error, warn, info, debug or ""
	sure   bool   // no person writes like this
	count  int    // "message repeated 12 times"
}

// The formats of lines. A block holds lines of one of them, so that each has its own zone.
const (
	journalLines = "journal"
	syslogLines  = "syslog"
	klogLines    = "klog"
	accessLines  = "access log"
	logfmtLines  = "logfmt"
	plainLog     = "log"
)

func logFormats() []format {
	var all []format
	for _, family := range []string{journalLines, syslogLines, klogLines, accessLines, logfmtLines, plainLog} {
		all = append(all, format{
			name: family, source: "log",
			recognise: func(lines []string) int { return recogniseLog(lines, family) },
			read:      readLog,
		})
	}
	return all
}

// recogniseLog counts the lines of one family from the first on, with what belongs to them: traces, blank lines between
// them, and marks of the journal. A line that a person may have written as well starts nothing by itself.
func recogniseLog(lines []string, family string) int {
	if len(lines) == 0 {
		return 0
	}
	first, ok := readLogLine(lines[0])
	if mark := isJournalMark(lines[0]); mark && len(lines) > 1 {
		first, ok = readLogLine(lines[1])
	}
	if !ok || first.family != family || !first.sure && !sureBelow(lines, family) {
		return 0
	}
	n := 1
	for i := 1; i < len(lines); i++ {
		if l, ok := readLogLine(lines[i]); ok {
			if l.family != family {
				break
			}
			n = i + 1
			continue
		}
		switch {
		case strings.TrimSpace(lines[i]) == "":
			if blankRun(lines[i:]) > 3 {
				return n
			}
		case belongsToTrace(lines[i]) || isJournalMark(lines[i]):
			n = i + 1
		default:
			return n
		}
	}
	return n
}

func blankRun(lines []string) int {
	n := 0
	for n < len(lines) && n < 5 && strings.TrimSpace(lines[n]) == "" {
		n++
	}
	return n
}

// sureBelow looks a few lines on for one that only a program writes.
func sureBelow(lines []string, family string) bool {
	for _, line := range lines[1:min(len(lines), 6)] {
		if l, ok := readLogLine(line); ok && l.family == family && l.sure {
			return true
		}
	}
	return false
}

func isJournalMark(line string) bool {
	return strings.HasPrefix(line, "-- ") && (strings.HasSuffix(line, " --") || strings.HasPrefix(line, "-- Reboot"))
}

// belongsToTrace reports a line that goes on with the one above: indented, or the beginning of a stack trace.
func belongsToTrace(line string) bool {
	if line[0] == ' ' || line[0] == '\t' {
		return true
	}
	for _, start := range []string{
		"Traceback ", "Caused by", "goroutine ", "panic:", "at ", "File ", "created by ", "exit status", "main.", "runtime.", "...", "}", "])", ")",
		"During handling of", "The above exception", "Exception in thread", "[signal ", "Suppressed:", "Stack trace:", "stack backtrace:", "# ",
	} {
		if strings.HasPrefix(line, start) {
			return true
		}
	}
	name, _, _ := strings.Cut(line, ":")
	return !strings.Contains(name, " ") && (strings.HasSuffix(name, "Error") || strings.HasSuffix(name, "Exception"))
}

// maxTrace is how many bytes of a trace are kept with its line.
const maxTrace = 16 << 10

func readLog(b *block) ([]entry, []Dropped) {
	entries := make([]entry, 0, len(b.lines))
	hosts := make([]string, 0, len(b.lines))
	var dropped []Dropped
	for i, line := range b.lines {
		l, ok := readLogLine(line)
		switch {
		case ok:
			entries = append(entries, l.entry(b.line(i), line))
			hosts = append(hosts, l.host)
		case strings.TrimSpace(line) == "":
		case isJournalMark(line):
			dropped = append(dropped, b.drop(i, "a mark of the journal, not an event"))
		case len(entries) == 0:
			dropped = append(dropped, b.drop(i, "no time, and no line above it that it goes on with"))
		default:
			last := &entries[len(entries)-1]
			last.lines = b.line(i) - last.line + 1
			if len(last.raw)+len(line) < maxTrace {
				last.raw += "\n" + line
			}
		}
	}
	nameHosts(entries, hosts)
	return entries, dropped
}

func (l logLine) entry(number int, raw string) entry {
	return entry{line: number, lines: 1, when: l.when, text: l.text, kind: logKind(l.level, l.text), raw: raw, count: l.count}
}

// nameHosts puts the host before the text where a block has lines of several.
func nameHosts(entries []entry, hosts []string) {
	several := false
	for _, h := range hosts {
		several = several || h != hosts[0]
	}
	if !several {
		return
	}
	for i := range entries {
		if hosts[i] != "" {
			entries[i].text = hosts[i] + " " + entries[i].text
		}
	}
}

// logKind is the kind of event a log line is: what fails is a signal, what starts, stops or is rolled out a change.
func logKind(level, text string) string {
	switch level {
	case "fatal", "error", "warn":
		return "signal"
	}
	if tellsChange(text) {
		return "change"
	}
	return "note"
}

// changeWords tell that something became different, as programs say it.
var changeWords = []string{
	"deploy", "rolled out", "rollout", "roll back", "rolled back", "rollback", "restart", "started", "starting",
	"stopped", "stopping", "shutting down", "shut down", "scaled", "scaling", "promoted", "failover", "failing over", "became leader",
	"elected", "upgraded", "migrat", "reloaded", "created", "deleted",
	"terminated", "killed", "evicted", "drained", "cordoned",
}

func tellsChange(text string) bool {
	if len(text) > 400 {
		text = text[:400]
	}
	lower := strings.ToLower(text)
	for _, w := range changeWords {
		if strings.Contains(lower, w) {
			return true
		}
	}
	return false
}

// levels are the words for how bad a line is, as programs write them.
var levels = map[string]string{
	"FATAL": "fatal", "CRITICAL": "fatal", "CRIT": "fatal", "EMERG": "fatal", "EMERGENCY": "fatal", "ALERT": "fatal", "PANIC": "fatal",
	"SEVERE": "error", "ERROR": "error", "ERR": "error", "WARN": "warn", "WARNING": "warn", "NOTICE": "info", "INFO": "info",
	"INFORMATION": "info", "LOG": "info", "DEBUG": "debug", "DBG": "debug", "TRACE": "debug", "VERBOSE": "debug", "FINE": "debug",
	"FINER": "debug", "WRN": "warn", "INF": "info", "FTL": "fatal", "TRC": "debug",
}

// levelOf finds the level among the first words: in capitals, or in small letters between brackets or behind "=".
func levelOf(text string) string {
	text = text[:min(len(text), 100)]
	for i, words := 0, 0; i < len(text) && words < 12; {
		from := i
		for i < len(text) && isLetter(text[i]) {
			i++
		}
		if i == from {
			i++
			continue
		}
		words++
		if level := levelWord(text, from, i); level != "" && standsAloneIn(text, from, i) {
			return level
		}
	}
	return ""
}

// standsAloneIn reports that the word between from and to is no part of a longer name: INFO_SERVICE, x-error.
func standsAloneIn(text string, from, to int) bool {
	part := func(c byte) bool { return isWord(c) || c == '-' }
	return (from == 0 || !part(text[from-1])) && (to == len(text) || !part(text[to]))
}

func levelWord(text string, from, to int) string {
	word := text[from:to]
	if level := levels[word]; level != "" {
		return level
	}
	marked := from > 0 && strings.IndexByte("[=\"<(", text[from-1]) >= 0 || to < len(text) && text[to] == ']'
	if !marked {
		return ""
	}
	return levels[strings.ToUpper(word)]
}
