package export_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"debrief/export"
	"debrief/model"
)

var update = flag.Bool("update", false, "write the golden files")

var noon = time.Date(2026, 11, 18, 12, 0, 0, 0, time.UTC)

func decoded(t testing.TB, b []byte) *model.Postmortem {
	t.Helper()
	p, err := model.Decode(bytes.NewReader(b), noon)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func payments(t testing.TB) *model.Postmortem {
	t.Helper()
	b, err := os.ReadFile("../model/testdata/payments.json")
	if err != nil {
		t.Fatal(err)
	}
	return decoded(t, b)
}

// golden compares with a file of testdata, and writes it with -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (go test ./export -update writes it); got\n%s", file, got)
	}
}

func TestThePaymentsIncidentAsAPage(t *testing.T) {
	golden(t, "payments.md", export.Markdown(payments(t)))
}
