package storage_test

import (
	"errors"
	"os/exec"
	"testing"
)

func asNobody(*testing.T, *exec.Cmd, string) error {
	return errors.New("folders are not read-only here")
}
