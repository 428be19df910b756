// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"strings"

	"github.com/consort-finance/consort/chaincode/finance/split"
)

// Convert spends lots of one account and makes lots of a total out of them: more units under a split, fewer under a reverse
// split or a partial call, none under a redemption. Each new lot stands as the one that it comes of: lock-ups, pledges and
// freezes stay where they are. What was set aside for a settlement is free, for the settlement was to be of other units. The
// lots' parts telescope, so that they add up to the total however the units were cut.
// Faults: LOT_SPENT, LOT_FOREIGN, LOT_TWICE, QUANTITY_TOO_LARGE.
func (m *Moves) Convert(instrument Instrument, lots []Lot, total Quantity) error {
	whole, err := sumOf(lots)
	if err != nil {
		return err
	}
	at := int64(1)
	for _, lot := range lots {
		if lot.Instrument != instrument.ID {
			return LotForeign.New("lot %s is of instrument %s", lot.ID, lot.Instrument)
		}
		if !lot.Live() {
			return lot.gone()
		}
		if err := m.spend(lot); err != nil {
			return err
		}
		part, err := split.ProRata(int64(total), int64(whole), split.Interval{From: at, To: at + int64(lot.Quantity) - 1})
		if err != nil {
			return err
		}
		at += int64(lot.Quantity)
		if lot, err = lot.unsettled(); err != nil {
			return err
		}
		if part > 0 {
			m.heir(instrument, lot, Account{ID: lot.Account, Custodian: lot.Custodian}, Quantity(part))
		}
	}
	change := SupplyChange{Instrument: instrument.ID, Stripe: lots[0].ID.Bucket().Stripe()}
	if total > whole {
		change.Created = total - whole
	} else {
		change.Redeemed = whole - total
	}
	return m.supply(change)
}

// unsettled is the lot without a lock for a settlement or a batch, which name that very lot: nobody could take the lock off
// another one. What is to be settled is set aside again, out of other lots.
func (l Lot) unsettled() (Lot, error) {
	if strings.HasPrefix(string(l.Ref), settlementRef) || strings.HasPrefix(string(l.Ref), batchRef) {
		return l.Unlock(l.Ref)
	}
	return l, nil
}

// bound tells whether somebody else has a say in what the units bring: they are pledged, or frozen under an order.
func (l Lot) bound() bool { return l.Status == Frozen || l.standing() == Pledged }

func sumOf(lots []Lot) (sum Quantity, err error) {
	for _, lot := range lots {
		if sum, err = sum.Add(lot.Quantity); err != nil {
			return 0, err
		}
	}
	return sum, nil
}

// Grant makes units for a holder that has some already, and so needs no admission: frozen, under an order, as others of it
// are, or free without one. Faults: QUANTITY_TOO_LARGE.
func (m *Moves) Grant(instrument Instrument, account Account, quantity Quantity, order CourtOrderID) error {
	if quantity == 0 {
		return nil
	}
	lot := Lot{Instrument: instrument.ID, Status: Free}
	if order != "" {
		lot.Status, lot.Before, lot.Order = Frozen, Free, order
	}
	m.heir(instrument, lot, account, quantity)
	return m.supply(SupplyChange{Instrument: instrument.ID, Stripe: account.ID.Bucket().Stripe(), Created: quantity})
}

// supply counts units that are made or redeemed, those of one stripe together. Faults: QUANTITY_TOO_LARGE.
func (m *Moves) supply(change SupplyChange) (err error) {
	if change.Created == 0 && change.Redeemed == 0 {
		return nil
	}
	for i := len(m.changes) - 1; i >= 0; i-- {
		same := &m.changes[i]
		if same.Instrument != change.Instrument || same.Stripe != change.Stripe {
			continue
		}
		if same.Created, err = same.Created.Add(change.Created); err != nil {
			return err
		}
		same.Redeemed, err = same.Redeemed.Add(change.Redeemed)
		return err
	}
	m.changes = append(m.changes, change)
	return nil
}
