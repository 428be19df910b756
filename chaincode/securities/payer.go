// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/finance/split"
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
		bound, err := w.units(line)
		if err != nil {
			return err
		}
		if err := w.money(&payment, line, bound); err != nil {
			return err
		}
	}
	if w.tax, err = w.tax.Add(sum.Tax); err != nil {
		return AmountTooLarge.New("%s", err)
	}
	w.paid.Payments = append(w.paid.Payments, payment)
	return nil
}

// units takes, converts or gives units of a line, and tells in how many of them somebody else has a say.
func (w *payer) units(l Line) (bound Quantity, err error) {
	account := Account{ID: l.Account, Custodian: l.Custodian}
	if !w.Action.Kind.takes() {
		return 0, w.moves.Grant(w.Instrument, account, l.Given)
	}
	lots := w.lots[l.Account]
	delete(w.lots, l.Account)
	held, err := sumOf(lots)
	if err != nil {
		return 0, err
	}
	if held != l.Units {
		return 0, LotsIncomplete.New("the lots of account %s have %s units, not %s", l.Account, held, l.Units)
	}
	w.spent += len(lots)
	for _, lot := range lots {
		if lot.bound() {
			bound += lot.Quantity
		}
	}
	return bound, w.moves.Convert(w.Instrument, lots, l.After)
}

// money pays the net amount of a line. All of it is suspended where the account cannot be paid, and otherwise what pledged and
// frozen units bring; where those bring some of it, nobody but a court has it paid, whatever else the account is.
func (w *payer) money(payment *Payment, l Line, bound Quantity) error {
	reason, named := w.refused[l.Account]
	delete(w.refused, l.Account)
	paid, err := l.free(bound)
	if err != nil {
		return err
	}
	if bound > 0 {
		reason = UnitsEncumbered
	}
	if named {
		paid = money.Amount{}
	}
	waits, err := l.Net.Sub(paid)
	if err != nil {
		return AmountTooLarge.New("%s", err)
	}
	if err := w.suspend(payment, l.Account, waits, reason); err != nil {
		return err
	}
	if payment.Paid, err = payment.Paid.Add(paid); err != nil {
		return AmountTooLarge.New("%s", err)
	}
	return w.leg(l.Cash, paid)
}

// free is the part of the net amount that units bring which nobody else has a say in, rounded down.
func (l Line) free(bound Quantity) (money.Amount, error) {
	switch bound {
	case 0:
		return l.Net, nil
	case l.Units:
		return money.Amount{}, nil
	}
	part, err := split.ProRata(l.Net.Minor(), int64(l.Units), split.Interval{From: 1, To: int64(l.Units - bound)})
	if err != nil {
		return money.Amount{}, err
	}
	return money.NewAmount(part)
}

// suspend keeps an amount for an account.
func (w *payer) suspend(payment *Payment, account AccountID, amount money.Amount, reason SuspenseReason) (err error) {
	if amount.IsZero() {
		return nil
	}
	w.paid.Suspense = append(w.paid.Suspense, Suspense{
		SuspenseKey: SuspenseKey{Action: w.Action.ID, Account: account}, Amount: amount, Reason: reason, Status: Suspended,
	})
	payment.Unpaid++
	if payment.Suspended, err = payment.Suspended.Add(amount); err != nil {
		return AmountTooLarge.New("%s", err)
	}
	w.suspended, err = w.suspended.Add(amount)
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
