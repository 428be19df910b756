// SPDX-License-Identifier: Apache-2.0

package parties

import "github.com/consort-finance/consort/chaincode/protocol"

// Person is somebody whose act another person has to confirm: as much of a certificate as tells people apart.
type Person struct {
	MSP       string `json:"msp"`
	Subject   string `json:"subject"`
	Issuer    string `json:"issuer"`
	Enrolment string `json:"enrolment"`
}

// PersonOf is the person whom a certificate names.
func PersonOf(p protocol.Principal) Person {
	return Person{MSP: p.MSP, Subject: p.Subject, Issuer: p.Issuer, Enrolment: p.Enrolment}
}

// Other refuses one and the same person, be it with another certificate of the same enrolment. Faults: SAME_PERSON.
func (p Person) Other(checker protocol.Principal) error {
	maker := protocol.Principal{MSP: p.MSP, Subject: p.Subject, Issuer: p.Issuer, Enrolment: p.Enrolment}
	if maker.SamePerson(checker) {
		return SamePerson.New("%s did the first half; another person has to do the second", p.Enrolment)
	}
	return nil
}
