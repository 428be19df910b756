// SPDX-License-Identifier: Apache-2.0

package insurance

import (
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
	// Version is the product's version under which cover stands from here on.
	Version int `json:"version"`
	// Covers are all that are insured, of an issue or a renewal, and those that an endorsement changes.
	Covers []Insured `json:"covers,omitempty"`
	// Premium, Tax and Commission say by how much what was written changed.
	Premium    money.Amount `json:"premium"`
	Tax        money.Amount `json:"tax,omitzero"`
	Commission money.Amount `json:"commission,omitzero"`
	Maker      Person       `json:"maker"`
	// Checker is the other person of the insurer, where two were needed.
	Checker Person `json:"checker,omitzero"`
	Reason  string `json:"reason,omitzero"`
}

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
	Panel     PanelID        `json:"panel"`
	Lead      Firm           `json:"lead"`
	Brokerage Brokerage      `json:"brokerage,omitzero"`
	Currency  money.Currency `json:"currency"`
	// Risk is the salted SHA-256 of what the proposal said of the risk.
	Risk  string        `json:"risk"`
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
