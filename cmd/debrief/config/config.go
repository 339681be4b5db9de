// Package config reads what somebody, or a team, has chosen once: a small TOML file. Its rule: what it does not know, or knows as something
// else, is one line that names the file, the line and what was expected; nothing of such a file counts.
package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"debrief/model"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// Config is what was chosen. The zero value is a file that says nothing.
type Config struct {
	Theme string   // one of Themes; "" where it is left open
	Hosts []string // that pages for the public may link to, in lower case; none links nothing
	Keys  []Binding

	name string // of the file
}

// Binding is the keys that are chosen for an action: none leave it to be found by what it does.
type Binding struct {
	Action string
	Keys   []string
	line   int
}

// Wrong is what is wrong with a binding, for whoever knows what actions there are.
func (c *Config) Wrong(b Binding, expected string) error {
	return wrong(c.name, b.line, "keys."+b.Action, expected)
}

func wrong(file string, line int, setting, expected string) error {
	return fmt.Errorf("%s:%d: %s: expected %s", file, line, model.Shorten(setting, 60), expected)
}

// Themes are the colours there are.
var Themes = []string{"light", "dark", "mono"}

// most is how large the file may be, in bytes: a hundred times of what there is to choose.
const most = 64 << 10

// Read reads the file. One that is not there says nothing, where it need not be. Its errors are lines such as
// config.toml:7: theme: expected "light", "dark" or "mono".
func Read(path string, needed bool) (Config, error) {
	data, err := contents(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !needed:
		return Config{}, nil
	case err != nil:
		return Config{}, fmt.Errorf("the settings: %w", err)
	}
	return Parse(filepath.Base(path), data)
}

func contents(path string) ([]byte, error) {
	if path == os.DevNull {
		return nil, nil
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New(path + " is no file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // nothing was written
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && len(data) > most {
		err = fmt.Errorf("%s is larger than %d KiB", path, most>>10)
	}
	return data, err
}

// Parse reads the text of the file of that name.
func Parse(name string, data []byte) (Config, error) {
	data = []byte(strings.TrimPrefix(string(data), "\ufeff")) // which some editors put before every text
	var said map[string]any
	if err := toml.Unmarshal(data, &said); err != nil {
		at := name
		if wrong := (*toml.DecodeError)(nil); errors.As(err, &wrong) {
			line, column := wrong.Position()
			at = fmt.Sprintf("%s:%d:%d", name, line, column)
		}
		return Config{}, fmt.Errorf(`%s: %s: expected TOML, such as theme = "dark"`, at, strings.TrimPrefix(err.Error(), "toml: "))
	}
	c := Config{name: name}
	for _, s := range flat(said, "", lines(data)) {
		if want := c.take(s); want != "" {
			return Config{}, wrong(name, s.line, s.name, want)
		}
	}
	return c, nil
}

// setting is one value of the file, by its whole name: "export.hosts".
type setting struct {
	name  string
	value any
	line  int
}

// take takes over one setting; what was expected instead, else "".
func (c *Config) take(s setting) (expected string) {
	action, isKey := strings.CutPrefix(s.name, "keys.")
	switch _, empty := s.value.(map[string]any); {
	case isKey:
		keys, ok := texts(s.value)
		if !ok {
			return `a list of keys, such as ["u", "f2"]`
		}
		c.Keys = append(c.Keys, Binding{action, keys, s.line})
		return ""
	case empty && (s.name == "keys" || s.name == "export"):
		return ""
	}
	switch s.name {
	case "theme":
		c.Theme, _ = s.value.(string)
		if !slices.Contains(Themes, c.Theme) {
			return `"light", "dark" or "mono"`
		}
	case "export.hosts":
		var ok bool
		if c.Hosts, ok = texts(s.value); !ok || slices.ContainsFunc(c.Hosts, isNoHost) {
			return `a list of hosts without scheme, port and path, such as ["example.org"]`
		}
		for i, h := range c.Hosts {
			c.Hosts[i] = strings.ToLower(h)
		}
	case "export", "keys":
		return "a table: [" + s.name + "]"
	default:
		return "theme, hosts below [export], or actions below [keys]"
	}
	return ""
}

// hostName is a name in the DNS (RFC 1123, 2.1), or an IPv4 address.
var hostName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$`)

func isNoHost(s string) bool { return len(s) > 253 || !hostName.MatchString(s) }

// texts are the texts of a list; false where it holds anything else.
func texts(value any) ([]string, bool) {
	list, ok := value.([]any)
	all := make([]string, len(list))
	for i, v := range list {
		text, is := v.(string)
		all[i], ok = text, ok && is
	}
	return all, ok
}

// flat are the settings of a table in the order of their lines. An empty table is one itself.
func flat(table map[string]any, above string, at map[string]int) (all []setting) {
	for key, value := range table {
		name := strings.TrimPrefix(above+"."+key, ".")
		if at[name] == 0 {
			at[name] = max(at[above], 1)
		}
		if below, is := value.(map[string]any); is && len(below) > 0 {
			all = append(all, flat(below, name, at)...)
			continue
		}
		all = append(all, setting{name, value, at[name]})
	}
	slices.SortFunc(all, func(x, y setting) int {
		if x.line != y.line {
			return x.line - y.line
		}
		return strings.Compare(x.name, y.name)
	})
	return all
}

// lines says on which line of a well-formed text each name stands.
func lines(data []byte) map[string]int {
	at, table := map[string]int{}, ""
	p := &unstable.Parser{}
	p.Reset(data)
	for p.NextExpression() {
		e := p.Expression()
		var parts []string
		line := 0
		for key := e.Key(); key.Next(); {
			parts = append(parts, string(key.Node().Data))
			if line == 0 {
				line = p.Shape(key.Node().Raw).Start.Line
			}
		}
		name := strings.Join(parts, ".")
		if e.Kind == unstable.KeyValue {
			at[strings.TrimPrefix(table+"."+name, ".")] = line
			continue
		}
		table = name
		at[table] = line
	}
	return at
}
