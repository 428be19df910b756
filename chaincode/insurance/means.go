// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// The purposes of holds and mandates.
const (
	// Premiums are what policyholders pay.
	Premiums cash.Purpose = "premiums"
	// Refunds are what insurers, intermediaries and tax accounts give back of premiums.
	Refunds cash.Purpose = "refunds"
	// Claims are what insurers pay on claims.
	Claims cash.Purpose = "claims"
	// Recoveries are what is paid to insurers because of claims: by other insurers, tortfeasors and buyers of salvage.
	Recoveries cash.Purpose = "recoveries"
	// Withdrawals are what owners take out of their funds.
	Withdrawals cash.Purpose = "withdrawals"
	// Reinsurance are balances of technical accounts.
	Reinsurance cash.Purpose = "reinsurance"
)

// Means are how somebody pays now: from which account, and by what the payer consents. Cash decides whether it did.
type Means struct {
	Account cash.AccountID `json:"account,omitzero" help:"account that pays"`
	Mandate cash.MandateID `json:"mandate,omitzero" help:"the payer's mandate to insurance, for the purpose of the payment"`
	// Holds pay one leg each, in the order of the legs: a hold has one payee.
	Holds   []cash.HoldID `json:"holds,omitempty" help:"the payer's holds, one for each payee in the order of the payment's legs"`
	Consent cash.Consent  `json:"consent,omitzero" help:"consent to exactly these legs, where the payer itself calls"`
}

// Validate refuses anything but one way to consent.
func (m Means) Validate() error {
	given := 0
	for _, way := range []bool{m.Mandate != "", len(m.Holds) > 0, m.Consent != ""} {
		if way {
			given++
		}
	}
	if given != 1 || len(m.Holds) > listMost {
		return fmt.Errorf("exactly one of mandate, 1 to %d holds and consent is needed", listMost)
	}
	if m.Mandate != "" {
		return errors.Join(m.Account.Validate(), m.Mandate.Validate())
	}
	for i, hold := range m.Holds {
		if seen(m.Holds[:i], hold) || hold.Validate() != nil {
			return fmt.Errorf("hold %s is named twice or malformed", protocol.Excerpt(string(hold)))
		}
	}
	return errors.Join(m.Account.Validate(), m.Consent.Validate())
}

// given tells whether there are any means.
func (m Means) given() bool {
	return m.Account != "" || m.Mandate != "" || len(m.Holds) > 0 || m.Consent != ""
}

// validateOptional accepts no means too.
func (m Means) validateOptional() error {
	if !m.given() {
		return nil
	}
	return m.Validate()
}

// pay are payments of the given amounts: with a mandate or consent for all of them, or each with its own hold. A hold is
// for the named purpose, which tells what it may pay and nothing else. Faults: TERMS_REFUSED.
func (m Means) pay(shares []portionOf, currency money.Currency, mandated, held cash.Purpose) ([]cash.SettleLeg, error) {
	if len(m.Holds) > 0 && len(m.Holds) != len(shares) {
		return nil, TermsRefused.New("the payment has %d legs, not %d", len(shares), len(m.Holds))
	}
	legs := make([]cash.SettleLeg, len(shares))
	for i, share := range shares {
		legs[i] = cash.SettleLeg{From: m.Account, To: share.to, Amount: money.Money{Amount: share.amount, Currency: currency}, Mandate: m.Mandate}
		switch {
		case m.Mandate != "":
			legs[i].Purpose = mandated
		case len(m.Holds) > 0:
			legs[i].Hold, legs[i].Purpose = m.Holds[i], held
		}
	}
	return legs, nil
}

// portionOf is somebody's part of a payment.
type portionOf struct {
	to     cash.AccountID
	amount money.Amount
}

// Purse is an account of somebody who pays when a rule says so, without being asked again: under a standing mandate to
// this chaincode, or from an account of this chaincode itself that is registered as the payer's fund.
type Purse struct {
	Account cash.AccountID `json:"account" help:"account that pays and receives"`
	Mandate cash.MandateID `json:"mandate,omitzero" help:"standing mandate to insurance; none where the account is a fund"`
}

// Validate refuses malformed names.
func (p Purse) Validate() error {
	if p.Mandate != "" {
		if err := p.Mandate.Validate(); err != nil {
			return err
		}
	}
	return p.Account.Validate()
}

// means are the mandate that a policyholder gave for premiums. Faults: TERMS_REFUSED.
func (p Purse) means(policy PolicyID) (Means, error) {
	if p.Mandate == "" {
		return Means{}, TermsRefused.New("policy %s has no mandate for premiums, and no other means are given", policy)
	}
	return Means{Account: p.Account, Mandate: p.Mandate}, nil
}

// Leg is a payment out of the purse. That a leg has a purpose tells it from one that rests on a payer's consent.
func (p Purse) Leg(to cash.AccountID, amount money.Money, purpose cash.Purpose) cash.SettleLeg {
	return cash.SettleLeg{From: p.Account, To: to, Amount: amount, Mandate: p.Mandate, Purpose: purpose}
}

// Owned refuses an account that is not the firm's in the currency. Faults: ACCOUNT_REFUSED.
func Owned(account cash.Account, owner Firm, currency money.Currency) error {
	if account.Kind != cash.Customer || account.Owner.Party != owner.Party || account.Owner.MSP != owner.Host || account.Currency != currency {
		return AccountRefused.New("account %s is not an account of %s in %s", account.ID, owner.Party, currency)
	}
	return nil
}

// Receives refuses an account that is no customer's in the currency. Faults: ACCOUNT_REFUSED.
func Receives(account cash.Account, currency money.Currency) error {
	if account.Kind != cash.Customer || account.Currency != currency {
		return AccountRefused.New("account %s is not a customer's account in %s", account.ID, currency)
	}
	return nil
}
