// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// The clocks of disputes, in days (FCI, General Rules for International Factoring, article 27): a dispute raised within 90
// days after the due date suspends a guarantee; one within 180 days still counts; further information is due within 60.
const (
	SuspendDays  = 90
	DisputeDays  = 180
	EvidenceDays = 60
)

// DisputeStatus is how a dispute stands.
type DisputeStatus string

// The states of a dispute.
const (
	DisputeOpen DisputeStatus = "OPEN"
	// Evidenced: the obligor sent what it relies on.
	Evidenced DisputeStatus = "EVIDENCED"
	// ForBuyer: the units are diluted.
	ForBuyer DisputeStatus = "FOR_BUYER"
	// ForSupplier: the units are owed; ForSupplierUnpaid until the obligor paid what it withheld.
	ForSupplier       DisputeStatus = "FOR_SUPPLIER"
	ForSupplierUnpaid DisputeStatus = "FOR_SUPPLIER_UNPAID"
)

// Reason says what a dispute is about.
type Reason string

var reasons = []Reason{"QUALITY", "QUANTITY", "PRICE", "RETURN", "DELIVERY", "OTHER"}

// Dispute is an obligor's claim that units of its undertaking are not owed: because of the goods, not of its purse.
type Dispute struct {
	ID          DisputeID     `json:"id"`
	Undertaking UndertakingID `json:"undertaking"`
	Units       Units         `json:"units"`
	Obligor     Firm          `json:"obligor"`
	// Supplier is the first payee, whose goods are disputed, whoever holds the paper.
	Supplier Firm          `json:"supplier"`
	Reason   Reason        `json:"reason"`
	Raised   date.Date     `json:"raised"`
	Status   DisputeStatus `json:"status"`
	// Evidence is the hex SHA-256 of what the obligor sent.
	Evidence string `json:"evidence,omitzero"`
	// Deal is the one under which the units are, and Suspends tells that its guarantee waits for the outcome.
	Deal     DealID `json:"deal,omitzero"`
	Suspends bool   `json:"suspends,omitzero"`
}

// Withheld are disputed units, and the level and late interest from which on nothing was paid for them.
type Withheld struct {
	Units
	Dispute DisputeID    `json:"dispute"`
	Level   money.Amount `json:"level"`
	Late    money.Amount `json:"late,omitzero"`
}

// DisputeRequest disputes units of a slice.
type DisputeRequest struct {
	SliceKey
	Dispute DisputeID `json:"dispute" help:"name of the dispute"`
	Part    Units     `json:"part" help:"units that are disputed, within the slice"`
	Reason  Reason    `json:"reason" help:"QUALITY, QUANTITY, PRICE, RETURN, DELIVERY or OTHER"`
}

// Validate refuses malformed members.
func (r DisputeRequest) Validate() error {
	if !slices.Contains(reasons, r.Reason) {
		return fmt.Errorf("reason is none of %v", reasons)
	}
	return errors.Join(r.SliceKey.Validate(), r.Dispute.Validate(), r.Part.Validate())
}

// Raised is what a new dispute changes.
type Raised struct {
	Settled
	// Rest are the pieces of the slice that are not disputed.
	Rest []Slice
}

// Raise disputes units: they are frozen, and not paid before it is decided. deal is the slice's, nil for none.
// Faults: NOT_YOURS, STATUS_REFUSED, ENCUMBERED, DISPUTE_REFUSED, INTERVAL_REFUSED.
func (s Slice) Raise(r DisputeRequest, d Discharge, deal *Deal, u Undertaking, p Programme, act Act) (Raised, []protocol.Event, error) {
	refused := func(err error) (Raised, []protocol.Event, error) { return Raised{}, nil, err }
	if err := act.By(u.Obligor); err != nil {
		return refused(err)
	}
	if err := u.in(Active); err != nil {
		return refused(err)
	}
	if err := s.disputable(d, u, p, act); err != nil {
		return refused(err)
	}
	part, rest, err := s.Part(r.Part, 1)
	if err != nil {
		return refused(err)
	}
	dispute := Dispute{
		ID: r.Dispute, Undertaking: u.ID, Units: part.Units, Obligor: u.Obligor, Supplier: u.Payee,
		Reason: r.Reason, Raised: act.Today, Status: DisputeOpen,
	}
	if deal != nil {
		dispute.Deal, dispute.Suspends = deal.ID, u.Due.DaysUntil(act.Today) <= SuspendDays
		if dispute.Suspends {
			suspended := *deal
			suspended.Suspended++
			deal = &suspended
		}
	}
	part.Status, part.Before, part.Dispute = Disputed, s.Status, r.Dispute
	d.Withheld = append(slices.Clone(d.Withheld), Withheld{Units: part.Units, Dispute: r.Dispute, Level: d.Level, Late: d.Late})
	after := Settled{Dispute: dispute, Slice: part, Discharge: d, Deal: deal}
	return Raised{Settled: after, Rest: rest}, []protocol.Event{dispute.event(), part.event()}, nil
}

func (s Slice) disputable(d Discharge, u Undertaking, p Programme, act Act) error {
	if s.Status != Held && s.Status != Financed && s.Status != Pledged {
		return Encumbered.New("slice %d of undertaking %s is %s", s.From, s.Undertaking, s.Status)
	}
	if !p.DefencesKept && (s.Holder != u.Payee || s.Status != Held) {
		return DisputeRefused.New("the undertaking is free of defences in a transferee's hands")
	}
	if u.Due.DaysUntil(act.Today) > DisputeDays {
		return DisputeRefused.New("disputes end %d days after %s", DisputeDays, u.Due)
	}
	if s.Level != d.Level || s.Late != d.Late {
		return StatusRefused.New("distribute first what came in for slice %d", s.From)
	}
	if len(d.Withheld) >= ExtinguishedMax {
		return protocol.TooLarge.New("undertaking %s has %d open disputes", u.ID, ExtinguishedMax)
	}
	return nil
}

// EvidenceRequest sends what the obligor relies on, by its hash.
type EvidenceRequest struct {
	Dispute DisputeID `json:"dispute" help:"the caller's dispute"`
	Hash    string    `json:"hash" help:"SHA-256 of the salted documents, 64 lower-case hex digits"`
}

// Validate refuses malformed members.
func (r EvidenceRequest) Validate() error {
	if !protocol.IsSHA256(r.Hash) {
		return errors.New("hash is not a SHA-256 in 64 lower-case hex digits")
	}
	return r.Dispute.Validate()
}

// Prove sends evidence in time. Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE.
func (d Dispute) Prove(r EvidenceRequest, act Act) (Dispute, []protocol.Event, error) {
	if err := act.By(d.Obligor); err != nil {
		return d, nil, err
	}
	if err := d.in(DisputeOpen, Evidenced); err != nil {
		return d, nil, err
	}
	if d.Raised.DaysUntil(act.Today) > EvidenceDays {
		return d, nil, TooLate.New("evidence was due %d days after %s", EvidenceDays, d.Raised)
	}
	d.Status, d.Evidence = Evidenced, r.Hash
	return d, []protocol.Event{d.event()}, nil
}

// Concede is one side giving in: the supplier accepts that the units are not owed, which is its credit note, or the obligor
// that they are. Faults: NOT_YOURS, STATUS_REFUSED.
func (d Dispute) Concede(act Act) (Dispute, error) {
	if err := d.in(DisputeOpen, Evidenced); err != nil {
		return d, err
	}
	switch {
	case act.By(d.Supplier) == nil:
		d.Status = ForBuyer
	case act.By(d.Obligor) == nil:
		d.Status = ForSupplier
	default:
		return d, act.By(d.Obligor)
	}
	return d, nil
}

// DecideRequest decides a dispute.
type DecideRequest struct {
	Dispute DisputeID     `json:"dispute" help:"the dispute"`
	Outcome DisputeStatus `json:"outcome" help:"FOR_BUYER or FOR_SUPPLIER"`
}

// Validate refuses other outcomes.
func (r DecideRequest) Validate() error {
	if r.Outcome != ForBuyer && r.Outcome != ForSupplier {
		return errors.New("outcome is not FOR_BUYER or FOR_SUPPLIER")
	}
	return r.Dispute.Validate()
}

// Decide is an arbiter's word, on evidence. Faults: STATUS_REFUSED.
func (d Dispute) Decide(r DecideRequest, _ Act) (Dispute, error) {
	if err := d.in(Evidenced); err != nil {
		return d, err
	}
	d.Status = r.Outcome
	return d, nil
}

// Lapse ends a dispute for which no evidence came in time; anybody may say so. Faults: STATUS_REFUSED, TOO_EARLY.
func (d Dispute) Lapse(act Act) (Dispute, error) {
	if err := d.in(DisputeOpen); err != nil {
		return d, err
	}
	if d.Raised.DaysUntil(act.Today) <= EvidenceDays {
		return d, TooEarly.New("evidence may come until %d days after %s", EvidenceDays, d.Raised)
	}
	d.Status = ForSupplier
	return d, nil
}

// Settled is what a decided dispute changes.
type Settled struct {
	Dispute   Dispute
	Slice     Slice
	Discharge Discharge
	// Deal is nil where the units are under none.
	Deal *Deal
}

// Settle carries a decision out. For the buyer, the units are extinguished, and a deal under which they were is diluted:
// its financier comes back to the seller for them in any case. For the supplier, they stand as before, once the obligor
// paid what it withheld.
func (o Settled) Settle(u Undertaking) (Settled, []protocol.Event, error) {
	at := slices.IndexFunc(o.Discharge.Withheld, func(w Withheld) bool { return w.Dispute == o.Dispute.ID })
	if at < 0 {
		return o, nil, protocol.NotFound.New("dispute %s withholds nothing", o.Dispute.ID)
	}
	if o.Dispute.Status == ForSupplier && o.Discharge.arrears(at, u)+o.Discharge.lateArrears(at, u) > 0 {
		o.Dispute.Status = ForSupplierUnpaid
		return o, []protocol.Event{o.Dispute.event()}, nil
	}
	o = o.release(at)
	if o.Dispute.Status == ForBuyer {
		var err error
		if o.Discharge, err = o.Discharge.Extinguish(o.Dispute.Units); err != nil {
			return o, nil, err
		}
		if o.Deal != nil {
			unpaid := o.Slice.unpaid(u)
			o.Deal.Open -= o.Dispute.Units.Size()
			o.Deal.ToCome = money.MustAmount(o.Deal.ToCome.Minor() - unpaid)
			o.Deal.Diluted = money.MustAmount(o.Deal.Diluted.Minor() + unpaid)
		}
		o.Slice.Status, o.Slice.Holder, o.Slice.Account = Extinguished, u.Obligor, ""
	}
	return o, []protocol.Event{o.Dispute.event(), o.Slice.event()}, nil
}

// release takes the dispute off the units.
func (o Settled) release(at int) Settled {
	o.Slice.Status, o.Slice.Before, o.Slice.Dispute = o.Slice.Before, "", ""
	o.Discharge.Withheld = slices.Delete(slices.Clone(o.Discharge.Withheld), at, at+1)
	if o.Deal != nil {
		deal := *o.Deal
		if o.Dispute.Suspends {
			deal.Suspended--
		}
		o.Deal = &deal
	}
	return o
}

// arrears are what the obligor did not pay for withheld units.
func (d Discharge) arrears(at int, u Undertaking) int64 {
	withheld := d.Withheld[at]
	return pariPassuOf(u.Face.Amount.Minor()).due(withheld.Units, withheld.Level.Minor(), d.Level.Minor())
}

// lateArrears are the late interest that fell on withheld units.
func (d Discharge) lateArrears(at int, u Undertaking) int64 {
	withheld := d.Withheld[at]
	return pariPassuOf(u.Face.Amount.Minor()).due(withheld.Units, withheld.Late.Minor(), d.Late.Minor())
}

// ArrearsRequest pays what was withheld without right.
type ArrearsRequest struct {
	Dispute DisputeID `json:"dispute" help:"dispute that was decided for the supplier"`
	Means
}

// Validate refuses malformed members.
func (r ArrearsRequest) Validate() error {
	return errors.Join(r.Dispute.Validate(), r.Means.Validate())
}

// Pay brings the obligor's arrears into the collection account and frees the units. Faults: STATUS_REFUSED.
func (o Settled) Pay(r ArrearsRequest, u Undertaking, p Programme) (Settled, cash.SettleRequest, []protocol.Event, error) {
	if err := o.Dispute.in(ForSupplierUnpaid); err != nil {
		return o, cash.SettleRequest{}, nil, err
	}
	at := slices.IndexFunc(o.Discharge.Withheld, func(w Withheld) bool { return w.Dispute == o.Dispute.ID })
	if at < 0 {
		return o, cash.SettleRequest{}, nil, protocol.NotFound.New("dispute %s withholds nothing", o.Dispute.ID)
	}
	arrears := o.Discharge.arrears(at, u) + o.Discharge.lateArrears(at, u)
	o = o.release(at)
	o.Dispute.Status = ForSupplier
	o.Discharge.Received = money.MustAmount(o.Discharge.Received.Minor() + arrears)
	leg := r.Leg(p.Collection, p.money(money.MustAmount(arrears)), Payables)
	settle := cash.SettleRequest{ID: cash.SettlementID("arrears." + string(o.Dispute.ID)), Legs: []cash.SettleLeg{leg}}
	return o, settle, []protocol.Event{o.Dispute.event(), o.Slice.event()}, nil
}

// CreditRequest gives up units that the caller, the undertaking's first payee, still holds.
type CreditRequest struct {
	SliceKey
	Part Units `json:"part" help:"units that the credit note takes off, within the slice"`
}

// Validate refuses malformed members.
func (r CreditRequest) Validate() error { return errors.Join(r.SliceKey.Validate(), r.Part.Validate()) }

// Credit is a credit note on paper that the supplier still holds: nobody else loses anything by it. Faults: NOT_YOURS,
// ENCUMBERED, INTERVAL_REFUSED, STATUS_REFUSED.
func (s Slice) Credit(r CreditRequest, d Discharge, u Undertaking, act Act) (Slice, []Slice, Discharge, []protocol.Event, error) {
	if err := act.By(u.Payee); err != nil {
		return s, nil, d, nil, err
	}
	if err := s.mine(act); err != nil {
		return s, nil, d, nil, err
	}
	if !s.Level.IsZero() || !d.Level.IsZero() {
		return s, nil, d, nil, StatusRefused.New("undertaking %s is being paid", u.ID)
	}
	part, rest, err := s.Part(r.Part, 1)
	if err != nil {
		return s, nil, d, nil, err
	}
	if d, err = d.Extinguish(part.Units); err != nil {
		return s, nil, d, nil, err
	}
	part.Status, part.Holder, part.Account = Extinguished, u.Obligor, ""
	return part, rest, d, []protocol.Event{part.event()}, nil
}

func (d Dispute) in(states ...DisputeStatus) error {
	return inState("dispute", string(d.ID), d.Status, states)
}

func (d Dispute) event() protocol.Event {
	return DisputeChanged.Of(string(d.ID), StatusEvent{Status: string(d.Status)})
}
