// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// Audit adds up every balance as each member's peer holds it, and answers an error unless all peers say the same and, in
// every currency, what customers have is exactly what banks have issued. Nobody may pay meanwhile.
func (d *Desks) Audit(ctx context.Context) error {
	if err := d.Level(ctx); err != nil {
		return err
	}
	first, err := d.sums(ctx, d.members[0])
	if err != nil {
		return err
	}
	for _, organisation := range d.members[1:] {
		sums, err := d.sums(ctx, organisation)
		if err != nil {
			return err
		}
		if err := equal(first, sums); err != nil {
			return fmt.Errorf("%s and %s: %w", d.members[0], organisation, err)
		}
	}
	return nil
}

// Level waits until every member's peer has each block that any of them had.
func (d *Desks) Level(ctx context.Context) error {
	var highest uint64
	for range 2 { // the first round finds the highest
		for _, organisation := range d.members {
			officer, err := d.officer(ctx, organisation, max(highest, 1)-1)
			if err != nil {
				return err
			}
			height, err := officer.Height(ctx)
			if err != nil {
				return err
			}
			highest = max(highest, height)
		}
	}
	return nil
}

// sums are what each bank owes and holds, as a member's peer has it, and conserved.
func (d *Desks) sums(ctx context.Context, organisation string) (map[cash.IssuerKey]cash.Sum, error) {
	auditor, err := d.At(ctx, organisation, Officer)
	if err != nil {
		return nil, err
	}
	sums, err := totals(ctx, auditor)
	if err == nil {
		err = conserved(sums)
	}
	if err != nil {
		return nil, fmt.Errorf("totals at %s: %w", organisation, err)
	}
	return sums, nil
}

func totals(ctx context.Context, auditor *gatewayclient.Client) (map[cash.IssuerKey]cash.Sum, error) {
	sums := map[cash.IssuerKey]cash.Sum{}
	page := protocol.PageRequest{Size: protocol.PageSizeMax}
	for {
		part, err := gatewayclient.Do(ctx, auditor, cash.GetTotals, page)
		if err != nil {
			return nil, err
		}
		for _, sum := range part.Sums {
			key := cash.IssuerKey{Issuer: sum.Bank, Currency: sum.Currency}
			if sums[key], err = add(sums[key], sum); err != nil {
				return nil, err
			}
		}
		if page.After = part.Next; page.After == "" {
			return sums, nil
		}
	}
}

func add(a, b cash.Sum) (sum cash.Sum, err error) {
	sum.Currency, sum.Bank = b.Currency, b.Bank
	if sum.Balances, err = a.Balances.Add(b.Balances); err != nil {
		return sum, err
	}
	if sum.Issued, err = a.Issued.Add(b.Issued); err != nil {
		return sum, err
	}
	sum.Held, err = a.Held.Add(b.Held)
	return sum, err
}

func conserved(sums map[cash.IssuerKey]cash.Sum) error {
	balance := map[money.Currency]money.Amount{}
	for key, sum := range sums {
		if sum.Balances.Sign() < 0 || sum.Held.Cmp(sum.Balances) > 0 {
			return fmt.Errorf("%s at %s: balances %s, held %s", key.Currency, key.Issuer, sum.Balances, sum.Held)
		}
		difference, err := sum.Balances.Sub(sum.Issued)
		if err != nil {
			return err
		}
		if balance[key.Currency], err = balance[key.Currency].Add(difference); err != nil {
			return err
		}
	}
	for currency, difference := range balance {
		if !difference.IsZero() {
			return fmt.Errorf("%s: balances exceed what was issued by %s minor units", currency, difference)
		}
	}
	return nil
}

func equal(a, b map[cash.IssuerKey]cash.Sum) error {
	if len(a) != len(b) {
		return fmt.Errorf("%d sums against %d", len(a), len(b))
	}
	for key, sum := range a {
		if b[key] != sum {
			return fmt.Errorf("%s of %s: %+v against %+v", key.Currency, key.Issuer, sum, b[key])
		}
	}
	return nil
}
