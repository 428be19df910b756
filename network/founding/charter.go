// SPDX-License-Identifier: Apache-2.0

package founding

import (
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/network/topology"
)

// Delegate is the chaincode through which a regulator's signature counts in the registry of parties.
const Delegate = "cash"

// Charter is what the members of a topology agree on.
func Charter(t *topology.Topology) parties.Charter {
	charter := parties.Charter{
		Name:      t.Name,
		Members:   make([]parties.Member, len(t.Organisations)),
		Threshold: len(t.Organisations)/2 + 1,
		Delegates: []string{Delegate},
	}
	for i, o := range t.Organisations {
		charter.Members[i] = parties.Member{MSP: o.MSPID, Name: o.Name, Roles: rolesOf(o)}
	}
	return charter
}

// rolesOf are all roles of a member's identities, in the order of the file.
func rolesOf(o topology.Organisation) []role.Role {
	roles := []role.Role{}
	for _, person := range o.Identities {
		for _, r := range person.Roles {
			if !slices.Contains(roles, r) {
				roles = append(roles, r)
			}
		}
	}
	return roles
}

// Hash is what every member's chaincode servers are told of the charter.
func Hash(t *topology.Topology) (string, error) {
	charter := Charter(t)
	if err := charter.Validate(); err != nil {
		return "", fmt.Errorf("%s: charter: %w", t.File, err)
	}
	return charter.Hash()
}

// Missing are the roles that a topology's members have and a constitution does not let them hold, as "MSP role".
func Missing(t *topology.Topology, c parties.Constitution) []string {
	var missing []string
	for _, member := range Charter(t).Members {
		for _, r := range member.Roles {
			if !c.MayHold(member.MSP, r) {
				missing = append(missing, member.MSP+" "+string(r))
			}
		}
	}
	return missing
}
