package report

import (
	"debrief/intake/text"
)

// pasted is how many lines from line i on were pasted from a chat or a log.
func pasted(lines []string, i int) int {
	return text.Run(lines[i:], func(line string) bool { return pastedLine.MatchString(text.FirstBytes(line, 300)) })
}

var pastedLine = text.Expression(`^\s*(?:` +
	`\[\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp][Mm])?\]\s?<?[\w.@-]+>?:? ` + // [1:04 PM]name: text
	`|\d{1,2}:\d{2}(?::\d{2})? <[\w@+.-]+> ` + // 10:04 <name> text
	`|[\w.-]+(?: [\w.-]+)? \[\d{1,2}:\d{2}(?: ?[AaPp][Mm])?\]\s*$` + // name [4:06 PM]
	`|[A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} [\w.-]+ [\w./-]+(?:\[\d+\])?: ` + // Nov 18 02:14:00 host app[1]: text
	`|[IWEF]\d{4} \d{2}:\d{2}:\d{2}` + // klog
	`|\[?\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}[^ ]*\]? +(?:\[?(?:ERROR|WARN|INFO|FATAL|DEBUG|CRIT|TRACE)|[\w.-]+ [\w./-]+\[\d+\]:)` +
	`|(?:level|time|ts|msg)=\S+ ` +
	`|\s*at [\w.$<>]+\([\w.]+:\d+\)` +
	`)`)
