// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// Retries bound how often a call is tried again. Refusals by a chaincode never are.
type Retries struct {
	// Conflicts bounds new proposals after MVCC_READ_CONFLICT and PHANTOM_READ_CONFLICT, under the same reference.
	Conflicts int
	// Endorsements bounds new proposals, and new queries, after transient trouble: a busy or starting peer, one that
	// is a block behind the others.
	Endorsements int
	// Pause is the longest wait before the first repetition; it doubles from one to the next up to PauseMax. The wait is
	// drawn at random from its upper half, so that those who collided do not meet again.
	Pause, PauseMax time.Duration
}

// DefaultRetries suit blocks that come a few times a second.
var DefaultRetries = Retries{Conflicts: 8, Endorsements: 5, Pause: 100 * time.Millisecond, PauseMax: 2 * time.Second}

// wait sleeps before repetition n, counted from 0, and fails when the context ends first.
func (r Retries) wait(ctx context.Context, n int) error { return sleep(ctx, r.pause(n)) }

func (r Retries) pause(n int) time.Duration {
	longest := r.PauseMax
	if n < 30 {
		longest = min(r.PauseMax, r.Pause<<n)
	}
	return longest/2 + rand.N(longest/2+1)
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// conflict tells whether a transaction lost a race: it had no effect and may be proposed again.
func conflict(code ValidationCode) bool {
	return code == peer.TxValidationCode_MVCC_READ_CONFLICT || code == peer.TxValidationCode_PHANTOM_READ_CONFLICT
}
