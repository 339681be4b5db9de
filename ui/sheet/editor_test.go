package sheet

import (
	"runtime"
	"strings"
	"testing"
)

func TestTheEditorIsNamedWhereItIsMissing(t *testing.T) {
	usual := "vi"
	if runtime.GOOS == "windows" {
		usual = "notepad"
	}
	for _, c := range []struct{ visual, editor, command, from string }{
		{"", "", usual, "the usual editor"}, {"", " nano -w ", "nano -w", "$EDITOR"}, {"code --wait", "nano", "code --wait", "$VISUAL"},
	} {
		command, from := editorOf(func(name string) string { return map[string]string{"VISUAL": c.visual, "EDITOR": c.editor}[name] })
		if command != c.command || from != c.from {
			t.Errorf("%+v gives %q from %s", c, command, from)
		}
	}
	if said := missingEditor("no-such-editor -w", "$EDITOR"); !strings.Contains(said, `$EDITOR is "no-such-editor", and there is no such program here`) {
		t.Error(said)
	}
	for _, command := range []string{"sh -c true", `"/a path/editor" -w`, "$HOME/bin/editor"} {
		if said := missingEditor(command, "$EDITOR"); said != "" && runtime.GOOS != "windows" {
			t.Errorf("%s: %s", command, said)
		}
	}
}
