package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// guardArgs tells the folder from the documents. The shell has made many arguments of one *.json; where it did not, because
// there is none or because it is not that kind of shell, the pattern is followed here.
func guardArgs(from, args []string) (dir string, files []string, err error) {
	if len(from) == 0 {
		if len(args) != 1 {
			return "", nil, errors.New("usage: debrief " + guardUsage)
		}
		return args[0], nil, nil
	}
	for _, arg := range append(append([]string{}, from...), args...) {
		info, err := os.Stat(arg)
		switch {
		case err == nil && info.IsDir() && dir != "":
			return "", nil, fmt.Errorf("%s and %s are both folders: name one to look through", dir, arg)
		case err == nil && info.IsDir():
			dir = arg
			continue
		case err == nil || !strings.ContainsAny(arg, "*?["):
			files = append(files, arg)
			continue
		}
		found, err := filepath.Glob(arg)
		if err != nil || len(found) == 0 {
			return "", nil, fmt.Errorf("no document is named %s", arg)
		}
		files = append(files, found...)
	}
	return dir, files, bothNamed(dir, files)
}

// bothNamed says what is missing, the folder or the documents. What is not there and is not named like a document was meant as
// the folder.
func bothNamed(dir string, files []string) error {
	if dir != "" && len(files) == 0 {
		return errors.New("--from takes debrief's JSON documents: debrief " + guardUsage)
	}
	if dir != "" {
		return nil
	}
	for _, file := range files {
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) && !strings.EqualFold(filepath.Ext(file), ".json") {
			return fmt.Errorf("there is no folder %s", file)
		}
	}
	return errors.New("name the folder to look through: debrief " + guardUsage)
}

// refsAmong takes references out of arguments. A file or folder that is named like one is that file.
func refsAmong(args []string) (refs, others []string) {
	for _, arg := range args {
		if _, err := os.Stat(arg); err != nil && refShape().MatchString(arg) {
			refs = append(refs, arg)
		} else {
			others = append(others, arg)
		}
	}
	return refs, others
}
