package main

import (
	"reflect"
	"testing"

	"debrief/cmd/debrief/config"
)

func TestTheSettingsOfTheDocsCanBeCopied(t *testing.T) {
	blocks := tomlBlock.FindAllStringSubmatch(readFile(t, "../../docs/settings.md"), -1)
	if len(blocks) == 0 {
		t.Fatal("docs/settings.md shows no settings")
	}
	for _, b := range blocks {
		if c, err := config.Parse("config.toml", []byte(b[1])); err != nil || reflect.DeepEqual(c, config.Config{}) {
			t.Errorf("%s: %+v, %v", b[1], c, err)
		}
	}
}
