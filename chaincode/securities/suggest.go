// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
)

// SuggestRequest asks which lots to spend.
type SuggestRequest struct {
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
	Account    AccountID    `json:"account" help:"the account that gives"`
	Quantity   Quantity     `json:"quantity" help:"units that are to be given"`
}

// Validate refuses malformed members.
func (r SuggestRequest) Validate() error {
	return errors.Join(r.Instrument.Validate(), r.Account.Validate(), r.Quantity.Validate())
}

// Suggestion is lots to spend, and what they have beyond the quantity.
type Suggestion struct {
	Lots   []LotID  `json:"lots"`
	Change Quantity `json:"change"`
}

// Suggest chooses among free lots past their lock-up: the smallest that suffices alone, or as few as do together, the
// largest first. Among lots of one size the choice differs from question to question, so that clients who ask at the same
// time seldom get the same lots. Faults: UNITS_LACKING, QUANTITY_TOO_LARGE.
func (r SuggestRequest) Suggest(lots []Lot, act Act) (Suggestion, error) {
	usable := slices.DeleteFunc(slices.Clone(lots), func(l Lot) bool { return l.usable("", act) != nil })
	shuffled := make(map[LotID]string, len(usable))
	for _, lot := range usable {
		sum := sha256.Sum256([]byte(act.TxID + string(lot.ID)))
		shuffled[lot.ID] = hex.EncodeToString(sum[:])
	}
	slices.SortFunc(usable, func(a, b Lot) int {
		return cmp.Or(cmp.Compare(a.Quantity, b.Quantity), cmp.Compare(shuffled[a.ID], shuffled[b.ID]))
	})
	chosen := usable
	if at := slices.IndexFunc(usable, func(l Lot) bool { return l.Quantity >= r.Quantity }); at >= 0 {
		chosen = usable[at : at+1]
	} else {
		chosen = largest(usable, r.Quantity)
	}
	change, err := rest(chosen, r.Quantity)
	if err != nil {
		return Suggestion{}, err
	}
	suggestion := Suggestion{Change: change}
	for _, lot := range chosen {
		suggestion.Lots = append(suggestion.Lots, lot.ID)
	}
	return suggestion, nil
}

// largest takes lots from the end of a list in order of size until they suffice.
func largest(lots []Lot, quantity Quantity) []Lot {
	var sum Quantity
	for n := len(lots) - 1; n >= 0; n-- {
		more, err := sum.Add(lots[n].Quantity)
		if err != nil || more >= quantity {
			return lots[n:]
		}
		sum = more
	}
	return lots
}
