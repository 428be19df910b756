// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// DeclareLossEvent declares an event.
func (c *Contract) DeclareLossEvent(tx *ledger.Tx, req insurance.LossEventRequest) (*insurance.LossEvent, error) {
	programme, do, err := load(tx, programmes, req.Programme)
	if err != nil {
		return nil, err
	}
	before, there, err := windows.Find(tx, insurance.WindowKey{Programme: req.Programme, Peril: req.Peril})
	if err != nil {
		return nil, err
	}
	event, after, events, err := programme.Declare(req, before, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &event, errors.Join(lossEvents.Insert(tx, event), put(tx, windows, after, there))
}

// AssignLosses says of which event losses are.
func (c *Contract) AssignLosses(tx *ledger.Tx, req insurance.AssignRequest) (*insurance.LossEvent, error) {
	event, do, err := load(tx, lossEvents, req.Event)
	if err != nil {
		return nil, err
	}
	rows, events, err := event.Assign(req, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &event, saveAssigned(tx, rows)
}

// saveAssigned saves which losses are of an event; some may have been of another one before.
func saveAssigned(tx *ledger.Tx, rows []insurance.Assignment) error {
	keys := make([]insurance.AssignmentKey, len(rows))
	for i, row := range rows {
		keys[i] = row.AssignmentKey
	}
	_, there, err := assignments.FindMany(tx, keys)
	if err != nil {
		return err
	}
	return putAll(tx, assignments, rows, there)
}

// CedeBatch folds movements into a programme. It reads and writes rows that no claim touches.
func (c *Contract) CedeBatch(tx *ledger.Tx, req insurance.CedeRequest) (*insurance.Book, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	cession, booked, err := cessionOf(tx, req)
	if err != nil {
		return nil, err
	}
	ceded, events, err := cession.Cede(do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &ceded.Book, errors.Join(put(tx, books, ceded.Book, booked), saveCeded(tx, req, ceded))
}

func saveCeded(tx *ledger.Tx, req insurance.CedeRequest, ceded insurance.Ceded) error {
	for _, key := range req.Due {
		if err := cessionsDue.Delete(tx, key); err != nil {
			return err
		}
	}
	return errors.Join(pages.UpdateAll(tx, ceded.Changed), insertAll(tx, pages, ceded.Fresh),
		insertAll(tx, places, ceded.Places), insertAll(tx, bordereaux, ceded.Bordereaux))
}

// cessionOf reads all that a cession needs, and tells whether there is a book yet.
func cessionOf(tx *ledger.Tx, req insurance.CedeRequest) (insurance.Cession, bool, error) {
	var c insurance.Cession
	var err error
	if c.Programme, c.Treaties, err = protection(tx, req.Programme); err != nil {
		return c, false, err
	}
	var booked bool
	if c.Book, booked, err = bookOf(tx, req.Programme); err != nil {
		return c, false, err
	}
	if c.Due, err = cessionsDue.GetMany(tx, req.Due); err != nil {
		return c, false, err
	}
	if c.Assigned, err = assignments.GetMany(tx, insurance.AssignmentKeys(req)); err != nil {
		return c, false, err
	}
	if c.Events, err = lossEvents.Present(tx, insurance.EventsOf(c.Due)); err == nil {
		c.Pages, err = pagesOf(tx, c, req)
	}
	return c, booked, err
}

// pagesOf reads the whole book where losses depend on each other, and else the pages of the claims and the last.
func pagesOf(tx *ledger.Tx, c insurance.Cession, req insurance.CedeRequest) ([]insurance.Page, error) {
	claims := req.Claims()
	keys := make([]insurance.PlaceKey, len(claims))
	for i, claim := range claims {
		keys[i] = insurance.PlaceKey{Programme: req.Programme, Claim: claim}
	}
	known, err := places.Present(tx, keys)
	if err != nil {
		return nil, err
	}
	return pages.GetMany(tx, c.Book.Read(c.Treaties, known))
}

func bookOf(r ledger.Reader, id insurance.ProgrammeID) (insurance.Book, bool, error) {
	book, there, err := books.Find(r, id)
	book.Programme = id
	return book, there, err
}

// CedePremiums cedes premiums of policies.
func (c *Contract) CedePremiums(tx *ledger.Tx, req insurance.CedePremiumRequest) (*insurance.Book, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	cession, seen, err := premiumsOf(tx, req)
	if err != nil {
		return nil, err
	}
	ceded, events, err := cession.Cede(do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &ceded.Book, errors.Join(put(tx, books, ceded.Book, seen.book), putAll(tx, cededPolicies, ceded.Policies, seen.policies),
		insertAll(tx, bordereaux, ceded.Bordereaux))
}

// seenBefore tells what of a premium cession is there already.
type seenBefore struct {
	book     bool
	policies []bool
}

func premiumsOf(tx *ledger.Tx, req insurance.CedePremiumRequest) (c insurance.PremiumCession, seen seenBefore, err error) {
	if c.Programme, c.Treaties, err = protection(tx, req.Programme); err != nil {
		return c, seen, err
	}
	if c.Book, seen.book, err = bookOf(tx, req.Programme); err != nil {
		return c, seen, err
	}
	keys := make([]insurance.CededPolicyKey, len(req.Policies))
	for i, policy := range req.Policies {
		keys[i] = insurance.CededPolicyKey{Programme: req.Programme, Policy: policy}
	}
	before, there, err := cededPolicies.FindMany(tx, keys)
	if err != nil {
		return c, seen, err
	}
	for i, row := range before {
		row.CededPolicyKey = keys[i]
		exposed, err := exposedOf(tx, row)
		if err != nil {
			return c, seen, err
		}
		c.Policies, seen.policies = append(c.Policies, exposed), append(seen.policies, there[i])
	}
	return c, seen, nil
}

// exposedOf reads what else is to be known of a policy: who insures each of its periods, and its line of business.
func exposedOf(tx *ledger.Tx, before insurance.CededPolicy) (insurance.Exposed, error) {
	policy, err := policies.Get(tx, before.Policy)
	if err != nil {
		return insurance.Exposed{}, err
	}
	begin := policy.Beginnings()
	keys := make([]insurance.PanelID, len(begin))
	for i, t := range begin {
		keys[i] = t.Panel
	}
	found, err := panels.GetMany(tx, keys)
	if err != nil {
		return insurance.Exposed{}, err
	}
	version, err := versions.Get(tx, insurance.VersionKey{Product: policy.Product, Version: begin[0].Version})
	return insurance.Exposed{Policy: policy, Panels: found, Class: version.Class, Before: before}, err
}

// NotifyBordereau tells reinsurers of a bordereau.
func (c *Contract) NotifyBordereau(tx *ledger.Tx, req insurance.BordereauKey) (*insurance.Bordereau, error) {
	return review(tx, req, insurance.Bordereau.Notify)
}

// AgreeBordereau agrees to a bordereau.
func (c *Contract) AgreeBordereau(tx *ledger.Tx, req insurance.BordereauKey) (*insurance.Bordereau, error) {
	return review(tx, req, insurance.Bordereau.Agree)
}

// QueryBordereau asks about a bordereau.
func (c *Contract) QueryBordereau(tx *ledger.Tx, req insurance.QueryRequest) (*insurance.Bordereau, error) {
	return review(tx, req.BordereauKey, func(b insurance.Bordereau, t insurance.Treaty, do insurance.Act) (insurance.Bordereau, []protocol.Event, error) {
		return b.Query(req, t, do)
	})
}

// AnswerQuery answers a query.
func (c *Contract) AnswerQuery(tx *ledger.Tx, req insurance.AnswerRequest) (*insurance.Bordereau, error) {
	return review(tx, req.BordereauKey, func(b insurance.Bordereau, t insurance.Treaty, do insurance.Act) (insurance.Bordereau, []protocol.Event, error) {
		return b.Answer(req, t, do)
	})
}

// DisputeAnswer does not accept the answer to a query.
func (c *Contract) DisputeAnswer(tx *ledger.Tx, req insurance.DisputeRequest) (*insurance.Bordereau, error) {
	return review(tx, req.BordereauKey, insurance.Bordereau.Dispute)
}

// SettleQuery is one side's word on a query.
func (c *Contract) SettleQuery(tx *ledger.Tx, req insurance.FindingRequest) (*insurance.Bordereau, error) {
	return review(tx, req.BordereauKey, func(b insurance.Bordereau, t insurance.Treaty, do insurance.Act) (insurance.Bordereau, []protocol.Event, error) {
		return b.Settle(req, t, do)
	})
}

// ArbitrateQuery is the arbiter's.
func (c *Contract) ArbitrateQuery(tx *ledger.Tx, req insurance.FindingRequest) (*insurance.Bordereau, error) {
	return review(tx, req.BordereauKey, func(b insurance.Bordereau, t insurance.Treaty, do insurance.Act) (insurance.Bordereau, []protocol.Event, error) {
		return b.Arbitrate(req, t, do)
	})
}

// review changes a bordereau by a rule that knows its treaty.
func review(tx *ledger.Tx, key insurance.BordereauKey, rule func(insurance.Bordereau, insurance.Treaty, insurance.Act) (insurance.Bordereau, []protocol.Event, error)) (*insurance.Bordereau, error) {
	return change(tx, bordereaux, key, func(before insurance.Bordereau, do insurance.Act) (insurance.Bordereau, []protocol.Event, error) {
		treaty, err := treaties.Get(tx, key.Treaty)
		if err != nil {
			return before, nil, err
		}
		return rule(before, treaty, do)
	})
}
