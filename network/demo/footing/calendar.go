// SPDX-License-Identifier: Apache-2.0

package footing

import (
	"context"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/network/demo/story"
)

// Calendar is the business date of a product.
type Calendar struct {
	Today protocol.EvaluateEndpoint[protocol.Nothing, protocol.BusinessDate]
	Roll  protocol.SubmitEndpoint[protocol.RollRequest, protocol.BusinessDate]
}

// Turn moves the business dates of cash and of a product to a day, where they are not there yet.
func (f *Footing) Turn(ctx context.Context, product Calendar, to date.Date) error {
	for _, calendar := range []Calendar{{cash.Today, cash.RollDate}, product} {
		today, err := story.Ask(ctx, f.Stage, NorthOfficer, calendar.Today, protocol.Nothing{})
		if err == nil && today.Date.Before(to) {
			_, err = story.Submit(ctx, f.Stage, NorthOfficer, calendar.Roll, protocol.RollRequest{To: to})
		}
		if err != nil {
			return err
		}
	}
	return nil
}
