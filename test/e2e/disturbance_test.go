// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/await"
	"github.com/consort-finance/consort/network/consortium"
	"github.com/consort-finance/consort/network/consortium/consortiumtest"
	"github.com/consort-finance/consort/network/process"
	"github.com/consort-finance/consort/test/desk"
)

var disturbances = []story{
	{"a paused module settles nothing", pausedModule},
	{"the roll of the business date is an exact cut-off", cutOff},
	{"payments outlive the death of their gateway peer, and events are told once", func(s *scene) { outage(s, "northbank.peer") }},
	{"payments outlive the death of the orderer, and events are told once", func(s *scene) { outage(s, "northbank.orderer") }},
	{"payments outlive the death of a chaincode server, and events are told once", func(s *scene) { outage(s, s.server("northbank", "cash")) }},
	{"a second network beside the first disturbs nobody", secondNetwork},
	{"everything killed comes back with its ledgers", everythingKilled},
}

// outageLimit is how long payments may take that a dead peer keeps waiting.
const outageLimit = 2 * time.Minute

// kill ends a node as a crash would.
func (s *scene) kill(node string) {
	s.Helper()
	p, running := process.Find(s.Network.Spec(node))
	require.True(s, running, "%s runs", node)
	require.NoError(s, p.Kill(s.Context()))
}

// up brings back what does not run. Programs are there already.
func (s *scene) up() {
	s.Helper()
	_, err := consortium.Up(s.Context(), consortium.Options{
		Dir: s.Network.Dir(), Deploy: s.chaincodes.Deploy, Progress: func(line string) { s.Log(line) },
	})
	require.NoError(s, err)
}

// persist repeats a payment under its reference until it is known to be made. A refusal by the chaincode is final.
func persist(ctx context.Context, c *gatewayclient.Client, request cash.TransferRequest, reference string) error {
	return await.Success(ctx, 200*time.Millisecond, func(ctx context.Context) error {
		_, err := gatewayclient.Do(ctx, c, cash.Transfer, request, gatewayclient.Reference(reference), stubborn)
		var fault *protocol.Fault
		if errors.As(err, &fault) && !errors.Is(err, gatewayclient.ErrTransient) {
			return fmt.Errorf("%w: %w", await.ErrNever, err)
		}
		return err
	})
}

// outage kills a node while payments are on their way, and brings it back.
func outage(s *scene, node string) {
	const payments = 30
	at := s.accounts(alice, payments*1_00+1)[0]
	payees := s.accounts(bob, make([]int64, payments+1)...)
	payees, last := payees[:payments], payees[payments]
	client := s.client(alice)
	start, err := client.Height(s.Context())
	require.NoError(s, err)
	ctx, cancel := context.WithTimeout(s.Context(), outageLimit)
	defer cancel()
	told := follow(ctx, client, start, at, last)
	under := make(chan struct{}, payments)
	group, grouped := errgroup.WithContext(ctx)
	for i, payee := range payees {
		group.Go(func() error {
			under <- struct{}{}
			return persist(grouped, client, transfer(at, payee, 1_00), fmt.Sprintf("%s-%d", s.name, i))
		})
	}
	for range payments {
		<-under
	}
	s.kill(node)
	s.up()
	require.NoError(s, group.Wait())
	require.NoError(s, persist(ctx, client, transfer(at, last, 1), s.name+"-last"))
	require.Empty(s, client.Doubts())
	s.requireBalance(client, at, 0)
	events := <-told
	for _, payee := range payees {
		s.requireBalance(client, payee, 1_00)
		require.Equal(s, 1, events[payee], "times that the payment to %s is told", payee)
	}
}

// follow counts the events of payments from an account by payee, as far as the payment to the last one. It keeps a
// checkpoint as a projection would, and starts anew from it when a stream breaks.
func follow(ctx context.Context, c *gatewayclient.Client, start uint64, from, last cash.AccountID) <-chan map[cash.AccountID]int {
	told := make(chan map[cash.AccountID]int, 1)
	go func() {
		seen := map[cash.AccountID]int{}
		checkpoint := gatewayclient.Checkpoint{Block: start}
		for seen[last] == 0 && ctx.Err() == nil {
			for event, err := range c.Events(ctx, checkpoint) {
				if err != nil {
					break
				}
				checkpoint = event.After
				if posted, is := cash.Posted.From(event.Event); is && posted.Legs[0].From == from {
					seen[posted.Legs[0].To]++
				}
				if seen[last] > 0 {
					break
				}
			}
		}
		told <- seen
	}()
	return told
}

func pausedModule(s *scene) {
	at := s.accounts(alice, 100_00, 0)
	r := s.settlement("paused", at[0], at[1], 10_00)
	settle := callTo(s, cash.Settle, r)
	pause := cash.PauseRequest{Governed: protocol.Governed{Resolution: "pause"}, Module: registered}
	_, err := desk.Adopt(s.Context(), s.Desks, "pause", cash.PauseModule, pause)
	require.NoError(s, err)
	require.NoError(s, s.Level(s.Context()))
	requireAnswer(s, s.through(registered, s.consentTo(r), settle)[0], cash.ModulePaused)
	s.requireBalance(s.client(alice), at[1], 0)
	resume := cash.PauseRequest{Governed: protocol.Governed{Resolution: "resume"}, Module: registered}
	refused(s, s.staff("northbank", "officer"), cash.ResumeModule, resume, protocol.NotFound) // nobody voted
	_, err = desk.Adopt(s.Context(), s.Desks, "resume", cash.ResumeModule, resume)
	require.NoError(s, err)
	require.NoError(s, s.Level(s.Context()))
	s.through(registered, s.consentTo(r), settle)
	s.requireBalance(s.client(alice), at[1], 10_00)
}

// cutOff: what was endorsed on one day does not commit on the next, and a hold of yesterday is over.
func cutOff(s *scene) {
	at := s.accounts(alice, 100_00, 0)
	client := s.client(alice)
	today, tomorrow := s.today(), s.tomorrow()
	hold := cash.HoldRequest{
		ID: cash.HoldID(s.name), Payer: at[0], Payee: at[1], Amount: desk.Euros(50_00),
		Notary: cash.Notary{Kind: cash.MSPNotary, ID: client.Identity().MSP}, Expires: today,
	}
	do(s, client, cash.CreateHold, hold)
	late, err := forge(s, client, client.Identity(), cash.Transfer, transfer(at[0], at[1], 10_00), unchanged)
	require.NoError(s, err)
	do(s, s.staff("northbank", "officer"), cash.RollDate, protocol.RollRequest{To: tomorrow})
	signature, err := client.Identity().Sign(late.Envelope.Digest)
	require.NoError(s, err)
	_, err = late.Submit(s.Context(), client, signature, patient...)
	var invalid *gatewayclient.CommitError
	require.ErrorAs(s, err, &invalid)
	refused(s, s.staff("northbank", "officer"), cash.ExecuteHold, cash.ExecuteRequest{Hold: hold.ID}, cash.HoldIsExpired)
	do(s, s.client(mallory), cash.ExpireHold, hold.ID)
	require.NoError(s, s.Level(s.Context()))
	receipt := do(s, client, cash.Transfer, transfer(at[0], at[1], 100_00))
	require.Equal(s, tomorrow, receipt.Date)
	refused(s, s.staff("northbank", "officer"), cash.RollDate, protocol.RollRequest{To: today}, protocol.DateRefused)
}

// secondNetwork starts the nodes of another network while payments go on here.
func secondNetwork(s *scene) {
	at := s.accounts(alice, 100_00, 0)
	other := consortiumtest.Start(s, func(o *consortium.Options) { o.Progress = func(line string) { s.Log(line) } })
	do(s, s.client(alice), cash.Transfer, transfer(at[0], at[1], 1_00))
	here := s.processes()
	require.NoError(s, other.Down(s.Context(), false))
	require.Equal(s, here, s.processes(), "the other network's end is nobody's here")
	do(s, s.client(alice), cash.Transfer, transfer(at[0], at[1], 1_00))
	s.requireBalance(s.client(alice), at[1], 2_00)
}

func everythingKilled(s *scene) {
	at := s.accounts(alice, 100_00, 0)
	do(s, s.client(alice), cash.Transfer, transfer(at[0], at[1], 40_00))
	running := s.processes()
	require.NotEmpty(s, running)
	for _, pid := range running {
		require.NoError(s, syscall.Kill(pid, syscall.SIGKILL))
	}
	s.up()
	client := s.client(alice)
	ctx, cancel := context.WithTimeout(s.Context(), outageLimit)
	defer cancel()
	require.NoError(s, persist(ctx, client, transfer(at[0], at[1], 10_00), s.name))
	s.requireBalance(client, at[0], 50_00)
	s.requireBalance(client, at[1], 50_00)
}

func leavesNoProcess(s *scene) {
	running := s.running()
	require.GreaterOrEqual(s, len(running), 3*len(s.Network.Orgs()), "peers, authorities and servers")
	require.NoError(s, s.Network.Down(s.Context(), false))
	for node, p := range running { // the number of a process may be somebody else's by now
		require.False(s, p.Alive(), node)
	}
	require.Empty(s, s.processes())
}
