// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"errors"
	"fmt"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/desk"
)

// financings share credit lines, so that they are told one after the other.
var financings = []story{
	{"of two fundings of one invoice in one block exactly one pays", fundedAtOnce},
	{"a deal is funded with its money or not at all", fundedWithItsMoney},
	{"a bank killed again and again while it finances has paid once after recovery", killedWhileFinancing},
}

// attemptsMax is how often two transactions that are submitted at once may miss one block.
const attemptsMax = 5

// fundedAtOnce: two banks agreed on one invoice that was registered under two names.
func fundedAtOnce(s *scene) {
	s.told("play market")
	for attempt := 1; attempt <= attemptsMax; attempt++ {
		twin := fmt.Sprintf("twin-%d", attempt)
		double := fmt.Sprintf("double-%d", attempt)
		price := 200 + attempt
		s.paper(twin, fmt.Sprintf("%s-0%d", s.name, attempt), price)
		s.paper(double, fmt.Sprintf("%s/%d", s.name, attempt), price)
		for _, invoice := range []string{twin, double} {
			do(s, s.staff("regulator", "supervisor"), supplychain.ApproveInvoice, supplychain.InvoiceID(s.undertaking(invoice)))
		}
		face := int64(price) * 1000_00
		if s.oneOf(bargain{twin, twin, face, northDesk}, bargain{double, double, face, southDesk}) {
			return
		}
	}
	require.Fail(s, "no pair of transactions came into one block")
}

// oneOf funds two deals at once and answers whether that was in one block.
func (s *scene) oneOf(bargains ...bargain) bool {
	s.Helper()
	requests, before := make([]supplychain.FundRequest, 2), make([]standing, 2)
	for i, b := range bargains {
		requests[i] = s.ready(b)
	}
	for i, b := range bargains {
		before[i] = s.standing(b)
	}
	commits := s.together(bargains, requests)
	valid := map[bool]int{}
	for i := range commits {
		valid[commits[i].Successful] = i
	}
	require.Len(s, valid, 2, "one is valid and one is not")
	winner, loser := valid[true], valid[false]
	require.NoError(s, s.Level(s.Context()))
	s.requireFunded(bargains[winner], before[winner])
	lost := s.standing(bargains[loser])
	lost.Seller = before[loser].Seller // has the other's money
	require.Equal(s, before[loser], lost)
	refused(s, s.client(bargains[loser].desk), supplychain.FundDeal, requests[loser], duplicate.DoubleFinancing)
	return commits[0].Block == commits[1].Block
}

// commit is what became of a transaction.
type commit struct {
	Block      uint64
	Successful bool
}

// together has both fundings endorsed before either is submitted.
func (s *scene) together(bargains []bargain, requests []supplychain.FundRequest) [2]commit {
	s.Helper()
	var submits [2]func() (*gatewayclient.Outcome[supplychain.Deal], error)
	for i, b := range bargains {
		client := s.client(b.desk)
		endorsed, err := forge(s, client, client.Identity(), supplychain.FundDeal, requests[i], unchanged)
		require.NoError(s, err)
		signature, err := client.Identity().Sign(endorsed.Envelope.Digest)
		require.NoError(s, err)
		submits[i] = func() (*gatewayclient.Outcome[supplychain.Deal], error) {
			return endorsed.Submit(s.Context(), client, signature, patient...)
		}
	}
	var commits [2]commit
	var group errgroup.Group
	for i, submit := range submits {
		group.Go(func() error {
			outcome, err := submit()
			var invalid *gatewayclient.CommitError
			switch {
			case err == nil:
				commits[i] = commit{outcome.Block, true}
			case errors.As(err, &invalid):
				commits[i] = commit{invalid.Block, false}
			default:
				return err
			}
			return nil
		})
	}
	require.NoError(s, group.Wait())
	return commits
}

// fundedWithItsMoney: whatever keeps the money from moving keeps everything else where it is.
func fundedWithItsMoney(s *scene) {
	b := bargain{"first", "first", 207 * 1000_00, northDesk}
	s.told("play market")
	s.paper("first", s.name, 207)
	request := s.ready(b)
	before := s.standing(b)
	client, account := s.client(b.desk), cash.AccountID(s.mark()+".northbank")

	// No hold, somebody else's, one of a cent less.
	none := supplychain.FundRequest{Deal: request.Deal, Hold: "nobody's"}
	refused(s, client, supplychain.FundDeal, none, protocol.InvalidArgument)
	none.Hold = "none"
	refused(s, client, supplychain.FundDeal, none, protocol.NotFound)
	short := cash.HoldRequest{
		ID: cash.HoldID(s.mark() + ".short"), Payer: account, Payee: before.Hold.Payee, Amount: before.Hold.Amount,
		Notary: before.Hold.Notary, Purpose: before.Hold.Purpose, Expires: before.Hold.Expires,
	}
	short.Amount = plus(s, short.Amount, leg("", "", -1).Amount)
	do(s, client, cash.CreateHold, short)
	require.NoError(s, s.Level(s.Context()))
	refused(s, client, supplychain.FundDeal, supplychain.FundRequest{Deal: request.Deal, Hold: short.ID}, cash.ConsentMissing)
	before.Bank = s.standing(b).Bank // a second hold
	require.Equal(s, before, s.standing(b))

	// The bank's account is frozen after the endorsement and before the block.
	endorsed, err := forge(s, client, client.Identity(), supplychain.FundDeal, request, unchanged)
	require.NoError(s, err)
	supervisor := s.staff("regulator", "supervisor")
	do(s, supervisor, cash.FreezeAccount, cash.FreezeRequest{Account: account, Side: cash.DebitSide})
	signature, err := client.Identity().Sign(endorsed.Envelope.Digest)
	require.NoError(s, err)
	_, err = endorsed.Submit(s.Context(), client, signature, patient...)
	var invalid *gatewayclient.CommitError
	require.ErrorAs(s, err, &invalid)
	require.NoError(s, s.Level(s.Context()))
	refused(s, client, supplychain.FundDeal, request, cash.AccountFrozen)
	require.Equal(s, before, s.standing(b))

	do(s, supervisor, cash.UnfreezeAccount, account)
	require.NoError(s, s.Level(s.Context()))
	do(s, client, supplychain.FundDeal, request)
	s.requireFunded(b, before)
}

// killedWhileFinancing: the bank's back office sets the money aside and funds. It is killed before it submits the one and
// the other, and again before it could note that the deal is funded.
func killedWhileFinancing(s *scene) {
	b := bargain{"first", "first", 209 * 1000_00, northDesk}
	s.told("play market")
	s.paper("first", s.name, 209)
	s.agreed(b)
	deal := do(s, s.client(northDesk), supplychain.GetDeal, s.deal("first"))
	price := do(s, s.client(northDesk), supplychain.PriceDeal, supplychain.PriceRequest{Deal: deal.ID, On: s.today()})
	hold := cash.HoldRequest{
		ID: cash.HoldID(deal.ID), Payer: deal.FinancierAccount, Payee: deal.SellerAccount, Amount: desk.Euros(price.Proceeds.Minor()),
		Purpose: cash.Purpose(deal.ID), Notary: cash.Notary{Kind: cash.ModuleNotary, ID: supplychain.Module}, Expires: s.tomorrow(),
	}
	c := s.clerk(northDesk.bank, northDesk.name)
	c.Orders = []order{
		orderOf(s, cash.CreateHold, hold, s.name+"-hold"),
		orderOf(s, supplychain.FundDeal, supplychain.FundRequest{Deal: deal.ID, Hold: hold.ID}, s.name+"-fund"),
	}
	c.Stop, c.Times = kept, 1 // the hold's envelope
	s.killAt(c, c.Stop, c.Times)
	refused(s, s.client(northDesk), cash.GetHold, hold.ID, protocol.NotFound)
	c.Times = 2 // the hold again, and the funding's envelope
	s.killAt(c, c.Stop, c.Times)
	before := s.standing(b)
	require.Equal(s, supplychain.Agreed, before.Deal.Status)
	c.Stop, c.Times = committed, 1 // the funding
	s.killAt(c, c.Stop, c.Times)
	s.requireFunded(b, before)
	s.recoverAndFinish(c, 1)
	s.requireFunded(b, before)
}
