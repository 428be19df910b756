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
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	partiesonchain "github.com/consort-finance/consort/chaincode/parties/onchain"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
	"github.com/consort-finance/consort/chaincode/supplychain/onchain"
)

const (
	motors = "MotorsMSP" // the anchor buyer's own member
	north  = "NorthbankMSP"
	south  = "SouthbankMSP"
	ruler  = "RegulatorMSP"

	monday   = "2026-01-05"
	maturity = "2026-03-06" // 60 days later
)

// market is an anchor, three tiers of suppliers and two banks, with parties, cash and supplychain on their channel.
type market struct {
	*stage.Stage
	officers             []*stage.Actor
	maker, checker       *stage.Actor // two people of the anchor
	one, two, three      *stage.Actor // suppliers: the first and third are hosted by Northbank, the second by Southbank
	northDesk, southDesk *stage.Actor // who finance for the banks
	keeper, second       *stage.Actor // who keep the register of invoices
	arbiter, attester    *stage.Actor // who decides and freezes, and who attests reserves
	count                int
	books                map[supplychain.OrderID]supplychain.OrderBook
}

func charter() parties.Charter {
	bank := []role.Role{role.Governor, role.Registrar, role.AccountServicer, role.AnchorBuyer, role.Supplier, role.Financier}
	return parties.Charter{
		Name: "consort",
		Members: []parties.Member{
			{MSP: motors, Name: "Motors", Roles: []role.Role{role.Governor, role.Registrar, role.AnchorBuyer}},
			{MSP: north, Name: "Northbank", Roles: bank},
			{MSP: south, Name: "Southbank", Roles: bank},
			{MSP: ruler, Name: "Regulator", Roles: []role.Role{role.Governor, role.Regulator, role.RegisterKeeper, role.ReserveAttester}},
		},
		Threshold: 3, Delegates: []string{"cash"},
	}
}

// opened is a market with a programme in which everybody has an account of the party's name, the anchor with 10,000,000.00
// EUR and the banks with 5,000,000.00 each, and lines of 3,000,000.00 of both banks on the anchor.
func opened(t testing.TB) *market {
	t.Helper()
	s := stage.New(t, 1, motors, north, south, ruler)
	var err error
	s.Charter, err = charter().Hash()
	require.NoError(t, err)
	s.Deploy(t, "parties", partiesonchain.New)
	s.Deploy(t, "cash", cashonchain.New)
	s.Deploy(t, "supplychain", onchain.New)
	m := &market{
		Stage: s, books: map[supplychain.OrderID]supplychain.OrderBook{},
		maker: s.Actor(motors, "maker", "motors", role.AnchorBuyer), checker: s.Actor(motors, "checker", "motors", role.AnchorBuyer),
		one: s.Actor(north, "one", "tier-one", role.Supplier), two: s.Actor(south, "two", "tier-two", role.Supplier),
		three:     s.Actor(north, "three", "tier-three", role.Supplier),
		northDesk: s.Actor(north, "desk", "northbank", role.Financier), southDesk: s.Actor(south, "desk", "southbank", role.Financier),
		keeper: s.Actor(ruler, "keeper", "", role.RegisterKeeper), second: s.Actor(ruler, "second", "", role.RegisterKeeper),
		arbiter:  s.Actor(ruler, "arbiter", "", role.Regulator),
		attester: s.Actor(ruler, "attester", "", role.ReserveAttester),
	}
	for _, msp := range []string{motors, north, south, ruler} {
		m.officers = append(m.officers, s.Actor(msp, "officer", "", role.Governor, role.Registrar))
	}
	m.begin(t)
	m.money(t)
	m.programme(t)
	return m
}

func (m *market) begin(t testing.TB) {
	t.Helper()
	stage.Do(t, m.officers[0], parties.Found, charter())
	stage.Do(t, m.officers[0], parties.Roll, protocol.RollRequest{To: day(monday)})
	m.roll(t, monday)
	for i, party := range []struct {
		id   parties.PartyID
		host int
	}{{"motors", 0}, {"tier-one", 1}, {"tier-two", 2}, {"tier-three", 1}, {"northbank", 1}, {"southbank", 2}} {
		lei, err := ident.NewLEI(fmt.Sprintf("54930000000000000%d", i))
		require.NoError(t, err)
		stage.Do(t, m.officers[party.host], parties.RegisterParty, parties.RegisterRequest{
			ID: party.id, Kind: parties.LegalEntity, Scheme: parties.LEI, Identifier: lei.String(), Name: string(party.id),
		})
	}
}

func (m *market) money(t testing.TB) {
	t.Helper()
	govern(t, m, cash.SetCurrency, func(g protocol.Governed) cash.CurrencyRequest {
		return cash.CurrencyRequest{Governed: g, CurrencyKey: cash.CurrencyKey{Currency: money.MustCurrency("EUR")}, ReserveAge: 2}
	})
	clerk, other := m.Actor(north, "clerk", "", role.AccountServicer), m.Actor(north, "other", "", role.AccountServicer)
	for id, host := range map[cash.AccountID]string{
		"motors": motors, "tier-one": north, "tier-two": south, "tier-three": north, "northbank": north, "southbank": south,
	} {
		stage.Do(t, clerk, cash.OpenAccount, cash.OpenRequest{ID: id, Currency: money.MustCurrency("EUR"), Party: parties.PartyID(id), Host: host})
	}
	stage.Do(t, clerk, cash.OpenAccount, cash.OpenRequest{ID: "collection", Currency: money.MustCurrency("EUR"), Module: "supplychain"})
	stage.Do(t, m.attester, cash.AttestReserve, cash.AttestRequest{Issuer: north, Amount: eur("100000000.00"), AsOf: day(monday), Evidence: strings.Repeat("0f", 32)})
	for id, amount := range map[cash.AccountID]string{"motors": "10000000.00", "northbank": "5000000.00", "southbank": "5000000.00"} {
		mint := cash.MintID("mint-" + string(id))
		stage.Do(t, clerk, cash.RequestMint, cash.MintRequest{ID: mint, Account: id, Amount: eur(amount)})
		stage.Do(t, other, cash.ApproveMint, mint)
	}
	govern(t, m, cash.RegisterModule, func(g protocol.Governed) cash.ModuleRequest {
		return cash.ModuleRequest{Governed: g, Module: cash.Module{
			Name: supplychain.Module, Caps: []money.Money{eur("5000000.00")}, EntryPoints: supplychain.EntryPoints(),
			Operations: []cash.ModuleOperation{cash.ByHold, cash.ByRelease, cash.ByMandate, cash.ByConsent, cash.ByOwnership},
		}}
	})
}

func terms() supplychain.ProgrammeTerms {
	return supplychain.ProgrammeTerms{
		ID: "motors-2026", Currency: money.MustCurrency("EUR"), Collection: "collection", DayCount: date.Act360,
		Convention: date.Unadjusted, TenorMin: 1, TenorMax: 180, DepthMax: 3, UnitMin: 100, Grace: 5, DefaultAfter: 30,
		QuantityTolerance: decimal.MustParse("0.05"), FeeMax: decimal.MustParse("0.05"), Recourse: true, DefencesKept: true,
	}
}

func (m *market) programme(t testing.TB) {
	t.Helper()
	stage.Do(t, m.maker, supplychain.Open, terms())
	for _, desk := range []*stage.Actor{m.northDesk, m.southDesk} {
		stage.Do(t, desk, supplychain.SetLine, supplychain.LineRequest{Debtor: "motors", Limit: eur("3000000.00"), Buckets: 2, Expires: day("2026-12-31")})
	}
	stage.Do(t, m.maker, cash.GrantMandate, cash.MandateTerms{
		ID: "motors-payables", Payer: "motors", Module: supplychain.Module, Purpose: supplychain.Payables,
		MaxUse: eur("5000000.00"), MaxTotal: eur("10000000.00"), ValidUntil: day("2026-12-31"),
	})
	stage.Do(t, m.keeper, supplychain.OpenEpoch, supplychain.EpochRequest{Number: 1})
	stage.Do(t, m.keeper, supplychain.KeepRing, supplychain.RingRequest{Epochs: 1, Ring: duplicate.Ring{{Epoch: 1, Secret: []byte(strings.Repeat("k", 32))}}})
}

// govern has three of four members adopt a request and carries it out.
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

// roll moves the dates of cash and supplychain.
func (m *market) roll(t testing.TB, to string) {
	t.Helper()
	stage.Do(t, m.officers[0], cash.RollDate, protocol.RollRequest{To: day(to)})
	stage.Do(t, m.officers[0], supplychain.RollDate, protocol.RollRequest{To: day(to)})
}

// undertake brings a purchase order of 1,000 pieces all the way to an active undertaking held by tier one, named id.
func (m *market) undertake(t testing.TB, id, price string) supplychain.Slice {
	t.Helper()
	m.bill(t, id, "INV-"+id, price)
	m.register(t, id)
	return m.issue(t, id)
}

// programmeTerms are those of another programme, with the day count ACT/365F.
func programmeTerms(id supplychain.ProgrammeID) supplychain.ProgrammeTerms {
	frame := terms()
	frame.ID, frame.DayCount = id, date.Act365F
	return frame
}

func (m *market) bill(t testing.TB, id, number, price string) supplychain.Invoice {
	t.Helper()
	return m.billUnder(t, "motors-2026", id, number, price)
}

func (m *market) billUnder(t testing.TB, programme supplychain.ProgrammeID, id, number, price string) supplychain.Invoice {
	t.Helper()
	thousand := decimal.FromInt64(1000)
	order := supplychain.OrderID("PO-" + id)
	m.order(t, programme, order, supplychain.OrderLine{Line: 1, Item: "04012345111118", Quantity: thousand, Price: decimal.MustParse(price)})
	m.receive(t, supplychain.ReceiptID("GRN-"+id), order, thousand)
	return m.invoice(t, supplychain.SubmitInvoice, id, number, order, thousand, price)
}

const salt = "5a5b5c5d5e5f60616263646566676869"

// order places an order and opens the book that buyer and supplier keep of it.
func (m *market) order(t testing.TB, programme supplychain.ProgrammeID, id supplychain.OrderID, line supplychain.OrderLine) {
	t.Helper()
	terms := supplychain.OrderTerms{Salt: salt, Lines: []supplychain.OrderLine{line}}
	stage.Do(t, m.maker, supplychain.PlaceOrder, supplychain.OrderRequest{ID: id, Programme: programme, Supplier: "tier-one", Terms: terms})
	m.books[id] = terms.Book()
}

// receive confirms a quantity of an order's line 1.
func (m *market) receive(t testing.TB, id supplychain.ReceiptID, order supplychain.OrderID, quantity decimal.Decimal) {
	t.Helper()
	lines := []supplychain.ReceivedLine{{Line: 1, Accepted: quantity}}
	stage.Do(t, m.maker, supplychain.ReceiveGoods, supplychain.ReceiptRequest{ID: id, Order: order, Book: m.books[order], Lines: lines})
	m.turn(t, order, func(book supplychain.OrderBook) (supplychain.OrderBook, error) { return book.Receive(lines) })
}

// turn keeps the book in step with the ledger.
func (m *market) turn(t testing.TB, order supplychain.OrderID, change func(supplychain.OrderBook) (supplychain.OrderBook, error)) {
	t.Helper()
	after, err := change(m.books[order])
	require.NoError(t, err)
	m.books[order] = after
}

type billing = protocol.SubmitEndpoint[supplychain.InvoiceRequest, supplychain.Invoice]

// invoice submits or corrects an invoice about an order's line 1.
func (m *market) invoice(t testing.TB, e billing, id, number string, order supplychain.OrderID, quantity decimal.Decimal, price string) supplychain.Invoice {
	t.Helper()
	step := m.step(id, order, quantity, price)
	invoice := stage.Do(t, m.one, e, supplychain.InvoiceRequest{
		ID: step.Invoice, Order: order, Number: number, Issued: day(monday), Book: step.Book, Terms: step.Terms,
	})
	if invoice.Status == supplychain.Matched {
		m.turn(t, order, func(book supplychain.OrderBook) (supplychain.OrderBook, error) { return book.Bill(step.Terms.Lines) })
	}
	return *invoice
}

// step shows an invoice about an order's line 1, and the order's book as it is.
func (m *market) step(id string, order supplychain.OrderID, quantity decimal.Decimal, price string) supplychain.InvoiceStep {
	return supplychain.InvoiceStep{Invoice: supplychain.InvoiceID(id), Book: m.books[order], Terms: supplychain.InvoiceTerms{
		Salt: salt, Lines: []supplychain.InvoicedLine{{Line: 1, Quantity: quantity, Price: decimal.MustParse(price)}},
	}}
}

// register enters an invoice with the tokens that the keeper's own peer computes.
func (m *market) register(t testing.TB, id string) supplychain.Registration {
	t.Helper()
	prints := stage.Do(t, m.keeper, supplychain.PrintInvoice, supplychain.InvoiceID(id))
	return *stage.Do(t, m.keeper, supplychain.RegisterInvoice, supplychain.RegisterRequest{
		Invoice: supplychain.InvoiceID(id), Register: prints.Register, Lookup: prints.Lookup,
	})
}

func (m *market) issue(t testing.TB, id string) supplychain.Slice {
	t.Helper()
	paper := supplychain.UndertakingID(id)
	stage.Do(t, m.maker, supplychain.ProposeUndertaking, supplychain.UndertakingRequest{ID: paper, Invoice: supplychain.InvoiceID(id), Maturity: day(maturity)})
	stage.Do(t, m.checker, supplychain.IssueUndertaking, paper)
	stage.Do(t, m.one, supplychain.TakeUp, supplychain.TakeUpRequest{Undertaking: paper, Account: "tier-one"})
	return m.slice(t, id, 1)
}

func (m *market) slice(t testing.TB, id string, from int64) supplychain.Slice {
	t.Helper()
	return *stage.Do(t, m.checker, supplychain.GetSlice, key(id, from))
}

func key(id string, from int64) supplychain.SliceKey {
	return supplychain.SliceKey{Undertaking: supplychain.UndertakingID(id), From: from}
}

func units(from, to int64) supplychain.Units { return supplychain.Units{From: from, To: to} }

// pass transfers units of a slice.
func (m *market) pass(t testing.TB, id string, from int64, part supplychain.Units, by, to *stage.Actor, account string) {
	t.Helper()
	stage.Do(t, by, supplychain.OfferSlice, supplychain.OfferRequest{SliceKey: key(id, from), Part: part, To: parties.PartyID(account), Expires: day("2026-01-31")})
	stage.Do(t, to, supplychain.AcceptSlice, supplychain.AcceptRequest{SliceKey: key(id, part.From), Account: cash.AccountID(account)})
}

func buying(rate string) supplychain.Terms {
	return supplychain.Terms{Method: supplychain.BankDiscount, Rate: decimal.MustParse(rate), AdvanceRate: decimal.FromInt64(1)}
}

func (m *market) quote(deal string, desk *stage.Actor, account string, terms supplychain.Terms) supplychain.Quote {
	return supplychain.Quote{
		Deal: supplychain.DealID(deal), Financier: supplychain.Firm{Party: parties.PartyID(account), Host: desk.MSP}, Account: cash.AccountID(account),
		Terms: terms, Expires: day("2026-01-12"), FundBy: day("2026-01-15"), Salt: strings.Repeat("5a", 16),
	}
}

// agree brings units of a slice to an agreed deal, and the money to a hold; what is left is to fund it.
func (m *market) agree(t testing.TB, deal string, slice supplychain.SliceKey, part supplychain.Units, technique supplychain.Technique, seller, desk *stage.Actor, account string, terms supplychain.Terms) supplychain.FundRequest {
	t.Helper()
	stage.Do(t, seller, supplychain.RequestFinance, supplychain.FinanceRequest{SliceKey: slice, Deal: supplychain.DealID(deal), Part: part, Technique: technique})
	quote := m.quote(deal, desk, account, terms)
	stage.Do(t, desk, supplychain.QuoteDeal, supplychain.QuoteRequest{Deal: quote.Deal, Quote: quote})
	stage.Do(t, seller, supplychain.AgreeDeal, supplychain.AgreeRequest{Deal: quote.Deal, Quote: quote})
	return m.hold(t, deal, desk, account)
}

// hold sets the deal's proceeds aside as of today.
func (m *market) hold(t testing.TB, deal string, desk *stage.Actor, account string) supplychain.FundRequest {
	t.Helper()
	agreed := stage.Do(t, desk, supplychain.GetDeal, supplychain.DealID(deal))
	today := stage.Do(t, desk, supplychain.Today, protocol.Nothing{}).Date
	price := stage.Do(t, desk, supplychain.PriceDeal, supplychain.PriceRequest{Deal: agreed.ID, On: today})
	stage.Do(t, desk, cash.CreateHold, cash.HoldRequest{
		ID: cash.HoldID("hold-" + deal), Payer: cash.AccountID(account), Payee: agreed.SellerAccount,
		Amount: money.Money{Amount: price.Proceeds, Currency: money.MustCurrency("EUR")}, Purpose: cash.Purpose(deal),
		Notary: cash.Notary{Kind: cash.ModuleNotary, ID: supplychain.Module}, Expires: day("2026-01-31"),
	})
	return supplychain.FundRequest{Deal: agreed.ID, Hold: cash.HoldID("hold-" + deal)}
}

// byMandate is how the anchor pays.
var byMandate = supplychain.Means{Account: "motors", Mandate: "motors-payables"}

// collect has the anchor pay a part of the face by its mandate.
func collect(id, rise string) supplychain.CollectRequest {
	return supplychain.CollectRequest{Undertaking: supplychain.UndertakingID(id), Rise: eur(rise), Means: byMandate}
}

// distribute pays every slice of an undertaking that is alive.
func (m *market) distribute(t testing.TB, id string) {
	t.Helper()
	req := supplychain.DistributeRequest{Undertaking: supplychain.UndertakingID(id)}
	for _, slice := range m.slices(t, id) {
		if slice.Status != supplychain.Extinguished && slice.Status != supplychain.Redeemed {
			req.Slices = append(req.Slices, slice.From)
		}
	}
	stage.Do(t, m.one, supplychain.Distribute, req)
}

func (m *market) slices(t testing.TB, id string) []supplychain.Slice {
	t.Helper()
	return stage.Do(t, m.one, supplychain.Slices, supplychain.SlicesRequest{
		Undertaking: supplychain.UndertakingID(id), PageRequest: protocol.PageRequest{Size: protocol.PageSizeMax},
	}).Items
}

// has checks what an account has.
func (m *market) has(t testing.TB, account cash.AccountID, amount string) {
	t.Helper()
	require.Equal(t, amount+" EUR", stage.Do(t, m.one, cash.GetBalance, account).Posted.String(), "balance of %s", account)
}

func day(text string) date.Date { return date.MustParse(text) }

func eur(text string) money.Money { return money.MustParse(text + " EUR") }

func decimalOf(text string) decimal.Decimal { return decimal.MustParse(text) }

func codeOf(name string) protocol.Code { return protocol.Code{Name: name} }

func accountOf(name string) cash.AccountID { return cash.AccountID(name) }

type partyID = parties.PartyID

// posted is what an account has, in minor units.
func (m *market) posted(t testing.TB, account cash.AccountID) int64 {
	t.Helper()
	return stage.Do(t, m.one, cash.GetBalance, account).Posted.Amount.Minor()
}
