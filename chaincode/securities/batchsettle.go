// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities/netting"
)

// Cycled is what the settlement of a batch writes.
type Cycled struct {
	Batch       Batch
	Obligations []Obligation
	Moves       *Moves
	Cash        *cash.SettleRequest
}

// Settle settles a batch: every member, in this transaction, or nothing. Who receives has to be admitted for each member,
// also where it passes on what it receives; caps count what comes out of the whole batch.
// Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE, those of a move.
func (c Cycle) Settle(act Act) (Cycled, []protocol.Event, error) {
	if err := c.Batch.conducted(act, BatchVerified); err != nil {
		return Cycled{}, nil, err
	}
	after := Cycled{Batch: c.Batch, Moves: OpenMoves(act)}
	if err := c.pass(after.Moves, act); err != nil {
		return Cycled{}, nil, err
	}
	var events []protocol.Event
	for _, p := range c.Pairs {
		settled, err := c.settle(p, act)
		if err != nil {
			return Cycled{}, nil, err
		}
		after.Obligations = append(after.Obligations, settled)
		events = append(events, settled.event())
	}
	legs, err := c.legs()
	if err != nil {
		return Cycled{}, nil, err
	}
	if len(legs) > 0 {
		after.Cash = &cash.SettleRequest{ID: c.Batch.ID.Settlement(), Legs: legs}
	}
	after.Batch.Status = BatchSettled
	return after, append(events, after.Batch.event()), nil
}

// settle is what becomes of a member: all that is open is delivered and paid.
func (c Cycle) settle(p Pair, act Act) (Obligation, error) {
	if err := c.Batch.takes(p, act); err != nil {
		return Obligation{}, err
	}
	o := p.Obligation
	if err := c.output(o.Instrument, o.Receiver.Account, o.Open()).receives(c.Instruments[o.Instrument], act); err != nil {
		return Obligation{}, err
	}
	if err := c.Accounts[o.Deliverer.Account].gives(); err != nil {
		return Obligation{}, err
	}
	due, err := o.Due(o.Open())
	if err != nil {
		return Obligation{}, err
	}
	return o.settle(SettledPart{On: act.Today, TxID: act.TxID, Quantity: o.Open(), Paid: due, Batch: c.Batch.ID})
}

// pass moves the units of each instrument: gross, from each deliverer to each receiver; otherwise from those who give more
// than they get to those who get more than they give.
func (c Cycle) pass(moves *Moves, act Act) error {
	legs := unitLegs(c.Pairs)
	for _, instrument := range c.InstrumentIDs() {
		if err := c.Instruments[instrument].Movable(false); err != nil {
			return err
		}
		move, err := c.move(instrument, legs)
		if err != nil {
			return err
		}
		if len(move.Inputs) == 0 {
			continue // all that is given is passed on: nobody gives of its own
		}
		if err := moves.Pass(move); err != nil {
			return err
		}
	}
	return nil
}

// move is that of one instrument: the lots that were set aside go in, what is received and what is left over come out.
func (c Cycle) move(instrument InstrumentID, legs []netting.Leg) (Move, error) {
	move := Move{Instrument: c.Instruments[instrument], Ref: c.Batch.ID.Ref()}
	had := map[AccountID]Quantity{}
	for _, lot := range c.Lots {
		if lot.Instrument != instrument {
			continue
		}
		if _, known := had[lot.Account]; !known {
			move.Givers = append(move.Givers, c.Accounts[lot.Account])
		}
		had[lot.Account] += lot.Quantity
		move.Inputs = append(move.Inputs, lot)
	}
	received, err := c.received(instrument, legs)
	if err != nil {
		return Move{}, err
	}
	move.Outputs = received
	for _, giver := range move.Givers {
		need, _ := c.Batch.need(FundingKey{Batch: c.Batch.ID, Kind: FundingUnits, Account: string(giver.ID), Asset: string(instrument)})
		if change := had[giver.ID] - need.Amount; change > 0 {
			move.Outputs = append(move.Outputs, Output{Account: giver, Quantity: change})
		}
	}
	return move, nil
}

// received are the lots that come out of an instrument's move: one for each leg in GROSS, one for each account otherwise.
func (c Cycle) received(instrument InstrumentID, legs []netting.Leg) ([]Output, error) {
	var outputs []Output
	if c.Batch.Mode == netting.Gross {
		for _, leg := range legs {
			if leg.Asset == string(instrument) {
				outputs = append(outputs, c.output(instrument, AccountID(leg.To), Quantity(leg.Quantity)))
			}
		}
		return outputs, nil
	}
	positions, err := netting.Positions(legs)
	if err != nil {
		return nil, QuantityTooLarge.New("the units of batch %s are too many to add up", c.Batch.ID)
	}
	for _, p := range positions {
		if p.Asset == string(instrument) && p.Quantity > 0 {
			outputs = append(outputs, c.output(instrument, AccountID(p.Party), Quantity(p.Quantity)))
		}
	}
	return outputs, nil
}

// legs are the movements of money. Linked, each receiver pays each deliverer, by its mandate. Otherwise what was set aside
// goes to the clearing account, and from there to who is paid: for each member in GROSS, in one sum in NET.
func (c Cycle) legs() ([]cash.SettleLeg, error) {
	owed, err := moneyLegs(c.Pairs)
	if err != nil {
		return nil, err
	}
	if c.Batch.Mode == netting.Linked {
		return c.linked(owed)
	}
	var legs []cash.SettleLeg
	for i, f := range c.Fundings {
		if f.Kind != FundingMoney {
			continue
		}
		amount, err := c.Batch.Needs[i].money()
		if err != nil {
			return nil, err
		}
		legs = append(legs, cash.SettleLeg{From: cash.AccountID(f.Account), To: c.Batch.Clearing, Amount: amount, Hold: f.Hold, Purpose: c.Batch.ID.Purpose()})
	}
	return c.payOut(legs, owed)
}

// linked pays every leg as it stands.
func (c Cycle) linked(owed []netting.Leg) ([]cash.SettleLeg, error) {
	mandates := map[FundingKey]cash.MandateID{}
	for _, f := range c.Fundings {
		mandates[f.FundingKey] = f.Mandate
	}
	legs := make([]cash.SettleLeg, len(owed))
	for i, leg := range owed {
		amount, err := sum(leg.Asset, leg.Quantity)
		if err != nil {
			return nil, err
		}
		key := FundingKey{Batch: c.Batch.ID, Kind: FundingMoney, Account: leg.From, Asset: leg.Asset}
		legs[i] = cash.SettleLeg{From: cash.AccountID(leg.From), To: cash.AccountID(leg.To), Amount: amount, Mandate: mandates[key], Purpose: DeliveryPurpose}
	}
	return legs, nil
}

// payOut adds what the clearing account pays.
func (c Cycle) payOut(legs []cash.SettleLeg, owed []netting.Leg) ([]cash.SettleLeg, error) {
	var paid []netting.Position
	if c.Batch.Mode == netting.Gross {
		for _, leg := range owed {
			paid = append(paid, netting.Position{Party: leg.To, Asset: leg.Asset, Quantity: leg.Quantity})
		}
	} else {
		positions, err := netting.Positions(owed)
		if err != nil {
			return nil, QuantityTooLarge.New("the money of batch %s is too much to add up", c.Batch.ID)
		}
		paid = slices.DeleteFunc(positions, func(p netting.Position) bool { return p.Quantity < 0 })
	}
	for _, p := range paid {
		amount, err := sum(p.Asset, p.Quantity)
		if err != nil {
			return nil, err
		}
		legs = append(legs, cash.SettleLeg{From: c.Batch.Clearing, To: cash.AccountID(p.Party), Amount: amount})
	}
	return legs, nil
}

// sum is minor units of a currency.
func sum(currency string, minor int64) (money.Money, error) {
	c, err := money.ParseCurrency(currency)
	if err != nil {
		return money.Money{}, err
	}
	return money.New(minor, c)
}
