// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

var (
	pledges = ledger.NewTable("pledge", securities.Pledge.Name,
		ledger.Index("given", func(p securities.Pledge) []string { return []string{string(p.Pledgor.Account)} }),
		ledger.Index("received", func(p securities.Pledge) []string { return []string{string(p.Secured.Account)} }))
	sales = ledger.NewTable("pledgesale", securities.Sale.Name)
)

// OfferPledge offers a pledge.
func (c *Contract) OfferPledge(tx *ledger.Tx, req securities.PledgeRequest) (*securities.Pledge, error) {
	d, err := dealtOf(tx, req.Instrument, req.Account, req.Secured)
	if err != nil {
		return nil, err
	}
	pledge, events, err := req.Offer(d.instrument, d.accounts[0], d.accounts[1], d.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &pledge, pledges.InsertEndorsedBy(tx, pledge, pledgeGuard(pledge))
}

// pledgeGuard is who has to endorse what becomes of a pledge.
func pledgeGuard(p securities.Pledge, more ...string) ledger.Endorsers {
	return ledger.Endorsers{Always: p.Endorsers(more...), Or: []ledger.Endorsers{{Always: p.Enforcers(more...)}}}
}

// AcceptPledge accepts a pledge.
func (c *Contract) AcceptPledge(tx *ledger.Tx, req securities.PledgeID) (*securities.Pledge, error) {
	return changePledge(tx, req, func(p securities.Pledge, do securities.Act) (pledgeStep, error) {
		own, err := accounts.Get(tx, p.Pledgor.Account)
		if err != nil {
			return pledgeStep{}, err
		}
		offered, err := lots.GetMany(tx, p.Offered.Keys())
		if err != nil {
			return pledgeStep{}, err
		}
		return stepOf(p.Accept(own, offered, do))
	})
}

// pledgeStep is what becomes of a pledge, and of lots with it.
type pledgeStep struct {
	pledge securities.Pledge
	lots   []securities.Lot
	events []protocol.Event
}

func stepOf(p securities.Pledge, lots []securities.Lot, events []protocol.Event, err error) (pledgeStep, error) {
	return pledgeStep{p, lots, events}, err
}

// changePledge changes a pledge and lots with it.
func changePledge(
	tx *ledger.Tx, id securities.PledgeID, rule func(securities.Pledge, securities.Act) (pledgeStep, error),
) (*securities.Pledge, error) {
	var done pledgeStep
	after, err := change(tx, pledges, id, func(before securities.Pledge, do securities.Act) (securities.Pledge, []protocol.Event, error) {
		step, err := rule(before, do)
		done = step
		return step.pledge, step.events, err
	})
	if err != nil {
		return nil, err
	}
	return after, lots.UpdateAll(tx, done.lots)
}

// EndPledgeOffer ends an offer.
func (c *Contract) EndPledgeOffer(tx *ledger.Tx, req securities.PledgeID) (*securities.Pledge, error) {
	return change(tx, pledges, req, securities.Pledge.End)
}

// ReleasePledged frees lots.
func (c *Contract) ReleasePledged(tx *ledger.Tx, req securities.PledgedRequest) (*securities.Pledge, error) {
	return changePledge(tx, req.ID, func(p securities.Pledge, do securities.Act) (pledgeStep, error) {
		named, err := lots.GetMany(tx, req.Keys())
		if err != nil {
			return pledgeStep{}, err
		}
		in, err := accounts.Get(tx, named[0].Account)
		if err != nil {
			return pledgeStep{}, err
		}
		freed, events, err := p.Release(named, in, do)
		return stepOf(p, freed, events, err)
	})
}

// DischargePledge gives a pledge up.
func (c *Contract) DischargePledge(tx *ledger.Tx, req securities.PledgeID) (*securities.Pledge, error) {
	return change(tx, pledges, req, securities.Pledge.Discharge)
}

// ProposePledgeSwap asks for a substitution.
func (c *Contract) ProposePledgeSwap(tx *ledger.Tx, req securities.SwapRequest) (*securities.Pledge, error) {
	return change(tx, pledges, req.ID, func(before securities.Pledge, do securities.Act) (securities.Pledge, []protocol.Event, error) {
		own, err := payee(tx, before.Pledgor.Account)
		if err != nil {
			return before, nil, err
		}
		return before.ProposeSwap(req, own, do)
	})
}

// AgreePledgeSwap carries a substitution out.
func (c *Contract) AgreePledgeSwap(tx *ledger.Tx, req securities.SwapRequest) (*securities.Pledge, error) {
	return changePledge(tx, req.ID, func(p securities.Pledge, do securities.Act) (pledgeStep, error) {
		on, err := exchanged(tx, p, req.Swap(), do)
		if err != nil {
			return pledgeStep{}, err
		}
		return stepOf(p.AgreeSwap(req, on, do))
	})
}

func exchanged(
	r ledger.Reader, p securities.Pledge, swap securities.PledgeSwap, do securities.Act,
) (on securities.Exchanged, err error) {
	day, err := p.PriceDay(do)
	if err != nil {
		return on, err
	}
	if on.Account, err = payee(r, p.Pledgor.Account); err != nil {
		return on, err
	}
	if on.Give, err = pricedLots(r, swap.Give, day); err != nil || len(swap.Back.Lots) == 0 {
		return on, err
	}
	on.Back, err = pricedLots(r, swap.Back, day)
	return on, err
}

// pricedLots loads lots of an instrument and what it closed at on a day.
func pricedLots(r ledger.Reader, named securities.LotsOf, day date.Date) (v securities.Priced, err error) {
	if v.Instrument, err = instruments.Get(r, named.Instrument); err != nil {
		return v, err
	}
	if v.Lots, err = lots.GetMany(r, named.Keys()); err != nil {
		return v, err
	}
	if v.Actions, _, err = unitActions.Find(r, named.Instrument); err != nil {
		return v, err
	}
	v.Price, err = priceOf(r, named.Instrument, day)
	return v, err
}

// priceOf finds the closing price of a day; nil where none is published.
func priceOf(r ledger.Reader, instrument securities.InstrumentID, day date.Date) (*securities.ClosingPrice, error) {
	price, found, err := prices.Find(r, securities.ClosingPriceKey{Instrument: instrument, Day: day})
	if err != nil || !found {
		return nil, err
	}
	return &price, nil
}

// DefaultPledge declares a default.
func (c *Contract) DefaultPledge(tx *ledger.Tx, req securities.PledgeID) (*securities.Pledge, error) {
	return change(tx, pledges, req, securities.Pledge.Default)
}

// AppropriatePledged takes units up to the claim.
func (c *Contract) AppropriatePledged(tx *ledger.Tx, req securities.PledgedRequest) (*securities.Pledge, error) {
	var moves *securities.Moves
	after, err := change(tx, pledges, req.ID, func(before securities.Pledge, do securities.Act) (securities.Pledge, []protocol.Event, error) {
		on, err := appropriation(tx, before, req.LotsOf, before.Secured.Account, do)
		if err != nil {
			return before, nil, err
		}
		after, taken, events, err := before.Appropriate(on, do)
		moves = taken
		return after, events, err
	})
	if err != nil {
		return nil, err
	}
	return after, carry(tx, moves)
}

// appropriation loads what a realisation rests on. The units are taken from the account in which they are.
func appropriation(
	r ledger.Reader, p securities.Pledge, named securities.LotsOf, to securities.AccountID, do securities.Act,
) (on securities.Appropriation, err error) {
	day, err := p.PriceDay(do)
	if err != nil {
		return on, err
	}
	if on.Priced, err = pricedLots(r, named, day); err != nil {
		return on, err
	}
	both, err := accounts.GetMany(r, []securities.AccountID{on.Lots[0].Account, to})
	if err != nil {
		return on, err
	}
	on.From, on.To = both[0], both[1]
	on.Admission, err = admissionOf(r, named.Instrument, on.To)
	return on, err
}

// SellPledged offers units to a third party.
func (c *Contract) SellPledged(tx *ledger.Tx, req securities.SellRequest) (*securities.Sale, error) {
	pledge, do, err := load(tx, pledges, req.Pledge)
	if err != nil {
		return nil, err
	}
	on, err := appropriation(tx, pledge, req.LotsOf, req.Buyer, do)
	if err != nil {
		return nil, err
	}
	sale, events, err := pledge.Sell(req, on, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	_, again, err := sales.Find(tx, req.SaleKey)
	if err != nil {
		return nil, err
	}
	if again {
		return &sale, sales.Update(tx, sale)
	}
	return &sale, sales.InsertEndorsedBy(tx, sale, pledgeGuard(pledge, sale.Custodian))
}

// WithdrawPledgedSale takes an offer back.
func (c *Contract) WithdrawPledgedSale(tx *ledger.Tx, req securities.SaleKey) (*securities.Sale, error) {
	return change(tx, sales, req, func(before securities.Sale, do securities.Act) (securities.Sale, []protocol.Event, error) {
		pledge, err := pledges.Get(tx, req.Pledge)
		if err != nil {
			return before, nil, err
		}
		return before.Withdraw(pledge, do)
	})
}

// BuyPledged carries a sale out.
func (c *Contract) BuyPledged(tx *ledger.Tx, req securities.BuyRequest) (*securities.Pledge, error) {
	pledge, do, err := load(tx, pledges, req.Pledge)
	if err != nil {
		return nil, err
	}
	sale, err := sales.Get(tx, req.SaleKey)
	if err != nil {
		return nil, err
	}
	on, err := appropriation(tx, pledge, sale.LotsOf, req.Buyer, do)
	if err != nil {
		return nil, err
	}
	secured, err := accounts.Get(tx, pledge.Secured.Account)
	if err != nil {
		return nil, err
	}
	done, events, err := pledge.Buy(sale, req, on, secured, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := errors.Join(pledges.Update(tx, done.Pledge), sales.Update(tx, done.Sale), carry(tx, done.Moves)); err != nil {
		return nil, err
	}
	return &done.Pledge, c.money.Settle(tx, done.Cash)
}

// Pledge answers a pledge.
func (c *Contract) Pledge(q *ledger.Query, req securities.PledgeID) (*securities.Pledge, error) {
	return ledger.Answer(pledges.Get(q, req))
}

// PledgedSale answers an offer of pledged units.
func (c *Contract) PledgedSale(q *ledger.Query, req securities.SaleKey) (*securities.Sale, error) {
	return ledger.Answer(sales.Get(q, req))
}

// Pledges lists the pledges of an account.
func (c *Contract) Pledges(q *ledger.Query, req securities.CollateralOfRequest) (*protocol.Page[securities.Pledge], error) {
	return ledger.Answer(pledges.PageBy(q, req.Index(), req.Account.Key(), req.PageRequest))
}
