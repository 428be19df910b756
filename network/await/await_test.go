// SPDX-License-Identifier: Apache-2.0

package await_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/network/await"
)

var errNotYet = errors.New("not yet")

func TestSuccessAsksUntilItHolds(t *testing.T) {
	asked := 0
	err := await.Success(t.Context(), time.Millisecond, func(context.Context) error {
		if asked++; asked < 3 {
			return errNotYet
		}
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, 3, asked)
}

func TestSuccessTellsTheLastReasonAtTheDeadline(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	err := await.Success(ctx, time.Millisecond, func(context.Context) error { return errNotYet })
	require.ErrorIs(t, err, errNotYet)
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

func TestSuccessGivesUpOnNever(t *testing.T) {
	asked := 0
	err := await.Success(t.Context(), time.Millisecond, func(context.Context) error {
		asked++
		return fmt.Errorf("process ended: %w", await.ErrNever)
	})
	require.ErrorIs(t, err, await.ErrNever)
	require.Equal(t, 1, asked)
}
