// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities/netting"
)

// SuggestBatchRequest asks which obligations can settle together with what everybody has free now.
type SuggestBatchRequest struct {
	Mode    netting.Mode        `json:"mode" help:"GROSS, LINKED or NET"`
	Members []ObligationRequest `json:"members" help:"1 to 100 obligations to choose from"`
}

// Validate refuses malformed members.
func (r SuggestBatchRequest) Validate() error {
	if err := r.Mode.Validate(); err != nil {
		return err
	}
	return ComputeRequest{Batch: "B", Members: r.Members}.Validate()
}

// SuggestedBatch is obligations that can settle together, to which no other one can be added, and what has to be set aside
// for them.
type SuggestedBatch struct {
	Members []ObligationRequest `json:"members"`
	Needs   []Need              `json:"needs"`
}

// Stock is what parties have free: units by securities account and instrument, money by cash account.
type Stock struct{ positions []netting.Position }

// Units adds the free units of an account in an instrument. Faults: QUANTITY_TOO_LARGE.
func (s *Stock) Units(account AccountID, instrument InstrumentID, lots []Lot, act Act) error {
	var sum Quantity
	for _, lot := range lots {
		if lot.usable("", act) != nil {
			continue
		}
		var err error
		if sum, err = sum.Add(lot.Quantity); err != nil {
			return err
		}
	}
	s.positions = append(s.positions, netting.Position{Party: string(account), Asset: string(instrument), Quantity: int64(sum)})
	return nil
}

// Money adds what a cash account has available.
func (s *Stock) Money(account cash.AccountID, available money.Money) {
	s.positions = append(s.positions, netting.Position{
		Party: string(account), Asset: available.Currency.String(), Quantity: available.Amount.Minor(),
	})
}

// Suggest chooses. Obligations that are over, on hold, not due yet, in a batch or partly set aside are left out.
func (r SuggestBatchRequest) Suggest(pairs []Pair, stock Stock, act Act) (SuggestedBatch, error) {
	var members []ObligationRequest
	var able []Pair
	var bundles [][]netting.Leg
	for i, p := range pairs {
		bundle, can := p.bundle(act)
		if can {
			members, able, bundles = append(members, r.Members[i]), append(able, p), append(bundles, bundle)
		}
	}
	chosen, err := netting.Choose(r.Mode, bundles, stock.positions)
	if err != nil {
		return SuggestedBatch{}, protocol.InvalidArgument.New("%s", err)
	}
	var found SuggestedBatch
	var together []Pair
	for _, at := range chosen {
		found.Members, together = append(found.Members, members[at]), append(together, able[at])
	}
	found.Needs, err = Batch{Mode: r.Mode}.needs(together)
	return found, err
}

// bundle is what settles of an obligation whole or not at all; false where it cannot join a batch now.
func (p Pair) bundle(act Act) ([]netting.Leg, bool) {
	if p.due(act) != nil {
		return nil, false
	}
	for _, i := range []Instruction{p.Deliver, p.Receive} {
		if i.Batch != "" || i.Allocation != nil {
			return nil, false
		}
	}
	legs, err := moneyLegs([]Pair{p})
	return append(legs, unitLegs([]Pair{p})...), err == nil
}

// Deliveries names each account and instrument of which obligations deliver, once, in their order.
func Deliveries(pairs []Pair) []LotsRequest {
	var asked []LotsRequest
	for _, p := range pairs {
		ask := LotsRequest{Account: p.Obligation.Deliverer.Account, Instrument: p.Obligation.Instrument}
		if !slices.Contains(asked, ask) {
			asked = append(asked, ask)
		}
	}
	return asked
}

// Payers names each cash account that pays for obligations, once, in their order.
func Payers(pairs []Pair) []cash.AccountID {
	var asked []cash.AccountID
	for _, p := range pairs {
		if p.Obligation.Payment == AgainstPayment && !slices.Contains(asked, p.Obligation.Receiver.Cash) {
			asked = append(asked, p.Obligation.Receiver.Cash)
		}
	}
	return asked
}
