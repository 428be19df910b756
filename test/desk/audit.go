// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/audit"
)

// Audit adds up every balance as each member's peer holds it, and answers an error unless all peers say the same and, in
// every currency, what customers have is exactly what banks have issued. Nobody may pay meanwhile.
func (d *Desks) Audit(ctx context.Context) error {
	if err := d.Level(ctx); err != nil {
		return err
	}
	officers := make([]*gatewayclient.Client, len(d.members))
	for i, organisation := range d.members {
		var err error
		if officers[i], err = d.At(ctx, organisation, Officer); err != nil {
			return err
		}
	}
	return audit.Totals(ctx, officers...)
}

// Level waits until every member's peer has each block that any of them had.
func (d *Desks) Level(ctx context.Context) error {
	_, err := d.Height(ctx)
	return err
}

// Height is how many blocks every member's peer has, once they are level.
func (d *Desks) Height(ctx context.Context) (highest uint64, err error) {
	for range 2 { // the first round finds the highest
		for _, organisation := range d.members {
			officer, err := d.officer(ctx, organisation, max(highest, 1)-1)
			if err != nil {
				return 0, err
			}
			height, err := officer.Height(ctx)
			if err != nil {
				return 0, err
			}
			highest = max(highest, height)
		}
	}
	return highest, nil
}
