package intake

// PlainLine is a line of Markdown as ReadDocument would give it: of the same length, with blanks for the marks and for what
// nobody said. The mark of a list stays.
func PlainLine(line string) string {
	return (&documentReader{}).withoutMarks(line, false)
}
