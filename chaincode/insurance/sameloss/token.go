// SPDX-License-Identifier: Apache-2.0

package sameloss

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
)

type text struct {
	class Class
	value string
}

func (t text) compare(u text) int {
	return cmp.Or(cmp.Compare(t.class, u.class), cmp.Compare(t.value, u.value))
}

// Blinded is what an insurer shows the keeper of the register: nobody without the insurers' pepper can tell what it is of.
type Blinded struct {
	Class Class  `json:"class" help:"OBJECT, BILL or MONTH"`
	Value string `json:"value" help:"HMAC-SHA-256 in 64 lower-case hex digits"`
}

// Validate refuses malformed members.
func (b Blinded) Validate() error {
	if !slices.Contains([]Class{ByObject, ByBill, ByMonth}, b.Class) || !protocol.IsSHA256(b.Value) {
		return errors.New("a blinded text has a class and 64 lower-case hex digits")
	}
	return nil
}

// BlindedMax bounds the blinded texts of a loss.
const BlindedMax = 3 * partsMax

// Token stands for facts of a loss, and tells nothing of them without both keys.
type Token struct {
	Class Class `json:"class" help:"OBJECT, BILL or MONTH"`
	Epoch int   `json:"epoch" help:"epoch of the keeper's key"`
	// Value is the HMAC-SHA-256 in small hexadecimal digits.
	Value string `json:"value" help:"HMAC-SHA-256 in 64 lower-case hex digits"`
}

// Key is the token's place in a table.
func (t Token) Key() []string { return []string{string(t.Class), strconv.Itoa(t.Epoch), t.Value} }

// Validate refuses malformed members.
func (t Token) Validate() error {
	if t.Epoch < 1 || t.Epoch > duplicate.EpochsMax {
		return errors.New("epoch of a token is out of bounds")
	}
	return Blinded{Class: t.Class, Value: t.Value}.Validate()
}

// Blind makes the blinded texts of a loss under the insurers' pepper, which is a ring of one key. Faults: KEY_REFUSED.
func Blind(pepper duplicate.Ring, loss Loss) ([]Blinded, error) {
	if err := errors.Join(pepper.Validate(), loss.Validate()); err != nil {
		return nil, err
	}
	if len(pepper) != 1 {
		return nil, duplicate.KeyRefused.New("the insurers' pepper is one key, which never rotates")
	}
	var blinded []Blinded
	for _, text := range loss.canonical() {
		blinded = append(blinded, Blinded{Class: text.class, Value: sum(pepper[0], text.value)})
	}
	return blinded, nil
}

// Prints are the tokens of a loss.
type Prints struct {
	// Register are those of the newest epoch, under which the loss is registered.
	Register []Token `json:"register"`
	// Lookup are those of every epoch, newest last.
	Lookup []Token `json:"lookup"`
}

// Print makes the tokens of blinded texts under the keeper's ring. Faults: KEY_REFUSED.
func Print(ring duplicate.Ring, blinded []Blinded) (Prints, error) {
	if err := ring.Validate(); err != nil {
		return Prints{}, err
	}
	var prints Prints
	for _, key := range ring {
		prints.Register = nil
		for _, b := range blinded {
			prints.Register = append(prints.Register, Token{Class: b.Class, Epoch: key.Epoch, Value: sum(key, "v1|LOSS|"+string(b.Class)+"|"+b.Value)})
		}
		prints.Lookup = append(prints.Lookup, prints.Register...)
	}
	return prints, nil
}

func sum(key duplicate.Key, text string) string {
	mac := hmac.New(sha256.New, key.Secret)
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}
