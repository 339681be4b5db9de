// Command list is the least that a program with glamour and an archive can be: it opens the archive that it is given, and ends.
// The benchmarks measure "debrief list" against it.
package main

import (
	"context"
	"os"

	"debrief/storage"

	_ "charm.land/glamour/v2"
)

func main() {
	archive, err := storage.Open(context.Background(), os.Args[1], storage.Options{})
	if err != nil || archive.Close() != nil {
		os.Exit(1)
	}
}
