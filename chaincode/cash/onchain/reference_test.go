// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// References are often consecutive, and all of them are on the ledger: a customer of the same bank must not be able to
// use up those that another is about to use.
func TestReferencesOfAPartyAreItsOwn(t *testing.T) {
	c := opened(t)
	stage.Do(t, c.carol, cash.Transfer, pay("carol", "bob", "0.01"), "PAY-1001")
	stage.Do(t, c.alice, cash.Transfer, pay("alice", "bob", "10.00"), "PAY-1001")
	stage.Do(t, c.alice, cash.Transfer, pay("alice", "bob", "10.00"), "PAY-1001")
	c.has(t, "alice", "90.00 EUR", "90.00 EUR")

	second := c.Actor(north, "alice's deputy", "alice")
	_, _, err := stage.Try(second, cash.Transfer, pay("alice", "bob", "10.00"), "PAY-1001")
	require.ErrorIs(t, err, protocol.ReferenceReused, "two people of one party pay once")
	c.has(t, "alice", "90.00 EUR", "90.00 EUR")
}
