package secret

import (
	"debrief/intake/text"
	"encoding/base64"
	"strings"
)

var headers = text.WordsOfList("authorization proxyauthorization cookie setcookie xamzauthorization")

// headerAt is the credential of an Authorization header (RFC 7235) or the values of a Cookie header (RFC 6265).
func (s *secretScanner) headerAt(name string, i int) (secret, bool) {
	v, ok := valueAt(s.text, i, i)
	if !ok {
		return secret{}, false
	}
	end := v.to
	if !v.quoted {
		value := s.text[v.from:min(len(s.text), v.from+longestHeader)]
		if n := strings.IndexAny(value, "\r\n\"'`"); n >= 0 {
			value = value[:n]
		}
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
	token := rest
	if n := strings.IndexAny(rest, " ,;"); n >= 0 {
		token = rest[:n]
	}
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
	to := from
	for to < len(text) && (setBase64|hasStop|setURL)&charsetOf(text[to]) != 0 {
		to++
	}
	body := strings.TrimRight(text[from:to], ".")
	if basic {
		pair, err := base64.StdEncoding.DecodeString(body)
		return secret{from: from, to: from + len(body), kind: "basic credential"}, err == nil && len(body) >= 8 && strings.Contains(string(pair), ":")
	}
	return secret{from: from, to: from + len(body), kind: "bearer credential"},
		len(body) >= 16 && strings.ContainsAny(body, "0123456789") && !isSlug(body)
}
