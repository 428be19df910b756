// SPDX-License-Identifier: Apache-2.0

package covers

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/index"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/gateway-client/keeper"
	"github.com/consort-finance/consort/test/bench/trial"
)

// The season is days from the first one on. Its reading is final once three days passed in which it may be challenged.
const (
	seasonFrom = 3
	seasonTo   = 12
	challenged = 3
)

// How each of the two keepers works, and how often it goes on after trouble, as one that runs for good does.
const (
	laneWorkers = 4
	tries       = 3
)

// season is the round on which all farms wait.
func (m *market) season() (oracle.RoundKey, error) {
	from, err := m.after(seasonFrom)
	if err != nil {
		return oracle.RoundKey{}, err
	}
	to, err := m.after(seasonTo)
	return oracle.RoundKey{Feed: rain, Subject: "kaski", From: from, To: to}, err
}

// catastrophe has it not rain, and measures how fast all farms are paid.
func (m *market) catastrophe(ctx context.Context) ([]trial.Figure, error) {
	season, err := m.season()
	if err != nil {
		return nil, err
	}
	if err := m.dry(ctx, season); err != nil {
		return nil, fmt.Errorf("drought: %w", err)
	}
	figures, err := m.payFarms(ctx, season)
	if err != nil {
		return nil, fmt.Errorf("keepers: %w", err)
	}
	return figures, m.paidOnce(ctx, season)
}

// payFarms pays some farms one by one, and all others by keepers.
func (m *market) payFarms(ctx context.Context, season oracle.RoundKey) ([]trial.Figure, error) {
	m.Say("pay %d farms one by one, and then %d by two keepers", alone, catastrophe)
	one, err := m.rate(ctx, alone, func() error { return m.payAlone(ctx, season) })
	if err != nil {
		return nil, err
	}
	many, err := m.rate(ctx, catastrophe, func() error { return m.race(ctx) })
	m.Say("policies a second: %.0f one by one, %.0f by keepers", one, many)
	return []trial.Figure{
		{Name: "keeper_policies_per_second", Value: many, Goal: 500, Least: true},
		{Name: "keeper_single", Value: many / one, Goal: 10, Least: true},
	}, err
}

// rate is how many of something are done a second, from an idle network until all are.
func (m *market) rate(ctx context.Context, count int, do func() error) (float64, error) {
	if err := m.InTurn(ctx, m.AtRest); err != nil {
		return 0, err
	}
	start := time.Now()
	if err := do(); err != nil {
		return 0, err
	}
	return float64(count) / time.Since(start).Seconds(), nil
}

// dry brings the season to its reading.
func (m *market) dry(ctx context.Context, season oracle.RoundKey) error {
	over, err := m.after(seasonTo + 1)
	if err != nil {
		return err
	}
	final, err := m.after(seasonTo + 1 + challenged)
	if err != nil {
		return err
	}
	return m.InTurn(ctx,
		func(ctx context.Context) error { return m.roll(ctx, over) },
		func(ctx context.Context) error { return m.observe(ctx, season) },
		trial.Have(m.officer, insurance.AdvanceRound, season),
		func(ctx context.Context) error { return m.roll(ctx, final) },
	)
}

// observe has all observers report the same.
func (m *market) observe(ctx context.Context, season oracle.RoundKey) error {
	for _, oracleOf := range m.oracles {
		source := provider(oracleOf)
		if err := m.InTurn(ctx, trial.Have(oracleOf, insurance.Observe, oracle.ObservationRequest{
			RoundKey: season, Reading: index.Reading{Value: measured}, Dataset: source.Dataset, Version: source.Version, TakenOn: m.today,
		})); err != nil {
			return err
		}
	}
	return nil
}

// payAlone has the first farms paid, one a transaction: in every lane one at a time, which is as many as meet nowhere.
func (m *market) payAlone(ctx context.Context, season oracle.RoundKey) error {
	lanes := make([][]insurance.DueKey, insurance.Lanes)
	for n := range alone {
		lane := insurance.LaneOf(farm(n))
		lanes[lane] = append(lanes[lane], insurance.DueKey{RoundKey: season, Policy: farm(n), Trigger: 1})
	}
	return trial.InParallel(ctx, lanes, func(ctx context.Context, lane []insurance.DueKey) error {
		for _, due := range lane {
			if err := trial.Have(m.officer, insurance.ExecuteDue, due)(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}

// race has the keepers of two members do all that is due, at once, until neither finds anything.
func (m *market) race(ctx context.Context) error {
	group, racing := errgroup.WithContext(ctx)
	for lane, client := range []*gatewayclient.Client{m.officer, m.other} {
		k, err := keeper.New(client, keeper.Settings{Lane: lane, Workers: laneWorkers})
		if err != nil {
			return err
		}
		group.Go(func() error { return m.clear(racing, k) })
	}
	return group.Wait()
}

func (m *market) clear(ctx context.Context, k *keeper.Keeper) (err error) {
	for range tries {
		if _, err = k.Clear(ctx); err == nil {
			return nil
		}
		m.Say("a keeper goes on after: %v", err)
	}
	return err
}

// paidOnce makes sure that every farm was evaluated once and got what is due, that the fund paid just that, and that nothing
// waits.
func (m *market) paidOnce(ctx context.Context, season oracle.RoundKey) error {
	m.Say("look at the evaluation and the account of each farm")
	if err := m.Level(ctx); err != nil {
		return err
	}
	if err := trial.InParallel(ctx, numbers(farmsInAll), m.farmPaid); err != nil {
		return err
	}
	left, err := gatewayclient.Do(ctx, m.officer, insurance.DueWork, insurance.WorkRequest{RoundKey: season})
	if err != nil {
		return err
	}
	if len(left.Items) > 0 {
		return fmt.Errorf("policy %s waits still", left.Items[0].Policy)
	}
	return m.has(ctx, payouts, fund-payout*farmsInAll)
}

func (m *market) farmPaid(ctx context.Context, n int) error {
	found, err := gatewayclient.Do(ctx, m.officer, insurance.Evaluations, insurance.EvaluationsRequest{Policy: farm(n)})
	if err != nil {
		return err
	}
	if all := found.Items; len(all) != 1 || all[0].Outcome != insurance.PaidOut || all[0].Paid.Minor() != payout || !all[0].Interest.IsZero() {
		return fmt.Errorf("policy %s was evaluated as %v", farm(n), all)
	}
	return m.has(ctx, farmAccount(n), payout)
}
