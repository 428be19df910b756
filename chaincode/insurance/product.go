// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/refund"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Basis says what a product pays for.
type Basis string

// The bases of products.
const (
	// Indemnity pays a loss; several insurances of one loss share it.
	Indemnity Basis = "INDEMNITY"
	// Benefit pays a fixed sum, whatever others pay.
	Benefit Basis = "BENEFIT"
	// Parametric pays by an index, without a claim.
	Parametric Basis = "PARAMETRIC"
)

// Occasion says which date decides that a claim is covered.
type Occasion string

// The occasions.
const (
	// Occurrence covers losses that happen in the period, whenever they are reported within the window.
	Occurrence Occasion = "OCCURRENCE"
	// ClaimsMade covers claims that are first made in the period, of losses since the retroactive date.
	ClaimsMade Occasion = "CLAIMS_MADE"
)

// VersionKey names a version of a product.
type VersionKey struct {
	Product ProductID `json:"product" help:"the product"`
	Version int       `json:"version" help:"number of the version, from 1"`
}

// Key is the version's place in a table.
func (k VersionKey) Key() []string { return []string{string(k.Product), number(k.Version)} }

// Validate refuses malformed members.
func (k VersionKey) Validate() error {
	return errors.Join(k.Product.Validate(), validateNumber("version", k.Version))
}

// Tax is a tax on premiums, as of a date: insurance premium tax in the United Kingdom changed its rate at fixed dates, and
// the date of the premium's tax point decides. What is collected goes to Purse, an account of the lead, which owes the tax,
// and comes back from there; a kept tax goes to anybody's account, such as the authority's, and does not come back.
type Tax struct {
	Name string          `json:"name" help:"name of the tax, such as IPT"`
	Rate decimal.Decimal `json:"rate" help:"part of the premium, such as 0.12"`
	// From is the first day on which the rate applies; of one tax, the latest that has begun counts.
	From  date.Date `json:"from" help:"first day of the rate"`
	Purse Purse     `json:"purse" help:"account of the tax"`
	// Kept taxes are not given back with a premium that is; their purse has no mandate.
	Kept bool `json:"kept,omitzero" help:"not given back with the premium"`
}

// ClaimTerms are how a product deals with claims.
type ClaimTerms struct {
	// ReportingDays bound the notice, after the loss; for claims-made covers, the extended reporting after the period.
	ReportingDays int       `json:"reportingDays" help:"days after a loss within which it is reported; for claims-made covers days after the period"`
	RetroDate     date.Date `json:"retroDate,omitzero" help:"first day of losses of claims-made covers"`
	// Evidence are the kinds of documents without which a claim is not decided.
	Evidence []string `json:"evidence,omitempty" help:"kinds of documents that a claim needs, such as POLICE_REPORT"`
	// NetPremium takes premium that is due and unpaid from the first payment on a claim.
	NetPremium bool `json:"netPremium,omitzero" help:"unpaid premium is taken from what a claim pays"`
	// Allocation says who is first served of what a third party pays: MADE_WHOLE, PRO_RATA or INSURER_FIRST.
	Allocation string `json:"allocation,omitzero" help:"of recoveries: MADE_WHOLE, PRO_RATA or INSURER_FIRST"`
	// Contribution says how several insurances share one loss: INDEPENDENT_LIABILITY, BY_LIMITS or EQUAL_SHARES.
	Contribution string `json:"contribution,omitzero" help:"of several insurers: INDEPENDENT_LIABILITY, BY_LIMITS or EQUAL_SHARES"`
	ReopenDays   int    `json:"reopenDays,omitzero" help:"days after closing within which a claim is opened again"`
	AppealDays   int    `json:"appealDays,omitzero" help:"days after a decision within which it is appealed"`
	// RetainDays keep personal data of a claim for a while after it is closed.
	RetainDays int `json:"retainDays,omitzero" help:"days after closing for which personal data is kept"`
	// Two persons of different members have to approve above this amount; zero never asks for it.
	LargeLoss money.Amount `json:"largeLoss,omitzero" help:"amount above which the lead alone does not decide, in minor units"`
	Service   Service      `json:"service" help:"within what time the insurer acts"`
}

// Service are the clocks of claims, in days, and what lateness costs. Zero days is no clock.
type Service struct {
	Acknowledge int `json:"acknowledge,omitzero" help:"days from notice to acknowledgement"`
	Decide      int `json:"decide,omitzero" help:"days from the last document asked for to the decision"`
	Pay         int `json:"pay,omitzero" help:"days from the decision to payment"`
	Inform      int `json:"inform,omitzero" help:"days between notices while a claim is undecided"`
	// Interim is the day by which the part that is certain is paid, from the notice on (Insurance Law of China, article 25).
	Interim int `json:"interim,omitzero" help:"days from notice to paying what is certain"`
	// LateRate is yearly interest on what is paid late, by LateCount.
	LateRate  decimal.Decimal `json:"lateRate,omitzero" help:"yearly interest on late payments, such as 0.05"`
	LateCount date.DayCount   `json:"lateCount,omitzero" help:"day count of late interest, such as ACT/365F"`
}

// ProductTerms are what a version of a product says. Nothing of it changes once the version is active, and policies pin
// the version that they were written under.
type ProductTerms struct {
	VersionKey
	// Class is the line of business, such as MOTOR or PROPERTY.
	Class    string         `json:"class" help:"line of business, such as MOTOR"`
	Basis    Basis          `json:"basis" help:"INDEMNITY, BENEFIT or PARAMETRIC"`
	Occasion Occasion       `json:"occasion" help:"OCCURRENCE or CLAIMS_MADE"`
	Currency money.Currency `json:"currency" help:"ISO 4217 code"`
	// Wording is the hex SHA-256 of the conditions in words.
	Wording string `json:"wording" help:"SHA-256 of the policy wording, 64 lower-case hex digits"`
	// TermMonths is the length of a policy period.
	TermMonths int     `json:"termMonths" help:"months of a policy period, 1 to 120"`
	Covers     []Cover `json:"covers" help:"what the product pays for"`
	Rating     Rating  `json:"rating" help:"how premiums are found, beside the covers' rates"`
	// Panel names the insurers; a quote may name another panel of the same lead.
	Panel PanelID `json:"panel" help:"panel that takes the risks"`
	Taxes []Tax   `json:"taxes,omitempty" help:"taxes on premiums"`
	// CommissionMost bounds what an intermediary may get of the premium.
	CommissionMost decimal.Decimal `json:"commissionMost,omitzero" help:"most that an intermediary gets of the premium, such as 0.2"`
	// CommissionReturned has the intermediary give its part of a refund back.
	CommissionReturned bool         `json:"commissionReturned,omitzero" help:"intermediaries give commission back with the premium"`
	Cancellation       refund.Terms `json:"cancellation" help:"what a cancellation gives back"`
	// FirstDueDays defer premiums; without them the first premium is paid as the contract is made.
	FirstDueDays    int        `json:"firstDueDays,omitzero" help:"days after the beginning of what it is for by which each premium is due"`
	GraceDays       int        `json:"graceDays" help:"days after the due date of a premium before the policy lapses"`
	InstalmentsMost int        `json:"instalmentsMost" help:"most instalments of a period's premium"`
	ReinstateDays   int        `json:"reinstateDays,omitzero" help:"days after lapse or cancellation within which cover may be reinstated"`
	BackdateDays    int        `json:"backdateDays,omitzero" help:"days by which an endorsement or a cancellation may lie back"`
	Claims          ClaimTerms `json:"claims" help:"how claims are dealt with"`
	// Parametric is what a product of that basis pays by.
	Parametric *ParametricTerms `json:"parametric,omitempty" help:"indexes that pay without a claim; left out unless the basis is PARAMETRIC"`
}

// Succeeds refuses terms of another line of business, basis or currency than those of another version: a policy is renewed under
// later versions, and keeps its currency, its programme of reinsurance and the way in which losses are found.
// Faults: TERMS_REFUSED.
func (t ProductTerms) Succeeds(other ProductTerms) error {
	if t.Class != other.Class || t.Basis != other.Basis || t.Currency != other.Currency {
		return TermsRefused.New("product %s is %s on basis %s in %s: anything else is another product", other.Product, other.Class, other.Basis, other.Currency)
	}
	return nil
}

// Validate refuses malformed and contradictory terms.
func (t ProductTerms) Validate() error {
	switch {
	case !slices.Contains([]Basis{Indemnity, Benefit, Parametric}, t.Basis) || t.Occasion != Occurrence && t.Occasion != ClaimsMade:
		return errors.New("basis must be INDEMNITY, BENEFIT or PARAMETRIC, and occasion OCCURRENCE or CLAIMS_MADE")
	case !t.Currency.Issuable():
		return errors.New("currency is missing or has no minor unit")
	case !protocol.IsSHA256(t.Wording):
		return errors.New("wording must be a SHA-256 in 64 lower-case hex digits")
	case t.TermMonths < 1 || t.TermMonths > 120 || t.InstalmentsMost < 1 || t.InstalmentsMost > InstalmentsMost:
		return fmt.Errorf("termMonths must be 1 to 120 and instalmentsMost 1 to %d", InstalmentsMost)
	}
	return errors.Join(t.VersionKey.Validate(), validateName("class", t.Class), t.Panel.Validate(),
		portion("commissionMost", t.CommissionMost, 1), t.Cancellation.Validate(), t.validateDays(), t.validateCovers(),
		t.validateTaxes(), t.Rating.Validate(t.Covers), t.Claims.Validate(), t.validateParametric())
}

func (t ProductTerms) validateDays() error {
	return errors.Join(days("firstDueDays", t.FirstDueDays), days("graceDays", t.GraceDays), days("reinstateDays", t.ReinstateDays), days("backdateDays", t.BackdateDays))
}

func (t ProductTerms) validateCovers() error {
	if len(t.Covers) == 0 || len(t.Covers) > listMost {
		return fmt.Errorf("1 to %d covers are needed", listMost)
	}
	for i, cover := range t.Covers {
		if err := cover.Validate(); err != nil {
			return err
		}
		if slices.ContainsFunc(t.Covers[:i], func(c Cover) bool { return c.Code == cover.Code }) {
			return fmt.Errorf("cover %s is there twice", cover.Code)
		}
	}
	return nil
}

func (t ProductTerms) validateTaxes() error {
	if len(t.Taxes) > listMost {
		return fmt.Errorf("there are at most %d taxes", listMost)
	}
	for i, tax := range t.Taxes {
		if err := tax.validate(t.Taxes[:i]); err != nil {
			return err
		}
	}
	return nil
}

func (x Tax) validate(before []Tax) error {
	switch {
	case x.From.IsZero():
		return fmt.Errorf("tax %s needs a first day", x.Name)
	case x.Kept && x.Purse.Mandate != "":
		return fmt.Errorf("tax %s is kept: nothing is paid back from its account", x.Name)
	}
	for _, other := range before {
		if other.Name == x.Name && (other.From == x.From || other.Purse != x.Purse || other.Kept != x.Kept) {
			return fmt.Errorf("tax %s has two rates from one day, or goes to two accounts", x.Name)
		}
	}
	return errors.Join(validateName("tax", x.Name), portion("tax", x.Rate, 1), x.Purse.Validate())
}

// Validate refuses malformed and contradictory terms.
func (t ClaimTerms) Validate() error {
	if len(t.Evidence) > listMost {
		return fmt.Errorf("evidence has at most %d items", listMost)
	}
	for i, kind := range t.Evidence {
		if err := validateName("evidence", kind); err != nil {
			return err
		}
		if seen(t.Evidence[:i], kind) {
			return fmt.Errorf("evidence %s is asked for twice", kind)
		}
	}
	if t.LargeLoss.Sign() < 0 {
		return errors.New("largeLoss is below zero")
	}
	if !slices.Contains([]string{"", "MADE_WHOLE", "PRO_RATA", "INSURER_FIRST"}, t.Allocation) {
		return errors.New("allocation must be MADE_WHOLE, PRO_RATA or INSURER_FIRST")
	}
	if !slices.Contains([]string{"", "INDEPENDENT_LIABILITY", "BY_LIMITS", "EQUAL_SHARES"}, t.Contribution) {
		return errors.New("contribution must be INDEPENDENT_LIABILITY, BY_LIMITS or EQUAL_SHARES")
	}
	return errors.Join(days("reportingDays", t.ReportingDays), days("reopenDays", t.ReopenDays), days("appealDays", t.AppealDays), days("retainDays", t.RetainDays),
		t.Service.Validate())
}

// Validate refuses clocks out of bounds, and interest without a day count.
func (s Service) Validate() error {
	if !s.LateRate.IsZero() && s.LateCount == 0 {
		return errors.New("lateRate needs lateCount")
	}
	return errors.Join(days("acknowledge", s.Acknowledge), days("decide", s.Decide), days("pay", s.Pay), days("inform", s.Inform),
		days("interim", s.Interim), portion("lateRate", s.LateRate, 10))
}

// CoverOf finds a cover by its code.
func (t ProductTerms) CoverOf(code CoverCode) (Cover, bool) {
	at := slices.IndexFunc(t.Covers, func(c Cover) bool { return c.Code == code })
	if at < 0 {
		return Cover{}, false
	}
	return t.Covers[at], true
}

// Money is an amount of the product's currency.
func (t ProductTerms) Money(amount money.Amount) money.Money {
	return money.Money{Amount: amount, Currency: t.Currency}
}
