package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"debrief/intake"
	"debrief/intake/text"
	"debrief/ui"
)

// readInput reads a file to bring in, and with a file of JSON the users.json of a Slack export that stands beside it or above it.
func readInput(path string) (intake.Input, error) {
	data, err := readText(path)
	if err != nil {
		return intake.Input{}, err
	}
	in := intake.Input{Name: filepath.Base(path), Data: data}
	if in.Name == "users.json" || !strings.EqualFold(filepath.Ext(in.Name), ".json") {
		return in, nil
	}
	for _, beside := range []string{"users.json", filepath.Join("..", "users.json")} {
		users := filepath.Join(filepath.Dir(path), beside)
		info, err := os.Stat(users)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err == nil && !info.Mode().IsRegular(): // it may never end, and nobody named it
			return in, fmt.Errorf("%s, for the names of a chat, is not a file: take it away, or name the messages in another folder", users)
		}
		in.Users, err = readText(users)
		return in, err
	}
	return in, nil
}

// readText reads a whole file, or what a shell pipes in under a name, that is not too large to be brought in.
func readText(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("read %s: %w", path, reason(err))
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder: name a file", path)
	case info.Mode()&(os.ModeDevice|os.ModeSocket) != 0:
		return nil, fmt.Errorf("%s is a device: name a file", path)
	case info.Size() >= text.MaxSize:
		return nil, fmt.Errorf("%s has %d MB and the most that can be read is %d MB: take the hours around the incident",
			path, info.Size()>>20, text.MaxSize>>20)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, reason(err))
	}
	defer func() { _ = f.Close() }()
	data := bytes.NewBuffer(make([]byte, 0, info.Size()+bytes.MinRead))
	if _, err := data.ReadFrom(io.LimitReader(f, text.MaxSize)); err != nil {
		return nil, fmt.Errorf("read %s: %w", path, reason(err))
	}
	return data.Bytes(), nil
}

// listFiles lists a folder for the file picker: folders first, hidden files not at all, a link as what it leads to.
func listFiles(dir string) (string, []ui.FileEntry, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return dir, nil, fmt.Errorf("list the folder: %w", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return dir, nil, fmt.Errorf("list %s: %w", dir, reason(err))
	}
	var files []ui.FileEntry
	for _, e := range entries {
		info, err := os.Stat(filepath.Join(dir, e.Name()))
		if err != nil || strings.HasPrefix(e.Name(), ".") || !info.IsDir() && !info.Mode().IsRegular() {
			continue
		}
		files = append(files, ui.FileEntry{Name: e.Name(), Folder: info.IsDir(), Size: info.Size()})
	}
	slices.SortStableFunc(files, func(a, b ui.FileEntry) int {
		return cmp.Or(foldersFirst(a)-foldersFirst(b), strings.Compare(a.Name, b.Name))
	})
	return dir, files, nil
}

func foldersFirst(f ui.FileEntry) int {
	if f.Folder {
		return 0
	}
	return 1
}
