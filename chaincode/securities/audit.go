// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"fmt"
	"slices"
	"strings"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// Books are everything that the ledger has of an instrument, as queries answer it.
type Books struct {
	Instrument Instrument
	// Today is the business date, and Supply that of the day so far.
	Today  date.Date
	Supply Quantity
	// Lots are all that there ever were, Obligations all that are about the instrument.
	Lots        []Lot
	Obligations []Obligation
	Events      []EventBooks
	// Settlements are those of cash for the parts of the obligations.
	Settlements []cash.Settlement
}

// EventBooks are what the ledger has of a corporate action.
type EventBooks struct {
	Action   Action
	Payments []Payment
	Suspense []Suspense
}

// Breaches say where the laws of an instrument are broken.
type Breaches struct {
	// Supply is where live lots are not the supply, today or on a record date.
	Supply []string
	// Lots is where a lot is empty, spent and live at once, or encumbered otherwise than its status says.
	Lots []string
	// Delivery is where units and money of an obligation did not move together, in the same transaction, and once.
	Delivery []string
	// Income is where what a corporate action paid, withheld, suspended and left over is not what it was funded with.
	Income []string
}

// Audit checks the laws of an instrument on what a ledger has, for whoever does not take the chaincode's word. It answers
// every breach, none where all is well.
func (b Books) Audit() Breaches {
	a := &audit{books: b, made: map[string][]Lot{}, open: map[Ref]bool{}, settled: map[cash.SettlementID]cash.Settlement{}}
	for _, lot := range b.Lots {
		a.made[lot.maker()] = append(a.made[lot.maker()], lot)
	}
	for _, settlement := range b.Settlements {
		a.settled[settlement.ID] = settlement
	}
	a.supply(b.Today, b.Supply, "the supply")
	for _, o := range b.Obligations {
		a.delivery(o)
	}
	a.lots()
	for _, event := range b.Events {
		a.income(event)
	}
	return a.breaches
}

type audit struct {
	books    Books
	breaches Breaches
	// made are the lots by the transaction that made them; open the references of obligations that are not settled.
	made    map[string][]Lot
	open    map[Ref]bool
	settled map[cash.SettlementID]cash.Settlement
}

func (a *audit) breach(law *[]string, format string, args ...any) {
	*law = append(*law, fmt.Sprintf("instrument %s: ", a.books.Instrument.ID)+fmt.Sprintf(format, args...))
}

// supply compares what lots held at the end of a day with what else the ledger says of it.
func (a *audit) supply(day date.Date, want Quantity, what string) {
	var held Quantity
	for _, lot := range a.books.Lots {
		if lot.HeldOn(day) {
			held += lot.Quantity
		}
	}
	if held != want {
		a.breach(&a.breaches.Supply, "lots of %s have %s units, %s is %s", day, held, what, want)
	}
}

func (a *audit) lots() {
	seen := make(map[LotID]bool, len(a.books.Lots))
	for _, lot := range a.books.Lots {
		if seen[lot.ID] {
			a.breach(&a.breaches.Lots, "lot %s is there twice", lot.ID)
		}
		seen[lot.ID] = true
		a.lot(lot)
	}
}

// lot checks that a lot is whole, and that what lies on it is what its status says.
func (a *audit) lot(lot Lot) {
	bound := lot.standing() == Locked || lot.standing() == Pledged
	spent := !lot.SpentOn.IsZero() && lot.SpentBy != ""
	switch {
	case lot.Quantity.Validate() != nil || lot.Instrument != a.books.Instrument.ID:
		a.breach(&a.breaches.Lots, "lot %s has %s units of %s", lot.ID, lot.Quantity, lot.Instrument)
	case spent == lot.Live() || spent && lot.SpentOn.Before(lot.CreatedOn):
		a.breach(&a.breaches.Lots, "lot %s is %s, made on %s and spent on %s", lot.ID, lot.Status, lot.CreatedOn, lot.SpentOn)
	case lot.Live() && (bound != (lot.Ref != "") || (lot.Status == Frozen) != (lot.Order != "")):
		a.breach(&a.breaches.Lots, "lot %s is %s for %q under order %q", lot.ID, lot.Status, lot.Ref, lot.Order)
	case lot.Live() && strings.HasPrefix(string(lot.Ref), settlementRef) && !a.open[lot.Ref]:
		a.breach(&a.breaches.Lots, "lot %s is locked for %s, which waits for nothing", lot.ID, lot.Ref)
	}
}

// delivery checks that the parts of an obligation add up, that each delivered its units in its transaction, and that cash
// has a settlement of the same transaction for it.
func (a *audit) delivery(o Obligation) {
	a.open[o.ID.Ref()] = !o.Settled()
	var units Quantity
	var paid money.Amount
	for n, part := range o.Parts {
		units += part.Quantity
		sum, err := paid.Add(part.Paid)
		if err != nil {
			a.breach(&a.breaches.Delivery, "obligation %s: %v", o.ID, err)
		}
		paid = sum
		a.part(o, n)
	}
	due, err := o.share(o.Delivered)
	if o.Payment != AgainstPayment {
		due = money.Amount{}
	}
	if err != nil || units != o.Delivered || o.Delivered > o.Quantity || paid != o.Paid || paid != due {
		a.breach(&a.breaches.Delivery, "obligation %s: parts have %s units of %s delivered and %s of %s due", o.ID, units, o.Delivered, paid, due)
	}
}

// part checks one part. What is settled with a batch moves net, or through its account: the batch is its proof.
func (a *audit) part(o Obligation, n int) {
	part := o.Parts[n]
	if slices.ContainsFunc(o.Parts[:n], func(p SettledPart) bool { return p.TxID == part.TxID }) {
		a.breach(&a.breaches.Delivery, "obligation %s: two parts in transaction %s", o.ID, part.TxID)
	}
	if part.Batch != "" {
		return
	}
	var came Quantity
	for _, lot := range a.made[part.TxID] {
		if lot.Account == o.Receiver.Account {
			came += lot.Quantity
		}
	}
	if came != part.Quantity {
		a.breach(&a.breaches.Delivery, "obligation %s: part %d is of %s units, %s came in its transaction", o.ID, n, part.Quantity, came)
	}
	if settled := a.settled[o.ID.Settlement(n)]; part.Paid.Sign() > 0 && string(settled.TxID) != part.TxID {
		a.breach(&a.breaches.Delivery, "obligation %s: part %d was paid in transaction %q, and delivered in %s", o.ID, n, settled.TxID, part.TxID)
	}
}

// income checks a corporate action from its record date to its end.
func (a *audit) income(e EventBooks) {
	action := e.Action
	if action.Supply > 0 {
		a.supply(action.Record, action.Supply, fmt.Sprintf("the supply of action %s", action.ID))
	}
	var spent, net, suspended, waits money.Amount
	sum := func(to *money.Amount, part money.Amount) {
		var err error
		if *to, err = to.Add(part); err != nil {
			a.breach(&a.breaches.Income, "action %s: %v", action.ID, err)
		}
	}
	for _, payment := range e.Payments {
		sum(&spent, payment.Paid)
		sum(&spent, payment.Tax)
		sum(&spent, payment.Suspended)
		sum(&net, payment.Paid)
		sum(&suspended, payment.Suspended)
	}
	for _, s := range e.Suspense {
		sum(&waits, s.Amount)
	}
	sum(&spent, action.Residual)
	sum(&net, suspended)
	switch whole := action.Status == ActionReconciled; {
	case waits != suspended:
		a.breach(&a.breaches.Income, "action %s: pages suspended %s, accounts %s", action.ID, suspended, waits)
	case whole && (spent != action.Due() || net != action.Total.Net), spent.Cmp(action.Due()) > 0:
		a.breach(&a.breaches.Income, "action %s: %s was paid of %s, %s of %s to holders", action.ID, spent, action.Due(), net, action.Total.Net)
	}
}
