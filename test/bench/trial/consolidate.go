// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// Consolidate moves what came in on a high-volume account onto its stripes, so that credits do not pile up from round to
// round. The client is the owner's or its bank's.
func Consolidate(ctx context.Context, client *gatewayclient.Client, account cash.AccountID) error {
	for {
		page := cash.AccountPage{PageRequest: protocol.PageRequest{Size: protocol.PageSizeMax}, Account: account}
		credits, err := gatewayclient.Do(ctx, client, cash.UnconsolidatedCredits, page)
		if err != nil || len(credits.Items) == 0 {
			return err
		}
		request := cash.ConsolidateRequest{Account: account}
		for _, credit := range credits.Items {
			request.Credits = append(request.Credits, credit.TxID)
		}
		if _, err := gatewayclient.Do(ctx, client, cash.ConsolidateCredits, request); err != nil {
			return fmt.Errorf("consolidate %s: %w", account, err)
		}
	}
}
