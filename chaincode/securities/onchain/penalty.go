// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// SetDiscipline sets what failing to settle costs.
func (c *Contract) SetDiscipline(tx *ledger.Tx, req securities.DisciplineRequest) (*securities.Discipline, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	before, _, err := disciplines.Find(tx, req.CurrencyKey)
	if err != nil {
		return nil, err
	}
	after, err := before.Set(req, do)
	if err != nil {
		return nil, err
	}
	return &after, put(tx, disciplines, after.CurrencyKey, after)
}

// PublishPrice publishes a closing price, once.
func (c *Contract) PublishPrice(tx *ledger.Tx, req securities.ClosingPrice) (*securities.ClosingPrice, error) {
	instrument, do, err := load(tx, instruments, req.Instrument)
	if err != nil {
		return nil, err
	}
	if err := req.Publish(instrument, do); err != nil {
		return nil, err
	}
	return &req, prices.Insert(tx, req)
}

// RecordPenalty records a penalty, once for each day.
func (c *Contract) RecordPenalty(tx *ledger.Tx, req securities.PenaltyRequest) (*securities.Penalty, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	pair, err := pairNamed(tx, req.ObligationRequest)
	if err != nil {
		return nil, err
	}
	tariff, err := tariffOf(tx, pair.Obligation, req)
	if err != nil {
		return nil, err
	}
	by, err := restraintsOf(tx, []securities.Pair{pair})
	if err != nil {
		return nil, err
	}
	penalty, events, err := pair.Penalise(req, tariff, by[0], do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &penalty, penalties.Insert(tx, penalty)
}

func tariffOf(r ledger.Reader, o securities.Obligation, req securities.PenaltyRequest) (tariff securities.Tariff, err error) {
	if tariff.Instrument, err = instruments.Get(r, o.Instrument); err != nil {
		return tariff, err
	}
	version, err := terms.Get(r, securities.TermsKey{Instrument: o.Instrument, Version: max(tariff.Instrument.Version, 1)})
	if err != nil {
		return tariff, err
	}
	tariff.CFI = version.Terms.CFI.String()
	if tariff.Units, _, err = disciplines.Find(r, securities.CurrencyKey{Currency: tariff.Instrument.Currency}); err != nil {
		return tariff, err
	}
	if o.Payment == securities.AgainstPayment {
		if tariff.Money, _, err = disciplines.Find(r, securities.CurrencyKey{Currency: o.Amount.Currency}); err != nil {
			return tariff, err
		}
	}
	price, found, err := prices.Find(r, securities.ClosingPriceKey{Instrument: o.Instrument, Day: req.Day})
	if found {
		tariff.Price = &price
	}
	return tariff, err
}

// restraintsOf loads what orders kept the sides of pairs from, in the order of the pairs.
func restraintsOf(r ledger.Reader, pairs []securities.Pair) ([]securities.Restraints, error) {
	var sides []securities.AccountID
	var listed []securities.InstrumentID
	for _, p := range pairs {
		sides = append(sides, p.Obligation.Deliverer.Account, p.Obligation.Receiver.Account)
		listed = append(listed, p.Obligation.Instrument)
	}
	held, err := accounts.GetMany(r, sides)
	if err != nil {
		return nil, err
	}
	traded, err := instruments.GetMany(r, listed)
	if err != nil {
		return nil, err
	}
	frozen, _, err := frozenUnits.FindMany(r, listed)
	if err != nil {
		return nil, err
	}
	by := make([]securities.Restraints, len(pairs))
	for i := range pairs {
		by[i] = securities.Restraints{Deliverer: held[2*i], Receiver: held[2*i+1], Instrument: traded[i], Frozen: frozen[i]}
	}
	return by, nil
}

// WaivePenalty waives a penalty.
func (c *Contract) WaivePenalty(tx *ledger.Tx, req securities.WaiveRequest) (*securities.Penalty, error) {
	return change(tx, penalties, req.PenaltyKey, func(before securities.Penalty, do securities.Act) (securities.Penalty, []protocol.Event, error) {
		return before.Waive(req, do)
	})
}

// RedistributePenalties collects penalties and pays them to those who suffered.
func (c *Contract) RedistributePenalties(tx *ledger.Tx, req securities.RedistributeRequest) (*securities.Redistribution, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	due, err := penalties.GetMany(tx, req.Penalties)
	if err != nil {
		return nil, err
	}
	done, err := req.Redistribute(due, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(done.Events...)
	if err := penalties.UpdateAll(tx, done.Paid); err != nil {
		return nil, err
	}
	return &done.Redistribution, c.money.Settle(tx, done.Cash)
}
