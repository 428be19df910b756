// SPDX-License-Identifier: Apache-2.0

package payments

import (
	"context"

	"github.com/consort-finance/consort/test/bench/trial"
)

// Product is cash.
func Product() trial.Product { return trial.Product{Name: "cash", Open: open} }

func open(ctx context.Context, ground *trial.Ground) (*trial.Plan, error) {
	if err := prepare(ctx, ground); err != nil {
		return nil, err
	}
	return plan(ground), nil
}

// plan compares on prepared ground.
func plan(ground *trial.Ground) *trial.Plan {
	alice := ground.Alice
	transfer := &trial.Workload{Name: "transfer", Workers: trial.Workers, Payments: 1, Do: transfer(alice)}
	naive := &trial.Workload{Name: "naive", Workers: trial.Workers, Payments: 1, Contended: true, Do: naive(alice)}
	credit := &trial.Workload{Name: "hot_credit", Workers: trial.Workers, Payments: 1, Do: hotCredit(alice)}
	debit := &trial.Workload{Name: "hot_debit", Workers: trial.Workers, Payments: 1, Do: hotDebit(alice)}
	batch := &trial.Workload{Name: "batch", Workers: batchWorkers, Payments: legs, Do: batch(alice)}
	settle := &trial.Workload{Name: "settle", Workers: trial.Workers, Payments: 1, Do: settle(alice)}
	return &trial.Plan{
		Comparisons: []trial.Comparison{
			{Name: "transfer_noop", Over: transfer, Under: ground.Noop, Goal: 0.9},
			{Name: "hot_credit_naive", Over: credit, Under: naive, Goal: 40},
			{Name: "hot_debit_naive", Over: debit, Under: naive, Goal: 25},
			{Name: "batch_single", Over: batch, Under: transfer, Goal: 40},
			{Name: "settle_transfer", Over: settle, Under: transfer, Goal: 0.85},
		},
		Rest: func(ctx context.Context) error { return trial.Consolidate(ctx, alice, treasury) },
	}
}
