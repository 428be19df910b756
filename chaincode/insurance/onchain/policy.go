// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// BindPolicy makes a contract of a quote.
func (c *Contract) BindPolicy(tx *ledger.Tx, req insurance.BindRequest) (*insurance.Policy, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	quote, found, err := quoteOf(tx, req.Quote)
	if err != nil {
		return nil, err
	}
	payer, err := c.payer(tx, req.Means)
	if err != nil {
		return nil, err
	}
	bound, events, err := quote.Bind(req, found, payer, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &bound.Policy, c.saveBound(tx, bound, found, do)
}

// saveBound saves what a contract writes, arms its triggers and moves the money.
func (c *Contract) saveBound(tx *ledger.Tx, bound insurance.Bound, found insurance.Case, do insurance.Act) error {
	save := policies.Update
	if found.Policy == nil {
		save = policies.Insert
	}
	if err := errors.Join(save(tx, bound.Policy), quotes.Update(tx, bound.Quote), arm(tx, bound, found.Version, do)); err != nil {
		return err
	}
	return c.settled(tx, found.Policy, bound.Instalments, bound.Settle)
}

// settled saves instalments, those that the policy did not have before as new ones, and moves the money.
func (c *Contract) settled(tx *ledger.Tx, before *insurance.Policy, changed []insurance.Instalment, settle cash.SettleRequest) error {
	known := 0
	if before != nil {
		known = before.Instalments
	}
	for _, i := range changed {
		save := instalments.Update
		if i.Number > known {
			save = instalments.Insert
		}
		if err := save(tx, i); err != nil {
			return err
		}
	}
	if len(settle.Legs) == 0 {
		return nil
	}
	return c.money.Settle(tx, settle)
}

// payer reads the account of means that are a mandate: whose it is decides whether the caller may use it.
func (c *Contract) payer(r ledger.Reader, means insurance.Means) (*cash.Account, error) {
	if means.Mandate == "" {
		return nil, nil
	}
	account, err := c.money.Account(r, means.Account)
	return &account, err
}

// owned refuses an account that is not the firm's. Faults: ACCOUNT_REFUSED, NOT_FOUND.
func (c *Contract) owned(r ledger.Reader, id cash.AccountID, owner insurance.Firm, currency money.Currency) error {
	account, err := c.money.Account(r, id)
	if err != nil {
		return err
	}
	return insurance.Owned(account, owner, currency)
}

// ending is how a policy's cover comes to an end: by a rule on the policy and one of its periods.
func (c *Contract) ending(tx *ledger.Tx, before insurance.Policy, frame insurance.Frame,
	rule func(insurance.Case, insurance.Act) (insurance.Ending, []protocol.Event, error),
) (*insurance.Policy, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	found := insurance.Case{Policy: &before}
	if err := inPeriod(tx, frame, &found); err != nil {
		return nil, err
	}
	ending, events, err := rule(found, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := policies.Update(tx, ending.Policy); err != nil {
		return nil, err
	}
	return &ending.Policy, c.settled(tx, &before, ending.Instalments, ending.Settle)
}

// CancelPolicy ends cover at the will of one side.
func (c *Contract) CancelPolicy(tx *ledger.Tx, req insurance.CancelRequest) (*insurance.Policy, error) {
	before, err := policies.Get(tx, req.Policy)
	if err != nil {
		return nil, err
	}
	frame, err := before.FrameOn(req.Effective)
	if err != nil {
		return nil, err
	}
	return c.ending(tx, before, frame, func(found insurance.Case, do insurance.Act) (insurance.Ending, []protocol.Event, error) {
		return before.Cancel(req, found, do)
	})
}

// LapsePolicy ends cover for want of payment.
func (c *Contract) LapsePolicy(tx *ledger.Tx, req insurance.LapseRequest) (*insurance.Policy, error) {
	before, err := policies.Get(tx, req.Policy)
	if err != nil {
		return nil, err
	}
	unpaid, err := instalments.Get(tx, req.InstalmentKey)
	if err != nil {
		return nil, err
	}
	return c.ending(tx, before, before.FrameOf(unpaid), func(found insurance.Case, do insurance.Act) (insurance.Ending, []protocol.Event, error) {
		return before.Lapse(unpaid, found, do)
	})
}

// GiveNotice gives notice that a policy will not be renewed.
func (c *Contract) GiveNotice(tx *ledger.Tx, req insurance.NoticeRequest) (*insurance.Policy, error) {
	return change(tx, policies, req.Policy, insurance.Policy.EndRenewal)
}

// Policy answers a policy and how it stands.
func (c *Contract) Policy(q *ledger.Query, req insurance.PolicyID) (*insurance.Standing, error) {
	today, err := ledger.BusinessDate(q)
	if err != nil {
		return nil, err
	}
	policy, rows, err := policyOf(q, req)
	if err != nil {
		return nil, err
	}
	standing := insurance.Standing{Policy: policy, Statuses: policy.StatusOn(today, rows), Instalments: rows}
	closed, err := closedOn(q, policy, rows, today)
	if err != nil {
		return nil, err
	}
	if closed {
		standing.Statuses = append(standing.Statuses, insurance.ClosedPolicy)
	}
	return &standing, nil
}

// policyOf reads a policy and all its instalments.
func policyOf(r ledger.Reader, id insurance.PolicyID) (insurance.Policy, []insurance.Instalment, error) {
	policy, err := policies.Get(r, id)
	if err != nil {
		return policy, nil, err
	}
	rows, err := instalments.GetMany(r, policy.InstalmentKeys(1))
	return policy, rows, err
}

// PolicyView answers what was in force on a day, as known on another.
func (c *Contract) PolicyView(q *ledger.Query, req insurance.ViewRequest) (*insurance.View, error) {
	policy, known, err := viewed(q, req)
	if err != nil {
		return nil, err
	}
	view, live := policy.InForce(req.On, known)
	if !live {
		return nil, insurance.NotInForce.New("policy %s is not in force on %s, as known on %s", req.Policy, req.On, known)
	}
	return &view, nil
}

func viewed(q *ledger.Query, req insurance.ViewRequest) (insurance.Policy, date.Date, error) {
	today, err := ledger.BusinessDate(q)
	if err != nil {
		return insurance.Policy{}, today, err
	}
	policy, err := policies.Get(q, req.Policy)
	return policy, req.KnownOn(today), err
}

// PoliciesByHolder lists the policies of a policyholder.
func (c *Contract) PoliciesByHolder(q *ledger.Query, req insurance.FirmPage) (*protocol.Page[insurance.Policy], error) {
	return ledger.Answer(policies.PageBy(q, "holder", req.Party.Key(), req.PageRequest))
}

// PoliciesByProduct lists the policies of a product.
func (c *Contract) PoliciesByProduct(q *ledger.Query, req insurance.ProductPage) (*protocol.Page[insurance.Policy], error) {
	return ledger.Answer(policies.PageBy(q, "product", req.Product.Key(), req.PageRequest))
}
