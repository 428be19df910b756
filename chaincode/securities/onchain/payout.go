// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// FundAction pays an action in.
func (c *Contract) FundAction(tx *ledger.Tx, req securities.FundActionRequest) (*securities.Action, error) {
	var settle cash.SettleRequest
	after, err := change(tx, actions, req.Action, func(before securities.Action, do securities.Act) (securities.Action, []protocol.Event, error) {
		instrument, err := instruments.Get(tx, before.Instrument)
		if err != nil {
			return before, nil, err
		}
		after, pay, events, err := before.Fund(req, instrument, do)
		settle = pay
		return after, events, err
	})
	if err != nil {
		return nil, err
	}
	return after, c.money.Settle(tx, settle)
}

// PayEntitlements carries pages out.
func (c *Contract) PayEntitlements(tx *ledger.Tx, req securities.PayRequest) (*securities.PagesEvent, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	on, err := c.paying(tx, req)
	if err != nil {
		return nil, err
	}
	paid, err := on.Pay(req, do)
	if err != nil {
		return nil, err
	}
	if err := savePaid(tx, paid); err != nil {
		return nil, err
	}
	receipt := paid.Receipt()
	if len(paid.Settle.Legs) == 0 {
		return &receipt, nil
	}
	return &receipt, c.money.Settle(tx, paid.Settle)
}

func (c *Contract) paying(tx *ledger.Tx, req securities.PayRequest) (on securities.Paying, err error) {
	if on.Action, err = actions.Get(tx, req.Action); err != nil {
		return on, err
	}
	if on.Instrument, err = instruments.Get(tx, on.Action.Instrument); err != nil {
		return on, err
	}
	if on.Entitlements, err = entitlements.GetMany(tx, req.Entitlements()); err != nil {
		return on, err
	}
	if on.Pages, err = pages.GetMany(tx, on.Action.PageKeys(req.Pages)); err != nil {
		return on, err
	}
	if on.Lots, err = lots.GetMany(tx, securities.Keys(on.Action.Instrument, req.Lots)); err != nil {
		return on, err
	}
	if on, err = heldBack(tx, on); err != nil {
		return on, err
	}
	on.Refused, err = c.refused(tx, req.Suspend)
	return on, err
}

// heldBack loads what orders hold back on the pages: one row for each of their custodians, and one of the instrument. Where
// units are taken, the lots themselves are there.
func heldBack(r ledger.Reader, on securities.Paying) (securities.Paying, error) {
	var err error
	if on.Barred, _, err = barred.FindMany(r, on.Custodians()); err != nil || on.Action.Takes() {
		return on, err
	}
	on.Frozen, _, err = frozenUnits.Find(r, on.Action.Instrument)
	return on, err
}

// refused finds accounts that are said not to be payable, and their cash accounts.
func (c *Contract) refused(tx *ledger.Tx, named []securities.AccountID) ([]securities.Refused, error) {
	held, err := accounts.GetMany(tx, named)
	if err != nil {
		return nil, err
	}
	refused := make([]securities.Refused, len(held))
	for i, account := range held {
		refused[i].Account = account
		if refused[i].Cash, err = c.money.Account(tx, account.Cash); err != nil {
			return nil, err
		}
	}
	return refused, nil
}

// savePaid saves what carrying pages out writes. Payments are inserted: a page that was paid is not paid again.
func savePaid(tx *ledger.Tx, paid securities.PaidPages) error {
	for _, payment := range paid.Payments {
		if err := payouts.Insert(tx, payment); err != nil {
			return err
		}
	}
	for _, suspense := range paid.Suspense {
		if err := suspenses.Insert(tx, suspense); err != nil {
			return err
		}
	}
	tx.Emit(paid.Events()...)
	return carry(tx, paid.Moves)
}

// ReconcileAction ends an action that is paid.
func (c *Contract) ReconcileAction(tx *ledger.Tx, req securities.ActionID) (*securities.Action, error) {
	var settle cash.SettleRequest
	after, err := change(tx, actions, req, func(before securities.Action, _ securities.Act) (securities.Action, []protocol.Event, error) {
		register, err := registerOf(tx, before)
		if err != nil {
			return before, nil, err
		}
		paid, err := paidOf(tx, before.ID, register)
		if err != nil {
			return before, nil, err
		}
		after, rest, events, err := before.Reconcile(register, paid)
		settle = rest
		return after, events, err
	})
	if err != nil || len(settle.Legs) == 0 {
		return after, err
	}
	return after, c.money.Settle(tx, settle)
}

// paidOf finds the payments of the pages of a register that were made.
func paidOf(tx *ledger.Tx, action securities.ActionID, register securities.Register) ([]securities.Payment, error) {
	rows, there, err := payouts.FindMany(tx, securities.PayRequest{Action: action, Pages: register.Pages}.Entitlements())
	var paid []securities.Payment
	for n, row := range rows {
		if there[n] {
			paid = append(paid, row)
		}
	}
	return paid, err
}

// ReleaseSuspense pays a suspended amount to its account.
func (c *Contract) ReleaseSuspense(tx *ledger.Tx, req securities.ReleaseSuspenseRequest) (*securities.Suspense, error) {
	return c.unsuspend(tx, req.SuspenseKey, func(before securities.Suspense, action securities.Action, do securities.Act) (securities.Suspense, cash.SettleRequest, []protocol.Event, error) {
		account, err := payee(tx, req.Account)
		if err != nil {
			return before, cash.SettleRequest{}, nil, err
		}
		after, pay, events, err := before.Release(req, action, account, do)
		if err != nil {
			return before, cash.SettleRequest{}, nil, err
		}
		return after, pay, events, freed(tx, after, action, do)
	})
}

// ForfeitSuspense gives a suspended amount back.
func (c *Contract) ForfeitSuspense(tx *ledger.Tx, req securities.SuspenseKey) (*securities.Suspense, error) {
	return c.unsuspend(tx, req, func(before securities.Suspense, action securities.Action, do securities.Act) (securities.Suspense, cash.SettleRequest, []protocol.Event, error) {
		account, err := payee(tx, req.Account)
		if err != nil {
			return before, cash.SettleRequest{}, nil, err
		}
		return before.Forfeit(action, account, do)
	})
}

// unsuspend ends the suspense of an amount, and moves the money.
func (c *Contract) unsuspend(tx *ledger.Tx, key securities.SuspenseKey,
	rule func(securities.Suspense, securities.Action, securities.Act) (securities.Suspense, cash.SettleRequest, []protocol.Event, error),
) (*securities.Suspense, error) {
	action, err := actions.Get(tx, key.Action)
	if err != nil {
		return nil, err
	}
	var settle cash.SettleRequest
	after, err := change(tx, suspenses, key, func(before securities.Suspense, do securities.Act) (securities.Suspense, []protocol.Event, error) {
		after, pay, events, err := rule(before, action, do)
		settle = pay
		return after, events, err
	})
	if err != nil {
		return nil, err
	}
	return after, c.money.Settle(tx, settle)
}
