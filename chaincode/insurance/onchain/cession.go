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
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	programme, err := programmes.Get(tx, req.Programme)
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
	save := windows.Insert
	if there {
		save = windows.Update
	}
	tx.Emit(events...)
	return &event, errors.Join(lossEvents.Insert(tx, event), save(tx, after))
}

// AssignLosses says of which event losses are.
func (c *Contract) AssignLosses(tx *ledger.Tx, req insurance.AssignRequest) (*insurance.LossEvent, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	event, err := lossEvents.Get(tx, req.Event)
	if err != nil {
		return nil, err
	}
	rows, events, err := event.Assign(req, do)
	if err != nil {
		return nil, err
	}
	keys := make([]insurance.AssignmentKey, len(rows))
	for i, row := range rows {
		keys[i] = row.AssignmentKey
	}
	_, there, err := assignments.FindMany(tx, keys)
	if err != nil {
		return nil, err
	}
	for i, row := range rows {
		save := assignments.Insert
		if there[i] {
			save = assignments.Update
		}
		if err := save(tx, row); err != nil {
			return nil, err
		}
	}
	tx.Emit(events...)
	return &event, nil
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
	for _, key := range req.Due {
		if err := cessionsDue.Delete(tx, key); err != nil {
			return nil, err
		}
	}
	tx.Emit(events...)
	return &ceded.Book, errors.Join(saveBook(tx, ceded.Book, booked), updateAll(tx, pages, ceded.Changed), insertAll(tx, pages, ceded.Fresh),
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
	found, there, err := lossEvents.FindMany(tx, insurance.EventsOf(c.Due))
	if err != nil {
		return c, false, err
	}
	for i, event := range found {
		if there[i] {
			c.Events = append(c.Events, event)
		}
	}
	c.Pages, err = pagesOf(tx, c, req)
	return c, booked, err
}

// pagesOf reads the whole book where losses depend on each other, and else the pages of the claims and the last.
func pagesOf(tx *ledger.Tx, c insurance.Cession, req insurance.CedeRequest) ([]insurance.Page, error) {
	var known []insurance.Place
	claims := req.Claims()
	keys := make([]insurance.PlaceKey, len(claims))
	for i, claim := range claims {
		keys[i] = insurance.PlaceKey{Programme: req.Programme, Claim: claim}
	}
	found, there, err := places.FindMany(tx, keys)
	if err != nil {
		return nil, err
	}
	for i, place := range found {
		if there[i] {
			known = append(known, place)
		}
	}
	return pages.GetMany(tx, c.Book.Read(c.Treaties, known))
}

func bookOf(r ledger.Reader, id insurance.ProgrammeID) (insurance.Book, bool, error) {
	book, there, err := books.Find(r, id)
	book.Programme = id
	return book, there, err
}

func saveBook(tx *ledger.Tx, book insurance.Book, there bool) error {
	if there {
		return books.Update(tx, book)
	}
	return books.Insert(tx, book)
}

// CedePremiums cedes premiums of policies.
func (c *Contract) CedePremiums(tx *ledger.Tx, req insurance.CedePremiumRequest) (*insurance.Book, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	cession, there, booked, err := premiumsOf(tx, req)
	if err != nil {
		return nil, err
	}
	ceded, events, err := cession.Cede(do)
	if err != nil {
		return nil, err
	}
	for i, row := range ceded.Policies {
		save := cededPolicies.Insert
		if there[i] {
			save = cededPolicies.Update
		}
		if err := save(tx, row); err != nil {
			return nil, err
		}
	}
	tx.Emit(events...)
	return &ceded.Book, errors.Join(saveBook(tx, ceded.Book, booked), insertAll(tx, bordereaux, ceded.Bordereaux))
}

func premiumsOf(tx *ledger.Tx, req insurance.CedePremiumRequest) (c insurance.PremiumCession, there []bool, booked bool, err error) {
	if c.Programme, c.Treaties, err = protection(tx, req.Programme); err != nil {
		return c, nil, false, err
	}
	if c.Book, booked, err = bookOf(tx, req.Programme); err != nil {
		return c, nil, false, err
	}
	found, err := policies.GetMany(tx, req.Policies)
	if err != nil {
		return c, nil, false, err
	}
	keys := make([]insurance.CededPolicyKey, len(found))
	for i, policy := range found {
		keys[i] = insurance.CededPolicyKey{Programme: req.Programme, Policy: policy.ID}
	}
	before, there, err := cededPolicies.FindMany(tx, keys)
	if err != nil {
		return c, nil, false, err
	}
	for i, policy := range found {
		before[i].CededPolicyKey = keys[i]
		exposed, err := exposedOf(tx, policy)
		if err != nil {
			return c, nil, false, err
		}
		exposed.Before = before[i]
		c.Policies = append(c.Policies, exposed)
	}
	return c, there, booked, nil
}

// exposedOf reads what else is to be known of a policy: who insures each of its periods, and its line of business.
func exposedOf(tx *ledger.Tx, policy insurance.Policy) (insurance.Exposed, error) {
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
	return insurance.Exposed{Policy: policy, Panels: found, Class: version.Class}, err
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
