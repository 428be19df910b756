// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// FailsRequest asks which obligations failed on a day that is over, page by page over all obligations.
type FailsRequest struct {
	protocol.PageRequest
	Day date.Date `json:"day" help:"business date that is over"`
}

// Validate refuses malformed members.
func (r FailsRequest) Validate() error {
	if r.Day.IsZero() {
		return errors.New("day is missing")
	}
	return r.PageRequest.Validate()
}

// Fail is an obligation that failed on a day: what [RecordPenalty] takes, and who is to blame.
type Fail struct {
	PenaltyRequest
	Depository string      `json:"depository"`
	Kind       PenaltyKind `json:"kind"`
	Failing    Direction   `json:"failing"`
}

// Fails finds those of a page of pairs that failed on a day, given what orders kept each of them from. Faults: DAY_OPEN.
func (r FailsRequest) Fails(pairs []Pair, by []Restraints, act Act) ([]Fail, error) {
	if !r.Day.Before(act.Today) {
		return nil, DayOpen.New("%s is not over", r.Day)
	}
	var found []Fail
	for i, p := range pairs {
		failed, err := p.fault(r.Day, by[i], act)
		if err != nil {
			continue
		}
		ends := ObligationRequest{Deliver: p.Deliver.InstructionKey, Receiver: p.Receive.Account}
		found = append(found, Fail{
			PenaltyRequest: PenaltyRequest{ObligationRequest: ends, Day: r.Day}, Depository: p.Obligation.Depository, Kind: failed.kind, Failing: failed.side,
		})
	}
	return found, nil
}
