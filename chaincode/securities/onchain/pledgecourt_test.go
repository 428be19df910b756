// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/securities"
)

// awarded has a court give a lot of orchard's to an account, whatever lies on it.
func (c *court) awarded(t testing.TB, to securities.AccountID, lot securities.LotID) {
	t.Helper()
	found := stage.Do(t, c.keeper, securities.GetLot, securities.LotKey{Instrument: "IND-29", Lot: lot})
	c.enforced(t, "T", terms(securities.TransferOrder, func(o *securities.CourtTerms) {
		o.Account, o.To, o.Quantity = "orchard", to, found.Quantity
	}), *found)
}

// pledgedIn is the only pledged lot of an account.
func (m *market) pledgedIn(t testing.TB, account securities.AccountID) securities.LotID {
	t.Helper()
	var found []securities.LotID
	for _, lot := range m.lots(t, "IND-29", account) {
		if lot.Status == securities.Pledged {
			found = append(found, lot.ID)
		}
	}
	require.Len(t, found, 1)
	return found[0]
}

// The keys of the pledgor are lost: the pledge is on the units in its new account, and is realised there.
func TestPledgeOfALostAccountIsRealised(t *testing.T) {
	m, lots := cut(t)
	id := m.pledge(t, "P", "40000.00", lots[0])
	m.renew(t)
	lost := stage.Do(t, m.keeper, securities.GetLot, securities.LotKey{Instrument: "IND-29", Lot: lots[0]})
	inCourt(m).enforced(t, "R", m.recovering(t, "IND-29", lots[0], "orchard", "orchard-2"), *lost)
	m.defaulted(t, id)
	taken := stage.Do(t, m.harbour, securities.AppropriatePledged, takes(id, m.pledgedIn(t, "orchard-2")))
	require.Equal(t, eur("39780.00").Amount, taken.Satisfied) // 39 units at 1,020
	m.holds(t, "IND-29", "harbour", 1039)
	m.holds(t, "IND-29", "orchard-2", 11)
	m.pledgedIn(t, "orchard-2")
}

// A judgment gives pledged units to somebody else: the pledge is realised there, and no other units are. Who has the units does
// not buy them.
func TestPledgeOfAwardedUnitsIsRealised(t *testing.T) {
	m, lots := cut(t)
	id := m.pledge(t, "P", "60000.00", lots[:2]...)
	own := m.first(t, "IND-29", "summit").Lot
	inCourt(m).awarded(t, "summit", lots[1])
	m.defaulted(t, id)
	moved := m.pledgedIn(t, "summit")
	stage.Refused(t, m.harbour, securities.AppropriatePledged, takes(id, lots[0], moved), securities.LotForeign)
	stage.Refused(t, m.harbour, securities.AppropriatePledged, takes(id, own), securities.LotEncumbered)
	stage.Refused(t, m.harbour, securities.SellPledged, sells(t, id, 50, "51000.00", moved), securities.BothSides)
	stage.Do(t, m.harbour, securities.AppropriatePledged, takes(id, moved))
	m.holds(t, "IND-29", "summit", 1000)
	m.holds(t, "IND-29", "orchard", 950)
	m.holds(t, "IND-29", "harbour", 1050)
}

// What a court keeps in its own account is not realised.
func TestPledgedUnitsInACourtsAccountStay(t *testing.T) {
	m, lots := cut(t)
	c := inCourt(m)
	id := m.pledge(t, "P", "60000.00", lots[0])
	bench := c.bench(t)
	c.awarded(t, bench, lots[0])
	m.defaulted(t, id)
	kept := m.pledgedIn(t, bench)
	stage.Refused(t, m.harbour, securities.AppropriatePledged, takes(id, kept), securities.AccountRefused)
	stage.Refused(t, m.harbour, securities.SellPledged, sells(t, id, 50, "50000.00", kept), securities.AccountRefused)
	m.holds(t, "IND-29", bench, 50)
}

// Units in the account that took the lost one's place are exchanged there, and freed there once the pledge is over: by its owner,
// and by nobody who merely has other lots of the pledge.
func TestPledgeOfALostAccountIsSubstituted(t *testing.T) {
	m, lots := cut(t)
	id := m.pledge(t, "P", "40000.00", lots[:2]...)
	m.renew(t)
	moved := m.lots(t, "IND-29", "orchard")[:3]
	require.Equal(t, lots[:3], []securities.LotID{moved[0].ID, moved[1].ID, moved[2].ID})
	inCourt(m).enforced(t, "R", m.recovering(t, "IND-29", lots[0], "orchard", "orchard-2"), moved...)
	var free, kept []securities.LotID
	for _, lot := range m.lots(t, "IND-29", "orchard-2") {
		if lot.Status == securities.Pledged {
			kept = append(kept, lot.ID)
		} else {
			free = append(free, lot.ID)
		}
	}
	swap := securities.SwapRequest{ID: id, From: "IND-29", Back: kept[:1], LotsOf: lotsIn("IND-29", lots[3])}
	stage.Do(t, m.orchard, securities.ProposePledgeSwap, swap)
	stage.Refused(t, m.harbour, securities.AgreePledgeSwap, swap, securities.LotForeign)
	swap.LotsOf = lotsIn("IND-29", free...)
	stage.Refused(t, m.summit, securities.ProposePledgeSwap, swap, securities.NotYours)
	stage.Do(t, m.orchard, securities.ProposePledgeSwap, swap)
	stage.Do(t, m.harbour, securities.AgreePledgeSwap, swap)
	require.Equal(t, securities.Free, m.stateOf(t, kept[0]))
	require.Equal(t, securities.Pledged, m.stateOf(t, free[0]))
	stage.Do(t, m.harbour, securities.DischargePledge, id)
	stage.Refused(t, m.summit, securities.ReleasePledged, takes(id, free...), securities.NotYours)
	stage.Do(t, m.orchard, securities.ReleasePledged, takes(id, kept[1], free[0]))
}
