// SPDX-License-Identifier: Apache-2.0

package listing

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/network/demo/story"
)

func (c *chapter) repay() []story.Step {
	return []story.Step{
		story.Do("the issuer pays the nominal in", func(ctx context.Context) (string, error) { return c.fund(ctx, repayment) }),
		story.Do("one transaction repays all holders and takes their units", c.redeem),
		story.Do("no unit is left, and the depository closes the instrument", c.close),
		story.Do("who held it half a year ago is on the ledger still", c.past),
	}
}

// redeem spends every lot: which needs each custodian's word, as every spending does.
func (c *chapter) redeem(ctx context.Context) (string, error) {
	var all []securities.LotID
	for _, name := range []string{"alice", "bob"} {
		lots, err := c.lots(ctx, name)
		if err != nil {
			return "", err
		}
		for _, lot := range lots {
			all = append(all, lot.ID)
		}
	}
	return c.pay(ctx, repayment, all)
}

func (c *chapter) close(ctx context.Context) (string, error) {
	for _, end := range []protocol.SubmitEndpoint[securities.InstrumentID, securities.Instrument]{securities.ResumeInstrument, securities.MatureInstrument} {
		if _, err := story.Submit(ctx, c.Stage, operator, end, c.instrument()); err != nil {
			return "", err
		}
	}
	closed, err := story.Submit(ctx, c.Stage, operator, securities.CloseInstrument, c.instrument())
	if err != nil {
		return "", err
	}
	told, err := c.units(ctx, "alice", "bob", "buyer")
	return fmt.Sprintf("%s: %s", closed.Result.Status, told), err
}

// past answers the register of the record date, long after its units are gone.
func (c *chapter) past(ctx context.Context) (string, error) {
	table, err := story.Ask(ctx, c.Stage, "regulator/auditor", securities.GetCapTable, securities.HoldersRequest{
		RegisterKey: securities.RegisterKey{Instrument: c.instrument(), Day: c.plan.Record},
		Buckets:     securities.Buckets{From: securities.FirstBucket, To: securities.LastBucket},
	})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d holders of %s units on %s", len(table.Positions), table.Total, table.Day), nil
}
