// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// RepoLeg says what a movement of a repo is.
type RepoLeg string

// The legs. Purposes of holds are made of them.
const (
	OnLeg     RepoLeg = "on"
	MarginLeg RepoLeg = "margin"
	SwapLeg   RepoLeg = "swap"
	OffLeg    RepoLeg = "off"
	// RestateLeg moves nothing: a corporate action changed the collateral.
	RestateLeg RepoLeg = "restate"
	// EarlyLeg is the off-leg before the repurchase date; CloseLeg pays what is left after a default.
	EarlyLeg RepoLeg = "early"
	CloseLeg RepoLeg = "close"
)

// RepoMove is one movement of a repo, and what the buyer has after it.
type RepoMove struct {
	Leg  RepoLeg   `json:"leg"`
	On   date.Date `json:"on"`
	TxID string    `json:"txId"`
	// Instrument and Units are the collateral after it.
	Instrument InstrumentID `json:"instrument"`
	Units      Quantity     `json:"units"`
	// Margin is the cash margin that the buyer has after it; below zero, that the seller has.
	Margin money.Amount `json:"margin,omitzero"`
	// Paid is what the buyer paid in it; below zero, what the seller paid.
	Paid money.Amount `json:"paid,omitzero"`
	// Action is what changed the collateral, and Since the day on which it did.
	Action ActionID  `json:"action,omitzero"`
	Since  date.Date `json:"since,omitzero"`
}

// RepoBook is the record of finality of a repo: each movement of units and money is in it, and its row is endorsed by both
// custodians, the depository and the banks of both sides, always. So nothing moves that one of them did not endorse, the
// receiving custodian included, whose lots are new and have no policy yet. What moves nothing is on the repo, under the policy
// of the chaincode.
type RepoBook struct {
	ID         RepoID   `json:"id"`
	Custodians []string `json:"custodians"`
	Depository string   `json:"depository"`
	Banks      []string `json:"banks"`
	// Moves are the movements, in their order.
	Moves []RepoMove `json:"moves,omitempty"`
}

// Name is the book's name, which is the repo's.
func (b RepoBook) Name() RepoID { return b.ID }

// Endorsers are the members without each of which nothing moves.
func (b RepoBook) Endorsers() []string {
	return protocol.Distinct(slices.Concat(b.Custodians, []string{b.Depository}, b.Banks)...)
}

func (r Repo) book(i Instrument, seller, buyer cash.Account) RepoBook {
	return RepoBook{
		ID: r.ID, Custodians: protocol.Distinct(r.Seller.Custodian, r.Buyer.Custodian), Depository: i.Depository,
		Banks: protocol.Distinct(seller.Servicer, buyer.Servicer),
	}
}

// Last is the last movement; none before the first.
func (b RepoBook) Last() RepoMove {
	if len(b.Moves) == 0 {
		return RepoMove{}
	}
	return b.Moves[len(b.Moves)-1]
}

// repoMovesMost bounds the movements of a repo, without the last one and those of corporate actions.
const repoMovesMost = 500

// note records a movement of today. Faults: STATUS_REFUSED for more than a row keeps.
func (b RepoBook) note(move RepoMove, act Act) (RepoBook, error) {
	if len(b.Moves) >= repoMovesMost && move.Leg != OffLeg && move.Leg != RestateLeg {
		return b, StatusRefused.New("repo %s has had %d movements: it is bought back, or closed out", b.ID, repoMovesMost)
	}
	move.On, move.TxID = act.Today, act.TxID
	b.Moves = append(slices.Clone(b.Moves), move)
	return b, nil
}

// heldOn is the collateral at the end of a day.
func (b RepoBook) heldOn(day date.Date) (InstrumentID, Quantity) {
	var found RepoMove
	for _, move := range b.Moves {
		on := move.On
		if !move.Since.IsZero() {
			on = move.Since
		}
		if !on.After(day) {
			found = move
		}
	}
	return found.Instrument, found.Units
}

// RepoStep is what a movement writes: the repo, its book, the moves of lots, and what cash has to do.
type RepoStep struct {
	Repo  Repo
	Book  RepoBook
	Moves *Moves
	Cash  *cash.SettleRequest
}

// Collateral is the instrument of the collateral; before the first leg, that of the terms.
func (r Repo) Collateral(book RepoBook) InstrumentID {
	if last := book.Last(); last.Instrument != "" {
		return last.Instrument
	}
	return r.Instrument
}
