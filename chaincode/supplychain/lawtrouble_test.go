// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"
	"fmt"
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// What obligors, arbiters, and financiers among themselves do to an undertaking in the laws.

func (l *life) dispute(t *rapid.T) {
	at, s := l.pick(t)
	var deal *Deal
	if found := l.deal(s.Deal); found >= 0 {
		deal = &l.deals[found]
	}
	request := DisputeRequest{Dispute: DisputeID(fmt.Sprintf("P%d", l.count)), Part: part(t, s), Reason: "QUALITY"}
	raised, _, err := s.Raise(request, l.discharge, deal, l.undertaking, l.programme, l.as("anchor"))
	if err != nil {
		return
	}
	l.replace(at, append(raised.Rest, raised.Slice)...)
	l.disputes = append(l.disputes, raised.Dispute)
	l.settled(raised.Settled)
}

func (l *life) settled(after Settled) {
	l.discharged(after.Discharge)
	if after.Deal != nil {
		l.deals[l.deal(after.Deal.ID)] = *after.Deal
	}
}

// decide ends a dispute for one side or the other, and has the obligor pay what it withheld.
func (l *life) decide(t *rapid.T) {
	for i, dispute := range l.disputes {
		if dispute.Status != DisputeOpen {
			continue
		}
		loser := rapid.SampledFrom([]string{"one", "anchor"}).Draw(t, "loser")
		conceded, err := dispute.Concede(l.as(loser))
		require.NoError(t, err)
		at := slices.IndexFunc(l.slices, func(s Slice) bool { return s.Dispute == dispute.ID })
		before := Settled{Dispute: conceded, Slice: l.slices[at], Discharge: l.discharge}
		if found := l.deal(before.Slice.Deal); found >= 0 {
			before.Deal = &l.deals[found]
		}
		after, _, err := before.Settle(l.undertaking)
		require.NoError(t, err)
		if after.Dispute.Status == ForSupplierUnpaid {
			var settle cash.SettleRequest
			after, settle, _, err = after.Pay(ArrearsRequest{}, l.undertaking, l.programme)
			require.NoError(t, err)
			l.pool += Total(settle).Amount.Minor()
		}
		l.slices[at], l.disputes[i] = after.Slice, after.Dispute
		l.settled(after)
	}
}

func (l *life) hash() string { l.count++; return fmt.Sprintf("%064x", l.count) }

func (l *life) freeze(t *rapid.T) {
	at, s := l.pick(t)
	part, rest, _, err := s.Freeze(FreezeRequest{Part: part(t, s), Order: l.hash()}, l.as("arbiter"))
	if err != nil {
		return
	}
	_, _, err = part.Decline(l.as(string(s.Holder.Party)))
	require.ErrorIs(t, err, Encumbered)
	_, _, _, err = part.Freeze(FreezeRequest{Part: part.Units, Order: l.hash()}, l.as("arbiter"))
	require.ErrorIs(t, err, Encumbered, "an order lies on units once")
	l.replace(at, append(rest, part)...)
}

// thaw ends every freeze.
func (l *life) thaw(t *rapid.T) {
	for at, s := range l.slices {
		if s.Status == Frozen {
			after, _, err := s.Unfreeze(UnfreezeRequest{Order: l.hash()}, l.as("arbiter"))
			require.NoError(t, err)
			require.Equal(t, s.Before, after.Status)
			l.slices[at] = after
		}
	}
}

// funded picks a funded deal and the slices that are open under it.
func (l *life) funded(t *rapid.T) (at int, held []Slice) {
	if len(l.deals) == 0 {
		return -1, nil
	}
	at = rapid.IntRange(0, len(l.deals)-1).Draw(t, "deal")
	for _, s := range l.slices {
		if s.Deal == l.deals[at].ID && (s.Status == Financed || s.Status == Pledged) {
			held = append(held, s)
		}
	}
	if l.deals[at].Status != Funded {
		return -1, nil
	}
	return at, held
}

// breach has the financier of a deal claim that its seller deceived it, and an arbiter decide. No credit loss of a deal
// without recourse reaches the seller, and a breach does in any case.
func (l *life) breach(t *rapid.T) {
	at, held := l.funded(t)
	if at < 0 {
		return
	}
	deal := l.deals[at]
	_, _, err := deal.CallRecourse(RecourseRequest{Basis: Credit}, l.undertaking, l.programme, l.as(string(deal.Financier.Party)))
	require.Equal(t, !deal.Terms.Recourse, errors.Is(err, RecourseRefused))
	called, _, err := deal.CallRecourse(RecourseRequest{Basis: Fraud, Evidence: l.hash()}, l.undertaking, l.programme, l.as(string(deal.Financier.Party)))
	if len(deal.Dismissed) >= DismissedMax {
		require.ErrorIs(t, err, RecourseRefused)
		return
	}
	require.NoError(t, err)
	upheld := rapid.Bool().Draw(t, "upheld")
	found, _, err := called.Find(FindingRequest{Upheld: upheld}, l.as("arbiter"))
	require.NoError(t, err)
	if !upheld {
		_, _, err := found.CallRecourse(RecourseRequest{Basis: Fraud, Evidence: called.Evidence}, l.undertaking, l.programme, l.as(string(deal.Financier.Party)))
		require.ErrorIs(t, err, RecourseRefused, "the same evidence is not heard twice")
		l.deals[at] = found
		return
	}
	after, back, settle, _, err := found.Repurchase(RepurchaseRequest{}, held, l.programme, l.as(string(deal.Seller.Party)))
	if err != nil { // units are disputed or frozen
		require.ErrorIs(t, err, Encumbered)
		return
	}
	accrued, err := deal.accrue(l.programme, l.today)
	require.NoError(t, err)
	require.Equal(t, accrued.Owed.Total(), Total(settle).Amount, "the financier gets all that it is owed")
	require.Equal(t, Repaid, after.Status)
	l.use(after.Portions, Repay)
	after.Portions = nil
	l.deals[at] = after
	l.put(back)
}

// put saves slices that are there.
func (l *life) put(changed []Slice) {
	for _, s := range changed {
		l.slices[slices.IndexFunc(l.slices, func(old Slice) bool { return old.From == s.From })] = s
	}
}

// resell moves a deal to a bank whose lines are large enough for everything.
func (l *life) resell(t *rapid.T) {
	at, held := l.funded(t)
	if at < 0 {
		return
	}
	deal := l.deals[at]
	buyer := "bank-two"
	if string(deal.Financier.Party) == buyer {
		buyer = "bank-three"
	}
	price := l.programme.money(money.MustAmount(rapid.Int64Range(1, deal.Price.Face.Minor()).Draw(t, "price")))
	offered, _, err := deal.OfferTo(ResaleRequest{Price: price, Expires: l.today}, firm(buyer), l.undertaking, l.programme, l.as(string(deal.Financier.Party)))
	require.NoError(t, err)
	after, moved, settle, _, err := offered.Buy(PurchaseRequest{Owed: deal.Owed.Principal}, held, account(buyer), l.programme, l.as(buyer))
	if err != nil { // units are disputed or frozen
		require.ErrorIs(t, err, Encumbered)
		return
	}
	require.Equal(t, price, Total(settle), "the buyer pays the price and nothing else")
	require.Equal(t, deal.FinancierAccount, settle.Legs[0].To)
	require.Equal(t, deal.Owed, after.Owed, "what is owed does not change hands by halves")
	require.Equal(t, deal.Seller, after.Seller, "the seller answers to the buyer as it did before")
	l.use(after.Portions, Repay)
	after.Portions = nil
	l.deals[at] = after
	l.put(moved)
}
