// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/chaincode/supplychain/auction"
	"github.com/consort-finance/consort/chaincode/supplychain/trace"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// Texts that stand nowhere else in the network.
const (
	secretItem  = "CANARY-camshaft-Q7X9"
	secretPrice = "433.710917"
	secretGoods = "CANARY-cold-chain-W4K2"
	orderSalt   = "7e1f0c55aa0d4b1e9b3c6d2f8a907b16"
	billSalt    = "1d9c7b35f2e84a06b1c0d9e8f7a65b42"
	losingRate  = "0.0677713291"
	losingSalt  = "5b0e9d8c7f6a41b2930415263748596a"
	takenRate   = "0.0611117"
	takenSalt   = "c90d1e2f3a4b5c6d7e8f90a1b2c3d4e5"
	sealedRate  = "0.0711987413"
	sealedSalt  = "8f7e6d5c4b3a29181706f5e4d3c2b1a0"
)

// tradeSecrets: endorsers are shown what they check, and keep nothing of it.
func tradeSecrets(s *scene) {
	s.told("play market")
	face := s.secretBill()
	s.told(`
play register NAME=secret
play undertake NAME=secret DUE=60 SELLER=southbank/supplier PARTY=supplier
`)
	s.secretQuotes(supplychain.Units{From: 1, To: 10_000_000})
	s.secretBid(supplychain.Units{From: 10_000_001, To: face})
	s.secretGoods()
	s.requireKept(string(s.deal("secret")),
		secret{text: secretItem}, secret{text: secretPrice}, secret{text: orderSalt}, secret{text: billSalt},
		owned(losingRate, "northbank"), owned(losingSalt, "northbank"), owned(takenSalt, "southbank"),
		secret{text: sealedRate}, secret{text: sealedSalt}, secret{text: secretGoods})
}

// secretBill orders, receives and bills. Buyer and supplier carry the order's book on by themselves.
func (s *scene) secretBill() (face int64) {
	s.Helper()
	order, pieces, price := supplychain.OrderID(s.undertaking("secret")), decimal.FromInt64(1000), decimal.MustParse(secretPrice)
	terms := supplychain.OrderTerms{Salt: orderSalt, Lines: []supplychain.OrderLine{{Line: 1, Item: secretItem, Quantity: pieces, Price: price}}}
	do(s, s.client(buyer), supplychain.PlaceOrder, supplychain.OrderRequest{
		ID: order, Programme: supplychain.ProgrammeID(s.mark() + ".programme"), Supplier: supplier.party, Terms: terms,
	})
	arrived := []supplychain.ReceivedLine{{Line: 1, Accepted: pieces}}
	do(s, s.client(buyer), supplychain.ReceiveGoods, supplychain.ReceiptRequest{
		ID: supplychain.ReceiptID(order), Order: order, Book: terms.Book(), Lines: arrived,
	})
	bill := supplychain.InvoiceRequest{
		ID: supplychain.InvoiceID(order), Order: order, Number: s.name, Issued: s.today(), Book: terms.Book(),
		Terms: supplychain.InvoiceTerms{Salt: billSalt, Lines: []supplychain.InvoicedLine{{Line: 1, Quantity: pieces, Price: price}}},
	}
	require.NoError(s, s.Level(s.Context()))
	refused(s, s.client(supplier), supplychain.SubmitInvoice, bill, protocol.PreimageRefused) // the book is an old one
	var err error
	bill.Book, err = terms.Book().Receive(arrived)
	require.NoError(s, err)
	invoice := do(s, s.client(supplier), supplychain.SubmitInvoice, bill)
	require.Equal(s, supplychain.Matched, invoice.Status)
	return invoice.Total.Amount.Minor()
}

// secretQuotes: two banks quote, and the supplier takes southbank's.
func (s *scene) secretQuotes(part supplychain.Units) {
	s.Helper()
	do(s, s.client(supplier), supplychain.RequestFinance, supplychain.FinanceRequest{
		SliceKey: supplychain.SliceKey{Undertaking: s.undertaking("secret"), From: 1}, Deal: s.deal("secret"), Part: part, Technique: supplychain.Factoring,
	})
	require.NoError(s, s.Level(s.Context()))
	losing, taken := s.quote("secret", northDesk, losingRate, losingSalt), s.quote("secret", southDesk, takenRate, takenSalt)
	do(s, s.client(northDesk), supplychain.QuoteDeal, losing)
	north, south := s.client(northDesk).Identity().MSP, s.client(southDesk)
	require.NoError(s, s.Level(s.Context()))
	refused(s, south, supplychain.ReadQuote, losing.Deal, protocol.NotFound)
	refused(s, south, supplychain.ReadQuote, losing.Deal, protocol.NotFound, gatewayclient.AtPeer(north))
	refused(s, s.client(buyer), supplychain.ReadQuote, losing.Deal, supplychain.NotYours) // of the same member
	refused(s, s.client(northDesk), supplychain.ReadQuote, losing.Deal, protocol.Misdirected, gatewayclient.AtPeer(south.Identity().MSP))
	do(s, south, supplychain.QuoteDeal, taken)
	require.NoError(s, s.Level(s.Context()))
	do(s, s.client(supplier), supplychain.AgreeDeal, supplychain.AgreeRequest(taken))
	require.Equal(s, losing.Quote, *do(s, s.client(northDesk), supplychain.ReadQuote, losing.Deal))
}

// secretBid commits to a bid and opens it too early: endorsers see it and refuse.
func (s *scene) secretBid(part supplychain.Units) {
	s.Helper()
	deal, today := s.deal("sale"), s.today()
	until := func(days int) date.Date {
		day, err := today.AddDays(days)
		require.NoError(s, err)
		return day
	}
	sale := supplychain.SaleRequest{
		FinanceRequest: supplychain.FinanceRequest{
			SliceKey: supplychain.SliceKey{Undertaking: s.undertaking("secret"), From: part.From}, Deal: deal, Part: part, Technique: supplychain.Factoring,
		},
		Method: auction.BankDiscount, CommitUntil: until(1), RevealUntil: until(2), Funding: until(3), Reserve: decimal.MustParse("0.08"),
	}
	do(s, s.client(supplier), supplychain.OpenSale, sale)
	bid := auction.Sealed{Bid: auction.Bid{Auction: string(deal), Bidder: "northbank", Rate: decimal.MustParse(sealedRate)}, Salt: sealedSalt}
	digest, err := bid.Digest()
	require.NoError(s, err)
	require.NoError(s, s.Level(s.Context()))
	do(s, s.client(northDesk), supplychain.CommitBid, supplychain.CommitRequest{Deal: deal, Digest: digest, Account: cash.AccountID(s.mark() + ".northbank")})
	require.NoError(s, s.Level(s.Context()))
	refused(s, s.client(northDesk), supplychain.RevealBid, supplychain.RevealRequest{Deal: deal, Sealed: bid}, auction.Phase)
}

// secretGoods records an event of goods by its hash.
func (s *scene) secretGoods() {
	s.Helper()
	event := `{"@context":{"ex":"https://ex.example/"},"type":"ObjectEvent","eventTime":"2026-01-04T08:00:00Z","eventTimeZoneOffset":"+00:00",` +
		`"action":"OBSERVE","bizStep":"shipping","epcList":["https://id.gs1.org/00/040123450000001112"],"ex:note":"` + secretGoods + `"}`
	parsed, err := trace.Parse([]byte(event))
	require.NoError(s, err)
	do(s, s.client(supplier), supplychain.RecordGoods, supplychain.EventRequest{Hash: parsed.Hash(), Event: event})
}

// veil is who holds paper under an alias. Certificates of the alias name nothing else.
var veil = person{"southbank", "c58d1", "p-7f3a9c"}

// veiledHolder: the buyer sees that somebody hosted by southbank holds its paper, until the holder shows who it is.
func veiledHolder(s *scene) {
	lei, err := ident.NewLEI("549300CANARYLTD777")
	require.NoError(s, err)
	opening := parties.Opening{Salt: "c0ffee0102030405060708090a0b0c0d", Scheme: parties.LEI, Identifier: lei.String()}
	hash, err := opening.Hash()
	require.NoError(s, err)
	do(s, s.staff("southbank", "officer"), parties.RegisterParty, parties.RegisterRequest{
		ID: veil.party, Kind: parties.LegalEntity, Scheme: parties.SaltedHash, Identifier: hash,
	})
	s.told("play market")
	s.paper("first", s.name, 211)
	require.NoError(s, s.Account(s.Context(), veil.bank, cash.AccountID(s.mark()+"."+string(veil.party)), veil.party))
	s.told("play pass NAME=first SLICE=1 FROM=1 TO=21100000 BY=southbank/supplier HEIR=southbank/c58d1 PARTY=p-7f3a9c")
	slice := do(s, s.client(buyer), supplychain.GetSlice, supplychain.SliceKey{Undertaking: s.undertaking("first"), From: 1})
	require.Equal(s, supplychain.Firm{Party: veil.party, Host: "SouthbankMSP"}, slice.Holder)
	s.requireKept(string(veil.party), secret{text: lei.String()}, secret{text: string(opening.Salt)})

	presented := parties.AliasRequest{Party: veil.party, Opening: opening}
	require.Equal(s, "SouthbankMSP", do(s, s.client(buyer), parties.VerifyAlias, presented).Host)
	presented.Opening.Salt = "c0ffee0102030405060708090a0b0c0e"
	refused(s, s.client(buyer), parties.VerifyAlias, presented, protocol.PreimageRefused)
	s.requireKept(string(veil.party), secret{text: lei.String()}, secret{text: string(opening.Salt)})
}
