package secret

import (
	"encoding/base64"
	"strings"

	"debrief/intake/text"
)

const (
	kindAWSKey     = "AWS access key"
	kindAWSSecret  = "AWS secret key"
	kindPrivateKey = "private key"
	kindPassword   = "password"
	kindCookie     = "cookie"
	kindSession    = "session"
	kindJWT        = "JWT"
)

// tokenShape is a credential that its maker made recognisable: a prefix, then so many characters of one set.
type tokenShape struct {
	prefixes string // separated by blanks
	kind     string
	set      charset
	min, max int                    // characters after the prefix; max 0 is without end
	keep     bool                   // the prefix is no secret and stays to be read
	also     func(body string) bool // what the characters must have besides, or nil
}

// charset is a set of characters, as bits of what it contains.
type charset uint16

const (
	hasUpper charset = 1 << iota
	hasLower
	hasDigit
	hasHex // digits and a to f
	hasUnderscore
	hasHyphen
	hasStop
	hasSlash
	hasPadding // + and =
	hasPercent
	hasAt
	hasColon
)

const (
	setUpper  = hasUpper | hasDigit
	setHex    = hasHex
	setAlnum  = hasUpper | hasLower | hasDigit
	setWord   = setAlnum | hasUnderscore
	setURL    = setWord | hasHyphen
	setDotted = setURL | hasStop
	setBase64 = setURL | hasSlash | hasPadding
	setPath   = setURL | hasSlash | hasAt
)

func charsetOf(c byte) charset {
	switch {
	case c >= 'a' && c <= 'f':
		return hasLower | hasHex
	case c >= 'g' && c <= 'z':
		return hasLower
	case text.IsDigit(c):
		return hasDigit | hasHex
	case c >= 'A' && c <= 'Z':
		return hasUpper
	}
	return marks[c]
}

// marks are the characters of credentials that are neither letters nor digits.
var marks = [256]charset{
	'_': hasUnderscore, '-': hasHyphen, '.': hasStop, '/': hasSlash, '+': hasPadding, '=': hasPadding, '%': hasPercent, '@': hasAt, ':': hasColon,
}

// tokenShapes are the credentials with a shape of their own, as their makers document them. A longer prefix stands before the shorter
// one that it starts with.
var tokenShapes = []tokenShape{
	{prefixes: "AKIA ASIA ABIA", kind: kindAWSKey, set: setUpper, min: 16, max: 16},
	{prefixes: "ghp_ gho_ ghu_ ghr_", kind: "GitHub token", set: setAlnum, min: 30, max: 255},
	{prefixes: "ghs_", kind: "GitHub token", set: setDotted, min: 30},
	{prefixes: "github_pat_", kind: "GitHub token", set: setWord, min: 36},
	{prefixes: "glpat- gldt- glrt- glcbt- glptt- glft- gloas-", kind: "GitLab token", set: setDotted, min: 18},
	{prefixes: "GR1348941", kind: "GitLab token", set: setURL, min: 18},
	{prefixes: "xoxa- xoxb- xoxc- xoxe- xoxo- xoxp- xoxr- xoxs-", kind: "Slack token", set: setURL, min: 10},
	{prefixes: "xoxd-", kind: "Slack token", set: setURL | hasPercent, min: 10},
	{prefixes: "xoxe.", kind: "Slack token", set: setDotted, min: 10},
	{prefixes: "xapp-", kind: "Slack token", set: setURL, min: 20},
	{prefixes: "sk_live_ sk_test_ rk_live_ rk_test_", kind: "Stripe key", set: setAlnum, min: 10},
	{prefixes: "whsec_", kind: "Stripe key", set: setBase64, min: 20},
	{prefixes: "AIza", kind: "Google API key", set: setURL, min: 35, max: 35},
	{prefixes: "ya29.", kind: "Google token", set: setDotted, min: 20},
	{prefixes: "1//0", kind: "Google token", set: setURL, min: 30},
	{prefixes: "GOCSPX-", kind: "Google client secret", set: setURL, min: 20},
	{prefixes: "npm_", kind: "npm token", set: setAlnum, min: 36, max: 36},
	{prefixes: "pypi-", kind: "PyPI token", set: setURL, min: 50},
	{prefixes: "SG.", kind: "SendGrid key", set: setDotted, min: 50, also: hasDot},
	{prefixes: "SK", kind: "Twilio key", set: setHex, min: 32, max: 32},
	{prefixes: "key-", kind: "Mailgun key", set: setHex, min: 32, max: 32},
	{prefixes: "sk-ant-", kind: "Anthropic key", set: setURL, min: 20},
	{prefixes: "sk-proj- sk-svcacct-", kind: "OpenAI key", set: setURL, min: 20},
	{prefixes: "sk-or-v1-", kind: "OpenRouter key", set: setHex, min: 40},
	{prefixes: "sk-", kind: "OpenAI key", set: setAlnum, min: 32, also: mixed},
	{prefixes: "hf_", kind: "Hugging Face token", set: setAlnum, min: 30, max: 40, also: bothCases},
	{prefixes: "hvs. hvb. hvr.", kind: "Vault token", set: setURL, min: 20},
	{prefixes: "dop_v1_ doo_v1_ dor_v1_", kind: "DigitalOcean token", set: setHex, min: 40},
	{prefixes: "dckr_pat_ dckr_oat_", kind: "Docker token", set: setURL, min: 20},
	{prefixes: "shpat_ shpca_ shppa_ shpss_", kind: "Shopify token", set: setAlnum, min: 30},
	{prefixes: "sq0atp- sq0csp-", kind: "Square token", set: setURL, min: 20},
	{prefixes: "glc_", kind: "Grafana token", set: setBase64, min: 30},
	{prefixes: "glsa_", kind: "Grafana token", set: setWord, min: 30},
	{prefixes: "NRAK-", kind: "New Relic key", set: setUpper, min: 27, max: 27},
	{prefixes: "NRIQ-", kind: "New Relic key", set: setURL, min: 20},
	{prefixes: "sntrys_", kind: "Sentry token", set: setBase64, min: 30},
	{prefixes: "sntryu_", kind: "Sentry token", set: setHex, min: 40},
	{prefixes: "ATATT3x ATCTT3x", kind: "Atlassian token", set: setBase64, min: 30},
	{prefixes: "ATBB", kind: "Atlassian token", set: setAlnum, min: 24, also: mixed},
	{prefixes: "lin_api_", kind: "Linear key", set: setAlnum, min: 30},
	{prefixes: "ntn_", kind: "Notion token", set: setAlnum, min: 30},
	{prefixes: "secret_", kind: "Notion token", set: setAlnum, min: 43, max: 43},
	{prefixes: "dp.pt.", kind: "Doppler token", set: setAlnum, min: 30},
	{prefixes: "dp.st.", kind: "Doppler token", set: setDotted, min: 30},
	{prefixes: "pul-", kind: "Pulumi token", set: setHex, min: 40, max: 40},
	{prefixes: "dapi", kind: "Databricks token", set: setHex, min: 32},
	{prefixes: "pscale_tkn_ pscale_pw_", kind: "PlanetScale token", set: setDotted, min: 30},
	{prefixes: "HRKU-", kind: "Heroku key", set: setURL, min: 30},
	{prefixes: "rubygems_", kind: "RubyGems key", set: setHex, min: 40},
	{prefixes: "figd_", kind: "Figma token", set: setURL, min: 30},
	{prefixes: "phx_", kind: "PostHog key", set: setAlnum, min: 30},
	{prefixes: "pat-na1-", kind: "HubSpot token", set: setURL, min: 30},
	{prefixes: "tfp_", kind: "Terraform token", set: setURL, min: 30},
	{prefixes: "dt0c01.", kind: "Dynatrace token", set: setDotted, min: 60},
	{prefixes: "CCIPAT_", kind: "CircleCI token", set: setWord, min: 30},
	{prefixes: "bkua_", kind: "Buildkite token", set: setHex, min: 40},
	{prefixes: "PMAK-", kind: "Postman key", set: setURL, min: 40},
	{prefixes: "AGE-SECRET-KEY-1", kind: "age key", set: setUpper, min: 50},
	{prefixes: "tskey-", kind: "Tailscale key", set: setURL, min: 20},
	{prefixes: "fio-u-", kind: "Frame.io token", set: setURL, min: 40},
	{prefixes: "eyJ", kind: kindJWT, set: setDotted, min: 20, also: isJWT},
	{prefixes: "hooks.slack.com/services/ hooks.slack.com/workflows/", kind: "webhook", set: setPath, min: 20, keep: true},
	{prefixes: "hooks.zapier.com/hooks/catch/", kind: "webhook", set: setPath, min: 8, keep: true},
	{prefixes: "discord.com/api/webhooks/ discordapp.com/api/webhooks/ outlook.office.com/webhook/ webhook.office.com/webhookb2/",
		kind: "webhook", set: setPath, min: 30, keep: true},
	{prefixes: "events.pagerduty.com/integration/", kind: "webhook", set: setHex, min: 32, max: 32, keep: true},
	{prefixes: "bot", kind: "Telegram token", set: setURL | hasColon, min: 40, max: 50, also: isTelegram, keep: true},
}

// discordShape is the id of a bot in base64, a time and a signature, joined by dots.
var discordShape = tokenShape{kind: "Discord token", set: setDotted, min: 55, max: 80, also: isDiscord}

// tokenAt is the credential of a known shape that starts at i.
func tokenAt(s string, i int) (secret, bool) {
	rest := s[i:]
	for _, known := range secretTables().byFirst[rest[0]] {
		if !strings.HasPrefix(rest, known.prefix) {
			continue
		}
		if n := known.length(rest[len(known.prefix):]); n > 0 {
			x := secret{from: i, to: i + len(known.prefix) + n, kind: known.kind}
			if known.keep {
				x.from += len(known.prefix)
			}
			return x, true
		}
	}
	switch c := rest[0] | 0x20; {
	case text.IsDigit(rest[0]):
		return numberedTokenAt(s, i)
	case c == 'b':
		if x, ok := bearerAt(s, i); ok {
			return x, true
		}
	case c == 'p':
		if x, ok := saidAt(s, i); ok {
			return x, true
		}
	}
	return terraformAt(s, i)
}

// longestLook is how far a run of characters is looked at before it is taken for what its beginning is.
const longestLook = 2 << 10

// length is how many characters after the prefix belong to the credential, 0 if it is none.
func (t *tokenShape) length(body string) int {
	n := t.run(body, min(len(body), longestLook))
	long := n == longestLook
	for n > 0 && body[n-1] == '.' { // the full stop behind it
		n--
	}
	if n < t.min || t.max > 0 && n > t.max || !long && n < len(body) && text.IsWord(body[n]) {
		return 0
	}
	longJWT := long && t.kind == kindJWT && strings.Contains(body[:n], ".eyJ")
	if t.also != nil && !longJWT && !t.also(body[:n]) {
		return 0
	}
	if long {
		return t.run(body, len(body))
	}
	return n
}

func (t *tokenShape) run(body string, limit int) int {
	n := 0
	for n < limit && t.set&charsetOf(body[n]) != 0 {
		n++
	}
	return n
}

// numberedTokenAt is a credential of Telegram: 8 to 10 digits, a colon and 35 characters.
func numberedTokenAt(s string, i int) (secret, bool) {
	rest := s[i:]
	n := 0
	for n < len(rest) && n < 11 && text.IsDigit(rest[n]) {
		n++
	}
	if n < 8 || n > 10 || n >= len(rest) || rest[n] != ':' {
		return secret{}, false
	}
	end := n + 1
	for end < len(rest) && end < 64 && setURL&charsetOf(rest[end]) != 0 {
		end++
	}
	if !isTelegram(rest[:end]) {
		return secret{}, false
	}
	return secret{from: i, to: i + end, kind: "Telegram token"}, true
}

func isTelegram(body string) bool {
	id, key, ok := strings.Cut(body, ":")
	return ok && len(id) >= 8 && len(id) <= 10 && strings.Trim(id, "0123456789") == "" && len(key) >= 34 && len(key) <= 36 &&
		mixed(key)
}

// terraformAt is a Terraform Cloud token: 14 characters, ".atlasv1." and 60 or more.
func terraformAt(text string, i int) (secret, bool) {
	const mark = ".atlasv1."
	if i+14+len(mark) > len(text) || text[i+14] != '.' || text[i+14:i+14+len(mark)] != mark {
		return secret{}, false
	}
	shape := tokenShape{set: setURL, min: 40}
	n := shape.length(text[i+14+len(mark):])
	return secret{from: i, to: i + 14 + len(mark) + n, kind: "Terraform token"}, n > 0
}

func hasDot(body string) bool { return strings.Count(body, ".") == 1 }

// mixed reports capital and small letters and digits together, as random characters have them.
func mixed(s string) bool {
	var upper, lower, digit bool
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'A' && c <= 'Z':
			upper = true
		case c >= 'a' && c <= 'z':
			lower = true
		case text.IsDigit(c):
			digit = true
		}
	}
	return upper && lower && digit
}

// bothCases reports capital and small letters, as a random run of letters has them.
func bothCases(s string) bool {
	return strings.ToLower(s) != s && strings.ToUpper(s) != s
}

// isJWT reports three parts, the second of them JSON as well (RFC 7519; an encrypted one has five, RFC 7516).
func isJWT(body string) bool {
	parts := strings.Split(body, ".")
	return len(parts) == 3 && strings.HasPrefix(parts[1], "eyJ") && len(parts[2]) >= 16 || len(parts) == 5 && len(parts[4]) >= 16
}

func isDiscord(body string) bool {
	parts := strings.Split(body, ".")
	if len(parts) != 3 || len(parts[0]) < 23 || len(parts[0]) > 28 || len(parts[1]) != 6 || len(parts[2]) < 27 {
		return false
	}
	id, err := base64.RawStdEncoding.DecodeString(parts[0])
	return err == nil && strings.Trim(string(id), "0123456789") == ""
}

// awsSecretIn is a word of 40 characters of base64 behind an access key on its line.
func awsSecretIn(text string, from, to int) (secret, bool) {
	for i := from; i < to; i++ {
		n := i
		for n < to && ((setAlnum|hasSlash|hasPadding)&charsetOf(text[n]) != 0) {
			n++
		}
		if n-i == 40 && mixed(text[i:n]) {
			return secret{from: i, to: n, kind: kindAWSSecret}, true
		}
		i = max(i, n)
	}
	return secret{}, false
}
