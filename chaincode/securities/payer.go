// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// payer carries pages out.
type payer struct {
	Paying
	act   Act
	moves *Moves
	// refused are accounts that are not paid, and why; lots those of each account.
	refused map[AccountID]SuspenseReason
	lots    map[AccountID][]Lot
	// at finds the leg to a cash account: several accounts may be paid to one.
	at        map[cash.AccountID]int
	paid      PaidPages
	tax       money.Amount
	suspended money.Amount
	spent     int
}

// sort puts the lots to their accounts.
func (w *payer) sort() error {
	if !w.Action.Kind.takes() && len(w.Lots) > 0 {
		return LotsIncomplete.New("action %s takes no units", w.Action.ID)
	}
	w.lots = make(map[AccountID][]Lot, len(w.Lots))
	for _, lot := range w.Lots {
		if lot.Instrument != w.Action.Instrument {
			return LotForeign.New("lot %s is of instrument %s", lot.ID, lot.Instrument)
		}
		w.lots[lot.Account] = append(w.lots[lot.Account], lot)
	}
	return nil
}

// page carries one page out.
func (w *payer) page(page Page, fixed Entitlement) error {
	lines, sum, err := w.Action.Lines(page)
	if err != nil {
		return err
	}
	if sum != fixed.Sum || fixed.Revision != w.Action.Revision {
		return EntitlementChanged.New("page %s does not give what it was worked out to", fixed.From)
	}
	payment := Payment{EntitlementKey: fixed.EntitlementKey, TxID: w.act.TxID, On: w.act.Today, Accounts: len(lines), Tax: sum.Tax}
	for _, line := range lines {
		reason, err := w.units(line)
		if err != nil {
			return err
		}
		if why, named := w.refused[line.Account]; named {
			reason = why
			delete(w.refused, line.Account)
		}
		if err := w.money(&payment, line, reason); err != nil {
			return err
		}
	}
	if w.tax, err = w.tax.Add(sum.Tax); err != nil {
		return AmountTooLarge.New("%s", err)
	}
	w.paid.Payments = append(w.paid.Payments, payment)
	return nil
}

// units takes, converts or gives units of a line, and tells why money for it must wait.
func (w *payer) units(l Line) (SuspenseReason, error) {
	account := Account{ID: l.Account, Custodian: l.Custodian}
	if !w.Action.Kind.takes() {
		return "", w.moves.Grant(w.Instrument, account, l.Given)
	}
	lots := w.lots[l.Account]
	delete(w.lots, l.Account)
	held, err := sumOf(lots)
	if err != nil {
		return "", err
	}
	if held != l.Units {
		return "", LotsIncomplete.New("the lots of account %s have %s units, not %s", l.Account, held, l.Units)
	}
	w.spent += len(lots)
	if err := w.moves.Convert(w.Instrument, lots, l.After); err != nil {
		return "", err
	}
	for _, lot := range lots {
		if w.Action.Kind.redeems() && lot.bound() {
			return UnitsEncumbered, nil
		}
	}
	return "", nil
}

// money pays the net amount of a line, or suspends it.
func (w *payer) money(payment *Payment, l Line, reason SuspenseReason) (err error) {
	switch {
	case l.Net.IsZero():
		return nil
	case reason == "":
		payment.Paid, err = payment.Paid.Add(l.Net)
		if err != nil {
			return AmountTooLarge.New("%s", err)
		}
		return w.leg(l.Cash, l.Net)
	}
	w.paid.Suspense = append(w.paid.Suspense, Suspense{
		SuspenseKey: SuspenseKey{Action: w.Action.ID, Account: l.Account}, Amount: l.Net, Reason: reason, Status: Suspended,
	})
	payment.Unpaid++
	if payment.Suspended, err = payment.Suspended.Add(l.Net); err != nil {
		return AmountTooLarge.New("%s", err)
	}
	w.suspended, err = w.suspended.Add(l.Net)
	return err
}

// leg adds to what a cash account gets.
func (w *payer) leg(to cash.AccountID, amount money.Amount) (err error) {
	if amount.IsZero() {
		return nil
	}
	at, there := w.at[to]
	if !there {
		at = len(w.paid.Settle.Legs)
		w.at[to] = at
		w.paid.Settle.Legs = append(w.paid.Settle.Legs, cash.SettleLeg{
			From: w.Action.Payees.Paying, To: to, Amount: w.Action.money(money.Amount{}), EndToEnd: cash.EndToEnd(w.Action.ID),
		})
	}
	total := &w.paid.Settle.Legs[at].Amount.Amount
	if *total, err = total.Add(amount); err != nil {
		return AmountTooLarge.New("%s", err)
	}
	return nil
}

// finish adds the legs for tax and suspense, and refuses accounts and lots that are on none of the pages.
func (w *payer) finish(r PayRequest) (PaidPages, error) {
	for _, account := range r.Suspend {
		if _, left := w.refused[account]; left {
			return PaidPages{}, HolderUnknown.New("account %s is on none of the pages", account)
		}
	}
	if len(w.lots) > 0 {
		return PaidPages{}, LotsIncomplete.New("lots of %d accounts are on none of the pages", len(w.lots))
	}
	if payees := w.Action.Payees; payees != nil {
		if err := w.leg(payees.Tax, w.tax); err != nil {
			return PaidPages{}, err
		}
		if err := w.leg(payees.Suspense, w.suspended); err != nil {
			return PaidPages{}, err
		}
	}
	if len(w.paid.Settle.Legs) > cash.LegsMax {
		return PaidPages{}, protocol.TooLarge.New("the pages have %d legs, at most %d are paid at once", len(w.paid.Settle.Legs), cash.LegsMax)
	}
	w.paid.Settle.ID = cash.SettlementID(fmt.Sprintf("pay.%s.%d", w.Action.ID, w.Entitlements[0].Number))
	if made := len(w.moves.made); made+w.spent > 0 {
		w.moves.tell(w.Instrument.ID, w.spent, made)
	}
	w.paid.Moves = w.moves
	w.paid.events = append(w.paid.events, PagesPaid.Of(string(w.Action.ID), w.paid.Receipt()))
	for _, suspense := range w.paid.Suspense {
		w.paid.events = append(w.paid.events, suspense.event())
	}
	return w.paid, nil
}
