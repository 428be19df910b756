// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// CostKind tells the loss from what it costs to deal with it.
type CostKind string

// The kinds of costs.
const (
	IndemnityCost CostKind = "INDEMNITY"
	ExpenseCost   CostKind = "EXPENSE"
)

// Validate refuses an unknown kind.
func (k CostKind) Validate() error {
	if k != IndemnityCost && k != ExpenseCost {
		return errors.New("cost must be INDEMNITY or EXPENSE")
	}
	return nil
}

func (e *Exposure) costs(kind CostKind) *Costs {
	if kind == ExpenseCost {
		return &e.Expense
	}
	return &e.Indemnity
}

// NumberedKey names a numbered row of a claim.
type NumberedKey struct {
	Claim  ClaimID `json:"claim" help:"the claim"`
	Number int     `json:"number" help:"number of the row within the claim, from 1"`
}

// Key is the row's place in a table.
func (k NumberedKey) Key() []string { return []string{string(k.Claim), number(k.Number)} }

// Validate refuses malformed members.
func (k NumberedKey) Validate() error {
	return errors.Join(k.Claim.Validate(), validateNumber("number", k.Number))
}

// The states of a reserve movement.
const (
	// ReserveWaiting movements need a person of more authority.
	ReserveWaiting  = "WAITING"
	ReserveApplied  = "APPLIED"
	ReserveRejected = "REJECTED"
)

// ReserveMovement is a change of what is set aside for an exposure. It is never changed once it counts.
type ReserveMovement struct {
	NumberedKey
	Exposure int          `json:"exposure"`
	Cost     CostKind     `json:"cost"`
	Delta    money.Amount `json:"delta"`
	Reason   string       `json:"reason"`
	Status   string       `json:"status"`
	Maker    Person       `json:"maker"`
	Checker  Person       `json:"checker,omitzero"`
	Recorded date.Date    `json:"recorded"`
}

// ReserveRequest moves a reserve.
type ReserveRequest struct {
	Claim    ClaimID      `json:"claim" help:"the claim"`
	Exposure int          `json:"exposure" help:"number of the exposure"`
	Cost     CostKind     `json:"cost" help:"INDEMNITY or EXPENSE"`
	Delta    money.Amount `json:"delta" help:"by how much the reserve grows or falls, in minor units"`
	Reason   string       `json:"reason" help:"why, as a code such as FIRST_ESTIMATE"`
}

// Validate refuses malformed members.
func (r ReserveRequest) Validate() error {
	if r.Delta.IsZero() {
		return errors.New("delta is zero")
	}
	return errors.Join(r.Claim.Validate(), validateNumber("exposure", r.Exposure), r.Cost.Validate(), validateName("reason", r.Reason))
}

// Reserved is what a reserve movement changes; Cession is nil while it waits.
type Reserved struct {
	Claim    Claim
	Movement ReserveMovement
	Cession  *CessionDue
}

// Reserve moves a reserve: a person of the lead. A rise beyond the person's authority, measured by all that the claim would
// then have incurred with all that waits, waits for somebody with more. Faults: NOT_YOURS, STATUS_REFUSED, EXPOSURE_UNKNOWN,
// RESERVE_SHORT, AMOUNT_TOO_LARGE.
func (c Claim) Reserve(r ReserveRequest, authority Authority, act Act) (Reserved, []protocol.Event, error) {
	if err := c.leads(act); err != nil {
		return Reserved{}, nil, err
	}
	if _, err := c.exposure(r.Exposure); err != nil {
		return Reserved{}, nil, err
	}
	c.Reserves++
	movement := ReserveMovement{
		NumberedKey: NumberedKey{Claim: c.ID, Number: c.Reserves}, Exposure: r.Exposure, Cost: r.Cost, Delta: r.Delta, Reason: r.Reason,
		Status: ReserveApplied, Maker: act.Person(), Recorded: act.Today,
	}
	if r.Delta.Sign() > 0 {
		enough, err := authority.covers(c.Lead, c.Incurred()+c.Raising.Minor()+r.Delta.Minor())
		if err != nil || !enough { // without any authority it is a proposal too
			movement.Status = ReserveWaiting
			if c.Raising, err = c.Raising.Add(r.Delta); err != nil {
				return Reserved{}, nil, AmountTooLarge.New("the reserves of claim %s", c.ID)
			}
			return c.reserved(movement, nil)
		}
	}
	cession, err := c.apply(movement, act)
	if err != nil {
		return Reserved{}, nil, err
	}
	return c.reserved(movement, &cession)
}

// leads refuses others than persons of the lead, and a claim that is closed or void. Faults: NOT_YOURS, STATUS_REFUSED.
func (c Claim) leads(act Act) error {
	if err := act.By(c.Lead); err != nil {
		return err
	}
	return c.live()
}

func (c Claim) reserved(movement ReserveMovement, cession *CessionDue) (Reserved, []protocol.Event, error) {
	after, events := c.turn()
	events = append(events, ReserveChanged.Of(string(c.ID), NumberedEvent{Number: movement.Number, Status: movement.Status}))
	return Reserved{Claim: after, Movement: movement, Cession: cession}, events, nil
}

// apply lets a movement count. Faults: RESERVE_SHORT, AMOUNT_TOO_LARGE.
func (c *Claim) apply(m ReserveMovement, act Act) (CessionDue, error) {
	exposure, err := c.exposure(m.Exposure)
	if err != nil {
		return CessionDue{}, err
	}
	costs := exposure.costs(m.Cost)
	after, err := costs.Outstanding.Add(m.Delta)
	if err != nil {
		return CessionDue{}, AmountTooLarge.New("the reserves of claim %s", c.ID)
	}
	if after.Cmp(costs.Pending) < 0 {
		return CessionDue{}, ReserveShort.New("the reserve of exposure %d would be below what is pending", m.Exposure)
	}
	costs.Outstanding = after
	return c.cede(0, m.Delta.Minor(), act), nil
}

// cede notes a movement of the claim's money for reinsurance.
func (c *Claim) cede(paid, outstanding int64, act Act) CessionDue {
	c.Movements++
	return CessionDue{
		CessionKey: CessionKey{Claim: c.ID, Movement: c.Movements}, Policy: c.Policy, Class: c.Class, SumInsured: c.SumInsured, Currency: c.Currency,
		Event: c.Event, Occurred: c.LossAt, Attached: c.Period.From, Agreed: c.Agreed, Reserved: money.MustAmount(c.outstanding()), Paid: money.MustAmount(paid), Outstanding: money.MustAmount(outstanding), Recorded: act.Today,
	}
}

// insured is what the covers of the claim insure, each counted once.
func (c Claim) insured() money.Amount {
	seen := map[CoverCode]bool{}
	sum := money.Amount{}
	for _, e := range c.Exposures {
		if !seen[e.Cover] {
			if more, err := sum.Add(e.Sum); err == nil {
				sum = more
			}
		}
		seen[e.Cover] = true
	}
	return sum
}

// ApproveReserve lets a movement that waits count: another person of the lead with authority for all that the claim will
// then have incurred. Faults: NOT_YOURS, SAME_PERSON, STATUS_REFUSED, AUTHORITY_MISSING, those of moving it.
func (c Claim) ApproveReserve(m ReserveMovement, authority Authority, act Act) (Reserved, []protocol.Event, error) {
	if err := c.waits(m, act); err != nil {
		return Reserved{}, nil, err
	}
	if err := act.Another(m.Maker); err != nil {
		return Reserved{}, nil, err
	}
	enough, err := authority.covers(c.Lead, c.Incurred()+c.Raising.Minor())
	if err != nil {
		return Reserved{}, nil, err
	}
	if !enough {
		return Reserved{}, nil, AuthorityMissing.New("claim %s would have incurred more than the caller's authority", c.ID)
	}
	c.Raising = money.MustAmount(c.Raising.Minor() - m.Delta.Minor())
	cession, err := c.apply(m, act)
	if err != nil {
		return Reserved{}, nil, err
	}
	m.Status, m.Checker = ReserveApplied, act.Person()
	return c.reserved(m, &cession)
}

// RejectReserve ends a movement that waits. Faults: NOT_YOURS, STATUS_REFUSED.
func (c Claim) RejectReserve(m ReserveMovement, act Act) (Reserved, []protocol.Event, error) {
	if err := c.waits(m, act); err != nil {
		return Reserved{}, nil, err
	}
	c.Raising = money.MustAmount(c.Raising.Minor() - m.Delta.Minor())
	m.Status, m.Checker = ReserveRejected, act.Person()
	return c.reserved(m, nil)
}

func (c Claim) waits(m ReserveMovement, act Act) error {
	if err := c.leads(act); err != nil {
		return err
	}
	return inState("reserve movement", number(m.Number), m.Status, ReserveWaiting)
}
