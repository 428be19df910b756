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
	// Panels are those of its periods, in the order of [Policy.Beginnings].
	Panels []Panel
	Class  string
	// Before is what was posted of it; only its key counts where nothing was.
	Before CededPolicy
}

// Beginnings are the transactions that begin a period each.
func (p Policy) Beginnings() []Transaction {
	var begin []Transaction
	for _, t := range p.Stack {
		if t.Kind == Issue || t.Kind == Renew {
			begin = append(begin, t)
		}
	}
	return begin
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
	shares := make([][]money.Amount, len(c.Policies))
	for i, e := range c.Policies {
		after, parts, err := c.shared(e, act.Today)
		if err != nil {
			return out, nil, err
		}
		out.Policies, shares[i] = append(out.Policies, after), parts
	}
	var events []protocol.Event
	for column, each := range order {
		b, changed, err := out.post(treatyOf(c.Treaties, TreatyID(each.ID)), column, shares)
		if err != nil {
			return out, nil, err
		}
		if changed {
			b.Programme, b.Recorded = c.Programme.ID, act.Today
			out.Bordereaux, events = append(out.Bordereaux, b), append(events, b.told()...)
		}
	}
	return out, events, nil
}

// post posts what changed of a treaty's part of each policy.
func (out *PremiumCeded) post(t Treaty, column int, shares [][]money.Amount) (Bordereau, bool, error) {
	b := Bordereau{Status: Calculated}
	for i := range out.Policies {
		policy := &out.Policies[i]
		change := money.MustAmount(shares[i][column].Minor() - policy.part(t.ID).Minor())
		if t.End != "" || change.IsZero() {
			continue
		}
		policy.post(t.ID, shares[i][column])
		b.Premiums = append(b.Premiums, PremiumEntry{policy.Policy, change})
		var err error
		if b.Premium, err = checked(b.Premium.Add(change)); err != nil {
			return b, false, err
		}
	}
	if len(b.Premiums) == 0 {
		return b, false, nil
	}
	return b, true, out.Book.of(t).enter(&b, t)
}

func treatyOf(treaties []Treaty, id TreatyID) Treaty {
	return treaties[slices.IndexFunc(treaties, func(t Treaty) bool { return t.ID == id })]
}

// shared is what treaties get of a policy.
func (c PremiumCession) shared(e Exposed, today date.Date) (CededPolicy, []money.Amount, error) {
	p, after := c.Programme, e.Before
	if _, takes := slices.BinarySearch(p.Classes, e.Class); !takes || e.Policy.Currency != p.Currency {
		return after, nil, CessionRefused.New("policy %s is not for programme %s", e.Policy.ID, p.ID)
	}
	var err error
	if after.SumInsured, after.Premium, err = p.exposure(e, today); err != nil {
		return after, nil, err
	}
	shares, err := inuring(c.Treaties).Share(treaty.Exposure{
		Risk: string(e.Policy.ID), Class: e.Class, SumInsured: after.SumInsured, Premium: money.MustAmount(max(0, after.Premium.Minor())),
	})
	if err != nil {
		return after, nil, tooLarge(err)
	}
	return after, shares, nil
}

// exposure is what a policy insures and costs in the programme, of the cedent's lines alone: of risks attaching, the policy
// periods that begin in it; of losses occurring, the part of each premium that falls on its days. The sum insured is that of
// the latest of these periods. Faults: CESSION_REFUSED, AMOUNT_TOO_LARGE.
func (p Programme) exposure(e Exposed, today date.Date) (sum, premium money.Amount, err error) {
	mine := false
	for i, begin := range e.Policy.Beginnings() {
		line := slices.IndexFunc(e.Panels[i].Lines, func(l Line) bool { return l.Firm() == p.Cedent })
		if line < 0 {
			continue
		}
		mine = true
		insured, written, touched, err := p.cost(e.Policy, begin, today)
		if err != nil {
			return sum, premium, err
		}
		if touched {
			sum, err = partOf(e.Panels[i], line, insured)
		}
		part, splitErr := partOf(e.Panels[i], line, written)
		if err = errors.Join(err, splitErr); err != nil {
			return sum, premium, tooLarge(err)
		}
		if premium, err = checked(premium.Add(part)); err != nil {
			return sum, premium, err
		}
	}
	if !mine {
		return sum, premium, CessionRefused.New("%s does not insure policy %s", p.Cedent.Party, e.Policy.ID)
	}
	return sum, premium, nil
}

// partOf is an insurer's part of an amount, by its place in the panel.
func partOf(panel Panel, line int, amount money.Amount) (money.Amount, error) {
	parts, err := panel.Split(amount)
	if err != nil {
		return money.Amount{}, err
	}
	return parts[line], nil
}

// cost is what a period of a policy insures and costs in the programme, all panel; false when it does not touch it.
func (p Programme) cost(policy Policy, begin Transaction, today date.Date) (insured, premium money.Amount, touched bool, err error) {
	var covers []Insured
	for _, t := range policy.Stack {
		if t.Period != begin.Number || t.Recorded.After(today) {
			continue
		}
		if t.Kind == Endorse {
			covers = merged(covers, t.Covers)
		} else if t.Number == begin.Number {
			covers = t.Covers
		}
		part, within, err := p.part(t, begin)
		if err != nil {
			return insured, premium, false, err
		}
		touched = touched || within
		if premium, err = checked(premium.Add(part)); err != nil {
			return insured, premium, false, err
		}
	}
	insured, err = View{Covers: covers}.SumInsured()
	return insured, premium, touched, err
}

// part is what of a transaction's premium is the programme's; false when the transaction does not touch it at all.
func (p Programme) part(t, begin Transaction) (money.Amount, bool, error) {
	if p.Basis == RisksAttaching {
		if !p.Period.Has(begin.Effective) {
			return money.Amount{}, false, nil
		}
		return t.Premium, true, nil
	}
	until, err := t.earned(t.Effective.DaysUntil(p.Period.To) + 1)
	if err != nil {
		return money.Amount{}, false, err
	}
	before, err := t.earned(t.Effective.DaysUntil(p.Period.From))
	if err != nil {
		return money.Amount{}, false, err
	}
	part, err := checked(until.Sub(before))
	return part, !t.Effective.After(p.Period.To) && p.Period.From.Before(t.Until), err
}

// earned is what of a transaction's premium falls on its first days: rounded down from the beginning, so that the parts of
// programmes that follow each other add up.
func (t Transaction) earned(days int) (money.Amount, error) {
	whole := t.Effective.DaysUntil(t.Until)
	if whole <= 0 {
		return money.Amount{}, nil
	}
	ratio, err := decimal.NewRatio(int64(min(max(days, 0), whole)), int64(whole))
	if err != nil {
		return money.Amount{}, err
	}
	return checked(t.Premium.MulRatio(one, ratio, decimal.Floor))
}
