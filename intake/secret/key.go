package secret

import (
	"strings"
	"sync"
)

// keyName is the end of a name that credentials are assigned to, in small letters without "_", "-" and ".".
type keyName struct {
	suffix string
	kind   string
	strong bool // whatever is assigned is hidden, not only what looks random
	whole  bool // the whole name, not the end of a longer one
}

// keyNames are the names by what is assigned to them, a longer one before the shorter one that it ends with.
var keyNames = sync.OnceValue(func() (all []keyName) {
	for _, k := range []struct {
		names string
		keyName
	}{
		{"password passwd passphrase passcode pwd dbpass userpass smtppass", keyName{kind: kindPassword, strong: true}},
		{"pass pw", keyName{kind: kindPassword, strong: true, whole: true}},
		{"clientsecret", keyName{kind: "client secret"}},
		{"secretkeybase", keyName{kind: "secret"}},
		{"secretaccesskey awssecretkey", keyName{kind: kindAWSSecret}},
		{"secretkey", keyName{kind: "secret key"}},
		{"sharedaccesskey accountkey", keyName{kind: "Azure key"}},
		{"sharedaccesssignature", keyName{kind: "Azure signature"}},
		{"apikey appkey applicationkey authkey integrationkey routingkey", keyName{kind: "API key"}},
		{"accesskey", keyName{kind: "access key"}},
		{"licensekey", keyName{kind: "license key"}},
		{"privatekey clientkeydata", keyName{kind: kindPrivateKey}},
		{"signingkey", keyName{kind: "signing key"}},
		{"encryptionkey masterkey", keyName{kind: "encryption key"}},
		{"unsealkey unsealkey1", keyName{kind: "unseal key"}},
		{"secret", keyName{kind: "secret"}},
		{"token", keyName{kind: "token"}},
		{"credential", keyName{kind: "credential"}},
		{"xamzsignature", keyName{kind: "signature"}},
		{"signature sig", keyName{kind: "signature", whole: true}},
		{"jsessionid phpsessid aspnetsessionid connectsid", keyName{kind: kindSession}},
		{"sessionid session", keyName{kind: kindSession, whole: true}},
		{"auth", keyName{kind: "credential", whole: true}},
	} {
		for name := range strings.FieldsSeq(k.names) {
			k.suffix = name
			all = append(all, k.keyName)
		}
	}
	return all
})

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
	for to > 0 && i-to < 9 && strings.IndexByte(" \"'\\`", text[to-1]) >= 0 {
		to--
	}
	if to == 0 || i-to > 8 || !endsKey(text[to-1]) {
		return 0, 0
	}
	from = to
	for from > 0 && to-from <= 64 && setDotted&charsetOf(text[from-1]) != 0 {
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
	known := keyNames()
	for i := range known {
		k := &known[i]
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
