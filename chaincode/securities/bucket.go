// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
)

// Bucket is a part of every register: the first two bytes of the SHA-256 of an account's name, in 4 hexadecimal digits.
// Accounts spread evenly over buckets, so that pages of a register are of like size and are worked on side by side.
type Bucket string

// The first and the last bucket.
const (
	FirstBucket Bucket = "0000"
	LastBucket  Bucket = "ffff"
)

var bucketForm = regexp.MustCompile(`^[0-9a-f]{4}$`)

// Validate refuses what is not 4 hexadecimal digits.
func (b Bucket) Validate() error {
	if !bucketForm.MatchString(string(b)) {
		return fmt.Errorf("bucket %q is not 4 lower-case hexadecimal digits", string(b))
	}
	return nil
}

// Stripe is the part of the supply to which the bucket belongs: its first byte.
func (b Bucket) Stripe() string { return string(b[:2]) }

// prefix is what the keys of the bucket's lots begin with: instrument, stripe, and the rest of the bucket.
func (b Bucket) prefix(instrument InstrumentID) []string {
	return []string{string(instrument), string(b[:2]), string(b[2:])}
}

// Bucket is the account's part of every register.
func (id AccountID) Bucket() Bucket {
	sum := sha256.Sum256([]byte(id))
	return Bucket(hex.EncodeToString(sum[:2]))
}

// Buckets are the parts From to To of a register, both included.
type Buckets struct {
	From Bucket `json:"from" help:"first bucket, 0000 to ffff"`
	To   Bucket `json:"to" help:"last bucket, 0000 to ffff"`
}

// Validate refuses malformed buckets and a range that ends before it begins.
func (b Buckets) Validate() error {
	if err := b.From.Validate(); err != nil {
		return err
	}
	if err := b.To.Validate(); err != nil {
		return err
	}
	if b.To < b.From {
		return fmt.Errorf("buckets %s to %s end before they begin", b.From, b.To)
	}
	return nil
}

// Contains tells whether a bucket is one of these.
func (b Buckets) Contains(bucket Bucket) bool { return b.From <= bucket && bucket <= b.To }

// Prefixes are what the keys of the lots in these buckets begin with: of the whole register one, of one bucket one, and of
// others one for each stripe, which may have more buckets than these.
func (b Buckets) Prefixes(instrument InstrumentID) [][]string {
	switch {
	case b.From == FirstBucket && b.To == LastBucket:
		return [][]string{{string(instrument)}}
	case b.From == b.To:
		return [][]string{b.From.prefix(instrument)}
	}
	var prefixes [][]string
	for _, key := range Stripes(instrument) {
		if b.From.Stripe() <= key.Stripe && key.Stripe <= b.To.Stripe() {
			prefixes = append(prefixes, key.Key())
		}
	}
	return prefixes
}
