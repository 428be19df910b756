// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// enforcementReady is a market in which orders of every kind are given, agreed to, and carried out.
func enforcementReady(t testing.TB) *court {
	t.Helper()
	c := inCourt(bonds(t))
	c.bench(t)
	c.renew(t)
	pieces := stage.Do(t, c.orchard, securities.SplitLot, securities.SplitRequest{
		LotKey: c.first(t, "IND-29", "orchard"), Sizes: []securities.Quantity{400, 300, 200, 100},
	}).Lots
	recovering := c.recovering(t, "IND-29", pieces[0].ID, "orchard", "harbour")
	recovering.Successor = "harbour"
	c.enforced(t, "FROZEN", freezing("orchard", 400), pieces[0])
	c.enforced(t, "TAKEN", taking("orchard", "bench", 300), pieces[1])
	c.enforced(t, "BARRED", c.barring(t, "summit"))
	c.agreed(t, "FREEZE", freezing("orchard", 1000))
	c.agreed(t, "FREE", freeing(securities.OnLots, "orchard", "FROZEN"))
	c.agreed(t, "TAKE", taking("orchard", "bench", 1000))
	c.agreed(t, "LIFT", freeing(securities.OnAccount, "summit", "BARRED"))
	c.agreed(t, "RECOVER", recovering)
	stage.Do(t, c.judge, securities.GiveCourtOrder, securities.CourtOrderRequest{ID: "GIVEN", CourtTerms: c.barring(t, "harbour")})
	return c
}

// enforcementRows are the transactions of enforcement.
func enforcementRows(t testing.TB) (*market, []row) {
	t.Helper()
	c := enforcementReady(t)
	give := securities.CourtOrderRequest{ID: "NEW", CourtTerms: taking("bench", "orchard", 300)}
	give.Ends = "TAKEN"
	return c.market, []row{
		does(securities.GiveCourtOrder, c.judge, office, give),
		does(securities.CosignCourtOrder, c.keeper, office, "GIVEN"),
		does(securities.WithdrawCourtOrder, c.clerk, office, "TAKE"),
		does(securities.ExecuteCourtOrder, c.keeper, office, last(c.page(t, "TAKE"))),
		does(securities.GetCourtOrder, c.summit, anybody, "FROZEN"),
		does(securities.CourtOrders, c.summit, anybody, securities.CourtOrdersRequest{Account: "orchard", PageRequest: protocol.PageRequest{Size: 2}}),
	}
}

// page is the first page of an order about lots of orchard: a frozen one where it frees it, or else one that is not.
func (c *court) page(t testing.TB, id securities.CourtOrderID) securities.ExecuteRequest {
	t.Helper()
	status := securities.Free
	if id == "FREE" {
		status = securities.Frozen
	}
	return page(id, 1, c.standing(t, "orchard", status))
}

// Orders of every kind, and pages of each, are spoiled member by member too.
func TestCourtRequestsRefuseEachWrongMember(t *testing.T) {
	c := enforcementReady(t)
	recovering := c.recovering(t, "IND-29", c.first(t, "IND-29", "orchard").Lot, "orchard", "harbour")
	recovering.Successor = "harbour"
	halt := terms(securities.FreezeOrder, func(t *securities.CourtTerms) { t.Subject, t.Level = securities.OnInstrument, securities.NoWrite })
	income := terms(securities.UnfreezeOrder, func(t *securities.CourtTerms) {
		t.Subject, t.Account, t.Action = securities.OnIncome, "orchard", "D-1"
	})
	var rows []row
	for _, order := range []securities.CourtTerms{
		recovering, halt, income, c.barring(t, "harbour"), freezing("orchard", 7), freeing(securities.OnAccount, "summit", "BARRED"),
	} {
		rows = append(rows, does(securities.GiveCourtOrder, c.judge, office, securities.CourtOrderRequest{ID: "NEW", CourtTerms: order}))
	}
	for _, id := range []securities.CourtOrderID{"FREEZE", "FREE", "RECOVER"} {
		rows = append(rows, does(securities.ExecuteCourtOrder, c.clerk, office, last(c.page(t, id))))
	}
	rows = append(rows,
		does(securities.ExecuteCourtOrder, c.clerk, office, page("LIFT", 1)),
		does(securities.CourtOrders, c.summit, anybody, securities.CourtOrdersRequest{Instrument: "IND-29"}))
	before := c.everything()
	for _, row := range rows {
		require.Empty(t, c.answer(t, row, row.by), "%+v", row.request)
		good, err := row.propose(row.by)
		require.NoError(t, err)
		for what, bad := range stage.Spoilt(t, good) {
			require.NotEmpty(t, codeIn(t, c.send(row, row.by, bad)), "%s: %s", row.endpoint.Name(), what)
		}
	}
	require.Equal(t, before, c.everything())
}
