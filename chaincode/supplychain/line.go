// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/finance/split"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// BucketsMax bounds the buckets of a line, and so the rows that one deal reads of it.
const BucketsMax = 64

// LineKey names a line: what a financier is ready to have outstanding on a debtor in a currency. The debtor is the anchor
// whose paper is financed, or a supplier that sells it.
type LineKey struct {
	Financier parties.PartyID `json:"financier" help:"the financier"`
	Debtor    parties.PartyID `json:"debtor" help:"anchor or supplier"`
	Currency  money.Currency  `json:"currency" help:"ISO 4217 code"`
}

// Key is the line's place in a table.
func (k LineKey) Key() []string {
	return []string{string(k.Financier), string(k.Debtor), k.Currency.String()}
}

// Validate refuses malformed members.
func (k LineKey) Validate() error {
	if k.Currency.IsZero() {
		return errors.New("currency is missing")
	}
	return errors.Join(k.Financier.Validate(), k.Debtor.Validate())
}

// Line is a credit line. Its row changes only when the financier changes the limit; what is used is on buckets, which
// have a share of the limit each, so that deals of one line fit into one block. Each bucket keeps within its share, so
// the line keeps within its limit.
type Line struct {
	LineKey
	Firm    Firm         `json:"firm"`
	Limit   money.Amount `json:"limit"`
	Buckets int          `json:"buckets"`
	// Expires is the last business date of new use.
	Expires date.Date `json:"expires"`
}

// BucketKey names a bucket of a line.
type BucketKey struct {
	LineKey
	Number int `json:"number"`
}

// Key is the bucket's place in a table.
func (k BucketKey) Key() []string { return append(k.LineKey.Key(), strconv.Itoa(k.Number)) }

// Bucket is a share of a line's limit and what of it is used.
type Bucket struct {
	BucketKey
	Limit money.Amount `json:"limit"`
	// Reserved is promised by agreed deals, Drawn paid out by funded ones.
	Reserved money.Amount `json:"reserved"`
	Drawn    money.Amount `json:"drawn"`
}

func (b Bucket) free() int64 { return b.Limit.Minor() - b.used() }
func (b Bucket) used() int64 { return b.Reserved.Minor() + b.Drawn.Minor() }

// LineRequest grants a line on a debtor, or changes its limit and last date.
type LineRequest struct {
	Debtor  parties.PartyID `json:"debtor" help:"anchor or supplier"`
	Limit   money.Money     `json:"limit" help:"most that may be reserved and drawn together"`
	Buckets int             `json:"buckets,omitzero" help:"how many deals fit into one block, 1 to 64; fixed at the first grant"`
	Expires date.Date       `json:"expires" help:"last business date of new use"`
}

// Validate refuses malformed members.
func (r LineRequest) Validate() error {
	if r.Limit.IsZero() || r.Limit.Sign() < 0 || r.Expires.IsZero() {
		return errors.New("limit and expires are needed, and the limit is not negative")
	}
	if r.Buckets < 0 || r.Buckets > BucketsMax {
		return fmt.Errorf("buckets must be 1 to %d", BucketsMax)
	}
	return r.Debtor.Validate()
}

// On is the line that the request is about.
func (r LineRequest) On(act Act) LineKey {
	return LineKey{Financier: parties.PartyID(act.Caller.Party), Debtor: r.Debtor, Currency: r.Limit.Currency}
}

// GrantLine makes a line and its buckets. Faults: NOT_A_PARTY.
func GrantLine(r LineRequest, act Act) (Line, []Bucket, []protocol.Event, error) {
	firm, err := act.Firm()
	if err != nil {
		return Line{}, nil, nil, err
	}
	line := Line{LineKey: r.On(act), Firm: firm, Buckets: max(r.Buckets, 1)}
	buckets := make([]Bucket, line.Buckets)
	for i := range buckets {
		buckets[i].BucketKey = BucketKey{LineKey: line.LineKey, Number: i}
	}
	return line.Resize(buckets, r, act)
}

// Resize spreads a new limit over the buckets in equal shares, a bucket in use getting what it uses at least.
// Faults: NOT_YOURS, LIMIT_BELOW_USE.
func (l Line) Resize(buckets []Bucket, r LineRequest, act Act) (Line, []Bucket, []protocol.Event, error) {
	if err := act.By(l.Firm); err != nil {
		return l, nil, nil, err
	}
	spare, weights := r.Limit.Amount.Minor(), make([]int64, len(buckets))
	for i, bucket := range buckets {
		spare -= bucket.used()
		weights[i] = 1
	}
	if spare < 0 {
		return l, nil, nil, LimitBelowUse.New("more than the new limit is reserved and drawn")
	}
	shares, err := split.LargestRemainder(spare, weights)
	if err != nil {
		return l, nil, nil, fmt.Errorf("shares of the limit: %w", err)
	}
	after := make([]Bucket, len(buckets))
	for i, bucket := range buckets {
		after[i] = bucket
		after[i].Limit = money.MustAmount(bucket.used() + shares[i])
	}
	l.Limit, l.Expires = r.Limit.Amount, r.Expires
	return l, after, []protocol.Event{LineChanged.Of(string(l.Debtor), LineEvent{Financier: l.Financier})}, nil
}

// Portion is what a deal uses of a bucket.
type Portion struct {
	BucketKey
	Amount money.Amount `json:"amount"`
}

// First is the bucket from which a deal draws.
func (l Line) First(deal DealID) int {
	sum := fnv.New32a()
	sum.Write([]byte(deal)) // a hash.Hash never fails
	return int(sum.Sum32() % uint32(l.Buckets))
}

// BucketsFrom lists the buckets in the order in which a deal draws on them.
func (l Line) BucketsFrom(deal DealID) []BucketKey {
	keys, first := make([]BucketKey, l.Buckets), l.First(deal)
	for i := range keys {
		keys[i] = BucketKey{LineKey: l.LineKey, Number: (first + i) % l.Buckets}
	}
	return keys
}

// Reserve sets an amount aside on the buckets given, in that order. Faults: LINE_EXPIRED, LINE_EXCEEDED.
func (l Line) Reserve(buckets []Bucket, amount money.Amount, today date.Date) ([]Bucket, []Portion, error) {
	if today.After(l.Expires) {
		return nil, nil, LineExpired.New("the line of %s on %s ended on %s", l.Financier, l.Debtor, l.Expires)
	}
	var after []Bucket
	var portions []Portion
	wanted := amount.Minor()
	for _, bucket := range buckets {
		part := min(wanted, bucket.free())
		if part <= 0 {
			continue
		}
		wanted -= part
		bucket.Reserved = money.MustAmount(bucket.Reserved.Minor() + part)
		after = append(after, bucket)
		portions = append(portions, Portion{BucketKey: bucket.BucketKey, Amount: money.MustAmount(part)})
	}
	if wanted > 0 {
		return nil, nil, LineExceeded.New("the line of %s on %s does not have that much left", l.Financier, l.Debtor)
	}
	return after, portions, nil
}

// Usage is how a deal's portions move on their buckets.
type Usage int

// The usages.
const (
	// Draw turns what was reserved into what is drawn.
	Draw Usage = iota + 1
	// Cancel frees what was reserved.
	Cancel
	// Repay frees what was drawn.
	Repay
)

// On moves portions on their buckets, which are those of [Buckets] in that order.
func (how Usage) On(buckets []Bucket, portions []Portion) []Bucket {
	after := make([]Bucket, len(buckets))
	for i, bucket := range buckets {
		reserved, drawn, amount := bucket.Reserved.Minor(), bucket.Drawn.Minor(), portions[i].Amount.Minor()
		switch how {
		case Draw:
			reserved, drawn = reserved-amount, drawn+amount
		case Cancel:
			reserved -= amount
		case Repay:
			drawn -= amount
		}
		bucket.Reserved, bucket.Drawn = money.MustAmount(reserved), money.MustAmount(drawn)
		after[i] = bucket
	}
	return after
}

// Buckets lists the buckets of portions.
func Buckets(portions []Portion) []BucketKey {
	keys := make([]BucketKey, len(portions))
	for i, portion := range portions {
		keys[i] = portion.BucketKey
	}
	return keys
}
