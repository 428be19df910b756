// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// CedePremiumRequest cedes the premiums of policies to the proportional treaties of a programme. It names policies and no
// amounts: everything is computed from their stacks as they are.
type CedePremiumRequest struct {
	Programme ProgrammeID `json:"programme" help:"the programme"`
	Policies  []PolicyID  `json:"policies" help:"1 to 100 policies"`
}

// premiumsMost bounds the policies whose premium one transaction cedes.
const premiumsMost = 100

// Validate refuses malformed members, too many of them, and one named twice.
func (r CedePremiumRequest) Validate() error {
	if len(r.Policies) == 0 || len(r.Policies) > premiumsMost {
		return fmt.Errorf("1 to %d policies are needed", premiumsMost)
	}
	for i, id := range r.Policies {
		if err := id.Validate(); err != nil {
			return err
		}
		if seen(r.Policies[:i], id) {
			return fmt.Errorf("policy %s is named twice", id)
		}
	}
	return r.Programme.Validate()
}

// CededPolicyKey names a policy in a programme.
type CededPolicyKey struct {
	Programme ProgrammeID `json:"programme" help:"the programme"`
	Policy    PolicyID    `json:"policy" help:"the policy"`
}

// Key is the row's place in a table.
func (k CededPolicyKey) Key() []string { return []string{string(k.Programme), string(k.Policy)} }

// CededPolicy is the cedent's premium of a policy in a programme, and what was posted of it to each treaty.
type CededPolicy struct {
	CededPolicyKey
	SumInsured money.Amount   `json:"sumInsured"`
	Premium    money.Amount   `json:"premium"`
	Ceded      []CededPremium `json:"ceded,omitempty"`
}

// CededPremium is what was posted to a treaty of a policy's premium.
type CededPremium struct {
	Treaty TreatyID     `json:"treaty"`
	Amount money.Amount `json:"amount"`
}

// part is what was posted to a treaty.
func (c CededPolicy) part(id TreatyID) money.Amount {
	for _, part := range c.Ceded {
		if part.Treaty == id {
			return part.Amount
		}
	}
	return money.Amount{}
}

func (c *CededPolicy) post(id TreatyID, now money.Amount) {
	c.Ceded = slices.DeleteFunc(slices.Clone(c.Ceded), func(p CededPremium) bool { return p.Treaty == id })
	if !now.IsZero() {
		c.Ceded = append(c.Ceded, CededPremium{id, now})
	}
}

// Exposed is a policy of which premium is ceded, with what else is to be known of it.
type Exposed struct {
	Policy Policy
	Panel  Panel
	Class  string
	// Before is what was posted of it; only its key counts where nothing was.
	Before CededPolicy
}

// PremiumCession is everything that ceding premiums reads.
type PremiumCession struct {
	Programme Programme
	Treaties  []Treaty
	Book      Book
	Policies  []Exposed
}

// PremiumCeded is what ceding premiums writes.
type PremiumCeded struct {
	Book       Book
	Policies   []CededPolicy
	Bordereaux []Bordereau
}

// Cede computes what each proportional treaty gets of each policy's premium in the programme's period, and posts the
// differences. Faults: CESSION_REFUSED, AMOUNT_TOO_LARGE.
func (c PremiumCession) Cede(act Act) (PremiumCeded, []protocol.Event, error) {
	out := PremiumCeded{Book: c.Book}
	out.Book.Treaties = slices.Clone(c.Book.Treaties)
	order := inuring(c.Treaties).Ordered()
	entries := make([][]PremiumEntry, len(order))
	for _, e := range c.Policies {
		after, shares, err := c.shared(e, act.Today)
		if err != nil {
			return PremiumCeded{}, nil, err
		}
		for column, each := range order {
			t := treatyOf(c.Treaties, TreatyID(each.ID))
			change := money.MustAmount(shares[column].Minor() - after.part(t.ID).Minor())
			if t.End == "" && !change.IsZero() {
				after.post(t.ID, shares[column])
				entries[column] = append(entries[column], PremiumEntry{e.Policy.ID, change})
			}
		}
		out.Policies = append(out.Policies, after)
	}
	var events []protocol.Event
	for column, each := range order {
		if len(entries[column]) == 0 {
			continue
		}
		t := treatyOf(c.Treaties, TreatyID(each.ID))
		b := Bordereau{Programme: c.Programme.ID, Recorded: act.Today, Status: Calculated, Premiums: entries[column]}
		for _, entry := range b.Premiums {
			var err error
			if b.Premium, err = checked(b.Premium.Add(entry.Amount)); err != nil {
				return PremiumCeded{}, nil, err
			}
		}
		if err := out.Book.of(t).enter(&b, t); err != nil {
			return PremiumCeded{}, nil, err
		}
		out.Bordereaux, events = append(out.Bordereaux, b), append(events, b.told()...)
	}
	return out, events, nil
}

func treatyOf(treaties []Treaty, id TreatyID) Treaty {
	return treaties[slices.IndexFunc(treaties, func(t Treaty) bool { return t.ID == id })]
}

// shared is what treaties get of a policy.
func (c PremiumCession) shared(e Exposed, today date.Date) (CededPolicy, []money.Amount, error) {
	p := c.Programme
	line := slices.IndexFunc(e.Panel.Lines, func(l Line) bool { return l.Firm() == p.Cedent })
	if _, takes := slices.BinarySearch(p.Classes, e.Class); line < 0 || !takes || e.Policy.Currency != p.Currency {
		return CededPolicy{}, nil, CessionRefused.New("policy %s is not for programme %s", e.Policy.ID, p.ID)
	}
	sum, premium, err := p.exposure(e.Policy, today)
	if err != nil {
		return CededPolicy{}, nil, err
	}
	sums, err := e.Panel.Split(sum)
	if err != nil {
		return CededPolicy{}, nil, tooLarge(err)
	}
	premiums, err := e.Panel.Split(premium)
	if err != nil {
		return CededPolicy{}, nil, tooLarge(err)
	}
	after := e.Before
	after.SumInsured, after.Premium = sums[line], premiums[line]
	shares, err := inuring(c.Treaties).Share(treaty.Exposure{
		Risk: string(e.Policy.ID), Class: e.Class, SumInsured: after.SumInsured, Premium: money.MustAmount(max(0, after.Premium.Minor())),
	})
	if err != nil {
		return CededPolicy{}, nil, tooLarge(err)
	}
	return after, shares, nil
}

// exposure is what a policy insures and costs in the programme: of risks attaching, the policy periods that begin in it; of
// losses occurring, the part of each premium that falls on its days.
func (p Programme) exposure(policy Policy, today date.Date) (sum, premium money.Amount, err error) {
	var period Transaction
	var covers []Insured
	for _, t := range policy.Stack {
		if t.Recorded.After(today) {
			break
		}
		switch t.Kind {
		case Issue, Renew:
			period, covers = t, t.Covers
		case Endorse:
			covers = merged(covers, t.Covers)
		}
		part, touched, err := p.part(t, period)
		if err != nil {
			return sum, premium, err
		}
		if !touched {
			continue
		}
		if premium, err = checked(premium.Add(part)); err != nil {
			return sum, premium, err
		}
		sum = money.Amount{}
		for _, cover := range covers {
			if sum, err = checked(sum.Add(cover.Sum)); err != nil {
				return sum, premium, err
			}
		}
	}
	return sum, premium, nil
}

// part is what of a transaction's premium is the programme's; false when the transaction does not touch it at all.
func (p Programme) part(t, period Transaction) (money.Amount, bool, error) {
	if p.Basis == RisksAttaching {
		return t.Premium, p.Period.Has(period.Effective), nil
	}
	next, err := p.Period.To.AddDays(1)
	if err != nil {
		return money.Amount{}, false, errors.Join(err)
	}
	until, err := t.earned(next)
	if err != nil {
		return money.Amount{}, false, err
	}
	before, err := t.earned(p.Period.From)
	if err != nil {
		return money.Amount{}, false, err
	}
	part, err := checked(until.Sub(before))
	return part, t.Effective.Before(next) && p.Period.From.Before(t.Until), err
}

// earned is what of a transaction's premium falls on days before a day: rounded down from the beginning, so that the parts
// of programmes that follow each other add up.
func (t Transaction) earned(day date.Date) (money.Amount, error) {
	whole := t.Effective.DaysUntil(t.Until)
	if whole <= 0 {
		return money.Amount{}, nil
	}
	part := min(max(t.Effective.DaysUntil(day), 0), whole)
	ratio, err := decimal.NewRatio(int64(part), int64(whole))
	if err != nil {
		return money.Amount{}, err
	}
	return checked(t.Premium.MulRatio(one, ratio, decimal.Floor))
}
