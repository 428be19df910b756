// SPDX-License-Identifier: Apache-2.0

package bonds

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/test/bench/trial"
)

// Product is securities.
func Product() trial.Product { return trial.Product{Name: securities.Module, Open: open} }

func open(ctx context.Context, ground *trial.Ground) (*trial.Plan, error) {
	m := &market{Ground: ground}
	if err := m.list(ctx); err != nil {
		return nil, fmt.Errorf("list the bond: %w", err)
	}
	conflicts, err := m.crowdOut(ctx)
	if err != nil {
		return nil, err
	}
	paid, err := m.payCoupon(ctx)
	if err != nil {
		return nil, fmt.Errorf("coupon: %w", err)
	}
	transfer := &trial.Workload{Name: "units", Workers: trial.Workers, Payments: 1, Do: m.move}
	delivery := &trial.Workload{Name: "delivery", Workers: trial.Workers, Payments: 1, Ready: m.instruct, Do: m.settle}
	separate := &trial.Workload{Name: "separate", Workers: trial.Workers, Payments: 1, Do: m.separately}
	return &trial.Plan{
		Comparisons: []trial.Comparison{
			{Name: "delivery_transfer", Over: delivery, Under: transfer, Goal: 0.8},
			{Name: "delivery_separate", Over: delivery, Under: separate, Goal: 3},
		},
		Figures: append([]trial.Figure{conflicts}, paid...),
		Check:   m.check,
	}, nil
}
