// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"fmt"
	"slices"

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
		if err := w.income(&payment, line, bound); err != nil {
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
	if !w.Action.Kind.takes() {
		return 0, w.grant(l)
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

// grant gives units beside those that an account has. What frozen ones bring is frozen as they are, under the same orders.
func (w *payer) grant(l Line) error {
	account := Account{ID: l.Account, Custodian: l.Custodian}
	held, err := w.Frozen.share(int64(l.Given), l)
	if err != nil {
		return err
	}
	whole, at := int64(w.Frozen.units(l.Account)), int64(1)
	for _, holding := range w.Frozen.of(l.Account) {
		units := int64(holding.now())
		if units == 0 || held == 0 {
			continue
		}
		part, err := split.ProRata(held, whole, split.Interval{From: at, To: at + units - 1})
		at += units
		if err == nil {
			err = w.moves.Grant(w.Instrument, account, Quantity(part), holding.Order)
		}
		if err != nil {
			return err
		}
	}
	return w.moves.Grant(w.Instrument, account, l.Given-Quantity(held), "")
}

// why is why an account is not paid, whether anybody said so or not.
func (w *payer) why(account AccountID) SuspenseReason {
	named := w.refused[account]
	delete(w.refused, account)
	if slices.ContainsFunc(w.Barred, func(b Barred) bool { return b.names(account) }) {
		return HolderClosed
	}
	return named
}

// income pays the net amount of a line, or suspends it. What units bring in which somebody else has a say waits for an order;
// so does all of it where the account cannot be paid anyway.
func (w *payer) income(payment *Payment, l Line, bound Quantity) error {
	held, err := w.encumbered(l, bound)
	if err != nil {
		return err
	}
	rest, err := l.Net.Sub(held)
	reason := w.why(l.Account)
	switch {
	case err != nil:
		return AmountTooLarge.New("%s", err)
	case !held.IsZero() && reason != "":
		return w.suspend(payment, l.Account, l.Net, UnitsEncumbered)
	case reason != "":
		return w.suspend(payment, l.Account, l.Net, reason)
	}
	if err := w.suspend(payment, l.Account, held, UnitsEncumbered); err != nil {
		return err
	}
	if payment.Paid, err = payment.Paid.Add(rest); err != nil {
		return AmountTooLarge.New("%s", err)
	}
	return w.leg(l.Cash, rest)
}

// encumbered is the part of the net amount that units bring in which somebody else has a say, rounded up: of bound lots where
// units are taken, of frozen ones elsewhere.
func (w *payer) encumbered(l Line, bound Quantity) (money.Amount, error) {
	if bound == 0 {
		minor, err := w.Frozen.share(l.Net.Minor(), l)
		if err != nil {
			return money.Amount{}, err
		}
		return money.NewAmount(minor)
	}
	free, err := l.free(bound)
	if err != nil {
		return money.Amount{}, err
	}
	return l.Net.Sub(free)
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
