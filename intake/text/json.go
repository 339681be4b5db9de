package text

import (
	"encoding/json"
)

// OfJSON is a JSON string without its quotes, or a number or word as written; "" for null, an object or a list.
func OfJSON(raw json.RawMessage) string {
	if len(raw) == 0 || raw[0] == '{' || raw[0] == '[' || string(raw) == "null" {
		return ""
	}
	if raw[0] != '"' {
		return string(raw)
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}
