// SPDX-License-Identifier: Apache-2.0

package treaty

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/money"
)

// LimitBasis says how the limit of a layer is printed.
type LimitBasis string

// The ways to print a limit.
const (
	// Width: the limit is how much the layer bears.
	Width LimitBasis = "WIDTH"
	// Top: the limit is where the layer ends; it bears limit less attachment.
	Top LimitBasis = "TOP"
)

// Layer is what a treaty bears of a sum: nothing up to the attachment, then up to the limit. The zero Layer bears all.
type Layer struct {
	Limit      money.Amount `json:"limit,omitzero" help:"the most that is borne, or where the layer ends; none when left out"`
	Attachment money.Amount `json:"attachment,omitzero" help:"what is borne by the cedent first"`
	LimitIs    LimitBasis   `json:"limitIs,omitzero" help:"WIDTH or TOP; needed with a limit"`
}

// Validate refuses negative amounts and a limit that does not say what it is.
func (l Layer) Validate() error {
	if l.Limit.Sign() < 0 || l.Attachment.Sign() < 0 {
		return errors.New("limit and attachment must not be negative")
	}
	switch {
	case l.Limit.IsZero() && l.LimitIs == "", l.Limit.Sign() > 0 && l.LimitIs == Width:
		return nil
	case l.Limit.Sign() > 0 && l.LimitIs == Top:
		if l.Limit.Cmp(l.Attachment) <= 0 {
			return errors.New("a layer must end above its attachment")
		}
		return nil
	default:
		return fmt.Errorf("limitIs must be %s or %s, and only where there is a limit", Width, Top)
	}
}

// IsZero tells whether the layer bears all.
func (l Layer) IsZero() bool { return l == Layer{} }

// Bears is the most that the layer bears; false when there is no limit.
func (l Layer) Bears() (money.Amount, bool) {
	if l.LimitIs == Top {
		return money.MustAmount(l.Limit.Minor() - l.Attachment.Minor()), true
	}
	return l.Limit, l.Limit.Sign() > 0
}

// Of is what the layer bears of a sum.
func (l Layer) Of(sum money.Amount) money.Amount { return money.MustAmount(l.of(sum.Minor())) }

func (l Layer) of(sum int64) int64 {
	over := max(0, sum-l.Attachment.Minor())
	if bears, limited := l.Bears(); limited {
		return min(over, bears.Minor())
	}
	return over
}

// apart tells whether no sum is borne by both layers.
func (l Layer) apart(m Layer) bool { return l.below(m) || m.below(l) }

func (l Layer) below(m Layer) bool {
	bears, limited := l.Bears()
	return limited && l.Attachment.Minor()+bears.Minor() <= m.Attachment.Minor()
}
