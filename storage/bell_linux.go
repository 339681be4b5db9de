package storage

import (
	"bytes"
	"encoding/binary"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

// bell rings when somebody touches an archive, or a file beside it of its name. It opens none of them: a process that closes a file loses
// its locks on it. Who waits for it waits in the system, not in the runtime, whose timers and polls would wake threads at every frame.
type bell struct {
	events, stop int
	name         []byte // what the names begin with
}

// newBell hangs a bell on an archive; nil where the system has none to give.
func newBell(path string) *bell {
	events, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return nil
	}
	stop, err := unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK)
	if err != nil {
		_ = unix.Close(events)
		return nil
	}
	b := &bell{events, stop, []byte(filepath.Base(path))}
	touched := uint32(unix.IN_MODIFY | unix.IN_CREATE | unix.IN_DELETE | unix.IN_MOVED_FROM | unix.IN_MOVED_TO | unix.IN_ATTRIB | unix.IN_MOVE_SELF)
	if _, err := unix.InotifyAddWatch(events, filepath.Dir(path), touched); err != nil {
		b.close()
		return nil
	}
	return b
}

// wait waits until it rings, for so long at most.
func (b *bell) wait(most time.Duration) (rung bool) {
	files := []unix.PollFd{{Fd: int32(b.events), Events: unix.POLLIN}, {Fd: int32(b.stop), Events: unix.POLLIN}}
	for until := time.Now().Add(most); ; {
		left := time.Until(until)
		if left <= 0 {
			return false
		}
		n, err := unix.Poll(files, int(left/time.Millisecond)+1)
		if n <= 0 && (err == nil || err == unix.EINTR) {
			continue
		}
		return err == nil && files[1].Revents == 0 && b.ours()
	}
}

// ours reads what has happened, and reports whether it was about the archive: by its name, or without one, as where some was lost.
func (b *bell) ours() bool {
	some := make([]byte, 4096)
	n, err := unix.Read(b.events, some)
	if err != nil {
		return false
	}
	for events := some[:n]; len(events) >= unix.SizeofInotifyEvent; {
		size := int(binary.NativeEndian.Uint32(events[unix.SizeofInotifyEvent-4:])) // the last field: how long the name is
		rest := events[unix.SizeofInotifyEvent:]
		if size == 0 || size > len(rest) || bytes.HasPrefix(rest[:size], b.name) {
			return true
		}
		events = rest[size:]
	}
	return false
}

// end ends a wait, for good.
func (b *bell) end() {
	one := binary.NativeEndian.AppendUint64(nil, 1)
	_, _ = unix.Write(b.stop, one)
}

func (b *bell) close() {
	_ = unix.Close(b.events)
	_ = unix.Close(b.stop)
}
