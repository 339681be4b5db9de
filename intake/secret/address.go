package secret

import (
	"encoding/base64"
	"strings"

	"debrief/intake/text"
)

// addressAt is the password in an address such as postgres://user:password@host, whose "://" is at i; or the user, where the
// credential stands in its place (https://token@host).
func (s *secretScanner) addressAt(i int) (secret, bool) {
	from := i + len("://")
	if s.text[i+1] == '\\' { // in JSON as some write it
		from += 2
	}
	const farthest = 1024 // an address without end is none
	end := from + len(text.Until(s.text[from:min(len(s.text), from+farthest)], " \t\r\n\"'`<>"))
	host := from + len(text.Until(s.text[from:end], "/?#"))
	at := strings.LastIndexByte(s.text[from:host], '@')
	colon := strings.IndexByte(s.text[from:host], ':')
	if at < 0 && colon >= 0 && strings.Trim(s.text[from+colon+1:host], "0123456789") != "" {
		at = strings.LastIndexByte(s.text[from:end], '@') // a password with a slash in it
	}
	if at < 0 {
		return secret{}, false
	}
	at += from
	if colon < 0 || from+colon > at {
		user := s.text[from:at]
		hex := strings.Trim(user, "0123456789abcdef") == "" && strings.Trim(user, "0123456789") != ""
		return secret{from: from, to: at, kind: "credential"}, len(user) >= 16 && !strings.Contains(user, "%40") && (hex || mixed(user))
	}
	password := s.text[from+colon+1 : at]
	return secret{from: from + colon + 1, to: at, kind: kindPassword}, !placeholder(password)
}

// dataSourceAt is the password in user:password@tcp(host:3306)/name, the address form of MySQL's Go driver.
func (s *secretScanner) dataSourceAt(i int) (secret, bool) {
	rest := s.text[i+1:]
	if !strings.HasPrefix(rest, "tcp(") && !strings.HasPrefix(rest, "unix(") {
		return secret{}, false
	}
	from := i
	for from > s.at && i-from < 128 && !text.IsSpace(s.text[from-1]) && strings.IndexByte("\"'`", s.text[from-1]) < 0 {
		from--
	}
	user, password, ok := strings.Cut(s.text[from:i], ":")
	return secret{from: from + len(user) + 1, to: i, kind: kindPassword}, ok && !placeholder(password)
}

func (s *secretScanner) flagAt(i int) (secret, bool) {
	to := i + 2
	for to < len(s.text) && (text.IsWord(s.text[to]) || s.text[to] == '-') {
		to++
	}
	if to >= len(s.text)-1 || s.text[to] != ' ' || to-i > 64 {
		return secret{}, false
	}
	var buf [64]byte
	key := keyOf(plainName(buf[:0], s.text[i+2:to]))
	if key == nil || s.text[to+1] == '-' {
		return secret{}, false
	}
	v := assignedValue{quoted: true}
	v.from, v.to = wordAt(s.text, to+1)
	v.text = s.text[v.from:v.to]
	if len(v.text) < 3 || key.strong && lettersOnly(v.text) && len(v.text) < 6 {
		return secret{}, false
	}
	return s.judge(key, v)
}

// shortFlags are the commands whose flag of one letter takes a password: behind a blank, or joined to it as mysql wants it.
var shortFlags = []struct {
	flag    string
	command string
	pair    bool // user:password
}{
	{"-u ", "curl", true}, {"--user ", "curl", true}, {"--user=", "curl", true},
	{"-p ", "sshpass", false}, {"-p ", "docker login", false}, {"-p ", "podman login", false}, {"-p ", "az login", false},
	{"-p ", "twine", false}, {"-a ", "redis-cli", false},
	{"-w ", "ldapsearch", false}, {"-w ", "ldapmodify", false}, {"-p", "mysql", false}, {"-p", "mariadb", false},
}

// shortFlagAt is the password behind a flag of one letter, where its command stands before it on the line.
func (s *secretScanner) shortFlagAt(i int) (secret, bool) {
	for _, f := range shortFlags {
		if !strings.HasPrefix(s.text[i:], f.flag) || !strings.Contains(lineBefore(s.text, i), f.command) {
			continue
		}
		from, to := wordAt(s.text, i+len(f.flag))
		password := s.text[from:to]
		if f.pair {
			user, behind, _ := strings.Cut(password, ":")
			if password = behind; behind == "" && len(user) >= 16 && chosen(user) { // the credential stands in the place of the user
				return secret{from: from, to: from + len(user), kind: "credential"}, true
			}
		}
		if len(password) >= 3 && !placeholder(password) {
			return secret{from: to - len(password), to: to, kind: kindPassword}, true
		}
	}
	return secret{}, false
}

func lineBefore(text string, i int) string {
	near := text[max(0, i-400):i]
	return near[strings.LastIndexByte(near, '\n')+1:]
}

// headerAt is the credential of an Authorization header (RFC 7235) or the values of a Cookie header (RFC 6265).
func (s *secretScanner) headerAt(name string, i int) (secret, bool) {
	v, ok := valueAt(s.text, i, i)
	if !ok {
		return secret{}, false
	}
	end := v.to
	if !v.quoted {
		value := text.Until(s.text[v.from:min(len(s.text), v.from+longestHeader)], "\r\n\"'`")
		end = v.from + len(strings.TrimRight(value, "\\"))
	}
	value := s.text[v.from:end]
	if placeholder(strings.TrimSpace(value)) {
		return secret{}, false
	}
	if strings.HasSuffix(name, "cookie") {
		return secret{from: v.from, to: wholeRun(s.text, v.from, end), kind: kindCookie}, strings.Contains(value, "=")
	}
	x, ok := authorization(value, v.from)
	if x.to == end {
		x.to = wholeRun(s.text, v.from, end)
	}
	return x, ok
}

// longestHeader is how far the value of a header is looked at on its line.
const longestHeader = 2 << 10

// authorization is the credential in the value of an Authorization header that starts at from.
func authorization(value string, from int) (secret, bool) {
	scheme, rest, ok := strings.Cut(value, " ")
	end := from + len(value)
	switch {
	case !ok:
		return secret{from: from, to: end, kind: "credential"}, len(value) >= 8 && !lettersOnly(value)
	case strings.EqualFold(scheme, "aws4-hmac-sha256") || strings.EqualFold(scheme, "digest") || strings.EqualFold(scheme, "token"):
		return secret{from: end - len(rest), to: end, kind: "credential"}, len(rest) >= 8 && !placeholder(rest)
	}
	token := text.Until(rest, " ,;")
	if len(token) < 6 || placeholder(token) || lettersOnly(token) && len(token) < 16 {
		return secret{}, false
	}
	from += len(scheme) + 1
	return secret{from: from, to: from + len(token), kind: strings.ToLower(scheme) + " credential"}, true
}

// bearerAt is a credential behind the word Bearer or Basic at i, outside a header.
func bearerAt(text string, i int) (secret, bool) {
	const word = len("Bearer ")
	rest := text[i:min(len(text), i+word)]
	basic := strings.HasPrefix(rest, "Basic ")
	if !basic && !strings.EqualFold(rest, "Bearer ") {
		return secret{}, false
	}
	from := i + word
	if basic {
		from--
	}
	body := strings.TrimRight(text[from:from+(setBase64|hasStop).run(text[from:], len(text)-from)], ".")
	if basic {
		pair, err := base64.StdEncoding.DecodeString(body)
		return secret{from: from, to: from + len(body), kind: "basic credential"}, err == nil && len(body) >= 8 && strings.Contains(string(pair), ":")
	}
	return secret{from: from, to: from + len(body), kind: "bearer credential"},
		len(body) >= 16 && strings.ContainsAny(body, "0123456789") && !isSlug(body)
}
