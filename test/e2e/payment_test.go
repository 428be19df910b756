// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/desk"
)

var payments = []story{
	{"new money takes two people of the bank and a reserve", mintUnderDualControl},
	{"money moves within a bank and across banks", transferAcrossBanks},
	{"a batch of a thousand payments is all or nothing", batchOfAThousand},
	{"a hold is paid to its payee at its notary's word", holdForANotary},
	{"a frozen account and a frozen party pay nothing, not even what was endorsed before", frozenMoney},
}

// today is cash's business date.
func (s *scene) today() date.Date {
	s.Helper()
	return do(s, s.client(alice), cash.Today, protocol.Nothing{}).Date
}

func (s *scene) tomorrow() date.Date {
	s.Helper()
	tomorrow, err := s.today().AddDays(1)
	require.NoError(s, err)
	return tomorrow
}

func mintUnderDualControl(s *scene) {
	at := s.accounts(alice, 0)
	maker, checker := s.staff("northbank", "maker"), s.staff("northbank", "checker")
	id := cash.MintID(s.name)
	do(s, maker, cash.RequestMint, cash.MintRequest{ID: id, Account: at[0], Amount: desk.Euros(5_00)})
	refused(s, maker, cash.ApproveMint, id, cash.SamePerson)
	second := s.issue(certificate{member: "northbank", name: "maker", units: clients, attributes: `{"attrs":{"consort.role":"account-servicer"}}`})
	_, err := forge(s, maker, second, cash.ApproveMint, id, unchanged)
	requireFault(s, err, cash.SamePerson) // with a second certificate
	refused(s, s.client(alice), cash.ApproveMint, id, protocol.NotAuthorised)
	elsewhere := s.staff("southbank", "checker")
	require.NoError(s, s.Level(s.Context()))
	refused(s, elsewhere, cash.ApproveMint, id, protocol.NotAuthorised)
	do(s, checker, cash.ApproveMint, id)
	refused(s, checker, cash.ApproveMint, id, cash.MintClosed)
	s.requireBalance(checker, at[0], 5_00)

	do(s, maker, cash.RequestMint, cash.MintRequest{ID: id + "-huge", Account: at[0], Amount: desk.Euros(reserve)})
	refused(s, checker, cash.ApproveMint, id+"-huge", cash.ReserveExceeded)
	do(s, maker, cash.RejectMint, id+"-huge")
	attest := cash.AttestRequest{
		Issuer: maker.Identity().MSP, Amount: desk.Euros(2 * reserve), AsOf: s.today(), Evidence: strings.Repeat("cd", 32),
	}
	refused(s, maker, cash.AttestReserve, attest, protocol.NotAuthorised)
	s.requireBalance(checker, at[0], 5_00)
}

func transferAcrossBanks(s *scene) {
	hers, his := s.accounts(alice, 100_00, 0), s.accounts(bob, 0)
	client := s.client(alice)
	within := do(s, client, cash.Transfer, transfer(hers[0], hers[1], 30_00))
	across := transfer(hers[0], his[0], 50_00)
	across.EndToEnd = "INV-4711"
	receipt := do(s, client, cash.Transfer, across)
	s.requireBalance(client, hers[0], 20_00)
	s.requireBalance(client, hers[1], 30_00)
	s.requireBalance(client, his[0], 50_00)
	refused(s, client, cash.Transfer, transfer(hers[0], his[0], 20_01), cash.InsufficientFunds)
	refused(s, client, cash.Transfer, transfer(hers[0], hers[0], 1), cash.SelfTransfer)
	refused(s, client, cash.Transfer, transfer(hers[0], "nobody", 1), protocol.NotFound)

	posting := do(s, client, cash.GetPosting, receipt.TxID)
	require.Equal(s, []cash.Leg{cash.Leg(across)}, posting.Legs)
	entries := do(s, client, cash.Entries, cash.EntriesRequest{Account: hers[0]})
	require.Len(s, entries.Items, 3, "the deposit and two payments")
	require.NotEqual(s, within.TxID, receipt.TxID)
}

func batchOfAThousand(s *scene) {
	payer := s.accounts(alice, 1_000_00)[0]
	payees := s.accounts(bob, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	client := s.client(alice)
	legs := make([]cash.Leg, cash.LegsMax)
	for i := range legs {
		legs[i] = leg(payer, payees[i%len(payees)], 50)
	}
	receipt := do(s, client, cash.TransferBatch, cash.BatchRequest{Legs: legs})
	require.Equal(s, cash.LegsMax, receipt.Legs)
	s.requireBalance(client, payer, 500_00)
	for _, payee := range payees {
		s.requireBalance(client, payee, 50_00)
	}
	legs[999].To = "nobody"
	refused(s, client, cash.TransferBatch, cash.BatchRequest{Legs: legs}, protocol.NotFound)
	refused(s, client, cash.TransferBatch, cash.BatchRequest{Legs: append(legs, legs[0])}, cash.LegsLimit)
	s.requireBalance(client, payer, 500_00)
}

func holdForANotary(s *scene) {
	hers, his := s.accounts(alice, 100_00), s.accounts(bob, 0)
	client, notary := s.client(alice), s.client(mallory)
	seat := s.accounts(mallory, 0)[0]
	request := cash.HoldRequest{
		ID: cash.HoldID(s.name), Payer: hers[0], Payee: his[0], Amount: desk.Euros(70_00),
		Notary: cash.Notary{Kind: cash.AccountNotary, ID: string(seat)}, Expires: s.tomorrow(),
	}
	do(s, client, cash.CreateHold, request)
	refused(s, client, cash.Transfer, transfer(hers[0], his[0], 30_01), cash.InsufficientFunds)
	refused(s, client, cash.ReleaseHold, request.ID, cash.NotNotary)
	refused(s, client, cash.ExpireHold, request.ID, cash.HoldNotExpired)
	require.NoError(s, s.Level(s.Context()))
	do(s, notary, cash.ExecuteHold, cash.ExecuteRequest{Hold: request.ID, Amount: desk.Euros(60_00)})
	refused(s, notary, cash.ExecuteHold, cash.ExecuteRequest{Hold: request.ID}, cash.HoldNotActive)
	balance := do(s, notary, cash.GetBalance, hers[0])
	require.Equal(s, desk.Euros(40_00), balance.Posted)
	require.Equal(s, desk.Euros(0), balance.Held)
	s.requireBalance(notary, his[0], 60_00)
}

func frozenMoney(s *scene) {
	at := s.accounts(carol, 100_00, 0)
	client, supervisor := s.client(carol), s.staff("regulator", "supervisor")
	require.NoError(s, s.Level(s.Context()))
	do(s, supervisor, cash.FreezeAccount, cash.FreezeRequest{Account: at[0], Side: cash.DebitSide})
	require.NoError(s, s.Level(s.Context()))
	refused(s, client, cash.Transfer, transfer(at[0], at[1], 1), cash.AccountFrozen)
	do(s, supervisor, cash.UnfreezeAccount, at[0])
	require.NoError(s, s.Level(s.Context()))
	do(s, client, cash.Transfer, transfer(at[0], at[1], 1))

	withheld, err := forge(s, client, client.Identity(), cash.Transfer, transfer(at[0], at[1], 1), unchanged)
	require.NoError(s, err)
	order := parties.FreezeRequest{Party: carol.party, Order: strings.Repeat("0f", 32)}
	do(s, supervisor, cash.FreezeParty, order)
	signature, err := client.Identity().Sign(withheld.Envelope.Digest)
	require.NoError(s, err)
	_, err = withheld.Submit(s.Context(), client, signature, patient...)
	var invalid *gatewayclient.CommitError
	require.ErrorAs(s, err, &invalid, "an endorsement does not outlive the freeze")
	refused(s, client, cash.Transfer, transfer(at[0], at[1], 1), cash.PartyFrozen)
	registry := do(s, client, parties.Check, parties.CheckRequest{Party: carol.party, Policy: parties.RegisteredPolicy})
	require.False(s, registry.OK, "the registry knows")
	do(s, supervisor, cash.UnfreezeParty, order)
	require.NoError(s, s.Level(s.Context()))
	do(s, client, cash.Transfer, transfer(at[0], at[1], 1))
	s.requireBalance(client, at[1], 2)
}
