// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/money"
)

// Books are everything that the ledger has of an undertaking, as queries answer it.
type Books struct {
	Undertaking   Undertaking
	Discharge     Discharge
	Slices        []Slice
	Deals         []Deal
	Collections   []Collection
	Distributions []Distribution
}

// Audit checks the laws of an undertaking on what a ledger has, for whoever does not take the chaincode's word: slices tile
// the units, each unit has one encumbrance at most, deals divide their face exactly and have open what slices say, and
// what came in is what was paid out and what is left. It answers every breach, none where all is well, and how much of
// what came in is left in the collection account.
func (b Books) Audit() (left money.Amount, breaches Breaches) {
	a := &audit{books: b}
	a.tiling()
	a.encumbrances()
	a.deals()
	return a.money(), a.breaches
}

// Breaches say where the laws of an undertaking are broken.
type Breaches struct {
	// Tiling is where slices leave a gap, overlap or end elsewhere than the undertaking.
	Tiling []string
	// Encumbrance is where on a slice lies something else than its one status says.
	Encumbrance []string
	// Division is where the money of a deal, or what came in, is not divided exactly.
	Division []string
}

type audit struct {
	books    Books
	breaches Breaches
}

func (a *audit) breach(law *[]string, format string, args ...any) {
	*law = append(*law, fmt.Sprintf("undertaking %s: ", a.books.Undertaking.ID)+fmt.Sprintf(format, args...))
}

func (a *audit) tiling() {
	next := int64(1)
	for _, s := range a.books.Slices {
		if s.From != next || s.To < s.From {
			a.breach(&a.breaches.Tiling, "slice %d to %d where unit %d comes next", s.From, s.To, next)
		}
		next = s.To + 1
	}
	if face := a.books.Undertaking.Face.Amount.Minor(); next != face+1 {
		a.breach(&a.breaches.Tiling, "slices end at unit %d of %d", next-1, face)
	}
}

// encumbrances checks that what lies on a slice is what its status says, and nothing besides.
func (a *audit) encumbrances() {
	for _, s := range a.books.Slices {
		standing := s.standing()
		offered, disputed, frozen := s.Offer != (Offer{}), s.Dispute != "", s.Order != ""
		dealt := s.Deal != ""
		wanted := standing == Locked || standing == Financed || standing == Pledged
		if offered != (standing == Offered) || disputed != (s.Status == Disputed) || frozen != (s.Status == Frozen) || wanted && !dealt || standing == Held && dealt {
			a.breach(&a.breaches.Encumbrance, "slice %d is %s with offer %t, deal %q, dispute %q, order %t", s.From, s.Status, offered, s.Deal, s.Dispute, frozen)
		}
		if s.Level.Cmp(a.books.Discharge.Level) > 0 || s.Late.Cmp(a.books.Discharge.Late) > 0 {
			a.breach(&a.breaches.Encumbrance, "slice %d is paid up to %s, the undertaking to %s", s.From, s.Level, a.books.Discharge.Level)
		}
	}
}

func (a *audit) deals() {
	open, unpaid := map[DealID]int64{}, map[DealID]int64{}
	for _, s := range a.books.Slices {
		if s.standing() == Financed || s.standing() == Pledged {
			open[s.Deal] += s.Size()
			unpaid[s.Deal] += s.unpaid(a.books.Undertaking)
		}
	}
	for _, d := range a.books.Deals {
		p := d.Price
		if p.Proceeds.Minor()+p.Discount.Minor()+p.Fee.Minor()+p.Reserve.Minor() != p.Face.Minor() {
			a.breach(&a.breaches.Division, "deal %s divides %s into other parts", d.ID, p.Face)
		}
		if open[d.ID] != d.Open {
			a.breach(&a.breaches.Division, "deal %s has %d units open, slices have %d", d.ID, d.Open, open[d.ID])
		}
		if unpaid[d.ID] != d.ToCome.Minor() {
			a.breach(&a.breaches.Division, "deal %s waits for %s, slices for %d", d.ID, d.ToCome, unpaid[d.ID])
		}
	}
}

// money checks what came in against its payments, and answers what was not paid out of it.
func (a *audit) money() money.Amount {
	level, out := int64(0), int64(0)
	for i, c := range a.books.Collections {
		if c.Number != i+1 || c.Level.Minor() < level {
			a.breach(&a.breaches.Division, "payment %d is out of order", c.Number)
		}
		level = c.Level.Minor()
	}
	if level != a.books.Discharge.Level.Minor() {
		a.breach(&a.breaches.Division, "payments end at level %d, not %s", level, a.books.Discharge.Level)
	}
	for _, d := range a.books.Distributions {
		out += d.Amount.Amount.Minor()
	}
	left := a.books.Discharge.Received.Minor() - out
	if left < 0 {
		a.breach(&a.breaches.Division, "%d more was paid out than came in", -left)
	}
	return money.MustAmount(left)
}
