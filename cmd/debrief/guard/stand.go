package guard

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"debrief/model/lazyregexp"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Stand is how a promised test stands in a file that names its reference.
type Stand struct {
	Test    bool   // the file holds the test
	Skipped string // by which words it does not run; "" where it does
	Why     string // of a file that only mentions it, in words for a person
}

// largest is how much of a file is looked at for tests, in bytes. No file that people write is longer.
const largest = 16 << 20

// vendored are folders of other people's code, whose tests nobody here runs.
var vendored = lazyregexp.New(`(?:^|/)(?:vendor|node_modules|third[_-]?party|bower_components|site-packages|\.?venv|\.tox|Pods|Carthage)/`)

// ofCases are the places of files that are tests without being code: cases, scripts, what a test reads.
var ofCases = lazyregexp.New(`(?i)(?:^|[/_.-])(?:testdata|tests?|specs?|fixtures|__tests__|t|cases?|features?|e2e|regressions?)(?:[/_.-]|$)|\.feature$|\.robot$`)

// StandIn reports how a test stands in a file of a folder that names its reference: under one of its names, where any is known.
// Promised says that the file is the one that the test was promised in, which holds tests whatever its own name is.
func StandIn(dir, file string, names []string, promised bool) Stand {
	lang := languageOf(file)
	switch {
	case vendored().MatchString(file) && !promised:
		return Stand{Why: "it stands in a folder of other people's code"}
	case lang != nil && lang.files != nil && !lang.files().MatchString(file) && (!promised || lang.only):
		return Stand{Why: "it is no file of tests"}
	case lang == nil && !promised && !ofCases().MatchString(file):
		return Stand{Why: "it is no file of tests"}
	}
	text, err := readText(filepath.Join(dir, filepath.FromSlash(file)))
	if err != nil {
		return Stand{Why: "it cannot be read again"}
	}
	if lang == nil {
		return standsAsText(text, names)
	}
	s := lang.grammar.read(text)
	return standing(lang.tests(s), names)
}

// standsAsText looks for a name in a file that is no code.
func standsAsText(text []byte, names []string) Stand {
	if len(names) == 0 {
		return Stand{Test: true}
	}
	whole := normal(string(text))
	for _, name := range names {
		if want := normal(name); want != "" && strings.Contains(whole, want) {
			return Stand{Test: true}
		}
	}
	return Stand{Why: "the test's name does not stand in it"}
}

// standing looks for a test of one of these names among those that a file declares; any will do where no name is known.
func standing(all []declared, names []string) Stand {
	wanted := map[string]bool{}
	for _, name := range names {
		for _, form := range formsOf(name) {
			wanted[form] = true
		}
	}
	all = all[:min(len(all), mostDeclared)]
	best := Stand{Why: "it holds no test"}
	if len(all) > 0 && len(wanted) > 0 {
		best.Why = "no test in it has that name"
	}
	groups := slices.DeleteFunc(slices.Clone(all), func(d declared) bool { return !d.group })
	for i := range all {
		d := &all[i]
		around := enclosing(groups, d.span.from)
		if len(wanted) > 0 && !d.hasName(groups, around, wanted) || len(wanted) == 0 && d.group {
			continue
		}
		st := Stand{Test: true, Skipped: whySkipped(all, groups, d, around)}
		if st.Skipped == "" {
			return st
		}
		if !best.Test {
			best = st
		}
	}
	return best
}

// whySkipped says by which words a test does not run: its own, those of a group around it, or those of others.
func whySkipped(all, groups []declared, d *declared, around []int) string {
	if d.skipped != "" {
		return d.skipped
	}
	for _, g := range around {
		if groups[g].skipped != "" {
			return groups[g].skipped
		}
	}
	if otherOnly(all, groups, d, around) {
		return "only others of its file run"
	}
	return ""
}

// mostDeclared and deepest are how many tests of a file are looked at, and through how many groups: more than anybody writes.
const (
	mostDeclared = 10_000
	deepest      = 12
)

// hasName reports whether a test has a wanted name, by itself or with the names of the groups around it.
func (d *declared) hasName(groups []declared, around []int, wanted map[string]bool) bool {
	name := normal(d.name)
	if wanted[name] || wanted[withoutTest(name)] {
		return true
	}
	for _, g := range slices.Backward(around[max(0, len(around)-deepest):]) {
		if name = normal(groups[g].name) + name; wanted[name] || wanted[withoutTest(name)] {
			return true
		}
	}
	return false
}

// otherOnly reports whether a file runs only some of its tests, and not this one.
func otherOnly(all, groups []declared, d *declared, around []int) bool {
	if d.only || slices.ContainsFunc(around, func(g int) bool { return groups[g].only }) {
		return false
	}
	return slices.ContainsFunc(all, func(other declared) bool { return other.only && (!d.group || !d.span.holds(other.span.from)) })
}

// formsOf are the ways in which a name may be declared: as it is, and without the file, the module or the class before it.
func formsOf(name string) []string {
	name, _, _ = strings.Cut(name, "[") // a case of a test with parameters
	forms := []string{name}
	for _, between := range []string{"::", "#", " > ", " › "} {
		if i := strings.LastIndex(name, between); i >= 0 {
			forms = append(forms, name[i+len(between):])
		}
	}
	if i := strings.LastIndexByte(name, '.'); i >= 0 && !strings.ContainsAny(name, " ") {
		forms = append(forms, name[i+1:])
	}
	var all []string
	for _, f := range forms {
		if n := normal(f); n != "" {
			all = append(all, n, withoutTest(n))
		}
	}
	return all
}

// normal is a name as it is compared: languages write the same words in different ways. A slash stands between a test of Go and
// its subtest.
func normal(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '/' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// withoutTest leaves out the "test" that some languages ask for.
func withoutTest(name string) string {
	if rest := strings.TrimPrefix(name, "test"); rest != "" {
		return rest
	}
	return name
}

// readText reads a file as UTF-8, from what its first bytes say it is.
func readText(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	return io.ReadAll(io.LimitReader(decoded(f), largest))
}
