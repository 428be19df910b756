// SPDX-License-Identifier: Apache-2.0

package scenario

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/chaincode/supplychain/auction"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/desk"
)

// adopt has the members vote for a request and its first governor carry it out.
func (p *play) adopt(ctx context.Context, step Step) error {
	e := p.endpoints[step.Endpoint]
	if e == nil {
		return fmt.Errorf("there is no endpoint %s", step.Endpoint)
	}
	content, err := p.read(ctx, step, step.Request)
	if err != nil {
		return err
	}
	decoded, err := e.ReadRequest(content, nil)
	if err != nil {
		return err
	}
	proposal, err := proposed(e, decoded)
	if err != nil {
		return err
	}
	officer, err := p.desks.Vote(ctx, proposal)
	if err != nil {
		return err
	}
	_, err = gatewayclient.Do(ctx, officer, call{e}, document{argument: []byte(proposal.Request)}, p.options...)
	return err
}

// proposed is the proposal to carry out a request, under the resolution that the request names.
func proposed(e protocol.Endpoint, request protocol.Request) (parties.ProposeRequest, error) {
	governed, is := request.(interface{ Under() protocol.ResolutionID })
	if !is {
		return parties.ProposeRequest{}, fmt.Errorf("%s takes no resolution", e.Name())
	}
	canonical, err := protocol.Marshal(request)
	return parties.ProposeRequest{ID: governed.Under(), Endpoint: e.Name(), Request: string(canonical)}, err
}

// clock is a chaincode's business date.
type clock struct {
	today protocol.EvaluateEndpoint[protocol.Nothing, protocol.BusinessDate]
	roll  protocol.SubmitEndpoint[protocol.RollRequest, protocol.BusinessDate]
}

// clocks are those that a story moves.
var clocks = []clock{
	{cash.Today, cash.RollDate}, {supplychain.Today, supplychain.RollDate}, {securities.Today, securities.RollDate},
	{insurance.Today, insurance.RollDate},
}

// turn moves the business dates of cash, supplychain, securities and insurance to a day of the story, unless they are there.
func (p *play) turn(ctx context.Context, days int) error {
	to, err := p.first.AddDays(days)
	if err != nil {
		return err
	}
	officer, err := p.desks.At(ctx, p.desks.Members()[0], desk.Officer)
	if err != nil {
		return err
	}
	for _, c := range clocks {
		if err := p.roll(ctx, officer, c, to); err != nil {
			return fmt.Errorf("%s: %w", c.roll.Name(), err)
		}
	}
	return nil
}

// roll moves a business date to a day, unless it is there.
func (p *play) roll(ctx context.Context, officer *gatewayclient.Client, c clock, to date.Date) error {
	today, err := gatewayclient.Do(ctx, officer, c.today, protocol.Nothing{}, p.options...)
	if err == nil && today.Date.Before(to) {
		_, err = gatewayclient.Do(ctx, officer, c.roll, protocol.RollRequest{To: to}, p.options...)
	}
	return err
}

// has compares what an account has, as the first member's peer has it.
func (p *play) has(ctx context.Context, step Step) error {
	account, err := p.say(ctx, step.Account)
	if err != nil {
		return err
	}
	officer, err := p.desks.At(ctx, p.desks.Members()[0], desk.Officer)
	if err != nil {
		return err
	}
	balance, err := gatewayclient.Do(ctx, officer, cash.GetBalance, cash.AccountID(account), p.options...)
	if err != nil {
		return err
	}
	if balance.Posted.String() != step.Money {
		return fmt.Errorf("%s has %s, not %s", account, balance.Posted, step.Money)
	}
	return nil
}

// holds compares how many units an account holds, encumbered ones among them, as the first member's peer has it.
func (p *play) holds(ctx context.Context, step Step) error {
	account, err := p.say(ctx, step.Account)
	if err != nil {
		return err
	}
	instrument, err := p.say(ctx, step.Instrument)
	if err != nil {
		return err
	}
	held, err := p.held(ctx, securities.AccountID(account), securities.InstrumentID(instrument))
	if err != nil {
		return err
	}
	if int64(held) != step.Units {
		return fmt.Errorf("%s holds %s units of %s, not %d", account, held, instrument, step.Units)
	}
	return nil
}

// held adds up an account's lots of an instrument, which have to fit on a page.
func (p *play) held(ctx context.Context, account securities.AccountID, instrument securities.InstrumentID) (held securities.Quantity, err error) {
	officer, err := p.desks.At(ctx, p.desks.Members()[0], desk.Officer)
	if err != nil {
		return 0, err
	}
	request := securities.LotsRequest{Account: account, Instrument: instrument}
	request.Size = protocol.PageSizeMax
	page, err := gatewayclient.Do(ctx, officer, securities.LotsByAccount, request, p.options...)
	if err != nil {
		return 0, err
	}
	if page.Next != "" {
		return 0, fmt.Errorf("%s has more lots than a page", account)
	}
	for _, lot := range page.Items {
		if held, err = held.Add(lot.Quantity); err != nil {
			return 0, err
		}
	}
	return held, nil
}

// seal keeps the digest by which a bidder commits to a bid, or a participant of a call auction to an order.
func (p *play) seal(ctx context.Context, step Step) error {
	content, err := p.read(ctx, step, step.Request)
	if err != nil {
		return err
	}
	digest, err := sealed(content)
	if err != nil {
		return fmt.Errorf("%s: %w", step.Request, err)
	}
	p.kept[step.Keeps] = digest
	return nil
}

func sealed(content []byte) (string, error) {
	var private struct {
		Bid   auction.Sealed          `json:"bid"`
		Order *securities.SealedOrder `json:"order"`
	}
	if err := json.Unmarshal(content, &private); err != nil {
		return "", err
	}
	if private.Order == nil {
		return private.Bid.Digest()
	}
	digest, err := private.Order.Digest()
	return string(digest), err
}
