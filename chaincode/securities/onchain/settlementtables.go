// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

var (
	instructions = ledger.NewTable("instruction", func(i securities.Instruction) securities.InstructionKey { return i.InstructionKey })
	// obligations are the records of finality: see [securities.Obligation].
	obligations = ledger.NewTable("final", func(o securities.Obligation) securities.MatchID { return o.ID })

	disciplines = ledger.NewTable("discipline", func(d securities.Discipline) securities.CurrencyKey { return d.CurrencyKey })
	prices      = ledger.NewTable("price", securities.ClosingPrice.Name)
	penalties   = ledger.NewTable("penalty", securities.Penalty.Name,
		ledger.Index("payer", func(p securities.Penalty) []string { return []string{string(p.Payer)} }))

	batches  = ledger.NewTable("batch", func(b securities.Batch) securities.BatchID { return b.ID })
	fundings = ledger.NewTable("funding", securities.Funding.Name)
)

// settlementReads name what hot transactions read.
func settlementReads() []ledger.Option {
	return []ledger.Option{ledger.Prefetch(securities.SettleInstruction, deliveryRows), ledger.Prefetch(securities.Instruct, instructRows)}
}

func deliveryRows(_ protocol.Facts, req securities.DeliveryRequest) []ledger.Row {
	rows := []ledger.Row{
		ledger.DateRow(), instruments.Row(req.Instrument), accounts.Row(req.Deliver.Account), accounts.Row(req.Receiver),
		instructions.Row(req.Deliver), instructions.Row(req.ReceiveKey()), obligations.Row(req.Match()),
	}
	for _, key := range securities.Keys(req.Instrument, req.Lots) {
		rows = append(rows, lots.Row(key))
	}
	return rows
}

func instructRows(_ protocol.Facts, req securities.InstructRequest) []ledger.Row {
	return []ledger.Row{
		ledger.DateRow(), instruments.Row(req.Instrument), accounts.Row(req.Account), accounts.Row(req.Counter),
		instructions.Row(req.InstructionKey), instructions.Row(req.CounterKey()),
	}
}

// pairNamed loads an obligation and its two instructions by the names of its ends.
func pairNamed(r ledger.Reader, req securities.ObligationRequest) (p securities.Pair, err error) {
	if p.Obligation, err = obligations.Get(r, req.Match()); err != nil {
		return p, err
	}
	return withSides(r, p)
}

// pairOf loads the pair in which an instruction is; nil where it is matched with none.
func pairOf(r ledger.Reader, i securities.Instruction) (*securities.Pair, error) {
	if i.Match == "" {
		return nil, nil
	}
	obligation, err := obligations.Get(r, i.Match)
	if err != nil {
		return nil, err
	}
	p, err := withSides(r, securities.Pair{Obligation: obligation})
	return &p, err
}

func withSides(r ledger.Reader, p securities.Pair) (securities.Pair, error) {
	sides, err := instructions.GetMany(r, []securities.InstructionKey{p.Obligation.DeliverKey(), p.Obligation.ReceiveKey()})
	if err != nil {
		return p, err
	}
	p.Deliver, p.Receive = sides[0], sides[1]
	return p, nil
}

// matchedOf loads the pair of an instruction that has to be matched. Faults: NOT_FOUND, STATUS_REFUSED.
func matchedOf(r ledger.Reader, key securities.InstructionKey) (securities.Pair, error) {
	instruction, err := instructions.Get(r, key)
	if err != nil {
		return securities.Pair{}, err
	}
	pair, err := pairOf(r, instruction)
	if err != nil {
		return securities.Pair{}, err
	}
	if pair == nil {
		return securities.Pair{}, securities.StatusRefused.New("instruction %s is %s", key, instruction.Status)
	}
	return *pair, nil
}

// saveSides saves both instructions of a pair; a row that did not change is not written.
func saveSides(tx *ledger.Tx, p securities.Pair) error {
	return instructions.UpdateAll(tx, []securities.Instruction{p.Deliver, p.Receive})
}

// sideOf is the instruction of an account in a pair.
func sideOf(p securities.Pair, account securities.AccountID) *securities.Instruction {
	if p.Deliver.Account == account {
		return &p.Deliver
	}
	return &p.Receive
}

// setAside loads the lots that a side has set aside.
func setAside(r ledger.Reader, p securities.Pair, i securities.Instruction) ([]securities.Lot, error) {
	return lots.GetMany(r, securities.Keys(p.Obligation.Instrument, i.Allocated()))
}
