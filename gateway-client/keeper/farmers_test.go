// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	cashonchain "github.com/consort-finance/consort/chaincode/cash/onchain"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/index"
	"github.com/consort-finance/consort/chaincode/insurance/onchain"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/insurance/refund"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	partiesonchain "github.com/consort-finance/consort/chaincode/parties/onchain"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/gateway-client/memory"
)

const (
	alpha = "AlphaMSP"
	bank  = "BankMSP"
	ruler = "RegulatorMSP"
)

// farmers is an insurer whose fund has 10,000.00 EUR, a bank that hosts a cooperative, and a regulator; the latter two
// observe rain. Each member of the cooperative has an account, and a policy that pays 10.00 in a dry June.
type farmers struct {
	*stage.Stage
	network                              *memory.Network
	insurer, second, coop, clerk, keeper *stage.Actor
	regulator, judge                     *stage.Actor
	oracles, officers                    []*stage.Actor
	policies                             []insurance.PolicyID
}

func day(text string) date.Date { return date.MustParse(text) }

func eur(text string) money.Money { return money.MustParse(text + " EUR") }

func charter() parties.Charter {
	member := func(msp string, roles ...role.Role) parties.Member {
		return parties.Member{MSP: msp, Name: strings.TrimSuffix(msp, "MSP"), Roles: append(roles, role.Governor, role.Registrar)}
	}
	return parties.Charter{
		Name: "consort", Threshold: 2, Delegates: []string{"cash"},
		Members: []parties.Member{
			member(alpha, role.Insurer), member(bank, role.AccountServicer, role.Oracle), member(ruler, role.Regulator, role.ReserveAttester, role.Oracle),
		},
	}
}

// newFarmers insures so many farms in districts by turns.
func newFarmers(t testing.TB, count int, districts ...oracle.Subject) *farmers {
	t.Helper()
	s := stage.New(t, 1, alpha, bank, ruler)
	var err error
	s.Charter, err = charter().Hash()
	require.NoError(t, err)
	s.Deploy(t, "parties", partiesonchain.New)
	s.Deploy(t, "cash", cashonchain.New)
	s.Deploy(t, "insurance", onchain.New)
	f := &farmers{
		Stage: s, insurer: s.Actor(alpha, "insurer", "alpha", role.Insurer), second: s.Actor(alpha, "second", "alpha", role.Insurer),
		coop: s.Actor(bank, "coop", "coop"), clerk: s.Actor(bank, "clerk", "", role.AccountServicer), keeper: s.Actor(bank, "keeper", ""),
		regulator: s.Actor(ruler, "regulator", "", role.Regulator, role.ReserveAttester), judge: s.Actor(ruler, "judge", "", role.Regulator),
		oracles: []*stage.Actor{s.Actor(bank, "radar", "", role.Oracle), s.Actor(ruler, "satellite", "", role.Oracle)},
	}
	for _, msp := range []string{alpha, bank, ruler} {
		f.officers = append(f.officers, s.Actor(msp, "officer", "", role.Governor, role.Registrar))
	}
	f.begin(t)
	f.money(t)
	f.product(t)
	for i := range count {
		f.insure(t, i, districts[i%len(districts)])
	}
	f.network = memory.New(s.World, memory.Every(2*time.Millisecond))
	return f
}

func (f *farmers) begin(t testing.TB) {
	t.Helper()
	stage.Do(t, f.officers[0], parties.Found, charter())
	stage.Do(t, f.officers[0], parties.Roll, protocol.RollRequest{To: day("2026-05-01")})
	f.roll(t, "2026-05-01")
	for i, party := range []parties.PartyID{"alpha", "coop"} {
		lei, err := ident.NewLEI(fmt.Sprintf("54930000000000000%d", i))
		require.NoError(t, err)
		stage.Do(t, f.officers[i], parties.RegisterParty, parties.RegisterRequest{
			ID: party, Kind: parties.LegalEntity, Scheme: parties.LEI, Identifier: lei.String(), Name: string(party),
		})
	}
}

func (f *farmers) roll(t testing.TB, to string) {
	t.Helper()
	stage.Do(t, f.officers[0], cash.RollDate, protocol.RollRequest{To: day(to)})
	stage.Do(t, f.officers[0], insurance.RollDate, protocol.RollRequest{To: day(to)})
}

func resolve[Req protocol.Request, Res any](t testing.TB, f *farmers, id protocol.ResolutionID, e protocol.SubmitEndpoint[Req, Res], request Req) {
	t.Helper()
	proposal, err := parties.NewProposal(id, e, request, "for the test")
	require.NoError(t, err)
	stage.Do(t, f.officers[0], parties.ProposeResolution, proposal)
	stage.Do(t, f.officers[1], parties.ApproveResolution, id)
	stage.Do(t, f.officers[2], e, request)
}

func (f *farmers) money(t testing.TB) {
	t.Helper()
	euro := money.MustCurrency("EUR")
	resolve(t, f, "euro", cash.SetCurrency, cash.CurrencyRequest{
		Governed: protocol.Governed{Resolution: "euro"}, CurrencyKey: cash.CurrencyKey{Currency: euro}, ReserveAge: 2,
	})
	stage.Do(t, f.regulator, cash.AttestReserve, cash.AttestRequest{Issuer: bank, Amount: eur("1000000.00"), AsOf: day("2026-05-01"), Evidence: strings.Repeat("0f", 32)})
	for id, host := range map[cash.AccountID]string{"alpha": alpha, "coop": bank} {
		stage.Do(t, f.clerk, cash.OpenAccount, cash.OpenRequest{ID: id, Currency: euro, Party: parties.PartyID(id), Host: host})
		stage.Do(t, f.clerk, cash.RequestMint, cash.MintRequest{ID: cash.MintID(id), Account: id, Amount: eur("100000.00")})
		stage.Do(t, f.Actor(bank, "approver", "", role.AccountServicer), cash.ApproveMint, cash.MintID(id))
	}
	stage.Do(t, f.clerk, cash.OpenAccount, cash.OpenRequest{ID: "fund", Currency: euro, Module: insurance.Module})
	resolve(t, f, "module", cash.RegisterModule, cash.ModuleRequest{Governed: protocol.Governed{Resolution: "module"}, Module: cash.Module{
		Name: insurance.Module, Caps: []money.Money{eur("10000.00")}, EntryPoints: insurance.EntryPoints(),
		Operations: []cash.ModuleOperation{cash.ByMandate, cash.ByOwnership},
	}})
	stage.Do(t, f.coop, cash.GrantMandate, cash.MandateTerms{
		ID: "premiums", Payer: "coop", Module: insurance.Module, Purpose: insurance.Premiums, MaxUse: eur("1000.00"), MaxTotal: eur("100000.00"), ValidUntil: day("2030-12-31"),
	})
	stage.Do(t, f.insurer, insurance.RegisterFund, insurance.FundKey{Account: "fund"})
	stage.Do(t, f.insurer, cash.Transfer, cash.TransferRequest{From: "alpha", To: "fund", Amount: eur("10000.00")})
	stage.Do(t, f.clerk, cash.MarkHighVolume, cash.HighVolumeRequest{Account: "fund", Stripes: insurance.Lanes})
}

func feed() oracle.FeedTerms {
	provider := func(host string) oracle.Provider {
		return oracle.Provider{Host: host, Upstream: host, Dataset: "rain", Version: "final"}
	}
	return oracle.FeedTerms{
		ID: "rain", Unit: "MMT", Scale: 1, Most: 20_000, Median: oracle.Mean, ReportDays: 5, StaleDays: 5, ChallengeDays: 1, ArbitrationDays: 5,
		Sources: []oracle.Source{{Name: "Kaski", Quorum: 1, SpreadMax: 20, Providers: []oracle.Provider{provider(bank), provider(ruler)}}},
	}
}

func (f *farmers) product(t testing.TB) {
	t.Helper()
	stage.Do(t, f.regulator, insurance.AdmitFeed, feed())
	stage.Do(t, f.judge, insurance.AdmitFeed, feed())
	fund := insurance.Purse{Account: "fund"}
	stage.Do(t, f.insurer, insurance.OpenPanelOf, insurance.PanelTerms{ID: "alone", Currency: money.MustCurrency("EUR"), Lines: []insurance.LineTerms{
		{Insurer: "alpha", Share: insurance.Whole, Premiums: "alpha", Refunds: fund, Claims: fund},
	}})
	terms := crops()
	stage.Do(t, f.insurer, insurance.DraftVersion, terms)
	stage.Do(t, f.insurer, insurance.SubmitVersion, terms.VersionKey)
	stage.Do(t, f.second, insurance.ActivateVersion, terms.VersionKey)
}

// crops pays 1 % of the sum insured for each whole millimetre below 30.
func crops() insurance.ProductTerms {
	return insurance.ProductTerms{
		VersionKey: insurance.VersionKey{Product: "crops", Version: 1}, Class: "CROP", Basis: insurance.Parametric, Occasion: insurance.Occurrence,
		Currency: money.MustCurrency("EUR"), Wording: strings.Repeat("a1", 32), TermMonths: 12, InstalmentsMost: 1, Panel: "alone",
		Covers:       []insurance.Cover{{Code: "DROUGHT", SumMost: eur("1000.00").Amount, Rate: decimal.MustParse("0.1")}},
		Rating:       insurance.Rating{SumReferred: eur("1000.00").Amount, SumMost: eur("1000.00").Amount, QuoteDays: 30},
		Cancellation: refund.Terms{Method: refund.ProRata},
		Parametric: &insurance.ParametricTerms{ClosingDays: 1, Triggers: []insurance.TriggerTerms{{
			Cover: "DROUGHT", Feed: "rain", From: day("2026-06-01"), To: day("2026-06-30"), PremiumBack: decimal.FromInt64(1),
			Terms: index.Terms{Linear: &index.Linear{
				Direction: index.Below, Strike: decimal.FromInt64(300), Share: decimal.FromInt64(1),
				Tick: &index.Tick{Step: decimal.FromInt64(10), Share: decimal.MustParse("0.01")},
			}},
		}}},
	}
}

// insure makes a policy of 1,000.00 for the cooperative's member with a number.
func (f *farmers) insure(t testing.TB, number int, district oracle.Subject) {
	t.Helper()
	id := insurance.PolicyID(fmt.Sprintf("farm-%d", number))
	account := cash.AccountID(id)
	stage.Do(t, f.clerk, cash.OpenAccount, cash.OpenRequest{ID: account, Currency: money.MustCurrency("EUR"), Party: "coop", Host: bank})
	quote := stage.Do(t, f.coop, insurance.AskQuote, insurance.QuoteRequest{
		ID: insurance.QuoteID(id), Kind: insurance.ForPolicy, Policy: id, Product: insurance.VersionKey{Product: "crops", Version: 1},
		Covers: []insurance.Asked{{Cover: "DROUGHT", Sum: eur("1000.00").Amount}}, From: day("2026-05-01"), Risk: strings.Repeat("7e", 32),
		Account: account, Payer: insurance.Purse{Account: "coop", Mandate: "premiums"}, Instalments: 1,
		Choices: []insurance.Choice{{Trigger: 1, Subject: district}},
	})
	stage.Do(t, f.insurer, insurance.OfferQuote, insurance.OfferRequest{Quote: quote.ID})
	stage.Do(t, f.coop, insurance.AcceptQuote, insurance.AcceptRequest{Quote: quote.ID, Most: eur("100.00")})
	stage.Do(t, f.insurer, insurance.BindPolicy, insurance.BindRequest{Quote: quote.ID})
	f.policies = append(f.policies, id)
}

func june(district oracle.Subject) oracle.RoundKey {
	return oracle.RoundKey{Feed: "rain", Subject: district, From: day("2026-06-01"), To: day("2026-06-30")}
}

// observe has both oracles report on 1 July; nobody has counted it.
func (f *farmers) observe(t testing.TB, value int64, districts ...oracle.Subject) {
	t.Helper()
	f.roll(t, "2026-07-01")
	for _, district := range districts {
		for _, oracleOf := range f.oracles {
			stage.Do(t, oracleOf, insurance.Observe, oracle.ObservationRequest{
				RoundKey: june(district), Reading: index.Reading{Value: value}, Dataset: "rain", Version: "final", TakenOn: day("2026-07-01"),
			})
		}
	}
}

// finish has the observations counted and made final.
func (f *farmers) finish(t testing.TB, value int64, districts ...oracle.Subject) {
	t.Helper()
	f.observe(t, value, districts...)
	for _, district := range districts {
		stage.Do(t, f.keeper, insurance.AdvanceRound, june(district))
	}
	f.roll(t, "2026-07-03")
}

func (f *farmers) client(t testing.TB, who *stage.Actor) *gatewayclient.Client {
	t.Helper()
	return f.clientOver(t, f.network.Transport(who.ID))
}

// patient keeps what is in tests from waiting long.
var patient = gatewayclient.Retries{Conflicts: 20, Endorsements: 5, Pause: time.Millisecond, PauseMax: 10 * time.Millisecond}

func (f *farmers) clientOver(t testing.TB, transport gatewayclient.Transport) *gatewayclient.Client {
	t.Helper()
	client, err := gatewayclient.New(context.Background(), transport, f.World.Channel(), gatewayclient.Defaults(gatewayclient.Retry(patient)))
	require.NoError(t, err)
	t.Cleanup(func() { _ = client.Close() }) // a dead transport does not close
	return client
}

// paidOnce checks that each of the policies was evaluated once and got 10.00, and that the fund paid just that.
func (f *farmers) paidOnce(t testing.TB, but ...insurance.PolicyID) {
	t.Helper()
	unpaid := map[insurance.PolicyID]bool{}
	for _, policy := range but {
		unpaid[policy] = true
	}
	for _, policy := range f.policies {
		evaluations := stage.Do(t, f.keeper, insurance.Evaluations, insurance.EvaluationsRequest{Policy: policy}).Items
		balance := stage.Do(t, f.keeper, cash.GetBalance, cash.AccountID(policy)).Posted
		if unpaid[policy] {
			require.Empty(t, evaluations)
			require.Equal(t, "0.00 EUR", balance.String())
			continue
		}
		require.Len(t, evaluations, 1, policy)
		require.Equal(t, "10.00 EUR", balance.String(), policy)
	}
	left := stage.Do(t, f.keeper, cash.GetBalance, cash.AccountID("fund")).Posted
	require.Equal(t, int64(1_000_000-1000*(len(f.policies)-len(but))), left.Amount.Minor())
}
