package secret

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"debrief/intake/text"
)

// keyName is the end of a name that credentials are assigned to, in small letters without "_", "-" and ".".
type keyName struct {
	suffix string
	kind   string
	strong bool // whatever is assigned is hidden, not only what looks random
	whole  bool // the whole name, not the end of a longer one
	digits bool // a few digits, as a machine asks for them
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
	if last := s.text[to-1]; last < utf8.RuneSelf && strings.IndexByte("deswtynlgha1o", last|0x20) < 0 {
		return secret{}, false
	}
	var buf [64]byte
	name := plainName(buf[:0], s.text[from:to])
	if string(name) == "value" {
		name = plainName(buf[:0], pairedName(s.text[:from]))
	}
	switch string(name) {
	case "authorization", "proxyauthorization", "cookie", "setcookie", "xamzauthorization":
		return s.headerAt(string(name), i)
	}
	key := keyOf(name)
	if key == nil && openNames[string(name)] {
		key = joinedKey(s.text, from, to)
	}
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
	return from, from + (setBase64|hasStop|hasColon).run(s[from:], min(longest, len(s)-from))
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
	for to > 0 && i-to < 9 {
		if strings.IndexByte(" \"'\\`", text[to-1]) >= 0 {
			to--
		} else if n := narrowBlank(text[:to]); n > 0 {
			to -= n
		} else {
			break
		}
	}
	if to == 0 || i-to > 8 {
		return 0, 0
	}
	from = to
	for from > 0 && to-from <= 64 {
		if setDotted&charsetOf(text[from-1]) != 0 {
			from--
		} else if n := lastLetter(text[:from]); n > 0 {
			from -= n
		} else {
			break
		}
	}
	return from, to
}

// narrowBlank is the length of a blank that does not break, which French sets before a colon, at the end of s.
func narrowBlank(s string) int {
	for _, blank := range []string{"\u00a0", "\u202f"} {
		if strings.HasSuffix(s, blank) {
			return len(blank)
		}
	}
	return 0
}

// plainName is a name in small letters, without what joins its words, and without marks that stand apart from their letters.
func plainName(buf []byte, name string) []byte {
	if strings.IndexFunc(name, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
		name = strings.Map(func(r rune) rune {
			if unicode.IsMark(r) {
				return -1
			}
			return unicode.ToLower(r)
		}, name)
	}
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
	from, spaced, ok := behindAssignment(text, i)
	if !ok {
		return assignedValue{}, false
	}
	v := assignedValue{from: from}
	if text[i] == ':' {
		v.json = quotedName(text, i)
		v.prose = spaced && midSentence(text, nameFrom)
	}
	escape := from
	for escape < len(text) && text[escape] == '\\' {
		escape++
	}
	if escape < len(text) && strings.IndexByte("\"'`", text[escape]) >= 0 {
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

// behindAssignment is where the value begins: behind = or => or := and blanks. A comparison assigns nothing.
func behindAssignment(text string, i int) (from int, spaced, ok bool) {
	from = i + 1
	if strings.HasPrefix(text[from:], "=") || i > 0 && text[i] == '=' && strings.IndexByte("=!<", text[i-1]) >= 0 {
		return 0, false, false
	}
	if text[i] == '=' && strings.HasPrefix(text[from:], ">") {
		from++
	}
	for from < len(text) && (text[from] == ' ' || text[from] == '\t') {
		from, spaced = from+1, true
	}
	return from, spaced, from < len(text)
}

func quotedName(s string, i int) bool {
	for i > 0 && text.IsSpace(s[i-1]) {
		i--
	}
	return i > 1 && s[i-1] == '"' && s[i-2] != '\\'
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

// quotedLen is how far a quoted value goes, and one whose quote is not closed goes as far as one without.
func quotedLen(s string, quote byte, escaped bool) int {
	if n := text.Quoted(s, quote, escaped); n >= 0 {
		return n
	}
	return unquotedLen(s, false, false)
}

// wordAt is where the word at i of a command line stands, which may be in quotation marks.
func wordAt(s string, i int) (from, to int) {
	if i < len(s) && (s[i] == '"' || s[i] == '\'') {
		return i + 1, i + 1 + quotedLen(s[i+1:], s[i], false)
	}
	return i, i + unquotedLen(s[i:], false, false)
}

// longestValue is how far a value without quotes is looked at before it is judged by its beginning.
const longestValue = 1 << 10

// unquotedLen is how far a value without quotes goes: to a blank, a quote or a separator; in a query or a form to the next
// field, in a tag to its end.
func unquotedLen(s string, query, tag bool) int {
	if strings.HasPrefix(s, "{") || strings.HasPrefix(s, "[") {
		return 0
	}
	s = s[:min(len(s), longestValue)]
	end := 0
	for end < len(s) && !endsValue(s, end, query, tag) {
		end++
	}
	return len(strings.TrimRight(s[:end], ".)]}\\"))
}

func endsValue(s string, i int, query, tag bool) bool {
	switch s[i] {
	case '<':
		return true
	case ' ', '\t', '\r', '\n', '"', '\'', '`', ';', ',':
		return !tag
	case '&':
		return query || formField(s[i+1:])
	case '#':
		return query
	}
	return false
}

// wholeRun goes on to the end of a value that was too long to be looked at whole.
func wholeRun(s string, from, to int) int {
	if to-from < longestValue {
		return to
	}
	for to < len(s) && !text.IsSpace(s[to]) && strings.IndexByte("\"'`;,<", s[to]) < 0 {
		to++
	}
	return to
}

// formField reports "name=" at the beginning of s: the next field of a form.
func formField(s string) bool {
	name, _, ok := strings.Cut(s[:min(len(s), 40)], "=")
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
	if x, ok := s.tokenAt(v.from); ok && x.to >= v.to {
		return x, true
	}
	if key.strong && !looksAssigned(s.text, key, v) || !key.strong && !looksRandom(key, v) {
		return secret{}, false
	}
	if !v.quoted {
		v.to = wholeRun(s.text, v.from, v.to)
	}
	return secret{from: v.from, to: v.to, kind: key.kind, bare: v.json && !v.quoted && strings.Trim(v.text, "0123456789") == ""}, true
}

// looksAssigned reports a value that somebody may have chosen as a password, in contrast to a word about passwords.
func looksAssigned(text string, key *keyName, v assignedValue) bool {
	if len(v.text) < 3 || said[strings.ToLower(v.text)] || key.isFolder(v.text) {
		return false
	}
	if key.digits {
		return isPIN(v.text)
	}
	if v.quoted {
		return true
	}
	if isCall(v.text) {
		return false
	}
	apart := text[v.from-1] == ' '
	if key.whole { // "pass" and "pw" are words as well: "pass: ok", "PASS: TestPool1", "pass=3"
		return !isCount(v.text) && (!apart || chosen(v.text) && text[v.from-3] != 'S')
	}
	// "invalid password: retrying", "password: must be at least eight characters", "パスワード: なし"
	return !lettersOnly(v.text) || !v.prose && !beyondASCII.all(v.text) && (!apart || !sentenceGoesOn(text, v.to))
}

// isFolder reports the folder that PWD names in a shell.
func (k *keyName) isFolder(value string) bool {
	return k.suffix == "pwd" && strings.IndexByte("/~", value[0]) >= 0
}

// isCall reports code that makes a password.
func isCall(s string) bool {
	call, _, ok := strings.Cut(s, "(")
	return ok && call != "" && lettersOnly(strings.NewReplacer("_", "", ".", "").Replace(call))
}

func isCount(s string) bool { return len(s) < 6 && strings.Trim(s, anyDigit) == "" }

// chosen reports letters together with digits, as passwords that people choose have them.
func chosen(s string) bool {
	return strings.ContainsAny(s, "0123456789") && strings.Trim(s, "0123456789.,:/-") != ""
}

func lettersOnly(s string) bool { return (hasUpper | hasLower | hasHyphen | beyondASCII).all(s) }

func sentenceGoesOn(text string, to int) bool {
	return to+1 < len(text) && text[to] == ' ' && (setAlnum&charsetOf(text[to+1]) != 0 || text[to+1] >= utf8.RuneSelf)
}

// said are words that stand behind "password:" or "using password=" in messages.
var said = text.WordsOfList(`yes true false null nil none undefined required missing empty invalid incorrect wrong expired changed reset failed
	failure ok set unset not error denied retrying retry mismatch rejected accepted authentication disabled enabled optional default string hidden
	redacted filtered removed masked secret password prompt file env vault unknown base64 sha1 sha256 sha512 md5
	ja nein falsch ungültig abgelaufen geändert fehlt leer gesetzt vergessen zurückgesetzt unbekannt erforderlich
	oui non incorrecte invalide expiré modifié manquant vide oublié requis sí incorrecta incorrecto inválida inválido caducada cambiada vacía
	requerida sim não incorreta expirada alterada vazia obrigatória errata scaduta vuota richiesta onjuist ongeldig verlopen gewijzigd vereist
	nieprawidłowe błędne wygasło puste wymagane fel felaktigt forkert feil`)

// placeholder reports what stands for a credential without being one: nothing, a variable, a mask.
func placeholder(v string) bool {
	if v == "" || said[strings.ToLower(strings.Trim(v, "[]<>()*"))] {
		return true
	}
	return text.StartsWithAny(v, "{{", "<", "[", "./", "../", "ENC[", "***", "xxx", "XXX", "...", "…", "•", "(", "#{",
		"env:", "vault:", "arn:", "secretref:") ||
		isVariable(v) || strings.Trim(v, "*xX•.-") == ""
}

// isVariable reports $NAME, ${name}, $(command), %s, %(name)s and %NAME%, but no password that happens to start like one.
func isVariable(v string) bool {
	rest := v[1:]
	switch v[0] {
	case '$':
		if rest == "" || rest[0] == '{' || rest[0] == '(' {
			return true
		}
		return isVariableName(rest) && (strings.ToUpper(rest) == rest || !strings.ContainsAny(rest, "0123456789"))
	case '%':
		return len(rest) < 3 || rest[0] == '(' || rest[0] == '{' || strings.HasSuffix(rest, "%")
	}
	return false
}

func isVariableName(s string) bool { return (setAlnum | hasUnderscore).all(s) }

// looksRandom reports a value that nobody reads aloud: long enough, no plain number, no name made of words.
func looksRandom(key *keyName, v assignedValue) bool {
	s := v.text
	if len(s) < key.shortest() || strings.Contains(s, "://") || strings.Contains(s, " ") || strings.Trim(s, "0123456789.,:") == "" {
		return false
	}
	switch {
	case key.kind == kindSession && isUUID(s):
		return false
	case !v.quoted && isPrinted(s):
		return false
	case s[0] == '/' && strings.ToLower(s) == s && strings.Contains(s[1:], "/"): // the file that holds it
		return false
	case !strings.ContainsAny(s, "0123456789"):
		return len(s) >= 20 && !strings.ContainsAny(s, "-_./:") && strings.ToLower(s) != s
	}
	return !isSlug(s)
}

// isPrinted reports a record as a program prints it, or what Java prints of an object: "org.example.Pool@2bd79ce".
func isPrinted(s string) bool {
	if strings.ContainsAny(s, "{([") {
		return true
	}
	class, id, ok := strings.Cut(s, "@")
	return ok && len(id) <= 8 && id != "" && strings.Trim(id, "0123456789abcdef") == "" && strings.Count(class, ".") >= 2
}

// shortest is how many characters a credential of this name has at least: names with other meanings need more.
func (k *keyName) shortest() int {
	switch k.kind {
	case kindSession, "signature", "credential":
		return 20
	}
	return 8
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
