// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/finance/split"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// DealStatus is how a deal stands.
type DealStatus string

// The states of a deal.
const (
	Requested      DealStatus = "REQUESTED"
	Agreed         DealStatus = "AGREED"
	Funded         DealStatus = "FUNDED"
	RecourseCalled DealStatus = "RECOURSE_CALLED"
	Repaid         DealStatus = "REPAID"
	WrittenOff     DealStatus = "WRITTEN_OFF"
	// Unwound: withdrawn before it was agreed, or not funded in time.
	Unwound DealStatus = "UNWOUND"
)

// Deal is a financing of units of an undertaking, from the request on.
type Deal struct {
	ID          DealID        `json:"id"`
	Programme   ProgrammeID   `json:"programme"`
	Undertaking UndertakingID `json:"undertaking"`
	Invoice     InvoiceID     `json:"invoice"`
	Units       Units         `json:"units"`
	Technique   Technique     `json:"technique"`
	Seller      Firm          `json:"seller"`
	// SellerAccount receives proceeds and residuals.
	SellerAccount cash.AccountID `json:"sellerAccount"`
	Status        DealStatus     `json:"status"`
	// OnSale: the units are sold by auction, which alone agrees the deal.
	OnSale bool `json:"onSale,omitzero"`
	// The following are there from the agreement on.
	Financier        Firm           `json:"financier,omitzero"`
	FinancierAccount cash.AccountID `json:"financierAccount,omitzero"`
	Terms            Terms          `json:"terms,omitzero"`
	// FundFrom is the first business date of funding, where an auction set it.
	FundFrom date.Date `json:"fundFrom,omitzero"`
	// FundBy is the last business date of funding; after it anybody may unwind the deal.
	FundBy   date.Date `json:"fundBy,omitzero"`
	Portions []Portion `json:"portions,omitempty"`
	// The following are there from the funding on.
	Funded date.Date `json:"funded,omitzero"`
	Price  Price     `json:"price,omitzero"`
	// Owed is what the financier, or a guarantor that paid it, has to get.
	Owed Claims `json:"owed,omitzero"`
	// LateFrom is the date up to which late interest was counted.
	LateFrom date.Date `json:"lateFrom,omitzero"`
	// Open is how many units under the deal are neither paid in full nor extinguished, and ToCome what of their face was not
	// paid yet.
	Open   int64        `json:"open,omitzero"`
	ToCome money.Amount `json:"toCome,omitzero"`
	// Diluted is what fell away by credit notes and upheld disputes, for which the seller answers in any case.
	Diluted money.Amount `json:"diluted,omitzero"`
	// Suspended counts open disputes that suspend a guarantee.
	Suspended int `json:"suspended,omitzero"`
	// Called is when recourse was called, and Basis why; of a breach, Evidence is what the claim relies on, Upheld when an
	// arbiter upheld it, and Dismissed the evidence of claims that one dismissed.
	Called    date.Date `json:"called,omitzero"`
	Basis     Basis     `json:"basis,omitzero"`
	Evidence  string    `json:"evidence,omitzero"`
	Upheld    date.Date `json:"upheld,omitzero"`
	Dismissed []string  `json:"dismissed,omitempty"`
	// Costs are what an arbiter awarded for enforcement so far.
	Costs money.Amount `json:"costs,omitzero"`
	// Resale is the financier's offer of the deal to another.
	Resale Resale `json:"resale,omitzero"`
	// Loss is what the financier wrote off.
	Loss money.Amount `json:"loss,omitzero"`
	// GuarantorAccount is that of a guarantor that paid.
	GuarantorAccount cash.AccountID `json:"guarantorAccount,omitzero"`
}

// FinanceRequest asks for money on units of one of the caller's slices.
type FinanceRequest struct {
	SliceKey
	Deal      DealID    `json:"deal" help:"name of the deal"`
	Part      Units     `json:"part" help:"units to finance, within the slice"`
	Technique Technique `json:"technique" help:"FACTORING, REVERSE_FACTORING, DYNAMIC_DISCOUNTING or RECEIVABLE_LOAN"`
}

// Validate refuses malformed members.
func (r FinanceRequest) Validate() error {
	switch r.Technique {
	case Factoring, ReverseFactoring, DynamicDiscounting, ReceivableLoan:
	default:
		return errors.New("technique is not FACTORING, REVERSE_FACTORING, DYNAMIC_DISCOUNTING or RECEIVABLE_LOAN")
	}
	return errors.Join(r.SliceKey.Validate(), r.Deal.Validate(), r.Part.Validate())
}

// Request locks units of the caller's slice for a deal: from here on no other deal can have them.
// Faults: NOT_YOURS, ENCUMBERED, INTERVAL_REFUSED, TOO_LATE, STATUS_REFUSED.
func (s Slice) Request(r FinanceRequest, u Undertaking, p Programme, act Act) (Deal, Slice, []Slice, []protocol.Event, error) {
	if err := s.mine(act); err != nil {
		return Deal{}, s, nil, nil, err
	}
	if err := u.in(Active); err != nil {
		return Deal{}, s, nil, nil, err
	}
	if !act.Today.Before(u.Due) {
		return Deal{}, s, nil, nil, TooLate.New("undertaking %s is due on %s", u.ID, u.Due)
	}
	part, rest, err := s.Part(r.Part, p.UnitMin)
	if err != nil {
		return Deal{}, s, nil, nil, err
	}
	part.Status, part.Deal = Locked, r.Deal
	deal := Deal{
		ID: r.Deal, Programme: p.ID, Undertaking: u.ID, Invoice: u.Invoice, Units: part.Units, Technique: r.Technique,
		Seller: s.Holder, SellerAccount: s.Account, Status: Requested,
	}
	return deal, part, rest, []protocol.Event{deal.event(), part.event()}, nil
}

// SaltMin is the least length of a salt, in hex digits: 128 bits.
const SaltMin = 32

// Quote is a financier's offer for a deal. It lives in the financier's own collection; the ledger has its hash alone, so
// that nobody else learns of it, and the seller shows it to the endorsers when it agrees.
type Quote struct {
	Deal      DealID         `json:"deal"`
	Financier Firm           `json:"financier"`
	Account   cash.AccountID `json:"account"`
	Terms     Terms          `json:"terms"`
	// Expires is the last business date of agreement, FundBy that of funding.
	Expires date.Date `json:"expires"`
	FundBy  date.Date `json:"fundBy"`
	// Salt keeps the hash from being guessed; the financier's client draws it at random.
	Salt string `json:"salt"`
}

// DealKey is the quote's name in the financier's collection.
func (q Quote) DealKey() DealID { return q.Deal }

// Validate refuses malformed quotes and salts that are too short.
func (q Quote) Validate() error {
	if q.Expires.IsZero() || q.FundBy.Before(q.Expires) {
		return errors.New("expires is missing or after fundBy")
	}
	return errors.Join(q.Deal.Validate(), q.Financier.Party.Validate(), q.Account.Validate(), q.Terms.Validate(), validateSalt(q.Salt))
}

// Offer checks a quote that the caller makes: it is in the caller's own name. Faults: NOT_YOURS.
func (q Quote) Offer(act Act) error { return act.By(q.Financier) }

// Agree accepts a quote: the seller's word. The financier's lines are reserved by the caller of this rule.
// Faults: NOT_YOURS, STATUS_REFUSED, QUOTE_EXPIRED, BOTH_SIDES, TERMS_REFUSED, CONDITIONAL_PAPER, ACCOUNT_REFUSED.
func (d Deal) Agree(q Quote, account cash.Account, u Undertaking, p Programme, act Act) (Deal, []protocol.Event, error) {
	if err := act.By(d.Seller); err != nil {
		return d, nil, err
	}
	if err := d.in(Requested); err != nil {
		return d, nil, err
	}
	if d.OnSale {
		return d, nil, StatusRefused.New("deal %s is sold by auction", d.ID)
	}
	if act.Today.After(q.Expires) {
		return d, nil, QuoteExpired.New("the quote of %s for deal %s was open until %s", q.Financier.Party, d.ID, q.Expires)
	}
	if err := d.fits(q, u, p, act); err != nil {
		return d, nil, err
	}
	if err := ownedBy(account, q.Financier, p.Currency); err != nil {
		return d, nil, err
	}
	d.Financier, d.FinancierAccount, d.Terms, d.FundBy, d.Status = q.Financier, q.Account, q.Terms, q.FundBy, Agreed
	return d, []protocol.Event{d.event()}, nil
}

func (d Deal) fits(q Quote, u Undertaking, p Programme, act Act) error {
	if q.Financier.Party == d.Seller.Party || (q.Financier == u.Obligor) != (d.Technique == DynamicDiscounting) {
		return BothSides.New("the seller finances nothing itself, and the obligor and nobody else discounts dynamically")
	}
	if u.Conditional() && !q.Terms.Conditional {
		return ConditionalPaper.New("undertaking %s is conditional and the terms do not take it so", u.ID)
	}
	if err := q.Terms.fits(d.Technique); err != nil {
		return err
	}
	if d.Technique != DynamicDiscounting {
		if err := p.admits(q.Financier.Party); err != nil {
			return err
		}
	}
	price, err := q.Terms.Price(d.Units, act.Today, p.charged(u), p.DayCount)
	if err != nil {
		return err
	}
	return p.allows(q.Terms, price)
}

// Exposure is what the deal takes of the financier's lines: the face less the reserve. The obligor needs no line on itself.
func (d Deal) Exposure() (money.Amount, bool, error) {
	advance, err := split.Telescope(d.Units.interval(), d.Terms.advance)
	return advance, d.Technique != DynamicDiscounting, err
}

// PriceOn is the price on a business date: charges run from the day on which money moves.
func (d Deal) PriceOn(u Undertaking, p Programme, today date.Date) (Price, error) {
	return d.Terms.Price(d.Units, today, p.charged(u), p.DayCount)
}

// FundRequest has the financier's hold paid to the seller.
type FundRequest struct {
	Deal DealID      `json:"deal" help:"agreed deal"`
	Hold cash.HoldID `json:"hold" help:"hold of the proceeds for the seller, notary supplychain, purpose the deal's name"`
}

// Validate refuses malformed members.
func (r FundRequest) Validate() error { return errors.Join(r.Deal.Validate(), r.Hold.Validate()) }

// Fund pays: the hold goes to the seller, the slice to the financier (or into pledge, or out of the world where the
// obligor pays early). Cash refuses a hold of another payer, payee, amount or purpose, and then nothing happens at all.
// Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE, ENCUMBERED, CONDITIONAL_PAPER, TERMS_REFUSED.
func (d Deal) Fund(r FundRequest, s Slice, u Undertaking, p Programme, act Act) (Deal, Slice, cash.SettleRequest, []protocol.Event, error) {
	refused := func(err error) (Deal, Slice, cash.SettleRequest, []protocol.Event, error) {
		return d, s, cash.SettleRequest{}, nil, err
	}
	if act.By(d.Seller) != nil {
		if err := act.By(d.Financier); err != nil {
			return refused(err)
		}
	}
	if err := errors.Join(d.in(Agreed), u.in(Active)); err != nil {
		return refused(StatusRefused.New("deal %s is %s and its undertaking %s", d.ID, d.Status, u.Status))
	}
	if act.Today.After(d.FundBy) || !act.Today.Before(u.Due) {
		return refused(TooLate.New("deal %s was to be funded until %s, before %s", d.ID, d.FundBy, u.Due))
	}
	if act.Today.Before(d.FundFrom) {
		return refused(TooEarly.New("deal %s is funded from %s on", d.ID, d.FundFrom))
	}
	if s.Status != Locked || s.Deal != d.ID || s.Units != d.Units {
		return refused(Encumbered.New("the units of deal %s are not locked for it", d.ID))
	}
	price, err := d.PriceOn(u, p, act.Today)
	if err != nil {
		return refused(err)
	}
	settle := cash.SettleRequest{ID: cash.SettlementID("fund." + string(d.ID)), Legs: []cash.SettleLeg{{
		From: d.FinancierAccount, To: d.SellerAccount, Amount: p.money(price.Proceeds), Hold: r.Hold, Purpose: cash.Purpose(d.ID),
	}}}
	d, s = d.fund(price, s, u, act)
	return d, s, settle, []protocol.Event{d.event(), s.event()}, nil
}

func (d Deal) fund(price Price, s Slice, u Undertaking, act Act) (Deal, Slice) {
	d.Status, d.Funded, d.Price = Funded, act.Today, price
	d.LateFrom, d.Open, d.ToCome = u.Due, d.Units.Size(), d.Units.Amount()
	d.Owed = Claims{
		Fees: price.ArrearsFee, Interest: price.Interest,
		Principal: money.MustAmount(price.Face.Minor() - price.Reserve.Minor()),
	}
	switch d.Technique {
	case DynamicDiscounting:
		d.Status, d.Owed, d.Open, d.ToCome = Repaid, Claims{}, 0, money.Amount{}
		s.Status, s.Holder, s.Account, s.Deal = Extinguished, d.Financier, d.FinancierAccount, d.ID
	case ReceivableLoan:
		s.Status = Pledged
	default:
		s.Status, s.Holder, s.Account, s.Depth = Financed, d.Financier, d.FinancierAccount, s.Depth+1
	}
	return d, s
}

// Unwind ends a deal that is not funded: the seller may before it agreed, anybody after the last date of funding or when
// the paper is due. The slice is free again; the caller of this rule frees the lines. Faults: NOT_YOURS, STATUS_REFUSED.
func (d Deal) Unwind(s Slice, u Undertaking, act Act) (Deal, Slice, []protocol.Event, error) {
	if err := d.in(Requested, Agreed); err != nil {
		return d, s, nil, err
	}
	over := !act.Today.Before(u.Due) || d.Status == Agreed && act.Today.After(d.FundBy)
	if !over {
		if d.Status == Agreed {
			return d, s, nil, TooEarly.New("deal %s is agreed and may be funded until %s", d.ID, d.FundBy)
		}
		if d.OnSale {
			return d, s, nil, StatusRefused.New("deal %s is sold by auction", d.ID)
		}
		if err := act.By(d.Seller); err != nil {
			return d, s, nil, err
		}
	}
	d.Status, d.Portions = Unwound, nil
	switch { // the obligor may have paid it meanwhile
	case s.Status == Locked:
		s.Status, s.Deal = Held, ""
	case s.standing() == Locked: // frozen
		s.Before, s.Deal = Held, ""
	}
	return d, s, []protocol.Event{d.event(), s.event()}, nil
}

// in refuses a deal in another state. Faults: STATUS_REFUSED.
func (d Deal) in(states ...DealStatus) error { return inState("deal", string(d.ID), d.Status, states) }

func (d Deal) event() protocol.Event {
	return DealChanged.Of(string(d.ID), DealEvent{Status: d.Status})
}
