// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

var back = []story{
	{"a payer killed before it submits has paid once after recovery", killedBeforeSubmit},
	{"a payer killed while it submits has paid once after recovery", killedWhileSubmitting},
	{"a payer killed after the commit has paid once after recovery", killedAfterCommit},
}

func killedBeforeSubmit(s *scene) {
	from, to := s.purse(1)
	c := s.payer(from, to, 1, kept)
	s.killAt(c, kept, 1)
	s.requireBalance(s.client(alice), to, 0)
	s.recoverAndFinish(c, 1)
	s.requirePaid(from, to, 1)
}

// killedWhileSubmitting kills at once when an envelope is on its way: some have reached an orderer, some have not.
func killedWhileSubmitting(s *scene) {
	for _, at := range []int{1, 3} {
		from, to := s.purse(5)
		c := s.payer(from, to, 5, "")
		s.killAt(c, kept, at)
		s.recoverAndFinish(c, 1)
		s.requirePaid(from, to, 5)
	}
}

func killedAfterCommit(s *scene) {
	from, to := s.purse(1)
	c := s.payer(from, to, 1, committed)
	s.killAt(c, committed, 1)
	s.requireBalance(s.client(alice), to, 1_00)
	s.recoverAndFinish(c, 1)
	s.requirePaid(from, to, 1)
}

// purse opens an account with so many euros, and one without.
func (s *scene) purse(euros int64) (from, to cash.AccountID) {
	s.Helper()
	at := s.accounts(alice, euros*1_00, 0)
	return at[0], at[1]
}

func (s *scene) requirePaid(from, to cash.AccountID, euros int64) {
	s.Helper()
	s.requireBalance(s.client(alice), from, 0)
	s.requireBalance(s.client(alice), to, euros*1_00)
}

// payer is a back office of alice's bank that makes so many payments of one euro.
func (s *scene) payer(from, to cash.AccountID, payments int, stop moment) clerk {
	s.Helper()
	c := s.clerk(alice.bank, alice.name)
	for i := range payments {
		c.Orders = append(c.Orders, orderOf(s, cash.Transfer, transfer(from, to, 1_00), fmt.Sprintf("%s-%d", to, i+1)))
	}
	c.Stop, c.Times = stop, 1
	return c
}

// clerk has an outbox of its own, and no orders yet.
func (s *scene) clerk(member, name string) clerk {
	return clerk{Network: s.Network.Dir(), Outbox: filepath.Join(s.TempDir(), "outbox"), Member: member, Person: name}
}

// recoverAndFinish is the back office started anew: it resolves what its predecessor left in the outbox, then carries out
// all orders of the day again, under the same references.
func (s *scene) recoverAndFinish(c clerk, doubtsMax int) {
	s.Helper()
	outbox, err := gatewayclient.OpenDirectory(c.Outbox)
	require.NoError(s, err)
	client, err := c.connect(s.Context(), s.Network, outbox)
	require.NoError(s, err)
	defer func() { require.NoError(s, client.Close()) }()
	recoveries, err := client.Recover(s.Context())
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
	require.NoError(s, c.carryOut(s.Context(), client))
}
