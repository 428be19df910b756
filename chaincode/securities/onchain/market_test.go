// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	cashonchain "github.com/consort-finance/consort/chaincode/cash/onchain"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	partiesonchain "github.com/consort-finance/consort/chaincode/parties/onchain"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/bond"
	"github.com/consort-finance/consort/chaincode/securities/onchain"
)

const (
	csd      = "DepositoryMSP"
	north    = "NorthbankMSP" // custodian, account servicer and paying agent
	south    = "SouthbankMSP" // custodian and account servicer
	industry = "IndustryMSP"  // the issuer's own member
	ruler    = "RegulatorMSP"

	monday = "2026-01-05"
)

// market is a depository, two custodian banks, an issuer, a regulator and three investors, with parties, cash and
// securities on their channel. Each investor has a cash account with 1,000,000.00 EUR and a securities account, both of
// its party's name: orchard and summit at Northbank, harbour at Southbank.
type market struct {
	*stage.Stage
	officers                 []*stage.Actor // one of each member, in the order of members
	issuer, treasurer        *stage.Actor   // two people of the issuer industry
	keeper, second           *stage.Actor   // two people of the depository
	orchard, harbour, summit *stage.Actor   // investors
	northDesk, southDesk     *stage.Actor   // custodians' desks; they act for the parties northbank and southbank
	agent                    *stage.Actor   // the paying agent's desk, which acts for northbank
	venue                    *stage.Actor   // who runs the market, at the depository
	judge                    *stage.Actor   // the regulator
	count                    int
	cast                     map[*stage.Actor]enrolled
}

var members = []string{csd, north, south, industry, ruler}

func charter() parties.Charter {
	bank := []role.Role{role.Governor, role.Registrar, role.AccountServicer, role.Custodian, role.PayingAgent}
	// Southbank may hold every role there is, so that who is refused there is refused for not being the one that is meant.
	everything := append(slices.Clone(bank), role.Depository, role.Venue, role.Issuer, role.Regulator)
	return parties.Charter{
		Name: "consort",
		Members: []parties.Member{
			{MSP: csd, Name: "Depository", Roles: []role.Role{role.Governor, role.Registrar, role.Depository, role.Venue}},
			{MSP: north, Name: "Northbank", Roles: bank},
			{MSP: south, Name: "Southbank", Roles: everything},
			{MSP: industry, Name: "Industry", Roles: []role.Role{role.Governor, role.Registrar, role.Issuer}},
			{MSP: ruler, Name: "Regulator", Roles: []role.Role{role.Governor, role.Registrar, role.Regulator, role.ReserveAttester, role.KYCAttester}},
		},
		Threshold: 3, Delegates: []string{"cash"},
	}
}

// The parties and their hosts, in the order of their LEIs.
var firms = []struct {
	id   parties.PartyID
	host string
}{{"industry", industry}, {"northbank", north}, {"southbank", south}, {"orchard", north}, {"harbour", south}, {"summit", north}}

func lei(t testing.TB, n int) ident.LEI {
	t.Helper()
	made, err := ident.NewLEI(fmt.Sprintf("54930000000000000%d", n))
	require.NoError(t, err)
	return made
}

// opened is a market in which everybody has accounts, and no instrument.
func opened(t testing.TB) *market {
	t.Helper()
	s := stage.New(t, 1, members...)
	var err error
	s.Charter, err = charter().Hash()
	require.NoError(t, err)
	s.Deploy(t, "parties", partiesonchain.New)
	s.Deploy(t, "cash", cashonchain.New)
	s.Deploy(t, securities.Module, onchain.New)
	m := &market{Stage: s}
	m.actors()
	m.begin(t)
	m.money(t)
	m.accounts(t)
	return m
}

// actors enrols everybody.
func (m *market) actors() {
	m.issuer, m.treasurer = m.enrol(industry, "issuer", "industry", role.Issuer), m.enrol(industry, "treasurer", "industry", role.Issuer)
	m.keeper, m.second = m.enrol(csd, "keeper", "", role.Depository), m.enrol(csd, "second", "", role.Depository)
	m.orchard, m.summit = m.enrol(north, "orchard", "orchard"), m.enrol(north, "summit", "summit")
	m.harbour = m.enrol(south, "harbour", "harbour")
	m.northDesk, m.southDesk = m.enrol(north, "desk", "northbank", role.Custodian), m.enrol(south, "desk", "southbank", role.Custodian)
	m.agent = m.enrol(north, "agent", "northbank", role.PayingAgent)
	m.venue, m.judge = m.enrol(csd, "venue", "", role.Venue), m.enrol(ruler, "judge", "", role.Regulator)
	for _, msp := range members {
		m.officers = append(m.officers, m.enrol(msp, "officer", "", role.Governor, role.Registrar))
	}
}

func (m *market) begin(t testing.TB) {
	t.Helper()
	stage.Do(t, m.officers[0], parties.Found, charter())
	stage.Do(t, m.officers[0], parties.Roll, protocol.RollRequest{To: day(monday)})
	m.roll(t, monday)
	for i, firm := range firms {
		stage.Do(t, m.officerOf(firm.host), parties.RegisterParty, parties.RegisterRequest{
			ID: firm.id, Kind: parties.LegalEntity, Scheme: parties.LEI, Identifier: lei(t, i).String(), Name: string(firm.id),
		})
	}
}

func (m *market) officerOf(msp string) *stage.Actor {
	for i, member := range members {
		if member == msp {
			return m.officers[i]
		}
	}
	return nil
}

func (m *market) money(t testing.TB) {
	t.Helper()
	govern(t, m, cash.SetCurrency, func(g protocol.Governed) cash.CurrencyRequest {
		return cash.CurrencyRequest{Governed: g, CurrencyKey: cash.CurrencyKey{Currency: money.MustCurrency("EUR")}, ReserveAge: 2}
	})
	clerk, other := m.Actor(north, "clerk", "", role.AccountServicer), m.Actor(north, "other", "", role.AccountServicer)
	attester := m.Actor(ruler, "attester", "", role.ReserveAttester)
	stage.Do(t, attester, cash.AttestReserve, cash.AttestRequest{Issuer: north, Amount: eur("100000000.00"), AsOf: day(monday), Evidence: strings.Repeat("0f", 32)})
	for _, firm := range firms {
		id := cash.AccountID(firm.id)
		stage.Do(t, clerk, cash.OpenAccount, cash.OpenRequest{ID: id, Currency: money.MustCurrency("EUR"), Party: firm.id, Host: firm.host})
		mint := cash.MintID("mint-" + string(firm.id))
		stage.Do(t, clerk, cash.RequestMint, cash.MintRequest{ID: mint, Account: id, Amount: eur("1000000.00")})
		stage.Do(t, other, cash.ApproveMint, mint)
	}
	govern(t, m, cash.RegisterModule, func(g protocol.Governed) cash.ModuleRequest {
		return cash.ModuleRequest{Governed: g, Module: cash.Module{
			Name: securities.Module, Caps: []money.Money{eur("5000000.00")}, EntryPoints: securities.EntryPoints(),
			Operations: []cash.ModuleOperation{cash.ByHold, cash.ByRelease, cash.ByMandate, cash.ByConsent, cash.ByOwnership},
		}}
	})
}

// accounts opens a securities account for each investor and bank, and the issuer's treasury at Northbank.
func (m *market) accounts(t testing.TB) {
	t.Helper()
	open := func(desk *stage.Actor, id string, kind securities.AccountKind) {
		stage.Do(t, desk, securities.OpenAccount, securities.AccountTerms{
			ID: securities.AccountID(id), Owner: parties.PartyID(id), Kind: kind, Cash: cash.AccountID(id), Tax: "standard",
		})
	}
	open(m.northDesk, "industry", securities.Treasury)
	open(m.northDesk, "orchard", securities.Investor)
	open(m.northDesk, "summit", securities.Investor)
	open(m.southDesk, "harbour", securities.Investor)
	open(m.northDesk, "northbank", securities.Nominee)
	open(m.southDesk, "southbank", securities.Nominee)
}

// govern has three of five members adopt a request and carries it out.
func govern[Req protocol.Request, Res any](t testing.TB, m *market, e protocol.SubmitEndpoint[Req, Res], request func(protocol.Governed) Req) *Res {
	t.Helper()
	m.count++
	id := protocol.ResolutionID(fmt.Sprintf("resolution-%d", m.count))
	req := request(protocol.Governed{Resolution: id})
	proposal, err := parties.NewProposal(id, e, req, "for the test")
	require.NoError(t, err)
	stage.Do(t, m.officers[0], parties.ProposeResolution, proposal)
	stage.Do(t, m.officers[1], parties.ApproveResolution, id)
	stage.Do(t, m.officers[3], parties.ApproveResolution, id)
	return stage.Do(t, m.officers[2], e, req)
}

// roll moves the dates of cash and securities.
func (m *market) roll(t testing.TB, to string) {
	t.Helper()
	stage.Do(t, m.officers[0], cash.RollDate, protocol.RollRequest{To: day(to)})
	stage.Do(t, m.officers[0], securities.RollDate, protocol.RollRequest{To: day(to)})
}

// bondTerms are a bond of industry: units of 1,000.00 EUR, 5 % a year, due on 5 January 2029.
func bondTerms(t testing.TB) securities.Terms {
	t.Helper()
	target, err := date.TARGET2(2026, 2030)
	require.NoError(t, err)
	return securities.Terms{
		Kind: securities.Bond, Name: "Industry 5 % 2029", ISIN: ident.MustISIN("XF0000C14922"), CFI: ident.MustCFI("DBFUFR"), LEI: lei(t, 0),
		Currency: money.MustCurrency("EUR"), Nominal: money.MustAmount(100_000), Size: 1_000_000, Rounding: decimal.HalfUp,
		Bond: &bond.Terms{
			Coupon: bond.Fixed, Rate: decimal.MustParse("0.05"), DayCount: date.ActActICMA, Convention: date.Following, Calendar: target,
			Interest:   date.Schedule{Start: day(monday), End: day("2029-01-05"), Frequency: date.Annual, Stub: date.NoStub},
			RecordDays: 1,
		},
		Policy: parties.RegisteredPolicy, Document: securities.Hash(strings.Repeat("d0", 32)), Depository: csd, Regulator: ruler,
		Classes: []securities.Cap{{Class: "professional", Most: 50}, {Class: "public"}},
	}
}

// shareTerms are ordinary shares of industry.
func shareTerms(t testing.TB) securities.Terms {
	t.Helper()
	return securities.Terms{
		Kind: securities.Share, Name: "Industry ordinary", ISIN: ident.MustISIN("GB00BYXJL758"), CFI: ident.MustCFI("ESVUFR"), LEI: lei(t, 0),
		Currency: money.MustCurrency("EUR"), Size: 1_000_000, Rounding: decimal.HalfUp, Share: &securities.ShareTerms{Votes: 1},
		Policy: parties.RegisteredPolicy, Document: securities.Hash(strings.Repeat("d1", 32)), Depository: csd, Regulator: ruler,
		Classes: []securities.Cap{{Class: "professional", Most: 50}, {Class: "public"}},
	}
}

// list brings an instrument to its primary phase, with lots of the given sizes in the treasury account industry, and
// everybody admitted to it.
func (m *market) list(t testing.TB, id string, terms securities.Terms, sizes ...securities.Quantity) securities.InstrumentID {
	t.Helper()
	instrument := securities.InstrumentID(id)
	stage.Do(t, m.issuer, securities.ProposeInstrument, securities.ProposeRequest{ID: instrument, Terms: terms})
	hash, err := terms.Hash()
	require.NoError(t, err)
	stage.Do(t, m.keeper, securities.ApproveTerms, securities.ApproveRequest{
		TermsKey: securities.TermsKey{Instrument: instrument, Version: 1}, Hash: hash,
	})
	stage.Do(t, m.issuer, securities.OpenPrimary, instrument)
	for _, firm := range firms[1:] {
		stage.Do(t, m.keeper, securities.AdmitInvestor, securities.AdmitRequest{
			AdmissionKey: securities.AdmissionKey{Instrument: instrument, Party: firm.id}, Class: "public", Jurisdiction: "DE", Until: day("2029-12-31"),
		})
	}
	m.issue(t, instrument, sizes...)
	return instrument
}

// issue makes lots in the treasury.
func (m *market) issue(t testing.TB, instrument securities.InstrumentID, sizes ...securities.Quantity) {
	t.Helper()
	m.count++
	issue := securities.IssueID(fmt.Sprintf("issue-%d", m.count))
	stage.Do(t, m.issuer, securities.RequestIssue, securities.IssueRequest{ID: issue, Instrument: instrument, Account: "industry", Sizes: sizes})
	stage.Do(t, m.keeper, securities.DecideIssue, securities.DecideIssueRequest{ID: issue, Accept: true})
}

// active is a market with an instrument in circulation: units of it lie in each investor's account as one lot of 1,000,
// and 10,000 more in the treasury.
func active(t testing.TB, id string, terms securities.Terms) *market {
	t.Helper()
	m := opened(t)
	m.list(t, id, terms, 1000, 1000, 1000, 10_000)
	for _, to := range []securities.AccountID{"orchard", "harbour", "summit"} {
		m.pass(t, id, m.issuer, "industry", to, 1000)
	}
	stage.Do(t, m.keeper, securities.Activate, securities.InstrumentID(id))
	return m
}

// pass moves units free of payment, out of as many free lots as it takes.
func (m *market) pass(t testing.TB, id string, by *stage.Actor, from, to securities.AccountID, quantity securities.Quantity) []securities.Lot {
	t.Helper()
	return stage.Do(t, by, securities.Transfer, securities.TransferRequest{
		Instrument: securities.InstrumentID(id), From: from, To: to, Lots: m.inputs(t, id, from, quantity), Quantity: quantity,
	}).Lots
}

// inputs are free lots of an account that have at least a quantity, an equal one first.
func (m *market) inputs(t testing.TB, id string, account securities.AccountID, quantity securities.Quantity) []securities.LotID {
	t.Helper()
	var chosen []securities.LotID
	var sum securities.Quantity
	for _, lot := range m.lots(t, id, account) {
		switch {
		case lot.Status != securities.Free:
		case lot.Quantity == quantity:
			return []securities.LotID{lot.ID}
		case sum < quantity:
			chosen, sum = append(chosen, lot.ID), sum+lot.Quantity
		}
	}
	require.GreaterOrEqual(t, sum, quantity, "account %s has too few units of %s", account, id)
	return chosen
}

// lots are the live lots of an account in an instrument.
func (m *market) lots(t testing.TB, id string, account securities.AccountID) []securities.Lot {
	t.Helper()
	return stage.Do(t, m.keeper, securities.LotsByAccount, securities.LotsRequest{
		Account: account, Instrument: securities.InstrumentID(id), PageRequest: protocol.PageRequest{Size: protocol.PageSizeMax},
	}).Items
}

// holds checks how many units an account has.
func (m *market) holds(t testing.TB, id string, account securities.AccountID, want securities.Quantity) {
	t.Helper()
	var sum securities.Quantity
	for _, lot := range m.lots(t, id, account) {
		sum += lot.Quantity
	}
	require.Equal(t, want, sum, "units of %s in account %s", id, account)
}

// has checks the money that an account has.
func (m *market) has(t testing.TB, account cash.AccountID, want string) {
	t.Helper()
	found := stage.Do(t, m.keeper, cash.GetAccount, account)
	require.Equal(t, eur(want).Amount, found.Posted, "money in account %s", account)
}

func day(text string) date.Date { return date.MustParse(text) }

func eur(amount string) money.Money { return money.MustParse(amount + " EUR") }
