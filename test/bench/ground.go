// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/consortium"
	"github.com/consort-finance/consort/test/bench/trial"
	"github.com/consort-finance/consort/test/desk"
	"github.com/consort-finance/consort/test/probe"
)

// reserve is behind northbank's deposits, in cents: more than all products issue.
const reserve = 200_000_000_00

// prepare opens northbank for business, with alice as its customer and bob as southbank's, and the market for all products.
func prepare(ctx context.Context, network *consortium.Consortium, desks *desk.Desks) (*trial.Ground, error) {
	say("adopt the euro and the modules, attest the reserve, register everybody")
	if err := desks.OpenForBusiness(ctx, desk.Euros(reserve), "northbank"); err != nil {
		return nil, err
	}
	for number, host := range []string{"northbank/alice", "southbank/bob"} {
		member, party, _ := strings.Cut(host, "/")
		if err := desks.Host(ctx, member, parties.PartyID(party), number+1); err != nil {
			return nil, err
		}
	}
	if err := desks.OpenMarket(ctx); err != nil {
		return nil, err
	}
	alice, err := desks.At(ctx, "northbank", "alice")
	if err != nil {
		return nil, err
	}
	return &trial.Ground{Desks: desks, Network: network, Alice: alice, Noop: noop("noop", alice), Say: say}, nil
}

// noop is the contract that does nothing, under a name.
func noop(name string, client *gatewayclient.Client) *trial.Workload {
	return &trial.Workload{Name: name, Workers: trial.Workers, Payments: 1, Do: func(ctx context.Context, _ int64) error {
		_, err := gatewayclient.Do(ctx, client, probe.Noop, protocol.Nothing{})
		return err
	}}
}

// control compares the contract that does nothing with itself.
func control(ground *trial.Ground) trial.Comparison {
	return trial.Comparison{Name: "noop_noop", Over: noop("noop_again", ground.Alice), Under: ground.Noop}
}

// open has every product make its plan.
func open(ctx context.Context, ground *trial.Ground, products []trial.Product) ([]*trial.Plan, error) {
	plans := make([]*trial.Plan, len(products))
	for i, product := range products {
		var err error
		if plans[i], err = product.Open(ctx, ground); err != nil {
			return nil, fmt.Errorf("%s: %w", product.Name, err)
		}
	}
	return plans, nil
}

// check tells what is wrong with the books after the run: what products check, and then the sums of all money.
func check(ctx context.Context, desks *desk.Desks, plans []*trial.Plan) error {
	for _, plan := range plans {
		if plan.Check == nil {
			continue
		}
		if err := plan.Check(ctx); err != nil {
			return err
		}
	}
	return desks.Audit(ctx)
}
