// SPDX-License-Identifier: Apache-2.0

package cash

import "github.com/consort-finance/consort/chaincode/protocol"

// Person is who asked for something that another person has to approve: as much of a certificate as tells people apart.
type Person struct {
	MSP       string `json:"msp"`
	Subject   string `json:"subject"`
	Issuer    string `json:"issuer"`
	Enrolment string `json:"enrolment"`
}

func personOf(p protocol.Principal) Person {
	return Person{MSP: p.MSP, Subject: p.Subject, Issuer: p.Issuer, Enrolment: p.Enrolment}
}

// other refuses one and the same person, be it with another certificate of the same enrolment. Faults: SAME_PERSON.
func (p Person) other(approver protocol.Principal) error {
	maker := protocol.Principal{MSP: p.MSP, Subject: p.Subject, Issuer: p.Issuer, Enrolment: p.Enrolment}
	if maker.SamePerson(approver) {
		return SamePerson.New("%s asked for it; another person has to decide", p.Enrolment)
	}
	return nil
}
