// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// Instruction answers an instruction and how it stands.
func (c *Contract) Instruction(q *ledger.Query, req securities.InstructionKey) (*securities.InstructionStanding, error) {
	instruction, do, err := load(q, instructions, req)
	if err != nil {
		return nil, err
	}
	pair, err := pairOf(q, instruction)
	if err != nil {
		return nil, err
	}
	if pair == nil {
		standing := instruction.Unmatched()
		return &standing, nil
	}
	around, err := surroundings(q, instruction)
	if err != nil {
		return nil, err
	}
	standing := pair.Standing(req.Account, around, do)
	return &standing, nil
}

func surroundings(r ledger.Reader, i securities.Instruction) (around securities.Surroundings, err error) {
	both, err := accounts.GetMany(r, []securities.AccountID{i.Account, i.Counter})
	if err != nil {
		return around, err
	}
	around.Own, around.Counter = both[0], both[1]
	around.Instrument, err = instruments.Get(r, i.Instrument)
	return around, err
}

// Obligation answers an obligation.
func (c *Contract) Obligation(q *ledger.Query, req securities.MatchID) (*securities.Obligation, error) {
	return ledger.Answer(obligations.Get(q, req))
}

// Obligations lists all obligations.
func (c *Contract) Obligations(q *ledger.Query, req protocol.PageRequest) (*protocol.Page[securities.Obligation], error) {
	return ledger.Answer(obligations.Page(q, nil, req))
}

// Instructions lists the instructions of an account.
func (c *Contract) Instructions(q *ledger.Query, req securities.InstructionsRequest) (*protocol.Page[securities.Instruction], error) {
	return ledger.Answer(instructions.Page(q, req.Account.Key(), req.PageRequest))
}

// Discipline answers what failing to settle costs.
func (c *Contract) Discipline(q *ledger.Query, req securities.CurrencyKey) (*securities.Discipline, error) {
	return ledger.Answer(disciplines.Get(q, req))
}

// Price answers a closing price.
func (c *Contract) Price(q *ledger.Query, req securities.ClosingPriceKey) (*securities.ClosingPrice, error) {
	return ledger.Answer(prices.Get(q, req))
}

// Penalty answers a penalty.
func (c *Contract) Penalty(q *ledger.Query, req securities.PenaltyKey) (*securities.Penalty, error) {
	return ledger.Answer(penalties.Get(q, req))
}

// Penalties lists the penalties of a cash account.
func (c *Contract) Penalties(q *ledger.Query, req securities.PenaltiesRequest) (*protocol.Page[securities.Penalty], error) {
	return ledger.Answer(penalties.PageBy(q, "payer", req.Payer.Key(), req.PageRequest))
}

// Fails lists the obligations of a page that failed on a day.
func (c *Contract) Fails(q *ledger.Query, req securities.FailsRequest) (*protocol.Page[securities.Fail], error) {
	do, err := act(q)
	if err != nil {
		return nil, err
	}
	page, err := obligations.Page(q, nil, req.PageRequest)
	if err != nil {
		return nil, err
	}
	members := make([]securities.ObligationRequest, len(page.Items))
	for i, o := range page.Items {
		members[i] = securities.ObligationRequest{Deliver: o.DeliverKey(), Receiver: o.Receiver.Account}
	}
	pairs, err := pairsNamed(q, members)
	if err != nil {
		return nil, err
	}
	by, err := restraintsOf(q, pairs)
	if err != nil {
		return nil, err
	}
	found, err := req.Fails(pairs, by, do)
	return &protocol.Page[securities.Fail]{Items: found, Next: page.Next}, err
}

// Batch answers a batch.
func (c *Contract) Batch(q *ledger.Query, req securities.BatchID) (*securities.Batch, error) {
	return ledger.Answer(batches.Get(q, req))
}

// Funding answers what an account has set aside for a batch.
func (c *Contract) Funding(q *ledger.Query, req securities.FundingKey) (*securities.Funding, error) {
	return ledger.Answer(fundings.Get(q, req))
}

// suggestedLots bounds the lots of one account that a suggestion counts, in pages.
const suggestedLots = 10

// SuggestBatch finds obligations that can settle together.
func (c *Contract) SuggestBatch(q *ledger.Query, req securities.SuggestBatchRequest) (*securities.SuggestedBatch, error) {
	do, err := act(q)
	if err != nil {
		return nil, err
	}
	pairs, err := pairsNamed(q, req.Members)
	if err != nil {
		return nil, err
	}
	var stock securities.Stock
	for _, asked := range securities.Deliveries(pairs) {
		free, err := firstLots(q, asked)
		if err != nil {
			return nil, err
		}
		if err := stock.Units(asked.Account, asked.Instrument, free, do); err != nil {
			return nil, err
		}
	}
	for _, payer := range securities.Payers(pairs) {
		balance, err := c.money.Balance(q, payer)
		if err != nil {
			return nil, err
		}
		stock.Money(payer, balance.Available)
	}
	return ledger.Answer(req.Suggest(pairs, stock, do))
}

// firstLots lists lots of an account, the first pages of them.
func firstLots(q *ledger.Query, asked securities.LotsRequest) ([]securities.Lot, error) {
	var all []securities.Lot
	page := protocol.PageRequest{Size: protocol.PageSizeMax}
	for range suggestedLots {
		found, err := lots.PageBy(q, "account", asked.Prefix(), page)
		if err != nil {
			return nil, err
		}
		all = append(all, found.Items...)
		if found.Next == "" {
			break
		}
		page.After = found.Next
	}
	return all, nil
}
