// SPDX-License-Identifier: Apache-2.0

package deposits

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/network/demo/story"
)

// module is the chaincode that settles through cash in this story, and entryPoint where it may begin to.
const (
	module     cash.ModuleName = "probe"
	entryPoint string          = "Settle"
)

// motion is a resolution on its way.
type motion[Req protocol.Request, Res any] struct {
	*chapter
	endpoint protocol.SubmitEndpoint[Req, Res]
	request  Req
	id       protocol.ResolutionID
	reason   string
}

func (c *chapter) government() []story.Step {
	currency := motion[cash.CurrencyRequest, cash.Currency]{
		chapter: c, endpoint: cash.SetCurrency, id: c.resolution("euro"), reason: "banks issue euro deposits",
		request: cash.CurrencyRequest{
			Governed: protocol.Governed{Resolution: c.resolution("euro")}, CurrencyKey: cash.CurrencyKey{Currency: euro}, ReserveAge: 5,
		},
	}
	return []story.Step{
		story.Do("northbank proposes the euro and tries to set it alone", currency.alone),
		story.Do(c.majority()+" approve the euro, and it is set", currency.adopt),
		story.Do("the same resolution is carried out a second time", currency.again),
	}
}

func (c *chapter) moduleMotion() motion[cash.ModuleRequest, cash.Module] {
	return motion[cash.ModuleRequest, cash.Module]{
		chapter: c, endpoint: cash.RegisterModule, id: c.resolution("module"), reason: "settlement by hold",
		request: cash.ModuleRequest{
			Governed: protocol.Governed{Resolution: c.resolution("module")},
			Module: cash.Module{
				Name: module, EntryPoints: []string{entryPoint}, Caps: []money.Money{euros(1_000_000)},
				Operations: []cash.ModuleOperation{cash.ByHold, cash.ByRelease, cash.ByMandate, cash.ByConsent},
			},
		},
	}
}

func (c *chapter) resolution(name string) protocol.ResolutionID {
	return protocol.ResolutionID(c.ID(name))
}

func (c *chapter) majority() string {
	return fmt.Sprintf("%d of %d members", c.constitution.Threshold, len(c.constitution.Members))
}

// propose proposes, and so casts northbank's vote.
func (m motion[Req, Res]) propose(ctx context.Context) error {
	proposal, err := parties.NewProposal(m.id, m.endpoint, m.request, m.reason)
	if err != nil {
		return err
	}
	_, err = story.Submit(ctx, m.Stage, northOfficer, parties.ProposeResolution, proposal)
	return err
}

func (m motion[Req, Res]) alone(ctx context.Context) (string, error) {
	if err := m.propose(ctx); err != nil {
		return "", err
	}
	return m.again(ctx)
}

// adopt has the officers of as many other members approve as it takes, and carries the resolution out.
func (m motion[Req, Res]) adopt(ctx context.Context) (string, error) {
	approvals := 1
	for _, member := range m.Desks.Network.Orgs() {
		officer := story.Person(member + "/officer")
		if officer == northOfficer || approvals == m.constitution.Threshold {
			continue
		}
		if _, err := story.Submit(ctx, m.Stage, officer, parties.ApproveResolution, m.id); err != nil {
			return "", err
		}
		approvals++
	}
	_, err := story.Submit(ctx, m.Stage, northOfficer, m.endpoint, m.request)
	return "resolution " + string(m.id), err
}

// again carries out what may not be.
func (m motion[Req, Res]) again(ctx context.Context) (string, error) {
	_, err := story.Submit(ctx, m.Stage, northOfficer, m.endpoint, m.request)
	return story.Refused(err, protocol.ResolutionRefused)
}

func (m motion[Req, Res]) carry(ctx context.Context) (string, error) {
	if err := m.propose(ctx); err != nil {
		return "", err
	}
	return m.adopt(ctx)
}
