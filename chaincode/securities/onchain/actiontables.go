// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

var (
	actions = ledger.NewTable("action", securities.Action.Key, ledger.Unique("once", securities.Action.Once),
		ledger.Index("instrument", func(a securities.Action) []string { return a.Instrument.Key() }))
	unitActions  = ledger.NewTable("unitaction", securities.UnitActions.Name)
	entitlements = ledger.NewTable("entitlement", securities.Entitlement.Name)
	payouts      = ledger.NewTable("payout", securities.Payment.Name)
	suspenses    = ledger.NewTable("suspense", securities.Suspense.Name)
	fixings      = ledger.NewTable("fixing", securities.Fixing.Name)
	claims       = ledger.NewTable("claim", securities.MarketClaim.Name)
)

// actionReads name what hot transactions read.
func actionReads() []ledger.Option {
	return []ledger.Option{ledger.Prefetch(securities.PayEntitlements, payRows)}
}

func payRows(_ protocol.Facts, req securities.PayRequest) []ledger.Row {
	rows := []ledger.Row{ledger.DateRow(), actions.Row(req.Action)}
	for _, key := range req.Entitlements() {
		rows = append(rows, entitlements.Row(key), payouts.Row(key))
	}
	return rows
}
