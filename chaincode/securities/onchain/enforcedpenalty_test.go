// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// failing is a court, and a sale of 400 units by orchard that was to settle on Wednesday the seventh, on that day.
func failing(t testing.TB) (*court, trade) {
	t.Helper()
	c := inCourt(disciplined(t))
	d := sale("T1", 400, "410000.00")
	d.settle = "2026-01-07"
	c.agree(t, d)
	c.roll(t, "2026-01-07")
	return c, d
}

// over ends business days, each with its closing price.
func (c *court) over(t testing.TB, next string, days ...string) {
	t.Helper()
	for _, on := range days {
		if stage.Do(t, c.keeper, securities.Today, protocol.Nothing{}).Date.Before(day(on)) {
			c.roll(t, on)
		}
		c.closes(t, on)
	}
	c.roll(t, next)
}

// failed lists the obligations that failed on a day.
func (c *court) failed(t testing.TB, on string) []securities.Fail {
	t.Helper()
	return stage.Do(t, c.keeper, securities.Fails, securities.FailsRequest{Day: day(on), PageRequest: protocol.PageRequest{Size: 10}}).Items
}

// charged checks that a day costs so much, and excused that it costs nothing.
func (c *court) charged(t testing.TB, d trade, on, amount string) {
	t.Helper()
	require.Len(t, c.failed(t, on), 1)
	require.Equal(t, eur(amount), stage.Do(t, c.keeper, securities.RecordPenalty, fails(d, on)).Amount, on)
}

func (c *court) excused(t testing.TB, d trade, on string) {
	t.Helper()
	require.Empty(t, c.failed(t, on))
	stage.Refused(t, c.keeper, securities.RecordPenalty, fails(d, on), securities.NotFailing)
}

// The seller's account is frozen from Thursday to Friday: it pays for Wednesday and for Monday.
func TestDaysUnderAFreezeCostNothing(t *testing.T) {
	c, d := failing(t)
	c.over(t, "2026-01-08", "2026-01-07")
	c.enforced(t, "F", c.barring(t, "orchard"))
	c.over(t, "2026-01-09", "2026-01-08")
	c.enforced(t, "U", freeing(securities.OnAccount, "orchard", "F"))
	c.over(t, "2026-01-13", "2026-01-09", "2026-01-12")
	c.charged(t, d, "2026-01-07", "8.16")
	c.excused(t, d, "2026-01-08")
	c.excused(t, d, "2026-01-09")
	c.charged(t, d, "2026-01-12", "8.16")
}

// The freeze of one side is no excuse for the other.
func TestAFreezeExcusesItsOwnSide(t *testing.T) {
	c, d := failing(t)
	c.enforced(t, "F", c.barring(t, "harbour"))
	c.over(t, "2026-01-08", "2026-01-07")
	c.charged(t, d, "2026-01-07", "8.16")
	c.lockLots(t, d) // now the buyer fails, which is frozen
	c.over(t, "2026-01-09", "2026-01-08")
	c.excused(t, d, "2026-01-08")
}

// Of 400 units 300 were frozen: 100 are missing. When all are, none is.
func TestFrozenUnitsAreNotMissing(t *testing.T) {
	c, d := failing(t)
	part := page(c.agreed(t, "F", freezing("orchard", 300)), 1, c.lots(t, "IND-29", "orchard")...)
	part.Lots[0].Quantity = 300
	stage.Do(t, c.keeper, securities.ExecuteCourtOrder, part)
	c.over(t, "2026-01-08", "2026-01-07")
	c.charged(t, d, "2026-01-07", "2.04") // 100 × 1,020.00 × 0.2 basis points
	c.enforced(t, "F-2", freezing("orchard", 700), c.standing(t, "orchard", securities.Free))
	c.over(t, "2026-01-09", "2026-01-08")
	c.excused(t, d, "2026-01-08")
	for _, order := range []securities.CourtOrderID{"F", "F-2"} {
		var lots []securities.Lot
		for _, lot := range c.lots(t, "IND-29", "orchard") {
			if lot.Order == order {
				lots = append(lots, lot)
			}
		}
		c.enforced(t, "U"+order, freeing(securities.OnLots, "orchard", order), lots...)
	}
	c.over(t, "2026-01-13", "2026-01-09", "2026-01-12")
	c.excused(t, d, "2026-01-09") // a day of which some was frozen
	c.charged(t, d, "2026-01-12", "8.16")
}

// An instrument that a court halts excuses everybody, if it keeps units from moving; a halt without an order nobody.
func TestAFrozenInstrumentIsNobodysFail(t *testing.T) {
	c, d := failing(t)
	stage.Do(t, c.keeper, securities.HaltInstrument, securities.HaltRequest{ID: "IND-29", Level: securities.NoMove, Order: order})
	c.over(t, "2026-01-08", "2026-01-07")
	c.charged(t, d, "2026-01-07", "8.16")
	stage.Do(t, c.keeper, securities.ResumeInstrument, "IND-29")
	halt := terms(securities.FreezeOrder, func(o *securities.CourtTerms) { o.Subject, o.Level = securities.OnInstrument, securities.NoTrade })
	end := terms(securities.UnfreezeOrder, func(o *securities.CourtTerms) { o.Subject, o.Ends = securities.OnInstrument, "H-1" })
	c.enforced(t, "H-1", halt)
	c.over(t, "2026-01-09", "2026-01-08")
	c.charged(t, d, "2026-01-08", "8.16")
	c.enforced(t, "U-1", end)
	halt.Level, end.Ends = securities.NoMove, "H-2"
	c.enforced(t, "H-2", halt)
	c.over(t, "2026-01-12", "2026-01-09")
	c.enforced(t, "U-2", end)
	c.over(t, "2026-01-14", "2026-01-12", "2026-01-13")
	c.excused(t, d, "2026-01-09")
	c.excused(t, d, "2026-01-12")
	c.charged(t, d, "2026-01-13", "8.16")
}

// Whoever matches late because it was frozen does not pay for that, and a lost account pays for nothing any more.
func TestLateMatchingUnderAFreezeCostsNothing(t *testing.T) {
	c := inCourt(disciplined(t))
	d := sale("T1", 400, "410000.00")
	d.settle = "2026-01-06"
	stage.Do(t, c.northDesk, securities.Instruct, d.word(securities.Delivers))
	c.roll(t, "2026-01-06")
	c.enforced(t, "F", c.barring(t, "harbour"))
	c.over(t, "2026-01-07", "2026-01-06")
	c.enforced(t, "U", freeing(securities.OnAccount, "harbour", "F"))
	stage.Do(t, c.southDesk, securities.Instruct, d.word(securities.Receives))
	c.excused(t, d, "2026-01-06")
	c.over(t, "2026-01-08", "2026-01-07")
	c.charged(t, d, "2026-01-07", "8.16")
	c.renew(t)
	c.enforced(t, "R", c.recovering(t, "IND-29", c.first(t, "IND-29", "orchard").Lot, "orchard", "orchard-2"))
	c.over(t, "2026-01-12", "2026-01-08", "2026-01-09")
	c.excused(t, d, "2026-01-09")
}
