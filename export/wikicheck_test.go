package export_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"debrief/export"
	"debrief/export/page"
	"debrief/model"
)

// What follows gives every dialect to what will read it and holds what that makes of a page against what the page says: make wiki-check. It
// needs Debian's cmark-gfm, pandoc, mkdocs, mediawiki, php-sqlite3, php-xml, php-mbstring, php-intl and chromium, and from npm, in the
// folder that $WIKI_MODULES names, @mdx-js/mdx, remark-gfm, markdown-it, mermaid and axe-core. What is not there is named, and skipped.

// wanted skips a reader that is not asked for, or not there.
func wanted(t *testing.T, programs ...string) {
	t.Helper()
	if os.Getenv("DEBRIEF_WIKI") == "" {
		t.Skip("make wiki-check runs it")
	}
	for _, name := range programs {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("there is no %s here", name)
		}
	}
}

// modules is the folder of what npm has installed.
func modules(t *testing.T, names ...string) string {
	t.Helper()
	wanted(t, "node")
	dir := os.Getenv("WIKI_MODULES")
	for _, name := range names {
		if _, err := os.Stat(filepath.Join(dir, "node_modules", name)); dir == "" || err != nil {
			t.Skipf("$WIKI_MODULES leads to no %s", name)
		}
	}
	return dir
}

// tried are the pages that every reader is given: whole ones, and those of hostile texts.
func tried(t *testing.T) map[string]*page.Page {
	t.Helper()
	all := map[string]*model.Postmortem{"example": example(t), "payments": payments(t), "bare": model.New("Only a title", noon)}
	for start := 0; start < len(hostile); start += 5 {
		all["hostile"+strconv.Itoa(start)] = hostilePostmortem(t, start)
	}
	pages := map[string]*page.Page{}
	for name, p := range all {
		if p.Ref == "" {
			p.Ref = "PM-1"
		}
		p.ID = "01934d2e-7c00-7000-8000-000000000001"
		pages[name] = page.Of(p, page.Team, noon)
	}
	return pages
}

// written puts the pages into files of a folder and gives the names, in their order.
func written(t *testing.T, dir, dialect, extension string) (names []string) {
	t.Helper()
	for name, g := range tried(t) {
		if err := os.WriteFile(filepath.Join(dir, name+extension), export.Page(g, dialect), 0o600); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func ran(t *testing.T, dir string, in []byte, name string, args ...string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir, cmd.Stdin = dir, bytes.NewReader(in)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%.2000s", name, err, said.String())
	}
	return out
}

// shape is what a page is made of, a line each: headings, paragraphs, items, rows; and where its links lead.
type shape struct{ lines, links []string }

func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// shapeOf is the shape that a page is to have.
func shapeOf(g *page.Page, contents bool) (s shape) {
	for i := range g.Blocks {
		b := &g.Blocks[i]
		switch {
		case b.Heading != nil:
			if b.Level == 2 && contents {
				var names []string
				for _, h := range g.Blocks {
					if h.Level == 2 {
						names = append(names, h.Heading.Text())
					}
				}
				s.lines, contents = append(s.lines, "p "+strings.Join(names, " · ")), false
			}
			s.lines = append(s.lines, fmt.Sprintf("h%d %s", b.Level, flat(b.Heading.Text())))
		case b.Paragraph != nil:
			s.lines = append(s.lines, "p "+flat(b.Paragraph.Text()))
		case b.List != nil:
			for _, item := range b.List {
				s.lines = append(s.lines, "li "+flat(item.Text()))
			}
		case b.Table != nil:
			s.lines = append(s.lines, "tr "+strings.Join(b.Table.Heads, " ¦ "))
			for _, row := range b.Table.Rows {
				var cells []string
				for _, c := range row {
					cells = append(cells, flat(c.Text()))
				}
				s.lines = append(s.lines, "tr "+strings.Join(cells, " ¦ "))
			}
		}
	}
	for line := range g.Lines {
		for _, x := range line {
			if x.To != "" {
				s.links = append(s.links, x.To)
			}
		}
	}
	return s
}

// shapeIn is the shape of what a reader has made.
func shapeIn(t *testing.T, data []byte) (s shape) {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var below func(n *html.Node)
	below = func(n *html.Node) {
		for c := range n.ChildNodes() {
			if c.Type != html.ElementNode {
				continue
			}
			switch c.Data {
			case "h1", "h2", "h3", "h4", "p", "li":
				if text := flat(wordsOf(c)); text != "" {
					s.lines = append(s.lines, c.Data+" "+text)
				}
			case "tr":
				var cells []string
				for _, cell := range elementsOf(c) {
					cells = append(cells, flat(wordsOf(cell)))
				}
				s.lines = append(s.lines, "tr "+strings.Join(cells, " ¦ "))
			case "script", "style", "nav", "pre":
				continue
			default:
				below(c)
				continue
			}
		}
	}
	below(doc)
	for _, a := range elements(doc, "a") {
		for _, at := range a.Attr {
			if at.Key == "href" {
				s.links = append(s.links, at.Val)
			}
		}
	}
	for _, tag := range []string{"img", "script", "iframe", "s", "del", "input", "blockquote", "hr", "ol", "dl", "sub", "sup", "u", "span", "div"} {
		for _, n := range elements(doc, tag) {
			if len(n.Attr) == 0 || tag == "img" || tag == "script" || tag == "iframe" {
				s.lines = append(s.lines, "a stray "+tag+": "+flat(wordsOf(n)))
			}
		}
	}
	return s
}

// sameShape holds that a page is read as it is meant, and that its links lead where they do, whatever else is linked.
func sameShape(t *testing.T, name string, got, want shape) {
	t.Helper()
	for i := range max(len(got.lines), len(want.lines)) {
		g, w := "(nothing)", "(nothing)"
		if i < len(got.lines) {
			g = got.lines[i]
		}
		if i < len(want.lines) {
			w = want.lines[i]
		}
		if flat(g) != flat(w) {
			t.Errorf("%s: line %d of the page is read as\n%s\nand says\n%s", name, i+1, g, w)
			return
		}
	}
	left := got.links
	for _, to := range want.links {
		i := slices.IndexFunc(left, func(s string) bool { return unescapedAddress(s) == unescapedAddress(to) })
		if i < 0 {
			t.Errorf("%s: there is no link to %s (among %q)", name, to, got.links)
			return
		}
		left = left[i+1:]
	}
}

func unescapedAddress(s string) string {
	if u, err := url.PathUnescape(s); err == nil {
		return u
	}
	return s
}

func TestWikisGitHub(t *testing.T) {
	wanted(t, "cmark-gfm")
	for _, dialect := range []string{"portable", "github"} {
		for name, g := range tried(t) {
			got := ran(t, "", export.Page(g, dialect), "cmark-gfm", "--unsafe", "-e", "table", "-e", "strikethrough", "-e", "autolink", "-e", "tasklist")
			sameShape(t, dialect+" "+name, shapeIn(t, got), shapeOf(g, dialect == "github"))
		}
	}
}

func TestWikisConfluence(t *testing.T) {
	wanted(t, "pandoc")
	for name, g := range tried(t) {
		got := ran(t, "", export.Page(g, "confluence-wiki"), "pandoc", "-f", "jira", "-t", "html")
		read := shapeIn(t, got)
		for i := range read.lines { // Confluence shows characters by their number; pandoc leaves the numbers
			read.lines[i] = flat(html.UnescapeString(read.lines[i]))
		}
		sameShape(t, name, read, shapeOf(g, false))
	}
}

func TestWikisMkDocs(t *testing.T) {
	wanted(t, "mkdocs")
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "docs"), 0o755); err != nil {
		t.Fatal(err)
	}
	names := written(t, filepath.Join(dir, "docs"), "portable", ".md")
	if err := os.WriteFile(filepath.Join(dir, "mkdocs.yml"), []byte("site_name: x\nplugins: []\nuse_directory_urls: false\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ran(t, dir, nil, "mkdocs", "build", "--quiet", "--strict")
	pages := tried(t)
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(dir, "site", name+".html"))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := html.Parse(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		var main bytes.Buffer
		for _, div := range elements(doc, "div") {
			if slices.ContainsFunc(div.Attr, func(a html.Attribute) bool { return a.Key == "role" && a.Val == "main" }) {
				for c := range div.ChildNodes() {
					if err := html.Render(&main, c); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		sameShape(t, name, shapeIn(t, main.Bytes()), shapeOf(pages[name], false))
	}
}

func TestWikisJavaScript(t *testing.T) {
	for reader, needs := range map[string][]string{"mdx": {"@mdx-js/mdx", "remark-gfm"}, "markdown-it": {"markdown-it"}} {
		t.Run(reader, func(t *testing.T) {
			from := modules(t, needs...)
			dir := t.TempDir()
			names := written(t, dir, "portable", ".md")
			script, err := filepath.Abs("testdata/readers.mjs")
			if err != nil {
				t.Fatal(err)
			}
			args := []string{script, reader}
			for _, name := range names {
				args = append(args, name+".md")
			}
			t.Setenv("WIKI_MODULES", from)
			ran(t, dir, nil, "node", args...)
			pages := tried(t)
			for _, name := range names {
				data, err := os.ReadFile(filepath.Join(dir, name+".md.html"))
				if err != nil {
					t.Fatal(err)
				}
				sameShape(t, name, shapeIn(t, data), shapeOf(pages[name], false))
			}
		})
	}
}

// TestWikisMediaWiki stores each page in a real one, on its SQLite and on PHP's own server, and fetches what it makes of it.
func TestWikisMediaWiki(t *testing.T) {
	const root = "/usr/share/mediawiki"
	wanted(t, "php")
	if _, err := os.Stat(root); err != nil {
		t.Skip("there is no MediaWiki here")
	}
	dir := t.TempDir()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host := free.Addr().String()
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	ran(t, dir, nil, "php", root+"/maintenance/install.php", "--dbtype", "sqlite", "--dbpath", dir, "--dbname", "wiki", "--confpath", dir,
		"--server", "http://"+host, "--scriptpath", "", "--pass", "only-for-this-test", "Check", "admin")
	settings, err := os.OpenFile(filepath.Join(dir, "LocalSettings.php"), os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = settings.WriteString("\n$wgRateLimits = [];\n")
		err = errors.Join(err, settings.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	server := exec.CommandContext(t.Context(), "php", "-S", host, "-t", root)
	server.Env = append(os.Environ(), "MW_CONFIG_FILE="+filepath.Join(dir, "LocalSettings.php"))
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Process.Kill(); _ = server.Wait() })
	ask := func(values url.Values) (answer struct {
		Edit  struct{ Result string }
		Error struct{ Code, Info string }
		Parse struct{ Text string }
	}) {
		values.Set("format", "json")
		values.Set("formatversion", "2")
		for try := 0; ; try++ {
			r, err := http.PostForm("http://"+host+"/api.php", values)
			if err != nil && try < 50 {
				time.Sleep(100 * time.Millisecond) // it is starting
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			err = json.NewDecoder(r.Body).Decode(&answer)
			_ = r.Body.Close()
			if err != nil {
				t.Fatal(err)
			}
			return answer
		}
	}
	for name, g := range tried(t) {
		text := string(export.Page(g, "mediawiki"))
		if got := ask(url.Values{"action": {"edit"}, "title": {name}, "text": {text}, "token": {`+\`}}); got.Edit.Result != "Success" {
			t.Fatalf("%s was not stored: %+v", name, got)
		}
		got := ask(url.Values{"action": {"parse"}, "page": {name}, "prop": {"text"}, "disabletoc": {"1"}, "disableeditsection": {"1"}, "disablelimitreport": {"1"}})
		sameShape(t, name, shapeIn(t, []byte(got.Parse.Text)), shapeOf(g, false))
	}
}

// seenBy opens a page in a browser without a window and gives the title that it ends with.
func seenBy(t *testing.T, file string, args ...string) string {
	t.Helper()
	args = append(args, "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--virtual-time-budget=20000",
		"--user-data-dir="+t.TempDir(), "--dump-dom", "file://"+file)
	out := ran(t, "", nil, "chromium", args...)
	title := regexp.MustCompile(`(?s)<title>(.*?)</title>`).FindSubmatch(out)
	if title == nil {
		t.Fatalf("the browser shows %.300s", out)
	}
	return html.UnescapeString(string(title[1]))
}

func TestWikisMermaid(t *testing.T) {
	wanted(t, "chromium")
	from := modules(t, "mermaid")
	fenced := regexp.MustCompile("(?s)```mermaid\n(.*?)```")
	var all []string
	for _, g := range tried(t) {
		for _, m := range fenced.FindAllSubmatch(export.Page(g, "github"), -1) {
			all = append(all, string(m[1]))
		}
	}
	list, err := json.Marshal(all)
	if err != nil || len(all) < 10 {
		t.Fatal(len(all), err)
	}
	file := filepath.Join(t.TempDir(), "mermaid.html")
	text := `<!DOCTYPE html><title>none</title><body><script src="file://` + from + `/node_modules/mermaid/dist/mermaid.min.js"></script><script>
		mermaid.initialize({startOnLoad: false});
		(async () => { const bad = [], all = ` + strings.ReplaceAll(string(list), "</", `<\/`) + `;
			for (const d of all) try { await mermaid.parse(d) } catch (e) { bad.push(e.message + " in " + d) }
			document.title = bad.length ? bad.length + " bad: " + bad[0] : all.length + " good" })()</script>`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, want := seenBy(t, file), strconv.Itoa(len(all))+" good"; got != want {
		t.Errorf("of the diagrams the parser says %s", got)
	}
}

// TestWikisBrowser opens web pages of what attacks browsers: no script runs, nothing is asked for. axe finds nothing to say of the others.
func TestWikisBrowser(t *testing.T) {
	wanted(t, "chromium")
	known := hostile
	defer func() { hostile = known }()
	hostile = nil
	for _, p := range payloads {
		hostile = append(hostile, strings.NewReplacer("alert(1)", "document.title='ran'", "x.example", "asked.example").Replace(p))
	}
	dir := t.TempDir()
	for start := 0; start < len(hostile); start += 8 {
		p := hostilePostmortem(t, start)
		p.Title = "quiet"
		file, log := filepath.Join(dir, fmt.Sprint(start, ".html")), filepath.Join(dir, "net.json")
		if err := os.WriteFile(file, export.Page(page.Of(p, page.Team, noon), "html"), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := seenBy(t, file, "--log-net-log="+log); got != "quiet" {
			t.Errorf("a script ran: the title is %q", got)
		}
		asked, err := os.ReadFile(log)
		if err != nil || len(asked) == 0 {
			t.Fatal("there is no log of the network:", err)
		}
		if bytes.Contains(asked, []byte("asked.example")) {
			t.Error("the page asked for something")
		}
	}
}

func TestWikisAccessible(t *testing.T) {
	wanted(t, "chromium")
	from := modules(t, "axe-core")
	policy := regexp.MustCompile(`<meta http-equiv[^>]*>`)
	pages := tried(t)
	for _, name := range []string{"example", "payments", "bare", "hostile0"} {
		for _, dark := range []string{"1", "0"} {
			text := policy.ReplaceAllString(string(export.Page(pages[name], "html")), "")
			text = strings.Replace(text, "</body>", `<script src="file://`+from+`/node_modules/axe-core/axe.min.js"></script><script>
				axe.run({resultTypes: ["violations"]}).then(r => document.title = "found " + r.violations.length + " " +
					r.violations.map(v => v.id + ": " + v.nodes[0].html).join("; "))</script></body>`, 1)
			file := filepath.Join(t.TempDir(), "axe.html")
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if got := seenBy(t, file, "--blink-settings=preferredColorScheme="+dark); got != "found 0 " {
				t.Errorf("%s: axe has %s", name, got)
			}
		}
	}
}
