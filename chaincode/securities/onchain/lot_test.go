// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// giving moves a quantity out of the lots that the ledger suggests.
func (m *market) giving(t testing.TB, from, to securities.AccountID, quantity securities.Quantity) securities.TransferRequest {
	t.Helper()
	return securities.TransferRequest{Instrument: "IND-29", From: from, To: to, Lots: m.inputs(t, "IND-29", from, quantity), Quantity: quantity}
}

// The custodian endorses what leaves an account, or the depository and the regulator together do: not one of them, and no
// majority of the others.
func TestACustodianEndorsesWhatLeavesAnAccount(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	for name, endorsers := range map[string][]string{
		"without the custodian": {csd, industry, south}, "the regulator and others": {ruler, industry, south},
		"the custodian alone makes no lot": {north}, "two orders do not either": {csd, ruler},
	} {
		proposal, err := stage.Proposal(m.orchard, securities.Transfer, m.giving(t, "orchard", "harbour", 10))
		require.NoError(t, err)
		proposal.Endorsers = endorsers
		_, err = m.World.Invoke(m.orchard.ID, proposal)
		require.ErrorContains(t, err, "ENDORSEMENT_POLICY_FAILURE", name)
	}
	m.holds(t, "IND-29", "orchard", 1000)
	for _, endorsers := range [][]string{{north, industry, south}, {csd, ruler, industry}} {
		proposal, err := stage.Proposal(m.orchard, securities.Transfer, m.giving(t, "orchard", "harbour", 10))
		require.NoError(t, err)
		proposal.Endorsers = endorsers
		_, err = m.World.Invoke(m.orchard.ID, proposal)
		require.NoError(t, err, "%v", endorsers)
	}
	m.holds(t, "IND-29", "orchard", 980)
}

// A lot's policy is set when it is made, and is that of a spent one too.
func TestTheGuardOfALotNeverChanges(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	lot := m.lots(t, "IND-29", "orchard")[0]
	guard := m.World.ValidationParameter(securities.Module, m.keyOf(lot))
	require.NotEmpty(t, guard)
	m.pass(t, "IND-29", m.orchard, "orchard", "harbour", 1000)
	require.Equal(t, guard, m.World.ValidationParameter(securities.Module, m.keyOf(lot)))
	spent := stage.Do(t, m.keeper, securities.GetLot, lot.LotKey())
	require.Equal(t, securities.Spent, spent.Status)
	require.Equal(t, day(monday), spent.SpentOn)
}

func (m *market) keyOf(l securities.Lot) string {
	return "\x00lot\x00" + strings.Join(l.LotKey().Key(), "\x00") + "\x00"
}

// Whoever was endorsed before the business date was rolled is too late: the end of a day is exact.
func TestADayEndsExactly(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	late := endorsed(t, m, m.orchard, securities.Transfer, m.giving(t, "orchard", "harbour", 10))
	m.roll(t, "2026-01-06")
	require.Equal(t, []string{"MVCC_READ_CONFLICT"}, m.block(t, late))
	m.holds(t, "IND-29", "orchard", 1000)
}

// Of two transfers of one lot in one block one is carried out; the event of the other is in the block all the same.
func TestALotIsSpentOnce(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	first := endorsed(t, m, m.orchard, securities.Transfer, m.giving(t, "orchard", "harbour", 1000))
	second := endorsed(t, m, m.orchard, securities.Transfer, m.giving(t, "orchard", "summit", 1000))
	require.Equal(t, []string{"VALID", "MVCC_READ_CONFLICT"}, m.block(t, first, second))
	require.NotEmpty(t, second.Event, "whoever reads events reads the transactions' codes as well")
	m.holds(t, "IND-29", "summit", 1000)
	m.holds(t, "IND-29", "harbour", 2000)
	stage.Refused(t, m.orchard, securities.Transfer, securities.TransferRequest{
		Instrument: "IND-29", From: "orchard", To: "summit", Lots: []securities.LotID{m.spentIn(t, first)}, Quantity: 1,
	}, securities.LotSpent)
}

// spentIn names the lot that a transfer spent.
func (m *market) spentIn(t testing.TB, tx *ledgertest.Transaction) securities.LotID {
	t.Helper()
	statement := stage.Do(t, m.keeper, securities.GetLotsOn, securities.HoldersRequest{RegisterKey: registerOf("IND-29", monday), Buckets: wholeRegister})
	for _, kv := range m.World.Range(securities.Module, "\x00lot\x00", "\x00lot\x01") {
		parts := strings.Split(strings.Trim(kv.Key, "\x00"), "\x00")
		id := securities.LotID(parts[2] + parts[3] + "." + parts[4])
		lot := stage.Do(t, m.keeper, securities.GetLot, securities.LotKey{Instrument: "IND-29", Lot: id})
		if lot.SpentBy == tx.TxID {
			require.NotContains(t, statement.Lots, id)
			return id
		}
	}
	t.Fatal("the transaction spent nothing")
	return ""
}

// The same reference answers the first result again and moves nothing; another request under it is refused.
func TestATransferIsCarriedOutOnce(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	request := m.giving(t, "orchard", "harbour", 10)
	first := stage.Do(t, m.orchard, securities.Transfer, request, "once")
	require.Equal(t, first, stage.Do(t, m.orchard, securities.Transfer, request, "once"))
	m.holds(t, "IND-29", "harbour", 1010)
	request.Quantity = 11
	_, _, err := stage.Try(m.orchard, securities.Transfer, request, "once")
	require.ErrorIs(t, err, protocol.ReferenceReused)
}

// What passes nothing on: named twice, of another instrument or account, more than there is, or to who may not have it.
func TestTransfersAreRefused(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	m.list(t, "IND-S", shareTerms(t), 500)
	good := m.giving(t, "orchard", "harbour", 10)
	change := func(by func(*securities.TransferRequest)) securities.TransferRequest {
		bad := good
		bad.Lots = slices.Clone(good.Lots)
		by(&bad)
		return bad
	}
	share, foreign := m.first(t, "IND-S", "industry").Lot, m.first(t, "IND-29", "summit").Lot
	for name, wrong := range map[string]struct {
		request securities.TransferRequest
		code    protocol.Code
	}{
		"a lot twice":                         {change(func(r *securities.TransferRequest) { r.Lots = append(r.Lots, r.Lots[0]) }), protocol.InvalidArgument},
		"to itself":                           {change(func(r *securities.TransferRequest) { r.To = "orchard" }), protocol.InvalidArgument},
		"nothing":                             {change(func(r *securities.TransferRequest) { r.Quantity = 0 }), protocol.InvalidArgument},
		"less than nothing":                   {change(func(r *securities.TransferRequest) { r.Quantity = -10 }), protocol.InvalidArgument},
		"beyond all numbers":                  {change(func(r *securities.TransferRequest) { r.Quantity = securities.QuantityMax }), securities.UnitsLacking},
		"more than there is":                  {change(func(r *securities.TransferRequest) { r.Quantity = 1001 }), securities.UnitsLacking},
		"another instrument's lot":            {change(func(r *securities.TransferRequest) { r.Lots[0] = share }), protocol.NotFound},
		"another account's lot":               {change(func(r *securities.TransferRequest) { r.Lots = append(r.Lots, foreign) }), securities.LotForeign},
		"an account that is not":              {change(func(r *securities.TransferRequest) { r.To = "nobody" }), protocol.NotFound},
		"another's account":                   {change(func(r *securities.TransferRequest) { r.From = "summit"; r.Lots[0] = foreign }), securities.NotYours},
		"an instrument that is not passed on": {change(func(r *securities.TransferRequest) { r.Instrument = "IND-S"; r.Lots[0] = share }), securities.InstrumentHalted},
	} {
		_, _, err := stage.Try(m.orchard, securities.Transfer, wrong.request)
		require.ErrorIs(t, err, wrong.code, name)
	}
	m.holds(t, "IND-29", "orchard", 1000)
}

// Until its lock-up is over a lot stays where it is; cutting and joining shorten nothing; the client's clock does not either.
func TestLockUps(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	request := m.giving(t, "orchard", "harbour", 100)
	request.LockedUntil = day("2026-01-07")
	stage.Do(t, m.orchard, securities.Transfer, request)
	stage.Do(t, m.harbour, securities.SweepLots, securities.SweepRequest{Instrument: "IND-29", Account: "harbour", Lots: m.inputs(t, "IND-29", "harbour", 1100)})
	swept := m.lots(t, "IND-29", "harbour")
	require.Len(t, swept, 1)
	require.Equal(t, day("2026-01-07"), swept[0].LockedUntil, "the strictest of both")
	pieces := stage.Do(t, m.harbour, securities.SplitLot, securities.SplitRequest{LotKey: swept[0].LotKey(), Sizes: []securities.Quantity{100, 1000}})
	for _, piece := range pieces.Lots {
		require.Equal(t, day("2026-01-07"), piece.LockedUntil)
	}
	out := m.giving(t, "harbour", "summit", 100)
	stage.Refused(t, m.harbour, securities.Transfer, out, securities.LotLocked)
	early, err := stage.Proposal(m.harbour, securities.Transfer, out)
	require.NoError(t, err)
	early.Timestamp = m.World.Now().Add(14 * time.Minute)
	_, err = m.World.Invoke(m.harbour.ID, early)
	require.NotEmpty(t, codeIn(t, err))
	m.roll(t, "2026-01-06")
	stage.Refused(t, m.harbour, securities.Transfer, out, securities.LotLocked)
	m.roll(t, "2026-01-07")
	stage.Do(t, m.harbour, securities.Transfer, out)
}

// What is asked before a transfer is what decides it: all reasons, and the first is the refusal.
func TestATransferIsCheckedByTheRulesThatDecideIt(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	request := m.giving(t, "orchard", "harbour", 100)
	require.True(t, stage.Do(t, m.summit, securities.CheckTransfer, request).OK)
	lock := m.giving(t, "summit", "orchard", 1000)
	lock.LockedUntil = day("2026-01-07")
	stage.Do(t, m.summit, securities.Transfer, lock)
	stage.Do(t, m.keeper, securities.EndAdmission, securities.AdmissionKey{Instrument: "IND-29", Party: "harbour"})
	stage.Do(t, m.southDesk, securities.CloseAccount, "harbour")
	stage.Do(t, m.judge, securities.HaltInstrument, securities.HaltRequest{ID: "IND-29", Level: securities.NoMove, Order: order})
	request.Lots = m.inputs(t, "IND-29", "orchard", 2000)
	verdict := stage.Do(t, m.summit, securities.CheckTransfer, request)
	require.False(t, verdict.OK)
	var codes []string
	for _, reason := range verdict.Reasons {
		codes = append(codes, reason.Code)
	}
	require.Equal(t, []string{"INSTRUMENT_HALTED", "LOT_LOCKED_UP", "ACCOUNT_REFUSED"}, codes)
	stage.Refused(t, m.orchard, securities.Transfer, request, securities.InstrumentHalted)
}

// The smallest lot that suffices, or the fewest; what is encumbered or locked up is not proposed.
func TestLotsAreSuggested(t *testing.T) {
	m := opened(t)
	m.list(t, "IND-29", bondTerms(t), 5, 50, 50, 500)
	suggest := func(quantity securities.Quantity) *securities.Suggestion {
		return stage.Do(t, m.issuer, securities.SuggestInputs, securities.SuggestRequest{Instrument: "IND-29", Account: "industry", Quantity: quantity})
	}
	require.Equal(t, securities.Quantity(2), suggest(3).Change)
	require.Equal(t, securities.Quantity(10), suggest(40).Change)
	require.Len(t, suggest(540).Lots, 2)
	require.Len(t, suggest(605).Lots, 4)
	_, _, err := stage.Try(m.issuer, securities.SuggestInputs, securities.SuggestRequest{Instrument: "IND-29", Account: "industry", Quantity: 606})
	require.ErrorIs(t, err, securities.UnitsLacking)
	chosen := map[securities.LotID]bool{}
	for range 40 {
		chosen[suggest(50).Lots[0]] = true
	}
	require.Len(t, chosen, 2, "of two lots of one size now this and now that")
}
