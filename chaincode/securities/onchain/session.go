// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
)

var (
	sessions    = ledger.NewTable("session", securities.Session.SessionKey)
	commitments = ledger.NewTable("order", securities.Commitment.Name)
	// sealed are orders in their venue's own collection.
	sealed = ledger.NewPrivate("sealed", securities.SealedOrder.Name)
)

// OpenSession opens a call auction.
func (c *Contract) OpenSession(tx *ledger.Tx, req securities.SessionTerms) (*securities.Session, error) {
	instrument, do, err := load(tx, instruments, req.Instrument)
	if err != nil {
		return nil, err
	}
	session, events, err := req.Open(instrument, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &session, sessions.Insert(tx, session)
}

// EnterOrder commits the caller's firm to an order: the registry has to say that its member hosts the firm.
func (c *Contract) EnterOrder(tx *ledger.Tx, req securities.EnterOrderRequest) (*securities.Commitment, error) {
	do, err := c.actor(tx)
	if err != nil {
		return nil, err
	}
	session, err := sessions.Get(tx, req.Session)
	if err != nil {
		return nil, err
	}
	order, events, err := session.Enter(req, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &order, commitments.Insert(tx, order)
}

// WithdrawOrder takes an order back.
func (c *Contract) WithdrawOrder(tx *ledger.Tx, req securities.OrderKey) (*securities.Commitment, error) {
	session, err := sessions.Get(tx, req.Session)
	if err != nil {
		return nil, err
	}
	return change(tx, commitments, req, func(before securities.Commitment, do securities.Act) (securities.Commitment, []protocol.Event, error) {
		return before.Withdraw(session, do)
	})
}

// KeepOrder keeps an order in the venue's own collection.
func (c *Contract) KeepOrder(tx *ledger.Tx, req securities.KeepOrderRequest) (*securities.OrderReceipt, error) {
	session, do, err := load(tx, sessions, req.Session)
	if err != nil {
		return nil, err
	}
	commitment, err := commitments.Get(tx, req.OrderKey)
	if err != nil {
		return nil, err
	}
	if err := session.Keep(req.Order, commitment, do); err != nil {
		return nil, err
	}
	return &securities.OrderReceipt{OrderKey: req.OrderKey}, sealed.Put(tx, ledger.OwnCollection(session.Venue), req.Order)
}

// CloseSession ends the entry of orders.
func (c *Contract) CloseSession(tx *ledger.Tx, req securities.SessionID) (*securities.Session, error) {
	return changeSession(tx, req, securities.Session.Close)
}

// AnnulSession ends a session without a match.
func (c *Contract) AnnulSession(tx *ledger.Tx, req securities.SessionID) (*securities.Session, error) {
	return changeSession(tx, req, securities.Session.Annul)
}

// changeSession changes a session by a rule that asks whether the caller holds the role of a venue.
func changeSession(tx *ledger.Tx, id securities.SessionID, rule func(securities.Session, bool, securities.Act) (securities.Session, []protocol.Event, error)) (*securities.Session, error) {
	holds, err := ledger.Holds(tx, role.Venue)
	if err != nil {
		return nil, err
	}
	return change(tx, sessions, id, func(before securities.Session, do securities.Act) (securities.Session, []protocol.Event, error) {
		return rule(before, holds, do)
	})
}

// MatchSession finds the price and the trades of a closed session.
func (c *Contract) MatchSession(tx *ledger.Tx, req securities.MatchSessionRequest) (*securities.Session, error) {
	return change(tx, sessions, req.Session, func(before securities.Session, do securities.Act) (securities.Session, []protocol.Event, error) {
		book, err := bookOf(tx, before, req)
		if err != nil {
			return before, nil, err
		}
		instrument, err := instruments.Get(tx, before.Instrument)
		if err != nil {
			return before, nil, err
		}
		after, made, events, err := before.Match(req, book, instrument, do)
		if err != nil {
			return before, nil, err
		}
		for _, trade := range made {
			if err := trades.Insert(tx, trade); err != nil {
				return before, nil, err
			}
		}
		return after, events, nil
	})
}

// bookOf reads every order that a session may have, whether its venue keeps it, and the accounts of those that are given.
func bookOf(r ledger.Reader, s securities.Session, req securities.MatchSessionRequest) (book securities.SessionBook, err error) {
	rows, found, err := commitments.FindMany(r, s.Places())
	if err != nil {
		return book, err
	}
	given := req.Given()
	for i, commitment := range rows {
		if !found[i] {
			continue
		}
		kept, err := keeps(r, s, commitment.OrderKey, given[commitment.OrderKey])
		if err != nil {
			return book, err
		}
		book.Commitments, book.Kept = append(book.Commitments, commitment), append(book.Kept, kept)
	}
	book.Applicants, err = tradersOf(r, s.Instrument, req)
	return book, err
}

// keeps tells whether the venue keeps an order under a name. One that is not given, or is another, has the wrong hash, which
// says that there is one. Faults: PREIMAGE_REFUSED where one is given that is not the one kept.
func keeps(r ledger.Reader, s securities.Session, name securities.OrderKey, order securities.SealedOrder) (bool, error) {
	err := sealed.Verify(r, ledger.OwnCollection(s.Venue), name, order)
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, protocol.NotFound):
		return false, nil
	case errors.Is(err, protocol.PreimageRefused) && order == securities.SealedOrder{}:
		return true, nil
	}
	return false, err
}

// tradersOf are the accounts of orders with their owners' admissions; those that are not there are left out.
func tradersOf(r ledger.Reader, instrument securities.InstrumentID, req securities.MatchSessionRequest) (map[securities.AccountID]securities.Applicant, error) {
	there, err := accounts.Present(r, req.Accounts())
	if err != nil {
		return nil, err
	}
	applicants, err := admitted(r, instrument, there)
	if err != nil {
		return nil, err
	}
	traders := map[securities.AccountID]securities.Applicant{}
	for _, applicant := range applicants {
		traders[applicant.Account.ID] = applicant
	}
	return traders, nil
}

// Session answers a call auction.
func (c *Contract) Session(q *ledger.Query, req securities.SessionID) (*securities.Session, error) {
	return ledger.Answer(sessions.Get(q, req))
}

// Orders lists the orders of a session as the ledger has them.
func (c *Contract) Orders(q *ledger.Query, req securities.OrdersRequest) (*protocol.Page[securities.Commitment], error) {
	return ledger.Answer(commitments.Page(q, req.Session.Key(), req.PageRequest))
}

// Order answers an order that the caller's venue keeps.
func (c *Contract) Order(q *ledger.Query, req securities.OrderKey) (*securities.SealedOrder, error) {
	return ledger.Answer(sealed.Get(q, ledger.OwnCollection(q.Facts().Caller.MSP), req))
}

// OrderKept tells whether the venue keeps an order.
func (c *Contract) OrderKept(q *ledger.Query, req securities.KeepOrderRequest) (*securities.Kept, error) {
	session, err := sessions.Get(q, req.Session)
	if err != nil {
		return nil, err
	}
	kept, err := keeps(q, session, req.OrderKey, req.Order)
	return &securities.Kept{Kept: kept}, err
}

// RecomputeSession finds the outcome of a session again.
func (c *Contract) RecomputeSession(q *ledger.Query, req securities.MatchSessionRequest) (*securities.Recomputed, error) {
	session, err := sessions.Get(q, req.Session)
	if err != nil {
		return nil, err
	}
	book, err := bookOf(q, session, req)
	if err != nil {
		return nil, err
	}
	made, err := trades.GetMany(q, session.TradeIDs())
	if err != nil {
		return nil, err
	}
	return ledger.Answer(session.Recompute(req, book, made))
}
