// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// RedeemRequest asks a bank to pay out deposits. A redemption is a hold in favour of the bank's liability account
// whose notary is the bank as issuer: the money is earmarked at once, burnt when the bank approves, and free again
// when it rejects or lets the due date pass.
type RedeemRequest struct {
	ID      HoldID      `json:"id" help:"name of the redemption, which is a hold"`
	Account AccountID   `json:"account" help:"the caller's account"`
	Amount  money.Money `json:"amount" help:"how much is redeemed, at par"`
	Issuer  string      `json:"issuer,omitzero" help:"MSP identifier of the bank that redeems; the account's servicer when left out"`
	Due     date.Date   `json:"due" help:"last business date for the bank to approve"`
}

// Validate refuses malformed members.
func (r RedeemRequest) Validate() error {
	if r.Due.IsZero() {
		return errors.New("due is missing")
	}
	if r.Issuer != "" {
		if err := protocol.ValidateName("issuer", r.Issuer); err != nil {
			return err
		}
	}
	return errors.Join(r.ID.Validate(), r.Account.Validate(), positive(r.Amount))
}

// By completes the request with the bank that redeems.
func (r RedeemRequest) By(a Account) RedeemRequest {
	if r.Issuer == "" {
		r.Issuer = a.Servicer
	}
	return r
}

// Payee is the liability account that the redemption pays.
func (r RedeemRequest) Payee() AccountID { return LiabilityID(r.Issuer, r.Amount.Currency) }

func (r RedeemRequest) hold() HoldRequest {
	return HoldRequest{
		ID: r.ID, Payer: r.Account, Payee: r.Payee(), Amount: r.Amount, Expires: r.Due,
		Notary: Notary{Kind: IssuerNotary, ID: r.Issuer},
	}
}

// Redeem earmarks the money. The book has the account and the issuer's liability account.
// Faults: ACCOUNT_KIND, NOT_SIGNATORY, CURRENCY_MISMATCH, PARTY_FROZEN, ACCOUNT_FROZEN, HOLD_EXPIRED, INSUFFICIENT_FUNDS.
func (b Book) Redeem(r RedeemRequest, facts protocol.Facts) (Hold, Booking, []protocol.Event, error) {
	s, order := b.open(), r.hold()
	from, to, err := s.ends(order.leg())
	if err != nil {
		return Hold{}, Booking{}, nil, err
	}
	if from.account.Kind != Customer {
		return Hold{}, Booking{}, nil, AccountKind.New("account %s is no customer's", r.Account)
	}
	return s.hold(order, from, to, facts)
}

// ApproveRedeem burns what a redemption earmarked: by a person of the redeeming bank other than the one who asked.
// Faults: NOT_NOTARY, HOLD_NOT_ACTIVE, SAME_PERSON, HOLD_EXPIRED, PARTY_FROZEN, ACCOUNT_FROZEN, ISSUED_EXCEEDED.
func (h Hold) ApproveRedeem(b Book, facts protocol.Facts) (Hold, Booking, []protocol.Event, error) {
	if err := h.redeemable(facts); err != nil {
		return h, Booking{}, nil, err
	}
	if err := h.active(); err != nil {
		return h, Booking{}, nil, err
	}
	if err := h.Maker.Other(facts.Caller); err != nil {
		return h, Booking{}, nil, err
	}
	after, booking, events, err := h.execute(b, h.Amount, Redeemed, facts)
	if err != nil {
		return h, Booking{}, nil, err
	}
	if issuedIn(booking, h.Payee).Sign() < 0 {
		return h, Booking{}, nil, IssuedExceeded.New("%s has issued less than %s", h.Notary.ID, h.Amount)
	}
	return after, booking, events, nil
}

// RejectRedeem gives the earmarked money back. Faults: NOT_NOTARY, HOLD_NOT_ACTIVE.
func (h Hold) RejectRedeem(b Book, facts protocol.Facts) (Hold, Booking, []protocol.Event, error) {
	if err := h.redeemable(facts); err != nil {
		return h, Booking{}, nil, err
	}
	return h.release(b, HoldReleased)
}

func (h Hold) redeemable(facts protocol.Facts) error {
	if h.Notary.Kind != IssuerNotary || h.Notary.ID != facts.Caller.MSP {
		return NotNotary.New("hold %s is for %s %s to decide", h.ID, h.Notary.Kind, h.Notary.ID)
	}
	return nil
}
