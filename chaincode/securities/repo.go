// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// RepoID names a repo.
type RepoID string

// Validate refuses a malformed name, one with a dot, and one of more than 32 characters.
func (id RepoID) Validate() error { return validateUndotted("repo", string(id), collateralNameMax) }

// Key is the repo's place in a table.
func (id RepoID) Key() []string { return []string{string(id)} }

// Purpose is that of a hold by which something of a repo is paid.
func (id RepoID) Purpose(leg RepoLeg) cash.Purpose {
	return cash.Purpose(fmt.Sprintf("repo:%s.%s", id, leg))
}

// RepoPurpose is that of mandates by which a side of a repo pays.
const RepoPurpose cash.Purpose = "repo"

// RepoStatus is how a repo stands.
type RepoStatus string

// The states of a repo.
const (
	// RepoProposed waits for the other side.
	RepoProposed RepoStatus = "PROPOSED"
	// RepoAgreed waits for the purchase date.
	RepoAgreed RepoStatus = "AGREED"
	// RepoOpen is bought and not bought back.
	RepoOpen RepoStatus = "ONLEG_SETTLED"
	// RepoCalled is open, and one side has to give margin.
	RepoCalled RepoStatus = "MARGIN_CALLED"
	// RepoSettled is bought back.
	RepoSettled RepoStatus = "OFFLEG_SETTLED"
	// RepoDefaulted waits for its closing price.
	RepoDefaulted RepoStatus = "DEFAULTED"
	// RepoClosedOut is one net amount.
	RepoClosedOut RepoStatus = "CLOSED_OUT"
	// RepoCancelled and RepoExpired never began.
	RepoCancelled RepoStatus = "CANCELLED"
	RepoExpired   RepoStatus = "EXPIRED"
)

// RepoSide is one of the two sides of a repo.
type RepoSide string

// The sides: the seller has the money, the buyer the collateral.
const (
	RepoSeller RepoSide = "SELLER"
	RepoBuyer  RepoSide = "BUYER"
)

// other is the other side.
func (s RepoSide) other() RepoSide {
	if s == RepoSeller {
		return RepoBuyer
	}
	return RepoSeller
}

// RepoTerms are what both sides agree on.
type RepoTerms struct {
	Instrument InstrumentID `json:"instrument" help:"what is sold and bought back"`
	Quantity   Quantity     `json:"quantity" help:"how many units"`
	// Priced is the day from whose closing price the purchase price follows.
	Priced date.Date       `json:"priced" help:"day whose closing price makes the purchase price"`
	Cover  Cover           `json:"cover" help:"haircut or initial margin"`
	Rate   decimal.Decimal `json:"rate" help:"repo rate a year, above -1 and below 1, such as 0.0275"`
	// DayCount is ACT/360 or ACT/365F.
	DayCount   date.DayCount `json:"dayCount" help:"ACT/360 or ACT/365F"`
	Purchase   date.Date     `json:"purchase" help:"purchase date"`
	Repurchase date.Date     `json:"repurchase" help:"repurchase date"`
	// Threshold is the exposure above which margin is called for; Minimum the least that is called for.
	Threshold money.Amount `json:"threshold,omitzero" help:"exposure above which margin is called for, in minor units"`
	Minimum   money.Amount `json:"minimum,omitzero" help:"least margin that is called for, in minor units"`
	// Grace is for how many business days of Calendar a duty may be late.
	Grace    int           `json:"grace,omitzero" help:"business days that a duty may be late, at most 250"`
	Calendar date.Calendar `json:"calendar" help:"business days"`
}

// Validate refuses malformed terms.
func (t RepoTerms) Validate() error {
	one := decimal.FromInt64(1)
	switch {
	case t.Priced.IsZero() || t.Purchase.IsZero() || !t.Purchase.Before(t.Repurchase):
		return errors.New("priced or purchase is missing, or repurchase not after purchase")
	case t.Rate.Cmp(one) >= 0 || t.Rate.Cmp(one.Neg()) <= 0 || t.Rate.Scale() > priceScale:
		return errors.New("rate is above -1 and below 1, with at most 12 decimal places")
	case t.DayCount != date.Act360 && t.DayCount != date.Act365F:
		return errors.New("dayCount is ACT/360 or ACT/365F")
	case t.Threshold.Sign() < 0 || t.Minimum.Sign() < 0:
		return errors.New("threshold and minimum are not below zero")
	case t.Grace < 0 || t.Grace > graceMost:
		return errors.New("grace is from 0 to 250")
	case t.Calendar.Name() == "":
		return errors.New("calendar is missing")
	}
	return errors.Join(t.Instrument.Validate(), t.Quantity.Validate(), t.Cover.Validate())
}

// Repo is a sale with a repurchase, under transfer of title: how it stands and what is to be done. What was delivered and
// paid is in its [RepoBook].
type Repo struct {
	ID RepoID `json:"id"`
	RepoTerms
	Seller   SettlementParty `json:"seller"`
	Buyer    SettlementParty `json:"buyer"`
	Currency money.Currency  `json:"currency"`
	// Price is the purchase price.
	Price    money.Amount `json:"price"`
	Proposer RepoSide     `json:"proposer"`
	// Expires is the last business date on which the other side may agree.
	Expires date.Date  `json:"expires"`
	Status  RepoStatus `json:"status"`
	// Cancels is the side that asks to cancel an agreed repo, which takes both.
	Cancels RepoSide `json:"cancels,omitzero"`
	// Opened and Ended are the business dates of the two legs; interest runs between them.
	Opened date.Date `json:"opened,omitzero"`
	Ended  date.Date `json:"ended,omitzero"`
	// Restated is the last business date on which a corporate action was counted.
	Restated date.Date `json:"restated,omitzero"`
	// Call is a margin call that is not met, Swap a substitution that the seller wants.
	Call *MarginCall `json:"call,omitempty"`
	Swap *LotsOf     `json:"swap,omitempty"`
	// Owed is manufactured income that the buyer has not paid yet.
	Owed    money.Amount `json:"owed,omitzero"`
	Default *RepoDefault `json:"default,omitempty"`
	Net     *CloseOut    `json:"net,omitempty"`
}

// Name is the repo's name.
func (r Repo) Name() RepoID { return r.ID }

// RepoRequest proposes a repo to the owner of the other account.
type RepoRequest struct {
	ID     RepoID    `json:"repo" help:"name of the repo, without dots"`
	Seller AccountID `json:"seller" help:"account that sells and buys back"`
	Buyer  AccountID `json:"buyer" help:"account that buys; one of both is the caller's"`
	RepoTerms
	Expires date.Date `json:"expires" help:"last business date on which the other side may agree"`
}

// Validate refuses malformed members, and one account as both sides.
func (r RepoRequest) Validate() error {
	if r.Seller == r.Buyer || r.Expires.IsZero() || r.Purchase.Before(r.Expires) {
		return errors.New("seller and buyer are one, or expires is missing or after purchase")
	}
	return errors.Join(r.ID.Validate(), r.Seller.Validate(), r.Buyer.Validate(), r.RepoTerms.Validate())
}

// Propose proposes a repo, by either side. The purchase price is reckoned here, and not in the request.
// Faults: NOT_YOURS, TOO_LATE, TOO_EARLY, INSTRUMENT_HALTED, BOTH_SIDES, ACCOUNT_REFUSED, NOT_PUBLISHED, AMOUNT_REFUSED.
func (r RepoRequest) Propose(on Priced, seller, buyer Account, act Act) (Repo, []protocol.Event, error) {
	proposer := RepoSeller
	if act.By(seller.Owner) != nil {
		proposer = RepoBuyer
		if err := act.By(buyer.Owner); err != nil {
			return Repo{}, nil, err
		}
	}
	if err := r.proposable(on, seller, buyer, act); err != nil {
		return Repo{}, nil, err
	}
	value, err := valueAt(r.Quantity, on.Price.Price)
	if err != nil {
		return Repo{}, nil, err
	}
	price, err := r.Cover.Lends(value, on.Instrument.Currency)
	if err != nil {
		return Repo{}, nil, err
	}
	if price.Sign() <= 0 {
		return Repo{}, nil, AmountRefused.New("nothing is lent on %s units", r.Quantity)
	}
	repo := Repo{
		ID: r.ID, RepoTerms: r.RepoTerms, Seller: settlementParty(seller), Buyer: settlementParty(buyer), Currency: on.Instrument.Currency,
		Price: price, Proposer: proposer, Expires: r.Expires, Status: RepoProposed,
	}
	return repo, []protocol.Event{repo.event()}, nil
}

func (r RepoRequest) proposable(on Priced, seller, buyer Account, act Act) error {
	if seller.Owner == buyer.Owner {
		return BothSides.New("party %s would lend to itself", seller.Owner.Party)
	}
	for _, account := range []Account{seller, buyer} {
		if account.Status != AccountOpen || account.Kind != Investor && account.Kind != Nominee {
			return AccountRefused.New("account %s is %s and of kind %s", account.ID, account.Status, account.Kind)
		}
	}
	if act.Today.After(r.Expires) {
		return TooLate.New("a proposal until %s is over on %s", r.Expires, act.Today)
	}
	if r.Priced.After(act.Today) {
		return TooEarly.New("the price of %s is not known on %s", r.Priced, act.Today)
	}
	return errors.Join(on.Instrument.Tradable(), on.pricedOn(r.Priced))
}

// side is that of the caller. Faults: NOT_YOURS.
func (r Repo) side(act Act) (RepoSide, error) {
	if act.By(r.Seller.Owner) == nil {
		return RepoSeller, nil
	}
	return RepoBuyer, act.By(r.Buyer.Owner)
}

// party is a side of the repo.
func (r Repo) party(side RepoSide) SettlementParty {
	if side == RepoSeller {
		return r.Seller
	}
	return r.Buyer
}

// Agree agrees to a proposed repo, by the other side. The cash accounts are those of seller and buyer, as cash has them.
// Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE, ACCOUNT_REFUSED.
func (r Repo) Agree(i Instrument, seller, buyer cash.Account, act Act) (Repo, RepoBook, []protocol.Event, error) {
	if err := errors.Join(act.By(r.party(r.Proposer.other()).Owner), r.in(RepoProposed)); err != nil {
		return r, RepoBook{}, nil, err
	}
	if act.Today.After(r.Expires) {
		return r, RepoBook{}, nil, TooLate.New("repo %s was to be agreed until %s", r.ID, r.Expires)
	}
	for _, account := range []cash.Account{seller, buyer} {
		if account.Currency != r.Currency {
			return r, RepoBook{}, nil, AccountRefused.New("cash account %s is kept in %s, not in %s", account.ID, account.Currency, r.Currency)
		}
	}
	if seller.ID == buyer.ID {
		return r, RepoBook{}, nil, AccountRefused.New("cash account %s would pay itself", seller.ID)
	}
	r.Status = RepoAgreed
	return r, r.book(i, seller, buyer), []protocol.Event{r.event()}, nil
}

// Cancel ends a repo that is not bought: a proposal by either side, what is agreed by both, one after the other; and anybody
// once it can neither be agreed to nor settled any more. Faults: STATUS_REFUSED, NOT_YOURS, CALENDAR_REFUSED.
func (r Repo) Cancel(act Act) (Repo, []protocol.Event, error) {
	if err := r.in(RepoProposed, RepoAgreed); err != nil {
		return r, nil, err
	}
	last, err := r.lastDay()
	if err != nil {
		return r, nil, err
	}
	side, err := r.side(act)
	switch {
	case act.Today.After(last):
		r.Status = RepoExpired
	case err != nil:
		return r, nil, err
	case r.Status == RepoProposed || r.Cancels == side.other():
		r.Status = RepoCancelled
	case r.Cancels == side:
		return r, nil, StatusRefused.New("repo %s is cancelled when the other side asks for it too", r.ID)
	default:
		r.Cancels = side
	}
	return r, []protocol.Event{r.event()}, nil
}

// lastDay is the last business date on which the repo can be agreed to, or its first leg be settled.
func (r Repo) lastDay() (date.Date, error) {
	if r.Status == RepoProposed {
		return r.Expires, nil
	}
	return businessDay(r.Calendar, r.Purchase, r.Grace)
}

func (r Repo) in(states ...RepoStatus) error {
	return inState("repo", string(r.ID), r.Status, states...)
}

func (r Repo) event() protocol.Event {
	return RepoChanged.Of(string(r.ID), StatusEvent{Status: string(r.Status)})
}
