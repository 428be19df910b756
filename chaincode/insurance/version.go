// SPDX-License-Identifier: Apache-2.0

package insurance

import "github.com/consort-finance/consort/chaincode/protocol"

// ProductStatus is how a version of a product stands.
type ProductStatus string

// The states of a version.
const (
	Draft     ProductStatus = "DRAFT"
	Submitted ProductStatus = "SUBMITTED"
	Active    ProductStatus = "ACTIVE"
	Suspended ProductStatus = "SUSPENDED"
	// Withdrawn versions take no new business; what was written under them runs off.
	Withdrawn ProductStatus = "WITHDRAWN"
)

// ProductVersion is a version of a product. Its terms change while it is a draft and never again after that.
type ProductVersion struct {
	ProductTerms
	Insurer Firm          `json:"insurer"`
	Status  ProductStatus `json:"status"`
	// Maker submitted it, Checker activated it.
	Maker   Person `json:"maker"`
	Checker Person `json:"checker,omitzero"`
}

// DraftProduct drafts a version of a product of the panel's lead. Faults: NOT_YOURS, PANEL_INCOMPLETE, CURRENCY_MISMATCH.
func DraftProduct(t ProductTerms, panel Panel, act Act) (ProductVersion, []protocol.Event, error) {
	v := ProductVersion{ProductTerms: t, Insurer: panel.Lead(), Status: Draft, Maker: act.Person()}
	if err := v.fits(panel, act); err != nil {
		return ProductVersion{}, nil, err
	}
	return v, v.told(), nil
}

// fits refuses terms of another firm than the panel's lead, and a panel that cannot take them.
func (v ProductVersion) fits(panel Panel, act Act) error {
	if err := act.By(v.Insurer); err != nil {
		return err
	}
	return panel.takes(v.ProductTerms)
}

// takes refuses a product for which the panel is not ready. Faults: PANEL_INCOMPLETE, CURRENCY_MISMATCH.
func (p Panel) takes(t ProductTerms) error {
	if !p.Complete() {
		return PanelIncomplete.New("an insurer of panel %s did not sign", p.ID)
	}
	if p.Currency != t.Currency {
		return CurrencyMismatch.New("panel %s is in %s", p.ID, p.Currency)
	}
	return nil
}

// Redraft replaces the terms of a draft. Faults: NOT_YOURS, STATUS_REFUSED, those of drafting.
func (v ProductVersion) Redraft(t ProductTerms, panel Panel, act Act) (ProductVersion, []protocol.Event, error) {
	if err := v.in(Draft); err != nil {
		return v, nil, err
	}
	if err := act.By(v.Insurer); err != nil {
		return v, nil, err
	}
	if panel.Lead() != v.Insurer {
		return v, nil, NotYours.New("panel %s is led by %s", panel.ID, panel.Lead().Party)
	}
	v.ProductTerms, v.Maker = t, act.Person()
	if err := v.fits(panel, act); err != nil {
		return v, nil, err
	}
	return v, v.told(), nil
}

// Submit ends drafting. Faults: NOT_YOURS, STATUS_REFUSED.
func (v ProductVersion) Submit(act Act) (ProductVersion, []protocol.Event, error) {
	return v.move(act, Submitted, Draft)
}

// Activate lets the version take business, by another person of the insurer. Faults: NOT_YOURS, SAME_PERSON, STATUS_REFUSED.
func (v ProductVersion) Activate(act Act) (ProductVersion, []protocol.Event, error) {
	after, events, err := v.move(act, Active, Submitted)
	if err != nil {
		return v, nil, err
	}
	if err := act.Another(v.Maker); err != nil {
		return v, nil, err
	}
	after.Checker = act.Person()
	return after, events, nil
}

// Return sends a submitted version back to drafting. Faults: NOT_YOURS, STATUS_REFUSED.
func (v ProductVersion) Return(act Act) (ProductVersion, []protocol.Event, error) {
	return v.move(act, Draft, Submitted)
}

// Suspend stops new business for a while. Faults: NOT_YOURS, STATUS_REFUSED.
func (v ProductVersion) Suspend(act Act) (ProductVersion, []protocol.Event, error) {
	return v.move(act, Suspended, Active)
}

// Resume ends a suspension. Faults: NOT_YOURS, STATUS_REFUSED.
func (v ProductVersion) Resume(act Act) (ProductVersion, []protocol.Event, error) {
	return v.move(act, Active, Suspended)
}

// Withdraw ends new business for good. Faults: NOT_YOURS, STATUS_REFUSED.
func (v ProductVersion) Withdraw(act Act) (ProductVersion, []protocol.Event, error) {
	return v.move(act, Withdrawn, Active, Suspended)
}

func (v ProductVersion) move(act Act, to ProductStatus, from ...ProductStatus) (ProductVersion, []protocol.Event, error) {
	if err := act.By(v.Insurer); err != nil {
		return v, nil, err
	}
	if err := v.in(from...); err != nil {
		return v, nil, err
	}
	v.Status = to
	return v, v.told(), nil
}

// in refuses a version in another state. Faults: STATUS_REFUSED.
func (v ProductVersion) in(states ...ProductStatus) error {
	return inState("version", number(v.Version)+" of product "+string(v.Product), v.Status, states...)
}

func (v ProductVersion) told() []protocol.Event {
	return []protocol.Event{ProductChanged.Of(string(v.Product), VersionEvent{Version: v.Version, Status: v.Status})}
}
