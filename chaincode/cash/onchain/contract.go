// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Contract carries out the endpoints of package cash.
type Contract struct {
	ledger.Calendar
	registry Registry
}

// New makes the chaincode of a member whose server has the given house rules.
func New(house ledger.House) (*ledger.Chaincode, error) {
	return ledger.New("cash", house, &Contract{registry: registry{}}, cash.Endpoints(),
		ledger.RolesFrom(parties.RoleHeld), ledger.ResolutionsFrom(parties.Resolution),
		ledger.Prefetch(cash.Transfer, transferRows), ledger.Prefetch(cash.TransferBatch, batchRows),
		ledger.Prefetch(cash.Settle, settleRows), ledger.Prefetch(cash.CreateHold, holdRows))
}

func transferRows(facts protocol.Facts, req cash.TransferRequest) []ledger.Row {
	return legRows(facts.Caller, []cash.Leg{cash.Leg(req)})
}

func batchRows(facts protocol.Facts, req cash.BatchRequest) []ledger.Row {
	return legRows(facts.Caller, req.Legs)
}

func holdRows(facts protocol.Facts, req cash.HoldRequest) []ledger.Row {
	rows := accountRows(facts.Caller, req.Payer, req.Payee)
	if notary, is := req.Notary.Account(); is {
		rows = append(rows, accounts.Row(notary))
	}
	return append(rows, holds.Row(req.ID))
}

func settleRows(facts protocol.Facts, req cash.SettleRequest) []ledger.Row {
	via, signer := cash.ModuleName(facts.Via), facts.Caller
	if !req.Signed() {
		signer = protocol.Principal{}
	}
	rows := append(legRows(signer, req.Movements()), settlements.Row(cash.SettlementKey{Via: via, ID: req.ID}))
	if !facts.Direct {
		rows = append(rows, modules.Row(via))
	}
	for _, hold := range req.Holds() {
		rows = append(rows, holds.Row(hold))
	}
	for _, mandate := range req.Mandates() {
		rows = append(rows, mandates.Row(mandate))
	}
	return rows
}

func legRows(caller protocol.Principal, legs []cash.Leg) []ledger.Row {
	return accountRows(caller, cash.Accounts(legs)...)
}

// accountRows are what every movement reads. The account that pays is the caller's as a rule, so that the freeze of the
// caller's party is the one that counts.
func accountRows(caller protocol.Principal, ids ...cash.AccountID) []ledger.Row {
	rows := make([]ledger.Row, 0, len(ids)+2)
	rows = append(rows, ledger.DateRow())
	if caller.Party != "" {
		rows = append(rows, freezes.Row(parties.PartyID(caller.Party)))
	}
	for _, id := range ids {
		rows = append(rows, accounts.Row(id))
	}
	return rows
}
