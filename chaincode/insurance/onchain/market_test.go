// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	cashonchain "github.com/consort-finance/consort/chaincode/cash/onchain"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/onchain"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	partiesonchain "github.com/consort-finance/consort/chaincode/parties/onchain"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

const (
	alphaMSP   = "AlphaMSP"     // the lead insurer's own member
	betaMSP    = "BetaMSP"      // the other insurer's
	ridgeMSP   = "RidgeMSP"     // the reinsurer's
	bankMSP    = "HarbourMSP"   // a bank that keeps all accounts and hosts natural persons and a broker
	millMSP    = "MillMSP"      // an industrial policyholder's
	rulerMSP   = "RegulatorMSP" // the regulator's
	stationMSP = "StationMSP"   // a weather service's

	monday = "2026-01-05"
)

// market is two insurers, a reinsurer, a bank, policyholders, a regulator and three oracles, with parties, cash and
// insurance on their channel.
type market struct {
	*stage.Stage
	officers        []*stage.Actor // a governor and registrar of each member, in the order of members
	alpha, chief    *stage.Actor   // two persons of the insurer alpha
	handler, expert *stage.Actor   // two more of them, who deal with claims
	beta, second    *stage.Actor   // two persons of the insurer beta
	ridge, other    *stage.Actor   // two persons of the reinsurer
	mill            *stage.Actor   // an industrial policyholder
	anna, bo        *stage.Actor   // natural persons, under names that tell nothing
	broker          *stage.Actor
	arbiter         *stage.Actor   // of the regulator
	keeper          *stage.Actor   // of the regulator, who keeps the register of losses
	oracles         []*stage.Actor // at three members
	attester        *stage.Actor
	count           int
}

var members = []string{alphaMSP, betaMSP, ridgeMSP, bankMSP, millMSP, rulerMSP, stationMSP}

func charter() parties.Charter {
	member := func(msp string, roles ...role.Role) parties.Member {
		return parties.Member{MSP: msp, Name: strings.TrimSuffix(msp, "MSP"), Roles: append(roles, role.Governor, role.Registrar)}
	}
	return parties.Charter{
		Name: "consort",
		Members: []parties.Member{
			member(alphaMSP, role.Insurer), member(betaMSP, role.Insurer), member(ridgeMSP, role.Reinsurer),
			member(bankMSP, role.AccountServicer, role.Oracle), member(millMSP),
			member(rulerMSP, role.Regulator, role.ReserveAttester, role.RegisterKeeper, role.Oracle), member(stationMSP, role.Oracle),
		},
		Threshold: 4, Delegates: []string{"cash"},
	}
}

// opened is a market on Monday, 5 January 2026, in which everybody has an account of the party's name: the insurers and the
// reinsurer with 20,000,000.00 EUR each, the mill with 2,000,000.00 and the persons with 50,000.00, and in which each has
// given its mandates (see grant).
func opened(t testing.TB) *market { return openedWith(t, onchain.New) }

// openedWith is an opened market with another make of the chaincode.
func openedWith(t testing.TB, build func(ledger.House) (*ledger.Chaincode, error)) *market {
	t.Helper()
	s := stage.New(t, 1, members...)
	var err error
	s.Charter, err = charter().Hash()
	require.NoError(t, err)
	s.Deploy(t, "parties", partiesonchain.New)
	s.Deploy(t, "cash", cashonchain.New)
	s.Deploy(t, "insurance", build)
	m := &market{
		Stage: s,
		alpha: s.Actor(alphaMSP, "alpha", "alpha", role.Insurer), chief: s.Actor(alphaMSP, "chief", "alpha", role.Insurer),
		handler: s.Actor(alphaMSP, "handler", "alpha", role.Insurer), expert: s.Actor(alphaMSP, "expert", "alpha", role.Insurer),
		beta: s.Actor(betaMSP, "beta", "beta", role.Insurer), second: s.Actor(betaMSP, "second", "beta", role.Insurer),
		ridge: s.Actor(ridgeMSP, "ridge", "ridge", role.Reinsurer), other: s.Actor(ridgeMSP, "other", "ridge", role.Reinsurer),
		mill: s.Actor(millMSP, "mill", "mill"),
		anna: s.Actor(bankMSP, "anna", "p-7f3a9c"), bo: s.Actor(bankMSP, "bo", "p-51d0e2"), broker: s.Actor(bankMSP, "broker", "broker"),
		arbiter: s.Actor(rulerMSP, "arbiter", "", role.Regulator), attester: s.Actor(rulerMSP, "attester", "", role.ReserveAttester),
		keeper: s.Actor(rulerMSP, "keeper", "", role.RegisterKeeper),
		oracles: []*stage.Actor{
			s.Actor(stationMSP, "station", "station", role.Oracle), s.Actor(bankMSP, "feed", "", role.Oracle), s.Actor(rulerMSP, "agency", "", role.Oracle),
		},
	}
	for _, msp := range members {
		m.officers = append(m.officers, s.Actor(msp, "officer", "", role.Governor, role.Registrar))
	}
	m.begin(t)
	m.deposits(t)
	m.grant(t)
	return m
}

// the parties of the market, and where they are hosted.
var hosted = []struct {
	party parties.PartyID
	host  int
	named bool
}{
	{"alpha", 0, true}, {"beta", 1, true}, {"ridge", 2, true}, {"broker", 3, true}, {"mill", 4, true}, {"treasury", 5, true}, {"station", 6, true},
	{"p-7f3a9c", 3, false}, {"p-51d0e2", 3, false},
}

func (m *market) begin(t testing.TB) {
	t.Helper()
	stage.Do(t, m.officers[0], parties.Found, charter())
	stage.Do(t, m.officers[0], parties.Roll, protocol.RollRequest{To: day(monday)})
	m.roll(t, monday)
	for i, party := range hosted {
		request := parties.RegisterRequest{ID: party.party, Kind: parties.NaturalPerson, Scheme: parties.SaltedHash, Identifier: fmt.Sprintf("%064x", i)}
		if party.named {
			lei, err := ident.NewLEI(fmt.Sprintf("54930000000000000%d", i))
			require.NoError(t, err)
			request = parties.RegisterRequest{ID: party.party, Kind: parties.LegalEntity, Scheme: parties.LEI, Identifier: lei.String(), Name: string(party.party)}
		}
		stage.Do(t, m.officers[party.host], parties.RegisterParty, request)
	}
}

func (m *market) deposits(t testing.TB) {
	t.Helper()
	govern(t, m, cash.SetCurrency, func(g protocol.Governed) cash.CurrencyRequest {
		return cash.CurrencyRequest{Governed: g, CurrencyKey: cash.CurrencyKey{Currency: euro}, ReserveAge: 2}
	})
	clerk, approver := m.Actor(bankMSP, "clerk", "", role.AccountServicer), m.Actor(bankMSP, "approver", "", role.AccountServicer)
	stage.Do(t, m.attester, cash.AttestReserve, cash.AttestRequest{Issuer: bankMSP, Amount: eur("100000000.00"), AsOf: day(monday), Evidence: strings.Repeat("0f", 32)})
	for _, party := range hosted {
		account := cash.AccountID(party.party)
		stage.Do(t, clerk, cash.OpenAccount, cash.OpenRequest{ID: account, Currency: euro, Party: party.party, Host: members[party.host]})
		amount, rich := map[cash.AccountID]string{"alpha": "20000000.00", "beta": "20000000.00", "ridge": "20000000.00", "mill": "2000000.00", "p-7f3a9c": "50000.00", "p-51d0e2": "50000.00"}[account]
		if !rich {
			continue
		}
		mint := cash.MintID("mint-" + string(account))
		stage.Do(t, clerk, cash.RequestMint, cash.MintRequest{ID: mint, Account: account, Amount: eur(amount)})
		stage.Do(t, approver, cash.ApproveMint, mint)
	}
	stage.Do(t, clerk, cash.OpenAccount, cash.OpenRequest{ID: "alpha-tax", Currency: euro, Party: "alpha", Host: alphaMSP})
	govern(t, m, cash.RegisterModule, func(g protocol.Governed) cash.ModuleRequest {
		return cash.ModuleRequest{Governed: g, Module: cash.Module{
			Name: insurance.Module, Caps: []money.Money{eur("10000000.00")}, EntryPoints: insurance.EntryPoints(),
			Operations: []cash.ModuleOperation{cash.ByHold, cash.ByRelease, cash.ByMandate, cash.ByConsent, cash.ByOwnership},
		}}
	})
}

// mandateOf is the name of a party's mandate for a purpose, such as alpha-claims.
func mandateOf(party parties.PartyID, purpose cash.Purpose) cash.MandateID {
	return cash.MandateID(string(party) + "-" + string(purpose))
}

// grant has everybody give the mandates that it needs: policyholders for premiums, insurers for refunds, claims, recoveries
// and reinsurance, the reinsurer for reinsurance, the broker for refunds; and alpha for refunds from its tax account.
func (m *market) grant(t testing.TB) {
	t.Helper()
	for _, given := range []struct {
		by       *stage.Actor
		party    parties.PartyID
		purposes []cash.Purpose
	}{
		{m.mill, "mill", []cash.Purpose{insurance.Premiums}}, {m.anna, "p-7f3a9c", []cash.Purpose{insurance.Premiums}}, {m.bo, "p-51d0e2", []cash.Purpose{insurance.Premiums}},
		{m.alpha, "alpha", []cash.Purpose{insurance.Refunds, insurance.Claims, insurance.Recoveries, insurance.Reinsurance}},
		{m.beta, "beta", []cash.Purpose{insurance.Refunds, insurance.Claims, insurance.Recoveries, insurance.Reinsurance}},
		{m.ridge, "ridge", []cash.Purpose{insurance.Reinsurance}},
		{m.broker, "broker", []cash.Purpose{insurance.Refunds}}, {m.alpha, "alpha-tax", []cash.Purpose{insurance.Refunds}},
	} {
		for _, purpose := range given.purposes {
			stage.Do(t, given.by, cash.GrantMandate, cash.MandateTerms{
				ID: mandateOf(given.party, purpose), Payer: cash.AccountID(given.party), Module: insurance.Module, Purpose: purpose,
				MaxUse: eur("10000000.00"), MaxTotal: eur("1000000000.00"), ValidUntil: day("2030-12-31"),
			})
		}
	}
}

// purse is a party's own account with its standing mandate for a purpose.
func purse(party parties.PartyID, purpose cash.Purpose) insurance.Purse {
	return insurance.Purse{Account: cash.AccountID(party), Mandate: mandateOf(party, purpose)}
}

// line is an insurer's line of a panel.
func line(insurer parties.PartyID, share int64) insurance.LineTerms {
	return insurance.LineTerms{
		Insurer: insurer, Share: share, Premiums: cash.AccountID(insurer),
		Refunds: purse(insurer, insurance.Refunds), Claims: purse(insurer, insurance.Claims),
	}
}

// govern has four of seven members adopt a request and carries it out.
func govern[Req protocol.Request, Res any](t testing.TB, m *market, e protocol.SubmitEndpoint[Req, Res], request func(protocol.Governed) Req) *Res {
	t.Helper()
	m.count++
	id := protocol.ResolutionID(fmt.Sprintf("resolution-%d", m.count))
	req := request(protocol.Governed{Resolution: id})
	proposal, err := parties.NewProposal(id, e, req, "for the test")
	require.NoError(t, err)
	stage.Do(t, m.officers[0], parties.ProposeResolution, proposal)
	for _, officer := range m.officers[1:4] {
		stage.Do(t, officer, parties.ApproveResolution, id)
	}
	return stage.Do(t, m.officers[4], e, req)
}

// roll moves the dates of cash and insurance.
func (m *market) roll(t testing.TB, to string) {
	t.Helper()
	stage.Do(t, m.officers[0], cash.RollDate, protocol.RollRequest{To: day(to)})
	stage.Do(t, m.officers[0], insurance.RollDate, protocol.RollRequest{To: day(to)})
}

// has checks what an account has.
func (m *market) has(t testing.TB, account cash.AccountID, amount string) {
	t.Helper()
	require.Equal(t, amount+" EUR", stage.Do(t, m.mill, cash.GetBalance, account).Posted.String(), "balance of %s", account)
}

// posted is what an account has, in minor units.
func (m *market) posted(t testing.TB, account cash.AccountID) int64 {
	t.Helper()
	return stage.Do(t, m.mill, cash.GetBalance, account).Posted.Amount.Minor()
}

var euro = money.MustCurrency("EUR")

func day(text string) date.Date { return date.MustParse(text) }

func eur(text string) money.Money { return money.MustParse(text + " EUR") }

func minor(text string) money.Amount { return eur(text).Amount }

func rate(text string) decimal.Decimal { return decimal.MustParse(text) }

type partyID = parties.PartyID
