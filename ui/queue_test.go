package ui

import (
	"context"
	"strings"
	"testing"

	"debrief/model"
	"debrief/storage"
)

// fullDisk stands before the real archive and saves nothing while it is full.
type fullDisk struct {
	*storage.Archive

	full bool
}

func (d *fullDisk) Apply(ctx context.Context, ref string, e model.Edit) (model.Applied, error) {
	if d.full {
		return model.Applied{}, errBusy
	}
	return d.Archive.Apply(ctx, ref, e)
}

// TestWhatIsSavedInTheEndIsSaidToBeSaved: the refusal is not said any longer once what was refused is in the archive.
func TestWhatIsSavedInTheEndIsSaidToBeSaved(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	disk := &fullDisk{Archive: r.archive, full: true}
	r.app.config.Archive = disk
	r.press("2")
	for _, text := range []string{"02:31 ! rolled back once more", "02:32 * errors fall"} {
		r.typeText(text)
		r.press("enter")
	}
	r.sees("not saved: 02:31 ! rolled back once more", "not saved: 02:32 * errors fall", "nothing was saved")
	r.press("enter")
	r.sees("not saved: 02:31 ! rolled back once more", "not saved: 02:32 * errors fall", "nothing was saved")
	disk.full = false
	r.press("enter")
	r.sees("Saved: add an event.")
	if screen := r.screen(); strings.Contains(screen, "not saved") || strings.Contains(screen, "nothing was saved") {
		t.Errorf("the refusal is still on the screen:\n%s", screen)
	}
}
