package intake

import (
	"fmt"
	"slices"
	"time"

	"debrief/intake/clock"
)

// A format is one way of writing events down. Machine formats stand in formats before the ways of people, because they are told apart more surely.
type format struct {
	name   string // what --format and Block.Format say
	source string // the source of its events unless an entry says otherwise

	// recognise reports how many of the lines, from the first one on, are written in this format; 0 when the first is not.
	// It looks at lines that it takes, and at a bounded number beyond. The format of prose has none: it takes what is left.
	recognise func(lines []string) int

	// read fills in the entries of a block, in the order of the input, and drops the lines that it could not use.
	read func(b *block)
}

// formats are tried in this order: what machines write, because it is told apart more surely, and among that what has a heading or a
// bracket of its own before single lines; then what the window of a chat gives to the clipboard, and last what people write.
var formats []format

// proseName is the format of what no other one claims.
const proseName = "markdown"

func init() {
	reads := func(head headReader) func(b *block) { return func(b *block) { readChat(b, head) } }
	formats = append(jsonFormats(), []format{
		{"mail", "", recogniseMail, readMail},
		{"kubectl events", "log", recogniseKubeTable, readKubeTable},
		{"kubectl YAML", "log", recogniseKubeYAML, readKubeYAML},
		{"kubectl describe", "log", recogniseDescribe, readKubeTable},
		{"PagerDuty timeline", "alert", recognisePagerPage, readPagerPage},
		{"git log", "deploy", recogniseGitLog, readGitLog},
		{"git log lines", "deploy", recogniseGitLines, readGitLines},
		{"git log --oneline", "deploy", recogniseOneline, readOneline},
		{"chat log", "chat", recogniseLineChat, reads(lineChatHead)},
		{"csv", "log", recogniseTable, readTable},
		{"journal export", "log", recogniseExport, readExport},
		{"journal verbose", "log", recogniseVerbose, readVerbose},
	}...)
	for _, family := range []string{journalLines, syslogLines, klogLines, accessLines, logfmtLines, plainLog} {
		formats = append(formats, format{family, "log", func(lines []string) int { return recogniseLog(lines, family) }, readLog})
	}
	formats = append(formats, []format{
		{"Discord", "chat", recogniseDiscord, reads(discordHead)},
		{"Teams", "chat", recogniseTeams, reads(teamsHead)},
		{"Slack", "chat", recogniseSlack, reads(slackHead)},
		{proseName, "", nil, readProse},
	}...)
}

func formatNamed(name string) *format {
	if i := slices.IndexFunc(formats, func(f format) bool { return f.name == name }); i >= 0 {
		return &formats[i]
	}
	return nil
}

func proseFormat() *format { return formatNamed(proseName) }

type block struct {
	format *format
	name   string   // the input's name
	lines  []string // without line ends
	text   string   // the lines as one text
	first  int      // the number of lines[0] in the input, from 1
	users  []byte   // users.json of a Slack export
	links  map[string]string
	opt    Options

	entries []entry
	dropped []Dropped

	// What the reader found out about the times of the whole block; all may stay empty.
	zone     string         // as written
	loc      *time.Location // what it means; nil with a zone is a name with several meanings
	zoneFrom string         // "the heading", "a sentence"
	day      clock.Stamp    // a date for clocks that have none
	dayFrom  string         // "the title", "a sentence"
	everyDay bool           // a sentence gives that date to all of them, whatever date stands above
	order    string         // "dmy" or "mdy" where something beside the entries tells it
	columns  Open           // what is asked about its columns, where its reader must know them first
}

func newBlock(f *format, lines []string, from, to int, in Input, opt Options) *block {
	return &block{format: f, name: in.Name, lines: lines[from:to], first: from + 1, users: in.Users, links: in.Links, opt: opt}
}

// ownDate is the day that the block names as its own, or else its input's name does; zero for none.
func (b *block) ownDate() time.Time {
	own := b.day
	if own.Year == 0 {
		own, _ = nameDay(b.name)
	}
	if own.Year == 0 || own.Swap {
		return time.Time{}
	}
	return own.Date()
}

func (b *block) line(i int) int { return b.first + i }

func (b *block) drop(i int, why string) { b.dropLines(i, i+1, why) }

// dropLines reports the block's lines i to end as not used, as one.
func (b *block) dropLines(i, end int, why string) {
	b.dropped = append(b.dropped, Dropped{Line: b.line(i), Text: b.lines[i], Why: why + manyLines(end-i)})
}

// manyLines says of what was dropped how many lines it takes, where these are several.
func manyLines(n int) string {
	if n < 2 {
		return ""
	}
	return fmt.Sprintf(" (%d lines)", n)
}

func (b *block) add(e entry) { b.entries = append(b.entries, e) }

// setZone takes the zone of the times that name none, where nothing nearer has named one.
func (b *block) setZone(name string, loc *time.Location, from string) {
	if b.zone == "" && name != "" {
		b.zone, b.loc, b.zoneFrom = name, loc, from
	}
}

// extend gives the block's line i to the last entry.
func (b *block) extend(i int) *entry {
	last := &b.entries[len(b.entries)-1]
	last.lines = b.line(i) - last.line + 1
	if line := b.lines[i]; len(last.raw)+len(line) < maxRaw {
		last.raw += "\n" + line
	}
	return last
}

// maxRaw is how many bytes of the lines below it an entry keeps with its own.
const maxRaw = 16 << 10

func (b *block) byTime() {
	slices.SortStableFunc(b.entries, func(x, y entry) int { return x.when.At.Compare(y.when.At) })
}

// entry is one thing that a format understood, before its time is resolved against the rest of the block.
type entry struct {
	line, lines int // where it starts in the input, from 1, and how many lines it takes
	when, until clock.Stamp
	or          clock.Stamp // the other time that it may have been: 02:41 or 02:45
	text        string
	by          string
	kind        string // a kind of event, or "" to be guessed from the text
	source      string // overrules the format's
	link        string
	key         string // the native id, where the format has one
	raw         string // the line or lines as they came
	count       int    // 0 means 1
	moment      string
	settles     string // what it makes of the newest open thought: confirmed, ruled out, or ""
	noise       bool
	doubt       string // what is odd about it, besides its time
	part        int    // entries of one part are in the order of time, as a rule; each list of a document is a part

	// divider marks what is no event but says the day or the zone of the entries after it: a date heading, a day's line in
	// a chat. Only when is read.
	divider bool
}
