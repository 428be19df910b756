// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// The refusals of this chaincode, beside those of package protocol. Where several would be right, the one that comes
// first in this order is given, so that a caller who mends one mistake after the other always gets further:
//
//  1. the request alone (INVALID_ARGUMENT, LEGS_LIMIT), then the caller's role and the resolution;
//  2. rows that are not there (NOT_FOUND) or there already (ALREADY_EXISTS);
//  3. of a settlement through another chaincode: MODULE_UNKNOWN, MODULE_PAUSED, MODULE_LIMIT;
//  4. of each leg in turn: SELF_TRANSFER, ACCOUNT_KIND, then who may (NOT_SIGNATORY, NOT_NOTARY, CONSENT_MISSING, and
//     the state and limits of the hold or mandate), then CURRENCY_MISMATCH, PARTY_FROZEN, ACCOUNT_FROZEN;
//  5. of each account in turn, after netting: INSUFFICIENT_FUNDS, AMOUNT_TOO_LARGE;
//  6. of new money: RESERVE_STALE, RESERVE_EXCEEDED; of burnt money: ISSUED_EXCEEDED.

// Who may.
var (
	// NotSignatory: the caller does not sign for the account: another party, another member, or an account that nobody signs for.
	NotSignatory = protocol.Code{Name: "NOT_SIGNATORY", Status: 403}
	// NotNotary: the hold is for somebody else to decide.
	NotNotary = protocol.Code{Name: "NOT_NOTARY", Status: 403}
	// SamePerson: who asked and who decides are one person, be it with two certificates.
	SamePerson = parties.SamePerson
	// SelfAttested: a bank attests its own reserve.
	SelfAttested = protocol.Code{Name: "SELF_ATTESTED", Status: 403}
	// IBANRefused: the bank code of the IBAN is another bank's, or nobody's.
	IBANRefused = protocol.Code{Name: "IBAN_REFUSED", Status: 409}
	// OwnerRefused: the registry does not know the party, knows it as frozen or as hosted by another member.
	OwnerRefused = protocol.Code{Name: "OWNER_REFUSED", Status: 409}
)

// Accounts and legs.
var (
	// SelfTransfer: a leg pays the account that it debits.
	SelfTransfer = protocol.Code{Name: "SELF_TRANSFER", Status: 400}
	// LegsLimit: more legs than one transaction may have.
	LegsLimit = protocol.Code{Name: "LEGS_LIMIT", Status: 413}
	// AccountKind: the account's kind does not allow it, such as a payment from an issuer's liability.
	AccountKind = protocol.Code{Name: "ACCOUNT_KIND", Status: 409}
	// CurrencyMismatch: the amount is not in the account's currency.
	CurrencyMismatch = protocol.Code{Name: "CURRENCY_MISMATCH", Status: 409}
	// PartyFrozen: a regulator froze the party that owns the account that would pay.
	PartyFrozen = protocol.Code{Name: "PARTY_FROZEN", Status: 403}
	// AccountFrozen: a regulator closed the side of the account that would be used.
	AccountFrozen = protocol.Code{Name: "ACCOUNT_FROZEN", Status: 403}
	// InsufficientFunds: less is available than has to be paid or set aside.
	InsufficientFunds = protocol.Code{Name: "INSUFFICIENT_FUNDS", Status: 409}
	// AmountTooLarge: a balance or a sum would have more than 18 digits.
	AmountTooLarge = protocol.Code{Name: "AMOUNT_TOO_LARGE", Status: 409}
	// AlreadyFrozen and NotFrozen: there is nothing to freeze or to unfreeze.
	AlreadyFrozen = protocol.Code{Name: "ALREADY_FROZEN", Status: 409}
	NotFrozen     = protocol.Code{Name: "NOT_FROZEN", Status: 409}
	// HoldsActive: the account cannot change its form while holds are active on it.
	HoldsActive = protocol.Code{Name: "HOLDS_ACTIVE", Status: 409}
	// StripesFewer: a high-volume account does not lose stripes.
	StripesFewer = protocol.Code{Name: "STRIPES_FEWER", Status: 409}
)

// Holds and mandates.
var (
	// HoldNotActive: the hold was executed, released or expired before.
	HoldNotActive = protocol.Code{Name: "HOLD_NOT_ACTIVE", Status: 409}
	// HoldIsExpired: the hold's last date has passed.
	HoldIsExpired = protocol.Code{Name: "HOLD_EXPIRED", Status: 409}
	// HoldNotExpired: the hold's last date has not passed.
	HoldNotExpired = protocol.Code{Name: "HOLD_NOT_EXPIRED", Status: 409}
	// HoldExceeded: more is asked for than the hold has.
	HoldExceeded = protocol.Code{Name: "HOLD_EXCEEDED", Status: 409}
	// MandateNotActive: the mandate was revoked, or its last date has passed.
	MandateNotActive = protocol.Code{Name: "MANDATE_NOT_ACTIVE", Status: 409}
	// MandateExceeded: one use, or all together, would be more than the mandate allows.
	MandateExceeded = protocol.Code{Name: "MANDATE_EXCEEDED", Status: 409}
)

// Modules.
var (
	// ModuleUnknown: the chaincode in which the transaction began is not registered.
	ModuleUnknown = protocol.Code{Name: "MODULE_UNKNOWN", Status: 403}
	// ModulePaused: the members paused the module.
	ModulePaused = protocol.Code{Name: "MODULE_PAUSED", Status: 403}
	// ModuleRunning: there is nothing to resume.
	ModuleRunning = protocol.Code{Name: "MODULE_RUNNING", Status: 409}
	// ModuleLimit: not this function, way, currency or amount.
	ModuleLimit = protocol.Code{Name: "MODULE_LIMIT", Status: 403}
	// ConsentMissing: the payer consented neither by hold nor by mandate nor by signed arguments to this very leg.
	ConsentMissing = protocol.Code{Name: "CONSENT_MISSING", Status: 403}
)

// Currencies, reserves, mint and redemption.
var (
	// NotIssuable: ISO 4217 gives the code no minor unit.
	NotIssuable = protocol.Code{Name: "NOT_ISSUABLE", Status: 400}
	// MinorUnitsChanged: the ledger counts the currency in other units than the table of this program.
	MinorUnitsChanged = protocol.Code{Name: "MINOR_UNITS_CHANGED", Status: 409}
	// CurrencyClosed: the members closed the currency to new accounts and new money.
	CurrencyClosed = protocol.Code{Name: "CURRENCY_CLOSED", Status: 409}
	// ReserveDate: the attestation is of the future, or older than the one before.
	ReserveDate = protocol.Code{Name: "RESERVE_DATE", Status: 409}
	// ReserveStale: the attestation is older than the currency's terms allow, or its age cannot be told.
	ReserveStale = protocol.Code{Name: "RESERVE_STALE", Status: 409}
	// ReserveExceeded: more would be issued than is attested, or nothing is attested.
	ReserveExceeded = protocol.Code{Name: "RESERVE_EXCEEDED", Status: 409}
	// IssuedExceeded: more would be redeemed than the bank issued.
	IssuedExceeded = protocol.Code{Name: "ISSUED_EXCEEDED", Status: 409}
	// MintClosed: the mint was approved or rejected before.
	MintClosed = protocol.Code{Name: "MINT_CLOSED", Status: 409}
)

func tooMuch(account AccountID) error {
	return AmountTooLarge.New("account %s would hold more than 18 digits", account)
}

func stripeMissing(account AccountID, stripe int) error {
	return protocol.NotFound.New("stripe %d of account %s is not there", stripe, account)
}
