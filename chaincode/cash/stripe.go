// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/finance/split"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// StripesMax bounds the stripes of an account.
const StripesMax = 1024

// StripeKey names one stripe of a high-volume account; stripes count from 0.
type StripeKey struct {
	Account AccountID `json:"account"`
	Stripe  int       `json:"stripe"`
}

// Key is the stripe's place in a table; the number is padded so that stripes sort.
func (k StripeKey) Key() []string { return []string{string(k.Account), fmt.Sprintf("%04d", k.Stripe)} }

// Stripe is a part of a high-volume account's money. Each is never below zero, so neither is their sum, and two debits
// that take different stripes do not meet.
type Stripe struct {
	StripeKey
	Position
}

// CreditKey names what one transaction credited to a high-volume account.
type CreditKey struct {
	Account AccountID `json:"account"`
	TxID    TxID      `json:"txId"`
}

// Key is the credit's place in a table.
func (k CreditKey) Key() []string { return []string{string(k.Account), string(k.TxID)} }

// Credit is money on its way to a high-volume account: written without reading anything, so that any number of payers
// may credit the account at once. It is spent by being consolidated onto stripes.
type Credit struct {
	CreditKey
	Date   date.Date    `json:"date"`
	Amount money.Amount `json:"amount"`
}

// FirstStripe is the stripe on which a debit under a reference draws first. The number at the end of the reference
// counts: consecutive references take consecutive stripes, so that as many debits as there are stripes fit into one
// block. A reference without a number draws on the stripe that its FNV-1a hash says.
func FirstStripe(reference string, stripes int) int {
	start := len(reference)
	for start > 0 && len(reference)-start < 18 && reference[start-1] >= '0' && reference[start-1] <= '9' {
		start--
	}
	if number, err := strconv.ParseUint(reference[start:], 10, 64); err == nil {
		return int(number % uint64(stripes))
	}
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(reference)) // a hash never fails to write
	return int(hash.Sum64() % uint64(stripes))
}

// HighVolumeRequest spreads an account over stripes.
type HighVolumeRequest struct {
	Account AccountID `json:"account" help:"the account"`
	Stripes int       `json:"stripes" help:"how many debits may run at once, 1 to 1024"`
}

// Validate refuses a number of stripes out of bounds.
func (r HighVolumeRequest) Validate() error {
	if r.Stripes < 1 || r.Stripes > StripesMax {
		return fmt.Errorf("stripes %d is not between 1 and %d", r.Stripes, StripesMax)
	}
	return r.Account.Validate()
}

// Spread spreads an ordinary account evenly over new stripes, or adds empty stripes to a high-volume one.
// Faults: NOT_AUTHORISED, ACCOUNT_KIND, HOLDS_ACTIVE, STRIPES_FEWER.
func (a Account) Spread(r HighVolumeRequest, facts protocol.Facts) (Account, []Stripe, []protocol.Event, error) {
	switch {
	case a.Servicer != facts.Caller.MSP:
		return a, nil, nil, protocol.NotAuthorised.New("account %s is serviced by %s", a.ID, a.Servicer)
	case a.Kind == IssuerLiability:
		return a, nil, nil, AccountKind.New("account %s is an issuer's liability", a.ID)
	case a.Held.Sign() > 0:
		return a, nil, nil, HoldsActive.New("account %s has active holds; resolve them first", a.ID)
	case r.Stripes <= a.StripeCount:
		return a, nil, nil, StripesFewer.New("account %s has %d stripes; they only become more", a.ID, a.StripeCount)
	}
	added := emptyStripes(a.ID, a.StripeCount, r.Stripes)
	added, err := spread(added, a.Posted)
	a.Position, a.StripeCount = Position{}, r.Stripes
	return a, added, []protocol.Event{AccountMarked.Of(string(a.ID), MarkedEvent{Stripes: r.Stripes})}, err
}

func emptyStripes(account AccountID, from, to int) []Stripe {
	stripes := make([]Stripe, 0, to-from)
	for i := from; i < to; i++ {
		stripes = append(stripes, Stripe{StripeKey: StripeKey{Account: account, Stripe: i}})
	}
	return stripes
}

// ConsolidateRequest moves named credits onto stripes.
type ConsolidateRequest struct {
	Account AccountID `json:"account" help:"the high-volume account"`
	Credits []TxID    `json:"credits" help:"transactions whose credits are moved, 1 to 1000"`
	Stripes []int     `json:"stripes,omitempty" help:"stripes that receive them evenly; all when left out"`
}

// Validate refuses nothing, too much, and anything named twice.
func (r ConsolidateRequest) Validate() error {
	if len(r.Credits) == 0 || len(r.Credits) > LegsMax {
		return fmt.Errorf("%d credits are not 1 to %d", len(r.Credits), LegsMax)
	}
	seen := make(map[TxID]bool, len(r.Credits))
	for _, credit := range r.Credits {
		if err := credit.Validate(); err != nil {
			return err
		}
		if seen[credit] {
			return fmt.Errorf("credit %s is named twice", credit)
		}
		seen[credit] = true
	}
	return errors.Join(r.Account.Validate(), r.validateStripes())
}

func (r ConsolidateRequest) validateStripes() error {
	seen := make(map[int]bool, len(r.Stripes))
	for _, stripe := range r.Stripes {
		if stripe < 0 || stripe >= StripesMax || seen[stripe] {
			return fmt.Errorf("stripe %d is out of bounds or named twice", stripe)
		}
		seen[stripe] = true
	}
	return nil
}

// Keys name the credits.
func (r ConsolidateRequest) Keys() []CreditKey {
	keys := make([]CreditKey, len(r.Credits))
	for i, credit := range r.Credits {
		keys[i] = CreditKey{Account: r.Account, TxID: credit}
	}
	return keys
}

// Onto lists the stripes that receive the credits, given how many the account has. Faults: ACCOUNT_KIND, NOT_FOUND.
func (r ConsolidateRequest) Onto(a Account) ([]StripeKey, error) {
	if !a.HighVolume() {
		return nil, AccountKind.New("account %s is no high-volume account", a.ID)
	}
	numbers := r.Stripes
	if len(numbers) == 0 {
		numbers = make([]int, a.StripeCount)
		for i := range numbers {
			numbers[i] = i
		}
	}
	keys := make([]StripeKey, len(numbers))
	for i, number := range numbers {
		if number >= a.StripeCount {
			return nil, protocol.NotFound.New("account %s has %d stripes, counted from 0", a.ID, a.StripeCount)
		}
		keys[i] = StripeKey{Account: a.ID, Stripe: number}
	}
	return keys, nil
}

// Consolidate spreads credits evenly over stripes; the credits are spent by it. By a signatory of the account or by
// its servicer. Faults: NOT_SIGNATORY.
func (a Account) Consolidate(stripes []Stripe, credits []Credit, facts protocol.Facts) ([]Stripe, []protocol.Event, error) {
	caller := facts.Caller
	if !a.SignedBy(caller) && (caller.MSP != a.Servicer || !caller.Claiming(role.AccountServicer)) {
		return nil, nil, NotSignatory.New("account %s is consolidated by its owner or its servicer", a.ID)
	}
	var total money.Amount
	var err error
	for _, credit := range credits {
		if total, err = total.Add(credit.Amount); err != nil {
			return nil, nil, tooMuch(a.ID)
		}
	}
	if stripes, err = spread(stripes, total); err != nil {
		return nil, nil, tooMuch(a.ID)
	}
	event := CreditsConsolidated.Of(string(a.ID), ConsolidatedEvent{Credits: len(credits), Amount: total})
	return stripes, []protocol.Event{event}, nil
}

// spread adds an amount to stripes in equal parts, the odd minor units to the first ones.
func spread(stripes []Stripe, amount money.Amount) ([]Stripe, error) {
	weights := make([]int64, len(stripes))
	for i := range weights {
		weights[i] = 1
	}
	parts, err := split.Amounts(amount, weights)
	if err != nil {
		return nil, err
	}
	after := make([]Stripe, len(stripes))
	for i, stripe := range stripes {
		if stripe.Posted, err = stripe.Posted.Add(parts[i]); err != nil {
			return nil, err
		}
		after[i] = stripe
	}
	return after, nil
}
