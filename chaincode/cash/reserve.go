// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"encoding/hex"
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// IssuerKey names a bank as issuer of a currency.
type IssuerKey struct {
	Issuer   string         `json:"issuer" help:"MSP identifier of the issuing bank"`
	Currency money.Currency `json:"currency" help:"ISO 4217 code, such as EUR"`
}

// Validate refuses a missing bank or currency.
func (k IssuerKey) Validate() error {
	if k.Issuer == "" || k.Currency.IsZero() {
		return errors.New("issuer and currency are needed")
	}
	return LiabilityID(k.Issuer, k.Currency).Validate()
}

// Key is the issuer's place in a table.
func (k IssuerKey) Key() []string { return []string{k.Issuer, k.Currency.String()} }

// Reserve is what an attester saw behind a bank's deposits in a currency, on a date.
type Reserve struct {
	IssuerKey
	Amount money.Amount `json:"amount"`
	AsOf   date.Date    `json:"asOf"`
	// Attester is the MSP identifier of the member that attests; never the issuer itself.
	Attester string `json:"attester"`
	// Evidence is the hex SHA-256 of the document that the attestation rests on.
	Evidence string `json:"evidence"`
}

// AttestRequest states a bank's reserve.
type AttestRequest struct {
	Issuer   string      `json:"issuer" help:"MSP identifier of the issuing bank"`
	Amount   money.Money `json:"amount" help:"the reserve; may be zero"`
	AsOf     date.Date   `json:"asOf" help:"the day on which it was seen"`
	Evidence string      `json:"evidence" help:"hex SHA-256 of the document that it rests on"`
}

// Validate refuses a missing date, a negative amount and evidence that is no hash.
func (r AttestRequest) Validate() error {
	if r.Amount.IsZero() || r.Amount.Sign() < 0 {
		return errors.New("amount is missing or below zero")
	}
	if r.AsOf.IsZero() {
		return errors.New("asOf is missing")
	}
	if sum, err := hex.DecodeString(r.Evidence); err != nil || len(sum) != 32 {
		return errors.New("evidence must be a SHA-256 in 64 hex digits")
	}
	return r.IssuerKey().Validate()
}

// IssuerKey names the bank and the currency.
func (r AttestRequest) IssuerKey() IssuerKey {
	return IssuerKey{Issuer: r.Issuer, Currency: r.Amount.Currency}
}

// Attest makes a reserve of a request, replacing the one before. A later attestation may state less than is issued:
// the truth is never refused, but nothing more can be minted. Faults: SELF_ATTESTED, RESERVE_DATE.
func (r AttestRequest) Attest(before *Reserve, today date.Date, facts protocol.Facts) (Reserve, []protocol.Event, error) {
	switch {
	case facts.Caller.MSP == r.Issuer:
		return Reserve{}, nil, SelfAttested.New("%s cannot attest its own reserve", r.Issuer)
	case r.AsOf.After(today):
		return Reserve{}, nil, ReserveDate.New("a reserve as of %s cannot be attested on %s", r.AsOf, today)
	case before != nil && r.AsOf.Before(before.AsOf):
		return Reserve{}, nil, ReserveDate.New("the reserve is attested as of %s already", before.AsOf)
	}
	after := Reserve{
		IssuerKey: r.IssuerKey(), Amount: r.Amount.Amount, AsOf: r.AsOf, Attester: facts.Caller.MSP, Evidence: r.Evidence,
	}
	event := ReserveAttested.Of(r.Issuer, ReserveEvent{Amount: r.Amount, AsOf: r.AsOf, Attester: after.Attester})
	return after, []protocol.Event{event}, nil
}

// backs tells whether a reserve allows that a bank has issued so much in all. Faults: RESERVE_STALE, RESERVE_EXCEEDED.
func (r *Reserve) backs(issued money.Amount, terms Currency, today date.Date) error {
	if r == nil {
		return ReserveExceeded.New("no reserve in %s is attested", terms.Currency)
	}
	age, err := terms.aged(r.AsOf, today)
	if err != nil || age > terms.ReserveAge {
		return ReserveStale.New("the reserve of %s in %s is as of %s; %d business days are the most on %s",
			r.Issuer, r.Currency, r.AsOf, terms.ReserveAge, today)
	}
	if issued.Cmp(r.Amount) > 0 {
		in := func(a money.Amount) money.Money { return money.Money{Amount: a, Currency: r.Currency} }
		return ReserveExceeded.New("%s would have issued %s on a reserve of %s", r.Issuer, in(issued), in(r.Amount))
	}
	return nil
}

// Issued is how much of a currency a bank has issued, and what backs it.
type Issued struct {
	IssuerKey
	Amount money.Money `json:"amount"`
	// Reserve is absent until one is attested.
	Reserve *Reserve `json:"reserve,omitempty"`
}

// IssuedOf reads a bank's liability account.
func IssuedOf(key IssuerKey, account *Account, reserve *Reserve) Issued {
	var posted money.Amount
	if account != nil {
		posted = account.Posted
	}
	return Issued{IssuerKey: key, Amount: money.Money{Amount: posted.Neg(), Currency: key.Currency}, Reserve: reserve}
}
