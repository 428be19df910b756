// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Who may.
var (
	// NotAParty: the caller's certificate names no party.
	NotAParty = parties.NotAParty
	// NotYours: it is for another firm to do.
	NotYours = parties.NotYours
	// SamePerson: who made it confirms it, be it with another certificate.
	SamePerson = parties.SamePerson
	// FirmRefused: the registry does not know the party or has it frozen.
	FirmRefused = parties.FirmRefused
	// BothSides: one firm would be on both sides of a deal.
	BothSides = protocol.Code{Name: "BOTH_SIDES", Status: 409}
	// AccountRefused: the account is of another owner, kind or currency than needed.
	AccountRefused = protocol.Code{Name: "ACCOUNT_REFUSED", Status: 409}
)

// Programmes and lines.
var (
	// ProgrammeClosed: the programme takes no new business.
	ProgrammeClosed = protocol.Code{Name: "PROGRAMME_CLOSED", Status: 409}
	// TenorRefused: the maturity is too near, too far, or on no date that the programme's calendar knows.
	TenorRefused = protocol.Code{Name: "TENOR_REFUSED", Status: 409}
	// CurrencyMismatch: not the programme's currency.
	CurrencyMismatch = protocol.Code{Name: "CURRENCY_MISMATCH", Status: 409}
	// LineExceeded: reserved and drawn would be more than the limit.
	LineExceeded = protocol.Code{Name: "LINE_EXCEEDED", Status: 409}
	// LineExpired: the line's last date has passed.
	LineExpired = protocol.Code{Name: "LINE_EXPIRED", Status: 409}
	// LimitBelowUse: the new limit is less than what is reserved and drawn.
	LimitBelowUse = protocol.Code{Name: "LIMIT_BELOW_USE", Status: 409}
)

// Trade and undertakings.
var (
	// LineUnknown: the order has no such line.
	LineUnknown = protocol.Code{Name: "LINE_UNKNOWN", Status: 409}
	// StatusRefused: the record's state does not allow the transition.
	StatusRefused = protocol.Code{Name: "STATUS_REFUSED", Status: 409}
	// AmountTooLarge: more minor units than an undertaking can number.
	AmountTooLarge = protocol.Code{Name: "AMOUNT_TOO_LARGE", Status: 409}
	// ConditionUnmet: the fact does not fulfil the condition.
	ConditionUnmet = protocol.Code{Name: "CONDITION_UNMET", Status: 409}
	// NotConditional: no condition is left.
	NotConditional = protocol.Code{Name: "NOT_CONDITIONAL", Status: 409}
	// TooEarly and TooLate: the business date does not allow it yet, or any more.
	TooEarly = protocol.Code{Name: "TOO_EARLY", Status: 409}
	TooLate  = protocol.Code{Name: "TOO_LATE", Status: 409}
)

// Slices.
var (
	// IntervalRefused: the units are not within the slice, or pieces are below the programme's least unit.
	IntervalRefused = protocol.Code{Name: "INTERVAL_REFUSED", Status: 409}
	// NotNeighbours: slices that do not follow each other or differ in more than their units.
	NotNeighbours = protocol.Code{Name: "NOT_NEIGHBOURS", Status: 409}
	// Encumbered: the units are offered, locked, pledged, financed or disputed.
	Encumbered = protocol.Code{Name: "ENCUMBERED", Status: 409}
	// DepthExceeded: the paper went through as many hands as the programme allows.
	DepthExceeded = protocol.Code{Name: "DEPTH_EXCEEDED", Status: 409}
	// SelfTransfer: to the holder itself, or to the obligor.
	SelfTransfer = protocol.Code{Name: "SELF_TRANSFER", Status: 409}
)

// Financing.
var (
	// TermsRefused: the terms do not fit the technique, or leave nothing to pay.
	TermsRefused = protocol.Code{Name: "TERMS_REFUSED", Status: 409}
	// QuoteExpired: the quote's last date has passed.
	QuoteExpired = protocol.Code{Name: "QUOTE_EXPIRED", Status: 409}
	// Unregistered: the invoice has no fingerprint on the ledger.
	Unregistered = protocol.Code{Name: "UNREGISTERED", Status: 409}
	// EpochMissing: tokens are not given for every epoch of the registrars' key.
	EpochMissing = protocol.Code{Name: "EPOCH_MISSING", Status: 409}
	// DealMoved: the deal is no more as the buyer knows it.
	DealMoved = protocol.Code{Name: "DEAL_CHANGED", Status: 409}
	// DepositRefused: the hold is not the deposit that the auction asks of a bidder.
	DepositRefused = protocol.Code{Name: "DEPOSIT_REFUSED", Status: 409}
	// ConditionalPaper: the undertaking is still conditional and the terms do not say that the financier takes it so.
	ConditionalPaper = protocol.Code{Name: "CONDITIONAL_PAPER", Status: 409}
)

// Assessments.
var (
	// ConsentMissing: the assessed party gave the caller no leave to see it.
	ConsentMissing = protocol.Code{Name: "CONSENT_MISSING", Status: 403}
)

// Maturity and what may go wrong.
var (
	// NothingDue: there is nothing to collect, to distribute or to claim.
	NothingDue = protocol.Code{Name: "NOTHING_DUE", Status: 409}
	// Overpaid: more than the undertaking still owes.
	Overpaid = protocol.Code{Name: "OVERPAID", Status: 409}
	// RecourseRefused: without recourse, and no dilution, upheld dispute, breach or fraud.
	RecourseRefused = protocol.Code{Name: "RECOURSE_REFUSED", Status: 409}
	// DisputeRefused: the programme's paper is free of defences in a transferee's hands, or the window is over.
	DisputeRefused = protocol.Code{Name: "DISPUTE_REFUSED", Status: 409}
	// GuaranteeSuspended: a dispute that came in time suspends the guarantee.
	GuaranteeSuspended = protocol.Code{Name: "GUARANTEE_SUSPENDED", Status: 409}
	// GuaranteeExhausted: the guarantor paid all that it undertook to pay.
	GuaranteeExhausted = protocol.Code{Name: "GUARANTEE_EXHAUSTED", Status: 409}
)

// inState refuses a record whose state does not allow what is asked for. Faults: STATUS_REFUSED.
func inState[S ~string](noun, id string, state S, allowed []S) error {
	if slices.Contains(allowed, state) {
		return nil
	}
	return StatusRefused.New("%s %s is %s", noun, id, state)
}
