// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/adjudication"
	"github.com/consort-finance/consort/chaincode/insurance/indemnity"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// RecoveryKind is from where money comes back.
type RecoveryKind string

// The kinds of recoveries. What another insurer of the loss bears is a payment on its own claim (see [PayContribution]).
const (
	// Salvage is what is left of the goods.
	Salvage RecoveryKind = "SALVAGE"
	// Subrogation is what whoever caused the loss pays; it is divided between insured and insurers.
	Subrogation RecoveryKind = "SUBROGATION"
	// Overpayment is what was paid above what was decided later.
	Overpayment RecoveryKind = "OVERPAYMENT"
)

// RecoveryStatus is how a recovery stands.
type RecoveryStatus string

// The states of a recovery.
const (
	RecoveryIdentified RecoveryStatus = "IDENTIFIED"
	RecoveryDemanded   RecoveryStatus = "DEMANDED"
	RecoveryCountered  RecoveryStatus = "COUNTERED"
	RecoveryRejected   RecoveryStatus = "REJECTED"
	RecoveryAgreed     RecoveryStatus = "AGREED"
	// RecoveryReceived has all that was agreed, divided and paid out.
	RecoveryReceived RecoveryStatus = "RECEIVED"
	RecoveryClosed   RecoveryStatus = "CLOSED"
	// RecoveryWaiving waits for a second person to give the recovery up, or what is agreed to come in less than was expected.
	RecoveryWaiving RecoveryStatus = "WAIVING"
	RecoveryWaived  RecoveryStatus = "WAIVED"
)

// Recovery is money that may come back on a claim.
type Recovery struct {
	ID       RecoveryID   `json:"id"`
	Claim    ClaimID      `json:"claim"`
	Exposure int          `json:"exposure"`
	Kind     RecoveryKind `json:"kind"`
	Lead     Firm         `json:"lead"`
	// Debtor is who owes it, where it is a party: an insurer of whoever caused the loss.
	Debtor   Firm         `json:"debtor,omitzero"`
	Expected money.Amount `json:"expected"`
	Demanded money.Amount `json:"demanded,omitzero"`
	Offered  money.Amount `json:"offered,omitzero"`
	Agreed   money.Amount `json:"agreed,omitzero"`
	// Received is what came in; of that Insured went to the policyholder and the rest to the insurers.
	Received money.Amount   `json:"received,omitzero"`
	Insured  money.Amount   `json:"insured,omitzero"`
	Receipts int            `json:"receipts,omitzero"`
	Status   RecoveryStatus `json:"status"`
	// Before is how it stood when somebody asked to give it up.
	Before RecoveryStatus `json:"before,omitzero"`
	Maker  Person         `json:"maker"`
	Opened date.Date      `json:"opened"`
}

// RecoveryRequest opens a recovery.
type RecoveryRequest struct {
	Recovery RecoveryID      `json:"recovery" help:"name of the recovery"`
	Claim    ClaimID         `json:"claim" help:"the claim"`
	Exposure int             `json:"exposure" help:"number of the exposure"`
	Kind     RecoveryKind    `json:"kind" help:"SALVAGE, SUBROGATION or OVERPAYMENT"`
	Expected money.Amount    `json:"expected" help:"what is expected, in minor units"`
	Debtor   parties.PartyID `json:"debtor,omitzero" help:"party that owes it"`
}

// Validate refuses malformed members.
func (r RecoveryRequest) Validate() error {
	if !slices.Contains([]RecoveryKind{Salvage, Subrogation, Overpayment}, r.Kind) {
		return errors.New("kind must be SALVAGE, SUBROGATION or OVERPAYMENT")
	}
	if r.Expected.Sign() <= 0 {
		return errors.New("expected must be above zero")
	}
	if r.Debtor != "" {
		if err := r.Debtor.Validate(); err != nil {
			return err
		}
	}
	return errors.Join(r.Recovery.Validate(), r.Claim.Validate(), validateNumber("exposure", r.Exposure))
}

// Recover opens a recovery on an exposure on which something was paid: a person of the lead, also after the claim is closed.
// Faults: NOT_YOURS, STATUS_REFUSED, EXPOSURE_UNKNOWN, RECOVERY_EXCEEDED.
func (c Claim) Recover(r RecoveryRequest, debtor Firm, act Act) (Claim, Recovery, []protocol.Event, error) {
	refused := func(err error) (Claim, Recovery, []protocol.Event, error) { return c, Recovery{}, nil, err }
	if err := act.By(c.Lead); err != nil {
		return refused(err)
	}
	exposure, err := c.exposure(r.Exposure)
	if err != nil {
		return refused(err)
	}
	if exposure.Indemnity.Paid.IsZero() {
		return refused(StatusRefused.New("nothing was paid on exposure %d of claim %s", r.Exposure, c.ID))
	}
	recovery := Recovery{
		ID: r.Recovery, Claim: c.ID, Exposure: r.Exposure, Kind: r.Kind, Lead: c.Lead, Debtor: debtor, Expected: r.Expected,
		Status: RecoveryIdentified, Maker: act.Person(), Opened: act.Today,
	}
	if r.Kind == Overpayment {
		if r.Expected.Cmp(exposure.Overpaid) > 0 {
			return refused(RecoveryExceeded.New("%s was overpaid on exposure %d", exposure.Overpaid, r.Exposure))
		}
		recovery.Debtor = c.Holder
	}
	c.Recoveries++
	after, events := c.turn()
	return after, recovery, append(events, recovery.event()), nil
}

// RecoveryAmount states an amount about a recovery.
type RecoveryAmount struct {
	Recovery RecoveryID   `json:"recovery" help:"the recovery"`
	Amount   money.Amount `json:"amount" help:"in minor units"`
}

// Validate refuses malformed members.
func (r RecoveryAmount) Validate() error {
	if r.Amount.Sign() <= 0 {
		return errors.New("amount must be above zero")
	}
	return r.Recovery.Validate()
}

// Demand demands an amount of the debtor. Faults: NOT_YOURS, STATUS_REFUSED.
func (r Recovery) Demand(q RecoveryAmount, act Act) (Recovery, []protocol.Event, error) {
	if err := act.By(r.Lead); err != nil {
		return r, nil, err
	}
	if err := r.in(RecoveryIdentified, RecoveryCountered, RecoveryRejected); err != nil {
		return r, nil, err
	}
	r.Demanded, r.Offered, r.Status = q.Amount, money.Amount{}, RecoveryDemanded
	return r.told()
}

// RecoveryAnswer answers a demand: all of it, less, or nothing.
type RecoveryAnswer struct {
	Recovery RecoveryID   `json:"recovery" help:"the recovery"`
	Offered  money.Amount `json:"offered" help:"what the debtor is ready to pay, in minor units; zero rejects"`
}

// Validate refuses malformed members.
func (r RecoveryAnswer) Validate() error {
	if r.Offered.Sign() < 0 {
		return errors.New("offered is below zero")
	}
	return r.Recovery.Validate()
}

// Answer is the debtor's answer. All of a demand of less than was expected is an offer still. Faults: NOT_YOURS,
// STATUS_REFUSED, RECOVERY_EXCEEDED.
func (r Recovery) Answer(q RecoveryAnswer, act Act) (Recovery, []protocol.Event, error) {
	if err := act.By(r.Debtor); err != nil {
		return r, nil, err
	}
	if err := r.in(RecoveryDemanded); err != nil {
		return r, nil, err
	}
	order := q.Offered.Cmp(r.Demanded)
	switch {
	case order > 0:
		return r, nil, RecoveryExceeded.New("%s was demanded", r.Demanded)
	case order == 0 && r.short(q.Offered) == 0:
		r.Agreed, r.Status = q.Offered, RecoveryAgreed
	case q.Offered.IsZero():
		r.Status = RecoveryRejected
	default:
		r.Offered, r.Status = q.Offered, RecoveryCountered
	}
	return r.told()
}

// Agree settles on an amount: the debtor's counter-offer, or where no party of the registry owes it, what was agreed outside.
// What that is less than was expected or demanded is given up, and waits for a second person as a waiver does. Faults:
// NOT_YOURS, STATUS_REFUSED, RECOVERY_EXCEEDED.
func (r Recovery) Agree(q RecoveryAmount, act Act) (Recovery, []protocol.Event, error) {
	if err := act.By(r.Lead); err != nil {
		return r, nil, err
	}
	switch {
	case r.Status == RecoveryCountered && q.Amount != r.Offered:
		return r, nil, RecoveryExceeded.New("%s was offered", r.Offered)
	case r.Status == RecoveryCountered:
	case r.Debtor != (Firm{}):
		return r, nil, StatusRefused.New("recovery %s waits for the debtor's answer", r.ID)
	default:
		if err := r.in(RecoveryIdentified, RecoveryDemanded); err != nil {
			return r, nil, err
		}
	}
	r.Agreed = q.Amount
	if r.short(q.Amount) > 0 {
		r.Before, r.Status, r.Maker = r.Status, RecoveryWaiving, act.Person()
		return r.told()
	}
	r.Status = RecoveryAgreed
	return r.told()
}

// Arbitrate is the arbiter's word on a demand that was rejected or countered. Faults: STATUS_REFUSED, RECOVERY_EXCEEDED.
func (r Recovery) Arbitrate(q RecoveryAnswer, _ Act) (Recovery, []protocol.Event, error) {
	if err := r.in(RecoveryCountered, RecoveryRejected); err != nil {
		return r, nil, err
	}
	if q.Offered.Cmp(r.Demanded) > 0 {
		return r, nil, RecoveryExceeded.New("%s was demanded", r.Demanded)
	}
	r.Agreed, r.Status = q.Offered, RecoveryAgreed
	if q.Offered.IsZero() {
		r.Status = RecoveryReceived
	}
	return r.told()
}

// ReceiveRequest pays a recovery, or a part of it.
type ReceiveRequest struct {
	Recovery RecoveryID   `json:"recovery" help:"the recovery"`
	Number   int          `json:"number" help:"number of the receipt: one more than the recovery's last"`
	Amount   money.Amount `json:"amount" help:"what is paid, in minor units"`
	Means
}

// Validate refuses malformed members.
func (r ReceiveRequest) Validate() error {
	if r.Amount.Sign() <= 0 {
		return errors.New("amount must be above zero")
	}
	return errors.Join(r.Recovery.Validate(), validateNumber("number", r.Number), r.Means.Validate())
}

// Receiving is what a receipt changes.
type Receiving struct {
	Claim    Claim
	Recovery Recovery
	Cession  CessionDue
	// Accumulated is the accumulator that gets its limit back, where the product says so.
	Accumulated *Accumulated
}

// Receive takes what the payer of the means pays and divides it in the same transaction. Faults: STATUS_REFUSED,
// RECOVERY_EXCEEDED, ACCOUNT_REFUSED.
func (c Claim) Receive(q ReceiveRequest, r Recovery, panel Panel, t ProductTerms, found *Accumulated, payer *cash.Account, act Act) (Receiving, cash.SettleRequest, []protocol.Event, error) {
	refused := func(err error) (Receiving, cash.SettleRequest, []protocol.Event, error) {
		return Receiving{}, cash.SettleRequest{}, nil, err
	}
	if err := r.in(RecoveryAgreed); err != nil {
		return refused(err)
	}
	if q.Number != r.Receipts+1 {
		return refused(StatusRefused.New("the next receipt of recovery %s is %d", r.ID, r.Receipts+1))
	}
	if q.Amount.Minor() > r.Agreed.Minor()-r.Received.Minor() {
		return refused(RecoveryExceeded.New("%s of %s is there", r.Received, r.Agreed))
	}
	if err := q.drawn(payer, c.Currency, act, r.Debtor); err != nil {
		return refused(err)
	}
	exposure, err := c.exposure(r.Exposure)
	if err != nil {
		return refused(err)
	}
	insured, err := exposure.divide(r.Kind, q.Amount, t.Claims)
	if err != nil {
		return refused(err)
	}
	insurers := money.MustAmount(q.Amount.Minor() - insured.Minor())
	settle, err := c.recovered(q, insured, insurers, panel)
	if err != nil {
		return refused(err)
	}
	r.Received, r.Insured = money.MustAmount(r.Received.Minor()+q.Amount.Minor()), money.MustAmount(r.Insured.Minor()+insured.Minor())
	r.Receipts = q.Number
	if r.Received == r.Agreed {
		r.Status = RecoveryReceived
	}
	receiving := Receiving{Recovery: r, Accumulated: c.restore(found, exposure.Cover, insurers)}
	receiving.Cession = c.cede(-insurers.Minor(), 0, act)
	after, events := c.turn()
	receiving.Claim = after
	return receiving, settle, append(events, r.event()), nil
}

// divide is the insured's part of what came in, and notes both parts on the exposure. Salvage and what was overpaid are the
// insurers' alone. The division is of all that came in, but nobody gives back what an earlier receipt gave him.
func (e *Exposure) divide(kind RecoveryKind, amount money.Amount, t ClaimTerms) (money.Amount, error) {
	insured := money.Amount{}
	if kind == Overpayment {
		if amount.Cmp(e.Overpaid) > 0 {
			return insured, RecoveryExceeded.New("%s is overpaid", e.Overpaid)
		}
		e.Overpaid = money.MustAmount(e.Overpaid.Minor() - amount.Minor())
		e.Relieved = money.MustAmount(e.Relieved.Minor() + amount.Minor())
	}
	if kind == Subrogation {
		allocation := indemnity.Allocation(t.Allocation)
		if allocation == "" {
			allocation = indemnity.MadeWhole
		}
		collected, err := e.Collected.Add(amount)
		if err != nil {
			return insured, AmountTooLarge.New("what third parties paid")
		}
		uninsured := money.MustAmount(max(0, e.Facts.Loss.Minor()-e.Facts.Credits.Minor()-e.Indemnity.Paid.Minor()))
		divided, err := indemnity.Distribute(allocation, collected, e.Indemnity.Paid, uninsured)
		if err != nil {
			return insured, err
		}
		insured = money.MustAmount(min(amount.Minor(), max(0, divided.Insured.Minor()-e.Restored.Minor())))
		e.Collected, e.Restored = collected, money.MustAmount(e.Restored.Minor()+insured.Minor())
	}
	recovered, err := e.Recovered.Add(money.MustAmount(amount.Minor() - insured.Minor()))
	e.Recovered = recovered
	return insured, err
}

func (c Claim) recovered(q ReceiveRequest, insured, insurers money.Amount, panel Panel) (cash.SettleRequest, error) {
	parts, err := panel.Split(insurers)
	if err != nil {
		return cash.SettleRequest{}, err
	}
	settle := cash.SettleRequest{ID: cash.SettlementID("recovery." + string(q.Recovery) + "." + number(q.Number))}
	to := append([]portionOf{{c.Account, insured}}, panel.creditors(parts)...)
	settle.Legs, err = q.Means.legs(to, c.Currency, cash.Purpose("recovery."+string(q.Recovery)))
	return settle, err
}

// restore gives an amount back to an aggregate limit: of what was not owed always, and of what was recovered where the product
// says so. found is nil where there is nothing to restore.
func (c *Claim) restore(found *Accumulated, cover CoverCode, amount money.Amount) *Accumulated {
	if found == nil || amount.IsZero() {
		return nil
	}
	back := adjudication.Accumulator{Limit: money.MustAmount(min(amount.Minor(), c.use(cover).Limit.Minor()))}
	c.Uses = slices.Clone(c.Uses)
	for i := range c.Uses {
		if c.Uses[i].Cover == cover {
			c.Uses[i].Use = c.Uses[i].Use.GiveBack(back)
		}
	}
	after := *found
	after.Used = after.Used.GiveBack(back)
	return &after
}

func (r Recovery) in(states ...RecoveryStatus) error {
	return inState("recovery", string(r.ID), r.Status, states...)
}

func (r Recovery) told() (Recovery, []protocol.Event, error) {
	return r, []protocol.Event{r.event()}, nil
}

func (r Recovery) event() protocol.Event {
	return RecoveryChanged.Of(string(r.ID), StatusEvent{Status: string(r.Status)})
}
