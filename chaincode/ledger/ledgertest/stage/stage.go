// SPDX-License-Identifier: Apache-2.0

package stage

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Stage is a channel with actors.
type Stage struct {
	World *ledgertest.World
	// Charter is what every member's server is started with.
	Charter    string
	references int
}

// New sets the stage for members.
func New(t testing.TB, seed uint64, msps ...string) *Stage {
	t.Helper()
	return &Stage{World: ledgertest.New(ledgertest.Seed(seed), ledgertest.Orgs(msps...))}
}

// Deploy starts a chaincode at every member, with a simulated calendar.
func (s *Stage) Deploy(t testing.TB, name string, build func(ledger.House) (*ledger.Chaincode, error), opts ...ledgertest.DeployOption) {
	t.Helper()
	s.World.Deploy(name, func(msp string) shim.Chaincode {
		chaincode, err := build(ledger.House{Now: s.World.Clock(msp), Simulated: true, Charter: s.Charter})
		if err != nil {
			t.Fatalf("chaincode %s at %s: %v", name, msp, err)
		}
		return chaincode
	}, opts...)
}

// Actor is somebody with a certificate.
type Actor struct {
	stage *Stage
	ID    *ledgertest.Identity
	MSP   string
}

// Actor enrols somebody at a member, acting for a party (may be empty) and claiming roles.
func (s *Stage) Actor(msp, name, party string, roles ...role.Role) *Actor {
	attributes := map[string]string{}
	if party != "" {
		attributes["consort.party"] = party
	}
	if len(roles) > 0 {
		claims := make([]string, len(roles))
		for i, r := range roles {
			claims[i] = string(r)
		}
		attributes["consort.role"] = strings.Join(claims, ",")
	}
	return &Actor{stage: s, ID: s.World.Identity(msp, name, attributes), MSP: msp}
}

// Proposal writes a call down as a client does; a Submit gets a reference unless one is given.
func Proposal[Req protocol.Request, Res any](a *Actor, e protocol.Call[Req, Res], req Req, reference ...string) (ledgertest.Proposal, error) {
	argument, transient, err := e.Write(req)
	if err != nil {
		return ledgertest.Proposal{}, err
	}
	args := [][]byte{[]byte(e.Name()), argument}
	proposal := ledgertest.Proposal{Chaincode: e.Chaincode(), Args: args, Transient: transient}
	if !e.Writes() {
		return proposal, nil
	}
	if len(reference) == 0 {
		a.stage.references++
		reference = []string{fmt.Sprintf("ref-%d", a.stage.references)}
	}
	proposal.Args = append(proposal.Args, []byte(reference[0]))
	if e.Confidential() {
		proposal.Endorsers = []string{a.MSP}
	}
	return proposal, nil
}

// Try does something and answers how it ended, a refusal as *protocol.Fault.
func Try[Req protocol.Request, Res any](a *Actor, e protocol.Call[Req, Res], req Req, reference ...string) (*Res, *ledgertest.Result, error) {
	proposal, err := Proposal(a, e, req, reference...)
	if err != nil {
		return nil, nil, err
	}
	if !e.Writes() {
		response, err := a.stage.World.Evaluate(a.ID, proposal)
		if err != nil {
			return nil, nil, Fault(err)
		}
		answer, err := e.Read(response.GetPayload())
		return answer, nil, err
	}
	result, err := a.stage.World.Invoke(a.ID, proposal)
	if err != nil {
		return nil, result, Fault(err)
	}
	answer, err := e.Read(result.Response.GetPayload())
	return answer, result, err
}

// Do does something that must succeed.
func Do[Req protocol.Request, Res any](t testing.TB, a *Actor, e protocol.Call[Req, Res], req Req, reference ...string) *Res {
	t.Helper()
	answer, _, err := Try(a, e, req, reference...)
	if err != nil {
		t.Fatalf("%s: %v", e.Name(), err)
	}
	return answer
}

// Refused does something that must be refused with a code, and answers the fault.
func Refused[Req protocol.Request, Res any](t testing.TB, a *Actor, e protocol.Call[Req, Res], req Req, code protocol.Code) *protocol.Fault {
	t.Helper()
	_, _, err := Try(a, e, req)
	var fault *protocol.Fault
	if !errors.As(err, &fault) || !errors.Is(fault, code) {
		t.Fatalf("%s: %v, want %s", e.Name(), err, code.Name)
	}
	return fault
}

// Fault finds the chaincode's refusal in an endorsement error; other errors stay as they are.
func Fault(err error) error {
	var refused *ledgertest.EndorseError
	if !errors.As(err, &refused) {
		return err
	}
	for _, failure := range refused.Failures {
		if fault, ok := protocol.ParseFault(failure.Status, failure.Message); ok && failure.Chaincode {
			return fault
		}
	}
	return err
}
