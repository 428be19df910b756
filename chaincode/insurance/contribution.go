// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/finance/split"
	"github.com/consort-finance/consort/chaincode/insurance/adjudication"
	"github.com/consort-finance/consort/chaincode/insurance/indemnity"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// ShareOut divides the loss of a confirmed case among its insurers, once every claim is assessed: each claim is reduced to its
// insurer's share, and where somebody paid more than that before, the others owe it, up to what they still have to pay. What
// nobody owes any more, because all was paid, the policyholder owes back. terms are those of the claims, and found
// their accumulators, in the order of the case. Faults: NOT_YOURS, STATUS_REFUSED, UNSETTLED.
func (d DuplicateCase) ShareOut(claims []Claim, terms []ProductTerms, found [][]Accumulated, act Act) (Compared, []protocol.Event, error) {
	refused := func(err error) (Compared, []protocol.Event, error) { return Compared{}, nil, err }
	if err := inState("case", string(d.ID), d.Status, DuplicateConfirmed); err != nil {
		return refused(err)
	}
	if !slices.ContainsFunc(d.Sides, func(s Side) bool { return act.By(s.Lead) == nil }) {
		return refused(NotYours.New("this is for an insurer of case %s to do", d.ID))
	}
	liabilities, err := d.liabilities(claims, terms)
	if err != nil {
		return refused(err)
	}
	shares, err := indemnity.Contribute(d.Method, d.Loss, liabilities)
	if err != nil {
		return refused(err)
	}
	d.Sides = slices.Clone(d.Sides)
	compared := Compared{Claims: slices.Clone(claims)}
	for i := range compared.Claims {
		d.Sides[i].Liability, d.Sides[i].Share = liabilities[i].Amount, shares[i]
		if compared.Claims[i], err = compared.Claims[i].reduce(shares[i]); err != nil {
			return refused(err)
		}
	}
	d.Transfers, d.Status = owing(compared.Claims), DuplicateShared
	compared.Case = d
	events := []protocol.Event{d.event()}
	for i := range compared.Claims {
		compared.Accumulated = append(compared.Accumulated, compared.Claims[i].givesBack(found[i])...)
		after, told := compared.Claims[i].turn()
		compared.Claims[i] = after
		events = append(events, told...)
	}
	return compared, events, nil
}

// liabilities are what each claim gives alone, with its limit; the loss is the largest that an insurer found. Faults:
// UNSETTLED for a claim that is not assessed, is about to change, or has a payment under way.
func (d *DuplicateCase) liabilities(claims []Claim, terms []ProductTerms) ([]indemnity.Liability, error) {
	all := make([]indemnity.Liability, len(claims))
	methods := make([]indemnity.Method, len(claims))
	d.Loss = money.Amount{}
	for i, claim := range claims {
		if err := claim.divisible(); err != nil {
			return nil, err
		}
		loss, owes := int64(0), int64(0)
		for _, e := range claim.Exposures {
			if e.Indemnity.Pending.Sign() > 0 {
				return nil, Unsettled.New("claim %s has a payment under way", claim.ID)
			}
			loss += max(0, e.Facts.Loss.Minor()-e.Facts.Credits.Minor())
			owes += e.Assessed.Minor()
			if claim.decidedOnce() {
				owes += e.awarded() - e.Assessed.Minor()
			}
		}
		if money.MustAmount(loss).Cmp(d.Loss) > 0 {
			d.Loss = money.MustAmount(loss)
		}
		all[i] = indemnity.Liability{Amount: money.MustAmount(owes), Limit: claim.insured()}
		methods[i] = indemnity.Method(terms[i].Claims.Contribution)
	}
	d.Method = indemnity.Agreed(methods)
	return all, nil
}

// divisible refuses to divide a claim whose figures are about to change: one that is not assessed, waits for a decision or an
// appeal, or of which something is payable without a decision, since it is interim or is decided anew. Faults: UNSETTLED.
func (c Claim) divisible() error {
	if c.Assessments == 0 || slices.Contains([]ClaimStatus{ClaimPending, ClaimReferred, ClaimAppealed, ClaimReview}, c.Status) {
		return Unsettled.New("claim %s is not assessed, or waits for a decision", c.ID)
	}
	if !c.decidedOnce() && slices.ContainsFunc(c.Exposures, func(e Exposure) bool { return !e.Payable.IsZero() }) {
		return Unsettled.New("claim %s is not decided, and something is payable on it", c.ID)
	}
	return nil
}

// decidedOnce tells whether a decision stands on the claim: what it awards counts, and not the assessment alone.
func (c Claim) decidedOnce() bool {
	return c.decided() || c.Status == ClaimDenied || c.Status == ClaimUpheld || c.Status == ClaimClosed
}

// reduce brings a claim down to its insurer's share: what others bear is a fact of each exposure from now on, so that a later
// assessment gives the same. What was paid above the share stays payable until others have paid it.
func (c Claim) reduce(share money.Amount) (Claim, error) {
	decided := c.decidedOnce()
	owes := make([]int64, len(c.Exposures))
	total := int64(0)
	for i, e := range c.Exposures {
		owes[i] = e.Assessed.Minor()
		if decided {
			owes[i] = e.awarded()
		}
		total += owes[i]
	}
	c.Holds = c.without(DuplicateHold)
	if total == 0 {
		return c, nil
	}
	parts, err := split.Amounts(share, owes)
	if err != nil {
		return c, err
	}
	c.Exposures = slices.Clone(c.Exposures)
	for i := range c.Exposures {
		e := &c.Exposures[i]
		others := owes[i] - parts[i].Minor()
		if others == 0 {
			continue
		}
		if e.Facts.Others, err = e.Facts.Others.Add(money.MustAmount(others)); err != nil {
			return c, AmountTooLarge.New("what others bear of claim %s", c.ID)
		}
		e.Assessed = money.MustAmount(max(0, e.Assessed.Minor()-others))
		if decided {
			*e = e.award(parts[i])
		}
	}
	c.settledAfter()
	return c, nil
}

// givesBack are the accumulators of a claim of which less is payable than before.
func (c *Claim) givesBack(found []Accumulated) []Accumulated {
	c.Uses = slices.Clone(c.Uses)
	var changed []Accumulated
	for i := range c.Uses {
		use := &c.Uses[i]
		back := max(0, use.Use.Limit.Minor()-c.payableUnder(use.Cover))
		if at := slices.IndexFunc(found, func(a Accumulated) bool { return a.Cover == use.Cover }); at >= 0 && back > 0 {
			given := adjudication.Accumulator{Limit: money.MustAmount(back)}
			use.Use, found[at].Used = use.Use.GiveBack(given), found[at].Used.GiveBack(given)
			changed = append(changed, found[at])
		}
	}
	return changed
}

// settledAfter notes that a claim has nothing more to pay after it was reduced.
func (c *Claim) settledAfter() {
	for _, e := range c.Exposures {
		if e.Indemnity.Paid != e.Payable {
			return
		}
	}
	if c.Status == ClaimSettling {
		c.Status = ClaimSettled
	}
}

// owing are the payments between insurers: those with something left to pay, in the order of the case, to those that paid too
// much, in the same order. What is transferred is not owed back by the policyholder.
func owing(claims []Claim) []Transfer {
	var transfers []Transfer
	for i := range claims {
		for e := range claims[i].Exposures {
			for over := claims[i].Exposures[e].Overpaid.Minor(); over > 0; over = claims[i].Exposures[e].Overpaid.Minor() {
				from, exposure := room(claims)
				if from < 0 {
					break
				}
				debtor := &claims[from].Exposures[exposure]
				part := min(over, debtor.room())
				debtor.Owing = money.MustAmount(debtor.Owing.Minor() + part)
				transfers = append(transfers, Transfer{
					From: claims[from].ID, FromExposure: exposure + 1, To: claims[i].ID, ToExposure: e + 1, Amount: money.MustAmount(part),
				})
				relieved := &claims[i].Exposures[e]
				relieved.Overpaid = money.MustAmount(over - part)
				relieved.Relieved = money.MustAmount(relieved.Relieved.Minor() + part)
			}
		}
	}
	return transfers
}

// room finds an exposure that has something left to pay, which is not in a transfer yet; -1 for none.
func room(claims []Claim) (claim, exposure int) {
	for i, c := range claims {
		for e := range c.Exposures {
			if c.Exposures[e].room() > 0 {
				return i, e
			}
		}
	}
	return -1, -1
}

// room is what is left to pay on an exposure: not paid, under way, or owed to other insurers of the loss.
func (e Exposure) room() int64 {
	return e.Payable.Minor() - e.Indemnity.Paid.Minor() - e.Indemnity.Pending.Minor() - e.Owing.Minor()
}

// ContributeRequest has a transfer of a case paid.
type ContributeRequest struct {
	Case     DuplicateID `json:"case" help:"the case"`
	Transfer int         `json:"transfer" help:"number of the transfer within the case, from 1"`
}

// Validate refuses malformed members.
func (r ContributeRequest) Validate() error {
	if err := validateNumber("transfer", r.Transfer); err != nil {
		return err
	}
	return r.Case.Validate()
}

// Find is the transfer of a case. Faults: NOT_FOUND.
func (d DuplicateCase) Find(r ContributeRequest) (Transfer, error) {
	if r.Transfer > len(d.Transfers) {
		return Transfer{}, protocol.NotFound.New("case %s has no transfer %d", d.ID, r.Transfer)
	}
	return d.Transfers[r.Transfer-1], nil
}

// Contribute asks for the payment of a transfer, on the debtor's claim: a person of its lead. It is authorised as every
// payment is. Faults: NOT_YOURS, STATUS_REFUSED, ON_HOLD, PAYABLE_EXCEEDED, RESERVE_SHORT.
func (d DuplicateCase) Contribute(r ContributeRequest, debtor Claim, act Act) (DuplicateCase, Paying, []protocol.Event, error) {
	transfer, err := d.Find(r)
	if err != nil {
		return d, Paying{}, nil, err
	}
	if transfer.Payment != 0 {
		return d, Paying{}, nil, StatusRefused.New("transfer %d of case %s has payment %d", r.Transfer, d.ID, transfer.Payment)
	}
	request := PaymentRequest{
		Claim: debtor.ID, Number: debtor.Payments + 1, Exposure: transfer.FromExposure, Kind: PayContribution, Amount: transfer.Amount,
	}
	paying, events, err := debtor.RequestPayment(request, act)
	if err != nil {
		return d, Paying{}, nil, err
	}
	paying.Payment.Case, paying.Payment.Transfer = d.ID, r.Transfer
	d.Transfers = slices.Clone(d.Transfers)
	d.Transfers[r.Transfer-1].Payment = paying.Payment.Number
	return d, paying, append(events, d.event()), nil
}

// Stopped is the case after a contribution was taken back: it may be asked for again.
func (d DuplicateCase) Stopped(p Payment) DuplicateCase {
	d.Transfers = slices.Clone(d.Transfers)
	d.Transfers[p.Transfer-1].Payment = 0
	return d
}

// Contributing is what the payment of a transfer changes: on the debtor's claim and on the creditor's.
type Contributing struct {
	Paying
	Creditor Claim
	Credited CessionDue
}

// MakeContribution pays a transfer that was authorised, from the debtor's panel to the creditor's. Faults: STATUS_REFUSED,
// ON_HOLD, NOT_FOUND.
func (c Claim) MakeContribution(p Payment, d DuplicateCase, creditor Claim, from, to Panel, act Act) (Contributing, cash.SettleRequest, []protocol.Event, error) {
	refused := func(err error) (Contributing, cash.SettleRequest, []protocol.Event, error) {
		return Contributing{}, cash.SettleRequest{}, nil, err
	}
	if p.Kind != PayContribution {
		return refused(StatusRefused.New("payment %d on claim %s is no contribution", p.Number, c.ID))
	}
	if err := c.makeable(p, act); err != nil {
		return refused(err)
	}
	transfer, err := d.Find(ContributeRequest{Case: d.ID, Transfer: p.Transfer})
	if err != nil {
		return refused(err)
	}
	parts, err := from.Split(p.Amount)
	if err != nil {
		return refused(err)
	}
	credits, err := to.Split(p.Amount)
	if err != nil {
		return refused(err)
	}
	for i, line := range from.Lines {
		p.Parts = append(p.Parts, Part{Insurer: line.Insurer, Amount: parts[i]})
	}
	settle := cash.SettleRequest{ID: p.settlement("contribute"), Legs: transfers(from.Lines, parts, to.creditors(credits), c.Currency)}
	p.Status, p.PaidOn = PaymentMade, act.Today
	cession, falls, err := c.pay(p, act)
	if err != nil {
		return refused(err)
	}
	credited, told, err := creditor.credit(transfer, act)
	if err != nil {
		return refused(err)
	}
	paying, events, err := c.paying(p, &cession, falls)
	return Contributing{Paying: paying, Creditor: credited.Claim, Credited: credited.Cession}, settle, append(events, told...), err
}

// credit notes on the creditor's claim what another insurer paid it.
func (c Claim) credit(t Transfer, act Act) (Receiving, []protocol.Event, error) {
	exposure, err := c.exposure(t.ToExposure)
	if err != nil {
		return Receiving{}, nil, err
	}
	if exposure.Recovered, err = exposure.Recovered.Add(t.Amount); err != nil {
		return Receiving{}, nil, AmountTooLarge.New("what was recovered on claim %s", c.ID)
	}
	cession := c.cede(-t.Amount.Minor(), 0, act)
	after, events := c.turn()
	return Receiving{Claim: after, Cession: cession}, events, nil
}
