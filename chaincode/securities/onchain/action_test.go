// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// A coupon of 50.00 a unit: 1,000 units each, taxed at a quarter; the treasury gets nothing.
func TestCouponIsPaid(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	m.payingAgency(t)
	id := m.announced(t, coupon("C-1"))
	action, pages := m.funded(t, id, couponDay, "7fff")
	require.Equal(t, securities.Totals{
		Accounts: 4, Units: 3000, Excluded: 10_000, After: 13_000,
		Gross: eur("150000.00").Amount, Tax: eur("37500.00").Amount, Net: eur("112500.00").Amount,
	}, action.Total)
	m.has(t, "industry", "850000.00")
	m.has(t, "paying", "150000.00")
	for _, page := range pages {
		stage.Do(t, m.agent, securities.PayEntitlements, securities.PayRequest{Action: id, Pages: []securities.Bucket{page}})
	}
	for _, holder := range []string{"orchard", "harbour", "summit"} {
		m.has(t, cashOf(holder), "1037500.00")
	}
	m.has(t, "tax", "37500.00")
	m.has(t, "paying", "0.00")
	stage.Refused(t, m.agent, securities.PayEntitlements, securities.PayRequest{Action: id, Pages: pages[:1]}, protocol.AlreadyExists)
	require.Equal(t, securities.ActionReconciled, stage.Do(t, m.summit, securities.ReconcileAction, id).Status)
	stage.Refused(t, m.summit, securities.ReconcileAction, id, securities.StatusRefused)
	stage.Refused(t, m.agent, securities.PayEntitlements, securities.PayRequest{Action: id, Pages: pages}, securities.StatusRefused)
}
