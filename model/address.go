package model

import "net/url"

// IsAddress says whether a text is the address of a page on the web, whole.
func IsAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
