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
)

// tokenShape is a credential that its maker made recognisable: a prefix, then so many characters of one set.
type tokenShape struct {
	prefix   string
	kind     string
	set      charset
	min, max int                    // characters after the prefix; max 0 is without end
	keep     int                    // so much of the prefix is no secret and stays to be read
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

// tokenShapes are the credentials with a shape of their own, as their makers document them.
var tokenShapes = []tokenShape{
	{prefix: "AKIA", kind: kindAWSKey, set: setUpper, min: 16, max: 16},
	{prefix: "ASIA", kind: kindAWSKey, set: setUpper, min: 16, max: 16},
	{prefix: "ABIA", kind: kindAWSKey, set: setUpper, min: 16, max: 16},
	{prefix: "ghp_", kind: "GitHub token", set: setAlnum, min: 30, max: 255},
	{prefix: "gho_", kind: "GitHub token", set: setAlnum, min: 30, max: 255},
	{prefix: "ghu_", kind: "GitHub token", set: setAlnum, min: 30, max: 255},
	{prefix: "ghs_", kind: "GitHub token", set: setDotted, min: 30},
	{prefix: "ghr_", kind: "GitHub token", set: setAlnum, min: 30, max: 255},
	{prefix: "github_pat_", kind: "GitHub token", set: setWord, min: 36},
	{prefix: "glpat-", kind: "GitLab token", set: setDotted, min: 18},
	{prefix: "gldt-", kind: "GitLab token", set: setDotted, min: 18},
	{prefix: "glrt-", kind: "GitLab token", set: setDotted, min: 18},
	{prefix: "glcbt-", kind: "GitLab token", set: setDotted, min: 18},
	{prefix: "glptt-", kind: "GitLab token", set: setDotted, min: 18},
	{prefix: "glft-", kind: "GitLab token", set: setDotted, min: 18},
	{prefix: "gloas-", kind: "GitLab token", set: setDotted, min: 18},
	{prefix: "GR1348941", kind: "GitLab token", set: setURL, min: 18},
	{prefix: "xoxa-", kind: "Slack token", set: setURL, min: 10},
	{prefix: "xoxb-", kind: "Slack token", set: setURL, min: 10},
	{prefix: "xoxc-", kind: "Slack token", set: setURL, min: 10},
	{prefix: "xoxd-", kind: "Slack token", set: setURL | hasPercent, min: 10},
	{prefix: "xoxe-", kind: "Slack token", set: setURL, min: 10},
	{prefix: "xoxe.", kind: "Slack token", set: setDotted, min: 10},
	{prefix: "xoxo-", kind: "Slack token", set: setURL, min: 10},
	{prefix: "xoxp-", kind: "Slack token", set: setURL, min: 10},
	{prefix: "xoxr-", kind: "Slack token", set: setURL, min: 10},
	{prefix: "xoxs-", kind: "Slack token", set: setURL, min: 10},
	{prefix: "xapp-", kind: "Slack token", set: setURL, min: 20},
	{prefix: "sk_live_", kind: "Stripe key", set: setAlnum, min: 10},
	{prefix: "sk_test_", kind: "Stripe key", set: setAlnum, min: 10},
	{prefix: "rk_live_", kind: "Stripe key", set: setAlnum, min: 10},
	{prefix: "rk_test_", kind: "Stripe key", set: setAlnum, min: 10},
	{prefix: "whsec_", kind: "Stripe key", set: setBase64, min: 20},
	{prefix: "AIza", kind: "Google API key", set: setURL, min: 35, max: 35},
	{prefix: "ya29.", kind: "Google token", set: setDotted, min: 20},
	{prefix: "1//0", kind: "Google token", set: setURL, min: 30},
	{prefix: "GOCSPX-", kind: "Google client secret", set: setURL, min: 20},
	{prefix: "npm_", kind: "npm token", set: setAlnum, min: 36, max: 36},
	{prefix: "pypi-", kind: "PyPI token", set: setURL, min: 50},
	{prefix: "SG.", kind: "SendGrid key", set: setDotted, min: 50, also: hasDot},
	{prefix: "SK", kind: "Twilio key", set: setHex, min: 32, max: 32},
	{prefix: "key-", kind: "Mailgun key", set: setHex, min: 32, max: 32},
	{prefix: "sk-ant-", kind: "Anthropic key", set: setURL, min: 20},
	{prefix: "sk-proj-", kind: "OpenAI key", set: setURL, min: 20},
	{prefix: "sk-svcacct-", kind: "OpenAI key", set: setURL, min: 20},
	{prefix: "sk-or-v1-", kind: "OpenRouter key", set: setHex, min: 40},
	{prefix: "sk-", kind: "OpenAI key", set: setAlnum, min: 32, also: mixed},
	{prefix: "hf_", kind: "Hugging Face token", set: setAlnum, min: 30, max: 40, also: bothCases},
	{prefix: "hvs.", kind: "Vault token", set: setURL, min: 20},
	{prefix: "hvb.", kind: "Vault token", set: setURL, min: 20},
	{prefix: "hvr.", kind: "Vault token", set: setURL, min: 20},
	{prefix: "dop_v1_", kind: "DigitalOcean token", set: setHex, min: 40},
	{prefix: "doo_v1_", kind: "DigitalOcean token", set: setHex, min: 40},
	{prefix: "dor_v1_", kind: "DigitalOcean token", set: setHex, min: 40},
	{prefix: "dckr_pat_", kind: "Docker token", set: setURL, min: 20},
	{prefix: "dckr_oat_", kind: "Docker token", set: setURL, min: 20},
	{prefix: "shpat_", kind: "Shopify token", set: setAlnum, min: 30},
	{prefix: "shpca_", kind: "Shopify token", set: setAlnum, min: 30},
	{prefix: "shppa_", kind: "Shopify token", set: setAlnum, min: 30},
	{prefix: "shpss_", kind: "Shopify token", set: setAlnum, min: 30},
	{prefix: "sq0atp-", kind: "Square token", set: setURL, min: 20},
	{prefix: "sq0csp-", kind: "Square token", set: setURL, min: 20},
	{prefix: "glc_", kind: "Grafana token", set: setBase64, min: 30},
	{prefix: "glsa_", kind: "Grafana token", set: setWord, min: 30},
	{prefix: "NRAK-", kind: "New Relic key", set: setUpper, min: 27, max: 27},
	{prefix: "NRIQ-", kind: "New Relic key", set: setURL, min: 20},
	{prefix: "sntrys_", kind: "Sentry token", set: setBase64, min: 30},
	{prefix: "sntryu_", kind: "Sentry token", set: setHex, min: 40},
	{prefix: "ATATT3x", kind: "Atlassian token", set: setBase64, min: 30},
	{prefix: "ATCTT3x", kind: "Atlassian token", set: setBase64, min: 30},
	{prefix: "ATBB", kind: "Atlassian token", set: setAlnum, min: 24, also: mixed},
	{prefix: "lin_api_", kind: "Linear key", set: setAlnum, min: 30},
	{prefix: "ntn_", kind: "Notion token", set: setAlnum, min: 30},
	{prefix: "secret_", kind: "Notion token", set: setAlnum, min: 43, max: 43},
	{prefix: "dp.pt.", kind: "Doppler token", set: setAlnum, min: 30},
	{prefix: "dp.st.", kind: "Doppler token", set: setDotted, min: 30},
	{prefix: "pul-", kind: "Pulumi token", set: setHex, min: 40, max: 40},
	{prefix: "dapi", kind: "Databricks token", set: setHex, min: 32},
	{prefix: "pscale_tkn_", kind: "PlanetScale token", set: setDotted, min: 30},
	{prefix: "pscale_pw_", kind: "PlanetScale token", set: setDotted, min: 30},
	{prefix: "HRKU-", kind: "Heroku key", set: setURL, min: 30},
	{prefix: "rubygems_", kind: "RubyGems key", set: setHex, min: 40},
	{prefix: "figd_", kind: "Figma token", set: setURL, min: 30},
	{prefix: "phx_", kind: "PostHog key", set: setAlnum, min: 30},
	{prefix: "pat-na1-", kind: "HubSpot token", set: setURL, min: 30},
	{prefix: "tfp_", kind: "Terraform token", set: setURL, min: 30},
	{prefix: "dt0c01.", kind: "Dynatrace token", set: setDotted, min: 60},
	{prefix: "CCIPAT_", kind: "CircleCI token", set: setWord, min: 30},
	{prefix: "bkua_", kind: "Buildkite token", set: setHex, min: 40},
	{prefix: "PMAK-", kind: "Postman key", set: setURL, min: 40},
	{prefix: "AGE-SECRET-KEY-1", kind: "age key", set: setUpper, min: 50},
	{prefix: "tskey-", kind: "Tailscale key", set: setURL, min: 20},
	{prefix: "fio-u-", kind: "Frame.io token", set: setURL, min: 40},
	{prefix: "eyJ", kind: "JWT", set: setDotted, min: 20, also: isJWT},
	{prefix: "hooks.slack.com/services/", kind: "webhook", set: setPath, min: 20, keep: 25},
	{prefix: "hooks.slack.com/workflows/", kind: "webhook", set: setPath, min: 20, keep: 26},
	{prefix: "hooks.zapier.com/hooks/catch/", kind: "webhook", set: setPath, min: 8, keep: 29},
	{prefix: "discord.com/api/webhooks/", kind: "webhook", set: setPath, min: 30, keep: 25},
	{prefix: "discordapp.com/api/webhooks/", kind: "webhook", set: setPath, min: 30, keep: 28},
	{prefix: "outlook.office.com/webhook/", kind: "webhook", set: setPath, min: 30, keep: 27},
	{prefix: "webhook.office.com/webhookb2/", kind: "webhook", set: setPath, min: 30, keep: 29},
	{prefix: "events.pagerduty.com/integration/", kind: "webhook", set: setHex, min: 32, max: 32, keep: 33},
	{prefix: "bot", kind: "Telegram token", set: setURL | hasColon, min: 40, max: 50, also: isTelegram, keep: 3},
}

// discordShape is the id of a bot in base64, a time and a signature, joined by dots.
var discordShape = tokenShape{kind: "Discord token", set: setDotted, min: 55, max: 80, also: isDiscord}

// tokenAt is the credential of a known shape that starts at i.
func tokenAt(s string, i int) (secret, bool) {
	rest := s[i:]
	if text.IsDigit(rest[0]) {
		return numberedTokenAt(s, i)
	}
	for _, shape := range secretTables().byFirst[rest[0]] {
		if !strings.HasPrefix(rest, shape.prefix) {
			continue
		}
		if n := shape.length(rest[len(shape.prefix):]); n > 0 {
			return secret{from: i + shape.keep, to: i + len(shape.prefix) + n, kind: shape.kind}, true
		}
	}
	switch rest[0] | 0x20 {
	case 'b':
		if x, ok := bearerAt(s, i); ok {
			return x, true
		}
	case 'p':
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
	longJWT := long && t.prefix == "eyJ" && strings.Contains(body[:n], ".eyJ")
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

// numberedTokenAt is a credential that starts with a number: Telegram's 8 to 10 digits, a colon and 35 characters, and
// Google's refresh token.
func numberedTokenAt(s string, i int) (secret, bool) {
	rest := s[i:]
	if strings.HasPrefix(rest, "1//0") {
		shape := tokenShape{set: setURL, min: 30}
		if n := shape.length(rest[len("1//0"):]); n > 0 {
			return secret{from: i, to: i + len("1//0") + n, kind: "Google token"}, true
		}
	}
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
