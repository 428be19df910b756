// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// The register of Monday is counted on Tuesday while trading goes on, and is that of Monday.
func TestARegisterIsThatOfItsDay(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	m.pass(t, "IND-29", m.orchard, "orchard", "harbour", 250)
	stage.Refused(t, m.keeper, securities.CountRegister, m.counting(t, "IND-29", monday), securities.DayOpen)
	stage.Refused(t, m.keeper, securities.CloseRegister, closing("IND-29", monday), protocol.NotFound)
	m.roll(t, "2026-01-06")
	m.pass(t, "IND-29", m.harbour, "harbour", "summit", 1250)
	m.issue(t, "IND-29", 77)

	m.counted(t, "IND-29", monday)
	register := stage.Do(t, m.keeper, securities.CloseRegister, closing("IND-29", monday))
	require.Equal(t, []securities.Quantity{13_000, 10_000}, []securities.Quantity{register.Supply, register.Treasury})
	require.Equal(t, 4, register.Accounts)
	page := stage.Do(t, m.summit, securities.GetPage, securities.PageKey{RegisterKey: register.RegisterKey(), From: securities.FirstBucket})
	held := map[securities.AccountID]securities.Quantity{}
	for _, holding := range page.Holdings {
		held[holding.Account] = holding.Quantity
		require.Equal(t, string(holding.Account), string(holding.Owner.Party))
		require.Equal(t, "standard", string(holding.Tax))
	}
	require.Equal(t, map[securities.AccountID]securities.Quantity{"industry": 10_000, "orchard": 750, "harbour": 1250, "summit": 1000}, held)
	stage.Refused(t, m.keeper, securities.CountRegister, m.counting(t, "IND-29", monday), protocol.AlreadyExists)
	stage.Refused(t, m.keeper, securities.CloseRegister, closing("IND-29", monday), protocol.AlreadyExists)

	table := stage.Do(t, m.summit, securities.GetCapTable, securities.HoldersRequest{RegisterKey: registerOf("IND-29", "2026-01-06"), Buckets: wholeRegister})
	require.Equal(t, securities.Quantity(13_077), table.Total)
	require.Equal(t, []securities.Position{
		{Account: "industry", Custodian: north, Quantity: 10_077}, {Account: "orchard", Custodian: north, Quantity: 750},
		{Account: "summit", Custodian: north, Quantity: 2250},
	}, table.Positions)
}

// A register that leaves a lot out, or has one that was not there, is not closed; what was miscounted is counted again.
func TestARegisterIsComplete(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	m.roll(t, "2026-01-06")
	all := m.counting(t, "IND-29", monday)
	fresh := m.pass(t, "IND-29", m.orchard, "orchard", "harbour", 1000)
	short := all
	short.Lots = all.Lots[1:]
	stage.Do(t, m.keeper, securities.CountRegister, short)
	stage.Refused(t, m.keeper, securities.CloseRegister, closing("IND-29", monday), securities.RegisterIncomplete)
	stage.Refused(t, m.keeper, securities.CloseRegister, securities.CloseRequest{RegisterKey: all.RegisterKey}, securities.RegisterIncomplete)

	later := all
	later.Lots = append(later.Lots[1:len(later.Lots):len(later.Lots)], fresh[0].ID)
	stage.Refused(t, m.keeper, securities.CountRegister, later, securities.NotOnThatDay)
	tuesday := all
	tuesday.Day = day("2026-01-06")
	m.roll(t, "2026-01-07")
	stage.Refused(t, m.keeper, securities.CountRegister, tuesday, securities.NotOnThatDay)
	stage.Do(t, m.keeper, securities.CountRegister, all)
	stage.Do(t, m.keeper, securities.CloseRegister, closing("IND-29", monday))
}

// Pages have parts of the register each, and no lot is on two of them.
func TestPagesDoNotOverlap(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	m.roll(t, "2026-01-06")
	key := registerOf("IND-29", monday)
	var pages []securities.Bucket
	for _, part := range []securities.Buckets{{From: "0000", To: "7fff"}, {From: "8000", To: "ffff"}} {
		found := stage.Do(t, m.keeper, securities.GetLotsOn, securities.HoldersRequest{RegisterKey: key, Buckets: part})
		require.NotEmpty(t, found.Lots, "accounts on both sides")
		other := securities.Buckets{From: "1000", To: "1000"}
		stage.Refused(t, m.keeper, securities.CountRegister, securities.CountRequest{RegisterKey: key, Buckets: other, Lots: found.Lots}, securities.BucketRefused)
		stage.Do(t, m.keeper, securities.CountRegister, securities.CountRequest{RegisterKey: key, Buckets: part, Lots: found.Lots})
		pages = append(pages, part.From)
	}
	wide := stage.Do(t, m.keeper, securities.GetLotsOn, securities.HoldersRequest{RegisterKey: key, Buckets: wholeRegister})
	stage.Do(t, m.keeper, securities.CountRegister, securities.CountRequest{RegisterKey: key, Buckets: securities.Buckets{From: "0000", To: "ffff"}, Lots: wide.Lots})
	stage.Refused(t, m.keeper, securities.CloseRegister, securities.CloseRequest{RegisterKey: key, Pages: pages}, securities.BucketRefused)
	stage.Do(t, m.keeper, securities.CloseRegister, securities.CloseRequest{RegisterKey: key, Pages: pages[:1]})
	tallies := stage.Do(t, m.summit, securities.GetTallies, securities.TalliesRequest{RegisterKey: key})
	require.Len(t, tallies.Items, 2)
}

// A statement has what came and went, day by day; change that a transfer gives back is no movement.
func TestStatements(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	m.roll(t, "2026-01-06")
	m.pass(t, "IND-29", m.orchard, "orchard", "harbour", 250)
	stage.Do(t, m.orchard, securities.SplitLot, securities.SplitRequest{LotKey: m.first(t, "IND-29", "orchard"), Sizes: []securities.Quantity{50, 700}})
	m.roll(t, "2026-01-07")
	m.pass(t, "IND-29", m.summit, "summit", "orchard", 1)
	request := securities.StatementRequest{Account: "orchard", Instrument: "IND-29", From: day("2026-01-06"), To: day("2026-01-07")}
	statement := stage.Do(t, m.orchard, securities.GetStatement, request)
	require.Equal(t, []securities.Quantity{1000, 751}, []securities.Quantity{statement.Opening, statement.Closing})
	require.Len(t, statement.Entries, 2)
	require.Equal(t, []securities.Quantity{0, 250}, []securities.Quantity{statement.Entries[0].Received, statement.Entries[0].Delivered})
	require.Equal(t, []securities.Quantity{1, 0}, []securities.Quantity{statement.Entries[1].Received, statement.Entries[1].Delivered})
	request.To = day("2026-01-06")
	require.Equal(t, securities.Quantity(750), stage.Do(t, m.orchard, securities.GetStatement, request).Closing)
}
