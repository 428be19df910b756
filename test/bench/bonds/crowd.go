// SPDX-License-Identifier: Apache-2.0

package bonds

import (
	"context"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/test/bench/trial"
)

// crowd is how many transfers leave one account at once.
const crowd = 200

// crowdOut has one account pass on as many lots at once, and counts who lost a race.
func (m *market) crowdOut(ctx context.Context) (trial.Figure, error) {
	m.Say("%d transfers out of one account at once", crowd)
	lots, err := m.crowdIn(ctx)
	if err != nil {
		return trial.Figure{}, err
	}
	counted, err := m.Count(ctx, func() error {
		return trial.InParallel(ctx, lots, func(ctx context.Context, lot securities.LotID) error {
			_, err := m.pass(ctx, m.Alice, &piece{lot: lot}, pieceAccount(0, 0), pieceAccount(0, 1))
			return err
		})
	})
	if err == nil && counted.Valid != crowd {
		err = fmt.Errorf("%d of %d transfers took place", counted.Valid, crowd)
	}
	return trial.Figure{Name: "transfer_conflicts", Value: float64(counted.Invalid)}, err
}

// crowdIn brings a lot to one of alice's accounts, cut into as many.
func (m *market) crowdIn(ctx context.Context) ([]securities.LotID, error) {
	left, err := m.lots(ctx, treasury)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(left, func(lot securities.Lot) bool { return lot.Quantity == crowd })
	if at < 0 {
		return nil, fmt.Errorf("the treasury has no lot of %d units", crowd)
	}
	account := pieceAccount(0, 0)
	if err := m.InTurn(ctx, func(ctx context.Context) error { return m.distribute(ctx, left[at], []securities.AccountID{account}) }); err != nil {
		return nil, err
	}
	have, err := m.lots(ctx, account)
	if err != nil {
		return nil, err
	}
	whole := slices.IndexFunc(have, func(lot securities.Lot) bool { return lot.Quantity == crowd })
	split := trial.Have(m.Alice, securities.SplitLot, securities.SplitRequest{LotKey: have[whole].LotKey(), Sizes: slices.Repeat([]securities.Quantity{1}, crowd)})
	if err := m.InTurn(ctx, split); err != nil {
		return nil, err
	}
	return m.halves(ctx, account, have)
}

// halves are the lots of an account that were not there before.
func (m *market) halves(ctx context.Context, account securities.AccountID, before []securities.Lot) ([]securities.LotID, error) {
	after, err := m.lots(ctx, account)
	var fresh []securities.LotID
	for _, lot := range after {
		if !slices.ContainsFunc(before, func(b securities.Lot) bool { return b.ID == lot.ID }) {
			fresh = append(fresh, lot.ID)
		}
	}
	return fresh, err
}
