// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Firm is a party of the registry together with the member that hosts it: only both together name somebody, since any
// member's certificate authority may write any party into a certificate.
type Firm struct {
	Party parties.PartyID `json:"party"`
	Host  string          `json:"host"`
}

// Is tells whether an identity acts for the firm.
func (f Firm) Is(p protocol.Principal) bool {
	return p.Party != "" && p.MSP == f.Host && p.Party == string(f.Party)
}

// firmOf is the firm for which an identity acts. It never comes from an argument.
func firmOf(p protocol.Principal) Firm { return Firm{Party: parties.PartyID(p.Party), Host: p.MSP} }

// Person is somebody whose act another person has to confirm.
type Person struct {
	MSP       string `json:"msp"`
	Subject   string `json:"subject"`
	Issuer    string `json:"issuer"`
	Enrolment string `json:"enrolment"`
}

func personOf(p protocol.Principal) Person {
	return Person{MSP: p.MSP, Subject: p.Subject, Issuer: p.Issuer, Enrolment: p.Enrolment}
}

// Act is what a rule may know of the transaction that it decides: who acts, and on which business date.
type Act struct {
	protocol.Facts
	Today date.Date
}

// firm is the firm that acts. Faults: NOT_A_PARTY.
func (a Act) firm() (Firm, error) {
	firm := firmOf(a.Caller)
	if firm.Party.Validate() != nil {
		return Firm{}, NotAParty.New("the certificate names no party for which it acts")
	}
	return firm, nil
}

// by refuses callers that do not act for the firm. Faults: NOT_YOURS.
func (a Act) by(firm Firm) error {
	if !firm.Is(a.Caller) {
		return NotYours.New("this is for party %s of member %s to do", firm.Party, firm.Host)
	}
	return nil
}

// another refuses the person who did the first half. Faults: SAME_PERSON.
func (a Act) another(maker Person) error {
	first := protocol.Principal{MSP: maker.MSP, Subject: maker.Subject, Issuer: maker.Issuer, Enrolment: maker.Enrolment}
	if first.SamePerson(a.Caller) {
		return SamePerson.New("%s did the first half; another person has to do the second", maker.Enrolment)
	}
	return nil
}

// Counterparty is what the registry says of a party that a request names. Faults: FIRM_REFUSED.
func Counterparty(party parties.PartyID, answer parties.CheckAnswer) (Firm, error) {
	if !answer.OK {
		return Firm{}, FirmRefused.New("the registry refuses party %s", party)
	}
	return Firm{Party: party, Host: answer.Host}, nil
}
