// SPDX-License-Identifier: Apache-2.0

package founding

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/supplychain"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/consortium"
	"github.com/consort-finance/consort/network/desk"
)

// founding is one run of [Found].
type founding struct {
	network  *consortium.Consortium
	governor *gatewayclient.Client
	progress func(string)
}

// Found founds the consortium of a network and begins its business dates, or what of it is missing. Chaincodes must be
// deployed, their servers told the [Hash] of the charter, and users enrolled. A topology without the chaincode parties
// has nothing to found. progress may be called by several goroutines.
func Found(ctx context.Context, network *consortium.Consortium, progress func(line string)) error {
	t := network.Topology()
	if _, err := t.Chaincode("parties"); err != nil {
		return nil
	}
	desks := desk.Open(network)
	defer desks.Close()
	governor, err := desks.Holder(ctx, t.Names()[0], role.Governor)
	if err != nil {
		return fmt.Errorf("found the consortium: %w", err)
	}
	f := &founding{network, governor, progress}
	if err := f.constitution(ctx); err != nil {
		return fmt.Errorf("found the consortium: %w (logs: %s/logs)", err, network.Dir())
	}
	return f.calendars(ctx)
}

func (f *founding) constitution(ctx context.Context) error {
	t := f.network.Topology()
	there, err := gatewayclient.Do(ctx, f.governor, parties.GetConstitution, protocol.Nothing{})
	switch {
	case err == nil:
		f.tellMissing(*there)
		return nil
	case !errors.Is(err, parties.NotFounded):
		return err
	}
	start := time.Now()
	made, err := gatewayclient.Do(ctx, f.governor, parties.Found, Charter(t), gatewayclient.Reference("founding"))
	if err != nil {
		return err
	}
	f.tell(start, "consortium founded: %d members, %d make a resolution", len(made.Members), made.Threshold)
	return nil
}

func (f *founding) tellMissing(c parties.Constitution) {
	if missing := Missing(f.network.Topology(), c); len(missing) > 0 {
		f.progress("the constitution does not have these roles of the topology, which members grant by resolution: " + strings.Join(missing, ", "))
	}
}

// calendars begins the business date of each chaincode that has none.
func (f *founding) calendars(ctx context.Context) error {
	today, err := date.Of(time.Now().UTC())
	if err != nil {
		return fmt.Errorf("business date: %w", err)
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, c := range products() {
		if _, err := f.network.Topology().Chaincode(c.chaincode); err != nil {
			continue
		}
		group.Go(func() error {
			if err := f.begin(ctx, c, today); err != nil {
				return fmt.Errorf("begin the business date of %s: %w (logs: %s/logs)", c.chaincode, err, f.network.Dir())
			}
			return nil
		})
	}
	return group.Wait()
}

// calendar is the business date of one chaincode.
type calendar struct {
	chaincode string
	ask       protocol.EvaluateEndpoint[protocol.Nothing, protocol.BusinessDate]
	roll      protocol.SubmitEndpoint[protocol.RollRequest, protocol.BusinessDate]
}

// products are the chaincodes that have a business date.
func products() []calendar {
	return []calendar{
		{"parties", parties.Today, parties.Roll},
		{"cash", cash.Today, cash.RollDate},
		{"supplychain", supplychain.Today, supplychain.RollDate},
		{"securities", securities.Today, securities.RollDate},
		{"insurance", insurance.Today, insurance.RollDate},
	}
}

func (f *founding) begin(ctx context.Context, c calendar, today date.Date) error {
	_, err := gatewayclient.Do(ctx, f.governor, c.ask, protocol.Nothing{})
	if !errors.Is(err, protocol.NotFound) {
		return err
	}
	start := time.Now()
	_, err = gatewayclient.Do(ctx, f.governor, c.roll, protocol.RollRequest{To: today}, gatewayclient.Reference("first-date"))
	if err == nil {
		f.tell(start, "%s begins on %s", c.chaincode, today)
	}
	return err
}

func (f *founding) tell(start time.Time, format string, arguments ...any) {
	f.progress(fmt.Sprintf("%-50s %6.2f s", fmt.Sprintf(format, arguments...), time.Since(start).Seconds()))
}
