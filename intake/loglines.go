package intake

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
)

type logLine struct {
	family string // the name of its format
	when   clock.Stamp
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

// logRun follows the lines of one log. A line that says less than the others, such as "Nov 18 02:14:05 web-1 -- MARK --", is
// told by a host that has been seen.
type logRun struct {
	family    string
	hosts     map[string]bool
	container bool // the lines stand behind the names of containers
}

func newLogRun(family, first string) *logRun {
	return &logRun{family: family, hosts: map[string]bool{}, container: isContainer(first)}
}

func (r *logRun) read(line string) (logLine, bool) {
	l, ok := readLogLine(line)
	if (!ok || l.family != r.family) && (r.family == syslogLines || r.family == journalLines) {
		if of, known := r.ofHost(line); known {
			return of, true
		}
	}
	if ok && l.host != "" && l.family == r.family {
		r.hosts[l.host] = true
	}
	return l, ok
}

func (r *logRun) ofHost(line string) (logLine, bool) {
	w, ok := clock.LogTime(line)
	host, text, apart := strings.Cut(strings.TrimPrefix(line[w.N:], " "), " ")
	if !ok || !apart || !r.hosts[host] {
		return logLine{}, false
	}
	return logLine{family: r.family, when: w.Stamp, host: host, text: text, sure: true}.finished(), true
}

// recogniseLog counts the lines of one family from the first on, with what belongs to them: traces, blank lines between
// them, and marks of the journal. A line that a person may have written as well starts nothing by itself.
func recogniseLog(lines []string, family string) int {
	first, ok := firstLogLine(lines, family)
	if !ok {
		return 0
	}
	run := newLogRun(family, lines[0])
	run.hosts[first.host] = first.host != ""
	n := 1
	for i := 1; i < len(lines); i++ {
		l, ok := run.read(lines[i])
		switch {
		case ok && l.family != family:
			return n
		case ok, belongsToTrace(lines[i]), isJournalMark(lines[i]), run.container && isContainer(lines[i]):
			n = i + 1
		case strings.TrimSpace(lines[i]) != "", i+4 <= len(lines) && text.Blank(lines[i:i+4]):
			return n
		}
	}
	return n
}

// firstLogLine reads the line that a log of the family begins with: the first, or the one below a mark of the journal.
func firstLogLine(lines []string, family string) (logLine, bool) {
	first, ok := readLogLine(lines[0])
	if isJournalMark(lines[0]) && len(lines) > 1 {
		first, ok = readLogLine(lines[1])
	}
	return first, ok && first.family == family && (first.sure || slices.ContainsFunc(lines[1:min(len(lines), 6)], func(line string) bool {
		l, ok := readLogLine(line)
		return ok && l.family == family && l.sure
	}))
}

func isJournalMark(line string) bool {
	return strings.HasPrefix(line, "-- ") && (strings.HasSuffix(line, " --") || strings.HasPrefix(line, "-- Reboot"))
}

// traceStarts begin lines that go on with the one above: stack traces, bodies of XML, the rest of a request of Rails.
var traceStarts = []string{
	"Traceback ", "Caused by", "goroutine ", "panic:", "panic(", "at ", "File ", "created by ", "exit status", "main.", "runtime.", "...", "}", "])",
	")", "During handling of", "The above exception", "Exception in thread", "[signal ", "Suppressed:", "Stack trace:", "stack backtrace:", "# ",
	"[stacktrace]", `"}`, "--> ", "--- ", "<?", "</", "Processing by ", "Rendered ", "Rendering ", "Redirected to ", "Parameters: ",
}

// belongsToTrace reports a line that goes on with the one above: indented, or the beginning of a stack trace.
func belongsToTrace(line string) bool {
	if strings.TrimSpace(line) == "" {
		return false
	}
	if strings.IndexByte(" \t", line[0]) >= 0 || isFrame(line) || railsStatus(line) > 0 || text.StartsWithAny(line, traceStarts...) ||
		len(line) > 2 && (line[0] == '#' && text.IsDigit(line[1]) || line[0] == '<' && text.IsLetter(line[1]) && strings.IndexByte(line, '>') > 0) {
		return true
	}
	name, _, _ := strings.Cut(line, ":")
	return !strings.Contains(name, " ") && (strings.HasSuffix(name, "Error") || strings.HasSuffix(name, "Exception"))
}

// isFrame reports a function of a stack as Go prints it: "net/http.(*conn).serve(0xc0000)", "example.org/pool.run.func3".
func isFrame(line string) bool {
	name, _, call := strings.Cut(line, "(")
	if strings.ContainsAny(name, " \t=\"|,;") || strings.Contains(name, "://") || !text.IsLetter(line[0]) || !strings.Contains(name, ".") {
		return false
	}
	slash := strings.LastIndexByte(name, '/')
	if call {
		return slash >= 0 || strings.HasSuffix(line, ")")
	}
	return slash >= 0 && strings.LastIndexByte(name, '.') > slash
}

// railsStatus is the status in "Completed 500 Internal Server Error in 12ms", with which Rails ends a request; else 0.
func railsStatus(line string) int {
	rest, ok := strings.CutPrefix(line, "Completed ")
	if !ok {
		return 0
	}
	return max(text.DigitsAt(rest, 0, 3), 0)
}

func readLog(b *block) {
	r := logReader{block: b, run: newLogRun(b.format.name, b.lines[0]), hosts: make([]string, 0, len(b.lines))}
	b.entries = make([]entry, 0, len(b.lines))
	for i, line := range b.lines {
		l, ok := r.run.read(line)
		switch {
		case ok && r.repeats(i, &l):
		case ok:
			r.add(l.entry(b.line(i), line))
			r.hosts = append(r.hosts, l.host)
		case strings.TrimSpace(line) == "":
		case isJournalMark(line):
			r.drop(i, "a mark of the journal, not an event")
		case len(r.entries) == 0:
			r.drop(i, "no time, and no line above it that it goes on with")
		default:
			r.goOn(i)
		}
	}
	nameHosts(r.entries, r.hosts)
}

type logReader struct {
	*block
	run   *logRun
	hosts []string // of each entry
}

// goOn adds a line without a time to the entry above it, unless that is of another container.
func (r *logReader) goOn(i int) {
	line := r.lines[i]
	name, rest, ok := containerLine(line)
	if r.run.container && ok {
		if name != r.hosts[len(r.hosts)-1] {
			r.drop(i, "no time: it goes on with an earlier line of "+name)
			return
		}
		line = rest
	}
	last := r.extend(i)
	if status := railsStatus(line); status > 0 {
		last.text += " – " + strings.TrimSpace(line)
		if status >= 500 {
			last.kind = "signal"
		}
	}
}

// repeats counts "last message repeated 2 times" for the message above it.
func (r *logReader) repeats(i int, l *logLine) bool {
	_, number, ok := strings.Cut(l.text, "last message repeated ")
	if !ok || len(r.entries) == 0 || r.hosts[len(r.hosts)-1] != l.host {
		return false
	}
	number, _, times := strings.Cut(number, " time")
	n, err := strconv.Atoi(number)
	if !times || err != nil || n < 1 {
		return false
	}
	last := r.extend(i)
	last.count, last.until = max(1, last.count)+n, l.when
	return true
}

func (l logLine) entry(number int, raw string) entry {
	return entry{line: number, lines: 1, when: l.when, text: l.text, kind: logKind(l.level, l.text), raw: raw, count: l.count}
}

func nameHosts(entries []entry, hosts []string) {
	if !slices.ContainsFunc(hosts, func(h string) bool { return h != hosts[0] }) {
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
	lower := strings.ToLower(text[:min(len(text), 400)])
	tells := func(word string) bool { return strings.Contains(lower, word) }
	switch {
	case level == "" && !tells("status=0") && slices.ContainsFunc(failureWords, tells):
		return "signal"
	case slices.ContainsFunc(changeWords, tells):
		return "change"
	}
	return "note"
}

// failureWords tell that something broke, in a message whose program gives it no level: the kernel, systemd, a panic.
var failureWords = []string{
	"panic", "fatal", "out of memory", "oom-kill", "oom_kill", "segfault", "core dump", "failed", "failure", "exception", "traceback", "timed out",
	"refused", "unreachable", "no space left", "exhausted", "too many", "unable to", "could not", "cannot ", "code=exited, status=",
	"deadlock", "corrupt", "i/o error", "error:", "unhealthy",
}

// changeWords tell that something became different, as programs say it.
var changeWords = []string{
	"deploy", "rolled out", "rollout", "roll back", "rolled back", "rollback", "restart", "started", "starting",
	"stopped", "stopping", "shutting down", "shut down", "scaled", "scaling", "promoted", "failover", "failing over", "became leader",
	"elected", "upgraded", "migrat", "reloaded", "created", "deleted",
	"terminated", "killed", "evicted", "drained", "cordoned",
}

// levels are the words for how bad a line is, as programs write them.
var levels = map[string]string{
	"FATAL": "fatal", "CRITICAL": "fatal", "CRIT": "fatal", "EMERG": "fatal", "EMERGENCY": "fatal", "ALERT": "fatal", "PANIC": "fatal",
	"SEVERE": "error", "ERROR": "error", "ERR": "error", "WARN": "warn", "WARNING": "warn", "NOTICE": "info", "INFO": "info",
	"INFORMATION": "info", "LOG": "info", "DEBUG": "debug", "DBG": "debug", "TRACE": "debug", "VERBOSE": "debug", "FINE": "debug",
	"FINER": "debug", "WRN": "warn", "INF": "info", "FTL": "fatal", "TRC": "debug",
}

// levelOf finds the level among the first words: in capitals, or in small letters between brackets or behind "=". A part of a longer name is
// none: INFO_SERVICE, x-error.
func levelOf(s string) string {
	s = s[:min(len(s), 100)]
	part := func(c byte) bool { return text.IsWord(c) || c == '-' }
	for i, words := 0, 0; i < len(s) && words < 12; i++ {
		from := i
		for i < len(s) && text.IsLetter(s[i]) {
			i++
		}
		if i == from {
			continue
		}
		words++
		if level := levelWord(s, from, i); level != "" && (from == 0 || !part(s[from-1])) && (i == len(s) || !part(s[i])) {
			return level
		}
	}
	return ""
}

// leadingLevel is the level that a line of a program begins with, in whatever case: "error", "Info", "[warn]".
func leadingLevel(s string) string {
	s = strings.TrimLeft(s, " \t[(|:,-")
	n := 0
	for n < len(s) && n < 12 && text.IsLetter(s[n]) {
		n++
	}
	if n == 0 || n < len(s) && (text.IsWord(s[n]) || s[n] == '-' || s[n] == '\'') {
		return ""
	}
	return levels[strings.ToUpper(s[:n])]
}

func levelWord(text string, from, to int) string {
	word := text[from:to]
	if from > 0 && strings.IndexByte("[=\"<(", text[from-1]) >= 0 || to < len(text) && text[to] == ']' {
		word = strings.ToUpper(word)
	}
	return levels[word]
}

// MachineLine reads one line that a program wrote: an object of JSON, or a line of a log that says its day, and its level or where
// it comes from. ok is false for everything else, above all for what a person may have typed, and for what says too little.
func MachineLine(line string, opt Options) (r Result, ok bool) {
	line = strings.TrimSpace(line)
	if object := strings.HasPrefix(line, "{"); object && !json.Valid([]byte(line)) || !object && !byProgram(line) {
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
		return byProgram(line) || glued || saidLine().MatchString(line) || bracketHead().MatchString(line) || javaFrame().MatchString(line)
	})
}

var javaFrame = text.Expression(`^at [\w.$<>]+\([\w.]+:\d+\)`)
