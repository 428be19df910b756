// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// collateralReady is a market on Friday in which every transaction of collateral has something that it can be done to.
func collateralReady(t testing.TB) (*market, []securities.LotID) {
	t.Helper()
	m, lots := cut(t)
	m.payingAgency(t)
	m.sharesToo(t)
	stage.Do(t, m.orchard, securities.OfferPledge, pledged(t, "OFFERED", "60000.00", lots[0]))
	m.pledge(t, "ACTIVE", "60000.00", lots[1:3]...)
	m.pledge(t, "DEFAULTED", "60000.00", lots[3:5]...)
	swap := swapped(lots)
	stage.Do(t, m.orchard, securities.ProposePledgeSwap, swap)
	m.reposReady(t, lots)
	m.roll(t, "2026-01-06")
	stage.Do(t, m.harbour, securities.DefaultPledge, "DEFAULTED")
	m.roll(t, "2026-01-08")
	for _, id := range []securities.RepoID{"DEFAULTED", "CLOSED"} {
		stage.Do(t, m.harbour, securities.DeclareRepoDefault, securities.RepoDefaultRequest{ID: id})
	}
	m.friday(t)
	m.reposLate(t, lots)
	stage.Do(t, m.harbour, securities.SellPledged, sells(t, "DEFAULTED", 50, "50000.00", lots[3]))
	return m, lots
}

func swapped(lots []securities.LotID) securities.SwapRequest {
	return securities.SwapRequest{ID: "ACTIVE", From: "IND-29", Back: lots[1:2], LotsOf: lotsIn("IND-29", lots[5])}
}

// collateralRows are the transactions of collateral.
func collateralRows(t testing.TB) (*market, []row) {
	t.Helper()
	m, lots := collateralReady(t)
	return m, append(m.pledgeRows(t, lots), m.repoRows(t, lots)...)
}

func (m *market) pledgeRows(t testing.TB, lots []securities.LotID) []row {
	sale := sells(t, "DEFAULTED", 50, "50000.00", lots[3])
	buy := securities.BuyRequest{
		SaleKey: sale.SaleKey, SaleTerms: sale.SaleTerms, PaidBy: securities.PaidBy{Mandate: m.mandate(t, "summit", securities.PledgePurpose)},
	}
	page := protocol.PageRequest{Size: 2}
	return []row{
		does(securities.OfferPledge, m.orchard, owner, pledged(t, "NEW", "60000.00", lots[6:8]...)),
		does(securities.AcceptPledge, m.harbour, owner, "OFFERED"),
		does(securities.EndPledgeOffer, m.orchard, owner, "OFFERED"),
		does(securities.ReleasePledged, m.harbour, owner, takes("ACTIVE", lots[1:3]...)),
		does(securities.DischargePledge, m.harbour, owner, "ACTIVE"),
		does(securities.ProposePledgeSwap, m.orchard, owner, swapped(lots)),
		does(securities.AgreePledgeSwap, m.harbour, owner, swapped(lots)),
		does(securities.DefaultPledge, m.harbour, owner, "ACTIVE"),
		does(securities.AppropriatePledged, m.harbour, owner, takes("DEFAULTED", lots[3:5]...)),
		does(securities.SellPledged, m.harbour, owner, sale),
		does(securities.WithdrawPledgedSale, m.harbour, owner, sale.SaleKey),
		does(securities.BuyPledged, m.summit, owner, buy),
		does(securities.GetPledge, m.summit, anybody, "ACTIVE"),
		does(securities.GetPledgedSale, m.summit, anybody, sale.SaleKey),
		does(securities.Pledges, m.summit, anybody, securities.CollateralOfRequest{Account: "harbour", Received: true, PageRequest: page}),
	}
}
