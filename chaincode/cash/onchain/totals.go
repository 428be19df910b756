// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"strings"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// The three tables that hold money, in the order in which Totals counts them. A page's Next is one of these names, a
// colon, and where the table's own page ended.
const (
	inAccounts = "account"
	inStripes  = "stripe"
	inCredits  = "credit"
)

// Totals sums up a page of all balances.
func (c *Contract) Totals(q *ledger.Query, req protocol.PageRequest) (*cash.Totals, error) {
	table, after, _ := strings.Cut(req.After, ":")
	req.After = after
	var holdings []cash.Holding
	var next string
	var err error
	switch table {
	case "", inAccounts:
		holdings, next, err = accountHoldings(q, req)
	case inStripes:
		holdings, next, err = stripeHoldings(q, req)
	case inCredits:
		holdings, next, err = creditHoldings(q, req)
	default:
		err = protocol.InvalidArgument.New("after is not the next of a page")
	}
	if err != nil {
		return nil, err
	}
	sums, err := cash.SumUp(holdings)
	return &cash.Totals{Sums: sums, Rows: len(holdings), Next: next}, err
}

func accountHoldings(q *ledger.Query, req protocol.PageRequest) ([]cash.Holding, string, error) {
	page, err := accounts.Page(q, nil, req)
	if err != nil {
		return nil, "", err
	}
	holdings := make([]cash.Holding, len(page.Items))
	for i, account := range page.Items {
		holdings[i] = cash.Holding{Account: account, Position: account.Position}
	}
	return holdings, onward(inAccounts, page.Next, inStripes), nil
}

func stripeHoldings(q *ledger.Query, req protocol.PageRequest) ([]cash.Holding, string, error) {
	page, err := stripes.Page(q, nil, req)
	if err != nil {
		return nil, "", err
	}
	holdings, err := holdingsOf(q, page.Items, func(s cash.Stripe) (cash.AccountID, cash.Position) {
		return s.Account, s.Position
	})
	return holdings, onward(inStripes, page.Next, inCredits), err
}

func creditHoldings(q *ledger.Query, req protocol.PageRequest) ([]cash.Holding, string, error) {
	page, err := credits.Page(q, nil, req)
	if err != nil {
		return nil, "", err
	}
	holdings, err := holdingsOf(q, page.Items, func(c cash.Credit) (cash.AccountID, cash.Position) {
		return c.Account, cash.Position{Posted: c.Amount}
	})
	return holdings, onward(inCredits, page.Next, ""), err
}

// holdingsOf finds the accounts of rows, in one batch.
func holdingsOf[V any](q *ledger.Query, rows []V, position func(V) (cash.AccountID, cash.Position)) ([]cash.Holding, error) {
	ids := make([]cash.AccountID, len(rows))
	for i, row := range rows {
		ids[i], _ = position(row)
	}
	owners, err := accounts.GetMany(q, ids)
	if err != nil {
		return nil, err
	}
	holdings := make([]cash.Holding, len(rows))
	for i, row := range rows {
		_, at := position(row)
		holdings[i] = cash.Holding{Account: owners[i], Position: at}
	}
	return holdings, nil
}

// onward is where the next page begins: in the same table while it has more, then in the following one.
func onward(table, next, following string) string {
	switch {
	case next != "":
		return table + ":" + next
	case following != "":
		return following + ":"
	default:
		return ""
	}
}
