// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// PaymentKind is why money is paid on a claim.
type PaymentKind string

// The kinds of payments.
const (
	// PayAdvance is paid before the claim is decided, of what was decided to be certain.
	PayAdvance PaymentKind = "ADVANCE"
	PayPartial PaymentKind = "PARTIAL"
	// PayFinal pays all that is left of an exposure, and what is reserved for it beyond falls away.
	PayFinal PaymentKind = "FINAL"
	// PayExpense is for dealing with the claim: adjusters, lawyers.
	PayExpense PaymentKind = "EXPENSE"
	// PayContribution goes to another insurer of the same loss, which paid more than its part.
	PayContribution PaymentKind = "CONTRIBUTION"
)

// PaymentStatus is how a payment stands.
type PaymentStatus string

// The states of a payment. Money and state change in one transaction, so that none is submitted and not confirmed; what cash
// refuses stays authorised, and may be tried again or stopped.
const (
	PaymentRequested PaymentStatus = "REQUESTED"
	// PaymentReferred was agreed to by persons whose authority does not suffice.
	PaymentReferred   PaymentStatus = "REFERRED"
	PaymentAuthorised PaymentStatus = "AUTHORISED"
	PaymentMade       PaymentStatus = "CONFIRMED"
	PaymentStopped    PaymentStatus = "STOPPED"
	// PaymentReturned came back from the payee.
	PaymentReturned PaymentStatus = "RETURNED"
)

// Part is what one insurer bears of a payment.
type Part struct {
	Insurer parties.PartyID `json:"insurer"`
	Amount  money.Amount    `json:"amount"`
}

// Payment is a payment on a claim. Its name is the claim's and a number without gaps, so that a replay of the request finds
// the name taken (invariant I4).
type Payment struct {
	NumberedKey
	Exposure int            `json:"exposure"`
	Kind     PaymentKind    `json:"kind"`
	Amount   money.Amount   `json:"amount"`
	Payee    cash.AccountID `json:"payee"`
	// Fronted payments are made by the lead for the whole panel; the others owe it their parts.
	Fronted bool          `json:"fronted,omitzero"`
	Status  PaymentStatus `json:"status"`
	Maker   Person        `json:"maker"`
	Agreed  []Person      `json:"agreed,omitempty"`
	Checker Person        `json:"checker,omitzero"`
	// Seconded is the person of another insurer who agreed, where large expenses need one.
	Seconded Person `json:"seconded,omitzero"`
	// Owed is how many insurers still owe the lead their parts of a fronted payment.
	Owed int `json:"owed,omitzero"`
	// Case and Transfer are what a contribution pays.
	Case     DuplicateID `json:"case,omitzero"`
	Transfer int         `json:"transfer,omitzero"`
	// Parts are what each insurer bears, Interest what was paid on top for lateness, by the same insurers.
	Parts    []Part       `json:"parts,omitempty"`
	Interest money.Amount `json:"interest,omitzero"`
	// Netted is premium that was due and was taken from what the policyholder gets.
	Netted   money.Amount `json:"netted,omitzero"`
	Recorded date.Date    `json:"recorded"`
	PaidOn   date.Date    `json:"paidOn,omitzero"`
	Returned date.Date    `json:"returned,omitzero"`
}

func (p Payment) cost() CostKind {
	if p.Kind == PayExpense {
		return ExpenseCost
	}
	return IndemnityCost
}

// PaymentRequest asks for a payment.
type PaymentRequest struct {
	Claim    ClaimID      `json:"claim" help:"the claim"`
	Number   int          `json:"number" help:"number of the payment: one more than the claim's last"`
	Exposure int          `json:"exposure" help:"number of the exposure"`
	Kind     PaymentKind  `json:"kind" help:"ADVANCE, PARTIAL, FINAL or EXPENSE"`
	Amount   money.Amount `json:"amount" help:"what is paid, in minor units"`
	// Payee is the policyholder where it is left out.
	Payee   cash.AccountID `json:"payee,omitzero" help:"account that is paid; that of the policy when left out"`
	Fronted bool           `json:"fronted,omitzero" help:"the lead pays for the whole panel"`
}

// Validate refuses malformed members.
func (r PaymentRequest) Validate() error {
	if !slices.Contains([]PaymentKind{PayAdvance, PayPartial, PayFinal, PayExpense}, r.Kind) {
		return errors.New("kind must be ADVANCE, PARTIAL, FINAL or EXPENSE")
	}
	if r.Amount.Sign() <= 0 {
		return errors.New("amount must be above zero")
	}
	if r.Payee != "" {
		if err := r.Payee.Validate(); err != nil {
			return err
		}
	}
	return errors.Join(r.Claim.Validate(), validateNumber("number", r.Number), validateNumber("exposure", r.Exposure))
}

// Paying is what a step of a payment changes.
type Paying struct {
	Claim   Claim
	Payment Payment
	// Cession is nil where no money moves, Falls the reserve that falls away with a last payment.
	Cession *CessionDue
	Falls   *ReserveMovement
	// Dues are what other insurers owe a lead that fronted.
	Dues []CoinsuranceDue
	// Netted are instalments of premium that were taken from a payment.
	Netted []Instalment
	// Accumulated is the accumulator that gets its limit back with a payment that was not owed.
	Accumulated *Accumulated
}

// RequestPayment commits money of the claim: within what is payable on the exposure, counting what is pending and what other
// insurers of the loss are owed, and within what is reserved (invariants I1, I5). Faults: NOT_YOURS, STATUS_REFUSED, ON_HOLD,
// EXPOSURE_UNKNOWN, PAYABLE_EXCEEDED, RESERVE_SHORT.
func (c Claim) RequestPayment(r PaymentRequest, act Act) (Paying, []protocol.Event, error) {
	if err := c.leads(act); err != nil {
		return Paying{}, nil, err
	}
	if r.Number != c.Payments+1 {
		return Paying{}, nil, StatusRefused.New("the next payment on claim %s is %d", c.ID, c.Payments+1)
	}
	exposure, err := c.exposure(r.Exposure)
	if err != nil {
		return Paying{}, nil, err
	}
	payment := Payment{
		NumberedKey: NumberedKey{Claim: c.ID, Number: r.Number}, Exposure: r.Exposure, Kind: r.Kind, Amount: r.Amount, Payee: r.Payee,
		Fronted: r.Fronted, Status: PaymentRequested, Maker: act.Person(), Recorded: act.Today,
	}
	if payment.Payee == "" {
		payment.Payee = c.Account
	}
	if err := c.payable(act.Today); err != nil {
		return Paying{}, nil, err
	}
	if err := exposure.commits(payment, c.decided()); err != nil {
		return Paying{}, nil, err
	}
	costs := exposure.costs(payment.cost())
	costs.Pending = money.MustAmount(costs.Pending.Minor() + r.Amount.Minor())
	if r.Kind == PayContribution {
		exposure.Owing = money.MustAmount(exposure.Owing.Minor() - r.Amount.Minor())
	}
	c.Payments = r.Number
	if c.Status == ClaimApproved || c.Status == ClaimPartly || c.Status == ClaimSettled && payment.cost() == IndemnityCost {
		c.Status = ClaimSettling
	}
	return c.paying(payment, nil, nil)
}

// commits refuses a payment that the exposure does not have room for. Faults: PAYABLE_EXCEEDED, RESERVE_SHORT.
func (e *Exposure) commits(p Payment, decided bool) error {
	costs := e.costs(p.cost())
	if p.Kind != PayExpense {
		room := e.room()
		if p.Kind == PayContribution { // what is owed is there for it
			room += p.Amount.Minor()
		}
		others := costs.Pending.Sign() > 0 || e.Owing.Sign() > 0
		if p.Amount.Minor() > room || p.Kind == PayFinal && (p.Amount.Minor() != room || others) {
			return PayableExceeded.New("%d is left to pay on exposure %d, and a last payment pays all of it", room, e.Number)
		}
		if p.Kind != PayContribution && (p.Kind == PayAdvance) == decided {
			return StatusRefused.New("advances are paid before a decision, and other payments after it")
		}
	}
	if p.Amount.Minor() > costs.Outstanding.Minor()-costs.Pending.Minor() {
		return ReserveShort.New("the reserve of exposure %d does not suffice", e.Number)
	}
	return nil
}

// waitingFor refuses awards below what was paid and is pending: a payment that waits would be paid against them. Faults:
// DECISION_REFUSED.
func (c Claim) waitingFor(awards []Award) error {
	for _, award := range awards {
		exposure := c.Exposures[award.Exposure-1]
		costs := exposure.Indemnity
		if costs.Pending.Sign() > 0 && award.Amount.Minor()+exposure.Relieved.Minor() < costs.Paid.Minor()+costs.Pending.Minor() {
			return DecisionRefused.New("a payment on exposure %d is pending; it is to be stopped first", award.Exposure)
		}
	}
	return nil
}

func (c Claim) paying(p Payment, cession *CessionDue, falls *ReserveMovement) (Paying, []protocol.Event, error) {
	after, events := c.turn()
	events = append(events, p.event())
	return Paying{Claim: after, Payment: p, Cession: cession, Falls: falls}, events, nil
}

func (p Payment) event() protocol.Event {
	return PaymentChanged.Of(string(p.Claim), NumberedEvent{Number: p.Number, Status: string(p.Status)})
}

func (p Payment) in(states ...PaymentStatus) error {
	return inState("payment", fmt.Sprintf("%s/%d", p.Claim, p.Number), p.Status, states...)
}

// AuthorisePayment lets a payment be made: another person than its maker and those who agreed before. Authority is measured
// by all that was paid and is pending on the claim; who has not enough refers it to somebody with more. Large expenses need
// the word of another insurer of the panel first, which gives it in the same way. Faults: NOT_YOURS, SAME_PERSON,
// STATUS_REFUSED, AUTHORITY_MISSING.
func (c Claim) AuthorisePayment(p Payment, authority Authority, panel Panel, t ClaimTerms, act Act) (Paying, []protocol.Event, error) {
	refused := func(err error) (Paying, []protocol.Event, error) { return Paying{}, nil, err }
	large := p.Kind == PayExpense && c.largeExpense(panel, t)
	if large && act.By(c.Lead) != nil {
		return c.secondPayment(p, panel, act)
	}
	if err := c.leads(act); err != nil {
		return refused(err)
	}
	if err := p.in(PaymentRequested, PaymentReferred); err != nil {
		return refused(err)
	}
	for _, person := range append([]Person{p.Maker}, p.Agreed...) {
		if err := act.Another(person); err != nil {
			return refused(err)
		}
	}
	paid, pending := c.committed()
	enough, err := authority.covers(c.Lead, paid+pending)
	switch {
	case err != nil:
		return refused(err)
	case enough && large && p.Seconded == (Person{}):
		return refused(AuthorityMissing.New("expenses above %s are not authorised by the lead alone", t.LargeLoss))
	case enough:
		p.Status, p.Checker = PaymentAuthorised, act.Person()
	default:
		p.Status, p.Agreed = PaymentReferred, append(slices.Clone(p.Agreed), act.Person())
	}
	return c.paying(p, nil, nil)
}

// largeExpense tells whether what was and is to be paid for dealing with the claim is beyond a large loss, and others than the
// lead pay a part of it.
func (c Claim) largeExpense(panel Panel, t ClaimTerms) bool {
	sum := int64(0)
	for _, e := range c.Exposures {
		sum += e.Expense.Paid.Minor() + e.Expense.Pending.Minor()
	}
	return !t.LargeLoss.IsZero() && sum > t.LargeLoss.Minor() && len(panel.Lines) > 1
}

// secondPayment is the word of another insurer of the panel. Faults: NOT_YOURS, STATUS_REFUSED.
func (c Claim) secondPayment(p Payment, panel Panel, act Act) (Paying, []protocol.Event, error) {
	if err := c.another(panel, act); err != nil {
		return Paying{}, nil, err
	}
	if err := c.live(); err != nil {
		return Paying{}, nil, err
	}
	if err := p.in(PaymentRequested, PaymentReferred); err != nil {
		return Paying{}, nil, err
	}
	p.Seconded = act.Person()
	return c.paying(p, nil, nil)
}
