package guard

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"debrief/model/lazyregexp"
)

// bufferSize is how much of a file is read at once, in bytes; most files are smaller.
const bufferSize = 256 << 10

// sniff is how far into a file a zero byte makes it binary, as git has it.
const sniff = 8000

// search is what is looked for.
type search struct {
	refs     map[string]bool
	prefixes [][]byte // up to the number, each once: "PM-"
	longest  int      // of the references
}

// newSearch prepares a search. What does not look like a reference with a prefix is found nowhere.
func newSearch(refs []string) *search {
	s := &search{refs: map[string]bool{}}
	var prefixes []string
	for _, ref := range refs {
		if strings.LastIndexByte(ref, '-') < 1 {
			continue
		}
		s.refs[ref] = true
		s.longest = max(s.longest, len(ref))
		prefixes = append(prefixes, ref[:strings.LastIndexByte(ref, '-')+1])
	}
	slices.Sort(prefixes)
	for _, p := range slices.Compact(prefixes) {
		s.prefixes = append(s.prefixes, []byte(p))
	}
	return s
}

// each calls do with every whole reference in a text and where it stands, as long as do returns true.
func (s *search) each(text []byte, do func(ref string, at int) bool) {
	for _, prefix := range s.prefixes {
		for from := 0; ; {
			i := bytes.Index(text[from:], prefix)
			if i < 0 {
				break
			}
			at := from + i
			from = at + len(prefix)
			if end := endOfRef(text, from); end > 0 && (at == 0 || !isWord(text[at-1])) && s.refs[string(text[at:end])] {
				if !do(string(text[at:end]), at) {
					return
				}
				from = end
			}
		}
	}
}

// endOfRef is where a reference ends whose number starts at i: digits, a slash, a letter, digits, and nothing that goes on; 0
// where it does not look like one.
func endOfRef(text []byte, i int) int {
	from := i
	for i < len(text) && isDigit(text[i]) {
		i++
	}
	if i == from || i+2 >= len(text) || text[i] != '/' || !isAlpha(text[i+1]) || !isDigit(text[i+2]) {
		return 0
	}
	for i += 2; i < len(text) && isDigit(text[i]); i++ {
	}
	if i < len(text) && isWord(text[i]) {
		return 0
	}
	return i
}

func isWord(c byte) bool { return isAlpha(c) || isDigit(c) || c == '_' }

// reader is what one worker reads with, and what it found.
type reader struct {
	search *search
	buffer []byte
	found  Found
}

// read looks into one file.
func (r *reader) read(dir, path string) {
	f, err := os.Open(filepath.Join(dir, filepath.FromSlash(path)))
	if err == nil {
		defer func() { _ = f.Close() }() // it was only read
		err = r.scan(f, path)
	}
	if err != nil {
		r.found.Unreadable = append(r.found.Unreadable, Skip{path, err})
	}
}

// scan reads a file piece by piece. The end of a piece that may be the start of a reference is looked at again with the next
// one, and so is the byte before it.
func (r *reader) scan(f io.Reader, path string) error {
	have, lines, page := 0, 1, false
	for first := true; ; first = false {
		n, err := fill(f, r.buffer[have:])
		if err != nil {
			return err
		}
		have += n
		last := have < len(r.buffer)
		text := r.buffer[:have]
		if first && isUTF16(text) {
			return r.scan(decoded(io.MultiReader(bytes.NewReader(bytes.Clone(text)), f)), path)
		}
		if first {
			if bytes.IndexByte(text[:min(have, sniff)], 0) >= 0 {
				r.found.Binary = append(r.found.Binary, Skip{Path: path})
				return nil
			}
			r.found.Files++
			page = isPage(path, text)
		}
		tail := have
		if !last {
			tail = r.tail(text)
		}
		r.search.each(text, func(ref string, at int) bool {
			if at > tail || !first && at == 0 {
				return true
			}
			r.meet(ref, text, at, Hit{File: path, Line: lines, Page: page})
			return true
		})
		if last {
			return nil
		}
		lines += bytes.Count(text[:tail], []byte("\n"))
		have = copy(r.buffer, text[tail:])
	}
}

// meet takes a reference in a piece of a file, whose first line the hit has. A line that calls debrief gives way to any other.
func (r *reader) meet(ref string, text []byte, at int, h Hit) {
	was := r.hitIn(h.File, ref)
	if was != nil && !was.Call {
		return
	}
	if h.Call = isCall(text, at, at+len(ref)); was == nil || !h.Call {
		h.Line += bytes.Count(text[:at], []byte("\n"))
		r.keep(ref, h)
	}
}

// tail is where a piece of a longer file is cut: at the end of a line, so that a line that calls debrief is seen whole, or short
// of what may be the start of a reference where the lines are very long.
func (r *reader) tail(text []byte) int {
	if i := bytes.LastIndexByte(text, '\n'); i > len(text)/2 {
		return i
	}
	return len(text) - r.search.longest - 1
}

// hitIn is the hit of a reference in the file that is being read; nil while there is none.
func (r *reader) hitIn(path, ref string) *Hit {
	hits := r.found.Hits[ref]
	if len(hits) == 0 || hits[len(hits)-1].File != path {
		return nil
	}
	return &hits[len(hits)-1]
}

// keep keeps a hit in the place of the one that its file had before.
func (r *reader) keep(ref string, h Hit) {
	if was := r.hitIn(h.File, ref); was != nil {
		*was = h
		return
	}
	if r.found.Hits == nil {
		r.found.Hits = map[string][]Hit{}
	}
	r.found.Hits[ref] = append(r.found.Hits[ref], h)
}

// fill reads until the buffer is full or the file ends.
func fill(f io.Reader, buffer []byte) (int, error) {
	n, err := io.ReadFull(f, buffer)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return n, err
}

// prose is how the names of documents end, where no test can be, and of what git writes of changes.
var prose = map[string]bool{
	".md": true, ".markdown": true, ".mdx": true, ".html": true, ".htm": true, ".xhtml": true, ".ics": true, ".rst": true, ".adoc": true,
	".asciidoc": true, ".asc": true, ".org": true, ".tex": true, ".textile": true, ".wiki": true, ".mediawiki": true, ".rtf": true, ".eml": true,
	".log": true, ".diff": true, ".patch": true, ".rej": true,
}

// diaries are how the names of files begin that tell what changed, whatever they end with: CHANGELOG, NEWS-2.4, changes.yml.
var diaries = lazyregexp.New(`(?i)^(?:changelog|changes|news|history|release[-_]?notes|readme|todo)(?:[-_.][-_.0-9a-z]*)?$`)

// ofTests are folders whose plain texts are tests and what they read.
var ofTests = lazyregexp.New(`(?i)(?:^|/)(?:testdata|tests?|spec|specs|fixtures|__tests__|t)/`)

// isPage reports whether a file is one that debrief or a person writes about tests, by its name and how it begins. Any other
// text may hold a test: cases stand in JSON and YAML, too, and in a plain text in a folder of tests.
func isPage(file string, text []byte) bool {
	name := path.Base(file)
	ending := strings.ToLower(path.Ext(name))
	switch ending {
	case ".json":
		head := text[:min(len(text), 200)]
		return bytes.Contains(head, []byte(`"schema"`)) && bytes.Contains(head, []byte(`"postmortem"`))
	case ".txt", ".text":
		return name != "CMakeLists.txt" && !ofTests().MatchString(file)
	case "", ".yml", ".yaml", ".toml", ".xml", ".old", ".in":
		return diaries().MatchString(name)
	}
	return prose[ending] || strings.Trim(ending, ".0123456789") == "" && diaries().MatchString(name)
}
