package secret

import (
	"slices"
	"strings"

	"debrief/intake/text"
)

// cards are the ranges of those who give out cards, by the first four digits, and how many digits their numbers have (ISO/IEC 7812).
var cards = []cardRange{
	{2221, 2720, 16}, {3000, 3059, 14}, {3400, 3499, 15}, {3528, 3589, 16}, {3600, 3699, 14}, {3700, 3799, 15}, {3800, 3999, 14},
	{4000, 4999, 16}, {5018, 5018, 16}, {5020, 5020, 16}, {5038, 5038, 16}, {5100, 5599, 16}, {5893, 5893, 16}, {6011, 6011, 16},
	{6200, 6299, 16}, {6200, 6299, 19}, {6304, 6304, 16}, {6440, 6599, 16}, {6759, 6763, 16},
}

type cardRange struct{ from, to, digits int }

// cardAt is the number of a card, in one run of digits or in groups as cards show them. A run that its name, or a word close before it,
// calls an order, an id or the like is none, however well its check digit fits: one in ten does.
func cardAt(s string, i int) (secret, bool) {
	issuer := text.DigitsAt(s, i, 4)
	issued := func(c cardRange) bool { return c.from <= issuer && issuer <= c.to }
	if i+14 > len(s) || !slices.ContainsFunc(cards, issued) {
		return secret{}, false
	}
	digits, groups, to := grouped(s, i)
	if len(digits) < 14 || to < len(s) && text.IsWord(s[to]) || goesOnInDigits(s, to) {
		return secret{}, false
	}
	fits := func(c cardRange) bool { return issued(c) && c.digits == len(digits) }
	if !slices.ContainsFunc(cards, fits) || !luhn(digits) {
		return secret{}, false
	}
	x := secret{from: i, to: to, kind: "card number", bare: isNumber(s, i, to)}
	switch groups {
	case "4444", "465", "464":
		return x, !isIBAN(s, i)
	case "":
		return x, isCalledCard(s, i, to)
	}
	return secret{}, false
}

// grouped are the digits at i, at most as many as a card has, and the lengths of their groups where there are several, joined by the same sign.
func grouped(s string, i int) (digits, groups string, to int) {
	buf, lengths := make([]byte, 0, 19), make([]byte, 0, 4)
	join, n := byte(0), 0
	for to = i; to < len(s) && len(buf) < 19; to++ {
		c := s[to]
		if text.IsDigit(c) {
			buf, n = append(buf, c), n+1
			continue
		}
		joins := (c == ' ' || c == '-') && (join == 0 || join == c) && n >= 4 && n <= 6
		if !joins || to+1 == len(s) || !text.IsDigit(s[to+1]) || complete(string(lengths), n) {
			break
		}
		join, lengths, n = c, append(lengths, byte('0'+n)), 0
	}
	if join != 0 {
		lengths = append(lengths, byte('0'+n))
	}
	return string(buf), string(lengths), to
}

// complete reports groups that need no other one: what follows is a number of its own.
func complete(groups string, last int) bool {
	return groups == "444" && last == 4 || groups == "46" && last >= 4
}

// goesOnInDigits reports a fraction, or one more group.
func goesOnInDigits(s string, to int) bool {
	return to+1 < len(s) && (s[to] == '.' || s[to] == '-') && text.IsDigit(s[to+1])
}

// luhn reports whether the last digit is the one that follows from the others (ISO/IEC 7812-1, annex B).
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return sum%10 == 0
}

// isIBAN reports groups of digits behind two capitals and two digits.
func isIBAN(s string, i int) bool {
	for i > 0 && (text.IsDigit(s[i-1]) || s[i-1] == ' ') {
		i--
	}
	return i > 1 && i < len(s) && text.IsDigit(s[i]) && (hasUpper&charsetOf(s[i-1])&charsetOf(s[i-2])) != 0
}

// Words beside a run of digits: those that say that it is a card's, and those that say that it is not.
var (
	cardWords = strings.Fields("card cards cardnumber creditcard debitcard pan cc visa mastercard amex maestro")
	otherIDs  = strings.Fields("order orders id ids trace span request ref reference seq sequence offset txn transaction invoice session " +
		"account serial sku build job pid time timestamp ts isbn imei shipment parcel tracking ticket message offset version key iban customer " +
		"user bytes rows ns ms us items records entries")
)

// isCalledCard reports what the words around a run of digits leave open, or say, of a card. A value must have a name that says so.
func isCalledCard(s string, i, to int) bool {
	if i > 0 && strings.IndexByte(" \t\n\"'`(=:,>[", s[i-1]) < 0 {
		return false
	}
	before := lineBefore(s, i)
	before = before[max(0, len(before)-40):]
	name := strings.TrimRight(before, " \"'`\\([")
	assigned := strings.HasSuffix(name, "=") || strings.HasSuffix(name, ":") || strings.HasSuffix(name, ">") || strings.HasSuffix(name, ",")
	words := strings.FieldsFunc(strings.ToLower(before), func(r rune) bool { return r < 'a' || r > 'z' })
	words = words[max(0, len(words)-3):]
	says := func(list []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(list, w) })
	}
	counted, _, _ := strings.Cut(strings.TrimPrefix(s[to:min(len(s), to+12)], " "), " ")
	return says(cardWords) || !assigned && !says(otherIDs) && !slices.Contains(otherIDs, counted)
}

// isNumber reports a number of JSON, in whose place only a string can stand.
func isNumber(s string, from, to int) bool {
	before, behind := strings.TrimRight(s[max(0, from-8):from], " \t\r\n"), strings.TrimLeft(s[to:min(len(s), to+8)], " \t\r\n")
	if before == "" || behind == "" {
		return before == behind && strings.TrimSpace(s) == s[from:to]
	}
	switch before[len(before)-1] {
	case ':':
		return strings.HasSuffix(before, `":`) && strings.IndexByte(",}", behind[0]) >= 0
	case ',', '[':
		return strings.IndexByte(",]", behind[0]) >= 0
	}
	return false
}
