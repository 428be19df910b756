// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// GuaranteeDays is how long after the due date a guarantor pays (FCI, General Rules for International Factoring, payment
// under guarantee on the 90th day).
const GuaranteeDays = 90

// GuaranteeRequest guarantees an undertaking to whoever financed it, out of one of the caller's accounts by mandate.
type GuaranteeRequest struct {
	Undertaking UndertakingID  `json:"undertaking" help:"active undertaking"`
	Limit       money.Money    `json:"limit" help:"most that the guarantor pays in all"`
	Account     cash.AccountID `json:"account" help:"the caller's account"`
	Mandate     cash.MandateID `json:"mandate" help:"the caller's mandate to supplychain, purpose guarantees"`
}

// Validate refuses malformed members.
func (r GuaranteeRequest) Validate() error {
	if r.Limit.Sign() <= 0 {
		return errors.New("limit must be above zero")
	}
	return errors.Join(r.Undertaking.Validate(), r.Account.Validate(), r.Mandate.Validate())
}

// Guarantee is a guarantor's irrevocable word for an obligor's credit. It is worth what its mandate and account are:
// whoever relies on it looks at these, and chooses among the guarantors of an undertaking.
type Guarantee struct {
	GuaranteeRequest
	Guarantor Firm         `json:"guarantor"`
	Paid      money.Amount `json:"paid"`
}

// GuaranteeKey names a guarantee: nobody's keeps another's out.
type GuaranteeKey struct {
	Undertaking UndertakingID   `json:"undertaking" help:"the undertaking"`
	Guarantor   parties.PartyID `json:"guarantor" help:"the guarantor"`
}

// Key is the guarantee's place in a table.
func (k GuaranteeKey) Key() []string { return []string{string(k.Undertaking), string(k.Guarantor)} }

// Validate refuses malformed members.
func (k GuaranteeKey) Validate() error {
	return errors.Join(k.Undertaking.Validate(), k.Guarantor.Validate())
}

// GuaranteeKey is the guarantee's name.
func (g Guarantee) GuaranteeKey() GuaranteeKey { return GuaranteeKey{g.Undertaking, g.Guarantor.Party} }

// GuaranteeCall has a guarantor pay.
type GuaranteeCall struct {
	Deal      DealID          `json:"deal" help:"deal of the caller"`
	Guarantor parties.PartyID `json:"guarantor" help:"who guaranteed the deal's undertaking"`
}

// Validate refuses malformed members.
func (r GuaranteeCall) Validate() error {
	return errors.Join(r.Deal.Validate(), r.Guarantor.Validate())
}

// Guarantee gives one. Faults: NOT_A_PARTY, STATUS_REFUSED, TOO_LATE, BOTH_SIDES, CURRENCY_MISMATCH, ACCOUNT_REFUSED.
func (u Undertaking) Guarantee(r GuaranteeRequest, account cash.Account, p Programme, act Act) (Guarantee, []protocol.Event, error) {
	guarantor, err := act.Firm()
	if err != nil {
		return Guarantee{}, nil, err
	}
	if err := u.in(Active); err != nil {
		return Guarantee{}, nil, err
	}
	if guarantor == u.Obligor {
		return Guarantee{}, nil, BothSides.New("the obligor does not guarantee its own undertaking")
	}
	if !act.Today.Before(u.Due) {
		return Guarantee{}, nil, TooLate.New("undertaking %s is due on %s", u.ID, u.Due)
	}
	if err := p.sameCurrency(r.Limit); err != nil {
		return Guarantee{}, nil, err
	}
	if err := ownedBy(account, guarantor, p.Currency); err != nil {
		return Guarantee{}, nil, err
	}
	guarantee := Guarantee{GuaranteeRequest: r, Guarantor: guarantor}
	return guarantee, []protocol.Event{GuaranteeChanged.Of(string(u.ID), StatusEvent{Status: "GIVEN"})}, nil
}

// Call has the guarantor pay the financier of a deal what the obligor did not, dilution excepted; the guarantor then ranks
// behind the financier in what still comes in. Faults: NOT_YOURS, STATUS_REFUSED, TOO_EARLY, GUARANTEE_SUSPENDED,
// NOTHING_DUE, GUARANTEE_EXHAUSTED.
func (g Guarantee) Call(d Deal, u Undertaking, p Programme, act Act) (Guarantee, Deal, cash.SettleRequest, []protocol.Event, error) {
	refused := func(err error) (Guarantee, Deal, cash.SettleRequest, []protocol.Event, error) {
		return g, d, cash.SettleRequest{}, nil, err
	}
	if err := act.By(d.Financier); err != nil {
		return refused(err)
	}
	if err := d.in(Funded, RecourseCalled); err != nil {
		return refused(err)
	}
	if u.Due.DaysUntil(act.Today) < GuaranteeDays {
		return refused(TooEarly.New("a guarantor pays %d days after %s", GuaranteeDays, u.Due))
	}
	if d.Suspended > 0 {
		return refused(GuaranteeSuspended.New("%d disputes about deal %s wait for their outcome", d.Suspended, d.ID))
	}
	if !d.Owed.Guarantor.IsZero() && d.GuarantorAccount != g.Account {
		return refused(StatusRefused.New("another guarantor paid on deal %s and ranks behind its financier; a deal has one", d.ID))
	}
	d, err := d.accrue(p, act.Today)
	if err != nil {
		return refused(err)
	}
	amount, err := g.pays(d)
	if err != nil {
		return refused(err)
	}
	guarantor := d.Owed.Guarantor
	d.Owed.Guarantor = money.Amount{}
	d.Owed, _ = d.Owed.Pay(amount)
	d.Owed.Guarantor = money.MustAmount(guarantor.Minor() + amount.Minor())
	d.GuarantorAccount, g.Paid = g.Account, money.MustAmount(g.Paid.Minor()+amount.Minor())
	if d.Owed.Lender().IsZero() {
		d.Status = Repaid
	}
	settle := cash.SettleRequest{ID: settlementOf("guarantee", act.TxID), Legs: []cash.SettleLeg{{
		From: g.Account, To: d.FinancierAccount, Amount: p.money(amount), Mandate: g.Mandate, Purpose: Guarantees,
	}}}
	return g, d, settle, []protocol.Event{GuaranteeChanged.Of(string(u.ID), StatusEvent{Status: "CALLED"}), d.event()}, nil
}

// pays is how much of a deal's claims the guarantee covers.
func (g Guarantee) pays(d Deal) (money.Amount, error) {
	owed := d.Owed.Lender().Minor() - d.Diluted.Minor()
	if owed <= 0 {
		return money.Amount{}, NothingDue.New("deal %s has no claim that the guarantee covers", d.ID)
	}
	left := g.Limit.Amount.Minor() - g.Paid.Minor()
	if left == 0 {
		return money.Amount{}, GuaranteeExhausted.New("the guarantor paid its limit")
	}
	return money.MustAmount(min(owed, left)), nil
}
