// SPDX-License-Identifier: Apache-2.0

package footing

import (
	"context"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/network/demo/story"
)

// Motion is a resolution on its way.
type Motion[Req protocol.Request, Res any] struct {
	*Footing
	Endpoint protocol.SubmitEndpoint[Req, Res]
	Request  Req
	ID       protocol.ResolutionID
	Reason   string
}

// Resolution is the identifier of a resolution of the chapter.
func (f *Footing) Resolution(name string) protocol.ResolutionID {
	return protocol.ResolutionID(f.ID(name))
}

// EuroMotion is to have the euro, with reserves attested within five days.
func (f *Footing) EuroMotion() Motion[cash.CurrencyRequest, cash.Currency] {
	id := f.Resolution("euro")
	return Motion[cash.CurrencyRequest, cash.Currency]{
		Footing: f, Endpoint: cash.SetCurrency, ID: id, Reason: "banks issue euro deposits",
		Request: cash.CurrencyRequest{
			Governed: protocol.Governed{Resolution: id}, CurrencyKey: cash.CurrencyKey{Currency: Euro}, ReserveAge: 5,
		},
	}
}

// Module is what the members let a product do: settle by whatever consent, from its entry points.
func Module(name cash.ModuleName, entryPoints []string) cash.Module {
	return cash.Module{
		Name: name, EntryPoints: entryPoints, Caps: []money.Money{Euros(5_000_000)},
		Operations: []cash.ModuleOperation{cash.ByHold, cash.ByRelease, cash.ByMandate, cash.ByConsent, cash.ByOwnership},
	}
}

// ModuleMotion is to let a chaincode settle through cash.
func (f *Footing) ModuleMotion(module cash.Module, reason string) Motion[cash.ModuleRequest, cash.Module] {
	id := f.Resolution("module")
	return Motion[cash.ModuleRequest, cash.Module]{
		Footing: f, Endpoint: cash.RegisterModule, ID: id, Reason: reason,
		Request: cash.ModuleRequest{Governed: protocol.Governed{Resolution: id}, Module: module},
	}
}

// Propose proposes, and so casts northbank's vote.
func (m Motion[Req, Res]) Propose(ctx context.Context) error {
	proposal, err := parties.NewProposal(m.ID, m.Endpoint, m.Request, m.Reason)
	if err != nil {
		return err
	}
	_, err = story.Submit(ctx, m.Stage, NorthOfficer, parties.ProposeResolution, proposal)
	return err
}

// Alone proposes and carries out what nobody else approved, which is refused.
func (m Motion[Req, Res]) Alone(ctx context.Context) (string, error) {
	if err := m.Propose(ctx); err != nil {
		return "", err
	}
	return m.Again(ctx)
}

// Adopt has the officers of as many other members approve as it takes, and carries the resolution out.
func (m Motion[Req, Res]) Adopt(ctx context.Context) (string, error) {
	approvals := 1
	for _, member := range m.Desks.Network.Orgs() {
		officer := story.Person(member + "/officer")
		if officer == NorthOfficer || approvals == m.Constitution.Threshold {
			continue
		}
		if _, err := story.Submit(ctx, m.Stage, officer, parties.ApproveResolution, m.ID); err != nil {
			return "", err
		}
		approvals++
	}
	_, err := story.Submit(ctx, m.Stage, NorthOfficer, m.Endpoint, m.Request)
	return "resolution " + string(m.ID), err
}

// Again carries out what may not be.
func (m Motion[Req, Res]) Again(ctx context.Context) (string, error) {
	_, err := story.Submit(ctx, m.Stage, NorthOfficer, m.Endpoint, m.Request)
	return story.Refused(err, protocol.ResolutionRefused)
}

// Carry proposes and adopts.
func (m Motion[Req, Res]) Carry(ctx context.Context) (string, error) {
	if err := m.Propose(ctx); err != nil {
		return "", err
	}
	return m.Adopt(ctx)
}
