// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

const maturity = "2026-02-04"

// lending is a repo of units of IND-29 by orchard to harbour: a haircut of 5 %, 3 % a year, from 5 January to 4 February, margin
// for more than 1,000.00, one day of grace.
func lending(t testing.TB, id string, quantity securities.Quantity) securities.RepoRequest {
	t.Helper()
	return securities.RepoRequest{
		ID: securities.RepoID(id), Seller: "orchard", Buyer: "harbour", Expires: day(monday),
		RepoTerms: securities.RepoTerms{
			Instrument: "IND-29", Quantity: quantity, Priced: day("2026-01-02"), Cover: securities.Cover{Kind: securities.Haircut, Rate: dec("0.05")},
			Rate: dec("0.03"), DayCount: date.Act360, Purchase: day(monday), Repurchase: day(maturity), Threshold: eur("1000.00").Amount,
			Minimum: eur("500.00").Amount, Grace: 1, Calendar: target(t),
		},
	}
}

func (m *market) closesAt(t testing.TB, id securities.InstrumentID, on, price string) {
	t.Helper()
	stage.Do(t, m.keeper, securities.PublishPrice, securities.ClosingPrice{
		ClosingPriceKey: securities.ClosingPriceKey{Instrument: id, Day: day(on)}, Price: dec(price),
	})
}

// lender is a market in which IND-29 closed at 1,000 on Friday, and either side lets securities collect for repos.
func lender(t testing.TB) *market {
	t.Helper()
	m := bonds(t)
	m.closesAt(t, "IND-29", "2026-01-02", "1000")
	m.mandate(t, "orchard", securities.RepoPurpose)
	m.mandate(t, "harbour", securities.RepoPurpose)
	return m
}

func mandated(account string) securities.PaidBy {
	return securities.PaidBy{Mandate: cash.MandateID(account + "-repo")}
}

// lent has orchard propose and harbour agree.
func (m *market) lent(t testing.TB, req securities.RepoRequest) securities.RepoID {
	t.Helper()
	stage.Do(t, m.orchard, securities.ProposeRepo, req)
	require.Equal(t, securities.RepoAgreed, stage.Do(t, m.harbour, securities.AgreeRepo, req.ID).Status)
	return req.ID
}

func (m *market) onLeg(t testing.TB, id securities.RepoID, quantity securities.Quantity) securities.RepoLegRequest {
	t.Helper()
	return securities.RepoLegRequest{ID: id, Lots: m.inputs(t, "IND-29", "orchard", quantity), PaidBy: mandated("harbour")}
}

func (m *market) offLeg(t testing.TB, id securities.RepoID, quantity securities.Quantity) securities.RepoLegRequest {
	t.Helper()
	return securities.RepoLegRequest{ID: id, Lots: m.inputs(t, "IND-29", "harbour", quantity), PaidBy: mandated("orchard")}
}

// borrowed is a repo of 500 units, bought for 475,000.00.
func (m *market) borrowed(t testing.TB, id string) securities.RepoID {
	t.Helper()
	m.lent(t, lending(t, id, 500))
	stage.Do(t, m.orchard, securities.SettleOnLeg, m.onLeg(t, securities.RepoID(id), 500))
	return securities.RepoID(id)
}

// From the proposal to the repurchase: 475,000.00 at 3 % for 30 days of 360 are 1,187.50.
func TestRepoFromOpenToClose(t *testing.T) {
	m := lender(t)
	req := lending(t, "R", 500)
	stage.Refused(t, m.summit, securities.ProposeRepo, req, securities.NotYours)
	proposed := stage.Do(t, m.orchard, securities.ProposeRepo, req)
	require.Equal(t, eur("475000.00").Amount, proposed.Price)
	for _, other := range []*stage.Actor{m.orchard, m.summit, m.southDesk, m.keeper} {
		stage.Refused(t, other, securities.AgreeRepo, "R", securities.NotYours)
	}
	stage.Do(t, m.harbour, securities.AgreeRepo, "R")
	stage.Refused(t, m.harbour, securities.AgreeRepo, "R", securities.StatusRefused)

	on := m.onLeg(t, "R", 500)
	for _, other := range []*stage.Actor{m.harbour, m.summit, m.northDesk} {
		stage.Refused(t, other, securities.SettleOnLeg, on, securities.NotYours)
	}
	height := m.World.Height(north)
	stage.Do(t, m.orchard, securities.SettleOnLeg, on)
	require.Equal(t, uint64(1), m.World.Height(north)-height)
	m.has(t, "orchard", "1475000.00")
	m.has(t, "harbour", "525000.00")
	m.holds(t, "IND-29", "orchard", 500)
	m.holds(t, "IND-29", "harbour", 1500)
	stage.Refused(t, m.orchard, securities.SettleOnLeg, on, securities.StatusRefused)

	stage.Refused(t, m.harbour, securities.SettleOffLeg, m.offLeg(t, "R", 500), securities.TooEarly)
	m.roll(t, maturity)
	// Equivalent units are as good as the same: harbour gives its own first lot.
	off := m.offLeg(t, "R", 500)
	stage.Refused(t, m.orchard, securities.SettleOffLeg, off, securities.NotYours)
	stage.Do(t, m.harbour, securities.SettleOffLeg, off)
	m.has(t, "orchard", "998812.50")
	m.has(t, "harbour", "1001187.50")
	m.holds(t, "IND-29", "orchard", 1000)
	m.holds(t, "IND-29", "harbour", 1000)
	stage.Refused(t, m.harbour, securities.SettleOffLeg, m.offLeg(t, "R", 500), securities.StatusRefused)
	book := stage.Do(t, m.summit, securities.GetRepoBook, "R")
	require.Len(t, book.Moves, 2)
	require.Equal(t, eur("-476187.50").Amount, book.Moves[1].Paid)
	require.Len(t, stage.Do(t, m.summit, securities.Repos, securities.CollateralOfRequest{Account: "harbour", Received: true}).Items, 1)
	require.Empty(t, stage.Do(t, m.summit, securities.Repos, securities.CollateralOfRequest{Account: "harbour"}).Items)
}

// Late, interest runs on; early, it takes the seller's hold for exactly what is due on that day.
func TestRepoEndsEarlyOrLate(t *testing.T) {
	m := lender(t)
	id := m.borrowed(t, "R")
	m.roll(t, "2026-01-15")
	early := m.offLeg(t, id, 500)
	hold := func(name, amount string, leg securities.RepoLeg) securities.PaidBy {
		stage.Do(t, m.orchard, cash.CreateHold, cash.HoldRequest{
			ID: cash.HoldID(name), Payer: "orchard", Payee: "harbour", Amount: eur(amount), Purpose: id.Purpose(leg),
			Notary: cash.Notary{Kind: cash.ModuleNotary, ID: securities.Module}, Expires: day("2026-02-28"),
		})
		return securities.PaidBy{Hold: cash.HoldID(name)}
	}
	early.PaidBy = hold("other", "475395.83", securities.OffLeg)
	stage.Refused(t, m.harbour, securities.SettleOffLeg, early, cash.ConsentMissing)
	early.PaidBy = hold("less", "475395.82", securities.EarlyLeg)
	stage.Refused(t, m.harbour, securities.SettleOffLeg, early, cash.ConsentMissing)
	early.PaidBy = hold("exact", "475395.83", securities.EarlyLeg)
	stage.Do(t, m.harbour, securities.SettleOffLeg, early)
	m.has(t, "harbour", "1000395.83")

	m = lender(t)
	id = m.borrowed(t, "R")
	m.roll(t, "2026-02-05")
	stage.Refused(t, m.orchard, securities.DeclareRepoDefault, securities.RepoDefaultRequest{ID: id}, securities.NotInDefault)
	stage.Do(t, m.harbour, securities.SettleOffLeg, m.offLeg(t, id, 500))
	m.has(t, "harbour", "1001227.08") // 31 days: 1,227.0833
}

// Neither leg is carried out without the other.
func TestOneLegOfARepoAloneLeavesNothing(t *testing.T) {
	m := lender(t)
	id := m.lent(t, lending(t, "R", 500))
	good := m.onLeg(t, id, 500)
	refused := func(req securities.RepoLegRequest, code protocol.Code) {
		t.Helper()
		before, money := m.everything(), m.World.Range("cash", "", "")
		stage.Refused(t, m.orchard, securities.SettleOnLeg, req, code)
		require.Equal(t, before, m.everything())
		require.Equal(t, money, m.World.Range("cash", "", ""))
	}
	for by, code := range map[securities.PaidBy]protocol.Code{
		{}: cash.ConsentMissing, {Mandate: "none"}: protocol.NotFound, {Mandate: "orchard-repo"}: cash.ConsentMissing, {Hold: "none"}: protocol.NotFound,
	} {
		bad := good
		bad.PaidBy = by
		refused(bad, code)
	}
	foreign, few := good, good
	foreign.Lots = m.inputs(t, "IND-29", "summit", 500)
	refused(foreign, securities.LotForeign)
	stage.Do(t, m.orchard, securities.SplitLot, securities.SplitRequest{LotKey: m.first(t, "IND-29", "orchard"), Sizes: []securities.Quantity{400, 100, 500}})
	refused(good, securities.LotSpent)
	few.Lots = m.inputs(t, "IND-29", "orchard", 400)
	refused(few, securities.UnitsLacking)
	m.pledge(t, "P", "1.00", few.Lots...)
	few.Lots = append(few.Lots, m.inputs(t, "IND-29", "orchard", 100)...)
	refused(few, securities.LotEncumbered)
	stage.Do(t, m.judge, cash.FreezeAccount, cash.FreezeRequest{Account: "harbour", Side: cash.DebitSide})
	refused(m.onLeg(t, id, 500), cash.AccountFrozen)
	stage.Do(t, m.judge, cash.UnfreezeAccount, "harbour")
	stage.Do(t, m.keeper, securities.EndAdmission, securities.AdmissionKey{Instrument: "IND-29", Party: "harbour"})
	refused(m.onLeg(t, id, 500), securities.NotAdmitted)
}

// A repo that is not bought ends by both sides, or by time.
func TestRepoIsCancelledOrExpires(t *testing.T) {
	m := lender(t)
	stage.Do(t, m.harbour, securities.ProposeRepo, lending(t, "A", 500))
	stage.Refused(t, m.summit, securities.CancelRepo, "A", securities.NotYours)
	require.Equal(t, securities.RepoCancelled, stage.Do(t, m.orchard, securities.CancelRepo, "A").Status)
	id := m.lent(t, lending(t, "B", 500))
	require.Equal(t, securities.RepoAgreed, stage.Do(t, m.orchard, securities.CancelRepo, id).Status)
	stage.Refused(t, m.orchard, securities.CancelRepo, id, securities.StatusRefused)
	require.Equal(t, securities.RepoCancelled, stage.Do(t, m.harbour, securities.CancelRepo, id).Status)
	stage.Refused(t, m.orchard, securities.SettleOnLeg, m.onLeg(t, id, 500), securities.StatusRefused)

	stage.Do(t, m.orchard, securities.ProposeRepo, lending(t, "C", 500))
	id = m.lent(t, lending(t, "D", 500))
	later := lending(t, "E", 500)
	later.Purchase = day("2026-01-08")
	stage.Do(t, m.orchard, securities.ProposeRepo, later)
	stage.Do(t, m.harbour, securities.AgreeRepo, "E")
	stage.Refused(t, m.orchard, securities.SettleOnLeg, m.onLeg(t, "E", 500), securities.TooEarly)
	m.roll(t, "2026-01-07")
	stage.Refused(t, m.harbour, securities.AgreeRepo, "C", securities.TooLate)
	stage.Refused(t, m.orchard, securities.SettleOnLeg, m.onLeg(t, id, 500), securities.TooLate)
	for _, over := range []securities.RepoID{"C", "D"} {
		require.Equal(t, securities.RepoExpired, stage.Do(t, m.summit, securities.CancelRepo, over).Status)
	}
	old := lending(t, "F", 500)
	old.Priced = day("2026-01-05")
	old.Expires, old.Purchase = day("2026-01-08"), day("2026-01-08")
	stage.Refused(t, m.orchard, securities.ProposeRepo, old, securities.NotPublished)
	self := old
	self.Priced, self.Buyer = day("2026-01-02"), "industry"
	stage.Refused(t, m.orchard, securities.ProposeRepo, self, securities.AccountRefused)
}

// Nothing moves under a repo that one of the custodians, the depository or a bank did not endorse.
func TestEachOneHasToEndorseALegOfARepo(t *testing.T) {
	m := lender(t)
	id := m.lent(t, lending(t, "R", 500))
	require.ElementsMatch(t, []string{north, south, csd}, stage.Do(t, m.judge, securities.GetRepoBook, id).Endorsers())
	send := func(endorsers []string) error {
		proposal, err := stage.Proposal(m.orchard, securities.SettleOnLeg, m.onLeg(t, id, 500))
		require.NoError(t, err)
		proposal.Endorsers = endorsers
		_, err = m.World.Invoke(m.orchard.ID, proposal)
		return err
	}
	for _, missing := range []string{north, south, csd} {
		others := slices.DeleteFunc(slices.Clone(members), func(msp string) bool { return msp == missing })
		require.ErrorContains(t, send(others), "ENDORSEMENT_POLICY_FAILURE", "without %s", missing)
		m.holds(t, "IND-29", "harbour", 1000)
	}
	require.NoError(t, send([]string{north, south, csd}))
	m.holds(t, "IND-29", "harbour", 1500)
}

// Two first legs of one repo in a block: one is valid. The lots of one transaction are each spent once.
func TestALegIsSettledOnce(t *testing.T) {
	m := lender(t)
	id := m.lent(t, lending(t, "R", 500))
	req := m.onLeg(t, id, 500)
	codes := m.block(t, endorsed(t, m, m.orchard, securities.SettleOnLeg, req), endorsed(t, m, m.orchard, securities.SettleOnLeg, req))
	require.Equal(t, []string{"VALID", "MVCC_READ_CONFLICT"}, codes)
	m.has(t, "harbour", "525000.00")
	twice := m.offLeg(t, id, 500)
	twice.Lots = []securities.LotID{twice.Lots[0], twice.Lots[0]}
	m.roll(t, maturity)
	stage.Refused(t, m.harbour, securities.SettleOffLeg, twice, protocol.InvalidArgument)
}
