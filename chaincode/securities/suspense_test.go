// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// What pledged or frozen units bring is kept until the depository has an order, and goes to nobody but their owner.
func TestEncumberedUnitsAreReleasedUnderAnOrder(t *testing.T) {
	for status, bound := range map[LotStatus]bool{Free: false, Locked: false, Pledged: true, Frozen: true} {
		require.Equal(t, bound, Lot{Status: status, Before: Free}.bound(), status)
	}
	require.True(t, Lot{Status: Frozen, Before: Pledged}.bound())

	action := Action{ID: "R-1", Depository: "CsdMSP", Currency: money.MustCurrency("EUR"), ActionTerms: ActionTerms{Payees: &CashAccounts{Suspense: "suspense"}}}
	account := Account{ID: "a", Custodian: "BankMSP", Cash: "cash-a", Status: AccountOpen}
	kept := Suspense{SuspenseKey: SuspenseKey{Action: "R-1", Account: "a"}, Amount: money.MustAmount(500), Reason: UnitsEncumbered, Status: Suspended}
	bank, csd := Act{}, Act{}
	bank.Caller, csd.Caller = protocol.Principal{MSP: "BankMSP"}, protocol.Principal{MSP: "CsdMSP"}
	request := ReleaseSuspenseRequest{SuspenseKey: kept.SuspenseKey}
	_, _, _, err := kept.Release(request, action, account, bank)
	require.ErrorIs(t, err, NotYours)
	_, _, _, err = kept.Release(request, action, account, csd)
	require.ErrorIs(t, err, ActionTermsRefused)
	request.Order = "C-1"
	account.Status = AccountFrozen
	_, _, _, err = kept.Release(request, action, account, csd)
	require.ErrorIs(t, err, AccountRefused)
	account.Status = AccountOpen
	after, settle, _, err := kept.Release(request, action, account, csd)
	require.NoError(t, err)
	require.Equal(t, SuspenseReleased, after.Status)
	require.Equal(t, cash.AccountID("cash-a"), settle.Legs[0].To)
	require.NoError(t, settle.Validate())
}
