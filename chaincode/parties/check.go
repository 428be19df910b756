// SPDX-License-Identifier: Apache-2.0

package parties

import (
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// RegisteredPolicy is the policy that every consortium has: the party is registered and not frozen.
const RegisteredPolicy PolicyName = "registered"

// PolicyName names a policy.
type PolicyName string

var policyForm = regexp.MustCompile(`^[a-z][a-z0-9-]{1,31}$`)

// Validate refuses a malformed name.
func (n PolicyName) Validate() error {
	if !policyForm.MatchString(string(n)) {
		return fmt.Errorf("policy %q is not 2 to 32 lower-case letters, digits and dashes", string(n))
	}
	return nil
}

// Key is the policy's place in a table.
func (n PolicyName) Key() []string { return []string{string(n)} }

// Requirement is one topic that a policy asks for.
type Requirement struct {
	Topic Topic `json:"topic"`
	// Level is the lowest that counts.
	Level Level `json:"level"`
	// Attesters are the members whose word counts; none means every member that may attest.
	Attesters []string `json:"attesters,omitempty"`
	// AgeMaxDays refuses attestations issued longer ago; 0 means until they expire.
	AgeMaxDays int `json:"ageMaxDays,omitzero"`
}

// Policy is what [Check] asks for.
type Policy struct {
	Name         PolicyName    `json:"name" help:"name of the policy"`
	Requirements []Requirement `json:"requirements" help:"all of which a party must meet"`
}

// Validate refuses a policy that asks for nothing or for nonsense.
func (p Policy) Validate() error {
	if p.Name == RegisteredPolicy {
		return fmt.Errorf("policy %s is built in", RegisteredPolicy)
	}
	if len(p.Requirements) == 0 || len(p.Requirements) > 16 {
		return errors.New("a policy has 1 to 16 requirements")
	}
	for _, requirement := range p.Requirements {
		if err := errors.Join(requirement.Topic.Validate(), requirement.Level.Validate()); err != nil {
			return err
		}
		if requirement.AgeMaxDays < 0 {
			return errors.New("ageMaxDays is negative")
		}
	}
	return p.Name.Validate()
}

// Candidates lists the attestations that could meet the policy for a party, in a fixed order.
func (p Policy) Candidates(party PartyID, c Constitution) []AttestationKey {
	var keys []AttestationKey
	for _, requirement := range p.Requirements {
		for _, attester := range requirement.attesters(c) {
			key := AttestationKey{Party: party, Topic: requirement.Topic, Attester: attester}
			if !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

func (r Requirement) attesters(c Constitution) []string {
	entitled := c.Holders(role.KYCAttester)
	if len(r.Attesters) == 0 {
		return entitled
	}
	return slices.DeleteFunc(entitled, func(msp string) bool { return !slices.Contains(r.Attesters, msp) })
}

// CheckRequest asks whether a party meets a policy today.
type CheckRequest struct {
	Party  PartyID    `json:"party" help:"the party"`
	Policy PolicyName `json:"policy" help:"name of the policy; registered is built in"`
}

// Validate refuses malformed names.
func (r CheckRequest) Validate() error { return errors.Join(r.Party.Validate(), r.Policy.Validate()) }

// CheckAnswer says whether the party meets the policy, and why not.
type CheckAnswer struct {
	OK      bool     `json:"ok"`
	Reasons []string `json:"reasons"`
	// Host is the member that answers for the party; empty when nobody does.
	Host string `json:"host,omitzero"`
}

// Assess decides whether a party meets a policy, given the attestations found for its candidates.
func Assess(party Party, policy Policy, found []Attestation, c Constitution, today date.Date) CheckAnswer {
	answer := CheckAnswer{Reasons: []string{}, Host: party.Host}
	if party.Struck {
		answer.Reasons = append(answer.Reasons, fmt.Sprintf("party %s is struck off", party.ID))
	}
	if party.Freeze != nil {
		answer.Reasons = append(answer.Reasons, fmt.Sprintf("party %s is frozen", party.ID))
	}
	if indexOf(c.Members, party.Host) < 0 {
		answer.Reasons = append(answer.Reasons, fmt.Sprintf("host %s is no member any more", party.Host))
	}
	for _, requirement := range policy.Requirements {
		if reason := requirement.unmet(found, c, today); reason != "" {
			answer.Reasons = append(answer.Reasons, reason)
		}
	}
	answer.OK = len(answer.Reasons) == 0
	return answer
}

// unmet is why a requirement is not met, the nearest miss last; empty when it is.
func (r Requirement) unmet(found []Attestation, c Constitution, today date.Date) string {
	reason := fmt.Sprintf("nobody entitled attests %s", r.Topic)
	entitled := r.attesters(c)
	for _, attestation := range found {
		if attestation.Topic != r.Topic || !slices.Contains(entitled, attestation.Attester) {
			continue
		}
		if reason = attestation.short(r, today); reason == "" {
			return ""
		}
	}
	return reason
}

func (a Attestation) short(r Requirement, today date.Date) string {
	switch {
	case a.Revoked:
		return fmt.Sprintf("%s by %s is revoked", a.Topic, a.Attester)
	case a.Expires.Before(today):
		return fmt.Sprintf("%s by %s expired on %s", a.Topic, a.Attester, a.Expires)
	case a.Level.rank() < r.Level.rank():
		return fmt.Sprintf("%s by %s is %s, %s is wanted", a.Topic, a.Attester, a.Level, r.Level)
	case r.AgeMaxDays > 0 && a.Issued.DaysUntil(today) > r.AgeMaxDays:
		return fmt.Sprintf("%s by %s is older than %d days", a.Topic, a.Attester, r.AgeMaxDays)
	default:
		return ""
	}
}

// Unknown is the answer about a party that is not registered.
func Unknown(id PartyID) CheckAnswer {
	return CheckAnswer{Reasons: []string{fmt.Sprintf("party %s is not registered", id)}}
}

// BuiltIn finds a policy that needs no row.
func BuiltIn(name PolicyName) (Policy, bool) {
	return Policy{Name: RegisteredPolicy}, name == RegisteredPolicy
}

// Changed is the event of a policy that was set.
func (p Policy) Changed() protocol.Event {
	return PolicySet.Of(string(p.Name), PolicyEvent{Requirements: len(p.Requirements)})
}
