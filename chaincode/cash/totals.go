// SPDX-License-Identifier: Apache-2.0

package cash

import "github.com/consort-finance/consort/chaincode/finance/money"

// Sum is what the accounts that one bank services have in one currency, as far as one page counted.
type Sum struct {
	Currency money.Currency `json:"currency"`
	Bank     string         `json:"bank"`
	// Balances is the money of customers and modules, Issued what the bank issued. Over all banks and pages the two
	// are equal in each currency: money is neither made nor lost by paying.
	Balances money.Amount `json:"balances"`
	Issued   money.Amount `json:"issued"`
	Held     money.Amount `json:"held"`
}

// Totals is one page of the sum over every balance on the ledger. Pages are answered one after the other, so that the
// sum over all of them is exact while nothing moves, or on a peer that stands still.
type Totals struct {
	Sums []Sum `json:"sums"`
	// Rows is how many rows this page counted.
	Rows int    `json:"rows"`
	Next string `json:"next,omitzero"`
}

// Holding is money in one row, and whose books it is on.
type Holding struct {
	Account Account
	Position
}

// SumUp adds holdings by currency and bank, in the order in which these come up.
func SumUp(holdings []Holding) ([]Sum, error) {
	type key struct {
		currency money.Currency
		bank     string
	}
	sums, at := []Sum{}, map[key]int{}
	for _, holding := range holdings {
		k := key{holding.Account.Currency, holding.Account.Servicer}
		i, known := at[k]
		if !known {
			i = len(sums)
			at[k] = i
			sums = append(sums, Sum{Currency: k.currency, Bank: k.bank})
		}
		if err := sums[i].add(holding); err != nil {
			return nil, err
		}
	}
	return sums, nil
}

func (s *Sum) add(h Holding) error {
	var err error
	if h.Account.Kind == IssuerLiability {
		s.Issued, err = s.Issued.Sub(h.Posted)
		return err
	}
	if s.Balances, err = s.Balances.Add(h.Posted); err != nil {
		return err
	}
	s.Held, err = s.Held.Add(h.Held)
	return err
}
