// SPDX-License-Identifier: Apache-2.0

package treaty

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Kind is a form of reinsurance.
type Kind string

// The forms of reinsurance.
const (
	// QuotaShare cedes a fixed share of every risk, of the first SumInsuredMax where that is given.
	QuotaShare Kind = "QUOTA_SHARE"
	// Surplus cedes of each risk what exceeds the retention, up to a number of lines.
	Surplus Kind = "SURPLUS"
	// Facultative cedes a share of its own of each risk that is declared.
	Facultative Kind = "FACULTATIVE"
	// PerRisk bears what a risk loses in an event in excess of an attachment.
	PerRisk Kind = "PER_RISK_XL"
	// Catastrophe bears what all risks lose in an event in excess of an attachment.
	Catastrophe Kind = "CATASTROPHE_XL"
	// StopLoss bears what the cedent loses in the period in excess of an attachment.
	StopLoss Kind = "STOP_LOSS"
)

// Proportional tells whether the form shares premiums as it shares losses.
func (k Kind) Proportional() bool { return k == QuotaShare || k == Surplus || k == Facultative }

// Bounds of terms.
const (
	// SharePlaces is how many decimal places a share may have: parts per billion.
	SharePlaces = 9
	// DeclarationsMax bounds the risks of a facultative treaty, ClassesMax those of a scope.
	DeclarationsMax = 1000
	ClassesMax      = 100
	// ReinstatementsMax and LinesMax bound what is ever agreed.
	ReinstatementsMax = 20
	LinesMax          = 1000
)

// Terms are what a treaty cedes. They say nothing of who bears it.
type Terms struct {
	Kind Kind `json:"kind" help:"QUOTA_SHARE, SURPLUS, FACULTATIVE, PER_RISK_XL, CATASTROPHE_XL or STOP_LOSS"`
	// Priority orders treaties: a lower number inures to the benefit of a higher; equal ones see the same.
	Priority int `json:"priority" help:"1 to 99; lower inures to the benefit of higher, equal ones see the same"`
	// Classes are the classes of business that are covered; all when empty.
	Classes []string `json:"classes,omitempty" help:"classes of business; all when left out"`
	// CededShare is the part of each loss on which everything else is expressed: it applies BEFORE attachments and limits.
	// A surplus and a facultative treaty have another share for each risk, and none here.
	CededShare decimal.Decimal `json:"cededShare,omitzero" help:"part of each loss that the terms are expressed on, applied before attachment and limit: 0.3 is 30 %"`
	// PlacedShare is the part of the recovery for which reinsurers have signed: it applies LAST. The rest is the cedent's.
	PlacedShare decimal.Decimal `json:"placedShare" help:"part of the recovery that is placed, applied last: 1 is all"`

	SumInsuredMax money.Amount  `json:"sumInsuredMax,omitzero" help:"quota share: only of the first so much of a sum insured"`
	Retention     money.Amount  `json:"retention,omitzero" help:"surplus: the cedent's line"`
	Lines         int           `json:"lines,omitzero" help:"surplus: lines ceded on top of the retention"`
	LinesBelow    int           `json:"linesBelow,omitzero" help:"surplus: lines of the surpluses before this one"`
	Declared      []Declaration `json:"declared,omitempty" help:"facultative: the risks, in ascending order"`

	Risk       Layer     `json:"risk,omitzero" help:"what is borne of one risk in one event"`
	Occurrence Layer     `json:"occurrence,omitzero" help:"what is borne of one event"`
	Aggregate  Aggregate `json:"aggregate,omitzero" help:"what is borne in the period"`
	// Reinstatements restore the limit, in this order; with them the aggregate limit follows.
	Reinstatements []Reinstatement `json:"reinstatements,omitempty" help:"how often the limit is restored, and for how much"`
}

// Declaration is a risk that is ceded facultatively.
type Declaration struct {
	Risk  string          `json:"risk" help:"the policy"`
	Share decimal.Decimal `json:"share" help:"part of it that is ceded"`
}

// Aggregate is what a treaty bears of the sum of a period.
type Aggregate struct {
	Deductible money.Amount `json:"deductible,omitzero" help:"what the cedent bears first in the period"`
	Limit      money.Amount `json:"limit,omitzero" help:"the most that is borne in the period; none when left out"`
}

// Reinstatement restores the limit once.
type Reinstatement struct {
	Rate        decimal.Decimal `json:"rate" help:"part of the layer's premium that it costs: 1 is 100 %, 0 is free"`
	ProRataTime bool            `json:"proRataTime,omitzero" help:"whether it costs less the later the loss is"`
}

// Validate refuses terms that are malformed or not those of their kind.
func (t Terms) Validate() error {
	if t.Priority < 1 || t.Priority > 99 {
		return errors.New("priority must be 1 to 99")
	}
	if err := errors.Join(t.scope(), t.shares()); err != nil {
		return err
	}
	if err := errors.Join(t.Risk.Validate(), t.Occurrence.Validate(), t.Aggregate.Validate()); err != nil {
		return err
	}
	return errors.Join(t.proportional(), t.excess(), t.reinstated())
}

func (t Terms) scope() error {
	if len(t.Classes) > ClassesMax {
		return fmt.Errorf("more than %d classes", ClassesMax)
	}
	for i, class := range t.Classes {
		if err := protocol.ValidateName("class", class); err != nil {
			return err
		}
		if i > 0 && t.Classes[i-1] >= class {
			return errors.New("classes must be given once, in ascending order")
		}
	}
	return nil
}

func (t Terms) shares() error {
	if err := share("placedShare", t.PlacedShare); err != nil {
		return err
	}
	if t.Kind == Surplus || t.Kind == Facultative {
		if !t.CededShare.IsZero() {
			return errors.New("a surplus or facultative treaty has a share for each risk and no cededShare")
		}
		return nil
	}
	return share("cededShare", t.CededShare)
}

// share refuses what is not above 0, up to 1, in parts per billion.
func share(what string, d decimal.Decimal) error {
	if d.Sign() <= 0 || d.Cmp(decimal.FromInt64(1)) > 0 || d.Scale() > SharePlaces {
		return fmt.Errorf("%s must be above 0 and up to 1, with at most %d decimal places", what, SharePlaces)
	}
	return nil
}

func (t Terms) proportional() error {
	surplus := t.Retention.Sign() > 0 && t.Lines > 0 && t.Lines <= LinesMax && t.LinesBelow >= 0 && t.LinesBelow <= LinesMax
	if (t.Kind == Surplus) != surplus || t.Kind != Surplus && (!t.Retention.IsZero() || t.Lines != 0 || t.LinesBelow != 0) {
		return errors.New("retention and lines are needed for a surplus, and for nothing else")
	}
	if t.SumInsuredMax.Sign() < 0 || t.Kind != QuotaShare && !t.SumInsuredMax.IsZero() {
		return errors.New("sumInsuredMax is for a quota share and not negative")
	}
	return t.declarations()
}

func (t Terms) declarations() error {
	if (t.Kind == Facultative) != (len(t.Declared) > 0) || len(t.Declared) > DeclarationsMax {
		return fmt.Errorf("1 to %d declared risks are needed for a facultative treaty, and for nothing else", DeclarationsMax)
	}
	for i, declared := range t.Declared {
		if err := errors.Join(protocol.ValidateName("risk", declared.Risk), share("share", declared.Share)); err != nil {
			return err
		}
		if i > 0 && t.Declared[i-1].Risk >= declared.Risk {
			return errors.New("risks must be declared once, in ascending order")
		}
	}
	return nil
}

func (t Terms) excess() error {
	switch t.Kind {
	case QuotaShare, Surplus, Facultative:
		return nil
	case PerRisk:
		return needs(!t.Risk.IsZero(), "a per-risk treaty needs a risk layer")
	case Catastrophe:
		return needs(!t.Occurrence.IsZero() && t.Risk.IsZero(), "a catastrophe treaty needs an occurrence layer and has no risk layer")
	case StopLoss:
		return needs(t.Risk.IsZero() && t.Occurrence.IsZero() && t.Aggregate.Deductible.Sign() > 0 && t.Aggregate.Limit.Sign() > 0,
			"a stop loss needs an aggregate deductible and limit and has no layers")
	default:
		return fmt.Errorf("kind %q is not QUOTA_SHARE, SURPLUS, FACULTATIVE, PER_RISK_XL, CATASTROPHE_XL or STOP_LOSS", protocol.Excerpt(string(t.Kind)))
	}
}

func needs(holds bool, otherwise string) error {
	if !holds {
		return errors.New(otherwise)
	}
	return nil
}

// Validate refuses negative amounts.
func (a Aggregate) Validate() error {
	return needs(a.Deductible.Sign() >= 0 && a.Limit.Sign() >= 0, "aggregate deductible and limit must not be negative")
}

// Covers tells whether a class of business is within the scope.
func (t Terms) Covers(class string) bool {
	if len(t.Classes) == 0 {
		return true
	}
	for _, covered := range t.Classes {
		if covered == class {
			return true
		}
	}
	return false
}

// Coupled tells whether what the treaty recovers of one loss may depend on others: it does with any layer of events or
// periods, and with layers of risks, which may have several losses in one event.
func (t Terms) Coupled() bool {
	return !t.Risk.IsZero() || !t.Occurrence.IsZero() || t.Aggregate != (Aggregate{}) || len(t.Reinstatements) > 0
}
