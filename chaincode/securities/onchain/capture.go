// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
)

var (
	tradeLines  = ledger.NewTable("line", securities.TradeLine.LineKey)
	authorities = ledger.NewTable("venue", securities.VenueAuthority.Name)
)

// AuthoriseVenue lets a venue report trades of an account.
func (c *Contract) AuthoriseVenue(tx *ledger.Tx, req securities.AuthoriseRequest) (*securities.VenueAuthority, error) {
	account, do, err := load(tx, accounts, req.Account)
	if err != nil {
		return nil, err
	}
	holds, err := c.registry.Holds(tx, role.Question{MSP: req.Venue, Role: role.Venue})
	if err != nil {
		return nil, err
	}
	if !holds {
		return nil, securities.RoleMissing.New("member %s does not hold the role %s", req.Venue, role.Venue)
	}
	authority, events, err := req.Authorise(account, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &authority, put(tx, authorities, req.VenueKey, authority)
}

// OpenTradeLine opens a sequence of trades.
func (c *Contract) OpenTradeLine(tx *ledger.Tx, req securities.LineID) (*securities.TradeLine, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	line := req.Open(do)
	return &line, tradeLines.Insert(tx, line)
}

// CaptureTrades captures trades in the sequence of a venue, and instructs them.
func (c *Contract) CaptureTrades(tx *ledger.Tx, req securities.CaptureRequest) (*securities.InstructedTrades, error) {
	var done securities.InstructedTrades
	_, err := change(tx, tradeLines, req.Line, func(line securities.TradeLine, do securities.Act) (securities.TradeLine, []protocol.Event, error) {
		after, events, err := line.Capture(req, do)
		if err != nil {
			return line, nil, err
		}
		for i, reported := range req.Trades {
			trade, err := c.capture(tx, line, reported, req.From+int64(i))
			if err != nil {
				return line, nil, err
			}
			done.Matches = append(done.Matches, trade.Match)
		}
		return after, events, nil
	})
	return &done, err
}

func (c *Contract) capture(tx *ledger.Tx, line securities.TradeLine, reported securities.CapturedTrade, number int64) (securities.Trade, error) {
	d, err := dealtOf(tx, reported.Instrument, reported.Seller, reported.Buyer)
	if err != nil {
		return securities.Trade{}, err
	}
	leaves, _, err := authorities.FindMany(tx, reported.Leaves(line)) // the zero one where there is none
	if err != nil {
		return securities.Trade{}, err
	}
	agreed, err := line.Trade(reported, number, securities.Reported{
		Instrument: d.instrument, Seller: d.accounts[0], Buyer: d.accounts[1], SellerLeave: leaves[0], BuyerLeave: leaves[1],
	}, d.act)
	if err != nil {
		return agreed, err
	}
	trade, err := c.instructTrade(tx, agreed, d)
	if err != nil {
		return trade, err
	}
	return trade, trades.Insert(tx, trade)
}

// TradeLine answers a venue's sequence of trades.
func (c *Contract) TradeLine(q *ledger.Query, req securities.LineID) (*securities.TradeLine, error) {
	return ledger.Answer(tradeLines.Get(q, req))
}

// VenueAuthority answers whether an account's owner lets a venue report its trades.
func (c *Contract) VenueAuthority(q *ledger.Query, req securities.VenueKey) (*securities.VenueAuthority, error) {
	return ledger.Answer(authorities.Get(q, req))
}
