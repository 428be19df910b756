// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// pagesPaidMost bounds the pages of one transaction; small pages are paid together.
const pagesPaidMost = 100

// PayRequest carries an action out for pages of the register: money is paid, units are taken, given or converted.
type PayRequest struct {
	Action ActionID `json:"action" help:"the action"`
	Pages  []Bucket `json:"pages" help:"first buckets of pages that were not paid yet, in order, 1 to 100"`
	// Lots are all of the accounts on the pages, where the action takes or converts units.
	Lots []LotID `json:"lots,omitempty" help:"all lots of the pages' accounts, where units are taken or converted"`
	// Suspend names accounts that cannot be paid. Those that orders bar need no naming.
	Suspend []AccountID `json:"suspend,omitempty" help:"accounts on the pages that cannot be paid, each once"`
}

// Validate refuses malformed members, and pages out of order.
func (r PayRequest) Validate() error {
	if len(r.Pages) == 0 || len(r.Pages) > pagesPaidMost {
		return fmt.Errorf("1 to %d pages are paid", pagesPaidMost)
	}
	for i, page := range r.Pages {
		if err := page.Validate(); err != nil {
			return err
		}
		if i > 0 && r.Pages[i-1] >= page {
			return errors.New("pages are not in order")
		}
	}
	if len(r.Suspend) > HoldersMost {
		return fmt.Errorf("at most %d accounts are suspended", HoldersMost)
	}
	for i, account := range r.Suspend {
		if err := account.Validate(); err != nil {
			return err
		}
		if slices.Contains(r.Suspend[:i], account) {
			return fmt.Errorf("account %s is named twice", account)
		}
	}
	return errors.Join(r.Action.Validate(), r.validateLots())
}

func (r PayRequest) validateLots() error {
	if len(r.Lots) > countMost {
		return fmt.Errorf("at most %d lots are named", countMost)
	}
	seen := make(map[LotID]bool, len(r.Lots))
	for _, lot := range r.Lots {
		if err := lot.Validate(); err != nil {
			return err
		}
		if seen[lot] {
			return fmt.Errorf("lot %s is named twice", lot)
		}
		seen[lot] = true
	}
	return nil
}

// Entitlements names the rows of the pages.
func (r PayRequest) Entitlements() []EntitlementKey {
	keys := make([]EntitlementKey, len(r.Pages))
	for i, from := range r.Pages {
		keys[i] = EntitlementKey{Action: r.Action, From: from}
	}
	return keys
}

// Payment records that a page was carried out. There is one for each page, which is what keeps it from being paid twice.
type Payment struct {
	EntitlementKey
	TxID     string       `json:"txId"`
	On       date.Date    `json:"on"`
	Accounts int          `json:"accounts"`
	Paid     money.Amount `json:"paid"`
	Tax      money.Amount `json:"tax"`
	// Suspended is what could not be paid, for so many accounts.
	Suspended money.Amount `json:"suspended"`
	Unpaid    int          `json:"unpaid,omitzero"`
}

// Name is the key of the payment.
func (p Payment) Name() EntitlementKey { return p.EntitlementKey }

// Refused is an account that is said not to be payable, with its cash account.
type Refused struct {
	Account Account
	Cash    cash.Account
}

// reason is why the account cannot be paid; none where it can.
func (r Refused) reason(currency money.Currency) SuspenseReason {
	switch {
	case r.Account.Status != AccountOpen:
		return HolderClosed
	case r.Cash.Frozen == cash.CreditSide || r.Cash.Frozen == cash.BothSides || r.Cash.Currency != currency:
		return CashRefused
	}
	return ""
}

// Paying is what carrying out pages rests on.
type Paying struct {
	Action       Action
	Instrument   Instrument
	Pages        []Page
	Entitlements []Entitlement
	Lots         []Lot
	Refused      []Refused
	// Barred are those of the custodians on the pages, and Frozen is of the instrument, where no units are taken.
	Barred []Barred
	Frozen FrozenUnits
}

// Custodians names those of the accounts on the pages, each once, in order.
func (p Paying) Custodians() []CustodianID {
	var all []CustodianID
	for _, page := range p.Pages {
		for _, holding := range page.Holdings {
			all = append(all, CustodianID(holding.Custodian))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// PaidPages is what carrying out pages writes.
type PaidPages struct {
	Payments []Payment
	Suspense []Suspense
	Settle   cash.SettleRequest
	Moves    *Moves
	events   []protocol.Event
}

// Events lists what is to be told.
func (p PaidPages) Events() []protocol.Event { return p.events }

// Receipt answers how many pages and accounts were carried out.
func (p PaidPages) Receipt() PagesEvent {
	receipt := PagesEvent{Pages: len(p.Payments)}
	for _, payment := range p.Payments {
		receipt.Accounts += payment.Accounts
	}
	return receipt
}

// Pay carries an action out for whole pages, by its paying agent, in amounts that were fixed before: each account gets its
// net amount and the tax agent the tax; what cannot be paid goes to suspense, and so does what an order holds back.
// Faults: NOT_YOURS, STATUS_REFUSED, TOO_EARLY, INSTRUMENT_HALTED, NOT_STILL, ENTITLEMENT_CHANGED, HOLDER_PAYABLE,
// HOLDER_UNKNOWN, LOTS_INCOMPLETE, TOO_LARGE.
func (p Paying) Pay(r PayRequest, act Act) (PaidPages, error) {
	if err := p.ready(act); err != nil {
		return PaidPages{}, err
	}
	w := payer{Paying: p, act: act, moves: OpenMoves(act), at: map[cash.AccountID]int{}, refused: map[AccountID]SuspenseReason{}}
	for _, refused := range p.Refused {
		reason := refused.reason(p.Action.Currency)
		if reason == "" {
			return PaidPages{}, HolderPayable.New("account %s can be paid", refused.Account.ID)
		}
		w.refused[refused.Account.ID] = reason
	}
	if err := w.sort(); err != nil {
		return PaidPages{}, err
	}
	for i, page := range p.Pages {
		if err := w.page(page, p.Entitlements[i]); err != nil {
			return PaidPages{}, err
		}
	}
	return w.finish(r)
}

// ready refuses to pay what is not due.
func (p Paying) ready(act Act) error {
	a := p.Action
	if err := byMember(act, a.Agent); err != nil {
		return err
	}
	if err := inState("action", string(a.ID), a.Status, ActionFunded); err != nil {
		return err
	}
	if act.Today.Before(a.Payment) {
		return TooEarly.New("action %s is carried out from %s on", a.ID, a.Payment)
	}
	return errors.Join(p.Instrument.Live(), a.still(p.Instrument))
}
