package secret

import (
	_ "embed" // the samples
	"encoding/base64"
	"fmt"
	"math/rand"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

//go:embed testdata/makers.txt
var makers string

var blank = regexp.MustCompile(`\{[a-zA-Z][0-9]+\}`)

// drawn fills in a sample: the sources hold no credential that a scanner would find, and no two runs of a seed the same one twice.
func (p planted) drawn(sample string) string {
	letters := map[byte]string{
		'd': anyDigits, 'x': hexDigits, 'X': "0123456789ABCDEF", 'U': upperDigits, 'l': "abcdefghijklmnopqrstuvwxyz0123456789", 'a': anyAlnum,
		'u': anyAlnum + "_-", 'L': anyAlnum[:52], 'B': "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 'Q': "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
	}
	part := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	bare := part(`{"alg":"none","typ":"JWT"}`) + "." + part(fmt.Sprintf(`{"sub":"%d","name":"mei"}`, p.Int()))
	sample = strings.NewReplacer(`\n`, "\n", "{J}", bare+"."+p.of(anyAlnum, 43), "{N}", bare,
		"{JJ}", base64.StdEncoding.EncodeToString([]byte(bare+"."+p.of(anyAlnum, 43)))).Replace(sample)
	for {
		at := blank.FindStringSubmatchIndex(sample)
		if at == nil {
			return sample
		}
		before, behind, spec := sample[:at[0]], sample[at[1]:], sample[at[0]+1:at[1]-1]
		n, _ := strconv.Atoi(spec[1:])
		// one of each kind, so that none is a word by chance
		one, body := letters[spec[0]], ""
		for body == "" || n > 5 && strings.ContainsAny(one, anyDigits) && strings.ContainsAny(one, "abcABC") &&
			(!strings.ContainsAny(body, anyDigits) || strings.Contains(one, "G") && strings.Contains(one, "g") && !bothCases(body)) {
			body = p.of(one, n)
		}
		sample = before + body + behind
	}
}

func TestEveryMakersFormIsHiddenAndWhatStandsAroundItStays(t *testing.T) {
	p := planted{rand.New(rand.NewSource(14))}
	forms := 0
	for line := range strings.Lines(makers) {
		name, sample, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		forms++
		for range 20 {
			before, rest, _ := strings.Cut(p.drawn(sample), "‹")
			secret, behind, _ := strings.Cut(rest, "›")
			safe, n := Hide(before + secret + behind)
			if n != 1 || !strings.HasPrefix(safe, before+"[hidden: ") || !strings.HasSuffix(safe, "]"+strings.Repeat("\n", strings.Count(secret, "\n"))+behind) {
				t.Errorf("%s: %q became %q", name, before+secret+behind, safe)
				break
			}
			if again, n := Hide(safe); n > 0 {
				t.Errorf("%s: %q became %q when it was hidden once more", name, safe, again)
				break
			}
		}
	}
	if forms < 222 {
		t.Errorf("only %d forms were tried", forms)
	}
}
