package guard

import (
	"strings"

	"debrief/model/lazyregexp"
)

var (
	classOf      = lazyregexp.New(`\b(?:class|object|struct|trait)\s+(\w+)`)
	methodOf     = lazyregexp.New("[\\w>\\]?]\\s+(\\w+|\x60[^\x60\\n]+\x60)\\s*\\(")
	methodMark   = lazyregexp.New(`@(?:\w+\.)*(?:Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate|Property|Theory)\b|\[(?:\w+\.)*(?:Fact|Theory|Test|TestMethod|TestCase|DataTestMethod|TestCaseSource)\b|#\[Test\b`)
	methodSkip   = lazyregexp.New(`@(?:\w+\.)*(?:Disabled|Ignore|Ignored)\b|\[(?:\w+\.)*Ignore\b|\bSkip\s*=|\benabled\s*=\s*false|\.disabled\b`)
	methodBody   = lazyregexp.New(`\b(?:markTestSkipped|markTestIncomplete|XCTSkip|Assert\.(?:Ignore|Inconclusive)|assumeTrue\(false|assumeFalse\(true)\b`)
	notAMethod   = lazyregexp.New(`\b(?:new|return|else|throw|case|await|in)\s+$`)
	methodPrefix = lazyregexp.New(`^test`)
)

func methodTests(s *source) []declared {
	var all []declared
	for _, m := range classOf().FindAllSubmatchIndex(s.code, -1) {
		d := declared{name: string(s.code[m[2]:m[3]]), span: span{m[0], s.body(m[1]).to}, group: true}
		if methodSkip().MatchString(s.head(m[0])) {
			d.skipped = "an annotation of its class"
		}
		all = append(all, d)
	}
	for _, m := range methodOf().FindAllSubmatchIndex(s.code, -1) {
		name := strings.Trim(string(s.code[m[2]:m[3]]), "`")
		head := s.head(m[2])
		body := s.body(s.closed(m[1] - 1))
		marked := methodMark().MatchString(head) || methodPrefix().MatchString(name)
		hasBody := body.to > body.from || strings.Contains(head, "fun ")
		if notAMethod().MatchString(head) || !marked || !hasBody {
			continue
		}
		d := declared{name: name, span: span{m[2], max(body.to, m[1])}}
		switch {
		case methodSkip().MatchString(head):
			d.skipped = "an annotation"
		case s.top(body, methodBody):
			d.skipped = "a skip in its body"
		}
		all = append(all, d)
	}
	return append(all, scriptTests(s)...) // Kotest, Pest and Spek call what they test by a text
}
