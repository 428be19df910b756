// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Issued says what came of an issue.
type Issued struct {
	Policies int `json:"policies"`
	// Total is what the policyholders paid, taxes included, and Settlement the name of that in cash.
	Total      money.Amount      `json:"total"`
	Settlement cash.SettlementID `json:"settlement,omitzero"`
}

// Issuance is what an issue of many policies writes, and pays at once.
type Issuance struct {
	Issued
	Bound  []Bound
	Settle cash.SettleRequest
	Events []protocol.Event
}

// ApplyForAll prices many requests of one policyholder, each by the rule of a single one. Faults: TERMS_REFUSED for a product
// that is not parametric, and those of [RequestQuote].
func ApplyForAll(r ApplyRequest, c Case, act Act) ([]Quote, Applications, []protocol.Event, error) {
	applied := Applications{Quotes: len(r.Risks)}
	if err := c.Version.ofIndexes(); err != nil {
		return nil, applied, nil, err
	}
	var total tally
	var events []protocol.Event
	quotes := make([]Quote, len(r.Risks))
	for i, request := range r.Each() {
		quote, told, err := RequestQuote(request, c, act)
		if err != nil {
			return nil, applied, nil, err
		}
		switch quote.Status {
		case Accepted:
			applied.Accepted++
		case Offered: // for the policyholder to accept
		default:
			applied.Waiting++
		}
		total.add(quote.Price.Total)
		quotes[i], events = quote, append(events, told...)
	}
	applied.Total = total.sum
	return quotes, applied, events, total.err
}

// ofIndexes refuses a product that does not pay by indexes. Faults: TERMS_REFUSED.
func (t ProductTerms) ofIndexes() error {
	if t.Parametric == nil {
		return TermsRefused.New("product %s pays by no index", t.Product)
	}
	return nil
}

// IssueAll makes contracts of many quotes, by the insurer: each by the rules that offer, accept and bind a single one, and all
// premiums in one settlement, by the mandates of their policyholders. All are issued or none. A quote that is priced is
// offered by the caller, as underwriter; it has to be accepted in advance, and may not need a second underwriter. Each has
// its case, in the order of the quotes.
//
// Faults: NOT_YOURS, TERMS_REFUSED, STATUS_REFUSED, TOO_LARGE, those of [Quote.Offer] and [Quote.Bind].
func IssueAll(r IssueRequest, quotes []Quote, cases []Case, act Act) (Issuance, error) {
	done := Issuance{Bound: make([]Bound, len(quotes))}
	done.Policies = len(quotes)
	var total tally
	for i, quote := range quotes {
		bound, events, err := quote.issue(r.Product, cases[i], act)
		if err != nil {
			return done, err
		}
		total.add(bound.Quote.Price.Total)
		done.Settle.Legs = append(done.Settle.Legs, bound.Settle.Legs...)
		bound.Settle = cash.SettleRequest{} // moved into the one of all
		done.Bound[i], done.Events = bound, append(done.Events, events...)
	}
	if len(done.Settle.Legs) > cash.LegsMax {
		return done, protocol.TooLarge.New("the premiums are %d legs, at most %d fit into one settlement", len(done.Settle.Legs), cash.LegsMax)
	}
	if len(done.Settle.Legs) > 0 {
		done.Settle.ID = cash.SettlementID("issue-" + act.TxID[:min(settlementPrefix, len(act.TxID))])
	}
	done.Total, done.Settlement = total.sum, done.Settle.ID
	return done, total.err
}

// issue offers a quote where that is still to be done, and binds it.
func (q Quote) issue(product VersionKey, c Case, act Act) (Bound, []protocol.Event, error) {
	if err := act.By(q.Lead); err != nil {
		return Bound{}, nil, err
	}
	if q.Kind != ForPolicy || q.Product != product {
		return Bound{}, nil, TermsRefused.New("quote %s is not for a new policy of version %d of product %s", q.ID, product.Version, product.Product)
	}
	if err := c.Version.ofIndexes(); err != nil {
		return Bound{}, nil, err
	}
	var offered []protocol.Event
	if q.Status == Priced {
		var err error
		if q, offered, err = q.Offer(OfferRequest{Quote: q.ID}, c, act); err != nil {
			return Bound{}, nil, err
		}
	}
	bound, events, err := q.Bind(BindRequest{Quote: q.ID}, c, nil, act)
	return bound, append(offered, events...), err
}
