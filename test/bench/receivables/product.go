// SPDX-License-Identifier: Apache-2.0

package receivables

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/test/bench/trial"
)

// The sizes of the registers that are compared.
const (
	fewInvoices  = 100
	manyInvoices = 100_000
)

// Product is supply-chain finance.
func Product() trial.Product { return trial.Product{Name: "supplychain", Open: open} }

func open(ctx context.Context, ground *trial.Ground) (*trial.Plan, error) {
	few, many, err := registers(ctx, ground.Say)
	if err != nil {
		return nil, err
	}
	growth, err := growth(few, many)
	if err != nil {
		return nil, err
	}
	m, figures, err := openMarket(ctx, ground)
	if err != nil {
		return nil, err
	}
	single := &trial.Workload{Name: "slice", Workers: trial.Workers, Payments: 1, Ready: m.refill, Do: m.paySlice}
	run := &trial.Workload{Name: "maturity_run", Workers: lanes, Payments: slicesEach, Do: m.payAll}
	return &trial.Plan{
		Comparisons: []trial.Comparison{
			{Name: "maturity_single", Over: run, Under: single, Goal: 20},
			{Name: "duplicate_growth", Over: many.workload("check_many"), Under: few.workload("check_few"), Goal: 0.8},
		},
		Figures: append(figures, growth),
		Rest:    m.consolidate,
		Check:   m.redeem,
	}, nil
}

// registers fills a small and a large register.
func registers(ctx context.Context, say func(string, ...any)) (few, many *register, err error) {
	if few, err = newRegister(); err != nil {
		return nil, nil, err
	}
	if many, err = newRegister(); err != nil {
		return nil, nil, err
	}
	say("register %d invoices in the process", manyInvoices)
	if err := few.fill(ctx, fewInvoices); err != nil {
		return nil, nil, fmt.Errorf("register of %d: %w", fewInvoices, err)
	}
	if err := many.fill(ctx, manyInvoices); err != nil {
		return nil, nil, fmt.Errorf("register of %d: %w", manyInvoices, err)
	}
	return few, many, nil
}

func growth(few, many *register) (trial.Figure, error) {
	least, err := few.reads()
	if err != nil {
		return trial.Figure{}, err
	}
	most, err := many.reads()
	return trial.Figure{Name: "duplicate_reads_growth", Value: float64(most - least)}, err
}
