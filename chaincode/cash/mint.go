// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// MintID names a request to mint.
type MintID string

// Validate refuses a malformed name.
func (id MintID) Validate() error { return protocol.ValidateName("mint", string(id)) }

// Key is the mint's place in a table.
func (id MintID) Key() []string { return []string{string(id)} }

// MintStatus is how far a mint is.
type MintStatus string

// The states of a mint.
const (
	MintRequested MintStatus = "REQUESTED"
	MintApproved  MintStatus = "APPROVED"
	MintRejected  MintStatus = "REJECTED"
)

// Mint is new money that a bank issues into an account that it services, under dual control.
type Mint struct {
	ID      MintID      `json:"id"`
	Account AccountID   `json:"account"`
	Amount  money.Money `json:"amount"`
	// Issuer is the MSP identifier of the bank.
	Issuer    string         `json:"issuer"`
	Maker     parties.Person `json:"maker"`
	Requested date.Date      `json:"requested"`
	Status    MintStatus     `json:"status"`
}

// MintRequest asks for new money.
type MintRequest struct {
	ID      MintID      `json:"id" help:"name of the mint"`
	Account AccountID   `json:"account" help:"account of the caller's bank that receives the money"`
	Amount  money.Money `json:"amount" help:"how much"`
}

// Validate refuses malformed names and amounts that are not above zero.
func (r MintRequest) Validate() error {
	return errors.Join(r.ID.Validate(), r.Account.Validate(), positive(r.Amount))
}

// RequestMint makes a mint that waits for its checker. Faults: NOT_AUTHORISED, ACCOUNT_KIND, CURRENCY_MISMATCH.
func (a Account) RequestMint(r MintRequest, today date.Date, facts protocol.Facts) (Mint, []protocol.Event, error) {
	if a.Servicer != facts.Caller.MSP {
		return Mint{}, nil, protocol.NotAuthorised.New("account %s is serviced by %s", a.ID, a.Servicer)
	}
	if a.Kind == IssuerLiability {
		return Mint{}, nil, AccountKind.New("account %s is an issuer's liability", a.ID)
	}
	if err := sameCurrency(r.Amount, a); err != nil {
		return Mint{}, nil, err
	}
	mint := Mint{
		ID: r.ID, Account: r.Account, Amount: r.Amount, Issuer: a.Servicer, Maker: parties.PersonOf(facts.Caller),
		Requested: today, Status: MintRequested,
	}
	return mint, []protocol.Event{mint.event(MintWasRequested)}, nil
}

// Leg is the movement that an approved mint makes.
func (m Mint) Leg() Leg {
	return Leg{From: LiabilityID(m.Issuer, m.Amount.Currency), To: m.Account, Amount: m.Amount}
}

// Before is the liability account of the mint's bank as it is before the bank issued anything.
func (m Mint) Before() Account { return liability(m.Issuer, m.Amount.Currency) }

// Approve issues the money: by another person of the same bank, and never beyond the attested reserve. The book has
// the bank's liability account and the account that receives.
// Faults: NOT_AUTHORISED, MINT_CLOSED, SAME_PERSON, CURRENCY_CLOSED, ACCOUNT_FROZEN, RESERVE_STALE, RESERVE_EXCEEDED.
func (m Mint) Approve(book Book, terms Currency, reserve *Reserve, facts protocol.Facts) (Mint, Booking, []protocol.Event, error) {
	if err := m.decidable(facts); err != nil {
		return m, Booking{}, nil, err
	}
	if err := m.Maker.Other(facts.Caller); err != nil {
		return m, Booking{}, nil, err
	}
	if err := terms.open(); err != nil {
		return m, Booking{}, nil, err
	}
	after, events, err := book.issue(m.Leg(), Minted, string(m.ID), facts)
	if err != nil {
		return m, Booking{}, nil, err
	}
	if err := reserve.backs(issuedIn(after, m.Leg().From), terms, book.Date); err != nil {
		return m, Booking{}, nil, err
	}
	m.Status = MintApproved
	return m, after, append(events, m.event(MintWasApproved)), nil
}

// Reject ends a mint, by any account servicer of the bank, its maker included. Faults: NOT_AUTHORISED, MINT_CLOSED.
func (m Mint) Reject(facts protocol.Facts) (Mint, []protocol.Event, error) {
	if err := m.decidable(facts); err != nil {
		return m, nil, err
	}
	m.Status = MintRejected
	return m, []protocol.Event{m.event(MintWasRejected)}, nil
}

func (m Mint) decidable(facts protocol.Facts) error {
	if m.Issuer != facts.Caller.MSP {
		return protocol.NotAuthorised.New("mint %s is for %s to decide", m.ID, m.Issuer)
	}
	if m.Status != MintRequested {
		return MintClosed.New("mint %s is %s already", m.ID, m.Status)
	}
	return nil
}

func (m Mint) event(t protocol.EventType[MintEvent]) protocol.Event {
	return t.Of(string(m.ID), MintEvent{Account: m.Account, Amount: m.Amount, Issuer: m.Issuer})
}

// issue books one movement between a liability account and another.
func (b Book) issue(leg Leg, operation Operation, subject string, facts protocol.Facts) (Booking, []protocol.Event, error) {
	s := b.open()
	if err := s.issue(leg); err != nil {
		return Booking{}, nil, err
	}
	return s.post(operation, subject, facts)
}

// issuedIn is what a liability account shows as issued after a booking.
func issuedIn(after Booking, id AccountID) money.Amount {
	for _, account := range after.Accounts {
		if account.ID == id {
			return account.Posted.Neg()
		}
	}
	return money.Amount{}
}
