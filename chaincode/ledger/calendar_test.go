// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"testing"
	"time"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/stretchr/testify/require"
)

func newCalendar(t *testing.T) *channel {
	t.Helper()
	c := newChannel(t) // its clock stands at 2 January 2026, 08:00 UTC
	c.Advance(3 * time.Hour)
	for _, msp := range c.Orgs() {
		c.registry.held[role.Question{MSP: msp, Role: role.Governor}] = true
	}
	return c
}

func (c *channel) roll(to, reference string) error {
	_, _, err := submit(c, c.alice, rollEndpoint, protocol.RollRequest{To: date.MustParse(to)}, reference)
	return err
}

func TestBusinessDateOnlyGoesForward(t *testing.T) {
	c := newCalendar(t)
	_, err := ask(c, c.alice, dateEndpoint, protocol.Nothing{})
	require.ErrorIs(t, err, protocol.NotFound)
	require.NoError(t, c.roll("2026-01-02", "1"))
	require.ErrorIs(t, c.roll("2026-01-02", "2"), protocol.DateRefused, "the same day")
	require.ErrorIs(t, c.roll("2026-01-01", "3"), protocol.DateRefused, "a day back")
	require.NoError(t, c.roll("2026-01-03", "4"))
	day, err := ask(c, c.alice, dateEndpoint, protocol.Nothing{})
	require.NoError(t, err)
	require.Equal(t, "2026-01-03", day.Date.String())
}

func TestBusinessDateNeedsAGovernor(t *testing.T) {
	c := newChannel(t)
	require.ErrorIs(t, c.roll("2026-01-02", "1"), protocol.NotAuthorised)
}

func TestBusinessDateIsOneThatSomePlaceOnEarthHas(t *testing.T) {
	c := newCalendar(t)
	require.ErrorIs(t, c.roll("2026-01-04", "1"), protocol.DateRefused)
	require.ErrorIs(t, c.roll("2025-12-31", "2"), protocol.DateRefused)
	require.NoError(t, c.roll("2026-01-01", "3"), "on Baker Island")
	require.NoError(t, c.roll("2026-01-02", "4"))
	c.Advance(-2 * time.Hour)
	require.ErrorIs(t, c.roll("2026-01-03", "5"), protocol.DateRefused, "not even in the Line Islands")
	c.Advance(time.Hour)
	require.NoError(t, c.roll("2026-01-03", "6"), "it is midnight there")
}

func TestBusinessDateNeedsTheClocksOfAMajority(t *testing.T) {
	c := newCalendar(t)
	c.Advance(-59 * time.Minute) // 10:01 UTC: it is 3 January in the Line Islands since a minute
	for _, msp := range []string{"SouthbankMSP", "RegulatorMSP"} {
		c.Skew(msp, -2*time.Minute) // and not yet by these clocks
	}
	require.ErrorIs(t, c.roll("2026-01-03", "1"), protocol.DateRefused)
}

func TestSimulatedBusinessDateRollsFreelyButForward(t *testing.T) {
	c := newCalendar(t)
	c.house = func(h ledger.House) ledger.House { h.Simulated = true; return h }
	c.deployNotes(t)
	require.NoError(t, c.roll("2031-05-01", "1"))
	require.NoError(t, c.roll("2042-01-01", "2"))
	require.ErrorIs(t, c.roll("2041-01-01", "3"), protocol.DateRefused)
}

// dueContract reads the business date and decides nothing: it is the cut-off itself that is tested.
type dueContract struct{ ledger.Calendar }

func (dueContract) Settle(tx *ledger.Tx, _ protocol.Nothing) (*protocol.BusinessDate, error) {
	day, err := ledger.BusinessDate(tx)
	return &protocol.BusinessDate{Date: day}, err
}

func TestRollingTheDateInvalidatesWhoeverReadIt(t *testing.T) {
	c := newCalendar(t)
	settle := protocol.Submit[protocol.Nothing, protocol.BusinessDate]("due:Settle").By(role.Anyone).Doc("Settles what is due.")
	endpoints := []protocol.Endpoint{settle, protocol.RollBusinessDate("due"), protocol.CurrentBusinessDate("due")}
	c.Deploy("due", func(msp string) shim.Chaincode {
		cc, err := ledger.New("due", ledger.House{Now: c.Clock(msp)}, dueContract{}, endpoints, ledger.RolesFrom(roleHeld))
		require.NoError(t, err)
		return cc
	})
	roll := func(to, reference string) error {
		_, _, err := submit(c, c.alice, protocol.RollBusinessDate("due"), protocol.RollRequest{To: date.MustParse(to)}, reference)
		return err
	}
	require.NoError(t, roll("2026-01-02", "1"))
	proposal, err := propose[protocol.Nothing, protocol.BusinessDate](settle, protocol.Nothing{}, "s")
	require.NoError(t, err)
	late, err := c.Endorse(c.alice, proposal)
	require.NoError(t, err)
	require.NoError(t, roll("2026-01-03", "2"))
	require.NoError(t, c.Order(late))
	block := c.CutBlock()
	require.NotNil(t, block)
	outcome, _ := c.Outcome(late.TxID)
	require.Equal(t, "MVCC_READ_CONFLICT", outcome.Code.String())

	var _ *ledgertest.World = c.World
}
