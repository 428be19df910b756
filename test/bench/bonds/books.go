// SPDX-License-Identifier: Apache-2.0

package bonds

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/network/audit"
	"github.com/consort-finance/consort/test/desk"
)

// check holds the bond's books to their laws at every peer, and peers to each other.
func (m *market) check(ctx context.Context) error {
	if err := m.Level(ctx); err != nil {
		return err
	}
	var first *securities.Books
	for _, member := range m.Members() {
		officer, err := m.At(ctx, member, desk.Officer)
		if err != nil {
			return err
		}
		read, err := audit.At(officer).Instrument(ctx, instrument)
		if err == nil && first == nil {
			first, err = &read, sound(read.Audit())
		}
		if err == nil && !reflect.DeepEqual(*first, read) {
			err = errors.New("it has other books than the first")
		}
		if err != nil {
			return fmt.Errorf("peer of %s: %w", member, err)
		}
	}
	return nil
}

func sound(found securities.Breaches) error {
	all := slices.Concat(found.Supply, found.Lots, found.Delivery, found.Income)
	if len(all) == 0 {
		return nil
	}
	return fmt.Errorf("%d breaches, the first: %s", len(all), all[0])
}
