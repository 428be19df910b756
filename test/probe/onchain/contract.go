// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/test/probe"
)

var tokens = ledger.NewTable("token", func(t probe.Token) probe.TokenID { return t.ID })

// Contract carries out the endpoints of package probe.
type Contract struct{}

// New makes the chaincode of a member whose server has the given house rules.
func New(house ledger.House) (*ledger.Chaincode, error) {
	return ledger.New("probe", house, &Contract{}, probe.Endpoints())
}

// Noop does nothing.
func (c *Contract) Noop(*ledger.Tx, protocol.Nothing) (*protocol.Nothing, error) {
	return &protocol.Nothing{}, nil
}

// Settle settles through cash.
func (c *Contract) Settle(tx *ledger.Tx, req probe.SettleRequest) (*cash.Settlement, error) {
	return ledger.Call(tx, cash.Settle, req.SettleRequest)
}

// Collect settles through cash, from another function.
func (c *Contract) Collect(tx *ledger.Tx, req probe.SettleRequest) (*cash.Settlement, error) {
	return ledger.Call(tx, cash.Settle, req.SettleRequest)
}

// SettleTwice tries a second settlement, and answers as if it did not care how that went.
func (c *Contract) SettleTwice(tx *ledger.Tx, req probe.TwiceRequest) (*cash.Settlement, error) {
	settlement, err := ledger.Call(tx, cash.Settle, req.First)
	if err != nil {
		return nil, err
	}
	if second, err := ledger.Call(tx, cash.Settle, req.Second); err == nil {
		return second, nil
	}
	return settlement, nil
}

// Credit adds to a balance.
func (c *Contract) Credit(tx *ledger.Tx, req probe.TokenRequest) (*probe.Token, error) {
	return change(tx, req.ID, req.Amount)
}

// Debit takes from a balance.
func (c *Contract) Debit(tx *ledger.Tx, req probe.TokenRequest) (*probe.Token, error) {
	return change(tx, req.ID, req.Amount.Neg())
}

func change(tx *ledger.Tx, id probe.TokenID, amount money.Amount) (*probe.Token, error) {
	token, there, err := tokens.Find(tx, id)
	if err != nil {
		return nil, err
	}
	if !there {
		token = probe.Token{ID: id, Amount: amount}
		return &token, tokens.Insert(tx, token)
	}
	if token.Amount, err = token.Amount.Add(amount); err != nil {
		return nil, err
	}
	return &token, tokens.Update(tx, token)
}

// Balance answers a balance.
func (c *Contract) Balance(q *ledger.Query, req probe.TokenID) (*probe.Token, error) {
	token, err := tokens.Get(q, req)
	return &token, err
}
