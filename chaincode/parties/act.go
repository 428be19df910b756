// SPDX-License-Identifier: Apache-2.0

package parties

import (
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Act is what a rule of a product may know of the transaction that it decides: who acts, and on which business date.
type Act struct {
	protocol.Facts
	Today date.Date
}

// Firm is the firm that acts. Faults: NOT_A_PARTY.
func (a Act) Firm() (Firm, error) {
	firm := FirmOf(a.Caller)
	if firm.Party.Validate() != nil {
		return Firm{}, NotAParty.New("the certificate names no party for which it acts")
	}
	return firm, nil
}

// Person is who acts.
func (a Act) Person() Person { return PersonOf(a.Caller) }

// By refuses callers that do not act for the firm. Faults: NOT_YOURS.
func (a Act) By(firm Firm) error {
	if !firm.Is(a.Caller) {
		return NotYours.New("this is for party %s of member %s to do", firm.Party, firm.Host)
	}
	return nil
}

// Another refuses the person who did the first half. Faults: SAME_PERSON.
func (a Act) Another(maker Person) error { return maker.Other(a.Caller) }
