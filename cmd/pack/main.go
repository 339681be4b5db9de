// Command pack makes archives of folders, and SHA256SUMS beside them: usage: pack DIST EPOCH NAME…, where each NAME is a folder in
// DIST. It becomes NAME.zip where its name says windows, else NAME.tar.gz.
//
// Its rule: what is in a folder decides every byte. Entries stand in the order of their names, belong to nobody, may be read by
// everybody, and bear one time: EPOCH, in seconds since 1970, usually of the commit (reproducible-builds.org/specs/source-date-epoch).
// Only files are entries: whatever unpacks them makes the folders that are missing, and leaves those that are there, such as
// /usr/local/bin, the mode and the owner they have.
package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(2)
	}
}

func run(args []string) error {
	if len(args) < 3 {
		return errors.New("usage: pack DIST EPOCH NAME…")
	}
	seconds, err := strconv.ParseInt(args[1], 10, 64)
	if err != nil {
		return fmt.Errorf("the epoch is no number of seconds: %w", err)
	}
	return packAll(args[0], time.Unix(seconds, 0).UTC(), slices.Sorted(slices.Values(args[2:])))
}

// packAll makes the archives and their sums, in the form that sha256sum --check reads.
func packAll(dist string, when time.Time, names []string) error {
	var sums strings.Builder
	for _, name := range names {
		file, write := name+".tar.gz", writeTar
		if strings.Contains(name, "windows") {
			file, write = name+".zip", writeZip
		}
		sum, err := pack(dist, name, file, when, write)
		if err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%x  %s\n", sum, file)
	}
	return os.WriteFile(filepath.Join(dist, "SHA256SUMS"), []byte(sums.String()), 0o644)
}

// writer writes the entries of a folder as an archive.
type writer func(w io.Writer, when time.Time, entries []entry) error

func pack(dist, name, file string, when time.Time, write writer) (sum []byte, err error) {
	entries, err := entriesOf(filepath.Join(dist, name), name)
	if err != nil {
		return nil, err
	}
	f, err := os.Create(filepath.Join(dist, file))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	hash := sha256.New()
	if err := write(io.MultiWriter(f, hash), when, entries); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return hash.Sum(nil), nil
}

// entry is a file of an archive.
type entry struct {
	name string // in the archive, with slashes
	path string
	mode fs.FileMode
	size int64
}

// entriesOf are the files in a folder, and in those in it. A link or the like belongs in no archive.
func entriesOf(root, name string) (all []entry, err error) {
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if !d.Type().IsRegular() {
			return fmt.Errorf("%s is neither a file nor a folder", path)
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		below, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		e := entry{name: name + "/" + filepath.ToSlash(below), path: path, mode: 0o644, size: info.Size()}
		if info.Mode()&0o100 != 0 {
			e.mode = 0o755
		}
		all = append(all, e)
		return nil
	})
	slices.SortFunc(all, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	return all, err
}

// copyTo writes what is in the file.
func (e *entry) copyTo(w io.Writer) (err error) {
	f, err := os.Open(e.path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = io.Copy(w, f)
	return err
}

func writeTar(w io.Writer, when time.Time, entries []entry) error {
	zipped, err := gzip.NewWriterLevel(w, gzip.BestCompression) // its header has no name and no time
	if err != nil {
		return err
	}
	out := tar.NewWriter(zipped)
	for i := range entries {
		e := &entries[i]
		header := tar.Header{Typeflag: tar.TypeReg, Name: e.name, Mode: int64(e.mode), Size: e.size, ModTime: when, Format: tar.FormatUSTAR}
		if err := errors.Join(out.WriteHeader(&header), e.copyTo(out)); err != nil {
			return err
		}
	}
	return errors.Join(out.Close(), zipped.Close())
}

func writeZip(w io.Writer, when time.Time, entries []entry) error {
	out := zip.NewWriter(w)
	for i := range entries {
		e := &entries[i]
		header := zip.FileHeader{Name: e.name, Modified: when, Method: zip.Deflate}
		header.SetMode(e.mode)
		file, err := out.CreateHeader(&header)
		if err != nil {
			return err
		}
		if err := e.copyTo(file); err != nil {
			return err
		}
	}
	return out.Close()
}
