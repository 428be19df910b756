// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/gateway-client/keeper"
)

// lines gathers what keepers say.
type lines struct {
	mu   sync.Mutex
	said []keeper.Line
}

func (l *lines) log(line keeper.Line) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.said = append(l.said, line)
}

func (l *lines) of(what string) (found []keeper.Line) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, line := range l.said {
		if line.What == what {
			found = append(found, line)
		}
	}
	return found
}

// From observations to money, by a keeper alone: it counts what is complete, waits while a reading may be challenged, and
// pays when it is final.
func TestKeeperBringsARoundToMoney(t *testing.T) {
	f := newFarmers(t, 5, "kaski")
	log := &lines{}
	k, err := keeper.New(f.client(t, f.keeper), keeper.Settings{Log: log.log, Batch: 3})
	require.NoError(t, err)
	clear := func() keeper.Tally {
		tally, err := k.Clear(t.Context())
		require.NoError(t, err)
		return tally
	}
	require.Equal(t, keeper.Tally{}, clear(), "the period is not over")
	f.observe(t, 290, "kaski")
	require.Equal(t, keeper.Tally{Advanced: 1, Waiting: 1}, clear())
	f.roll(t, "2026-07-02")
	require.Equal(t, keeper.Tally{Waiting: 1}, clear(), "it may be challenged today")
	f.roll(t, "2026-07-03")
	tally := clear()
	require.Equal(t, [3]int{5, 5, 0}, [3]int{tally.Done, tally.PaidOut, tally.Refused})
	require.Equal(t, keeper.Tally{}, clear())
	f.paidOnce(t)
	require.Len(t, log.of(keeper.Advanced), 1)
	require.Equal(t, oracle.Provisional, log.of(keeper.Advanced)[0].Status)
	require.NotEmpty(t, log.of(keeper.Executed)[0].TxID)
}

// Nobody observes: the window is over, the only source is asked in vain, and premiums come back.
func TestKeeperReturnsPremiums(t *testing.T) {
	f := newFarmers(t, 2, "kaski")
	k, err := keeper.New(f.client(t, f.keeper), keeper.Settings{})
	require.NoError(t, err)
	f.roll(t, "2026-07-05")
	tally, err := k.Clear(t.Context())
	require.NoError(t, err)
	require.Equal(t, keeper.Tally{Waiting: 1}, tally, "the last day of the window")
	f.roll(t, "2026-07-06")
	tally, err = k.Clear(t.Context())
	require.NoError(t, err)
	require.Equal(t, [2]int{1, 2}, [2]int{tally.Advanced, tally.PaidOut})
	require.Equal(t, "100.00 EUR", stage.Do(t, f.keeper, cash.GetBalance, "farm-0").Posted.String())
}

// Work of many rounds goes into one transaction.
func TestKeeperPoolsWorkOfManyRounds(t *testing.T) {
	districts := []oracle.Subject{"kaski", "lamjung", "gorkha", "parbat"}
	f := newFarmers(t, 8, districts...)
	f.finish(t, 290, districts...)
	log := &lines{}
	k, err := keeper.New(f.client(t, f.keeper), keeper.Settings{Log: log.log})
	require.NoError(t, err)
	tally, err := k.Clear(t.Context())
	require.NoError(t, err)
	require.Equal(t, 8, tally.PaidOut)
	require.Len(t, log.of(keeper.Executed), 1)
	require.Nil(t, log.of(keeper.Executed)[0].Round)
	f.paidOnce(t)
}

// Two keepers of different members at once: whatever they get into each other's way, each policy is paid once.
func TestTwoKeepersRacing(t *testing.T) {
	f := newFarmers(t, 60, "kaski")
	f.finish(t, 290, "kaski")
	var total atomic.Int64
	var group sync.WaitGroup
	for lane, who := range []*stage.Actor{f.keeper, f.insurer} {
		client := f.client(t, who)
		group.Go(func() {
			k, err := keeper.New(client, keeper.Settings{Batch: 5, Lane: lane, Workers: 2})
			require.NoError(t, err)
			tally, err := k.Clear(context.Background())
			require.NoError(t, err)
			total.Add(int64(tally.PaidOut))
		})
	}
	group.Wait()
	require.Equal(t, int64(60), total.Load())
	f.paidOnce(t)
}

// dying is a transport that is cut off after some submissions: the last one still arrives, and nothing is heard any more.
type dying struct {
	gatewayclient.Transport
	left atomic.Int64
}

var errDead = errors.New("the process was killed")

func (d *dying) Submit(ctx context.Context, envelope *gatewayclient.Envelope) error {
	if d.left.Add(-1) < 0 {
		return errDead
	}
	return d.Transport.Submit(ctx, envelope)
}

func (d *dying) Evaluate(ctx context.Context, proposal *gatewayclient.Proposal) ([]byte, error) {
	if d.left.Load() <= 0 {
		return nil, errDead
	}
	return d.Transport.Evaluate(ctx, proposal)
}

func (d *dying) Endorse(ctx context.Context, proposal *gatewayclient.Proposal) (*gatewayclient.Envelope, error) {
	if d.left.Load() <= 0 {
		return nil, errDead
	}
	return d.Transport.Endorse(ctx, proposal)
}

// A keeper is killed after its fourth submission; another one at another member goes on, and pays nobody twice.
func TestKeeperIsKilledAndAnotherGoesOn(t *testing.T) {
	f := newFarmers(t, 40, "kaski")
	f.finish(t, 290, "kaski")
	transport := &dying{Transport: f.network.Transport(f.keeper.ID)}
	transport.left.Store(4)
	doomed, err := keeper.New(f.clientOver(t, transport), keeper.Settings{Batch: 5})
	require.NoError(t, err)
	_, err = doomed.Clear(t.Context())
	require.ErrorIs(t, err, errDead)

	waiting := stage.Do(t, f.keeper, insurance.DueWork, insurance.WorkRequest{RoundKey: june("kaski")})
	require.NotEmpty(t, waiting.Items)
	require.Less(t, len(waiting.Items), 40, "it was killed midway")
	heir, err := keeper.New(f.client(t, f.insurer), keeper.Settings{Batch: 5, Lane: 9})
	require.NoError(t, err)
	tally, err := heir.Clear(t.Context())
	require.NoError(t, err)
	require.Equal(t, len(waiting.Items), tally.PaidOut)
	f.paidOnce(t)
}

// One payee's account is frozen: all others are paid, and it is tried again later.
func TestKeeperIsolatesWhatIsRefused(t *testing.T) {
	f := newFarmers(t, 20, "kaski")
	f.finish(t, 290, "kaski")
	stage.Do(t, f.regulator, cash.FreezeAccount, cash.FreezeRequest{Account: "farm-7", Side: cash.CreditSide})
	log := &lines{}
	k, err := keeper.New(f.client(t, f.keeper), keeper.Settings{Log: log.log, Again: 50 * time.Millisecond})
	require.NoError(t, err)
	tally, err := k.Clear(t.Context())
	require.NoError(t, err)
	require.Equal(t, 19, tally.PaidOut)
	f.paidOnce(t, "farm-7")
	refused := log.of(keeper.Refused)
	require.Equal(t, [2]any{insurance.PolicyID("farm-7"), "ACCOUNT_FROZEN"}, [2]any{refused[0].Policy, refused[0].Code})
	require.Less(t, len(refused), 4, "it is not tried with every pass")

	stage.Do(t, f.regulator, cash.UnfreezeAccount, "farm-7")
	require.Eventually(t, func() bool {
		tally, err := k.Clear(t.Context())
		return err == nil && tally.PaidOut == 1
	}, 10*time.Second, 20*time.Millisecond)
	f.paidOnce(t)
}

// flaky fails each call now and then.
type flaky struct {
	gatewayclient.Transport
	calls atomic.Int64
}

func (f *flaky) Evaluate(ctx context.Context, proposal *gatewayclient.Proposal) ([]byte, error) {
	if f.calls.Add(1)%5 == 0 {
		return nil, errors.New("connection refused")
	}
	return f.Transport.Evaluate(ctx, proposal)
}

// Unattended: trouble ends a pass and not the keeper, and the end of the context ends it without an error.
func TestKeeperRunsUntilItIsStopped(t *testing.T) {
	f := newFarmers(t, 20, "kaski")
	f.finish(t, 290, "kaski")
	log := &lines{}
	k, err := keeper.New(f.clientOver(t, &flaky{Transport: f.network.Transport(f.keeper.ID)}), keeper.Settings{
		Log: log.log, Batch: 3, Poll: 5 * time.Millisecond, Pause: time.Millisecond, PauseMax: 5 * time.Millisecond,
	})
	require.NoError(t, err)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- k.Run(ctx) }()
	require.Eventually(t, func() bool {
		done := 0
		for _, line := range log.of(keeper.Executed) {
			done += line.Done
		}
		return done == 20
	}, 20*time.Second, 5*time.Millisecond)
	stop()
	require.NoError(t, <-ended)
	require.NotEmpty(t, log.of(keeper.Troubled))
	f.paidOnce(t)
}

func TestSettingsOutOfBoundsAreRefused(t *testing.T) {
	for _, bad := range []keeper.Settings{
		{Batch: 501}, {Batch: -1}, {Lane: 16}, {Lane: -1}, {Workers: 17}, {Workers: -1}, {Poll: -1}, {Pause: time.Hour, PauseMax: time.Minute},
	} {
		_, err := keeper.New(nil, bad)
		require.Error(t, err)
	}
}

// Lines are for people and for machines.
func TestLines(t *testing.T) {
	round := june("kaski")
	line := keeper.Line{What: keeper.Executed, Round: &round, Done: 3, PaidOut: 2, Gone: 1, TxID: "ab12", Block: 7}
	require.Equal(t, "executed · rain kaski 2026-06-01/2026-06-30 · 3 done, 2 paid · 1 done by others · in block 7 as ab12", line.String())
	content, err := json.Marshal(keeper.Line{What: keeper.Refused, Policy: "farm-7", Trigger: 1, Code: "ACCOUNT_FROZEN", Sentence: "frozen"})
	require.NoError(t, err)
	require.JSONEq(t, `{"what":"refused","policy":"farm-7","trigger":1,"code":"ACCOUNT_FROZEN","sentence":"frozen"}`, string(content))
	require.True(t, strings.HasPrefix(keeper.Line{What: keeper.Troubled, Code: "FAILED", Sentence: "away", Pause: time.Second}.String(), "trouble"))
}
