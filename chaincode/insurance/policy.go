// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// TransactionsMost bounds the stack of a policy, which is read and folded whole.
const TransactionsMost = 200

// Insured is a cover of a policy.
type Insured struct {
	Cover CoverCode    `json:"cover" help:"cover of the product"`
	Sum   money.Amount `json:"sum" help:"sum insured, in minor units; zero ends the cover"`
	// Annual is the premium of a year, without taxes.
	Annual money.Amount `json:"annual,omitzero"`
}

// TransactionKind says what a transaction did to a policy.
type TransactionKind string

// The kinds of transactions.
const (
	Issue     TransactionKind = "ISSUE"
	Endorse   TransactionKind = "ENDORSE"
	Renew     TransactionKind = "RENEW"
	Cancel    TransactionKind = "CANCEL"
	Lapse     TransactionKind = "LAPSE"
	Reinstate TransactionKind = "REINSTATE"
)

// Transaction is one entry of a policy's stack. It takes effect on a date and is known from the date on which it was
// recorded; it is never changed.
type Transaction struct {
	Number int             `json:"number"`
	Kind   TransactionKind `json:"kind"`
	// Effective is the first day of the effect; Until the first day after it: the end of the period, or of an endorsement.
	Effective date.Date `json:"effective"`
	Until     date.Date `json:"until"`
	// Recorded is the business date on which it became known.
	Recorded date.Date `json:"recorded"`
	TxID     string    `json:"txId"`
	// Period is the number of the issue or renewal that began the period to which the transaction belongs.
	Period int `json:"period"`
	// Version and Panel are the product's version and the insurers of a period, where one begins.
	Version int     `json:"version,omitzero"`
	Panel   PanelID `json:"panel,omitzero"`
	// Covers are all that are insured, of an issue or a renewal, and those that an endorsement changes.
	Covers []Insured `json:"covers,omitempty"`
	// Charge says by how much what was written changed.
	Charge
	// Risk is the salted SHA-256 of what the proposal said of the risk.
	Risk string `json:"risk,omitzero"`
	// First is the first instalment of the period that an issue or a renewal begins.
	First int `json:"first,omitzero"`
	// Quote is what both sides agreed on; none where one of them alone decides.
	Quote QuoteID `json:"quote,omitzero"`
	Maker Person  `json:"maker,omitzero"`
	// Checker is the other person of the insurer, where two were needed.
	Checker Person `json:"checker,omitzero"`
	Reason  Reason `json:"reason,omitzero"`
}

// insures tells whether a cover is among those of the transaction.
func (t Transaction) insures(cover CoverCode) bool {
	return slices.ContainsFunc(t.Covers, func(i Insured) bool { return i.Cover == cover })
}

// Reason says why cover ended.
type Reason string

// The reasons.
const (
	// AtRequest: the policyholder asked for it; the product's method decides what is given back.
	AtRequest Reason = "REQUEST"
	// ByInsurer: the insurer gave notice; the unexpired premium is given back.
	ByInsurer Reason = "INSURER"
	// Unpaid: a premium was not paid within its grace.
	Unpaid Reason = "UNPAID"
)

// Brokerage is an intermediary's part of a premium. The zero value is none.
type Brokerage struct {
	Broker Firm            `json:"broker"`
	Part   decimal.Decimal `json:"part"`
	Purse  Purse           `json:"purse"`
}

// Policy is an insurance contract: its parties and the stack of its transactions. What was in force on a day, as known on
// another, is a fold of the stack ([Policy.InForce]); how the policy stands is derived and nowhere kept. What happens to
// its claims and instalments changes rows of their own and not this one.
type Policy struct {
	ID      PolicyID  `json:"id"`
	Product ProductID `json:"product"`
	Holder  Firm      `json:"holder"`
	// Account receives refunds and what claims pay.
	Account   cash.AccountID `json:"account"`
	Lead      Firm           `json:"lead"`
	Brokerage Brokerage      `json:"brokerage,omitzero"`
	Currency  money.Currency `json:"currency"`
	// Payer is the holder's account and mandate for premiums, where it gave them.
	Payer Purse         `json:"payer,omitzero"`
	Stack []Transaction `json:"stack"`
	// Instalments is how many instalments there are so far.
	Instalments int `json:"instalments"`
	// NoRenewal tells that one side gave notice that it will not renew.
	NoRenewal bool `json:"noRenewal,omitzero"`
}

// Money is an amount of the policy's currency.
func (p Policy) Money(amount money.Amount) money.Money {
	return money.Money{Amount: amount, Currency: p.Currency}
}
