// SPDX-License-Identifier: Apache-2.0

package probe

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// The endpoints.
var (
	Noop = protocol.Submit[protocol.Nothing, protocol.Nothing]("probe:Noop").By(role.Anyone).
		Doc("Does nothing but remember its reference.")
	Settle = protocol.Submit[SettleRequest, cash.Settlement]("probe:Settle").By(role.Anyone).
		Doc("Settles through cash, as a module does.")
	SettleTwice = protocol.Submit[TwiceRequest, cash.Settlement]("probe:SettleTwice").By(role.Anyone).
			Doc("Tries to settle twice in one transaction, which the kernel refuses.")
	Collect = protocol.Submit[SettleRequest, cash.Settlement]("probe:Collect").By(role.Anyone).
		Doc("Settles through cash from a function that is no entry point of the module.")
	Credit = protocol.Submit[TokenRequest, Token]("probe:Credit").By(role.Anyone).
		Doc("Adds to a naive token balance by reading, changing and writing it.")
	Debit = protocol.Submit[TokenRequest, Token]("probe:Debit").By(role.Anyone).
		Doc("Takes from a naive token balance by reading, changing and writing it.")
	Balance = protocol.Evaluate[TokenID, Token]("probe:Balance").By(role.Anyone).
		Doc("Answers a naive token balance.")
)

// Endpoints lists every transaction of this chaincode.
func Endpoints() []protocol.Endpoint {
	return []protocol.Endpoint{Noop, Settle, SettleTwice, Collect, Credit, Debit, Balance}
}

// SettleRequest is a settlement and, where a leg has neither hold nor mandate, the payer's consent to its legs.
type SettleRequest struct {
	cash.SettleRequest
	Consent cash.Consent `json:"consent,omitzero" help:"cash.ConsentTo of the settlement, when the signer pays"`
}

// Validate refuses what a settlement refuses, and a malformed consent.
func (r SettleRequest) Validate() error {
	return errors.Join(r.SettleRequest.Validate(), r.Consent.Validate())
}

// TwiceRequest is two settlements.
type TwiceRequest struct {
	First  cash.SettleRequest `json:"first"`
	Second cash.SettleRequest `json:"second"`
}

// Validate refuses what either settlement refuses.
func (r TwiceRequest) Validate() error { return errors.Join(r.First.Validate(), r.Second.Validate()) }

// TokenID names a naive token balance.
type TokenID string

// Validate refuses an empty or endless name.
func (id TokenID) Validate() error {
	if id == "" || len(id) > 64 {
		return errors.New("a token balance has a name of 1 to 64 bytes")
	}
	return nil
}

// Key is the balance's place in a table.
func (id TokenID) Key() []string { return []string{string(id)} }

// Token is a naive token balance in minor units.
type Token struct {
	ID     TokenID      `json:"id"`
	Amount money.Amount `json:"amount"`
}

// TokenRequest adds to or takes from a balance.
type TokenRequest struct {
	ID     TokenID      `json:"id" help:"name of the balance"`
	Amount money.Amount `json:"amount" help:"minor units"`
}

// Validate refuses a malformed name and anything but a positive amount.
func (r TokenRequest) Validate() error {
	if r.Amount.Sign() <= 0 {
		return errors.New("amount is not positive")
	}
	return r.ID.Validate()
}
