// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// IssueMost bounds the policies of one transaction: each is a row of its own, its premium's, and one for each trigger.
const IssueMost = 500

// ApplyRequest asks for many policies of one parametric product for one policyholder: the fields of a cooperative, the
// ships of an owner. Each becomes a quote of its own, as if it had been asked for by itself.
type ApplyRequest struct {
	Product VersionKey     `json:"product" help:"version of a parametric product"`
	From    date.Date      `json:"from" help:"first day of all policies"`
	Account cash.AccountID `json:"account" help:"account of the policyholder that receives refunds and payouts"`
	Payer   Purse          `json:"payer,omitzero" help:"account and mandate of the policyholder for premiums"`
	Broker  BrokerTerms    `json:"broker,omitzero" help:"intermediary"`
	// Most is for each policy by itself.
	Most  money.Money   `json:"most,omitzero" help:"price of one policy up to which its offer is accepted as it is made, taxes included"`
	Risks []RiskRequest `json:"risks" help:"1 to 500 risks, none twice"`
}

// RiskRequest is what one of many policies is to insure.
type RiskRequest struct {
	Quote   QuoteID  `json:"quote" help:"name of the quote"`
	Policy  PolicyID `json:"policy" help:"name of the policy"`
	Covers  []Asked  `json:"covers" help:"what is to be insured"`
	Answers []Answer `json:"answers,omitempty" help:"answers to the product's questions"`
	Choices []Choice `json:"choices,omitempty" help:"what the product leaves open of its triggers"`
	Risk    string   `json:"risk" help:"salted SHA-256 of the proposal, 64 lower-case hex digits"`
}

// Validate refuses nothing, too much, malformed members, and names that are given twice.
func (r ApplyRequest) Validate() error {
	if len(r.Risks) == 0 || len(r.Risks) > IssueMost {
		return fmt.Errorf("%d risks are not 1 to %d", len(r.Risks), IssueMost)
	}
	quotes, policies := map[QuoteID]bool{}, map[PolicyID]bool{}
	requests := r.Each()
	for i, risk := range r.Risks {
		if err := requests[i].Validate(); err != nil {
			return fmt.Errorf("risk %d: %w", i+1, err)
		}
		if quotes[risk.Quote] || policies[risk.Policy] {
			return fmt.Errorf("quote %s or policy %s is named twice", risk.Quote, risk.Policy)
		}
		quotes[risk.Quote], policies[risk.Policy] = true, true
	}
	return nil
}

// Each are the requests for each policy by itself. The premium of a parametric product is one instalment.
func (r ApplyRequest) Each() []QuoteRequest {
	requests := make([]QuoteRequest, len(r.Risks))
	for i, risk := range r.Risks {
		requests[i] = QuoteRequest{
			ID: risk.Quote, Kind: ForPolicy, Policy: risk.Policy, Product: r.Product, Covers: risk.Covers, Answers: risk.Answers,
			Choices: risk.Choices, From: r.From, Risk: risk.Risk, Account: r.Account, Payer: r.Payer, Broker: r.Broker, Instalments: 1, Most: r.Most,
		}
	}
	return requests
}

// Applications says what came of many requests.
type Applications struct {
	Quotes int `json:"quotes"`
	// Accepted are those that are accepted already, Waiting those that an underwriter has to offer.
	Accepted int `json:"accepted,omitzero"`
	Waiting  int `json:"waiting,omitzero"`
	// Total is what all of them come to, taxes included.
	Total money.Amount `json:"total"`
}

// IssueRequest makes contracts of many quotes for new policies of one parametric product.
type IssueRequest struct {
	Product VersionKey `json:"product" help:"version of a parametric product, of all quotes"`
	Quotes  []QuoteID  `json:"quotes" help:"1 to 500 quotes, accepted or accepted in advance, none twice"`
}

// Validate refuses nothing, too much, and a quote that is named twice.
func (r IssueRequest) Validate() error {
	if len(r.Quotes) == 0 || len(r.Quotes) > IssueMost {
		return fmt.Errorf("%d quotes are not 1 to %d", len(r.Quotes), IssueMost)
	}
	named := make(map[QuoteID]bool, len(r.Quotes))
	for _, quote := range r.Quotes {
		if err := quote.Validate(); err != nil {
			return err
		}
		if named[quote] {
			return fmt.Errorf("quote %s is named twice", quote)
		}
		named[quote] = true
	}
	return r.Product.Validate()
}

// Names are those of the quotes.
func (r ApplyRequest) Names() []QuoteID {
	names := make([]QuoteID, len(r.Risks))
	for i, risk := range r.Risks {
		names[i] = risk.Quote
	}
	return names
}
