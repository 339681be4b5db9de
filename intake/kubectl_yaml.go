package intake

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"debrief/intake/text"
)

// recogniseKubeYAML counts the lines of events of Kubernetes as "kubectl get events -o yaml" prints them: a list, or one event after
// the other.
func recogniseKubeYAML(lines []string) int {
	if !strings.HasPrefix(lines[0], "apiVersion:") {
		return 0
	}
	events := slices.ContainsFunc(lines[:min(len(lines), 200)], func(line string) bool {
		return strings.TrimLeft(line, " -") == "involvedObject:" || strings.TrimLeft(line, " -") == "regarding:"
	})
	if !events {
		return 0
	}
	return text.Run(lines, func(line string) bool {
		return line == "" || strings.IndexByte(" -", line[0]) >= 0 || yamlKey.MatchString(line)
	})
}

var yamlKey = text.Expression(`^[A-Za-z][\w./-]*:(?: .*)?$`)

// readKubeYAML reads every event as its JSON would be read.
func readKubeYAML(b *block) {
	for from := 0; from < len(b.lines); {
		to := yamlItemEnd(b.lines, from)
		item := slices.Clone(b.lines[from:to])
		indent := len(item[0]) - len(strings.TrimLeft(item[0], " -"))
		item[0] = strings.Repeat(" ", indent) + item[0][indent:]
		members, _ := yamlMap(item, 0, indent)
		if kind := members["kind"]; kind == "Event" {
			raw, err := json.Marshal(members)
			var found []entry
			why := "YAML that cannot be read"
			if err == nil {
				found, why = kubeEvents.entries(membersOf(string(raw)), nil)
			}
			for i := range found {
				found[i].line, found[i].lines, found[i].raw = b.line(from), to-from, strings.Join(b.lines[from:to], "\n")
			}
			if b.entries = append(b.entries, found...); why != "" {
				b.drop(from, why)
			}
		}
		from = to
	}
	b.byTime()
}

// yamlItemEnd is the line after the item or the document that begins at line i: the next item that is no deeper, the next document,
// or what follows a list.
func yamlItemEnd(lines []string, i int) int {
	dash := strings.IndexByte(lines[i], '-')
	inList := dash >= 0 && strings.TrimLeft(lines[i][:dash], " ") == "" && strings.HasPrefix(lines[i][dash:], "- ")
	for i++; i < len(lines); i++ {
		line := strings.TrimLeft(lines[i], " ")
		indent := len(lines[i]) - len(line)
		switch {
		case line == "":
		case strings.HasPrefix(lines[i], "---"):
			return i
		case inList && indent <= dash:
			return i
		case !inList && strings.HasPrefix(line, "- apiVersion:"):
			return i
		}
	}
	return i
}

// yamlMap reads the mapping of this indent that begins at line i: texts, whole numbers and mappings. Lists in it are passed over. It
// returns the line after it.
func yamlMap(lines []string, i, indent int) (members map[string]any, next int) {
	members = map[string]any{}
	for i < len(lines) {
		line := strings.TrimLeft(lines[i], " ")
		at := len(lines[i]) - len(line)
		if line != "" && at < indent {
			break
		}
		i++
		key, value, ok := strings.Cut(line+" ", ": ")
		if line == "" || at > indent || !ok || strings.HasPrefix(line, "- ") {
			continue
		}
		value = strings.TrimSpace(value)
		if value == "" && i < len(lines) && yamlIndent(lines[i]) > indent && yamlKey.MatchString(strings.TrimLeft(lines[i], " ")) {
			members[key], i = yamlMap(lines, i, yamlIndent(lines[i]))
			continue
		}
		for ; i < len(lines) && value != "" && yamlIndent(lines[i]) > indent; i++ { // a text that is wrapped
			value += " " + strings.TrimSpace(lines[i])
		}
		members[key] = yamlScalar(value)
	}
	return members, i
}

func yamlIndent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// yamlScalar is a text without its quotes or the mark of a block, or a whole number.
func yamlScalar(value string) any {
	if n, err := strconv.Atoi(value); err == nil {
		return n
	}
	if plain, err := strconv.Unquote(value); err == nil && strings.HasPrefix(value, `"`) {
		return plain
	}
	if inner, ok := strings.CutPrefix(value, "'"); ok {
		return strings.ReplaceAll(strings.TrimSuffix(inner, "'"), "''", "'")
	}
	for _, mark := range []string{"|-", ">-", "|", ">"} {
		if rest, ok := strings.CutPrefix(value, mark+" "); ok {
			return rest
		}
	}
	return value
}
