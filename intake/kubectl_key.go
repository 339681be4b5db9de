package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"debrief/intake/clock"
)

// setKubeKeys gives the rows of a table of ages their keys: what a row says, when that was first seen, and how exact this is,
// such as "0f1e…@1794968045~61". The same event has other ages and counts in a copy made later; that is what the last two
// are for. Two rows of one table that say the same at about the same time are two events. Before anybody has said when the
// table was copied there are no keys. The rows must be in the order of time.
func setKubeKeys(entries []entry, copied time.Time) {
	if copied.IsZero() {
		return
	}
	seen := map[string][]agedKey{}
	for i := range entries {
		e := &entries[i]
		sum := sha256.Sum256([]byte(e.text))
		said := hex.EncodeToString(sum[:10])
		if e.when.Form != clock.Relative {
			e.key = said
			continue
		}
		a := agedKey{at: copied.Add(-e.when.Ago).Unix(), slack: ageSlack(e.when.Ago)}
		alike := 1
		for _, before := range seen[said] {
			if a.near(before) {
				alike++
			}
		}
		seen[said] = append(seen[said], a)
		if alike > 1 {
			said += "-" + strconv.Itoa(alike)
		}
		e.key = fmt.Sprintf("%s@%d~%d", said, a.at, a.slack)
	}
}

// ageSlack is by how many seconds an age may be wrong: kubectl prints fewer units the older an event is, and people say to
// the minute when they copied.
func ageSlack(age time.Duration) int64 {
	switch {
	case age < 10*time.Minute:
		return 61
	case age < 8*time.Hour:
		return 120
	case age < 8*24*time.Hour:
		return 3660
	}
	return 24*3600 + 60
}

// agedKey is such a key, taken apart.
type agedKey struct {
	at, slack int64
	target    target
}

// near reports two times that may be one.
func (a agedKey) near(b agedKey) bool { return max(a.at-b.at, b.at-a.at) <= a.slack+b.slack }

// cutAged takes a key apart into what the row says and when; false for every other key.
func cutAged(key string) (said string, a agedKey, ok bool) {
	said, when, ok := strings.Cut(key, "@")
	at, slack, tilde := strings.Cut(when, "~")
	if !ok || !tilde || !strings.HasPrefix(key, "kubectl ") {
		return "", agedKey{}, false
	}
	var err, err2 error
	a.at, err = strconv.ParseInt(at, 10, 64)
	a.slack, err2 = strconv.ParseInt(slack, 10, 64)
	return said, a, err == nil && err2 == nil
}

// knownAged finds the row of an earlier copy that tells the same event.
func (m *matcher) knownAged(key string) (target, bool) {
	said, a, ok := cutAged(key)
	if !ok {
		return target{}, false
	}
	for _, before := range m.aged[said] {
		if a.near(before) {
			return before.target, true
		}
	}
	return target{}, false
}

func (m *matcher) keepAged(key string, t target) {
	said, a, ok := cutAged(key)
	if !ok {
		return
	}
	a.target = t
	if m.aged == nil {
		m.aged = map[string][]agedKey{}
	}
	m.aged[said] = append(m.aged[said], a)
}
