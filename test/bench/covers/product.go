// SPDX-License-Identifier: Apache-2.0

package covers

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/test/bench/trial"
)

// Product is insurance.
func Product() trial.Product { return trial.Product{Name: insurance.Module, Open: open} }

func open(ctx context.Context, ground *trial.Ground) (*trial.Plan, error) {
	m := &market{Ground: ground}
	if err := m.InTurn(ctx, m.found, m.sell, m.insureHomes, m.insureFarms); err != nil {
		return nil, fmt.Errorf("insure: %w", err)
	}
	plan := &trial.Plan{Check: m.check}
	for _, measure := range []func(context.Context) ([]trial.Figure, error){m.cede, m.catastrophe, m.collect} {
		figures, err := measure(ctx)
		if err != nil {
			return nil, err
		}
		plan.Figures = append(plan.Figures, figures...)
	}
	return plan, nil
}
