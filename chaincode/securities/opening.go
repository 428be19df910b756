// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Opening is what a sealed lot is: whose units, how many, and until when they are locked up. The ledger has its hash; the
// value is in the own collections of the custodian, the depository and the regulator, and reaches endorsers in transient.
type Opening struct {
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
	// Custodian is the member that keeps the units for their holder.
	Custodian string `json:"custodian" help:"MSP identifier of the custodian"`
	Holder    Firm   `json:"holder" help:"whose units they are"`
	// Account is the holder's at the custodian: that of the register for units that were concealed, and any other name that
	// custodian and holder use where units were received concealed.
	Account     AccountID `json:"account" help:"the holder's account at the custodian"`
	Quantity    Quantity  `json:"quantity" help:"units"`
	LockedUntil date.Date `json:"lockedUntil,omitzero" help:"first day on which the units may pass on"`
	Salt        Salt      `json:"salt" help:"at least 128 random bits, in hexadecimal"`
}

// Validate refuses malformed members, and names none of them.
func (o Opening) Validate() error {
	if o.Custodian == "" || o.Holder.Host == "" || errors.Join(o.Instrument.Validate(), o.Holder.Party.Validate(), o.Account.Validate(),
		o.Quantity.Validate(), o.Salt.Validate()) != nil {
		return errOpening
	}
	return nil
}

// Commitment is the SHA-256 of the opening's canonical JSON. Instrument and custodian are in it, so that it opens nothing
// else, and the salt, so that nobody finds the opening by trying.
func (o Opening) Commitment() (Hash, error) {
	sum, err := protocol.RequestHash(o)
	return Hash(sum), err
}

// sealedPlace is whose units they are and where: units that stay there do not change hands.
type sealedPlace struct {
	custodian string
	holder    Firm
	account   AccountID
}

func (o Opening) place() sealedPlace { return sealedPlace{o.Custodian, o.Holder, o.Account} }

// SealedOutput is what the public knows of a sealed lot that is to be made.
type SealedOutput struct {
	Custodian  string `json:"custodian" help:"MSP identifier of the custodian of the new lot"`
	Commitment Hash   `json:"commitment" help:"SHA-256 of the opening's canonical JSON, salt included"`
}

// Output is what the public is to know of the opening.
func (o Opening) Output() (SealedOutput, error) {
	commitment, err := o.Commitment()
	return SealedOutput{Custodian: o.Custodian, Commitment: commitment}, err
}

func (o SealedOutput) validate() error {
	if o.Custodian == "" || len(o.Custodian) > 128 {
		return errors.New("custodian is a member")
	}
	return o.Commitment.Validate()
}

// validateOutputs refuses outputs that are malformed, too many, or not as many as their openings, and one commitment twice.
func validateOutputs(outputs []SealedOutput, openings []Opening) error {
	if len(outputs) == 0 || len(outputs) > sealedMost || len(outputs) != len(openings) {
		return errors.New("1 to 100 sealed lots are made, each with its opening")
	}
	seen := make(map[Hash]bool, len(outputs))
	for _, output := range outputs {
		if err := output.validate(); err != nil {
			return err
		}
		if seen[output.Commitment] {
			return errors.New("a commitment is there twice: each opening has a salt of its own")
		}
		seen[output.Commitment] = true
	}
	return validateOpenings(openings)
}

func validateOpenings(openings []Opening) error {
	for _, opening := range openings {
		if err := opening.Validate(); err != nil {
			return err
		}
	}
	return nil
}

// unitsOf adds openings up, and names no number. Faults: QUANTITY_TOO_LARGE.
func unitsOf(openings []Opening) (sum Quantity, err error) {
	for _, opening := range openings {
		if sum, err = sum.Add(opening.Quantity); err != nil {
			return 0, QuantityTooLarge.New("together the openings have more units than 18 digits can say")
		}
	}
	return sum, nil
}
