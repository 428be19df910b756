// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// Verdict says whether a transfer would be carried out, and every rule that it would break.
type Verdict struct {
	OK      bool             `json:"ok"`
	Reasons []protocol.Fault `json:"reasons"`
}

// Judge tries a transfer out. The rules are those that decide it, and in their order: the first reason is the refusal that
// the transfer would meet. Who asks is not held against it.
func (r TransferRequest) Judge(ends Ends, act Act) (Verdict, error) {
	verdict := Verdict{Reasons: []protocol.Fault{}}
	move, err := r.Move(ends)
	obstacles := move.Obstacles(act)
	if err != nil {
		obstacles = []error{err}
	}
	for _, obstacle := range obstacles {
		var fault *protocol.Fault
		if !errors.As(obstacle, &fault) {
			return verdict, obstacle
		}
		verdict.Reasons = append(verdict.Reasons, *fault)
	}
	verdict.OK = len(verdict.Reasons) == 0
	return verdict, nil
}
