// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// A member that writes another member's party into a certificate of its own acts for nobody.
func TestForgedPartyActsForNobody(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	forger := m.Actor(south, "forger", "motors", role.Financier, role.Supplier)
	twin := m.Actor(south, "twin", "tier-one", role.Supplier)
	_, event := received("2026-01-04T08:00:00Z", "")
	before := m.World.Keys("supplychain")
	stage.Refused(t, forger, supplychain.RecordGoods, event, supplychain.NotAParty)
	stage.Refused(t, forger, supplychain.DiscloseScore, supplychain.DisclosureRequest{To: "southbank", Until: day(maturity)}, supplychain.NotAParty)
	stage.Refused(t, forger, supplychain.SetLine, supplychain.LineRequest{Debtor: "tier-one", Limit: eur("1.00"), Expires: day(maturity)}, supplychain.NotAParty)
	stage.Refused(t, forger, supplychain.AssessFirm, supplychain.AssessRequest{Party: "motors", Currency: eur("1.00").Currency}, supplychain.NotAParty)
	stage.Refused(t, forger, supplychain.ConcedeDispute, "d", codeOf("NOT_FOUND"))
	stage.Refused(t, twin, supplychain.SplitSlice, supplychain.SplitRequest{SliceKey: key("A", 1), Sizes: []int64{50_000_000, 50_000_000}}, supplychain.NotYours)
	stage.Refused(t, twin, supplychain.RequestFinance, supplychain.FinanceRequest{SliceKey: key("A", 1), Deal: "deal", Part: units(1, 1000), Technique: supplychain.Factoring}, supplychain.NotYours)
	require.Equal(t, before, m.World.Keys("supplychain"))
}

// The seller does not go behind the bidders' backs.
func TestDealOnSaleIsAgreedByTheAuctionAlone(t *testing.T) {
	m := onSale(t)
	quote := m.quote("deal", m.northDesk, "northbank", buying("0.01"))
	quote.Salt = fmt.Sprintf("%032x", 9)
	stage.Do(t, m.northDesk, supplychain.QuoteDeal, supplychain.QuoteRequest{Deal: "deal", Quote: quote})
	stage.Refused(t, m.one, supplychain.AgreeDeal, supplychain.AgreeRequest{Deal: "deal", Quote: quote}, supplychain.StatusRefused)
	stage.Refused(t, m.one, supplychain.UnwindDeal, "deal", supplychain.StatusRefused)
	stage.Refused(t, m.two, supplychain.CancelSale, "deal", supplychain.NotYours)
	stage.Do(t, m.one, supplychain.CancelSale, "deal")
	stage.Do(t, m.one, supplychain.UnwindDeal, "deal")
	require.Equal(t, supplychain.Held, m.slice(t, "A", 1).Status)
}
