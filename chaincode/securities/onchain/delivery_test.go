// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
)

// trade is a sale between two accounts as both sides see it.
type trade struct {
	reference     securities.CommonReference
	instrument    securities.InstrumentID
	seller, buyer securities.AccountID
	quantity      securities.Quantity
	price         string // in EUR; free of payment when empty
	settle        string
	partial       securities.PartialConsent
	partialMin    securities.Quantity
}

// sale is of units of IND-29 by orchard, at Northbank, to harbour, at Southbank.
func sale(reference string, quantity securities.Quantity, price string) trade {
	return trade{
		reference: securities.CommonReference(reference), instrument: "IND-29", seller: "orchard", buyer: "harbour",
		quantity: quantity, price: price, settle: monday, partial: securities.NoPartial,
	}
}

func (d trade) word(side securities.Direction) securities.InstructRequest {
	account, counter := d.seller, d.buyer
	if side == securities.Receives {
		account, counter = counter, account
	}
	req := securities.InstructRequest{
		InstructionKey: securities.InstructionKey{Account: account, Reference: d.reference},
		Matching: securities.Matching{
			Side: side, Counter: counter, Instrument: d.instrument, Quantity: d.quantity, Payment: securities.FreeOfPayment,
			Traded: day(monday), Settle: day(d.settle),
		},
		Handling: securities.Handling{Partial: d.partial, PartialMin: d.partialMin},
	}
	if d.price != "" {
		req.Payment, req.Amount = securities.AgainstPayment, eur(d.price)
	}
	return req
}

func (d trade) ends() securities.ObligationRequest {
	return securities.ObligationRequest{Deliver: d.word(securities.Delivers).InstructionKey, Receiver: d.buyer}
}

func (d trade) match() securities.MatchID { return d.ends().Match() }

// desk is the custodian's desk of an account.
func (m *market) desk(account securities.AccountID) *stage.Actor {
	if account == "harbour" || account == "southbank" {
		return m.southDesk
	}
	return m.northDesk
}

// person is who signs for the party that has the account's name.
func (m *market) person(account securities.AccountID) *stage.Actor {
	return map[securities.AccountID]*stage.Actor{
		"orchard": m.orchard, "harbour": m.harbour, "summit": m.summit, "northbank": m.northDesk, "southbank": m.southDesk,
	}[account]
}

// agree enters both sides' instructions, which match.
func (m *market) agree(t testing.TB, d trade) trade {
	t.Helper()
	stage.Do(t, m.desk(d.seller), securities.Instruct, d.word(securities.Delivers))
	matched := stage.Do(t, m.desk(d.buyer), securities.Instruct, d.word(securities.Receives))
	require.Equal(t, securities.InstructionMatched, matched.Status, "%v", matched.Reasons)
	return d
}

// hold has the buyer set money aside for a trade.
func (m *market) hold(t testing.TB, d trade, id, amount string) cash.HoldID {
	t.Helper()
	stage.Do(t, m.person(d.buyer), cash.CreateHold, cash.HoldRequest{
		ID: cash.HoldID(id), Payer: cash.AccountID(d.buyer), Payee: cash.AccountID(d.seller), Amount: eur(amount),
		Purpose: d.match().Purpose(), Notary: cash.Notary{Kind: cash.ModuleNotary, ID: securities.Module}, Expires: day("2026-02-28"),
	})
	return cash.HoldID(id)
}

// mandate lets securities collect from an account.
func (m *market) mandate(t testing.TB, account securities.AccountID, purpose cash.Purpose) cash.MandateID {
	t.Helper()
	id := cash.MandateID(string(account) + "-" + string(purpose))
	stage.Do(t, m.person(account), cash.GrantMandate, cash.MandateTerms{
		ID: id, Payer: cash.AccountID(account), Module: securities.Module, Purpose: purpose,
		MaxUse: eur("1000000.00"), MaxTotal: eur("10000000.00"), ValidUntil: day("2026-12-31"),
	})
	return id
}

// delivery is the request that settles a trade with lots of the seller.
func (m *market) delivery(t testing.TB, d trade, by securities.PaidBy) securities.DeliveryRequest {
	t.Helper()
	return securities.DeliveryRequest{
		ObligationRequest: d.ends(), Instrument: d.instrument, Lots: m.inputs(t, string(d.instrument), d.seller, d.quantity), PaidBy: by,
	}
}

func bonds(t testing.TB) *market { return active(t, "IND-29", bondTerms(t)) }

// Units go one way and money the other, in one transaction.
func TestDeliveryAgainstPayment(t *testing.T) {
	m := bonds(t)
	d := m.agree(t, sale("T1", 400, "410000.00"))
	hold := m.hold(t, d, "hold-1", "410000.00")
	before := m.World.Height(north)
	request := m.delivery(t, d, securities.PaidBy{Hold: hold})
	receipt := stage.Do(t, m.northDesk, securities.SettleInstruction, request)
	require.Equal(t, uint64(1), m.World.Height(north)-before)
	require.True(t, receipt.Settled)
	require.Equal(t, eur("410000.00").Amount, receipt.Part.Paid)
	m.holds(t, "IND-29", "orchard", 600)
	m.holds(t, "IND-29", "harbour", 1400)
	m.has(t, "orchard", "1410000.00")
	m.has(t, "harbour", "590000.00")
	for _, account := range []securities.AccountID{"orchard", "harbour"} {
		m.stands(t, account, "T1", securities.PACK, securities.MACH, securities.SETT)
	}
	stage.Refused(t, m.northDesk, securities.SettleInstruction, request, securities.StatusRefused)
}

// What cash refuses does not happen in securities either, and the other way round.
func TestOneLegAloneLeavesNothing(t *testing.T) {
	m := bonds(t)
	d := m.agree(t, sale("T1", 400, "410000.00"))
	wrong := m.hold(t, d, "hold-less", "409999.99")
	good := m.hold(t, d, "hold-2", "410000.00")
	before, money := m.World.Range(securities.Module, "", ""), m.World.Range("cash", "", "")
	refused := func(req securities.DeliveryRequest, code protocol.Code) {
		t.Helper()
		stage.Refused(t, m.northDesk, securities.SettleInstruction, req, code)
		require.Equal(t, before, m.World.Range(securities.Module, "", ""))
		require.Equal(t, money, m.World.Range("cash", "", ""))
	}
	legs, err := stage.Do(t, m.keeper, securities.GetObligation, d.match()).PaymentLegs(400)
	require.NoError(t, err)
	consent, err := cash.ConsentTo(cash.SettlementID(d.match())+".0", legs)
	require.NoError(t, err)
	for by, code := range map[securities.PaidBy]protocol.Code{
		{Hold: wrong}:            cash.ConsentMissing,
		{Hold: "hold-of-nobody"}: protocol.NotFound,
		{Mandate: "no-mandate"}:  protocol.NotFound,
		{}:                       cash.ConsentMissing,
		{Consent: consent}:       cash.ConsentMissing, // Northbank's desk does not sign for harbour's money
	} {
		refused(m.delivery(t, d, by), code)
	}
	none, locked := m.delivery(t, d, securities.PaidBy{Hold: good}), m.delivery(t, d, securities.PaidBy{Hold: good})
	none.Lots = nil
	refused(none, securities.UnitsLacking)
	foreign := m.delivery(t, d, securities.PaidBy{Hold: good})
	foreign.Lots = m.inputs(t, "IND-29", "summit", 400)
	refused(foreign, securities.LotForeign)
	missing := m.delivery(t, d, securities.PaidBy{Hold: good})
	missing.Instrument = "NONE"
	refused(missing, protocol.NotFound)
	stage.Do(t, m.orchard, cash.CreateHold, cash.HoldRequest{
		ID: "unrelated", Payer: "orchard", Payee: "harbour", Amount: eur("1.00"), Notary: cash.Notary{Kind: cash.ModuleNotary, ID: securities.Module}, Expires: day("2026-02-01"),
	})
	stage.Refused(t, m.southDesk, securities.FreeHold, securities.FreeHoldRequest{ObligationRequest: d.ends(), Hold: "unrelated"}, securities.HoldRefused)
	stage.Do(t, m.northDesk, securities.SettleInstruction, locked)
}

func TestDeliveryByMandateAndByConsentAndFree(t *testing.T) {
	m := bonds(t)
	mandated := m.agree(t, sale("T1", 100, "100000.00"))
	stage.Do(t, m.northDesk, securities.SettleInstruction, m.delivery(t, mandated, securities.PaidBy{Mandate: m.mandate(t, "harbour", securities.DeliveryPurpose)}))
	m.has(t, "harbour", "900000.00")

	// Harbour signs the settlement, and with it the payment, itself.
	own := m.agree(t, sale("T2", 100, "100000.00"))
	m.lockLots(t, own)
	obligation := stage.Do(t, m.keeper, securities.GetObligation, own.match())
	legs, err := obligation.PaymentLegs(100)
	require.NoError(t, err)
	consent, err := cash.ConsentTo(obligation.ID.Settlement(len(obligation.Parts)), legs)
	require.NoError(t, err)
	stage.Do(t, m.harbour, securities.SettleInstruction, securities.DeliveryRequest{
		ObligationRequest: own.ends(), Instrument: "IND-29", PaidBy: securities.PaidBy{Consent: consent},
	})
	m.has(t, "harbour", "800000.00")

	free := m.agree(t, sale("T3", 50, ""))
	stage.Do(t, m.keeper, securities.SettleInstruction, m.delivery(t, free, securities.PaidBy{}))
	m.holds(t, "IND-29", "orchard", 750)
	m.holds(t, "IND-29", "harbour", 1250)
	m.has(t, "orchard", "1200000.00")
}

// admit admits a party to IND-29, unless it is.
func (m *market) admit(t testing.TB, party securities.AccountID) {
	t.Helper()
	_, _, err := stage.Try(m.keeper, securities.GetAdmission, securities.AdmissionKey{Instrument: "IND-29", Party: parties.PartyID(party)})
	if err == nil {
		return
	}
	stage.Do(t, m.keeper, securities.AdmitInvestor, securities.AdmitRequest{
		AdmissionKey: securities.AdmissionKey{Instrument: "IND-29", Party: parties.PartyID(party)}, Class: "public", Jurisdiction: "DE", Until: day("2029-12-31"),
	})
}

// The chaincode of a member that is not asked by its own custodian still refuses lots that somebody else chooses.
func TestOnlyTheDeliverersSideChoosesLots(t *testing.T) {
	m := bonds(t)
	for i, may := range []*stage.Actor{m.orchard, m.northDesk, m.keeper} {
		d := m.agree(t, sale(string(rune('A'+i)), 100, ""))
		for _, mayNot := range []*stage.Actor{m.southDesk, m.harbour, m.summit, m.venue, m.agent, m.Actor(south, "forger", "orchard", role.Custodian, role.Depository)} {
			stage.Refused(t, mayNot, securities.SettleInstruction, m.delivery(t, d, securities.PaidBy{}), securities.NotYours)
		}
		stage.Do(t, may, securities.SettleInstruction, m.delivery(t, d, securities.PaidBy{}))
	}
}

// Money that a regulator froze pays for nothing, and then no unit moves either.
func TestFrozenMoneyKeepsUnitsWhereTheyAre(t *testing.T) {
	m := bonds(t)
	d := m.agree(t, sale("T1", 400, "410000.00"))
	held := m.delivery(t, d, securities.PaidBy{Hold: m.hold(t, d, "h1", d.price)})
	for account, side := range map[cash.AccountID]cash.Side{"harbour": cash.DebitSide, "orchard": cash.CreditSide} {
		stage.Do(t, m.judge, cash.FreezeAccount, cash.FreezeRequest{Account: account, Side: side})
		before := m.World.Range(securities.Module, "", "")
		stage.Refused(t, m.northDesk, securities.SettleInstruction, held, cash.AccountFrozen)
		require.Equal(t, before, m.World.Range(securities.Module, "", ""))
		stage.Do(t, m.judge, cash.UnfreezeAccount, account)
	}
	stage.Do(t, m.northDesk, securities.SettleInstruction, held)
}
