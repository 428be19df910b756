// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// PayPremium pays an instalment.
func (c *Contract) PayPremium(tx *ledger.Tx, req insurance.PayRequest) (*insurance.Instalment, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	dues, err := duesOf(tx, []insurance.InstalmentKey{req.InstalmentKey}, always)
	if err != nil {
		return nil, err
	}
	payer, err := c.payer(tx, req.Means)
	if err != nil {
		return nil, err
	}
	paid, settle, events, err := dues[0].Pay(req, payer, do)
	return &paid, c.collected(tx, []insurance.Instalment{paid}, settle, events, err)
}

// collected saves instalments that a rule has paid, and moves the money.
func (c *Contract) collected(tx *ledger.Tx, paid []insurance.Instalment, settle cash.SettleRequest, events []protocol.Event, err error) error {
	if err != nil {
		return err
	}
	tx.Emit(events...)
	if err := instalments.UpdateAll(tx, paid); err != nil {
		return err
	}
	return c.money.Settle(tx, settle)
}

// CollectPremiums pays many instalments by the mandates of their policyholders.
func (c *Contract) CollectPremiums(tx *ledger.Tx, req insurance.CollectRequest) (*insurance.Collection, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	dues, err := duesOf(tx, req.Instalments, func(i insurance.Instalment) bool { return i.Late(do.Today) })
	if err != nil {
		return nil, err
	}
	paid, settle, sums, events, err := insurance.Collect(dues, do)
	return &sums, c.collected(tx, paid, settle, events, err)
}

// duesOf reads instalments, the policies of those that a rule asks for, and each version and panel once.
func duesOf(r ledger.Reader, keys []insurance.InstalmentKey, needed func(insurance.Instalment) bool) ([]insurance.Dues, error) {
	rows, err := instalments.GetMany(r, keys)
	if err != nil {
		return nil, err
	}
	dues, frames := make([]insurance.Dues, len(rows)), frames{}
	for i, row := range rows {
		dues[i].Instalment = row
		if row.Bill == (insurance.Bill{}) {
			continue
		}
		found, err := frames.read(r, row.Bill.Frame())
		if err != nil {
			return nil, err
		}
		dues[i].Version, dues[i].Panel = found.Version, found.Panel
	}
	return dues, addPolicies(r, dues, needed)
}

// always asks for the policies of all instalments.
func always(insurance.Instalment) bool { return true }

// addPolicies reads the policies of the instalments that a rule asks for.
func addPolicies(r ledger.Reader, dues []insurance.Dues, needed func(insurance.Instalment) bool) error {
	var ids []insurance.PolicyID
	var at []int
	for i, d := range dues {
		if needed(d.Instalment) {
			ids, at = append(ids, d.Instalment.Policy), append(at, i)
		}
	}
	rows, err := policies.GetMany(r, ids)
	for i, row := range rows {
		dues[at[i]].Policy = &row
	}
	return err
}

// frames are versions and panels that were read.
type frames map[insurance.Frame]insurance.Case

// read reads version and panel of a frame, once.
func (f frames) read(r ledger.Reader, frame insurance.Frame) (insurance.Case, error) {
	frame.First = 0
	if found, known := f[frame]; known {
		return found, nil
	}
	var found insurance.Case
	err := framed(r, frame, &found)
	f[frame] = found
	return found, err
}

// DeferPremium lets a part of an instalment be paid later.
func (c *Contract) DeferPremium(tx *ledger.Tx, req insurance.DeferRequest) (*insurance.Instalment, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	dues, err := duesOf(tx, []insurance.InstalmentKey{req.InstalmentKey}, always)
	if err != nil {
		return nil, err
	}
	policy, parts, events, err := dues[0].Defer(req, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &parts[1], errors.Join(policies.Update(tx, policy), instalments.Update(tx, parts[0]), instalments.Insert(tx, parts[1]))
}

// ChangePayer changes by which mandate a policy's premiums are paid.
func (c *Contract) ChangePayer(tx *ledger.Tx, req insurance.PayerRequest) (*insurance.Policy, error) {
	account, err := c.money.Account(tx, req.Payer.Account)
	if err != nil {
		return nil, err
	}
	return change(tx, policies, req.Policy, func(before insurance.Policy, do insurance.Act) (insurance.Policy, []protocol.Event, error) {
		rows, err := instalments.GetMany(tx, before.InstalmentKeys(1))
		if err != nil {
			return before, nil, err
		}
		after, changed, events, err := before.ChangePayer(req, account, rows, do)
		return after, events, errors.Join(err, instalments.UpdateAll(tx, changed))
	})
}

// Instalment answers an instalment.
func (c *Contract) Instalment(q *ledger.Query, req insurance.InstalmentKey) (*insurance.Instalment, error) {
	return ledger.Answer(instalments.Get(q, req))
}

// DueInstalments lists the unpaid instalments of a day.
func (c *Contract) DueInstalments(q *ledger.Query, req insurance.DueRequest) (*protocol.Page[insurance.Instalment], error) {
	return ledger.Answer(instalments.PageBy(q, "due", []string{req.On.String()}, req.PageRequest))
}

// PremiumAccount answers how the premium of a policy stands.
func (c *Contract) PremiumAccount(q *ledger.Query, req insurance.ViewRequest) (*insurance.PremiumAccount, error) {
	policy, known, err := viewed(q, req)
	if err != nil {
		return nil, err
	}
	account, err := policy.Earned(req.On, known)
	if err != nil {
		return nil, err
	}
	today, err := ledger.BusinessDate(q)
	if err != nil {
		return nil, err
	}
	rows, err := instalments.GetMany(q, policy.InstalmentKeys(1))
	if err != nil {
		return nil, err
	}
	return ledger.Answer(account.Standing(rows, today))
}
