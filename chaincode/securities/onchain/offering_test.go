// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/scaleback"
)

// offeringTerms offer 1,000 units at 99.75, from 6 to 8 January, to be delivered until the 12th.
func offeringTerms(id string) securities.OfferingTerms {
	return securities.OfferingTerms{
		ID: securities.OfferingID(id), Instrument: "IND-29", Treasury: "industry", Price: decimal.MustParse("99.75"),
		Size: 1000, Step: 10, Least: 20, Most: 800, Opens: day("2026-01-06"), Closes: day("2026-01-08"), Deliver: day("2026-01-12"),
		Collection: "collection", Proceeds: "industry", Pages: 2,
	}
}

// primary is a market with a bond in its primary phase, 2,000 units of it in the treasury, in two lots.
func primary(t testing.TB) *market {
	t.Helper()
	m := opened(t)
	m.list(t, "IND-29", bondTerms(t), 600, 1400)
	m.collection(t)
	return m
}

func (m *market) collection(t testing.TB) {
	t.Helper()
	clerk := m.Actor(north, "clerk", "", role.AccountServicer)
	stage.Do(t, clerk, cash.OpenAccount, cash.OpenRequest{ID: "collection", Currency: money.MustCurrency("EUR"), Module: securities.Module})
}

// inBook is a primary market in which an offering is open.
func inBook(t testing.TB, terms securities.OfferingTerms) *market {
	t.Helper()
	m := primary(t)
	stage.Do(t, m.issuer, securities.AnnounceOffering, terms)
	m.roll(t, "2026-01-06")
	stage.Do(t, m.treasurer, securities.OpenBook, terms.ID)
	return m
}

// holdFor is the hold for a subscription.
func holdFor(t testing.TB, terms securities.OfferingTerms, account string, units securities.Quantity) cash.HoldRequest {
	t.Helper()
	amount, err := securities.Consideration(units, terms.Price, money.MustCurrency("EUR"))
	require.NoError(t, err)
	return cash.HoldRequest{
		ID: cash.HoldID(string(terms.ID) + "-" + account), Payer: cash.AccountID(account), Payee: terms.Collection, Amount: amount,
		Notary: cash.Notary{Kind: cash.ModuleNotary, ID: securities.Module}, Purpose: cash.Purpose("offering:" + string(terms.ID)),
		Expires: terms.Deliver,
	}
}

func (m *market) subscribe(t testing.TB, by *stage.Actor, terms securities.OfferingTerms, account string, units securities.Quantity) securities.Subscription {
	t.Helper()
	hold := holdFor(t, terms, account, units)
	stage.Do(t, by, cash.CreateHold, hold)
	return *stage.Do(t, by, securities.Subscribe, securities.SubscribeRequest{
		Offering: terms.ID, Account: securities.AccountID(account), Units: units, Hold: hold.ID,
	})
}

// pages are those of a book that have subscriptions.
func (m *market) pages(t testing.TB, terms securities.OfferingTerms) []securities.BookPage {
	t.Helper()
	var found []securities.BookPage
	for page := range terms.Pages {
		answer, _, err := stage.Try(m.keeper, securities.GetBookPage, securities.BookKey{Offering: terms.ID, Page: page})
		if err == nil {
			found = append(found, *answer)
		}
	}
	return found
}

// allocate closes the book and allocates it.
func (m *market) allocate(t testing.TB, terms securities.OfferingTerms) securities.Offering {
	t.Helper()
	stage.Do(t, m.issuer, securities.CloseBook, terms.ID)
	for _, page := range m.pages(t, terms) {
		stage.Do(t, m.harbour, securities.CountBook, page.BookKey)
	}
	cut := stage.Do(t, m.harbour, securities.ProposeCut, terms.ID)
	stage.Do(t, m.issuer, securities.ScaleBook, *cut)
	for _, page := range m.pages(t, terms) {
		stage.Do(t, m.harbour, securities.AllocatePage, page.BookKey)
	}
	return *stage.Do(t, m.harbour, securities.AllocateBook, terms.ID)
}

// deliver delivers all subscriptions of all pages that are still submitted.
func (m *market) deliver(t testing.TB, terms securities.OfferingTerms) {
	t.Helper()
	for _, page := range m.pages(t, terms) {
		request := securities.DeliverRequest{BookKey: page.BookKey}
		need := securities.Quantity(0)
		for _, s := range m.book(t, terms) {
			if s.BookKey == page.BookKey && s.Status == securities.Submitted {
				request.Numbers = append(request.Numbers, s.Number)
				need += stage.Do(t, m.keeper, securities.GetAllotment, securities.SubscriberKey{Offering: terms.ID, Account: s.Account}).Allocated
			}
		}
		if len(request.Numbers) > 0 {
			request.Lots = m.inputs(t, string(terms.Instrument), terms.Treasury, need)
			stage.Do(t, m.issuer, securities.DeliverSubscriptions, request)
		}
	}
}

func (m *market) book(t testing.TB, terms securities.OfferingTerms) []securities.Subscription {
	t.Helper()
	return stage.Do(t, m.keeper, securities.Subscriptions, securities.BookRequest{
		Offering: terms.ID, PageRequest: protocol.PageRequest{Size: protocol.PageSizeMax},
	}).Items
}

// 1,600 units are wanted where there are 1,000: those who want 800, 500 and 300 get 500, 310 and 190, in steps of ten.
func TestOfferingIsScaledBackAndDeliveredAgainstPayment(t *testing.T) {
	terms := offeringTerms("IPO")
	m := inBook(t, terms)
	m.subscribe(t, m.orchard, terms, "orchard", 800)
	m.subscribe(t, m.harbour, terms, "harbour", 500)
	m.subscribe(t, m.summit, terms, "summit", 300)
	offering := m.allocate(t, terms)
	require.Equal(t, securities.Allocated, offering.Status)
	require.Equal(t, int64(160), offering.Demand)
	m.deliver(t, terms)
	m.has(t, "collection", "0.00")
	m.has(t, "industry", "1099750.00") // 1,000,000 and 1,000 × 99.75
	m.holds(t, "IND-29", "orchard", 500)
	m.has(t, "orchard", "950125.00")
	m.holds(t, "IND-29", "harbour", 310) // 31.25 steps, rounded down
	m.holds(t, "IND-29", "summit", 190)  // 18.75 steps, rounded up
	m.has(t, "harbour", "969077.50")
	m.holds(t, "IND-29", "industry", 1000)
	for _, account := range []cash.AccountID{"orchard", "harbour", "summit"} {
		require.True(t, stage.Do(t, m.keeper, cash.GetAccount, account).Held.IsZero(), "the rest of the hold of %s is free", account)
	}
	require.Equal(t, securities.OfferingClosed, stage.Do(t, m.summit, securities.FinishOffering, "IPO").Status)
}

// Where less is wanted than there is, everybody gets what it wants.
func TestOfferingThatIsNotCoveredIsAllocatedInFull(t *testing.T) {
	terms := offeringTerms("IPO")
	terms.LockUp = day("2026-06-30")
	m := inBook(t, terms)
	m.subscribe(t, m.orchard, terms, "orchard", 400)
	m.subscribe(t, m.harbour, terms, "harbour", 20)
	m.allocate(t, terms)
	m.deliver(t, terms)
	m.holds(t, "IND-29", "orchard", 400)
	m.holds(t, "IND-29", "harbour", 20)
	m.has(t, "orchard", "960100.00")
	require.Equal(t, terms.LockUp, m.lots(t, "IND-29", "orchard")[0].LockedUntil)
}

// Who is not eligible when the book is counted gets nothing of the pool; who is not any more at delivery has its money back.
func TestEligibilityCountsAtAllocationAndAtDelivery(t *testing.T) {
	terms := offeringTerms("IPO")
	terms.Pages = 1
	m := inBook(t, terms)
	for _, who := range []struct {
		by      *stage.Actor
		account string
	}{{m.orchard, "orchard"}, {m.harbour, "harbour"}, {m.summit, "summit"}} {
		m.subscribe(t, who.by, terms, who.account, 500)
	}
	admit := func(party string, until string) {
		stage.Do(t, m.keeper, securities.AdmitInvestor, securities.AdmitRequest{
			AdmissionKey: securities.AdmissionKey{Instrument: "IND-29", Party: parties.PartyID(party)}, Class: "public", Jurisdiction: "DE", Until: day(until),
		})
	}
	m.roll(t, "2026-01-07")
	release := func(party string) {
		admit(party, "2026-01-07")
	}
	release("summit")
	m.roll(t, "2026-01-08")
	m.allocate(t, terms)
	summit := stage.Do(t, m.keeper, securities.GetAllotment, securities.SubscriberKey{Offering: "IPO", Account: "summit"})
	require.True(t, summit.Excluded)
	require.Zero(t, summit.Allocated)
	admit("harbour", "2026-01-08")
	m.roll(t, "2026-01-09")
	m.deliver(t, terms)
	m.holds(t, "IND-29", "orchard", 500)
	m.holds(t, "IND-29", "harbour", 0)
	m.holds(t, "IND-29", "summit", 0)
	m.has(t, "harbour", "1000000.00")
	m.has(t, "industry", "1049875.00")
	require.True(t, stage.Do(t, m.keeper, cash.GetAccount, "harbour").Held.IsZero())
	require.Equal(t, securities.OfferingClosed, stage.Do(t, m.summit, securities.FinishOffering, "IPO").Status)
}

// A wrong cut gives another sum than there is; the book is then scaled again.
func TestWrongCutDoesNotAddUp(t *testing.T) {
	terms := offeringTerms("IPO")
	m := inBook(t, terms)
	m.subscribe(t, m.orchard, terms, "orchard", 800)
	m.subscribe(t, m.harbour, terms, "harbour", 500)
	m.subscribe(t, m.summit, terms, "summit", 300)
	stage.Refused(t, m.issuer, securities.ScaleBook, securities.ScaleRequest{Offering: "IPO"}, securities.StatusRefused)
	stage.Do(t, m.issuer, securities.CloseBook, "IPO")
	stage.Refused(t, m.issuer, securities.ScaleBook, securities.ScaleRequest{Offering: "IPO"}, securities.BookIncomplete)
	for _, page := range m.pages(t, terms) {
		stage.Do(t, m.harbour, securities.CountBook, page.BookKey)
		stage.Refused(t, m.harbour, securities.CountBook, page.BookKey, securities.StatusRefused)
		stage.Refused(t, m.harbour, securities.AllocatePage, page.BookKey, securities.StatusRefused)
	}
	all := scaleback.Cut{Remainder: 1}
	for _, wrong := range []scaleback.Cut{{}, all} {
		stage.Do(t, m.issuer, securities.ScaleBook, securities.ScaleRequest{Offering: "IPO", Cut: wrong})
		stage.Refused(t, m.harbour, securities.AllocateBook, "IPO", securities.BookIncomplete)
		for _, page := range m.pages(t, terms) {
			stage.Do(t, m.harbour, securities.AllocatePage, page.BookKey)
		}
		stage.Refused(t, m.harbour, securities.AllocateBook, "IPO", securities.BookUneven)
	}
	stage.Do(t, m.issuer, securities.ScaleBook, *stage.Do(t, m.harbour, securities.ProposeCut, "IPO"))
	for _, page := range m.pages(t, terms) {
		stage.Do(t, m.harbour, securities.AllocatePage, page.BookKey)
	}
	stage.Do(t, m.harbour, securities.AllocateBook, "IPO")
}

// overtaken has somebody endorse a transaction, lets something else happen, and checks that the transaction is then invalid.
func overtaken[Req protocol.Request, Res any](t testing.TB, m *market, by *stage.Actor, e protocol.SubmitEndpoint[Req, Res], request Req, meanwhile func()) {
	t.Helper()
	proposal, err := stage.Proposal(by, e, request)
	require.NoError(t, err)
	endorsed, err := m.World.Endorse(by.ID, proposal)
	require.NoError(t, err)
	meanwhile()
	require.NoError(t, m.World.Submit(endorsed))
	block := m.World.CutBlock()
	require.Equal(t, "MVCC_READ_CONFLICT", block.Transactions[len(block.Transactions)-1].Code.String())
}

// A subscription that is under way when the day ends, or the book closes, is invalid.
func TestBookClosesExactly(t *testing.T) {
	terms := offeringTerms("IPO")
	m := inBook(t, terms)
	stage.Do(t, m.orchard, cash.CreateHold, holdFor(t, terms, "orchard", 100))
	request := securities.SubscribeRequest{Offering: "IPO", Account: "orchard", Units: 100, Hold: "IPO-orchard"}
	overtaken(t, m, m.orchard, securities.Subscribe, request, func() { m.roll(t, "2026-01-07") })
	overtaken(t, m, m.orchard, securities.Subscribe, request, func() { stage.Do(t, m.issuer, securities.CloseBook, "IPO") })
	stage.Refused(t, m.orchard, securities.Subscribe, request, securities.StatusRefused)
	require.Empty(t, m.book(t, terms))
}

// Of a delivery and a cancellation in one block, one happens.
func TestDeliveryAndCancellationExcludeEachOther(t *testing.T) {
	terms := offeringTerms("IPO")
	m := inBook(t, terms)
	s := m.subscribe(t, m.orchard, terms, "orchard", 400)
	m.allocate(t, terms)
	deliver := securities.DeliverRequest{BookKey: s.BookKey, Numbers: []int{s.Number}, Lots: m.inputs(t, "IND-29", "industry", 400)}
	overtaken(t, m, m.issuer, securities.CancelOffering, "IPO", func() { stage.Do(t, m.issuer, securities.DeliverSubscriptions, deliver) })
	stage.Refused(t, m.issuer, securities.CancelOffering, "IPO", securities.DeliveryBegun)
}

// A cancelled offering gives all holds back; so does one whose last day of delivery is over, whoever asks.
func TestNobodysMoneyIsStuck(t *testing.T) {
	terms := offeringTerms("IPO")
	m := inBook(t, terms)
	m.subscribe(t, m.orchard, terms, "orchard", 800)
	m.subscribe(t, m.harbour, terms, "harbour", 500)
	first := m.book(t, terms)[0]
	refund := func(s securities.Subscription) securities.RefundRequest {
		return securities.RefundRequest{BookKey: s.BookKey, Numbers: []int{s.Number}}
	}
	stage.Refused(t, m.summit, securities.CancelOffering, "IPO", securities.NotYours)
	stage.Refused(t, m.summit, securities.RefundSubscriptions, refund(first), securities.TooEarly)
	stage.Do(t, m.issuer, securities.CancelOffering, "IPO")
	for _, s := range m.book(t, terms) {
		stage.Do(t, m.summit, securities.RefundSubscriptions, refund(s))
	}
	stage.Refused(t, m.summit, securities.RefundSubscriptions, refund(first), securities.StatusRefused)
	for _, account := range []cash.AccountID{"orchard", "harbour"} {
		require.True(t, stage.Do(t, m.keeper, cash.GetAccount, account).Held.IsZero())
		m.has(t, account, "1000000.00")
	}
	stage.Refused(t, m.issuer, securities.CancelOffering, "IPO", securities.StatusRefused)

	late := offeringTerms("LATE")
	stage.Do(t, m.issuer, securities.AnnounceOffering, late)
	stage.Do(t, m.treasurer, securities.OpenBook, "LATE")
	s := m.subscribe(t, m.summit, late, "summit", 500)
	m.allocate(t, late)
	m.roll(t, "2026-01-12")
	stage.Refused(t, m.summit, securities.RefundSubscriptions, refund(s), securities.TooEarly)
	m.roll(t, "2026-01-13")
	stage.Refused(t, m.issuer, securities.DeliverSubscriptions, securities.DeliverRequest{BookKey: s.BookKey, Numbers: []int{s.Number}}, securities.TooLate)
	stage.Do(t, m.harbour, securities.RefundSubscriptions, refund(s))
	require.True(t, stage.Do(t, m.keeper, cash.GetAccount, "summit").Held.IsZero())
	stage.Do(t, m.harbour, securities.CancelOffering, "LATE")
}

// A subscription is for an account of the caller, once, with the right money, within the ticket.
func TestSubscriptionsAreRefused(t *testing.T) {
	terms := offeringTerms("IPO")
	m := inBook(t, terms)
	good := securities.SubscribeRequest{Offering: "IPO", Account: "orchard", Units: 100, Hold: "IPO-orchard"}
	stage.Do(t, m.orchard, cash.CreateHold, holdFor(t, terms, "orchard", 100))
	stage.Refused(t, m.harbour, securities.Subscribe, good, securities.NotYours)
	for name, units := range map[string]securities.Quantity{"too few": 10, "too many": 810, "off the step": 105} {
		bad := good
		bad.Units = units
		require.NotNil(t, stage.Refused(t, m.orchard, securities.Subscribe, bad, securities.TicketRefused), name)
	}
	for name, change := range map[cash.HoldID]func(*cash.HoldRequest){
		"less":    func(h *cash.HoldRequest) { h.Amount = eur("9974.99") },
		"more":    func(h *cash.HoldRequest) { h.Amount = eur("9975.01") },
		"payee":   func(h *cash.HoldRequest) { h.Payee = "industry" },
		"purpose": func(h *cash.HoldRequest) { h.Purpose = "offering:OTHER" },
		"notary":  func(h *cash.HoldRequest) { h.Notary = cash.Notary{Kind: cash.AccountNotary, ID: "industry"} },
		"short":   func(h *cash.HoldRequest) { h.Expires = day("2026-01-11") },
	} {
		hold := holdFor(t, terms, "orchard", 100)
		hold.ID = name
		change(&hold)
		stage.Do(t, m.orchard, cash.CreateHold, hold)
		bad := good
		bad.Hold = name
		stage.Refused(t, m.orchard, securities.Subscribe, bad, securities.HoldRefused)
	}
	subscription := stage.Do(t, m.orchard, securities.Subscribe, good)
	stage.Refused(t, m.orchard, securities.Subscribe, good, protocol.AlreadyExists)
	stage.Refused(t, m.harbour, securities.WithdrawSubscription, subscription.SubscriptionKey, securities.NotYours)
	stage.Do(t, m.orchard, securities.WithdrawSubscription, subscription.SubscriptionKey)
	require.Equal(t, cash.HoldReleased, stage.Do(t, m.keeper, cash.GetHold, "IPO-orchard").Status)
	stage.Refused(t, m.orchard, securities.WithdrawSubscription, subscription.SubscriptionKey, securities.StatusRefused)
	again := holdFor(t, terms, "orchard", 200)
	again.ID = "again"
	stage.Do(t, m.orchard, cash.CreateHold, again)
	stage.Do(t, m.orchard, securities.Subscribe, securities.SubscribeRequest{Offering: "IPO", Account: "orchard", Units: 200, Hold: "again"})
	stage.Do(t, m.issuer, securities.CloseBook, "IPO")
	stage.Refused(t, m.orchard, securities.WithdrawSubscription, m.book(t, terms)[0].SubscriptionKey, securities.StatusRefused)
}

// Two people of the issuer open a book, on its days, for an instrument that may be sold.
func TestOfferingsAreRefused(t *testing.T) {
	m := primary(t)
	terms := offeringTerms("IPO")
	stage.Refused(t, m.Actor(south, "other", "southbank", role.Issuer), securities.AnnounceOffering, terms, securities.NotYours)
	for name, change := range map[string]func(*securities.OfferingTerms){
		"treasury":   func(o *securities.OfferingTerms) { o.Treasury = "orchard" },
		"collection": func(o *securities.OfferingTerms) { o.Collection = "orchard" },
		"proceeds":   func(o *securities.OfferingTerms) { o.Proceeds = "northbank" },
	} {
		bad := terms
		change(&bad)
		require.NotNil(t, stage.Refused(t, m.issuer, securities.AnnounceOffering, bad, securities.AccountRefused), name)
	}
	dear := terms
	dear.Price = decimal.MustParse("99999999999999")
	stage.Refused(t, m.issuer, securities.AnnounceOffering, dear, securities.AmountRefused)
	stage.Do(t, m.issuer, securities.AnnounceOffering, terms)
	stage.Refused(t, m.issuer, securities.OpenBook, "IPO", securities.SamePerson)
	stage.Refused(t, m.treasurer, securities.OpenBook, "IPO", securities.TooEarly)
	m.roll(t, "2026-01-09")
	stage.Refused(t, m.treasurer, securities.OpenBook, "IPO", securities.TooLate)
	late := terms
	late.ID = "LATE"
	stage.Refused(t, m.issuer, securities.AnnounceOffering, late, securities.TooLate)
}
