// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"errors"
	"path/filepath"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/desk"
)

var back = []story{
	{"a payer killed before it submits has paid once after recovery", killedBeforeSubmit},
	{"a payer killed while it submits has paid once after recovery", killedWhileSubmitting},
	{"a payer killed after the commit has paid once after recovery", killedAfterCommit},
}

func killedBeforeSubmit(s *scene) {
	p := s.paying(1, kept)
	s.killAt(p, kept, 1)
	s.requireBalance(s.client(alice), p.Request.To, 0)
	s.recoverAndFinish(p, 1)
}

// killedWhileSubmitting kills at once when an envelope is on its way: some have reached an orderer, some have not.
func killedWhileSubmitting(s *scene) {
	for _, at := range []int{1, 3} {
		p := s.paying(5, "")
		s.killAt(p, kept, at)
		s.recoverAndFinish(p, 1)
	}
}

func killedAfterCommit(s *scene) {
	p := s.paying(1, committed)
	s.killAt(p, committed, 1)
	s.requireBalance(s.client(alice), p.Request.To, 1_00)
	s.recoverAndFinish(p, 1)
}

// paying opens accounts for so many payments of one euro.
func (s *scene) paying(times int, stop moment) paying {
	s.Helper()
	at := s.accounts(alice, int64(times)*1_00, 0)
	return paying{
		Network: s.Network.Dir(), Outbox: filepath.Join(s.TempDir(), "outbox"), Request: transfer(at[0], at[1], 1_00),
		Prefix: string(at[1]), Times: times, Stop: stop,
	}
}

// recoverAndFinish is the back office started anew: it resolves what its predecessor left in the outbox, then makes all
// payments of the day again, under the same references.
func (s *scene) recoverAndFinish(p paying, doubtsMax int) {
	s.Helper()
	profile, err := desk.Profile(s.Network, alice.bank, alice.name)
	require.NoError(s, err)
	outbox, err := gatewayclient.OpenDirectory(p.Outbox)
	require.NoError(s, err)
	client, err := gatewayclient.Connect(s.Context(), profile, gatewayclient.WithOutbox(outbox))
	require.NoError(s, err)
	defer func() { require.NoError(s, client.Close()) }()
	recoveries, err := client.Recover(s.Context(), patient...)
	require.NoError(s, err)
	require.LessOrEqual(s, len(recoveries), doubtsMax)
	for _, recovery := range recoveries {
		var invalid *gatewayclient.CommitError
		require.True(s, recovery.Err == nil || errors.As(recovery.Err, &invalid), "%v", recovery.Err)
	}
	require.Empty(s, client.Doubts())
	entries, err := outbox.Entries()
	require.NoError(s, err)
	require.Empty(s, entries)
	for i := range p.Times {
		do(s, client, cash.Transfer, p.Request, gatewayclient.Reference(p.reference(i)))
	}
	s.requireBalance(client, p.Request.From, 0)
	s.requireBalance(client, p.Request.To, int64(p.Times)*1_00)
}
