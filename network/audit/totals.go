// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"context"
	"errors"
	"fmt"
	"strings"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// Totals audits the sums alone, as the peer of each client's member has them: conservation, no-negative-balance and
// peers-agree. It needs no right but that of asking, and no network of ours. Peers must be level with each other, and
// nobody may pay meanwhile.
func Totals(ctx context.Context, clients ...*gatewayclient.Client) error {
	var views []*view
	for _, client := range clients {
		b := At(client).books
		sums, err := b.sums(ctx)
		if err != nil {
			return fmt.Errorf("totals at the peer of %s: %w", b.msp, err)
		}
		views = append(views, &view{member: b.msp, sums: sums})
	}
	return judge(views)
}

// judge tells where views that have sums alone break a law.
func judge(views []*view) error {
	if len(views) == 0 {
		return errors.New("totals: no peer was asked")
	}
	return errors.Join(conservation(views).err(), noNegative(views).err(), peersAgree(views).err())
}

// err is nil when the law holds.
func (i Invariant) err() error {
	if i.Holds() {
		return nil
	}
	return fmt.Errorf("%s: %s", i.Name, strings.Join(i.Broken, "; "))
}
