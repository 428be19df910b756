// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// QuoteKind says what a quote is for: everything that both sides of a contract agree on takes the same way.
type QuoteKind string

// The kinds of quotes.
const (
	ForPolicy        QuoteKind = "POLICY"
	ForRenewal       QuoteKind = "RENEWAL"
	ForEndorsement   QuoteKind = "ENDORSEMENT"
	ForReinstatement QuoteKind = "REINSTATEMENT"
)

// QuoteStatus is how a quote stands.
type QuoteStatus string

// The states of a quote. Priced quotes wait for an underwriter, referred ones for a second.
const (
	Priced         QuoteStatus = "PRICED"
	Referred       QuoteStatus = "REFERRED"
	Offered        QuoteStatus = "OFFERED"
	Accepted       QuoteStatus = "ACCEPTED"
	BoundQuote     QuoteStatus = "BOUND"
	Declined       QuoteStatus = "DECLINED"
	WithdrawnQuote QuoteStatus = "WITHDRAWN"
)

// QuoteRequest asks for a quote: for a new policy, or for a change of one.
type QuoteRequest struct {
	ID     QuoteID   `json:"id" help:"name of the quote"`
	Kind   QuoteKind `json:"kind" help:"POLICY, RENEWAL, ENDORSEMENT or REINSTATEMENT"`
	Policy PolicyID  `json:"policy" help:"name of the policy, new or there already"`
	// Product is the version for a new policy or a renewal.
	Product VersionKey `json:"product,omitzero" help:"version of the product, for a policy or a renewal"`
	Covers  []Asked    `json:"covers,omitempty" help:"what is to be insured; in an endorsement what changes"`
	Answers []Answer   `json:"answers,omitempty" help:"answers to the product's questions"`
	From    date.Date  `json:"from" help:"first day"`
	// Until is the first day after a temporary endorsement; any other stands to the end of the period.
	Until date.Date `json:"until,omitzero" help:"first day after a temporary endorsement"`
	// Risk commits to what the proposal says of the risk, which the parties keep: a hash that is not salted could be guessed.
	Risk string `json:"risk" help:"salted SHA-256 of the proposal, 64 lower-case hex digits; of a reinstatement, of the statement that no loss is known"`
	// Account, Payer and Broker are of a new policy.
	Account     cash.AccountID `json:"account,omitzero" help:"account of the policyholder that receives refunds and claims, for a new policy"`
	Payer       Purse          `json:"payer,omitzero" help:"account and mandate of the policyholder for premiums, for a new policy"`
	Broker      BrokerTerms    `json:"broker,omitzero" help:"intermediary, for a new policy"`
	Instalments int            `json:"instalments,omitzero" help:"instalments of the period's premium, for a policy or a renewal"`
	// Choices are about triggers of a parametric product; an underwriter looks at them.
	Choices []Choice `json:"choices,omitempty" help:"what the product leaves open of its triggers, such as the flight"`
	// Most is the policyholder's word in advance: an offer that comes to no more is accepted as it is made.
	Most money.Money `json:"most,omitzero" help:"price up to which an offer of a new policy is accepted as it is made, taxes included"`
}

// Validate refuses malformed members, and members that another kind of quote has.
func (r QuoteRequest) Validate() error {
	if r.From.IsZero() || !protocol.IsSHA256(r.Risk) {
		return errors.New("from and risk are needed, and risk is a SHA-256 in 64 lower-case hex digits")
	}
	return errors.Join(r.ID.Validate(), r.Policy.Validate(), validateAsked(r.Covers), validateAnswers(r.Answers), r.validateKind())
}

// validateKind refuses members that another kind of quote has.
func (r QuoteRequest) validateKind() error {
	fresh := r.Account != "" || r.Payer != (Purse{}) || r.Broker.Broker != "" || r.Most != (money.Money{})
	period := r.Product != (VersionKey{}) || r.Instalments != 0 || len(r.Choices) > 0
	switch {
	case r.Kind == ForPolicy:
		return errors.Join(r.validatePeriod(), r.validateFresh())
	case fresh:
		return errors.New("account, payer, broker and most are of a new policy")
	case r.Kind == ForRenewal:
		return r.validatePeriod()
	case period:
		return errors.New("product and instalments are of a new period")
	case r.Kind == ForEndorsement && len(r.Covers) > 0 && (r.Until.IsZero() || r.From.Before(r.Until)):
		return nil
	case r.Kind == ForReinstatement && len(r.Covers)+len(r.Answers) == 0 && r.Until.IsZero():
		return nil
	}
	return fmt.Errorf("quote of kind %q lacks a member, has one too many, or is of no kind that there is", protocol.Excerpt(string(r.Kind)))
}

func (r QuoteRequest) validatePeriod() error {
	if len(r.Covers) == 0 || !r.Until.IsZero() || r.Instalments < 1 || r.Instalments > InstalmentsMost {
		return fmt.Errorf("covers and 1 to %d instalments are needed, and no until", InstalmentsMost)
	}
	for _, ask := range r.Covers {
		if ask.Sum.IsZero() {
			return fmt.Errorf("cover %s has no sum", ask.Cover)
		}
	}
	return errors.Join(r.Product.Validate(), validateChoices(r.Choices))
}

func (r QuoteRequest) validateFresh() error {
	if r.Most.Sign() < 0 {
		return errors.New("most is below zero")
	}
	if r.Payer != (Purse{}) {
		if err := r.Payer.Validate(); err != nil {
			return err
		}
	}
	if r.Broker != (BrokerTerms{}) {
		if err := r.Broker.Validate(); err != nil {
			return err
		}
	}
	return r.Account.Validate()
}

// Price is what a quote comes to.
type Price struct {
	Covers []Insured `json:"covers,omitempty"`
	Charge
	// Total is premium and taxes; below zero it is given back.
	Total money.Amount `json:"total"`
}

// Quote is a price on the way to being a contract.
type Quote struct {
	ID      QuoteID        `json:"id"`
	Kind    QuoteKind      `json:"kind"`
	Policy  PolicyID       `json:"policy"`
	Product VersionKey     `json:"product"`
	Panel   PanelID        `json:"panel"`
	Lead    Firm           `json:"lead"`
	Holder  Firm           `json:"holder"`
	Account cash.AccountID `json:"account"`
	Payer   Purse          `json:"payer,omitzero"`
	// Brokerage is the intermediary's part.
	Brokerage   Brokerage      `json:"brokerage,omitzero"`
	Currency    money.Currency `json:"currency"`
	Covers      []Asked        `json:"covers,omitempty"`
	Answers     []Answer       `json:"answers,omitempty"`
	From        date.Date      `json:"from"`
	Until       date.Date      `json:"until"`
	Risk        string         `json:"risk"`
	Instalments int            `json:"instalments,omitzero"`
	// Choices are about triggers.
	Choices []Choice `json:"choices,omitempty"`
	// Loading is what an underwriter adds to the premium or, below zero, takes from it, as a part of it.
	Loading decimal.Decimal `json:"loading,omitzero"`
	Price   Price           `json:"price"`
	Status  QuoteStatus     `json:"status"`
	// Referrals say why a second underwriter decides: SUM, LOADING or the factor.
	Referrals []string `json:"referrals,omitempty"`
	// Underwriter offered it, and Second approved it where it was referred.
	Underwriter Person `json:"underwriter,omitzero"`
	Second      Person `json:"second,omitzero"`
	// ValidUntil is the last day on which it may be accepted and bound.
	ValidUntil date.Date `json:"validUntil,omitzero"`
	// Most is the total that the policyholder accepted, or that it accepts in advance while no offer is made.
	Most money.Amount `json:"most,omitzero"`
}

// OfferRequest offers a quote.
type OfferRequest struct {
	Quote QuoteID `json:"quote" help:"the quote"`
	// Loading is part of the premium: 0.1 adds a tenth, -0.1 takes a tenth off.
	Loading decimal.Decimal `json:"loading,omitzero" help:"part that is added to the premium, or below zero taken off"`
	// Panel takes the risk in the place of the product's own panel.
	Panel PanelID `json:"panel,omitzero" help:"panel of the caller's lead that takes the risk; the product's when left out"`
}

// Validate refuses malformed members.
func (r OfferRequest) Validate() error {
	if r.Panel != "" {
		if err := r.Panel.Validate(); err != nil {
			return err
		}
	}
	if r.Loading.Scale() > 4 {
		return errors.New("loading has at most 4 decimal places")
	}
	return errors.Join(r.Quote.Validate(), portion("loading", r.Loading.Abs(), 1))
}

// AcceptRequest accepts an offer.
type AcceptRequest struct {
	Quote QuoteID `json:"quote" help:"the quote"`
	// Most bounds what the policyholder pays, taxes included; below zero it is the least that is given back.
	Most money.Money `json:"most" help:"most that will be paid, taxes included; of money given back, the least, below zero"`
}

// Validate refuses malformed members.
func (r AcceptRequest) Validate() error {
	if r.Most.IsZero() {
		return errors.New("most is missing")
	}
	return r.Quote.Validate()
}

// BindRequest makes a contract of an accepted quote.
type BindRequest struct {
	Quote QuoteID `json:"quote" help:"the quote"`
	// From moves the first day of a new policy.
	From date.Date `json:"from,omitzero" help:"first day, where the policyholder moves it"`
	// Means pay what is due at once; the policyholder's mandate does when they are left out.
	Means
}

// Validate refuses malformed members.
func (r BindRequest) Validate() error { return errors.Join(r.Quote.Validate(), r.validateOptional()) }
