// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// settling is a settlement being decided.
type settling struct {
	sheet       *sheet
	request     SettleRequest
	authorities Authorities
	facts       protocol.Facts
	// heldAt and mandateAt are the places of holds and mandates among the authorities.
	heldAt    map[HoldID]int
	mandateAt map[MandateID]int
	// holds are the holds as they are afterwards, executed first.
	holds  []Hold
	events []protocol.Event
}

// direct is rule 1: the caller signs for every account that pays.
func (w *settling) direct() error {
	if len(w.authorities.Holds)+len(w.authorities.Mandates) > 0 {
		return ConsentMissing.New("holds and mandates settle through the module that they name")
	}
	for _, leg := range w.request.Legs {
		if err := w.sheet.pay(leg.leg(), signedBy(w.facts.Caller)); err != nil {
			return err
		}
	}
	return nil
}

// through is rule 2: a registered module, within its limits, and each payer's consent. Whatever is not that is rule 3:
// refused.
func (w *settling) through() error {
	module := w.authorities.Module
	if module == nil {
		return ModuleUnknown.New("chaincode %s is no registered module", protocol.Excerpt(w.facts.Via))
	}
	if err := module.admits(w.authorities.EntryPoint); err != nil {
		return err
	}
	w.authorities.Mandates = slices.Clone(w.authorities.Mandates)
	w.heldAt = places(w.authorities.Holds, func(h Hold) HoldID { return h.ID })
	w.mandateAt = places(w.authorities.Mandates, func(m Mandate) MandateID { return m.ID })
	consented, err := w.consents()
	if err != nil {
		return err
	}
	for _, leg := range w.request.Legs {
		if err := w.leg(*module, leg, consented); err != nil {
			return err
		}
	}
	return w.releases(*module)
}

// consents tells whether the signed arguments consent to exactly the legs that rest on nothing else.
func (w *settling) consents() (bool, error) {
	if w.authorities.Consent == "" {
		return false, nil
	}
	var legs []SettleLeg
	for _, leg := range w.request.Legs {
		payer, err := w.sheet.line(leg.From)
		if err != nil {
			return false, err
		}
		if leg.operation(payer.account) == ByConsent {
			legs = append(legs, leg)
		}
	}
	expected, err := ConsentTo(w.request.ID, legs)
	return err == nil && w.authorities.Consent == expected, err
}

// operation is the way in which a leg debits its payer.
func (l SettleLeg) operation(payer Account) ModuleOperation {
	switch {
	case l.Hold != "":
		return ByHold
	case l.Mandate != "":
		return ByMandate
	case payer.Kind == ModuleOwned:
		return ByOwnership
	default:
		return ByConsent
	}
}

func (w *settling) leg(module Module, leg SettleLeg, consented bool) error {
	payer, err := w.sheet.line(leg.From)
	if err != nil {
		return err
	}
	operation := leg.operation(payer.account)
	if err := module.may(operation, leg.Amount); err != nil {
		return err
	}
	switch operation {
	case ByHold:
		return w.byHold(module, leg)
	case ByMandate:
		return w.byMandate(module, leg)
	case ByOwnership:
		return w.sheet.pay(leg.leg(), ownedBy(module.Name))
	default:
		return w.sheet.pay(leg.leg(), consentedBy(w.facts.Caller, consented))
	}
}

func (w *settling) byHold(module Module, leg SettleLeg) error {
	hold, err := w.hold(leg.Hold)
	if err != nil {
		return err
	}
	if err := hold.forModule(module); err != nil {
		return err
	}
	if hold.Payer != leg.From || hold.Payee != leg.To || hold.Amount != leg.Amount || hold.Purpose != leg.Purpose {
		return ConsentMissing.New("hold %s is for another payer, payee, amount or purpose than the leg", hold.ID)
	}
	after, err := hold.payOn(w.sheet, leg.leg())
	if err != nil {
		return err
	}
	w.resolved(after, after.event(HoldWasExecuted))
	return nil
}

func (w *settling) byMandate(module Module, leg SettleLeg) error {
	at, known := w.mandateAt[leg.Mandate]
	if !known {
		return protocol.NotFound.New("mandate %s is not there", leg.Mandate)
	}
	used, err := w.authorities.Mandates[at].use(leg, module.Name, w.sheet.book.Date)
	if err != nil {
		return err
	}
	w.authorities.Mandates[at] = used
	return w.sheet.pay(leg.leg(), func(Account) error { return nil })
}

// ownedBy allows a debit of a module's own account.
func ownedBy(module ModuleName) authority {
	return func(payer Account) error {
		if payer.Owner.Module != module {
			return ConsentMissing.New("account %s belongs to module %s", payer.ID, payer.Owner.Module)
		}
		return nil
	}
}

// consentedBy allows a debit when the payer's own signatory signed arguments that carry the exact legs.
func consentedBy(caller protocol.Principal, consented bool) authority {
	return func(payer Account) error {
		if !consented || !payer.SignedBy(caller) {
			return ConsentMissing.New("the payer of account %s did not consent: no hold, no mandate, and no signed consent to exactly these legs", payer.ID)
		}
		return nil
	}
}

func (w *settling) releases(module Module) error {
	for _, id := range w.request.Release {
		hold, err := w.hold(id)
		if err != nil {
			return err
		}
		if err := module.may(ByRelease, hold.Amount); err != nil {
			return err
		}
		if err := hold.forModule(module); err != nil {
			return err
		}
		after, err := hold.freeOn(w.sheet, HoldReleased)
		if err != nil {
			return err
		}
		w.resolved(after, after.event(HoldWasReleased))
	}
	return nil
}

func (w *settling) hold(id HoldID) (Hold, error) {
	at, known := w.heldAt[id]
	if !known {
		return Hold{}, protocol.NotFound.New("hold %s is not there", id)
	}
	return w.authorities.Holds[at], nil
}

// places says where each row is.
func places[K comparable, V any](rows []V, key func(V) K) map[K]int {
	at := make(map[K]int, len(rows))
	for i, row := range rows {
		at[key(row)] = i
	}
	return at
}

// forModule refuses a hold that another notary decides.
func (h Hold) forModule(module Module) error {
	if h.Notary.Kind != ModuleNotary || h.Notary.ID != string(module.Name) {
		return ConsentMissing.New("hold %s is for %s %s to decide", h.ID, h.Notary.Kind, h.Notary.ID)
	}
	return nil
}

func (w *settling) resolved(hold Hold, event protocol.Event) {
	w.holds = append(w.holds, hold)
	w.events = append(w.events, event)
}
