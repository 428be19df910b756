// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/securities"
)

// Contract carries out the endpoints of package securities.
type Contract struct {
	ledger.Calendar
	registry Registry
	money    Money
}

// New makes the chaincode of a member whose server has the given house rules.
func New(house ledger.House) (*ledger.Chaincode, error) {
	contract := &Contract{registry: registry{}, money: deposits{}}
	options := []ledger.Option{ledger.RolesFrom(parties.RoleHeld), ledger.ResolutionsFrom(parties.Resolution)}
	reads := slices.Concat(options, coreReads(), settlementReads(), marketReads(), actionReads(), sealedReads())
	return ledger.New(securities.Module, house, contract, securities.Endpoints(), reads...)
}

// act is what rules may know of the transaction.
func act(r ledger.Reader) (securities.Act, error) {
	today, err := ledger.BusinessDate(r)
	return securities.Act{Facts: r.Facts(), Today: today}, err
}

// actor is what rules may know, where they act on the caller's firm as such: the registry has to say that the firm is
// hosted by the member that certified the caller. Any member's authority can write any party into a certificate.
// Faults: NOT_A_PARTY, FIRM_REFUSED.
func (c *Contract) actor(r ledger.Reader) (securities.Act, error) {
	do, err := act(r)
	if err != nil {
		return do, err
	}
	party := parties.PartyID(do.Caller.Party)
	if party.Validate() != nil {
		return do, securities.NotAParty.New("the certificate names no party for which it acts")
	}
	firm, err := c.registry.Firm(r, party, parties.RegisteredPolicy)
	if err == nil && !firm.Is(do.Caller) {
		err = securities.NotAParty.New("party %s is hosted by %s, not by %s", party, firm.Host, do.Caller.MSP)
	}
	return do, err
}
