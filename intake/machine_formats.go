package intake

import (
	"slices"
)

// What machines write stands in front of what people write, because it is told apart more surely; among itself, what has a
// heading or a bracket of its own stands before single lines.
func init() {
	formats = slices.Concat(jsonFormats(), kubectlFormats(), pagerdutyFormats(), gitFormats(), lineChatFormats(), tableFormats(),
		exportFormats(), logFormats(), formats)
}
