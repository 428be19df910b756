// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"testing"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
)

// holds set somebody's money aside for several accounts, each with what it gets.
func (m *market) holds(t testing.TB, by *stage.Actor, id, payer, purpose string, to ...[2]string) insurance.Means {
	t.Helper()
	means := insurance.Means{Account: cash.AccountID(payer)}
	for i, payee := range to {
		hold := cash.HoldID(fmt.Sprintf("%s-%d", id, i))
		stage.Do(t, by, cash.CreateHold, cash.HoldRequest{
			ID: hold, Payer: cash.AccountID(payer), Payee: cash.AccountID(payee[0]), Amount: eur(payee[1]), Purpose: cash.Purpose(purpose),
			Notary: cash.Notary{Kind: cash.ModuleNotary, ID: insurance.Module}, Expires: day("2029-12-31"),
		})
		means.Holds = append(means.Holds, hold)
	}
	return means
}
