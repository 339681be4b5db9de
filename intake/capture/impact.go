package capture

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"debrief/intake/text"
	"debrief/model"
)

// Impact is an impact as it was understood, before it is saved.
type Impact struct {
	Impact     model.Impact
	Understood string // "about 1900 customers: customers who saw an error"
}

var (
	amountShape = text.Expression(`^([€$£¥]?)(\d{1,3}(?:[, ]\d{3})+|\d+)(\.\d+)?([%€$£¥]|[a-zA-Z]{0,3})$`)
	threeDigits = text.Expression(`^\d{3}$`)
	ordinals    = []string{"st", "nd", "rd", "th"}
	magnitudes  = map[string]float64{"k": 1e3, "K": 1e3, "M": 1e6, "m": 1e6, "bn": 1e9}
	// A word of these behind the unit means that the unit is also what was affected: customers who saw an error.
	unitGoesOn = []string{
		"who", "whose", "whom", "that", "which", "with", "without", "in", "on", "at", "from", "to", "for", "per", "were",
		"was", "had", "could", "got", "lost", "saw", "failed", "affected", "impacted", "unable", "not",
	}
)

// ReadImpact reads [~]amount unit what: "4180 requests payment attempts that failed", "~1900 customers who saw an
// error", "2.5 % of payments". The unit is the word behind the number. ~ or "about" make it an estimate. Without a number
// the whole line is what was affected, and the amount stays open.
func ReadImpact(line string) (Impact, error) {
	words := text.Words(line)
	var c Impact
	if len(words) > 1 && slices.Contains([]string{"~", "about", "around", "approx.", "ca."}, strings.ToLower(words[0])) {
		words[1] = "~" + words[1]
		words = words[1:]
	}
	if len(words) == 0 {
		return c, errors.New("say what was affected: [~]number unit what")
	}
	if timed(words) {
		return c, errors.New(words[0] + " is a time, and events belong to the timeline: this is for the impact, as [~]number unit what")
	}
	for len(words) > 1 && threeDigits().MatchString(words[1]) && amountShape().MatchString(strings.TrimPrefix(words[0], "~")) {
		words[1] = words[0] + "," + words[1] // 4 180
		words = words[1:]
	}
	number, estimate := strings.CutPrefix(words[0], "~")
	if m := amountShape().FindStringSubmatch(number); m != nil && !slices.Contains(ordinals, m[4]) {
		c.Impact.Estimate = estimate
		words = c.readAmount(m, words[1:])
	}
	c.Impact.What = strings.Join(words, " ")
	c.Understood = c.understood()
	return c, nil
}

// timed reports whether words begin as an event does: with a clock, or four digits and a mark.
func timed(words []string) bool {
	return clockLike().MatchString(words[0]) || len(words) > 1 && fourDigits().MatchString(words[0]) && Marks[words[1]] != ""
}

func (c *Impact) readAmount(m, words []string) []string {
	amount, err := strconv.ParseFloat(strings.NewReplacer(",", "", " ", "").Replace(m[2])+m[3], 64)
	if err != nil {
		return words
	}
	suffix := m[4]
	if by, ok := magnitudes[suffix]; ok {
		amount, suffix = amount*by, ""
	}
	c.Impact.Amount = &amount
	c.Impact.Unit = m[1] + suffix
	if c.Impact.Unit != "" {
		return dropOf(words)
	}
	if len(words) == 0 {
		return words
	}
	c.Impact.Unit = words[0]
	if rest := words[1:]; len(rest) > 0 && !slices.Contains(unitGoesOn, strings.ToLower(rest[0])) {
		return dropOf(rest)
	}
	return words
}

// dropOf makes "payments" of "of payments".
func dropOf(words []string) []string {
	if len(words) > 1 && words[0] == "of" {
		words = words[1:]
	}
	return words
}

func (c Impact) understood() string {
	i := c.Impact
	if i.Amount == nil {
		return model.Clean("no number yet: " + i.What)
	}
	said := strconv.FormatFloat(*i.Amount, 'f', -1, 64) + " " + i.Unit
	if i.Estimate {
		said = "about " + said
	}
	if i.What != "" {
		said += ": " + i.What
	}
	return model.Clean(said)
}

// Edit adds the impact in one step.
func (c Impact) Edit() model.Edit {
	return model.Edit{Label: "add an impact", Do: func(p *model.Postmortem) error {
		p.Impact = append(p.Impact, c.Impact)
		return nil
	}}
}
