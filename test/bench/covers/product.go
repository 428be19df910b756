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
	conflicts, err := m.cede(ctx)
	if err != nil {
		return nil, fmt.Errorf("treaty: %w", err)
	}
	paid, err := m.catastrophe(ctx)
	if err != nil {
		return nil, fmt.Errorf("catastrophe: %w", err)
	}
	collected, err := m.collect(ctx)
	if err != nil {
		return nil, fmt.Errorf("premiums: %w", err)
	}
	return &trial.Plan{Figures: append(paid, collected, conflicts), Check: m.check}, nil
}
