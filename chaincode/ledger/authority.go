// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"fmt"
	"slices"
	"strings"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// open tells whether an endpoint is anyone's.
func open(roles []role.Role) bool { return slices.Contains(roles, role.Anyone) }

// authorise refuses a caller that holds none of the roles. Faults: NOT_AUTHORISED.
func (s *session) authorise(r Reader, roles []role.Role) error {
	if open(roles) {
		return nil
	}
	claimed := false
	for _, wanted := range roles {
		if !s.facts.Caller.Claiming(wanted) {
			continue
		}
		claimed = true
		held, err := Holds(r, wanted)
		if err != nil {
			return fmt.Errorf("role %s: %w", wanted, err)
		}
		if held {
			return nil
		}
	}
	if claimed {
		return protocol.NotAuthorised.New("the registry does not let member %s hold the role %s", s.facts.Caller.MSP, list(roles))
	}
	return protocol.NotAuthorised.New("the certificate does not claim the role %s", list(roles))
}

func list(roles []role.Role) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = string(r)
	}
	return strings.Join(names, " or ")
}

// executed is the row that a resolution leaves when it was carried out.
type executed struct {
	Resolution  protocol.ResolutionID `json:"resolution"`
	Endpoint    string                `json:"endpoint"`
	Transaction string                `json:"transaction"`
}

var resolutions = kernelTable("_resolution", func(e executed) protocol.ResolutionID { return e.Resolution })

// carryOutResolution refuses a request that the members did not adopt, word for word, for this endpoint, and one that was
// carried out before. Faults: RESOLUTION_REFUSED, and those of the registry.
func (s *session) carryOutResolution(tx *Tx, t *transaction, request protocol.Request) error {
	id := request.(governedRequest).Under()
	if err := id.Validate(); err != nil {
		return asInvalid(err)
	}
	resolution, err := s.cc.resolutions(tx, id)
	if err != nil {
		return fmt.Errorf("resolution: %w", err)
	}
	hash, err := protocol.RequestHash(request)
	if err != nil {
		return err
	}
	switch {
	case resolution.ID != id || !resolution.Adopted:
		return protocol.ResolutionRefused.New("the members have not adopted resolution %s", id)
	case resolution.Endpoint != t.Name():
		return protocol.ResolutionRefused.New("resolution %s is about %s", id, resolution.Endpoint)
	case resolution.RequestHash != hash:
		return protocol.ResolutionRefused.New("the members adopted resolution %s for another request", id)
	}
	before, found, err := resolutions.Find(tx, id)
	if err != nil {
		return err
	}
	if found {
		return protocol.ResolutionRefused.New("resolution %s was carried out by transaction %s", id, before.Transaction)
	}
	return resolutions.Insert(tx, executed{Resolution: id, Endpoint: t.Name(), Transaction: s.facts.TxID})
}
