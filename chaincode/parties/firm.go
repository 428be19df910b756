// SPDX-License-Identifier: Apache-2.0

package parties

import "github.com/consort-finance/consort/chaincode/protocol"

// Firm is a party of the registry together with the member that hosts it: only both together name somebody, since any
// member's certificate authority may write any party into a certificate.
type Firm struct {
	Party PartyID `json:"party"`
	Host  string  `json:"host"`
}

// FirmOf is the firm for which an identity acts. It never comes from an argument.
func FirmOf(p protocol.Principal) Firm { return Firm{Party: PartyID(p.Party), Host: p.MSP} }

// Is tells whether an identity acts for the firm.
func (f Firm) Is(p protocol.Principal) bool {
	return p.Party != "" && p.MSP == f.Host && p.Party == string(f.Party)
}

// Counterparty is what the registry says of a party that a request names. Faults: FIRM_REFUSED.
func Counterparty(party PartyID, answer CheckAnswer) (Firm, error) {
	if !answer.OK {
		return Firm{}, FirmRefused.New("the registry refuses party %s", party)
	}
	return Firm{Party: party, Host: answer.Host}, nil
}
