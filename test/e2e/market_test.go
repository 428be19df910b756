// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/test/scenario"
)

// Who trades.
var (
	buyer     = person{"northbank", "buyer", "buyer"}
	supplier  = person{"southbank", "supplier", "supplier"}
	northDesk = person{"northbank", "financier", "northbank"}
	southDesk = person{"southbank", "financier", "southbank"}
)

// mark begins the names of a story's records: those of supplychain are shorter than those of cash.
func (s *scene) mark() string { return s.name[:min(len(s.name), 24)] }

// told carries out the steps of a scenario, to which $S is the story's mark. Every peer knows of them afterwards.
func (s *scene) told(script string) {
	s.Helper()
	steps, err := scenario.Tell("told", script)
	require.NoError(s, err)
	require.NoError(s, steps.Play(s.Context(), s.Desks, s.mark(), append(patient, stubborn)...))
	require.NoError(s, s.Level(s.Context()))
}

// paper brings an invoice for 1,000 pieces to an undertaking that the supplier holds. No other story may use the price:
// the register suspects what is alike.
func (s *scene) paper(name, number string, price int) {
	s.Helper()
	s.told(fmt.Sprintf(`
play bill NAME=%[1]s NUMBER=%[2]s PRICE=%[3]d SELLER=southbank/supplier PARTY=supplier
play register NAME=%[1]s
play undertake NAME=%[1]s DUE=60 SELLER=southbank/supplier PARTY=supplier
`, name, number, price))
}

// bargain is a deal on all units of an undertaking.
type bargain struct {
	paper, name string
	face        int64 // units
	desk        person
}

// host is the MSP identifier of the financier's member.
func (b bargain) host() string {
	if b.desk == northDesk {
		return "NorthbankMSP"
	}
	return "SouthbankMSP"
}

// agreed brings a deal so far that the financier's money is what is missing.
func (s *scene) agreed(b bargain) {
	s.Helper()
	s.told(fmt.Sprintf(`
play quote NAME=%s SLICE=1 FROM=1 TO=%d DEAL=%s TECHNIQUE=FACTORING SELLER=southbank/supplier BANK=%s HOST=%s RATE=0.06
play take DEAL=%[3]s SELLER=southbank/supplier BANK=%[4]s
`, b.paper, b.face, b.name, b.desk.bank, b.host()))
}

// ready brings a deal so far that it is ready to fund.
func (s *scene) ready(b bargain) supplychain.FundRequest {
	s.Helper()
	s.agreed(b)
	s.told(fmt.Sprintf("play hold DEAL=%s BANK=%s PARTY=supplier", b.name, b.desk.bank))
	return supplychain.FundRequest{Deal: s.deal(b.name), Hold: cash.HoldID(s.deal(b.name))}
}

func (s *scene) deal(name string) supplychain.DealID {
	return supplychain.DealID(s.mark() + "." + name)
}

func (s *scene) undertaking(name string) supplychain.UndertakingID {
	return supplychain.UndertakingID(s.mark() + "." + name)
}

// standing is everything that hangs on a deal with money set aside, as regulator sees it.
type standing struct {
	Deal     supplychain.Deal
	Slice    supplychain.Slice
	Hold     cash.Hold
	Register supplychain.Registration
	Seller   cash.Balance
	Bank     cash.Balance
}

func (s *scene) standing(b bargain) standing {
	s.Helper()
	require.NoError(s, s.Level(s.Context()))
	c := s.staff("regulator", "supervisor")
	paper := s.undertaking(b.paper)
	return standing{
		Deal:     *do(s, c, supplychain.GetDeal, s.deal(b.name)),
		Slice:    *do(s, c, supplychain.GetSlice, supplychain.SliceKey{Undertaking: paper, From: 1}),
		Hold:     *do(s, c, cash.GetHold, cash.HoldID(s.deal(b.name))),
		Register: *do(s, c, supplychain.GetRegistration, supplychain.InvoiceID(paper)),
		Seller:   *do(s, c, cash.GetBalance, cash.AccountID(s.mark()+".supplier")),
		Bank:     *do(s, c, cash.GetBalance, cash.AccountID(s.mark()+"."+b.desk.bank)),
	}
}

// requireFunded asks that a deal was funded from where it stood: once, all of it.
func (s *scene) requireFunded(b bargain, before standing) {
	s.Helper()
	after := s.standing(b)
	proceeds := before.Hold.Amount
	require.Equal(s, supplychain.Funded, after.Deal.Status)
	require.Equal(s, supplychain.Financed, after.Slice.Status)
	require.Equal(s, b.desk.party, after.Slice.Holder.Party)
	require.Equal(s, cash.HoldExecuted, after.Hold.Status)
	require.True(s, after.Register.Financed)
	require.Equal(s, plus(s, before.Seller.Posted, proceeds), after.Seller.Posted)
	require.Equal(s, before.Bank.Posted, plus(s, after.Bank.Posted, proceeds))
	require.Equal(s, before.Bank.Held, plus(s, after.Bank.Held, proceeds))
}

func plus(s *scene, a, b money.Money) money.Money {
	s.Helper()
	sum, err := a.Add(b)
	require.NoError(s, err)
	return sum
}

// quote is a financier's for a deal, until today.
func (s *scene) quote(name string, desk person, rate, salt string) supplychain.QuoteRequest {
	s.Helper()
	client := s.client(desk)
	return supplychain.QuoteRequest{Deal: s.deal(name), Quote: supplychain.Quote{
		Deal: s.deal(name), Financier: supplychain.Firm{Party: desk.party, Host: client.Identity().MSP},
		Account: cash.AccountID(s.mark() + "." + desk.bank),
		Terms:   supplychain.Terms{Method: supplychain.BankDiscount, Rate: decimal.MustParse(rate), AdvanceRate: decimal.FromInt64(1)},
		Expires: s.today(), FundBy: s.tomorrow(), Salt: salt,
	}}
}
