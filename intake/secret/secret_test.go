package secret

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand"
	"slices"
	"strings"
	"testing"
)

// planted writes a secret of the given length from a set of characters; the sources hold no secret that a scanner would find.
type planted struct{ *rand.Rand }

func (p planted) of(set string, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = set[p.Intn(len(set))]
	}
	return string(b)
}

const (
	upperDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	hexDigits   = "0123456789abcdef"
	anyDigits   = "0123456789"
	anyAlnum    = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
)

// kindsOfSecrets are lines as they stand in logs and chats; each function gives the line and the part that must go.
func kindsOfSecrets(p planted) map[string]func() (line, secret string) {
	in := func(format, secret string) (string, string) { return fmt.Sprintf(format, secret), secret }
	jwt := func() string {
		part := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
		return part(`{"alg":"HS256","typ":"JWT"}`) + "." + part(fmt.Sprintf(`{"sub":"%d","name":"mei"}`, p.Int())) + "." + p.of(anyAlnum, 43)
	}
	return map[string]func() (string, string){
		"aws key": func() (string, string) {
			return in("assumed role with %s in eu-north-1", "AK"+"IA"+p.of(upperDigits, 16))
		},
		"aws secret": func() (string, string) { return in("export AWS_SECRET_ACCESS_KEY=%s", p.of(anyAlnum+"/+", 40)) },
		"github": func() (string, string) {
			return in("remote: https://%s@git.example.com/shop.git", "gh"+"p_"+p.of(anyAlnum, 36))
		},
		"gitlab": func() (string, string) { return in("PRIVATE-TOKEN: %s", "gl"+"pat-"+p.of(anyAlnum, 20)) },
		"slack": func() (string, string) {
			return in(`{"level":"info","slack":"%s"}`, "xo"+"xb-"+p.of(anyDigits, 12)+"-"+p.of(anyAlnum, 24))
		},
		"slack webhook": func() (string, string) {
			return in("POST https://hooks.slack.com/services/%s 200", "T"+p.of(upperDigits, 8)+"/B"+p.of(upperDigits, 8)+"/"+p.of(anyAlnum, 24))
		},
		"stripe": func() (string, string) { return in("charging with %s failed", "sk_"+"live_"+p.of(anyAlnum, 24)) },
		"google": func() (string, string) { return in("GET /maps?key=%s&q=oslo", "AI"+"za"+p.of(anyAlnum, 35)) },
		"npm": func() (string, string) {
			return in("//registry.example.com/:_authToken=%s", "npm"+"_"+p.of(anyAlnum, 36))
		},
		"pypi":    func() (string, string) { return in("twine upload -p %s", "py"+"pi-"+p.of(anyAlnum, 80)) },
		"datadog": func() (string, string) { return in("DD_API_KEY: %s", p.of(hexDigits, 32)) },
		"twilio":  func() (string, string) { return in("sms sent by %s to support", "S"+"K"+p.of(hexDigits, 32)) },
		"sendgrid": func() (string, string) {
			return in("mailer key %s rejected", "S"+"G."+p.of(anyAlnum, 22)+"."+p.of(anyAlnum, 43))
		},
		"telegram": func() (string, string) {
			return in("https://api.telegram.org/bot%s/sendMessage", p.of("123456789", 9)+":A"+p.of(anyAlnum, 32)+"b7")
		},
		"discord": func() (string, string) {
			return in("bot logged in with %s", base64.RawStdEncoding.EncodeToString([]byte(p.of("123456789", 18)))+".G"+p.of(anyAlnum, 5)+"."+p.of(anyAlnum, 38))
		},
		"jwt":    func() (string, string) { return in("session %s expired", jwt()) },
		"bearer": func() (string, string) { return in(`-H "Authorization: Bearer %s"`, p.of(anyAlnum, 40)) },
		"basic": func() (string, string) {
			return in("Authorization: Basic %s", base64.StdEncoding.EncodeToString([]byte("deploy:"+p.of(anyAlnum, 12))))
		},
		"logfmt": func() (string, string) {
			return in(`time="2026-11-18T02:14:05Z" level=info msg=login user=mei password=%s`, p.of(anyAlnum, 12))
		},
		"json": func() (string, string) {
			return in(`{"user":"mei","password":"%s","ok":true}`, p.of(anyAlnum+"!$", 14))
		},
		"json in json": func() (string, string) { return in(`{"log":"{\"db_password\":\"%s\"}"}`, p.of(anyAlnum, 14)) },
		"yaml":         func() (string, string) { return in("  smtp_password: %s", p.of("abcdefghij", 10)) },
		"query": func() (string, string) {
			return in("GET /v1/orders?access_token=%s&page=2 HTTP/1.1", p.of(anyAlnum, 32))
		},
		"env": func() (string, string) { return in("STRIPE_WEBHOOK_SECRET='%s'", p.of(anyAlnum, 32)) },
		"url": func() (string, string) {
			return in("connect postgres://shop:%s@db-1.example.com:5432/shop", p.of(anyAlnum, 16))
		},
		"redis url": func() (string, string) { return in("redis://:%s@cache:6379/0 refused", p.of(anyAlnum, 20)) },
		"mysql dsn": func() (string, string) {
			return in("open shop:%s@tcp(db-1:3306)/shop: too many connections", p.of(anyAlnum, 10))
		},
		"sql server": func() (string, string) {
			return in("Server=db;Database=shop;User Id=sa;Password=%s;Encrypt=true", p.of(anyAlnum+"#!", 12))
		},
		"azure account": func() (string, string) {
			return in("AccountName=shop;AccountKey=%s;EndpointSuffix=core.windows.net", p.of(anyAlnum+"+/", 86)+"==")
		},
		"azure sas": func() (string, string) {
			return in("https://shop.blob.core.windows.net/b?sv=2024-11-04&se=2026-12-01&sr=b&sp=r&sig=%s", p.of(anyAlnum, 40)+"%3D")
		},
		"cookie":    func() (string, string) { return in("Cookie: %s", "session="+p.of(hexDigits, 40)+"; theme=dark") },
		"session":   func() (string, string) { return in("JSESSIONID=%s; Path=/", p.of(upperDigits, 32)) },
		"openai":    func() (string, string) { return in("using key %s", "sk"+"-proj-"+p.of(anyAlnum, 60)) },
		"anthropic": func() (string, string) { return in("x-api-key: %s", "sk"+"-ant-api03-"+p.of(anyAlnum, 80)) },
		"vault":     func() (string, string) { return in("VAULT_TOKEN=%s vault read", "hv"+"s."+p.of(anyAlnum, 24)) },
		"terraform": func() (string, string) {
			return in("credentials %s", "q"+p.of(anyAlnum, 13)+".atlas"+"v1."+p.of(anyAlnum, 64))
		},
		"curl":          func() (string, string) { return in("curl -u deploy:%s https://ci.example.com/job", p.of(anyAlnum, 12)) },
		"flag":          func() (string, string) { return in("mysqldump --password %s shop", p.of(anyAlnum, 12)) },
		"xml":           func() (string, string) { return in("<password>%s</password>", p.of(anyAlnum, 12)) },
		"ruby":          func() (string, string) { return in(`{:api_key=>"%s"}`, p.of(anyAlnum, 20)) },
		"client secret": func() (string, string) { return in("client_secret=%s&grant_type=x", p.of(anyAlnum, 32)) },
		"private key": func() (string, string) {
			return in("-----BEGIN RSA PRIVATE"+" KEY-----\n%s\n-----END RSA PRIVATE KEY-----", p.of(anyAlnum, 64)+"\n"+p.of(anyAlnum, 64))
		},
		"service file": func() (string, string) {
			return in(`"private_key": "-----BEGIN PRIVATE`+` KEY-----\n%s\n-----END PRIVATE KEY-----\n",`, p.of(anyAlnum, 64))
		},
		"digitalocean": func() (string, string) { return in("doctl auth init %s", "dop"+"_v1_"+p.of(hexDigits, 64)) },
		"grafana": func() (string, string) {
			return in("grafana says no to %s", "gl"+"sa_"+p.of(anyAlnum, 32)+"_"+p.of(hexDigits, 8))
		},
		"pagerduty": func() (string, string) { return in("Authorization: Token token=%s", p.of(anyAlnum, 20)) },
	}
}

func TestPlantedSecretsAreHidden(t *testing.T) {
	p := planted{rand.New(rand.NewSource(7))}
	total, missed := 0, 0
	kinds := kindsOfSecrets(p)
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		plant := kinds[kind]
		for range 5 {
			line, secret := plant()
			safe, hidden := Hide("2026-11-18T02:14:05Z api-7 " + line + "\nnext line")
			total++
			if hidden == 0 || strings.Contains(safe, longest(secret)) {
				missed++
				t.Errorf("%s: %q became %q", kind, line, safe)
			}
			if strings.Count(safe, "\n") != strings.Count(line, "\n")+1 {
				t.Errorf("%s: the number of lines changed: %q", kind, safe)
			}
			if again, n := Hide(safe); again != safe || n != 0 {
				t.Errorf("%s: hiding twice is not hiding once: %q, then %q", kind, safe, again)
			}
		}
	}
	t.Logf("%d planted, %d missed", total, missed)
}

// longest is the longest word of a secret: of a cookie with two values the one that matters.
func longest(secret string) string {
	best := ""
	for _, word := range strings.FieldsFunc(secret, func(r rune) bool { return r == '\n' || r == ' ' || r == '=' || r == ';' }) {
		if len(word) > len(best) {
			best = word
		}
	}
	return best
}

func TestOrdinaryLinesKeepTheirHashesAndIds(t *testing.T) {
	p := planted{rand.New(rand.NewSource(11))}
	wrong := 0
	for range 10_000 {
		line := ordinaryLine(p)
		if safe, n := Hide(line); n > 0 {
			wrong++
			t.Logf("%q became %q", line, safe)
		}
	}
	if wrong > 5 {
		t.Errorf("%d of 10,000 ordinary lines were hidden; at most 5 are forgiven", wrong)
	}
}

func ordinaryLine(p planted) string {
	uuid := p.of(hexDigits, 8) + "-" + p.of(hexDigits, 4) + "-4" + p.of(hexDigits, 3) + "-a" + p.of(hexDigits, 3) + "-" + p.of(hexDigits, 12)
	pod := "payments-api-" + p.of("bcdfghjklmnpqrstvwxz2456789", 10) + "-" + p.of("bcdfghjklmnpqrstvwxz2456789", 5)
	lines := []string{
		"commit " + p.of(hexDigits, 40),
		p.of(hexDigits, 8) + " Raise the pool to 40",
		"request_id=" + uuid + " status=200 duration=12ms",
		`{"trace_id":"` + p.of(hexDigits, 32) + `","span_id":"` + p.of(hexDigits, 16) + `","msg":"checkout"}`,
		"ETag: W/\"" + p.of(hexDigits, 32) + "\"",
		"pulled registry.example.com/shop/api@sha256:" + p.of(hexDigits, 64),
		"Successfully assigned shop/" + pod + " to ip-10-0-" + p.of("123456789", 2) + "-7.eu-north-1.compute.internal",
		"MountVolume.SetUp failed for volume \"creds\" : secret \"" + pod + "\" not found",
		"payload=" + base64.StdEncoding.EncodeToString([]byte(p.of(anyAlnum, 60))),
		"body " + base64.StdEncoding.EncodeToString([]byte(`{"order":"`+p.of(anyAlnum, 30)+`"}`)),
		"eyJ" + p.of(anyAlnum, 60),
		"10.0.3." + p.of("123456789", 2) + " - - [18/Nov/2026:02:14:05 +0000] \"GET /cart/" + uuid + " HTTP/1.1\" 200 512 \"-\" \"Mozilla/5.0\"",
		"authentication failed: password: incorrect",
		"Access denied for user 'shop'@'10.0.3.7' (using password: YES)",
		"Failed password for invalid user admin from 10.0.3." + p.of("123456789", 2) + " port 51234 ssh2",
		"--- PASS: TestPool" + p.of("123456789", 2) + " (0.00s)",
		"tokens=" + p.of("123456789", 4) + " prompt_tokens: 512 max_tokens=4096",
		"next_page_token=" + p.of(anyAlnum, 40),
		"unexpected token: " + p.of(anyAlnum, 3),
		"secretName: payments-tls  serviceAccountToken: default-token-" + p.of("bcdfg2456", 5),
		"session=" + uuid + " user=mei",
		"session_id=" + uuid,
		"PWD=/home/deploy/" + p.of(hexDigits, 8),
		"password=$DB_PASSWORD api_key=${API_KEY} token=<redacted> secret=*****",
		`token: "{{ .Values.token }}"`,
		"password: must be at least 8 characters",
		"reset your password: see the mail",
		"Bearer token expired for client shop",
		"Basic authentication is required",
		"https://example.com:8443/a/b@2x.png",
		"GET https://cdn.example.com/lib@" + p.of("123456789", 1) + ".2.0/x.js",
		"git clone ssh://git@example.com/shop.git",
		"key=" + p.of(hexDigits, 32) + " hit=true",
		"cache_key: orders:" + uuid,
		"public_key=" + p.of(hexDigits, 64),
		"-----BEGIN CERTIFICATE-----",
		"goroutine 17 [running]: main.(*Pool).Get(0xc" + p.of(hexDigits, 9) + ")",
		"I1118 02:14:05." + p.of(anyDigits, 6) + "    1 leaderelection.go:258] successfully acquired lease kube-system/" + pod,
		"container_id=containerd://" + p.of(hexDigits, 64),
		"arn:aws:iam::" + p.of(anyDigits, 12) + ":role/deploy",
		"Ref A: " + p.of("0123456789ABCDEF", 32) + " Ref B: OSL01 Ref C: 2026-11-18T02:14:05Z",
		"x-amz-request-id: " + p.of(upperDigits, 16) + " x-amz-id-2: " + p.of(anyAlnum+"/+", 75) + "=",
		"x-request-id: " + uuid,
		"ts=2026-11-18T02:14:05.123Z caller=main.go:27 level=info version=\"(version=2.45.0, branch=HEAD, revision=" + p.of(hexDigits, 40) + ")\"",
		"[" + p.of(anyDigits, 8) + ":" + p.of(anyDigits, 6) + "] pool exhausted",
		"checksum sha512-" + base64.StdEncoding.EncodeToString([]byte(p.of(anyAlnum, 64))),
		"user passed the check; author: mei; hash: " + p.of(hexDigits, 32),
		"audit: auth: ok, mauth=none",
		"SKU" + p.of(upperDigits, 12) + " SK-" + p.of(anyDigits, 8),
		"sk-deployment-" + p.of("bcdfg2456", 10) + "-canary",
	}
	return lines[p.Intn(len(lines))]
}

func TestTextAroundASecretStays(t *testing.T) {
	for in, want := range map[string]string{
		"login user=mei password=hunter2 ok=true":                      "login user=mei password=[hidden: password] ok=true",
		`{"password": "a \"b\" c", "n": 1}`:                            `{"password": "[hidden: password]", "n": 1}`,
		"amqp://shop:s3cr3t/x@mq:5672/":                                "amqp://shop:[hidden: password]@mq:5672/",
		"Cookie: a=1; b=2\nHost: shop":                                 "Cookie: [hidden: cookie]\nHost: shop",
		"GET /?api_key=0f1e2d3c4b5a6978&x=1":                           "GET /?api_key=[hidden: API key]&x=1",
		"the old password: swordfish":                                  "the old password: swordfish",
		"password: swordfish":                                          "password: [hidden: password]",
		"Authorization: Basic ZGVwbG95OnMzY3IzdA==, next":              "Authorization: Basic [hidden: basic credential], next",
		"pw: Winter2026!":                                              "pw: [hidden: password]",
		"the password is Winter2026!":                                  "the password is [hidden: password]",
		"mysql -u root -pS3cret shop":                                  "mysql -u root -p[hidden: password] shop",
		"sshpass -p 'S3cret' ssh -p 22 host":                           "sshpass -p '[hidden: password]' ssh -p 22 host",
		"mkdir -p /srv/data":                                           "mkdir -p /srv/data",
		"root:$6$" + "abcdefgh$0123456789012345678901abcdefghij:19000": "root:[hidden: stored password]:19000",
		"nothing to see":                                               "nothing to see",
		"":                                                             "",
	} {
		if safe, _ := Hide(in); safe != want {
			t.Errorf("%q became %q, want %q", in, safe, want)
		}
	}
}

// Every one of these makes a scanner slow that looks to the end of the line for each of them.
func TestALongLineIsScannedOnce(t *testing.T) {
	for _, piece := range []string{
		"Cookie: ", "eyJ-", "AKIA0123456789ABCDEF ", "-p ", "$1$", "a://", "password: ", "token=a&", "--token ", "Bearer ", "12345678:a-",
		"-----BEGIN PRIVATE KEY----- ", "<password>", "@tcp(", "password is ", `\"token\":\"`, "xoxb-", "https://a:",
	} {
		text := strings.Repeat(piece, (1<<18)/len(piece))
		if safe, _ := Hide(text); strings.Count(safe, "\n") != 0 {
			t.Errorf("%q made lines", piece)
		}
	}
}

func FuzzHide(f *testing.F) {
	p := planted{rand.New(rand.NewSource(3))}
	for _, plant := range kindsOfSecrets(p) {
		line, _ := plant()
		f.Add(line)
		quoted, err := json.Marshal(map[string]string{"msg": line, "token": line})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(quoted))
	}
	f.Add(`{"password": 123456, "token":[1,2], "x":"Cookie: a=\"b\"", "y":"https:\/\/u:p@h\/"}`)
	for range 60 {
		f.Add(ordinaryLine(p))
	}
	f.Fuzz(func(t *testing.T, text string) {
		safe, n := Hide(text)
		if strings.Count(safe, "\n") != strings.Count(text, "\n") {
			t.Errorf("the number of lines changed: %q became %q", text, safe)
		}
		if json.Valid([]byte(text)) && !json.Valid([]byte(safe)) {
			t.Errorf("JSON broke: %q became %q", text, safe)
		}
		if n == 0 && safe != text {
			t.Errorf("nothing hidden, but %q became %q", text, safe)
		}
	})
}

func BenchmarkHide(b *testing.B) {
	p := planted{rand.New(rand.NewSource(5))}
	var lines strings.Builder
	for range 100_000 {
		lines.WriteString("2026-11-18T02:14:05Z node-3 api[77]: " + ordinaryLine(p) + "\n")
	}
	b.SetBytes(int64(lines.Len()))
	for b.Loop() {
		Hide(lines.String())
	}
}

func TestACardIsHiddenAndAnOrderIsNot(t *testing.T) {
	p := planted{rand.New(rand.NewSource(19))}
	// numbered is a number of so many digits that begins so and whose last digit fits.
	numbered := func(begins string, n int) string {
		body := begins + p.of(anyDigits, n-1-len(begins))
		for check := range 10 {
			if luhn(body + fmt.Sprint(check)) {
				return body + fmt.Sprint(check)
			}
		}
		return ""
	}
	wrong := func(number string) string {
		return number[:len(number)-1] + string('0'+(number[len(number)-1]-'0'+1)%10)
	}
	in := func(number string, sizes ...int) string {
		groups := []string{}
		for _, n := range sizes {
			groups, number = append(groups, number[:n]), number[n:]
		}
		return strings.Join(groups, " ")
	}
	for _, c := range []struct {
		begins string
		digits int
		groups []int
	}{
		{"4", 16, []int{4, 4, 4, 4}}, {"51", 16, []int{4, 4, 4, 4}}, {"2221", 16, []int{4, 4, 4, 4}}, {"34", 15, []int{4, 6, 5}},
		{"37", 15, []int{4, 6, 5}}, {"36", 14, []int{4, 6, 4}}, {"6011", 16, []int{4, 4, 4, 4}}, {"65", 16, []int{4, 4, 4, 4}},
		{"3530", 16, []int{4, 4, 4, 4}}, {"62", 16, []int{4, 4, 4, 4}}, {"6759", 16, []int{4, 4, 4, 4}},
	} {
		n := numbered(c.begins, c.digits)
		for _, hidden := range []string{
			"charged %s twice", "paid with %s.", "%s", `{"card_number":"%s","ok":true}`, "02:45 ! refunded %s, told mei", "card=%s&cvc=1",
		} {
			for _, number := range []string{n, in(n, c.groups...), strings.ReplaceAll(in(n, c.groups...), " ", "-")} {
				line := fmt.Sprintf(hidden, number)
				if safe, k := Hide(line); k != 1 || strings.Contains(safe, number[len(number)-4:]) {
					t.Errorf("%q became %q", line, safe)
				}
			}
		}
		for _, stays := range []string{
			"order %s shipped", "order_id=%s", `{"id":%s,"ok":true}`, "trace %s", "ORD-%s", "/orders/%s/items", "took 0.%s", "%s rows",
		} {
			line := fmt.Sprintf(stays, n)
			if safe, k := Hide(line); k != 0 {
				t.Errorf("%q became %q", line, safe)
			}
		}
		for _, number := range []string{wrong(n), wrong(in(n, c.groups...)), "9" + n[1:]} {
			if safe, k := Hide("paid with " + number); k != 0 {
				t.Errorf("%q became %q", number, safe)
			}
		}
	}
	if safe, _ := Hide(`{"card":` + numbered("4", 16) + `,"ok":true}`); safe != `{"card":"[hidden: card number]","ok":true}` {
		t.Errorf("a number of JSON became %q", safe)
	}
	if safe, k := Hide("IBAN DE89 " + in(numbered("4", 16), 4, 4, 4, 4) + " 00"); k != 0 {
		t.Errorf("an account became %q", safe)
	}
}
