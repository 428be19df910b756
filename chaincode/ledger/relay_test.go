// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// The second chaincode of these tests calls the first, as its contract says.

type relayRequest struct {
	Bumps    []bump `json:"bumps,omitempty"`
	AskAfter noteID `json:"askAfter,omitzero"`
	Swallow  bool   `json:"swallow,omitzero"`
	Announce bool   `json:"announce,omitzero"`
}

func (relayRequest) Validate() error { return nil }

type relayed struct {
	Answers []answer          `json:"answers"`
	Signed  ledger.SignedCall `json:"signed"`
}

var (
	relayEndpoint = protocol.Submit[relayRequest, relayed]("relay:Forward").By(role.Anyone).Doc("Forwards bumps.")
	peekEndpoint  = protocol.Evaluate[noteID, note]("relay:Peek").By(role.Anyone).Doc("Asks for a note.")

	announced = protocol.NewEventType[happened]("relay:Announced")
)

type relayContract struct{}

func (relayContract) Forward(tx *ledger.Tx, req relayRequest) (*relayed, error) {
	out := &relayed{Signed: tx.Signed()}
	for _, b := range req.Bumps {
		res, err := ledger.Call(tx, bumpEndpoint, b)
		if err != nil && !req.Swallow {
			return nil, err
		}
		if err == nil {
			out.Answers = append(out.Answers, *res)
		}
	}
	if req.AskAfter != "" {
		if _, err := ledger.Ask(tx, readEndpoint, req.AskAfter); err != nil && !req.Swallow {
			return nil, err
		}
	}
	if req.Announce {
		tx.Emit(announced.Of("all", happened{len(req.Bumps)}))
	}
	return out, nil
}

func (relayContract) Peek(q *ledger.Query, id noteID) (*note, error) {
	return ledger.Ask(q, readEndpoint, id)
}

// registryContract answers who holds roles and what was resolved.
type registryContract struct {
	held     map[role.Question]bool
	resolved map[protocol.ResolutionID]protocol.Resolution
}

var (
	roleHeld   = protocol.Evaluate[role.Question, role.Answer]("registry:RoleHeld").By(role.Anyone).Doc("Answers a role.")
	resolution = protocol.Evaluate[protocol.ResolutionID, protocol.Resolution]("registry:Resolution").By(role.Anyone).Doc("Answers a resolution.")
)

func (c *registryContract) RoleHeld(_ *ledger.Query, q role.Question) (*role.Answer, error) {
	return &role.Answer{Held: c.held[q]}, nil
}

func (c *registryContract) Resolution(_ *ledger.Query, id protocol.ResolutionID) (*protocol.Resolution, error) {
	found, is := c.resolved[id]
	if !is {
		return nil, protocol.NotFound.New("resolution %s is not there", id)
	}
	return &found, nil
}
