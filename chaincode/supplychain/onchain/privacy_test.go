// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/chaincode/supplychain/auction"
)

// A quote that the seller does not accept is seen by nobody but who made it.
func TestLosingQuoteIsSeenByNobody(t *testing.T) {
	const canary = "0.0677713"
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	stage.Do(t, m.one, supplychain.RequestFinance, supplychain.FinanceRequest{SliceKey: key("A", 1), Deal: "deal", Part: units(1, 40_000_000), Technique: supplychain.Factoring})
	losing, winning := m.quote("deal", m.northDesk, "northbank", buying(canary)), m.quote("deal", m.southDesk, "southbank", buying("0.0611117"))
	losing.Salt, winning.Salt = strings.Repeat("c1", 16), strings.Repeat("c2", 16)
	stage.Do(t, m.northDesk, supplychain.QuoteDeal, supplychain.QuoteRequest{Deal: "deal", Quote: losing})
	stage.Do(t, m.southDesk, supplychain.QuoteDeal, supplychain.QuoteRequest{Deal: "deal", Quote: winning})
	require.Zero(t, m.Seen(t, "0.0611117"), "before the agreement")
	stage.Do(t, m.one, supplychain.AgreeDeal, supplychain.AgreeRequest{Deal: "deal", Quote: winning})
	require.Positive(t, m.Seen(t, "0.0611117"), "the scan finds what is public")
	for _, secret := range []string{canary, losing.Salt, winning.Salt} {
		require.Zero(t, m.Seen(t, secret))
	}
	require.Equal(t, []string{north}, m.Keepers(supplychain.Module, canary))
	require.Equal(t, losing, *stage.Do(t, m.northDesk, supplychain.ReadQuote, "deal"))
	require.Equal(t, winning, *stage.Do(t, m.southDesk, supplychain.ReadQuote, "deal"))
	stranger := m.Actor(north, "stranger", "tier-one", "financier")
	stage.Refused(t, stranger, supplychain.ReadQuote, "deal", supplychain.NotYours)
}

func TestLosingBidIsNotOnTheLedger(t *testing.T) {
	const canary = "0.0711987"
	m := onSale(t)
	losing, winning := sealed("northbank", canary, 0, 1), sealed("southbank", "0.052", 0, 2)
	m.commit(t, m.northDesk, "northbank", losing)
	m.commit(t, m.southDesk, "southbank", winning)
	m.roll(t, "2026-01-09")
	stage.Do(t, m.northDesk, supplychain.RevealBid, reveal(losing))
	stage.Do(t, m.southDesk, supplychain.RevealBid, reveal(winning))
	stage.Do(t, m.one, supplychain.AwardSale, supplychain.AwardRequest{Deal: "deal", Bids: []auction.Sealed{losing, winning}})
	for _, secret := range []string{canary, losing.Salt, winning.Salt} {
		require.Zero(t, m.Seen(t, secret))
	}
}

func TestKeysOfTheRegisterStayWithItsKeeper(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	secret := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("k", 30)))
	require.Zero(t, m.Seen(t, secret))
	require.Equal(t, []string{ruler}, m.Keepers(supplychain.Module, secret))
	for _, other := range []*stage.Actor{m.northDesk, m.one, m.maker} {
		stage.Refused(t, other, supplychain.PrintInvoice, "A", protocol.NotAuthorised)
	}
}

func TestEventsOfGoodsAreKnownByTheirHash(t *testing.T) {
	const canary = "CANARY-7f3a"
	m := opened(t)
	_, request := received("2026-01-04T08:00:00Z", `, "ex:secret": "`+canary+`"`)
	stage.Do(t, m.one, supplychain.RecordGoods, request)
	require.Positive(t, m.Seen(t, string(request.Hash)))
	require.Zero(t, m.Seen(t, canary))
}

// Events say what happened to which record, and neither how much nor at what price.
func TestEventsCarryNoAmounts(t *testing.T) {
	allowed := map[string]bool{"status": true, "financier": true, "order": true, "conditional": true, "number": true, "full": true, "slices": true}
	m := short(t, recourse(true))
	stage.Do(t, m.northDesk, supplychain.CallRecourse, supplychain.RecourseRequest{Deal: "deal", Basis: supplychain.Credit})
	told := 0
	for _, block := range m.World.Blocks(0) {
		for _, tx := range block.Transactions {
			var envelope protocol.Envelope
			if tx.Event == nil || json.Unmarshal(tx.Event.GetPayload(), &envelope) != nil {
				continue
			}
			for _, event := range envelope.Events {
				if !strings.HasPrefix(event.Type, "supplychain:") {
					continue
				}
				var members map[string]any
				require.NoError(t, json.Unmarshal(event.Data, &members))
				for name := range members {
					require.True(t, allowed[name], "%s has %s", event.Type, name)
				}
				told++
			}
		}
	}
	require.Greater(t, told, 15)
}
