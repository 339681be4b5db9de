package text

import (
	"encoding/json"
	"strings"
)

// OfJSON is a JSON string without its quotes, or a number or word as written; "" for null, an object or a list.
func OfJSON(raw string) string {
	switch {
	case raw == "" || raw[0] == '{' || raw[0] == '[' || raw == "null":
		return ""
	case raw[0] != '"':
		return raw
	case strings.IndexByte(raw, '\\') < 0:
		return raw[1 : len(raw)-1]
	}
	var s string
	if json.Unmarshal([]byte(raw), &s) != nil {
		return ""
	}
	return s
}
