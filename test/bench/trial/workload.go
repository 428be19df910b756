// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// Workload is one kind of transaction under load.
type Workload struct {
	// Name is its own in a run.
	Name string
	// Workers is how many transactions are on their way at a time.
	Workers int
	// Payments is how many payments one transaction carries.
	Payments int
	// Do carries out the n-th transaction, of all slices together.
	Do func(ctx context.Context, n int64) error
	// Contended workloads lose races by design: their invalid transactions are counted, not reported as errors.
	Contended bool
	// InProcess workloads do all their work in this process and wait for nobody: their time is the processor time that it
	// took, which others at work on the machine do not lengthen.
	InProcess bool
	// Ready is called before each slice, outside its time; nil for nothing.
	Ready func(ctx context.Context) error

	count atomic.Int64
}

// Slice is what one workload did in one slice.
type Slice struct {
	Valid   int64
	Invalid int64
	// Elapsed is the time from idle to idle; of a workload in the process, the processor time.
	Elapsed time.Duration
}

// Rate is valid payments a second.
func (s Slice) Rate(payments int) float64 {
	return float64(s.Valid) * float64(payments) / s.Elapsed.Seconds()
}

// ready prepares a workload for its next slice.
func (w *Workload) ready(ctx context.Context) error {
	if w.Ready == nil {
		return nil
	}
	if err := w.Ready(ctx); err != nil {
		return fmt.Errorf("%s: %w", w.Name, err)
	}
	return nil
}

// warm runs a slice that does not count.
func (w *Workload) warm(ctx context.Context, length time.Duration) error {
	if err := w.ready(ctx); err != nil {
		return err
	}
	_, err := run(ctx, w, length)
	return err
}

// run drives a workload for a time, then waits for everything that is on its way: from idle to idle.
func run(ctx context.Context, w *Workload, length time.Duration) (Slice, error) {
	start, used := time.Now(), ownTime()
	var valid, invalid atomic.Int64
	var first error
	var once sync.Once
	var workers sync.WaitGroup
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for range w.Workers {
		workers.Go(func() {
			for time.Since(start) < length && ctx.Err() == nil {
				err := w.Do(ctx, w.count.Add(1))
				switch {
				case err == nil:
					valid.Add(1)
				case w.Contended && lost(err):
					invalid.Add(1)
				default:
					once.Do(func() { first = err })
					cancel()
				}
			}
		})
	}
	workers.Wait()
	if first != nil {
		return Slice{}, fmt.Errorf("%s: %w", w.Name, first)
	}
	done := Slice{Valid: valid.Load(), Invalid: invalid.Load(), Elapsed: time.Since(start)}
	if w.InProcess {
		done.Elapsed = ownTime() - used
	}
	return done, nil
}

// lost tells a lost race: invalid in its block, or two peers that endorsed different states of the row.
func lost(err error) bool {
	var invalid *gatewayclient.CommitError
	return errors.As(err, &invalid) || errors.Is(err, gatewayclient.ErrTransient)
}
