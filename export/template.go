package export

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"
	"time"

	"debrief/export/page"
	"debrief/model"
	"debrief/model/lazyregexp"
	"debrief/model/say"
)

// Limits of a template: what one writes is a page, and not a program's output.
const (
	MostOutput   = 20 << 20 // bytes
	mostSource   = 1 << 20  // bytes of one file
	mostSteps    = 1 << 18  // rounds of loops and uses of templates
	mostDepth    = 500      // templates within one another
	mostPatience = 10 * time.Second
)

// mainTemplate is the file of a folder of templates that a page begins with.
const mainTemplate = "page.tmpl"

// Template is somebody's own layout of a page: text/template, whose every text is written for the dialect when it is printed, and which
// knows only functions that can do no harm.
type Template struct {
	parsed *template.Template
	main   string
}

//go:embed page.tmpl
var builtIn string

// BuiltIn is a template that writes the page as debrief does, to begin one's own with.
func BuiltIn() []byte { return []byte(builtIn) }

// ReadTemplate reads a template: a file, or a folder whose page.tmpl may use all others that end in .tmpl by their names. An error names the
// file and its line.
func ReadTemplate(from fs.FS, names ...string) (*Template, error) {
	t := &Template{main: names[0]}
	t.parsed = template.New("").Option("missingkey=error").Funcs((&run{}).functions())
	for _, name := range names {
		text, err := readSource(from, name)
		if err != nil {
			return nil, err
		}
		if _, err := t.parsed.New(name).Parse(text); err != nil {
			return nil, plainly(err)
		}
	}
	if body := t.parsed.Lookup(t.main); body == nil || parse.IsEmptyTree(body.Root) {
		return nil, fmt.Errorf("%s is empty", t.main)
	}
	for _, part := range t.parsed.Templates() {
		if part.Tree == nil || part.Root == nil {
			continue
		}
		if err := guarded(part.Tree); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// TemplateNames are the files of a folder that make a template, the main one first.
func TemplateNames(folder fs.FS) ([]string, error) {
	names, err := fs.Glob(folder, "*.tmpl")
	if err != nil {
		return nil, err
	}
	at := slices.Index(names, mainTemplate)
	if at < 0 {
		return nil, fmt.Errorf("there is no %s in it", mainTemplate)
	}
	return append([]string{mainTemplate}, slices.Delete(names, at, at+1)...), nil
}

func readSource(from fs.FS, name string) (string, error) {
	f, err := from.Open(name)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	if info, err := f.Stat(); err == nil && !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s: it is no file", name)
	}
	text, err := io.ReadAll(io.LimitReader(f, mostSource+1))
	if err == nil && len(text) > mostSource {
		err = fmt.Errorf("larger than %d MB", mostSource>>20)
	}
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return strings.TrimPrefix(strings.ReplaceAll(string(text), "\r\n", "\n"), "\ufeff"), nil
}

// allowed are the functions of the language that a template may use beside ours. The others build texts without an end, call what they
// are given, or escape for elsewhere.
var allowed = []string{"and", "or", "not", "len", "index", "slice", "eq", "ne", "lt", "le", "gt", "ge", "break", "continue"}

// The functions that guarded puts into a template: of what is printed, of a round of a loop, and around a template.
const (
	printing = "_print"
	round    = "_round"
	entering = "_enter"
	leaving  = "_leave"
)

// guarded makes a template write its texts for the dialect, and count what it does, as html/template does it: in its tree.
func guarded(tree *parse.Tree) error {
	g := &guarding{tree: tree}
	g.list(tree.Root)
	tree.Root.Nodes = slices.Concat([]parse.Node{g.calls(entering, tree.Root.Pos)}, tree.Root.Nodes, []parse.Node{g.calls(leaving, tree.Root.Pos)})
	return g.err
}

type guarding struct {
	tree *parse.Tree
	err  error
}

// calls is an action that calls a function and prints nothing.
func (g *guarding) calls(name string, at parse.Pos) *parse.ActionNode {
	pipe := &parse.PipeNode{NodeType: parse.NodePipe, Pos: at, Cmds: []*parse.CommandNode{g.command(name, at)}}
	return &parse.ActionNode{NodeType: parse.NodeAction, Pos: at, Pipe: pipe}
}

func (g *guarding) command(name string, at parse.Pos) *parse.CommandNode {
	return &parse.CommandNode{NodeType: parse.NodeCommand, Pos: at, Args: []parse.Node{parse.NewIdentifier(name).SetPos(at).SetTree(g.tree)}}
}

func (g *guarding) list(l *parse.ListNode) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		g.node(n)
	}
}

func (g *guarding) node(n parse.Node) {
	switch n := n.(type) {
	case *parse.ActionNode:
		g.pipe(n.Pipe)
		if len(n.Pipe.Decl) == 0 {
			n.Pipe.Cmds = append(n.Pipe.Cmds, g.command(printing, n.Pos))
		}
	case *parse.IfNode:
		g.branch(&n.BranchNode)
	case *parse.WithNode:
		g.branch(&n.BranchNode)
	case *parse.RangeNode:
		g.branch(&n.BranchNode)
		n.List.Nodes = append([]parse.Node{g.calls(round, n.Pos)}, n.List.Nodes...)
	case *parse.TemplateNode:
		g.pipe(n.Pipe)
	}
}

func (g *guarding) branch(n *parse.BranchNode) {
	g.pipe(n.Pipe)
	g.list(n.List)
	g.list(n.ElseList)
}

// pipe refuses functions that are not for templates.
func (g *guarding) pipe(p *parse.PipeNode) {
	if p == nil {
		return
	}
	for _, c := range p.Cmds {
		for _, arg := range c.Args {
			g.argument(arg)
		}
	}
}

func (g *guarding) argument(n parse.Node) {
	switch n := n.(type) {
	case *parse.PipeNode:
		g.pipe(n)
	case *parse.ChainNode:
		g.argument(n.Node)
	case *parse.IdentifierNode:
		if g.err == nil && !slices.Contains(allowed, n.Ident) && !slices.Contains(functionNames(), n.Ident) {
			where, _ := g.tree.ErrorContext(n)
			g.err = fmt.Errorf("%s: a template has no function %s; it has %s", lineOfContext(where), n.Ident, strings.Join(functionNames(), ", "))
		}
	}
}

// functionNames are those of ours that people use.
func functionNames() []string {
	names := slices.Sorted(maps.Keys((&run{}).functions()))
	return slices.DeleteFunc(names, func(s string) bool { return s[0] == '_' })
}

// written is text in the dialect's markup already.
type written string

// run is one use of a template.
type run struct {
	g            *page.Page
	to           *writer
	loc          *time.Location
	sections     map[string]written // that were asked for
	steps, depth int
	until        time.Time
}

func (r *run) functions() template.FuncMap {
	styled := func(style page.Style) func(string) written {
		return func(s string) written { return r.text(page.Span{Style: style, Text: page.Line(s)}) }
	}
	return template.FuncMap{
		printing: r.print, round: r.round, entering: r.enter, leaving: r.leave,
		"section": r.section, "foot": func() written { return r.blocks(page.Foot(r.g)) }, "contents": r.contents,
		"heading": r.heading, "paragraphs": func(s string) written { return r.blocks(page.Blocks(r.g.Called(s))) },
		"strong": styled(page.Strong), "emphasis": styled(page.Emphasis), "code": styled(page.Code), "link": r.link,
		"day": r.clock(time.DateOnly), "clock": r.clock("15:04"), "when": r.clock("2006-01-02 15:04"),
		"length": func(seconds any) (written, error) { return r.length(seconds) },
		"add":    func(a, b int) int { return a + b },
	}
}

// text is a span as those who will read it may see it, in the dialect.
func (r *run) text(s page.Span) written {
	if s.Text = strings.TrimSpace(r.g.Called(s.Text)); s.Text == "" {
		return ""
	}
	return written(r.to.line(page.Spans{s}))
}

func (r *run) blocks(blocks []page.Block) written { return written(r.to.blocks(blocks)) }

// print is what a value is on the page.
func (r *run) print(v any) (written, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case written:
		return v, nil
	case string:
		return r.text(page.Span{Text: page.Line(v)}), nil
	case bool:
		return written(map[bool]string{true: "yes", false: "no"}[v]), nil
	case int:
		return written(strconv.Itoa(v)), nil
	case float64:
		return r.text(page.Span{Text: say.Amount(v)}), nil
	case []any:
		return "", errors.New("this is a list: go over it with range")
	}
	return "", errors.New("this has fields of its own: name one of them")
}

// step counts, and ends what does not end.
func (r *run) step() error {
	if r.steps++; r.steps > mostSteps || time.Now().After(r.until) {
		return errEndless
	}
	return nil
}

var (
	errEndless  = errors.New("it does not come to an end")
	errTooLarge = fmt.Errorf("it writes more than %d MB", MostOutput>>20)
)

func (r *run) round() (written, error) { return "", r.step() }

func (r *run) enter() (written, error) {
	if r.depth++; r.depth > mostDepth {
		return "", errEndless
	}
	return "", r.step()
}

func (r *run) leave() written {
	r.depth--
	return ""
}

func (r *run) section(name string) (written, error) {
	i := slices.IndexFunc(page.SectionNames, func(s string) bool { return strings.EqualFold(s, name) })
	if i < 0 {
		return "", fmt.Errorf("there is no section %s; there are %s", model.Quote(name), strings.Join(page.SectionNames, ", "))
	}
	name = page.SectionNames[i]
	text, known := r.sections[name]
	if !known {
		text = r.blocks(page.Section(r.g, name).Blocks)
		r.sections[name] = text
	}
	return text, nil
}

// contents are links to the sections, in a dialect whose pages have them.
func (r *run) contents() written {
	if !r.to.contents {
		return ""
	}
	return r.blocks([]page.Block{contents(r.g)})
}

func (r *run) heading(level int, text string) (written, error) {
	if level < 1 || level > 3 {
		return "", fmt.Errorf("a heading has a level from 1 to 3, and not %d", level)
	}
	return r.blocks([]page.Block{{Level: level, Heading: page.Spans{{Text: r.g.Called(page.Line(text))}}}}), nil
}

// link leads to an address; what is none is text.
func (r *run) link(text, to string) written {
	if to = page.Line(to); !model.IsAddress(to) {
		return r.text(page.Span{Text: page.Joined(" ", page.Line(text), to)})
	}
	if text = page.Line(text); text == "" {
		text = to
	}
	return r.text(page.Span{Text: text, To: page.Destination(to)})
}

// clock shows an instant in the postmortem's zone.
func (r *run) clock(layout string) func(any) (written, error) {
	return func(v any) (written, error) {
		s, _ := v.(string)
		if s == "" {
			return "", nil
		}
		if at, err := model.ParseInstant(s); err == nil {
			return r.text(page.Span{Text: at.Time().In(r.loc).Format(layout)}), nil
		}
		if day, err := time.Parse(time.DateOnly, s); err == nil {
			return r.text(page.Span{Text: day.Format(time.DateOnly)}), nil
		}
		return "", fmt.Errorf("%s is no instant and no day", model.Quote(s))
	}
}

func (r *run) length(seconds any) (written, error) {
	switch v := seconds.(type) {
	case nil:
		return "", nil
	case float64:
		return r.text(page.Span{Text: say.Length(int64(v))}), nil
	}
	return "", errors.New("a length is a number of seconds")
}

// bounded takes so much and no more.
type bounded struct{ strings.Builder }

func (b *bounded) Write(p []byte) (int, error) {
	if b.Len()+len(p) > MostOutput {
		return 0, errTooLarge
	}
	return b.Builder.Write(p)
}

// Write writes a page by a template in a dialect. The template is given the postmortem as those who will read the page may know it, its
// fields named as in the JSON document. An error names the file and its line; nothing is written then.
func (t *Template) Write(g *page.Page, dialect string) ([]byte, error) {
	d := named(dialect)
	doc := g.Document()
	var whole struct {
		Postmortem map[string]any `json:"postmortem"`
	}
	if err := json.Unmarshal(model.Encode(doc, false), &whole); err != nil {
		return nil, err
	}
	r := &run{g: g, to: &d.writer, loc: doc.Location(), sections: map[string]written{}, until: time.Now().Add(mostPatience)}
	copied, err := t.parsed.Clone()
	if err != nil {
		return nil, err
	}
	var out bounded
	if err := copied.Funcs(r.functions()).ExecuteTemplate(&out, t.main, whole.Postmortem); errors.Is(err, errTooLarge) {
		return nil, fmt.Errorf("%s: %w", t.main, err)
	} else if err != nil {
		return nil, plainly(err)
	}
	body := strings.TrimSpace(emptyLines().ReplaceAllString(out.String(), d.writer.apart))
	return []byte(d.writer.around(titleOf(g), body)), nil
}

var (
	emptyLines = lazyregexp.New(`\n(?:[ \t]*\n)+`)
	inTemplate = lazyregexp.New(`(?s)^template: (.*?:\d+)(?::\d+)?: (?:executing .*? at (<.*?>): )?(?:error calling \w+: )?(.*)$`)
)

// plainly is an error of the engine as one line: the file, the line, what stands there, what is wrong.
func plainly(err error) error {
	if m := inTemplate().FindStringSubmatch(err.Error()); m != nil {
		if m[2] != "" && !strings.Contains(m[2], "_") {
			m[3] = m[2] + ": " + m[3]
		}
		return fmt.Errorf("%s: %s", m[1], model.Clean(m[3]))
	}
	return err
}

// lineOfContext is the file and the line of a place that has a column too.
func lineOfContext(where string) string {
	if i := strings.LastIndexByte(where, ':'); i > 0 {
		return path.Clean(where[:i])
	}
	return where
}
