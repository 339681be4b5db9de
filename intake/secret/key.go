package secret

import (
	"slices"
	"strings"

	"debrief/intake/text"
)

// keyName is the end of a name that credentials are assigned to, in small letters without "_", "-" and ".".
type keyName struct {
	suffix string
	kind   string
	strong bool // whatever is assigned is hidden, not only what looks random
	whole  bool // the whole name, not the end of a longer one
}

// assignedAt looks at what stands behind = : or > where the name before it is a credential's.
func (s *secretScanner) assignedAt(i int) (secret, bool) {
	if rest := s.text[i:]; strings.HasPrefix(rest, "://") || strings.HasPrefix(rest, `:\/\/`) {
		return s.addressAt(i)
	}
	from, to := nameBefore(s.text, i)
	if from < s.at || to-from < 2 || to-from > 64 {
		return secret{}, false
	}
	if i < s.sealed {
		v, ok := valueAt(s.text, from, i)
		return secret{from: v.from, to: v.to, kind: "secret"}, ok && !placeholder(v.text)
	}
	if x, ok := s.keyedAt(from, to, i); ok {
		return x, true
	}
	if name := strings.ToLower(s.text[from:to]); s.text[i] == ':' && (name == "data" || name == "stringdata") {
		s.seal(from, i)
	}
	return s.namedAt(i)
}

// seal finds out whether the data at i are those of a Secret of Kubernetes, in YAML or JSON, and how far they go: there, names say nothing.
func (s *secretScanner) seal(from, i int) {
	const around = 4 << 10
	start, end := max(0, i-around), min(len(s.text), i+around)
	if n := strings.LastIndex(s.text[start:i], "\n---"); n >= 0 {
		start += n
	}
	if n := strings.Index(s.text[i:end], "\n---"); n >= 0 {
		end = i + n
	}
	plain := strings.NewReplacer(" ", "", `"`, "", "'", "", `\`, "").Replace(s.text[start:end])
	if !strings.Contains(plain, "kind:Secret") || strings.Contains(plain, "kind:SecretList") {
		return
	}
	behind := s.text[i+1 : end]
	if strings.HasPrefix(strings.TrimLeft(behind, " \n"), "{") {
		s.sealed = i + 1 + max(0, strings.IndexByte(behind, '}'))
		return
	}
	indent := from - 1 - strings.LastIndexByte(s.text[:from], '\n')
	for s.sealed = text.LineEnd(s.text, i); s.sealed < end; {
		next := text.LineEnd(s.text, s.sealed+1)
		line := s.text[s.sealed+1 : next]
		if len(line)-len(strings.TrimLeft(line, " ")) <= indent && strings.TrimSpace(line) != "" {
			return
		}
		s.sealed = next
	}
}

// keyedAt is the value at i of a name that credentials of all makers are assigned to. The first look, at the last letter of the name, is
// a cheap one.
func (s *secretScanner) keyedAt(from, to, i int) (secret, bool) {
	if strings.IndexByte("deswtynlgha1", s.text[to-1]|0x20) < 0 {
		return secret{}, false
	}
	var buf [64]byte
	name := plainName(buf[:0], s.text[from:to])
	if string(name) == "value" {
		name = plainName(buf[:0], pairedName(s.text[:from]))
	}
	if headers[string(name)] {
		return s.headerAt(string(name), i)
	}
	key := keyOf(name)
	inTag := from > 0 && s.text[from-1] == '<' || s.text[i-1] == '='
	if key == nil || s.text[i] == '>' && !inTag {
		return secret{}, false
	}
	v, ok := valueAt(s.text, from, i)
	if !ok {
		return secret{}, false
	}
	return s.judge(key, v)
}

// pairedName is the name that a "value" belongs to, where it stands before it: <add key="Password" value=…, {"name":"DB_PASSWORD","value":…
func pairedName(before string) string {
	const between = " \t\r\n,\"'\\"
	before = strings.TrimRight(before[max(0, len(before)-120):], between)
	from := len(before)
	for from > 0 && setDotted&charsetOf(before[from-1]) != 0 {
		from--
	}
	is := strings.TrimRight(before[:from], between)
	if is == "" || is[len(is)-1] != '=' && is[len(is)-1] != ':' {
		return ""
	}
	is = strings.ToLower(strings.TrimRight(is[:len(is)-1], between))
	if strings.HasSuffix(is, "name") || strings.HasSuffix(is, "key") {
		return before[from:min(len(before), from+64)]
	}
	return ""
}

// namedAt is the value at i where it has the form of the maker whose name stands close before it: HEROKU_KEY=…, "codecov upload: …".
func (s *secretScanner) namedAt(i int) (secret, bool) {
	const farthest, shortest = 50, 14
	from, to := runBehind(s.text, i)
	if to-from < shortest || !strings.ContainsAny(s.text[from:to], anyDigit) {
		return secret{}, false
	}
	all, end := known(), s.nameEnd(i)
	for at := end - 1; at >= max(s.at, end-farthest) && (s.text[at] == ' ' || setDotted&charsetOf(s.text[at]) != 0); at-- {
		if !all.nameBegins[pair(s.text[at:])] || !beginsWord(s.text, at) {
			continue
		}
		if x, ok := all.behindName(strings.ToLower(s.text[at:end]), s.text, from); ok {
			return x, true
		}
	}
	return secret{}, false
}

// runBehind are the characters behind the assignment at i that a credential may consist of, as many as are looked at.
func runBehind(s string, i int) (from, to int) {
	const longest = 160
	from = i + 1
	for from < len(s) && from < i+8 && strings.IndexByte(" \t\"'`=>\\", s[from]) >= 0 {
		from++
	}
	to = from
	for to < len(s) && to < from+longest && (setBase64|hasStop|hasColon)&charsetOf(s[to]) != 0 {
		to++
	}
	return from, to
}

// nameEnd is where the name before the assignment at i ends, without the quotes and blanks between them.
func (s *secretScanner) nameEnd(i int) int {
	end := i
	for end > s.at && end > i-4 && strings.IndexByte(" :\"'\\`", s.text[end-1]) >= 0 {
		end--
	}
	return end
}

// behindName is the credential at from that has the form of one of those whose name starts with a word of their maker.
func (all *forms) behindName(name, s string, from int) (secret, bool) {
	for _, f := range all.named {
		if !strings.HasPrefix(name, f.word) || !strings.Contains(name, f.with) {
			continue
		}
		n := f.length(s[from:])
		if n > 0 && (from+n == len(s) || endsValue(s, from+n, false, false)) && !endsIn(name, all.not) {
			return secret{from: from, to: from + n, kind: f.kind}, true
		}
	}
	return secret{}, false
}

func endsIn(name string, ends []string) bool {
	return slices.ContainsFunc(ends, func(end string) bool { return strings.HasSuffix(name, end) })
}

const anyDigit = "0123456789"

// beginsWord reports whether a word begins at i: herokuKey, my_heroku_key, myHerokuKey.
func beginsWord(s string, i int) bool {
	letters := hasUpper | hasLower
	return i == 0 || letters&charsetOf(s[i-1]) == 0 || hasUpper&charsetOf(s[i]) != 0 && hasLower&charsetOf(s[i-1]) != 0
}

// nameBefore is the word before an assignment, without the quotes and blanks between them.
func nameBefore(text string, i int) (from, to int) {
	to = i
	if to > 0 && text[to-1] == ':' { // password := "…"
		to--
	}
	for to > 0 && i-to < 9 && strings.IndexByte(" \"'\\`", text[to-1]) >= 0 {
		to--
	}
	if to == 0 || i-to > 8 {
		return 0, 0
	}
	from = to
	for from > 0 && to-from <= 64 && setDotted&charsetOf(text[from-1]) != 0 {
		from--
	}
	return from, to
}

func plainName(buf []byte, name string) []byte {
	for i := range len(name) {
		c := name[i]
		if c == '_' || c == '-' || c == '.' {
			continue
		}
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		buf = append(buf, c)
	}
	return buf
}

func keyOf(name []byte) *keyName {
	all := known()
	for i := range all.keys {
		k := &all.keys[i]
		n := len(name) - len(k.suffix)
		if n < 0 || k.whole && n > 0 || k.suffix[len(k.suffix)-1] != name[len(name)-1] || string(name[n:]) != k.suffix {
			continue
		}
		if endsIn(string(name), all.notKeys) {
			return nil
		}
		return k
	}
	return nil
}
