// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// Contract carries out the endpoints of package supplychain.
type Contract struct {
	ledger.Calendar
	registry Registry
	money    Money
}

// New makes the chaincode of a member whose server has the given house rules.
func New(house ledger.House) (*ledger.Chaincode, error) {
	contract := &Contract{registry: registry{}, money: deposits{}}
	return ledger.New(supplychain.Module, house, contract, supplychain.Endpoints(),
		ledger.RolesFrom(parties.RoleHeld), ledger.ResolutionsFrom(parties.Resolution),
		ledger.Prefetch(supplychain.OfferSlice, offerRows), ledger.Prefetch(supplychain.AcceptSlice, acceptRows),
		ledger.Prefetch(supplychain.Distribute, distributeRows))
}

func offerRows(_ protocol.Principal, req supplychain.OfferRequest) []ledger.Row {
	return sliceRows(req.SliceKey)
}

func acceptRows(_ protocol.Principal, req supplychain.AcceptRequest) []ledger.Row {
	return sliceRows(req.SliceKey)
}

func sliceRows(key supplychain.SliceKey) []ledger.Row {
	return []ledger.Row{ledger.DateRow(), slices.Row(key), undertakings.Row(key.Undertaking)}
}

func distributeRows(_ protocol.Principal, req supplychain.DistributeRequest) []ledger.Row {
	rows := []ledger.Row{ledger.DateRow(), undertakings.Row(req.Undertaking), discharges.Row(req.Undertaking)}
	for _, key := range req.Keys() {
		rows = append(rows, slices.Row(key))
	}
	return rows
}

// act is what rules may know of the transaction.
func act(r ledger.Reader) (supplychain.Act, error) {
	today, err := ledger.BusinessDate(r)
	return supplychain.Act{Facts: r.Facts(), Today: today}, err
}
