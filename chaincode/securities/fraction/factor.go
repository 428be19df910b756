// SPDX-License-Identifier: Apache-2.0

package fraction

import (
	"errors"
	"fmt"
	"math"
	"math/bits"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
)

// Disposition says what becomes of a fraction of a unit (ISO 20022 FractionDispositionType, ISO 15022 DISF).
type Disposition string

// The dispositions. DIST and BUYU need an election of the holder, and UKWN none can be carried out.
const (
	// RoundDown drops the fraction.
	RoundDown Disposition = "RDDN"
	// RoundUp makes the fraction a whole unit.
	RoundUp Disposition = "RDUP"
	// Standard makes half a unit or more a whole one.
	Standard Disposition = "STAN"
	// CashInLieu pays the fraction at a reference price.
	CashInLieu Disposition = "CINL"
)

// Validate refuses an unknown disposition.
func (d Disposition) Validate() error {
	switch d {
	case RoundDown, RoundUp, Standard, CashInLieu:
		return nil
	default:
		return errors.New("disposition is RDDN, RDUP, STAN or CINL")
	}
}

// ErrTooMany refuses units beyond 63 bits.
var ErrTooMany = errors.New("too many units")

// Factor is how many new units there are for old ones: 2 for 1, 1 for 10, 3 for 10.
type Factor struct {
	New int64 `json:"new" help:"new units"`
	Old int64 `json:"old" help:"for old units"`
}

// termMax bounds the terms of a factor: a ratio for 10 shares with 6 decimal places is one over 10,000,000.
const termMax = 1_000_000_000

// Validate refuses terms out of bounds.
func (f Factor) Validate() error {
	if f.New < 1 || f.New > termMax || f.Old < 1 || f.Old > termMax {
		return fmt.Errorf("factor has terms from 1 to %d", int64(termMax))
	}
	return nil
}

// Of is the new units of a position and the fraction of a unit that is left, below 1.
func (f Factor) Of(units int64) (whole int64, left decimal.Ratio, err error) {
	high, low := bits.Mul64(uint64(units), uint64(f.New))
	if units < 0 || high >= uint64(f.Old) {
		return 0, decimal.Ratio{}, ErrTooMany
	}
	quotient, remainder := bits.Div64(high, low, uint64(f.Old))
	if quotient > math.MaxInt64 {
		return 0, decimal.Ratio{}, ErrTooMany
	}
	left, err = decimal.NewRatio(int64(remainder), f.Old)
	return int64(quotient), left, err
}

// Whole is the new units of a position under a disposition, and the fraction that is to be paid in cash.
func (f Factor) Whole(units int64, d Disposition) (whole int64, cash decimal.Ratio, err error) {
	whole, left, err := f.Of(units)
	if err != nil || left.IsZero() {
		return whole, decimal.Ratio{}, err
	}
	half, err := decimal.NewRatio(1, 2)
	if err != nil {
		return 0, decimal.Ratio{}, err
	}
	switch {
	case d == CashInLieu:
		return whole, left, nil
	case d == RoundUp, d == Standard && left.Cmp(half) >= 0:
		return whole + 1, decimal.Ratio{}, nil
	default:
		return whole, decimal.Ratio{}, nil
	}
}
