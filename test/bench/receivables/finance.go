// SPDX-License-Identifier: Apache-2.0

package receivables

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/supplychain"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/bench/trial"
	"github.com/consort-finance/consort/test/desk"
)

const deal = supplychain.DealID("deal")

// finance takes one undertaking from the request for money to the funded deal, and counts the transactions.
func (m *market) finance(ctx context.Context) (trial.Figure, error) {
	m.Say("finance an undertaking")
	line := supplychain.LineRequest{Debtor: "buyer", Limit: desk.Euros(face(lanes)), Buckets: 1, Expires: m.maturity}
	if _, err := gatewayclient.Do(ctx, m.financier, supplychain.SetLine, line); err != nil {
		return trial.Figure{}, err
	}
	paper, err := m.undertake(ctx, lanes)
	if err != nil {
		return trial.Figure{}, err
	}
	from, err := m.Height(ctx)
	if err != nil {
		return trial.Figure{}, err
	}
	for _, step := range []func(context.Context) error{
		func(ctx context.Context) error { return m.request(ctx, paper) }, m.quoteAndAgree, m.fund,
	} {
		if err := step(ctx); err != nil {
			return trial.Figure{}, err
		}
		if err := m.Level(ctx); err != nil {
			return trial.Figure{}, err
		}
	}
	counted, err := m.count(ctx, from)
	return trial.Figure{Name: "financing_transactions", Value: float64(counted.valid), Goal: 6}, err
}

func (m *market) request(ctx context.Context, paper supplychain.UndertakingID) error {
	_, err := gatewayclient.Do(ctx, m.supplier, supplychain.RequestFinance, supplychain.FinanceRequest{
		SliceKey: supplychain.SliceKey{Undertaking: paper, From: 1}, Deal: deal,
		Part: supplychain.Units{From: 1, To: face(lanes)}, Technique: supplychain.Factoring,
	})
	return err
}

func (m *market) quoteAndAgree(ctx context.Context) error {
	quote := supplychain.Quote{
		Deal: deal, Financier: supplychain.Firm{Party: "northbank", Host: m.financier.Identity().MSP}, Account: bank,
		Terms:   supplychain.Terms{Method: supplychain.BankDiscount, Rate: decimal.MustParse("0.06"), AdvanceRate: decimal.FromInt64(1)},
		Expires: m.today, FundBy: m.today, Salt: salt,
	}
	if _, err := gatewayclient.Do(ctx, m.financier, supplychain.QuoteDeal, supplychain.QuoteRequest{Deal: deal, Quote: quote}); err != nil {
		return err
	}
	if err := m.Level(ctx); err != nil {
		return err
	}
	_, err := gatewayclient.Do(ctx, m.supplier, supplychain.AgreeDeal, supplychain.AgreeRequest{Deal: deal, Quote: quote})
	return err
}

// fund sets the proceeds aside and pays them.
func (m *market) fund(ctx context.Context) error {
	price, err := gatewayclient.Do(ctx, m.financier, supplychain.PriceDeal, supplychain.PriceRequest{Deal: deal, On: m.today})
	if err != nil {
		return err
	}
	hold := cash.HoldRequest{
		ID: "hold", Payer: bank, Payee: payee, Amount: money.Money{Amount: price.Proceeds, Currency: desk.Currency()},
		Purpose: cash.Purpose(deal), Notary: cash.Notary{Kind: cash.ModuleNotary, ID: supplychain.Module}, Expires: m.maturity,
	}
	if _, err := gatewayclient.Do(ctx, m.financier, cash.CreateHold, hold); err != nil {
		return err
	}
	if err := m.Level(ctx); err != nil {
		return err
	}
	funded, err := gatewayclient.Do(ctx, m.financier, supplychain.FundDeal, supplychain.FundRequest{Deal: deal, Hold: hold.ID})
	if err == nil && funded.Status != supplychain.Funded {
		err = fmt.Errorf("the deal is %s", funded.Status)
	}
	return err
}

// tally is how many transactions some blocks have.
type tally struct{ valid, invalid int }

// count reads the blocks from a number on, up to the last one, with everything that anybody did.
func (m *market) count(ctx context.Context, from uint64) (found tally, err error) {
	end, err := m.Height(ctx)
	if err != nil || from == end {
		return found, err
	}
	for block, err := range m.buyer.Blocks(ctx, from) {
		if err != nil {
			return found, err
		}
		for _, tx := range block.Transactions {
			if tx.Code.String() == "VALID" {
				found.valid++
			} else {
				found.invalid++
			}
		}
		if block.Number+1 >= end {
			break
		}
	}
	return found, nil
}
