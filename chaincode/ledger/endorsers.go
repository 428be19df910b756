// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"google.golang.org/protobuf/proto"
)

// Endorsers is a key-level endorsement policy: the peers of every member in Always, and of N members of MSPs, must
// endorse a change of the row.
//
// Such a policy replaces the chaincode's for its row (fabric core/common/validation/statebased): one that names the
// account's bank alone would let that bank write any balance. Name who must always agree in Always, and the
// consortium in N of MSPs.
type Endorsers struct {
	// Always are members that must each endorse.
	Always []string
	// N is how many of MSPs must endorse.
	N int
	// MSPs are the members among whom N are counted; none of them may be in Always too.
	MSPs []string
	// Or are others whose endorsement suffices in place of the above: a court and a registrar, where a custodian refuses.
	// They have no alternatives themselves.
	Or []Endorsers
}

// policy is the SignaturePolicyEnvelope. chaincode-go's own statebased helper can express N of N only, and makes of an
// empty list a policy that anybody's endorsement satisfies.
func (e Endorsers) policy() ([]byte, error) {
	if err := e.check(); err != nil {
		return nil, fmt.Errorf("key-level policy: %w", err)
	}
	envelope := &common.SignaturePolicyEnvelope{}
	envelope.Rule = e.rule(envelope)
	if len(e.Or) > 0 {
		ways := []*common.SignaturePolicy{envelope.Rule}
		for _, other := range e.Or {
			ways = append(ways, other.rule(envelope))
		}
		envelope.Rule = outOf(1, ways)
	}
	content, err := proto.MarshalOptions{Deterministic: true}.Marshal(envelope)
	if err != nil {
		return nil, fmt.Errorf("key-level policy: %w", err)
	}
	// A peer takes any bytes, and a policy that it cannot read locks the row for ever.
	again := &common.SignaturePolicyEnvelope{}
	if err := proto.Unmarshal(content, again); err != nil || !proto.Equal(envelope, again) {
		return nil, errors.New("key-level policy: it does not survive being written and read")
	}
	return content, nil
}

// rule is what these endorsers come to, alternatives left out.
func (e Endorsers) rule(envelope *common.SignaturePolicyEnvelope) *common.SignaturePolicy {
	all := signedByAll(envelope, e.Always)
	if len(e.MSPs) > 0 {
		all = append(all, outOf(e.N, signedByAll(envelope, e.MSPs)))
	}
	return outOf(len(all), all)
}

func (e Endorsers) check() error {
	for _, other := range e.Or {
		if len(other.Or) > 0 {
			return errors.New("an alternative has alternatives")
		}
		if err := other.check(); err != nil {
			return fmt.Errorf("alternative: %w", err)
		}
	}
	if len(e.Always)+len(e.MSPs) == 0 {
		return errors.New("nobody is named")
	}
	if e.N < 0 || e.N > len(e.MSPs) || e.N == 0 && len(e.MSPs) > 0 {
		return fmt.Errorf("%d of %d members cannot be asked for", e.N, len(e.MSPs))
	}
	members := slices.Concat(e.Always, e.MSPs)
	for i, member := range members {
		if member == "" || len(member) > attributeSizeMax || strings.ContainsFunc(member, unprintable) {
			return errors.New("a member's MSP identifier is empty or malformed")
		}
		if slices.Contains(members[:i], member) {
			return fmt.Errorf("member %s is named twice", member)
		}
	}
	return nil
}

// signedByAll adds the members' peers to the envelope's principals and answers a rule for each, in the members' order
// of name, so that the same set always makes the same bytes.
func signedByAll(envelope *common.SignaturePolicyEnvelope, members []string) []*common.SignaturePolicy {
	var rules []*common.SignaturePolicy
	for _, member := range slices.Sorted(slices.Values(members)) {
		// Encoding a role of two scalar fields cannot fail: check refused invalid UTF-8.
		role := &msp.MSPRole{MspIdentifier: member, Role: msp.MSPRole_PEER}
		principal, _ := proto.MarshalOptions{Deterministic: true}.Marshal(role)
		rules = append(rules, &common.SignaturePolicy{
			Type: &common.SignaturePolicy_SignedBy{SignedBy: listed(envelope, principal)},
		})
	}
	return rules
}

// listed answers the place of a principal among the envelope's, and adds it where an alternative has not named it before.
func listed(envelope *common.SignaturePolicyEnvelope, principal []byte) int32 {
	at := slices.IndexFunc(envelope.Identities, func(p *msp.MSPPrincipal) bool { return bytes.Equal(p.GetPrincipal(), principal) })
	if at < 0 {
		at = len(envelope.Identities)
		envelope.Identities = append(envelope.Identities, &msp.MSPPrincipal{
			PrincipalClassification: msp.MSPPrincipal_ROLE, Principal: principal,
		})
	}
	return int32(at)
}

func outOf(n int, rules []*common.SignaturePolicy) *common.SignaturePolicy {
	return &common.SignaturePolicy{Type: &common.SignaturePolicy_NOutOf_{
		NOutOf: &common.SignaturePolicy_NOutOf{N: int32(n), Rules: rules},
	}}
}
