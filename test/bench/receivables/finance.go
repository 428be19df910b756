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

// The deal that is counted, on the undertaking that comes after those of the lanes.
const (
	deal     = supplychain.DealID("deal")
	hold     = cash.HoldID("hold")
	financed = lanes
)

// finance takes one undertaking from the request for money to the funded deal, and counts the transactions.
func (m *market) finance(ctx context.Context) (trial.Figure, error) {
	m.Say("finance an undertaking")
	paper, err := m.undertake(ctx, financed)
	if err != nil {
		return trial.Figure{}, err
	}
	line := supplychain.LineRequest{Debtor: "buyer", Limit: desk.Euros(face(financed)), Buckets: 1, Expires: m.maturity}
	if err := trial.Have(m.financier, supplychain.SetLine, line)(ctx); err != nil {
		return trial.Figure{}, err
	}
	counted, err := m.Count(ctx, func() error { return m.round(ctx, paper) })
	return trial.Figure{Name: "financing_transactions", Value: float64(counted.Valid), Goal: 6}, err
}

// round is a financing round.
func (m *market) round(ctx context.Context, paper supplychain.UndertakingID) error {
	quote := supplychain.Quote{
		Deal: deal, Financier: supplychain.Firm{Party: "northbank", Host: m.financier.Identity().MSP}, Account: bank,
		Terms:   supplychain.Terms{Method: supplychain.BankDiscount, Rate: decimal.MustParse("0.06"), AdvanceRate: decimal.FromInt64(1)},
		Expires: m.today, FundBy: m.today, Salt: salt,
	}
	return m.InTurn(ctx,
		trial.Have(m.supplier, supplychain.RequestFinance, supplychain.FinanceRequest{
			SliceKey: supplychain.SliceKey{Undertaking: paper, From: 1}, Deal: deal,
			Part: supplychain.Units{From: 1, To: face(financed)}, Technique: supplychain.Factoring,
		}),
		trial.Have(m.financier, supplychain.QuoteDeal, supplychain.QuoteRequest{Deal: deal, Quote: quote}),
		trial.Have(m.supplier, supplychain.AgreeDeal, supplychain.AgreeRequest{Deal: deal, Quote: quote}),
		m.setAside,
		trial.Have(m.financier, supplychain.FundDeal, supplychain.FundRequest{Deal: deal, Hold: hold}),
		m.funded,
	)
}

// setAside holds the proceeds for the supplier.
func (m *market) setAside(ctx context.Context) error {
	price, err := gatewayclient.Do(ctx, m.financier, supplychain.PriceDeal, supplychain.PriceRequest{Deal: deal, On: m.today})
	if err != nil {
		return err
	}
	return trial.Have(m.financier, cash.CreateHold, cash.HoldRequest{
		ID: hold, Payer: bank, Payee: payee, Amount: money.Money{Amount: price.Proceeds, Currency: desk.Currency()},
		Purpose: cash.Purpose(deal), Notary: cash.Notary{Kind: cash.ModuleNotary, ID: supplychain.Module}, Expires: m.maturity,
	})(ctx)
}

// funded makes sure that the round ended well.
func (m *market) funded(ctx context.Context) error {
	after, err := gatewayclient.Do(ctx, m.financier, supplychain.GetDeal, deal)
	if err == nil && after.Status != supplychain.Funded {
		err = fmt.Errorf("deal %s is %s", deal, after.Status)
	}
	return err
}
