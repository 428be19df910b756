// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// Consent is a payer's word for exact legs: the hex SHA-256 of a settlement's name and the legs. A payer gives it by
// signing a request with a member "consent" at its top level, at whatever endpoint of whatever module; cash reads it in
// the signed proposal itself, where no chaincode on the way can change it.
type Consent string

// Validate accepts nothing, or 64 lower-case hex digits.
func (c Consent) Validate() error {
	if c != "" && !protocol.IsSHA256(string(c)) {
		return errors.New("consent must be a SHA-256 in 64 lower-case hex digits")
	}
	return nil
}

// ConsentTo is the consent to legs of a settlement: to all those that rest on neither a hold nor a mandate nor the
// module's own account, in the order in which the module will settle them.
func ConsentTo(settlement SettlementID, legs []SettleLeg) (Consent, error) {
	sum, err := protocol.RequestHash(struct {
		Settlement SettlementID `json:"settlement"`
		Legs       []SettleLeg  `json:"legs"`
	}{settlement, legs})
	if err != nil {
		return "", fmt.Errorf("consent to settlement %s: %w", settlement, err)
	}
	return Consent(sum), nil
}

// ConsentIn reads the consent that the signed request of a transaction carries; none when it has none.
func ConsentIn(request []byte) Consent {
	signed, err := protocol.DecodeResponse[struct {
		Consent Consent `json:"consent"`
	}](request)
	if err != nil || signed.Consent.Validate() != nil {
		return ""
	}
	return signed.Consent
}
