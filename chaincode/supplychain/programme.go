// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// TenorMost bounds every programme's tenor, in days: one year (China's rules on electronic receivable vouchers, Yin Fa
// [2025] No. 77, article on terms).
const TenorMost = 366

// depthMost bounds the hands through which paper goes.
const depthMost = 16

// financiersMost bounds the list of a programme's financiers.
const financiersMost = 100

// ProgrammeTerms never change: paper issued under them runs under them. Other terms are another programme.
type ProgrammeTerms struct {
	ID       ProgrammeID    `json:"id" help:"name of the programme"`
	Currency money.Currency `json:"currency" help:"ISO 4217 code of all its paper"`
	// Collection is an account of this chaincode itself, through which obligors pay holders.
	Collection cash.AccountID `json:"collection" help:"account of the chaincode supplychain through which obligors pay"`
	DayCount   date.DayCount  `json:"dayCount" help:"day count of every charge, such as ACT/360"`
	// Calendar and Convention move a maturity that is no business day; without a calendar it stays.
	Calendar   *date.Calendar  `json:"calendar,omitempty" help:"business days of the place of payment"`
	Convention date.Convention `json:"convention" help:"NONE, FOLLOWING, MODFOLLOWING, PRECEDING or MODPRECEDING"`
	// ChargeAdjusted charges the days by which a maturity moved.
	ChargeAdjusted bool `json:"chargeAdjusted,omitzero" help:"charge the days by which a maturity was moved"`
	TenorMin       int  `json:"tenorMin" help:"least days from issue to maturity"`
	TenorMax       int  `json:"tenorMax" help:"most days from issue to maturity, at most 366"`
	DepthMax       int  `json:"depthMax" help:"most transfers that paper may go through, at most 16"`
	// UnitMin is the least size of a slice that a split leaves, in minor units.
	UnitMin           int64           `json:"unitMin" help:"least size of a slice, in minor units"`
	QuantityTolerance decimal.Decimal `json:"quantityTolerance" help:"part by which invoiced quantities may exceed ordered ones, such as 0.05"`
	PriceTolerance    decimal.Decimal `json:"priceTolerance" help:"part by which invoiced prices may exceed ordered ones"`
	Grace             int             `json:"grace" help:"days after the due date before paper is overdue"`
	DefaultAfter      int             `json:"defaultAfter" help:"days after the due date from which the obligor is in default"`
	// Financiers are those who may finance under the programme; none means every one.
	Financiers []parties.PartyID `json:"financiers,omitempty" help:"who may finance; every financier when left out"`
	// FeeMax bounds a deal's fees, those for the deal included, as part of its face.
	FeeMax decimal.Decimal `json:"feeMax" help:"most fees of a deal, as part of its face"`
	// Recourse lets financiers agree on recourse for the obligor's credit.
	Recourse bool `json:"recourse,omitzero" help:"deals may be with recourse"`
	// DefencesKept lets the obligor hold disputes against transferees too. Without it only the first payee suffers them:
	// the undertaking is free of defences in anybody else's hands (Civil Code of China, article 763).
	DefencesKept bool `json:"defencesKept,omitzero" help:"disputes count against transferees too"`
	LateTerms
}

// Validate refuses malformed and contradictory terms.
func (t ProgrammeTerms) Validate() error {
	switch {
	case !t.Currency.Issuable():
		return errors.New("currency is missing or has no minor unit")
	case t.DayCount == 0 || t.Convention == 0:
		return errors.New("dayCount and convention are needed")
	case t.TenorMin < 1 || t.TenorMax < t.TenorMin || t.TenorMax > TenorMost:
		return fmt.Errorf("tenors must be 1 <= tenorMin <= tenorMax <= %d", TenorMost)
	case t.DepthMax < 0 || t.DepthMax > depthMost:
		return fmt.Errorf("depthMax must be 0 to %d", depthMost)
	case t.UnitMin < 1 || t.UnitMin > UnitsMax:
		return errors.New("unitMin must be 1 or more")
	case t.Grace < 0 || t.DefaultAfter < t.Grace || t.DefaultAfter > TenorMost:
		return fmt.Errorf("days must be 0 <= grace <= defaultAfter <= %d", TenorMost)
	case len(t.Financiers) > financiersMost:
		return fmt.Errorf("there are at most %d financiers", financiersMost)
	case t.Calendar == nil && t.Convention != date.Unadjusted:
		return errors.New("a convention other than NONE needs a calendar")
	}
	return errors.Join(t.ID.Validate(), t.Collection.Validate(), t.LateTerms.Validate(), fraction("quantityTolerance", t.QuantityTolerance), fraction("priceTolerance", t.PriceTolerance), fraction("feeMax", t.FeeMax))
}

var one = decimal.FromInt64(1)

// fraction refuses what is not between 0 and 1.
func fraction(name string, d decimal.Decimal) error {
	if d.Sign() < 0 || d.Cmp(one) > 0 || d.Scale() > 10 {
		return fmt.Errorf("%s must be 0 to 1 with at most 10 decimal places", name)
	}
	return nil
}

// Programme is an anchor buyer's frame for the paper that it issues.
type Programme struct {
	ProgrammeTerms
	Anchor Firm `json:"anchor"`
	// Closed programmes take no new orders and invoices; paper lives on.
	Closed bool `json:"closed,omitzero"`
}

// OpenProgramme makes a programme of the caller's firm. Faults: NOT_A_PARTY, ACCOUNT_REFUSED.
func OpenProgramme(t ProgrammeTerms, collection cash.Account, act Act) (Programme, []protocol.Event, error) {
	anchor, err := act.Firm()
	if err != nil {
		return Programme{}, nil, err
	}
	if collection.Kind != cash.ModuleOwned || collection.Owner.Module != Module || collection.Currency != t.Currency {
		return Programme{}, nil, AccountRefused.New("account %s is not an account of chaincode %s in %s", collection.ID, Module, t.Currency)
	}
	programme := Programme{ProgrammeTerms: t, Anchor: anchor}
	return programme, []protocol.Event{ProgrammeChanged.Of(string(t.ID), StatusEvent{Status: "OPEN"})}, nil
}

// Close ends new business. Faults: NOT_YOURS, PROGRAMME_CLOSED.
func (p Programme) Close(act Act) (Programme, []protocol.Event, error) {
	if err := act.By(p.Anchor); err != nil {
		return p, nil, err
	}
	if err := p.open(); err != nil {
		return p, nil, err
	}
	p.Closed = true
	return p, []protocol.Event{ProgrammeChanged.Of(string(p.ID), StatusEvent{Status: "CLOSED"})}, nil
}

func (p Programme) open() error {
	if p.Closed {
		return ProgrammeClosed.New("programme %s takes no new business", p.ID)
	}
	return nil
}

// due is the day on which paper of a maturity is paid, within the programme's tenors from today.
// Faults: TENOR_REFUSED.
func (p Programme) due(maturity, today date.Date) (date.Date, error) {
	if tenor := today.DaysUntil(maturity); tenor < p.TenorMin || tenor > p.TenorMax {
		return date.Date{}, TenorRefused.New("%s is %d days from %s; the programme allows %d to %d", maturity, tenor, today, p.TenorMin, p.TenorMax)
	}
	if p.Calendar == nil {
		return maturity, nil
	}
	due, err := p.Calendar.Adjust(maturity, p.Convention)
	if err != nil {
		return date.Date{}, TenorRefused.New("the programme's calendar does not know %s", maturity)
	}
	return due, nil
}

// admits refuses a financier that the programme does not name. Faults: TERMS_REFUSED.
func (p Programme) admits(financier parties.PartyID) error {
	if len(p.Financiers) > 0 && !slices.Contains(p.Financiers, financier) {
		return TermsRefused.New("programme %s does not name %s among its financiers", p.ID, financier)
	}
	return nil
}

// allows refuses terms that the programme does not have. Faults: TERMS_REFUSED.
func (p Programme) allows(t Terms, price Price) error {
	if t.Recourse && !p.Recourse {
		return TermsRefused.New("programme %s has no recourse", p.ID)
	}
	most, err := price.Face.Mul(p.FeeMax, decimal.Floor)
	if err != nil || price.Fee.Minor()+price.ArrearsFee.Minor() > most.Minor() {
		return TermsRefused.New("programme %s allows fees of %s of the face", p.ID, p.FeeMax)
	}
	return nil
}

// charged is the date up to which charges run.
func (p Programme) charged(u Undertaking) date.Date {
	if p.ChargeAdjusted {
		return u.Due
	}
	return u.Maturity
}

// money is an amount of the programme's currency.
func (p Programme) money(amount money.Amount) money.Money {
	return money.Money{Amount: amount, Currency: p.Currency}
}

// sameCurrency refuses money of another currency. Faults: CURRENCY_MISMATCH.
func (p Programme) sameCurrency(m money.Money) error {
	if m.Currency != p.Currency {
		return CurrencyMismatch.New("programme %s is in %s", p.ID, p.Currency)
	}
	return nil
}
