package storage

import (
	"context"
	"errors"
	"iter"
	"sync/atomic"
	"time"

	"debrief/model"
)

// What many documents are brought in by, a transaction each: they share words, each word is written once, and a page of the index that
// many share is written once too. The more of them the faster (10,000 come in at 181 a second by 64, at 348 by 256), and the longer
// others wait who write: so there are as many as take about importTurn on this machine.
const (
	importFewest = 32
	importMost   = 512
	importBytes  = 8 << 20 // of the journal, at most
	importTurn   = 750 * time.Millisecond
)

// importMemory is the engine's page cache while many documents come in, in kB: words stand all over the index.
const importMemory = 24_000

// ImportAll adds many postmortems, each as Import does, in few transactions. What has become of each is told in order, once it is on the
// disk or refused: one that is refused is left out alone, and none is ever kept by half, whenever the program ends. The error is the
// archive's: what is not told of then was not taken. The documents are asked for in a goroutine of its own, beside what is written.
func (a *Archive) ImportAll(ctx context.Context, batch string, all iter.Seq[*model.Postmortem], tell func(Applied, error)) error {
	defer a.moreMemory()()
	by := importing(batch)
	ctx, stop := context.WithCancel(ctx)
	ready := make(chan []arrival)
	var together atomic.Int64
	together.Store(2 * importFewest)
	go func() {
		defer close(ready)
		a.gather(ctx, all, by, &together, ready)
	}()
	defer func() {
		stop()
		for range ready { // the documents are asked for no longer than this takes
		}
	}()
	for some := range ready {
		start := time.Now()
		if err := a.bring(ctx, some, by, tell); err != nil {
			return err
		}
		together.Store(documentsIn(importTurn, len(some), time.Since(start)))
	}
	return ctx.Err()
}

// documentsIn is how many documents are written in so long, where some took what they took.
func documentsIn(turn time.Duration, some int, took time.Duration) int64 {
	fit := int64(turn) * int64(some) / max(int64(took), 1)
	return min(max(fit, importFewest), importMost, 2*max(int64(some), importFewest))
}

// moreMemory gives the engine more of it, until what it returns is called.
func (a *Archive) moreMemory() func() {
	set := func(kilobytes int) {
		a.writes.Lock()
		defer a.writes.Unlock()
		if a.edits != nil && !a.closed {
			_ = a.edits.pragma("cache_size", -kilobytes) // it is faster with it, and right without
		}
	}
	set(importMemory)
	return func() { set(usualMemory) }
}

// gather prepares documents, and gives as many together as one transaction takes.
func (a *Archive) gather(ctx context.Context, all iter.Seq[*model.Postmortem], by plan, together *atomic.Int64, ready chan<- []arrival) {
	var some []arrival
	size := 0
	give := func() {
		select {
		case ready <- some:
		case <-ctx.Done():
		}
		some, size = nil, 0
	}
	for p := range all {
		if ctx.Err() != nil {
			return
		}
		x := a.arrival(p, by)
		some = append(some, x)
		for i := range x.changes {
			size += len(x.changes[i].After)
		}
		if int64(len(some)) >= together.Load() || size >= importBytes {
			give()
		}
	}
	if len(some) > 0 {
		give()
	}
}

// bring writes some documents in one transaction. Where the engine refuses one of them, each gets a transaction of its own.
func (a *Archive) bring(ctx context.Context, some []arrival, by plan, tell func(Applied, error)) error {
	made, refused := make([]Applied, len(some)), make([]error, len(some))
	err := a.change(ctx, func() (err error) {
		in := a.arrivals()
		for i, x := range some {
			if made[i], refused[i], err = a.settle(x, by, true, in); err != nil {
				return err
			}
		}
		return in.finish()
	})
	switch {
	case err == nil:
		for i := range some {
			tell(made[i], refused[i])
		}
		return nil
	case a.unusable(ctx, err):
		return err
	case len(some) == 1:
		tell(Applied{}, err)
		return nil
	}
	for i := range some {
		if err := a.bring(ctx, some[i:i+1], by, tell); err != nil {
			return err
		}
	}
	return nil
}

// unusable reports whether an error is not about a document: the next one would meet it too.
func (a *Archive) unusable(ctx context.Context, err error) bool {
	for _, kind := range []error{ErrBusy, ErrReadOnly, ErrFull, ErrMoved, ErrNewer, errClosed} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return ctx.Err() != nil
}
