package main

import (
	"errors"
	"fmt"
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
	switch {
	case dir == "":
		return "", nil, errors.New("name the folder to look through: debrief " + guardUsage)
	case len(files) == 0:
		return "", nil, errors.New("--from takes debrief's JSON documents: debrief " + guardUsage)
	}
	return dir, files, nil
}

// refsAmong takes references out of arguments. A file or folder that is named like one is that file.
func refsAmong(args []string) (refs, others []string) {
	for _, arg := range args {
		if _, err := os.Stat(arg); err != nil && refShape.MatchString(arg) {
			refs = append(refs, arg)
		} else {
			others = append(others, arg)
		}
	}
	return refs, others
}
