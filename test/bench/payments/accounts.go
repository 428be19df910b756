// SPDX-License-Identifier: Apache-2.0

package payments

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/bench/trial"
	"github.com/consort-finance/consort/test/desk"
)

// How much money is in play, in cents: more than all slices can pay out of any one account.
const (
	issued    = 20_000_000_00
	perLane   = 1_000_000_00
	perWallet = 1_000_00
	inTill    = 5_000_000_00
)

// prepare opens and funds every account, all of them alice's at northbank.
func prepare(ctx context.Context, ground *trial.Ground) error {
	ground.Say("open %d accounts", accounts+batchWorkers+2)
	if err := openAll(ctx, ground.Desks); err != nil {
		return err
	}
	ground.Say("issue and spread %s", desk.Euros(issued))
	if err := ground.Mint(ctx, "northbank", "opening", "source", desk.Euros(issued)); err != nil {
		return err
	}
	return fund(ctx, ground.Desks)
}

func openAll(ctx context.Context, d *desk.Desks) error {
	ids := []cash.AccountID{"source", treasury}
	for lane := range int64(batchWorkers) {
		ids = append(ids, payer(lane))
	}
	for i := range int64(accounts) {
		ids = append(ids, account(i))
	}
	return trial.InParallel(ctx, ids, func(ctx context.Context, id cash.AccountID) error {
		return d.Account(ctx, "northbank", id, "alice")
	})
}

func fund(ctx context.Context, d *desk.Desks) error {
	maker, err := d.At(ctx, "northbank", "maker")
	if err != nil {
		return err
	}
	if _, err := gatewayclient.Do(ctx, maker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: treasury, Stripes: stripes}); err != nil {
		return fmt.Errorf("mark %s: %w", treasury, err)
	}
	alice, err := d.At(ctx, "northbank", "alice")
	if err != nil {
		return err
	}
	first := []cash.Leg{{From: "source", To: treasury, Amount: desk.Euros(inTill)}}
	for lane := range int64(batchWorkers) {
		first = append(first, cash.Leg{From: "source", To: payer(lane), Amount: desk.Euros(perLane)})
	}
	outcome, err := gatewayclient.Submit(ctx, alice, cash.TransferBatch, cash.BatchRequest{Legs: first})
	if err != nil {
		return fmt.Errorf("fund the payers: %w", err)
	}
	consolidate := cash.ConsolidateRequest{Account: treasury, Credits: []cash.TxID{cash.TxID(outcome.TxID)}}
	if _, err := gatewayclient.Do(ctx, alice, cash.ConsolidateCredits, consolidate); err != nil {
		return fmt.Errorf("consolidate %s: %w", treasury, err)
	}
	return fundWallets(ctx, alice)
}

func fundWallets(ctx context.Context, alice *gatewayclient.Client) error {
	for from := int64(0); from < accounts; from += legs {
		var batch []cash.Leg
		for i := from; i < min(from+legs, accounts); i++ {
			batch = append(batch, cash.Leg{From: "source", To: account(i), Amount: desk.Euros(perWallet)})
		}
		if _, err := gatewayclient.Do(ctx, alice, cash.TransferBatch, cash.BatchRequest{Legs: batch}); err != nil {
			return fmt.Errorf("fund accounts: %w", err)
		}
	}
	return nil
}
