// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Witnesses are the members that keep the new lots' openings: custodian, depository and regulator.
func (r ConcealRequest) Witnesses(i Instrument) []string { return i.witnesses(nil, r.Openings) }

// Endorsers are the witnesses and, where they are no majority of the members, as few others as make one; no custodian is
// among those.
func (r ConcealRequest) Endorsers(ask protocol.Ask) ([]string, error) {
	return endorsers(ask, r.Instrument, r.Witnesses, noCustodian)
}

// Witnesses are the custodian of what is spent, those of what is made, the depository and the regulator.
func (r MoveSealedRequest) Witnesses(i Instrument) []string { return i.witnesses(r.Spent, r.Made) }

// Endorsers are the witnesses and, where they are no majority of the members, as few others as make one; no custodian is
// among those.
func (r MoveSealedRequest) Endorsers(ask protocol.Ask) ([]string, error) {
	return endorsers(ask, r.Instrument, r.Witnesses, noCustodian)
}

// Witnesses are the custodian and the depository, whose word suffices for the sealed lots. All that is
// revealed is public, so that a gateway may choose whom else to ask.
func (r RevealRequest) Witnesses(i Instrument) []string {
	return protocol.Distinct(append(keepersOf(r.Openings), i.Depository)...)
}

// Witnesses are the depository, the regulator and, of a lot that is moved, the custodian to which it goes; with their word that
// of the custodian from which it comes is not needed.
func (r ObeyRequest) Witnesses(i Instrument) []string { return i.witnesses(nil, r.Made) }

// Endorsers are the witnesses and, where they are no majority of the members, as few others as make one. Custodians are among
// those only if there is nobody else, and if no lot is moved: then the request has nothing of its holder.
func (r ObeyRequest) Endorsers(ask protocol.Ask) ([]string, error) {
	if len(r.Made) > 0 {
		return endorsers(ask, r.Instrument, r.Witnesses, noCustodian)
	}
	return endorsers(ask, r.Instrument, r.Witnesses, noCustodian, anyMember)
}

func noCustodian(m parties.Member) bool { return !slices.Contains(m.Roles, role.Custodian) }

func anyMember(parties.Member) bool { return true }

// endorsers are the witnesses and as few other members as a majority takes.
func endorsers(ask protocol.Ask, id InstrumentID, witnesses func(Instrument) []string, allowed ...func(parties.Member) bool) ([]string, error) {
	instrument, err := protocol.AnswerTo(ask, GetInstrument, id)
	if err != nil {
		return nil, fmt.Errorf("endorsers: %w", err)
	}
	constitution, err := protocol.AnswerTo(ask, parties.GetConstitution, protocol.Nothing{})
	if err != nil {
		return nil, fmt.Errorf("endorsers: %w", err)
	}
	return majority(witnesses(*instrument), constitution.Members, allowed)
}

// majority adds members of the first kind that is allowed, then of the next: whoever endorses sees all that a request says of
// holders.
func majority(named []string, members []parties.Member, allowed []func(parties.Member) bool) ([]string, error) {
	needed := len(members)/2 + 1
	for _, may := range allowed {
		for _, member := range members {
			if len(named) < needed && may(member) && !slices.Contains(named, member.MSP) {
				named = append(named, member.MSP)
			}
		}
	}
	if len(named) < needed {
		return nil, fmt.Errorf("endorsers: %v are no majority, and the others are custodians, who would learn of holders: name who endorses", named)
	}
	return named, nil
}

// witnesses are the members in whose collections a request writes, and those whose word the policies of its lots ask for. A
// client names them and, where the chaincode's policy asks for more members, as few others as it asks for: a gateway finds no
// endorsers for values that go to the collections of several members.
func (i Instrument) witnesses(spent, made []Opening) []string {
	return protocol.Distinct(append(keepersOf(spent, made), i.Depository, i.Regulator)...)
}

func keepersOf(all ...[]Opening) []string {
	var members []string
	for _, openings := range all {
		for _, opening := range openings {
			members = append(members, opening.Custodian)
		}
	}
	return members
}
