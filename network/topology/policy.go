// SPDX-License-Identifier: Apache-2.0

package topology

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// Policy is an endorsement policy: a reference to a policy of the channel or a
// signature policy of its own. Exactly one field is set.
type Policy struct {
	Channel   string // such as /Channel/Application/Endorsement
	Signature string // in Fabric's syntax, over MSP identifiers
}

// Majority is the default: the channel's own endorsement policy, for which the
// runner writes a majority of the members.
func Majority() Policy { return Policy{Channel: "/Channel/Application/Endorsement"} }

// policy reads MAJORITY or a signature policy over organisations' names or MSP
// identifiers. Organisations have been read by then.
func (r *reader) policy(to *Policy, t *Topology) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Value == "MAJORITY" {
			*to = Majority()
			return
		}
		rule, err := t.signaturePolicy(n.Value)
		if err != nil {
			r.refuse(n.Line, "policy %q: %s", n.Value, err)
			return
		}
		*to = Policy{Signature: rule}
	}
}

// signaturePolicy checks a rule and writes it anew over MSP identifiers.
func (t *Topology) signaturePolicy(rule string) (string, error) {
	p := &policyParser{tokens: policyToken.FindAllString(rule, -1), topology: t}
	if strings.Join(p.tokens, "") != strings.Join(strings.Fields(rule), "") {
		return "", errPolicy
	}
	out, err := p.expression()
	if err != nil {
		return "", err
	}
	if len(p.tokens) != 0 {
		return "", fmt.Errorf("nothing may follow the closing parenthesis, here %q", strings.Join(p.tokens, ""))
	}
	return out, nil
}

var (
	policyToken = regexp.MustCompile(`[A-Za-z]+|[0-9]+|[(),]|'[^' ]*'`)
	errPolicy   = errors.New("write MAJORITY, or a rule such as OutOf(2, 'northbank.peer', 'southbank.peer', 'regulator.peer')")
	mspRoles    = []string{"member", "peer", "client", "admin", "orderer"}
)

// policyParser is a recursive-descent parser of Fabric's signature policies.
type policyParser struct {
	tokens   []string
	topology *Topology
}

func (p *policyParser) next() string {
	if len(p.tokens) == 0 {
		return ""
	}
	token := p.tokens[0]
	p.tokens = p.tokens[1:]
	return token
}

func (p *policyParser) expression() (string, error) {
	token := p.next()
	switch {
	case strings.HasPrefix(token, "'"):
		return p.principal(strings.Trim(token, "'"))
	case strings.EqualFold(token, "and"), strings.EqualFold(token, "or"):
		return p.gate(strings.ToUpper(token))
	case strings.EqualFold(token, "outof"):
		return p.outOf()
	}
	return "", errPolicy
}

// gate reads the operands of AND or OR.
func (p *policyParser) gate(name string) (string, error) {
	if p.next() != "(" {
		return "", errPolicy
	}
	operands, err := p.operands()
	if err != nil {
		return "", err
	}
	return name + "(" + strings.Join(operands, ", ") + ")", nil
}

func (p *policyParser) outOf() (string, error) {
	if p.next() != "(" {
		return "", errPolicy
	}
	least, err := strconv.Atoi(p.next())
	if err != nil || p.next() != "," {
		return "", errPolicy
	}
	operands, err := p.operands()
	if err != nil {
		return "", err
	}
	if least < 1 || least > len(operands) {
		return "", fmt.Errorf("OutOf(%d) over %d operands can never mean anything: write 1 to %d", least, len(operands), len(operands))
	}
	return fmt.Sprintf("OutOf(%d, %s)", least, strings.Join(operands, ", ")), nil
}

func (p *policyParser) operands() ([]string, error) {
	var operands []string
	for {
		operand, err := p.expression()
		if err != nil {
			return nil, err
		}
		operands = append(operands, operand)
		switch p.next() {
		case ",":
		case ")":
			return operands, nil
		default:
			return nil, errPolicy
		}
	}
}

// principal turns 'northbank.peer' into 'NorthbankMSP.peer'.
func (p *policyParser) principal(text string) (string, error) {
	name, role, found := strings.Cut(text, ".")
	if !found || !slices.Contains(mspRoles, role) {
		return "", fmt.Errorf("principal '%s': write organisation.role with role one of %s", text, strings.Join(mspRoles, ", "))
	}
	for _, o := range p.topology.Organisations {
		if o.Name == name || o.MSPID == name {
			return "'" + o.MSPID + "." + role + "'", nil
		}
	}
	return "", fmt.Errorf("unknown organisation %q: write one of %s", name, strings.Join(p.topology.Names(), ", "))
}
