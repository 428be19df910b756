// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Reader reads rows by their keys. A [Tx] and a [Query] are readers.
type Reader interface {
	// Facts are what a rule may know about the transaction.
	Facts() protocol.Facts
	on() *session
}

// Tx is a transaction that may write: point reads, which see its own writes, and buffered writes.
type Tx struct{ session *session }

// Query is a transaction that cannot write; it may scan, page and read history.
type Query struct{ session *session }

// Facts are what a rule may know about the transaction.
func (tx *Tx) Facts() protocol.Facts { return tx.session.facts }

// Facts are what a rule may know about the query.
func (q *Query) Facts() protocol.Facts { return q.session.facts }

func (tx *Tx) on() *session   { return tx.session }
func (q *Query) on() *session { return q.session }

// Emit adds events to the transaction's envelope, in order. A transaction confined to a private collection has none:
// emitting there fails it.
func (tx *Tx) Emit(events ...protocol.Event) {
	s := tx.session
	if s.confined && len(events) > 0 {
		_ = s.fail(errors.New("a transaction in its caller's own collection emits no event"))
		return
	}
	if len(events) > 0 && !s.announced {
		s.primary, s.announced = events[0].Type, true
	}
	s.events = append(s.events, events...)
}

// Signed is the call that the client signed: what a payer has seen and consented to, also when another chaincode
// called this one.
func (tx *Tx) Signed() SignedCall { return tx.session.signed.call() }

// Charter is the hex SHA-256 of the charter that this endorser's member agreed to, empty when there is none: for
// refusing another charter. It must not enter state or results, in which endorsers have to agree.
func (tx *Tx) Charter() string { return tx.session.cc.house.Charter }

// Holds tells whether the caller holds a role: the certificate claims it and the registry lets the member hold it.
func Holds(r Reader, wanted role.Role) (bool, error) {
	s := r.on()
	if !s.facts.Caller.Claiming(wanted) {
		return false, nil
	}
	if s.cc.roles == nil {
		return false, errors.New("the chaincode has no registry of roles")
	}
	return s.cc.roles(r, role.Question{MSP: s.facts.Caller.MSP, Role: wanted})
}
