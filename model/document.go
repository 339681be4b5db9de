package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// Encode writes the document of schema 1: two-space indent, every field, no HTML escaping, one final newline. Private
// notes are "" unless private is true.
func Encode(p *Postmortem, private bool) []byte {
	doc := p.Clone()
	if !private {
		doc.Notes = ""
	}
	doc.Metrics = doc.Figures()
	fillLists(reflect.ValueOf(doc).Elem())
	return EncodeAnswer(struct {
		Schema     int         `json:"schema"`
		Postmortem *Postmortem `json:"postmortem"`
	}{SchemaVersion, doc})
}

// EncodePart writes one part as it stands in the document; ok is false where there is none of that reference.
func EncodePart(p *Postmortem, ref string) (part []byte, ok bool) {
	at, ok := p.Clone().Part(ref)
	if !ok || ref == "" {
		return nil, false
	}
	fillLists(at.Value)
	return EncodeAnswer(at.Value.Interface()), true
}

// EncodeAnswer writes any answer in the form of the document.
func EncodeAnswer(answer any) []byte { return encodeAnswer(answer, "  ") }

// EncodeLine writes an answer on one line, for a stream of them.
func EncodeLine(answer any) []byte { return encodeAnswer(answer, "") }

func encodeAnswer(answer any, indent string) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	if err := enc.Encode(answer); err != nil {
		panic(err) // every answer is a plain struct
	}
	return escapeControls(b.Bytes())
}

// escapeControls writes what a terminal could act on (DEL, C1, bidi controls) as \u escapes, which a reader of JSON gives
// back unchanged.
func escapeControls(b []byte) []byte {
	foreign := slices.IndexFunc(b, func(c byte) bool { return c >= 0x7f }) // most answers are plain ASCII, and need no more than that
	if foreign < 0 || bytes.IndexFunc(b[foreign:], unsafeInJSON) < 0 {
		return b
	}
	out := make([]byte, 0, len(b)+64)
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if high, low := utf16.EncodeRune(r); unsafeInJSON(r) && r > 0xffff {
			out = fmt.Appendf(out, "\\u%04x\\u%04x", high, low)
		} else if unsafeInJSON(r) {
			out = fmt.Appendf(out, "\\u%04x", r)
		} else {
			out = append(out, b[:size]...)
		}
		b = b[size:]
	}
	return out
}

func unsafeInJSON(r rune) bool {
	return r >= 0x7f && r <= 0x9f || invisible(r)
}

// fillLists makes every absent list an empty one.
func fillLists(v reflect.Value) {
	switch v.Kind() {
	case reflect.Slice:
		if v.IsNil() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		for i := range v.Len() {
			fillLists(v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			fillLists(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fillLists(v.Field(i))
			}
		}
	}
}

// Decode reads a document of schema 1. An unknown or repeated field, a value of the wrong type, a wrong word, a dangling or
// repeated reference is an error that names the field. What is absent has its default; the archive gives what an archive
// gives (id, ref, numbers).
func Decode(r io.Reader, now time.Time) (*Postmortem, error) {
	p := New("", now.UTC())
	d := &decoder{json.NewDecoder(r)}
	d.UseNumber()
	schema, found := 0, false
	err := d.object("", func(name string) error {
		switch name {
		case "schema":
			if err := d.value("schema", reflect.ValueOf(&schema).Elem(), 0); err != nil {
				return err
			}
			if schema != SchemaVersion {
				return &FieldError{"schema", fmt.Sprintf("this program reads schema %d, not %d", SchemaVersion, schema)}
			}
			return nil
		case "postmortem":
			found = true
			return d.value("postmortem", reflect.ValueOf(p).Elem(), 0)
		}
		return &FieldError{name, "unknown field"}
	})
	if err == nil && d.More() {
		err = &FieldError{"document", "something follows the end of it"}
	}
	switch {
	case err != nil:
		return nil, readable(err)
	case schema == 0:
		return nil, &FieldError{"schema", "missing; expected 1"}
	case !found:
		return nil, &FieldError{"postmortem", "missing"}
	}
	p.Metrics = Metrics{} // derived, whatever the document says
	p.number()
	if err := p.Validate(); err != nil {
		if field, ok := errors.AsType[*FieldError](err); ok {
			return nil, &FieldError{"postmortem." + field.Path, field.Problem}
		}
		return nil, err
	}
	p.Settle()
	return p, nil
}

func readable(err error) error {
	var syntax *json.SyntaxError
	var field *FieldError
	switch {
	case errors.As(err, &field):
		return err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &FieldError{"document", "it ends in the middle"}
	case errors.As(err, &syntax):
		return &FieldError{"document", fmt.Sprintf("not JSON: %s at byte %d", syntax.Error(), syntax.Offset)}
	}
	return fmt.Errorf("read the document: %w", err)
}

// decoder reads JSON into the structs of this package and knows where it is.
type decoder struct{ *json.Decoder }

func (d *decoder) object(path string, field func(name string) error) error {
	tok, err := d.Token()
	if err != nil {
		return err
	}
	if tok != json.Delim('{') {
		return wrongType(path, "an object", tok)
	}
	return d.fields(path, field)
}

func (d *decoder) fields(path string, field func(name string) error) error {
	seen := map[string]bool{}
	for d.More() {
		tok, err := d.Token()
		if err != nil {
			return err
		}
		name, _ := tok.(string)
		if seen[name] {
			return &FieldError{join(path, name), "given twice"}
		}
		seen[name] = true
		if err := field(name); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}

func join(path, name string) string {
	name = Shorten(Clean(name), 60)
	if path == "" {
		return name
	}
	return path + "." + name
}

func wrongType(path, want string, tok json.Token) error {
	if path == "" {
		path = "document"
	}
	have := "null"
	switch t := tok.(type) {
	case json.Delim:
		have = map[json.Delim]string{'{': "an object", '[': "a list"}[t]
	case string:
		have = Quote(t)
	case json.Number:
		have = t.String()
	case bool:
		have = strconv.FormatBool(t)
	}
	return &FieldError{path, "want " + want + ", not " + have}
}

// value reads one value into v. Depth counts the whys above.
func (d *decoder) value(path string, v reflect.Value, depth int) error {
	tok, err := d.Token()
	if err != nil {
		return err
	}
	return d.set(path, v, tok, depth)
}

func (d *decoder) set(path string, v reflect.Value, tok json.Token, depth int) error {
	switch v.Interface().(type) {
	case Instant, Date:
		return setWord(path, v, tok)
	case Taken:
		return d.setTaken(path, v, tok)
	}
	switch v.Kind() {
	case reflect.String:
		s, ok := tok.(string)
		if !ok {
			return wrongType(path, "text", tok)
		}
		v.SetString(s)
	case reflect.Bool:
		b, ok := tok.(bool)
		if !ok {
			return wrongType(path, "true or false", tok)
		}
		v.SetBool(b)
	case reflect.Int:
		if tok == nil && v.Type() == reflect.TypeFor[Count]() {
			v.SetZero()
			return nil
		}
		n, err := wholeNumber(tok)
		if err != nil {
			return wrongType(path, "a whole number", tok)
		}
		v.SetInt(n)
	case reflect.Pointer:
		return d.setPointer(path, v, tok, depth)
	case reflect.Slice:
		return d.setList(path, v, tok, depth)
	case reflect.Struct:
		return d.setStruct(path, v, tok, depth)
	default:
		return fmt.Errorf("%s: no reader for %s", path, v.Type())
	}
	return nil
}

func wholeNumber(tok json.Token) (int64, error) {
	n, ok := tok.(json.Number)
	if !ok {
		return 0, errors.New("not a number")
	}
	i, err := strconv.ParseInt(n.String(), 10, 32)
	return i, err
}

func setWord(path string, v reflect.Value, tok json.Token) error {
	b := []byte("null")
	if s, ok := tok.(string); ok {
		b = strconv.AppendQuote(nil, s)
	} else if tok != nil {
		b = []byte("0")
	}
	u, _ := reflect.TypeAssert[json.Unmarshaler](v.Addr())
	if err := u.UnmarshalJSON(b); err != nil {
		return &FieldError{path, err.Error()}
	}
	return nil
}

func (d *decoder) setTaken(path string, v reflect.Value, tok json.Token) error {
	if tok != json.Delim('{') {
		return wrongType(path, "an object", tok)
	}
	taken := Taken{}
	err := d.fields(path, func(name string) error {
		tok, err := d.Token()
		if err != nil {
			return err
		}
		n, err := wholeNumber(tok)
		if err != nil || n < 0 {
			return wrongType(join(path, name), "whole seconds", tok)
		}
		taken[name] = n
		return nil
	})
	v.Set(reflect.ValueOf(taken))
	return err
}

func (d *decoder) setPointer(path string, v reflect.Value, tok json.Token, depth int) error {
	if tok == nil {
		v.SetZero()
		return nil
	}
	n := reflect.New(v.Type().Elem())
	switch x := n.Interface().(type) {
	case *float64:
		num, ok := tok.(json.Number)
		f, err := strconv.ParseFloat(num.String(), 64)
		if !ok || err != nil {
			return wrongType(path, "a number or null", tok)
		}
		*x = f
	case *int64: // a derived figure: read and ignored
		if _, ok := tok.(json.Number); !ok {
			return wrongType(path, "a number or null", tok)
		}
	default:
		if err := d.set(path, n.Elem(), tok, depth); err != nil {
			return err
		}
	}
	v.Set(n)
	return nil
}

func (d *decoder) setList(path string, v reflect.Value, tok json.Token, depth int) error {
	if tok != json.Delim('[') {
		return wrongType(path, "a list", tok)
	}
	for i := 0; d.More(); i++ {
		item := reflect.New(v.Type().Elem()).Elem()
		if err := d.value(fmt.Sprintf("%s[%d]", path, i), item, depth); err != nil {
			return err
		}
		v.Set(reflect.Append(v, item))
	}
	_, err := d.Token()
	return err
}

func (d *decoder) setStruct(path string, v reflect.Value, tok json.Token, depth int) error {
	if tok != json.Delim('{') {
		return wrongType(path, "an object", tok)
	}
	switch x := v.Addr().Interface().(type) {
	case *Event:
		x.Count, x.KnownThen = 1, true
	case *Participant:
		x.Invited = true
	case *Action:
		x.Status = "open"
	case *Why:
		if depth++; depth > maxDepth {
			return &FieldError{path, fmt.Sprintf("whys nest more than %d levels deep", maxDepth)}
		}
	}
	return d.fields(path, func(name string) error {
		i := fieldIndex(v.Type(), name)
		if i < 0 || name == "-" {
			return &FieldError{join(path, name), "unknown field"}
		}
		return d.value(join(path, name), v.Field(i), depth)
	})
}
