package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mayImport says which rooms of the house a room may use. A room that is not here may use none.
var mayImport = map[string][]string{
	"debrief/model":           {},
	"debrief/model/say":       {"debrief/model"},
	"debrief/model/due":       {"debrief/model"},
	"debrief/model/coach":     {"debrief/model", "debrief/model/due"},
	"debrief/model/guide":     {"debrief/model"},
	"debrief/model/cast":      {"debrief/model", "debrief/model/coach"},
	"debrief/model/agenda":    {"debrief/model", "debrief/model/guide", "debrief/model/say"},
	"debrief/model/patterns":  {"debrief/model", "debrief/model/say"},
	"debrief/storage":         {"debrief/model", "debrief/model/patterns", "debrief/storage/terms"},
	"debrief/storage/terms":   {"debrief/model", "debrief/model/lazyregexp"},
	"debrief/intake/text":     {"debrief/model/lazyregexp"},
	"debrief/intake/clock":    {"debrief/intake/text", "debrief/model", "debrief/model/due"},
	"debrief/intake/secret":   {"debrief/intake/text"},
	"debrief/intake/markdown": {"debrief/intake/clock", "debrief/intake/text"},
	"debrief/intake/capture":  {"debrief/intake/clock", "debrief/intake/text", "debrief/model"},
	"debrief/intake/parts":    {"debrief/intake/markdown", "debrief/intake/text"},
	"debrief/intake/kinds":    {"debrief/intake/text"},
	"debrief/intake": {
		"debrief/intake/capture", "debrief/intake/clock", "debrief/intake/kinds", "debrief/intake/markdown", "debrief/intake/parts",
		"debrief/intake/secret", "debrief/intake/text", "debrief/model", "debrief/model/due", "debrief/model/lazyregexp",
	},
	"debrief/intake/report": {
		"debrief/intake", "debrief/intake/clock", "debrief/intake/kinds", "debrief/intake/markdown", "debrief/intake/parts", "debrief/intake/secret",
		"debrief/intake/text", "debrief/model", "debrief/model/due",
	},
	"debrief/export/page": {
		"debrief/model", "debrief/model/say", "debrief/model/cast", "debrief/model/coach", "debrief/model/guide", "debrief/model/lazyregexp",
	},
	"debrief/export":       {"debrief/export/page", "debrief/model", "debrief/model/patterns", "debrief/model/say", "debrief/model/lazyregexp"},
	"debrief/export/trial": {},
	"debrief/ui/preview":   {"debrief/ui/draw", "debrief/model", "debrief/model/lazyregexp"},
	"debrief/ui/draw":      {"debrief/model", "debrief/model/say"},
	"debrief/ui/present": {
		"debrief/ui/draw", "debrief/model", "debrief/model/agenda", "debrief/model/cast", "debrief/model/guide", "debrief/model/say",
	},
	"debrief/ui/plain": {
		"debrief/ui/ask", "debrief/model", "debrief/model/say", "debrief/model/guide", "debrief/intake", "debrief/intake/capture",
	},
	"debrief/ui/ask": {
		"debrief/model", "debrief/model/cast", "debrief/model/say", "debrief/model/coach", "debrief/model/guide", "debrief/intake",
		"debrief/intake/capture", "debrief/intake/clock",
	},
	"debrief/ui/sheet": {
		"debrief/ui/ask", "debrief/ui/draw", "debrief/model", "debrief/model/cast", "debrief/model/say", "debrief/model/coach", "debrief/model/guide", "debrief/intake",
		"debrief/intake/clock", "debrief/intake/secret", "debrief/model/patterns", "debrief/export/page",
	},
	"debrief/ui/page": {
		"debrief/ui/sheet", "debrief/ui/ask", "debrief/ui/draw", "debrief/ui/preview", "debrief/model", "debrief/model/say", "debrief/model/coach",
		"debrief/model/agenda", "debrief/model/cast", "debrief/model/patterns",
		"debrief/model/guide", "debrief/intake", "debrief/intake/capture", "debrief/intake/clock", "debrief/intake/secret", "debrief/export",
		"debrief/export/page",
	},
	"debrief/ui": {
		"debrief/ui/page", "debrief/ui/sheet", "debrief/ui/ask", "debrief/ui/draw", "debrief/model", "debrief/model/agenda", "debrief/model/cast", "debrief/model/say",
		"debrief/model/guide",
		"debrief/intake",
	},
	"debrief/cmd/debrief/config": {"debrief/model"},
	"debrief/cmd/debrief/guard":  {"debrief/model/lazyregexp"},
	"debrief/cmd/debrief/runner": {"debrief/model/lazyregexp"},
	"debrief/cmd/pack":           {},
	"debrief/cmd/debrief": {
		"debrief/model", "debrief/model/say", "debrief/model/patterns", "debrief/model/lazyregexp", "debrief/model/coach", "debrief/model/cast", "debrief/model/guide",
		"debrief/storage", "debrief/storage/terms", "debrief/intake",
		"debrief/intake/capture", "debrief/intake/clock", "debrief/intake/markdown", "debrief/intake/report", "debrief/intake/secret",
		"debrief/intake/text", "debrief/export", "debrief/export/page", "debrief/ui", "debrief/ui/ask", "debrief/ui/draw", "debrief/ui/plain", "debrief/ui/present",
		"debrief/ui/preview", "debrief/cmd/debrief/config", "debrief/cmd/debrief/guard", "debrief/cmd/debrief/runner",
	},
}

func TestEveryRoomImportsOnlyWhatItMay(t *testing.T) {
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("list the packages: %v", err)
	}
	dec := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var room struct {
			ImportPath string
			Imports    []string
		}
		if err := dec.Decode(&room); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
		for _, used := range room.Imports {
			ours := strings.HasPrefix(used, "debrief/")
			if ours && !slices.Contains(mayImport[room.ImportPath], used) {
				t.Errorf("%s may not import %s", room.ImportPath, used)
			}
			model := strings.HasPrefix(room.ImportPath, "debrief/model")
			if model && !ours && strings.Contains(strings.Split(used, "/")[0], ".") {
				t.Errorf("%s imports %s: the model uses the standard library alone", room.ImportPath, used)
			}
		}
	}
}
