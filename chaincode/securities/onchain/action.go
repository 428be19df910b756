// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
)

// AnnounceAction announces a corporate action.
func (c *Contract) AnnounceAction(tx *ledger.Tx, req securities.AnnounceRequest) (*securities.Action, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	on, err := c.announcing(tx, req)
	if err != nil {
		return nil, err
	}
	action, events, err := req.Announce(on, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &action, actions.Insert(tx, action)
}

func (c *Contract) announcing(tx *ledger.Tx, req securities.AnnounceRequest) (on securities.Announcing, err error) {
	if on.Instrument, on.Terms, err = versionInForce(tx, req.Instrument); err != nil {
		return on, err
	}
	if on.Agent, err = c.registry.Holds(tx, role.Question{MSP: req.Agent, Role: role.PayingAgent}); err != nil {
		return on, err
	}
	for _, id := range req.Payees.List() {
		account, err := c.money.Account(tx, id)
		if err != nil {
			return on, err
		}
		on.Accounts = append(on.Accounts, account)
	}
	return on, nil
}

// versionInForce finds an instrument and the version of its terms that is in force.
func versionInForce(r ledger.Reader, id securities.InstrumentID) (instrument securities.Instrument, version securities.TermsVersion, err error) {
	if instrument, err = instruments.Get(r, id); err != nil {
		return instrument, version, err
	}
	version, err = terms.Get(r, securities.TermsKey{Instrument: id, Version: max(instrument.Version, 1)})
	return instrument, version, err
}

// ConfirmAction confirms an action.
func (c *Contract) ConfirmAction(tx *ledger.Tx, req securities.ActionID) (*securities.Action, error) {
	return listed(tx, req, securities.Action.Confirm)
}

// CancelAction ends an action that is not funded.
func (c *Contract) CancelAction(tx *ledger.Tx, req securities.ActionID) (*securities.Action, error) {
	return listed(tx, req, securities.Action.Cancel)
}

// listed changes an action, and keeps the list of those that change units of its instrument.
func listed(
	tx *ledger.Tx, id securities.ActionID, rule func(securities.Action, securities.Act) (securities.Action, []protocol.Event, error),
) (*securities.Action, error) {
	after, err := change(tx, actions, id, rule)
	if err != nil || !after.ChangesUnits() {
		return after, err
	}
	before, _, err := unitActions.Find(tx, after.Instrument)
	if err != nil {
		return nil, err
	}
	list, err := before.With(*after)
	if err != nil {
		return nil, err
	}
	return after, put(tx, unitActions, list.Name(), list)
}

// CloseRecord takes the register of the record date.
func (c *Contract) CloseRecord(tx *ledger.Tx, req securities.CloseRecordRequest) (*securities.Action, error) {
	return change(tx, actions, req.Action, func(before securities.Action, do securities.Act) (securities.Action, []protocol.Event, error) {
		on, err := closing(tx, before)
		if err != nil {
			return before, nil, err
		}
		return before.CloseRecord(req, on, do)
	})
}

func closing(tx *ledger.Tx, action securities.Action) (on securities.Closing, err error) {
	if on.Instrument, on.Terms, err = termsOf(tx, action); err != nil {
		return on, err
	}
	if on.Register, err = registerOf(tx, action); err != nil {
		return on, err
	}
	if action.Kind != securities.InterestPayment {
		return on, nil
	}
	coupon, err := on.Terms.Terms.Bond.CouponOf(action.Coupon)
	if err != nil {
		return on, err
	}
	on.Published, err = published(tx, *on.Terms.Terms.Bond, coupon)
	return on, err
}

// termsOf finds the instrument of an action and the version of its terms on which the action rests.
func termsOf(r ledger.Reader, action securities.Action) (instrument securities.Instrument, version securities.TermsVersion, err error) {
	if instrument, err = instruments.Get(r, action.Instrument); err != nil {
		return instrument, version, err
	}
	version, err = terms.Get(r, securities.TermsKey{Instrument: action.Instrument, Version: action.Version})
	return instrument, version, err
}

// registerOf finds the closed register of an action's record date. Faults: REGISTER_OPEN.
func registerOf(r ledger.Reader, action securities.Action) (securities.Register, error) {
	register, closed, err := registers.Find(r, action.RegisterKey())
	if err == nil && !closed {
		err = securities.RegisterOpen.New("the register of instrument %s of %s is not closed", action.Instrument, action.Record)
	}
	return register, err
}

// EntitlePages works pages out.
func (c *Contract) EntitlePages(tx *ledger.Tx, req securities.EntitleRequest) (*securities.PagesEvent, error) {
	on, err := entitling(tx, req)
	if err != nil {
		return nil, err
	}
	rows, events, err := on.Entitle(req)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	answer := securities.PagesEvent{Pages: len(rows)}
	for _, row := range rows {
		answer.Accounts += row.Sum.Accounts
		if err := put(tx, entitlements, row.Name(), row); err != nil {
			return nil, err
		}
	}
	return &answer, nil
}

func entitling(tx *ledger.Tx, req securities.EntitleRequest) (on securities.Entitling, err error) {
	if on.Action, err = actions.Get(tx, req.Action); err != nil {
		return on, err
	}
	if on.Register, err = registerOf(tx, on.Action); err != nil {
		return on, err
	}
	if on.Before, _, err = entitlements.FindMany(tx, req.Entitlements()); err != nil {
		return on, err
	}
	on.Pages, err = pages.GetMany(tx, on.Action.PageKeys(req.Pages))
	return on, err
}

// CompleteEntitlements fixes what is paid.
func (c *Contract) CompleteEntitlements(tx *ledger.Tx, req securities.ActionID) (*securities.Action, error) {
	return change(tx, actions, req, func(before securities.Action, _ securities.Act) (securities.Action, []protocol.Event, error) {
		on, err := completing(tx, before)
		if err != nil {
			return before, nil, err
		}
		after, issuance, events, err := before.Complete(on)
		if err != nil || issuance == on.Issuance {
			return after, events, err
		}
		return after, events, issuances.Update(tx, issuance)
	})
}

func completing(tx *ledger.Tx, action securities.Action) (on securities.Completing, err error) {
	if on.Instrument, on.Terms, err = versionInForce(tx, action.Instrument); err != nil {
		return on, err
	}
	if on.Register, err = registerOf(tx, action); err != nil {
		return on, err
	}
	if on.Issuance, _, err = issuances.Find(tx, action.Instrument); err != nil {
		return on, err
	}
	keys := securities.PayRequest{Action: action.ID, Pages: on.Register.Pages}.Entitlements()
	rows, there, err := entitlements.FindMany(tx, keys)
	for n, row := range rows {
		if there[n] {
			on.Entitlements = append(on.Entitlements, row)
		}
	}
	return on, err
}
