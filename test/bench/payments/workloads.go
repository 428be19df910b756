// SPDX-License-Identifier: Apache-2.0

package payments

import (
	"context"
	"fmt"
	"strconv"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/desk"
	"github.com/consort-finance/consort/test/probe"
)

// How much is under way, and over how many accounts.
const (
	batchWorkers = 6
	accounts     = 1500
	legs         = 1000
	stripes      = 1024
)

// names of accounts.
const treasury = cash.AccountID("treasury")

func account(i int64) cash.AccountID {
	return cash.AccountID("acct-" + strconv.FormatInt(i%accounts, 10))
}

// work carries out the n-th transaction of a workload.
type work = func(ctx context.Context, n int64) error

func transfer(alice *gatewayclient.Client) work {
	return func(ctx context.Context, n int64) error {
		_, err := gatewayclient.Do(ctx, alice, cash.Transfer, pay(account(2*n), account(2*n+1)))
		return err
	}
}

func hotCredit(alice *gatewayclient.Client) work {
	return func(ctx context.Context, n int64) error {
		_, err := gatewayclient.Do(ctx, alice, cash.Transfer, pay(account(n), treasury))
		return err
	}
}

func hotDebit(alice *gatewayclient.Client) work {
	return func(ctx context.Context, n int64) error {
		reference := gatewayclient.Reference(fmt.Sprintf("debit-%d", n))
		_, err := gatewayclient.Do(ctx, alice, cash.Transfer, pay(treasury, account(n)), reference)
		return err
	}
}

func pay(from, to cash.AccountID) cash.TransferRequest {
	return cash.TransferRequest{From: from, To: to, Amount: cent()}
}

func cent() money.Money { return desk.Euros(1) }

// naive credits one row again and again. A lost race is not tried again: what counts is how many get through.
func naive(client *gatewayclient.Client) work {
	return func(ctx context.Context, _ int64) error {
		_, err := gatewayclient.Do(ctx, client, probe.Credit, probe.TokenRequest{ID: "hot", Amount: money.MustAmount(1)},
			gatewayclient.Retry(gatewayclient.Retries{Endorsements: 5, Pause: gatewayclient.DefaultRetries.Pause, PauseMax: gatewayclient.DefaultRetries.PauseMax}))
		return err
	}
}

// batch pays 1,000 payees out of one of a few accounts that no other batch in flight uses.
func batch(client *gatewayclient.Client) work {
	return func(ctx context.Context, n int64) error {
		request := cash.BatchRequest{Legs: make([]cash.Leg, legs)}
		lane := n % batchWorkers
		for i := range request.Legs {
			request.Legs[i] = cash.Leg{From: payer(lane), To: payee(lane, i), Amount: cent()}
		}
		_, err := gatewayclient.Do(ctx, client, cash.TransferBatch, request)
		return err
	}
}

func payer(lane int64) cash.AccountID { return cash.AccountID(fmt.Sprintf("payer-%d", lane)) }

// payee spreads a lane's payments over the lane's own accounts.
func payee(lane int64, i int) cash.AccountID {
	const each = accounts / batchWorkers
	return account(lane*each + int64(i%each))
}

// settle has the module move money between two of the signer's accounts, with the consent in the signed request.
func settle(client *gatewayclient.Client) work {
	return func(ctx context.Context, n int64) error {
		request := probe.SettleRequest{SettleRequest: cash.SettleRequest{
			ID:   cash.SettlementID(fmt.Sprintf("settle-%d", n)),
			Legs: []cash.SettleLeg{{From: account(2 * n), To: account(2*n + 1), Amount: cent()}},
		}}
		var err error
		if request.Consent, err = cash.ConsentTo(request.ID, request.Legs); err != nil {
			return err
		}
		_, err = gatewayclient.Do(ctx, client, probe.Settle, request)
		return err
	}
}
