// SPDX-License-Identifier: Apache-2.0

package parties

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// MembersMax bounds the members of a consortium.
const MembersMax = 200

// Member is an organisation of the consortium, with the market roles that it may hold.
type Member struct {
	MSP   string      `json:"msp" help:"MSP identifier"`
	Name  string      `json:"name" help:"legal name"`
	Roles []role.Role `json:"roles" help:"market roles that it may hold"`
}

// Validate refuses a member without identifier or name, and unknown or repeated roles.
func (m Member) Validate() error {
	if err := errors.Join(protocol.ValidateText("msp", m.MSP, 64), protocol.ValidateText("name", m.Name, 128)); err != nil {
		return err
	}
	for i, r := range m.Roles {
		if err := r.Validate(); err != nil {
			return fmt.Errorf("member %s: %w", m.MSP, err)
		}
		if slices.Contains(m.Roles[:i], r) {
			return fmt.Errorf("member %s: role %s is there twice", m.MSP, r)
		}
	}
	return nil
}

// Charter is what the founding members agree on before they found the consortium.
type Charter struct {
	Name    string   `json:"name" help:"name of the consortium"`
	Members []Member `json:"members" help:"founding members"`
	// Threshold is how many members must approve a resolution.
	Threshold int `json:"threshold" help:"members that must approve a resolution"`
	// Delegates are chaincodes through which a regulator's signature counts in this registry.
	Delegates []string `json:"delegates" help:"chaincodes through which a regulator may freeze and unfreeze parties"`
}

// Validate refuses a charter that could not govern.
func (c Charter) Validate() error {
	if err := protocol.ValidateText("name", c.Name, 128); err != nil {
		return err
	}
	if len(c.Members) == 0 || len(c.Members) > MembersMax {
		return fmt.Errorf("members must be 1 to %d", MembersMax)
	}
	for i, member := range c.Members {
		if err := member.Validate(); err != nil {
			return err
		}
		if indexOf(c.Members[:i], member.MSP) >= 0 {
			return fmt.Errorf("member %s is there twice", member.MSP)
		}
	}
	return checkThreshold(c.Threshold, c.Members)
}

// Hash is the hex SHA-256 of the charter's canonical JSON: what each founding member configures.
func (c Charter) Hash() (string, error) { return protocol.RequestHash(c) }

// Constitution is the charter as it stands today.
type Constitution struct {
	Charter
	// Edition counts the changes since the founding, which is edition 1.
	Edition int `json:"edition"`
}

// ConstitutionKey is the key of the only constitution.
type ConstitutionKey struct{}

// Key is empty: there is one row.
func (ConstitutionKey) Key() []string { return nil }

// Establish makes the first constitution of a charter, if agreed is its hash and the caller is one of its governors.
// Faults: CHARTER_REFUSED, NOT_AUTHORISED.
func Establish(charter Charter, agreed string, facts protocol.Facts) (Constitution, protocol.Event, error) {
	hash, err := charter.Hash()
	if err != nil {
		return Constitution{}, protocol.Event{}, err
	}
	if agreed == "" {
		return Constitution{}, protocol.Event{}, CharterRefused.New("this endorser's member configured no charter: start its chaincode server with CONSORT_CHARTER=%s if it agrees", hash)
	}
	if hash != agreed {
		return Constitution{}, protocol.Event{}, CharterRefused.New("the charter's hash is %s; this endorser's member agreed to %s", hash, agreed)
	}
	constitution := Constitution{Charter: charter, Edition: 1}
	if !constitution.MayHold(facts.Caller.MSP, role.Governor) || !facts.Caller.Claiming(role.Governor) {
		return Constitution{}, protocol.Event{}, protocol.NotAuthorised.New("a governor of a founding member founds the consortium")
	}
	return constitution, Founded.Of(charter.Name, FoundedEvent{Hash: hash}), nil
}

// Amended is the event of a changed constitution.
func (c Constitution) Amended() protocol.Event {
	return Amended.Of(c.Name, AmendedEvent{Edition: c.Edition})
}

// MayHold tells whether a member may hold a role.
func (c Constitution) MayHold(msp string, r role.Role) bool {
	at := indexOf(c.Members, msp)
	return at >= 0 && slices.Contains(c.Members[at].Roles, r)
}

// Holders lists the members that may hold a role, in the constitution's order.
func (c Constitution) Holders(r role.Role) []string {
	var holders []string
	for _, member := range c.Members {
		if slices.Contains(member.Roles, r) {
			holders = append(holders, member.MSP)
		}
	}
	return holders
}

// Admit adds a member. Faults: ALREADY_EXISTS, THRESHOLD_REFUSED when the threshold would no longer be a majority.
func (c Constitution) Admit(member Member, threshold int) (Constitution, error) {
	if indexOf(c.Members, member.MSP) >= 0 {
		return c, protocol.AlreadyExists.New("%s is a member already", member.MSP)
	}
	return c.amend(append(slices.Clone(c.Members), member), threshold)
}

// Expel removes a member. Faults: MEMBER_UNKNOWN, THRESHOLD_REFUSED.
func (c Constitution) Expel(msp string, threshold int) (Constitution, error) {
	at := indexOf(c.Members, msp)
	if at < 0 {
		return c, unknownMember(msp)
	}
	return c.amend(slices.Delete(slices.Clone(c.Members), at, at+1), threshold)
}

// Grant lets a member hold a role. Faults: MEMBER_UNKNOWN, ALREADY_EXISTS.
func (c Constitution) Grant(msp string, r role.Role) (Constitution, error) {
	if c.MayHold(msp, r) {
		return c, protocol.AlreadyExists.New("%s may hold the role %s already", msp, r)
	}
	return c.setRoles(msp, func(roles []role.Role) []role.Role { return append(roles, r) })
}

// Revoke takes a role from a member. Faults: MEMBER_UNKNOWN, NOT_FOUND.
func (c Constitution) Revoke(msp string, r role.Role) (Constitution, error) {
	if !c.MayHold(msp, r) {
		return c, protocol.NotFound.New("%s does not hold the role %s", msp, r)
	}
	return c.setRoles(msp, func(roles []role.Role) []role.Role {
		return slices.DeleteFunc(roles, func(held role.Role) bool { return held == r })
	})
}

// SetThreshold changes how many members must approve. Faults: THRESHOLD_REFUSED.
func (c Constitution) SetThreshold(threshold int) (Constitution, error) {
	return c.amend(c.Members, threshold)
}

func (c Constitution) setRoles(msp string, change func([]role.Role) []role.Role) (Constitution, error) {
	at := indexOf(c.Members, msp)
	if at < 0 {
		return c, unknownMember(msp)
	}
	members := slices.Clone(c.Members)
	members[at].Roles = change(slices.Clone(members[at].Roles))
	return c.amend(members, c.Threshold)
}

func (c Constitution) amend(members []Member, threshold int) (Constitution, error) {
	if len(members) > MembersMax {
		return c, protocol.InvalidArgument.New("a consortium has at most %d members", MembersMax)
	}
	if err := checkThreshold(threshold, members); err != nil {
		return c, ThresholdRefused.New("%v", err)
	}
	c.Members, c.Threshold = members, threshold
	c.Edition++
	return c, nil
}

// checkThreshold refuses a minority, and more than could ever vote.
func checkThreshold(threshold int, members []Member) error {
	governors := 0
	for _, member := range members {
		if slices.Contains(member.Roles, role.Governor) {
			governors++
		}
	}
	if threshold*2 <= len(members) || threshold > governors {
		return fmt.Errorf("threshold %d is not more than half of %d members and at most the %d that have a governor", threshold, len(members), governors)
	}
	return nil
}

func indexOf(members []Member, msp string) int {
	return slices.IndexFunc(members, func(m Member) bool { return m.MSP == msp })
}

func unknownMember(msp string) error { return MemberUnknown.New("%s is no member", msp) }
