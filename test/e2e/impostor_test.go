// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/desk"
)

// impostor has the authority of southbank certify a firm that northbank hosts, in a role that southbank may hold.
func (s *scene) impostor(party, role string) gatewayclient.Identity {
	s.Helper()
	return s.issue(certificate{
		member: "southbank", name: "impostor", units: clients,
		attributes: fmt.Sprintf(`{"attrs":{"consort.party":%q,"consort.role":%q}}`, party, role),
	})
}

// tries has somebody try what has to be refused.
func tries[Req protocol.Request, Res any](s *scene, who gatewayclient.Identity, e protocol.Call[Req, Res], request Req, code protocol.Code) {
	s.Helper()
	_, err := forge(s, s.client(southDesk), who, e, request, unchanged)
	require.ErrorIs(s, err, code, e.Name())
	requireFault(s, err, code)
}

// impostors: any member's authority writes any party into a certificate; the registry says who hosts it.
func impostors(s *scene) {
	s.told("play market")
	s.paper("first", s.name, 233)
	s.told(`
play pass NAME=first SLICE=1 FROM=1 TO=3300000 BY=southbank/supplier HEIR=northbank/foundry PARTY=foundry
play agree NAME=first SLICE=3300001 FROM=3300001 TO=23300000 DEAL=first TECHNIQUE=FACTORING SELLER=southbank/supplier PARTY=supplier BANK=northbank HOST=NorthbankMSP RATE=0.06
`)
	s.asBank(s.impostor("northbank", "financier"), s.deal("first"))
	s.asHolder(s.impostor("foundry", "supplier"))
	nobody := s.issue(certificate{member: "southbank", name: "clerk", units: clients, attributes: `{"attrs":{"consort.role":"financier"}}`})
	tries(s, nobody, supplychain.SetLine, supplychain.LineRequest{Debtor: buyer.party, Limit: desk.Euros(1), Expires: s.tomorrow()}, supplychain.NotAParty)
	anchor := s.impostor("buyer", "anchor-buyer") // a role that southbank may not hold
	tries(s, anchor, supplychain.WithdrawUndertaking, s.undertaking("first"), protocol.NotAuthorised)
	tries(s, anchor, cash.RevokeMandate, cash.MandateID(s.mark()+".payables"), cash.NotSignatory)
	do(s, s.client(northDesk), supplychain.FundDeal, supplychain.FundRequest{Deal: s.deal("first"), Hold: cash.HoldID(s.deal("first"))})
}

// asBank tries what northbank's desk may.
func (s *scene) asBank(who gatewayclient.Identity, deal supplychain.DealID) {
	s.Helper()
	tries(s, who, supplychain.SetLine, supplychain.LineRequest{Debtor: buyer.party, Limit: desk.Euros(1), Expires: s.tomorrow()}, supplychain.NotAParty)
	tries(s, who, supplychain.FundDeal, supplychain.FundRequest{Deal: deal, Hold: cash.HoldID(deal)}, supplychain.NotYours)
	tries(s, who, supplychain.ReadQuote, deal, protocol.NotFound)
	tries(s, who, supplychain.CallRecourse, supplychain.RecourseRequest{Deal: deal, Basis: supplychain.Credit}, supplychain.NotYours)
	tries(s, who, supplychain.WriteOff, deal, supplychain.NotYours)
	tries(s, who, cash.Transfer, transfer(cash.AccountID(s.mark()+".northbank"), cash.AccountID(s.mark()+".southbank"), 1), cash.NotSignatory)
}

// asHolder tries what the foundry may with its slice.
func (s *scene) asHolder(who gatewayclient.Identity) {
	s.Helper()
	key := supplychain.SliceKey{Undertaking: s.undertaking("first"), From: 1}
	tries(s, who, supplychain.SplitSlice, supplychain.SplitRequest{SliceKey: key, Sizes: []int64{1_000_000, 2_300_000}}, supplychain.NotYours)
	part := supplychain.Units{From: 1, To: 3_300_000}
	tries(s, who, supplychain.OfferSlice, supplychain.OfferRequest{SliceKey: key, Part: part, To: supplier.party, Expires: s.tomorrow()}, supplychain.NotYours)
	tries(s, who, supplychain.RequestFinance, supplychain.FinanceRequest{
		SliceKey: key, Deal: s.deal("stolen"), Part: part, Technique: supplychain.Factoring,
	}, supplychain.NotYours)
}
