// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// TransferRequest moves money from one of the caller's accounts.
type TransferRequest Leg

// Validate refuses malformed accounts and amounts that are not above zero.
func (r TransferRequest) Validate() error { return Leg(r).Validate() }

// BatchRequest moves money from the caller's accounts in many legs, all or nothing.
type BatchRequest struct {
	Legs []Leg `json:"legs" help:"1 to 1000 movements from the caller's accounts"`
}

// Validate refuses none, too many and malformed legs.
func (r BatchRequest) Validate() error {
	if len(r.Legs) == 0 {
		return errors.New("legs are missing")
	}
	return validateLegs(len(r.Legs), func(i int) error { return r.Legs[i].Validate() })
}

// Transfer decides movements between accounts, of which the caller must be signatory of every one that pays. The legs
// are netted: an account may pay what it receives in the same transaction.
func (b Book) Transfer(legs []Leg, facts protocol.Facts) (Booking, []protocol.Event, error) {
	s := b.open()
	for _, leg := range legs {
		if err := s.pay(leg, signedBy(facts.Caller)); err != nil {
			return Booking{}, nil, err
		}
	}
	return s.post(Transferred, "", facts)
}

// signedBy allows a debit by the payer's own signatory.
func signedBy(caller protocol.Principal) authority {
	return func(payer Account) error {
		if !payer.SignedBy(caller) {
			return NotSignatory.New("the caller does not sign for account %s", payer.ID)
		}
		return nil
	}
}

// post closes a sheet on which money moved.
func (s *sheet) post(operation Operation, subject string, facts protocol.Facts) (Booking, []protocol.Event, error) {
	after, err := s.close(Posting{
		TxID: TxID(facts.TxID), Time: facts.Time, Operation: operation, Subject: subject,
		MSP: facts.Caller.MSP, Party: facts.Caller.Party, Via: indirect(facts), Reference: facts.Reference,
	})
	if err != nil {
		return Booking{}, nil, err
	}
	return after, []protocol.Event{after.Posting.posted()}, nil
}

func indirect(facts protocol.Facts) string {
	if facts.Direct {
		return ""
	}
	return facts.Via
}
