// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

var races = []story{
	{"of concurrent spends of one balance exactly as many succeed as it can pay", doubleSpend},
	{"a reference takes effect once, whoever repeats it", replayedReference},
	{"an envelope takes effect once, however often it is submitted", resubmittedEnvelope},
	{"high-volume accounts are credited and debited at once without one retry", highVolume},
}

// stubborn goes on proposing as long as somebody else's payment is in the way.
var stubborn = gatewayclient.Retry(gatewayclient.Retries{
	Conflicts: 200, Endorsements: 20, Pause: 50 * time.Millisecond, PauseMax: 400 * time.Millisecond,
})

func doubleSpend(s *scene) {
	const spends, affordable = 24, 7
	at := s.accounts(alice, affordable*10_00+9_99, 0, 0)
	devices := []*gatewayclient.Client{s.client(alice), s.client(person{"northbank", "alicephone", "alice"})}
	var paid, refusals atomic.Int64
	var group errgroup.Group
	for i := range spends {
		group.Go(func() error {
			to := at[1+i%2]
			_, err := gatewayclient.Do(s.Context(), devices[i%2], cash.Transfer, transfer(at[0], to, 10_00), append(patient, stubborn)...)
			switch {
			case err == nil:
				paid.Add(1)
			case errors.Is(err, cash.InsufficientFunds):
				refusals.Add(1)
			default:
				return err
			}
			return nil
		})
	}
	require.NoError(s, group.Wait())
	require.EqualValues(s, affordable, paid.Load())
	require.EqualValues(s, spends-affordable, refusals.Load())
	s.requireBalance(s.client(alice), at[0], 9_99)
}

func replayedReference(s *scene) {
	at := s.accounts(alice, 100_00, 0)
	client := s.client(alice)
	reference := gatewayclient.Reference(s.name)
	receipts := make([]*cash.Receipt, 8)
	var group errgroup.Group
	for i := range receipts {
		group.Go(func() (err error) {
			receipts[i], err = gatewayclient.Do(s.Context(), client, cash.Transfer, transfer(at[0], at[1], 10_00), append(patient, reference, stubborn)...)
			return err
		})
	}
	require.NoError(s, group.Wait())
	for _, receipt := range receipts {
		require.Equal(s, receipts[0], receipt, "everybody is told the first result")
	}
	require.Equal(s, receipts[0], do(s, client, cash.Transfer, transfer(at[0], at[1], 10_00), reference))
	refused(s, client, cash.Transfer, transfer(at[0], at[1], 10_01), protocol.ReferenceReused, reference)
	refused(s, client, cash.TransferBatch, cash.BatchRequest{Legs: []cash.Leg{leg(at[0], at[1], 10_00)}}, protocol.ReferenceReused, reference)
	s.requireBalance(client, at[1], 10_00)

	// References are each member's own.
	his := s.accounts(bob, 100_00, 0)
	do(s, s.client(bob), cash.Transfer, transfer(his[0], his[1], 10_00), reference)
	s.requireBalance(s.client(bob), his[1], 10_00)
}

func resubmittedEnvelope(s *scene) {
	at := s.accounts(alice, 100_00, 0)
	client := s.client(alice)
	endorsed, err := forge(s, client, client.Identity(), cash.Transfer, transfer(at[0], at[1], 10_00), unchanged)
	require.NoError(s, err)
	signature, err := client.Identity().Sign(endorsed.Envelope.Digest)
	require.NoError(s, err)
	blocks := make([]uint64, 20)
	var group errgroup.Group
	for i := range blocks {
		group.Go(func() error {
			outcome, err := endorsed.Submit(s.Context(), client, signature, patient...)
			if err != nil {
				return err
			}
			blocks[i] = outcome.Block
			return nil
		})
	}
	require.NoError(s, group.Wait())
	for _, block := range blocks {
		require.Equal(s, blocks[0], block)
	}
	s.requireBalance(client, at[1], 10_00)
}

// once allows no retry of a lost race.
var once = gatewayclient.Retry(gatewayclient.Retries{Endorsements: 10, Pause: 100 * time.Millisecond, PauseMax: time.Second})

func highVolume(s *scene) {
	const payments = 100
	till, hot := s.accounts(alice, payments*10_00)[0], s.accounts(bob, 0)[0]
	do(s, s.staff("northbank", "maker"), cash.MarkHighVolume, cash.HighVolumeRequest{Account: till, Stripes: payments})
	do(s, s.staff("southbank", "maker"), cash.MarkHighVolume, cash.HighVolumeRequest{Account: hot, Stripes: 4})
	require.NoError(s, s.Level(s.Context()))
	client := s.client(alice)
	credits := make([]cash.TxID, payments)
	var group errgroup.Group
	for i := range payments {
		group.Go(func() error {
			reference := gatewayclient.Reference(fmt.Sprintf("%s-%d", s.name, i))
			receipt, err := gatewayclient.Do(s.Context(), client, cash.Transfer, transfer(till, hot, 10_00), append(patient, reference, once)...)
			if err == nil {
				credits[i] = receipt.TxID
			}
			return err
		})
	}
	require.NoError(s, group.Wait())
	s.requireBalance(client, till, 0)
	require.NoError(s, s.Level(s.Context()))
	s.consolidated(till, hot, credits)
}

// consolidated goes on with the credits of payments of ten euros: they are consolidated while another payment arrives.
func (s *scene) consolidated(till, hot cash.AccountID, credits []cash.TxID) {
	owner, payments := s.client(bob), int64(len(credits))
	hers := s.accounts(alice, 5_00)[0]
	s.requireBalance(owner, hot, payments*10_00)
	refused(s, owner, cash.Transfer, transfer(hot, till, 10_00), cash.InsufficientFunds)
	var group errgroup.Group
	group.Go(func() error {
		_, err := gatewayclient.Do(s.Context(), s.client(alice), cash.Transfer, transfer(hers, hot, 5_00), append(patient, once)...)
		return err
	})
	do(s, owner, cash.ConsolidateCredits, cash.ConsolidateRequest{Account: hot, Credits: credits}, once)
	require.NoError(s, group.Wait())
	require.NoError(s, s.Level(s.Context()))
	refused(s, owner, cash.ConsolidateCredits, cash.ConsolidateRequest{Account: hot, Credits: credits[:1]}, protocol.NotFound)
	do(s, owner, cash.Transfer, transfer(hot, till, payments*10_00)) // draws on all stripes
	s.requireBalance(owner, hot, 5_00)
}
