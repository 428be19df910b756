// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// RequestQuote prices what somebody asks for.
func (c *Contract) RequestQuote(tx *ledger.Tx, req insurance.QuoteRequest) (*insurance.Quote, error) {
	do, err := c.actor(tx)
	if err != nil {
		return nil, err
	}
	found, err := caseOf(tx, insurance.Quote{Kind: req.Kind, Policy: req.Policy, Product: req.Product, From: req.From})
	if err != nil {
		return nil, err
	}
	if req.Kind == insurance.ForPolicy {
		if err := c.accounts(tx, req, &found, do); err != nil {
			return nil, err
		}
	}
	quote, events, err := insurance.RequestQuote(req, found, do)
	return insert(tx, quotes, quote, events, err)
}

// accounts refuses accounts of a new policy that are another's, and finds the intermediary.
func (c *Contract) accounts(r ledger.Reader, req insurance.QuoteRequest, found *insurance.Case, do insurance.Act) error {
	holder, err := do.Firm()
	if err != nil {
		return err
	}
	for _, account := range []cash.AccountID{req.Account, req.Payer.Account} {
		if account != "" {
			err = errors.Join(err, c.owned(r, account, holder, found.Version.Currency))
		}
	}
	if err != nil || req.Broker.Broker == "" {
		return err
	}
	if found.Broker, err = c.registry.Firm(r, req.Broker.Broker); err != nil {
		return err
	}
	return c.owned(r, req.Broker.Purse.Account, found.Broker, found.Version.Currency)
}

// quoteOf reads a quote and what it is decided on.
func quoteOf(r ledger.Reader, id insurance.QuoteID) (insurance.Quote, insurance.Case, error) {
	quote, err := quotes.Get(r, id)
	if err != nil {
		return quote, insurance.Case{}, err
	}
	found, err := caseOf(r, quote)
	return quote, found, err
}

// caseOf reads what a quote is decided on.
func caseOf(r ledger.Reader, quote insurance.Quote) (insurance.Case, error) {
	var found insurance.Case
	frame := insurance.Frame{Version: quote.Product, Panel: quote.Panel}
	if quote.Kind == insurance.ForPolicy {
		return found, framed(r, frame, &found)
	}
	policy, err := policies.Get(r, quote.Policy)
	if err != nil {
		return found, err
	}
	found.Policy = &policy
	if quote.Kind == insurance.ForRenewal {
		return found, framed(r, frame, &found)
	}
	if frame, err = policy.FrameOn(quote.From); err != nil {
		return found, err
	}
	return found, inPeriod(r, frame, &found)
}

// inPeriod reads what a change of a period is decided on: version, panel and the policy's instalments from it on.
func inPeriod(r ledger.Reader, frame insurance.Frame, found *insurance.Case) (err error) {
	if found.Instalments, err = instalments.GetMany(r, found.Policy.InstalmentKeys(frame.First)); err != nil {
		return err
	}
	return framed(r, frame, found)
}

// framed reads version and panel; the product's own panel where the frame names none.
func framed(r ledger.Reader, frame insurance.Frame, found *insurance.Case) (err error) {
	if found.Version, err = versions.Get(r, frame.Version); err != nil {
		return err
	}
	if frame.Panel == "" {
		frame.Panel = found.Version.ProductTerms.Panel
	}
	found.Panel, err = panels.Get(r, frame.Panel)
	return err
}

// onQuote carries out a rule that changes a quote.
func onQuote(tx *ledger.Tx, id insurance.QuoteID, panel insurance.PanelID,
	rule func(insurance.Quote, insurance.Case, insurance.Act) (insurance.Quote, []protocol.Event, error),
) (*insurance.Quote, error) {
	return change(tx, quotes, id, func(before insurance.Quote, do insurance.Act) (insurance.Quote, []protocol.Event, error) {
		found, err := caseOf(tx, before)
		if err == nil && panel != "" {
			found.Panel, err = panels.Get(tx, panel)
		}
		if err != nil {
			return before, nil, err
		}
		return rule(before, found, do)
	})
}

// OfferQuote offers or refers a quote.
func (c *Contract) OfferQuote(tx *ledger.Tx, req insurance.OfferRequest) (*insurance.Quote, error) {
	return onQuote(tx, req.Quote, req.Panel, func(before insurance.Quote, found insurance.Case, do insurance.Act) (insurance.Quote, []protocol.Event, error) {
		return before.Offer(req, found, do)
	})
}

// ApproveQuote is the second underwriter's half.
func (c *Contract) ApproveQuote(tx *ledger.Tx, req insurance.QuoteID) (*insurance.Quote, error) {
	return onQuote(tx, req, "", insurance.Quote.Approve)
}

// DeclineQuote ends a quote on the insurer's side.
func (c *Contract) DeclineQuote(tx *ledger.Tx, req insurance.QuoteID) (*insurance.Quote, error) {
	return change(tx, quotes, req, insurance.Quote.Decline)
}

// AcceptQuote accepts an offer.
func (c *Contract) AcceptQuote(tx *ledger.Tx, req insurance.AcceptRequest) (*insurance.Quote, error) {
	return change(tx, quotes, req.Quote, func(before insurance.Quote, do insurance.Act) (insurance.Quote, []protocol.Event, error) {
		return before.Accept(req, do)
	})
}

// WithdrawQuote ends a quote.
func (c *Contract) WithdrawQuote(tx *ledger.Tx, req insurance.QuoteID) (*insurance.Quote, error) {
	return change(tx, quotes, req, insurance.Quote.Withdraw)
}

// Quote answers a quote.
func (c *Contract) Quote(q *ledger.Query, req insurance.QuoteID) (*insurance.Quote, error) {
	return ledger.Answer(quotes.Get(q, req))
}
