// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// MoveReserve moves a reserve.
func (c *Contract) MoveReserve(tx *ledger.Tx, req insurance.ReserveRequest) (*insurance.ReserveMovement, error) {
	f, err := fileOf(tx, req.Claim)
	if err != nil {
		return nil, err
	}
	limit, err := authority(tx, f.act, insurance.ReserveAuthority, f.claim.Currency)
	if err != nil {
		return nil, err
	}
	reserved, events, err := f.claim.Reserve(req, limit, f.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &reserved.Movement, errors.Join(reserves.Insert(tx, reserved.Movement), saveReserved(tx, f, reserved))
}

func saveReserved(tx *ledger.Tx, f file, reserved insurance.Reserved) error {
	return errors.Join(claims.Update(tx, reserved.Claim), cedeLater(tx, f.panel, reserved.Cession))
}

// ApproveReserve lets a movement count.
func (c *Contract) ApproveReserve(tx *ledger.Tx, req insurance.NumberedKey) (*insurance.ReserveMovement, error) {
	return reserving(tx, req, func(f file, m insurance.ReserveMovement) (insurance.Reserved, []protocol.Event, error) {
		limit, err := authority(tx, f.act, insurance.ReserveAuthority, f.claim.Currency)
		if err != nil {
			return insurance.Reserved{}, nil, err
		}
		return f.claim.ApproveReserve(m, limit, f.act)
	})
}

// RejectReserve ends a movement that waits.
func (c *Contract) RejectReserve(tx *ledger.Tx, req insurance.NumberedKey) (*insurance.ReserveMovement, error) {
	return reserving(tx, req, func(f file, m insurance.ReserveMovement) (insurance.Reserved, []protocol.Event, error) {
		return f.claim.RejectReserve(m, f.act)
	})
}

// reserving is a step of a reserve movement that waits.
func reserving(tx *ledger.Tx, key insurance.NumberedKey, rule func(file, insurance.ReserveMovement) (insurance.Reserved, []protocol.Event, error)) (*insurance.ReserveMovement, error) {
	f, err := fileOf(tx, key.Claim)
	if err != nil {
		return nil, err
	}
	before, err := reserves.Get(tx, key)
	if err != nil {
		return nil, err
	}
	reserved, events, err := rule(f, before)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &reserved.Movement, errors.Join(reserves.Update(tx, reserved.Movement), saveReserved(tx, f, reserved))
}

// RequestPayment asks for a payment.
func (c *Contract) RequestPayment(tx *ledger.Tx, req insurance.PaymentRequest) (*insurance.Payment, error) {
	f, err := fileOf(tx, req.Claim)
	if err != nil {
		return nil, err
	}
	paying, events, err := f.claim.RequestPayment(req, f.act)
	if err != nil {
		return nil, err
	}
	account, err := c.money.Account(tx, paying.Payment.Payee)
	if err != nil {
		return nil, err
	}
	if account.Currency != f.claim.Currency {
		return nil, insurance.AccountRefused.New("account %s is in %s", account.ID, account.Currency)
	}
	tx.Emit(events...)
	return &paying.Payment, errors.Join(payments.Insert(tx, paying.Payment), claims.Update(tx, paying.Claim))
}

// AuthorisePayment lets a payment be made.
func (c *Contract) AuthorisePayment(tx *ledger.Tx, req insurance.NumberedKey) (*insurance.Payment, error) {
	return paid(tx, req, func(f file, p insurance.Payment) (insurance.Paying, []protocol.Event, error) {
		limit, err := authority(tx, f.act, insurance.PaymentAuthority, f.claim.Currency)
		if err != nil {
			return insurance.Paying{}, nil, err
		}
		return f.claim.AuthorisePayment(p, limit, f.panel, f.product.Claims, f.act)
	})
}

// StopPayment takes a payment back.
func (c *Contract) StopPayment(tx *ledger.Tx, req insurance.NumberedKey) (*insurance.Payment, error) {
	return paid(tx, req, func(f file, p insurance.Payment) (insurance.Paying, []protocol.Event, error) {
		after, events, err := f.claim.StopPayment(p, f.act)
		if err != nil || p.Case == "" {
			return after, events, err
		}
		found, err := duplicates.Get(tx, p.Case)
		if err != nil {
			return after, nil, err
		}
		return after, events, duplicates.Update(tx, found.Stopped(p))
	})
}

// paid is a step of a payment, without money.
func paid(tx *ledger.Tx, key insurance.NumberedKey, rule func(file, insurance.Payment) (insurance.Paying, []protocol.Event, error)) (*insurance.Payment, error) {
	f, err := fileOf(tx, key.Claim)
	if err != nil {
		return nil, err
	}
	before, err := payments.Get(tx, key)
	if err != nil {
		return nil, err
	}
	paying, events, err := rule(f, before)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &paying.Payment, savePaying(tx, f, paying)
}

func savePaying(tx *ledger.Tx, f file, paying insurance.Paying) error {
	if paying.Falls != nil {
		if err := reserves.Insert(tx, *paying.Falls); err != nil {
			return err
		}
	}
	if paying.Accumulated != nil {
		if err := accumulators.Update(tx, *paying.Accumulated); err != nil {
			return err
		}
	}
	return errors.Join(payments.Update(tx, paying.Payment), claims.Update(tx, paying.Claim), cedeLater(tx, f.panel, paying.Cession), insertAll(tx, coinsurance, paying.Dues), instalments.UpdateAll(tx, paying.Netted))
}

// MakePayment pays what was authorised.
func (c *Contract) MakePayment(tx *ledger.Tx, req insurance.MakeRequest) (*insurance.Payment, error) {
	return c.moving(tx, req.NumberedKey, func(f file, before insurance.Payment) (insurance.Paying, cash.SettleRequest, []protocol.Event, error) {
		owed, err := netted(tx, f, before)
		if err != nil {
			return insurance.Paying{}, cash.SettleRequest{}, nil, err
		}
		return f.claim.MakePayment(req, before, f.panel, f.product.Claims.Service, owed, f.act)
	})
}

// netted are the instalments of the policy that are due and unpaid, where the product takes them from what the policyholder
// gets.
func netted(r ledger.Reader, f file, payment insurance.Payment) ([]insurance.Dues, error) {
	if !f.product.Claims.NetPremium || payment.Payee != f.claim.Account {
		return nil, nil
	}
	_, rows, err := policyOf(r, f.claim.Policy)
	if err != nil {
		return nil, err
	}
	var keys []insurance.InstalmentKey
	for _, row := range rows {
		if row.Status == insurance.Open && !row.Due.After(f.act.Today) {
			keys = append(keys, row.InstalmentKey)
		}
	}
	return duesOf(r, keys, always)
}

// moving is a step of a payment in which money moves.
func (c *Contract) moving(tx *ledger.Tx, key insurance.NumberedKey,
	rule func(file, insurance.Payment) (insurance.Paying, cash.SettleRequest, []protocol.Event, error),
) (*insurance.Payment, error) {
	f, err := fileOf(tx, key.Claim)
	if err != nil {
		return nil, err
	}
	before, err := payments.Get(tx, key)
	if err != nil {
		return nil, err
	}
	paying, settle, events, err := rule(f, before)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := savePaying(tx, f, paying); err != nil {
		return nil, err
	}
	return &paying.Payment, c.money.Settle(tx, settle)
}

// ReturnPayment gives a payment back.
func (c *Contract) ReturnPayment(tx *ledger.Tx, req insurance.ReturnRequest) (*insurance.Payment, error) {
	return c.moving(tx, req.NumberedKey, func(f file, before insurance.Payment) (insurance.Paying, cash.SettleRequest, []protocol.Event, error) {
		payer, err := c.payer(tx, req.Means)
		if err != nil {
			return insurance.Paying{}, cash.SettleRequest{}, nil, err
		}
		found, err := usedBy(tx, f.claim, before.Exposure)
		if err != nil {
			return insurance.Paying{}, cash.SettleRequest{}, nil, err
		}
		return f.claim.ReturnPayment(req, before, f.panel, found, payer, f.act)
	})
}

// SettleCoinsurance pays the lead another insurer's part of a fronted payment.
func (c *Contract) SettleCoinsurance(tx *ledger.Tx, req insurance.CoinsuranceKey) (*insurance.CoinsuranceDue, error) {
	f, err := fileOf(tx, req.Claim)
	if err != nil {
		return nil, err
	}
	payment, err := payments.Get(tx, req.NumberedKey)
	if err != nil {
		return nil, err
	}
	due, err := coinsurance.Get(tx, req)
	if err != nil {
		return nil, err
	}
	payment, due, settle, events, err := payment.SettleDue(due, f.claim, f.panel, f.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := errors.Join(payments.Update(tx, payment), coinsurance.Update(tx, due)); err != nil {
		return nil, err
	}
	return &due, c.money.Settle(tx, settle)
}
