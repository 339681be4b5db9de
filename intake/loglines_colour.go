package intake

import "strings"

// withoutColours takes the escape sequences out that programs write for a terminal (ECMA-48): colours, and the movements of
// docker compose. Text without any comes back as it is.
func withoutColours(text string) string {
	at := strings.Index(text, "\x1b[")
	if at < 0 {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for ; at >= 0; at = strings.Index(text, "\x1b[") {
		b.WriteString(text[:at])
		end := at + 2
		for end < len(text) && text[end] >= 0x20 && text[end] < 0x40 { // parameters
			end++
		}
		if end < len(text) && text[end] >= 0x40 && text[end] < 0x7f {
			end++
		}
		text = text[end:]
	}
	b.WriteString(text)
	return b.String()
}
