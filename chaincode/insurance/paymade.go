// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// MakeRequest makes a payment that was authorised.
type MakeRequest struct {
	NumberedKey
	// Holds pay instead of the insurers' mandates, one for each leg in their order, for the purpose "pay.", claim and number.
	Holds []cash.HoldID `json:"holds,omitempty" help:"the insurers' holds for the payee, one for each leg; their mandates pay when left out"`
}

// Validate refuses malformed members.
func (r MakeRequest) Validate() error {
	if len(r.Holds) > 2*listMost {
		return fmt.Errorf("there are at most %d holds", 2*listMost)
	}
	for i, hold := range r.Holds {
		if err := hold.Validate(); err != nil {
			return err
		}
		if seen(r.Holds[:i], hold) {
			return fmt.Errorf("hold %s is named twice", hold)
		}
	}
	return r.NumberedKey.Validate()
}

// MakePayment pays: the panel's parts from the insurers' own accounts, or all from the lead's where it fronts; anybody may
// carry out what was authorised. What is late bears interest, and where the product says so, premium that is due is taken
// from it: owed are the policyholder's instalments that are. Faults: STATUS_REFUSED, ON_HOLD, TERMS_REFUSED.
func (c Claim) MakePayment(r MakeRequest, p Payment, panel Panel, s Service, owed []Dues, act Act) (Paying, cash.SettleRequest, []protocol.Event, error) {
	refused := func(err error) (Paying, cash.SettleRequest, []protocol.Event, error) {
		return Paying{}, cash.SettleRequest{}, nil, err
	}
	if p.Kind == PayContribution {
		return refused(StatusRefused.New("payment %d on claim %s is a contribution", p.Number, c.ID))
	}
	if err := c.makeable(p, act); err != nil {
		return refused(err)
	}
	var err error
	if p.cost() == IndemnityCost {
		if p.Interest, err = c.lateInterest(p.Amount, s, act.Today); err != nil {
			return refused(err)
		}
	}
	netted, to, err := c.net(&p, owed, act)
	if err != nil {
		return refused(err)
	}
	settle, dues, err := c.legs(&p, panel, to)
	if err != nil {
		return refused(err)
	}
	if err := held(settle, r.Holds); err != nil {
		return refused(err)
	}
	p.Status, p.PaidOn = PaymentMade, act.Today
	cession, falls, err := c.pay(p, act)
	if err != nil {
		return refused(err)
	}
	paying, events, err := c.paying(p, &cession, falls)
	paying.Dues, paying.Netted = dues, netted
	return paying, settle, append(events, instalmentsTold(netted)...), err
}

// held has holds pay the legs, where there are some: one for each. Faults: TERMS_REFUSED.
func held(settle cash.SettleRequest, holds []cash.HoldID) error {
	if len(holds) > 0 && len(holds) != len(settle.Legs) {
		return TermsRefused.New("the payment has %d legs, not %d", len(settle.Legs), len(holds))
	}
	for i, hold := range holds {
		settle.Legs[i].Mandate, settle.Legs[i].Hold, settle.Legs[i].Purpose = "", hold, cash.Purpose(settle.ID)
	}
	return nil
}

// net takes premium that is due from a payment to the policyholder, an instalment after the other as long as each is paid
// whole, and says who gets what.
func (c Claim) net(p *Payment, owed []Dues, act Act) ([]Instalment, []portionOf, error) {
	total, err := checked(p.Amount.Add(p.Interest))
	if err != nil {
		return nil, nil, err
	}
	left := total.Minor()
	var paid []Instalment
	var to []portionOf
	for _, dues := range owed {
		sum, err := dues.Instalment.Total()
		if err != nil || sum.Minor() > left || sum.Sign() <= 0 || dues.inGrace(act.Today) != nil {
			continue
		}
		parts, err := dues.payees()
		if err != nil {
			return nil, nil, err
		}
		paid, to, left = append(paid, dues.Instalment.paid(Paid, act.Today)), append(to, parts...), left-sum.Minor()
	}
	p.Netted = money.MustAmount(total.Minor() - left)
	to, err = gathered(append([]portionOf{{p.Payee, money.MustAmount(left)}}, to...))
	return paid, to, err
}

// makeable refuses a payment that may not be made now. Faults: STATUS_REFUSED, ON_HOLD.
func (c Claim) makeable(p Payment, act Act) error {
	if err := c.live(); err != nil {
		return err
	}
	if err := p.in(PaymentAuthorised); err != nil {
		return err
	}
	return c.payable(act.Today)
}

// legs are what each insurer pays to whom, and notes it on the payment; where the lead fronts, what the others owe it.
func (c Claim) legs(p *Payment, panel Panel, to []portionOf) (cash.SettleRequest, []CoinsuranceDue, error) {
	settle := cash.SettleRequest{ID: p.settlement("pay")}
	parts, totals, err := p.shares(panel)
	if err != nil {
		return settle, nil, err
	}
	var dues []CoinsuranceDue
	for i, line := range panel.Lines {
		p.Parts = append(p.Parts, Part{Insurer: line.Insurer, Amount: parts[i]})
		if p.Fronted && i > 0 && totals[i].Sign() > 0 {
			dues = append(dues, CoinsuranceDue{CoinsuranceKey: CoinsuranceKey{NumberedKey: p.NumberedKey, Insurer: line.Insurer}, Amount: totals[i]})
		}
	}
	p.Owed = len(dues)
	from := panel.Lines
	if p.Fronted {
		total, err := money.Sum(totals...)
		if err != nil {
			return settle, nil, err
		}
		from, totals = from[:1], []money.Amount{total}
	}
	settle.Legs = transfers(from, totals, to, c.Currency)
	return settle, dues, nil
}

// shares are the insurers' parts of the amount, and of amount and interest together.
func (p Payment) shares(panel Panel) (parts, totals []money.Amount, err error) {
	if parts, err = panel.Split(p.Amount); err != nil {
		return nil, nil, err
	}
	interest, err := panel.Split(p.Interest)
	if err != nil {
		return nil, nil, err
	}
	totals = make([]money.Amount, len(parts))
	for i := range parts {
		if totals[i], err = parts[i].Add(interest[i]); err != nil {
			return nil, nil, err
		}
	}
	return parts, totals, nil
}

// settlement names a settlement about a payment.
func (p Payment) settlement(what string) cash.SettlementID {
	return cash.SettlementID(fmt.Sprintf("%s.%s.%d", what, p.Claim, p.Number))
}

// pay moves the claim's money: from pending and reserved to paid; after a last payment the rest of the reserve falls away.
func (c *Claim) pay(p Payment, act Act) (CessionDue, *ReserveMovement, error) {
	exposure, err := c.exposure(p.Exposure)
	if err != nil {
		return CessionDue{}, nil, err
	}
	costs := exposure.costs(p.cost())
	amount := p.Amount.Minor()
	costs.Pending = money.MustAmount(costs.Pending.Minor() - amount)
	costs.Outstanding = money.MustAmount(costs.Outstanding.Minor() - amount)
	costs.Paid = money.MustAmount(costs.Paid.Minor() + amount)
	if c.Interest, err = c.Interest.Add(p.Interest); err != nil {
		return CessionDue{}, nil, AmountTooLarge.New("the interest on claim %s", c.ID)
	}
	rest := int64(0)
	var falls *ReserveMovement
	if p.Kind == PayFinal && costs.Outstanding.Sign() > 0 {
		rest = costs.Outstanding.Minor()
		costs.Outstanding = money.Amount{}
		c.Reserves++
		falls = &ReserveMovement{
			NumberedKey: NumberedKey{Claim: c.ID, Number: c.Reserves}, Exposure: p.Exposure, Cost: IndemnityCost, Delta: money.MustAmount(-rest),
			Reason: "FINAL_PAYMENT", Status: ReserveApplied, Maker: p.Maker, Checker: p.Checker, Recorded: act.Today,
		}
	}
	c.settled(act)
	return c.cede(amount, -amount-rest, act), falls, nil
}

// settled notes that everything decided was paid.
func (c *Claim) settled(act Act) {
	if c.Status != ClaimSettling {
		return
	}
	for _, e := range c.Exposures {
		if e.Indemnity.Paid != e.Payable {
			return
		}
	}
	c.Status = ClaimSettled
	*c = c.stop(act.Today, Payout)
}

// StopPayment takes back a payment that was not made, which gives its money back to the claim; a contribution is owed again.
// Faults: NOT_YOURS, STATUS_REFUSED.
func (c Claim) StopPayment(p Payment, act Act) (Paying, []protocol.Event, error) {
	if err := c.leads(act); err != nil {
		return Paying{}, nil, err
	}
	if err := p.in(PaymentRequested, PaymentReferred, PaymentAuthorised); err != nil {
		return Paying{}, nil, err
	}
	exposure, err := c.exposure(p.Exposure)
	if err != nil {
		return Paying{}, nil, err
	}
	costs := exposure.costs(p.cost())
	costs.Pending = money.MustAmount(costs.Pending.Minor() - p.Amount.Minor())
	if p.Kind == PayContribution {
		exposure.Owing = money.MustAmount(exposure.Owing.Minor() + p.Amount.Minor())
	}
	p.Status = PaymentStopped
	return c.paying(p, nil, nil)
}

// ReturnRequest gives a payment back.
type ReturnRequest struct {
	NumberedKey
	Means
}

// Validate refuses malformed members.
func (r ReturnRequest) Validate() error {
	return errors.Join(r.NumberedKey.Validate(), r.Means.Validate())
}

// ReturnPayment gives a payment back to the insurers that bore it, with the interest, and its money back to the claim: it is
// outstanding again. The payee's account pays, and cash decides whether its owner agrees. found is the accumulator of the
// exposure's cover, nil for none. Faults: STATUS_REFUSED,
// ACCOUNT_REFUSED.
func (c Claim) ReturnPayment(r ReturnRequest, p Payment, panel Panel, found *Accumulated, payer *cash.Account, act Act) (Paying, cash.SettleRequest, []protocol.Event, error) {
	refused := func(err error) (Paying, cash.SettleRequest, []protocol.Event, error) {
		return Paying{}, cash.SettleRequest{}, nil, err
	}
	if err := c.live(); err != nil {
		return refused(err)
	}
	if err := p.in(PaymentMade); err != nil {
		return refused(err)
	}
	if r.Account != p.Payee || p.Kind == PayContribution {
		return refused(AccountRefused.New("payment %d on claim %s was made to another account", p.Number, c.ID))
	}
	if err := r.drawn(payer, c.Currency, act); err != nil {
		return refused(err)
	}
	if p.Owed > 0 {
		return refused(Unsettled.New("insurers owe the lead their parts of payment %d on claim %s", p.Number, c.ID))
	}
	_, totals, err := p.shares(panel)
	if err != nil {
		return refused(err)
	}
	settle := cash.SettleRequest{ID: p.settlement("return")}
	if settle.Legs, err = r.legs(panel.creditors(totals), c.Currency, cash.Purpose(settle.ID)); err != nil {
		return refused(err)
	}
	exposure, err := c.exposure(p.Exposure)
	if err != nil {
		return refused(err)
	}
	costs := exposure.costs(p.cost())
	costs.Paid = money.MustAmount(costs.Paid.Minor() - p.Amount.Minor())
	costs.Outstanding = money.MustAmount(costs.Outstanding.Minor() + p.Amount.Minor())
	back := exposure.refund(p)
	c.Interest = money.MustAmount(c.Interest.Minor() - p.Interest.Minor())
	if c.Status == ClaimSettled && p.cost() == IndemnityCost {
		c.Status = ClaimSettling
	}
	p.Status, p.Returned = PaymentReturned, act.Today
	restored := c.restore(found, exposure.Cover, back)
	cession := c.cede(-p.Amount.Minor(), p.Amount.Minor(), act)
	paying, events, err := c.paying(p, &cession, nil)
	paying.Accumulated = restored
	return paying, settle, events, err
}

// refund takes what came back off what is owed back, and says how much that was.
func (e *Exposure) refund(p Payment) money.Amount {
	if p.cost() != IndemnityCost {
		return money.Amount{}
	}
	back := min(e.Overpaid.Minor(), p.Amount.Minor())
	e.Overpaid = money.MustAmount(e.Overpaid.Minor() - back)
	e.Payable = money.MustAmount(e.Payable.Minor() - back)
	return money.MustAmount(back)
}
