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

func target(t testing.TB) date.Calendar {
	t.Helper()
	calendar, err := date.TARGET2(2026, 2027)
	require.NoError(t, err)
	return calendar
}

func lotsIn(id securities.InstrumentID, lots ...securities.LotID) securities.LotsOf {
	return securities.LotsOf{Instrument: id, Lots: lots}
}

// pledged offers lots of orchard to harbour for a claim, a notice of two business days and a floor of nine tenths.
func pledged(t testing.TB, id, claim string, lots ...securities.LotID) securities.PledgeRequest {
	t.Helper()
	return securities.PledgeRequest{
		ID: securities.PledgeID(id), Account: "orchard", Secured: "harbour", LotsOf: lotsIn("IND-29", lots...), Expires: day("2026-02-27"),
		PledgeTerms: securities.PledgeTerms{Claim: eur(claim), Notice: 2, Calendar: target(t), Floor: dec("0.9")},
	}
}

// cut is a market in which orchard has 20 lots of 50 units, which it names.
func cut(t testing.TB) (*market, []securities.LotID) {
	t.Helper()
	m := bonds(t)
	m.pieces(t, "orchard", 20)
	return m, m.allLots(t, "IND-29", "orchard")
}

// pledge has orchard offer and harbour accept.
func (m *market) pledge(t testing.TB, id, claim string, lots ...securities.LotID) securities.PledgeID {
	t.Helper()
	stage.Do(t, m.orchard, securities.OfferPledge, pledged(t, id, claim, lots...))
	require.Equal(t, securities.PledgeActive, stage.Do(t, m.harbour, securities.AcceptPledge, securities.PledgeID(id)).Status)
	return securities.PledgeID(id)
}

// defaulted declares a default on Tuesday and goes to Friday, with Thursday's price, 1020.
func (m *market) defaulted(t testing.TB, id securities.PledgeID) {
	t.Helper()
	m.roll(t, "2026-01-06")
	stage.Do(t, m.harbour, securities.DefaultPledge, id)
	m.friday(t)
}

func (m *market) friday(t testing.TB) {
	t.Helper()
	m.roll(t, "2026-01-09")
	m.closes(t, "2026-01-08")
}

func takes(id securities.PledgeID, lots ...securities.LotID) securities.PledgedRequest {
	return securities.PledgedRequest{ID: id, LotsOf: lotsIn("IND-29", lots...)}
}

func (m *market) stateOf(t testing.TB, lot securities.LotID) securities.LotStatus {
	t.Helper()
	return stage.Do(t, m.keeper, securities.GetLot, securities.LotKey{Instrument: "IND-29", Lot: lot}).Status
}

func TestPledgeIsGivenAndReleased(t *testing.T) {
	m, lots := cut(t)
	stage.Do(t, m.orchard, securities.OfferPledge, pledged(t, "P", "60000.00", lots[:3]...))
	require.Equal(t, securities.Free, m.stateOf(t, lots[0]), "an offer binds no lot")
	for _, other := range []*stage.Actor{m.orchard, m.summit, m.southDesk, m.keeper} {
		stage.Refused(t, other, securities.AcceptPledge, "P", securities.NotYours)
	}
	stage.Do(t, m.harbour, securities.AcceptPledge, "P")
	stage.Refused(t, m.harbour, securities.AcceptPledge, "P", securities.StatusRefused)
	require.Equal(t, securities.Pledged, m.stateOf(t, lots[0]))
	move := securities.TransferRequest{Instrument: "IND-29", From: "orchard", To: "summit", Lots: lots[:1], Quantity: 50}
	stage.Refused(t, m.orchard, securities.Transfer, move, securities.LotEncumbered)
	stage.Refused(t, m.orchard, securities.SweepLots, securities.SweepRequest{Instrument: "IND-29", Account: "orchard", Lots: lots[:2]}, securities.LotEncumbered)
	stage.Refused(t, m.orchard, securities.ReleasePledged, takes("P", lots[0]), securities.NotYours)
	stage.Do(t, m.harbour, securities.ReleasePledged, takes("P", lots[0]))
	stage.Do(t, m.orchard, securities.Transfer, move)
	stage.Refused(t, m.harbour, securities.ReleasePledged, takes("P", lots[0]), securities.LotSpent)
	stage.Refused(t, m.harbour, securities.ReleasePledged, takes("P", lots[5]), securities.LotEncumbered)

	stage.Refused(t, m.orchard, securities.DischargePledge, "P", securities.NotYours)
	stage.Do(t, m.harbour, securities.DischargePledge, "P")
	stage.Refused(t, m.harbour, securities.DischargePledge, "P", securities.StatusRefused)
	stage.Refused(t, m.summit, securities.ReleasePledged, takes("P", lots[1]), securities.NotYours)
	stage.Do(t, m.orchard, securities.ReleasePledged, takes("P", lots[1], lots[2]))
	require.Equal(t, securities.Free, m.stateOf(t, lots[2]))
	m.holds(t, "IND-29", "orchard", 950)
	require.Len(t, stage.Do(t, m.summit, securities.Pledges, securities.CollateralOfRequest{Account: "harbour", Received: true}).Items, 1)
	require.Empty(t, stage.Do(t, m.summit, securities.Pledges, securities.CollateralOfRequest{Account: "harbour"}).Items)
}

func TestOfferOfAPledgeEnds(t *testing.T) {
	m, lots := cut(t)
	for id, by := range map[string]*stage.Actor{"A": m.orchard, "B": m.harbour} {
		stage.Do(t, m.orchard, securities.OfferPledge, pledged(t, id, "1.00", lots[0]))
		stage.Refused(t, m.summit, securities.EndPledgeOffer, securities.PledgeID(id), securities.NotYours)
		stage.Do(t, by, securities.EndPledgeOffer, securities.PledgeID(id))
		stage.Refused(t, m.harbour, securities.AcceptPledge, securities.PledgeID(id), securities.StatusRefused)
	}
	stage.Do(t, m.orchard, securities.OfferPledge, pledged(t, "C", "1.00", lots[0]))
	m.roll(t, "2026-03-02")
	stage.Refused(t, m.harbour, securities.AcceptPledge, "C", securities.TooLate)
	stage.Do(t, m.summit, securities.EndPledgeOffer, "C")
}

// What is not free cannot be pledged, nor what is somebody else's.
func TestWhatCannotBePledged(t *testing.T) {
	m, lots := cut(t)
	m.pledge(t, "P", "60000.00", lots[0])
	d := m.agree(t, sale("T1", 50, ""))
	locked := m.lockLots(t, d).Lots
	long := stage.Do(t, m.orchard, securities.Transfer, securities.TransferRequest{
		Instrument: "IND-29", From: "orchard", To: "summit", Lots: lots[18:19], Quantity: 50, LockedUntil: day("2026-06-30"),
	}).Lots[0].ID
	refused := func(code protocol.Code, request securities.PledgeRequest) {
		t.Helper()
		stage.Do(t, m.orchard, securities.OfferPledge, request)
		before := m.everything()
		stage.Refused(t, m.harbour, securities.AcceptPledge, request.ID, code)
		require.Equal(t, before, m.everything())
	}
	refused(securities.LotEncumbered, pledged(t, "A", "1.00", lots[0]))
	refused(securities.LotEncumbered, pledged(t, "B", "1.00", locked...))
	refused(securities.LotForeign, pledged(t, "C", "1.00", m.first(t, "IND-29", "summit").Lot))
	refused(securities.LotSpent, pledged(t, "D", "1.00", lots[18]))
	refused(securities.LotForeign, pledged(t, "E", "1.00", long))
	own := pledged(t, "F", "1.00", long)
	own.Account = "summit"
	stage.Refused(t, m.orchard, securities.OfferPledge, own, securities.NotYours)
	stage.Do(t, m.summit, securities.OfferPledge, own)
	stage.Refused(t, m.harbour, securities.AcceptPledge, "F", securities.LotLocked)
	itself := pledged(t, "G", "1.00", lots[1])
	itself.Secured = "summit"
	stage.Do(t, m.orchard, securities.OfferPledge, itself)
	stage.Refused(t, m.orchard, securities.OfferPledge, itself, protocol.AlreadyExists)
	late := pledged(t, "H", "1.00", lots[1])
	late.Expires = day("2026-01-02")
	stage.Refused(t, m.orchard, securities.OfferPledge, late, securities.TooLate)
	treasury := pledged(t, "I", "1.00", lots[1])
	treasury.Secured = "industry"
	stage.Refused(t, m.orchard, securities.OfferPledge, treasury, securities.AccountRefused)
}

// Of 60,000.00 at 1,020, 58 units are taken for 59,160.00. What is left, 840.00, is worth less than one unit; one is sold for
// 1,000.00, of which 160.00 are the pledgor's.
func TestPledgeIsRealised(t *testing.T) {
	m, lots := cut(t)
	id := m.pledge(t, "P", "60000.00", lots[:2]...)
	stage.Refused(t, m.harbour, securities.AppropriatePledged, takes(id, lots[0]), securities.StatusRefused)
	m.roll(t, "2026-01-06")
	stage.Refused(t, m.orchard, securities.DefaultPledge, id, securities.NotYours)
	declared := stage.Do(t, m.harbour, securities.DefaultPledge, id)
	require.Equal(t, day("2026-01-08"), declared.Realisable)
	m.roll(t, "2026-01-07")
	stage.Refused(t, m.harbour, securities.AppropriatePledged, takes(id, lots[:2]...), securities.TooEarly)
	m.roll(t, "2026-01-09")
	m.closes(t, "2026-01-07")
	stage.Refused(t, m.harbour, securities.AppropriatePledged, takes(id, lots[:2]...), securities.NotPublished)
	m.closes(t, "2026-01-08")
	for _, other := range []*stage.Actor{m.orchard, m.summit, m.southDesk, m.keeper} {
		stage.Refused(t, other, securities.AppropriatePledged, takes(id, lots[:2]...), securities.NotYours)
	}
	stage.Refused(t, m.harbour, securities.AppropriatePledged, takes(id, lots[0], lots[5]), securities.LotEncumbered)
	taken := stage.Do(t, m.harbour, securities.AppropriatePledged, takes(id, lots[:2]...))
	require.Equal(t, eur("59160.00").Amount, taken.Satisfied)
	require.Equal(t, securities.PledgeDefaulted, taken.Status)
	m.holds(t, "IND-29", "harbour", 1058)
	m.holds(t, "IND-29", "orchard", 942)
	stage.Refused(t, m.harbour, securities.AppropriatePledged, takes(id, lots[:2]...), securities.NothingDue)

	left := m.pledgedLot(t, 42)
	stage.Refused(t, m.harbour, securities.AppropriatePledged, takes(id, left), securities.NothingDue)
	m.sold(t, id, left)
	after := stage.Do(t, m.summit, securities.GetPledge, id)
	require.Equal(t, securities.PledgeRealised, after.Status)
	require.Equal(t, after.Claim.Amount, after.Satisfied)
	m.has(t, "harbour", "1000840.00")
	m.has(t, "orchard", "1000160.00")
	m.has(t, "summit", "999000.00")
	m.holds(t, "IND-29", "summit", 1001)
	require.Empty(t, slices.DeleteFunc(m.lots(t, "IND-29", "orchard"), func(l securities.Lot) bool { return l.Status == securities.Free }))
}

// pledgedLot is the pledged lot of a quantity that orchard has.
func (m *market) pledgedLot(t testing.TB, quantity securities.Quantity) securities.LotID {
	t.Helper()
	for _, lot := range m.lots(t, "IND-29", "orchard") {
		if lot.Status == securities.Pledged && lot.Quantity == quantity {
			return lot.ID
		}
	}
	require.Fail(t, "no such lot")
	return ""
}

func sells(t testing.TB, id securities.PledgeID, quantity securities.Quantity, amount string, lots ...securities.LotID) securities.SellRequest {
	t.Helper()
	return securities.SellRequest{
		SaleKey: securities.SaleKey{Pledge: id, Buyer: "summit"}, SaleTerms: securities.SaleTerms{Quantity: quantity, Amount: eur(amount)},
		LotsOf: lotsIn("IND-29", lots...), Until: day("2026-01-09"),
	}
}

// sold sells one unit to summit.
func (m *market) sold(t testing.TB, id securities.PledgeID, lot securities.LotID) {
	t.Helper()
	offer := sells(t, id, 1, "1000.00", lot)
	stage.Refused(t, m.harbour, securities.SellPledged, sells(t, id, 1, "917.99", lot), securities.ValueLacking)
	stage.Refused(t, m.harbour, securities.SellPledged, sells(t, id, 2, "2000.00", lot), securities.ValueExcessive)
	stage.Refused(t, m.orchard, securities.SellPledged, offer, securities.NotYours)
	friend := offer
	friend.Buyer = "harbour"
	stage.Refused(t, m.harbour, securities.SellPledged, friend, securities.BothSides)
	stage.Do(t, m.harbour, securities.SellPledged, offer)
	buy := securities.BuyRequest{SaleKey: offer.SaleKey, SaleTerms: offer.SaleTerms, PaidBy: securities.PaidBy{Mandate: m.mandate(t, "summit", securities.PledgePurpose)}}
	for _, other := range []*stage.Actor{m.harbour, m.orchard, m.northDesk} {
		stage.Refused(t, other, securities.BuyPledged, buy, securities.NotYours)
	}
	cheaper, unpaid := buy, buy
	cheaper.Amount, unpaid.PaidBy = eur("999.00"), securities.PaidBy{}
	stage.Refused(t, m.summit, securities.BuyPledged, cheaper, securities.TermsMoved)
	stage.Refused(t, m.summit, securities.BuyPledged, unpaid, cash.ConsentMissing)
	unpaid.Hold = "any"
	stage.Refused(t, m.summit, securities.BuyPledged, unpaid, securities.HoldRefused)
	stage.Refused(t, m.orchard, securities.WithdrawPledgedSale, offer.SaleKey, securities.NotYours)
	stage.Do(t, m.harbour, securities.WithdrawPledgedSale, offer.SaleKey)
	stage.Refused(t, m.summit, securities.BuyPledged, buy, securities.StatusRefused)
	stage.Do(t, m.harbour, securities.SellPledged, offer)
	stage.Do(t, m.summit, securities.BuyPledged, buy)
	stage.Refused(t, m.summit, securities.BuyPledged, buy, securities.StatusRefused)
}

// A sale is paid by a hold too, where all of it is the secured party's; where cash refuses, no lot moves.
func TestPledgeIsSoldAgainstAHold(t *testing.T) {
	m, lots := cut(t)
	id := m.pledge(t, "P", "60000.00", lots[0])
	m.defaulted(t, id)
	offer := sells(t, id, 50, "50000.00", lots[0])
	stage.Do(t, m.harbour, securities.SellPledged, offer)
	buy := securities.BuyRequest{SaleKey: offer.SaleKey, SaleTerms: offer.SaleTerms}
	for id, amount := range map[cash.HoldID]string{"less": "49999.99", "all": "50000.00"} {
		stage.Do(t, m.summit, cash.CreateHold, cash.HoldRequest{
			ID: id, Payer: "summit", Payee: "harbour", Amount: eur(amount), Purpose: offer.Pledge.Purpose(),
			Notary: cash.Notary{Kind: cash.ModuleNotary, ID: securities.Module}, Expires: day("2026-02-28"),
		})
	}
	buy.Hold = "less"
	before := m.everything()
	stage.Refused(t, m.summit, securities.BuyPledged, buy, cash.ConsentMissing)
	require.Equal(t, before, m.everything())
	buy.Hold = "all"
	stage.Do(t, m.summit, securities.BuyPledged, buy)
	m.has(t, "harbour", "1050000.00")
	m.holds(t, "IND-29", "summit", 1050)
	m.holds(t, "IND-29", "orchard", 950)
}

// Two realisations of one pledge in a block: one is valid.
func TestOfTwoRealisationsOneIsCarriedOut(t *testing.T) {
	m, lots := cut(t)
	id := m.pledge(t, "P", "50000.00", lots[:2]...)
	m.defaulted(t, id)
	offer := sells(t, id, 50, "50000.00", lots[1])
	stage.Do(t, m.harbour, securities.SellPledged, offer)
	buy := securities.BuyRequest{SaleKey: offer.SaleKey, SaleTerms: offer.SaleTerms, PaidBy: securities.PaidBy{Mandate: m.mandate(t, "summit", securities.PledgePurpose)}}
	codes := m.block(t,
		endorsed(t, m, m.harbour, securities.AppropriatePledged, takes(id, lots[0])), endorsed(t, m, m.summit, securities.BuyPledged, buy))
	require.Equal(t, []string{"VALID", "MVCC_READ_CONFLICT"}, codes)
	m.has(t, "harbour", "1000000.00")
	m.holds(t, "IND-29", "harbour", 1049)
	stage.Refused(t, m.summit, securities.BuyPledged, buy, securities.ValueExcessive)
}

// Other lots take the place of pledged ones where they are worth as much at the last closing prices.
func TestPledgedLotsAreSubstituted(t *testing.T) {
	m, lots := cut(t)
	m.list(t, "IND", shareTerms(t), 1000)
	m.pass(t, "IND", m.issuer, "industry", "orchard", 1000)
	stage.Do(t, m.keeper, securities.Activate, "IND")
	id := m.pledge(t, "P", "60000.00", lots[:2]...)
	shares := m.first(t, "IND", "orchard").Lot
	m.friday(t)
	same := securities.SwapRequest{ID: id, From: "IND-29", Back: lots[:1], LotsOf: lotsIn("IND-29", lots[2])}
	stage.Refused(t, m.harbour, securities.AgreePledgeSwap, same, securities.TermsMoved)
	stage.Refused(t, m.harbour, securities.ProposePledgeSwap, same, securities.NotYours)
	stage.Do(t, m.orchard, securities.ProposePledgeSwap, same)
	stage.Refused(t, m.orchard, securities.AgreePledgeSwap, same, securities.NotYours)
	stage.Do(t, m.harbour, securities.AgreePledgeSwap, same)
	stage.Refused(t, m.harbour, securities.AgreePledgeSwap, same, securities.TermsMoved)
	require.Equal(t, []securities.LotStatus{securities.Free, securities.Pledged, securities.Pledged}, []securities.LotStatus{m.stateOf(t, lots[0]), m.stateOf(t, lots[1]), m.stateOf(t, lots[2])})

	other := securities.SwapRequest{ID: id, From: "IND-29", Back: lots[1:2], LotsOf: lotsIn("IND", shares)}
	stage.Do(t, m.orchard, securities.ProposePledgeSwap, other)
	stage.Refused(t, m.harbour, securities.AgreePledgeSwap, other, securities.NotPublished)
	stage.Do(t, m.keeper, securities.PublishPrice, securities.ClosingPrice{
		ClosingPriceKey: securities.ClosingPriceKey{Instrument: "IND", Day: day("2026-01-08")}, Price: dec("50.999999999999"),
	})
	stage.Refused(t, m.harbour, securities.AgreePledgeSwap, other, securities.ValueLacking)
	more := securities.SwapRequest{ID: id, LotsOf: lotsIn("IND", shares)}
	stage.Do(t, m.orchard, securities.ProposePledgeSwap, more)
	stage.Do(t, m.harbour, securities.AgreePledgeSwap, more)
	require.Equal(t, securities.Pledged, stage.Do(t, m.keeper, securities.GetLot, m.first(t, "IND", "orchard")).Status)
}

// Nothing becomes of a pledge that one of the custodians or the depository did not endorse; the regulator's endorsement
// stands for that of the pledgor's custodian.
func TestEachOneHasToEndorseARealisation(t *testing.T) {
	m, lots := cut(t)
	id := m.pledge(t, "P", "60000.00", lots[0])
	m.defaulted(t, id)
	send := func(endorsers ...string) error {
		proposal, err := stage.Proposal(m.harbour, securities.AppropriatePledged, takes(id, lots[0]))
		require.NoError(t, err)
		proposal.Endorsers = endorsers
		_, err = m.World.Invoke(m.harbour.ID, proposal)
		return err
	}
	for _, without := range [][]string{{north, csd, industry, ruler}, {north, south, industry, ruler}, {south, csd, industry}} {
		require.ErrorContains(t, send(without...), "ENDORSEMENT_POLICY_FAILURE", "%v", without)
	}
	m.holds(t, "IND-29", "harbour", 1000)
	require.NoError(t, send(south, csd, ruler))
	m.holds(t, "IND-29", "harbour", 1050)
}

// A buyer's custodian endorses what comes into its account.
func TestTheBuyersCustodianHasToEndorseASale(t *testing.T) {
	m, lots := cut(t)
	offer := pledged(t, "P", "60000.00", lots[0])
	offer.Secured = "summit"
	stage.Do(t, m.orchard, securities.OfferPledge, offer)
	stage.Do(t, m.summit, securities.AcceptPledge, "P")
	m.roll(t, "2026-01-06")
	stage.Do(t, m.summit, securities.DefaultPledge, "P")
	m.friday(t)
	sale := sells(t, "P", 50, "50000.00", lots[0])
	sale.Buyer = "harbour"
	stage.Do(t, m.summit, securities.SellPledged, sale)
	proposal, err := stage.Proposal(m.harbour, securities.BuyPledged, securities.BuyRequest{
		SaleKey: sale.SaleKey, SaleTerms: sale.SaleTerms, PaidBy: securities.PaidBy{Mandate: m.mandate(t, "harbour", securities.PledgePurpose)},
	})
	require.NoError(t, err)
	for _, missing := range []string{south, north, csd} {
		proposal.Endorsers = slices.DeleteFunc(slices.Clone(members), func(msp string) bool { return msp == missing || msp == ruler })
		_, err = m.World.Invoke(m.harbour.ID, proposal)
		require.ErrorContains(t, err, "ENDORSEMENT_POLICY_FAILURE", "without %s", missing)
	}
	m.has(t, "summit", "1000000.00")
	m.roll(t, "2026-01-12")
	stage.Refused(t, m.harbour, securities.BuyPledged, securities.BuyRequest{
		SaleKey: sale.SaleKey, SaleTerms: sale.SaleTerms, PaidBy: securities.PaidBy{Mandate: "harbour-pledge"},
	}, securities.TooLate)
}

// Who may not receive units appropriates none, and of a halted instrument nobody does.
func TestFrozenAccountsAndStrangersGetNothing(t *testing.T) {
	m, lots := cut(t)
	id := m.pledge(t, "P", "60000.00", lots[0])
	m.defaulted(t, id)
	stage.Do(t, m.keeper, securities.EndAdmission, securities.AdmissionKey{Instrument: "IND-29", Party: "harbour"})
	stage.Refused(t, m.harbour, securities.AppropriatePledged, takes(id, lots[0]), securities.NotAdmitted)
	stage.Do(t, m.keeper, securities.HaltInstrument, halting("IND-29"))
	stage.Refused(t, m.harbour, securities.AppropriatePledged, takes(id, lots[0]), securities.InstrumentHalted)
	require.Equal(t, securities.Pledged, m.stateOf(t, lots[0]))
}
