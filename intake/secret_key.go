package intake

import (
	"encoding/base64"
	"strings"
)

// keyName is the end of a name that credentials are assigned to, in small letters without "_", "-" and ".".
type keyName struct {
	suffix string
	kind   string
	strong bool // whatever is assigned is hidden, not only what looks random
	whole  bool // the whole name, not the end of a longer one
}

// keyNames hold the longer name before the shorter one that it ends with.
var keyNames = []keyName{
	{suffix: "password", kind: kindPassword, strong: true},
	{suffix: "passwd", kind: kindPassword, strong: true},
	{suffix: "passphrase", kind: kindPassword, strong: true},
	{suffix: "passcode", kind: kindPassword, strong: true},
	{suffix: "pwd", kind: kindPassword, strong: true},
	{suffix: "dbpass", kind: kindPassword, strong: true},
	{suffix: "userpass", kind: kindPassword, strong: true},
	{suffix: "smtppass", kind: kindPassword, strong: true},
	{suffix: "pass", kind: kindPassword, strong: true, whole: true},
	{suffix: "pw", kind: kindPassword, strong: true, whole: true},
	{suffix: "clientsecret", kind: "client secret"},
	{suffix: "secretkeybase", kind: "secret"},
	{suffix: "secretaccesskey", kind: kindAWSSecret},
	{suffix: "awssecretkey", kind: kindAWSSecret},
	{suffix: "secretkey", kind: "secret key"},
	{suffix: "sharedaccesskey", kind: "Azure key"},
	{suffix: "accountkey", kind: "Azure key"},
	{suffix: "sharedaccesssignature", kind: "Azure signature"},
	{suffix: "apikey", kind: "API key"},
	{suffix: "appkey", kind: "API key"},
	{suffix: "applicationkey", kind: "API key"},
	{suffix: "authkey", kind: "API key"},
	{suffix: "accesskey", kind: "access key"},
	{suffix: "integrationkey", kind: "API key"},
	{suffix: "routingkey", kind: "API key"},
	{suffix: "licensekey", kind: "license key"},
	{suffix: "privatekey", kind: kindPrivateKey},
	{suffix: "clientkeydata", kind: kindPrivateKey},
	{suffix: "signingkey", kind: "signing key"},
	{suffix: "encryptionkey", kind: "encryption key"},
	{suffix: "masterkey", kind: "encryption key"},
	{suffix: "unsealkey", kind: "unseal key"},
	{suffix: "unsealkey1", kind: "unseal key"},
	{suffix: "secret", kind: "secret"},
	{suffix: "token", kind: "token"},
	{suffix: "credential", kind: "credential"},
	{suffix: "signature", kind: "signature", whole: true},
	{suffix: "xamzsignature", kind: "signature"},
	{suffix: "sig", kind: "signature", whole: true},
	{suffix: "jsessionid", kind: "session"},
	{suffix: "phpsessid", kind: "session"},
	{suffix: "aspnetsessionid", kind: "session"},
	{suffix: "sessionid", kind: "session", whole: true},
	{suffix: "session", kind: "session", whole: true},
	{suffix: "connectsid", kind: "session"},
	{suffix: "auth", kind: "credential", whole: true},
}

// notKeys are names that end like a credential's and hold a place in a list, a count or the like.
var notKeys = []string{
	"pagetoken", "nexttoken", "continuationtoken", "continuetoken", "synctoken", "resumetoken", "fencingtoken",
	"cancellationtoken", "unexpectedtoken", "pagingtoken", "starttoken", "requesttoken", "idempotencytoken", "clienttoken",
	"maxtoken", "cwd", "oldpwd", "imagepullsecret", "changetoken", "resettoken",
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
	var buf [64]byte
	name := plainName(buf[:0], s.text[from:to])
	if isHeader(name) {
		return s.headerAt(string(name), i)
	}
	key := keyOf(name)
	if key == nil || s.text[i] == '>' && !isTag(s.text, from, i) {
		return secret{}, false
	}
	v, ok := valueAt(s.text, from, i)
	if !ok {
		return secret{}, false
	}
	return s.judge(key, v)
}

// nameBefore is the word before an assignment, without the quotes and blanks between them.
func nameBefore(text string, i int) (from, to int) {
	to = i
	if to > 0 && text[to-1] == ':' { // password := "…"
		to--
	}
	for to > 0 && (text[to-1] == ' ' || text[to-1] == '"' || text[to-1] == '\'' || text[to-1] == '\\' || text[to-1] == '`') {
		to--
	}
	if to == 0 || i-to > 8 || !endsKey(text[to-1]) {
		return 0, 0
	}
	from = to
	for from > 0 && to-from <= 64 && (isWord(text[from-1]) || text[from-1] == '-' || text[from-1] == '.') {
		from--
	}
	return from, to
}

// endsKey are the last letters of keyNames and of the headers: the cheap first look.
func endsKey(c byte) bool {
	switch c | 0x20 {
	case 'd', 'e', 's', 'w', 't', 'y', 'n', 'l', 'g', 'h', 'a', '1' | 0x20:
		return true
	}
	return false
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
	for i := range keyNames {
		k := &keyNames[i]
		n := len(name) - len(k.suffix)
		if n < 0 || k.whole && n > 0 || string(name[n:]) != k.suffix {
			continue
		}
		for _, not := range notKeys {
			if strings.HasSuffix(string(name), not) {
				return nil
			}
		}
		return k
	}
	return nil
}

func isTag(text string, from, i int) bool {
	return from > 0 && text[from-1] == '<' || i > 0 && text[i-1] == '='
}

// assignedValue is what is assigned: where it stands, and how it was written.
type assignedValue struct {
	from, to int
	text     string
	quoted   bool
	json     bool // its name stands in quotation marks, so it is a value of JSON
	prose    bool // "invalid password: retrying": a sentence may go on behind the colon
}

// valueAt is the value behind the assignment at i, whose name starts at nameFrom.
func valueAt(text string, nameFrom, i int) (assignedValue, bool) {
	from := i + 1
	if from < len(text) && text[from] == '=' || i > 0 && strings.IndexByte("=!<", text[i-1]) >= 0 && text[i] == '=' {
		return assignedValue{}, false // a comparison
	}
	if from < len(text) && text[i] == '=' && text[from] == '>' {
		from++
	}
	spaced := false
	for from < len(text) && (text[from] == ' ' || text[from] == '\t') {
		from, spaced = from+1, true
	}
	v := assignedValue{from: from, json: text[i] == ':' && quotedName(text, i), prose: spaced && text[i] == ':' && midSentence(text, nameFrom)}
	if from >= len(text) {
		return v, false
	}
	escape := from
	for escape < len(text) && text[escape] == '\\' {
		escape++
	}
	if escape < len(text) && (text[escape] == '"' || text[escape] == '\'' || text[escape] == '`') {
		v.quoted, v.prose = true, false
		v.from = escape + 1
		v.to = v.from + quotedLen(text[v.from:], text[escape], escape > from)
	} else {
		query := text[i] == '=' && nameFrom > 0 && (text[nameFrom-1] == '?' || text[nameFrom-1] == '&')
		v.to = from + unquotedLen(text[from:], query, text[i] == '>' && text[i-1] != '=')
	}
	v.text = text[v.from:v.to]
	return v, v.to > v.from
}

// quotedName reports that the name before the colon at i stands in quotation marks of JSON.
func quotedName(text string, i int) bool {
	for i > 0 && isSpace(text[i-1]) {
		i--
	}
	return i > 1 && text[i-1] == '"' && text[i-2] != '\\'
}

// midSentence reports a word before the name, so that a colon behind the name need not assign anything. A name of two parts,
// such as smtp_password, is none of a sentence.
func midSentence(text string, nameFrom int) bool {
	if n := strings.IndexAny(text[nameFrom:], "_:"); n >= 0 && text[nameFrom+n] == '_' {
		return false
	}
	i := nameFrom
	for i > 0 && text[i-1] == ' ' {
		i--
	}
	return i < nameFrom && i > 0 && text[i-1] != '\n' && strings.IndexByte(",{;([-\"'>|", text[i-1]) < 0
}

// quotedLen is how far a quoted value goes; escaped says that its quotes are themselves inside a quoted text. A quote that
// is not closed on its line, or not before another kind of quote, quotes nothing.
func quotedLen(s string, quote byte, escaped bool) int {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\n' || s[i] == '"' && quote != '"':
			return unquotedLen(s, false, false)
		case s[i] == '\\' && escaped && i+1 < len(s) && s[i+1] == quote:
			return i
		case s[i] == '\\':
			i++
		case s[i] == quote:
			return i
		}
	}
	return unquotedLen(s, false, false)
}

func unquotedLen(s string, query, tag bool) int {
	end := strings.IndexAny(s, " \t\r\n\"'`;,<")
	if tag {
		end = strings.IndexByte(s, '<')
	}
	if end < 0 {
		end = len(s)
	}
	for i := range end {
		if s[i] == '&' && (query || formField(s[i+1:end])) || s[i] == '#' && query {
			end = i
			break
		}
	}
	v := strings.TrimRight(s[:end], ".)]}\\")
	if strings.HasPrefix(s, "[hidden:") || strings.HasPrefix(s, "{") || strings.HasPrefix(s, "[") {
		return 0
	}
	return len(v)
}

// formField reports "name=" at the beginning of s: the next field of a form.
func formField(s string) bool {
	name, _, ok := strings.Cut(s, "=")
	return ok && name != "" && isVariableName(name)
}

// judge decides whether a value is a credential, and gives it the kind that its own shape names.
func (s *secretScanner) judge(key *keyName, v assignedValue) (secret, bool) {
	if placeholder(v.text) {
		return secret{}, false
	}
	if scheme, rest, ok := strings.Cut(v.text, " "); ok && (strings.EqualFold(scheme, "bearer") || strings.EqualFold(scheme, "basic")) {
		return secret{from: v.to - len(rest), to: v.to, kind: key.kind}, true
	}
	if x, ok := tokenAt(s.text, v.from); ok && x.to >= v.to {
		return x, true
	}
	if key.strong && !looksAssigned(s.text, key, v) || !key.strong && !looksRandom(key, v) {
		return secret{}, false
	}
	return secret{from: v.from, to: v.to, kind: key.kind, bare: v.json && !v.quoted && strings.Trim(v.text, "0123456789") == ""}, true
}

// looksAssigned reports a value that somebody may have chosen as a password, in contrast to a word about passwords.
func looksAssigned(text string, key *keyName, v assignedValue) bool {
	if len(v.text) < 3 || said[strings.ToLower(v.text)] {
		return false
	}
	digits := strings.Trim(v.text, "0123456789") == ""
	switch {
	case digits && len(v.text) < 6 && !v.quoted && key.whole:
		return false
	case key.suffix == "pwd" && (v.text[0] == '/' || v.text[0] == '~'):
		return false
	case key.whole && !v.quoted && text[v.from-1] == ' ' && (!chosen(v.text) || text[v.from-3] == 'S'):
		return false // "PASS: TestPool1", "pass: ok"
	case v.prose && lettersOnly(v.text):
		return false
	case !v.quoted && text[v.from-1] == ' ' && lettersOnly(v.text) && sentenceGoesOn(text, v.to):
		return false // "password: must be at least eight characters"
	}
	return true
}

// chosen reports letters together with digits, as passwords that people choose have them.
func chosen(s string) bool {
	return strings.ContainsAny(s, "0123456789") && strings.Trim(s, "0123456789.,:/-") != ""
}

func lettersOnly(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; (c < 'a' || c > 'z') && s[i] != '-' {
			return false
		}
	}
	return true
}

func sentenceGoesOn(text string, to int) bool {
	return to+1 < len(text) && text[to] == ' ' && setAlnum&charsetOf(text[to+1]) != 0
}

// said are words that stand behind "password:" or "using password=" in messages.
var said = map[string]bool{
	"yes": true, "true": true, "false": true, "null": true, "nil": true, "none": true, "undefined": true, "required": true,
	"missing": true, "empty": true, "invalid": true, "incorrect": true, "wrong": true, "expired": true, "changed": true, "reset": true,
	"failed": true, "failure": true, "ok": true, "set": true, "unset": true, "not": true, "error": true, "denied": true, "retrying": true,
	"retry": true, "mismatch": true, "rejected": true, "accepted": true, "authentication": true, "disabled": true, "enabled": true,
	"optional": true, "default": true, "string": true, "hidden": true, "redacted": true, "filtered": true, "removed": true,
	"masked": true, "secret": true, "password": true, "prompt": true, "file": true, "env": true, "vault": true, "unknown": true,
}

// placeholder reports what stands for a credential without being one: nothing, a variable, a mask.
func placeholder(v string) bool {
	if v == "" || said[strings.ToLower(strings.Trim(v, "[]<>()*"))] {
		return true
	}
	for _, prefix := range []string{"{{", "<", "[", "***", "xxx", "XXX", "...", "…", "•", "(", "#{", "env:", "vault:", "arn:", "secretref:"} {
		if strings.HasPrefix(v, prefix) {
			return true
		}
	}
	return isVariable(v) || strings.Trim(v, "*xX•.-") == ""
}

// isVariable reports $NAME, ${name}, $(command), %s, %(name)s and %NAME%, but no password that happens to start like one.
func isVariable(v string) bool {
	rest := v[1:]
	switch v[0] {
	case '$':
		return rest == "" || rest[0] == '{' || rest[0] == '(' || strings.ToUpper(rest) == rest && isVariableName(rest) || isVariableName(rest) && !strings.ContainsAny(rest, "0123456789")
	case '%':
		return len(rest) < 3 || rest[0] == '(' || rest[0] == '{' || strings.HasSuffix(rest, "%")
	}
	return false
}

func isVariableName(s string) bool {
	for i := range len(s) {
		if !isWord(s[i]) {
			return false
		}
	}
	return true
}

// looksRandom reports a value that nobody reads aloud: long enough, no plain number, no name made of words.
func looksRandom(key *keyName, v assignedValue) bool {
	s := v.text
	atLeast := 8
	if key.kind == "session" || key.kind == "signature" || key.kind == "credential" {
		atLeast = 20
	}
	if len(s) < atLeast || strings.Contains(s, "://") || strings.Contains(s, " ") || strings.Trim(s, "0123456789.,:") == "" {
		return false
	}
	if key.kind == "session" && isUUID(s) {
		return false
	}
	if !v.quoted && strings.ContainsAny(s, "{(") {
		return false // a printed record, not a word
	}
	if s[0] == '/' && strings.ToLower(s) == s && strings.Contains(s[1:], "/") {
		return false // the file that holds it
	}
	if strings.IndexAny(s, "0123456789") < 0 {
		return len(s) >= 20 && strings.IndexAny(s, "-_./:") < 0 && strings.ToLower(s) != s
	}
	return !isSlug(s)
}

// isSlug reports a name such as "default-token-x7k2p" or "payments/db-credentials-v2": small words joined, none of them long.
func isSlug(s string) bool {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == '/' || r == '.' || r == '_' || r == ':' })
	if len(parts) < 2 || strings.ToLower(s) != s || isUUID(s) {
		return false
	}
	words := 0
	for _, part := range parts {
		if len(part) > 12 || setAlnum&charsetOf(part[0]) == 0 {
			return false
		}
		if lettersOnly(part) && len(part) > 2 {
			words++
		}
	}
	return words*2 >= len(parts)
}

func isUUID(s string) bool {
	return len(s) == 36 && s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-'
}

func isHeader(name []byte) bool {
	switch string(name) {
	case "authorization", "proxyauthorization", "cookie", "setcookie", "xamzauthorization":
		return true
	}
	return false
}

// headerAt is the credential of an Authorization header (RFC 7235) or the values of a Cookie header (RFC 6265).
func (s *secretScanner) headerAt(name string, i int) (secret, bool) {
	v, ok := valueAt(s.text, i, i)
	if !ok {
		return secret{}, false
	}
	end := v.to
	if !v.quoted {
		if n := strings.IndexAny(s.text[v.from:], "\r\n\"'`"); n >= 0 {
			end = v.from + n
		} else {
			end = len(s.text)
		}
		end = v.from + len(strings.TrimRight(s.text[v.from:end], "\\"))
	}
	value := s.text[v.from:end]
	if placeholder(strings.TrimSpace(value)) {
		return secret{}, false
	}
	if strings.HasSuffix(name, "cookie") {
		return secret{from: v.from, to: end, kind: kindCookie}, strings.Contains(value, "=")
	}
	scheme, rest, ok := strings.Cut(value, " ")
	switch {
	case !ok:
		return secret{from: v.from, to: end, kind: "credential"}, len(value) >= 8 && !lettersOnly(value)
	case strings.EqualFold(scheme, "aws4-hmac-sha256") || strings.EqualFold(scheme, "digest") || strings.EqualFold(scheme, "token"):
		return secret{from: end - len(rest), to: end, kind: "credential"}, len(rest) >= 8 && !placeholder(rest)
	}
	token := rest
	if n := strings.IndexAny(rest, " ,;"); n >= 0 {
		token = rest[:n]
	}
	from := v.from + len(scheme) + 1
	if len(token) < 6 || placeholder(token) || lettersOnly(token) && len(token) < 16 {
		return secret{}, false
	}
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
