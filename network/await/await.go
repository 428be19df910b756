// SPDX-License-Identifier: Apache-2.0

package await

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrNever ends the wait at once when a condition wraps it: asking again could
// not help, for instance because the process has ended.
var ErrNever = errors.New("will not happen")

// Success asks until check gives nil. When the context ends first the error is
// what the last check said, with how long it was asked; the context's own error
// is wrapped too.
func Success(ctx context.Context, every time.Duration, check func(context.Context) error) error {
	start := time.Now()
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		err := check(ctx)
		if err == nil || errors.Is(err, ErrNever) {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w (waited %s: %w)", err, time.Since(start).Round(time.Millisecond), ctx.Err())
		case <-ticker.C:
		}
	}
}
