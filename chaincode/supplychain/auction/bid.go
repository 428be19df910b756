// SPDX-License-Identifier: Apache-2.0

package auction

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// saltMin is the least bytes of a salt.
const saltMin = 16

// Bid is what a financier offers. It is private until it is revealed.
type Bid struct {
	Auction string          `json:"auction" help:"name of the auction"`
	Bidder  string          `json:"bidder" help:"the financier"`
	Rate    decimal.Decimal `json:"rate" help:"rate of discount for a year: 0.0435 is 4.35 %"`
	Fees    money.Amount    `json:"fees" help:"all fees together, in minor units"`
}

// Sealed is a bid with its salt: what a bidder keeps, and reveals.
type Sealed struct {
	Bid Bid `json:"bid"`
	// Salt is at least 128 random bits in hexadecimal, new for each bid.
	Salt string `json:"salt" help:"at least 128 random bits, in hexadecimal"`
}

// Digest is what is made public before the bid: the hex SHA-256 of the salt's bytes and the bid's canonical JSON.
// Fault: SALT_REFUSED.
func (s Sealed) Digest() (string, error) {
	salt, err := hex.DecodeString(s.Salt)
	if err != nil || len(salt) < saltMin || constant(salt) {
		return "", SaltRefused.New("a salt is at least %d random bytes in hexadecimal", saltMin)
	}
	content, err := protocol.Marshal(s.Bid)
	if err != nil {
		return "", fmt.Errorf("bid: %w", err)
	}
	sum := sha256.Sum256(append(salt, content...))
	return hex.EncodeToString(sum[:]), nil
}

// constant tells that all bytes are one, as in a salt that somebody forgot to draw.
func constant(salt []byte) bool {
	for _, b := range salt {
		if b != salt[0] {
			return false
		}
	}
	return true
}

// validate refuses what no bid can be.
func (b Bid) validate() error {
	if b.Rate.Sign() < 0 || b.Fees.Sign() < 0 {
		return BidRefused.New("rate and fees are not negative")
	}
	return nil
}
