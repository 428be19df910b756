// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Lengths of the codes by which countries tell banks apart at the beginning of a BBAN (SWIFT IBAN Registry, bank
// identifier and branch identifier together).
const (
	bankCodeMin = 2
	bankCodeMax = 12
)

var (
	countryForm  = regexp.MustCompile(`^[A-Z]{2}$`)
	bankCodeForm = regexp.MustCompile(fmt.Sprintf(`^[A-Z0-9]{%d,%d}$`, bankCodeMin, bankCodeMax))
)

// BankCodeKey is a code that a country gave to a bank: the BBANs of the bank's IBANs begin with it.
type BankCodeKey struct {
	Country string `json:"country" help:"ISO 3166 code, such as DE"`
	Code    string `json:"code" help:"beginning of the BBAN, 2 to 12 letters and digits"`
}

// Validate refuses malformed codes.
func (k BankCodeKey) Validate() error {
	if !countryForm.MatchString(k.Country) {
		return errors.New("country is not two upper-case letters")
	}
	if !bankCodeForm.MatchString(k.Code) {
		return fmt.Errorf("code is not %d to %d upper-case letters and digits", bankCodeMin, bankCodeMax)
	}
	return nil
}

// Key is the bank code's place in a table.
func (k BankCodeKey) Key() []string { return []string{k.Country, k.Code} }

// BankCode says which member services the accounts whose IBANs begin with a code.
type BankCode struct {
	BankCodeKey
	Servicer string `json:"servicer"`
}

// BankCodeRequest gives a bank code to a member under a resolution, or takes it from the member that had it.
type BankCodeRequest struct {
	protocol.Governed
	BankCodeKey
	Servicer string `json:"servicer" help:"MSP identifier of the bank"`
}

// Validate refuses malformed codes and a missing bank.
func (r BankCodeRequest) Validate() error {
	if r.Servicer == "" {
		return errors.New("servicer is missing")
	}
	return errors.Join(r.Governed.Validate(), r.BankCodeKey.Validate())
}

// Assign makes the row of a bank code.
func (r BankCodeRequest) Assign() (BankCode, []protocol.Event) {
	code := BankCode{BankCodeKey: r.BankCodeKey, Servicer: r.Servicer}
	return code, []protocol.Event{BankCodeAssigned.Of(r.Country+r.Code, BankCodeEvent{Servicer: r.Servicer})}
}

// BankCodesOf lists every code that an IBAN's bank could have, the longest first; none of a missing IBAN.
func BankCodesOf(iban ident.IBAN) []BankCodeKey {
	var keys []BankCodeKey
	for length := min(bankCodeMax, len(iban.BBAN())); length >= bankCodeMin; length-- {
		keys = append(keys, BankCodeKey{Country: iban.Country(), Code: iban.BBAN()[:length]})
	}
	return keys
}

// services refuses an IBAN of another bank: of the assigned codes with which it begins, the longest decides. Faults:
// IBAN_REFUSED.
func services(iban ident.IBAN, assigned []BankCode, bank string) error {
	if iban.IsZero() {
		return nil
	}
	if len(assigned) == 0 {
		return IBANRefused.New("no member is assigned the bank code of this IBAN")
	}
	longest := assigned[0]
	for _, code := range assigned[1:] {
		if len(code.Code) > len(longest.Code) {
			longest = code
		}
	}
	if longest.Servicer != bank {
		return IBANRefused.New("the bank code %s of %s is assigned to %s", longest.Code, longest.Country, longest.Servicer)
	}
	return nil
}
