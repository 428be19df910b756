// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Basis is why a financier comes back to its seller.
type Basis string

// The bases.
const (
	// Credit: the obligor does not pay, and the terms are with recourse.
	Credit Basis = "CREDIT"
	// Dilution: units fell away by a credit note or an upheld dispute; terms without recourse do not cover that.
	Dilution Basis = "DILUTION"
	// Warranty: what the seller warrants by selling was not so: an actual sale in good faith, no defence or set-off,
	// nothing else lying on the receivable (FCI, General Rules for International Factoring, article 28).
	Warranty Basis = "WARRANTY"
	// Fraud: the seller deceived the financier.
	Fraud Basis = "FRAUD"
)

// breach tells whether the seller has to answer for what it did itself, whatever the terms say of the obligor's credit.
func (b Basis) breach() bool { return b == Warranty || b == Fraud }

// DismissedMax bounds the claims of breach about one deal that an arbiter dismissed.
const DismissedMax = 8

// RecourseRequest calls on the seller.
type RecourseRequest struct {
	Deal  DealID `json:"deal" help:"deal of the caller"`
	Basis Basis  `json:"basis" help:"CREDIT, DILUTION, WARRANTY or FRAUD"`
	// Evidence is what a claim of breach relies on.
	Evidence string `json:"evidence,omitzero" help:"with WARRANTY and FRAUD: SHA-256 of the salted documents, 64 lower-case hex digits"`
}

// Validate refuses malformed members, and a claim of breach without evidence.
func (r RecourseRequest) Validate() error {
	if !slices.Contains([]Basis{Credit, Dilution, Warranty, Fraud}, r.Basis) {
		return errors.New("basis is not CREDIT, DILUTION, WARRANTY or FRAUD")
	}
	if r.Basis.breach() != protocol.IsSHA256(r.Evidence) || !r.Basis.breach() && r.Evidence != "" {
		return errors.New("evidence is a SHA-256 in 64 lower-case hex digits, and there exactly with WARRANTY and FRAUD")
	}
	return r.Deal.Validate()
}

// CallRecourse claims from the seller. Credit loss on a deal without recourse stays with the financier; dilution goes back
// to the seller in any case, and so does a breach of its warranties or a fraud, which may be claimed before the due date
// too: such a claim is due once the seller pays it or an arbiter upholds it.
// Faults: NOT_YOURS, STATUS_REFUSED, RECOURSE_REFUSED, TOO_EARLY, NOTHING_DUE.
func (d Deal) CallRecourse(r RecourseRequest, u Undertaking, p Programme, act Act) (Deal, []protocol.Event, error) {
	if err := act.By(d.Financier); err != nil {
		return d, nil, err
	}
	if err := d.in(d.resumed()); err != nil {
		return d, nil, err
	}
	switch {
	case r.Basis == Credit && !d.Loss.IsZero():
		return d, nil, StatusRefused.New("deal %s is written off", d.ID)
	case r.Basis == Credit && !d.Terms.Recourse:
		return d, nil, RecourseRefused.New("deal %s is without recourse", d.ID)
	case r.Basis == Credit && u.Due.DaysUntil(act.Today) <= p.Grace:
		return d, nil, TooEarly.New("undertaking %s is overdue %d days after %s", u.ID, p.Grace, u.Due)
	case r.Basis == Dilution && d.Diluted.IsZero():
		return d, nil, RecourseRefused.New("nothing of deal %s is diluted", d.ID)
	case r.Basis.breach() && (slices.Contains(d.Dismissed, r.Evidence) || len(d.Dismissed) >= DismissedMax):
		return d, nil, RecourseRefused.New("a claim on this evidence about deal %s was dismissed, or %d claims were", d.ID, DismissedMax)
	}
	d.Status, d.Basis, d.Evidence, d.Called, d.Upheld = RecourseCalled, r.Basis, r.Evidence, act.Today, date.Date{}
	claim, err := d.claim(p, act)
	if err != nil {
		return d, nil, err
	}
	if claim.IsZero() {
		return d, nil, NothingDue.New("the reserve and what is still to be collected cover deal %s", d.ID)
	}
	return d, []protocol.Event{d.event()}, nil
}

// resumed is how the deal stands when no recourse is called: a deal that was written off stays so, and its seller still
// answers for dilution and breach.
func (d Deal) resumed() DealStatus {
	if d.Loss.IsZero() {
		return Funded
	}
	return WrittenOff
}

// claim is what the seller has to pay on the basis: everything that is owed, or as much of what was diluted as neither
// the reserve nor the units that are left will bring.
func (d Deal) claim(p Programme, act Act) (money.Amount, error) {
	d, err := d.accrue(p, act.Today)
	if err != nil {
		return money.Amount{}, err
	}
	owed := d.Owed.Total().Minor()
	if d.Basis == Dilution {
		owed = min(d.Diluted.Minor(), max(0, owed-d.ToCome.Minor()))
	}
	return money.MustAmount(owed), nil
}

// FindingRequest decides a claim of breach.
type FindingRequest struct {
	Deal   DealID `json:"deal" help:"deal on which a breach is claimed"`
	Upheld bool   `json:"upheld" help:"true where the seller has to answer, false where the claim is dismissed"`
}

// Validate refuses malformed members.
func (r FindingRequest) Validate() error { return r.Deal.Validate() }

// Find is an arbiter's word on a claim of breach: the seller owes it from that day on, or the deal goes on as before and
// the same evidence is not heard again. Faults: STATUS_REFUSED.
func (d Deal) Find(r FindingRequest, act Act) (Deal, []protocol.Event, error) {
	if err := d.in(RecourseCalled); err != nil {
		return d, nil, err
	}
	if !d.Basis.breach() || !d.Upheld.IsZero() {
		return d, nil, StatusRefused.New("recourse on deal %s is for %s and waits for no finding", d.ID, d.Basis)
	}
	if r.Upheld {
		d.Upheld, d.Called = act.Today, act.Today
		return d, []protocol.Event{d.event()}, nil
	}
	d.Dismissed = append(slices.Clone(d.Dismissed), d.Evidence)
	d.Status, d.Basis, d.Evidence, d.Called = d.resumed(), "", "", date.Date{}
	return d, []protocol.Event{d.event()}, nil
}

// RepurchaseRequest pays a recourse claim.
type RepurchaseRequest struct {
	Deal DealID `json:"deal" help:"deal of the caller, on which recourse was called"`
	Means
	// Slices go back to the seller, where it pays all that is owed.
	Slices []int64 `json:"slices,omitempty" help:"first units of all open slices under the deal, unless the basis is DILUTION"`
}

// Validate refuses malformed members.
func (r RepurchaseRequest) Validate() error {
	if len(r.Slices) > PiecesMax {
		return protocol.TooLarge.New("at most %d slices go back at once", PiecesMax)
	}
	return errors.Join(r.Deal.Validate(), ascending(r.Slices), r.Means.Validate())
}

// Keys are the slices that go back.
func (r RepurchaseRequest) Keys(u UndertakingID) []SliceKey {
	return DistributeRequest{Undertaking: u, Slices: r.Slices}.Keys()
}

// Repurchase pays the claim, or repays a loan with all that is owed on it. Where the seller paid for the obligor or for its own breach, the deal is over and its open
// slices are the seller's again, for all that is owed, without a rebate for the days to the due date; where it paid for
// dilution, the deal goes on without it. Faults: NOT_YOURS, STATUS_REFUSED, NOTHING_DUE,
// ENCUMBERED.
func (d Deal) Repurchase(r RepurchaseRequest, held []Slice, p Programme, act Act) (Deal, []Slice, cash.SettleRequest, []protocol.Event, error) {
	refused := func(err error) (Deal, []Slice, cash.SettleRequest, []protocol.Event, error) {
		return d, nil, cash.SettleRequest{}, nil, err
	}
	if err := act.By(d.Seller); err != nil {
		return refused(err)
	}
	if err := d.repurchasable(); err != nil {
		return refused(err)
	}
	claim, err := d.claim(p, act)
	if err != nil {
		return refused(err)
	}
	if claim.IsZero() {
		return refused(NothingDue.New("what came in since covers the claim on deal %s", d.ID))
	}
	if d.Basis != Dilution {
		if held, err = d.returned(held); err != nil {
			return refused(err)
		}
	}
	after, paid, err := d.collect(claim, p, act.Today)
	if err != nil {
		return refused(err)
	}
	after, settle := after.repurchased(r, paid, p, act)
	return after, held, settle, []protocol.Event{after.event()}, nil
}

// repurchasable refuses deals of which nothing is called, but a loan, which its borrower may repay at any time.
// Faults: STATUS_REFUSED.
func (d Deal) repurchasable() error {
	if d.Technique == ReceivableLoan {
		return d.in(Funded, RecourseCalled)
	}
	return d.in(RecourseCalled)
}

// repurchased pays financier and guarantor, and sets the deal on from there.
func (d Deal) repurchased(r RepurchaseRequest, paid Allocation, p Programme, act Act) (Deal, cash.SettleRequest) {
	settle := cash.SettleRequest{ID: settlementOf("recourse", act.TxID)}
	if amount := paid.Lender(); amount.Sign() > 0 {
		settle.Legs = append(settle.Legs, r.Leg(d.FinancierAccount, p.money(amount), Repurchases))
	}
	if amount := paid.Guarantor; amount.Sign() > 0 {
		settle.Legs = append(settle.Legs, r.Leg(d.GuarantorAccount, p.money(amount), Repurchases))
	}
	if d.Basis != Dilution {
		d.Open, d.ToCome = 0, money.Amount{}
	} else {
		d.Diluted = money.MustAmount(d.Diluted.Minor() - paid.Total().Minor())
		if d.Status == RecourseCalled {
			d.Status = d.resumed()
		}
	}
	d.Basis, d.Evidence, d.Upheld = "", "", date.Date{}
	return d, settle
}

// returned gives the deal's open slices back to the seller.
func (d Deal) returned(held []Slice) ([]Slice, error) {
	if err := d.whole(held); err != nil {
		return nil, err
	}
	after := make([]Slice, len(held))
	for i, slice := range held {
		slice.Status, slice.Holder, slice.Account, slice.Deal = Held, d.Seller, d.SellerAccount, ""
		after[i] = slice
	}
	return after, nil
}

// whole refuses anything but all open slices of the deal. Faults: ENCUMBERED.
func (d Deal) whole(held []Slice) error {
	open := int64(0)
	for _, slice := range held {
		if slice.Deal != d.ID || slice.Status != Financed && slice.Status != Pledged {
			return Encumbered.New("slice %d is not open under deal %s", slice.From, d.ID)
		}
		open += slice.Size()
	}
	if open != d.Open {
		return Encumbered.New("%d units are open under deal %s, not %d: name all slices, and settle disputes and orders first", d.Open, d.ID, open)
	}
	return nil
}

// WriteOff is the financier's word that it does not expect the rest; what comes in later still goes through the
// waterfall. Faults: NOT_YOURS, STATUS_REFUSED, TOO_EARLY, NOTHING_DUE.
func (d Deal) WriteOff(u Undertaking, p Programme, act Act) (Deal, []protocol.Event, error) {
	if err := act.By(d.Financier); err != nil {
		return d, nil, err
	}
	if err := d.in(Funded, RecourseCalled); err != nil {
		return d, nil, err
	}
	if u.Due.DaysUntil(act.Today) <= p.DefaultAfter {
		return d, nil, TooEarly.New("undertaking %s is in default %d days after %s", u.ID, p.DefaultAfter, u.Due)
	}
	d.Status, d.Loss = WrittenOff, d.Owed.Lender()
	return d, []protocol.Event{d.event()}, nil
}
