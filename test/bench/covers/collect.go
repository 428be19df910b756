// SPDX-License-Identifier: Apache-2.0

package covers

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/test/bench/trial"
)

// How many instalments each of two slices collects in batches, in transactions of how many, and each of two others one a
// transaction. All slices are of instalments that nobody paid yet.
const (
	inBatches = 10_000
	perBatch  = 500
	singly    = 1_250
)

// What is left of the instalments is collected before, so that no slice pays for a network that never collected: most of it
// in batches, the rest one by one.
const (
	warmSingly  = 500
	warmBatches = homes*(instalments-1) - 2*(inBatches+singly) - warmSingly
)

// monthsLater is when all instalments are due.
const monthsLater = 11

// collect measures batches against single payments, A B B A, and answers the lower of the two ratios.
func (m *market) collect(ctx context.Context) ([]trial.Figure, error) {
	later, err := m.first.AddMonths(monthsLater)
	if err != nil {
		return nil, err
	}
	if err := m.roll(ctx, later); err != nil {
		return nil, fmt.Errorf("premiums: %w", err)
	}
	m.Say("collect %d instalments in batches, and %d one by one", warmBatches+2*inBatches, warmSingly+2*singly)
	rates, err := m.payAll(ctx)
	if err != nil {
		return nil, fmt.Errorf("premiums: %w", err)
	}
	ratio := min(rates[2]/rates[3], rates[5]/rates[4])
	return []trial.Figure{{Name: "collection_single", Value: ratio, Goal: 20, Least: true}}, m.received(ctx)
}

// payAll pays all instalments, slice by slice, and answers the rates.
func (m *market) payAll(ctx context.Context) (rates []float64, err error) {
	left := unpaid()
	for _, slice := range slicesOf(m) {
		due := left[:slice.count]
		left = left[slice.count:]
		rate, err := m.rate(ctx, len(due), func() error { return slice.pay(ctx, due) })
		if err != nil {
			return nil, err
		}
		rates = append(rates, rate)
	}
	m.Say("instalments a second: %.0f in batches, %.0f and %.0f one by one, %.0f in batches; before, %.0f and %.0f",
		rates[2], rates[3], rates[4], rates[5], rates[0], rates[1])
	return rates, nil
}

// slice is how many instalments are paid, and how.
type slice struct {
	count int
	pay   func(context.Context, []insurance.InstalmentKey) error
}

// slicesOf are all slices, in their order: two to warm up, and four that count.
func slicesOf(m *market) []slice {
	return []slice{
		{warmBatches, m.payBatches}, {warmSingly, m.payEach},
		{inBatches, m.payBatches}, {singly, m.payEach}, {singly, m.payEach}, {inBatches, m.payBatches},
	}
}

// unpaid are all instalments but the first of each home, in the order in which they are due.
func unpaid() []insurance.InstalmentKey {
	var keys []insurance.InstalmentKey
	for number := 2; number <= instalments; number++ {
		for n := range homes {
			keys = append(keys, insurance.InstalmentKey{Policy: home(n), Number: number})
		}
	}
	return keys
}

// payBatches collects instalments in batches. As many batches as take all homes are on their way at a time, so that no
// account pays twice in a block.
func (m *market) payBatches(ctx context.Context, due []insurance.InstalmentKey) error {
	batches := slices.Collect(slices.Chunk(due, perBatch))
	group, collecting := errgroup.WithContext(ctx)
	const ways = homes / perBatch
	for way := range ways {
		group.Go(func() error {
			for i := way; i < len(batches); i += ways {
				request := insurance.CollectRequest{Instalments: batches[i]}
				if err := trial.Have(m.officer, insurance.CollectPremiums, request)(collecting); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}

// payEach pays instalments of different homes, one a transaction.
func (m *market) payEach(ctx context.Context, due []insurance.InstalmentKey) error {
	return trial.InParallel(ctx, due, func(ctx context.Context, key insurance.InstalmentKey) error {
		return trial.Have(m.officer, insurance.PayPremium, insurance.PayRequest{InstalmentKey: key})(ctx)
	})
}

// received makes sure that all premiums and taxes came in, and nothing else.
func (m *market) received(ctx context.Context) error {
	return m.InTurn(ctx,
		func(ctx context.Context) error {
			return errors.Join(trial.Consolidate(ctx, m.maker, insuring), trial.Consolidate(ctx, m.maker, taxing))
		},
		func(ctx context.Context) error {
			return errors.Join(m.has(ctx, insuring, homePremium*homes+farmPremium*farmsInAll), m.has(ctx, taxing, homeTax*homes))
		},
	)
}
