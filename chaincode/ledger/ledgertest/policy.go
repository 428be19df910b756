// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"google.golang.org/protobuf/proto"
)

// AnyOf is the policy that a peer of one of the organisations satisfies.
func AnyOf(msps ...string) *common.SignaturePolicyEnvelope { return OutOf(1, msps...) }

// AllOf is the policy that takes a peer of every organisation.
func AllOf(msps ...string) *common.SignaturePolicyEnvelope { return OutOf(len(msps), msps...) }

// OutOf is the policy that takes peers of n of the organisations.
func OutOf(n int, msps ...string) *common.SignaturePolicyEnvelope {
	env := &common.SignaturePolicyEnvelope{}
	gate := &common.SignaturePolicy_NOutOf{N: int32(n)}
	for i, id := range msps {
		role, err := proto.Marshal(&msp.MSPRole{MspIdentifier: id, Role: msp.MSPRole_PEER})
		if err != nil {
			panic(fmt.Errorf("organisation %q: %w", id, err))
		}
		env.Identities = append(env.Identities, &msp.MSPPrincipal{
			PrincipalClassification: msp.MSPPrincipal_ROLE, Principal: role,
		})
		gate.Rules = append(gate.Rules, &common.SignaturePolicy{Type: &common.SignaturePolicy_SignedBy{SignedBy: int32(i)}})
	}
	env.Rule = &common.SignaturePolicy{Type: &common.SignaturePolicy_NOutOf_{NOutOf: gate}}
	return env
}

// gate is a compiled policy: either a signature of one organisation's peer, or n of the rules.
type gate struct {
	n     int32
	rules []gate
	msp   string // of a signature; empty when no peer can satisfy the principal
	leaf  bool
}

// endorsementPolicy is a policy ready to be evaluated. Its id tells it from every other one.
type endorsementPolicy struct {
	id   string
	root gate
}

// satisfied follows fabric common/cauthdsl/cauthdsl.go: every signature counts once, rules are tried in
// order, a gate with n = 0 is satisfied by nobody's signature.
func (p *endorsementPolicy) satisfied(signers []string) bool {
	var used uint64
	return p.root.satisfied(signers, &used)
}

func (g *gate) satisfied(signers []string, used *uint64) bool {
	if g.leaf {
		for i, s := range signers {
			if *used&(1<<i) == 0 && s == g.msp {
				*used |= 1 << i
				return true
			}
		}
		return false
	}
	var verified int32
	for i := range g.rules {
		trial := *used
		if g.rules[i].satisfied(signers, &trial) {
			verified++
			*used = trial
		}
	}
	return verified >= g.n
}

// compilePolicy turns an envelope into a policy. The errors are those with which a peer's evaluator
// refuses one.
func compilePolicy(env *common.SignaturePolicyEnvelope) (*endorsementPolicy, error) {
	id, err := proto.MarshalOptions{Deterministic: true}.Marshal(env)
	if err != nil {
		return nil, err
	}
	root, err := compileGate(env.GetRule(), env.GetIdentities())
	if err != nil {
		return nil, err
	}
	return &endorsementPolicy{id: string(id), root: root}, nil
}

func compileGate(rule *common.SignaturePolicy, principals []*msp.MSPPrincipal) (gate, error) {
	if rule == nil {
		return gate{}, errors.New("empty policy element")
	}
	switch t := rule.Type.(type) {
	case *common.SignaturePolicy_NOutOf_:
		return compileNOutOf(t.NOutOf, principals)
	case *common.SignaturePolicy_SignedBy:
		if t.SignedBy < 0 || int(t.SignedBy) >= len(principals) {
			return gate{}, fmt.Errorf("identity index out of range, requested %d, but identities length is %d", t.SignedBy, len(principals))
		}
		return gate{leaf: true, msp: peerOrganisation(principals[t.SignedBy])}, nil
	default:
		return gate{}, fmt.Errorf("unknown type: %T:%v", t, t)
	}
}

func compileNOutOf(n *common.SignaturePolicy_NOutOf, principals []*msp.MSPPrincipal) (gate, error) {
	g := gate{n: n.GetN()}
	for _, rule := range n.GetRules() {
		sub, err := compileGate(rule, principals)
		if err != nil {
			return gate{}, err
		}
		g.rules = append(g.rules, sub)
	}
	return g, nil
}

// peerOrganisation answers the organisation whose peer satisfies the principal, "" if no peer does.
func peerOrganisation(p *msp.MSPPrincipal) string {
	if p.GetPrincipalClassification() != msp.MSPPrincipal_ROLE {
		return ""
	}
	role := &msp.MSPRole{}
	if err := proto.Unmarshal(p.GetPrincipal(), role); err != nil {
		return ""
	}
	if role.Role != msp.MSPRole_PEER && role.Role != msp.MSPRole_MEMBER {
		return ""
	}
	return role.MspIdentifier
}

// keyPolicy is the validation parameter of a key as it was set, with what became of reading it.
type keyPolicy struct {
	bytes     []byte
	policy    *endorsementPolicy // nil when bytes are empty or err is set
	malformed error              // the bytes are no SignaturePolicyEnvelope
	unusable  error              // they are one, but no peer can evaluate it
}

func newKeyPolicy(bytes []byte) *keyPolicy {
	p := &keyPolicy{bytes: bytes}
	if len(bytes) == 0 {
		return p
	}
	env := &common.SignaturePolicyEnvelope{}
	if p.malformed = proto.Unmarshal(bytes, env); p.malformed != nil {
		return p
	}
	p.policy, p.unusable = compilePolicy(env)
	return p
}

// guards tells whether the key has a policy of its own; an empty parameter leaves it to the chaincode's.
func (p *keyPolicy) guards() bool { return p != nil && len(p.bytes) > 0 }
