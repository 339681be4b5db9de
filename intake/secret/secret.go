// Package secret finds what must not be stored: credentials, wherever they stand in a text.
package secret

import (
	"strings"

	"debrief/intake/text"
)

// Hide replaces what looks like a credential by "[hidden: kind]" and says how many it replaced. Line breaks stay where they are, so that line
// numbers hold, and text that hides nothing comes back as it is. It knows credentials by their own shape (a prefix that their maker gave them), by
// the name they are assigned to, and by their place in an address or a header; a hash or an id without any of these stays.
func Hide(text string) (safe string, hidden int) {
	s := secretScanner{text: text}
	s.scan()
	if len(s.found) == 0 {
		return text, 0
	}
	return s.replaced(), len(s.found)
}

type secret struct {
	from, to int
	kind     string
	bare     bool // a number in JSON: what stands in its place must be a string there
}

// secretScanner goes over a text once. Only the few bytes that can begin or announce a credential cost more than a look
// into a table, which keeps a log of 100,000 lines at a few dozen milliseconds.
type secretScanner struct {
	text   string
	at     int // nothing before it is looked at again
	sealed int // as far as here, every value is one of a Secret of Kubernetes
	found  []secret
}

// announces is what reads on at a byte that may begin or announce a credential; nil for the others.
var announces = func() (all [256]func(s *secretScanner, i int) (secret, bool)) {
	for c := range all {
		if setAlnum&charsetOf(byte(c)) != 0 {
			all[c] = (*secretScanner).tokenAt
		}
	}
	for _, word := range append(joinedCopulas, "：", "é", "è", "ä") {
		all[word[0]] = (*secretScanner).joinedAt
	}
	for _, c := range "=:>" {
		all[c] = (*secretScanner).assignedAt
	}
	all['-'], all['@'], all['$'] = (*secretScanner).dashesAt, (*secretScanner).dataSourceAt, (*secretScanner).begunAt
	return all
}()

func (s *secretScanner) scan() {
	var set charset
	for i := range len(s.text) {
		before := set
		set = charsetOf(s.text[i])
		if inWord := before&(setAlnum|hasUnderscore) != 0 && set&setAlnum != 0; inWord || i < s.at {
			continue
		}
		if read := announces[s.text[i]]; read != nil {
			if x, ok := read(s, i); ok {
				s.add(x)
			}
		}
	}
}

// add keeps a secret, and an AWS secret key that stands without a name on the line of its access key.
func (s *secretScanner) add(x secret) {
	if x.to <= x.from || x.from < s.at {
		return
	}
	s.found = append(s.found, x)
	s.at = x.to
	if x.kind == kindAWSKey {
		end := min(text.LineEnd(s.text, x.to), x.to+400)
		if y, ok := awsSecretIn(s.text, x.to, end); ok {
			s.found = append(s.found, y)
			s.at = y.to
		}
	}
}

func (s *secretScanner) replaced() string {
	var b strings.Builder
	b.Grow(len(s.text) + 16*len(s.found))
	from := 0
	for _, x := range s.found {
		b.WriteString(s.text[from:x.from])
		if x.bare {
			b.WriteString(`"[hidden: ` + x.kind + `]"`)
		} else {
			b.WriteString("[hidden: " + x.kind + "]")
		}
		for range strings.Count(s.text[x.from:x.to], "\n") {
			b.WriteByte('\n')
		}
		from = x.to
	}
	b.WriteString(s.text[from:])
	return b.String()
}

// dashesAt looks at a private key block, or at a flag whose value follows after a space.
func (s *secretScanner) dashesAt(i int) (secret, bool) {
	rest := s.text[i:]
	if strings.HasPrefix(rest, "-----BEGIN ") || strings.HasPrefix(rest, "---- BEGIN ") {
		return privateKeyAt(s.text, i)
	}
	if i > 0 && !text.IsSpace(s.text[i-1]) && s.text[i-1] != '"' && s.text[i-1] != '\'' {
		return secret{}, false
	}
	if strings.HasPrefix(rest, "--") {
		if x, ok := s.flagAt(i); ok {
			return x, true
		}
	}
	return s.shortFlagAt(i)
}

// privateKeyAt is a block from its BEGIN to its END line. A block that was cut is hidden as far as its lines look like one.
func privateKeyAt(s string, i int) (secret, bool) {
	const farthest = 32 << 10
	head := s[i:min(len(s), i+80)]
	key := strings.Index(head, "PRIVATE KEY")
	if key < 0 || strings.Contains(head[:key], "\n") {
		return secret{}, false
	}
	body := s[i:min(len(s), i+farthest)]
	if end := strings.Index(body, "PRIVATE KEY-----"); end >= 0 && end != key {
		return secret{from: i, to: i + end + len("PRIVATE KEY-----"), kind: kindPrivateKey}, true
	}
	if end := strings.Index(body, "-----END "); end >= 0 {
		to := i + end + len("-----END ")
		if n := strings.Index(s[to:min(len(s), to+60)], "-----"); n >= 0 {
			return secret{from: i, to: to + n + len("-----"), kind: kindPrivateKey}, true
		}
	}
	to := text.LineEnd(s, i)
	if quote := strings.IndexAny(s[i:to], "\"'`"); quote >= 0 {
		return secret{from: i, to: i + len(strings.TrimRight(s[i:i+quote], "\\")), kind: kindPrivateKey}, true
	}
	for to < len(s) {
		next := text.LineEnd(s, to+1)
		if line := strings.TrimSpace(s[to+1 : next]); len(line) < 16 || strings.Trim(line, base64Runes) != "" {
			break
		}
		to = next
	}
	return secret{from: i, to: to, kind: kindPrivateKey}, true
}

const base64Runes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-"
