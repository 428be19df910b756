// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// exposuresMost bounds the exposures of a claim.
const exposuresMost = 50

// Claimed is what one person claims under one cover.
type Claimed struct {
	Cover    CoverCode    `json:"cover" help:"cover of the policy"`
	Item     string       `json:"item,omitzero" help:"kind of item, where the cover has a sublimit for it"`
	Claimant string       `json:"claimant,omitzero" help:"name that tells nothing, under which the insurer keeps who claims"`
	Amount   money.Amount `json:"amount" help:"what is claimed, in minor units"`
}

// Validate refuses malformed members.
func (c Claimed) Validate() error {
	if c.Amount.Sign() <= 0 {
		return errors.New("amount must be above zero")
	}
	return errors.Join(c.Cover.Validate(), optionalName("item", c.Item), optionalName("claimant", c.Claimant))
}

// optionalName refuses a malformed name, where there is one.
func optionalName(noun, name string) error {
	if name == "" {
		return nil
	}
	return validateName(noun, name)
}

// optionalSeal refuses what is no salted SHA-256, where there is one.
func optionalSeal(noun, seal string) error {
	if seal == "" || protocol.IsSHA256(seal) {
		return nil
	}
	return fmt.Errorf("%s must be a SHA-256 in 64 lower-case hex digits", noun)
}

// LossNotice is the first notice of a loss.
type LossNotice struct {
	Claim      ClaimID   `json:"claim" help:"name of the claim"`
	Policy     PolicyID  `json:"policy" help:"policy under which it is claimed"`
	LossAt     date.Date `json:"lossAt" help:"day of the loss"`
	Peril      string    `json:"peril" help:"cause of the loss, such as FIRE"`
	Occurrence int       `json:"occurrence" help:"1; 2 and so on for another loss by the same peril on the same day"`
	Event      EventID   `json:"event,omitzero" help:"event that struck others too, such as a storm"`
	Claimed    []Claimed `json:"claimed" help:"1 to 50 claims by cover and person"`
	// Narrative is told to the insurer alone; the ledger has its seal.
	Narrative string `json:"narrative,omitzero" help:"salted SHA-256 of what happened, 64 lower-case hex digits"`
}

// Validate refuses malformed members.
func (r LossNotice) Validate() error {
	if r.LossAt.IsZero() || len(r.Claimed) == 0 || len(r.Claimed) > exposuresMost {
		return fmt.Errorf("lossAt and 1 to %d claims are needed", exposuresMost)
	}
	if strings.HasPrefix(string(r.Claim), indexed) {
		return fmt.Errorf("names that begin with %s are those of what indexes pay", indexed)
	}
	for _, claimed := range r.Claimed {
		if err := claimed.Validate(); err != nil {
			return err
		}
	}
	return errors.Join(r.Claim.Validate(), r.Policy.Validate(), validateName("peril", r.Peril), validateNumber("occurrence", r.Occurrence),
		optionalName("loss event", string(r.Event)), optionalSeal("narrative", r.Narrative))
}

// Notify reports a loss: by the policyholder, its broker, or the lead for whom a branch took it down. The policy counts as it
// was in force on the day of the loss, whether it is in force now or not. t is the product's version that counts then.
// Faults: NOT_YOURS, TOO_EARLY, TOO_LATE, NOT_COVERED.
func (p Policy) Notify(r LossNotice, view View, t ProductTerms, act Act) (Claim, []protocol.Event, error) {
	if err := p.mayNotify(act); err != nil {
		return Claim{}, nil, err
	}
	if t.Basis == Parametric {
		return Claim{}, nil, LossNotCovered.New("policy %s pays by an index, without a claim", p.ID)
	}
	insured, err := view.SumInsured()
	if err != nil {
		return Claim{}, nil, err
	}
	claim := Claim{
		SumInsured: insured, ID: r.Claim, Policy: p.ID, Version: t.VersionKey, Class: t.Class, Basis: t.Basis, Panel: view.Panel, Lead: p.Lead, Holder: p.Holder,
		Account: p.Account, Currency: p.Currency, Period: view.Period, LossAt: r.LossAt, Reported: act.Today, Peril: r.Peril,
		Occurrence: r.Occurrence, Event: r.Event, Narrative: r.Narrative, Status: ClaimNotified, RetainDays: t.Claims.RetainDays,
	}
	for i, claimed := range r.Claimed {
		insured, err := view.covers(claimed, r, t)
		if err != nil {
			return Claim{}, nil, err
		}
		claim.Exposures = append(claim.Exposures, Exposure{
			Number: i + 1, Cover: claimed.Cover, Item: claimed.Item, Claimant: claimed.Claimant, Sum: insured.Sum, Claimed: claimed.Amount,
		})
	}
	claim = claim.start(Acknowledgement, t.Claims.Service.Acknowledge, act.Today).start(Determination, t.Claims.Service.Decide, act.Today).
		start(Information, t.Claims.Service.Inform, act.Today).start(InterimPayment, t.Claims.Service.Interim, act.Today)
	claim, events := claim.turn()
	return claim, events, nil
}

func (p Policy) mayNotify(act Act) error {
	for _, firm := range []Firm{p.Holder, p.Lead, p.Brokerage.Broker} {
		if act.By(firm) == nil {
			return nil
		}
	}
	return NotYours.New("a loss under policy %s is reported by its holder, its broker or its insurer", p.ID)
}

// Covering is the view of the policy under which a loss is covered that is reported today (invariant I9): the one in force
// on the day of the loss; of claims-made covers, the one in force today, or the last one within the extended reporting.
// Whether it was reported in time is for [ProductTerms.Reported].
// Faults: TOO_EARLY, NOT_COVERED.
func (p Policy) Covering(loss date.Date, occasion Occasion, act Act) (View, error) {
	if loss.After(act.Today) {
		return View{}, TooEarly.New("the loss is on %s, after today", loss)
	}
	on := loss
	if occasion == ClaimsMade {
		on = p.lastDay(act.Today)
	}
	view, there := p.InForce(on, act.Today)
	if !there {
		return View{}, LossNotCovered.New("policy %s was not in force on %s", p.ID, on)
	}
	return view, nil
}

// lastDay is today, or the last day of the last period that ended before.
func (p Policy) lastDay(today date.Date) date.Date {
	last := date.Date{}
	for _, t := range p.Stack {
		if t.Kind != Issue && t.Kind != Renew || t.Effective.After(today) {
			continue
		}
		end := today
		if !today.Before(t.Until) {
			end, _ = t.Until.AddDays(-1)
		}
		if last.IsZero() || end.After(last) {
			last = end
		}
	}
	return last
}

// Reported refuses a notice that comes too late, and of claims-made covers a loss before the retroactive date.
// Faults: TOO_LATE, NOT_COVERED.
func (t ProductTerms) Reported(loss date.Date, view View, act Act) error {
	from := loss
	if t.Occasion == ClaimsMade {
		if !t.Claims.RetroDate.IsZero() && loss.Before(t.Claims.RetroDate) || t.Claims.RetroDate.IsZero() && loss.Before(view.Inception) {
			return LossNotCovered.New("losses before the retroactive date are not covered")
		}
		if view.Period.Has(act.Today) {
			return nil
		}
		from = view.Period.Until
	}
	if from.DaysUntil(act.Today) > t.Claims.ReportingDays {
		return TooLate.New("the loss was to be reported within %d days of %s", t.Claims.ReportingDays, from)
	}
	return nil
}

// covers finds the insured cover of a claim. Faults: NOT_COVERED.
func (v View) covers(claimed Claimed, r LossNotice, t ProductTerms) (Insured, error) {
	cover, known := t.CoverOf(claimed.Cover)
	insured, there := v.Insured(claimed.Cover)
	if !known || !there {
		return Insured{}, LossNotCovered.New("cover %s was not insured on %s", claimed.Cover, r.LossAt)
	}
	if len(cover.Perils) > 0 && !slices.Contains(cover.Perils, r.Peril) {
		return Insured{}, LossNotCovered.New("cover %s is not for %s", cover.Code, r.Peril)
	}
	// A loss before inception is one back to a retroactive date, where the product has one: no days of waiting are about it.
	if waited := v.Inception.DaysUntil(r.LossAt); waited >= 0 && waited < cover.WaitingDays {
		return Insured{}, LossNotCovered.New("cover %s waits for %d days from %s", cover.Code, cover.WaitingDays, v.Inception)
	}
	return insured, nil
}
