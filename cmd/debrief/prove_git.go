package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"debrief/model"
)

// git asks git about this folder, without what the repository may have set up to be run by it: hooks and the monitor of files.
func git(ctx context.Context, args ...string) ([]byte, error) {
	quiet := []string{"--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=" + os.DevNull}
	return exec.CommandContext(ctx, "git", append(quiet, args...)...).Output()
}

// headCommit is the commit of this folder, marked where something in it is not committed; "" where there is none.
func (v proving) headCommit(ctx context.Context) string {
	head, err := git(ctx, "rev-parse", "--show-toplevel", "--verify", "HEAD")
	if err != nil {
		return ""
	}
	root, commit, ok := strings.Cut(strings.TrimSpace(string(head)), "\n")
	if !ok {
		return ""
	}
	changes, err := git(ctx, "status", "--porcelain", "-z", "--untracked-files=normal", "--ignore-submodules=dirty")
	if commit = model.Clean(commit); err == nil && v.isChanged(root, changes) {
		commit += model.Dirty
	}
	return commit
}

// isChanged reports whether git tells of a change of the code. What runners leave behind is none, nor is what debrief itself
// keeps: else the first run would make the second look like one on other code.
func (v proving) isChanged(root string, changes []byte) bool {
	archive, err := v.archiveFile()
	if err != nil {
		archive = ""
	}
	if resolved, err := filepath.EvalSymlinks(archive); err == nil {
		archive = resolved
	}
	for entry := range strings.SplitSeq(string(changes), "\x00") {
		if len(entry) < 4 {
			continue
		}
		state, name := entry[:2], entry[3:]
		if strings.ContainsAny(state, "RC") {
			return true
		}
		whole := filepath.Join(root, filepath.FromSlash(name))
		own := archive != "" && strings.TrimSuffix(strings.TrimSuffix(whole, "-wal"), "-shm") == archive || isDocument(whole)
		if !own && (state != "??" || !isLeftover(name)) {
			return true
		}
	}
	return false
}

// leftovers are the names of what test runners leave in a folder.
var leftovers = []string{
	"__pycache__", ".pytest_cache", ".hypothesis", ".coverage", "node_modules", "coverage", "target", "Cargo.lock", ".gradle", "test-results",
}

func isLeftover(name string) bool {
	return slices.Contains(leftovers, path.Base(strings.TrimSuffix(name, "/")))
}

// isDocument reports whether a file is one of debrief's documents.
func isDocument(file string) bool {
	if filepath.Ext(file) != ".json" {
		return false
	}
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }() // it was only read
	head, err := io.ReadAll(io.LimitReader(f, 200))
	return err == nil && bytes.Contains(head, []byte(`"schema"`)) && bytes.Contains(head, []byte(`"postmortem"`))
}
