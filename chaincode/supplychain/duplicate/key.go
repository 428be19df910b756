// SPDX-License-Identifier: Apache-2.0

package duplicate

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Limits of a ring.
const (
	// EpochsMax bounds the epochs, and with them the cost of a check.
	EpochsMax = 64
	// SecretMin is the least bytes of a key: the strength of the hash, RFC 2104 section 3.
	SecretMin = 32
)

// Key is the secret of one epoch. Only registrars hold it.
type Key struct {
	Epoch  int    `json:"epoch"`
	Secret []byte `json:"secret"`
}

// Format prints the epoch whatever the verb, so that no log has the secret.
func (k Key) Format(state fmt.State, _ rune) { _, _ = fmt.Fprintf(state, "key of epoch %d", k.Epoch) }

// Ring is the key of every epoch, oldest first.
type Ring []Key

// Validate refuses a ring that is empty or too long, skips back in its epochs, or has a short key: KEY_REFUSED.
func (r Ring) Validate() error {
	if len(r) == 0 || len(r) > EpochsMax {
		return KeyRefused.New("a ring has 1 to %d keys", EpochsMax)
	}
	last := 0
	for _, key := range r {
		if key.Epoch <= last {
			return KeyRefused.New("epochs are positive and ascend")
		}
		if len(key.Secret) < SecretMin {
			return KeyRefused.New("a key has at least %d bytes", SecretMin)
		}
		last = key.Epoch
	}
	return nil
}

// Rotate adds the key of a new epoch.
func (r Ring) Rotate(key Key) (Ring, error) {
	rotated := append(append(Ring{}, r...), key)
	return rotated, rotated.Validate()
}

// Prints are the tokens of an invoice.
type Prints struct {
	// Register are those of the newest epoch, under which the invoice is registered.
	Register []Token
	// Lookup are those of every epoch, newest last; all have to be read before the invoice is registered or financed.
	Lookup []Token
}

// Prints computes an invoice's tokens. Faults: INVOICE_INVALID, KEY_REFUSED.
func (r Ring) Prints(invoice Invoice) (Prints, error) {
	if err := r.Validate(); err != nil {
		return Prints{}, err
	}
	if err := invoice.Validate(); err != nil {
		return Prints{}, err
	}
	var prints Prints
	for _, key := range r {
		prints.Register = key.tokens(invoice)
		prints.Lookup = append(prints.Lookup, prints.Register...)
	}
	return prints, nil
}

func (k Key) tokens(invoice Invoice) []Token {
	var tokens []Token
	for _, class := range []Class{Exact, Number, Amount, Seller, Order, Item} {
		for _, text := range invoice.Canonical(class) {
			tokens = append(tokens, Token{Class: class, Epoch: k.Epoch, Value: k.sum(text)})
		}
	}
	return tokens
}

func (k Key) sum(text string) string {
	mac := hmac.New(sha256.New, k.Secret)
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}
