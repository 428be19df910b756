// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// DistributeRequest pays slices what came in for them.
type DistributeRequest struct {
	Undertaking UndertakingID `json:"undertaking" help:"undertaking on which payments came in"`
	Slices      []int64       `json:"slices" help:"first units of the slices to pay, ascending, at most 1000"`
}

// Validate refuses malformed members.
func (r DistributeRequest) Validate() error {
	if len(r.Slices) == 0 || len(r.Slices) > PiecesMax {
		return fmt.Errorf("there must be 1 to %d slices", PiecesMax)
	}
	return errors.Join(ascending(r.Slices), r.Undertaking.Validate())
}

// ascending refuses first units of slices that are none, or out of order.
func ascending(slices []int64) error {
	last := int64(0)
	for _, from := range slices {
		if from <= last || from > UnitsMax {
			return errors.New("slices must ascend and be numbers of units")
		}
		last = from
	}
	return nil
}

// Keys are the slices to pay.
func (r DistributeRequest) Keys() []SliceKey {
	keys := make([]SliceKey, len(r.Slices))
	for i, from := range r.Slices {
		keys[i] = SliceKey{Undertaking: r.Undertaking, From: from}
	}
	return keys
}

// Distribution records what one transaction paid on an undertaking.
type Distribution struct {
	Undertaking UndertakingID `json:"undertaking"`
	TxID        string        `json:"txId"`
	Slices      int           `json:"slices"`
	Amount      money.Money   `json:"amount"`
}

// DistributionKey names a distribution.
type DistributionKey struct {
	Undertaking UndertakingID
	TxID        string
}

// Key is the distribution's place in a table.
func (k DistributionKey) Key() []string { return []string{string(k.Undertaking), k.TxID} }

// DistributionKey is the distribution's name.
func (d Distribution) DistributionKey() DistributionKey {
	return DistributionKey{d.Undertaking, d.TxID}
}

// Payout is a distribution being made: money goes from the programme's collection account to holders, and for slices
// under a deal through the deal's waterfall.
type Payout struct {
	Discharge   Discharge
	Undertaking Undertaking
	Programme   Programme
	Slices      []Slice
	// Deals are those of the slices, each once.
	Deals []Deal
}

// Paid is what a distribution writes.
type Paid struct {
	Slices       []Slice
	Deals        []Deal
	Distribution Distribution
	Settle       cash.SettleRequest
}

// DealsOf lists the deals under which slices are financed or pledged, each once.
func DealsOf(slices []Slice) []DealID {
	var deals []DealID
	seen := map[DealID]bool{}
	for _, slice := range slices {
		if (slice.Status == Financed || slice.Status == Pledged) && !seen[slice.Deal] {
			seen[slice.Deal] = true
			deals = append(deals, slice.Deal)
		}
	}
	return deals
}

// Distribute pays each slice up to the level that came in. Anybody may: the result is determined.
// Faults: NOTHING_DUE, ENCUMBERED for a disputed or frozen slice.
func (o Payout) Distribute(act Act) (Paid, []protocol.Event, error) {
	w := payout{Payout: o, act: act, order: pariPassuOf(o.Undertaking.Face.Amount.Minor()), legs: map[cash.AccountID]int{}}
	w.paid.Deals = append(w.paid.Deals, o.Deals...)
	w.gains = make([]int64, len(o.Deals))
	for _, slice := range o.Slices {
		if err := w.pay(slice); err != nil {
			return Paid{}, nil, err
		}
	}
	if err := w.waterfalls(); err != nil {
		return Paid{}, nil, err
	}
	if w.lifted == 0 {
		return Paid{}, nil, NothingDue.New("nothing came in for these slices of undertaking %s", o.Undertaking.ID)
	}
	w.paid.Distribution = Distribution{
		Undertaking: o.Undertaking.ID, TxID: act.TxID, Slices: len(o.Slices), Amount: o.Programme.money(money.MustAmount(w.total)),
	}
	w.paid.Settle.ID = settlementOf("pay", act.TxID)
	return w.paid, append(w.events, PaymentDistributed.Of(string(o.Undertaking.ID), DistributionEvent{Slices: len(o.Slices)})), nil
}

// settlementOf names a settlement after the transaction, as much of whose identifier as fits makes it unique.
func settlementOf(kind, txID string) cash.SettlementID {
	name := kind + "." + txID
	return cash.SettlementID(name[:min(len(name), 64)])
}

type payout struct {
	Payout
	act    Act
	order  pariPassu
	paid   Paid
	gains  []int64 // what each deal's units get
	legs   map[cash.AccountID]int
	total  int64
	lifted int // slices that were below the level; a slice may be lifted by nothing that is a whole unit
	events []protocol.Event
}

// pay lifts a slice to the level of the undertaking and to its late interest. What it gets goes to its holder, or to its deal.
func (w *payout) pay(s Slice) error {
	if s.Status == Disputed || s.Status == Frozen {
		return Encumbered.New("slice %d of undertaking %s is %s", s.From, s.Undertaking, s.Status)
	}
	if !s.live() {
		return NothingDue.New("slice %d of undertaking %s is %s", s.From, s.Undertaking, s.Status)
	}
	face := w.Undertaking.Face.Amount.Minor()
	amount := w.order.due(s.Units, s.Level.Minor(), w.Discharge.Level.Minor())
	gain := amount + w.order.due(s.Units, s.Late.Minor(), w.Discharge.Late.Minor())
	if s.Level != w.Discharge.Level || s.Late != w.Discharge.Late {
		w.lifted++
	}
	deal := w.dealOf(s)
	s.Level, s.Late = w.Discharge.Level, w.Discharge.Late
	w.total += gain
	if s.Level.Minor() == face {
		if deal >= 0 {
			w.paid.Deals[deal].Open -= s.Size()
		}
		s.Status, s.Offer = Redeemed, Offer{}
		w.events = append(w.events, s.event())
	}
	w.paid.Slices = append(w.paid.Slices, s)
	if deal >= 0 {
		w.gains[deal] += gain
		w.paid.Deals[deal].ToCome = money.MustAmount(w.paid.Deals[deal].ToCome.Minor() - amount)
		return nil
	}
	return w.leg(s.Account, gain)
}

// dealOf finds the deal that a slice is financed or pledged under; -1 for none.
func (w *payout) dealOf(s Slice) int {
	if s.Status != Financed && s.Status != Pledged {
		return -1
	}
	for i, deal := range w.paid.Deals {
		if deal.ID == s.Deal {
			return i
		}
	}
	return -1
}

func (w *payout) waterfalls() error {
	for i, deal := range w.paid.Deals {
		if w.gains[i] == 0 {
			continue
		}
		after, to, err := deal.collect(money.MustAmount(w.gains[i]), w.Programme, w.act.Today)
		if err != nil {
			return fmt.Errorf("collection of deal %s: %w", deal.ID, err)
		}
		w.paid.Deals[i] = after
		if after.Status != deal.Status {
			w.events = append(w.events, after.event())
		}
		for _, part := range []struct {
			account cash.AccountID
			amount  int64
		}{
			{deal.FinancierAccount, to.Lender().Minor()}, {deal.GuarantorAccount, to.Guarantor.Minor()}, {deal.SellerAccount, to.Residual.Minor()},
		} {
			if err := w.leg(part.account, part.amount); err != nil {
				return err
			}
		}
	}
	return nil
}

// leg adds to what an account gets.
func (w *payout) leg(to cash.AccountID, amount int64) error {
	if amount == 0 {
		return nil
	}
	at, there := w.legs[to]
	if !there {
		at = len(w.paid.Settle.Legs)
		w.legs[to] = at
		w.paid.Settle.Legs = append(w.paid.Settle.Legs, cash.SettleLeg{From: w.Programme.Collection, To: to, Amount: w.Programme.money(money.Amount{})})
	}
	sum, err := w.paid.Settle.Legs[at].Amount.Amount.Add(money.MustAmount(amount))
	w.paid.Settle.Legs[at].Amount.Amount = sum
	return err
}
