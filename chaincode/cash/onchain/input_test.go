// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Whatever arrives, at whichever endpoint, is answered with a fault below 500, and the chaincode lives.
func TestEveryEndpointRefusesMalformedRequests(t *testing.T) {
	c := opened(t)
	everyone := c.Actor(north, "everyone", "alice", role.All()...)
	for _, endpoint := range cash.Endpoints() {
		for _, request := range []string{
			``, `null`, `[]`, `{`, `{}{}`, `{"unknown":1}`, `{"account":null}`, `{"id":"a","id":"a"}`, `"\u0000"`, `"a\u0001b"`,
			`{"amount":{"amount":"1e3","currency":"EUR"}}`, "\"\xff\"", strings.Repeat("[", 1000),
		} {
			require.Less(t, c.status(everyone, endpoint, request), int32(500), "%s %.40q", endpoint.Name(), request)
		}
	}
	require.Equal(t, int32(413), c.status(everyone, cash.Transfer, `"`+strings.Repeat("a", 1<<20)+`"`))
	stage.Do(t, c.alice, cash.Transfer, pay("alice", "bob", "1.00"))
	require.Equal(t, day(monday), stage.Do(t, c.alice, cash.Today, protocol.Nothing{}).Date)
}

// status is that of the refusal of a raw request, or 0 when nobody refused.
func (c *consortium) status(by *stage.Actor, endpoint protocol.Endpoint, request string) int32 {
	proposal := ledgertest.Proposal{Chaincode: "cash", Args: [][]byte{[]byte(endpoint.Name()), []byte(request)}}
	var err error
	if endpoint.Writes() {
		proposal.Args = append(proposal.Args, []byte("raw"))
		_, err = c.World.Invoke(by.ID, proposal)
	} else {
		_, err = c.World.Evaluate(by.ID, proposal)
	}
	fault, is := stage.Fault(err).(*protocol.Fault)
	if !is {
		return 999
	}
	return fault.Status
}

func TestAmountsAreExactAndAboveZero(t *testing.T) {
	c := opened(t)
	for _, amount := range []string{
		`0`, `-1`, `+5`, `1e3`, `0x10`, ` 5`, `01`, `1.0`, ``, `1000000000000000000`, `9223372036854775808`, `18446744073709551616`,
		`10000000000000000000000000000000000000000`,
	} {
		request := `{"from":"alice","to":"bob","amount":{"amount":"` + amount + `","currency":"EUR"}}`
		require.Equal(t, int32(400), c.status(c.alice, cash.Transfer, request), amount)
	}
	for _, money := range []string{
		`5`, `"5"`, `{"amount":5,"currency":"EUR"}`, `{"amount":"5"}`, `{"amount":"5","currency":"eur"}`, `{"amount":"5","currency":"EEE"}`,
		`{"amount":"5","currency":"XXX"}`, `{"amount":"5","currency":"EUR","scale":3}`,
	} {
		request := `{"from":"alice","to":"bob","amount":` + money + `}`
		require.Equal(t, int32(400), c.status(c.alice, cash.Transfer, request), money)
	}
	c.has(t, "alice", "100.00 EUR", "100.00 EUR")
}

// Everything that asks for a role is refused to a customer.
func TestRolesAreAskedFor(t *testing.T) {
	c := opened(t)
	g, eur := protocol.Governed{Resolution: "r"}, cash.CurrencyKey{Currency: money.MustCurrency("EUR")}
	guarded := map[string]bool{}
	refused(t, c.alice, guarded, cash.SetCurrency, cash.CurrencyRequest{Governed: g, CurrencyKey: eur})
	refused(t, c.alice, guarded, cash.RegisterModule, cash.ModuleRequest{Governed: g, Module: cash.Module{
		Name: "shop", Operations: []cash.ModuleOperation{cash.ByHold}, Caps: []money.Money{pay("", "", "1.00").Amount}, EntryPoints: []string{"Settle"},
	}})
	refused(t, c.alice, guarded, cash.PauseModule, cash.PauseRequest{Governed: g, Module: "shop"})
	refused(t, c.alice, guarded, cash.ResumeModule, cash.PauseRequest{Governed: g, Module: "shop"})
	refused(t, c.alice, guarded, cash.AssignBankCode, cash.BankCodeRequest{Governed: g, BankCodeKey: cash.BankCodeKey{Country: "DE", Code: "3704"}, Servicer: north})
	refused(t, c.alice, guarded, cash.FreezeAccount, cash.FreezeRequest{Account: "alice", Side: cash.BothSides})
	refused(t, c.alice, guarded, cash.UnfreezeAccount, "alice")
	refused(t, c.alice, guarded, cash.FreezeParty, parties.FreezeRequest{Party: "alice", Order: order})
	refused(t, c.alice, guarded, cash.UnfreezeParty, parties.FreezeRequest{Party: "alice", Order: order})
	refused(t, c.alice, guarded, cash.RollDate, protocol.RollRequest{To: day(friday)})
	refused(t, c.alice, guarded, cash.OpenAccount, aliceIn("EUR"))
	refused(t, c.alice, guarded, cash.OpenAccounts, crowd(1))
	refused(t, c.alice, guarded, cash.MarkHighVolume, cash.HighVolumeRequest{Account: "alice", Stripes: 2})
	refused(t, c.alice, guarded, cash.AttestReserve, cash.AttestRequest{Issuer: north, Amount: pay("", "", "1.00").Amount, AsOf: day(monday), Evidence: order})
	refused(t, c.alice, guarded, cash.RequestMint, cash.MintRequest{ID: "m", Account: "alice", Amount: pay("", "", "1.00").Amount})
	refused(t, c.alice, guarded, cash.ApproveMint, "m")
	refused(t, c.alice, guarded, cash.RejectMint, "m")
	refused(t, c.alice, guarded, cash.ApproveRedeem, "h")
	refused(t, c.alice, guarded, cash.RejectRedeem, "h")
	for _, endpoint := range cash.Endpoints() {
		require.Equal(t, endpoint.Roles()[0] != role.Anyone, guarded[endpoint.Name()], endpoint.Name())
	}
}

func refused[Req protocol.Request, Res any](t *testing.T, by *stage.Actor, guarded map[string]bool, e protocol.SubmitEndpoint[Req, Res], req Req) {
	t.Helper()
	stage.Refused(t, by, e, req, protocol.NotAuthorised)
	guarded[e.Name()] = true
}
