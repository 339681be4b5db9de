package storage

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"sync"

	"debrief/model"
)

// heldFile is the file of an archive, open for as long as the engine has it open. A process that closes a file loses its locks on
// it, whichever descriptor they were taken with: so each file is opened once here, and closed after the engine.
type heldFile struct {
	*os.File

	info  os.FileInfo
	users int
}

var heldFiles struct {
	sync.Mutex

	all []*heldFile
}

// hold opens a file, or shares it with another archive of this process.
func hold(path string) (*heldFile, error) {
	heldFiles.Lock()
	defer heldFiles.Unlock()
	info, err := os.Stat(path)
	if err != nil {
		return nil, plainPath(err)
	}
	for _, h := range heldFiles.all {
		if os.SameFile(h.info, info) {
			h.users++
			return h, nil
		}
	}
	f, err := os.OpenFile(path, os.O_RDONLY|noFollow, 0)
	if err != nil {
		return nil, plainPath(err)
	}
	if info, err = f.Stat(); err != nil {
		return nil, errors.Join(plainPath(err), f.Close())
	}
	h := &heldFile{f, info, 1}
	heldFiles.all = append(heldFiles.all, h)
	return h, nil
}

// letGo closes the file where nobody else in this process has it.
func (h *heldFile) letGo() error {
	heldFiles.Lock()
	defer heldFiles.Unlock()
	if h.users--; h.users > 0 {
		return nil
	}
	heldFiles.all = slices.DeleteFunc(heldFiles.all, func(x *heldFile) bool { return x == h })
	return h.Close()
}

// length is how many bytes the file has now; 0 where that cannot be asked.
func (h *heldFile) length() int64 {
	info, err := h.Stat()
	if err != nil {
		return 0
	}
	return info.Size()
}

// openLog opens the log beside an archive; nil where there is none. What is not a file is refused by name.
func openLog(path string) (*os.File, error) {
	name := model.Clean(path)
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, plainPath(err)
	case info.Mode()&fs.ModeSymlink != 0:
		return nil, &trouble{kind: ErrForeign, text: name + " is a link: the log of an archive is a file of its own"}
	case !info.Mode().IsRegular():
		return nil, &trouble{kind: ErrForeign, text: name + " is not a file: it has the place of the archive's log"}
	}
	f, err := os.OpenFile(path, os.O_RDONLY|noFollow, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, &trouble{fs.ErrPermission, "the log of the archive cannot be read: " + plainPath(err).Error(), err}
	}
	return f, nil
}
