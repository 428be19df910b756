// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Resale is a financier's offer of its deal to another financier.
type Resale struct {
	To    Firm         `json:"to"`
	Price money.Amount `json:"price"`
	// Expires is the last business date of acceptance.
	Expires date.Date `json:"expires"`
}

// ResaleRequest offers a funded deal to another financier; a new offer takes the place of the last.
type ResaleRequest struct {
	Deal    DealID          `json:"deal" help:"funded deal of the caller"`
	To      parties.PartyID `json:"to" help:"who may buy it"`
	Price   money.Money     `json:"price" help:"what the buyer pays"`
	Expires date.Date       `json:"expires" help:"last business date of acceptance"`
}

// Validate refuses malformed members.
func (r ResaleRequest) Validate() error {
	if r.Expires.IsZero() || r.Price.Sign() <= 0 {
		return errors.New("expires is missing or price is not above zero")
	}
	return errors.Join(r.Deal.Validate(), r.To.Validate())
}

// OfferTo offers the deal. Faults: NOT_YOURS, STATUS_REFUSED, BOTH_SIDES, TERMS_REFUSED, CURRENCY_MISMATCH, TOO_LATE.
func (d Deal) OfferTo(r ResaleRequest, to Firm, u Undertaking, p Programme, act Act) (Deal, []protocol.Event, error) {
	if err := act.By(d.Financier); err != nil {
		return d, nil, err
	}
	if err := d.in(Funded); err != nil {
		return d, nil, err
	}
	if to.Party == d.Financier.Party || to.Party == d.Seller.Party || to.Party == u.Obligor.Party {
		return d, nil, BothSides.New("a deal is sold neither to its own financier nor to its seller nor to the obligor")
	}
	if err := p.admits(to.Party); err != nil {
		return d, nil, err
	}
	if err := p.sameCurrency(r.Price); err != nil {
		return d, nil, err
	}
	if r.Expires.Before(act.Today) {
		return d, nil, TooLate.New("the offer would be over on %s", act.Today)
	}
	d.Resale = Resale{To: to, Price: r.Price.Amount, Expires: r.Expires}
	return d, []protocol.Event{d.event()}, nil
}

// EndResale ends an offer: the financier or who may buy at any time, anybody after its last date.
// Faults: STATUS_REFUSED, NOT_YOURS.
func (d Deal) EndResale(act Act) (Deal, []protocol.Event, error) {
	if d.Resale == (Resale{}) {
		return d, nil, StatusRefused.New("deal %s is not offered", d.ID)
	}
	if act.By(d.Resale.To) != nil && !act.Today.After(d.Resale.Expires) {
		if err := act.By(d.Financier); err != nil {
			return d, nil, err
		}
	}
	d.Resale = Resale{}
	return d, []protocol.Event{d.event()}, nil
}

// PurchaseRequest buys an offered deal.
type PurchaseRequest struct {
	Deal DealID `json:"deal" help:"deal that was offered to the caller"`
	// Owed and Slices are the deal as the buyer knows it: what came in or fell away since the buyer looked is not sold to it
	// unseen.
	Owed   money.Amount `json:"owed" help:"principal that is owed on the deal, in minor units, as the caller knows it"`
	Slices []int64      `json:"slices" help:"first units of all open slices under the deal"`
	// Means are how the buyer pays; the account is also the one that is paid from now on.
	Means
}

// Validate refuses malformed members.
func (r PurchaseRequest) Validate() error {
	if len(r.Slices) == 0 || len(r.Slices) > PiecesMax {
		return fmt.Errorf("there must be 1 to %d slices", PiecesMax)
	}
	return errors.Join(r.Deal.Validate(), ascending(r.Slices), r.Means.Validate())
}

// Keys are the deal's open slices.
func (r PurchaseRequest) Keys(u UndertakingID) []SliceKey {
	return DistributeRequest{Undertaking: u, Slices: r.Slices}.Keys()
}

// Buy makes the buyer the financier of the deal: its claims, its recourse to the seller, its place before a guarantor and
// the paper go along; the former financier answers for nothing any more. The caller of this rule frees the former
// financier's lines and draws on the buyer's.
// Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE, ENCUMBERED, DEAL_CHANGED, TERMS_REFUSED, ACCOUNT_REFUSED.
func (d Deal) Buy(r PurchaseRequest, held []Slice, account cash.Account, p Programme, act Act) (Deal, []Slice, cash.SettleRequest, []protocol.Event, error) {
	refused := func(err error) (Deal, []Slice, cash.SettleRequest, []protocol.Event, error) {
		return d, nil, cash.SettleRequest{}, nil, err
	}
	if err := d.buyable(r, held, account, p, act); err != nil {
		return refused(err)
	}
	settle := cash.SettleRequest{ID: settlementOf("resale", act.TxID), Legs: []cash.SettleLeg{
		r.Leg(d.FinancierAccount, p.money(d.Resale.Price), Resales),
	}}
	d.Financier, d.FinancierAccount, d.Resale = d.Resale.To, account.ID, Resale{}
	after, events := make([]Slice, len(held)), []protocol.Event{d.event()}
	for i, slice := range held {
		if slice.Status == Financed {
			slice.Holder, slice.Account = d.Financier, d.FinancierAccount
		}
		after[i] = slice
		events = append(events, slice.event())
	}
	return d, after, settle, events, nil
}

func (d Deal) buyable(r PurchaseRequest, held []Slice, account cash.Account, p Programme, act Act) error {
	if d.Resale == (Resale{}) {
		return StatusRefused.New("deal %s is not offered", d.ID)
	}
	if err := act.By(d.Resale.To); err != nil {
		return err
	}
	if err := d.in(Funded); err != nil {
		return err
	}
	if act.Today.After(d.Resale.Expires) {
		return TooLate.New("deal %s was offered until %s", d.ID, d.Resale.Expires)
	}
	if r.Owed != d.Owed.Principal {
		return DealMoved.New("%s of principal are owed on deal %s, not %s", d.Owed.Principal, d.ID, r.Owed)
	}
	if err := d.whole(held); err != nil {
		return err
	}
	return ownedBy(account, d.Resale.To, p.Currency)
}
