// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWorkInTheProcessIsTimedByItsProcessor(t *testing.T) {
	const length = 50 * time.Millisecond
	waiting := func(ctx context.Context, _ int64) error {
		select {
		case <-time.After(length):
		case <-ctx.Done():
		}
		return ctx.Err()
	}
	waited, err := run(t.Context(), &Workload{Name: "waits", Workers: 1, Payments: 1, Do: waiting}, length)
	require.NoError(t, err)
	require.GreaterOrEqual(t, waited.Elapsed, length)
	worked, err := run(t.Context(), &Workload{Name: "waits", Workers: 1, Payments: 1, InProcess: true, Do: waiting}, length)
	require.NoError(t, err)
	require.Less(t, worked.Elapsed, length, "waiting is no work")
	require.Positive(t, worked.Elapsed)
}
