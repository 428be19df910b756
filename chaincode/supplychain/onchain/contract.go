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

func offerRows(_ protocol.Facts, req supplychain.OfferRequest) []ledger.Row {
	return sliceRows(req.SliceKey)
}

func acceptRows(_ protocol.Facts, req supplychain.AcceptRequest) []ledger.Row {
	return sliceRows(req.SliceKey)
}

func sliceRows(key supplychain.SliceKey) []ledger.Row {
	return []ledger.Row{ledger.DateRow(), slices.Row(key), undertakings.Row(key.Undertaking)}
}

func distributeRows(_ protocol.Facts, req supplychain.DistributeRequest) []ledger.Row {
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

// actor is what rules may know, where they act on the caller's firm as such: the registry has to say that the firm is
// hosted by the member that certified the caller. Any member's authority can write any party into a certificate.
// Faults: NOT_A_PARTY, FIRM_REFUSED.
func (c *Contract) actor(r ledger.Reader) (supplychain.Act, error) {
	do, err := act(r)
	if err != nil {
		return do, err
	}
	party := parties.PartyID(do.Caller.Party)
	if party.Validate() != nil {
		return do, supplychain.NotAParty.New("the certificate names no party for which it acts")
	}
	firm, err := c.registry.Firm(r, party)
	if err == nil && !firm.Is(do.Caller) {
		err = supplychain.NotAParty.New("party %s is hosted by %s, not by %s", party, firm.Host, do.Caller.MSP)
	}
	return do, err
}
