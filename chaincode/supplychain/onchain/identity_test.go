// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
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

// A downstream holder may take part under a party of which the registry has a salted hash alone: the anchor sees that
// somebody hosted by Southbank holds its paper, and neither name nor LEI; the bank that finances it knows its customer.
func TestDownstreamHolderIsKnownToItsHostAlone(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	stage.Do(t, m.officers[2], parties.RegisterParty, parties.RegisterRequest{
		ID: "p-7f3a9c", Kind: parties.NaturalPerson, Scheme: parties.SaltedHash, Identifier: strings.Repeat("5e", 32),
	})
	clerk := m.Actor(south, "clerk", "", role.AccountServicer)
	stage.Do(t, clerk, cash.OpenAccount, cash.OpenRequest{ID: "p-7f3a9c", Currency: money.MustCurrency("EUR"), Party: "p-7f3a9c", Host: south})
	veiled := m.Actor(south, "c-58d1", "p-7f3a9c")
	m.pass(t, "A", 1, units(1, 50_000_000), m.one, veiled, "p-7f3a9c")
	request := m.agree(t, "deal", key("A", 1), units(1, 20_000_000), supplychain.Factoring, veiled, m.southDesk, "southbank", buying("0.06"))
	stage.Do(t, m.southDesk, supplychain.FundDeal, request)
	m.roll(t, maturity)
	stage.Do(t, m.maker, supplychain.Collect, collect("A", "1000000.00"))
	m.distribute(t, "A")
	m.has(t, "p-7f3a9c", "498000.00")
	require.Equal(t, parties.Party{ID: "p-7f3a9c", Kind: parties.NaturalPerson, Scheme: parties.SaltedHash, Identifier: strings.Repeat("5e", 32), Host: south},
		*stage.Do(t, m.maker, parties.GetParty, "p-7f3a9c"))
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
