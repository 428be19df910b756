// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities/fraction"
)

// pagesEntitledMost bounds the pages that one transaction works out.
const pagesEntitledMost = 20

// EntitleRequest works pages of the register out.
type EntitleRequest struct {
	Action ActionID `json:"action" help:"the action"`
	Pages  []Bucket `json:"pages" help:"first buckets of pages, in order, 1 to 20"`
}

// Validate refuses malformed members, and pages out of order.
func (r EntitleRequest) Validate() error {
	if len(r.Pages) == 0 || len(r.Pages) > pagesEntitledMost {
		return fmt.Errorf("1 to %d pages are worked out", pagesEntitledMost)
	}
	for i, page := range r.Pages {
		if err := page.Validate(); err != nil {
			return err
		}
		if i > 0 && r.Pages[i-1] >= page {
			return errors.New("pages are not in order")
		}
	}
	return r.Action.Validate()
}

// Entitlements names the rows of the pages.
func (r EntitleRequest) Entitlements() []EntitlementKey {
	return PayRequest{Action: r.Action, Pages: r.Pages}.Entitlements()
}

// Entitling is what working pages out rests on.
type Entitling struct {
	Action   Action
	Register Register
	Pages    []Page
	// Before are the pages as they were worked out before, with revision 0 where they were not.
	Before []Entitlement
}

// RegisterKey is the register of the record date.
func (a Action) RegisterKey() RegisterKey {
	return RegisterKey{Instrument: a.Instrument, Day: a.Record}
}

// PageKeys names pages of the register of the record date.
func (a Action) PageKeys(pages []Bucket) []PageKey {
	return Register{Instrument: a.Instrument, Day: a.Record, Pages: pages}.PageKeys()
}

// Entitle works pages out, each once for a cut. Anybody may: the result is determined.
// Faults: STATUS_REFUSED, PAGE_REFUSED, ALREADY_EXISTS, QUANTITY_TOO_LARGE, AMOUNT_TOO_LARGE.
func (e Entitling) Entitle(r EntitleRequest) ([]Entitlement, []protocol.Event, error) {
	a := e.Action
	if err := inState("action", string(a.ID), a.Status, ActionRecordClosed); err != nil {
		return nil, nil, err
	}
	rows, told := make([]Entitlement, len(r.Pages)), PagesEvent{Pages: len(r.Pages)}
	for i, page := range e.Pages {
		number, there := slices.BinarySearch(e.Register.Pages, r.Pages[i])
		if !there {
			return nil, nil, PageRefused.New("the register of %s has no page from %s", a.Record, r.Pages[i])
		}
		if e.Before[i].Revision == a.Revision {
			return nil, nil, protocol.AlreadyExists.New("page %s is worked out already", r.Pages[i])
		}
		_, sum, err := a.Lines(page)
		if err != nil {
			return nil, nil, err
		}
		rows[i] = Entitlement{
			EntitlementKey: EntitlementKey{Action: a.ID, From: r.Pages[i]}, Number: number, Revision: a.Revision, Sum: sum,
		}
		told.Accounts += sum.Accounts
	}
	return rows, []protocol.Event{PagesEntitled.Of(string(a.ID), told)}, nil
}

// DrawCut draws the line down to which the odd units of a fixed number go, given all pages of the closed register.
// Faults: ACTION_TERMS_REFUSED.
func (a Action) DrawCut(register Register, pages []Page) (fraction.Cut, error) {
	if !a.isPooled() {
		return fraction.Cut{}, ActionTermsRefused.New("action %s hands out no fixed number of units", a.ID)
	}
	a.Root = register.Root
	var positions []fraction.Position
	for _, page := range pages {
		for _, holding := range page.Holdings {
			if !a.excludes(holding) {
				positions = append(positions, fraction.Position{Units: int64(holding.Quantity), Tie: a.tie(holding.Account)})
			}
		}
	}
	cut, err := fraction.Pool{Units: int64(a.Units), Base: int64(register.Supply - register.Treasury)}.Cut(positions)
	if err != nil {
		return cut, ActionTermsRefused.New("%s", err)
	}
	return cut, nil
}
